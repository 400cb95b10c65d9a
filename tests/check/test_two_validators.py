"""`jsonschema-rs` decides; `jsonschema` is the reference: same verdict, same places, on cases and on generated documents."""

import copy
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

import spregistry
from frameworks import framework_of
from spregistry.check.prepared import prepared
from spregistry.load import contracts
from spregistry.load.documents import read
from strategies import Data, frameworks, submissions

ROOT = Path(__file__).parents[2]


def readable(path: Path) -> bool:
    """Tell whether a case is a document at all; those that are not have nothing for a validator."""
    try:
        read(path)
    except spregistry.DocumentError:
        return False
    return True


FOLDERS = [ROOT / "tests" / "cases" / "submissions" / kind for kind in ("valid", "invalid")]
FILES = sorted(path for folder in FOLDERS for path in folder.rglob("*") if path.suffix in (".yaml", ".json"))
CASES = [path for path in FILES if not path.name.endswith(".findings.yaml") and readable(path)]
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))


def places_by_both(schema: dict[str, Any], data: Any) -> tuple[set[tuple[Any, ...]], set[tuple[Any, ...]]]:
    """Return, for each validator, the places of all errors with the keyword that failed."""
    ours = contracts.compile_schema(schema)
    fast = {(*error.instance_path, error.kind.name) for error in ours.iter_errors(data)}
    reference = {(*error.absolute_path, error.validator) for error in jsonschema.Draft202012Validator(schema).iter_errors(data)}
    assert ours.is_valid(data) == (not fast)
    return fast, reference


def normal(places: set[tuple[Any, ...]]) -> set[tuple[Any, ...]]:
    return {(*place[:-1], {"dependentRequired": "required"}.get(place[-1], place[-1])) for place in places}


def assert_agreement(schema: dict[str, Any], data: Any) -> None:
    fast, reference = places_by_both(schema, data)
    assert normal(fast) == normal(reference)


@pytest.mark.parametrize("path", [*CASES, *EXAMPLES], ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_agree_on_the_corpus(path: Path) -> None:
    data = read(path).data
    registry = spregistry.Registry.open(ROOT / ("standards" if path in EXAMPLES else "tests/cases/submissions/registry"))
    framework = registry["sepm" if path in EXAMPLES else "cases"]
    assert_agreement(dict(prepared(framework).schema), data)


EDGES: list[Any] = [
    None,
    True,
    0,
    -1,
    1.0,
    0.5,
    1e300,
    -0.0,
    2**53 - 1,
    2**53,
    -(2**53),
    1e16,
    "",
    "met",
    "met\n",
    "2025-02-30",
    "2025-01-01\n",
    "KE",
    "KE\n",
    "ke",
    "é" * 600,
    "\U0001f600" * 500,
    "\u0000",
    "\u2028",
    [],
    ["x", "x"],
    [1, 1.0],
    [1, True],
    [[]],
    {},
    {"value": "met"},
    {"value": None},
    {"not_applicable": True},
    {"not_applicable": True, "value": 1},
    {"not_measured": True},
    {"not_measured": True, "open": 1},
    {"open": 1, "close": -1},
    {"evidence": "x"},
    {"evidence": [""]},
    "final",
    "sepm@3.0.0",
    "law@1.0.0",
]
KEYS = [
    *contracts.schema("submission")["properties"],
    *contracts.schema("submission")["$defs"]["any_answer"]["properties"],
    "unknown",
    "i1",
    "staff",
    "open",
]


@st.composite
def edited(draw: Any) -> tuple[Data, Any]:
    framework = draw(frameworks())
    submission = copy.deepcopy(draw(submissions(framework)))
    for _ in range(draw(st.integers(1, 3))):
        holder: Any = submission
        while isinstance(holder, dict) and holder and draw(st.booleans()):
            inner = holder[draw(st.sampled_from(sorted(holder)))]
            if not isinstance(inner, dict):
                break
            holder = inner
        holder[draw(st.sampled_from([*sorted(holder), *KEYS]))] = copy.deepcopy(draw(st.sampled_from(EDGES)))
    return framework, submission


@given(edited())
def test_agree_on_generated_documents(case: tuple[Data, Any]) -> None:
    framework, submission = case
    assert_agreement(dict(prepared(framework_of(framework)).schema), submission)


@given(edited())
def test_validation_and_scoring_never_break(case: tuple[Data, Any]) -> None:
    """Whatever stands in a document, there are findings or a score, and a document without blocking findings has a score."""
    framework, submission = case
    built = framework_of(framework)
    document = spregistry.Document(data=submission)
    findings = spregistry.validate(built, document)
    try:
        scorecard = spregistry.score(built, document)
    except spregistry.InvalidSubmission as invalid:
        assert {finding.code for finding in invalid.findings} <= {finding.code for finding in findings}  # noqa: PT017  # either outcome is right, and each is looked at
    else:
        assert scorecard.explanation.indicators
