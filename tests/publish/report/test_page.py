"""The page in a real browser: nothing is loaded, nothing runs, nothing is said in a way that some cannot perceive."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import markdown
import pytest

from reports import question, reported, small
from spregistry.publish.report.formats import write
from tools import lacking

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page

AXE = Path(__file__).parents[3] / "src" / "spregistry" / "browser" / "node_modules" / "axe-core" / "axe.min.js"
Written = Callable[..., bytes]


class Shown:
    """A page that a browser shows from a file, with whatever it asked for or complained of."""

    def __init__(self, browser: "Browser", path: Path, **context: Any) -> None:
        # What checks a page for accessibility is put into it from outside; the page's own policy is for what is in it.
        self.context = browser.new_context(bypass_csp="bypass" in context and context.pop("bypass"), **context)
        self.page: Page = self.context.new_page()
        self.requests: list[str] = []
        self.said: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("dialog", self._dismiss)
        self.page.goto(path.as_uri())

    def _dismiss(self, dialog: "Dialog") -> None:
        self.said.append(f"dialog {dialog.message}")
        dialog.dismiss()


@pytest.fixture
def shown(chromium: "Browser", tmp_path: Path) -> Any:
    opened: list[Shown] = []

    def show(content: bytes, **context: Any) -> Shown:
        path = tmp_path / f"report-{len(opened)}.html"
        path.write_bytes(content)
        opened.append(Shown(chromium, path, **context))
        return opened[-1]

    yield show
    for one in opened:
        one.context.close()


@pytest.mark.parametrize("name", ["rural-cooperative.yaml", "rural-cooperative-2026-draft.yaml"])
def test_nothing_but_the_file_is_loaded(name: str, written: Written, shown: Callable[..., Shown]) -> None:
    found = shown(written(name, "html", "en", "rural-cooperative.yaml" if "2026" in name else ""))
    found.page.wait_for_timeout(200)
    assert found.requests == [found.page.url]
    assert found.said == []  # neither errors nor complaints about the page's own policy
    assert found.page.evaluate("document.querySelectorAll('script, link, iframe, object, embed, form, base, img, [style]').length") == 0
    # The style sheet holds: without it a page has no colours.
    assert found.page.evaluate("getComputedStyle(document.querySelector('.headline .number')).fontWeight") == "700"


@pytest.mark.parametrize(
    ("name", "language", "scheme", "width"),
    [
        ("rural-cooperative-2026-draft.yaml", "en", "light", 1200),
        ("rural-cooperative-2026-draft.yaml", "en", "dark", 1200),
        ("digital-lender.yaml", "fr", "light", 390),
        ("deposit-taking-bank.yaml", "ar-XB", "dark", 390),
    ],
)
def test_accessible(name: str, language: str, scheme: str, width: int, written: Written, shown: Callable[..., Shown]) -> None:
    if not AXE.exists():
        lacking("axe-core", "npm install in src/spregistry/browser brings it")
    before = "rural-cooperative.yaml" if "2026" in name else ""
    found = shown(written(name, "html", language, before), bypass=True, color_scheme=scheme, viewport={"width": width, "height": 900})
    # With everything open that can be opened.
    found.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    found.page.add_script_tag(content=AXE.read_text(encoding="utf-8"))
    result = found.page.evaluate("axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})")
    assert [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in result["violations"]] == []
    assert found.page.evaluate("document.documentElement.scrollWidth") <= width


def test_from_right_to_left(written: Written, shown: Callable[..., Shown]) -> None:
    found = shown(written("rural-cooperative.yaml", "html", "ar-XB"))
    assert found.page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["ar-XB", "rtl"]
    # Bars grow from where the language begins to read: labels stand to the right of the first bar.
    places = found.page.evaluate(
        """() => {
            const svg = document.querySelector('figure svg');
            const label = [...svg.querySelectorAll('text')].find(one => one.textContent.includes('Social strategy'));
            const bar = [...svg.querySelectorAll('path[fill="#0f6674"]')][0];
            return [label.getBoundingClientRect().left, bar.getBoundingClientRect().right, bar.getBoundingClientRect().left];
        }"""
    )
    assert places[0] > places[1] > places[2]


HOSTILE = '</style></title><script>alert(1)</script><img src=x onerror=alert(2)> [x](javascript:alert(3)) =HYPERLINK("http://x") {{ 7*7 }} \u202egnp.exe'


def hostile_report(format_: str) -> bytes:
    title = HOSTILE.replace("\u202e", "")[:200]
    groups = [
        {"id": "a", "code": "1", "title": title, "intro": title, "indicators": [{**question("a1", "1.1", may_be_na=True), "title": title}, question("a2", "1.2")]},
        {"id": "b", "code": "2", "title": title, "indicators": [{**question("b1", "2.1"), "title": title}]},
    ]  # fmt: skip
    facts = [{"id": "f", "title": title, "schema": {"type": "string"}}]
    framework = small(
        levels=["part", "indicator"], groups=groups, notice=title, facts=facts, bands=[{"id": "low", "label": title, "from": 0}]
    )
    long = (HOSTILE + " ") * 100
    data = {
        "organisation": {"name": HOSTILE, "region": HOSTILE, "country": "KE"},
        "language": "xx-script",
        "facts": {"f": HOSTILE},
        "fact_notes": {"f": long},
        "currency": {"code": "KES", "source": HOSTILE},
        "answers": {
            "a1": {"value": "na", "justification": HOSTILE, "comment": long, "evidence": [HOSTILE]},
            "a2": {"value": "half", "no_evidence": HOSTILE, "review": {"value": "no", "comment": long, "by": HOSTILE}},
            "b1": {"value": "no", "evidence": ["A" * 1000], "comment": "B" * 10000},
        },
        "actions": [{"what": long, "who": HOSTILE, "indicator": "b1", "target": HOSTILE}],
        "provenance": [{"source": HOSTILE}],
    }
    return write(reported(framework, data, everything=format_ == "xlsx"), format_)


def test_what_anybody_wrote_is_only_ever_text(shown: Callable[..., Shown]) -> None:
    # Even without the page's policy nothing would run.
    for bypass in (False, True):
        found = shown(hostile_report("html"), bypass=bypass, viewport={"width": 390, "height": 900})
        found.page.wait_for_timeout(200)
        assert found.said == []
        assert found.requests == [found.page.url]
        assert found.page.evaluate("document.querySelectorAll('script, img').length") == 0
        assert found.page.evaluate("document.querySelectorAll('style').length") == 1
        assert found.page.evaluate("[...document.querySelectorAll('a')].every(one => one.getAttribute('href').startsWith('#'))")
        text = found.page.evaluate("document.querySelector('h1').textContent")
        assert text.startswith("</style></title><script>alert(1)</script><img src=x onerror=alert(2)>")
        assert "\u202e" not in found.page.content()
        assert "[U+202E]" in found.page.content()
        assert found.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_hostile_pdf() -> None:
    content = hostile_report("pdf")
    assert content.startswith(b"%PDF-1.7")
    assert b"/JavaScript" not in content
    assert b"/URI" not in content


def test_hostile_markdown_stays_text_when_it_is_shown() -> None:
    text = hostile_report("md").decode()
    assert "\u202e" not in text
    shown = markdown.markdown(text, extensions=["tables"])
    assert not re.search(r"<(script|img|a|iframe|svg|style)\b", shown)
    assert "&lt;/style&gt;&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    tables = [
        len(row)
        for table in re.findall(r"<tbody>(.*?)</tbody>", shown, re.DOTALL)
        for row in re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)
    ]
    assert tables
