"""The self-assessment as people get it: one HTML file, opened from disk without a network."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import spregistry
from browser.assessment.form import Form
from spregistry.load.languages.catalogues import lookup
from spregistry.publish.browser.assessment_file import Page, assessment_file
from spregistry.publish.browser.form_data import form_data
from spregistry.publish.browser.validator import validator_script

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
def open_form(open_page: Callable[..., Any], make_file: Callable[..., Path]) -> Callable[..., Form]:
    """Open the form, or one that a test has written."""
    return lambda path=None, **wished: Form(open_page(path or make_file(), **wished))
