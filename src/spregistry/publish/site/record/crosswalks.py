"""The crosswalks of a registry by what they map, seen from either end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from spregistry.load.registry import Registry
from spregistry.model.crosswalk import Catalogue, Crosswalk, End
from spregistry.model.crosswalk import Mapping as Pair


@dataclass(frozen=True, eq=False)
class Crosswalks:
    """The crosswalks of a registry, by what they map."""

    registry: Registry

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
        return self._catalogues.get(end.catalogue) if end.catalogue is not None else None

    @cached_property
    def _catalogues(self) -> Mapping[str, Catalogue]:
        return self.registry.catalogues

    @cached_property
    def _entries(self) -> Mapping[tuple[str, str], str]:
        return {(reference, entry.code): entry.name for reference, each in self._catalogues.items() for entry in each.entries}

    def entry(self, end: End, name: str) -> str | None:
        """Return what a catalogue's code is called; None where it is not listed."""
        return self._entries.get((end.catalogue, name)) if end.catalogue is not None else None

    def title(self, end: End) -> str:
        """Return what an end is called: a catalogue by its title, a framework by its reference."""
        catalogue = self.catalogue(end)
        return f"{catalogue.title} {catalogue.version}" if catalogue is not None else end.reference

    def languages(self, crosswalk: Crosswalk, on_site: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
        """Return the languages in which a crosswalk is shown: those of the frameworks at its ends."""
        ends = [end.framework for end in (crosswalk.from_, crosswalk.to) if end.framework in on_site]
        return tuple(dict.fromkeys(language for end in ends if end is not None for language in on_site[end]))
