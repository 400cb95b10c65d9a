"""What people and programs do to cells is understood in the browser as on the command line: value, place and remark."""

import io
import random
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

import spregistry
from browser.workbook.excel import Excel
from browser.workbook.readers import KINDS, frameworks_of, read_both, same
from spregistry.evolve.proving.generated import random_submission
from spregistry.load.languages.translations import untranslated
from spregistry.model import workbook_map
from spregistry.publish.workbook.workbook import workbook

ROOT = Path(__file__).parents[3]
CASES = sorted(path for path in (ROOT / "tests" / "cases").rglob("*.xlsx") if not path.parent.name.endswith("-workbook"))

#: What is typed into cells, right or wrong.
TYPED: tuple[Any, ...] = (
    1, 0, -3, 2.5, 1e15, 1e16, 1e-7, 0.1 + 0.2, True, False, date(2025, 3, 1), datetime(2024, 2, 29, 13, 30),  # noqa: DTZ001
    "1,234", "1.234", "3٫125", "3٬125", "1.234,5", "1,234.5", "12,5", "1 234", "1 234,56", "1'234", "1,23,456", "-5", "−5", "12%", "12,5 %", "0,125",
    ".5", "5.", "1e3", "1e999", "٣٫٥", "१२३", "１２", "abc", "", " ", "\t7", "2025-03-01", "2025/3/1", "1.3.2025", "13/02/2025", "02/13/2025",
    "02/03/2025", "31.12.2025", "2025-02-30", "99999-01-01", "n/a", "NA", "Not  applicable", "yes", "YES ", "No", "x", "1", "0", "true",
    "Yes", "=1+1", "=A1", "a\nb\n\nc", "  a \r\n b ", "2025-01-01, 2025-01-02; 3.1.2025", "_x0041_", "_x005F_x0041_", "\u00a0", "ß", "İ", "ÉTÉ",
    "met", "na", "__proto__", "constructor", "toString", "#REF!", "x" * 400,
)  # fmt: skip

Change = Callable[[Workbook, random.Random], None]


def inputs(book: Workbook) -> list[tuple[Worksheet, int, int]]:
    """Return the cells of a workbook that are filled in."""
    marked = [sheet for sheet in book.worksheets if sheet["A1"].value in (workbook_map.ROWS, workbook_map.LIST)]
    return [(sheet, cell.row, cell.column) for sheet in marked for row in sheet.iter_rows() for cell in row if not cell.protection.locked]


def typed(book: Workbook, rng: random.Random) -> None:
    """Type anything into half of the cells."""
    for sheet, row, column in inputs(book):
        if rng.random() < 0.5:
            cell = sheet.cell(row, column)
            cell.value = rng.choice(TYPED)
            if rng.random() < 0.1 and isinstance(cell.value, int | float):
                cell.number_format = rng.choice(("0%", "dd/mm/yyyy", "#,##0.00", "General", "0.0\\%", '[h]:mm "d"'))


def moved(book: Workbook, rng: random.Random) -> None:
    """Move rows, rename sheets, put sheets into another order, add one, and say things twice."""
    typed(book, rng)
    for number, sheet in enumerate(sheet for sheet in book.worksheets if sheet["A1"].value == workbook_map.ROWS):
        keyed = [row[0].row for row in sheet.iter_rows(min_row=5) if row[0].value not in (None, workbook_map.SHOWN, workbook_map.HEAD)]
        if len(keyed) > 1:
            one, other = rng.sample(keyed, 2)
            for column in range(1, sheet.max_column + 1):
                above, below = sheet.cell(one, column), sheet.cell(other, column)
                above.value, below.value = below.value, above.value
            copied = rng.choice(keyed)
            for column in range(1, sheet.max_column + 1):
                sheet.cell(sheet.max_row + (column == 1), column).value = sheet.cell(copied, column).value
        sheet.title = f"renamed {number}"
        sheet.cell(7, sheet.max_column + 3).value = "a stray remark"
        sheet.cell(sheet.max_row + 2, 4).value = "another below"
    book.move_sheet(book.worksheets[1], 3)
    book.create_sheet("My notes")["B2"] = "hello"


def deleted(book: Workbook, rng: random.Random) -> None:
    """Delete rows, whole sheets, and the hidden rows that tell what sheets are."""
    marked = [sheet for sheet in book.worksheets if sheet["A1"].value in (workbook_map.ROWS, workbook_map.LIST, workbook_map.REST)]
    for at, sheet in enumerate(marked):
        harm = rng.choice(("rows", "rows", "sheet", "first row", "columns", "columns")) if at else "first row"
        if harm == "sheet":
            del book[sheet.title]
        elif harm == "first row":
            sheet.delete_rows(1)
        elif harm == "columns":
            sheet.delete_cols(rng.randint(3, max(3, sheet.max_column)), 2)
        elif harm == "rows":
            for _ in range(3):
                sheet.delete_rows(rng.randint(5, max(5, sheet.max_row)))


