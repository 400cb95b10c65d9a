"""Whether scores on two versions are comparable, and on which indicators; computed from what differs. Pure."""

from collections.abc import Iterator, Sequence

from spregistry.evolve.lineage import Lineage
from spregistry.load.frameworks import made_of
from spregistry.load.profile import resolve
from spregistry.model.change import Change, Differences
from spregistry.model.comparability import Comparability, Verdict
from spregistry.model.framework import Framework, Position

#: Changes that leave the points of what is touched, or of what stands in it, alone: on the common core all is scored by the later tree, and
#: who is asked is compared indicator by indicator.
_OF_THE_TREE = ("moved", "reweighted", "reaggregated", "capped", "renamed", "merged", "split", "widened", "narrowed", "added", "removed")
_OF_AN_INDICATOR = ("moved", "reweighted", "renamed", "required", "optional")
_OF_A_FACT = ("required", "optional", "added")


def comparability(before: Framework, after: Framework, differences: Differences, lineage: Lineage) -> Comparability:
    """Return what may be compared between two versions.

    They are comparable where a submission to the one scores the same on the other: no change is score-significant or breaking, and no
    rewording waits for an editor. Else the common core is what both score and ask of the same institutions, in the same words, with the
    same answers and points.

    Args:
        before: The earlier version.
        after: The later version.
        differences: What `diff` says of the two, rewordings classed where editors did.
        lineage: How elements of both belong together where their ids differ.
    """
    scored = [id_ for id_, indicator in after.indicators.items() if after.is_scored(indicator)]
    unjudged = {id_ for change in differences.unjudged for id_ in _touched_by(change, after)}
    core = scored
    if differences.step == "major" or differences.unjudged:
        touched = {id_ for change in differences.changes if change.is_grave or not change.judged for id_ in _touched_by(change, after)}
        origins = _origins(before, after, lineage)
        core = [id_ for id_ in scored if id_ in origins and id_ not in touched and _asked_alike(before, after, origins[id_], id_)]
    same = differences.step != "major" and not differences.unjudged
    verdict: Verdict = "same" if same else "core" if core else "none"
    return Comparability(
        before=before.reference,
        after=after.reference,
        verdict=verdict,
        core=tuple(core),
        outside=tuple(id_ for id_ in scored if id_ not in core),
        unjudged=tuple(id_ for id_ in scored if id_ in unjudged),
    )


def _origins(before: Framework, after: Framework, lineage: Lineage) -> dict[str, str]:
    """Return, by id in the later version, the scored indicator of the earlier one that is the same."""
    ancestors, successors = lineage.of_new, lineage.of_old
    found = {}
    for id_ in after.indicators:
        successions = ancestors.get(id_, ())
        if not successions and id_ in before.indicators and id_ not in successors:
            found[id_] = id_
        elif len(successions) == 1 and id_ not in before.indicators:
            only = successions[0]
            # Where answers are put into other values, or go to several indicators, somebody has to agree first.
            if only.relation == "same" and only.values is None and only.old in before.indicators and len(successors[only.old]) == 1:
                found[id_] = only.old
    return {id_: old for id_, old in found.items() if before.is_scored(before.indicators[old])}


def _asked_alike(before: Framework, after: Framework, old: str, new: str) -> bool:
    """Tell whether an indicator is asked, and due, in the same cases in both versions."""
    was, is_ = before.positions[old], after.positions[new]
    clocked = was.due_from_month is None or before.definition.clock == after.definition.clock
    return clocked and was.due_from_month == is_.due_from_month and {*map(repr, was.conditions)} == {*map(repr, is_.conditions)}


def _touched_by(change: Change, after: Framework) -> Iterator[str]:
    """Yield the indicators of the later version whose own answers may mean, or earn, something else after a change."""
    if change.element_kind == "indicator" and change.kind not in _OF_AN_INDICATOR:
        yield change.element
    elif change.element_kind == "scale":
        name = change.element.partition(":")[2]
        yield from (id_ for id_, indicator in after.indicators.items() if indicator.answer.scale == name)
    elif change.element_kind == "fact" and change.kind not in _OF_A_FACT:
        yield from (id_ for id_, position in after.positions.items() if change.element in _read_by(after, position))
    elif change.element_kind == "group" and change.kind not in _OF_THE_TREE:
        yield from (id_ for id_, place in after.positions.items() if any(group.id == change.element for group in place.groups))
    elif change.element_kind == "framework" and change.kind in ("language", "based-on"):
        yield from after.indicators


def _read_by(framework: Framework, position: Position) -> frozenset[str]:
    """Return the facts that decide whether an indicator is asked or due, of which it is computed, or by which its points are found."""
    found = frozenset[str]().union(*(condition.facts() for condition in position.conditions))
    figure, ratio = position.indicator.answer.figure, position.indicator.answer.ratio
    if figure is not None:
        found = found.union(*(case.when.facts() for case in figure.cases or () if case.when is not None))
    if ratio is not None:
        found |= {term.partition(".")[0] for term in (*ratio.numerator, *ratio.denominator)}
    clock = framework.definition.clock
    return found | {clock} if clock is not None and position.due_from_month is not None else found


def common_core(statements: Sequence[Comparability]) -> tuple[str, ...]:
    """Return what may be compared between all earlier versions and the later one that all statements are about, in its order."""
    first, *others = statements
    return tuple(id_ for id_ in first.core if all(id_ in other.core for other in others))


def core_of(after: Framework, core: Sequence[str]) -> Framework:
    """Return the later version with only the common core, in its own tree, to score submissions to both versions on."""
    header = {key: after.data[key] for key in ("format", "version", "title", "language", "licence")}
    profile = {**header, "id": f"{after.id[:59]}-core", "based_on": after.reference, "use": {"ids": [*core]}}
    return made_of(resolve(profile, after).data)
