"""What a migration did, in words."""

import json
from collections.abc import Iterator, Mapping

from spregistry.model.document import Data
from spregistry.model.framework import Framework
from spregistry.model.migration import Entry, Migration, Outcome, Why
from spregistry.sentence import Sentence, Several, say

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
#: How much of what was said is shown in a line.
_SHOWN = 300


def counts(migration: Migration) -> Iterator[Sentence]:
    """Yield how many things ended how, those that occur."""
    for outcome, title in OUTCOME_TITLES.items():
        if migration.count(outcome):
            yield say("{outcome}: {count}", outcome=title, count=migration.count(outcome))


def entry_sentence(entry: Entry) -> Sentence:
    """Return in words what became of one thing, and why."""
    said = say("{outcome}: {why}", outcome=OUTCOME_TITLES[entry.outcome], why=_WHY[entry.why])
    if entry.became and entry.became != (entry.id,):
        now = say("{sentence} (see {ids})", sentence=said, ids=Several(entry.became))
        said = now if entry.outcome == "dropped" else say("{sentence} (now {ids})", sentence=said, ids=Several(entry.became))
    return say("{sentence}. {reason}", sentence=said, reason=entry.reason) if entry.reason else said


def said_sentence(entry: Entry) -> Sentence | None:
    """Return what was said, where only the report has it word for word; None where the carried file has."""
    if entry.said is None or entry.section in ("profile", "status"):
        return None
    written = _written(entry.said)
    shown = written if len(written) <= _SHOWN else written[: _SHOWN - 1] + "…"
    return say("It said: {answer}", answer=shown)


def _written(said: Data) -> str:
    text = said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)
    return "".join(sign if sign.isprintable() else " " for sign in text)


def entry_heading(entry: Entry, before: Framework | None) -> str:
    """Return what an entry is about, as people know it; by its id where the earlier version is not at hand."""
    if entry.section == "actions":
        return say("Action {number} of the plan", number=int(entry.id) + 1)
    if entry.section == "profile":
        return say("Profile {profile}", profile=entry.id)
    if entry.section == "status":
        return say("The status “final”")
    indicator = before.indicators.get(entry.id) if before and entry.section == "answers" else None
    if indicator is not None:
        return f"{indicator.code} {indicator.title}"
    fact = before.facts.get(entry.id) if before and entry.section in ("facts", "fact_notes") else None
    if fact is not None:
        title = {"facts": say("Fact: {title}", title=fact.title)}
        return title.get(entry.section, say("Remark on the fact: {title}", title=fact.title))
    return entry.id
