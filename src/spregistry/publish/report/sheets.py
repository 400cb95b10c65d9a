"""Sets a report as a workbook: a sheet per section, true numbers, charts of the spreadsheet's own; text is always text.

Nothing that anybody wrote can become a formula or a link: texts are written as strings, whatever they begin with.
"""

import io
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from spregistry.publish.report.blocks import Board, Cell, Chapter, Items, Paragraph, Picture, Points, Report, Row, Section, Table

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

#: Longest name of a sheet, longest text of a cell.
_NAME, _TEXT = 31, 32_767
#: Signs that a sheet's name may not hold.
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
#: Signs that XML cannot hold.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ACCENT, _OPEN, _SOFT, _WASH, _LINE = "#0F6674", "#A9C6CC", "#52616B", "#F1F5F6", "#C9D3D8"
#: Letters per share of a table's width; the usual width of a column and the largest, in letters.
_COLUMN, _NARROW, _WIDE = 5, 10, 60
#: The highest row that spreadsheets know, in points.
_HIGH = 409
#: Texts longer than this are written over so many columns.
_LONG, _MERGED = 60, 5
#: Rows that a chart covers.
_CHART_ROWS = 20


def sheets(report: Report) -> bytes:
    """Return the report as an Office Open XML workbook; the same report gives the same bytes."""
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    workbook = Workbook(
        buffer,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": False,
        },
    )
    year, month, day = (int(part) for part in (report.day or "1980-01-01").split("-"))
    workbook.set_properties({"title": report.title[:255], "created": datetime(year, month, day, tzinfo=UTC).replace(tzinfo=None)})
    setter = _Setter(workbook, report)
    for chapter in report.chapters:
        setter.chapter(chapter)
    workbook.close()
    return buffer.getvalue()


