"""The form opened as in the tests of the form itself, and its views of the results read back."""

from collections.abc import Callable
from pathlib import Path

import pytest

import spregistry
from browser.assessment.conftest import examples, make_file, open_form  # noqa: F401  # fixtures, shared between the two halves of the form
from browser.assessment.form import Form
from browser.results.views import Opener, Views


@pytest.fixture
def show(open_form: Callable[..., Form], examples: dict[str, Path]) -> Opener:  # noqa: F811  # the fixture, not its function
    """Open an example, or a file of a test's own, in the form; further arguments are those of a browser context."""

    def shown(example: str | Path, form: Path | None = None, **wished: object) -> Views:
        path = examples[example] if isinstance(example, str) else example
        return Views(open_form(form, **wished).opened(path))

    return shown


@pytest.fixture
def scored(standards: spregistry.Registry, examples: dict[str, Path]) -> Callable[[str], spregistry.Scorecard]:  # noqa: F811
    """Return the scorecard of an example as the command line scores it."""

    def score(example: str) -> spregistry.Scorecard:
        return spregistry.score(standards["sepm@3.0.0"], spregistry.read(examples[example]))

    return score
