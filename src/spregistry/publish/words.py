"""Definitions in words: conditions, kinds of answer, options; plain text, for terminals, templates and pages alike.

All of it is sentences: English as they are, in other languages through a catalogue. Labels and titles are those of the framework given,
so that a translated framework gives words of its language.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import reduce

from spregistry.model.answer_kind import Case, NumberAnswer, Option, RatioAnswer, Step, holds_always
from spregistry.model.condition import Condition, FactTest, Scalar
from spregistry.model.definition import Indicator
from spregistry.model.fact import Fact
from spregistry.model.framework import Framework
from spregistry.sentence import Figure, Sentence, Several, figure, phrases, say, sayable

_NO_POINTS = say("no points")


def condition_in_words(condition: Condition, facts: Mapping[str, Fact]) -> str:
    """Return a condition as the end of a sentence that begins with "asked where"."""
    parts = [_test(facts[name], test) for name, test in (condition.properties or {}).items()]
    for child in condition.all_of or ():
        words = condition_in_words(child, facts)
        parts.append(_enclosed(words) if child.any_of else words)
    if condition.any_of:
        parts.append(_either(condition_in_words(child, facts) for child in condition.any_of))
    if condition.not_:
        parts.append(say("not ({condition})", condition=condition_in_words(condition.not_, facts)))
    return _both(parts)


def _both(parts: Iterable[str]) -> str:
    return reduce(lambda one, other: say("{one} and {other}", one=one, other=other), parts)


def _either(parts: Iterable[str]) -> str:
    return reduce(lambda one, other: say("{one} or {other}", one=one, other=other), parts)


def _enclosed(condition: str) -> str:
    return say("({condition})", condition=condition)


def _test(fact: Fact, test: FactTest) -> str:
    title = fact.title
    parts = []
    if test.const is not None:
        parts.append(say("“{fact}” is {value}", fact=title, value=_value(fact, test.const)))
    if test.enum is not None:
        parts.append(say("“{fact}” is {value}", fact=title, value=_either(_value(fact, value) for value in test.enum)))
    if test.contains is not None:
        parts.append(say("“{fact}” includes {value}", fact=title, value=_value(fact, test.contains.const)))
    if test.minimum is not None:
        parts.append(say("“{fact}” is at least {value}", fact=title, value=_number(test.minimum)))
    if test.maximum is not None:
        parts.append(say("“{fact}” is at most {value}", fact=title, value=_number(test.maximum)))
    if test.exclusive_minimum is not None:
        parts.append(say("“{fact}” is more than {value}", fact=title, value=_number(test.exclusive_minimum)))
    if test.exclusive_maximum is not None:
        parts.append(say("“{fact}” is less than {value}", fact=title, value=_number(test.exclusive_maximum)))
    return _both(parts)


def _number(value: float) -> Figure:
    return figure(value, ".15g")


def _value(fact: Fact, value: Scalar) -> str:
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    label = next((option.label for option in fact.choices or () if option.value == value), None)
    return say("“{label}”", label=label) if label else str(value)


def applicability(framework: Framework, id_: str) -> str:
    """Return in words when an indicator is asked; empty where always."""
    position = framework.positions[id_]
    parts = dict.fromkeys(condition_in_words(condition, framework.facts) for condition in position.conditions)
    if not parts:
        return ""
    return _both(_enclosed(words) if len(parts) > 1 and _mixes(words) else words for words in parts)


def _mixes(words: str) -> bool:
    """Tell whether a condition has an "or" that an "and" beside it would tear apart."""
    return isinstance(words, Sentence) and (
        words.template == _OR or any(isinstance(part, str) and _mixes(part) for part in words.values.values())
    )


_OR = sayable("{one} or {other}")


#: Parts of a fact, by what follows its id in a formula; all others are segments.
_PARTS: Mapping[str, Sentence] = {
    "open": say("at the start of the period"),
    "close": say("at the end of the period"),
    "average": say("average of the period"),
    "total": say("in the whole period"),
}
_PERIOD: Mapping[str, Sentence] = {"period.start": say("the beginning of the period"), "period.end": say("the end of the period")}


def term_in_words(term: str, fact_title: Callable[[str], str], segment_title: Callable[[str], str]) -> str:
    """Return a fact, or a part of one, as a formula names it, by its title; the two titles are asked for by id."""
    if term in _PERIOD:  # only where dates are put in order
        return _PERIOD[term]
    id_, _, part = term.partition(".")
    title = fact_title(id_)
    return say("{fact} ({part})", fact=title, part=_PARTS.get(part) or segment_title(part)) if part else title


def points_in_words(
    framework: Framework,
    indicator: Indicator,
    unit_name: Callable[[str], str] = str,
    sum_name: Callable[[Sequence[str]], str] = " + ".join,
    *,
    keyed: bool = True,
) -> list[str]:
    """Return, line by line, how the answer of an indicator earns points.

    Args:
        framework: The framework.
        indicator: One of its indicators.
        unit_name: Gives what a unit is called.
        sum_name: Gives what a sum of facts is called, of which a ratio is made; ids where nothing else is said.
        keyed: Whether answers are told with the values by which a submission names them.
    """
    answer = indicator.answer
    options = framework.options(indicator)
    if options:
        possible = [option for option in options if indicator.may_be_na is not None or not option.excluded]
        return [option_in_words(option, keyed=keyed) for option in possible]
    if answer.checklist is not None:
        items = [say("{id} — {label}", id=item.id, label=item.label) if keyed else item.label for item in answer.checklist.items]
        return [_ticked(answer.checklist.points), *items]
    if answer.figure is not None:
        formulas: Sequence[Formula] = answer.figure.cases or (answer.figure,)
        return [*_computed(answer.figure, sum_name), *limits_in_words(answer.figure, formulas, framework.facts, unit_name)]
    return [say("free text, no points") if answer.text is not None else say("a date, no points")]


def _ticked(points: object) -> str:
    if points is None:
        return _NO_POINTS
    if isinstance(points, tuple):
        return say("points by the number ticked, from none: {points}", points=Several(_number(value) for value in points))
    return say("points by the share ticked")


def option_in_words(option: Option, *, keyed: bool = True) -> Sentence:
    """Return one of the answers of a scale or a choice with what it earns; `keyed` as in `points_in_words`."""
    points = option.points
    worth = (
        say("left out of the score") if option.excluded else _NO_POINTS if points is None else say("{points} of 1", points=_number(points))
    )
    if not keyed:
        return say("{label} ({value})", label=option.label, value=worth)
    return say("{value} — {label} ({worth})", value=option.value, label=option.label, worth=worth)


def _computed(answer: NumberAnswer | RatioAnswer, sum_name: Callable[[Sequence[str]], str]) -> Iterator[str]:
    if isinstance(answer, RatioAnswer):
        above, below = sum_name(answer.numerator), sum_name(answer.denominator)
        yield say("{numerator} divided by {denominator}", numerator=above, denominator=below)


#: What says how a figure earns points.
Formula = NumberAnswer | RatioAnswer | Case


def limits_in_words(
    answer: NumberAnswer | RatioAnswer | None, formulas: Sequence[Formula], facts: Mapping[str, Fact], unit_name: Callable[[str], str] = str
) -> list[str]:
    """Return, formula by formula, the limits by which a figure earns points; wherever limits are told, they are told by this.

    Args:
        answer: The figure that they are limits of, which says what they are measured in; None where that is not known.
        formulas: The figure itself, or the cases that it has.
        facts: Those that the conditions of cases read.
        unit_name: As in `points_in_words`.
    """
    unit_id = answer.unit if answer is not None else None
    # Fractions are read as percent; but those that somebody types in are told as they are typed.
    amount: Callable[[float], str] = _share if isinstance(answer, RatioAnswer) and unit_id == "fraction" else _number
    unit = unit_name(unit_id) if unit_id and unit_id != "fraction" else ""  # of 1, which needs no name
    conditions = [formula.when if isinstance(formula, Case) else None for formula in formulas]
    always = holds_always(conditions)
    lines: list[str] = []
    for formula, condition in zip(formulas, conditions, strict=True):
        words = _formula(formula, unit, amount)
        if always:
            lines.append(words)
        elif condition:
            lines.append(say("where {condition}: {formula}", condition=condition_in_words(condition, facts), formula=words))
        else:
            lines.append(say("otherwise: {formula}", formula=words))
    return lines


def _share(value: float) -> Sentence:
    return say("{number} %", number=_number(round(value * 100, 8)))


def _formula(formula: Formula, unit: str, amount: Callable[[float], str]) -> str:
    if formula.line is not None:
        ends = {"zero": amount(formula.line.zero_at), "full": amount(formula.line.full_at), "unit": f" {unit}" if unit else ""}
        return Sentence(sayable("no points at {zero}{unit}, all at {full}, straight between"), ends)
    if formula.steps is not None:
        return phrases(_step(step, unit, amount) for step in formula.steps)
    return _NO_POINTS


def _step(step: Step, unit: str, amount: Callable[[float], str]) -> Sentence:
    bound: str = say("{number} {unit}", number=amount(step.from_), unit=unit) if unit else amount(step.from_)
    return say("from {bound}: {points} of 1", bound=bound, points=_number(step.points))
