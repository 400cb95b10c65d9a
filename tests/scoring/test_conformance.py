"""The engine gives what the published conformance vectors expect, and so does the oracle, which shares no code with it."""

import json
from pathlib import Path
from typing import Any

import pytest

from frameworks import framework_of
from oracle import score as oracle_score
from spregistry.load import contracts
from spregistry.model.document import Document
from spregistry.model.scorecard import Scorecard
from spregistry.scoring.scorecards import score

FOLDER = Path(__file__).parents[1] / "conformance"
#: Plain doubles; all other numbers are published or counted, and must be equal.
DOUBLES = ("points", "best", "coverage", "evidence_coverage")
VECTORS = sorted(FOLDER.glob("*/*.json"))


def read(path: Path) -> dict[str, Any]:
    vector: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return vector


def engine_score(vector: dict[str, Any]) -> Scorecard:
    framework = framework_of(vector["framework"])
    profile = framework_of(vector["profile"], framework) if "profile" in vector else None
    return score(framework, Document(data=vector["submission"]), profile)


def comparable(scorecard: Scorecard) -> dict[str, Any]:
    explanation = scorecard.explanation
    return {
        "overall": scorecard.overall._asdict() if scorecard.overall else None,
        "groups": {group.id: group.measures._asdict() for group in scorecard.groups},
        "indicators": {found.id: {**found._asdict(), "state": found.state.label} for found in explanation.indicators},
        "caps": {
            id_ or "": [{"indicator": cap.indicator, "bites": cap.bites} for cap in calculation.caps]
            for id_, calculation in explanation.calculations.items()
        },
        "awards": {
            award.id: {"held": award.held, "outcomes": {minimum.group: minimum.outcome for minimum in award.minimums}}
            for award in scorecard.awards
        },
        "dropped_caps": [{"group": cap.group, "indicator": cap.indicator} for cap in scorecard.dropped_caps],
    }


def differences(expected: Any, found: Any, path: str = "") -> list[str]:
    """Compare what is expected with what was found; keys that are not expected may be anything."""
    if isinstance(expected, dict) and isinstance(found, dict):
        return [line for key in expected for line in differences(expected[key], found.get(key, "nothing there"), f"{path}/{key}")]
    if path.rpartition("/")[2] in DOUBLES and isinstance(expected, float | int) and isinstance(found, float | int):
        return [] if abs(expected - found) <= 1e-12 else [f"{path}: expected {expected!r}, found {found!r}"]
    return [] if expected == found else [f"{path}: expected {expected!r}, found {found!r}"]


def test_there_are_vectors_for_every_rule() -> None:
    rules = {read(path)["rule"] for path in VECTORS}
    assert {rule.split(".")[1] for rule in rules if rule.startswith("6.")} >= {str(number) for number in range(1, 10) if number != 8}
    assert len(VECTORS) >= 60


@pytest.mark.parametrize("path", VECTORS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_vector_is_well_formed(path: Path) -> None:
    vector = read(path)
    form = contracts.compile_schema(json.loads((FOLDER / "vector.schema.json").read_text(encoding="utf-8")))
    assert [error.message for error in form.iter_errors(vector)] == []
    for key in ("framework", "profile"):
        if key in vector:
            assert [error.message for error in contracts.validator("framework").iter_errors(vector[key])] == []


@pytest.mark.parametrize("path", VECTORS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_engine_gives_what_the_vector_expects(path: Path) -> None:
    vector = read(path)
    assert differences(vector["expected"], comparable(engine_score(vector))) == []


@pytest.mark.parametrize("path", VECTORS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_oracle_gives_what_the_vector_expects(path: Path) -> None:
    vector = read(path)
    found = oracle_score(vector["framework"], vector["submission"], vector.get("profile"))
    assert differences(vector["expected"], found) == []
