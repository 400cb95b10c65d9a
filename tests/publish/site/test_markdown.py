"""Text from definitions stays text, wherever it stands and whatever dialect of Markdown reads it."""

import re
from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from pathlib import Path

import markdown
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from spregistry.load.languages.catalogues import lookup
from spregistry.publish.site.markdown import Markdown, Voice, attribute, bullets, definitions, escape, heading, note, plain_title, table
from spregistry.sentence import Several, figure, say

ROOT = Path(__file__).parents[3]

#: What the site is built with, and what somebody may add; typography, which prints other quotes and dashes, is left out.
OWN = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))["markdown_extensions"]
MORE = [
    *("footnotes", "abbr", "wikilinks", "sane_lists", "nl2br"),
    *("pymdownx.emoji", "pymdownx.snippets", "pymdownx.magiclink", "pymdownx.keys", "pymdownx.caret"),
    *("pymdownx.mark", "pymdownx.tilde", "pymdownx.critic", "pymdownx.details", "pymdownx.tabbed", "pymdownx.tasklist"),
    *("pymdownx.inlinehilite", "pymdownx.arithmatex", "pymdownx.progressbar", "pymdownx.blocks.admonition", "pymdownx.blocks.html"),
]

HOSTILE = [
    "<script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[click](javascript:alert(1))",
    "![x](javascript:alert(1))",
    "](javascript:alert(1))",
    "[a]: javascript:alert(1)",
    "[[wiki]]",
    "[^1] [^1]: note",
    "*[HTML]: hyper",
    "{{ config }} {% raw %} {# x #}",
    '--8<-- "mkdocs.yml"',
    "<!-- comment --> -->",
    "{: onclick=alert(1) }",
    "text {: #id .x onclick=alert(1) }",
    ":smile: :material-account:",
    "a | b | c",
    "| --- | --- |",
    "!!! danger",
    "??? note",
    "/// html | div",
    '=== "tab"',
    "``` python",
    "`code`",
    "~~~",
    "# heading",
    "===",
    "---",
    "* * *",
    "1. one",
    "1) one",
    "- item",
    "+ item",
    "> quote",
    ": definition",
    "    indented",
    "\\[x\\] \\( y \\) $z$ $$",
    "&lt;b&gt; &amp; &#60;script&#62;",
    "http://example.org www.example.org me@example.org @user #12 owner/repo#1",
    "--- -- ... (c) (tm) 1/2 \"quoted\" 'single'",
    "++ctrl+alt++ ==mark== ^^ins^^ ~~del~~ {--x--}{++y++}",
    "[ ] task [x] done",
    '[=50% "half"]',
    "#!python print()",
    "a\u2028b",
    "\x02wzxhzdk:0\x03",
    "title: x",
    "%% percent",
    "5 < 6 && 7 > 6",
    "javascript:alert(1)",
    "__init__ and *stars* and _under_",
    "last \\",
]  # fmt: skip


