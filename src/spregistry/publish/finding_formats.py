"""Findings for programs: JSON as in `schemas/findings.schema.json`, SARIF 2.1.0, JUnit XML, and GitHub's annotations."""

import json
import os
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree as ET

from spregistry.finding import RULES, SEVERITIES, Finding
from spregistry.version import ENGINE, __version__

#: Where the page of a finding code is, below the site.
RULE_PAGE = "https://spregistry.example/findings/#"


@dataclass(frozen=True, slots=True)
class Report:
    """What a run checked, what it could not read, and all it found."""

    checked: Sequence[str]
    unreadable: Sequence[str]
    findings: Sequence[Finding]

    @property
    def counts(self) -> dict[str, int]:
        """How many findings there are of each severity."""
        found = Counter(finding.severity for finding in self.findings)
        return {severity: found[severity] for severity in SEVERITIES}


def to_json(report: Report) -> str:
    """Return a report as JSON."""
    data = {
        "format": 1,
        "engine": ENGINE,
        "checked": [*report.checked],
        "unreadable": [*report.unreadable],
        "counts": report.counts,
        "findings": [finding_data(finding) for finding in report.findings],
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def finding_data(finding: Finding) -> dict[str, Any]:
    """Return a finding as plain data."""
    element = {"id": finding.element, "code": finding.element_code, "title": finding.element_title} if finding.element else None
    keys = ("code", "severity", "message", "hint", "file", "line", "column", "pointer")
    cell = {"sheet": finding.sheet, "cell": finding.cell} if finding.sheet is not None else {}
    return {**{key: getattr(finding, key) for key in keys}, **cell, "element": element}


def full_message(finding: Finding) -> str:
    """Return what was found and where in the standard, in one line."""
    about = " ".join(filter(None, (finding.element_code, finding.element_title)))
    return f"{about}: {finding.message}" if about else finding.message


def _in_cell(finding: Finding) -> str:
    """Return the sheet and cell of a workbook, for formats that know lines and columns only."""
    return f"{finding.sheet}!{finding.cell}: " if finding.cell is not None else ""


def to_sarif(report: Report) -> str:
    """Return a report as SARIF 2.1.0."""
    codes = sorted({finding.code for finding in report.findings})
    rules = [
        {
            "id": code,
            "shortDescription": {"text": RULES[code].title},
            "help": {"text": RULES[code].fix},
            "helpUri": RULE_PAGE + code,
            "defaultConfiguration": {"level": RULES[code].severity},
        }
        for code in codes
    ]
    driver = {"name": "spregistry", "version": __version__, "rules": rules}
    run = {
        "tool": {"driver": driver},
        "results": [_sarif_result(finding, codes.index(finding.code)) for finding in report.findings],
        "invocations": [{"executionSuccessful": not report.unreadable}],
        "columnKind": "unicodeCodePoints",
    }
    return json.dumps(
        {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2
    )


def _sarif_result(finding: Finding, rule: int) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(os.fsencode(finding.file or "-"))}}
    if finding.line is not None:
        place["region"] = {"startLine": finding.line, "startColumn": finding.column}
    text = _in_cell(finding) + full_message(finding) + (f" {finding.hint}" if finding.hint else "")
    return {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": finding.severity,
        "message": {"text": text},
        "locations": [{"physicalLocation": place, "logicalLocations": [{"fullyQualifiedName": finding.pointer or "/"}]}],
    }


def to_junit(report: Report) -> str:
    """Return a report as JUnit XML: one test case per thing checked, failed where it has findings of severity error."""
    suite = ET.Element("testsuite", name="spregistry")
    failed = 0
    names = [*dict.fromkeys([*report.checked, *report.unreadable])]
    for name in names:
        case = ET.SubElement(suite, "testcase", classname="spregistry", name=name)
        own = [finding for finding in report.findings if _is_about(finding, name) or len(names) == 1]
        errors = [finding for finding in own if finding.severity == "error"]
        if errors:
            failed += 1
            failure = ET.SubElement(
                case,
                "failure",
                message=_xml_text(f"{len(errors)} {'error' if len(errors) == 1 else 'errors'}, first: {full_message(errors[0])}"),
            )
            failure.text = _xml_text("\n".join(f"{finding.where} {finding.code} {full_message(finding)}" for finding in errors))
        rest = [finding for finding in own if finding.severity != "error"]
        if rest:
            ET.SubElement(case, "system-out").text = _xml_text(
                "\n".join(f"{finding.where} {finding.code} {full_message(finding)}" for finding in rest)
            )
    suite.set("tests", str(len(names)))
    suite.set("failures", str(failed))
    suite.set("errors", "0")
    suite.set("skipped", "0")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(suite, encoding="unicode")


def _is_about(finding: Finding, name: str) -> bool:
    """Tell whether a finding belongs to what was checked: a file, or a framework version, which is a folder."""
    file = finding.file or ""
    return file == name or ("@" in name and f"/{name.replace('@', '/')}/" in f"/{file}")


def _xml_text(text: str) -> str:
    """Return text without the characters that XML 1.0 cannot hold."""
    return "".join(
        sign if sign in "\t\n" or (sign >= " " and not "\ud800" <= sign <= "\udfff" and sign not in "\ufffe\uffff") else "\ufffd"
        for sign in text
    )


_GITHUB_LEVELS = {"error": "error", "warning": "warning", "note": "notice"}


def to_github(report: Report) -> str:
    """Return a report as workflow commands that GitHub shows beside the lines."""
    return "\n".join(_annotation(finding) for finding in report.findings)


def _annotation(finding: Finding) -> str:
    place = {"file": finding.file, "line": finding.line, "col": finding.column, "title": f"spregistry {finding.code}"}
    written = ",".join(f"{key}={_escaped(str(value), property_value=True)}" for key, value in place.items() if value is not None)
    text = _in_cell(finding) + full_message(finding) + (f"\n{finding.hint}" if finding.hint else "")
    return f"::{_GITHUB_LEVELS[finding.severity]} {written}::{_escaped(text, property_value=False)}"


def _escaped(text: str, *, property_value: bool) -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if property_value else text


#: The machine formats by name; text for people is made by the command line.
FORMATS: Mapping[str, Callable[[Report], str]] = {"json": to_json, "sarif": to_sarif, "junit": to_junit, "github": to_github}
