"""Reads a submission: the state and points of every indicator (design 5; scoring rules 1, 2 and 5).

Tolerant on purpose: a value that does not fit is as good as missing, which is how a live form treats it. Whether a submission
may be scored at all is for `submissions.py` to say.
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from math import isfinite
from typing import Any, NamedTuple

from spregistry.check.figures import Absent, Figures, Formula, NotMeasured, add, compile_formula, is_number, lacking, main_value
from spregistry.check.worth import EXCLUDED, UNSCORED, Worth, best_of, checklist_worth, number_worth
from spregistry.model.condition import Test, compile_condition
from spregistry.model.day import as_day
from spregistry.model.definition import Indicator
from spregistry.model.fact import Fact
from spregistry.model.framework import Framework
from spregistry.model.state import State
from spregistry.sentence import say

_ANSWERED, _MISSING, _NOT_APPLICABLE = int(State.ANSWERED), int(State.MISSING), int(State.NOT_APPLICABLE)
_NOT_ASKED, _NOT_YET_DUE, _UNDEFINED = int(State.NOT_ASKED), int(State.NOT_YET_DUE), int(State.UNDEFINED)


#: Why an indicator with a due month is missing where the submission does not say its period.
NO_PERIOD = say("the end of the period is not reported")


_ZERO = say("its denominator is zero")
_NO_CONDITION = say("its condition does not hold")


@dataclass(slots=True)
class Reading:
    """What a submission says, one entry per indicator in the order of the framework."""

    #: Values of `State`.
    states: bytearray
    #: Points earned; 0 where none are.
    points: list[float]
    #: Whether evidence is named.
    evidence: bytearray
    #: The facts as numbers, by term.
    numbers: dict[str, float] = field(default_factory=dict)
    #: The computed or typed figures, by position.
    figures: dict[int, float] = field(default_factory=dict)
    #: Why a state or the points are what they are, where that needs a word, by position.
    reasons: dict[int, str] = field(default_factory=dict)
    #: Positions whose ratio earns nothing because a fact is declared not measured.
    not_measured: dict[int, str] = field(default_factory=dict)
    #: Facts that are lacking, with the positions that need them.
    absent: dict[str, list[int]] = field(default_factory=dict)


class _Options(NamedTuple):
    at: int
    id: str
    worth: dict[str, float]


class _Kind(NamedTuple):
    at: int
    id: str
    #: Returns points for a value, None where the value does not fit.
    worth: Worth
    is_number: bool


class _Ratio(NamedTuple):
    at: int
    id: str
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    formula: Formula | None


class _Gate(NamedTuple):
    """Indicators that are asked under the same conditions."""

    facts: tuple[Fact, ...]
    test: Test
    positions: tuple[int, ...]


class Questionnaire:
    """A framework made ready to read its submissions."""

    def __init__(self, framework: Framework) -> None:
        """Compile options, formulas and conditions once."""
        self.framework = framework
        self.ids = tuple(framework.positions)
        self._figures = Figures(framework.facts)
        self._options: list[_Options] = []
        self._kinds: list[_Kind] = []
        self._ratios: list[_Ratio] = []
        self._formulas: list[tuple[int, Formula]] = []
        for at, indicator in enumerate(framework.indicators.values()):
            self._compile(at, indicator)
        self._best = [best_of(framework, indicator) for indicator in framework.indicators.values()]
        self._gates = self._compile_gates()
        self._gating = [framework.facts[name] for name in sorted(framework.gating_facts)]
        self._due = self._compile_due()
        self._all_missing = bytes([_MISSING]) * len(self.ids)

    def _compile(self, at: int, indicator: Indicator) -> None:
        facts = self.framework.facts
        options = self.framework.options(indicator)
        answer = indicator.answer
        formula = compile_formula(answer.figure, facts) if answer.figure else None
        if formula is not None:
            self._formulas.append((at, formula))
        if options:
            worth = {
                option.value: EXCLUDED if option.excluded else UNSCORED if option.points is None else float(option.points)
                for option in options
            }
            self._options.append(_Options(at, indicator.id, worth))
        elif answer.ratio is not None:
            self._ratios.append(_Ratio(at, indicator.id, answer.ratio.numerator, answer.ratio.denominator, formula))
        elif answer.number is not None:
            self._kinds.append(_Kind(at, indicator.id, number_worth(formula), True))
        elif answer.checklist is not None:
            self._kinds.append(_Kind(at, indicator.id, checklist_worth(answer.checklist), False))
        else:
            self._kinds.append(_Kind(at, indicator.id, lambda value, _facts: UNSCORED if isinstance(value, str) and value else None, False))

    def _compile_gates(self) -> list[_Gate]:
        together: dict[str, list[int]] = {}
        positions_of = [*self.framework.positions.values()]
        for at, position in enumerate(positions_of):
            if position.conditions:
                # By spelling, not by ==, for which true would be 1.
                together.setdefault(repr(position.conditions), []).append(at)
        gates = []
        for positions in together.values():
            conditions = positions_of[positions[0]].conditions
            names = sorted(frozenset[str]().union(*(condition.facts() for condition in conditions)))
            tests = [compile_condition(condition) for condition in conditions]
            test = tests[0] if len(tests) == 1 else _together(tests)
            gates.append(_Gate(tuple(self.framework.facts[name] for name in names), test, tuple(positions)))
        return gates

    def _compile_due(self) -> dict[int, list[int]]:
        due: dict[int, list[int]] = {}
        for at, position in enumerate(self.framework.positions.values()):
            if position.due_from_month is not None:
                due.setdefault(position.due_from_month, []).append(at)
        return due

    def read(self, data: Mapping[str, Any]) -> Reading:
        """Return what a submission says; anything that does not fit counts as not there."""
        facts = _mapping(data.get("facts"))
        answers = _mapping(data.get("answers"))
        size = len(self.ids)
        reading = Reading(bytearray(self._all_missing), [0.0] * size, bytearray(size), self._figures.read(facts))
        self._read_options(answers, reading)
        self._read_kinds(answers, facts, reading)
        self._read_ratios(answers, facts, reading)
        self._read_due(data, facts, reading)
        self._read_gates(facts, reading)
        return reading

    def best(self, data: Mapping[str, Any]) -> list[float]:
        """Return the most points each indicator could earn with the facts as they are."""
        facts = _mapping(data.get("facts"))
        best = list(self._best)
        for at, formula in self._formulas:
            chosen = formula.choose(facts)
            best[at] = formula.best if isinstance(chosen, Absent | NotMeasured) else chosen[1]
        return best

    def _read_options(self, answers: Mapping[str, Any], reading: Reading) -> None:
        states, points, evidence = reading.states, reading.points, reading.evidence
        get = answers.get
        for at, id_, worth in self._options:
            answer = get(id_)
            if type(answer) is not dict:
                continue
            value = answer.get("value")
            earned = worth.get(value) if type(value) is str else None
            if earned is None:
                evidence[at] = bool(answer.get("evidence"))
                if answer.get("not_applicable") is True:
                    states[at] = _NOT_APPLICABLE
                continue
            if earned >= 0.0:
                states[at] = _ANSWERED
                points[at] = earned
                if answer.get("evidence"):
                    evidence[at] = 1
            else:
                states[at] = _NOT_APPLICABLE if earned == EXCLUDED else _ANSWERED
                evidence[at] = bool(answer.get("evidence"))

    def _read_kinds(self, answers: Mapping[str, Any], facts: Mapping[str, Any], reading: Reading) -> None:
        for at, id_, worth, number in self._kinds:
            answer = answers.get(id_)
            if type(answer) is not dict:
                continue
            reading.evidence[at] = bool(answer.get("evidence"))
            if answer.get("not_applicable") is True:
                reading.states[at] = _NOT_APPLICABLE
                continue
            value = answer.get("value")
            if value is None:
                continue
            earned = worth(value, facts)
            if number and is_number(value):
                reading.figures[at] = value
            if type(earned) is float and earned >= 0.0:
                reading.states[at] = _ANSWERED
                reading.points[at] = earned
            else:
                self._settle(at, earned, reading)

    def _read_ratios(self, answers: Mapping[str, Any], facts: Mapping[str, Any], reading: Reading) -> None:
        for at, id_, numerator, denominator, formula in self._ratios:
            answer = answers.get(id_)
            if type(answer) is dict:
                reading.evidence[at] = bool(answer.get("evidence"))
                if answer.get("not_applicable") is True:
                    reading.states[at] = _NOT_APPLICABLE
                    continue
            above, below = add(numerator, reading.numbers), add(denominator, reading.numbers)
            chosen = formula.choose(facts) if formula else None
            if above is None or below is None or isinstance(chosen, Absent | NotMeasured):
                lacks = [
                    lacking((*numerator, *denominator), reading.numbers, facts),
                    chosen if isinstance(chosen, Absent | NotMeasured) else None,
                ]
                absent = next((lack for lack in lacks if isinstance(lack, Absent)), None)
                self._settle(at, absent or next(lack for lack in lacks if lack is not None), reading)
            elif below == 0 or not isfinite(above / below):
                # A divisor that small is as good as zero.
                reading.states[at] = _UNDEFINED
                reading.reasons[at] = _ZERO
            else:
                reading.figures[at] = figure = above / below
                reading.states[at] = _ANSWERED
                reading.points[at] = chosen[0](figure) if chosen else 0.0

    def _settle(self, at: int, earned: float | Absent | NotMeasured | None, reading: Reading) -> None:
        if earned is None:
            return
        if isinstance(earned, Absent):
            reading.absent.setdefault(earned.fact, []).append(at)
            reading.reasons[at] = say("the fact “{fact}” is not reported", fact=self._title(earned.fact))
        elif isinstance(earned, NotMeasured):
            reading.states[at] = _ANSWERED
            reading.not_measured[at] = earned.fact
            reading.reasons[at] = say("the fact “{fact}” is declared not measured", fact=self._title(earned.fact))
        else:
            reading.states[at] = _ANSWERED
            reading.points[at] = max(earned, 0.0)

    def _read_due(self, data: Mapping[str, Any], facts: Mapping[str, Any], reading: Reading) -> None:
        if not self._due:
            return
        clock = self.framework.definition.clock
        start = as_day(facts.get(clock)) if clock else None
        end = as_day(_mapping(data.get("period")).get("end"))
        for months, positions in self._due.items():
            if start is not None and end is not None:
                if end < months_after(start, months):
                    self._override(positions, _NOT_YET_DUE, say("due from month {month}", month=months), reading)
            elif start is None and clock is not None:
                self._lack(clock, positions, reading)
            else:
                self._override(positions, _MISSING, NO_PERIOD, reading)

    def _read_gates(self, facts: Mapping[str, Any], reading: Reading) -> None:
        values = {}
        for fact in self._gating:
            value = main_value(fact, facts.get(fact.id))
            if value is not None and not isinstance(value, dict):
                values[fact.id] = value
        for gate in self._gates:
            blank = [fact.id for fact in gate.facts if fact.id not in values]
            if blank:
                for name in reversed(blank):  # the first one gives the reason
                    self._lack(name, gate.positions, reading)
            elif not gate.test(values):
                self._override(gate.positions, _NOT_ASKED, _NO_CONDITION, reading)

    def _lack(self, fact: str, positions: tuple[int, ...] | list[int], reading: Reading) -> None:
        reading.absent.setdefault(fact, []).extend(positions)
        reason = say("the fact “{fact}” decides whether it is asked, and is not reported", fact=self._title(fact))
        self._override(positions, _MISSING, reason, reading)

    def _override(self, positions: tuple[int, ...] | list[int], state: int, reason: str, reading: Reading) -> None:
        for at in positions:
            reading.states[at] = state
            reading.points[at] = 0.0
            reading.reasons[at] = reason
            reading.not_measured.pop(at, None)

    def _title(self, fact: str) -> str:
        return self.framework.facts[fact].title


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _together(tests: list[Test]) -> Test:
    return lambda values: all(test(values) for test in tests)


def months_after(start: date, months: int) -> date:
    """Return the same day some calendar months later, or that month's last day where it has fewer."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
