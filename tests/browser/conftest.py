"""Where the parts for the browser stand, and how a page without network is opened."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import spregistry

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def browser_folder() -> Path:
    """The folder of everything that runs in the browser."""
    return ROOT / "src" / "spregistry" / "browser"


@pytest.fixture(scope="session")
def standards() -> spregistry.Registry:
    """The standards of this repository."""
    return spregistry.Registry.open(ROOT / "standards")


@pytest.fixture
def offline_page(chromium: "Browser") -> Iterator["Page"]:
    """An empty page in a context of its own, cut off from every network; an error in the page fails the test."""
    context = chromium.new_context(offline=True)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []
