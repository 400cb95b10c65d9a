"""`spregistry migrate`: a submission carried to a later version of its standard."""

import json
from typing import Any

import click

from spregistry.cli.options import REFERENCE, format_option, open_registry, require_language, say_in_language, tell
from spregistry.cli.output import INPUT, emit, output_option
from spregistry.cli.submissions import open_submission
from spregistry.cli.terminal import folded
from spregistry.errors import NothingToDo
from spregistry.model.migration import migration_data
from spregistry.sentence import say


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
    as unconfirmed, and what cannot be carried stays in the report inside the file. The file itself is not changed.
    """
    from spregistry.evolve.lineage import between
    from spregistry.evolve.migration import migrate
    from spregistry.load.yaml_text import to_yaml

    require_language()
    registry = open_registry(folder)
    opened = open_submission(file, registry)
    before, after = opened.framework, registry[target]
    versions = between(registry, before, after)
    if not versions:
        raise NothingToDo(
            say(
                "{after} does not go back to {before}; nothing says which answers belong together",
                before=before.reference,
                after=after.reference,
            )
        )
    migrated = migrate(opened.document.data, versions)
    if report_format == "json":
        emit(json.dumps([migration_data(step) for step in migrated.steps], ensure_ascii=False, indent=2))
    else:
        emit(_text(migrated.steps, registry, file))
    if output is not None:
        data = migrated.submission
        emit(to_yaml(data) if format_ == "yaml" else json.dumps(data, ensure_ascii=False, indent=2), output)


def _text(steps: Any, registry: Any, file: str) -> str:
    from spregistry.publish.migration import counts, entry_heading, entry_sentence

    if not steps:
        return tell("{file} answers that version already; nothing is to be carried.", file=file)
    lines = []
    for step in steps:
        title = tell("{before} → {after}", before=step.before, after=step.after)
        lines += [click.style(title, bold=True), *(folded(say_in_language(line), "  ") for line in counts(step)), ""]
        for entry in step.entries:
            if entry.outcome != "carried":
                lines.append(folded(say_in_language(entry_heading(entry, registry[step.before]))))
                lines.append(folded(say_in_language(entry_sentence(entry)), "    "))
        lines.append("")
    return "\n".join(lines)
