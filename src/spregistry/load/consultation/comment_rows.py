"""Comments as rows of a spreadsheet's CSV, read and written; what begins like a formula is text, and stays it."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from spregistry.errors import DocumentError
from spregistry.finding import RULES, Finding
from spregistry.load.documents import decode
from spregistry.load.reporting import suggesting
from spregistry.load.workbook.disguises import PACKAGE
from spregistry.sentence import Sentence, Several, say

#: What is known of a comment, in the order in which it is written; of a round and a draft one suffices.
COLUMNS = ("id", "round", "element", "draft", "group", "region", "summary", "on")
_NEEDED = ("element", "group", "summary")
_IS_SHEET = say("A review sheet that came back is read by `spregistry consult read`.")
_SEPARATORS = (",", ";", "\t")
#: With one of these, wide ones of East Asia among them, a spreadsheet takes text for a formula; an apostrophe before it says that it is text.
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_MARK = "'"
#: An apostrophe that closes a quotation, as in '-30 %' below.
_CLOSING = re.compile(r"'(?!\w)")
#: With this line before all others, a table tells Excel what stands between its cells.
_SEPARATOR_LINE = re.compile(r"\s*\"?sep=([,;:|\t])\"?[ \t]*\r?(?:\n|\Z)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class CommentRow:
    """One row: the line on which it begins, its cells by column, and all of its cells as they stood."""

    line: int
    cells: Mapping[str, str]
    written: Sequence[str]
    #: Something stands behind the last heading.
    surplus: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class CommentRows:
    """A table of comments."""

    #: The columns as they are called in the file.
    header: Sequence[str]
    rows: Sequence[CommentRow]
    #: Columns that nothing is known about; what stands in them is not taken over.
    unread: Sequence[str]


def read_rows(content: bytes, name: str) -> CommentRows:
    """Read comments from CSV with a line of headings: comma, semicolon or tabulator between, UTF-8. Blank rows are passed over.

    Raises:
        DocumentError: where it is no such table, or lacks a column that every comment needs.
    """
    try:
        text = decode(content, name)
    except DocumentError as error:
        hint = say("{sentence} {also}", sentence=_save_as_csv(), also=_IS_SHEET) if content.startswith(PACKAGE) else _save_as_csv()
        raise DocumentError(replace(error.finding, hint=hint)) from error
    lines = [*_cells(text, name)]
    if not lines:
        raise _refusal(name, "empty-document", say("the file is empty"), None)
    _, header = lines[0]
    columns = [heading.strip().casefold() for heading in header]
    for needed in _NEEDED:
        if needed not in columns:
            said = say("the table has no column “{name}”; it has: {columns}", name=needed, columns=Several(columns))
            raise _refusal(name, "missing-key", suggesting(said, needed, columns), 1)
    for column in COLUMNS:
        if columns.count(column) > 1:
            raise _refusal(name, "duplicate-key", say("the table has the column “{name}” twice", name=column), 1)
    rows = [_row(line, cells, columns) for line, cells in lines[1:] if any(cell.strip() for cell in cells)]
    return CommentRows(header=header, rows=rows, unread=[heading for heading in columns if heading and heading not in COLUMNS])


def _row(line: int, cells: Sequence[str], columns: Sequence[str]) -> CommentRow:
    known = {column: _bare(cell) for column, cell in zip(columns, cells, strict=False) if column in COLUMNS}
    return CommentRow(line=line, cells=known, written=cells, surplus=any(cell.strip() for cell in cells[len(columns) :]))


def _cells(text: str, name: str) -> Iterable[tuple[int, list[str]]]:
    """Yield each row with the line on which it begins; the separator is the one that is said, else the one that gives the most known headings."""
    told = _SEPARATOR_LINE.match(text)
    start = told.end() if told else 0
    first = text[start:].partition("\n")[0]

    def known(separator: str) -> int:
        return sum(heading.strip().strip('"').casefold() in COLUMNS for heading in first.split(separator))

    separator = told[1] if told else max(_SEPARATORS, key=known)
    reader = csv.reader(io.StringIO(text[start:], newline=""), delimiter=separator, strict=True)
    before = text.count("\n", 0, start)
    begins = before + 1
    try:
        for cells in reader:
            yield begins, cells
            begins = before + reader.line_num + 1
    except csv.Error as error:
        message = say("the table cannot be read from here: {problem}", problem=str(error))
        raise _refusal(name, "syntax-error", message, before + reader.line_num) from error


def _bare(cell: str) -> str:
    """Return what a cell says, without the mark that it is text, and with plain ends of lines."""
    plain = cell.replace("\r\n", "\n").replace("\r", "\n").strip()
    words = plain.lstrip(_MARK)
    marks = len(plain) - len(words)
    if not marks or not words.startswith(RISKY):
        return plain
    # One apostrophe before what another one closes is a quotation that somebody wrote: '-30 %'. What is quoted by nobody has two then.
    if _CLOSING.search(words):
        return _MARK * {1: 1, 2: 0}.get(marks, marks - 1) + words
    return _MARK * (marks - 1) + words


def _marked(cell: str) -> str:
    """Return a cell as it is written, so that no spreadsheet takes it for a formula and `_bare` gives it back."""
    words = cell.lstrip(_MARK)
    marks = len(cell) - len(words)
    if not words.startswith(RISKY):
        return cell
    if _CLOSING.search(words):
        return _MARK * {0: 2, 1: 1}.get(marks, marks + 1) + words
    return _MARK + cell


def write_rows(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return what comments say as CSV that spreadsheets open as it is; `read_rows` gives it back."""
    return _written(header, ([_marked(cell) for cell in row] for row in rows))


def write_again(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return rows as CSV with their cells as they stood in another table, marks included; bare formulas get the mark that they are text."""
    return _written(header, ([_marked(cell) if cell.startswith(RISKY) else cell for cell in row] for row in rows))


def all_stand_in(table: bytes, other: bytes) -> bool:
    """Tell whether all rows of a table as it is written here stand in another one, under the same headings; not where that is no table."""
    try:
        (header, *rows), (headings, *there) = _plain(table), _plain(other)
    except (UnicodeDecodeError, ValueError, csv.Error):
        return False
    return header == headings and {*rows} <= {*there}


def _plain(table: bytes) -> list[tuple[str, ...]]:
    return [tuple(row) for row in csv.reader(io.StringIO(table.decode("utf-8-sig"), newline=""), strict=True)]


def _written(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _save_as_csv() -> Sentence:
    return say("Save the table as CSV in UTF-8, with the columns {columns}.", columns=Several(COLUMNS))


def _refusal(name: str, code: str, message: str, line: int | None) -> DocumentError:
    rule, hint = RULES[code], _save_as_csv()
    return DocumentError(Finding(code=code, severity=rule.severity, message=message, hint=hint, file=name, line=line, column=line and 1))
