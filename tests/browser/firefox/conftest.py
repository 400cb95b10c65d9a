"""Firefox with the self-assessment: an error in the page, or any request to a network, fails the test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from browser.assessment.conftest import examples, make_file  # noqa: F401  # fixtures, shared with the tests in Chromium
from browser.firefox.window import Window
from tools import lacking

Start = Callable[..., Window]


@pytest.fixture(scope="module")
def start(node: str, firefox: str, browser_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    """Return Firefox for a person with given languages, one for all tests of a module."""
    modules = browser_folder / "node_modules"
    if not (modules / "puppeteer-core").exists():
        lacking("puppeteer-core", f"run `npm install` in {browser_folder}")
    windows: dict[str, Window] = {}

    def started(languages: str = "en-US, en") -> Window:
        if languages not in windows:
            windows[languages] = Window(node, modules, firefox, tmp_path_factory.mktemp("downloads"), languages)
        return windows[languages]

    yield started
    for window in windows.values():
        window.close()


@pytest.fixture
def window(start: Start) -> Iterator[Callable[..., Window]]:
    """Open an address in a fresh context of Firefox, and look at the end that the page stayed alone and without errors."""
    opened: list[tuple[Window, str]] = []

    def open_(url: str, languages: str = "en-US, en", **size: int) -> Window:
        found = start(languages)
        opened.append((found, url))
        return found.open(url, **size)

    yield open_
    for found, url in opened:
        troubles, requests = found.seen()
        assert troubles == []
        own = url.rsplit("/", 1)[0]
        assert [one for one in requests if not one.startswith(("file:", "blob:", "data:", own))] == []
