"""Ends a run of check or validate: writes all findings and decides the exit code, in one place for both."""

import sys

import click

from spregistry.cli import COULD_NOT_RUN, FOUND
from spregistry.cli.options import emit
from spregistry.cli.terminal import counted, finding_text
from spregistry.finding import SEVERITIES, Severity, ordered
from spregistry.publish.finding_formats import FORMATS, Report


def finish(report: Report, format_: str, fail_level: Severity, output: str | None, noun: str) -> None:
    """Write a report and end: 3 where something could not be read, 1 where a finding reaches the fail level, else 0."""
    report = Report(report.checked, report.unreadable, ordered(report.findings))
    emit(_text(report, noun) if format_ == "text" else FORMATS[format_](report), output)
    if report.unreadable:
        sys.exit(COULD_NOT_RUN)
    failing = SEVERITIES[: SEVERITIES.index(fail_level) + 1]
    if any(finding.severity in failing for finding in report.findings):
        sys.exit(FOUND)


def _text(report: Report, noun: str) -> str:
    lines = [finding_text(finding) + "\n" for finding in report.findings]
    counts = ", ".join(counted(count, severity) for severity, count in report.counts.items() if count)
    said = [f"{counted(len(report.checked), noun)} checked"] if report.checked else []
    said += [click.style(f"{len(report.unreadable)} could not be read", fg="red")] if report.unreadable else []
    lines.append(f"{', '.join(said)}: {counts or click.style('nothing to mend', fg='green')}")
    return "\n".join(lines)
