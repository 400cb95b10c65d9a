"""Definitions: the valid ones have no findings, the invalid ones exactly those that are written beside them, from Python and on the command line.

A case is a folder: `valid/<name>` and `invalid/<finding-code>/<name>` each hold a small registry; `expected.yaml` beside an invalid
one names the framework to look at and all its findings, worked out by hand.
"""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from spregistry.api import Registry
from spregistry.cli import main
from spregistry.errors import DocumentError
from spregistry.finding import RULES, Finding
from spregistry.load import contracts
from spregistry.load.documents import read
from spregistry.load.trusted import build_definition

CASES = Path(__file__).parents[1] / "cases" / "frameworks"
HEADERS = sorted((CASES / "valid").glob("*/*/*/framework.yaml"))
INVALID = sorted(path.parent for path in (CASES / "invalid").glob("*/*/expected.yaml"))
#: What every expected finding says, in this order; `says` is the part of the message that a person needs.
KEYS = ("code", "severity", "file", "line", "column", "element", "says")
#: Codes that definitions can have.
CODES = {code for code, rule in RULES.items() if rule.about in ("any document", "definitions")}
#: The one code that no file of a repository should show; tests/load/test_documents.py makes such a file.
GENERATED = {"too-large"}
#: With one of these a file is not even a document; where it is the header, nothing of the framework could be checked.
NO_DOCUMENT = {"unreadable-file", "too-large", "not-text", "empty-document", "syntax-error", "duplicate-key", "alias-refused"}
NO_DOCUMENT |= {"too-deep", "number-not-finite"}

valid = pytest.mark.parametrize("header", HEADERS, ids=lambda path: str(path.parent.relative_to(CASES / "valid")))
invalid = pytest.mark.parametrize("case", INVALID, ids=lambda path: str(path.relative_to(CASES / "invalid")))


def reference(header: Path) -> str:
    return f"{header.parent.parent.name}@{header.parent.name}"


@cache
def expectation(case: Path) -> dict[str, Any]:
    expected: dict[str, Any] = yaml.safe_load((case / "expected.yaml").read_text(encoding="utf-8"))
    return expected


def found(case: Path) -> list[Finding]:
    """Return the findings of `Registry.read`; a header that is no document is the only one."""
    try:
        return [*Registry.open(case).read(expectation(case)["framework"]).findings]
    except DocumentError as error:
        return [error.finding]


def place(finding: Finding, case: Path) -> tuple[Any, ...]:
    file = str(Path(finding.file).relative_to(case)) if finding.file and Path(finding.file).is_relative_to(case) else finding.file
    return (finding.code, finding.severity, file, finding.line, finding.column, finding.element)


def differences(expected: list[dict[str, Any]], findings: list[Finding], case: Path) -> Iterator[str]:
    rest = [*findings]
    for entry in expected:
        wanted = tuple(entry[key] for key in KEYS[:-1])
        match = next((finding for finding in rest if place(finding, case) == wanted and entry["says"] in finding.message), None)
        if match is None:
            yield f"expected, not found: {wanted} “{entry['says']}”"
        else:
            rest.remove(match)
    yield from (f"found, not expected: {place(finding, case)} “{finding.message}”" for finding in rest)


def test_there_are_cases() -> None:
    assert len({header.parents[2] for header in HEADERS}) >= 12
    assert len(INVALID) >= len(CODES)
    folders = {path for path in (CASES / "invalid").glob("*/*") if path.is_dir()}
    assert folders == {*INVALID}, "a folder without expected.yaml expects nothing"


def test_every_code_of_definitions_has_a_case_and_no_folder_has_another_name() -> None:
    assert {path.name for path in (CASES / "invalid").iterdir()} == CODES - GENERATED


@invalid
def test_expectation_is_well_formed(case: Path) -> None:
    expected = expectation(case)
    assert [*expected] == ["framework", "findings"]
    for entry in expected["findings"]:
        assert tuple(entry) == KEYS
        assert entry["severity"] == RULES[entry["code"]].severity
        assert len(entry["says"]) > 1
        assert (case / entry["file"]).exists()
        assert (entry["line"] is None) == (entry["column"] is None)
    assert case.parent.name in {entry["code"] for entry in expected["findings"]}, "the folder is named for what the case shows"


@invalid
def test_invalid_definition_has_exactly_these_findings(case: Path) -> None:
    assert "\n".join(differences(expectation(case)["findings"], found(case), case)) == ""


