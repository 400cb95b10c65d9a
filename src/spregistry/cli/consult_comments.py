"""`spregistry consult import`: comments from a table into the record."""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from spregistry.cli import FOUND
from spregistry.cli.days import today
from spregistry.cli.options import REFERENCE, format_option, open_registry, require_language, say_in_language, tell
from spregistry.cli.output import INPUT, emit
from spregistry.cli.terminal import folded
from spregistry.errors import CannotWrite, InvalidDefinition, NothingToDo
from spregistry.sentence import say

if TYPE_CHECKING:
    from spregistry.evolve.consulting.comment_import import Import
    from spregistry.evolve.consulting.consultation_rules import Case
    from spregistry.load.consultation.comment_rows import CommentRows

#: What a table from standard input would be called; it lies in the current folder.
_STANDARD_INPUT = Path("comments.csv")
#: The column of a table of refused comments that says why.
_REASON = "reason"


@click.command("import")
@click.argument("reference", type=REFERENCE, metavar="REF")
@click.argument("file", type=INPUT, metavar="FILE")
@format_option("text", "json")
@click.pass_obj
def import_comments(folder: str | None, reference: str, file: str, format_: str) -> None:
    """Take comments from a CSV table into the record of a consultation; none is lost, and none is taken twice.

    The columns are id, round, element, draft, group, region, summary and on; element, group and summary are needed. Rows that are no
    comments are written into a table beside FILE, of standard input in the current folder, each with the reason; the exit code is then
    1. What stands in the record stays as it is written.
    """
    from spregistry.load.consultation.comment_rows import read_rows
    from spregistry.load.documents import read_bytes
    from spregistry.load.releases.locking import only_writer

    require_language()
    registry = open_registry(folder)
    exact: str = registry.find(reference)
    table = read_rows(read_bytes(file), file)
    if not table.rows:
        raise NothingToDo(say("{file} holds no comments", file=file))
    with only_writer(Path(registry.root)):
        plan, quarantine = _take(registry, exact, table, file)
    if format_ == "json":
        emit(json.dumps(_data(exact, table, plan, quarantine), ensure_ascii=False, indent=2))
    else:
        emit("\n".join(_text(table, plan, quarantine)))
    if plan.refused:
        sys.exit(FOUND)


def _take(registry: Any, exact: str, table: "CommentRows", file: str) -> "tuple[Import, str | None]":
    """Write what is refused beside the table, then what is new into the record; a run that ends in between loses nothing.

    Raises:
        NothingToDo: where there is no record yet.
        CannotWrite: where the record is closed, or not written so that entries can be put behind the last one.
        BrokenRecord: where the record of releases lost the version.
    """
    from spregistry.evolve.consulting.comment_import import plan_import
    from spregistry.evolve.consulting.governance import case_of
    from spregistry.load.consultation.consultations import parse_consultation, record_path
    from spregistry.load.documents import read_bytes, write_atomically
    from spregistry.load.folders import is_there
    from spregistry.load.releases.closing import require_open

    require_open(registry.root, registry.record, exact)
    path = record_path(Path(registry.root), exact)
    if not is_there(path):
        raise NothingToDo(say("{framework} has no consultation.yaml; write it first, with its rounds and groups", framework=exact))
    content = read_bytes(str(path))
    reading = parse_consultation(Path(registry.root), content, str(path))
    case = case_of(registry, exact, reading)
    if case is None:
        raise InvalidDefinition(exact, reading.findings)
    _require_usable(registry, exact, case)
    plan = plan_import(case, table.rows, today())
    if file == "-" and plan.refused:
        _require_outside(Path(registry.root))
    quarantine = _quarantine(table, plan, _STANDARD_INPUT if file == "-" else Path(file))
    if plan.added:
        write_atomically(path, _appended(content, str(path), [entry for _, entry in plan.added]))
    return plan, quarantine


def _require_usable(registry: Any, exact: str, case: "Case") -> None:
    """Make sure that comments can be held against the framework and the rounds.

    Raises:
        InvalidDefinition: where the framework is not right, or a day of the record is none.
    """
    from spregistry.evolve.consulting.consultation_rules import calendar

    _ = registry[exact]
    wrong = [*calendar(case)]
    if wrong:
        raise InvalidDefinition(exact, wrong)


