"""Facts as numbers, and numbers as points (scoring rule 5). Pure."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from spregistry.model.answer_kind import Case, Line, NumberAnswer, RatioAnswer, Step
from spregistry.model.condition import Test, compile_condition
from spregistry.model.fact import Fact

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


class Figures:
    """Reads the facts of a submission as numbers, by term: fact, fact.open, fact.close, fact.average, fact.<segment>."""

    def __init__(self, facts: Mapping[str, Fact]) -> None:
        """Prepare the names of all terms."""
        self._names: dict[str, dict[str, str]] = {}
        for id_, fact in facts.items():
            if fact.numeric:
                parts = ("open", "close", "total", *(fact.segments or ()))
                self._names[id_] = {part: f"{id_}.{part}" for part in parts}

    def read(self, reported: Facts) -> dict[str, float]:
        """Return every number that is there; what is absent, not measured or no number has no entry."""
        numbers: dict[str, float] = {}
        for id_, names in self._names.items():
            value = reported.get(id_)
            kind = type(value)
            if kind is int or kind is float:
                # A plain number is the closing value, or the total; it has no opening value and no segments.
                numbers[id_] = numbers[names["close"]] = value  # type: ignore[assignment]  # the type was just looked at
            elif kind is dict:
                self._read_parts(id_, names, value, numbers)  # type: ignore[arg-type]  # likewise
        return numbers

    def _read_parts(self, id_: str, names: Mapping[str, str], parts: Mapping[str, Any], numbers: dict[str, float]) -> None:
        for part, value in parts.items():
            kind = type(value)
            if (kind is int or kind is float) and part in names:
                numbers[names[part]] = value
        opening, closing = numbers.get(names["open"]), numbers.get(names["close"])
        main = closing if closing is not None else numbers.get(names["total"])
        if main is not None:
            numbers[id_] = main
        if opening is not None and closing is not None:
            numbers[f"{id_}.average"] = (opening + closing) / 2


def add(terms: Sequence[str], numbers: Mapping[str, float]) -> float | None:
    """Return the sum of terms in declared order; None where one is lacking."""
    total = 0.0
    for term in terms:
        value = numbers.get(term)
        if value is None:
            return None
        total += value
    return total


def lacking(terms: Sequence[str], numbers: Mapping[str, float], reported: Facts) -> Lack | None:
    """Return which fact is lacking for a sum: one that is absent before one that is not measured."""
    lack: Lack | None = None
    for term in terms:
        fact = term.partition(".")[0]
        if term not in numbers:
            if not is_not_measured(reported.get(fact)):
                return Absent(fact)
            lack = lack or NotMeasured(fact)
    return lack


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
        if not self.facts:
            return self.cases[0][1:]
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
        return 0.0 if share <= 0.0 else min(1.0, share)

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
