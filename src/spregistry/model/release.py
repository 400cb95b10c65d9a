"""The record of releases, an event at a time, and what editors say about a release."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import takewhile
from typing import Any, Literal

from spregistry.model.document import Document
from spregistry.model.document import Path as DataPath

Status = Literal["draft", "active", "deprecated", "withdrawn", "recalled"]
EventKind = Literal["released", "deprecated", "withdrawn", "recalled", "erratum", "translation", "review"]
WordingClass = Literal["editorial", "substantive"]

_STATUS_AFTER: Mapping[str, Status] = {"released": "active", "deprecated": "deprecated", "withdrawn": "withdrawn", "recalled": "recalled"}

#: The record, in the folder of all standards.
RECORD = "releases.json"
#: What a release made, in the folder of its version.
RELEASE = "release"
#: The files that releases make in it; the first release of a framework has nothing to differ from, and nothing to prove.
FRAMEWORK, SCHEMA, VECTORS, CHANGELOG = "framework.json", "submission.schema.json", "vectors.json", "changelog.md"
DIFFERENCES, PROOF = "differences.json", "proof.json"
#: The policy that a release was judged by, where the record of its consultation only names it.
POLICY = "policy.json"
ARTEFACTS = (FRAMEWORK, SCHEMA, VECTORS, DIFFERENCES, PROOF, CHANGELOG, POLICY)
#: What editors say about a release, in the folder of its version.
NOTES = "notes.yaml"


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """Something that happened to one framework version, as it stands in the record."""

    data: Mapping[str, Any]

    @property
    def kind(self) -> EventKind:
        """What happened."""
        kind: EventKind = self.data["event"]
        return kind

    @property
    def framework(self) -> str:
        """The exact reference of the version."""
        return str(self.data["framework"])

    @property
    def on(self) -> str:
        """The day, as YYYY-MM-DD."""
        return str(self.data["on"])

    @property
    def before(self) -> str | None:
        """Digest of the event before; None for the first."""
        before: str | None = self.data["before"]
        return before

    @property
    def digest(self) -> str | None:
        """Digest of the released framework, or of a translation."""
        return self.data.get("digest")

    @property
    def files(self) -> Mapping[str, str]:
        """Digests of the files of a released version, by path in its folder."""
        files: Mapping[str, str] = self.data.get("files", {})
        return files

    @property
    def artefacts(self) -> Mapping[str, str]:
        """Digests of what the release made, by path in the folder `release`."""
        artefacts: Mapping[str, str] = self.data.get("artefacts", {})
        return artefacts

    @property
    def translations(self) -> Mapping[str, str]:
        """Digests of the files of translations as of this event, by language: all that a release found, or the one that was revised."""
        if self.kind == "translation":
            return {str(self.data["language"]): str(self.data["digest"])}
        translations: Mapping[str, str] = self.data.get("translations", {})
        return translations


def turn(events: Sequence[Event]) -> Event | None:
    """Return the event by which a version went out of use, of all that happened to it; None where it is in use or was never released.

    Where the same was put on record again, for another successor, it has the day of the first and what was said last.
    """
    turning = [event for event in events if event.kind in _STATUS_AFTER]
    if not turning or turning[-1].kind == "released":
        return None
    last = turning[-1]
    said: dict[str, Any] = {}
    for event in takewhile(lambda event: event.kind == last.kind, reversed(turning)):
        kept = {key: value for key, value in event.data.items() if key != "successor" or event is last}
        said = {**kept, **said, "on": event.on, "before": event.before}
    return Event(data=said)


@dataclass(frozen=True, kw_only=True, slots=True)
class Signature:
    """An Ed25519 signature of the digest of an event, and so of all events up to it."""

    head: str
    #: "ed25519:" and the public key in base64.
    key: str
    #: In base64.
    signature: str


@dataclass(frozen=True, kw_only=True)
class Record:
    """All events, oldest first."""

    #: The file it was read from.
    name: str
    events: tuple[Event, ...] = ()
    #: Digest of the last event, as the file says.
    head: str | None = None
    signatures: tuple[Signature, ...] = ()

    @cached_property
    def releases(self) -> Mapping[str, Event]:
        """The event by which each version was released, by exact reference, in the order of the record."""
        return {event.framework: event for event in self.events if event.kind == "released"}

    @cached_property
    def _states(self) -> Mapping[str, Status]:
        return {reference: _STATUS_AFTER[event.kind] for reference, event in self._last.items()}

    def status(self, reference: str) -> Status:
        """Return the state of an exact reference; what was never released is a draft."""
        return self._states.get(reference, "draft")

    def in_force_from(self, reference: str, today: date) -> str | None:
        """Return the day from which an active version is in force, as YYYY-MM-DD, where that is still to come; None for any other."""
        release = self.releases.get(reference)
        day = release.data.get("effective") if release is not None and self.status(reference) == "active" else None
        return str(day) if day is not None and day > today.isoformat() else None

    def end(self, reference: str) -> Event | None:
        """Return the event by which a version went out of use; None for one that is in use or was never released."""
        return turn(self.of(reference))

    @cached_property
    def _last(self) -> Mapping[str, Event]:
        """The event that decides on the state of each version."""
        return {event.framework: event for event in self.events if event.kind in _STATUS_AFTER}

    @cached_property
    def instead(self) -> Mapping[str, str]:
        """The versions to use instead of those out of use, as the record names them, be they in use or not."""
        return {reference: str(event.data["successor"]) for reference, event in self._last.items() if "successor" in event.data}

    def leads_to(self, reference: str) -> str | None:
        """Return the version in use that one leads to: itself, else what is named instead of it, and so on; None where that ends."""
        passed: set[str] = set()
        while reference in self.instead and reference not in passed:
            passed.add(reference)
            reference = self.instead[reference]
        return reference if self.status(reference) == "active" else None

    def circles(self) -> Iterator[tuple[str, ...]]:
        """Yield versions out of use that name each other in turn as the one to use instead; each circle once, from its first on record."""
        last, instead = self._last, self.instead
        walked: set[str] = set()
        for start in instead:
            way: list[str] = []
            here = start
            while here in instead and here not in walked:
                walked.add(here)
                way.append(here)
                here = instead[here]
            if here in way:  # not where an earlier start has been
                circle = way[way.index(here) :]
                first = circle.index(min(circle, key=[*last].index))
                yield (*circle[first:], *circle[:first])

    def translations(self, reference: str) -> Mapping[str, Event]:
        """Return the event that last put each translation of a version on record, by language."""
        return {language: event for event in self.of(reference) for language in event.translations}

    def of(self, reference: str) -> tuple[Event, ...]:
        """Return what happened to one version."""
        return tuple(event for event in self.events if event.framework == reference)

    def since(self, reference: str) -> tuple[Event, ...]:
        """Return what happened to one version after its release."""
        return tuple(event for event in self.of(reference) if event.kind != "released")


@dataclass(frozen=True, kw_only=True, slots=True)
class Wording:
    """Whether a reworded text still means the same, as the editors say."""

    element: str
    field: str
    class_: WordingClass
    reason: str
    path: DataPath

    @property
    def key(self) -> tuple[str, str]:
        """The element and the field, as `Change.key`."""
        return self.element, self.field


@dataclass(frozen=True, kw_only=True, slots=True)
class Reason:
    """Why something changed."""

    element: str
    #: Of which kind of change; None for all of the element.
    kind: str | None
    reason: str
    path: DataPath


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiver:
    """A warning that the editors accept: one rule on one element of one version."""

    rule: str
    element: str
    reason: str
    approver: str
    version: str
    path: DataPath


@dataclass(frozen=True, kw_only=True, slots=True)
class Notes:
    """What the editors say about a release."""

    #: The file, with the place of every value.
    document: Document
    summary: str
    classes: tuple[Wording, ...] = ()
    reasons: tuple[Reason, ...] = ()
    translations_complete: tuple[str, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    #: Days as YYYY-MM-DD, by key: effective, transition_until, next_review.
    days: Mapping[str, str] = field(default_factory=dict)
    example: bool = False
