"""Every submission under `cases/submissions` has exactly the findings written beside it, in Python and on the command line alike.

A case is a file under `valid/`, or under `invalid/<code>/` with `<name>.findings.yaml` beside it: the complete list, by place.
`says` is the whole message; where it begins or ends with …, more may stand there. `hint`, the way out, is compared where it is
given. Comments tell what is wrong with a message that is expected all the same, or why one fault has one finding.

The two ways may differ only in what a program that holds a framework in its hand can ask and a command line cannot: such a case has
`<name>.api.findings.yaml` and `<name>.cli.findings.yaml` instead. Python holds a file that names no registered framework against
`cases@1.0.0`.
"""

import json
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

import spregistry
from spregistry.cli import main
from spregistry.finding import RULES, Finding
from spregistry.load import contracts
from spregistry.load.documents import MAX_BYTES

FOLDER = Path(__file__).parents[1] / "cases" / "submissions"
VALID = sorted(path for path in FOLDER.glob("valid/*") if path.suffix in (".yaml", ".json"))
SUFFIXES = (".yaml", ".json", ".xlsx", ".xlsm")
INVALID = sorted(path for path in FOLDER.glob("invalid/*/*") if path.suffix in SUFFIXES and ".findings" not in path.suffixes)
CODES = {code for code, rule in RULES.items() if rule.about in ("any document", "submissions")}
#: A file of more than 16 MiB does not belong into a repository; a test below writes one.
WRITTEN_BY_A_TEST = {"too-large"}
#: What no mistake is, and Python does not say of a submission: it needs a record, or counts. `tests/cli/test_notices.py` has the cases.
NOTICES = {"version-recalled", "version-out-of-use", "still-to-confirm"}

Row = dict[str, Any]


@pytest.fixture(scope="session")
def registry() -> spregistry.Registry:
    return spregistry.Registry.open(FOLDER / "registry")


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def expected(path: Path, way: str) -> list[Row]:
    both, one = path.with_name(f"{path.stem}.findings.yaml"), path.with_name(f"{path.stem}.{way}.findings.yaml")
    assert both.exists() != one.exists(), (
        f"{path} needs {both.name}, or else {path.stem}.api.findings.yaml and {path.stem}.cli.findings.yaml"
    )
    rows: list[Row] = yaml.safe_load((both if both.exists() else one).read_text(encoding="utf-8"))
    return rows


def by_python(path: Path, registry: spregistry.Registry) -> list[Finding]:
    try:
        document = spregistry.read(path)
    except spregistry.DocumentError as error:
        return [error.finding]
    data = document.data if isinstance(document.data, dict) else {}
    framework, profile = (next((registry[known] for known in registry if known == data.get(key)), None) for key in ("framework", "profile"))
    return spregistry.validate(framework or registry["cases@1.0.0"], document, profile)


def by_command_line(path: Path, *, exit_code: int) -> list[Row]:
    result = CliRunner().invoke(main, ["--registry", str(FOLDER / "registry"), "validate", "--format", "json", str(path)])
    assert result.exit_code == exit_code, result.output
    report = json.loads(result.stdout)
    contracts.validator("findings").validate(report)
    findings: list[Row] = report["findings"]
    assert {finding["file"] for finding in findings} <= {str(path)}
    return findings


def rows_of(findings: list[Finding]) -> list[Row]:
    keys = ("code", "severity", "line", "column", "pointer", "element", "hint")
    return [{**{key: getattr(finding, key) for key in keys}, "says": finding.message} for finding in findings]


def rows_from(findings: list[Row]) -> list[Row]:
    keys = ("code", "severity", "line", "column", "pointer", "hint")
    return [
        {**{key: row[key] for key in keys}, "element": row["element"] and row["element"]["id"], "says": row["message"]} for row in findings
    ]


def as_expected(found: list[Row], wanted: list[Row]) -> list[Row]:
    """Leave out hints that are not expected, and shorten messages to what is expected of them, so that equality shows the rest."""
    rows: list[Row] = []
    unexpected: Row = {}
    for row, other in zip_longest(found, wanted[: len(found)], fillvalue=unexpected):
        shown = {key: value for key, value in row.items() if key != "hint" or "hint" in other}
        rows.append({**shown, "says": other["says"]} if other and says(row["says"], other["says"]) else shown)
    return rows


def says(message: str, wanted: str) -> bool:
    parts = [part for part in wanted.split("…") if part] if wanted[:1] == "…" or wanted[-1:] == "…" else [wanted]
    at = 0
    for part in parts:
        found = message.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return (wanted[:1] == "…" or message.startswith(parts[0])) and (wanted[-1:] == "…" or message.endswith(parts[-1]))


def exit_code_for(rows: list[Row]) -> int:
    unread = any(
        RULES[row["code"]].about == "any document" and row["pointer"] == "" and row["code"] not in ("missing-key", "wrong-type")
        for row in rows
    )
    unread = unread or any(row["code"].endswith("-workbook") for row in rows)
    if unread or any(row["code"] == "unknown-framework" or (row["code"], row["pointer"]) == ("wrong-type", "") for row in rows):
        return 3
    return int(any(row["severity"] == "error" for row in rows))


def test_there_are_valid_cases_of_both_languages() -> None:
    assert {path.suffix for path in VALID} == {".yaml", ".json"}
    assert len(VALID) >= 12


def test_every_code_that_a_submission_can_have_has_a_case() -> None:
    assert {path.parent.name for path in INVALID} | WRITTEN_BY_A_TEST | NOTICES == CODES


def test_every_expectation_has_its_case_and_every_case_shows_its_code() -> None:
    cases = {path.with_suffix("") for path in INVALID}
    expectations = sorted(FOLDER.glob("invalid/*/*.findings.yaml"))
    for path in expectations:
        name = path.name.removesuffix(".findings.yaml").removesuffix(".api").removesuffix(".cli")
        assert path.with_name(name) in cases, path
    for path in INVALID:
        assert path.parent.name in {row["code"] for way in ("api", "cli") for row in expected(path, way)}, path


@pytest.mark.parametrize("path", VALID, ids=name_of)
def test_valid_case_has_no_finding(path: Path, registry: spregistry.Registry) -> None:
    assert rows_of(by_python(path, registry)) == []
    told = [(row["code"], row["message"]) for row in by_command_line(path, exit_code=0)]
    assert told == ([("still-to-confirm", "facts still to be confirmed: 1")] if path.stem == "everything-carried" else [])


@pytest.mark.parametrize("path", INVALID, ids=name_of)
def test_invalid_case_has_exactly_its_findings_in_python(path: Path, registry: spregistry.Registry) -> None:
    wanted = expected(path, "api")
    assert as_expected(rows_of(by_python(path, registry)), wanted) == wanted


@pytest.mark.parametrize("path", INVALID, ids=name_of)
def test_invalid_case_has_exactly_its_findings_on_the_command_line(path: Path) -> None:
    wanted = expected(path, "cli")
    assert as_expected(rows_from(by_command_line(path, exit_code=exit_code_for(wanted))), wanted) == wanted


@pytest.mark.parametrize("path", INVALID, ids=name_of)
def test_finding_names_the_code_and_title_of_its_element(path: Path, registry: spregistry.Registry) -> None:
    framework = registry["cases@1.0.0"]
    for finding in by_python(path, registry):
        if finding.element is None:
            assert (finding.element_code, finding.element_title) == (None, None)
        elif finding.element in framework.indicators:
            indicator = framework.indicators[finding.element]
            assert (finding.element_code, finding.element_title) == (indicator.code, indicator.title)
        else:
            assert (finding.element_code, finding.element_title) == (None, framework.facts[finding.element].title)


@pytest.mark.parametrize("path", INVALID, ids=name_of)
def test_finding_has_a_way_out(path: Path, registry: spregistry.Registry) -> None:
    assert all(finding.hint for finding in by_python(path, registry))


def test_file_of_more_than_16_mib_is_not_read(tmp_path: Path, registry: spregistry.Registry) -> None:
    path = tmp_path / "large.yaml"
    text = b"format: 1\nframework: cases@1.0.0\n"
    path.write_bytes(text + b"#" * (MAX_BYTES - len(text)))
    assert by_python(path, registry) == []
    path.write_bytes(text + b"#" * (MAX_BYTES + 1 - len(text)))
    wanted = [
        {
            "code": "too-large",
            "severity": "error",
            "line": None,
            "column": None,
            "pointer": "",
            "element": None,
            "says": "the file has more than 16 MiB",
        }
    ]
    assert as_expected(rows_of(by_python(path, registry)), wanted) == wanted
    assert as_expected(rows_from(by_command_line(path, exit_code=3)), wanted) == wanted
