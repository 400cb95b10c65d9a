"""The errata of a version, by the element that they are about, for all who read or answer it."""

from collections.abc import Mapping, Sequence

from spregistry.model.framework import Framework
from spregistry.model.release import Event, Record
from spregistry.sentence import Sentence, say

#: By id of the element; None stands for those about no single one.
Errata = Mapping[str | None, Sequence[Event]]


def errata_of(record: Record, framework: Framework) -> Errata:
    """Return the errata of a framework, oldest first; of a profile, those of its base as well, whose questions it asks."""
    asked = (framework.reference, framework.submission_reference)
    found: dict[str | None, list[Event]] = {}
    for event in record.events:
        if event.kind == "erratum" and event.framework in asked:
            found.setdefault(event.data.get("element"), []).append(event)
    return found


def erratum_in_words(event: Event) -> Sentence:
    """Return an erratum as it stands beside what it is about."""
    return say("Erratum of {day}: {reason}", day=event.on, reason=event.data["reason"])
