"""`spregistry consult sheet` and `read`: a version as a workbook to review, and what came back."""

import json
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from spregistry.cli import FOUND
from spregistry.cli.days import DAY, today
from spregistry.cli.options import (
    REFERENCE,
    Command,
    catalogue,
    format_option,
    open_registry,
    require_language,
    say_in_language,
    tell,
    translated,
)
from spregistry.cli.output import INPUT, emit, emit_bytes, output_option, require_unwritten
from spregistry.cli.terminal import folded
from spregistry.errors import CannotWrite
from spregistry.sentence import say

if TYPE_CHECKING:
    from spregistry.evolve.consulting.adoption import Adoption
    from spregistry.model.framework import Framework
    from spregistry.model.review import Proposal, Remark, Review, ReviewSheet


@click.command("sheet")
@click.argument("reference", type=REFERENCE, metavar="REF")
@format_option("xlsx")
@output_option
@click.option("--force", is_flag=True, help="Write over a file that stands there already.")
@click.pass_obj
def sheet(folder: str | None, reference: str, format_: str, output: str | None, force: bool) -> None:  # noqa: ARG001  # the ending of -o is looked at
    """Write a version as a workbook to review: each text in a row, beside it room for other words and for a comment.

    With --lang it is shown in a translation beside its own language.
    """
    from spregistry.load.consultation.consultations import read_consultation
    from spregistry.publish.review.sheet import review_sheet

    registry = open_registry(folder)
    translation = translated(registry, reference)
    reading = read_consultation(Path(registry.root), translation.source.reference)
    if not force:
        require_unwritten(output)
    emit_bytes(review_sheet(translation, reading.consultation if reading else None, catalogue()), output)


def _about_options(command: Command) -> Command:
    """Add what may be said of all comments at once, where the sheet does not say it: by the names of the columns of `consult import`."""
    for option in (
        click.option("--on", type=DAY, metavar="DATE", help="Day of the comments, where the sheet does not say."),
        click.option("--round", metavar="N", help="Round of consultation, where the sheet does not say."),
        click.option("--region", metavar="NAME", help="Region, where the sheet does not say."),
        click.option("--group", metavar="NAME", help="Group of stakeholders, where the sheet does not say."),
    ):
        command = option(command)
    return command


@click.command("read")
@click.argument("file", type=INPUT, metavar="FILE")
@click.option("--comments", "comments_file", metavar="FILE", help="Write comments and proposals as a table that `consult import` reads.")
@click.option("--apply", "apply_", is_flag=True, help="Put the proposed words into the files of the version.")
@_about_options
@format_option("text", "json")
@output_option
@click.pass_obj
def read(folder: str | None, /, file: str, comments_file: str | None, apply_: bool, format_: str, output: str | None, **given: Any) -> None:
    """Read a review sheet that came back: which words are proposed, and what is said.

    With --apply, proposed words take the place of those in the files of the version, where they are of its own language and nobody
    changed the text since; all else in those files stays as it is. Words that would make the definition wrong, or that other rows
    contradict, are not put there; the exit code is then 1.
    """
    from spregistry.evolve.consulting.proposals import review
    from spregistry.load.consultation.review_sheet import read_review

    require_language()
    registry = open_registry(folder)
    came_back = read_review(file)
    reading = registry.read(came_back.framework)
    framework = registry[came_back.framework]
    found = review(framework, reading.source.data, came_back)
    named = {field: given[field] for field in ("group", "region", "round")}
    _require_listed(registry, framework.reference, named)
    about = {**named, "on": _past(given["on"]), **came_back.about}
    if comments_file is not None:
        _write_comments(_comments(framework, came_back, found, about), comments_file)
    adoption = _apply(registry, framework, reading.source, came_back, found) if apply_ else None
    if format_ == "json":
        emit(json.dumps(_data(framework, came_back, found, about, adoption), ensure_ascii=False, indent=2), output)
    else:
        emit("\n".join(_text(framework, came_back, found, adoption)), output)
    if adoption is not None and (adoption.refused or any(proposal.contradicted for proposal in found.proposals)):
        sys.exit(FOUND)