def edited(content: bytes, change: Change, rng: random.Random) -> bytes:
    book = load_workbook(io.BytesIO(content))
    change(book, rng)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("change", [typed, moved, deleted], ids=["typed", "moved", "deleted"])
@pytest.mark.parametrize("folder", KINDS)
def test_whatever_is_typed_is_read_alike(folder: str, change: Change, excel: Excel) -> None:
    rng = random.Random(f"{folder} {change.__name__}")
    remarks = 0
    for framework in frameworks_of(folder):
        empty = workbook(untranslated(framework), random_submission(framework, rng))
        for _ in range(3):
            found, document = read_both(excel, edited(empty, change, rng))
            remarks += len(document.remarks)
            deleted_rows = [one for one in found["remarks"] if one["code"] == "missing-rows"]
            messages = [one.message for one in document.remarks if one.code == "missing-rows"]
            assert bool(messages) >= (change is deleted)
            for one, message in zip(deleted_rows, messages, strict=True):
                assert all(name in message for name in [one.get("title", ""), *one.get("names", [])])
                assert f"({one['count']}: " in message if "count" in one else "not read" in message
    assert remarks


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_numbers_and_dates_are_read_as_the_language_of_the_workbook_writes_them(
    language: str, standards: spregistry.Registry, excel: Excel
) -> None:
    rng = random.Random(f"language {language}")
    translation = standards.translation("sepm@3.0.0", language)
    read_both(excel, edited(workbook(translation), typed, rng))


@pytest.mark.parametrize("carried", ['{"facts": [1]}', '{"answers": 7, "status": "final", "more": {"a": [1]}}', "{}"])
def test_what_was_carried_along_is_told_alike_where_a_cell_replaces_it(carried: str, excel: Excel) -> None:
    framework = frameworks_of("answers")[0]
    book = load_workbook(io.BytesIO(workbook(untranslated(framework), random_submission(framework, random.Random("carried")))))
    next(sheet for sheet in book if sheet["A1"].value == workbook_map.REST)["A2"] = carried
    buffer = io.BytesIO()
    book.save(buffer)
    found, document = read_both(excel, buffer.getvalue())
    told = [remark["kind"] for remark in found["remarks"]]
    assert told == ["carried-otherwise"] * len(document.remarks)
    assert bool(told) == (carried != "{}")


def test_the_labels_of_all_languages_are_understood(standards: spregistry.Registry, excel: Excel) -> None:
    translations = {language: standards.translation("sepm@3.0.0", language) for language in standards.languages("sepm@3.0.0")}
    framework = standards["sepm@3.0.0"]
    submission = random_submission(framework, random.Random("labels"))
    books = {language: workbook(one, submission, others=[*translations.values()]) for language, one in translations.items()}
    french = load_workbook(io.BytesIO(books["fr"]))
    english = load_workbook(io.BytesIO(books["en"]))
    for sheet, other in zip(english.worksheets, french.worksheets, strict=True):
        if sheet["A1"].value == workbook_map.ROWS:
            for row in sheet.iter_rows():
                for cell in row:
                    if not cell.protection.locked and isinstance(cell.value, str):
                        cell.value = other[cell.coordinate].value
    buffer = io.BytesIO()
    english.save(buffer)
    found, _ = read_both(excel, buffer.getvalue())
    same(found["data"], excel.read(books["en"])["data"], near=True)
    assert any(answer.get("justification") for answer in found["data"]["answers"].values())


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_workbooks_that_others_made_are_read_alike(case: Path, excel: Excel) -> None:
    read_both(excel, case.read_bytes())


def test_both_readers_have_the_same_map(browser_folder: Path) -> None:
    source = (browser_folder / "assessment" / "document" / "workbook_parts" / "map.js").read_text(encoding="utf-8")
    for name in ("BETWEEN", "FORM", "LISTS", "REST", "ROWS", "LIST", "VIEW", "HEAD", "SHOWN", "YES", "ROWS_OF", "COLUMNS_OF"):
        assert f'const {name} = "{getattr(workbook_map, name)}";' in source
    assert f"export const FORMAT = {workbook_map.FORMAT};" in source
    assert f"export const EXCLUDED = {workbook_map.EXCLUDED};" in source
    assert f"export const CELL = {workbook_map.CELL:_};" in source
    for name, kind in workbook_map.FIELD_KINDS.items():
        assert f'  {name}: "{kind}",\n' in source
    assert "[" + ", ".join(f'"{word}"' for word in workbook_map.NOT_APPLICABLE) + "]" in source
