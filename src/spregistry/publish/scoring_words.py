"""How each element of a definition is scored or measured, beside what its texts say; plain text, as all words about definitions.

What stands here is the same on terminals, on pages and in documents; numbers and units are written by who shows them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from spregistry.model.answer_kind import Option
from spregistry.model.definition import Aggregate, Cap, CountAggregate, Group, Indicator
from spregistry.model.fact import Between, Fact, QualityCheck
from spregistry.model.framework import Framework
from spregistry.publish.words import applicability, condition_in_words, option_in_words, points_in_words, term_in_words
from spregistry.sentence import Sentence, Several, figure, phrases, say

#: Writes a number, and what a unit is called.
Number = Callable[[float], str]
UnitName = Callable[[str], str]
#: Gives what a sum of facts, or of parts of them, is called.
SumName = Callable[[Sequence[str]], str]


def _plain(value: float) -> str:
    return figure(value, ".15g")


def scoring_in_words(framework: Framework, element: str) -> list[str]:
    """Return, line by line, how an element is scored or measured; empty where nothing but its texts says anything about it.

    Args:
        framework: The framework.
        element: An id of a group, indicator or fact, "framework", or a key such as "scale:practice".
    """
    if element in framework.indicators:
        return [*_indicator(framework, framework.indicators[element])]
    if element in framework.groups:
        return [*_group(framework, framework.groups[element][-1])]
    if element in framework.facts:
        return [*_fact(framework, framework.facts[element])]
    if element == "framework":
        return [*_root(framework)]
    kind, _, id_ = element.partition(":")
    return [*_LISTED[kind](framework, id_)] if kind in _LISTED else []


def _indicator(framework: Framework, indicator: Indicator) -> Iterator[str]:
    number = indicator.answer.number
    if number is not None:
        yield say("Answered with a number, in {unit}.", unit=_unit(number.unit)) if number.unit else say("Answered with a number.")
    yield from points_in_words(framework, indicator, _unit, lambda sum_: _sum(framework, sum_), keyed=False)
    if indicator.weight not in (None, 1) or not framework.is_scored(indicator) or indicator.optional:
        yield from standing_in_words(framework, indicator)
    where = applicability(framework, indicator.id)
    if where:
        yield say("Asked only where: {text}", text=where)
    month = framework.positions[indicator.id].due_from_month
    if month is not None:
        yield say("From month {month} of the initiative on.", month=month)
    yield from _asked_of(framework, indicator)
    if indicator.may_be_na is True:  # else the reasons are texts of their own
        yield say("Not applicable only because: {text}", text=say("a reason is given"))


def standing_in_words(framework: Framework, indicator: Indicator) -> Iterator[Sentence]:
    """Yield how an indicator counts, and whether it need not be answered; what is not scored has no weight."""
    if indicator.trial:
        yield say("on trial: neither required nor scored")
        return
    if indicator.optional:
        yield say("optional")
    yield weight_in_words(indicator.weight) if framework.is_scored(indicator) else say("not scored")


def weight_in_words(weight: float | None) -> Sentence:
    """Return the weight of a group or indicator, which is 1 where none is named."""
    return say("weight {weight}", weight=_plain(weight or 1))


def _group(framework: Framework, group: Group) -> Iterator[str]:
    if group.weight not in (None, 1):
        yield weight_in_words(group.weight)
    if group.aggregate not in (None, "mean"):
        yield aggregate_in_words(group.aggregate, _plain)
    if group.applies_when:
        yield asked_in_words(framework, group)
    if group.due_from_month is not None:
        yield say("From month {month} of the initiative on.", month=group.due_from_month)
    yield from _asked_of(framework, group)
    yield from (cap_in_words(framework, cap) for cap in group.caps or ())


def _asked_of(framework: Framework, node: Group | Indicator) -> Iterator[str]:
    titles = {each.id: each.title for each in framework.definition.respondent_groups or ()}
    if node.asked_of:
        yield say("Asked of: {groups}", groups=Several(titles.get(id_, id_) for id_ in node.asked_of))


def asked_in_words(framework: Framework, group: Group) -> Sentence:
    """Return where a group with a condition is asked."""
    assert group.applies_when is not None
    return say("Asked only where {condition}.", condition=condition_in_words(group.applies_when, framework.facts))


def cap_in_words(framework: Framework, cap: Cap) -> Sentence:
    """Return what limits the score of a group, and why."""
    indicator = framework.indicators[cap.indicator]
    told = {"limit": _plain(cap.to), "code": indicator.code, "title": indicator.title, "below": _plain(cap.below), "reason": cap.reason}
    return say("At most {limit} where {code} “{title}” earns less than {below}: {reason}", **told)


def aggregate_in_words(aggregate: Aggregate | None, number: Number) -> Sentence:
    """Return how a group that is no plain mean is scored."""
    if isinstance(aggregate, CountAggregate):
        steps = phrases(say("from {count}: {points}", count=row.from_, points=number(row.points)) for row in aggregate.count.table)
        level = number(aggregate.count.level)
        return say("Scored by how many children reach {level}; points of 1 by their number: {steps}.", level=level, steps=steps)
    if aggregate == "min":
        return say("Scored as its lowest child.")
    return say("Scored as the weighted mean of all indicators in it.")


def _root(framework: Framework) -> Iterator[str]:
    scoring = framework.definition.scoring
    if scoring is not None and scoring.aggregate not in (None, "mean"):
        yield aggregate_in_words(scoring.aggregate, _plain)
    yield from (cap_in_words(framework, cap) for cap in framework.root_caps)
    if not framework.has_overall:
        yield say("This standard publishes no total: one number would mislead.")


def _fact(framework: Framework, fact: Fact) -> Iterator[str]:
    yield from given_in_words(fact, _plain, _unit)
    parts = form_in_words(framework, fact)
    if parts:
        yield Several(parts)


_KINDS: Mapping[str, Sentence] = {"stock": say("stock"), "flow": say("flow")}


def form_in_words(framework: Framework, fact: Fact, name: Callable[[str, str], str] = lambda _, title: title) -> list[str]:
    """Return whether a fact is a stock or a flow, and how it may be broken down; `name` writes a segment, given its id and title."""
    titles = {each.id: each.title for each in framework.definition.segments or ()}
    segments = Several(name(id_, titles.get(id_, "") or id_) for id_ in fact.segments or ())
    return [*([_KINDS[fact.kind]] if fact.kind else []), *([say("by {segments}", segments=segments)] if segments else [])]


def given_in_words(fact: Fact, number: Number, unit_name: UnitName) -> Iterator[Sentence]:
    """Yield what values a fact that is measured may have, and its unit; nothing of one that is chosen."""
    schema = fact.schema
    if schema is None:
        return
    if not fact.numeric:
        yield say("A date.") if fact.is_date else say("Yes or no.") if schema.type == "boolean" else say("Text.")
        return
    yield say("A whole number.") if schema.type == "integer" else say("A number.")
    if fact.unit:
        yield say("Unit: {unit}.", unit=unit_name(fact.unit))
    if schema.minimum is not None:
        yield say("At least {bound}.", bound=number(schema.minimum))
    if schema.exclusive_minimum is not None:
        yield say("More than {bound}.", bound=number(schema.exclusive_minimum))
    if schema.maximum is not None:
        yield say("At most {bound}.", bound=number(schema.maximum))
    if schema.exclusive_maximum is not None:
        yield say("Less than {bound}.", bound=number(schema.exclusive_maximum))


def _unit(unit: str) -> str:
    return unit.replace("-", " ")


def _scale(framework: Framework, id_: str) -> Iterator[str]:
    options: Iterable[Option] = (framework.definition.scales or {}).get(id_, ())
    yield from (option_in_words(option, keyed=False) for option in options)


def _band(framework: Framework, id_: str) -> Iterator[str]:
    for band in framework.definition.bands or ():
        if band.id == id_:
            yield say("{label}: {value}", label=say("From score"), value=_plain(band.from_))


def _award(framework: Framework, id_: str) -> Iterator[str]:
    for award in framework.definition.awards or ():
        if award.id == id_:
            for each in award.minimums:
                group = framework.groups[each.group][-1]
                called = say("{code} {title}", code=group.code, title=group.title)
                yield say("{group}: at least {score}", group=called, score=_plain(each.score))


def _check(framework: Framework, id_: str) -> Iterator[str]:
    for check in framework.definition.quality_checks or ():
        if check.id == id_:
            yield check_in_words(check, lambda sum_: _sum(framework, sum_), _plain)
            yield gravity_in_words(check)


def gravity_in_words(check: QualityCheck) -> Sentence:
    """Return how grave it is where a check of facts fails."""
    return say("Must be mended") if check.severity == "error" else say("Worth a second look")


def check_in_words(check: QualityCheck, sum_name: SumName, number: Number) -> Sentence:
    """Return what a check of facts demands."""
    if check.at_most:
        less, more = (sum_name((operand,) if isinstance(operand, str) else operand) for operand in check.at_most)
        return say("{part} is at most {whole}.", part=less, whole=more)
    if check.adds_up:
        return say("{parts} add up to {whole}.", parts=sum_name(check.adds_up.parts), whole=sum_name((check.adds_up.whole,)))
    if check.ordered:
        chain = phrases(sum_name((name,)) for name in check.ordered)
        return say("In this order, none before the one named first: {facts}.", facts=chain)
    assert check.between is not None
    return _between(check.between, sum_name, number)


def _between(between: Between, sum_name: SumName, number: Number) -> Sentence:
    figure_: str = sum_name(between.numerator)
    if between.denominator:
        figure_ = say("{numerator} divided by {denominator}", numerator=figure_, denominator=sum_name(between.denominator))
    if between.to is None:
        return say("{figure} is at least {bound}.", figure=figure_, bound=number(between.from_ or 0.0))
    if between.from_ is None:
        return say("{figure} is at most {bound}.", figure=figure_, bound=number(between.to))
    return say("{figure} lies between {low} and {high}.", figure=figure_, low=number(between.from_), high=number(between.to))


def _sum(framework: Framework, terms: Sequence[str]) -> str:
    segments = {each.id: each.title for each in framework.definition.segments or ()}

    def titled(term: str) -> str:
        # Titles are enclosed, for they may have an “and” of their own.
        return term_in_words(term, lambda id_: say("“{fact}”", fact=framework.facts[id_].title), lambda part: segments.get(part, part))

    return Several(map(titled, terms), "{words} + {next}")


_LISTED: Mapping[str, Callable[[Framework, str], Iterator[str]]] = {
    "scale": _scale,
    "band": _band,
    "award": _award,
    "quality-check": _check,
}
