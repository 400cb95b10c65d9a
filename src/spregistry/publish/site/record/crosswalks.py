"""The crosswalks of a registry by what they map, seen from either end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from spregistry.load.ends import holder
from spregistry.load.languages.catalogues import PSEUDO
from spregistry.load.languages.translations import Translation
from spregistry.load.registry import Registry
from spregistry.model.crosswalk import Catalogue, Crosswalk, End
from spregistry.model.crosswalk import Mapping as Pair


@dataclass(frozen=True, eq=False)
class Crosswalks:
    """The crosswalks of a registry, by what they map."""

    registry: Registry
    _catalogues: dict[str, Catalogue | None] = field(default_factory=dict)
    _entries: dict[str, Mapping[str, str]] = field(default_factory=dict)
    _frameworks: dict[tuple[str, str], Translation | None] = field(default_factory=dict)

    @cached_property
    def directions(self) -> Sequence[tuple[Crosswalk, bool]]:
        """Every crosswalk as it is written, and from its other end."""
        return [each for one in self.registry.crosswalks.values() for each in ((one, False), (one.inverse, True))]

    @cached_property
    def _pairs(self) -> Mapping[tuple[str, str], Sequence[tuple[Crosswalk, bool, Pair]]]:
        found: dict[tuple[str, str], list[tuple[Crosswalk, bool, Pair]]] = {}
        for crosswalk, turned in self.directions:
            if crosswalk.from_.framework is not None:
                for pair in crosswalk.mappings:
                    found.setdefault((crosswalk.from_.framework, pair.from_), []).append((crosswalk, turned, pair))
        return found

    def of(self, reference: str, id_: str) -> Sequence[tuple[Crosswalk, bool, Pair]]:
        """Return the pairs of an element, each with its crosswalk as seen from there, and whether that is turned around."""
        return self._pairs.get((reference, id_), ())

    def from_framework(self, reference: str) -> list[tuple[Crosswalk, bool]]:
        """Return the crosswalks that one end of is a version."""
        return [each for each in self.directions if each[0].from_.framework == reference]

    def catalogue(self, end: End) -> Catalogue | None:
        """Return the catalogue at an end; None where it is a framework, or not at hand."""
        if end.catalogue is not None and end.catalogue not in self._catalogues:
            self._catalogues[end.catalogue] = (holder(self.registry, end) or self.registry).catalogues.get(end.catalogue)
        return self._catalogues.get(end.catalogue or "")

    def entry(self, end: End, name: str) -> str | None:
        """Return what a catalogue's code is called; None where it is not listed."""
        if end.reference not in self._entries:
            catalogue = self.catalogue(end)
            self._entries[end.reference] = {entry.code: entry.name for entry in catalogue.entries} if catalogue is not None else {}
        return self._entries[end.reference].get(name)

    def framework(self, end: End, language: str) -> Translation | None:
        """Return the framework at an end as readers of a language find it, on the site or not; None where it is a catalogue, or not at hand.

        Raises:
            DocumentError, InvalidDefinition: where it, or its translation, cannot be read.
        """
        if (end.reference, language) not in self._frameworks:
            self._frameworks[end.reference, language] = self._framework(end, language)
        return self._frameworks[end.reference, language]

    def _framework(self, end: End, language: str) -> Translation | None:
        held = holder(self.registry, end) if end.framework is not None else None
        if held is None:
            return None
        known = held.languages(end.reference)
        return held.translation(end.reference, language if language in (*known, PSEUDO) else known[0])

    def title(self, end: End) -> str:
        """Return what an end is called: a catalogue by its title, a framework by its reference."""
        catalogue = self.catalogue(end)
        return f"{catalogue.title} {catalogue.version}" if catalogue is not None else end.reference

    def languages(self, crosswalk: Crosswalk, on_site: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
        """Return the languages in which a crosswalk is shown: those of the frameworks at its ends; none where the site has neither."""
        ends = [end.framework for end in (crosswalk.from_, crosswalk.to) if end.framework in on_site]
        return tuple(dict.fromkeys(language for end in ends if end is not None for language in on_site[end]))