class Reader(HTMLParser):
    """Collects the elements and the text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


def flat(text: str) -> str:
    # Spaces that keep words together stay, as French needs them.
    return re.sub(r"[^\S\u00a0\u202f]+", " ", re.sub(r"[\x00-\x08\x0e-\x1f\x7f]", "", text)).strip()


def engine(extensions: list[object]) -> markdown.Markdown:
    names = [name if isinstance(name, str) else next(iter(name)) for name in extensions if isinstance(name, str | dict)]
    return markdown.Markdown(extensions=names)


ENGINES = {"own": engine(OWN), "more": engine([*OWN, *(name for name in MORE if name not in OWN)])}

#: Where text is put: how it is written there, and which elements that makes.
PLACES: Mapping[str, tuple[Callable[[Markdown], str], set[str]]] = {
    "paragraph": (lambda text: text, {"p"}),
    "heading": (lambda text: heading(2, Markdown("A ") + text, "an-id"), {"h2"}),
    "item": (lambda text: bullets([text, text]), {"ul", "li"}),
    "definition": (lambda text: definitions([(text, text)]), {"dl", "dt", "dd"}),
    "cell": (lambda text: table([text, text], [[text, text]]), {"table", "thead", "tbody", "tr", "th", "td"}),
    "box": (lambda text: note("note", text, text), {"div", "p"}),
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("dialect", ENGINES)
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str, dialect: str, place: str) -> None:
    stays_text(text, dialect, place)


@given(text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60), place=st.sampled_from([*PLACES]))
def test_any_text_stays_text(text: str, place: str) -> None:
    stays_text(text, "own", place)


@given(
    pieces=st.lists(st.sampled_from([*HOSTILE, *"<>[](){}|`*_:!#&-+~^=@$%\"'\\/ \n1.a"]), min_size=1, max_size=6),
    place=st.sampled_from([*PLACES]),
)
def test_any_mixture_stays_text(pieces: list[str], place: str) -> None:
    stays_text("".join(pieces), "more", place)


def stays_text(text: str, dialect: str, place: str) -> None:
    written, elements = PLACES[place]
    if not flat(text):
        return
    renderer = ENGINES[dialect]
    renderer.reset()
    page = read(renderer.convert(written(escape(text))))
    # The sign beside a heading that links to it is the theme's own.
    shown = page.text.replace("¶", "") if place == "heading" else page.text
    assert set(page.tags) - ({"a"} if place == "heading" else set()) <= elements
    wanted = flat(text).replace("¶", "") if place == "heading" else flat(text)
    assert wanted in flat(shown)
    allowed = {"class", "id", "href", "title"}
    assert {name for name, _ in page.attributes} <= allowed
    if renderer.toc_tokens if hasattr(renderer, "toc_tokens") else False:
        assert not re.search(r"<(?!/?(?:code|em|strong)\b)", renderer.toc_tokens[0]["name"])


@given(st.text(min_size=1, max_size=60))
def test_an_attribute_holds_any_text(text: str) -> None:
    page = read(f'<p title="{attribute(text)}">x</p>')
    assert page.tags == ["p"]
    ((name, held),) = page.attributes
    assert held is not None
    assert (name, flat(held)) == ("title", flat(text))
    # Spaces that keep words together stay what they are, but at the ends.
    assert held.count("\u00a0") == re.sub(r"[\x00-\x08\x0e-\x1f\x7f]", "", text).strip().count("\u00a0")


@given(st.text(min_size=1, max_size=60) | st.sampled_from(HOSTILE))
def test_a_title_is_harmless_as_html_and_without_tags(text: str) -> None:
    title = plain_title(text)
    assert read(f"<title>{title}</title>").tags == ["title"]
    assert read(f"<b>{title}</b>").tags == ["b"]
    assert '"' not in title


def test_sentences_escape_their_values_and_their_own_words() -> None:
    voice = Voice("fr", {"Only where {condition}.": "Seulement si *{condition}* <b>."}.get)  # type: ignore[arg-type]
    assert voice(say("Only where {condition}.", condition="[x]")) == "Seulement si &#42;&#91;x&#93;&#42; &#60;b&#62;."


def test_markdown_inside_a_sentence_stays_markdown() -> None:
    voice = Voice("en", lambda template: template)
    assert voice(say("See {page}.", page=Markdown("[a](b.md)"))) == "See [a](b.md)."


def test_plain_text_is_not_joined_with_markdown_by_mistake() -> None:
    with pytest.raises(TypeError):
        Markdown("a") + "<b>"


def test_numbers_in_sentences_are_written_as_the_page_s_language_does() -> None:
    """By hand: French has a comma for decimals and a narrow space, U+202F, for thousands."""
    voice = Voice("fr", lookup("fr"))
    sentence = say("“{fact}” is at least {value}", fact="a*b", value=figure(1234.5, ",.15g"))
    assert "1\u202f234,5" in voice.plain(sentence)
    assert "a&#42;b" in voice(sentence)
    assert "1\u202f234,5" in voice(sentence)
    assert voice(say("{one} and {other}", one=sentence, other=Markdown("**c**"))).count("234,5") == 1


def test_rows_of_texts_are_escaped_and_joined_as_the_language_does() -> None:
    def lookup(template: str) -> str:
        return {"{words}, {next}": "{words}، {next}", "Yes": "<Oui>"}.get(template, template)

    assert Voice("ar", lookup)(Several([say("Yes"), "a|b", Markdown("**c**")])) == "&#60;Oui&#62;، a&#124;b، **c**"
    assert Voice("ar", lookup).plain(Several([say("Yes"), "a|b"])) == "<Oui>، a|b"
