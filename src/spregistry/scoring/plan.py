"""The plan of a framework: its tree as arrays, level by level, so that one engine scores one submission or a million. Pure.

Nodes are numbered: indicators first, depth first in declared order, then groups likewise, then the root.
"""

from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from spregistry.model.definition import Aggregate, Cap, CountAggregate, Group, Indicator
from spregistry.model.framework import Framework

Integers = npt.NDArray[np.intp]
Floats = npt.NDArray[np.float64]
AggregateName = Literal["mean", "points", "min", "count"]


class Weighted(NamedTuple):
    """All weighted means at one height, worked out at once: the first child of every group, then the second, and so on.

    That order of additions is the declared order within each group (scoring rule 6); groups with most children stand first, so that
    the k-th children of those that have one are the first rows.
    """

    #: Node numbers of the groups, most children first.
    groups: Integers
    #: Node numbers of the children, all first ones, then all second ones …
    children: Integers
    #: Their weights, one column; None where all are 1.
    weights: Floats | None
    #: Where the k-th children begin and end.
    steps: tuple[tuple[int, int], ...]


class Lowest(NamedTuple):
    """A group that scores as its lowest child."""

    group: int
    children: Integers


class Counted(NamedTuple):
    """A group that scores by the number of children that reach a level."""

    group: int
    children: Integers
    level: float
    #: Numbers of children, rising, one column.
    thresholds: Integers
    #: Points by how many thresholds are reached; none gives 0.
    points: Floats


class Caps(NamedTuple):
    """The caps on some groups, one row each."""

    #: Node numbers of the groups, and of the indicators that decide.
    groups: Integers
    indicators: Integers
    #: Points below which a cap bites, and the value it leaves at most, from 0 to 1; one column each.
    below: Floats
    to: Floats
    caps: tuple[Cap, ...]


class Level(NamedTuple):
    """All groups of one height, which need only what stands below."""

    weighted: Weighted | None
    lowest: tuple[Lowest, ...]
    counted: tuple[Counted, ...]
    caps: Caps | None


class PlannedGroup(NamedTuple):
    """A group, or the root, in node numbers."""

    aggregate: AggregateName
    #: The children that are aggregated, with their weights: for `points` the nearest indicators, else those directly inside.
    children: tuple[tuple[int, float], ...]
    #: The indicators inside stand from `first` up to, not including, `last`.
    first: int
    last: int


@dataclass(frozen=True, kw_only=True, eq=False)
class Plan:
    """A framework's tree as arrays."""

    framework: Framework
    indicators: tuple[Indicator, ...]
    #: Groups depth first in declared order; the root, which has none, is their number.
    groups: tuple[Group, ...]
    planned: tuple[PlannedGroup, ...]
    levels: tuple[Level, ...]
    #: Which indicators can count in the score.
    scored: npt.NDArray[np.bool_]
    #: `first` and `last` of every group and the root.
    first: Integers
    last: Integers

    @property
    def nodes(self) -> int:
        """How many nodes there are."""
        return len(self.indicators) + len(self.groups) + 1

    @property
    def root(self) -> int:
        """The node number of the root."""
        return self.nodes - 1


def make_plan(framework: Framework) -> Plan:
    """Return the plan of a framework."""
    return _Planner(framework).plan()


