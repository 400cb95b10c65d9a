"""Interview sheets: for each function what it answers, whom to ask as well, and room to write; made to be printed."""

from collections.abc import Iterable, Iterator

from spregistry.model.definition import Group, Indicator
from spregistry.publish.site.edition import Edition, Page, listed, relative
from spregistry.publish.site.markdown import Markdown, bullets, heading, link
from spregistry.publish.site.record.standing import errata, switch
from spregistry.publish.site.standard_pages import made
from spregistry.publish.words import applicability
from spregistry.sentence import phrases, say

#: Room to write a name.
_BLANK = "…" * 14


def interview_pages(edition: Edition) -> Iterator[Page]:
    """Yield the list of sheets and one sheet for each function; nothing where no function is named."""
    if not edition.functions:
        return
    voice, path = edition.voice, edition.path("interviews")
    title = say("Interview sheets")
    counted = {id_: len(_asked(edition, id_)) for id_ in edition.functions}
    entries = bullets(
        Markdown(f"{link(voice(name), relative(path, edition.path(f'interviews/{id_}')))} · ")
        + voice(say("questions: {number}", number=counted[id_]))
        for id_, name in edition.functions.items()
    )
    words = voice(
        say("One sheet for each function of the institution: its questions, what to look at, whom to ask as well, and room to write.")
    )
    yield made(edition, path, title, heading(1, voice(title)), switch(edition, path), words, entries, searched=False)
    for id_, name in edition.functions.items():
        yield _sheet(edition, id_, name)


def _asked(edition: Edition, function: str) -> list[Indicator]:
    return [indicator for indicator in edition.framework.indicators.values() if indicator.function == function]


def _sheet(edition: Edition, function: str, name: str) -> Page:
    voice, path = edition.voice, edition.path(f"interviews/{function}")
    title = say("Interview sheet: {function}", function=name)
    part = f"{relative(path, edition.form).removesuffix('.md')}.html?function={function}"
    text = voice(say("Answer only this part in the self-assessment"))
    blocks: list[Markdown] = [
        heading(1, voice(title)),
        switch(edition, path),
        Markdown(f'<p class="onwards"><a href="{part}">{text}</a></p>'),
        Markdown("<br>".join(f"{voice(label)} {_BLANK}" for label in (say("Institution:"), say("Spoken with:"), say("Date:")))),
    ]
    above: tuple[Group, ...] = ()
    for indicator in _asked(edition, function):
        groups = edition.framework.positions[indicator.id].groups
        if groups and (not above or groups[0] is not above[0]):
            blocks.append(heading(2, edition.titled(groups[0])))
        above = groups
        blocks += _question(edition, indicator, path)
    return made(edition, path, title, *blocks, searched=False, hidden=("toc",))


def _question(edition: Edition, indicator: Indicator, path: str) -> Iterator[Markdown]:
    voice = edition.voice
    yield heading(3, edition.linked(indicator.id, path))
    yield from errata(edition, (indicator.id,))
    yield Markdown(f"{voice(indicator.question)}\n{{: .question }}")
    where = applicability(edition.framework, indicator.id)
    remarks = [voice(say("Asked only where {condition}.", condition=voice(where)))] if where else []
    if indicator.verify_with:
        remarks.append(voice(say("Ask as well: {people}.", people=listed(voice, indicator.verify_with))))
    if indicator.evidence:
        remarks.append(voice(say("Look at: {evidence}.", evidence=phrases(indicator.evidence))))
    if remarks:
        yield Markdown("<br>".join(remarks))
    yield from _boxes(edition, indicator)
    yield Markdown(f"{voice(say('Seen and heard:'))}\n{{: .room }}")


def _boxes(edition: Edition, indicator: Indicator) -> Iterator[Markdown]:
    """Yield what to tick, with what each option looks like."""
    voice = edition.voice
    if indicator.answer.checklist is not None:
        yield _ticked(voice(item.label) for item in indicator.answer.checklist.items)
    for options in filter(None, [edition.framework.options(indicator)]):
        rubric = indicator.rubric or {}
        possible = [option for option in options if indicator.may_be_na is not None or not option.excluded]
        yield _ticked(
            voice(say("{label}: {value}", label=option.label, value=rubric[option.value]) if option.value in rubric else option.label)
            for option in possible
        )
    if indicator.reading:
        yield voice(indicator.reading)


def _ticked(items: Iterable[Markdown]) -> Markdown:
    """Return a list whose only mark is the box to tick."""
    return Markdown(f'<div class="boxes" markdown>\n\n{bullets(Markdown("☐ ") + item for item in items)}\n\n</div>')
