"""Which element of a later version continues which of an earlier one, over any number of versions in between."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Literal

from spregistry.model.definition import Withdrawal
from spregistry.model.framework import Framework

Relation = Literal["same", "wider", "narrower", "split", "merge"]

#: From the mildest; over several versions the gravest relation stands for all.
_RELATIONS: tuple[Relation, ...] = ("same", "narrower", "wider", "split", "merge")
_INVERSE: Mapping[Relation, Relation] = {"same": "same", "wider": "narrower", "narrower": "wider", "split": "merge", "merge": "split"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Succession:
    """An element of the later version continues one of the earlier under another id."""

    old: str
    new: str
    relation: Relation
    #: Which old answer means which new one; None where the lineage does not say.
    values: Mapping[str, str] | None = None


@dataclass(frozen=True, kw_only=True)
class Lineage:
    """How the elements of two versions belong together; what both hold under one id is not listed."""

    successions: tuple[Succession, ...] = ()
    withdrawn: Mapping[str, Withdrawal] = field(default_factory=dict)

    @cached_property
    def of_new(self) -> Mapping[str, tuple[Succession, ...]]:
        """The successions by id in the later version."""
        found: dict[str, tuple[Succession, ...]] = {}
        for succession in self.successions:
            found[succession.new] = (*found.get(succession.new, ()), succession)
        return found

    @cached_property
    def of_old(self) -> Mapping[str, tuple[Succession, ...]]:
        """The successions by id in the earlier version."""
        found: dict[str, tuple[Succession, ...]] = {}
        for succession in self.successions:
            found[succession.old] = (*found.get(succession.old, ()), succession)
        return found

    def inverted(self) -> "Lineage":
        """Return the lineage seen from the later version; answers are not carried backwards, so no values."""
        return Lineage(
            successions=tuple(Succession(old=each.new, new=each.old, relation=_INVERSE[each.relation]) for each in self.successions)
        )


def element_ids(framework: Framework) -> frozenset[str]:
    """Return the ids of all groups, indicators and facts."""
    return frozenset([*framework.groups, *framework.indicators, *framework.facts])


def lineage(versions: Sequence[Framework]) -> Lineage:
    """Return the lineage from the first of a chain of versions to its last; each names the one before as its `previous`."""
    whole = Lineage()
    for before, after in pairwise(versions):
        whole = _joined(whole, _declared(before, after), versions[0], after)
    return whole


def _declared(before: Framework, after: Framework) -> Lineage:
    """Return what one version says about the one before."""
    known = element_ids(before)
    return Lineage(
        successions=tuple(each for each in _successions(after) if each.old in known),
        withdrawn={entry.id: entry for entry in after.definition.withdrawn or () if entry.id in known},
    )


def _successions(framework: Framework) -> Iterator[Succession]:
    for node in framework.nodes:
        for entry in node.predecessors:
            yield Succession(old=entry.id, new=node.id, relation=entry.relation, values=entry.values)


def _joined(first: Lineage, then: Lineage, start: Framework, end: Framework) -> Lineage:
    """Return both steps as one, for the elements that the chain starts with."""
    here, present = element_ids(start), element_ids(end)
    onwards, changed_in_first = then.of_old, {each.old for each in first.successions} | set(first.withdrawn)
    successions = [
        _chained(earlier, later)
        for earlier in first.successions
        for later in onwards.get(earlier.new) or (Succession(old=earlier.new, new=earlier.new, relation="same"),)
        if later.new in present
    ]
    successions += [each for each in then.successions if each.old in here and each.old not in changed_in_first]
    reached = {each.old for each in successions} | present
    withdrawn = dict(first.withdrawn)
    for id_, entry in then.withdrawn.items():
        origins = [each.old for each in first.successions if each.new == id_] or [id_]
        withdrawn |= {origin: entry for origin in origins if origin in here and origin not in reached}
    return Lineage(successions=tuple(successions), withdrawn=withdrawn)


def _chained(first: Succession, then: Succession) -> Succession:
    if then.old == then.new and then.values is None:
        return Succession(old=first.old, new=then.new, relation=first.relation, values=first.values)
    values = first.values if then.values is None else then.values
    if first.values is not None and then.values is not None:
        values = {old: then.values[middle] for old, middle in first.values.items() if middle in then.values}
    relation = max(first.relation, then.relation, key=_RELATIONS.index)
    return Succession(old=first.old, new=then.new, relation=relation, values=values)


def between(registry: Mapping[str, Framework], before: Framework, after: Framework) -> list[Framework]:
    """Return the versions from an earlier to a later one, both included, as each names its `previous`; empty where they are not so related."""
    chain = [after]
    while chain[-1].reference != before.reference:
        previous = chain[-1].definition.previous
        if previous is None or previous not in registry:
            return []
        chain.append(registry[previous])
    return chain[::-1]
