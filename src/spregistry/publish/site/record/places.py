"""Where an element of any version stands on the site, and what it is called there."""

from functools import lru_cache
from typing import NamedTuple

from spregistry.model.framework import Framework
from spregistry.publish.site.edition import Edition, folder_of, page_names, relative
from spregistry.publish.site.markdown import Markdown, code, foreign, link

#: The page of facts of an edition.
_FACTS = "facts"


class Place(NamedTuple):
    """An element of a version, as a page names it."""

    #: Name of its page in an edition, such as "read/complaints".
    page: str
    #: None for a fact.
    code: str | None
    name: str

    @property
    def title(self) -> str:
        """Code and title, or a fact's title."""
        return f"{self.code} {self.name}" if self.code is not None else self.name


def language_in(edition: Edition, there: str) -> str:
    """Return the language in which a reader of an edition finds another version."""
    known = edition.version.past.languages[there]
    return edition.language if edition.language in known else known[0]


def shown(edition: Edition, there: str) -> Framework:
    """Return another version in the language in which a reader of an edition finds it."""
    past = edition.version.past
    return past.registry.translation(there, language_in(edition, there)).framework


def page_in(edition: Edition, there: str, name: str) -> str:
    """Return the path of a page of another version, for a reader of an edition."""
    return f"{folder_of(there)}/{language_in(edition, there)}/{name}.md"


def place(framework: Framework, id_: str) -> Place | None:
    """Return where a group, indicator or fact stands in the pages of a version; None where the version has none of that id."""
    if id_ in framework.facts:
        return Place(_FACTS, None, framework.facts[id_].title)
    if id_ not in framework.groups and id_ not in framework.indicators:
        return None
    element = framework.groups[id_][-1] if id_ in framework.groups else framework.indicators[id_]
    return Place(f"read/{_pages(framework)[id_]}", element.code, element.title)


@lru_cache(maxsize=512)
def _pages(framework: Framework) -> dict[str, str]:
    return dict(page_names(framework))


def called(edition: Edition, there: str, id_: str) -> Markdown | None:
    """Return code and title of an element of any version, marked with their language where a reader finds them in another than the page's.

    None where that version has no such element, or is not on the site.
    """
    past = edition.version.past
    found = place(shown(edition, there), id_) if there in past.languages else None
    if found is None:
        return None
    translation = past.registry.translation(there, language_in(edition, there))
    language = translation.source.definition.language if found.name in translation.untranslated else translation.language
    name = foreign(found.name, language, edition.language)
    return name if found.code is None else Markdown(f"{edition.voice(found.code)} {name}")


def element_link(edition: Edition, there: str, id_: str, path: str, *, whole: bool = False) -> Markdown:
    """Return a link to an element of any version, in words of the edition's language where that version has them.

    Args:
        edition: Who links.
        there: The version that is linked to; where it has no such element, or is not on the site, only the id is shown.
        id_: The element.
        path: The page that links.
        whole: Name the version as well.
    """
    title = called(edition, there, id_)
    found = place(shown(edition, there), id_) if title is not None else None
    if title is None or found is None:
        return code(id_)
    named = Markdown(f"{edition.voice(there.partition('@')[2])}: {title}") if whole else title
    return link(named, f"{relative(path, page_in(edition, there, found.page))}#{id_}")
