"""How it looks and reads: on a phone, enlarged, from right to left, in both colour schemes, for assistive technology."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from browser.assessment.form import Form

Open = Callable[..., Form]
VIEWS = [
    "start",
    "about",
    "facts/portfolio-facts",
    "assess/no-over-indebtedness",
    "find",
    "review",
    "colleagues",
    "results",
    "plan",
    "compare",
    "share",
]

OPEN = {"en": "Open a file", "fr": "Ouvrir un fichier", "es": "Abrir un archivo"}


@pytest.mark.parametrize(("width", "locale"), [(320, "fr-FR"), (360, "en-US"), (360, "es-ES"), (768, "en-US")])
def test_nothing_is_wider_than_the_screen(width: int, locale: str, open_form: Open, examples: dict[str, Path]) -> None:
    form = open_form(viewport={"width": width, "height": 740}, locale=locale)
    assert form.page.evaluate("document.documentElement.scrollWidth") <= width
    form.opened(examples["rural-cooperative-2026-draft"], OPEN[locale[:2]])
    for way in VIEWS:
        form.go(way)
        assert form.page.evaluate("document.documentElement.scrollWidth") <= width, way


def test_score_and_coverage_of_a_page_stand_in_one_line_on_a_phone(open_form: Open, examples: dict[str, Path]) -> None:
    form = open_form(viewport={"width": 360, "height": 740}).opened(examples["rural-cooperative-2026-draft"])
    form.question("mission-names-clients-and-change")
    boxes = form.page.locator(".sp-summary").evaluate(
        "line => ['.sp-score', '.sp-coverage', '.sp-range'].map((one) => line.querySelector(one).getBoundingClientRect().toJSON())"
    )
    score, coverage, bar = boxes
    assert abs(score["y"] + score["height"] / 2 - coverage["y"] - coverage["height"] / 2) < 4
    assert bar["y"] >= max(score["bottom"], coverage["bottom"])
    assert bar["width"] > 300


def test_it_can_be_enlarged_twice(open_form: Open, examples: dict[str, Path]) -> None:
    form = open_form(viewport={"width": 640, "height": 400}, device_scale_factor=2).opened(examples["rural-cooperative-2026-draft"])
    for way in VIEWS:
        form.go(way)
        assert form.page.evaluate("document.documentElement.scrollWidth") <= 640, way


def test_the_contents_unfold_on_a_phone(open_form: Open) -> None:
    form = open_form(viewport={"width": 360, "height": 740}).begin()
    assert not form.page.get_by_role("navigation", name="Contents").is_visible()
    form.page.get_by_role("button", name="Contents").click()
    form.page.get_by_role("navigation", name="Contents").get_by_role("link", name="1 Social strategy").click()
    form.page.get_by_role("heading", level=1, name="A strategy for reaching").wait_for()
    assert not form.page.get_by_role("navigation", name="Contents").is_visible()


def test_the_contents_are_seen_wherever_one_is_on_a_phone(open_form: Open) -> None:
    form = open_form(viewport={"width": 360, "height": 740}).begin()
    form.question("mission-names-clients-and-change").get_by_role("radio").last.scroll_into_view_if_needed()
    before = form.page.evaluate("scrollY")
    assert before > 200
    form.page.evaluate("document.querySelector('.sp-unfold').click()")
    search = form.page.get_by_role("searchbox")
    box = search.bounding_box()
    assert box is not None
    assert 0 < box["y"] < 300
    form.page.evaluate("document.querySelector('.sp-unfold').click()")
    assert form.page.evaluate("scrollY") == pytest.approx(before, abs=2)


def mirrored(data: dict[str, Any]) -> None:
    """Add a pseudo language that runs from right to left and says everything in its own signs."""

    def said(text: str) -> str:
        return f"\u2067{text}\u2069 ؟"

    data["languages"].append("ar-x-pseudo")
    data["directions"]["ar-x-pseudo"] = "rtl"
    data["language_names"]["ar-x-pseudo"] = "pseudo"
    data["texts"]["ar-x-pseudo"] = {
        key: [said(one) for one in text] if isinstance(text, list) else said(text) for key, text in data["texts"]["en"].items()
    }
    data["marks"]["ar-x-pseudo"] = {"stale": ["mission-names-clients-and-change/title"], "missing": ["target-clients-recognisable/title"]}
    data["interface"]["ar-x-pseudo"] = {"About the assessment": said("About the assessment"), "Start of period": said("Start")}


def test_it_runs_from_right_to_left(open_form: Open, make_file: Callable[..., Path], examples: dict[str, Path]) -> None:
    form = open_form(make_file("rtl.html", mirrored)).opened(examples["rural-cooperative"])
    before = form.saved()
    page = form.page
    page.locator(".sp-language select").select_option("ar-x-pseudo")
    form.until("document.documentElement.dir === 'rtl'")
    form.go("assess/a-strategy/mission-names-clients-and-change")
    nav = page.locator(".sp-nav").bounding_box()
    main = page.locator(".sp-main").bounding_box()
    assert nav is not None
    assert main is not None
    assert nav["x"] > main["x"]  # the contents stand on the right
    card = page.locator("#q-mission-names-clients-and-change")
    radio, label = card.locator("input[type=radio]").first.bounding_box(), card.locator(".sp-choice-label").first.bounding_box()
    assert radio is not None
    assert label is not None
    assert radio["x"] > label["x"] + label["width"] - 1
    assert "؟" in card.locator("h3").inner_text()
    assert card.locator(".sp-mark").first.get_attribute("title") == "The original text changed since this was translated."
    for way in VIEWS:
        form.go(way)
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280, way
    assert form.saved() == before


def test_targets_are_large_enough(open_form: Open, examples: dict[str, Path]) -> None:
    form = open_form(viewport={"width": 360, "height": 740}).opened(examples["rural-cooperative-2026-draft"])
    for way in ("about", "facts/outreach", "assess/no-over-indebtedness", "find"):
        form.go(way)
        small = form.page.evaluate(
            """() => [...document.querySelectorAll('.sp-app button, .sp-app summary, .sp-app select, .sp-app .sp-choice, .sp-app .sp-entry')]
                .filter((one) => one.checkVisibility() && one.offsetParent !== null && !one.classList.contains('sp-skip'))
                .map((one) => [one.textContent.trim().slice(0, 40), one.getBoundingClientRect()])
                .filter(([, box]) => box.width < 24 || box.height < 24)
                .map(([name, box]) => `${name} ${box.width}×${box.height}`)"""
        )
        assert small == [], way


def test_without_script_it_says_what_to_do(chromium: Any, make_file: Callable[..., Path]) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(make_file().as_uri())
    assert "JavaScript" in page.locator("noscript").inner_text()
    context.close()


def test_no_text_of_a_standard_can_end_the_script(make_file: Callable[..., Path], open_form: Open) -> None:
    def hostile(data: dict[str, Any]) -> None:
        data["texts"]["en"]["framework/title"] = "</script><img src=x onerror=alert(1)>\u2028<!--"
        data["texts"]["en"]["mission-names-clients-and-change/title"] = "<script>document.title = 'broken'</script>"

    form = open_form(make_file("hostile.html", hostile))
    assert form.page.locator("h1").inner_text().startswith("</script><img src=x onerror=alert(1)>")
    form.begin()
    form.question("mission-names-clients-and-change")
    assert form.page.locator("#q-mission-names-clients-and-change h3").inner_text().strip() == "<script>document.title = 'broken'</script>"
    assert form.page.locator(".sp-app img").count() == 0
