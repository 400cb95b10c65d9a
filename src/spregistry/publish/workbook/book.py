"""Sheets, cells and looks: the only module that speaks to XlsxWriter. Text is always written as text, never as a formula."""

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from math import ceil
from typing import TYPE_CHECKING, Any

from spregistry.errors import MissingExtra
from spregistry.finding import column_name
from spregistry.model.workbook_map import CELL, VIEW
from spregistry.publish.workbook.looks import LOOKS
from spregistry.publish.workbook.packing import repacked
from spregistry.sentence import say

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

#: Text that a spreadsheet would take for a formula where somebody edits its cell; such a cell gets a mark that it is text.
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")

#: The most characters of a formula in Excel.
LONGEST_FORMULA = 8192

#: The most characters of a sheet's name, and what it may not contain.
_LONGEST_NAME = 31
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))

#: A column's width in characters and a row's height in points where nothing else is said, and the greatest height.
_WIDTH, _HEIGHT, _HIGHEST = 8.43, 15.0, 400.0
#: Letters of running text for each character of a column's width, and the height of a line for each point of its letters.
_LETTERS, _LEADING = 1.02, 1.32

#: The most characters of a list that is typed into a rule, and of its title and message.
_TITLE, _MESSAGE = 32, 255


class _Exact(float):
    """A number that is written with all its digits; XlsxWriter asks for 16, one less than some need."""

    def __format__(self, _: str) -> str:
        return repr(float(self))


class Sheet:
    """One sheet; rows and columns are counted from 0, as XlsxWriter does."""

    def __init__(self, book: "Book", worksheet: "Worksheet", name: str) -> None:
        """Keep what cells are written with."""
        self.book = book
        self.worksheet = worksheet
        self.name = name
        self._widths: dict[int, float] = {}
        self._heights: dict[int, float] = {}

    def width(self, column: int, width: float, *, hidden: bool = False) -> None:
        """Set how wide a column is, in characters; before its cells are written, so that rows are as high as they must be."""
        self._widths[column] = width
        self.worksheet.set_column(column, column, width, None, {"hidden": hidden})

    def across(self, row: int, first: int, last: int, text: str, look: str) -> None:
        """Write text over several columns."""
        self.worksheet.merge_range(row, first, row, last, "", self.book.look(look))
        self.text(row, first, text, look, width=sum(self._widths.get(column, _WIDTH) for column in range(first, last + 1)))

    def settle(self) -> None:
        """Make rows as high as their texts are; a spreadsheet program does so itself only where it writes."""
        for row, height in self._heights.items():
            if height > _HEIGHT:
                self.worksheet.set_row(row, min(height, _HIGHEST))

    def _stretch(self, row: int, column: int, text: str, look: str, width: float | None = None) -> None:
        said = LOOKS[look]
        size = said.get("font_size", 11)
        lines = 1
        if said.get("text_wrap"):
            room = max(1.0, (width or self._widths.get(column, _WIDTH)) * _LETTERS * 11 / size - 1)
            lines = sum(max(1, ceil(len(line) / room)) for line in text.split("\n"))
        self._heights[row] = max(self._heights.get(row, 0), lines * size * _LEADING + 2)

    def ref(self, row: int, column: int) -> str:
        """Return a cell as formulas name it, from any sheet."""
        return f"{self._prefix}${column_name(column + 1)}${row + 1}"

    def range(self, first: tuple[int, int], last: tuple[int, int]) -> str:
        """Return a range as formulas name it, from any sheet."""
        return f"{self.ref(*first)}:{self.ref(*last).removeprefix(self._prefix)}"

    @property
    def _prefix(self) -> str:
        return "'" + self.name.replace("'", "''") + "'!"

    def text(self, row: int, column: int, text: str, look: str = "plain", *, width: float | None = None) -> str:
        """Write text as text, and return the cell.

        Raises:
            ValueError: where it has more characters than a cell can hold.
        """
        if len(text) > CELL:
            raise ValueError(f"no cell holds {len(text)} characters")
        risky = text.startswith(_RISKY)
        self._stretch(row, column, text, look, width)
        self.worksheet.write_string(row, column, text, self.book.look(look, quoted=risky))
        return self.ref(row, column)

    def rich(self, row: int, column: int, parts: Sequence[tuple[str, str]], look: str) -> None:
        """Write lines of text whose beginnings are bold: pairs of a beginning and the rest."""
        bold, plain = self.book.look("bold small"), self.book.look("plain small")
        pieces: list[tuple[Format, str]] = []
        for at, (head, rest) in enumerate(parts):
            lead = "\n" if at else ""
            pieces += [(bold, lead + head), (plain, rest)] if head and rest else [(plain, lead + head + rest)]
        pieces = [piece for piece in pieces if piece[1]]
        text = "".join(text for _, text in pieces)
        if len(pieces) < 2 or len(text) > CELL:  # noqa: PLR2004  # rich text has two pieces or more
            self.text(row, column, text[:CELL], look)
            return
        self._stretch(row, column, text, look)
        self.worksheet.write_rich_string(row, column, *(part for piece in pieces for part in piece), self.book.look(look))

    def number(self, row: int, column: int, number: float, look: str = "plain") -> str:
        """Write a number with all its digits, and return the cell."""
        self.worksheet.write_number(row, column, _Exact(number), self.book.look(look))
        return self.ref(row, column)

    def day(self, row: int, column: int, day: date, look: str = "date input") -> str:
        """Write a calendar date, and return the cell."""
        self.worksheet.write_datetime(row, column, datetime(day.year, day.month, day.day), self.book.look(look))  # noqa: DTZ001  # a spreadsheet knows no zones
        return self.ref(row, column)

    def blank(self, row: int, column: int, look: str) -> str:
        """Give an empty cell its look, and return it."""
        self.worksheet.write_blank(row, column, None, self.book.look(look))
        return self.ref(row, column)

    def formula(self, row: int, column: int, formula: str, look: str = "plain") -> str:
        """Write a formula, without the equals sign, and return its cell.

        Raises:
            ValueError: where a spreadsheet could not hold it.
        """
        if len(formula) >= LONGEST_FORMULA:
            raise ValueError(f"a formula of {len(formula)} characters fits no cell")
        self._stretch(row, column, "", look)
        self.worksheet.write_formula(row, column, "=" + formula, self.book.look(look))
        return self.ref(row, column)

    def choose_from(self, row: int, column: int, source: str, title: str, message: str) -> None:
        """Let a cell be filled only from a range."""
        rule = {"validate": "list", "source": "=" + source, "error_title": title[:_TITLE], "error_message": message[:_MESSAGE]}
        self.worksheet.data_validation(row, column, row, column, rule)

    def accept(self, row: int, column: int, rule: Mapping[str, Any], title: str, message: str) -> None:
        """Let a cell be filled only with what a rule of XlsxWriter accepts."""
        self.worksheet.data_validation(
            row, column, row, column, {**rule, "error_title": title[:_TITLE], "error_message": message[:_MESSAGE]}
        )

    def colour(self, area: tuple[int, int, int, int], criteria: str, look: str) -> None:
        """Give cells another look where a formula, written for the first of them, holds."""
        self.worksheet.conditional_format(*area, {"type": "formula", "criteria": "=" + criteria, "format": self.book.look(look)})


