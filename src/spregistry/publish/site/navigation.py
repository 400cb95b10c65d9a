"""How the generated pages are navigated: frameworks, below them versions in their languages, below these their pages."""

from collections.abc import Sequence

from spregistry.load.languages.catalogues import language_name
from spregistry.publish.site.edition import PAGE_DEPTH, Edition, Page, Version
from spregistry.publish.site.markdown import plain_title
from spregistry.sentence import say

#: The site has one navigation, in English; pages of other languages say its tabs, and what else of it is no title, in their own.
TABS = (say("Start"), say("Standards"), say("Use"), say("Understand"), say("Write"), say("Build"))
_IDS = say("Index of ids")

#: As MkDocs has it: a title with the path of a page, or with further entries.
Entry = dict[str, "str | list[Entry]"]


def entry(title: str, content: "str | list[Entry]") -> Entry:
    """Return one entry."""
    return {plain_title(title): content}


def framework_entry(
    title: str, own: Sequence[Page], versions: Sequence[Entry], histories: Sequence[tuple[Edition, Sequence[Page]]]
) -> Entry:
    """Return the section of a framework: its page, its versions in their languages, its history, and its other pages."""
    overview, index, *others = own
    sections = [
        entry(
            edition.voice.plain(say("History ({language})", language=language_name(edition.language))),
            [entry(each.title, each.path) for each in pages],
        )
        for edition, pages in histories
        if pages
    ]
    ends = [entry(_IDS, index.path), *(entry(each.title, each.path) for each in others)]
    return entry(title, [entry(overview.title, overview.path), *versions, *sections, *ends])


def crosswalk_entries(pages: Sequence[Page]) -> list[Entry]:
    """Return the section of all crosswalks, whose list comes first; nothing where there are none."""
    if not pages:
        return []
    first, *others = pages
    named = [entry(f"{page.title} ({language_name(page.language)})", page.path) for page in others]
    return [entry(first.title, [entry(first.title, first.path), *named])]


def version_entries(version: Version, page: Page, editions: Sequence[tuple[Edition, Sequence[Page]]]) -> list[Entry]:
    """Return the page about a version by its number, which a reader of any language knows it by, and a section for each of its languages."""
    number = version.source.version
    sections = [entry(f"{number} · {language_name(edition.language)}", _pages(edition, pages)) for edition, pages in editions]
    return [entry(number, page.path), *sections]


def words(edition: Edition) -> dict[str, str]:
    """Return what the navigation says in another way on the pages of an edition, by how it stands there."""
    said = {plain_title(text): plain_title(edition.voice.plain(text)) for text in (*TABS, _IDS)}
    said[plain_title(edition.version.source.title)] = plain_title(edition.framework.title)
    return {own: other for own, other in said.items() if own != other}


def _pages(edition: Edition, pages: Sequence[Page]) -> list[Entry]:
    """Return the pages of an edition, those of inner groups and of single functions one step below."""
    entries: list[Entry] = []
    inner: dict[str, list[Entry]] = {}
    parents = _parents(edition)
    for page in pages:
        own = entry(page.title, page.path)
        parent = parents.get(page.path)
        if parent is not None:
            inner[parent].append(own)
        elif page.path in parents.values():
            inner[page.path] = [own]
            entries.append(entry(page.title, inner[page.path]))
        else:
            entries.append(own)
    return entries


def _parents(edition: Edition) -> dict[str, str]:
    """Return the page above each page that stands one step below, by path."""
    inner = {edition.pages[id_]: edition.pages[route[0].id] for id_, route in edition.framework.groups.items() if len(route) == PAGE_DEPTH}
    sheets = {edition.path(f"interviews/{function}"): edition.path("interviews") for function in edition.functions}
    return inner | sheets
