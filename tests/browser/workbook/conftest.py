"""A page of Chromium with the reader and writer of workbooks, without a network."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from browser.workbook.excel import Excel

if TYPE_CHECKING:
    from playwright.sync_api import Browser


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
