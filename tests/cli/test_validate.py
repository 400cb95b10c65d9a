"""`spregistry validate`."""

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest
from click.testing import Result

from spregistry.finding import RULES
from spregistry.load import contracts

Run = Callable[..., Result]

GOOD = "valid/final-and-complete.yaml"
#: A wrong value, an unknown fact, an answer not asked, a note: every severity, with and without an element.
FILES = (
    "invalid/unknown-option/misspelt-answer.yaml",
    "invalid/unknown-fact/misspelt.yaml",
    "invalid/not-asked/no-agents.yaml",
    "invalid/not-measured/of-a-ratio-and-of-cases.yaml",
    GOOD,
)
UNREADABLE = "invalid/syntax-error/bracket-not-closed.yaml"


def test_nothing_to_mend(run: Run) -> None:
    result = run("validate", GOOD, "valid/final-and-complete.json")
    assert (result.exit_code, result.output) == (0, "Submissions checked: 2 · nothing to mend\n")


def test_findings_in_words(run: Run, golden: Callable[..., None]) -> None:
    result = run("validate", *FILES)
    assert (result.exit_code, result.stderr) == (1, "")
    golden(result.stdout)


@pytest.mark.parametrize(
    ("format_", "extension"),
    [("json", ".json"), ("sarif", ".sarif.json"), ("junit", ".xml"), ("github", ".txt")],
    ids=["json", "sarif", "junit", "github"],
)
def test_findings_for_programs(format_: str, extension: str, run: Run, golden: Callable[..., None]) -> None:
    result = run("validate", *FILES, "--format", format_)
    assert (result.exit_code, result.stderr) == (1, "")
    golden(result.stdout, extension)


def test_json_is_as_its_contract_says(run: Run) -> None:
    data = json.loads(run("validate", *FILES, UNREADABLE, "--format", "json").stdout)
    contracts.validator("findings").validate(data)
    assert (data["checked"], data["unreadable"]) == ([*FILES], [UNREADABLE])
    assert data["counts"] == {"error": 7, "warning": 1, "note": 2}
    assert len(data["findings"]) == 10