class _Planner:
    def __init__(self, framework: Framework) -> None:
        self.framework = framework
        self.indicators = tuple(framework.indicators.values())
        self.groups = tuple(path[-1] for path in framework.groups.values())
        self.number = {id_: at for at, id_ in enumerate(framework.indicators)}
        self.number |= {id_: len(self.indicators) + at for at, id_ in enumerate(framework.groups)}
        self.root = len(self.indicators) + len(self.groups)

    def plan(self) -> Plan:
        scoring = self.framework.definition.scoring
        planned = [self._planned(group.aggregate, group.children) for group in self.groups]
        planned.append(self._planned(scoring.aggregate if scoring else None, self.framework.top))
        caps = [(self.number[group.id], cap) for group in self.groups for cap in group.caps or ()]
        caps += [(self.root, cap) for cap in self.framework.root_caps]
        return Plan(
            framework=self.framework,
            indicators=self.indicators,
            groups=self.groups,
            planned=tuple(planned),
            levels=self._levels(planned, caps),
            scored=np.array([self.framework.is_scored(indicator) for indicator in self.indicators], dtype=np.bool_),
            first=np.array([group.first for group in planned], dtype=np.intp),
            last=np.array([group.last for group in planned], dtype=np.intp),
        )

    def _planned(self, aggregate: Aggregate | None, children: tuple[Group, ...] | tuple[Indicator, ...]) -> PlannedGroup:
        name = _name(aggregate)
        taken = _nearest(children) if name == "points" else children
        inside = [self.number[indicator.id] for indicator in _indicators(children)]
        weighted = tuple((self.number[child.id], float(child.weight or 1)) for child in taken)
        return PlannedGroup(name, weighted, inside[0], inside[-1] + 1)

    def _caps(self, caps: list[tuple[int, Cap]]) -> Caps | None:
        if not caps:
            return None
        return Caps(
            groups=np.array([group for group, _ in caps], dtype=np.intp),
            indicators=np.array([self.number[cap.indicator] for _, cap in caps], dtype=np.intp),
            below=np.array([[cap.below] for _, cap in caps], dtype=np.float64),
            to=np.array([[cap.to / 100] for _, cap in caps], dtype=np.float64),
            caps=tuple(cap for _, cap in caps),
        )

    def _levels(self, planned: list[PlannedGroup], caps: list[tuple[int, Cap]]) -> tuple[Level, ...]:
        height = dict.fromkeys(range(len(self.indicators)), 0)
        # Groups are numbered before those inside them, so from the last to the first every child is known; the root comes at the end.
        for at in [*range(len(planned) - 2, -1, -1), len(planned) - 1]:
            height[len(self.indicators) + at] = 1 + max(height[child] for child, _ in planned[at].children)
        by_height: dict[int, list[int]] = {}
        for at in range(len(planned)):
            by_height.setdefault(height[len(self.indicators) + at], []).append(at)
        return tuple(self._level([(len(self.indicators) + at, planned[at]) for at in by_height[key]], caps) for key in sorted(by_height))

    def _level(self, groups: list[tuple[int, PlannedGroup]], caps: list[tuple[int, Cap]]) -> Level:
        numbers = {number for number, _ in groups}
        return Level(
            weighted=_weighted([entry for entry in groups if entry[1].aggregate in ("mean", "points")]),
            lowest=tuple(Lowest(number, _children(group)) for number, group in groups if group.aggregate == "min"),
            counted=tuple(self._counted(number, group) for number, group in groups if group.aggregate == "count"),
            caps=self._caps([entry for entry in caps if entry[0] in numbers]),
        )

    def _counted(self, number: int, group: PlannedGroup) -> Counted:
        scoring = self.framework.definition.scoring
        aggregate = (
            (scoring.aggregate if scoring else None) if number == self.root else self.groups[number - len(self.indicators)].aggregate
        )
        assert isinstance(aggregate, CountAggregate)
        table = aggregate.count.table
        thresholds = np.array([[row.from_] for row in table], dtype=np.intp)
        return Counted(number, _children(group), float(aggregate.count.level), thresholds, np.array([0.0, *(row.points for row in table)]))


def _name(aggregate: Aggregate | None) -> AggregateName:
    return "count" if isinstance(aggregate, CountAggregate) else aggregate or "mean"


def _nearest(children: tuple[Group, ...] | tuple[Indicator, ...]) -> tuple[Group | Indicator, ...]:
    """Return the nearest indicators and `count` or `min` groups, depth first (scoring rule 3)."""
    nearest: list[Group | Indicator] = []
    for child in children:
        if isinstance(child, Indicator) or _name(child.aggregate) in ("count", "min"):
            nearest.append(child)
        else:
            nearest += _nearest(child.children)
    return tuple(nearest)


def _indicators(children: tuple[Group, ...] | tuple[Indicator, ...]) -> list[Indicator]:
    found: list[Indicator] = []
    for child in children:
        found += [child] if isinstance(child, Indicator) else _indicators(child.children)
    return found


def _children(group: PlannedGroup) -> Integers:
    return np.array([child for child, _ in group.children], dtype=np.intp)


def _weighted(groups: list[tuple[int, PlannedGroup]]) -> Weighted | None:
    if not groups:
        return None
    groups = sorted(groups, key=lambda entry: -len(entry[1].children))
    children: list[int] = []
    weights: list[float] = []
    steps: list[tuple[int, int]] = []
    for step in range(len(groups[0][1].children)):
        having = [group.children[step] for _, group in groups if step < len(group.children)]
        steps.append((len(children), len(children) + len(having)))
        children += [child for child, _ in having]
        weights += [weight for _, weight in having]
    return Weighted(
        groups=np.array([number for number, _ in groups], dtype=np.intp),
        children=np.array(children, dtype=np.intp),
        weights=None if set(weights) == {1.0} else np.array(weights, dtype=np.float64)[:, None],
        steps=tuple(steps),
    )
