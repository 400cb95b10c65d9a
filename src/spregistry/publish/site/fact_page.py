"""The page of facts: what the institution reports about itself, with units, and what is looked at between facts."""

from collections.abc import Iterator

from spregistry.model.fact import Fact, QualityCheck
from spregistry.publish.scoring_words import check_in_words, given_in_words, gravity_in_words
from spregistry.publish.site.answers import terms
from spregistry.publish.site.edition import Edition, Page, listed
from spregistry.publish.site.markdown import Markdown, bullets, code, definitions, heading
from spregistry.publish.site.record.comment_link import comment_link
from spregistry.publish.site.record.history import history_line
from spregistry.publish.site.record.mapped import mapped
from spregistry.publish.site.record.standing import errata, switch
from spregistry.publish.site.standard_pages import made
from spregistry.sentence import Several, say


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
        yield voice(say("Given as")), _given(edition, fact)
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


def _given(edition: Edition, fact: Fact) -> Markdown:
    said = given_in_words(fact, edition.voice.number, lambda unit: edition.name("unit", unit))
    return Markdown(" ".join(map(edition.voice, said)))


def _check(edition: Edition, check: QualityCheck) -> Markdown:
    voice = edition.voice
    rule = voice(check_in_words(check, lambda names: terms(edition, names), voice.number))
    return Markdown(f"{rule} {voice(say('{element}: {message}', element=gravity_in_words(check), message=check.message))}")
