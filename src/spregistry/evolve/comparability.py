"""Whether scores on two versions are comparable, and on which indicators; computed from what differs. Pure."""

from collections.abc import Iterator

from spregistry.evolve.lineage import Lineage
from spregistry.load import contracts
from spregistry.load.profile import resolve
from spregistry.model.canonical import digest
from spregistry.model.change import Change, Differences
from spregistry.model.comparability import Comparability, Verdict
from spregistry.model.framework import Framework

#: Changes of a group that leave the points of its indicators alone; on the common core both are scored by the later tree.
_OF_THE_TREE = ("moved", "reweighted", "reaggregated", "capped", "renamed", "merged", "split", "widened", "narrowed", "added", "removed")


def comparability(before: Framework, after: Framework, differences: Differences, lineage: Lineage) -> Comparability:
    """Return what may be compared between two versions.

    They are comparable where a submission to the one scores the same on the other: no change is score-significant or breaking, and no
    rewording waits for an editor. Else the common core is what both score, asked in the same words, with the same answers and points.

    Args:
        before: The earlier version.
        after: The later version.
        differences: What `diff` says of the two, rewordings classed where editors did.
        lineage: How elements of both belong together where their ids differ.
    """
    scored = [id_ for id_, indicator in after.indicators.items() if after.is_scored(indicator)]
    unjudged = tuple(dict.fromkeys(change.element for change in differences.unjudged if change.element in after.indicators))
    if differences.step != "major" and not differences.unjudged:
        return Comparability(before=before.reference, after=after.reference, verdict="same", core=tuple(scored), outside=(), unjudged=())
    touched = set(_touched(differences.changes, after))
    same = {each.new for each in lineage.successions if each.relation == "same" and each.old in before.indicators}
    kept = {id_ for id_ in after.indicators if id_ in same or (id_ in before.indicators and before.is_scored(before.indicators[id_]))}
    core = tuple(id_ for id_ in scored if id_ in kept and id_ not in touched)
    verdict: Verdict = "core" if core else "none"
    outside = tuple(id_ for id_ in scored if id_ not in core)
    return Comparability(before=before.reference, after=after.reference, verdict=verdict, core=core, outside=outside, unjudged=unjudged)


def _touched(changes: tuple[Change, ...], after: Framework) -> Iterator[str]:
    """Yield the indicators whose own answers may mean, or earn, something else."""
    for change in changes:
        grave = change.impact in ("score-significant", "breaking") or not change.judged
        if not grave:
            continue
        if change.element_kind == "indicator" and change.kind not in ("moved", "reweighted", "renamed"):
            yield change.element
        elif change.element_kind == "scale":
            name = change.element.partition(":")[2]
            yield from (id_ for id_, indicator in after.indicators.items() if indicator.answer.scale == name)
        elif change.element_kind == "fact":
            yield from (id_ for id_ in after.indicators if change.element in _read_by(after, id_))
        elif change.element_kind == "group" and change.kind not in _OF_THE_TREE:
            yield from (id_ for id_, place in after.positions.items() if any(group.id == change.element for group in place.groups))


def _read_by(framework: Framework, id_: str) -> frozenset[str]:
    """Return the facts that decide whether an indicator is asked, or of which it is computed."""
    position = framework.positions[id_]
    asked = frozenset[str]().union(*(condition.facts() for condition in position.conditions))
    ratio = position.indicator.answer.ratio
    return asked | ({term.partition(".")[0] for term in (*ratio.numerator, *ratio.denominator)} if ratio else frozenset())


def core_of(after: Framework, core: tuple[str, ...]) -> Framework:
    """Return the later version with only the common core, in its own tree, to score submissions to both versions on."""
    header = {key: after.data[key] for key in ("format", "version", "title", "language", "licence")}
    profile = {**header, "id": f"{after.id}-core"[:64], "based_on": after.reference, "use": {"ids": [*core]}}
    data = resolve(profile, after).data
    return Framework(definition=contracts.read_definition(data), data=data, digest=digest(data))
