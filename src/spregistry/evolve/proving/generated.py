"""Submissions to any framework, drawn at random, with the figures at which arithmetic goes wrong: near thresholds, tiny, huge, minus zero."""

import random
from typing import Any, cast

from spregistry.check.submission_schema import LARGEST, LARGEST_EXACT
from spregistry.model.answer_kind import NumberSchema
from spregistry.model.definition import Indicator
from spregistry.model.fact import Fact, FactSchema
from spregistry.model.framework import Framework

Data = dict[str, Any]

HAIR = (-1.1e-9, -1e-9, -9e-10, 0.0, 9e-10, 1e-9)
HOSTILE = (
    0,
    3,
    10,
    -0.0,
    5e-324,
    1e-9,
    0.1,
    0.1 + 0.2,
    1 / 3,
    0.5,
    1,
    2,
    7,
    99.99999999999999,
    100,
    12345.678,
    1e15,
    -1e15,
    2**53 - 1,
    -3,
    1e-7,
)


def random_submission(framework: Framework, rng: random.Random) -> Data:
    """Return a draft that can be scored, anything from nearly empty to complete."""
    answered, reported = rng.choice((0.1, 0.5, 0.9, 1.0)), rng.choice((0.3, 0.9, 1.0))
    submission: Data = {"format": 1, "framework": framework.submission_reference, "facts": {}, "answers": {}}
    if _chance(rng, 0.8):
        submission["organisation"] = {"name": rng.choice(("Kaya", "Ñandú – ação 😀", 'a "quoted" \\ name\t'))[:12].strip(), "country": "KE"}
    if _chance(rng, 0.9):
        submission["period"] = {"start": "2025-01-01", "end": rng.choice(("2025-12-31", "2026-02-28", "2026-02-29", "2028-02-29"))}
    for fact in framework.facts.values():
        if rng.random() < reported:
            submission["facts"][fact.id] = fact_value(fact, rng, measured=fact.id in framework.gating_facts)
    for indicator in framework.indicators.values():
        if rng.random() < answered:
            submission["answers"][indicator.id] = answer(framework, indicator, rng)
    return submission


def complete_submission(framework: Framework, rng: random.Random) -> Data:
    """Return a final submission that answers all there is, with evidence; its figures are as small as they may be, so that none contradicts another."""
    submission: Data = {
        "format": 1,
        "framework": framework.submission_reference,
        "status": "final",
        "organisation": {"name": "Kaya", "country": "KE"},
        "period": {"start": "2028-01-01", "end": "2028-12-31"},
        "currency": {"code": "KES", "per_usd": 129.2, "date": "2028-12-31", "source": "central bank"},
        "facts": {fact.id: _smallest(fact, rng) for fact in framework.facts.values()},
        "answers": {},
    }
    for indicator in framework.indicators.values():
        said = answer(framework, indicator, rng)
        dated = {"value": "2028-03-14"} if indicator.answer.date is not None and "value" in said else {}
        submission["answers"][indicator.id] = {**said, **dated, "evidence": ["Minutes 2028-03-14"]}
    return submission


def bare_submission(framework: Framework, rng: random.Random) -> Data:
    """Return a final submission that leaves out much of what need not be there: optional answers, facts and evidence."""
    submission = complete_submission(framework, rng)
    needed = framework.gating_facts
    submission["facts"] = {id_: value for id_, value in submission["facts"].items() if id_ in needed or _chance(rng, 0.5)}
    for id_, said in [*submission["answers"].items()]:
        if not framework.indicators[id_].required and _chance(rng, 0.7):
            del submission["answers"][id_]
        elif _chance(rng, 0.3):
            del said["evidence"]
    return submission


def _smallest(fact: Fact, rng: random.Random) -> Any:
    if fact.choices is not None or not fact.numeric:
        return "2020-01-31" if fact.is_date else fact_value(fact, rng, measured=True)
    schema = cast("FactSchema", fact.schema)
    least = schema.minimum if schema.minimum is not None else number(schema, (), rng) if schema.exclusive_minimum is not None else 0
    return {"open": least, "close": least} if fact.kind == "stock" else least  # an average needs both


