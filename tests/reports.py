"""Reports for tests, on frameworks made up on the spot."""

from pathlib import Path
from typing import Any

from frameworks import framework_of
from spregistry.load.languages.catalogues import Catalogue
from spregistry.load.languages.translations import untranslated
from spregistry.model.document import Document
from spregistry.model.framework import Framework
from spregistry.publish.report.blocks import Report
from spregistry.publish.report.compose import compose
from spregistry.publish.report.view import Subject
from spregistry.publish.report.wording import Words
from spregistry.scoring.scorecards import Assessment, assess

ROOT = Path(__file__).parents[1]
EXAMPLES = sorted(path.name for path in (ROOT / "examples").glob("*.yaml"))
CASES = ROOT / "tests" / "cases" / "submissions"

SCALE = {
    "practice": [
        {"value": "yes", "label": "Yes", "points": 1},
        {"value": "half", "label": "Half", "points": 0.5},
        {"value": "no", "label": "No", "points": 0},
        {"value": "na", "label": "Does not apply", "excluded": True},
    ]
}


def question(id_: str, code: str, **more: Any) -> dict[str, Any]:
    """An indicator of one scale."""
    rubric = {"yes": "All of it.", "half": "Some of it.", "no": "None of it."}
    return {
        "id": id_,
        "code": code,
        "title": f"Title of {id_}",
        "question": "Is it so?",
        "rubric": rubric,
        "answer": {"scale": "practice"},
        **more,
    }


def small(**more: Any) -> Framework:
    """A framework of the scale above."""
    header = {"format": 1, "id": "small", "version": "1.0.0", "title": "A small standard", "language": "en", "licence": "CC0-1.0"}
    return framework_of({**header, "scales": SCALE, **more})


def assessed(framework: Framework, data: dict[str, Any]) -> Assessment:
    """The assessment of a submission from plain data."""
    return assess(framework, Document(data={"format": 1, "framework": framework.reference, **data}))


def reported(framework: Framework, data: dict[str, Any], *earlier: dict[str, Any], everything: bool = False) -> Report:
    """The report on a submission from plain data."""
    found = assessed(framework, data)
    before = [assessed(framework, one).scorecard for one in earlier]
    subject = Subject(found.scorecard, found.findings, untranslated(framework), before)
    return compose([subject], Words(Catalogue("en")), everything=everything)
