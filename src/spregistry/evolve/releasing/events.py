"""Whether an event makes sense after what is on record: what it is about was released, days follow each other, nothing ends twice."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from spregistry.evolve.former_codes import former
from spregistry.evolve.lineage import chain
from spregistry.finding import RULES, Finding
from spregistry.load.registry import Registry
from spregistry.load.reporting import suggesting
from spregistry.model.day import as_day
from spregistry.model.framework import Framework
from spregistry.model.release import EventKind, Record, Status
from spregistry.sentence import Sentence, say, sayable

#: From which states a version can come to its next one.
_FROM: Mapping[EventKind, tuple[Status, ...]] = {
    "deprecated": ("active",),
    "withdrawn": ("active", "deprecated"),
    "recalled": ("active", "deprecated", "withdrawn"),
}


def senseless(registry: Registry, event: Mapping[str, Any], today: date) -> Iterator[Finding]:
    """Yield what does not fit about an event that is to be appended, as plain data in the shape of the record."""
    record, reference = registry.record, event["framework"]
    for message in _order(record, event["on"], today):
        yield _finding(record, message)
    if reference not in record.releases:
        message = suggesting(say("{framework} was never released", framework=reference), reference, record.releases)
        yield _finding(record, message)
        return
    for message in (*_state(record, event), *_days(event), *_successor(registry, event), *_subject(registry, event)):
        yield _finding(record, message)


def out_of_order(record: Record, on: date, today: date) -> Iterator[Finding]:
    """Yield what does not fit about the day of a release that is to be appended."""
    for message in _order(record, on.isoformat(), today):
        yield _finding(record, message)


def _order(record: Record, on: str, today: date) -> Iterator[Sentence]:
    if record.events and on < record.events[-1].on:
        yield say("{day} is before the last event on record, that of {last}", day=on, last=record.events[-1].on)
    if on > today.isoformat():
        yield say("{day} is still to come; what will happen is not on record yet", day=on)


def _state(record: Record, event: Mapping[str, Any]) -> Iterator[Sentence]:
    status, possible = record.status(event["framework"]), _FROM.get(event["event"])
    if possible is not None and status not in possible and not _names_another(record, event):
        template = {
            "active": sayable("{framework} is active"),
            "deprecated": sayable("{framework} is deprecated already"),
            "withdrawn": sayable("{framework} is withdrawn already"),
            "recalled": sayable("{framework} is recalled already"),
        }[status]
        yield Sentence(template, {"framework": event["framework"]})


def _names_another(record: Record, event: Mapping[str, Any]) -> bool:
    """Tell whether an event says of a version what is on record already, but with another successor than one that is not in use, or no one."""
    reference, named = event["framework"], record.instead.get(event["framework"])
    same = record.status(reference) == event["event"]
    return same and event.get("successor") != named and (named is None or record.status(named) != "active")


def _days(event: Mapping[str, Any]) -> Iterator[Sentence]:
    for key in ("effective", "until", "next_review"):
        if key in event and as_day(event[key]) is not None and event[key] < event["on"]:
            yield say("“{key}” is {day}, before {least}", key=key, day=event[key], least=event["on"])
    if "effective" in event and "until" in event and event["until"] < event["effective"]:
        yield say("“{key}” is {day}, before {least}", key="until", day=event["until"], least=event["effective"])


def _successor(registry: Registry, event: Mapping[str, Any]) -> Iterator[Sentence]:
    record, successor = registry.record, event.get("successor")
    if successor is None:
        return
    if successor == event["framework"]:
        yield say("{framework} cannot be its own successor", framework=successor)
    elif successor not in record.releases:
        yield suggesting(say("the successor {framework} was never released", framework=successor), successor, record.releases)
    elif successor in registry.missing:
        yield say("the successor {framework} is on record, and is missing; restore it first", framework=successor)
    elif record.status(successor) in ("withdrawn", "recalled"):
        yield say("the successor {framework} is itself withdrawn or recalled", framework=successor)
    elif record.status(successor) == "deprecated":
        yield say("the successor {framework} is itself deprecated; name one that new assessments may choose", framework=successor)


def _subject(registry: Registry, event: Mapping[str, Any]) -> Iterator[Sentence]:
    """What an erratum or a translation is about is there, and not on record as it is already."""
    if event["event"] == "erratum":
        told = (each for each in registry.record.of(event["framework"]) if each.kind == "erratum")
        same = next((each for each in told if all(each.data.get(key) == event.get(key) for key in ("element", "reason"))), None)
        if same is not None:
            yield say("this erratum is on record already, since {on}", on=same.on)
    reference = event["framework"]
    if "element" in event:
        framework = registry[reference]
        known = {**framework.groups, **framework.indicators, **framework.facts}
        if event["element"] not in known:
            yield _no_element(registry, framework, event["element"], known)
    if event["event"] == "translation":
        last = registry.record.translations(reference).get(event["language"])
        if last is not None and last.translations[event["language"]] == event["digest"]:
            yield say("this revision of the translation is on record already, since {on}", on=last.on)


def _no_element(registry: Registry, framework: Framework, asked: str, known: Iterable[str]) -> Sentence:
    """Return that a version does not have what an erratum is about, with the version that has it, or what it is called now."""
    said = say("{framework} has no “{id}”", framework=framework.reference, id=asked)
    earlier = next(iter(former(chain(registry, framework), asked)), None)
    if earlier is None:
        return suggesting(said, asked, known)
    if earlier.since is None:
        return suggesting(said, earlier.id, [earlier.id])
    return say(
        "{sentence}; {version} has it, so put the erratum on record for that version", sentence=said, version=earlier.framework.reference
    )


def _finding(record: Record, message: Sentence) -> Finding:
    rule = RULES["senseless-event"]
    return Finding(code="senseless-event", severity=rule.severity, message=message, hint=rule.fix, file=record.name)