def fact_value(fact: Fact, rng: random.Random, *, measured: bool) -> Any:
    """Return a value of a fact; one that decides what is asked is measured."""
    if not measured and _chance(rng, 0.05):
        return {"not_measured": True}
    if fact.choices is not None:
        options = [option.value for option in fact.choices]
        return rng.sample(options, rng.randint(0, len(options))) if fact.multiple else rng.choice(options)
    schema = cast("FactSchema", fact.schema)  # what is not chosen is measured
    if not fact.numeric:
        dates = ("2023-02-28", "2024-01-31", "2024-02-29", "2025-06-30", "2025-02-30")
        return _chance(rng, 0.5) if schema.type == "boolean" else rng.choice(dates) if fact.is_date else "text of some length"
    parts = (*(("open", "close") if fact.kind == "stock" else ("total",)), *(fact.segments or ()))
    if (fact.kind is None and not fact.segments) or _chance(rng, 0.4):
        return number(schema, (), rng)
    chosen = [part for part in parts if _chance(rng, 0.8)] or [parts[0]]
    return {part: number(schema, (), rng) for part in chosen}


def number(schema: FactSchema | NumberSchema, near: tuple[float, ...], rng: random.Random) -> float:
    """Return a number that the schema admits, often one that is hard to calculate with or a hair beside a threshold."""
    whole = schema.type == "integer"
    limit = LARGEST_EXACT if whole else LARGEST
    ends = [end for end in (schema.minimum, schema.maximum) if end is not None]
    hard = [*HOSTILE, *ends, *(bound + hair for bound in near for hair in HAIR)]
    for _ in range(50):
        drawn = rng.choice(hard) if _chance(rng, 0.4) else rng.choice((rng.random(), rng.uniform(0, 100), rng.randint(0, 5000)))
        value = int(drawn) if whole else drawn
        if admits(schema, value, limit):
            return value
    low = schema.minimum if schema.minimum is not None else 0
    return int(low) + 1 if whole else low + 0.5


def admits(schema: FactSchema | NumberSchema, value: float, limit: float) -> bool:
    """Tell whether a number is within the bounds of a schema."""
    low = schema.minimum if schema.minimum is not None else -limit
    high = schema.maximum if schema.maximum is not None else limit
    above = schema.exclusive_minimum is None or value > schema.exclusive_minimum
    return low <= value <= high and above and (schema.exclusive_maximum is None or value < schema.exclusive_maximum)


def answer(framework: Framework, indicator: Indicator, rng: random.Random) -> Data:
    """Return an answer to an indicator that the framework accepts."""
    said: Data = {"evidence": ["Minutes 2025-03-14"]} if _chance(rng, 0.6) else {}
    options = framework.options(indicator)
    kind = indicator.answer
    excluded = [option.value for option in options if option.excluded]
    if indicator.may_be_na is not None and _chance(rng, 0.15):
        reason = rng.choice(indicator.may_be_na) if isinstance(indicator.may_be_na, tuple) else "a reason"
        return {**said, **({"value": excluded[0]} if excluded else {"not_applicable": True}), "justification": reason}
    if kind.ratio is not None:
        return said
    if kind.checklist is not None:
        items = [item.id for item in kind.checklist.items]
        said["value"] = rng.sample(items, rng.randint(0, len(items)))
    elif kind.number is not None:
        said["value"] = number(kind.number.schema, thresholds(indicator), rng)
    elif options:
        said["value"] = rng.choice([option.value for option in options if not option.excluded])
    else:
        said["value"] = "2025-02-30" if kind.date is not None else "é\u2028 text 😀"
    return said


def thresholds(indicator: Indicator) -> tuple[float, ...]:
    """Return the values at which the points of a figure change."""
    figure = indicator.answer.figure
    formulas = [] if figure is None else [*(figure.cases or ()), figure]
    steps = [step.from_ for formula in formulas for step in formula.steps or ()]
    ends = [end for formula in formulas if formula.line for end in (formula.line.zero_at, formula.line.full_at)]
    return (*steps, *ends)


def _chance(rng: random.Random, share: float) -> bool:
    return rng.random() < share
