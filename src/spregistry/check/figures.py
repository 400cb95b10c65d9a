"""Facts as numbers, and numbers as points (scoring rule 5)."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from spregistry.model.condition import Test, compile_condition
from spregistry.model.definition import Case, Fact, Line, NumberAnswer, RatioAnswer, Step

Facts = Mapping[str, Any]

#: Values are taken as reached when they fall short by no more than this.
TOLERANCE = 1e-9


class Absent(NamedTuple):
    """A fact that is needed and not there."""

    fact: str


class NotMeasured(NamedTuple):
    """A fact that is needed and declared not measured."""

    fact: str


Lack = Absent | NotMeasured
Points = Callable[[float], float]


def reaches(x: float, bound: float) -> bool:
    """Tell whether a value reaches a bound, in the same way in every runtime."""
    return x + TOLERANCE >= bound


def main_value(fact: Fact, value: Any) -> Any:
    """Return a fact's value itself: of a stock its closing value, of a flow its total; None where there is none."""
    if isinstance(value, dict):
        return value.get("close" if fact.kind == "stock" else "total")
    return value


def is_not_measured(value: Any) -> bool:
    """Tell whether a fact is declared not measured."""
    return isinstance(value, dict) and value.get("not_measured") is True


def is_number(value: Any) -> bool:
    """Tell whether a value can be calculated with."""
    return type(value) in (int, float)


class Term(NamedTuple):
    """A fact or a part of it, as a number."""

    fact: Fact
    part: str

    @classmethod
    def of(cls, text: str, facts: Mapping[str, Fact]) -> "Term":
        """Read a term such as "portfolio.average"."""
        name, _, part = text.partition(".")
        return cls(facts[name], part)

    def read(self, reported: Facts) -> float | Lack:
        """Return the number, or what is lacking."""
        value = reported.get(self.fact.id)
        if is_number(value):
            # A plain number is the closing value, or the total; it has no opening value and no segments.
            return value if self.part in ("", "close") else Absent(self.fact.id)
        if not isinstance(value, dict):
            return Absent(self.fact.id)
        if is_not_measured(value):
            return NotMeasured(self.fact.id)
        if self.part == "average":
            opening, closing = value.get("open"), value.get("close")
            return (opening + closing) / 2 if is_number(opening) and is_number(closing) else Absent(self.fact.id)
        found = value.get(self.part) if self.part else main_value(self.fact, value)
        return found if is_number(found) else Absent(self.fact.id)


def add(terms: Sequence[Term], reported: Facts) -> float | Lack:
    """Return the sum of terms in declared order, or what is lacking: something absent before something not measured."""
    total = 0.0
    lack: Lack | None = None
    for term in terms:
        value = term.read(reported)
        if isinstance(value, Absent):
            return value
        if isinstance(value, NotMeasured):
            lack = lack or value
        else:
            total += value
    return total if lack is None else lack


class Formula(NamedTuple):
    """How a number or ratio earns points: the first case whose condition holds."""

    cases: tuple[tuple[Test | None, Points, float], ...]
    #: Facts that decide between the cases.
    facts: tuple[Fact, ...]

    @property
    def best(self) -> float:
        """The most points that any case can give."""
        return max((best for _, _, best in self.cases), default=0.0)

    def choose(self, reported: Facts) -> tuple[Points, float] | Lack:
        """Return the points function of the case that holds and the best it gives, or the fact that is lacking to decide."""
        values = {}
        lack: Lack | None = None
        for fact in self.facts:
            value = reported.get(fact.id)
            if is_not_measured(value):
                lack = lack or NotMeasured(fact.id)
            elif (main := main_value(fact, value)) is None:
                return Absent(fact.id)
            else:
                values[fact.id] = main
        if lack is not None:
            return lack
        return next((points, best) for test, points, best in self.cases if test is None or test(values))


def compile_formula(figure: NumberAnswer | RatioAnswer, facts: Mapping[str, Fact]) -> Formula | None:
    """Return the formula of a number or ratio; None where it is unscored."""
    if figure.cases is not None:
        read = sorted(frozenset[str]().union(*(case.when.facts() for case in figure.cases if case.when)))
        return Formula(tuple(_case(case) for case in figure.cases), tuple(facts[name] for name in read))
    if figure.line is not None:
        return Formula(((None, _line(figure.line), 1.0),), ())
    return Formula(((None, _steps(figure.steps), _best(figure.steps)),), ()) if figure.steps else None


def _case(case: Case) -> tuple[Test | None, Points, float]:
    test = compile_condition(case.when) if case.when else None
    if case.line is not None:
        return test, _line(case.line), 1.0
    return test, _steps(case.steps or ()), _best(case.steps or ())


def _best(steps: Sequence[Step]) -> float:
    return max(float(step.points) for step in steps)


def _line(line: Line) -> Points:
    zero_at, full_at = line.zero_at, line.full_at

    def points(x: float) -> float:
        share = (x - zero_at) / (full_at - zero_at)
        return 0.0 if share <= 0.0 else 1.0 if share >= 1.0 else share

    return points


def _steps(steps: Sequence[Step]) -> Points:
    rising = [(step.from_, float(step.points)) for step in steps]

    def points(x: float) -> float:
        earned = 0.0
        for bound, worth in rising:
            if reaches(x, bound):
                earned = worth
        return earned

    return points
