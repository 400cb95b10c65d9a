"""A submission loses its errors, and nothing else; complete ones have none."""

import random
from pathlib import Path
from typing import Any

import pytest

import spregistry
from spregistry.evolve.proving.generated import complete_submission, random_submission
from spregistry.evolve.proving.mended import Errors, mended
from spregistry.evolve.proving.proof import judge

STANDARDS = Path(__file__).parents[2] / "standards"
REFERENCES = ["sepm@2.0.0", "sepm@3.0.0"]


@pytest.fixture(scope="module")
def standards() -> spregistry.Registry:
    return spregistry.Registry.open(STANDARDS)


@pytest.mark.parametrize("reference", REFERENCES)
def test_complete_submissions_are_right(reference: str, standards: spregistry.Registry) -> None:
    framework = standards[reference]
    for seed in range(5):
        assert judge(framework, complete_submission(framework, random.Random(seed))).errors == frozenset()


@pytest.mark.parametrize("reference", REFERENCES)
def test_drafts_with_impossible_figures_and_dates_are_mended(reference: str, standards: spregistry.Registry) -> None:
    framework = standards[reference]
    wrong = 0
    for seed in range(20):
        drawn = random_submission(framework, random.Random(seed))
        errors = judge(framework, drawn).errors
        wrong += bool(errors)
        found = mended(framework, drawn, lambda one: judge(framework, one).errors)
        assert found is not None
        assert judge(framework, found).errors == frozenset()
        assert errors or found == drawn
    assert wrong >= 10


def test_what_is_right_stays_as_it_is(standards: spregistry.Registry) -> None:
    framework = standards["sepm@3.0.0"]
    right = complete_submission(framework, random.Random(1))
    right["period"]["start"], right["answers"]["last-social-item-in-board-minutes"] = (
        "2027-12-31",
        {"value": "2028-01-01", "evidence": ["x"]},
    )
    # A day that there is not, evidence that is lacking, a fact that nobody has: each is made right, or goes.
    evidence = next(id_ for id_, said in right["answers"].items() if said.get("value") == "met")
    spoilt: dict[str, Any] = {
        **right,
        "period": {**right["period"], "end": "2026-02-29"},
        "answers": {**right["answers"], evidence: {"value": "met"}},
        "facts": {**right["facts"], "nobody-has-it": 1},
    }
    found = mended(framework, spoilt, lambda one: judge(framework, one).errors)
    assert found is not None
    assert found["answers"].keys() == right["answers"].keys()
    changed = {id_ for id_, said in right["answers"].items() if found["answers"][id_] != said}
    assert changed <= {evidence}
    assert found["facts"] == right["facts"]
    assert found["period"]["end"] == "2028-12-31"


def test_what_cannot_be_mended_is_given_up(standards: spregistry.Registry) -> None:
    framework = standards["sepm@3.0.0"]
    asked: list[Any] = []

    def always(one: Any) -> Errors:
        asked.append(one)
        return {("missing-fact", "staff-total", "/facts/staff-total")}

    assert mended(framework, complete_submission(framework, random.Random(1)), always) is None
    assert 1 <= len(asked) <= 6
