"""The page from which any two versions of a framework are compared: the last versions in a table, older ones step by step."""

from collections.abc import Iterator

from spregistry.load.languages.catalogues import language_name
from spregistry.publish.site.edition import Edition, Page, relative
from spregistry.publish.site.markdown import Markdown, bullets, heading, link, page, table
from spregistry.publish.site.record.past import Pair
from spregistry.publish.site.record.places import page_in
from spregistry.publish.site.record.standing import example_note, in_other_languages
from spregistry.sentence import say


def compare_path(edition: Edition) -> str:
    """Return the path of the page that compares versions, in the language of an edition."""
    return f"standards/{edition.framework.id}/compare/{edition.language}.md"


def compare_pages(edition: Edition) -> Iterator[Page]:
    """Yield the page in one language; none where no version is compared with another.

    Args:
        edition: Of the highest version that is in this language.
    """
    if not edition.version.past.compared:
        return
    voice, path = edition.voice, compare_path(edition)
    title = say("Compare two versions of {title}", title=edition.framework.title)
    blocks = [
        heading(1, voice(title)),
        in_other_languages(edition, {each: f"{each}.md" for each in edition.version.past.spoken}),
        example_note(edition),
        *comparing(edition, path),
    ]
    named = say("Compare versions ({language})", language=language_name(edition.language))
    yield Page(path=path, title=voice.plain(named), text=page(*blocks), language=edition.language, searched=False)


def comparing(edition: Edition, path: str) -> Iterator[Markdown]:
    """Yield the ways to what changed between any two versions; nothing where no version goes back to another."""
    voice, past = edition.voice, edition.version.past
    if not past.compared:
        return
    recent, older = past.recent, [*_older(edition, path)]
    pairs = {(before, after): past.pair(before, after) for before in recent for after in recent}
    yield voice(say("The earlier version stands on the left, the later one on top. Words are compared beside each other."))
    ends = [each for each in recent if any(pairs[before, each] for before in recent)]
    starts = [each for each in recent if any(pairs[each, after] for after in recent)]
    head = [voice(say("From")), *(voice(_number(each)) for each in ends)]
    yield table(head, ([voice(_number(start)), *(_cell(edition, start, end, pairs[start, end], path) for end in ends)] for start in starts))
    if any(pairs[start, end] is None for at, start in enumerate(recent) for end in recent[at + 1 :]):
        yield voice(say("A dash stands where the later version does not go back to the earlier one."))
    if older:
        yield voice(say("Of older versions each step is compared, and what changed until the version to use:"))
        yield bullets(older)


def _number(reference: str) -> str:
    return reference.partition("@")[2]


def _cell(edition: Edition, before: str, after: str, pair: Pair | None, path: str) -> Markdown:
    order = edition.version.past.references
    if pair is None:
        return Markdown("–") if order.index(before) < order.index(after) else Markdown(" ")
    return _linked(edition, before, after, pair, path)


def _linked(edition: Edition, before: str, after: str, pair: Pair, path: str) -> Markdown:
    # A version may lack the language of the reader.
    target = relative(path, page_in(edition, pair.version, pair.page))
    return link(edition.voice(f"{_number(before)} → {_number(after)}"), target)


def _older(edition: Edition, path: str) -> Iterator[Markdown]:
    """Yield the comparisons of each version that is not among the last: with the next, and with the version to use."""
    past = edition.version.past
    for before in past.references[: -len(past.recent)]:
        pairs = ((after, past.pair(before, after)) for after in past.references)
        links = [_linked(edition, before, after, pair, path) for after, pair in pairs if pair is not None]
        if links:
            yield Markdown(" · ".join(links))
