"""`spregistry check`."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import Result

from spregistry.load import contracts

Run = Callable[..., Result]

HEADER = Path("cases", "1.0.0", "framework.yaml")


def edit(registry: Path, old: str, new: str, header: Path = HEADER) -> None:
    text = (registry / header).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (registry / header).write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def spoilt(copied_registry: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> Run:
    """Run on a copy with one error (a cap on nothing) and one warning (a tag that is never used), from the folder above it."""
    monkeypatch.chdir(copied_registry.parent)
    edit(copied_registry, "{indicator: goals-written,", "{indicator: goals-writen,")
    edit(copied_registry, "title: Where to begin}", "title: Where to begin}\n  - {id: later, title: Later}")
    return lambda *arguments: run(*arguments, registry="standards")


def test_all_is_well(run: Run) -> None:
    result = run("check")
    assert (result.exit_code, result.output) == (0, "Frameworks checked: 2 · nothing to mend\n")


def test_only_what_is_named_is_checked(run: Run) -> None:
    result = run("check", "cases-entry")
    assert (result.exit_code, result.output) == (0, "Frameworks checked: 1 · nothing to mend\n")


def test_findings_in_words(spoilt: Run, golden: Callable[..., None]) -> None:
    result = spoilt("check")
    assert (result.exit_code, result.stderr) == (1, "")
    golden(result.stdout)


@pytest.mark.parametrize(
    ("format_", "extension"),
    [("json", ".json"), ("sarif", ".sarif.json"), ("junit", ".xml"), ("github", ".txt")],
    ids=["json", "sarif", "junit", "github"],
)
def test_findings_for_programs(format_: str, extension: str, spoilt: Run, golden: Callable[..., None]) -> None:
    result = spoilt("check", "cases@1.0.0", "--format", format_)
    assert (result.exit_code, result.stderr) == (1, "")
    golden(result.stdout, extension)


def test_json_is_as_its_contract_says(spoilt: Run) -> None:
    data = json.loads(spoilt("check", "cases@1.0.0", "--format", "json").stdout)
    contracts.validator("findings").validate(data)
    assert (data["checked"], data["unreadable"]) == (["cases@1.0.0"], [])
    assert data["counts"] == {"error": 1, "warning": 1, "note": 0}
    assert {finding["code"] for finding in data["findings"]} == {"unknown-reference", "unused"}


def test_a_profile_whose_base_is_broken_is_told_beside_the_base(spoilt: Run) -> None:
    data = json.loads(spoilt("check", "--format", "json").stdout)
    assert {finding["code"] for finding in data["findings"] if "cases-entry" in finding["file"]} == {"unknown-reference"}


def test_junit_tells_the_failures_of_every_framework(spoilt: Run) -> None:
    suite = ET.fromstring(spoilt("check", "--format", "junit").stdout)  # noqa: S314  # written a moment ago
    failed = {case.get("name") for case in suite.iter("testcase") if case.find("failure") is not None}
    assert failed == {"cases@1.0.0", "cases-entry@1.0.0"}
    assert suite.get("failures") == "2"


def test_fail_level_decides_about_warnings(run: Run, copied_registry: Path) -> None:
    edit(copied_registry, "title: Where to begin}", "title: Where to begin}\n  - {id: later, title: Later}")
    assert run("check", registry=copied_registry).exit_code == 0
    assert run("check", "--fail-level", "warning", registry=copied_registry).exit_code == 1


def test_unreadable_definition_does_not_hide_the_others(run: Run, copied_registry: Path) -> None:
    (copied_registry / "cases" / "2.0.0").mkdir()
    (copied_registry / "cases" / "2.0.0" / "framework.yaml").write_text("format: [1\n", encoding="utf-8")
    result = run("check", "--format", "json", registry=copied_registry)
    assert result.exit_code == 3
    data = json.loads(result.stdout)
    contracts.validator("findings").validate(data)
    assert (data["checked"], data["unreadable"]) == (["cases@1.0.0", "cases-entry@1.0.0"], ["cases@2.0.0"])
    assert [finding["code"] for finding in data["findings"]] == ["syntax-error"]


def test_unknown_framework(run: Run) -> None:
    result = run("check", "cases@1.0.0", "cases@7")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "cases@7" in result.stderr


def test_nothing_to_check_is_no_success(run: Run, tmp_path: Path) -> None:
    assert run("check", registry=tmp_path).exit_code == 3


@pytest.mark.parametrize("arguments", [("--format", "html"), ("--fail-level", "fatal"), ("--strict",)])
def test_wrong_usage(arguments: tuple[str, ...], run: Run) -> None:
    assert run("check", *arguments).exit_code == 2


def example(page: str, command: str) -> str:
    """Return what the page shows below a command, up to the next one."""
    below = page.split(f"$ spregistry {command}\n")[1]
    return re.split(r"^(?:```|\$ )", below, maxsplit=1, flags=re.MULTILINE)[0]


def test_the_page_shows_what_is_printed_today(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = Path(__file__).parents[2]
    page = (root / "docs" / "cli.md").read_text(encoding="utf-8")
    shutil.copytree(root / "tests" / "cases" / "versions" / "registry" / "demo", tmp_path / "drafts" / "demo")
    monkeypatch.chdir(tmp_path)
    begun = run("new", "mine@1.0.0", "--title", "Our own standard", registry="drafts")
    assert begun.stdout == example(page, 'new mine@1.0.0 --title "Our own standard"')
    file = tmp_path / "drafts" / "mine" / "1.0.0" / "framework.yaml"
    text = file.read_text(encoding="utf-8").replace("first-indicator", "capacity").replace("title: First dimension", "title: Clients")
    cap = "    caps: [{indicator: capacityy, below: 1, to: 40, reason: Nobody may owe more than they can repay.}]\n"
    file.write_text(text.replace("    title: Clients\n", f"    title: Clients\n{cap}"), encoding="utf-8")
    found = run("check", "mine@1.0.0", registry="drafts")
    assert (found.exit_code, found.stdout) == (1, example(page, "--registry drafts check mine@1.0.0"))
    shipped = run("check", registry=root / "standards")
    assert shipped.stdout == example(page, "check")
