"""Contradictions between facts: the framework's quality checks, each skipped while a fact it reads is lacking. Pure."""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from spregistry.check.figures import TOLERANCE, add
from spregistry.model.document import value_at
from spregistry.model.fact import Between, QualityCheck
from spregistry.sentence import Figure, Sentence, figure, say

Data = Mapping[str, Any]

Numbers = Mapping[str, float]

#: How figures stand in sentences: with thousands separators and all their digits.
_FORM = ",.10g"

#: Returns what was found to be wrong, in figures; None where all is well or a fact is lacking.
Examine = Callable[[Numbers, Data], Sentence | None]


class CompiledCheck(NamedTuple):
    """A quality check made ready."""

    check: QualityCheck
    examine: Examine
    #: The first fact it reads, where a reader should look.
    fact: str


def compile_check(check: QualityCheck) -> CompiledCheck:
    """Return a quality check, ready to run on the numbers of a submission and its other data."""
    if check.at_most is not None:
        smaller, larger = ((side,) if isinstance(side, str) else side for side in check.at_most)
        return CompiledCheck(check, _at_most(smaller, larger), _fact(smaller[0]))
    if check.adds_up is not None:
        whole = check.adds_up.whole
        return CompiledCheck(check, _adds_up(check.adds_up.parts, whole, check.adds_up.tolerance or 0.0), _fact(whole))
    if check.between is not None:
        return CompiledCheck(check, _between(check.between), _fact(check.between.numerator[0]))
    ordered = check.ordered or ()
    return CompiledCheck(check, _ordered(ordered), _fact(ordered[0]))


def _fact(term: str) -> str:
    return term.partition(".")[0]


def _at_most(smaller: Sequence[str], larger: Sequence[str]) -> Examine:
    def examine(numbers: Numbers, _data: Data) -> Sentence | None:
        low, high = add(smaller, numbers), add(larger, numbers)
        if low is None or high is None or low <= high + TOLERANCE:
            return None
        return say("{low} is more than {high}", low=figure(low, _FORM), high=figure(high, _FORM))

    def examine_two(numbers: Numbers, data: Data) -> Sentence | None:
        # Most checks compare one figure with another.
        low, high = numbers.get(first), numbers.get(second)
        return None if low is None or high is None or low <= high else examine(numbers, data)

    if len(smaller) == len(larger) == 1:
        first, second = smaller[0], larger[0]
        return examine_two
    return examine


def _adds_up(parts: Sequence[str], whole: str, tolerance: float) -> Examine:
    def examine(numbers: Numbers, _data: Data) -> Sentence | None:
        total, expected = add(parts, numbers), numbers.get(whole)
        if total is None or expected is None or abs(total - expected) <= tolerance * abs(expected) + TOLERANCE:
            return None
        return say("the parts add up to {total}, the whole is {whole}", total=figure(total, _FORM), whole=figure(expected, _FORM))

    return examine


def _between(between: Between) -> Examine:
    above, below, low, high = between.numerator, between.denominator, between.from_, between.to

    def examine(numbers: Numbers, _data: Data) -> Sentence | None:
        value, divisor = add(above, numbers), add(below, numbers) if below else 1.0
        if value is None or not divisor:
            return None
        ratio = value / divisor
        if low is not None and ratio < low - TOLERANCE:
            return say("{ratio} is below {limit}", ratio=_shown(ratio), limit=_shown(low))
        if high is not None and ratio > high + TOLERANCE:
            return say("{ratio} is above {limit}", ratio=_shown(ratio), limit=_shown(high))
        return None

    return examine


def _shown(number: float) -> Figure:
    """Return a figure as people write it: large ones whole, small ones with four digits."""
    return figure(number, ",.0f" if abs(number) >= 1000 else ".4g")  # noqa: PLR2004  # from here on fractions tell nothing


def _ordered(terms: Sequence[str]) -> Examine:
    ways = [term.split(".") if term.startswith("period.") else ["facts", term] for term in terms]

    def examine(_numbers: Numbers, data: Data) -> Sentence | None:
        values = [value_at(data, way) for way in ways]
        if not all(isinstance(value, str) for value in values):
            return None
        # Dates as YYYY-MM-DD stand in the order of the calendar.
        for earlier, later in pairwise(values):
            if earlier > later:
                return say("{earlier} is after {later}", earlier=earlier, later=later)
        return None

    return examine
