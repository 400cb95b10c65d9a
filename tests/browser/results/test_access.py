"""The results for everybody: checked by axe in both colour schemes, with the keyboard alone, on a phone, from right to left, on paper."""

import base64
import re
import shutil
import struct
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from browser.axe import SIGHTS, Axe
from browser.results.views import Opener, Views
from tools import lacking

VIEWS = ["results", "plan", "plan?for=repayment-capacity-analysed", "compare", "share"]


def _with_last_year(views: Views, examples: dict[str, Path]) -> Views:
    views.go("compare").form.open(examples["rural-cooperative"], "Open earlier files")
    views.page.locator(".res-opened li").wait_for()
    return views


def _drawn(views: Views) -> None:
    """Wait until every picture of the view is drawn."""
    views.form.until("[...document.querySelectorAll('.res-canvas canvas')].every((one) => one.style.width !== '')")


@pytest.mark.parametrize(("scheme", "width"), SIGHTS)
def test_axe_finds_nothing(show: Opener, browser_folder: Path, examples: dict[str, Path], scheme: str, width: int) -> None:
    wished: dict[str, Any] = {
        "color_scheme": scheme,
        "viewport": {"width": width, "height": 800},
        "bypass_csp": True,
        "reduced_motion": "reduce",
    }
    views = _with_last_year(show("rural-cooperative-2026-draft", **wished), examples)
    axe = Axe(views.page, scheme, browser_folder)
    for way in VIEWS:
        views.go(way)
        _drawn(views)
        if way == "results":
            views.page.locator(".res-opener").first.click()
            views.page.evaluate("document.querySelectorAll('.res details').forEach((one) => { one.open = true; })")
        axe.look(way)
    # What is asked for and not there yet is said beside its field.
    views.go("share").page.locator("[type=submit]").first.click()
    axe.look("share without a recipient")
    views.go("plan?for=repayment-capacity-analysed").page.locator(".res-form [type=submit]").click()
    axe.look("plan without an action")
    assert not axe.faults, "\n".join(axe.faults)


def test_an_action_is_planned_with_the_keyboard_alone(show: Opener) -> None:
    views = show("rural-cooperative").go()
    keys = views.page.keyboard

    def tab_to(wanted: str) -> None:
        for _ in range(120):
            keys.press("Tab")
            if views.page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
                return
        raise AssertionError(f"the keyboard does not reach {wanted}")

    tab_to(".res-contents a[href*='gaps']")
    keys.press("Enter")
    views.form.until("document.activeElement.id === 'res-gaps'")
    tab_to(".res-gaps a.sp-button")
    keys.press("Enter")
    views.form.until("document.activeElement.name === 'what'")
    keys.type("Write to every member")
    tab_to("[name=who]")
    keys.type("Customer care")
    tab_to(".res-form [type=submit]")
    keys.press("Enter")
    views.page.get_by_text("The action was added to the plan.").wait_for()
    assert views.form.saved()["actions"][-1]["what"] == "Write to every member"
    # The focus is where the next step begins.
    assert views.page.locator(".res-what").filter(has_text="Write to every member").count() == 1


@pytest.mark.parametrize(("width", "height"), [(360, 740), (320, 640)])
def test_no_view_is_wider_than_a_phone(show: Opener, examples: dict[str, Path], width: int, height: int) -> None:
    views = _with_last_year(show("rural-cooperative-2026-draft", viewport={"width": width, "height": height}), examples)
    for way in VIEWS:
        views.go(way)
        _drawn(views)
        assert views.page.evaluate("document.documentElement.scrollWidth") <= width, way
        small = views.page.locator(".res").evaluate(
            """(view) => [...view.querySelectorAll('button, summary, select, .sp-button, .res-contents a')]
                .filter((one) => one.checkVisibility())
                .map((one) => [one.textContent.trim().slice(0, 40), one.getBoundingClientRect()])
                .filter(([, box]) => box.width < 24 || box.height < 24).map(([name]) => name)"""
        )
        assert small == [], way


def _mirrored(data: dict[str, Any]) -> None:
    data["directions"]["fr"] = "rtl"


