"""What is public, and nothing more."""

import inspect
from pathlib import Path

import pytest

import spregistry
from spregistry.load.documents import parse

ROOT = Path(__file__).parents[1]


def test_every_public_name_is_there_and_documented() -> None:
    for name in spregistry.__all__:
        found = getattr(spregistry, name)
        assert name == "__version__" or inspect.getdoc(found)
    assert sorted(dir(spregistry)) == sorted(spregistry.__all__)


def test_unknown_names_are_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        spregistry.nothing  # noqa: B018  # the look-up is the test


def test_the_whole_way_in_five_lines() -> None:
    registry = spregistry.Registry.open(ROOT / "standards")
    framework = registry["sepm@3.0.0"]
    document = spregistry.read(ROOT / "examples" / "deposit-taking-bank.yaml")
    assert [finding.code for finding in spregistry.validate(framework, document) if finding.severity == "error"] == []
    scorecard = spregistry.score(framework, document)
    assert scorecard.overall is not None
    assert scorecard.overall.score == scorecard.overall.potential
    assert scorecard.stamp.framework_digest == framework.digest


def test_errors_are_of_one_family_and_of_the_builtin_that_callers_expect() -> None:
    registry = spregistry.Registry.open(ROOT / "standards")
    with pytest.raises(LookupError) as unknown:
        registry["sepn"]
    assert isinstance(unknown.value, spregistry.SpregistryError)
    assert "Did you mean sepm?" in str(unknown.value)
    with pytest.raises(ValueError, match="no such file"):
        spregistry.read(ROOT / "nowhere.yaml")
    with pytest.raises(spregistry.InvalidSubmission) as invalid:
        spregistry.score(
            registry["sepm@3.0.0"], spregistry.Document(data={"format": 1, "framework": "sepm@3.0.0", "answers": {"nothing": {}}})
        )
    assert [finding.code for finding in invalid.value.findings] == ["unknown-indicator"]


def test_what_cannot_be_scored_is_told_by_what_is_in_the_way() -> None:
    """What a final submission lacks stands before it in the file, and a score is given all the same."""
    registry = spregistry.Registry.open(ROOT / "tests" / "cases" / "versions" / "registry")
    text = (ROOT / "tests" / "cases" / "versions" / "kaya-2024.yaml").read_text(encoding="utf-8")
    lacking = text.replace(", left: 10}", "}").replace("visits: {value: 3", "visits: {value: maybe")
    with pytest.raises(spregistry.InvalidSubmission) as invalid:
        spregistry.score(registry["demo@1.0.0"], parse(lacking.encode(), "kaya.yaml"))
    assert invalid.value.findings[0].code == "missing-fact"
    said = str(invalid.value)
    assert said == "the submission cannot be scored: kaya.yaml:14:12: “value” is “maybe”, but a whole number belongs here"


def test_frameworks_and_documents_are_frozen() -> None:
    framework = spregistry.Registry.open(ROOT / "standards")["sepm"]
    with pytest.raises(AttributeError):
        framework.digest = "other"  # type: ignore[misc]  # that it is refused is the point
