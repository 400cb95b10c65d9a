"""The index of all ids that a framework ever gave: each leads to where it stands, or says what became of it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from spregistry.evolve.lineage import element_ids
from spregistry.load.languages.catalogues import language_name
from spregistry.model.definition import Withdrawal
from spregistry.publish.site.edition import Edition, Page, relative
from spregistry.publish.site.markdown import Markdown, attribute, code, foreign, heading, join, link, page, table
from spregistry.publish.site.record.history import history_page
from spregistry.publish.site.record.places import element_link
from spregistry.publish.site.record.standing import example_note
from spregistry.sentence import Several, say


class Gone(NamedTuple):
    """An id that is no longer in use: the version that dropped it, the last one that had it, and what is said about it."""

    since: str
    last: str
    entry: Withdrawal | None


def ids_pages(id_: str, editions: Sequence[Edition], spoken: Sequence[Edition]) -> Iterator[Page]:
    """Yield the index of a framework's ids in every language, that of the version that the bare id means first, at an address without one.

    Args:
        id_: The framework.
        editions: One of each version, the version that the bare id means first, then from new to old.
        spoken: One in each language.
    """
    own = editions[0].language
    paths = {each.language: f"standards/{id_}/elements{'' if each.language == own else f'/{each.language}'}.md" for each in spoken}
    for edition in sorted(spoken, key=lambda each: each.language != own):
        yield _page(edition, editions, paths)


def _page(first: Edition, editions: Sequence[Edition], paths: Mapping[str, str]) -> Page:
    """Return the index in the language of an edition, whose words it is told in."""
    voice, path = first.voice, paths[first.language]
    title = say("Index of ids")
    # Entries of the navigation, which is one for all languages, are told apart by theirs.
    named = title if first.language == editions[0].language else say("Index of ids ({language})", language=language_name(first.language))
    homes: dict[str, Edition] = {}
    for edition in editions:
        for each in element_ids(edition.version.source):
            homes.setdefault(each, edition)
    present = element_ids(editions[0].version.source)
    gone = {each: what for each, what in _gone(first).items() if each not in present}
    rows = [_row(first, each, homes[each], gone, path) for each in sorted(homes)]
    words = voice(
        say(
            "Ids are given once and for ever. The address of this page followed by # and an id leads to the newest version that has it; "
            "of an id that was withdrawn it says what continues it."
        )
    )
    head = [voice(say("Id")), voice(say("Where it stands")), voice(say("Version"))]
    mark = Markdown('<div class="elements"></div>')
    blocks = [heading(1, voice(title)), _languages(first, paths), example_note(first), words, mark, table(head, rows)]
    return Page(path=path, title=voice.plain(named), text=page(*blocks), language=first.language, searched=False, hidden=("toc",))


def _languages(edition: Edition, paths: Mapping[str, str]) -> Markdown:
    links = [
        link(
            Markdown(edition.voice(language_name(language))),
            relative(paths[edition.language], path),
            f'hreflang="{attribute(language)}" lang="{attribute(language)}"',
        )
        for language, path in paths.items()
        if language != edition.language
    ]
    return Markdown(f'<span class="languages">{" · ".join(links)}</span>\n{{: .edition }}') if links else Markdown()


def _gone(edition: Edition) -> Mapping[str, Gone]:
    """Return the ids that the versions up to the one to use dropped."""
    past = edition.version.past
    found: dict[str, Gone] = {}
    at = past.framework(past.newest)
    while (previous := at.definition.previous) is not None and previous in past.registry:
        before = past.registry[previous]
        said = {entry.id: entry for entry in at.definition.withdrawn or ()}
        for id_ in element_ids(before) - element_ids(at):
            found.setdefault(id_, Gone(at.reference, before.reference, said.get(id_)))
        at = before
    return found


def _row(first: Edition, id_: str, home: Edition, gone: Mapping[str, Gone], path: str) -> list[Markdown]:
    voice, there = first.voice, home.version.source.reference
    named = element_link(first, there, id_, path)
    address = f'<span id="{id_}"></span>'
    if id_ not in gone:
        return [Markdown(f"{address}{code(id_)}"), named, voice(home.version.source.version)]
    # Stays where it is looked up, and says who continues it.
    address = f'<span id="{id_}" class="gone"></span>'
    return [Markdown(f"{address}{code(id_)}"), join(_fate(first, id_, gone[id_], named, path), "<br>"), voice(home.version.source.version)]


def _fate(first: Edition, id_: str, gone: Gone, named: Markdown, path: str) -> Iterator[Markdown]:
    """Yield what an id was, and what became of it."""
    voice, past = first.voice, first.version.past
    yield voice(say("{element}: not in use since {version}.", element=named, version=gone.since.partition("@")[2]))
    if gone.entry is not None and gone.entry.reason:
        yield foreign(gone.entry.reason, past.registry[gone.since].definition.language, first.language)
    heirs = past.where(id_, gone.last, past.newest)
    if heirs:
        yield voice(say("Continued by: {elements}.", elements=Several(element_link(first, past.newest, each, path) for each in heirs)))
    else:
        yield voice(say("Nothing stands in its place."))
    history = history_page(first, id_)
    if history is not None:
        yield link(voice(say("Its whole history")), f"{relative(path, history)}#{id_}")
