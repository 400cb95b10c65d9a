"""The versions of one framework side by side: their state, what each changed, and where an element of one stands in another.

Nothing is worded here. What a page needs of other versions is bounded, however many there are: the version before, the next one, the one to
use, the last few, and for each element only what changed it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from spregistry.evolve.carrying.comparability import comparability
from spregistry.evolve.carrying.way import Way, way
from spregistry.evolve.consulting.consultation_status import ConsultationStatus, consultation_status
from spregistry.evolve.lineage import Lineage, between, chain, element_ids, lineage
from spregistry.load.consultation.consultations import ConsultationReading, read_consultation
from spregistry.load.examples import demonstrates
from spregistry.load.notes import read_notes
from spregistry.load.registry import Registry
from spregistry.model.change import Change, Differences
from spregistry.model.comparability import Comparability
from spregistry.model.definition import Withdrawal
from spregistry.model.framework import Framework
from spregistry.model.release import Event, Notes, Status, turn
from spregistry.publish.site.record.crosswalks import Crosswalks
from spregistry.publish.versions.changelog import differences_of
from spregistry.publish.versions.reasons import reason_over
from spregistry.sentence import Sentence, say

#: How many of the last versions are all compared with each other. With every version of a long line, pairs would grow with its square.
RECENT = 8


class Pair(NamedTuple):
    """Where two versions are compared: a page of one of them, by its name in an edition."""

    version: str
    page: str


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Mark:
    """What one version did to an element, or that the element begins there."""

    framework: str
    id: str
    changes: tuple[Change, ...]
    #: The marks of what it continues; none where it begins.
    before: tuple["Mark", ...] = ()
    #: The version in which the oldest of what it continues begins.
    since: str


class Comparison(NamedTuple):
    """Two versions, the later going back to the earlier, with all that is known of their differences."""

    way: Way
    differences: Differences
    comparability: Comparability
    #: Of the versions on the way, from the last to the first that has any.
    notes: Sequence[Notes]

    def reason(self, change: Change) -> str | None:
        """Return why something was changed, as far as editors say."""
        return reason_over(change, self.way.versions[1:], self.notes)


class Ended(NamedTuple):
    """An id that a version has no longer: the last version that had it, the next one, and what that one says about it."""

    last: str
    since: str
    entry: Withdrawal | None
    #: Whether the element goes on as it was, under another id.
    renamed: bool

    def in_words(self, element: str) -> Sentence:
        """Return what became of it, `element` being what it was called."""
        version = self.since.partition("@")[2]
        if self.renamed:
            return say("{element}: under another id since {version}.", element=element, version=version)
        return say("{element}: not in use since {version}.", element=element, version=version)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What is on record about one version."""

    status: Status
    events: tuple[Event, ...]
    notes: Notes | None
    consultation: ConsultationReading | None

    @property
    def released(self) -> Event | None:
        """The event of its release."""
        return next((event for event in self.events if event.kind == "released"), None)

    @property
    def turn(self) -> Event | None:
        """The event that put it out of use; None where it is in use."""
        return turn(self.events)

    @property
    def example(self) -> bool:
        """Whether it only demonstrates."""
        return demonstrates(self.released, self.notes, self.consultation)


