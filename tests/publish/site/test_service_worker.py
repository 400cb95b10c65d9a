"""After the first visit the form opens without a network; what is kept is of one build, whole."""

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from loopback import Stoppable

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

FORM = "standards/sepm/3.0.0/fr/assess"


@pytest.fixture
def server(site: Path, tmp_path: Path) -> Iterator[Stoppable]:
    """A copy of the site that may change, on a server that may go away."""
    shutil.copytree(site, tmp_path / "site")
    server = Stoppable(tmp_path / "site")
    yield server
    server.stop()


@pytest.fixture
def visitor(chromium: "Browser") -> "Iterator[BrowserContext]":
    context = chromium.new_context(service_workers="allow")
    yield context
    context.close()


def opened(page: "Page", address: str) -> None:
    page.goto(address)
    page.wait_for_function("!document.querySelector('#assessment > p')")


def kept(page: "Page") -> list[list[str]]:
    """Return the names of the caches and how many files each holds."""
    found: list[list[str]] = page.evaluate(
        "(async () => Promise.all((await caches.keys()).map(async (name) => [name, ...(await (await caches.open(name)).keys()).map((r) => r.url)])))()"
    )
    return found


def wait_until_kept(page: "Page", caches: int = 1) -> None:
    """Wait for so many caches, each with more than a page in it, that no longer grow."""
    before = None
    for _ in range(150):
        now = kept(page)
        if now == before and len(now) == caches and all(len(names) > 6 for names in now):
            return
        before = now
        page.wait_for_timeout(200)
    pytest.fail(f"not kept: {before}")


def test_the_form_opens_without_a_network_after_the_first_visit(visitor: "BrowserContext", server: Stoppable) -> None:
    page = visitor.new_page()
    opened(page, f"{server.address}/{FORM}/index.html")
    wait_until_kept(page)
    server.stop()
    for name in ("index.html", "", "index.html?function=hr"):
        opened(page, f"{server.address}/{FORM}/{name}")
        assert "Gestion de la performance" in page.locator("#assessment").inner_text()
    # Charts, which are loaded when they are drawn, are there as well.
    assert page.evaluate("fetch(document.querySelector('#assessment').dataset.charts).then((answer) => answer.ok)")
    # Styles as well: the page looks as it did.
    assert page.evaluate("getComputedStyle(document.querySelector('.md-header')).position") == "sticky"


def test_other_pages_are_not_kept(visitor: "BrowserContext", server: Stoppable) -> None:
    page = visitor.new_page()
    opened(page, f"{server.address}/{FORM}/index.html")
    wait_until_kept(page)
    assert [url for _, *urls in kept(page) for url in urls if url.endswith((".html", "/"))] == [f"{server.address}/{FORM}/"]


def change(site: Path) -> None:
    """Publish another build: the French data are other ones, under another name."""
    page = site / FORM / "index.html"
    data = next((site / FORM).glob("data.*.js"))
    content = data.read_bytes() + b"globalThis.rebuilt = true;\n"
    name = f"data.{hashlib.sha256(content).hexdigest()[:12]}.js"
    (site / FORM / name).write_bytes(content)
    page.write_text(page.read_text(encoding="utf-8").replace(data.name, name), encoding="utf-8")
    data.unlink()
    worker = site / "sw.js"
    old = worker.read_text(encoding="utf-8")
    worker.write_text(old.replace('const CACHE = "spregistry-', 'const CACHE = "spregistry-new-'), encoding="utf-8")


def test_a_new_build_is_taken_whole_and_only_when_the_old_one_is_closed(visitor: "BrowserContext", server: Stoppable) -> None:
    page = visitor.new_page()
    opened(page, f"{server.address}/{FORM}/index.html")
    wait_until_kept(page)
    change(server.folder)
    opened(page, f"{server.address}/{FORM}/index.html")
    assert page.evaluate("globalThis.rebuilt") is None, "an open page gets what it was opened with"
    page.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.update())")
    wait_until_kept(page, caches=2)
    page.goto("about:blank")
    page.wait_for_timeout(1000)
    opened(page, f"{server.address}/{FORM}/index.html")
    assert page.evaluate("globalThis.rebuilt") is True
    wait_until_kept(page, caches=1)
    server.stop()
    opened(page, f"{server.address}/{FORM}/index.html")
    assert page.evaluate("globalThis.rebuilt") is True


def test_a_build_that_arrives_in_part_is_not_taken(visitor: "BrowserContext", server: Stoppable) -> None:
    page = visitor.new_page()
    opened(page, f"{server.address}/{FORM}/index.html")
    wait_until_kept(page)
    change(server.folder)
    next((server.folder / FORM).glob("data.*.js")).unlink()  # it was not uploaded yet
    page.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.update()).catch(() => null)")
    page.wait_for_timeout(1500)
    assert page.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.waiting === null)")
    server.stop()
    opened(page, f"{server.address}/{FORM}/index.html")
    assert page.evaluate("globalThis.rebuilt") is None
