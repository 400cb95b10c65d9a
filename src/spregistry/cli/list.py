"""`spregistry list`: what the registry holds."""

import json
from typing import Any

import click

from spregistry.cli.options import emit, format_option, open_registry
from spregistry.cli.terminal import folded, shortened, width
from spregistry.errors import DocumentError, InvalidDefinition, UnknownFramework


@click.command("list")
@format_option("text", "json")
@click.pass_obj
def command(folder: str | None, format_: str) -> None:
    """Show which standards there are, and in which state.

    A draft was never released and may still change; active, deprecated, withdrawn and recalled come from the record of releases.
    """
    registry = open_registry(folder)
    rows = [_row(registry, reference) for reference in registry]
    if format_ == "json":
        emit(json.dumps({"registry": str(registry.root), "frameworks": rows}, ensure_ascii=False, indent=2))
        return
    columns = max(len(row["reference"]) for row in rows)
    lines = [f"{row['reference']:<{columns}}  {row['status']:<10}  {row['indicators']:>4} indicators  " for row in rows]
    emit("\n".join(_line(line, row) for line, row in zip(lines, rows, strict=True)))


def _line(start: str, row: dict[str, Any]) -> str:
    if row["status"] == "unusable":
        return start.rstrip() + "\n" + folded(row["title"], "  ")
    return start + shortened(row["title"], width() - len(start))


def _row(registry: Any, reference: str) -> dict[str, Any]:
    row: dict[str, Any] = {"reference": reference, "status": registry.status(reference)}
    try:
        framework = registry[reference]
    except (DocumentError, InvalidDefinition, UnknownFramework) as error:
        # One broken definition does not hide the others.
        return {**row, "status": "unusable", "indicators": 0, "title": str(error)}
    return {
        **row,
        "title": framework.title,
        "language": framework.definition.language,
        "licence": framework.definition.licence,
        "based_on": framework.definition.based_on,
        "indicators": len(framework.indicators),
        "digest": framework.digest,
    }