def _past(on: date | None) -> str | None:
    """Return the day of comments as it is written; what is still to come nobody has commented on."""
    if on is not None and on > today():
        raise click.BadParameter(tell("{day} is still to come.", day=on.isoformat()), param_hint="--on")
    return None if on is None else on.isoformat()


def _require_listed(registry: Any, reference: str, given: Mapping[str, str | None]) -> None:
    """Make sure that the record knows the group, region and round that the command line names, as `consult import` asks for later."""
    from spregistry.evolve.consulting.comment_import import not_listed
    from spregistry.load.consultation.consultations import read_consultation

    reading = read_consultation(Path(registry.root), reference)
    record = reading.consultation if reading is not None else None
    if record is None:  # nothing to hold them against yet
        return
    listing = record.listing
    known = {"group": listing.groups, "region": listing.regions, "round": [*map(str, listing.rounds)]}
    for field, said in given.items():
        if said is None or (listing.round(said) is not None if field == "round" else said.casefold() in known[field]):
            continue
        raise click.BadParameter(say_in_language(not_listed(said, known[field])), param_hint=f"--{field}")


def _write_comments(content: bytes, file: str) -> None:
    """Write the table of comments, unless another one stands there, which somebody may have worked on.

    Raises:
        CannotWrite: where something else stands in the file already.
    """
    from spregistry.load.documents import read_bytes
    from spregistry.load.folders import is_file

    if file != "-" and is_file(file) and read_bytes(file) not in (b"", content):
        raise CannotWrite(say("{file} is there already and says something else; name another file for the comments", file=file))
    emit_bytes(content, file)


def _comments(framework: "Framework", came_back: "ReviewSheet", found: "Review", about: Mapping[str, str | None]) -> bytes:
    """Return what is said and proposed as a table of comments; a comment on what cannot be named alone is on the framework."""
    from spregistry.evolve.consulting.consultation_rules import WHOLE, element_keys
    from spregistry.load.consultation.comment_rows import COLUMNS, write_rows

    keys = element_keys(framework)
    rows = []
    for remark in found.comments:
        text = remark.text
        cells = {
            **{field: value or "" for field, value in about.items()},
            "element": text.element if text.element in keys or not text.path else WHOLE,
            "draft": came_back.digest,
            "summary": _summary(remark),
        }
        rows.append([cells.get(column, "") for column in COLUMNS])
    return write_rows(COLUMNS, rows)


def _summary(remark: "Remark") -> str:
    from spregistry.evolve.consulting.proposals import ended

    where, said, after = remark.text.field or remark.text.element, remark.said, remark.proposed
    if after is None:
        return tell("{field}: {comment}", field=where, comment=said)
    if not said:
        return tell("{field}: proposed wording “{text}”", field=where, text=after)
    return tell("{field}: {comment} Proposed wording: “{text}”", field=where, comment=ended(say_in_language(said)), text=after)


def _applicable(proposal: "Proposal", framework: "Framework", came_back: "ReviewSheet") -> bool:
    return (
        proposal.path is not None
        and not proposal.stale
        and not proposal.adopted
        and not proposal.contradicted
        and came_back.language == framework.definition.language
    )


def _apply(registry: Any, framework: "Framework", source: Any, came_back: "ReviewSheet", found: "Review") -> "Adoption":
    """Put proposals into the files they stand in, each file whole or not at all; return what became of each.

    Raises:
        CannotWrite: where the version is released, or a text is not written so that another one can take its place.
        BrokenRecord: where the record of releases lost the version.
    """
    from spregistry.evolve.consulting.adoption import adopt
    from spregistry.load.documents import read_bytes, write_atomically
    from spregistry.load.releases.closing import require_open

    require_open(registry.root, registry.record, framework.reference)
    wanted = [proposal for proposal in found.proposals if _applicable(proposal, framework, came_back)]
    names = {source.holder(proposal.path)[0].name for proposal in wanted}
    adoption = adopt(source, {name: read_bytes(name) for name in sorted(names)}, wanted, registry)
    for name, content in adoption.contents.items():
        write_atomically(name, content)
    return adoption


