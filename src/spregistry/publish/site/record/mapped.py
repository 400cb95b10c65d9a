"""What an element is mapped to by crosswalks, and where their pages stand."""

import re
from collections.abc import Mapping

from spregistry.model.crosswalk import End, Relation
from spregistry.publish.site.edition import Edition, relative
from spregistry.publish.site.markdown import Markdown, code, foreign, link
from spregistry.publish.site.record.places import element_link, place
from spregistry.sentence import Sentence, say

FOLDER = "standards/crosswalks"

RELATION_WORDS: Mapping[Relation, Sentence] = {
    "equal": say("equal"),
    "subset": say("part of"),
    "superset": say("includes"),
    "intersects": say("overlaps"),
    "related": say("related"),
}


def crosswalk_path(id_: str, language: str, *, turned: bool) -> str:
    """Return the path of a crosswalk's page from its first end, or from its second."""
    return f"{FOLDER}/{id_}/{language}/{'reversed' if turned else 'index'}.md"


def anchor(name: str) -> str:
    """Return the id under which the pairs of an element or a code stand on such a page."""
    return re.sub("[^A-Za-z0-9-]", "_", name)


def mapped(edition: Edition, id_: str, path: str) -> Markdown:
    """Return what an element is mapped to, with links to the reasons; empty where it is mapped to nothing."""
    parts = []
    for crosswalk, turned, pair in edition.version.past.crosswalks.of(edition.version.source.reference, id_):
        target = relative(path, crosswalk_path(crosswalk.id, edition.language, turned=turned))
        relation = link(edition.voice(RELATION_WORDS[pair.relation]), f"{target}#{anchor(id_)}")
        end = _end(edition, crosswalk.to)
        parts.append(Markdown(f"{named(edition, crosswalk.to, pair.to, path)} ({relation}, {end})"))
    return Markdown("<br>".join(parts))


def _end(edition: Edition, end: End) -> Markdown:
    own = edition.version.source.definition.language
    return code(end.reference) if end.framework else foreign(edition.version.past.crosswalks.title(end), own, edition.language)


def named(edition: Edition, end: End, name: str, path: str) -> Markdown:
    """Return one side of a pair: an element with its title, linked where the site has it, or a code with its name."""
    past = edition.version.past
    if end.framework is None:
        called, own = past.crosswalks.entry(end, name), edition.version.source.definition.language
        return Markdown(f"{code(name)} {foreign(called, own, edition.language)}") if called is not None else code(name)
    if end.framework in past.languages:
        return element_link(edition, end.framework, name, path)
    elsewhere = past.crosswalks.framework(end, edition.language)
    found = place(elsewhere.framework, name) if elsewhere is not None else None
    if elsewhere is None or found is None:
        return code(name)
    return foreign(found.title, elsewhere.language, edition.language)
