"""`spregistry migrate`: a submission carried to a later version of its standard."""

import json
import sys
from collections.abc import Sequence
from typing import Any

import click

from spregistry.cli import FOUND
from spregistry.cli.options import REFERENCE, format_option, open_registry, require_language, say_in_language, tell
from spregistry.cli.output import INPUT, emit, output_option
from spregistry.cli.terminal import finding_text, folded
from spregistry.errors import InvalidSubmission
from spregistry.model.migration import Migration, migration_data, read_migrations


@click.command("migrate")
@click.argument("file", type=INPUT, metavar="FILE")
@click.option("--to", "target", type=REFERENCE, required=True, metavar="REF", help="The version to carry it to.")
@click.option(
    "--report",
    "report_format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to tell what became of each answer.",
)
@format_option("yaml", "json")
@output_option
@click.pass_obj
def command(folder: str | None, file: str, target: str, report_format: str, format_: str, output: str | None) -> None:
    """Carry a submission to a later version of its standard, over all versions in between.

    Tells what became of every fact and answer; with -o the carried submission is written. What may mean something else now is marked
    as unconfirmed, and what cannot be carried stays in the report inside the file. The file itself is not changed. Where it answers
    that version already, the report that it carries is shown.
    """
    from spregistry.api import migrate
    from spregistry.cli.submissions import open_submission
    from spregistry.load.yaml_text import to_yaml

    require_language()
    registry = open_registry(folder)
    document = open_submission(file, registry).document
    try:
        migrated = migrate(document, registry, target)
    except InvalidSubmission as invalid:
        click.echo("\n".join([*map(finding_text, invalid.findings), "", tell("Nothing is carried before this is mended.")]), err=True)
        sys.exit(FOUND)
    shown = migrated.steps or read_migrations(document.data.get("migration") or {"steps": []})
    report = _json(shown) if report_format == "json" else _text(shown, registry, file, carried=bool(migrated.steps))
    if output is not None:
        data = migrated.submission
        emit(to_yaml(data) if format_ == "yaml" else json.dumps(data, ensure_ascii=False, indent=2), output)
    if output == "-":
        click.echo(report, err=True)
    else:
        emit(report)


def _json(steps: Sequence[Migration]) -> str:
    return json.dumps({"format": 1, "steps": [migration_data(step) for step in steps]}, ensure_ascii=False, indent=2)


def _text(steps: Sequence[Migration], registry: Any, file: str, *, carried: bool) -> str:
    lines = [] if carried else [folded(tell("{file} answers that version already; nothing is to be carried.", file=file))]
    if steps and not carried:
        lines += [folded(tell("It was carried there before; this became of what it said:")), ""]
    for step in steps:
        lines += [*_step(step, registry.get(step.before)), ""]
    return "\n".join(lines).rstrip()


def _step(step: Migration, before: Any) -> list[str]:
    from spregistry.publish.migration import counts, entry_heading, entry_sentence, said_sentence

    title = tell("{before} → {after}", before=step.before, after=step.after)
    lines = [click.style(title, bold=True), *(folded(say_in_language(line), "  ") for line in counts(step)), ""]
    for entry in step.entries:
        if entry.outcome == "carried" and entry.why == "same":
            continue
        lines.append(folded(say_in_language(entry_heading(entry, before)), "  "))
        lines.append(folded(say_in_language(entry_sentence(entry)), "      "))
        said = said_sentence(entry)
        lines += [folded(say_in_language(said), "      ")] if said else []
    return lines