@invalid
def test_every_finding_says_what_to_do(case: Path) -> None:
    for finding in found(case):
        assert finding.hint
        assert finding.message.isprintable()
        assert not {"None", "True", "False"} & {*finding.message.replace(",", " ").split()}, "Python's spelling, not the writer's"


@invalid
def test_command_tells_the_same(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    expected = expectation(case)
    with pytest.raises(SystemExit) as end:
        main(["--registry", str(case), "check", "--format", "json", expected["framework"]])
    report = json.loads(capsys.readouterr().out)
    assert contracts.validator("findings").is_valid(report)
    told = [(finding["code"], finding["line"], finding["column"]) for finding in report["findings"]]
    assert sorted(told, key=str) == sorted(((entry["code"], entry["line"], entry["column"]) for entry in expected["findings"]), key=str)
    header = f"{expected['framework'].replace('@', '/')}/framework.yaml"
    unreadable = any(entry["file"] == header and entry["code"] in NO_DOCUMENT for entry in expected["findings"])
    has_errors = any(entry["severity"] == "error" for entry in expected["findings"])
    assert end.value.code == (3 if unreadable else 1 if has_errors else 0)
    assert report["unreadable" if unreadable else "checked"] == [expected["framework"]]


@valid
def test_valid_definition_has_no_findings(header: Path) -> None:
    reading = Registry.open(header.parents[2]).read(reference(header))
    assert [f"{finding.where}: {finding.message}" for finding in reading.findings] == []
    assert reading.framework is not None
    assert reading.framework.reference == reference(header)


@valid
def test_valid_definition_is_the_same_from_its_sources_and_from_a_bundle(header: Path) -> None:
    read_from_sources = Registry.open(header.parents[2]).read(reference(header)).framework
    assert read_from_sources is not None
    for _ in range(2):  # the first one may leave a bundle that the second one takes
        loaded = Registry.open(header.parents[2])[reference(header)]
        assert loaded.digest == read_from_sources.digest
        assert loaded.definition == read_from_sources.definition == build_definition(read_from_sources.data)
        assert loaded.dropped_caps == read_from_sources.dropped_caps


@pytest.mark.parametrize("folder", sorted({header.parents[2] for header in HEADERS}), ids=lambda path: path.name)
def test_command_finds_nothing_to_mend_in_a_valid_registry(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--registry", str(folder), "check", "--fail-level", "note"])
    count = len([*folder.glob("*/*/framework.yaml")])
    assert end.value.code == 0
    assert capsys.readouterr().out == f"Frameworks checked: {count} · nothing to mend\n"


def used(schema: dict[str, Any], data: Any, contract: dict[str, Any], at: str) -> Iterator[str]:
    """Yield every key and every word of a closed list in some data, with the part of the contract that admits it."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        yield from used(contract["$defs"][name], data, contract, name)
    for branch in schema.get("anyOf", []):
        yield from used(branch, data, contract, at)
    if isinstance(data, str) and data in schema.get("enum", []):
        yield f"{at}={data}"
    elif isinstance(data, list):
        for item in data:
            yield from used(schema.get("items", {}), item, contract, at)
    elif isinstance(data, dict):
        for key, value in data.items():
            inner = schema.get("properties", {}).get(key)
            if inner is not None:
                yield f"{at}.{key}"
            yield from used(inner or schema.get("additionalProperties") or {}, value, contract, f"{at}.{key}")


def offered(schema: Any, at: str) -> Iterator[str]:
    """Yield all that `used` could yield for a part of the contract."""
    if not isinstance(schema, dict):
        return
    yield from (f"{at}={word}" for word in schema.get("enum", []))
    for key, inner in schema.get("properties", {}).items():
        yield f"{at}.{key}"
        yield from offered(inner, f"{at}.{key}")
    for inner in (schema.get("items"), *schema.get("anyOf", [])):
        yield from offered(inner, at)


def test_valid_cases_use_every_feature_of_the_format() -> None:
    contract = contracts.schema("framework")
    everything = {*offered(contract, "framework")}.union(*(offered(part, name) for name, part in contract["$defs"].items()))
    seen: set[str] = set()
    for header in HEADERS:
        document = read(header).data
        seen |= {*used(contract, document, contract, "framework")}
        for name in document.get("parts", []):
            seen |= {*used(contract["$defs"]["group"], read(header.parent / name).data, contract, "group")}
    assert sorted(everything - seen) == []
