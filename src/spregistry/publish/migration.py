"""What a migration did, in words."""

from collections.abc import Iterator, Mapping

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
    "withdrawn": say("the question was withdrawn"),
    "gone": say("the later version does not have it, and does not say why"),
    "unknown": say("the earlier version did not have it either"),
    "not-admitted": say("the later version does not admit what was said"),
    "earlier": say("a profile is based on one exact version; choose one of the later version"),
}


def counts(migration: Migration) -> Iterator[Sentence]:
    """Yield how many things ended how, those that occur."""
    for outcome, title in OUTCOME_TITLES.items():
        if migration.count(outcome):
            yield say("{outcome}: {count}", outcome=title, count=migration.count(outcome))


def entry_sentence(entry: Entry) -> Sentence:
    """Return in words what became of one thing, and why."""
    said = say("{outcome}: {why}", outcome=OUTCOME_TITLES[entry.outcome], why=_WHY[entry.why])
    if entry.became and entry.became != (entry.id,):
        said = say("{sentence} (now {ids})", sentence=said, ids=Several(entry.became))
    return say("{sentence}. {reason}", sentence=said, reason=entry.reason) if entry.reason else said


def entry_heading(entry: Entry, before: Framework) -> str:
    """Return what an entry is about, as people know it."""
    indicator = before.indicators.get(entry.id) if entry.section == "answers" else None
    if indicator is not None:
        return f"{indicator.code} {indicator.title}"
    fact = before.facts.get(entry.id) if entry.section in ("facts", "fact_notes") else None
    if fact is not None:
        return say("Fact: {title}", title=fact.title)
    if entry.section == "actions":
        return say("Action {number} of the plan", number=int(entry.id) + 1)
    return entry.id
