"""`spregistry schema`: contracts for other programs."""

import json

import click

from spregistry.cli.options import REFERENCE, open_registry
from spregistry.cli.output import emit, output_option

#: Formats that are a part of another one: which, and what it is called there.
_PARTS = {"part": ("framework", "group"), "policy": ("consultation", "policy"), "migration": ("submission", "migration")}


@click.command("schema")
@click.argument("reference", type=REFERENCE, metavar="REF")
@output_option
@click.pass_obj
def command(folder: str | None, reference: str, output: str | None) -> None:
    """Write the JSON Schema (2020-12) of a standard's submissions, or of a format.

    REF is a framework such as sepm@3.0.0, or one of the formats: framework, part, submission, migration, scorecard, differences, findings,
    changelog, releases, notes, consultation, consultation-status, policy, crosswalk, crosswalks, catalogue, forecast.
    """
    from spregistry.load import contracts

    if reference in contracts.NAMES:
        contract = contracts.schema(reference)
        if reference in _PARTS:  # for use alone, with what it refers to
            whole, part = _PARTS[reference]
            contract = {**contract, "$ref": f"#/$defs/{part}", "$defs": contracts.schema(whole)["$defs"]}
    else:
        from spregistry.check.submission_schema import submission_schema

        contract = submission_schema(open_registry(folder)[reference], contracts.schema("submission"), contracts.SITE)
    emit(json.dumps(contract, ensure_ascii=False, indent=2), output)
