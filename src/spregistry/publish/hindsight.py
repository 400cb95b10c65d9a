"""What is known of a version since it was released, and its text does not say: how it went out of use, and its errata."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from spregistry.check.notices import Turn, turns_of
from spregistry.model.framework import Framework
from spregistry.model.release import Event, Record
from spregistry.sentence import Sentence, say

#: By id of the element; None stands for those about no single one.
Errata = Mapping[str | None, Sequence[Event]]


class Hindsight(NamedTuple):
    """What to tell all who read or answer a version beside its own words."""

    #: How it went out of use, and a profile's base.
    turns: Sequence[Turn]
    #: What was found wrong in it since.
    errata: Errata


#: Of a version of which the record tells nothing, such as a draft.
NOTHING_SINCE = Hindsight((), {})


def hindsight(record: Record, framework: Framework) -> Hindsight:
    """Return what the record tells of a framework; of a profile, what it tells of its base as well."""
    return Hindsight(turns_of(record, framework), errata_of(record, framework))


def state_in_words(record: Record, reference: str, today: date, words: Mapping[str, Sentence]) -> Sentence:
    """Return the state of a version, as `words` has it; of one that is not in force yet, from when it will be."""
    day = record.in_force_from(reference, today)
    return say("in force from {day}", day=day) if day is not None else words[record.status(reference)]


def not_yet_in_force(record: Record, framework: Framework, today: date) -> list[Sentence]:
    """Return that a version, and the one that a profile is based on, is released and not in force yet; empty where both are, or are drafts."""
    days = {each: record.in_force_from(each, today) for each in (framework.reference, framework.submission_reference)}
    return [say("{framework} is not in force yet; it will be from {day}", framework=each, day=day) for each, day in days.items() if day]


def errata_of(record: Record, framework: Framework) -> Errata:
    """Return the errata of a framework, oldest first; of a profile, those of its base as well, whose questions it asks."""
    found: dict[str | None, list[Event]] = {}
    for event in errata_on(record, (framework.reference, framework.submission_reference)):
        found.setdefault(event.data.get("element"), []).append(event)
    return found


def errata_on(record: Record, references: Collection[str]) -> Iterator[Event]:
    """Yield the errata of some exact references and of no other, oldest first."""
    return (event for event in record.events if event.kind == "erratum" and event.framework in references)


def errata_about(errata: Errata, *ids: str | None) -> Iterator[Event]:
    """Yield those about some elements, an element at a time; None stands for those about no single one."""
    return (event for id_ in ids for event in errata.get(id_, ()))


def erratum_in_words(event: Event) -> Sentence:
    """Return an erratum as it stands beside what it is about."""
    return say("Erratum of {day}: {reason}", day=event.on, reason=event.data["reason"])
