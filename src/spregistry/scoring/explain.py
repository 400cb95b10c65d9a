"""Explains a score: what was aggregated with which weight, which caps bite, and what each indicator could still add (rule 9)."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from spregistry.check.reading import Questionnaire, Reading
from spregistry.model.scorecard import Calculation, CapBite, ChildShare, Explanation, IndicatorScore, Published
from spregistry.model.state import State
from spregistry.scoring.engine import NOTHING, bites, publish, run
from spregistry.scoring.plan import AggregateName, Floats, Plan

_STATES = tuple(State)
_ANSWERED = int(State.ANSWERED)

#: How many cases are scored together, so that memory grows with the number of indicators and not with its square.
_AT_ONCE = 1024


def explain(
    plan: Plan, questionnaire: Questionnaire, data: Mapping[str, Any], reading: Reading, points: Floats, counted: Floats
) -> Explanation:
    """Return how every number of a submission came about.

    `points` holds the columns score and potential, `counted` whether an indicator counts; as the submission was scored.
    """
    best = np.array(questionnaire.best(data))
    uncapped: dict[int, Floats] = {}
    values, scored = run(plan, points[:, :2], counted, uncapped)
    return Explanation(
        indicators=_indicators(plan, data, reading, best.tolist(), counted, _gains(plan, points[:, 0], counted, best)),
        calculations=_calculations(plan, values, scored, uncapped),
    )


def _gains(plan: Plan, points: Floats, counted: Floats, best: Floats) -> list[float | None]:
    """Return, for each indicator that counts, what it would add at its best: by scoring the whole again with only this one changed."""
    improvable = np.flatnonzero((counted[:, 0] > 0.0) & (best > points))
    gains: list[float | None] = [0.0 if counts else None for counts in counted[:, 0].tolist()]
    for start in range(0, max(len(improvable), 1), _AT_ONCE):
        some = improvable[start : start + _AT_ONCE]
        # Column 0 is the score as it is, then one column for each indicator at its best.
        cases = np.repeat(points[:, None], 1 + len(some), axis=1)
        cases[some, np.arange(1, 1 + len(some))] = best[some]
        values, scored = run(plan, cases, counted)
        published = publish(values[plan.root], scored[plan.root])
        if not plan.framework.has_overall or published[0] == NOTHING:
            return [None] * len(counted)
        for at, reached in zip(some.tolist(), published[1:].tolist(), strict=True):
            gains[at] = (reached - int(published[0])) / 100
    return gains


def _indicators(
    plan: Plan, data: Mapping[str, Any], reading: Reading, best: list[float], counted: Floats, gains: list[float | None]
) -> tuple[IndicatorScore, ...]:
    given = data.get("answers")
    answers: Mapping[str, Any] = given if isinstance(given, dict) else {}
    ids, codes, titles, groups = _labels(plan)
    scored = plan.scored.tolist()
    rows = zip(reading.states, counted[:, 0].tolist(), reading.points, strict=True)
    return tuple(
        map(
            IndicatorScore,
            ids,
            codes,
            titles,
            groups,
            scored,
            [_STATES[state] for state in reading.states],
            [reading.reasons.get(at) for at in range(len(ids))],
            [reading.figures.get(at, _value(answers.get(id_))) for at, id_ in enumerate(ids)],
            [points if counts and state == _ANSWERED else None for state, counts, points in rows],
            [most if counts else None for counts, most in zip(scored, best, strict=True)],
            gains,
            map(bool, reading.evidence),
        )
    )


def _value(answer: Any) -> Any:
    return answer.get("value") if isinstance(answer, dict) else None


@lru_cache(maxsize=64)
def _labels(plan: Plan) -> tuple[tuple[Any, ...], ...]:
    """Return ids, codes, titles and groups of all indicators."""
    positions = plan.framework.positions.values()
    rows = [(at.indicator.id, at.indicator.code, at.indicator.title, at.groups[-1].id if at.groups else None) for at in positions]
    return tuple(zip(*rows, strict=True))


@lru_cache(maxsize=64)
def _shares(plan: Plan) -> tuple[tuple[str | None, AggregateName, int, list[int], list[str], list[float]], ...]:
    """Return per group its id, aggregate and node number, and of its children the node numbers, ids and weights."""
    ids = [*(indicator.id for indicator in plan.indicators), *(group.id for group in plan.groups)]
    names = [*(group.id for group in plan.groups), None]
    return tuple(
        (
            name,
            group.aggregate,
            len(plan.indicators) + at,
            [child for child, _ in group.children],
            [ids[child] for child, _ in group.children],
            [weight for _, weight in group.children],
        )
        for at, (name, group) in enumerate(zip(names, plan.planned, strict=True))
    )


def _calculations(plan: Plan, values: Floats, scored: Floats, uncapped: Mapping[int, Floats]) -> dict[str | None, Calculation]:
    hundredths = publish(values[:, 0], scored[:, 0]).tolist()
    shown: list[Published] = [None if value == NOTHING else value / 100 for value in hundredths]
    counted = [value != NOTHING for value in hundredths]
    caps = _bites(plan, values[:, :2], scored)
    calculations: dict[str | None, Calculation] = {}
    for name, aggregate, node, children, ids, weights in _shares(plan):
        shares = map(ChildShare, ids, weights, [shown[child] for child in children], [counted[child] for child in children])
        before = int(publish(uncapped[node][:1], scored[node])[0]) / 100 if node in caps else None
        calculations[name] = Calculation(aggregate, tuple(shares), tuple(caps.get(node, ())), before)
    return calculations


def _bites(plan: Plan, values: Floats, scored: Floats) -> dict[int, list[CapBite]]:
    """Return the caps that bite, by the node number of their group; columns are score and potential."""
    found: dict[int, list[CapBite]] = {}
    for level in plan.levels:
        if level.caps is not None:
            for group, cap, (score, potential) in zip(
                level.caps.groups.tolist(), level.caps.caps, bites(level.caps, values, scored).tolist(), strict=True
            ):
                if score:
                    found.setdefault(group, []).append(
                        CapBite(cap.indicator, cap.to, cap.reason, "score and potential" if potential else "score")
                    )
    return found
