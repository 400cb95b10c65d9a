"""Reports on the examples, made once for all tests."""

from collections.abc import Callable
from functools import cache

import pytest

from reports import ROOT
from spregistry.api import Registry
from spregistry.load.documents import read
from spregistry.load.languages.catalogues import Catalogue
from spregistry.publish.report.blocks import Report
from spregistry.publish.report.compose import compose
from spregistry.publish.report.formats import WHOLE, write
from spregistry.publish.report.view import Subject
from spregistry.publish.report.wording import Words
from spregistry.scoring.scorecards import assess, score


@pytest.fixture(scope="session")
def example_report() -> Callable[..., Report]:
    """The report on an example, in a language, perhaps with the example of an earlier year."""
    registry = Registry.open(ROOT / "standards")

    @cache
    def make(name: str, language: str = "en", earlier: str = "", *, everything: bool = False) -> Report:
        document = read(ROOT / "examples" / name)
        shown = registry.translation(document.data["framework"], language)
        found = assess(shown.spoken, document)
        before = [score(shown.spoken, read(ROOT / "examples" / earlier))] if earlier else []
        return compose([Subject(found.scorecard, found.findings, shown, before)], Words(Catalogue(language)), everything=everything)

    return make


@pytest.fixture(scope="session")
def written(example_report: Callable[..., Report]) -> Callable[..., bytes]:
    """The report on an example, written in a format once for all tests."""

    @cache
    def make(name: str, format_: str, language: str = "en", earlier: str = "") -> bytes:
        return write(example_report(name, language, earlier, everything=format_ in WHOLE), format_)

    return make
