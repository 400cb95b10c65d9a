"""Contradictions between facts: the framework's quality checks, each skipped while a fact it reads is lacking."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from spregistry.check.figures import TOLERANCE, Absent, NotMeasured, Term, add
from spregistry.model.definition import Fact, QualityCheck

Data = Mapping[str, Any]

#: Returns what was found to be wrong, in figures; None where all is well or a fact is lacking.
Examine = Callable[[Data, Data], str | None]


class Contradiction(NamedTuple):
    """A quality check that failed, with the figures that fail it."""

    check: QualityCheck
    found: str
    #: The first fact it reads, where a reader should look.
    fact: str


class CompiledCheck(NamedTuple):
    """A quality check made ready."""

    check: QualityCheck
    examine: Examine
    fact: str


def compile_checks(checks: Sequence[QualityCheck], facts: Mapping[str, Fact]) -> tuple[CompiledCheck, ...]:
    """Return a framework's quality checks, ready to run."""
    return tuple(_compile(check, facts) for check in checks)


def contradictions(checks: Sequence[CompiledCheck], data: Data) -> Iterator[Contradiction]:
    """Yield the quality checks that the facts of a submission fail.

    `data` is the whole submission; its facts must fit the submission schema.
    """
    facts = data.get("facts")
    facts = facts if isinstance(facts, dict) else {}
    for check, examine, fact in checks:
        found = examine(facts, data)
        if found is not None:
            yield Contradiction(check, found, fact)


def _compile(check: QualityCheck, facts: Mapping[str, Fact]) -> CompiledCheck:
    if check.at_most is not None:
        sides = [(side,) if isinstance(side, str) else side for side in check.at_most]
        return CompiledCheck(check, _at_most(*(_terms(side, facts) for side in sides)), _fact(sides[0][0]))
    if check.adds_up is not None:
        parts, whole = _terms(check.adds_up.parts, facts), _terms((check.adds_up.whole,), facts)
        return CompiledCheck(check, _adds_up(parts, whole, check.adds_up.tolerance or 0.0), _fact(check.adds_up.whole))
    if check.between is not None:
        above, below = _terms(check.between.numerator, facts), _terms(check.between.denominator or (), facts)
        return CompiledCheck(check, _between(above, below, check.between.from_, check.between.to), _fact(check.between.numerator[0]))
    ordered = check.ordered or ()
    return CompiledCheck(check, _ordered(ordered), _fact(ordered[0]))


def _fact(term: str) -> str:
    return term.partition(".")[0]


def _terms(terms: Sequence[str], facts: Mapping[str, Fact]) -> tuple[Term, ...]:
    return tuple(Term.of(term, facts) for term in terms)


def _at_most(smaller: Sequence[Term], larger: Sequence[Term]) -> Examine:
    def examine(facts: Data, _data: Data) -> str | None:
        low, high = add(smaller, facts), add(larger, facts)
        if isinstance(low, Absent | NotMeasured) or isinstance(high, Absent | NotMeasured) or low <= high + TOLERANCE:
            return None
        return f"{low:,.10g} is more than {high:,.10g}"

    return examine


def _adds_up(parts: Sequence[Term], whole: Sequence[Term], tolerance: float) -> Examine:
    def examine(facts: Data, _data: Data) -> str | None:
        total, expected = add(parts, facts), add(whole, facts)
        if isinstance(total, Absent | NotMeasured) or isinstance(expected, Absent | NotMeasured):
            return None
        if abs(total - expected) <= tolerance * abs(expected) + TOLERANCE:
            return None
        return f"the parts add up to {total:,.10g}, the whole is {expected:,.10g}"

    return examine


def _between(above: Sequence[Term], below: Sequence[Term], low: float | None, high: float | None) -> Examine:
    def examine(facts: Data, _data: Data) -> str | None:
        value, divisor = add(above, facts), add(below, facts) if below else 1.0
        if isinstance(value, Absent | NotMeasured) or isinstance(divisor, Absent | NotMeasured) or divisor == 0:
            return None
        ratio = value / divisor
        if low is not None and ratio < low - TOLERANCE:
            return f"{ratio:,.4g} is below {low:g}"
        return f"{ratio:,.4g} is above {high:g}" if high is not None and ratio > high + TOLERANCE else None

    return examine


def _ordered(terms: Sequence[str]) -> Examine:
    def examine(facts: Data, data: Data) -> str | None:
        period = data.get("period")
        dates = {f"period.{key}": value for key, value in period.items()} if isinstance(period, dict) else {}
        values = [facts.get(term, dates.get(term)) for term in terms]
        # Dates as YYYY-MM-DD stand in the order of the calendar.
        for earlier, later in zip(values, values[1:], strict=False):
            if isinstance(earlier, str) and isinstance(later, str) and earlier > later:
                return f"{earlier} is after {later}"
        return None

    return examine
