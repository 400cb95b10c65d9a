"""Ends a run of check or validate: writes all findings and decides the exit code, in one place for both."""

import sys
from dataclasses import replace

import click

from spregistry.cli import COULD_NOT_RUN, FOUND
from spregistry.cli.options import say_in_language, tell
from spregistry.cli.output import emit
from spregistry.cli.terminal import finding_text
from spregistry.finding import SEVERITIES, Finding, Severity, ordered
from spregistry.publish.finding_formats import FORMATS, Report
from spregistry.sentence import Sentence, sayable


def in_language(finding: Finding) -> Finding:
    """Return a finding with message and hint in the language of the command line."""
    return replace(finding, message=say_in_language(finding.message), hint=say_in_language(finding.hint))


def finish(report: Report, format_: str, fail_level: Severity, output: str | None, checked: str) -> None:
    """Write a report and end: 3 where something could not be read, 1 where a finding reaches the fail level, else 0.

    Messages are in the language of the command line, in machine formats too; codes, keys, severities and places are the same in all.
    `checked` is the sentence that counts what was checked.
    """
    found = [in_language(finding) for finding in ordered(report.findings)]
    report = Report(report.checked, report.unreadable, found)
    emit(_text(report, checked) if format_ == "text" else FORMATS[format_](report), output)
    if report.unreadable:
        sys.exit(COULD_NOT_RUN)
    failing = SEVERITIES[: SEVERITIES.index(fail_level) + 1]
    if any(finding.severity in failing for finding in report.findings):
        sys.exit(FOUND)


_COUNTS = {"error": sayable("errors: {count}"), "warning": sayable("warnings: {count}"), "note": sayable("notes: {count}")}


def _text(report: Report, checked: str) -> str:
    lines = [finding_text(finding) + "\n" for finding in report.findings]
    said = [say_in_language(Sentence(checked, {"count": len(report.checked)}))] if report.checked else []
    said += [click.style(tell("could not be read: {count}", count=len(report.unreadable)), fg="red")] if report.unreadable else []
    said += [say_in_language(Sentence(_COUNTS[severity], {"count": count})) for severity, count in report.counts.items() if count]
    said += [] if report.findings else [click.style(tell("nothing to mend"), fg="green")]
    return "\n".join([*lines, " · ".join(said)])
