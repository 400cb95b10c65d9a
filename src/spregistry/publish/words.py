"""Definitions in words: conditions, kinds of answer, options; plain text, for terminals, templates and pages alike."""

from collections.abc import Mapping

from spregistry.model.answer_kind import Case, NumberAnswer, RatioAnswer
from spregistry.model.condition import Condition, FactTest, Scalar
from spregistry.model.definition import Indicator
from spregistry.model.fact import Fact
from spregistry.model.framework import Framework


def condition_in_words(condition: Condition, facts: Mapping[str, Fact]) -> str:
    """Return a condition as the end of a sentence that begins with "asked where"."""
    parts = [_test(facts[name], test) for name, test in (condition.properties or {}).items()]
    parts += [
        f"({condition_in_words(child, facts)})" if child.any_of else condition_in_words(child, facts) for child in condition.all_of or ()
    ]
    if condition.any_of:
        parts.append(" or ".join(condition_in_words(child, facts) for child in condition.any_of))
    if condition.not_:
        parts.append(f"not ({condition_in_words(condition.not_, facts)})")
    return " and ".join(parts)


def _test(fact: Fact, test: FactTest) -> str:
    name = f"“{fact.title}”"
    parts = []
    if test.const is not None:
        parts.append(f"{name} is {_value(fact, test.const)}")
    if test.enum is not None:
        parts.append(f"{name} is {' or '.join(_value(fact, value) for value in test.enum)}")
    if test.contains is not None:
        parts.append(f"{name} includes {_value(fact, test.contains.const)}")
    for bound, words in (
        (test.minimum, "at least"),
        (test.maximum, "at most"),
        (test.exclusive_minimum, "more than"),
        (test.exclusive_maximum, "less than"),
    ):
        if bound is not None:
            parts.append(f"{name} is {words} {bound:g}")
    return " and ".join(parts)


def _value(fact: Fact, value: Scalar) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    label = next((option.label for option in fact.choices or () if option.value == value), None)
    return f"“{label}”" if label else str(value)


def applicability(framework: Framework, id_: str) -> str:
    """Return in words when an indicator is asked; empty where always."""
    position = framework.positions[id_]
    parts = dict.fromkeys(condition_in_words(condition, framework.facts) for condition in position.conditions)
    return " and ".join(f"({part})" if len(parts) > 1 and " or " in part else part for part in parts)


def points_in_words(framework: Framework, indicator: Indicator) -> list[str]:
    """Return, line by line, how the answer of an indicator earns points."""
    answer = indicator.answer
    options = framework.options(indicator)
    if options:
        possible = [option for option in options if indicator.may_be_na is not None or not option.excluded]
        return [_option(option.value, option.label, option.points, bool(option.excluded)) for option in possible]
    if answer.checklist is not None:
        points = answer.checklist.points
        table = (
            f"points by the number ticked, from none: {', '.join(f'{value:g}' for value in points)}"
            if isinstance(points, tuple)
            else "points by the share ticked"
        )
        return [table if points is not None else "no points", *(f"{item.id} — {item.label}" for item in answer.checklist.items)]
    if answer.figure is not None:
        return _figure(answer.figure, framework)
    return ["free text, no points" if answer.text is not None else "a date, no points"]


def _option(value: str, label: str, points: float | None, excluded: bool) -> str:  # noqa: FBT001  # of the option
    worth = "left out of the score" if excluded else "no points" if points is None else f"{points:g} of 1"
    return f"{value} — {label} ({worth})"


def _figure(figure: NumberAnswer | RatioAnswer, framework: Framework) -> list[str]:
    lines = [f"{' + '.join(figure.numerator)} divided by {' + '.join(figure.denominator)}"] if isinstance(figure, RatioAnswer) else []
    unit = f" {figure.unit}" if figure.unit else ""
    if figure.cases is None:
        return [*lines, _formula(figure, unit)]
    for case in figure.cases:
        where = f"where {condition_in_words(case.when, framework.facts)}" if case.when else "otherwise"
        lines.append(f"{where}: {_formula(case, unit)}")
    return lines


def _formula(formula: NumberAnswer | RatioAnswer | Case, unit: str) -> str:
    if formula.line is not None:
        return f"no points at {formula.line.zero_at:g}{unit}, all at {formula.line.full_at:g}, straight between"
    if formula.steps is not None:
        return "; ".join(f"from {step.from_:g}{unit} {step.points:g} of 1" for step in formula.steps)
    return "no points"
