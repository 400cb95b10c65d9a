"""What people write into a review sheet, wherever they write it, is read or told; nothing of it is lost, and nothing wrong gets into the files."""

import csv
import io
import json
import shutil
from collections.abc import Callable
from datetime import date
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


@pytest.mark.parametrize(
    ("row", "words", "because"),
    [
        ("framework/title#1", "Two\nlines", "line"),
        ("framework/title#1", "x" * 301, "300"),
    ],
)
def test_words_that_would_make_the_definition_wrong_are_refused_by_cell(
    run: Run, standards: Path, sheet: Sheet, row: str, words: str, because: str
) -> None:
    sheet.cell(row, "proposed").value = words
    sheet.cell("listens/question#1", "proposed").value = "Does it listen to all?"
    before = definition(standards).read_text(encoding="utf-8")
    shown = run("consult", "read", str(sheet.saved()), "--apply", registry=standards)
    told = " ".join(shown.stdout.split())
    assert shown.exit_code == 1
    assert f"not put into the files; cell {sheet.cell(row, 'proposed').coordinate}: " in told
    assert because in told.partition("not put into the files")[2].partition(")")[0]
    assert definition(standards).read_text(encoding="utf-8") == before.replace("Does it listen to everybody?", "Does it listen to all?"), (
        "what is right is put there"
    )
    assert run("check", REF, registry=standards).exit_code == 0


def test_of_words_that_are_wrong_only_together_the_first_are_taken(run: Run, standards: Path, tmp_path: Path) -> None:
    text = definition(standards).read_text(encoding="utf-8")
    text = text.replace("points: 0}]", "points: 0}, {value: na, label: Does not apply, excluded: true}]")
    text = text.replace(
        "answer: {scale: practice}\n", "answer: {scale: practice}\n        may_be_na: [nobody speaks, nobody is there]\n", 1
    )
    definition(standards).write_text(text, encoding="utf-8")
    sheet = Sheet(run, standards, tmp_path / "review.xlsx")
    for reason in (1, 2):
        sheet.cell(f"listens/may_be_na#{reason}", "proposed").value = "nobody answers"
    sheet.cell("learns/question#1", "proposed").value = "Does it learn more?"
    shown = run("consult", "read", str(sheet.saved()), "--apply", "--format", "json", registry=standards)
    assert shown.exit_code == 1
    proposals = json.loads(shown.stdout)["proposals"]
    assert [(each["name"], each["applied"], bool(each["refused"])) for each in proposals] == [
        ("listens/may_be_na#1", True, False),
        ("listens/may_be_na#2", False, True),
        ("learns/question#1", True, False),
    ]
    assert definition(standards).read_text(encoding="utf-8") == text.replace("Does it learn?", "Does it learn more?").replace(
        "nobody speaks", "nobody answers"
    )
    assert run("check", REF, registry=standards).exit_code == 0


def test_rows_that_contradict_each_other_are_both_refused(run: Run, standards: Path, sheet: Sheet) -> None:
    there, again = sheet.rows["listens/question#1"], sheet.table.max_row + 1
    for column in range(1, sheet.table.max_column + 1):
        sheet.table.cell(again, column).value = sheet.table.cell(there, column).value
    sheet.cell(there, "proposed").value, sheet.cell(again, "proposed").value = "Does it hear?", "Does it listen?"
    before = definition(standards).read_bytes()
    shown = run("consult", "read", str(sheet.saved()), "--apply", registry=standards)
    told = " ".join(shown.stdout.split())
    assert shown.exit_code == 1
    for row in (there, again):
        assert f"cell {sheet.cell(row, 'proposed').coordinate}: another row has other words" in told
    assert definition(standards).read_bytes() == before
    assert comments(run, standards, sheet) == [
        ("listens", "question: proposed wording “Does it hear?”"),
        ("listens", "question: proposed wording “Does it listen?”"),
    ], "the table has both"
    sheet.cell(again, "proposed").value = "Does it hear?"
    assert run("consult", "read", str(sheet.saved()), "--apply", registry=standards).exit_code == 0, "twice the same is no contradiction"
    assert b"Does it hear?" in definition(standards).read_bytes()


