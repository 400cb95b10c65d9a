"""Which element of a later version continues which of an earlier one, over any number of versions in between."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Literal

from spregistry.model.definition import Withdrawal
from spregistry.model.framework import Framework

Relation = Literal["same", "wider", "narrower", "split", "merge"]

#: From the mildest; over several versions the gravest relation stands for all.
_RELATIONS: tuple[Relation, ...] = ("same", "narrower", "wider", "split", "merge")
#: With these, an element is no more than a part of what it continues.
_PARTS: frozenset[Relation] = frozenset(("narrower", "split"))
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
    #: What may go on as one of several elements, or as none: nothing says which.
    untold: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

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

    def heirs(self, id_: str) -> tuple[str, ...]:
        """Return the ids that continue an element of the earlier version, each once; for one that was withdrawn, its successors."""
        gone = self.withdrawn.get(id_)
        found = [each.new for each in self.of_old.get(id_, ())] or [*((gone.successors or ()) if gone else ())]
        return tuple(dict.fromkeys(found))

    def inverted(self) -> "Lineage":
        """Return the lineage seen from the later version; answers are not carried backwards, so no values."""
        return Lineage(
            successions=tuple(Succession(old=each.new, new=each.old, relation=_INVERSE[each.relation]) for each in self.successions)
        )


def element_ids(framework: Framework) -> frozenset[str]:
    """Return the ids of all groups, indicators and facts."""
    return frozenset([*framework.groups, *framework.indicators, *framework.facts])


def continued(framework: Framework) -> Mapping[str, tuple[str, ...]]:
    """Return the ids that a version continues under others, each with those, as the version itself says."""
    found: dict[str, tuple[str, ...]] = {}
    for each in supersessions(framework):
        found[each.old] = (*found.get(each.old, ()), each.new)
    return found


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
        successions=tuple(each for each in supersessions(after) if each.old in known),
        withdrawn={entry.id: entry for entry in after.definition.withdrawn or () if entry.id in known},
    )


def supersessions(framework: Framework) -> Iterator[Succession]:
    """Yield what a version says of elements that it continues under other ids, in its own order."""
    for node in framework.nodes:
        for entry in node.predecessors:
            yield Succession(old=entry.id, new=node.id, relation=entry.relation, values=entry.values)


def lineage_of_drafts(before: Framework, after: Framework, previous: Framework | None) -> Lineage:
    """Return how the elements of two drafts of one version belong together, by what both say of the version before.

    An element continues another where both continue the same one, unless each is only a part of that: whether it is the same part nobody
    says. Nor is anything known of what is new in the earlier draft, or of drafts that continue different versions.
    """
    if previous is None or {before.definition.previous, after.definition.previous} != {previous.reference}:
        return Lineage()
    first, then = _origins(previous, before), _origins(previous, after)
    here, there = element_ids(before), element_ids(after)
    followers: dict[str, list[str]] = {}
    for new, origins in then.items():
        for old in origins:
            followers.setdefault(old, []).append(new)
    found: list[Succession] = []
    untold: dict[str, tuple[str, ...]] = {}
    for old, origins in first.items():
        near = dict.fromkeys(new for origin in origins for new in followers.get(origin, ()) if old not in there or new not in here)
        ways = {new: _relation(origins, then[new]) for new in near}
        found += [Succession(old=old, new=new, relation=how) for new, how in ways.items() if how is not None]
        if old not in there and ways and not any(ways.values()):
            untold[old] = tuple(ways)
    return Lineage(successions=tuple(found), untold=untold)


def from_draft_to_draft(registry: Mapping[str, Framework], before: Framework, after: Framework) -> Lineage:
    """Return how the elements of two states of one version belong together, by what both say of the version before, where that is at hand."""
    previous = after.definition.previous
    return lineage_of_drafts(before, after, registry[previous] if previous is not None and previous in registry else None)


def heirs(framework: Framework, drafts: Iterable[Framework], previous: Framework | None) -> Mapping[str, tuple[str, ...]]:
    """Return what a version has under other ids than the one before, or than some earlier drafts of its own, each with those that it has now."""
    here = element_ids(framework)
    found = dict(continued(framework))
    for draft in drafts:
        for old, ways in lineage_of_drafts(draft, framework, previous).of_old.items():
            found.setdefault(old, tuple(each.new for each in ways))
    return {old: ids for old, ids in found.items() if old not in here}


def _origins(previous: Framework, draft: Framework) -> Mapping[str, Mapping[str, Relation]]:
    """Return what each element of a draft has of the version before, itself included, and how it continues that."""
    known, kept = element_ids(previous), element_ids(draft)
    found: dict[str, dict[str, Relation]] = {id_: {id_: "same"} for id_ in (*previous.groups, *previous.indicators) if id_ in kept}
    for each in supersessions(draft):
        if each.old in known:
            found.setdefault(each.new, {})[each.old] = each.relation
    return found


def _relation(first: Mapping[str, Relation], then: Mapping[str, Relation]) -> Relation | None:
    """Return how one of two elements with the same origins continues the other; None where nothing tells that it does."""
    shared = [(first[origin], then[origin]) for origin in first if origin in then]
    told = [pair for pair in shared if not _PARTS.issuperset(pair)]
    if not told:
        return None
    if first == then:
        return "same"
    found: list[Relation] = []
    for earlier, later in told:
        if earlier == "same" or later in _PARTS:
            found.append(later)
        elif later == "same" or earlier in _PARTS:
            found.append(_INVERSE[earlier])
        else:  # both hold all of it, and something else
            found.append("split" if then.keys() < first.keys() else "merge")
    return max(found, key=_RELATIONS.index)


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


def chain(registry: Mapping[str, Framework], framework: Framework) -> list[Framework]:
    """Return all versions that lead to one, oldest first and itself last, as each names its `previous` as far as the registry has it."""
    versions = [framework]
    while (previous := versions[-1].definition.previous) is not None and previous in registry:
        versions.append(registry[previous])
    return versions[::-1]


def between(registry: Mapping[str, Framework], before: Framework, after: Framework) -> list[Framework]:
    """Return the versions from an earlier to a later one, both included, as each names its `previous`; empty where they are not so related."""
    chain = [after]
    while chain[-1].reference != before.reference:
        previous = chain[-1].definition.previous
        if previous is None or previous not in registry:
            return []
        chain.append(registry[previous])
    return chain[::-1]