def test_everything_reads_from_right_to_left(show: Opener, make_file: Callable[..., Path]) -> None:
    views = show("rural-cooperative", make_file("mirrored.html", _mirrored))
    views.page.locator(".sp-language select").select_option("fr")
    views.go()
    _drawn(views)
    edges = views.page.locator(".res-headline + .res-scale .res-bar").evaluate(
        "bar => { const [all, part] = [bar, bar.querySelector('.res-bar-certain')].map((one) => one.getBoundingClientRect()); return [all.right - part.right, part.left - all.left]; }"
    )
    assert edges[0] < 1 < edges[1]
    # A code keeps its own direction: 4.A, not A.4.
    assert (
        "\u20664.A\u2069" in views.page.locator(".res-gaps, .res-scores").all_inner_texts()[-1]
        or views.page.get_by_text("\u20664.A\u2069").count()
    )
    assert views.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_picture_is_saved_for_slides(show: Opener) -> None:
    views = show("rural-cooperative", color_scheme="dark").go()
    with views.page.expect_download() as download:
        views.page.get_by_role("button", name="Save as PNG: Scores by dimension, as bars").click()
    assert download.value.suggested_filename.endswith("_dimensions.png")
    picture = Path(download.value.path()).read_bytes()
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", picture[16:24])
    assert width == 2400
    assert height > 1000
    # White paper in a dark scheme too, with something drawn on it.
    corner, shades = views.page.evaluate(
        """async (text) => {
            const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
            const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
            const canvas = new OffscreenCanvas(image.width, image.height);
            const pen = canvas.getContext("2d");
            pen.drawImage(image, 0, 0);
            const { data } = pen.getImageData(0, 0, image.width, image.height);
            const shades = new Set();
            for (let at = 0; at < data.length; at += 4 * 997) shades.add(data.slice(at, at + 3).join());
            return [[...data.slice(0, 4)], shades.size];
        }""",
        base64.b64encode(picture).decode(),
    )
    assert corner == [255, 255, 255, 255]
    assert shades > 3


@pytest.fixture
def pdf_text() -> Callable[[bytes], list[str]]:
    """Read the text of a PDF, page by page."""
    program = shutil.which("pdftotext") or lacking("pdftotext", "Debian has it in poppler-utils")

    def read(pdf: bytes) -> list[str]:
        done = subprocess.run([program, "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
        return done.stdout.decode().split("\f")[:-1]

    return read


def test_the_results_print_to_clean_pages(show: Opener, pdf_text: Callable[[bytes], list[str]]) -> None:
    views = show("rural-cooperative", color_scheme="dark").go()
    _drawn(views)
    pages = pdf_text(views.page.pdf(prefer_css_page_size=True, print_background=True))
    assert 5 <= len(pages) <= 20
    first = pages[0]
    assert "Luvandi Example Rural Savings and Credit Cooperative (ZM)" in first
    assert "neither an audit nor a certification" in first
    assert "56.90" in first
    text = "\n".join(pages)
    # No controls and nothing of the frame; what is folded on the screen is there.
    for control in ("Print or save as PDF", "Save to a file", "Add to plan", "Show all", "Search questions", "Copy the stamp"):
        assert control not in text
    assert re.search(r"sha256:[0-9a-f]{64}", text)
    assert "Said not to apply" in text
    # After printing the page is as it was.
    assert views.page.locator(".res-stamp").evaluate("one => one.open") is False
    assert views.page.locator(".res-canvas").first.evaluate("one => one.style.inlineSize") == ""


def test_the_plan_prints_without_controls(show: Opener, pdf_text: Callable[[bytes], list[str]]) -> None:
    text = "\n".join(pdf_text(show("rural-cooperative").go("plan").page.pdf(prefer_css_page_size=True)))
    assert "Action plan" in text
    assert "Edit" not in text
    assert "By when" in text


def test_without_what_draws_pictures_the_numbers_are_there(
    show: Opener, make_file: Callable[..., Path], browser_folder: Path, tmp_path: Path
) -> None:
    text = make_file().read_text(encoding="utf-8")
    charts = (browser_folder / "dist" / "charts.js").read_text(encoding="utf-8")
    start = text.index(f"<script>{charts[:200]}")
    bare = tmp_path / "without-charts.html"
    bare.write_text(text[:start] + text[text.index("</script>", start) + len("</script>") :], encoding="utf-8")
    views = show("rural-cooperative", bare).go()
    views.page.get_by_text("The picture could not be drawn here; its numbers stand in the table.").nth(2).wait_for()
    assert views.page.locator(".res-scores").first.get_by_role("row").count() == 8
