"""What only a look at a whole folder of standards shows: each case has exactly the findings written beside it, by hand.

A case is a folder `tests/cases/registries/<finding-code>/<name>`, which is a small registry; its `expected.yaml` lists what
`spregistry check` tells of it.
"""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from releases import run
from spregistry.api import Registry
from spregistry.finding import RULES
from spregistry.load import contracts, frameworks

CASES = Path(__file__).parents[1] / "cases" / "registries"
FOLDERS = sorted(path.parent for path in CASES.glob("*/*/expected.yaml"))

cases = pytest.mark.parametrize("case", FOLDERS, ids=lambda path: str(path.relative_to(CASES)))


def expected(case: Path) -> list[dict[str, str]]:
    found: list[dict[str, str]] = yaml.safe_load((case / "expected.yaml").read_text(encoding="utf-8"))["findings"]
    return found


def told(case: Path, *references: str) -> list[dict[str, Any]]:
    report = json.loads(run(case, "check", "--format", "json", *references).stdout)
    contracts.validator("findings").validate(report)
    found: list[dict[str, Any]] = report["findings"]
    return found


def test_every_code_has_a_case_and_every_case_shows_its_code() -> None:
    assert {code for code, rule in RULES.items() if rule.about == "registries"} == {path.parent.name for path in FOLDERS}
    assert all(case.parent.name in {finding["code"] for finding in expected(case)} for case in FOLDERS)


@cases
def test_the_command_tells_exactly_what_is_expected(case: Path) -> None:
    rest = told(case)
    for wanted in expected(case):
        where = (wanted["code"], str(case / wanted["file"]), RULES[wanted["code"]].severity)
        match = next(
            (each for each in rest if (each["code"], each["file"], each["severity"]) == where and wanted["says"] in each["message"]), None
        )
        assert match is not None, (wanted, rest)
        assert match["hint"]
        rest.remove(match)
    assert rest == []


@cases
def test_of_one_version_only_its_own_is_told(case: Path) -> None:
    own = [finding for finding in expected(case) if finding["file"].startswith("shop/")]
    assert sorted(finding["code"] for finding in told(case, "shop@1.0.0")) == sorted(finding["code"] for finding in own)


def test_no_version_is_read_twice_in_whatever_order_they_lean_on_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """In that registry `few` is read before `shop`, on which it is based."""
    read: list[str] = []
    original = frameworks.read_framework

    def counted(folder: str, *others: Any) -> Any:
        read.append(folder)
        return original(folder, *others)

    monkeypatch.setattr("spregistry.load.registry.read_framework", counted)
    registry = Registry.open(CASES / "stale-translation" / "of-a-standard-and-not-again-of-its-profile")
    with registry.reading_once():
        readings = {reference: registry.read(reference) for reference in registry}
        assert all(registry[reference] is not None for reference in registry)
    assert len(read) == len(readings) == 2
    assert registry["shop@1.0.0"] is readings["shop@1.0.0"].framework
    assert registry.read("shop@1.0.0").framework is not readings["shop@1.0.0"].framework, "later it is read as it then is"
