"""Chromium with the reader and writer of workbooks alone, and with the whole form as one HTML file, opened without a network."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import spregistry
from browser.assessment.form import Form
from browser.workbook.excel import Excel
from spregistry.load.languages.catalogues import lookup
from spregistry.publish.browser.assessment_file import Page, assessment_file
from spregistry.publish.browser.form_data import form_data
from spregistry.publish.browser.validator import validator_script
from spregistry.publish.browser.workbook_pack import workbook_script

if TYPE_CHECKING:
    from playwright.sync_api import Browser

REFERENCE = "sepm@3.0.0"


@pytest.fixture(scope="session")
def excel(chromium: "Browser", browser_folder: Path) -> Iterator[Excel]:
    """The page; an error in it fails the tests."""
    context = chromium.new_context(offline=True)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield Excel(page, (browser_folder / "dist" / "workbook.js").read_text(encoding="utf-8"))
    context.close()
    assert errors == []


@pytest.fixture(scope="session")
def form_file(standards: spregistry.Registry, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The form of the shipped standard in all its languages, with its empty workbooks."""
    translations = [standards.translation(REFERENCE, language) for language in standards.languages(REFERENCE)]
    page = Page("Self-assessment", "en", "ltr", lookup("en"))
    validator = validator_script(standards[REFERENCE])
    path = tmp_path_factory.mktemp("form") / "form.html"
    path.write_text(assessment_file(form_data(standards, REFERENCE), page, [validator], [workbook_script(translations)]), encoding="utf-8")
    return path


@pytest.fixture
def open_form(open_page: Callable[..., Any], form_file: Path) -> Callable[..., Form]:
    """Open the form with its workbooks."""
    return lambda **wished: Form(open_page(form_file, **wished))


@pytest.fixture
def as_file(tmp_path: Path) -> Callable[..., Path]:
    """Write a submission or the bytes of a file to disk, to be opened."""

    def written(content: Any, name: str = "given.json") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return path

    return written
