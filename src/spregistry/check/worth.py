"""What an answer is worth: from a value to points, for each kind of answer (scoring rules 1 and 5)."""

from collections.abc import Callable, Mapping
from typing import Any

from spregistry.check.figures import Absent, Formula, NotMeasured, is_number
from spregistry.model.answer_kind import Checklist
from spregistry.model.definition import Indicator
from spregistry.model.framework import Framework

#: From a value and the facts to points, to what is lacking for them, or to None where the value does not fit.
Worth = Callable[[Any, Mapping[str, Any]], float | Absent | NotMeasured | None]

#: Stands for the option that says "not applicable" where others stand for their points.
EXCLUDED = -1.0
#: Stands for an option without points.
UNSCORED = -2.0


def best_of(framework: Framework, indicator: Indicator) -> float:
    """Return the most points that an option or a checklist can earn; 0 for other kinds."""
    if indicator.answer.checklist is not None:
        return max(_checklist_table(indicator.answer.checklist), default=0.0)
    return max((float(option.points) for option in framework.options(indicator) if option.points is not None), default=0.0)


def number_worth(formula: Formula | None) -> Worth:
    """Return what a typed figure is worth by its formula."""

    def worth(value: Any, facts: Mapping[str, Any]) -> float | Absent | NotMeasured | None:
        if not is_number(value):
            return None
        if formula is None:
            return UNSCORED
        chosen = formula.choose(facts)
        return chosen if isinstance(chosen, Absent | NotMeasured) else chosen[0](value)

    if formula is not None and not formula.facts:
        points = formula.cases[0][1]
        return lambda value, _facts: points(value) if is_number(value) else None
    return worth


def _counted(checklist: Checklist) -> dict[str, tuple[str, str]]:
    """Return what each item counts as: its group, or itself."""
    return {item.id: ("group", item.group) if item.group else ("item", item.id) for item in checklist.items}


def _checklist_table(checklist: Checklist) -> list[float]:
    """Return points by the number that counts, from none to all; without points an answer is still an answer."""
    possible = len(set(_counted(checklist).values()))
    if isinstance(checklist.points, tuple):
        return [float(checklist.points[min(number, len(checklist.points) - 1)]) for number in range(possible + 1)]
    return [number / possible if checklist.points else UNSCORED for number in range(possible + 1)]


def checklist_worth(checklist: Checklist) -> Worth:
    """Return the function from ticked ids to points; items of one group count once together."""
    counted = _counted(checklist)
    known = frozenset(counted)
    table = _checklist_table(checklist)
    grouped = len(table) <= len(known)

    def worth(value: Any, _facts: Mapping[str, Any]) -> float | None:
        if type(value) is not list:
            return None
        try:
            ticked = known.intersection(value)
        except TypeError:
            return None
        if len(ticked) != len(value):
            return None
        return table[len({counted[item] for item in ticked}) if grouped else len(ticked)]

    return worth