def test_a_day_that_is_typed_as_a_comment_stays_a_day(run: Run, standards: Path, sheet: Sheet) -> None:
    sheet.cell("listens/question#1", "comment").value = date(2025, 6, 1)
    sheet.cell("learns/question#1", "comment").value = 45809
    assert comments(run, standards, sheet) == [("listens", "question: 2025-06-01"), ("learns", "question: 45809")]


@pytest.mark.parametrize("place", ["about", "comment", "text", "beside"])
@pytest.mark.parametrize("holds", ["=1+1", "#REF!"], ids=["formula", "error"])
def test_a_cell_that_does_not_say_what_it_means_is_told(run: Run, standards: Path, sheet: Sheet, place: str, holds: str) -> None:
    """A formula is saved without its result here, as by programs that work nothing out."""
    if place == "about":
        cell = sheet.about.cell(next(row[0].row for row in sheet.about.iter_rows() if row[0].value == "group"), 3)
    elif place == "beside":
        cell = sheet.table.cell(sheet.table.max_row + 1, sheet.table.max_column + 1)
    else:
        cell = sheet.cell("listens/question#1", place)
    cell.value = holds
    told = run("consult", "read", str(sheet.saved()), registry=standards)
    assert (told.exit_code, told.stdout) == (3, "")
    assert f"sheet “{cell.parent.title}”, cell {cell.coordinate}" in " ".join(told.stderr.split())


@pytest.mark.parametrize("count", ["many", "-1", "1e3", "９", "9" * 5000, None])
def test_a_hidden_sheet_that_was_changed_is_told(run: Run, standards: Path, sheet: Sheet, count: str | None) -> None:
    form = sheet.marked("spregistry review")
    next(row for row in form.iter_rows() if row[0].value == "rows")[1].value = count
    told = run("consult", "read", str(sheet.saved()), registry=standards)
    assert (told.exit_code, told.stdout) == (3, "")
    assert "says what the workbook was made of was changed" in " ".join(told.stderr.split())


@pytest.mark.parametrize("field", ["made-of", "text", "proposed", "comment"])
def test_who_removed_a_column_is_told_where_a_sheet_comes_from(run: Run, standards: Path, sheet: Sheet, field: str) -> None:
    sheet.table.delete_cols(sheet.columns[field])
    told = run("consult", "read", str(sheet.saved()), registry=standards)
    words = " ".join(told.stderr.split())
    assert told.exit_code == 3
    assert f"the column “{field}” of the sheet was removed" in words
    assert "`spregistry consult sheet`" in words
    assert "spregistry template" not in words


def test_a_sheet_that_may_be_filled_in_is_not_written_over(run: Run, standards: Path, sheet: Sheet) -> None:
    sheet.cell("listens/question#1", "comment").value = "Say to whom."
    filled = sheet.saved().read_bytes()
    refused = run("consult", "sheet", REF, "-o", str(sheet.path), registry=standards)
    assert (refused.exit_code, sheet.path.read_bytes()) == (3, filled)
    assert "a file stands there already, perhaps with answers; give another name, or --force" in " ".join(refused.stderr.split())
    assert run("consult", "sheet", REF, "-o", str(sheet.path), "--force", registry=standards).exit_code == 0
    assert sheet.path.read_bytes() != filled


@pytest.mark.parametrize(
    ("comment", "begins"),
    [
        ("Say it in the usual way", "Say it in the usual way. Proposed"),
        ("Say it (in the usual way.)", "Say it (in the usual way.) Proposed"),
        ("Who says so?", "Who says so? Proposed"),
        ("As in “Care”", "As in “Care”. Proposed"),
    ],
)
def test_a_proposal_begins_a_sentence_of_its_own(run: Run, standards: Path, sheet: Sheet, comment: str, begins: str) -> None:
    below = sheet.table.max_row + 2
    for row in ("listens/question#1", below):
        sheet.cell(row, "comment").value = comment
        sheet.cell(row, "proposed").value = "Is it heard?"
    proposed = f"{begins} wording: “Is it heard?”"
    assert comments(run, standards, sheet) == [("listens", f"question: {proposed}"), ("framework", f"framework: {proposed}")]