class Book:
    """A workbook in memory."""

    def __init__(self, *, right_to_left: bool = False) -> None:
        """Begin an empty workbook.

        Raises:
            MissingExtra: where the library that writes workbooks is not installed.
        """
        try:
            from xlsxwriter import Workbook
        except ImportError as error:
            raise MissingExtra(say("A workbook"), "xlsx") from error

        self._buffer = io.BytesIO()
        quiet = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        self.workbook = Workbook(self._buffer, {"in_memory": True, **quiet})
        self._looks: dict[tuple[str, bool], Format] = {}
        self._names: set[str] = set()
        self._sheets: list[Sheet] = []
        self._right_to_left = right_to_left

    def look(self, name: str, *, quoted: bool = False) -> "Format":
        """Return how cells of a kind look; quoted cells stay text when they are edited."""
        if (name, quoted) not in self._looks:
            self._looks[name, quoted] = self.workbook.add_format({**LOOKS[name], **({"quote_prefix": True} if quoted else {})})
        return self._looks[name, quoted]

    def sheet(self, title: str, mark: str = VIEW, *, hidden: bool = False, tab: str | None = None) -> Sheet:
        """Add a sheet, protected without a password, with its mark in A1 in a hidden row and column; the title becomes a possible name."""
        name = self._free_name(title)
        worksheet = self.workbook.add_worksheet(name)
        sheet = Sheet(self, worksheet, name)
        sheet.text(0, 0, mark, "map")
        self._sheets.append(sheet)
        if hidden:
            worksheet.hide()
        else:
            worksheet.set_row(0, None, None, {"hidden": True})
            worksheet.set_column(0, 0, 4, None, {"hidden": True})
            worksheet.hide_gridlines(2)
            worksheet.set_paper(9)
            worksheet.set_landscape()
            worksheet.fit_to_pages(1, 0)
            worksheet.set_margins(0.4, 0.4, 0.5, 0.5)
            worksheet.set_footer("&L&8&F&C&8&A&R&8&P / &N")
        if tab is not None:
            worksheet.set_tab_color(tab)
        if self._right_to_left:
            worksheet.right_to_left()
        allowed = {"format_columns": True, "format_rows": True, "autofilter": True, "sort": True, "objects": True}
        worksheet.protect("", allowed)
        return sheet

    def _free_name(self, title: str) -> str:
        name = " ".join(title.translate(_FORBIDDEN).split()).strip("' ")[:_LONGEST_NAME].strip("' ") or "Sheet"
        free, number = name, 2
        while free.casefold() in self._names or free.casefold() == "history":  # a name that Excel keeps for itself
            ending = f" {number}"
            free, number = name[: _LONGEST_NAME - len(ending)] + ending, number + 1
        self._names.add(free.casefold())
        return free

    def content(self, title: str, subject: str) -> bytes:
        """Finish the workbook and return it as a file; the same content gives the same bytes."""
        self.workbook.set_properties({"title": title, "subject": subject, "created": datetime(2000, 1, 1, tzinfo=UTC)})
        self.workbook.set_calc_mode("auto")
        for sheet in self._sheets:
            sheet.settle()
        self.workbook.close()
        return repacked(self._buffer.getvalue())
