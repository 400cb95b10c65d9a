"""Submissions whose figures lie where two versions of a figure give different points: between the limits of one and those of the other."""

import random
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, cast

from spregistry.check.submission_schema import LARGEST, LARGEST_EXACT
from spregistry.evolve.proving.generated import Data, admits, complete_submission, thresholds
from spregistry.model.answer_kind import NumberSchema, RatioAnswer
from spregistry.model.fact import FactSchema
from spregistry.model.framework import Framework

#: What the lower part of a ratio is made, so that the upper one can be a whole number; the first that all facts admit.
_WHOLES = (1000, 10000, 100, 10)
#: So often each figure is tried, with other facts beside it, for a case may depend on them.
_TRIES = 3


def aimed_submissions(before: Framework, after: Framework, id_: str, rng: random.Random) -> Iterator[Data]:
    """Yield complete drafts of the earlier version with one indicator's figure at every place where the versions may differ.

    None where either version has no such indicator, or it is no figure.
    """
    indicators = [framework.indicators.get(id_) for framework in (before, after)]
    figures = [indicator.answer.figure if indicator else None for indicator in indicators]
    if indicators[0] is None or None in figures:
        return
    limits = sorted({limit for indicator in indicators if indicator for limit in thresholds(indicator)})
    between = [(low + high) / 2 for low, high in pairwise(limits)]
    for target in [*between, *limits]:
        for _ in range(_TRIES):
            submission = complete_submission(before, rng)
            del submission["status"]
            if _hit(before, submission, id_, target):
                yield submission


def _hit(framework: Framework, submission: Data, id_: str, target: float) -> bool:
    """Make the figure of an indicator what is wanted; False where its facts, or its own bounds, do not admit that."""
    figure = framework.indicators[id_].answer.figure
    if isinstance(figure, RatioAnswer):
        return any(_made(framework, submission["facts"], figure, target, whole) for whole in _WHOLES)
    schema = figure.schema if figure is not None else None
    value = int(target) if schema is not None and schema.type == "integer" else target
    if schema is None or not _within(schema, value):
        return False
    submission["answers"][id_] = {"value": value, "evidence": ["Minutes 2028-03-14"]}
    return True


def _made(framework: Framework, facts: Data, ratio: RatioAnswer, target: float, whole: int) -> bool:
    """Report facts so that a ratio is what is wanted, its lower part being `whole`."""
    parts: dict[str, dict[str, float]] = {}
    for terms, total in ((ratio.denominator, float(whole)), (ratio.numerator, target * whole)):
        for at, term in enumerate(terms):
            for name, part in _places(framework, term):
                parts.setdefault(name, {})[part] = total if at == 0 else 0.0
    reported = {name: _reported(framework, name, said) for name, said in parts.items()}
    if any(value is None for value in reported.values()):
        return False
    facts.update(reported)
    return True


def _places(framework: Framework, term: str) -> Iterator[tuple[str, str]]:
    """Yield in which parts of which fact a term of a ratio is reported."""
    name, _, part = term.partition(".")
    main = "close" if framework.facts[name].kind == "stock" else "total"
    yield from ((name, each) for each in (("open", "close") if part == "average" else (part or main,)))


def _reported(framework: Framework, name: str, parts: dict[str, float]) -> Any:
    """Return a fact as it is reported; None where it does not admit one of its figures."""
    fact = framework.facts[name]
    schema = cast("FactSchema", fact.schema)  # what a ratio is made of is measured
    figures = {part: round(value) if schema.type == "integer" else value for part, value in parts.items()}
    if not all(_within(schema, value) for value in figures.values()):
        return None
    return figures if fact.kind is not None or fact.segments else figures["total"]


def _within(schema: FactSchema | NumberSchema, value: float) -> bool:
    return admits(schema, value, LARGEST_EXACT if schema.type == "integer" else LARGEST)
