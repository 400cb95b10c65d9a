"""`spregistry merge`: colleagues' parts into one submission."""

import json
import sys
from collections.abc import Sequence
from typing import Any

import click

from spregistry.cli import FOUND
from spregistry.cli.options import emit, output_option
from spregistry.cli.terminal import counted, folded
from spregistry.errors import NothingToDo
from spregistry.load.documents import read
from spregistry.model.document import Document
from spregistry.together.merge import Conflict, merge


@click.command("merge")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--override",
    is_flag=True,
    help="Let a later file's answer replace an earlier one; without it, blanks are filled and what stands first stays.",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["yaml", "json"]),
    default="yaml",
    show_default=True,
    help="How to write the merged submission.",
)
@output_option
def command(files: Sequence[str], override: bool, format_: str, output: str | None) -> None:
    """Put colleagues' parts into one submission.

    Where two files answer the same question differently, both answers are told on standard error, and the run ends with exit code 1.
    Comments in YAML files are not carried over; everything else is.
    """
    documents = [_submission(read(file)) for file in files]
    about = {document.data.get("framework"): document.name for document in documents}
    if len(about) > 1:
        raise NothingToDo(
            "the files answer different standards, and cannot be merged: "
            + ", ".join(f"{name} is about {reference}" for reference, name in about.items())
        )
    merged = merge(documents, "override" if override else "fill")
    emit(_written(merged.data, format_), output)
    for conflict in merged.conflicts:
        click.echo(_conflict_text(conflict), err=True)
    if merged.conflicts:
        click.echo(f"{counted(len(merged.conflicts), 'conflict')}.", err=True)
        sys.exit(FOUND)


def _submission(document: Document) -> Document:
    if not isinstance(document.data, dict):
        raise NothingToDo(f"{document.name} is no submission: it has no keys with values")
    return document


def _written(data: dict[str, Any], format_: str) -> str:
    if format_ == "json":
        return json.dumps(data, ensure_ascii=False, indent=2)
    import yaml

    text: str = yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=120)
    return text


def _conflict_text(conflict: Conflict) -> str:
    said = (("kept", conflict.kept, conflict.kept_from), ("differs", conflict.other, conflict.other_from))
    lines = [folded(f"{word} ({file}): {json.dumps(value, ensure_ascii=False)}", "  ", "    ") for word, value, file in said]
    return "\n".join([f"{conflict.pointer}:", *lines])
