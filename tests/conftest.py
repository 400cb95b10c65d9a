"""How the laws are run: fixed examples in continuous integration, more of them, and nobody's cache."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tools import lacking

if TYPE_CHECKING:
    from playwright.sync_api import Browser

settings.register_profile("ci", derandomize=True, deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ci" if os.environ.get("CI") else "default")

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True, scope="session")
def _cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep bundles in a folder of the run's own."""
    before = os.environ.get("SPREGISTRY_CACHE")
    os.environ["SPREGISTRY_CACHE"] = str(tmp_path_factory.mktemp("cache"))
    yield
    if before is None:
        del os.environ["SPREGISTRY_CACHE"]
    else:
        os.environ["SPREGISTRY_CACHE"] = before


@pytest.fixture(scope="session")
def node() -> str:
    """The path of node."""
    return shutil.which("node") or lacking("node", "no program of that name is on the path")


@pytest.fixture(scope="session")
def msgfmt() -> str:
    """The path of gettext's own checker."""
    return shutil.which("msgfmt") or lacking("msgfmt", "it is part of gettext, and is not on the path")


@pytest.fixture(scope="session")
def soffice() -> str:
    """The path of LibreOffice."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or lacking("LibreOffice", "no program soffice is on the path; the package libreoffice-calc-nogui has it")


@pytest.fixture(scope="session")
def firefox() -> str:
    """The path of Firefox; tests drive it through node, with puppeteer-core from the folder of the browser's parts."""
    found = os.environ.get("SPREGISTRY_FIREFOX") or shutil.which("firefox-esr") or shutil.which("firefox")
    return found or lacking("Firefox", "no program of that name is on the path; SPREGISTRY_FIREFOX may name it")


@pytest.fixture(scope="session")
def chromium() -> Iterator["Browser"]:
    """A real Chromium without a window; every test opens a context of its own: `chromium.new_context()`."""
    path = os.environ.get("SPREGISTRY_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        lacking("Chromium", "no program of that name is on the path; SPREGISTRY_CHROMIUM may name it")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        lacking("Chromium", f"it is driven through Playwright, which is not installed ({error})")
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*quiet, "--disable-component-update", "--disable-sync"])
        yield browser
        browser.close()
