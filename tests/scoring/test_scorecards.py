"""What a scorecard promises beside its numbers."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import spregistry
from frameworks import framework_of

ROOT = Path(__file__).parents[2]
SMALL = {
    "format": 1,
    "id": "small",
    "version": "1.0.0",
    "title": "Small",
    "language": "en",
    "licence": "x",
    "levels": ["theme", "indicator"],
    "facts": [
        {"id": "lent", "title": "Lent", "schema": {"type": "number"}},
        {"id": "lost", "title": "Lost", "schema": {"type": "number"}},
    ],
    "indicators": [
        {
            "id": "loss",
            "code": "1",
            "title": "Loss",
            "question": "Loss?",
            "answer": {"ratio": {"numerator": ["lost"], "denominator": ["lent"], "line": {"zero_at": 1, "full_at": 0}}},
        }
    ],
}


def submission(**facts: float) -> spregistry.Document:
    return spregistry.Document(data={"format": 1, "framework": "small@1.0.0", "facts": facts})


def test_stamp_is_about_what_was_scored() -> None:
    document = submission(lent=10, lost=5)
    scorecard = spregistry.score(framework_of(SMALL), document)
    document.data["facts"]["lost"] = 0
    assert scorecard.stamp.submission_digest == spregistry.score(framework_of(SMALL), submission(lent=10, lost=5)).stamp.submission_digest


def test_profile_of_something_else_is_not_scored() -> None:
    other = framework_of({**SMALL, "id": "other"})
    with pytest.raises(ValueError, match=r"other@1\.0\.0 is no profile of small@1\.0\.0"):
        spregistry.score(framework_of(SMALL), submission(lent=10, lost=5), other)


def test_figures_stay_finite() -> None:
    framework = framework_of(SMALL)
    assert [finding.code for finding in spregistry.validate(framework, submission(lent=1e308, lost=1))] == ["out-of-range"]
    (indicator,) = spregistry.score(framework, submission(lent=5e-324, lost=1e15)).explanation.indicators
    assert (indicator.state.label, indicator.points) == ("undefined", None)


def test_registry_serves_several_threads() -> None:
    registry = spregistry.Registry.open(ROOT / "standards")
    with ThreadPoolExecutor(8) as pool:
        found = [*pool.map(lambda _: registry["sepm@3.0.0"], range(16))]
    assert len({id(framework) for framework in found}) == 1


def test_registry_is_a_mapping() -> None:
    registry = spregistry.Registry.open(ROOT / "standards")
    assert registry.get("nothing@1.0.0") is None
    assert "nothing@1.0.0" not in registry
    assert [*registry] == [*registry.keys()]
