"""How an indicator is answered and what earns points, in words."""

from collections.abc import Iterator, Sequence

from spregistry.model.answer_kind import Case, Line, NumberAnswer, Option, RatioAnswer, Step, holds_always
from spregistry.model.definition import Indicator
from spregistry.publish.site.edition import Edition
from spregistry.publish.site.markdown import Markdown, bold, bullets
from spregistry.publish.words import condition_in_words
from spregistry.sentence import phrases, say


def answers(edition: Edition, indicator: Indicator) -> list[Markdown]:
    """Return blocks: the options with their points and what each looks like, or the formula."""
    options = edition.framework.options(indicator)
    if options:
        possible = [option for option in options if indicator.may_be_na is not None or not option.excluded]
        return [bullets(_option(edition, indicator, option) for option in possible)]
    if indicator.answer.checklist is not None:
        return _checklist(edition, indicator)
    if indicator.answer.figure is not None:
        return _figure(edition, indicator.answer.figure)
    if indicator.answer.text is not None:
        return [edition.voice(say("Answered in free text; it earns no points."))]
    return [edition.voice(say("Answered with a date; it earns no points."))]


def _option(edition: Edition, indicator: Indicator, option: Option) -> Markdown:
    voice = edition.voice
    rubric = (indicator.rubric or {}).get(option.value)
    worth = (
        voice(say("left out of the score"))
        if option.excluded
        else voice(say("earns no points"))
        if option.points is None
        else voice(say("{points} of 1", points=voice.number(option.points)))
    )
    first = Markdown(f"{bold(voice(option.label))} · {worth}")
    return Markdown(f"{first}<br>{voice(rubric)}") if rubric else first


def _checklist(edition: Edition, indicator: Indicator) -> list[Markdown]:
    checklist, voice = indicator.answer.checklist, edition.voice
    assert checklist is not None
    if checklist.points is None:
        rule = voice(say("Tick what is there; it earns no points."))
    elif isinstance(checklist.points, tuple):
        # "0, 0.5, 1": one number for none ticked, for one, for two …
        table = phrases(say("{count}: {points}", count=at, points=voice.number(p)) for at, p in enumerate(checklist.points))
        rule = voice(say("Tick what is there. Points of 1 by the number ticked: {table}.", table=table))
    else:
        rule = voice(say("Tick what is there. The share ticked is the score, from 0 to 1."))
    grouped = {item.group for item in checklist.items if item.group}
    together = [voice(say("Items marked with the same letter count once together."))] if grouped else []
    letters = {group: chr(ord("a") + at) for at, group in enumerate(dict.fromkeys(item.group for item in checklist.items if item.group))}
    items = [Markdown(f"{voice(item.label)}{f' ({letters[item.group]})' if item.group else ''}") for item in checklist.items]
    return [rule, *together, bullets(items)]


def _figure(edition: Edition, figure: NumberAnswer | RatioAnswer) -> list[Markdown]:
    voice = edition.voice
    if isinstance(figure, RatioAnswer):
        above, below = terms(edition, figure.numerator), terms(edition, figure.denominator)
        first = voice(say("Computed from facts: {numerator} divided by {denominator}.", numerator=above, denominator=below))
    elif figure.unit:
        first = voice(say("Answered with a number, in {unit}.", unit=edition.name("unit", figure.unit)))
    else:
        first = voice(say("Answered with a number."))
    if figure.cases is None:
        return [first, _formula(edition, figure.steps, figure.line, figure.unit)]
    if holds_always([case.when for case in figure.cases]):
        return [first, _formula(edition, figure.cases[0].steps, figure.cases[0].line, figure.unit)]
    return [first, bullets(_case(edition, case, figure.unit) for case in figure.cases)]


def _case(edition: Edition, case: Case, unit: str | None) -> Markdown:
    formula = _formula(edition, case.steps, case.line, unit)
    if case.when is None:
        return edition.voice(say("Otherwise: {formula}", formula=formula))
    where = edition.voice(condition_in_words(case.when, edition.framework.facts))
    return edition.voice(say("Where {condition}: {formula}", condition=where, formula=formula))


def _formula(edition: Edition, steps: Sequence[Step] | None, line: Line | None, unit: str | None) -> Markdown:
    voice = edition.voice
    if line is not None:
        none, full = amount(edition, line.zero_at, unit), amount(edition, line.full_at, unit)
        return voice(say("No points at {none}, all at {all}, evenly between.", none=none, all=full))
    if steps is not None:
        rows = [
            say("from {bound}: {points} of 1", bound=amount(edition, step.from_, unit), points=voice.number(step.points)) for step in steps
        ]
        return voice(say("{sentence}.", sentence=phrases(rows)))
    return voice(say("It earns no points."))


def amount(edition: Edition, value: float, unit: str | None) -> Markdown:
    """Return a value with its unit; fractions as percent."""
    voice = edition.voice
    if unit == "fraction":
        return voice(say("{number} %", number=voice.number(round(value * 100, 8))))
    if unit == "percent":
        return voice(say("{number} %", number=voice.number(value)))
    if unit is None or unit == "count":
        return voice.number(value)
    return voice(say("{number} {unit}", number=voice.number(value), unit=edition.name("unit", unit)))


def terms(edition: Edition, names: Sequence[str]) -> Markdown:
    """Return a sum of facts, or of parts of facts, by their titles."""
    return Markdown(" + ".join(_terms(edition, names)))


def _terms(edition: Edition, names: Sequence[str]) -> Iterator[Markdown]:
    segments = {segment.id: segment.title for segment in edition.framework.definition.segments or ()}
    for name in names:
        id_, _, part = name.partition(".")
        if id_ not in edition.framework.facts:  # only where dates are put in order
            yield edition.voice(say("the end of the period") if part == "end" else say("the beginning of the period"))
            continue
        title = edition.voice(edition.framework.facts[id_].title)
        if not part:
            yield edition.voice(say("“{fact}”", fact=title))
        elif part == "open":
            yield edition.voice(say("“{fact}” at the beginning of the period", fact=title))
        elif part == "close":
            yield edition.voice(say("“{fact}” at the end of the period", fact=title))
        elif part == "average":
            yield edition.voice(say("“{fact}” on average over the period", fact=title))
        else:
            yield edition.voice(say("“{fact}”, {segment}", fact=title, segment=segments.get(part, part)))
