"""Pairs of crosswalks against each other: none twice, none that contradicts another, the tree, or what a profile borrows."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as PlainMapping
from functools import lru_cache
from typing import NamedTuple

from spregistry.finding import Finding
from spregistry.load.reporting import Reporter
from spregistry.model.crosswalk import INVERSE, Crosswalk, Mapping, Relation
from spregistry.model.framework import Framework
from spregistry.sentence import Sentence, say, sayable

#: A crosswalk, who reports about it, and the frameworks at its ends: None for a catalogue, or for what is not there.
Checked = tuple[Crosswalk, Reporter, tuple[Framework | None, Framework | None]]

RELATION_WORDS: dict[Relation, str] = {
    "equal": say("is the same as"),
    "subset": say("is part of"),
    "superset": say("contains"),
    "intersects": say("overlaps with"),
    "related": say("is related to"),
}


class Shared(NamedTuple):
    """How many indicators two elements have in common, and how many each has."""

    common: int
    first: int
    second: int

    @property
    def relation(self) -> Relation:
        """What follows from the numbers for the relation of the first to the second."""
        if not self.common:
            return "related"
        if self.common == self.first == self.second:
            return "equal"
        if self.common == self.first:
            return "subset"
        return "superset" if self.common == self.second else "intersects"


def shared(first: Framework | None, second: Framework | None, mapping: Mapping) -> Shared | None:
    """Return what the two elements of a pair have in common, where both ends take their indicators from one base; else None."""
    if first is None or second is None or first.submission_reference != second.submission_reference:
        return None
    here, there = indicators_of(first, mapping.from_), indicators_of(second, mapping.to)
    return Shared(len(here & there), len(here), len(there)) if here and there else None


def indicators_of(framework: Framework, id_: str) -> frozenset[str]:
    """Return the indicators that an element holds, itself where it is one; none where it is a fact or not there."""
    if id_ in framework.indicators:
        return frozenset([id_])
    return _held(framework).get(id_, frozenset())


@lru_cache(maxsize=4)
def _held(framework: Framework) -> PlainMapping[str, frozenset[str]]:
    """Return the indicators of every group; kept for the few frameworks that crosswalks are about in turn."""
    found: dict[str, set[str]] = defaultdict(set)
    for id_, position in framework.positions.items():
        for group in position.groups:
            found[group.id].add(id_)
    return {id_: frozenset(held) for id_, held in found.items()}


def contradictions(crosswalks: Sequence[Checked]) -> Iterator[Finding]:
    """Yield what pairs say twice or against each other, over all crosswalks of a registry."""
    told: dict[tuple[str, str, str, str], tuple[Relation, str]] = {}
    for crosswalk, reporter, frameworks in crosswalks:
        for at, mapping in enumerate(crosswalk.mappings):
            yield from _again(crosswalk, mapping, at, reporter, told)
        yield from _borrowed(crosswalk, reporter, frameworks)
        yield from _equals(crosswalk, reporter, frameworks)
        yield from _tree(crosswalk, reporter, frameworks)


def _again(
    crosswalk: Crosswalk, mapping: Mapping, at: int, reporter: Reporter, told: dict[tuple[str, str, str, str], tuple[Relation, str]]
) -> Iterator[Finding]:
    """A pair stands once, whichever end it is written from."""
    here, there = (crosswalk.from_.reference, mapping.from_), (crosswalk.to.reference, mapping.to)
    forward = (*here, *there) <= (*there, *here)
    key = (*here, *there) if forward else (*there, *here)
    relation = mapping.relation if forward else INVERSE[mapping.relation]
    before = told.get(key)
    told.setdefault(key, (relation, crosswalk.id))
    if before is None:
        return
    pair = {"from": mapping.from_, "to": mapping.to, "crosswalk": before[1]}
    if before[0] == relation:
        said = sayable("the pair “{from}” and “{to}” already stands in {crosswalk}")
        yield reporter.finding("duplicate-mapping", ["mappings", at], Sentence(said, pair))
    else:
        first = before[0] if forward else INVERSE[before[0]]
        said = sayable("“{from}” {relation} “{to}” here, but {other} it in {crosswalk}")
        words = {"relation": RELATION_WORDS[mapping.relation], "other": RELATION_WORDS[first]}
        yield reporter.finding("contradictory-mapping", ["mappings", at], Sentence(said, {**pair, **words}))


def _borrowed(crosswalk: Crosswalk, reporter: Reporter, frameworks: Sequence[Framework | None]) -> Iterator[Finding]:
    """Between a profile and its base the relation is a fact: which indicators both hold."""
    for at, mapping in enumerate(crosswalk.mappings):
        counted = shared(frameworks[0], frameworks[1], mapping)
        if counted is not None and counted.relation != mapping.relation:
            said = sayable(
                "of {first} indicators of “{from}” and {second} of “{to}”, {common} are the same: the first {right} the second, not “{given}”"
            )
            values = {"from": mapping.from_, "to": mapping.to, "right": RELATION_WORDS[counted.relation], "given": mapping.relation}
            message = Sentence(said, {**values, **counted._asdict()})
            yield reporter.finding("contradictory-mapping", ["mappings", at, "relation"], message)


def _equals(crosswalk: Crosswalk, reporter: Reporter, frameworks: Sequence[Framework | None]) -> Iterator[Finding]:
    """Nothing is the same as two elements of one framework, unless one holds nothing but the other."""
    for side, framework in enumerate(frameworks):
        same: dict[str, str] = {}
        for at, mapping in enumerate(crosswalk.mappings):
            here, other = (mapping.to, mapping.from_) if side == 0 else (mapping.from_, mapping.to)
            if framework is None or mapping.relation != "equal":
                continue
            before = same.setdefault(here, other)
            if before != other and indicators_of(framework, before) != indicators_of(framework, other):
                said = say("“{name}” is the same as “{first}” and as “{second}”, which differ", name=here, first=before, second=other)
                yield reporter.finding("contradictory-mapping", ["mappings", at, "relation"], said)


def _tree(crosswalk: Crosswalk, reporter: Reporter, frameworks: Sequence[Framework | None]) -> Iterator[Finding]:
    """What holds of a group and of what it contains fits together: a part never covers more than its whole."""
    for side, framework in enumerate(frameworks):
        if framework is None:
            continue
        relations: dict[str, dict[str, Relation]] = defaultdict(dict)
        for mapping in crosswalk.mappings:
            inner, outer = (mapping, mapping.to) if side == 0 else (mapping.inverse, mapping.from_)
            relations[outer].setdefault(inner.from_, inner.relation)
        for at, mapping in enumerate(crosswalk.mappings):
            inner, outer = (mapping, mapping.to) if side == 0 else (mapping.inverse, mapping.from_)
            for above in _above(framework, inner.from_):
                whole = relations[outer].get(above)
                if whole is not None and not _fit(whole, inner.relation):
                    said = sayable("“{part}” {relation} “{other}”, but “{whole}”, of which it is a part, {more}")
                    values = {"part": inner.from_, "whole": above, "other": outer, "relation": RELATION_WORDS[inner.relation]}
                    message = Sentence(said, {**values, "more": RELATION_WORDS[whole]})
                    yield reporter.finding("contradictory-mapping", ["mappings", at, "relation"], message)


def _above(framework: Framework, id_: str) -> list[str]:
    if id_ in framework.positions:
        return [group.id for group in framework.positions[id_].groups]
    return [group.id for group in framework.groups.get(id_, ())[:-1]]


def _fit(whole: Relation, part: Relation) -> bool:
    """Tell whether both can be: all of something outside lies in the part, then also in the whole; the whole lies in it, then also the part."""
    if part in ("equal", "superset") and whole not in ("equal", "superset"):
        return False
    return whole not in ("equal", "subset") or part in ("equal", "subset")
