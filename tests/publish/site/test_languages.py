"""Every word of a page can be said in another language, and pages run from right to left where the language does."""

import html
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from conftest import ROOT
from site_building import build, written
from spregistry.load.languages.catalogues import PSEUDO, interface_sentences, pseudo
from spregistry.publish.site.navigation import TABS

if TYPE_CHECKING:
    from playwright.sync_api import Browser

#: What the pseudo-language puts around everything that was said in it.
BEGIN, END = "\N{RIGHT-TO-LEFT OVERRIDE}", "\N{POP DIRECTIONAL FORMATTING}"


@pytest.fixture(scope="module")
def pseudo_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(written(tmp_path_factory.mktemp("pseudo"), ROOT / "standards", "--lang", PSEUDO))


class Words(HTMLParser):
    """Yields the text of an article without what is no language, and what says that it is of another one: code, scripts, editors' words."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        marks = dict(attrs)
        if tag not in ("br", "img", "link", "meta", "input"):
            foreign = "article" in self.open and tag in ("span", "p") and marks.get("lang") == "en"
            self.open.append("skipped" if foreign or tag in ("code", "script") or marks.get("class") == "headerlink" else tag)
        if "article" in self.open and "skipped" not in self.open:
            self.said += [marks[name] or "" for name in ("aria-label", "title", "placeholder") if name in marks]

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002  # the signature of the class above
        if self.open:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if "article" in self.open and "skipped" not in self.open:
            self.said.append(data)


def outside(text: str) -> Iterator[str]:
    """Yield words of three letters and more that nobody said in the pseudo-language."""
    depth = 0
    for piece in re.split(f"([{BEGIN}{END}])", text):
        if piece in (BEGIN, END):
            depth += 1 if piece == BEGIN else -1
        elif depth <= 0:
            yield from re.findall(r"[^\W\d_]{3,}", re.sub(r"\bsepm(@[0-9.]+[0-9])?\b|spregistry", "", piece))


def test_no_word_of_a_page_is_left_in_english(pseudo_site: Path) -> None:
    pages = sorted((pseudo_site / "standards" / "sepm" / "3.0.0" / PSEUDO).rglob("*.html"))
    assert len(pages) > 40
    left = []
    for path in pages:
        reader = Words()
        reader.feed(path.read_text(encoding="utf-8"))
        assert len(re.findall(BEGIN, html.unescape(" ".join(reader.said)))) > 2, path
        # Text is read as one: a sentence begins before a link in it, and ends after it.
        left += [(path.name, word) for word in outside(html.unescape(" ".join(reader.said)))]
    assert left == []


def test_every_tab_of_the_navigation_is_a_sentence() -> None:
    navigation = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))["nav"]
    assert [next(iter(entry)) for entry in navigation] == [*TABS]


def test_the_navigation_speaks_the_language_of_the_page(pseudo_site: Path) -> None:
    known = {entry.source for entry in interface_sentences()}
    tabs = [pseudo(tab) if tab in known else tab for tab in TABS]
    assert tabs != [*TABS]
    page = (pseudo_site / "standards" / "sepm" / "3.0.0" / PSEUDO / "facts.html").read_text(encoding="utf-8")
    assert [said.strip() for said in re.findall(r'class="md-tabs__link">([^<]*)<', page)] == tabs
    entries = [said.strip() for said in re.findall(r'class="md-ellipsis">([^<]*)<', page)]
    assert pseudo("Index of ids") in entries
    assert "3.0.0" in entries
    assert f"3.0.0 · {PSEUDO}" in entries
    assert pseudo("Social and environmental performance management") in entries


def test_pages_run_from_right_to_left(chromium: "Browser", pseudo_site: Path) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto((pseudo_site / "standards/sepm/3.0.0" / PSEUDO / "read/client-complaints-handled.html").as_uri())
    navigation, article = page.locator(".md-sidebar--primary").bounding_box(), page.locator("article").bounding_box()
    assert navigation is not None
    assert article is not None
    assert navigation["x"] > article["x"], "the navigation stands on the right"
    border = page.evaluate("getComputedStyle(document.querySelector('.question + ul > li')).borderRightWidth")
    assert border != "0px"
    term, meaning = page.locator("dl > dt").first.bounding_box(), page.locator("dl > dd").first.bounding_box()
    assert term is not None
    assert meaning is not None
    assert term["x"] > meaning["x"]
    context.close()
