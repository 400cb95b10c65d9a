"""What whoever scores a submission should know though nothing is wrong with it: its version is out of use, or answers wait to be confirmed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from spregistry.check.prepared import prepared
from spregistry.finding import Finding
from spregistry.load.reporting import Reporter
from spregistry.model.document import Document, Path
from spregistry.model.framework import Framework
from spregistry.model.release import Record
from spregistry.model.state import State
from spregistry.sentence import Sentence, say, sayable

#: Findings that say that a version is out of use, as `notices` and `Turn` give them.
OUT_OF_USE = ("version-recalled", "version-out-of-use")

_SAID = {
    "deprecated": sayable("{framework} was deprecated on {day}"),
    "withdrawn": sayable("{framework} was withdrawn on {day}"),
    "recalled": sayable("{framework} was recalled on {day}"),
}
#: What that means for whoever reads or scores.
MEANS = {
    "deprecated": say("Choose another version for new assessments."),
    "withdrawn": say("This version is no longer in use. Submissions to it can still be scored."),
    "recalled": say("This version is wrong; do not rely on results by it."),
}
_COUNTED = (int(State.ANSWERED), int(State.NOT_APPLICABLE))


class Turn(NamedTuple):
    """That a version went out of use, as people read it."""

    #: One of `OUT_OF_USE`.
    code: str
    #: When, and why where that is on record.
    message: Sentence
    #: What it means for new and old submissions, and which version takes its place.
    advice: Sentence


def turn_of(record: Record, reference: str) -> Turn | None:
    """Return how a version went out of use, by exact reference; None for one that is in use or was never released."""
    event = record.end(reference)
    if event is None:
        return None
    status, data = event.kind, event.data
    message = Sentence(_SAID[status], {"framework": reference, "day": str(data["on"])})
    if "reason" in data:
        message = say("{message}: {reason}", message=message, reason=str(data["reason"]))
    advice = MEANS[status]
    if "until" in data:
        advice = say("{advice} It may still be used until {day}.", advice=advice, day=str(data["until"]))
    if "successor" in data:
        now = record.leads_to(str(data["successor"]))
        if now is not None:
            advice = say("{advice} In its place: {version}", advice=advice, version=now)
        else:
            advice = say("{sentence} {also}", sentence=advice, also=nothing_in_its_place(str(data["successor"])))
    return Turn("version-recalled" if status == "recalled" else "version-out-of-use", message, advice)


def nothing_in_its_place(named: str) -> Sentence:
    """Return in words that the version named in place of one is out of use itself, and leads to none in use."""
    return say("{version} was to take its place, and is not in use itself.", version=named)


def turns_of(record: Record, framework: Framework) -> list[Turn]:
    """Return how a version, and the one that a profile is based on, went out of use; empty where both are in use or drafts."""
    turns = (turn_of(record, reference) for reference in dict.fromkeys((framework.reference, framework.submission_reference)))
    return [turn for turn in turns if turn is not None]


def notices(
    document: Document, framework: Framework, profile: Framework | None, record: Record, scored_on: Iterable[Framework] = ()
) -> list[Finding]:
    """Return what is no mistake of a submission and should be known all the same; none of it is an error.

    Args:
        document: The submission.
        framework: The version that it names.
        profile: The profile that it names, where there is one.
        record: What was released, and what happened to it since.
        scored_on: Profiles that the submission does not name, and is to be scored on.
    """
    reporter = Reporter(document, lambda _: None)
    places: dict[str, Path] = {version.reference: [] for version in scored_on}
    places |= {framework.reference: ["framework"], **({profile.reference: ["profile"]} if profile else {})}
    turns = [(path, turn_of(record, reference)) for reference, path in places.items()]
    found = [reporter.finding(turn.code, path, turn.message, hint=turn.advice) for path, turn in turns if turn is not None]
    return [*found, *_to_confirm(reporter, document.data, profile or framework)]


def to_confirm(data: Any, framework: Framework) -> tuple[Sequence[str], Sequence[str]]:
    """Return the ids of carried answers and facts that nobody confirmed yet; what is not asked, or says nothing, waits for nobody."""
    answers, facts, marks = (_mapping(data, key) for key in ("answers", "facts", "unconfirmed_facts"))
    waiting = {id_ for id_, answer in answers.items() if isinstance(answer, dict) and answer.get("unconfirmed") is True}
    if waiting:
        questionnaire = prepared(framework).questionnaire
        states = zip(questionnaire.ids, questionnaire.read(data).states, strict=True)
        waiting &= {id_ for id_, state in states if state in _COUNTED}
    return (
        [id_ for id_ in answers if id_ in waiting],
        [id_ for id_, said in marks.items() if said is True and facts.get(id_) is not None],
    )


def _to_confirm(reporter: Reporter, data: Any, framework: Framework) -> Iterator[Finding]:
    """Of a final submission each that nobody confirmed is an error by itself."""
    if not isinstance(data, dict) or data.get("status") == "final":
        return
    answers, facts = to_confirm(data, framework)
    if answers:
        yield reporter.finding("still-to-confirm", ["answers"], say("answers still to be confirmed: {count}", count=len(answers)))
    if facts:
        yield reporter.finding("still-to-confirm", ["facts"], say("facts still to be confirmed: {count}", count=len(facts)))


def _mapping(data: Any, key: str) -> Mapping[str, Any]:
    found = data.get(key) if isinstance(data, dict) else None
    return found if isinstance(found, dict) else {}
