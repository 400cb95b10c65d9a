"""The self-assessment as people get it: one HTML file, opened from disk without a network."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import spregistry
from browser.assessment.form import Form
from spregistry.load.languages.catalogues import lookup
from spregistry.publish.browser.assessment_file import Page, assessment_file
from spregistry.publish.browser.form_data import form_data
from spregistry.publish.browser.validator import validator_script

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def make_file(standards: spregistry.Registry, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Write the form of the shipped standard to disk, its data changed where a test asks for it."""
    folder = tmp_path_factory.mktemp("forms")

    def make(name: str = "form.html", change: Callable[[dict[str, Any]], None] | None = None, function: str | None = None) -> Path:
        path = folder / name
        if not path.exists():
            data = form_data(standards, "sepm@3.0.0")
            if change is not None:
                change(data)
            validator = validator_script(standards["sepm@3.0.0"])
            page = Page("Self-assessment", "en", "ltr", lookup("en"), function)
            path.write_text(assessment_file(data, page, [validator]), encoding="utf-8")
        return path

    return make


@pytest.fixture(scope="session")
def examples(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The example submissions as JSON files, by name."""
    folder = tmp_path_factory.mktemp("examples")
    found = {}
    for source in sorted((ROOT / "examples").glob("*.yaml")):
        path = folder / f"{source.stem}.json"
        path.write_text(json.dumps(spregistry.read(source).data, ensure_ascii=False, indent=2), encoding="utf-8")
        found[source.stem] = path
    return found


@pytest.fixture
def open_form(chromium: "Browser", make_file: Callable[..., Path]) -> Iterator[Callable[..., Form]]:
    """Open the form in a browser context of its own; an error in the page, or any request to a network, fails the test."""
    contexts = []
    troubles: list[str] = []

    def opened(path: Path | None = None, **wished: Any) -> Form:
        context = chromium.new_context(**{"locale": "en-US", **wished})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
        page.on("request", lambda request: troubles.append(request.url) if request.url.startswith(("http:", "https:", "ws")) else None)
        page.goto((path or make_file()).as_uri())
        page.wait_for_selector("h1")
        return Form(page)

    yield opened
    for context in contexts:
        context.close()
    assert troubles == []