def _text(framework: "Framework", came_back: "ReviewSheet", found: "Review", adoption: "Adoption | None") -> Iterator[str]:
    yield click.style(tell("Review of {framework}", framework=framework.reference), bold=True)
    yield tell("Proposed texts: {count}", count=len(found.proposals))
    yield tell("Rows with a comment or a proposal: {count}", count=len(found.comments))
    if came_back.digest != framework.digest:
        yield tell("The version has changed since the sheet was made.")
    if found.missing:
        yield tell("Rows that did not come back, and stay as they are: {count}", count=found.missing)
    if found.unknown:
        yield tell("Rows about texts that the version does not have any more: {count}", count=len(found.unknown))
    for proposal in found.proposals:
        yield ""
        yield folded(proposal.name.removesuffix("#1") + _state(proposal, framework, came_back, adoption))
        if proposal.before or not proposal.adopted:
            yield folded(f"− {proposal.before}", "  ", "    ")
        yield folded(f"+ {proposal.after}", "  ", "    ")
    for remark in found.comments:
        if remark.said:
            yield ""
            yield folded(tell("{name}: {comment}", name=_name(remark), comment=remark.said))


def _name(remark: "Remark") -> str:
    """Return what a remark is about; of one that stands where no text does, where it stands."""
    if remark.text.field:
        return remark.text.name.removesuffix("#1")
    return tell("{element} (sheet “{sheet}”, row {row})", element=remark.text.element, sheet=remark.sheet, row=remark.row)


def _state(proposal: "Proposal", framework: "Framework", came_back: "ReviewSheet", adoption: "Adoption | None") -> str:
    """Return what keeps a proposal from being put into the files, or that it was."""
    if adoption is not None and proposal in adoption.applied:
        reason = say("put into the files")
    elif adoption is not None and proposal in adoption.refused:
        reason = say("not put into the files; cell {cell}: {problem}", cell=proposal.cell, problem=adoption.refused[proposal])
    elif proposal.adopted:
        reason = say("already in the files")
    elif proposal.contradicted:
        reason = say("cell {cell}: another row has other words for the same text; look at both", cell=proposal.cell)
    elif proposal.stale:
        reason = say("the text was changed since the sheet was made; look at both")
    elif came_back.language != framework.definition.language:
        reason = say("not in the language of the standard; an editor has to word it")
    elif proposal.path is None:
        reason = say("borrowed from the base; to be proposed there")
    elif proposal.edited:
        reason = say("changed in the text itself")
    else:
        return ""
    return f" ({say_in_language(reason)})"


def _data(
    framework: "Framework", came_back: "ReviewSheet", found: "Review", about: Mapping[str, str | None], adoption: "Adoption | None"
) -> dict[str, Any]:
    return {
        "format": 1,
        "framework": framework.reference,
        "digest": framework.digest,
        "made_of": came_back.digest,
        "language": came_back.language,
        "about": {field: value for field, value in about.items() if value},
        "proposals": [
            {
                "element": proposal.element,
                "field": proposal.field,
                "name": proposal.name,
                "before": proposal.before,
                "after": proposal.after,
                "edited": proposal.edited,
                "stale": proposal.stale,
                "adopted": proposal.adopted,
                "contradicted": proposal.contradicted,
                "applied": adoption is not None and proposal in adoption.applied,
                "refused": say_in_language(adoption.refused[proposal]) if adoption and proposal in adoption.refused else None,
                "sheet": proposal.sheet,
                "row": proposal.row,
                "cell": proposal.cell,
            }
            for proposal in found.proposals
        ],
        "comments": [
            {
                "element": remark.text.element,
                "field": remark.text.field,
                "name": remark.text.name if remark.text.field else None,
                "comment": say_in_language(remark.said),
                "sheet": remark.sheet,
                "row": remark.row,
            }
            for remark in found.comments
            if remark.said
        ],
        "unknown": [*found.unknown],
        "missing": found.missing,
    }
