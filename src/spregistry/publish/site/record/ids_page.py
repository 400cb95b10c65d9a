"""The index of all ids that a framework ever gave: each leads to where it stands, or says what became of it."""

from collections.abc import Iterator, Sequence

from spregistry.evolve.lineage import element_ids
from spregistry.publish.site.edition import Edition, Page, relative
from spregistry.publish.site.markdown import Markdown, code, foreign, heading, join, link, page, table
from spregistry.publish.site.record.history import history_page
from spregistry.publish.site.record.past import Ended
from spregistry.publish.site.record.places import element_link
from spregistry.publish.site.record.standing import example_note
from spregistry.sentence import Several, say


def ids_page(id_: str, editions: Sequence[Edition]) -> Page:
    """Return the index of a framework's ids.

    Args:
        id_: The framework.
        editions: One of each version, the version that the bare id means first, then from new to old.
    """
    first = editions[0]
    voice, path = first.voice, f"standards/{id_}/elements.md"
    title = say("Index of ids")
    homes: dict[str, Edition] = {}
    for edition in editions:
        for each in element_ids(edition.version.source):
            homes.setdefault(each, edition)
    rows = [_row(first, each, homes[each], path) for each in sorted(homes)]
    words = voice(
        say(
            "Ids are given once and for ever. The address of this page followed by # and an id leads to the newest version that has it; "
            "of an id that was withdrawn it says what continues it."
        )
    )
    head = [voice(say("Id")), voice(say("Where it stands")), voice(say("Version"))]
    mark = Markdown('<div class="elements"></div>')
    blocks = [heading(1, voice(title)), example_note(first), words, mark, table(head, rows)]
    return Page(path=path, title=voice.plain(title), text=page(*blocks), language=first.language, searched=False, hidden=("toc",))


def _row(first: Edition, id_: str, home: Edition, path: str) -> list[Markdown]:
    voice, there = first.voice, home.version.source.reference
    named = element_link(first, there, id_, path)
    address = f'<span id="{id_}"></span>'
    ended = first.version.past.ended.get(id_)
    if ended is None:
        return [Markdown(f"{address}{code(id_)}"), named, voice(home.version.source.version)]
    # Stays where it is looked up, and says who continues it.
    address = f'<span id="{id_}" class="gone"></span>'
    return [Markdown(f"{address}{code(id_)}"), join(_fate(first, id_, ended, named, path), "<br>"), voice(home.version.source.version)]


def _fate(first: Edition, id_: str, ended: Ended, named: Markdown, path: str) -> Iterator[Markdown]:
    """Yield what an id was, and what became of it."""
    voice, past = first.voice, first.version.past
    yield voice(say("{element}: not in use since {version}.", element=named, version=ended.since.partition("@")[2]))
    if ended.entry is not None and ended.entry.reason:
        yield foreign(ended.entry.reason, past.registry[ended.since].definition.language, first.language)
    heirs = past.where(id_, ended.last, past.newest)
    if heirs:
        yield voice(say("Continued by: {elements}.", elements=Several(element_link(first, past.newest, each, path) for each in heirs)))
    else:
        yield voice(say("Nothing stands in its place."))
    history = history_page(first, id_)
    if history is not None:
        yield link(voice(say("Its whole history")), f"{relative(path, history)}#{id_}")
