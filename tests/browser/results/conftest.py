"""The form opened as in the tests of the form itself, and its views of the results read back."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import spregistry
from browser.assessment.conftest import examples, make_file, open_form  # noqa: F401  # fixtures, shared between the two halves of the form
from browser.assessment.form import Form
from browser.results.views import Opener, Views

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture
def show(open_form: Callable[..., Form], examples: dict[str, Path]) -> Opener:  # noqa: F811  # the fixture, not its function
    """Open an example, or a file of a test's own, in the form; further arguments are those of a browser context."""

    def shown(example: str | Path, form: Path | None = None, *, odd: bool = False, **wished: object) -> Views:
        opened = open_form(form, **wished).open(examples[example] if isinstance(example, str) else example)
        if odd:
            opened.page.get_by_role("button", name="Open all the same").click()
        opened.until("location.hash.startsWith('#/about')")
        return Views(opened)

    return shown


@pytest.fixture
def scored(standards: spregistry.Registry, examples: dict[str, Path]) -> Callable[[str], spregistry.Scorecard]:  # noqa: F811
    """Return the scorecard of an example as the command line scores it."""

    def score(example: str) -> spregistry.Scorecard:
        return spregistry.score(standards["sepm@3.0.0"], spregistry.read(examples[example]))

    return score


@pytest.fixture(scope="module", params=["deposit-taking-bank", "digital-lender", "rural-cooperative", "rural-cooperative-2026-draft"])
def seen(
    request: pytest.FixtureRequest,
    chromium: "Browser",
    make_file: Callable[..., Path],  # noqa: F811
    examples: dict[str, Path],  # noqa: F811
    standards: spregistry.Registry,
) -> Iterator[tuple[Views, spregistry.Scorecard]]:
    """Every example's results, opened once for all tests that only look at them, with the scorecard of the command line."""
    path = examples[request.param]
    context = chromium.new_context(locale="en-US", offline=True)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(make_file().as_uri())
    page.wait_for_selector("h1")
    yield Views(Form(page).opened(path)).go(), spregistry.score(standards["sepm@3.0.0"], spregistry.read(path))
    context.close()
    assert errors == []
