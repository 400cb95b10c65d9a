"""Reads a review sheet that came back: what was proposed and said about each text, wherever its rows and columns stand by now.

Its sheets carry marks in A1, as those of the form do (`model/workbook_map.py`): `TABLE` has one text per row, its name in column A and
the fields of columns in row 1; `ABOUT` one question per row; `FORM`, hidden, says what it was made of. What people write elsewhere on
its sheets (in rows of their own, beside the table, as notes on cells) is said as well, and none of it is passed over.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta

from spregistry.errors import DocumentError
from spregistry.finding import RULES, Finding, cell_name
from spregistry.load.documents import read_bytes
from spregistry.load.workbook.cells import Cell
from spregistry.load.workbook.disguises import IS_TABLE, PACKAGE, TABLES, disguise
from spregistry.load.workbook.package import Package, Sheet, read_package
from spregistry.load.workbook.values import text_of
from spregistry.model.review import ReviewRow, ReviewSheet, text_digest
from spregistry.sentence import say

#: Version of the sheet's own format.
FORMAT = 1

FORM = "spregistry review"
TABLE = "spregistry review rows"
ABOUT = "spregistry review about"
#: Stands in column A of the row of headings.
HEAD = "head"

_NEEDED = ("made-of", "text", "proposed", "comment")
#: More digits than a number of rows has.
_DIGITS = 8
_ANEW = say("Give a workbook from `spregistry consult sheet`, with all of its sheets and columns.")
#: The column of answers about who comments.
_ANSWER = 3
_NO_COMMENTS = say("Give the workbook that came back (.xlsx); comments in a CSV table are taken over by `spregistry consult import`.")
_FIELDS = (*_NEEDED, "id")
#: The last day that spreadsheets count, in the year 9999.
_LAST_DAY = 2_957_003
_FIRST_DAYS = {False: date(1899, 12, 30), True: date(1904, 1, 1)}


def read_review(name: str) -> ReviewSheet:
    """Read a review sheet.

    Raises:
        DocumentError: where the file cannot be read, or is no review sheet, or a cell that is filled in holds an error.
    """

    def refuse(code: str, message: str, hint: str | None = None) -> DocumentError:
        rule = RULES[code]
        return DocumentError(Finding(code=code, severity=rule.severity, message=message, hint=hint or rule.fix, file=name))

    content = read_bytes(name)
    if name.casefold().endswith(TABLES) and not content.startswith(PACKAGE):
        raise refuse("foreign-workbook", IS_TABLE, _NO_COMMENTS)
    found = disguise(content)
    if found is not None:
        raise refuse(*found)
    package = read_package(content, refuse, lambda mark: mark in (FORM, TABLE, ABOUT), notes=True)
    sheets = {str(sheet.cells[1, 1].value): sheet for sheet in package.sheets if (1, 1) in sheet.cells}
    if FORM not in sheets or TABLE not in sheets:
        raise refuse("foreign-workbook", say("the workbook is no review sheet of this program, or its sheets were removed"), _ANEW)
    form = _pairs(sheets[FORM])
    count = form.get("rows", "")
    if form.get("format") != str(FORMAT):
        raise refuse("foreign-workbook", say("the workbook was made by a newer version of this program; update it to read the file"), _ANEW)
    if not (count.isascii() and count.isdigit() and len(count) < _DIGITS):
        raise refuse("foreign-workbook", say("the hidden sheet that says what the workbook was made of was changed"), _ANEW)
    return ReviewSheet(
        framework=form.get("framework", ""),
        digest=form.get("digest", ""),
        language=form.get("language", ""),
        about=_about(package, sheets[ABOUT], name) if ABOUT in sheets else {},
        rows=(*_rows(package, sheets[TABLE], name), *_notes_elsewhere(package, sheets[TABLE])),
        made_with=int(count),
    )


def _pairs(sheet: Sheet) -> dict[str, str]:
    return {
        text_of(cell): text_of(sheet.cells[row, 2])
        for (row, column), cell in sheet.cells.items()
        if column == 1 and row > 1 and (row, 2) in sheet.cells
    }


def _about(package: Package, sheet: Sheet, name: str) -> Mapping[str, str]:
    """Return what was filled in about who comments; the answer stands in the third column."""
    questions = {row for row, column in sheet.cells if column == 1 and row > 1}
    _require_results(sheet, lambda place: place[0] in questions and place[1] == _ANSWER, name)
    given = {
        text_of(sheet.cells[row, 1]): _day_or_text(sheet.cells[row, _ANSWER], from_1904=package.from_1904).strip()
        for row in sorted(questions)
        if (row, _ANSWER) in sheet.cells
    }
    return {field: text for field, text in given.items() if text}


def _day_or_text(cell: Cell, *, from_1904: bool) -> str:
    if cell.shows == "date" and isinstance(cell.value, float) and 1 <= cell.value <= _LAST_DAY:
        return (_FIRST_DAYS[from_1904] + timedelta(days=int(cell.value))).isoformat()
    return text_of(cell)


def _rows(package: Package, sheet: Sheet, name: str) -> Iterator[ReviewRow]:
    columns = _columns(sheet, name)
    by_row: dict[int, dict[int, Cell]] = {row: {} for row, _ in sheet.notes}
    for (row, column), cell in sheet.cells.items():
        by_row.setdefault(row, {})[column] = cell
    unread = {column for field, column in columns.items() if field not in _FIELDS}
    _require_results(sheet, lambda place: place[0] > 1 and place[1] not in unread, name)
    for row, cells in sorted(by_row.items()):
        headings = row == 1 or (1 in cells and text_of(cells[1]) == HEAD)
        shown = {column: _day_or_text(cell, from_1904=package.from_1904) for column, cell in cells.items()}
        said = {field: shown.get(columns[field], "") if not headings else "" for field in _FIELDS if field in columns}
        beside = [text for column, text in sorted(shown.items()) if column > 1 and column not in columns.values() and not headings]
        comment = _together([said["comment"], *beside, *_notes(sheet, row)])
        proposed, text = said["proposed"].strip(), said["text"]
        named = text_of(cells[1]).strip() if 1 in cells and not headings else ""
        own = text_digest(text) != said["made-of"] and text.strip()
        if named or comment or proposed or own:
            yield ReviewRow(
                name=named,
                made_of=said["made-of"],
                text=text,
                proposed=proposed,
                comment=comment,
                element=said.get("id", "").strip(),
                sheet=sheet.name,
                row=row,
                text_cell=cell_name(row, columns["text"]),
                proposed_cell=cell_name(row, columns["proposed"]),
            )


def _columns(sheet: Sheet, name: str) -> dict[str, int]:
    columns = {text_of(cell): column for (row, column), cell in sheet.cells.items() if row == 1 and column > 1}
    lacking = [field for field in _NEEDED if field not in columns]
    if lacking:
        raise _refusal("foreign-workbook", name, sheet.name, None, say("the column “{name}” of the sheet was removed", name=lacking[0]))
    return columns


def _require_results(sheet: Sheet, is_read: Callable[[tuple[int, int]], bool], name: str) -> None:
    """Make sure that what cells say is there.

    Raises:
        DocumentError: where a cell that is read holds an error, or a formula without its result.
    """
    for place in sorted(filter(is_read, sheet.unworked)):
        raise _refusal("error-in-cell", name, sheet.name, place, say("the cell holds a formula whose result the file does not have"))
    for place, cell in sheet.cells.items():
        if cell.error and is_read(place):
            message = say("the cell holds the error {error}", error=text_of(cell))
            raise _refusal("error-in-cell", name, sheet.name, place, message)


def _together(said: Iterable[str]) -> str:
    return "\n".join(each.strip() for each in said if each.strip())


def _notes(sheet: Sheet, row: int) -> list[str]:
    return [said for place, said in sorted(sheet.notes.items()) if place[0] == row]


def _notes_elsewhere(package: Package, table: Sheet) -> Iterator[ReviewRow]:
    """Yield what stands as notes on other sheets than the table: it is about no text of its own."""
    for sheet in package.sheets:
        for (row, _), said in sorted(sheet.notes.items() if sheet is not table else ()):
            yield ReviewRow(name="", made_of="", text="", proposed="", comment=said, element="", sheet=sheet.name, row=row)


def _refusal(code: str, name: str, sheet: str, cell: tuple[int, int] | None, message: str) -> DocumentError:
    where = cell_name(*cell) if cell else ""
    hint = say("Mend the cell {cell} of the workbook, and read it again.", cell=where) if cell else _ANEW
    row, column = cell or (None, None)
    rule = RULES[code]
    return DocumentError(
        Finding(code=code, severity=rule.severity, message=message, hint=hint, file=name, line=row, column=column, sheet=sheet)
    )