def test_sarif_has_what_its_readers_need(run: Run) -> None:
    sarif = json.loads(run("validate", *FILES, "--format", "sarif").stdout)
    assert (sarif["version"], sarif["$schema"]) == ("2.1.0", "https://json.schemastore.org/sarif-2.1.0.json")
    (one,) = sarif["runs"]
    rules = one["tool"]["driver"]["rules"]
    assert one["tool"]["driver"]["name"] == "spregistry"
    assert len({rule["id"] for rule in rules}) == len(rules)
    assert one["invocations"] == [{"executionSuccessful": True}]
    assert len(one["results"]) == 9
    for result in one["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] in RULES
        assert result["level"] in {"error", "warning", "note"}
        assert result["message"]["text"]
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"] in FILES
        assert place["region"]["startLine"] >= 1
        assert place["region"]["startColumn"] >= 1
    for rule in rules:
        assert rule["shortDescription"]["text"]
        assert rule["help"]["text"]
        assert rule["helpUri"].endswith(f"#{rule['id']}")


def test_sarif_says_when_a_file_could_not_be_read(run: Run) -> None:
    sarif = json.loads(run("validate", GOOD, UNREADABLE, "--format", "sarif").stdout)
    assert sarif["runs"][0]["invocations"] == [{"executionSuccessful": False}]


@pytest.mark.parametrize("name", ["tujenge savings 100%.yaml", "économie.yaml", "a#b?c.yaml"])
def test_sarif_names_files_by_uri(name: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / name).write_text("format: 1\n", encoding="utf-8")
    registry = Path("registry").resolve()
    monkeypatch.chdir(tmp_path)
    sarif = json.loads(run("validate", name, "--format", "sarif", registry=registry).stdout)
    uri = sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri.isascii()
    assert not set(" #?") & set(uri)
    assert unquote(uri) == name


def test_junit_has_one_case_for_each_file(run: Run) -> None:
    suite = ET.fromstring(run("validate", *FILES, UNREADABLE, "--format", "junit").stdout)  # noqa: S314  # written a moment ago
    assert suite.tag == "testsuite"
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors"), suite.get("skipped")) == ("6", "3", "0", "0")
    cases = {case.get("name"): case for case in suite.iter("testcase")}
    assert [*cases] == [*FILES, UNREADABLE]
    assert [name for name, case in cases.items() if case.find("failure") is not None] == [FILES[0], FILES[1], UNREADABLE]
    remarks = cases[FILES[2]].find("system-out")
    assert remarks is not None
    assert "not-asked" in str(remarks.text)


def test_junit_holds_what_xml_cannot(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "sign.json"
    path.write_text('{"format": 1, "framework": "cases@1.0.0", "a\\u0001<&\\uffff": 1}', encoding="utf-8")
    suite = ET.fromstring(run("validate", str(path), "--format", "junit").stdout)  # noqa: S314  # written a moment ago
    failure = suite.find("testcase/failure")
    assert failure is not None
    assert "a\ufffd<&\ufffd" in str(failure.text)


def test_github_annotates_line_by_line(run: Run) -> None:
    lines = run("validate", *FILES, "--format", "github").stdout.splitlines()
    assert len(lines) == 9
    assert [line.split(" ")[0] for line in lines] == ["::warning", "::notice", "::notice", *["::error"] * 6]
    assert lines[0] == (
        "::warning file=invalid/not-asked/no-agents.yaml,line=5,col=3,title=spregistry not-asked::"
        "2.1.1 Agents are vetted: it is answered, but its condition does not hold%0A"
        "Check the fact that decides it. The answer is kept, and not counted."
    )


def test_github_escapes_what_would_end_a_property(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = "50%, a:b.yaml"
    (tmp_path / name).write_text("format: 1\nframework: cases@1.0.0\n100%: 1\n", encoding="utf-8")
    registry = Path("registry").resolve()
    monkeypatch.chdir(tmp_path)
    (line,) = run("validate", name, "--format", "github", registry=registry).stdout.splitlines()
    assert line.startswith(
        "::error file=50%25%2C a%3Ab.yaml,line=3,col=1,title=spregistry unknown-key::the key “100%25” is not known here%0A"
    )


@pytest.mark.parametrize("format_", ["text", "json", "sarif", "junit", "github"])
def test_unreadable_file_does_not_keep_the_others_from_being_checked(format_: str, run: Run) -> None:
    result = run("validate", UNREADABLE, FILES[0], "nowhere.yaml", "--format", format_)
    assert result.exit_code == 3
    for told in ("syntax-error", "unknown-option", "unreadable-file"):
        assert told in result.stdout


def test_unreadable_file_in_words(run: Run, golden: Callable[..., None]) -> None:
    result = run("validate", UNREADABLE, FILES[2], "nowhere.yaml")
    assert (result.exit_code, result.stderr) == (3, "")
    golden(result.stdout)


def test_unknown_framework_does_not_keep_the_others_from_being_checked(run: Run) -> None:
    result = run("validate", "invalid/unknown-framework/not-registered.yaml", FILES[0])
    assert result.exit_code == 3
    assert "error unknown-framework" in result.stdout
    assert "error unknown-option" in result.stdout


def test_framework_that_is_broken_could_not_be_used(run: Run, copied_registry: Path) -> None:
    header = copied_registry / "cases" / "1.0.0" / "framework.yaml"
    header.write_text(header.read_text(encoding="utf-8").replace("{indicator: goals-written,", "{indicator: goals,"), encoding="utf-8")
    result = run("validate", GOOD, registry=copied_registry)
    assert result.exit_code == 3
    assert "cases@1.0.0 is not usable" in " ".join(result.output.split())


@pytest.mark.parametrize(
    ("file", "level", "exit_code"),
    [
        (FILES[0], "error", 1),
        (FILES[2], "error", 0),
        (FILES[2], "warning", 1),
        (FILES[2], "note", 1),
        (FILES[3], "error", 0),
        (FILES[3], "warning", 0),
        (FILES[3], "note", 1),
        (GOOD, "note", 0),
    ],
)
def test_fail_level_decides_how_the_run_ends(file: str, level: str, exit_code: int, run: Run) -> None:
    assert run("validate", file, "--fail-level", level).exit_code == exit_code


@pytest.mark.parametrize("suffix", ["yaml", "json"])
def test_standard_input(suffix: str, run: Run) -> None:
    text = Path(f"valid/final-and-complete.{suffix}").read_bytes()
    result = run("validate", "-", input=text)
    assert (result.exit_code, result.output) == (0, "Submissions checked: 1 · nothing to mend\n")


def test_finding_in_standard_input_is_placed_there(run: Run) -> None:
    result = run("validate", "-", input=Path(FILES[2]).read_bytes())
    assert result.exit_code == 0
    assert result.stdout.startswith("-:5:3: warning not-asked\n")


def test_report_is_written_to_a_file(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    result = run("validate", *FILES, "-o", str(path))
    assert (result.exit_code, result.output) == (1, "")
    assert path.read_text(encoding="utf-8") == run("validate", *FILES).stdout


@pytest.mark.parametrize("arguments", [(), (GOOD, "--format", "xml"), (GOOD, "--fail-level", "none"), (GOOD, "--quick")])
def test_wrong_usage(arguments: tuple[str, ...], run: Run) -> None:
    assert run("validate", *arguments).exit_code == 2
