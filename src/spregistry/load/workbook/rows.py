"""The rows of a workbook: which cells belong to which part of a submission, and what stands where nothing is asked."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from spregistry.finding import RULES, Finding, Severity
from spregistry.load.workbook.cells import Cell
from spregistry.load.workbook.losses import Made
from spregistry.load.workbook.package import Package, Refuse, Sheet
from spregistry.load.workbook.values import text_of
from spregistry.model.document import Path, pointer
from spregistry.model.workbook_map import FORM, FORMAT, HEAD, LIST, LISTS, MARKS, REST, ROWS, SHOWN, Key, parse_key
from spregistry.sentence import Sentence, say

#: Marks of the sheets that are read.
READ = (FORM, LISTS, REST, ROWS, LIST)
#: How many remarks of one kind a reader is told; a workbook that was rebuilt by hand would have thousands.
_TOLD = 40
#: Columns of keys and kinds; fields stand behind them.
_KEY, _KIND = 1, 2


class At(NamedTuple):
    """A cell."""

    sheet: str
    row: int
    column: int


class Row(NamedTuple):
    """One row to read: what it is about, and its cells by field."""

    sheet: str
    number: int
    key: Key
    kind: str
    #: Name of the main part of a figure with parts.
    main: str | None
    cells: Mapping[str, tuple[int, Cell]]
    #: Columns of all fields, also of blank ones.
    columns: Mapping[str, int]

    def at(self, name: str) -> At:
        """Return the cell of a field; the first of the row where its column was deleted."""
        return At(self.sheet, self.number, self.columns.get(name, 1))


class WorkbookRows:
    """Reads the map of a workbook."""

    def __init__(self, package: Package, name: str, refuse: Refuse) -> None:
        """Sort the sheets by their marks.

        Raises:
            DocumentError: where the workbook is no form of this program, or one of a later program.
        """
        self._name = name
        self._sheets: dict[str, list[Sheet]] = {}
        self.remarks: list[Finding] = []
        self._counts: dict[str, int] = {}
        for sheet in package.sheets:
            mark = sheet.cells.get((1, 1))
            if mark is not None and mark.value in MARKS:
                self._sheets.setdefault(str(mark.value), []).append(sheet)
            elif sheet.cells:
                message = say("the sheet “{sheet}” is not part of the form, and was not read", sheet=sheet.name)
                self.remark("unread-cell", message, At(sheet.name, 1, 1), (), "note")
        self.about = self._about(refuse)

    def _about(self, refuse: Refuse) -> dict[str, str]:
        if FORM not in self._sheets or LISTS not in self._sheets:
            raise refuse("foreign-workbook", say("the workbook is no form of this program, or its hidden sheets were removed"))
        about = {}
        for key, value in self.table(FORM, 2):
            if key is not None and value is not None:
                about[str(key.value)] = str(value.value)
        if about.get("format") not in {str(number) for number in range(1, FORMAT + 1)}:
            raise refuse("foreign-workbook", say("the workbook was made by a newer version of this program; update it to read the file"))
        return about

    @property
    def form_sheet(self) -> str:
        """The name of the sheet that says what the workbook is about."""
        return self._sheets[FORM][0].name

    def table(self, mark: str, width: int) -> list[list[Cell | None]]:
        """Return the rows of the first sheet with a mark, below the mark."""
        sheets = self._sheets.get(mark)
        if not sheets:
            return []
        cells = sheets[0].cells
        numbers = sorted({row for row, _ in cells if row > 1})
        return [[cells.get((row, column)) for column in range(1, width + 1)] for row in numbers]

    def remark(
        self, code: str, message: Sentence, at: At | None, path: Path, severity: Severity | None = None, *, hint: str | None = None
    ) -> None:
        """Note something about a cell, or about what has none."""
        self._counts[code] = self._counts.get(code, 0) + 1
        if self._counts[code] > _TOLD:
            return
        rule = RULES[code]
        self.remarks.append(
            Finding(
                code=code,
                severity=severity or rule.severity,
                message=message,
                hint=hint or rule.fix,
                file=self._name,
                sheet=at.sheet if at else None,
                line=at.row if at else None,
                column=at.column if at else None,
                pointer=pointer(path),
            )
        )

    def rows(self) -> Iterator[Row]:
        """Yield every row that has a key, those of one key once; where two say different things, neither is preferred in silence."""
        first: dict[Key, Row] = {}
        for row in (row for sheet in self._sheets.get(ROWS, ()) for row in self._of(sheet)):
            other = first.setdefault(row.key, row)
            said, before = ({name: cell.value for name, (_, cell) in one.cells.items()} for one in (row, other))
            if not said or said == before:
                continue
            if not before:
                first[row.key] = row
                continue
            message = say(
                "this row stands in the workbook twice, in row {row} of the sheet “{sheet}” as well, and the two differ",
                row=str(other.number),
                sheet=other.sheet,
            )
            at = At(row.sheet, row.number, min(column for column, _ in row.cells.values()))
            self.remark("duplicate-key", message, at, (row.key.section, row.key.name))
        yield from first.values()
        self._missing(first)

    def _missing(self, found: Mapping[Key, Row]) -> None:
        """Tell of the rows, columns and sheets that the workbook was made with, and that it lost."""
        labels = [[text_of(cell) if cell is not None else "" for cell in row] for row in self.table(LISTS, 3)]
        made = Made([(name, value, label or value) for name, value, label in labels if name and value])
        items = self._sheets.get(LIST)
        fields = {str(cell.value) for sheet in items or () for (row, _), cell in sheet.cells.items() if row == 1}
        columns = {key: row.columns for key, row in found.items()}
        for message in made.losses(columns, fields if items else None, rest=REST in self._sheets):
            self.remark("missing-rows", message, None, ())

    def items(self) -> Iterator[Row]:
        """Yield every row of the lists in which something stands."""
        for sheet in self._sheets.get(LIST, ()):
            for row, cells, fields, columns in self._below_head(sheet):
                given = {fields[column]: (column, cell) for column, cell in cells.items() if fields.get(column, SHOWN) != SHOWN}
                self._loose(sheet, row, cells, fields)
                if given:
                    yield Row(sheet.name, row, Key("actions", str(row)), "", None, given, columns)

    def _of(self, sheet: Sheet) -> Iterator[Row]:
        for row, cells, fields, columns in self._below_head(sheet):
            key = parse_key(str(cells[_KEY].value)) if _KEY in cells else None
            given = {fields[column]: (column, cell) for column, cell in cells.items() if fields.get(column, SHOWN) != SHOWN}
            self._loose(sheet, row, cells, fields if key else {})
            if key is not None:
                kind, _, main = str(cells[_KIND].value if _KIND in cells else "text").partition(" ")
                yield Row(sheet.name, row, key, kind, main or None, given, columns)

    def _below_head(self, sheet: Sheet) -> Iterator[tuple[int, dict[int, Cell], dict[int, str], dict[str, int]]]:
        fields = {column: str(cell.value) for (row, column), cell in sheet.cells.items() if row == 1 and column > _KEY}
        columns = {name: column for column, name in fields.items() if name != SHOWN}
        by_row: dict[int, dict[int, Cell]] = {}
        for (row, column), cell in sheet.cells.items():
            by_row.setdefault(row, {})[column] = cell
        for row, column in sorted(sheet.unworked):
            if fields.get(column, SHOWN) != SHOWN and _KEY in by_row.get(row, {}) and by_row[row][_KEY].value != SHOWN:
                self._unworked(sheet, row, column, fields[column], by_row[row])
        head = next((row for row, cells in sorted(by_row.items()) if _KEY in cells and cells[_KEY].value == HEAD), 1)
        for row, cells in sorted(by_row.items()):
            if row > head and not (_KEY in cells and cells[_KEY].value == SHOWN):
                yield row, cells, fields, columns

    def _unworked(self, sheet: Sheet, row: int, column: int, name: str, cells: Mapping[int, Cell]) -> None:
        """Tell of a formula without a result, except where the form itself has one."""
        kind = str(cells[_KIND].value) if _KIND in cells else ""
        if not (name == "value" and kind == "computed"):
            self.remark(
                "error-in-cell", say("the cell holds a formula whose result the file does not have"), At(sheet.name, row, column), ()
            )

    def _loose(self, sheet: Sheet, row: int, cells: Mapping[int, Cell], fields: Mapping[int, str]) -> None:
        """Tell of what stands where nothing is asked."""
        loose = [column for column in cells if column > _KIND and column not in fields]
        if loose:
            self.unread(At(sheet.name, row, min(loose)))

    def unread(self, at: At) -> None:
        """Note a cell that stands for nothing."""
        self.remark("unread-cell", say("nothing is asked here; what stands in this cell was not read"), at, ())
