"""What a person does with the form, step by step."""

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page


class Form:
    """The form in one window of a browser."""

    def __init__(self, page: "Page") -> None:
        """Drive the form that is open in a page."""
        self.page = page

    def until(self, expression: str, seconds: float = 8) -> None:
        """Wait until an expression is true. (The page forbids eval, and so Playwright's own way of waiting.)"""
        end = time.monotonic() + seconds
        while not self.page.evaluate(expression):
            assert time.monotonic() < end, f"waited in vain for {expression}"
            self.page.wait_for_timeout(20)

    def begin(self) -> "Form":
        """Start a new assessment."""
        self.page.get_by_role("button", name="Start a new assessment").click()
        self.until("location.hash.startsWith('#/about')")
        return self

    def open(self, path: Path, button: str = "Open a file") -> "Form":
        """Open a file."""
        with self.page.expect_file_chooser() as chooser:
            self.page.get_by_role("button", name=button).first.click()
        chooser.value.set_files(path)
        return self

    def opened(self, path: Path, button: str = "Open a file") -> "Form":
        """Open a file that opens without a question."""
        self.open(path, button)
        self.until("location.hash.startsWith('#/about')")
        return self

    def go(self, way: str) -> "Form":
        """Go to a view by its address."""
        self.page.evaluate("way => { location.hash = '#/' + way; }", way)
        self.page.wait_for_timeout(50)
        return self

    def question(self, id_: str) -> "Locator":
        """Go to a question, and return its card."""
        self.go(f"assess/x/{id_}")
        return self.page.locator(f"#q-{id_}")

    def choose(self, id_: str, label: str) -> "Locator":
        """Choose an option of a question."""
        card = self.question(id_)
        card.get_by_role("radio", name=label).first.check()
        return card

    def fact(self, heading: str, id_: str) -> "Locator":
        """Go to a fact, and return its card."""
        self.go(f"facts/{heading}/{id_}")
        return self.page.locator(f"#f-{id_}")

    @property
    def score(self) -> str:
        """The score or range at the top."""
        return self.page.locator(".sp-overall .sp-score").inner_text()

    def kept(self) -> None:
        """Wait until everything is kept in the browser."""
        self.page.wait_for_timeout(20)
        self.until("/^(Kept in|Conservé|Guardado)/.test(document.querySelector('.sp-kept')?.textContent)")

    def saved(self) -> dict[str, Any]:
        """Save to a file, and return what is in it."""
        with self.page.expect_download() as download:
            self.page.get_by_role("button", name="Save to a file").first.click()
        assert download.value.suggested_filename.endswith(".json")
        found: dict[str, Any] = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
        return found

    def dialog(self) -> "Locator":
        """The dialog that is open."""
        found = self.page.get_by_role("dialog")
        found.wait_for()
        return found
