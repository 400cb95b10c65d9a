"""Submissions carried over pairs of versions: what stands in the carried file, and what the report says of everything.

A case is a folder: `before.yaml`, `after.yaml`, where a version lies between them `between.yaml`, `submission.yaml`, and `expected.yaml` with
the carried submission without its report, what was carried word for word, and all other entries, worked out by hand from the rules. `classes`
there are those of the editors of the last version, `profile` is the one that is proposed, `earlier` are the steps before the last.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from frameworks import framework_of
from spregistry.evolve.carrying.migration import Migrated, migrate
from spregistry.evolve.carrying.passage import passages
from spregistry.evolve.comparing.diff import diff
from spregistry.evolve.lineage import lineage
from spregistry.load import contracts
from spregistry.load.documents import read
from spregistry.model.document import Document
from spregistry.model.migration import migration_data, read_migrations
from spregistry.scoring.scorecards import score

CASES = Path(__file__).parents[1] / "cases" / "migrate"
NAMES = sorted(path.name for path in CASES.iterdir())
KEYS = {"about", "submission", "carried", "entries", "classes", "profile", "earlier"}

every = pytest.mark.parametrize("name", NAMES)


@cache
def data_of(name: str, part: str) -> Any:
    return read(CASES / name / f"{part}.yaml").data


@cache
def migrated(name: str) -> Migrated:
    parts = [part for part in ("before", "between", "after") if (CASES / name / f"{part}.yaml").exists()]
    versions = [framework_of(data_of(name, part)) for part in parts]
    expected = data_of(name, "expected")
    classes = {kind: [tuple(key) for key in keys] for kind, keys in expected.get("classes", {}).items()}
    last = diff(versions[-2], versions[-1], lineage(versions[-2:])).classed(classes.get("substantive", ()), classes.get("editorial", ()))
    way = passages(versions, {versions[-1].reference: last})
    return migrate(data_of(name, "submission"), way, profile=expected.get("profile"))


def same(one: Any, other: Any) -> bool:
    """Tell whether two values are spelled alike in JSON, for which 1 is not 1.0, nor true."""
    return json.dumps(one) == json.dumps(other)


def test_there_are_cases_enough() -> None:
    assert len(NAMES) >= 25
    told = [entry for name in NAMES for entry in data_of(name, "expected")["entries"]]
    schema = contracts.schema("submission")["$defs"]["migration_entry"]["properties"]
    assert {entry["outcome"] for entry in told} == {*schema["outcome"]["enum"]}
    assert {entry["why"] for entry in told} | {"same"} == {*schema["why"]["enum"]}
    assert {entry["section"] for entry in told} == {*schema["section"]["enum"]}


@every
def test_expectation_is_well_formed(name: str) -> None:
    expected = data_of(name, "expected")
    assert expected.keys() <= KEYS
    assert expected["about"].endswith(".")
    assert expected["submission"]["framework"] == f"demo@{data_of(name, 'after')['version']}"


@every
def test_exactly_this_is_carried(name: str) -> None:
    expected = data_of(name, "expected")
    found = {key: value for key, value in migrated(name).submission.items() if key != "migration"}
    assert found == expected["submission"]
    assert same(dict(sorted(found.items())), dict(sorted(expected["submission"].items())))


@every
def test_exactly_this_is_told(name: str) -> None:
    expected = data_of(name, "expected")
    *earlier, last = migrated(name).submission["migration"]["steps"]
    assert last["carried"] == expected["carried"]
    assert last["entries"] == expected["entries"]
    assert [dict(step) for step in earlier] == expected.get("earlier", [])


@every
def test_the_report_fits_its_contract_and_reads_back(name: str) -> None:
    found = migrated(name)
    report = found.submission["migration"]
    assert contracts.validator("migration").is_valid(report)
    assert contracts.validator("submission").is_valid(found.submission)
    assert [migration_data(step) for step in read_migrations(report)] == report["steps"]
    assert [*map(migration_data, found.steps)] == report["steps"][len(report["steps"]) - len(found.steps) :]


@every
def test_what_is_carried_can_be_scored(name: str) -> None:
    score(framework_of(data_of(name, "after")), Document(data=migrated(name).submission))
