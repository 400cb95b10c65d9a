"""What stands in the views of the results, and numbers as they are written there."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from browser.assessment.form import Form
from spregistry.model.scorecard import Measures

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page


class Views:
    """The results of the submission that is open."""

    def __init__(self, form: Form) -> None:
        """Look at a form in which a submission is open."""
        self.form = form

    @property
    def page(self) -> "Page":
        """The page of the browser."""
        return self.form.page

    def go(self, way: str = "results") -> "Views":
        """Go to a view, and wait until it stands there."""
        self.form.go(way)
        self.form.until("document.querySelector('.res h1') !== null")
        return self

    def section(self, id_: str) -> "Locator":
        """A section of a view."""
        return self.page.locator(f"section:has(> #res-{id_})")

    def table(self, inside: "Locator", at: int = 0) -> list[list[str]]:
        """The cells of a table, row by row, without its head; what stands between texts counts as one space."""
        return [[" ".join(cell.split()) for cell in row] for row in self.cells(inside, at)]

    @staticmethod
    def cells(inside: "Locator", at: int = 0) -> list[list[str]]:
        """The cells of a table as they stand there."""
        found: list[list[str]] = (
            inside.locator("table")
            .nth(at)
            .evaluate("table => [...table.tBodies[0].rows].map(row => [...row.cells].map(cell => cell.innerText))")
        )
        return found


class Opener(Protocol):
    """Opens a submission in the form."""

    def __call__(self, example: str | Path, form: Path | None = None, *, odd: bool = False, **wished: Any) -> Views:
        """Open an example by its name, or a file; an odd one has something that the form asks about."""
        ...


def published(value: float | None) -> str:
    """Write a published number in English."""
    return "–" if value is None else f"{value:.2f}"


def range_of(measures: Measures) -> str:
    """Write a score, or the range in which it will lie."""
    if measures.score == measures.potential:
        return published(measures.score)
    return f"{published(measures.score)} to {published(measures.potential)}"


def share(value: float | None) -> str:
    """Write a share: 100 % only where it is complete, 0 % only where there is nothing."""
    if value is None:
        return "–"
    if value in (0, 1):
        return f"{value:.0%}"
    return f"{min(99, max(1, int(value * 100 + 0.5)))}%"


def signed(value: float) -> str:
    """Write a difference with a true minus."""
    return "0.00" if value == 0 else f"{value:+.2f}".replace("-", "−")
