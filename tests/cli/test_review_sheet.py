"""What people write into a review sheet, wherever they write it, is read or told; nothing of it is lost, and nothing wrong gets into the files."""

import csv
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import Result
from openpyxl.comments import Comment

Run = Callable[..., Result]

CASES = Path(__file__).parents[1] / "cases" / "consultation"
REF = "demo@1.1.0"


@pytest.fixture
def standards(tmp_path: Path) -> Path:
    copied = Path(shutil.copytree(CASES / "registry", tmp_path / "standards"))
    shutil.copy(CASES / "valid" / "everything-is-there.yaml", copied / "demo" / "1.1.0" / "consultation.yaml")
    return copied


class Sheet:
    """A review sheet in the hands of a commenter."""

    def __init__(self, run: Run, standards: Path, path: Path) -> None:
        self.path = path
        assert run("consult", "sheet", REF, "-o", str(path), registry=standards).exit_code == 0
        self.book = openpyxl.load_workbook(path)
        self.table = self.marked("spregistry review rows")
        self.about = self.marked("spregistry review about")
        self.columns: dict[Any, int] = {cell.value: cell.column for cell in self.table[1]}
        self.rows: dict[Any, int] = {row[0].value: row[0].row for row in self.table.iter_rows()}

    def marked(self, mark: str) -> Any:
        return next(sheet for sheet in self.book if sheet["A1"].value == mark)

    def cell(self, row: str | int, field: str) -> Any:
        return self.table.cell(row if isinstance(row, int) else self.rows[row], self.columns[field])

    def saved(self) -> Path:
        self.book.save(self.path)
        return self.path


@pytest.fixture
def sheet(run: Run, standards: Path, tmp_path: Path) -> Sheet:
    return Sheet(run, standards, tmp_path / "review.xlsx")


def definition(standards: Path) -> Path:
    return standards / "demo" / "1.1.0" / "framework.yaml"


def comments(run: Run, standards: Path, sheet: Sheet) -> list[tuple[str, str]]:
    """Return element and words of every comment, as `consult import` gets them."""
    table = run("consult", "read", str(sheet.saved()), "--comments", "-", "-o", str(sheet.path.with_suffix(".txt")), registry=standards)
    assert table.exit_code == 0, table.output
    return [(row["element"], row["summary"]) for row in csv.DictReader(io.StringIO(table.stdout.removeprefix("\ufeff")))]


def test_what_stands_in_rows_of_its_own_is_said_of_the_whole_or_of_what_it_names(run: Run, standards: Path, sheet: Sheet) -> None:
    below = sheet.table.max_row + 2
    sheet.cell(2, "comment").value = "Above the table."
    sheet.cell(below, "comment").value = "An indicator on wells is needed."
    sheet.cell(below + 1, "proposed").value = "Is there a well?"
    sheet.cell(below + 2, "text").value = "Who digs it?"
    sheet.cell(below + 2, "comment").value = "Ask this too."
    sheet.cell(below + 3, "id").value = "learns"
    sheet.cell(below + 3, "comment").value = "Ask it twice."
    sheet.table.cell(below + 4, sheet.table.max_column + 2).value = "Beside the table."
    assert comments(run, standards, sheet) == [
        ("framework", "framework: Above the table."),
        ("framework", "framework: An indicator on wells is needed."),
        ("framework", "framework: Proposed wording: “Is there a well?”"),
        ("framework", "framework: Ask this too. Proposed wording: “Who digs it?”"),
        ("learns", "learns: Ask it twice."),
        ("framework", "framework: Beside the table."),
    ]
    shown = run("consult", "read", str(sheet.path), registry=standards)
    assert f"framework (sheet “Review”, row {below}): An indicator on wells is needed." in " ".join(shown.stdout.split())
    assert "Rows with a comment or a proposal: 6" in shown.stdout


def test_a_row_that_lost_its_name_keeps_its_comment_and_its_element(run: Run, standards: Path, sheet: Sheet) -> None:
    sheet.cell("listens/question#1", "comment").value = "Whom?"
    sheet.cell("learns/question#1", "comment").value = ""
    for name in ("listens/question#1", "learns/question#1"):
        sheet.table.cell(sheet.rows[name], 1).value = None
    assert comments(run, standards, sheet) == [("listens", "listens: Whom?")], "a text that is as it was says nothing"
    assert json.loads(run("consult", "read", str(sheet.path), "--format", "json", registry=standards).stdout)["missing"] == 2


def test_notes_on_cells_are_comments_and_name_nobody(run: Run, standards: Path, sheet: Sheet) -> None:
    sheet.cell("listens/question#1", "text").comment = Comment("Amina Diallo:\nToo long.", "Amina Diallo")
    sheet.cell("learns/question#1", "comment").value = "In the cell."
    sheet.cell("learns/question#1", "code").comment = Comment("On the cell.", "Amina Diallo")
    sheet.about["C4"].comment = Comment("We are two groups.", "Amina Diallo")
    sheet.book["Read me"]["B2"].comment = Comment("Thank you.", "Amina Diallo")
    assert comments(run, standards, sheet) == [
        ("listens", "question: Too long."),
        ("learns", "question: In the cell.\nOn the cell."),
        ("framework", "framework: Thank you."),
        ("framework", "framework: We are two groups."),
    ]
