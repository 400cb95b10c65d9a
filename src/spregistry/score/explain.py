"""Explains a score: what was aggregated with which weight, which caps bite, and what each indicator could still add (rule 9)."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from spregistry.check.reading import Questionnaire, Reading
from spregistry.model.scorecard import Calculation, CapBite, ChildShare, Explanation, IndicatorScore, Published
from spregistry.model.state import State
from spregistry.score.engine import NOTHING, bites, publish, run
from spregistry.score.plan import Floats, Plan

_STATES = tuple(State)


def explain(plan: Plan, questionnaire: Questionnaire, data: Mapping[str, Any], reading: Reading, points: Floats, counted: Floats) -> Explanation:
    """Return how every number of a submission came about.

    `points` holds the columns score and potential, `counted` whether an indicator counts; as the submission was scored.
    """
    best = questionnaire.best(data)
    improvable = np.flatnonzero((counted[:, 0] > 0.0) & (np.array(best) > points[:, 0]))
    # Column 0 is the score, column 1 the potential, then one column for each indicator at its best.
    cases = np.empty((len(points), 2 + len(improvable)))
    cases[:, :2] = points[:, :2]
    cases[:, 2:] = points[:, :1]
    cases[improvable, np.arange(2, cases.shape[1])] = np.array(best)[improvable]
    values, scored = run(plan, cases, counted)
    return Explanation(
        indicators=_indicators(plan, data, reading, best, counted, _gains(plan, values, scored, counted, improvable)),
        calculations=_calculations(plan, values, scored),
    )


def _gains(plan: Plan, values: Floats, scored: Floats, counted: Floats, improvable: Any) -> list[float | None]:
    published = publish(values[plan.root], scored[plan.root])
    if not plan.framework.has_overall or published[0] == NOTHING:
        return [None] * len(counted)
    gains: list[float | None] = [0.0 if counts else None for counts in counted[:, 0].tolist()]
    for at, reached in zip(improvable.tolist(), published[2:].tolist(), strict=True):
        gains[at] = (reached - int(published[0])) / 100
    return gains


def _indicators(plan: Plan, data: Mapping[str, Any], reading: Reading, best: list[float], counted: Floats, gains: list[float | None]) -> tuple[IndicatorScore, ...]:
    answers = data.get("answers")
    answers = answers if isinstance(answers, dict) else {}
    positions = plan.framework.positions
    counts, is_scored, reasons, figures = counted[:, 0].tolist(), plan.scored.tolist(), reading.reasons, reading.figures
    found = []
    for at, indicator in enumerate(plan.indicators):
        state = _STATES[reading.states[at]]
        answer = answers.get(indicator.id)
        value = answer.get("value") if isinstance(answer, dict) else None
        above = positions[indicator.id].groups
        found.append(
            IndicatorScore(
                indicator.id,
                indicator.code,
                indicator.title,
                above[-1].id if above else None,
                is_scored[at],
                state,
                reasons.get(at),
                figures.get(at) if value is None else value,
                reading.points[at] if counts[at] and state is State.ANSWERED else None,
                best[at] if is_scored[at] else None,
                gains[at],
                bool(reading.evidence[at]),
            )
        )
    return tuple(found)


def _calculations(plan: Plan, values: Floats, scored: Floats) -> dict[str | None, Calculation]:
    shown: list[Published] = [None if value == NOTHING else value / 100 for value in publish(values[:, 0], scored[:, 0]).tolist()]
    ids = [*(indicator.id for indicator in plan.indicators), *(group.id for group in plan.groups)]
    size = len(plan.indicators)
    caps: dict[int, list[CapBite]] = {}
    for cap in plan.caps:
        falls = bites(cap, values[:, :2], scored)
        if falls[0]:
            caps.setdefault(cap.group, []).append(CapBite(cap.cap.indicator, cap.cap.to, cap.cap.reason, "score and potential" if falls[1] else "score"))
    calculations: dict[str | None, Calculation] = {}
    for at, group in enumerate(plan.planned):
        children = tuple(ChildShare(ids[child], weight, shown[child], shown[child] is not None) for child, weight in group.children)
        name = plan.groups[at].id if at < len(plan.groups) else None
        calculations[name] = Calculation(group.aggregate, children, tuple(caps.get(size + at, ())))
    return calculations
