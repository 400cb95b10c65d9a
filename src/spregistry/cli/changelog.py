"""`spregistry changelog`: what each release changed and why, or the history of one indicator."""

from typing import Any

import click

from spregistry.cli.options import REFERENCE, format_option, open_registry, require_language, say_in_language, tell
from spregistry.cli.output import emit, output_option


@click.command("changelog")
@click.argument("reference", type=REFERENCE, metavar="[ID | REF]", required=False)
@click.option(
    "--indicator", metavar="ID", help="The history of one indicator, group or fact over all versions: ids, codes, wording, moves."
)
@format_option("markdown", "json")
@output_option
@click.pass_obj
def command(folder: str | None, reference: str | None, indicator: str | None, format_: str, output: str | None) -> None:
    """Show what each release changed and why, as recorded when it was made.

    Without an id all standards are shown, newest version first; with a version, even a draft, only that one. With --indicator, the
    versions that lead to REF.
    """
    require_language()
    registry = open_registry(folder)
    if indicator is not None:
        emit(_history(registry, _only(registry, reference), indicator, format_), output)
        return
    from spregistry.publish.changelog import entries, to_json, to_markdown

    found = entries(registry, _asked(registry, reference))
    emit(to_json(found) if format_ == "json" else to_markdown(found, say_in_language), output)


def _asked(registry: Any, reference: str | None) -> list[str]:
    """Return the versions that are meant, newest first: a single one where one is named exactly, else all released ones."""
    from spregistry.errors import NothingToDo
    from spregistry.sentence import say

    if reference is not None and "@" in reference:
        return [registry.find(reference)]
    if reference is not None:
        registry.find(reference)  # says what there is
    released = [each for each in registry.record.releases if reference in (None, each.split("@")[0])]
    if not released:
        raise NothingToDo(say("nothing was released yet; name a draft exactly to see what it changes"))
    return released[::-1]


def _only(registry: Any, reference: str | None) -> str:
    if reference is None:
        ids = {each.split("@")[0] for each in registry}
        if len(ids) > 1:
            raise click.UsageError(tell("Name the standard that the indicator belongs to."))
        reference = ids.pop()
    exact = [each for each in registry if each.split("@")[0] == reference]
    return exact[-1] if exact else str(registry.find(reference))


def _history(registry: Any, reference: str, indicator: str, format_: str) -> str:
    from spregistry.evolve.history import history
    from spregistry.load.notes import read_notes
    from spregistry.publish.changelog import differences_of, stages_json, stages_markdown

    versions = [registry[reference]]
    while (previous := versions[0].definition.previous) is not None and previous in registry:
        versions.insert(0, registry[previous])
    differences = {each.reference: found for each in versions if (found := differences_of(registry, each.reference)) is not None}
    stages = history(versions, differences, indicator)
    notes = {each.reference: read_notes(registry.root.joinpath(*each.reference.split("@"))).notes for each in versions}
    return stages_json(stages, notes) if format_ == "json" else stages_markdown(stages, notes, say_in_language)
