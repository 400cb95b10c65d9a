"""`spregistry crosswalk`: what in one standard stands for what in another, or in a catalogue of another body, from either end."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

import click

from spregistry.cli.options import REFERENCE, format_option, open_registry, require_language, say_in_language, tell, translated
from spregistry.cli.output import emit, emit_bytes, output_option
from spregistry.cli.terminal import day, folded
from spregistry.sentence import say

if TYPE_CHECKING:
    from spregistry.load.registry import Registry
    from spregistry.model.crosswalk import Crosswalk
    from spregistry.model.framework import Framework
    from spregistry.publish.crosswalk import Link, Named

_CONFIDENCE = {"high": say("sure"), "medium": say("fairly sure"), "low": say("not sure")}


@click.command("crosswalk")
@click.argument("reference", type=REFERENCE, metavar="[REF]", required=False)
@click.option("--to", "other", metavar="ID", help="Only what leads there: another framework or catalogue, such as iris or sdg@2030.")
@format_option("text", "json", "csv")
@output_option
@click.pass_obj
def command(folder: str | None, reference: str | None, other: str | None, format_: str, output: str | None) -> None:
    """Show what in one standard stands for what in another, or in the catalogue of another body.

    REF is a framework or a catalogue, with or without its version, or the id of a crosswalk. Pairs are shown from REF, whichever end they
    were written from. Without REF, all crosswalks are listed.
    """
    require_language()
    from spregistry.publish.crosswalk import links, links_csv, links_json, overview, overview_json, seen_from

    registry = open_registry(folder)
    if reference is None and other is None and format_ != "csv":
        found = overview(registry)
        emit(overview_json(found) if format_ == "json" else "\n".join(_list(found)), output)
        return
    crosswalks = overview(registry) if reference is None and other is None else _asked(seen_from, registry, reference, other)

    def show(held: "Registry", exact: str) -> "Framework":
        shown: Framework = translated(held, exact, quiet=True).framework if format_ == "text" else held[exact]
        return shown

    rows = links(registry, crosswalks, show)
    if format_ == "csv":
        emit_bytes(links_csv(rows), output)
    else:
        emit(links_json(crosswalks, rows) if format_ == "json" else "\n".join(_text(crosswalks, rows)), output)


def _asked(seen_from: Any, registry: "Registry", reference: str | None, other: str | None) -> "Sequence[Crosswalk]":
    """Return the crosswalks that are meant; with --to alone, those that lead there from anywhere."""
    if reference is None:
        return [crosswalk.inverse for crosswalk in seen_from(registry, other, None)]
    found: Sequence[Crosswalk] = seen_from(registry, reference, other)
    return found


def _list(crosswalks: "Sequence[Crosswalk]") -> Iterator[str]:
    names = [f"{each.from_.reference} ↔ {each.to.reference}" for each in crosswalks]
    ids, ends = max(len(each.id) for each in crosswalks), max(map(len, names))
    for crosswalk, name in zip(crosswalks, names, strict=True):
        yield f"{crosswalk.id:<{ids}}  {name:<{ends}}  {tell('pairs: {count}', count=len(crosswalk.mappings))}"
        yield folded(crosswalk.title, "  ")


def _text(crosswalks: "Sequence[Crosswalk]", rows: "Sequence[Link]") -> Iterator[str]:
    for at, crosswalk in enumerate(crosswalks):
        yield from [""] if at else []
        yield click.style(f"{crosswalk.from_.reference} → {crosswalk.to.reference}", bold=True)
        said = {"id": crosswalk.id, "author": crosswalk.author, "day": day(crosswalk.date)}
        yield folded(tell("{id}: {author}, {day}", **said), "  ")
        yield from [folded(crosswalk.notice, "  ")] if crosswalk.notice else []
        about = [row for row in rows if (row.crosswalk, row.from_.reference) == (crosswalk.id, crosswalk.from_.reference)]
        for _, pairs in groupby(about, key=lambda row: row.from_.id):
            yield from _pairs([*pairs])


def _pairs(rows: "Sequence[Link]") -> Iterator[str]:
    from spregistry.evolve.pairs import RELATION_WORDS

    yield ""
    yield folded(_name(rows[0].from_), "", "  ")
    for row in rows:
        relation = say_in_language(RELATION_WORDS[row.relation])
        sure = say_in_language(_CONFIDENCE[row.confidence])
        yield folded(tell("{relation}: {name} ({confidence})", relation=relation, name=_name(row.to), confidence=sure), "  ", "    ")
        if row.shared is not None:
            counts = row.shared
            yield folded(
                tell(
                    "indicators in common: {common}; of the first {first}, of the second {second}",
                    common=counts.common,
                    first=counts.first,
                    second=counts.second,
                ),
                "    ",
            )
        yield folded(row.rationale, "    ")


def _name(side: "Named") -> str:
    shown = side.code or side.id
    return f"{shown} {side.title}".strip()
