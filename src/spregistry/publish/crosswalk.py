"""Crosswalks as people and programs read them: every pair seen from the end that is asked about, with the names of both."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from spregistry.errors import NothingToDo
from spregistry.evolve.pairs import Shared, shared
from spregistry.load.consultation.comment_rows import write_rows
from spregistry.load.ends import holder
from spregistry.load.registry import Registry
from spregistry.load.reporting import suggesting
from spregistry.model.crosswalk import Catalogue, Confidence, Crosswalk, End, Relation
from spregistry.model.framework import Framework
from spregistry.sentence import say
from spregistry.version import ENGINE

#: Gives a framework as it is to be shown, by the registry that holds it and its exact reference.
Show = Callable[[Registry, str], Framework]

COLUMNS = (
    "crosswalk", "from", "from_id", "from_code", "from_title", "relation", "to", "to_id", "to_code", "to_title", "confidence", "rationale",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Named:
    """One side of a pair: what it is in, its id or code there, and what is printed before and as its title."""

    reference: str
    id: str
    code: str
    title: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """A pair, seen from one end."""

    crosswalk: str
    from_: Named
    to: Named
    relation: Relation
    confidence: Confidence
    rationale: str
    #: Indicators in common, where one end borrows from the other.
    shared: Shared | None


def overview(registry: Registry) -> list[Crosswalk]:
    """Return all crosswalks as they are written.

    Raises:
        NothingToDo: where there are none.
        InvalidDefinition: where the shape of one is not right.
    """
    found = [*registry.crosswalks.values()]
    if not found:
        raise NothingToDo(say("this registry holds no crosswalks"))
    return found


def seen_from(registry: Registry, asked: str, other: str | None) -> list[Crosswalk]:
    """Return the crosswalks about something, each turned so that it begins there; one that is named itself as it is written.

    Args:
        registry: Where they are.
        asked: A framework or catalogue, with or without its version, or the id of a crosswalk.
        other: What must stand at the other end; None for anything.

    Raises:
        NothingToDo: where no crosswalk is about it.
        InvalidDefinition: where the shape of one is not right.
    """
    everything = overview(registry)
    turned = [each for one in everything for each in (one, one.inverse) if _fits(each.from_, asked)]
    turned = turned or [one for one in everything if one.id == asked]
    found = [each for each in turned if other is None or _fits(each.to, other)]
    if found:
        return found
    ends = {name for one in everything for end in (one.from_, one.to) for name in (end.reference, end.reference.partition("@")[0])}
    if turned:
        others = {name for each in turned for name in (each.to.reference, each.to.reference.partition("@")[0])}
        assert other is not None
        raise NothingToDo(suggesting(say("no crosswalk leads from {name} to {other}", name=asked, other=other), other, others))
    raise NothingToDo(suggesting(say("no crosswalk is about {name}", name=asked), asked, ends | {one.id for one in everything}))


def _fits(end: End, asked: str) -> bool:
    return end.reference == asked or end.reference.startswith(f"{asked}." if "@" in asked else f"{asked}@")


def links(registry: Registry, crosswalks: Iterable[Crosswalk], show: Show) -> list[Link]:
    """Return all pairs of some crosswalks, in the order of what they begin with where that is a framework, else as written."""
    return [link for crosswalk in crosswalks for link in _links(registry, crosswalk, show)]


def _links(registry: Registry, crosswalk: Crosswalk, show: Show) -> list[Link]:
    sources = [_source(registry, end) for end in (crosswalk.from_, crosswalk.to)]
    first, second = (_names(registry, end, show) for end in (crosswalk.from_, crosswalk.to))
    found = [
        Link(
            crosswalk=crosswalk.id,
            from_=_named(crosswalk.from_, pair.from_, first),
            to=_named(crosswalk.to, pair.to, second),
            relation=pair.relation,
            confidence=pair.confidence,
            rationale=pair.rationale,
            shared=shared(sources[0], sources[1], pair),
        )
        for pair in crosswalk.mappings
    ]
    places = {id_: at for at, id_ in enumerate(first)}
    return sorted(found, key=lambda link: places.get(link.from_.id, len(places)))


def _source(registry: Registry, end: End) -> Framework | None:
    held = holder(registry, end) if end.framework is not None else None
    return held[end.reference] if held is not None else None


def _names(registry: Registry, end: End, show: Show) -> Mapping[str, tuple[str, str]]:
    """Return code and title of everything that an end has, in its order; nothing where it is not there, as `check` tells."""
    held = holder(registry, end)
    if end.catalogue is not None:
        # Where one of the registry cannot be read, it may be the one that is missing.
        catalogue: Catalogue | None = (held or registry).catalogues.get(end.catalogue)
        return {entry.code: (entry.code, entry.name) for entry in catalogue.entries} if catalogue else {}
    if held is None:
        return {}
    framework = show(held, end.reference)
    found: dict[str, tuple[str, str]] = {}
    for id_, position in framework.positions.items():
        for group in position.groups:
            found.setdefault(group.id, (group.code, group.title))
        found[id_] = (position.indicator.code, position.indicator.title)
    return found | {id_: ("", fact.title) for id_, fact in framework.facts.items()}


def _named(end: End, id_: str, names: Mapping[str, tuple[str, str]]) -> Named:
    code, title = names.get(id_, ("", ""))
    return Named(reference=end.reference, id=id_, code=code, title=title)


def overview_json(crosswalks: Sequence[Crosswalk]) -> str:
    """Return what there is, for programs, as in `schemas/crosswalks.schema.json`."""
    return json.dumps({"format": 1, "engine": ENGINE, "crosswalks": [_head(each) for each in crosswalks]}, ensure_ascii=False, indent=2)


def _head(crosswalk: Crosswalk) -> dict[str, Any]:
    return {
        "id": crosswalk.id,
        "title": crosswalk.title,
        "from": crosswalk.from_.reference,
        "to": crosswalk.to.reference,
        "author": crosswalk.author,
        "date": crosswalk.date,
        "licence": crosswalk.licence,
        "notice": crosswalk.notice,
        "pairs": len(crosswalk.mappings),
    }


def links_json(crosswalks: Sequence[Crosswalk], found: Sequence[Link]) -> str:
    """Return pairs for programs, as in `schemas/crosswalks.schema.json`."""
    rows = [
        {
            "crosswalk": link.crosswalk,
            "from": _side(link.from_),
            "to": _side(link.to),
            "relation": link.relation,
            "confidence": link.confidence,
            "rationale": link.rationale,
            "shared": link.shared and link.shared._asdict(),
        }
        for link in found
    ]
    heads = [_head(each) for each in crosswalks]
    return json.dumps({"format": 1, "engine": ENGINE, "crosswalks": heads, "links": rows}, ensure_ascii=False, indent=2)


def _side(side: Named) -> dict[str, str]:
    return {"reference": side.reference, "id": side.id, "code": side.code, "title": side.title}


def links_csv(found: Sequence[Link]) -> bytes:
    """Return pairs as a table that spreadsheets open, one row each, with the columns `COLUMNS`."""
    return write_rows(
        COLUMNS,
        (
            (
                *(link.crosswalk, *_cells(link.from_), link.relation, *_cells(link.to)),
                *(link.confidence, link.rationale),
            )
            for link in found
        ),
    )


def _cells(side: Named) -> tuple[str, str, str, str]:
    return side.reference, side.id, side.code, side.title