class _Setter:
    """Writes chapters into a workbook; keeps its formats, and the names of sheets apart."""

    def __init__(self, workbook: "Workbook", report: Report) -> None:
        self._workbook = workbook
        self._report = report
        self._names: set[str] = set()
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def chapter(self, chapter: Chapter) -> None:
        """Write one chapter: a sheet for the board, then a sheet per section."""
        several = len(self._report.chapters) > 1
        prefix = f"{chapter.name[1:]} " if several else ""
        self._board(self._sheet(f"{prefix}{chapter.board.headline.title}"), chapter.board)
        for section in chapter.sections:
            self._section(self._sheet(f"{prefix}{section.title}"), section)

    def _format(self, **properties: Any) -> "Format":
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self._workbook.add_format({"valign": "top", "font_name": "Calibri", **properties})
        return self._formats[key]

    def _sheet(self, title: str) -> "_Sheet":
        wanted = _FORBIDDEN.sub(" ", title).strip()[:_NAME] or "-"
        name, number = wanted, 2
        while name.casefold() in self._names:
            name = f"{wanted[: _NAME - 4]} {number}"
            number += 1
        self._names.add(name.casefold())
        sheet: Worksheet = self._workbook.add_worksheet(name)
        if self._report.direction == "rtl":
            sheet.right_to_left()
        sheet.hide_gridlines(2)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        return _Sheet(sheet)

    def _write(self, sheet: "_Sheet", column: int, text: str, **properties: Any) -> None:
        """Write a text as a string, with whatever it begins."""
        shown = _CONTROL.sub(" ", text)[:_TEXT]
        sheet.sheet.write_string(sheet.row, column, shown, self._format(**properties))

    def _line(self, sheet: "_Sheet", text: str, **properties: Any) -> None:
        """Write a text in a row of its own; a long one over several columns."""
        if not text:
            return
        if len(text) > _LONG:
            shown, last = _CONTROL.sub(" ", text)[:_TEXT], _MERGED - 1
            sheet.sheet.merge_range(sheet.row, 0, sheet.row, last, "", self._format(**properties, text_wrap=True))
            sheet.sheet.write_string(sheet.row, 0, shown, self._format(**properties, text_wrap=True))
            width = sum(sheet.width(column) for column in range(_MERGED)) * 11 / properties.get("font_size", 11)
            sheet.heighten([(shown, int(width))])
        else:
            self._write(sheet, 0, text, **properties)
            if properties.get("font_size", 11) > 11:  # noqa: PLR2004  # the usual size
                sheet.sheet.set_row(sheet.row, 1.4 * properties["font_size"])
        sheet.row += 1

    def _board(self, sheet: "_Sheet", board: Board) -> None:
        sheet.widen(0, 60)
        sheet.widen(1, 16)
        for line in board.caution:
            self._line(sheet, line.text, bold=True, bg_color="#FFF4D6")
        self._line(sheet, board.organisation.text, bold=True, font_size=16)
        for line in board.about:
            self._line(sheet, line.text, font_color=_SOFT)
        sheet.row += 1
        band = f" ({board.headline.band.text})" if board.headline.band else ""
        self._line(sheet, board.headline.title, font_color=_SOFT)
        self._line(sheet, f"{board.headline.shown}{band}", bold=True, font_size=20, font_color=_ACCENT)
        for sentence in board.headline.sentences:
            self._line(sheet, sentence)
        for key in board.key_figures:
            self._write(sheet, 1, key.shown, bold=True, align="right")
            self._line(sheet, key.title)
        for points in (board.strengths, board.gaps, board.changes):
            self._points(sheet, points)
        if board.picture:
            self._picture(sheet, board.picture, (3, 3))
        sheet.row += 1
        self._line(sheet, board.stamp, font_color=_SOFT)

    def _points(self, sheet: "_Sheet", points: Points) -> None:
        sheet.row += 1
        self._line(sheet, points.title, bold=True, font_size=13, bottom=1, bottom_color=_ACCENT)
        if not points.points:
            self._line(sheet, points.otherwise)
            return
        self._line(sheet, points.about, font_color=_SOFT)
        for point in points.points:
            remark = f" ({point.remark.text})" if point.remark else ""
            text = f"{point.code} {point.text.text}{remark}".strip()
            self._write(sheet, 1, point.figure, bold=True, align="right")
            self._write(sheet, 0, text, text_wrap=True)
            sheet.heighten([(text, sheet.width(0))])
            sheet.row += 1

    def _section(self, sheet: "_Sheet", section: Section) -> None:
        self._line(sheet, section.title, bold=True, font_size=16)
        for block in section.blocks:
            sheet.row += 1
            if isinstance(block, Paragraph):
                self._line(sheet, " ".join(part.text for part in block.parts), bold=block.notice)
            elif isinstance(block, Items):
                for item in block.items:
                    self._line(sheet, " ".join(part.text for part in item))
            elif isinstance(block, Picture):
                self._picture(sheet, block)
            else:
                self._table(sheet, block)

    def _table(self, sheet: "_Sheet", table: Table) -> int:
        """Write a table and return the row of its heads."""
        self._line(sheet, table.caption, bold=True, font_size=12)
        head = sheet.row
        for at, column in enumerate(table.columns):
            align = "right" if column.figure else "left"
            self._write(sheet, at, column.title, bold=True, bg_color=_WASH, bottom=1, bottom_color=_LINE, text_wrap=True, align=align)
            sheet.widen(at, column.width * _COLUMN)
        sheet.heighten([(column.title, sheet.width(at)) for at, column in enumerate(table.columns)])
        sheet.row += 1
        for row in table.rows:
            self._row(sheet, row, table)
        self._line(sheet, table.left_out)
        return head

    def _row(self, sheet: "_Sheet", row: Row, table: Table) -> None:
        common: dict[str, Any] = {"bottom": 4, "bottom_color": _LINE, "bold": row.strong}
        for at, cell in enumerate(row.cells):
            if cell.value is not None:
                sheet.sheet.write_number(sheet.row, at, cell.value, self._format(**common, num_format=cell.pattern, align="right"))
                continue
            indent = {"indent": row.level - 1} if at == table.head and row.level > 1 else {}
            align = "right" if table.columns[at].figure else "left"
            self._write(sheet, at, _text(cell), **common, **indent, text_wrap=True, align=align)
        sheet.heighten([(_text(cell), sheet.width(at)) for at, cell in enumerate(row.cells)])
        sheet.row += 1

    def _picture(self, sheet: "_Sheet", picture: Picture, place: tuple[int, int] | None = None) -> None:
        """Write the numbers of a picture, and beside them, or at a place, a chart of the spreadsheet's own that draws them."""
        sheet.row += 1
        sheet.widen(0, 45)
        first, columns = sheet.row, len(picture.table.columns)
        numbers = _Numbers(picture)
        head = self._table(sheet, picture.table)
        # A range has no one number: its two ends stand behind the table, for the chart.
        for at, title in enumerate(numbers.titles):
            sheet.sheet.write_string(head, columns + at, title, self._format(font_color=_SOFT, text_wrap=True))
            for row, value in enumerate(numbers.columns[at]):
                if value is not None:
                    sheet.sheet.write_number(head + 1 + row, columns + at, value, self._format(font_color=_SOFT, num_format="0.00"))
        chart = self._chart(sheet.sheet.get_name(), picture, numbers, (head, columns))
        options = {"description": picture.alt, "object_position": 2}
        sheet.sheet.insert_chart(*(place or (first, columns + len(numbers.titles) + 1)), chart, options)
        if place is None:
            sheet.row = max(sheet.row, first + max(_CHART_ROWS, len(picture.labels) + 2))

    def _chart(self, name: str, picture: Picture, numbers: "_Numbers", at: tuple[int, int]) -> Any:
        """Return a chart over the numbers that were written at a row and column."""
        kind = {
            "bars": {"type": "bar", "subtype": "stacked"},
            "radar": {"type": "radar"},
            "years": {"type": "line"},
            "shares": {"type": "bar"},
        }
        chart: Any = self._workbook.add_chart(kind[picture.kind])
        head, column = at
        last = head + len(numbers.columns[0])
        end = column + len(numbers.titles) - 1
        # Over years a line per row, else a series per column.
        ranges = (
            [([name, head, column, head, end], [name, row, column, row, end]) for row in range(head + 1, last + 1)]
            if picture.kind == "years"
            else [([name, head + 1, 0, last, 0], [name, head + 1, at, last, at]) for at in range(column, end + 1)]
        )
        titles = [series.name for series in picture.series] if picture.kind == "years" else numbers.titles
        for place, (title, (categories, values)) in enumerate(zip(titles, ranges, strict=True)):
            chart.add_series({"name": title, "categories": categories, "values": values, **_style(picture.kind, place)})
        chart.set_title({"name": picture.title, "name_font": {"size": 12}})
        if picture.kind in ("bars", "shares"):
            chart.set_y_axis({"reverse": True, "num_font": {"size": 9}})
            chart.set_x_axis(
                {"min": 0, "max": 1 if picture.kind == "shares" else 100, "major_gridlines": {"visible": True, "line": {"color": _LINE}}}
            )
        else:
            chart.set_y_axis({"min": 0, "max": 100, "major_gridlines": {"visible": True, "line": {"color": _LINE}}})
        chart.set_legend({"position": "bottom"} if len(titles) > 1 else {"none": True})
        chart.set_size({"width": 720, "height": max(380, 22 * len(numbers.columns[0]) + 120)})
        return chart


