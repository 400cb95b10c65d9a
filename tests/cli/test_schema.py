"""`spregistry schema`."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import Result
from jsonschema import Draft202012Validator

import spregistry
from spregistry.cli.schema import _PARTS
from spregistry.load import contracts

Run = Callable[..., Result]

CASES = Path(__file__).parents[1] / "cases" / "submissions"
VALID = sorted(path for path in CASES.glob("valid/*") if path.suffix in (".yaml", ".json"))
#: Codes that the schema alone must lead to, whichever validator reads it.
SAID_BY_THE_SCHEMA = (
    *(
        "wrong-type",
        "unknown-key",
        "missing-key",
        "unknown-option",
        "out-of-range",
        "wrong-length",
        "malformed",
        "repeated-item",
        "does-not-fit",
    ),
    *("unknown-indicator", "unknown-fact", "missing-justification", "not-applicable-refused", "ratio-has-value", "unknown-framework"),
)
REFUSED = sorted(path for code in SAID_BY_THE_SCHEMA for path in CASES.glob(f"invalid/{code}/*") if ".findings" not in path.suffixes)


@pytest.fixture
def schema(run: Run) -> dict[str, Any]:
    result = run("schema", "cases@1.0.0")
    assert (result.exit_code, result.stderr) == (0, "")
    data: dict[str, Any] = json.loads(result.stdout)
    return data


def test_schema_is_a_schema(schema: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$id"] == "https://spregistry.example/standards/cases/1.0.0/submission.schema.json"
    assert [*schema["properties"]["answers"]["properties"]][:2] == ["goals-written", "board-reviews"]


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.name)
def test_schema_admits_every_valid_case_in_another_validator(path: Path, schema: dict[str, Any]) -> None:
    errors = jsonschema.Draft202012Validator(schema).iter_errors(spregistry.read(path).data)
    assert [error.message for error in errors] == []


@pytest.mark.parametrize("path", REFUSED, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_schema_refuses_what_it_can_say_in_another_validator(path: Path, schema: dict[str, Any]) -> None:
    assert not jsonschema.Draft202012Validator(schema).is_valid(spregistry.read(path).data)


def test_there_are_cases_that_the_schema_refuses() -> None:
    assert {path.parent.name for path in REFUSED} == set(SAID_BY_THE_SCHEMA)


@pytest.mark.parametrize("name", [name for name in contracts.NAMES if name not in _PARTS])
def test_schema_of_a_format_is_its_contract(name: str, run: Run) -> None:
    result = run("schema", name)
    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(result.stdout) == json.loads((CASES.parents[2] / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8"))


def test_schema_of_a_part_stands_alone(run: Run) -> None:
    schema = json.loads(run("schema", "part").stdout)
    group = {
        "id": "care",
        "code": "1",
        "title": "Care",
        "indicators": [{"id": "a", "code": "1.1", "title": "A", "question": "A?", "answer": {"text": {}}}],
    }
    assert Draft202012Validator(schema).is_valid(group)
    assert not Draft202012Validator(schema).is_valid({**group, "titel": "Care"})


def test_schema_of_a_profile_asks_for_the_profile(run: Run) -> None:
    schema = json.loads(run("schema", "cases-entry").stdout)
    assert schema["properties"]["framework"]["const"] == "cases@1.0.0"
    assert schema["properties"]["profile"]["const"] == "cases-entry@1.0.0"
    assert "profile" in schema["required"]


def test_schema_is_written_to_a_file(run: Run, tmp_path: Path) -> None:
    result = run("schema", "cases@1.0.0", "-o", str(tmp_path / "schema.json"))
    assert (result.exit_code, result.output) == (0, "")
    assert (tmp_path / "schema.json").read_text(encoding="utf-8") == run("schema", "cases@1.0.0").stdout


def test_unknown_framework_or_format(run: Run) -> None:
    result = run("schema", "scorecards")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "scorecards" in result.stderr


def test_wrong_usage(run: Run) -> None:
    assert run("schema").exit_code == 2


def test_schema_of_a_report_of_migrations_stands_alone(run: Run) -> None:
    schema = json.loads(run("schema", "migration").stdout)
    entry = {"section": "answers", "id": "goals", "outcome": "dropped", "why": "withdrawn", "became": [], "said": {"value": "met"}}
    step = {"from": "cases@1.0.0", "to": "cases@1.1.0", "carried": ["facts/form"], "entries": [entry]}
    assert Draft202012Validator(schema).is_valid({"format": 1, "steps": [step]})
    assert not Draft202012Validator(schema).is_valid({"format": 1, "steps": [{**step, "entries": [{**entry, "outcome": "lost"}]}]})
