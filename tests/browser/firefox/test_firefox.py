"""The self-assessment in Firefox, as people get it: one file, opened from disk or served, without any other request."""

import functools
import json
import math
import re
import shutil
import subprocess
import threading
import unicodedata
from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

import spregistry
from browser.assessment.test_layout import mirrored
from browser.firefox.window import Window
from tools import lacking

Open = Callable[..., Window]
ONE = "mission-names-clients-and-change"
START = ".sp-start-main"
FILES = ".sp-starts .sp-gone"


def range_of(card: spregistry.Scorecard, comma: str = ".", joined: str = " to ") -> str:
    """Say the overall score as the head of the form does."""
    whole = card.overall
    assert whole is not None
    assert whole.score is not None
    assert whole.potential is not None
    if whole.score == whole.potential:
        return f"{whole.score:.2f}".replace(".", comma)
    return f"{math.floor(whole.score)}{joined}{math.ceil(whole.potential)}"


def opened(window: Window, example: Path) -> Window:
    """Open an example that opens without a question."""
    window.upload(FILES, example)
    window.until("location.hash.startsWith('#/about')")
    return window


@pytest.fixture
def served(make_file: Callable[..., Path]) -> Iterator[str]:
    """The form from a web server on this computer."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(make_file().parent)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/{make_file().name}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def pdf_text() -> Callable[[Path], list[str]]:
    """Read the text of a PDF, page by page."""
    program = shutil.which("pdftotext") or lacking("pdftotext", "Debian has it in poppler-utils")

    def read(pdf: Path) -> list[str]:
        done = subprocess.run([program, "-layout", str(pdf), "-"], capture_output=True, check=True)
        return done.stdout.decode().rstrip("\f").split("\f")

    return read


def test_a_french_assessment_from_a_file_is_what_the_command_line_scores(
    window: Open, make_file: Callable[..., Path], standards: spregistry.Registry
) -> None:
    form = window(make_file().as_uri(), "fr-FR, fr")
    assert form.evaluate("document.documentElement.lang") == "fr"
    form.click(START)
    form.until("location.hash.startsWith('#/about')")
    form.type("#organisation-name", "Crédit du Fleuve")
    form.go("facts/portfolio-facts/portfolio")
    form.type("#fact-portfolio", "1 234 567,5")
    assert re.sub(r"\s", " ", form.text("#fact-portfolio-read")).startswith("Lu comme 1 234 567,5")
    form.go(f"assess/x/{ONE}")
    form.click(f"#q-{ONE} input[value=partly]")
    form.press("ArrowUp")  # the keyboard chooses among the answers
    assert form.evaluate(f"document.querySelector('#q-{ONE} input[value=met]').checked")
    form.until("document.querySelector('.sp-kept').textContent.startsWith('Conservé')")
    before = form.score
    form.reload()
    form.until(f"document.querySelector('#q-{ONE} input[value=met]')?.checked")
    saved = form.saved()
    document = spregistry.read(saved)
    framework = standards["sepm@3.0.0"]
    assert [one for one in spregistry.validate(framework, document) if one.severity == "error"] == []
    assert document.data["facts"]["portfolio"] == 1234567.5
    assert document.data["organisation"] == {"name": "Crédit du Fleuve"}
    assert document.data["answers"][ONE]["value"] == "met"
    assert form.score == before == range_of(spregistry.score(framework, document), joined=" à ")


@pytest.mark.parametrize("name", ["rural-cooperative", "rural-cooperative-2026-draft", "digital-lender", "deposit-taking-bank"])
def test_every_example_scores_and_leaves_as_it_came(
    name: str, window: Open, make_file: Callable[..., Path], examples: dict[str, Path], standards: spregistry.Registry
) -> None:
    form = opened(window(make_file().as_uri()), examples[name])
    card = spregistry.score(standards["sepm@3.0.0"], spregistry.read(examples[name]))
    assert form.score == range_of(card)
    assert json.loads(form.saved().read_text(encoding="utf-8")) == json.loads(examples[name].read_text(encoding="utf-8"))


def test_results_have_their_pictures_and_print(
    window: Open,
    make_file: Callable[..., Path],
    examples: dict[str, Path],
    standards: spregistry.Registry,
    pdf_text: Callable[[Path], list[str]],
    tmp_path: Path,
) -> None:
    form = opened(window(make_file().as_uri()), examples["rural-cooperative"])
    form.go("results")
    card = spregistry.score(standards["sepm@3.0.0"], spregistry.read(examples["rural-cooperative"]))
    assert card.overall is not None
    assert form.text(".res-big") == f"{card.overall.score:.2f}"
    drawn = """[...document.querySelectorAll('.res-canvas canvas')].map((canvas) => {
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        return new Set(new Uint32Array(data.buffer)).size;
    })"""
    form.until("document.querySelectorAll('.res-canvas canvas').length >= 2", seconds=15)
    form.until(f"{drawn}.every((colours) => colours > 10)")
    form.pdf(tmp_path / "results.pdf")
    pages = pdf_text(tmp_path / "results.pdf")
    assert len(pages) >= 2
    text = unicodedata.normalize("NFKC", "\n".join(pages))  # Firefox writes ligatures
    assert f"{card.overall.score:.2f}" in text
    assert "neither an audit nor a certification" in re.sub(r"\s+", " ", text)
    for control in ("Save to a file", "Search questions", "Add to plan", "Keyboard shortcuts"):
        assert control not in text


def test_it_works_from_a_server_and_in_two_windows_of_time(served: str, window: Open) -> None:
    form = window(served)
    form.click(START)
    form.until("location.hash.startsWith('#/about')")
    form.go(f"assess/x/{ONE}")
    form.click(f"#q-{ONE} input[value=partly]")
    form.until("document.querySelector('.sp-kept').textContent.startsWith('Kept in')")
    form.evaluate("sessionStorage.clear()")  # as in a window that is opened anew
    form.go("start")
    form.reload()
    assert form.evaluate("document.querySelectorAll('.sp-kept-list > li').length") == 1
    form.click(".sp-kept-list .sp-primary")
    form.until("location.hash.startsWith('#/about')")
    assert json.loads(form.saved().read_text(encoding="utf-8"))["answers"][ONE]["value"] == "partly"


def test_it_reads_from_right_to_left_on_a_phone(window: Open, make_file: Callable[..., Path], examples: dict[str, Path]) -> None:
    form = window(make_file("rtl.html", mirrored).as_uri(), width=360, height=740)
    opened(form, examples["rural-cooperative"])
    form.select(".sp-language select", "ar-x-pseudo")
    form.until("document.documentElement.dir === 'rtl'")
    for way in ("about", "facts/portfolio-facts", f"assess/x/{ONE}", "results", "plan", "colleagues", "start"):
        form.go(way)
        assert form.evaluate("document.documentElement.scrollWidth") <= 360, way
    form.go(f"assess/x/{ONE}")
    assert form.evaluate(
        f"(() => {{ const [box, words] = ['input', '.sp-choice-text'].map((one) => document.querySelector('#q-{ONE} .sp-choice ' + one)"
        ".getBoundingClientRect()); return box.left > words.left; })()"
    )


def test_what_cannot_be_opened_is_explained(window: Open, make_file: Callable[..., Path], tmp_path: Path) -> None:
    form = window(make_file().as_uri())
    (tmp_path / "cut.json").write_text('{"format": 1, "framework": "sepm@3.0.0", "answers": {', encoding="utf-8")
    form.upload(FILES, tmp_path / "cut.json")
    form.wait("dialog[open]")
    assert "Perhaps it was cut off" in form.text("dialog[open]")
    form.press("Escape")
    form.until("document.querySelector('dialog[open]') === null")
