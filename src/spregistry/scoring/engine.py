"""The one engine: a matrix of points in, scores out; for one submission, its what-ifs, or many (scoring rules 3, 4 and 6). Pure.

Every sum is made child by child in declared order, never by a sum function or a matrix product, so that this engine, a walk over
the tree and the browser agree to the last bit.
"""

import numpy as np
import numpy.typing as npt

from spregistry.check.figures import TOLERANCE
from spregistry.scoring.plan import Caps, Counted, Floats, Lowest, Plan, Weighted

#: Published scores are kept as whole hundredths; this stands for "nothing scored".
NOTHING = -1

Hundredths = npt.NDArray[np.int64]


def run(plan: Plan, points: Floats, counted: Floats, uncapped: dict[int, Floats] | None = None) -> tuple[Floats, Floats]:
    """Score columns of points.

    Args:
        plan: The framework's tree.
        points: One row per indicator, one column per case to score; from 0 to 1, and 0 where the indicator is left out.
        counted: 1.0 where the indicator is scored, 0.0 where it is left out; of the shape of `points`, or one column for all cases.
        uncapped: Filled, where given, with what groups that have caps were worth before them, by node number.

    Returns:
        Values from 0 to 1 of all nodes (indicators, groups, root), one row each, and whether they are scored, in the shape of `counted`.
    """
    size = len(plan.indicators)
    values = np.zeros((plan.nodes, points.shape[1]))
    scored = np.zeros((plan.nodes, counted.shape[1]))
    values[:size] = points
    scored[:size] = counted
    for level in plan.levels:
        if level.weighted is not None:
            _mean(level.weighted, values, scored)
        for lowest in level.lowest:
            _min(lowest, values, scored)
        for count in level.counted:
            _count(count, values, scored)
        if level.caps is not None:
            if uncapped is not None:
                uncapped.update((group, values[group].copy()) for group in level.caps.groups.tolist())
            _cap(level.caps, values, scored)
    return values, scored


def _mean(weighted: Weighted, values: Floats, scored: Floats) -> None:
    terms, weights = values[weighted.children], scored[weighted.children]
    if weighted.weights is not None:
        terms *= weighted.weights
        weights *= weighted.weights
    total, weight = _summed(terms, weighted.steps), _summed(weights, weighted.steps)
    present = weight != 0.0
    scored[weighted.groups] = present
    if not present.all():
        # A group without anything scored stays 0 and is left out above, like an indicator that is not asked.
        weight[~present] = 1.0
    values[weighted.groups] = total / weight


def _summed(terms: Floats, steps: tuple[tuple[int, int], ...]) -> Floats:
    """Return the sums of all groups: the k-th children of all groups at once, so that each sum is made in declared order."""
    total = terms[: steps[0][1]]
    for start, end in steps[1:]:
        part = total[: end - start]
        np.add(part, terms[start:end], out=part)
    return total


def _min(lowest: Lowest, values: Floats, scored: Floats) -> None:
    counted = scored[lowest.children] > 0.0
    present = counted.any(axis=0)
    least = np.where(counted, values[lowest.children], np.inf).min(axis=0)
    scored[lowest.group] = present
    values[lowest.group] = np.where(present, least, 0.0)


def _count(count: Counted, values: Floats, scored: Floats) -> None:
    counted = scored[count.children] > 0.0
    present = counted.sum(axis=0)
    reached = (counted & (values[count.children] + TOLERANCE >= count.level)).sum(axis=0)
    # A threshold above the number of scored children is read as that number; the thresholds rise, so those reached can be counted.
    rows = (reached >= np.minimum(count.thresholds, present)).sum(axis=0)
    scored[count.group] = present > 0
    values[count.group] = count.points[np.where(present > 0, rows, 0)]


def _cap(caps: Caps, values: Floats, scored: Floats) -> None:
    falls = bites(caps, values, scored)
    if falls.any():
        # One after the other, because several may stand on one group.
        for group, limit, where in zip(caps.groups, caps.to, falls, strict=True):
            np.minimum(values[group], limit, out=values[group], where=where)


def bites(caps: Caps, values: Floats, scored: Floats) -> npt.NDArray[np.bool_]:
    """Return, per cap and case, whether its indicator is scored and falls below its level, in a group that is scored."""
    counts = (scored[caps.indicators] > 0.0) & (scored[caps.groups] > 0.0)
    falls: npt.NDArray[np.bool_] = ~(values[caps.indicators] + TOLERANCE >= caps.below) & counts
    return falls


def publish(values: Floats, scored: Floats) -> Hundredths:
    """Return published scores in whole hundredths, `NOTHING` where nothing was scored (scoring rule 6)."""
    hundredths = np.floor((100.0 * values + 1e-9) * 100.0 + 0.5).astype(np.int64)
    return np.where(scored > 0.0, hundredths, NOTHING)
