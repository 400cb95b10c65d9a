"""`spregistry changelog`: what each release changed and why, or the history of one indicator."""

from typing import TYPE_CHECKING

import click

from spregistry.cli.former import tell_former
from spregistry.cli.options import REFERENCE, format_option, open_registry, require_language, say_in_language
from spregistry.cli.output import emit, output_option

if TYPE_CHECKING:
    from spregistry.evolve.history import Stage
    from spregistry.load.registry import Registry
    from spregistry.model.change import Differences
    from spregistry.model.framework import Framework
    from spregistry.publish.versions.element_history import Told


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
    versions that lead to REF; without REF, those of every standard that has it.
    """
    require_language()
    registry = open_registry(folder)
    if indicator is not None:
        emit(_history(registry, _lines(registry, reference, indicator), indicator, format_), output)
        return
    from spregistry.publish.versions.changelog import entries, to_json, to_markdown

    found = entries(registry, _asked(registry, reference))
    emit(to_json(found) if format_ == "json" else to_markdown(found, say_in_language), output)


def _asked(registry: "Registry", reference: str | None) -> list[str]:
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


def _lines(registry: "Registry", reference: str | None, indicator: str) -> list[str]:
    """Return the highest version of each standard that is meant: the one that is named, else all that hold the indicator."""
    from spregistry.errors import UnknownCode
    from spregistry.evolve.history import holds
    from spregistry.evolve.lineage import chain
    from spregistry.load.reporting import closest

    if reference is not None:
        exact = [each for each in registry if each.split("@")[0] == reference]
        return [exact[-1] if exact else str(registry.find(reference))]
    last = {each.split("@")[0]: each for each in registry}
    chains = {reference: chain(registry, registry[reference]) for reference in last.values()}
    found = [reference for reference, versions in chains.items() if holds(versions, indicator)]
    found = found or [reference for reference, versions in chains.items() if holds(versions, indicator, earlier=True)]
    if not found:
        ids = [id_ for versions in chains.values() for version in versions for id_ in version.indicators]
        raise UnknownCode(", ".join(chains), indicator, closest(indicator, ids))
    return found


def _history(registry: "Registry", references: list[str], indicator: str, format_: str) -> str:
    from spregistry.evolve.history import history
    from spregistry.evolve.lineage import chain
    from spregistry.publish.versions.changelog import differences_of
    from spregistry.publish.versions.element_history import stages_json, stages_markdown

    stages: list[Stage] = []
    told: dict[str, Told] = {}
    for reference in references:
        versions = chain(registry, registry[reference])
        differences = {each.reference: found for each in versions if (found := differences_of(registry, each.reference)) is not None}
        stages += history(versions, differences, indicator)
        tell_former(registry, versions[-1], indicator, shown=True)
        told |= {each.reference: _told(registry, each, differences.get(each.reference)) for each in versions}
    return stages_json(stages, told) if format_ == "json" else stages_markdown(stages, told, say_in_language)


def _told(registry: "Registry", framework: "Framework", differences: "Differences | None") -> "Told":
    from spregistry.load.notes import read_notes
    from spregistry.publish.hindsight import errata_of
    from spregistry.publish.versions.change_values import UNNAMED, Names
    from spregistry.publish.versions.element_history import Told

    notes = read_notes(registry.folder(framework.reference)).notes
    names = UNNAMED
    if differences is not None and differences.before in registry:
        names = Names.of(registry[differences.before], framework, differences)
    record = registry.record
    release = record.releases.get(framework.reference)
    return Told(
        framework=framework,
        notes=notes,
        names=names,
        on=release.on if release else None,
        since=record.since(framework.reference),
        errata=errata_of(record, framework),
    )
