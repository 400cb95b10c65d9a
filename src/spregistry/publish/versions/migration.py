"""What a migration did, in words."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from spregistry.model.document import Data
from spregistry.model.framework import Framework
from spregistry.model.migration import Entry, Migration, Outcome, Why
from spregistry.sentence import Sentence, phrases, say

OUTCOME_TITLES: Mapping[Outcome, Sentence] = {
    "carried": say("carried as it was"),
    "review": say("carried, to be confirmed"),
    "split": say("carried to several, to be confirmed"),
    "merged": say("put together with others, to be confirmed"),
    "dropped": say("not carried; kept in the report only"),
}

_WHY: Mapping[Why, Sentence] = {
    "same": say("nothing changed"),
    "reworded": say("the question or what its answers mean is worded differently"),
    "options": say("what can be answered is another list"),
    "answer-kind": say("it is answered or measured in another way"),
    "renamed": say("it goes on under another id"),
    "wider": say("more is asked now"),
    "narrower": say("less is asked now"),
    "split": say("several questions were made of one"),
    "merge": say("one question was made of several"),
    "withdrawn": say("it was withdrawn"),
    "gone": say("the later version does not have it, and does not say why"),
    "unknown": say("the earlier version does not have it"),
    "not-admitted": say("the later version does not admit all that was said"),
    "profile": say("a profile is based on one exact version"),
    "incomplete": say("something is to be confirmed, or is not answered yet, so that it is a draft again"),
}

#: The position of an action in a plan; a report that somebody wrote may name anything else.
_POSITION = re.compile(r"[0-9]{1,9}")


def counts(migration: Migration) -> Iterator[Sentence]:
    """Yield how many things ended how, those that occur."""
    for outcome, title in OUTCOME_TITLES.items():
        if migration.count(outcome):
            yield say("{outcome}: {count}", outcome=title, count=migration.count(outcome))


def entry_sentence(entry: Entry, after: Framework | None = None) -> Sentence:
    """Return in words what became of one thing, and why; what it goes on as by code and title, where the later version is at hand."""
    said = say("{outcome}: {why}", outcome=OUTCOME_TITLES[entry.outcome], why=_WHY[entry.why])
    if entry.became and entry.became != (entry.id,):
        titles = [_title(id_, after) for id_ in entry.became]
        if entry.section == "actions" and len(titles) > 1:
            return say("{sentence} (now with {first}; see also {ids})", sentence=said, first=titles[0], ids=phrases(titles[1:]))
        names = phrases(titles)
        now = say("{sentence} (see {ids})", sentence=said, ids=names)
        said = now if entry.outcome == "dropped" else say("{sentence} (now {ids})", sentence=said, ids=names)
    return say("{sentence}. {reason}", sentence=said, reason=entry.reason) if entry.reason else said


def _title(id_: str, framework: Framework | None) -> str:
    node = framework.node(id_) if framework is not None else None
    if node is not None:
        return f"{node.code} {node.title}"
    return framework.facts[id_].title if framework is not None and id_ in framework.facts else id_


def entry_heading(entry: Entry, before: Framework | None) -> str:
    """Return what an entry is about, as people know it; its code as one of the earlier version, and its id where that is not at hand."""
    if entry.section == "actions" and _POSITION.fullmatch(entry.id):
        return say("Action {number} of the plan", number=int(entry.id) + 1)
    if entry.section == "profile":
        return say("Profile {profile}", profile=entry.id)
    if entry.section == "status":
        return say("The status “final”")
    indicator = before.indicators.get(entry.id) if before and entry.section == "answers" else None
    if indicator is not None and before is not None:
        return say("“{title}” ({code} of {version})", title=indicator.title, code=indicator.code, version=before.version)
    fact = before.facts.get(entry.id) if before and entry.section in ("facts", "fact_notes") else None
    if fact is not None:
        title = {"facts": say("Fact: {title}", title=fact.title)}
        return title.get(entry.section, say("Remark on the fact: {title}", title=fact.title))
    return entry.id


def mapped(steps: Sequence[Migration], at: int, entry: Entry, submission: Mapping[str, Any]) -> Iterator[tuple[str, Data]]:
    """Yield, by their ids, the answers that one came to be in a step, where they say something else than it did; None where nothing.

    Args:
        steps: All steps.
        at: Which of them made the entry.
        entry: One of its entries.
        submission: What the last step led to.
    """
    said = entry.said if isinstance(entry.said, dict) else {}
    if entry.section != "answers" or entry.outcome == "dropped" or "value" not in said:
        return
    for id_ in entry.became:
        answer = _as_it_was(steps[at + 1 :], id_, submission)
        value = answer.get("value") if isinstance(answer, dict) else None
        if value != said["value"]:
            yield id_, value


def _as_it_was(later: Sequence[Migration], id_: str, submission: Mapping[str, Any]) -> Data:
    """Return an answer as it was before the later steps: as one of them keeps it, else as it stands in the end under the id it has there."""
    for step in later:
        entry = next((entry for entry in step.entries if (entry.section, entry.id) == ("answers", id_)), None)
        if entry is not None and entry.said is not None:
            return entry.said
        id_ = entry.became[0] if entry is not None and entry.became else id_
    found: Data = (submission.get("answers") or {}).get(id_)
    return found