class _Sheet:
    """A sheet, the row to write next, and how wide its columns are by now."""

    def __init__(self, sheet: "Worksheet") -> None:
        self.sheet = sheet
        self.row = 0
        self._widths: dict[int, int] = {}

    def width(self, column: int) -> int:
        """Return how wide a column is, in letters."""
        return self._widths.get(column, _NARROW)

    def widen(self, column: int, width: int) -> None:
        """Make a column at least this wide."""
        if width > self.width(column):
            self._widths[column] = min(width, _WIDE)
            self.sheet.set_column(column, column, self._widths[column])

    def heighten(self, texts: Sequence[tuple[str, int]]) -> None:
        """Make the row high enough for texts in columns of a width in letters: not every program does so by itself."""
        lines = max((sum(-(-len(line) // max(width - 1, 1)) or 1 for line in text.split("\n")) for text, width in texts), default=1)
        if lines > 1:
            self.sheet.set_row(self.row, min(15 * lines, _HIGH))


class _Numbers:
    """What a chart draws: a column of numbers per series, one row per row of the picture's table."""

    def __init__(self, picture: Picture) -> None:
        self.titles: list[str] = []
        self.columns: list[tuple[float | None, ...]] = []
        if picture.kind == "years":
            # The table has a row per subject: one column per year.
            for at, label in enumerate(picture.labels):
                # A range is no point on a line; drawn by its lower end it would look like a fall.
                self._add(label, tuple(series.low[at] if series.low[at] == series.high[at] else None for series in picture.series))
            return
        if picture.kind == "shares":
            for series in picture.series:
                self._add(series.name, series.low)
            return
        first = picture.series[0]
        self._add(picture.key[0], first.low)
        if any(low != high for low, high in zip(first.low, first.high, strict=True)):
            stacked = picture.kind == "bars"
            self._add(picture.key[1], tuple(_above(low, high, stacked=stacked) for low, high in zip(first.low, first.high, strict=True)))
        if picture.kind == "radar":
            for series in picture.series[1:]:
                self._add(series.name, series.low)

    def _add(self, title: str, column: Sequence[float | None]) -> None:
        self.titles.append(title)
        self.columns.append(tuple(column))


def _above(low: float | None, high: float | None, *, stacked: bool) -> float | None:
    if low is None or high is None:
        return None
    return round(high - low, 2) if stacked else high


def _style(kind: str, place: int) -> dict[str, Any]:
    """Return how a series is drawn, so that it can be told apart in grey too."""
    colour = (_ACCENT, _OPEN, _SOFT, "#1B2A33")[place % 4]
    if kind in ("bars", "shares"):
        patterned = {"pattern": {"pattern": "wide_upward_diagonal", "fg_color": _OPEN, "bg_color": "#FFFFFF"}, "border": {"color": _OPEN}}
        return {**(patterned if kind == "bars" and place else {"fill": {"color": colour}}), "gap": 40}
    dashes = ("solid", "dash", "round_dot", "long_dash")
    markers = ("circle", "diamond", "square", "triangle")
    line = {"color": colour, "width": 2, "dash_type": dashes[place % 4]}
    return {"line": line, "marker": {"type": markers[place % 4], "size": 6, "fill": {"color": colour}, "border": {"color": colour}}}


def _text(cell: Cell) -> str:
    return "\n".join(line.text for line in cell.lines)
