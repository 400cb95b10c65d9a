"""The page of facts: what the institution reports about itself, with units, and what is looked at between facts."""

from collections.abc import Iterator

from spregistry.model.fact import Fact, FactSchema, Operand, QualityCheck
from spregistry.publish.site.answers import amount, terms
from spregistry.publish.site.edition import Edition, Page, listed
from spregistry.publish.site.markdown import Markdown, bullets, code, definitions, heading
from spregistry.publish.site.record.comment_link import comment_link
from spregistry.publish.site.record.history import history_line
from spregistry.publish.site.record.mapped import mapped
from spregistry.publish.site.record.standing import errata, switch
from spregistry.publish.site.standard_pages import made
from spregistry.sentence import Several, phrases, say


def fact_page(edition: Edition) -> Page:
    """Return the page of facts and quality checks."""
    voice, path = edition.voice, edition.path("facts")
    title = say("Facts to have at hand")
    blocks: list[Markdown] = [heading(1, voice(title)), switch(edition, path)]
    blocks.append(
        voice(say("Money is in the currency of the submission. What is not measured can be said so; it is then neither zero nor blank."))
    )
    headings = {entry.id: entry.title for entry in edition.framework.definition.fact_groups or ()}
    above: str | None = None
    for fact in edition.framework.facts.values():
        if fact.group and fact.group != above:
            blocks.append(heading(2, voice(headings.get(fact.group, fact.group))))
        above = fact.group
        blocks += _fact(edition, fact, path)
    checks = edition.framework.definition.quality_checks
    if checks:
        blocks.append(heading(2, voice(say("What is checked between facts"))))
        blocks.append(bullets(_check(edition, check) for check in checks))
    return made(edition, path, title, *blocks)


def _fact(edition: Edition, fact: Fact, path: str) -> Iterator[Markdown]:
    voice = edition.voice
    yield heading(3, voice(fact.title), fact.id)
    yield comment_link(edition, fact.id, path)
    yield from errata(edition, (fact.id,))
    if fact.question:
        yield voice(fact.question)
    if fact.choices:
        rule = voice(say("Choose all that hold:")) if fact.multiple else voice(say("Choose one:"))
        yield Markdown(f"{rule}\n\n{bullets(voice(option.label) for option in fact.choices)}")
    if fact.guidance:
        yield voice(fact.guidance)
    yield definitions(_details(edition, fact, path))


def _details(edition: Edition, fact: Fact, path: str) -> Iterator[tuple[Markdown, Markdown]]:
    voice = edition.voice
    segments = {entry.id: entry.title for entry in edition.framework.definition.segments or ()}
    if fact.schema:
        yield voice(say("Given as")), _given(edition, fact, fact.schema)
    if fact.kind == "stock":
        yield voice(say("When")), voice(say("At the end of the period; where known, also at its beginning."))
    if fact.kind == "flow":
        yield voice(say("When")), voice(say("Over the whole period."))
    if fact.segments:
        yield voice(say("Of which")), listed(voice, [segments.get(name, name) for name in fact.segments])
    asked = edition.version.asked_by_fact.get(fact.id)
    if asked:
        yield voice(say("Decides whether these are asked")), voice(Several(_code(edition, id_, path) for id_ in asked))
    computed = edition.version.ratios_by_fact.get(fact.id)
    if computed:
        yield voice(say("Part of these ratios")), voice(Several(edition.linked(id_, path) for id_ in computed))
    others = mapped(edition, fact.id, path)
    if others:
        yield voice(say("Mapped to")), others
    past = history_line(edition, fact.id, path)
    if past:
        yield voice(say("History")), past
    yield voice(say("Id")), code(fact.id)


def _code(edition: Edition, id_: str, path: str) -> Markdown:
    return Markdown(f"[{edition.voice(edition.framework.indicators[id_].code)}]({edition.address(id_, path)})")


def _given(edition: Edition, fact: Fact, schema: FactSchema) -> Markdown:
    voice = edition.voice
    if fact.is_date:
        return voice(say("A date."))
    if schema.type == "boolean":
        return voice(say("Yes or no."))
    if schema.type == "string":
        return voice(say("Text."))
    kind = voice(say("A whole number.")) if schema.type == "integer" else voice(say("A number."))
    parts = [kind]
    if fact.unit:
        parts.append(voice(say("Unit: {unit}.", unit=edition.name("unit", fact.unit))))
    if schema.minimum is not None:
        parts.append(voice(say("At least {bound}.", bound=voice.number(schema.minimum))))
    if schema.exclusive_minimum is not None:
        parts.append(voice(say("More than {bound}.", bound=voice.number(schema.exclusive_minimum))))
    if schema.maximum is not None:
        parts.append(voice(say("At most {bound}.", bound=voice.number(schema.maximum))))
    if schema.exclusive_maximum is not None:
        parts.append(voice(say("Less than {bound}.", bound=voice.number(schema.exclusive_maximum))))
    return Markdown(" ".join(parts))


def _check(edition: Edition, check: QualityCheck) -> Markdown:
    voice = edition.voice
    grave = say("Must be mended") if check.severity == "error" else say("Worth a second look")
    return Markdown(f"{_rule(edition, check)} {voice(say('{element}: {message}', element=grave, message=check.message))}")


def _rule(edition: Edition, check: QualityCheck) -> Markdown:
    voice = edition.voice
    if check.at_most:
        less, more = (_operand(edition, operand) for operand in check.at_most)
        return voice(say("{part} is at most {whole}.", part=less, whole=more))
    if check.adds_up:
        parts, whole = terms(edition, check.adds_up.parts), terms(edition, (check.adds_up.whole,))
        return voice(say("{parts} add up to {whole}.", parts=parts, whole=whole))
    if check.ordered:
        chain = phrases(terms(edition, (name,)) for name in check.ordered)
        return voice(say("In this order, none before the one named first: {facts}.", facts=chain))
    assert check.between is not None
    between = check.between
    figure = terms(edition, between.numerator)
    if between.denominator:
        figure = voice(say("{numerator} divided by {denominator}", numerator=figure, denominator=terms(edition, between.denominator)))
    if between.to is None:
        return voice(say("{figure} is at least {bound}.", figure=figure, bound=amount(edition, between.from_ or 0.0, None)))
    if between.from_ is None:
        return voice(say("{figure} is at most {bound}.", figure=figure, bound=amount(edition, between.to, None)))
    low, high = amount(edition, between.from_, None), amount(edition, between.to, None)
    return voice(say("{figure} lies between {low} and {high}.", figure=figure, low=low, high=high))


def _operand(edition: Edition, operand: Operand) -> Markdown:
    return terms(edition, (operand,) if isinstance(operand, str) else operand)
