"""`spregistry list`: what the registry holds."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from spregistry.cli.days import today
from spregistry.cli.options import format_option, open_registry, require_language, say_in_language, spoken, tell, tell_folder
from spregistry.cli.output import emit
from spregistry.cli.terminal import folded, shortened, width
from spregistry.errors import DocumentError, InvalidDefinition, MissingVersion, UnknownFramework
from spregistry.load.examples import is_example
from spregistry.load.listing import in_order
from spregistry.load.releases.leftovers import is_cut_off
from spregistry.publish.hindsight import state_in_words
from spregistry.sentence import Sentence, say

if TYPE_CHECKING:
    from spregistry.load.registry import Registry

_STATES: Mapping[str, Sentence] = {
    "draft": say("draft"),
    "active": say("active"),
    "deprecated": say("deprecated"),
    "withdrawn": say("withdrawn"),
    "recalled": say("recalled"),
    "broken-record": say("broken record"),
    "missing": say("missing"),
    "unusable": say("unusable"),
}


@click.command("list")
@format_option("text", "json")
@click.pass_obj
def command(folder: str | None, format_: str) -> None:
    """Show which standards there are, and in which state.

    A draft was never released and may still change; active, deprecated, withdrawn and recalled come from the record of releases. An
    active version whose day is still to come is told with that day. Where what a release made stands there and no release is on record,
    the record is broken: see spregistry verify. What is on record as released and not there is missing.
    """
    require_language()
    registry = open_registry(folder)
    rows = [_row(registry, reference, shown=format_ == "text") for reference in in_order([*registry, *registry.missing])]
    if format_ == "json":
        emit(json.dumps({"registry": str(registry.root), "frameworks": rows}, ensure_ascii=False, indent=2))
        return
    tell_folder(registry, folder)
    columns = max(len(row["reference"]) for row in rows)
    states = [say_in_language(_state(registry, row)) for row in rows]
    wide = max(10, *map(len, states))
    counts = [tell("indicators: {count}", count=f"{row['indicators']:>4}") for row in rows]
    lines = [f"{row['reference']:<{columns}}  {state:<{wide}}  {count}  " for row, state, count in zip(rows, states, counts, strict=True)]
    emit("\n".join(_line(line, row) for line, row in zip(lines, rows, strict=True)))
    if any(row["status"] == "broken-record" for row in rows):
        click.echo(tell("The record of releases has lost events, or folders were copied; “spregistry verify” says more."), err=True)


def _state(registry: "Registry", row: dict[str, Any]) -> Sentence:
    """Return the state of a version in words; what is no state of the record, such as unusable, has words of its own."""
    status = row["status"]
    return state_in_words(registry.record, row["reference"], today(), _STATES) if status == "active" else _STATES[status]


def _line(start: str, row: dict[str, Any]) -> str:
    if row["status"] in ("missing", "unusable"):
        return start.rstrip() + "\n" + folded(row["title"], "  ")
    title = tell("example: {title}", title=row["title"]) if row["example"] else row["title"]
    return start + shortened(title, width() - len(start))


def _row(registry: "Registry", reference: str, *, shown: bool) -> dict[str, Any]:
    row: dict[str, Any] = {"reference": reference}
    try:
        framework = registry[reference]
        lost = is_cut_off(registry.root, registry.record, reference)
        read = spoken(registry, framework, quiet=True) if shown else framework
    except (DocumentError, InvalidDefinition, UnknownFramework) as error:
        # One broken definition does not hide the others.
        status = "missing" if isinstance(error, MissingVersion) else "unusable"
        return {**row, "status": status, "indicators": 0, "title": say_in_language(str(error))}
    return {
        **row,
        "status": "broken-record" if lost else registry.status(reference),
        "title": read.title,
        "language": framework.definition.language,
        "licence": framework.definition.licence,
        "based_on": framework.definition.based_on,
        "indicators": len(framework.indicators),
        "digest": framework.digest,
        "example": is_example(registry, reference),
    }