@dataclass(frozen=True, kw_only=True, eq=False)
class Past:
    """All versions of one framework."""

    registry: Registry
    #: Exact references, by rising version.
    references: tuple[str, ...]
    #: The version that the bare id means.
    newest: str
    #: The day on which the site is written.
    today: date
    #: Languages that the site has each version in, its own first; of all frameworks, by exact reference.
    languages: Mapping[str, tuple[str, ...]]
    #: The crosswalks of all frameworks.
    crosswalks: Crosswalks
    #: Whether it is shown beside the standards of the site, as an example, from a registry of its own.
    aside: bool = False
    _standings: dict[str, Standing] = field(default_factory=dict)
    _consultations: dict[str, ConsultationStatus] = field(default_factory=dict)
    _steps: dict[str, Comparison | None] = field(default_factory=dict)
    _apart: dict[tuple[str, str], Comparison] = field(default_factory=dict)
    _lineages: dict[tuple[str, str], Lineage | None] = field(default_factory=dict)
    _marks: dict[str, Mapping[str, Mark]] = field(default_factory=dict)

    def framework(self, reference: str) -> Framework:
        """Return one of the versions."""
        return self.registry[reference]

    @cached_property
    def chain(self) -> Sequence[Framework]:
        """The highest version with all that it goes back to, oldest first."""
        return self._chain(self.references[-1])

    def _chain(self, reference: str) -> list[Framework]:
        return chain(self.registry, self.framework(reference))

    @cached_property
    def dropped(self) -> Mapping[str, Ended]:
        """The ids that the highest version, be it a draft, or one that it goes back to, dropped; those that ended first come first."""
        return _ended(self.chain)

    @cached_property
    def ended(self) -> Mapping[str, Ended]:
        """The ids that are not in use any more: those that the version to use, or one that it goes back to, dropped."""
        return _ended(self._chain(self.newest))

    @property
    def example(self) -> bool:
        """Whether any of the versions only demonstrates."""
        return any(self.standing(each).example for each in self.references)

    @property
    def spoken(self) -> tuple[str, ...]:
        """The languages that any of the versions is in, those of the highest first: pages about all versions stand in each of them."""
        return tuple(dict.fromkeys(language for each in reversed(self.references) for language in self.languages[each]))

    @property
    def goes_back(self) -> bool:
        """Whether the highest version continues another."""
        return self.framework(self.references[-1]).definition.previous in self.registry

    def neighbours(self, reference: str) -> list[str]:
        """Return the version before in number, the next one, and the one to use, by rising version; without itself."""
        at = self.references.index(reference)
        near = {*self.references[max(0, at - 1) : at + 2], self.newest} - {reference}
        return [each for each in self.references if each in near]

    def others(self, reference: str) -> list[str]:
        """Return the last versions with those that are near, by rising version; without itself."""
        near = {*self.recent, *self.neighbours(reference)} - {reference}
        return [each for each in self.references if each in near]

    def standing(self, reference: str) -> Standing:
        """Return what is on record about a version.

        Raises:
            DocumentError: where its consultation or its release notes cannot be read.
        """
        if reference not in self._standings:
            self._standings[reference] = Standing(
                status=self.registry.status(reference),
                events=self.registry.record.of(reference),
                notes=self._notes(reference),
                consultation=read_consultation(self.registry.root, reference),
            )
        return self._standings[reference]

    def _notes(self, reference: str) -> Notes | None:
        return read_notes(self.registry.folder(reference)).notes

    def consultation(self, reference: str) -> ConsultationStatus:
        """Return how the consultation on a version stands on the day on which the site is written.

        Raises:
            DocumentError: where its record, or a draft that was kept, cannot be read.
        """
        if reference not in self._consultations:
            self._consultations[reference] = consultation_status(self.registry, reference, self.today)
        return self._consultations[reference]

    def step(self, reference: str) -> Comparison | None:
        """Return what a version changed since the one that it continues: as recorded with its release, of a draft as it is now.

        Raises:
            DocumentError: where what was recorded is missing or not as it was recorded.
        """
        if reference not in self._steps:
            self._steps[reference] = self._step(reference)
        return self._steps[reference]

    def _step(self, reference: str) -> Comparison | None:
        after = self.framework(reference)
        previous = after.definition.previous
        if previous is None or previous not in self.registry:
            return None
        before = self.registry[previous]
        found = way(self.registry, before, after)
        # Records of other programs may list no differences.
        differences = differences_of(self.registry, reference) or found.differences
        notes = self._notes(reference)
        return Comparison(found, differences, comparability(before, after, differences, found.lineage), [notes] if notes else [])

    @property
    def recent(self) -> tuple[str, ...]:
        """The last versions, by rising version."""
        return self.references[-RECENT:]

    @property
    def compared(self) -> bool:
        """Whether any version continues another."""
        return any(self.framework(each).definition.previous in self.references for each in self.references)

    def pair(self, before: str, after: str) -> Pair | None:
        """Return where two versions are compared; None where the later does not go back to the earlier, or only steps are shown."""
        if self.framework(after).definition.previous == before:
            return Pair(after, "changes")
        if before == after or not (after == self.newest or {before, after} <= {*self.recent}) or self._lineage(before, after) is None:
            return None
        return Pair(before, "since") if after == self.newest else Pair(after, f"from-{before.partition('@')[2]}")

    def pages(self, reference: str) -> Iterator[tuple[str, Comparison]]:
        """Yield the names of a version's pages that compare it with others, each with the two versions: its own step first.

        Raises:
            DocumentError: where what was recorded, or release notes on the way, are missing or cannot be read.
        """
        step = self.step(reference)
        if step is not None:
            yield "changes", step
        for other in self.references:
            for before, after in ((reference, other), (other, reference)):
                pair = self.pair(before, after)
                if pair is not None and pair.version == reference and pair.page != "changes":
                    yield pair.page, self._compared(before, after)

    def _compared(self, before: str, after: str) -> Comparison:
        """Return what changed over several steps."""
        if (before, after) not in self._apart:
            found = way(self.registry, self.framework(before), self.framework(after))
            notes = [said for each in reversed(found.versions[1:]) if (said := self._notes(each.reference))]
            self._apart[before, after] = Comparison(found, found.differences, found.comparability, notes)
        return self._apart[before, after]

    def where(self, id_: str, here: str, there: str) -> tuple[str, ...]:
        """Return the ids under which an element of one version stands in another, whichever of both is later; none where it does not."""
        known = element_ids(self.framework(there))
        if id_ in known:
            return (id_,)
        onwards = self._lineage(here, there)
        if onwards is not None:
            found = [*onwards.heirs(id_)]
        else:
            back = self._lineage(there, here)
            found = [each.old for each in back.of_new.get(id_, ())] if back else []
        return tuple(each for each in dict.fromkeys(found) if each in known)

    def _lineage(self, before: str, after: str) -> Lineage | None:
        """Return how two versions belong together; None where the later does not go back to the earlier."""
        if (before, after) not in self._lineages:
            versions = between(self.registry, self.framework(before), self.framework(after))
            self._lineages[before, after] = lineage(versions) if versions else None
        return self._lineages[before, after]

    def marks(self, reference: str) -> Mapping[str, Mark]:
        """Return for each group, indicator and fact of a version what changed it last, and through that all that changed it before."""
        if not self._marks:
            for each in self.references:
                self._marks[each] = self._marked(each)
        return self._marks[reference]

    def _marked(self, reference: str) -> Mapping[str, Mark]:
        step = self.step(reference)
        ids = element_ids(self.framework(reference))
        earlier = self._marks.get(step.way.before.reference) if step else None
        if step is None or earlier is None:
            return {id_: Mark(framework=reference, id=id_, changes=(), since=reference) for id_ in ids}
        changes: dict[str, list[Change]] = {}
        for change in step.differences.changes:
            changes.setdefault(change.element, []).append(change)
        ancestors = step.way.lineage.of_new
        found = {}
        for id_ in ids:
            olds = [each.old for each in ancestors.get(id_, ()) if each.old in earlier] or ([id_] if id_ in earlier else [])
            before = tuple(earlier[old] for old in dict.fromkeys(olds))
            if id_ not in changes and len(before) == 1:
                found[id_] = before[0]
                continue
            since = min((mark.since for mark in before), key=self.references.index, default=reference)
            found[id_] = Mark(framework=reference, id=id_, changes=tuple(changes.get(id_, ())), before=before, since=since)
        return found


def _ended(versions: Sequence[Framework]) -> Mapping[str, Ended]:
    """Return the ids that the last of a chain of versions has no longer; those that ended first come first."""
    present = element_ids(versions[-1])
    found: dict[str, Ended] = {}
    for before, after in pairwise(versions):
        said = {entry.id: entry for entry in after.definition.withdrawn or ()}
        gone = element_ids(before) - element_ids(after) - present
        onwards = lineage((before, after))
        renamed = {
            old
            for old, new in onwards.of_old.items()
            if [each.relation for each in new] == ["same"] and len(onwards.of_new[new[0].new]) == 1
        }
        order = [*before.groups, *before.indicators, *before.facts]
        found |= {id_: Ended(before.reference, after.reference, said.get(id_), id_ in renamed) for id_ in order if id_ in gone}
    return found
