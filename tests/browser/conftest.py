"""Where the parts for the browser stand, and how a page without network is opened."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

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


@pytest.fixture
def open_page(chromium: "Browser") -> Iterator[Callable[..., "Page"]]:
    """Open a file in a browser context of its own; an error in a page, or any request to a network, fails the test."""
    contexts = []
    troubles: list[str] = []

    def opened(path: Path, **wished: Any) -> "Page":
        context = chromium.new_context(**{"locale": "en-US", **wished})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
        page.on("request", lambda request: troubles.append(request.url) if request.url.startswith(("http:", "https:", "ws")) else None)
        page.goto(path.as_uri())
        page.wait_for_selector("h1")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert troubles == []
