"""The index of all ids that a framework ever gave: each leads to where it stands, or says what became of it."""

from collections.abc import Iterator, Mapping, Sequence

from spregistry.evolve.lineage import element_ids
from spregistry.load.languages.catalogues import language_name
from spregistry.model.framework import Framework
from spregistry.publish.site.edition import Edition, Page, relative
from spregistry.publish.site.markdown import Markdown, attribute, code, foreign, heading, join, link, page, table
from spregistry.publish.site.record.history import history_page
from spregistry.publish.site.record.past import Ended
from spregistry.publish.site.record.places import element_link
from spregistry.publish.site.record.standing import example_note, in_other_languages
from spregistry.sentence import Several, say


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
    rows = [_row(first, each, homes[each], path) for each in sorted(homes)]
    words = voice(
        say(
            "Ids are given once and for ever. The address of this page followed by # and an id leads to the newest version that has it; "
            "of an id that was withdrawn it says what continues it."
        )
    )
    words = join((words, voice(say("A code works as well as an id, also one that only earlier versions gave."))), " ")
    head = [voice(say("Id")), voice(say("Where it stands")), voice(say("Version"))]
    mark = Markdown('<div class="elements"></div>')
    blocks = [
        heading(1, voice(title)),
        in_other_languages(first, {each: relative(path, other) for each, other in paths.items()}),
        example_note(first),
        words,
        mark,
        table(head, rows),
    ]
    return Page(path=path, title=voice.plain(named), text=page(*blocks), language=first.language, searched=False, hidden=("toc",))


def _row(first: Edition, id_: str, home: Edition, path: str) -> list[Markdown]:
    voice, there = first.voice, home.version.source.reference
    named = element_link(first, there, id_, path)
    codes = f' data-codes="{attribute(" ".join(_codes(first, id_)))}"'
    address = f'<span id="{id_}"{codes}></span>'
    ended = first.version.past.ended.get(id_)
    if ended is None:
        return [Markdown(f"{address}{code(id_)}"), named, voice(home.version.source.version)]
    # Stays where it is looked up, and says who continues it.
    address = f'<span id="{id_}" class="gone"{codes}></span>'
    return [Markdown(f"{address}{code(id_)}"), join(_fate(first, id_, ended, named, path), "<br>"), voice(home.version.source.version)]


def _codes(first: Edition, id_: str) -> Iterator[str]:
    """Yield the codes that an element ever had; of one that was taken into others, those that none of these has."""
    past = first.version.past
    ended = past.ended.get(id_)
    heirs = past.where(id_, ended.last, past.newest) if ended is not None and ended.entry is None else ()
    taken = {_code(past.framework(past.newest), each) for each in heirs}
    found = (_code(past.framework(each), id_) for each in past.references)
    yield from (each for each in dict.fromkeys(found) if each is not None and each not in taken)


def _code(framework: Framework, id_: str) -> str | None:
    node = framework.node(id_)
    return node.code if node is not None else None


def _fate(first: Edition, id_: str, ended: Ended, named: Markdown, path: str) -> Iterator[Markdown]:
    """Yield what an id was, and what became of it."""
    voice, past = first.voice, first.version.past
    yield voice(ended.in_words(named))
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
