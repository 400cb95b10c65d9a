"""The files that the site's builders read: `mkdocs.yml`, and the front matter of pages."""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from spregistry.load.languages.catalogues import direction
from spregistry.model.document import Data
from spregistry.publish.site.edition import Page
from spregistry.publish.site.markdown import attribute, plain_title
from spregistry.publish.site.navigation import Entry

#: The entry of the hand-written navigation below which the generated pages come.
STANDARDS = "standards/index.md"

#: Languages that the theme's own words are there in; others have them in English.
_THEME_LANGUAGES = (
    "af ar az be bg bn ca cs cy da de el en eo es et eu fa fi fr gl he hi hr hu hy id is it ja ka kn ko lb lt lv mk mn ms my nb nl nn pl "
    "pt ro ru sa sh si sk sl sq sr sv ta te th tl tr uk ur uz vi zh"
)


def source_of(page: Page) -> bytes:
    """Return the file of a page: its front matter, then its Markdown."""
    short = page.language.partition("-")[0]
    matter: dict[str, Any] = {"lang": page.language, "dir": direction(page.language)}
    if short in _THEME_LANGUAGES.split():
        matter["theme_language"] = short
    if page.description:
        matter["description"] = attribute(page.description)
    if page.hidden:
        matter["hide"] = [*page.hidden]
    if not page.searched:
        matter["search"] = {"exclude": True}
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in (matter | dict(page.variables)).items()]
    return "\n".join(["---", *lines, "---", "", page.text]).encode()


class Naming(NamedTuple):
    """What a site says about itself."""

    name: str
    description: str
    #: Where it will stand; not needed to build it.
    url: str


def with_standards(navigation: Sequence[Mapping[str, Data]], generated: Sequence[Entry], left_out: Collection[str]) -> list[Any]:
    """Return the hand-written navigation with the generated pages in their place, and without the pages that are left out.

    Raises:
        ValueError: where no entry names `standards/index.md`.
    """
    places = [item for item in navigation if STANDARDS in item.values()]
    if not places:
        raise ValueError(f"the navigation of mkdocs.yml names no {STANDARDS}")
    kept = _without(navigation, left_out)
    return [{next(iter(item)): [{next(iter(item)): STANDARDS}, *generated]} if item in places else item for item in kept]


def _without(navigation: Sequence[Mapping[str, Data]], pages: Collection[str]) -> list[dict[str, Data]]:
    """Return a navigation without the entries of some pages."""
    kept = []
    for entry in navigation:
        ((title, to),) = entry.items()
        if isinstance(to, list):
            kept.append({title: _without(to, pages)})
        elif to not in pages:
            kept.append({title: to})
    return kept


def configuration(written: Mapping[str, Data], naming: Naming, navigation: Sequence[Any]) -> bytes:
    """Return the `mkdocs.yml` of a tree, from that of the program: without the hook that makes its pages, and with a navigation to them."""
    import yaml

    own = {key: value for key, value in written.items() if key not in ("hooks", "watch")}
    said = naming._replace(name=plain_title(naming.name), description=plain_title(naming.description))
    own |= {f"site_{field}": value for field, value in said._asdict().items()}
    own["docs_dir"] = "docs"
    own["theme"] = {**own["theme"], "custom_dir": "theme"}
    own["nav"] = [*navigation]
    return yaml.safe_dump(own, sort_keys=False, allow_unicode=True, width=140).encode()
