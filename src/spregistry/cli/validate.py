"""`spregistry validate`: submissions, for those who fill them in and for pipelines."""

from collections.abc import Sequence

import click

from spregistry.cli.options import fail_level_option, format_option, open_registry
from spregistry.cli.output import INPUT, output_option
from spregistry.cli.reporting import finish
from spregistry.cli.submissions import open_submission
from spregistry.errors import DocumentError
from spregistry.finding import Finding, Severity
from spregistry.publish.finding_formats import Report
from spregistry.sentence import sayable


@click.command("validate")
@click.argument("files", nargs=-1, required=True, type=INPUT, metavar="FILE...")
@format_option("text", "json", "sarif", "junit", "github")
@fail_level_option
@output_option
@click.pass_obj
def command(folder: str | None, files: Sequence[str], format_: str, fail_level: Severity, output: str | None) -> None:
    """Check submissions; say what to mend, and where.

    Each is held against the exact framework version that it names. A file that cannot be read does not keep the others from being checked.
    """
    from spregistry.check.submissions import validate

    registry = open_registry(folder)
    checked: list[str] = []
    unreadable: list[str] = []
    findings: list[Finding] = []
    for file in files:
        try:
            opened = open_submission(file, registry).spoken(registry)
        except DocumentError as error:
            findings.append(error.finding)
            unreadable.append(file)
        else:
            findings += [*validate(opened.framework, opened.document, opened.profile), *opened.notices(registry)]
            checked.append(file)
    finish(Report(checked, unreadable, findings), format_, fail_level, output, sayable("Submissions checked: {count}"))
