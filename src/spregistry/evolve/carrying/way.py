"""The way from one version of a registry to a later one: the versions in between, and what their editors said of rewordings."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from spregistry.errors import NothingToDo
from spregistry.evolve.carrying.comparability import comparability
from spregistry.evolve.carrying.passage import Passage, passages
from spregistry.evolve.comparing.diff import diff
from spregistry.evolve.lineage import Lineage, between, chain, lineage
from spregistry.load.notes import read_notes
from spregistry.load.profile import profiles_of
from spregistry.load.registry import Registry
from spregistry.model.change import Differences
from spregistry.model.comparability import Comparability
from spregistry.model.framework import Framework
from spregistry.model.release import Wording
from spregistry.sentence import say

#: The element and the field of a rewording.
Key = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Way:
    """A chain of versions, each naming the one before as its `previous`."""

    #: From the one that submissions answer to the one that they are carried to.
    versions: tuple[Framework, ...]
    #: By reference, what editors say of the rewordings that a version brings.
    classes: Mapping[str, Sequence[Wording]]

    @property
    def before(self) -> Framework:
        """Where it begins."""
        return self.versions[0]

    @property
    def after(self) -> Framework:
        """Where it ends."""
        return self.versions[-1]

    @cached_property
    def _steps(self) -> tuple[Differences, ...]:
        return tuple(diff(before, after, lineage([before, after])) for before, after in pairwise(self.versions))

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The steps by which submissions are carried, rewordings as the editors of each version class them."""
        return passages(self.versions, {step.after: self._classed(step) for step in self._steps})

    def _classed(self, differences: Differences) -> Differences:
        return differences.classed_by(self.classes.get(differences.after, ()))

    @cached_property
    def lineage(self) -> Lineage:
        """Which element of the last version continues which of the first."""
        return lineage(self.versions)

    @cached_property
    def differences(self) -> Differences:
        """All changes from the first version to the last; a rewording is editorial where every step of it is."""
        if len(self._steps) == 1:
            return self._classed(self._steps[0])
        return diff(self.before, self.after, self.lineage).classed(*self._keys)

    @cached_property
    def backwards(self) -> Differences:
        """All changes from the last version back to the first; a rewording is of the class that it has on the way there."""
        origins = self.lineage.of_new
        keys = [
            [(name, field) for id_, field in found for name in ([each.old for each in origins.get(id_, ())] or [id_])]
            for found in self._keys
        ]
        return diff(self.after, self.before, self.lineage.inverted()).classed(*keys)

    @cached_property
    def _keys(self) -> tuple[set[Key], set[Key]]:
        """Which rewordings are substantive, and which editorial, by the ids of the last version."""
        classed: dict[str, set[Key]] = {"substantive": set(), "editorial": set(), "none": set()}
        for at, step in enumerate(self._steps):
            said = {each.key: each.class_ for each in self.classes.get(step.after, ())}
            onwards = lineage(self.versions[at + 1 :]).of_old
            for change in step.unjudged:
                names = [each.new for each in onwards.get(change.element, ())] or [change.element]
                classed[said.get(change.key, "none")] |= {(name, change.field) for name in names}
        return classed["substantive"], classed["editorial"] - classed["substantive"] - classed["none"]

    @cached_property
    def comparability(self) -> Comparability:
        """Whether scores on the first and the last version may be held against each other."""
        return comparability(self.before, self.after, self.differences, self.lineage)


def way(registry: Registry, before: Framework, after: Framework) -> Way:
    """Return the way between two versions; of one version only where they are the same.

    Raises:
        NothingToDo: where the later version does not go back to the earlier.
        MissingVersion: where one on the way was released, and is not there.
        DocumentError: where release notes on the way cannot be read.
    """
    versions = between(registry, before, after)
    if not versions:
        if before.id == after.id:
            _require_whole(registry, after)
        raise NothingToDo(_no_way(registry, before, after))
    return Way(versions=tuple(versions), classes=_classes(registry, versions[1:]))


def classed_since(registry: Registry, edited: Differences) -> Differences:
    """Return what was edited in one version since some day, classed where its release notes class the same rewording of the version before.

    Raises:
        DocumentError: where its release notes cannot be read.
    """
    after = registry[edited.after]
    previous = after.definition.previous
    if previous is None or previous not in registry:
        return edited
    known = {change.key: change for change in way(registry, registry[previous], after).differences.changes if change.judged}
    same = [known[each.key] for each in edited.unjudged if each.key in known and known[each.key].before == each.before]
    keys = {impact: [each.key for each in same if each.impact == impact] for impact in ("score-significant", "editorial")}
    return edited.classed(keys["score-significant"], keys["editorial"])


def _classes(registry: Registry, versions: Iterable[Framework]) -> dict[str, Sequence[Wording]]:
    """Return how editors class rewordings; without notes, or where these are not right, everything that is reworded is to be confirmed."""
    read = {each.reference: read_notes(registry.folder(each.reference)).notes for each in versions}
    return {reference: notes.classes for reference, notes in read.items() if notes is not None}


def _require_whole(registry: Registry, after: Framework) -> None:
    """Make sure that no version that one goes back to was released and is gone: that is then why there is no way."""
    previous = chain(registry, after)[0].definition.previous
    if previous is not None and previous in registry.missing:
        registry.find(previous)  # raises, and says since when it is on record


def _no_way(registry: Registry, before: Framework, after: Framework) -> str:
    told = {"before": before.reference, "after": after.reference}
    if before.id != after.id:
        return say("{after} is another standard than {before}; nothing says which answers belong together", **told)
    if between(registry, after, before):
        return say("{after} comes before {before}; answers are carried to later versions only", **told)
    return say("{after} does not go back to {before}; nothing says which answers belong together", **told)


def continuing_profile(registry: Registry, profile: str, after: Framework) -> str | None:
    """Return the version of a profile that is based on a framework exactly: the highest active one, else the highest that may be used."""
    id_ = profile.partition("@")[0]
    usable = [each for each in registry if each.startswith(f"{id_}@") and registry.status(each) not in ("withdrawn", "recalled")]
    found = [each.reference for each in profiles_of(registry, after.reference, usable)]
    active = [reference for reference in found if registry.status(reference) == "active"]
    return next(reversed(active or found), None)