def _appended(content: bytes, name: str, entries: Sequence[Any]) -> bytes:
    """Return the bytes of a record with entries behind its last comment; read again, to be sure that nothing else changed.

    Raises:
        CannotWrite: where that cannot be done without writing the rest anew.
    """
    from codecs import BOM_UTF8

    from spregistry.load import contracts
    from spregistry.load.documents import decode, parse
    from spregistry.load.text.yaml_append import append_items

    before = parse(content, name).data
    text = append_items(decode(content, name), "comments", [*entries])
    if text is not None:
        written = (BOM_UTF8 if content.startswith(BOM_UTF8) else b"") + text.encode()
        after = parse(written, name).data
        if after == {**before, "comments": [*before.get("comments", []), *entries]} and contracts.validator("consultation").is_valid(after):
            return written
    message = say("{file}: the comments are not written so that more can be put behind them; nothing was changed", file=name)
    raise CannotWrite(say("{problem}. Write them line by line, each beginning with a hyphen.", problem=message))


def _require_outside(root: Path) -> None:
    """Make sure that the current folder is in no version's: what nobody chose to lay there would be frozen, or break what is.

    Raises:
        CannotWrite: where it is, or is no longer there.
    """
    from spregistry.load.documents import cause_of

    try:
        here, standards = Path.cwd(), root.resolve()
    except OSError as error:
        raise CannotWrite(say("{file}: {cause}; nothing was changed", file=".", cause=cause_of(error))) from error
    if here.is_relative_to(standards) and len(here.relative_to(standards).parts) > 1:
        said = say("the table of refused comments would come into {folder}, which is that of a version", folder=str(here))
        raise CannotWrite(say("{problem}. Run this in another folder; nothing was changed.", problem=said))


def _quarantine(table: "CommentRows", plan: "Import", beside: Path) -> str | None:
    """Write the rows that are refused into a table of their own, and return its name; one that somebody works on is left alone.

    Where all of them stand in an earlier table already, with the same reasons, that one is meant.
    """
    from spregistry.load.consultation.comment_rows import all_stand_in, write_again
    from spregistry.load.documents import read_bytes, write_atomically
    from spregistry.load.folders import is_there

    if not plan.refused:
        return None
    widest = max(len(table.header), *(len(told.row.written) for told in plan.refused))
    # Where the table is itself one of refused comments, their earlier reasons go.
    kept = [at for at, heading in enumerate(_filled(table.header, widest)) if heading != _REASON]
    header = [*(_filled(table.header, widest)[at] for at in kept), _REASON]
    rows = [[*(_filled(told.row.written, widest)[at] for at in kept), say_in_language(told.message)] for told in plan.refused]
    content = write_again(header, rows)
    for number in range(1, 1000):
        path = beside.with_name(f"{beside.stem}.quarantine{f'-{number}' if number > 1 else ''}.csv")
        if not is_there(path):
            write_atomically(path, content)
            return str(path)
        if all_stand_in(content, read_bytes(str(path))):
            return str(path)
    raise CannotWrite(say("{file}: there are too many tables of refused comments already; nothing was changed", file=str(beside)))


def _filled(cells: Sequence[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))]


def _text(table: "CommentRows", plan: "Import", quarantine: str | None) -> Iterator[str]:
    yield tell("Comments read: {count}", count=len(table.rows))
    yield "  " + tell("taken into the record: {count}", count=len(plan.added))
    yield "  " + tell("there already: {count}", count=len(plan.known))
    yield "  " + tell("refused: {count}", count=len(plan.refused))
    for known in plan.known:
        yield folded(tell("line {line}: there already as {id}", line=known.row.line, id=known.id), "  ", "    ")
    for told in plan.remarks:
        yield folded(tell("line {line}: taken, though {remark}", line=told.row.line, remark=told.message), "  ", "    ")
    for told in plan.refused:
        yield folded(tell("line {line}: refused, because {reason}", line=told.row.line, reason=told.message), "  ", "    ")
    if quarantine is not None:
        yield tell("What was refused stands in {file}, each with its reason; mend it there, and import that file.", file=quarantine)
    unread = [column for column in table.unread if column != _REASON]
    if unread:
        yield tell("Columns that were not read: {columns}", columns=", ".join(unread))


def _data(exact: str, table: "CommentRows", plan: "Import", quarantine: str | None) -> dict[str, Any]:
    return {
        "format": 1,
        "framework": exact,
        "read": len(table.rows),
        "added": [{"line": row.line, "id": entry["id"]} for row, entry in plan.added],
        "known": [{"line": known.row.line, "id": known.id} for known in plan.known],
        "refused": [{"line": told.row.line, "reason": say_in_language(told.message)} for told in plan.refused],
        "remarks": [{"line": told.row.line, "remark": say_in_language(told.message)} for told in plan.remarks],
        "quarantine": quarantine,
        "unread_columns": [*table.unread],
    }
