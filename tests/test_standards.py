"""Every committed standard is clean, complete in the shape it promises, and comes out of its sources the same every time."""

import itertools
import json
import re
from collections import Counter
from pathlib import Path

import jsonschema
import pytest

import spregistry
from spregistry.check.prepared import prepared
from spregistry.load import contracts
from spregistry.publish.findings_page import findings_page
from spregistry.publish.template import template_json, template_yaml

ROOT = Path(__file__).parents[1]
REGISTRY = spregistry.Registry.open(ROOT / "standards")
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))


@pytest.mark.parametrize("reference", [*REGISTRY])
def test_standard_has_no_findings(reference: str) -> None:
    assert REGISTRY.read(reference).findings == ()


@pytest.mark.parametrize("reference", [*REGISTRY])
def test_submission_schema_passes_its_metaschema(reference: str) -> None:
    jsonschema.Draft202012Validator.check_schema(dict(prepared(REGISTRY[reference]).schema))


@pytest.mark.parametrize("reference", [*REGISTRY])
def test_digest_does_not_depend_on_the_way_it_is_loaded(reference: str) -> None:
    framework = REGISTRY.read(reference).framework
    assert framework is not None
    assert framework.digest == REGISTRY[reference].digest == spregistry.Registry.open(ROOT / "standards")[reference].digest


def test_sepm_has_the_shape_of_the_third_edition() -> None:
    framework = REGISTRY["sepm@3.0.0"]
    depths = Counter(len(path) for path in framework.groups.values())
    assert (depths[1], depths[2]) == (7, 20)
    assert depths[3] >= 60
    assert len(framework.indicators) >= 220
    assert [sum(path[0].id == top.id and len(path) == 2 for path in framework.groups.values()) for top in framework.top] == [
        2,
        2,
        2,
        5,
        3,
        3,
        3,
    ]
    assert {len(position.groups) for position in framework.positions.values()} == {3}


def test_sepm_uses_every_kind_of_answer_and_fact() -> None:
    framework = REGISTRY["sepm@3.0.0"]
    assert {indicator.answer.name for indicator in framework.indicators.values()} == {
        "scale",
        "checklist",
        "number",
        "ratio",
        "choice",
        "text",
        "date",
    }
    assert len(framework.facts) >= 60
    assert len(framework.definition.quality_checks or ()) >= 20
    tags = Counter(tag for indicator in framework.indicators.values() for tag in indicator.tags or ())
    assert all(tags[tag] for tag in ("entry", "client-protection", "digital", "agents", "savings", "gender", "environment"))


def test_every_indicator_of_sepm_tells_an_assessor_what_to_look_for() -> None:
    for indicator in REGISTRY["sepm@3.0.0"].indicators.values():
        assert indicator.evidence, indicator.id
        assert indicator.function, indicator.id
        assert indicator.rubric or indicator.reading, indicator.id


def test_texts_name_only_codes_that_exist() -> None:
    framework = REGISTRY["sepm@3.0.0"]
    codes = {indicator.code for indicator in framework.indicators.values()} | {path[-1].code for path in framework.groups.values()}
    text = json.dumps(framework.data, ensure_ascii=False)
    assert set(re.findall(r"\b[1-9]\.[A-E](?:\.[0-9]+)*\b", text)) <= codes


def test_it_says_that_it_is_an_independent_edition() -> None:
    assert "independent reference edition" in (REGISTRY["sepm@3.0.0"].definition.notice or "")


def test_there_are_examples_of_different_kinds() -> None:
    finals = [path for path in EXAMPLES if spregistry.read(path).data["status"] == "final"]
    assert len(finals) >= 3
    assert len({spregistry.read(path).data["facts"]["legal-form"] for path in finals}) >= 3
    assert len(EXAMPLES) > len(finals)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_example_is_right(path: Path) -> None:
    document = spregistry.read(path)
    framework = REGISTRY[document.data["framework"]]
    assert [finding for finding in spregistry.validate(framework, document) if finding.severity == "error"] == []
    reference = jsonschema.Draft202012Validator(dict(prepared(framework).schema))
    assert [error.message for error in reference.iter_errors(document.data)] == []
    if document.data["status"] == "final":
        assert len(document.data["answers"]) >= 200


def test_examples_score_apart() -> None:
    finals = [document for path in EXAMPLES if (document := spregistry.read(path)).data["status"] == "final"]
    scores = []
    for document in finals:
        overall = spregistry.score(REGISTRY[document.data["framework"]], document).overall
        assert overall is not None
        assert overall.score is not None
        scores.append(overall.score)
    scores.sort()
    assert all(higher - lower >= 5 for lower, higher in itertools.pairwise(scores))


@pytest.mark.parametrize("function", [None, "hr"])
def test_template_is_a_valid_draft(function: str | None, tmp_path: Path) -> None:
    framework = REGISTRY["sepm@3.0.0"]
    for name, text in (("t.yaml", template_yaml(framework, function)), ("t.json", template_json(framework, function))):
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert spregistry.validate(framework, spregistry.read(tmp_path / name)) == []


def test_filled_template_is_read(tmp_path: Path) -> None:
    text = template_yaml(REGISTRY["sepm@3.0.0"]).replace("    # value:   # one of: met", "    value: met # one of: met")
    (tmp_path / "t.yaml").write_text(text, encoding="utf-8")
    document = spregistry.read(tmp_path / "t.yaml")
    assert sum("value" in (answer or {}) for answer in document.data["answers"].values()) > 100
    assert spregistry.validate(REGISTRY["sepm@3.0.0"], document) == []


def test_page_of_findings_is_current() -> None:
    """Made by `python -m spregistry.publish.findings_page docs/findings.md`."""
    assert (ROOT / "docs" / "findings.md").read_text(encoding="utf-8") == findings_page()


def test_published_addresses_are_those_of_the_schemas() -> None:
    framework = REGISTRY["sepm@3.0.0"]
    assert prepared(framework).schema["$id"] == f"{contracts.SITE}/standards/sepm/3.0.0/submission.schema.json"
