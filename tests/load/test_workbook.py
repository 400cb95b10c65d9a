"""A filled workbook is read as it was meant: every spelling, every loss and every danger has its case."""

import io
import json
import re
import time
import tracemalloc
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

import spregistry
from frameworks import framework_of
from spregistry.cli import main
from spregistry.errors import DocumentError
from spregistry.load.documents import parse
from spregistry.load.languages.translations import untranslated
from spregistry.model.document import Document
from spregistry.publish.workbook.workbook import workbook
from spregistry.sentence import Sentence
from strategies import frameworks, submissions

ROOT = Path(__file__).parents[2]

FRAMEWORK: dict[str, Any] = {
    "format": 1,
    "id": "shop",
    "version": "1.0.0",
    "title": "Shop",
    "language": "en",
    "licence": "CC0-1.0",
    "levels": ["dimension", "indicator"],
    "scales": {
        "practice": [
            {"value": "met", "label": "Yes, fully", "points": 1},
            {"value": "unmet", "label": "No", "points": 0},
            {"value": "na", "label": "Not applicable", "excluded": True},
        ]
    },
    "segments": [{"id": "women", "title": "Women"}],
    "facts": [
        {"id": "clients", "title": "Clients", "kind": "stock", "segments": ["women"], "schema": {"type": "integer", "minimum": 0}},
        {"id": "income", "title": "Income", "kind": "flow", "unit": "money", "schema": {"type": "number"}},
        {"id": "rate", "title": "Rate", "unit": "fraction", "schema": {"type": "number", "minimum": 0, "maximum": 1}},
        {"id": "founded", "title": "Founded", "schema": {"type": "string", "format": "date"}},
        {"id": "regulated", "title": "Regulated", "schema": {"type": "boolean"}},
        {"id": "form", "title": "Form", "choices": [{"value": "bank", "label": "Bank"}, {"value": "ngo", "label": "Non-profit"}]},
        {
            "id": "products",
            "title": "Products",
            "multiple": True,
            "choices": [{"value": "loans", "label": "Loans"}, {"value": "savings", "label": "Savings"}],
        },
    ],
    "groups": [
        {
            "id": "care",
            "code": "1",
            "title": "Care",
            "indicators": [
                {
                    "id": "policy", "code": "1.1", "title": "Policy", "question": "Is there a policy?", "answer": {"scale": "practice"},
                    "rubric": {"met": "Yes.", "unmet": "No."}, "may_be_na": ["there are no clients", "it is the law's task"],
                },
                {
                    "id": "days", "code": "1.2", "title": "Days", "question": "After how many days?", "may_be_na": True,
                    "reading": "Fewer are better.",
                    "answer": {"number": {"unit": "days", "schema": {"type": "number", "minimum": 0}, "line": {"zero_at": 30, "full_at": 0}}},
                },
                {
                    "id": "share", "code": "1.3", "title": "Share", "question": "Which share?", "reading": "More is better.",
                    "answer": {"number": {"unit": "percent", "schema": {"type": "number", "minimum": 0, "maximum": 100},
                                          "line": {"zero_at": 0, "full_at": 100}}},
                },
                {
                    "id": "list", "code": "1.4", "title": "List", "question": "Which of these?", "reading": "The share ticked.",
                    "answer": {"checklist": {"points": "share", "items": [{"id": "one", "label": "one"}, {"id": "two", "label": "two"}]}},
                },
                {"id": "since", "code": "1.5", "title": "Since", "question": "Since when?", "scored": False, "answer": {"date": {}}},
                {"id": "words", "code": "1.6", "title": "Words", "question": "In words?", "scored": False, "answer": {"text": {}}},
            ],
        }
    ],
}  # fmt: skip
SHOP = framework_of(FRAMEWORK)


def empty() -> Workbook:
    return load_workbook(io.BytesIO(workbook(untranslated(SHOP))))


def saved(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def place(book: Workbook, key: str, name: str = "value") -> tuple[Worksheet, int, int]:
    for sheet in book:
        if sheet["A1"].value == "spregistry rows":
            for row in range(2, sheet.max_row + 1):
                if sheet.cell(row, 1).value == key:
                    return sheet, row, next(cell.column for cell in sheet[1] if cell.value == name)
    raise LookupError(key)


def put(book: Workbook, key: str, value: Any, name: str = "value", number_format: str | None = None) -> None:
    sheet, row, column = place(book, key, name)
    cell = sheet.cell(row, column)
    cell.value = value
    if number_format is not None:
        cell.number_format = number_format


def read(book: Workbook) -> Document:
    return parse(saved(book), "mfi.xlsx")


def codes(document: Document) -> list[str]:
    return [remark.code for remark in document.remarks]


def typed(key: str, value: Any, name: str = "value", number_format: str | None = None) -> Document:
    book = empty()
    put(book, key, value, name, number_format)
    return read(book)


def answered(key: str, value: Any, number_format: str | None = None) -> Any:
    section, id_ = key.split("/")
    entry = typed(key, value, "value", number_format).data.get(section, {}).get(id_)
    return entry["value"] if section == "answers" and entry and "value" in entry else entry


# What people type.


@pytest.mark.parametrize(
    ("spelling", "number"),
    [
        ("1200", 1200),
        ("1 200", 1200),
        ("1\u202f200,5", 1200.5),
        ("1\u00a0200", 1200),
        ("1,200", 1200),
        ("1,200,000", 1200000),
        ("1.200.000", 1200000),
        ("1.200.000,25", 1200000.25),
        ("1,200,000.25", 1200000.25),
        ("1'200'000", 1200000),
        ("12,5", 12.5),
        ("0,125", 0.125),
        ("0.125", 0.125),
        (" 7 ", 7),
        ("−5", -5),
        ("+5", 5),
        ("1e3", 1000),
        ("١٢٣", 123),
    ],
)
def test_numbers_typed_as_text(spelling: str, number: float) -> None:
    document = typed("facts/income", spelling)
    assert document.data["facts"]["income"] == number
    assert codes(document) == ["typed-as-text"]


@pytest.mark.parametrize("spelling", ["about 12", "1,2,3", "12 clients", "1.2.3", "--5", "1,20,000.5.1", "#", "twelve", "5-7", "5²", "①"])
def test_what_is_no_number_stays_as_it_was_typed_and_is_refused_at_its_cell(spelling: str) -> None:
    document = typed("facts/income", spelling)
    assert document.data["facts"]["income"] == spelling
    found = [finding for finding in spregistry.validate(SHOP, document) if finding.code == "wrong-type"]
    assert [(finding.sheet, finding.cell) for finding in found] == [("Facts", "F6")]
    assert "sheet “Facts”, cell F6" in found[0].where


@pytest.mark.parametrize(
    ("language", "spelling", "number", "other"),
    [
        ("en", "1,234", 1234, "1.234"),
        ("en", "1.234", 1.234, "1234"),
        ("fr", "1,234", 1.234, "1234"),
        ("fr", "1.234", 1234, "1.234"),
        ("fr", "-12.500 %", -125, "-0.125"),
        ("fr", "0.125", 0.125, None),
        ("en", "0,125", 0.125, None),
        ("en", "1,2345", 1.2345, None),
        ("fr", "1.234,5", 1234.5, None),
        ("fr", "3\u066b125", 3.125, None),
        ("fr", "3\u066c125", 3125, None),
    ],
)
def test_what_could_be_two_numbers_is_read_as_the_language_has_it_and_told(
    language: str, spelling: str, number: float, other: str | None
) -> None:
    framework = framework_of({**FRAMEWORK, "language": language})
    book = load_workbook(io.BytesIO(workbook(untranslated(framework))))
    put(book, "facts/income", spelling)
    document = read(book)
    assert document.data["facts"]["income"] == number
    (remark,) = document.remarks
    assert remark.code == "typed-as-text"
    assert ("could be two numbers" in remark.message) == (other is not None)
    assert other is None or remark.message.endswith(f"not as {other}")


def test_a_target_that_could_be_two_numbers_is_told() -> None:
    book = empty()
    sheet = book["Action plan"]
    columns = {cell.value: cell.column for cell in sheet[1] if cell.value}
    for row, target in ((5, "1.234"), (6, "12.5")):
        for name, value in {"indicator": "1.2", "what": "Be quicker", "target": target}.items():
            sheet.cell(row, columns[name]).value = value
    document = read(book)
    assert [action["target"] for action in document.data["actions"]] == [1.234, 12.5]
    assert [(remark.code, remark.pointer) for remark in document.remarks] == [("typed-as-text", "/actions/0/target")]


def test_remarks_tell_what_the_workbook_itself_makes_of_it() -> None:
    book = empty()
    put(book, "facts/income", "12,5")
    put(book, "facts/founded", "14.05.1998")
    put(book, "assurance/dates", "2025-01-02, 3.1.2025")
    put(book, "answers/share", 0.6, "value", "0%")
    told = {remark.pointer: (remark.message, remark.hint) for remark in read(book).remarks}
    missing = "The workbook’s own results count it as missing until it is typed as your spreadsheet program writes numbers or dates."
    assert [*told] == ["/assurance/dates", "/facts/income", "/facts/founded", "/answers/share/value"]
    assert told["/assurance/dates"][0] == "“2025-01-02, 3.1.2025” is text; it was read as the date 2025-01-02, 2025-01-03"
    for pointer in ("/facts/income", "/facts/founded"):
        assert missing in told[pointer][1]
    assert told["/answers/share/value"][1] == ("The workbook’s own results take it for 0.6 percent. Type it without the percent sign.")


@pytest.mark.parametrize(
    ("value", "number_format", "expected"),
    [
        (0.6, "0%", 60),
        ("60 %", None, 60),
        ("60", None, 60),
        (60, None, 60),
        (0.07, "0.0%", 7),
    ],
)
def test_percentages(value: Any, number_format: str | None, expected: float) -> None:
    assert answered("answers/share", value, number_format) == expected


def test_a_fraction_may_be_typed_as_a_percentage() -> None:
    assert typed("facts/rate", 0.36, number_format="0%").data["facts"]["rate"] == 0.36
    assert typed("facts/rate", "36%").data["facts"]["rate"] == 0.36


@pytest.mark.parametrize(
    "value", [date(1998, 5, 14), "1998-05-14", "14.05.1998", "14/5/1998", "5/14/1998", "1998/5/14", 35929, " 1998-05-14 "]
)
def test_dates(value: Any) -> None:
    assert typed("facts/founded", value).data["facts"]["founded"] == "1998-05-14"


def test_a_date_that_could_be_two_is_not_guessed() -> None:
    document = typed("facts/founded", "5/6/1998")
    assert document.data["facts"]["founded"] == "5/6/1998"
    assert {finding.code for finding in spregistry.validate(SHOP, document)} >= {"malformed"}


def test_days_counted_from_1904() -> None:
    book = empty()
    book.epoch = __import__("datetime").datetime(1904, 1, 1)
    put(book, "facts/founded", date(1998, 5, 14))
    assert read(book).data["facts"]["founded"] == "1998-05-14"


@pytest.mark.parametrize(("value", "said"), [("Yes", True), ("no", False), (True, True), (False, False), ("TRUE", True), (" yes ", True)])
def test_yes_and_no(value: Any, said: bool) -> None:  # noqa: FBT001  # a parameter of cases
    assert typed("facts/regulated", value).data["facts"]["regulated"] is said


@pytest.mark.parametrize("value", ["Yes, fully", "yes,  fully ", "met", "YES, FULLY"])
def test_labels_without_case_and_spaces(value: str) -> None:
    assert answered("answers/policy", value) == "met"


def test_a_label_that_nobody_knows_is_refused_at_its_cell() -> None:
    document = typed("answers/policy", "perhaps")
    found = [finding for finding in spregistry.validate(SHOP, document) if finding.severity == "error"]
    assert [(finding.code, finding.cell, finding.element) for finding in found] == [("unknown-option", "H5", "policy")]


def test_a_wrong_choice_is_answered_with_what_the_list_in_its_cell_shows() -> None:
    book = empty()
    put(book, "answers/policy", "perhaps")
    put(book, "answers/list/one", "some")
    put(book, "facts/form", "Banque")
    put(book, "facts/regulated", "maybe")
    put(book, "facts/products/loans", "a few")
    put(book, "submission/status", "nearly")
    found = {finding.pointer: finding.message for finding in spregistry.validate(SHOP, read(book)) if finding.severity == "error"}
    none, yes_or_no = "{} is none of those in the list of this cell: {}", "“Yes” or “No”"
    assert found == {
        "/answers/policy/value": none.format("“perhaps”", "“Yes, fully”, “No” or “Not applicable”"),
        "/answers/list/value/0": none.format("“some”", yes_or_no),
        "/facts/form": none.format("“Banque”", "“Bank” or “Non-profit”"),
        "/facts/regulated": none.format("“maybe”", yes_or_no),
        "/facts/products/0": none.format("“a few”", yes_or_no),
        "/status": none.format("“nearly”", "“Draft” or “Final”"),
    }


def test_reasons_are_listed_as_the_workbook_shows_them() -> None:
    registry = spregistry.Registry.open(ROOT / "standards")
    french = registry.translation("sepm@3.0.0", "fr")
    id_ = next(id_ for id_, one in registry["sepm@3.0.0"].indicators.items() if isinstance(one.may_be_na, tuple))
    label = next(option.label for option in french.framework.options(french.framework.indicators[id_]) if option.excluded)
    book = load_workbook(io.BytesIO(workbook(french)))
    reasons = french.framework.indicators[id_].may_be_na
    assert isinstance(reasons, tuple)
    assert reasons != registry["sepm@3.0.0"].indicators[id_].may_be_na
    for reason in (None, "parce que"):
        put(book, f"answers/{id_}", label)
        put(book, f"answers/{id_}", reason, "justification")
        found = [one for one in spregistry.validate(registry["sepm@3.0.0"], read(book)) if one.element == id_ and one.severity == "error"]
        assert len(found) == 1
        assert all(one in found[0].hint for one in reasons), found


def test_not_applicable_in_all_its_ways() -> None:
    reason = "there are no clients"
    assert typed("answers/policy", "n/a").data["answers"]["policy"] == {"value": "na"}
    assert typed("answers/policy", reason, "justification").data["answers"]["policy"] == {"value": "na", "justification": reason}
    assert typed("answers/days", "N/A").data["answers"]["days"] == {"not_applicable": True}
    assert typed("answers/days", "closed", "justification").data["answers"]["days"] == {"not_applicable": True, "justification": "closed"}
    assert typed("facts/income", "n/a").data["facts"]["income"] == "n/a"  # which of not measured, zero and blank it is, only people know


def test_lists_are_answered_once_a_line_says_yes_or_no() -> None:
    book = empty()
    assert "answers" not in read(book).data
    put(book, "answers/list/one", "No")
    put(book, "facts/products/savings", "Yes")
    data = read(book).data
    assert data["answers"]["list"] == {"value": []}
    assert data["facts"]["products"] == ["savings"]
    put(book, "answers/list/two", "some")
    document = read(book)
    assert document.data["answers"]["list"] == {"value": ["some"]}
    found = [finding for finding in spregistry.validate(SHOP, document) if finding.severity == "error"]
    assert [finding.cell for finding in found] == ["H10"]


def test_parts_of_a_figure() -> None:
    book = empty()
    put(book, "facts/clients", 120)
    put(book, "facts/clients", 100, "open")
    put(book, "facts/clients", 70, "segment:women")
    put(book, "facts/income", "Yes", "not_measured")
    put(book, "facts/form", "Non-profit")
    put(book, "facts/form", "since 2010", "note")
    data = read(book).data
    assert data["facts"] == {"clients": {"open": 100, "close": 120, "women": 70}, "income": {"not_measured": True}, "form": "ngo"}
    assert data["fact_notes"] == {"form": "since 2010"}
    assert typed("facts/clients", 120).data["facts"]["clients"] == 120


def test_evidence_is_one_document_per_line_and_verbatim() -> None:
    text = "=cmd|' /C calc'!A0\r\n  minutes 3-4, p. 2 \n\n@home; +1; _x005F_x0041_"
    book = empty()
    put(book, "answers/policy", text, "evidence")
    sheet, row, column = place(book, "answers/policy", "evidence")
    sheet.cell(row, column).data_type = "s"
    document = read(book)
    assert document.data["answers"]["policy"]["evidence"] == ["=cmd|' /C calc'!A0", "  minutes 3-4, p. 2 ", "@home; +1; _x0041_"]


def test_what_a_program_made_of_text_is_text_again() -> None:
    assert typed("answers/words", date(2025, 3, 4)).data["answers"]["words"]["value"] == "2025-03-04"
    assert typed("answers/words", 12.0).data["answers"]["words"]["value"] == "12"


# What people do to a workbook.


def test_rows_inserted_moved_and_deleted() -> None:
    book = empty()
    put(book, "answers/policy", "No")
    put(book, "answers/days", 12)
    put(book, "answers/words", "text")
    sheet, row, _ = place(book, "answers/days")
    sheet.insert_rows(row, 2)
    sheet.delete_rows(place(book, "answers/policy")[1])
    put(book, "answers/share", 50)
    data = read(book).data
    assert {id_: answer["value"] for id_, answer in data["answers"].items()} == {"days": 12, "share": 50, "words": "text"}


def deleted(document: Document) -> list[str]:
    return [remark.message for remark in document.remarks if remark.code == "missing-rows"]


def test_rows_that_were_deleted_are_named() -> None:
    book = empty()
    assert deleted(read(book)) == []
    sheet, row, _ = place(book, "answers/list/one")
    sheet.delete_rows(row)
    sheet.delete_rows(place(book, "answers/days")[1])
    sheet, row, _ = place(book, "facts/clients")
    sheet.delete_rows(row)
    sheet, row, _ = place(book, "organisation/name")
    sheet.delete_rows(row)
    said = "rows of the sheet “{}” were deleted; what stood in them counts as not given ({})"
    assert deleted(read(book)) == [
        said.format("About", "1: Name of the institution"),
        said.format("Facts", "1: Clients"),
        said.format("1 Care", "2: 1.2 and 1.4"),
    ]


@pytest.mark.parametrize("damage", ["the sheet", "its first row", "its first column"])
def test_a_sheet_that_was_deleted_is_named_with_what_it_asked(damage: str) -> None:
    book = empty()
    sheet = place(book, "answers/days")[0]
    if damage == "the sheet":
        del book[sheet.title]
    elif damage == "its first row":
        sheet.delete_rows(1)
    else:
        sheet.delete_cols(1)
    names = "6: 1.1, 1.2, 1.3, 1.4, 1.5 and 1.6"
    message = "the sheet “1 Care” was deleted, or its hidden first row or column; what stood in it counts as not given"
    assert deleted(read(book)) == [f"{message} ({names})"]


def test_a_plan_and_a_hidden_sheet_that_were_deleted_are_told() -> None:
    book = empty()
    del book["Action plan"]
    del book["spregistry rest"]
    assert deleted(read(book)) == [
        "the sheet “Action plan” was deleted; the actions in it are not read",
        "the hidden sheet of what has no cell of its own was deleted; what it carried is not read",
    ]


def test_columns_that_were_deleted_are_named() -> None:
    book = empty()
    for sheet, name in (
        (place(book, "answers/days")[0], "evidence"),
        (place(book, "facts/clients")[0], "open"),
        (book["Action plan"], "who"),
    ):
        sheet.delete_cols(next(cell.column for cell in sheet[1] if cell.value == name))
    said = "columns of the sheet “{}” were deleted; what stood in them counts as not given (1: {})"
    assert deleted(read(book)) == [
        said.format("Action plan", "Who does it"),
        said.format("Facts", "Value at the beginning"),
        said.format("1 Care", "Evidence, one document per line"),
    ]


def test_a_column_of_answers_that_was_deleted_loses_nothing_else() -> None:
    book = empty()
    put(book, "answers/days", "said too early", "comment")
    put(book, "facts/clients", 100, "open")
    for key in ("answers/days", "facts/clients", "organisation/name"):
        sheet = place(book, key)[0]
        sheet.delete_cols(next(cell.column for cell in sheet[1] if cell.value == "value"))
    document = read(book)
    assert document.data["answers"] == {"days": {"comment": "said too early"}}
    assert document.data["facts"] == {"clients": {"open": 100}}
    assert [message.split(";")[0] for message in deleted(document)] == [
        f"columns of the sheet “{sheet}” were deleted" for sheet in ("About", "Facts", "1 Care")
    ]


def test_of_many_deleted_rows_a_dozen_are_named() -> None:
    framework = spregistry.Registry.open(ROOT / "standards")["sepm"]
    book = load_workbook(io.BytesIO(workbook(untranslated(framework))))
    sheet = place(book, "answers/" + next(iter(framework.indicators)))[0]
    asked = {str(cell.value).split("/")[1] for cell in sheet["A"] if str(cell.value).startswith("answers/")}
    del book[sheet.title]
    (message,) = deleted(read(book))
    codes = [indicator.code for indicator in framework.indicators.values() if indicator.id in asked]
    assert message.endswith(f"({len(codes)}: {', '.join(codes[:12])} and {len(codes) - 12} more)")


def test_rows_moved_to_another_sheet_are_not_missed() -> None:
    book = empty()
    sheet, row, column = place(book, "answers/days")
    other = book.copy_worksheet(sheet)
    other.cell(row, column).value = 12
    sheet.delete_rows(row)
    document = read(book)
    assert document.data["answers"]["days"]["value"] == 12
    assert deleted(document) == []


def test_sheets_renamed_and_reordered() -> None:
    book = empty()
    put(book, "answers/days", 12)
    sheet = place(book, "answers/days")[0]
    sheet.title = "Fragen"
    book.move_sheet(sheet, -3)
    document = read(book)
    assert document.data["answers"]["days"]["value"] == 12
    place_ = document.places.place(["answers", "days", "value"])
    assert place_ is not None
    assert place_.sheet == "Fragen"


def test_notes_where_nothing_is_asked_are_told() -> None:
    book = empty()
    sheet, row, column = place(book, "answers/days")
    sheet.insert_rows(row)
    sheet.cell(row, column).value = "see below"
    sheet.cell(row + 1, 30).value = "a column of my own"
    book.create_sheet("My notes")["B2"] = "text"
    document = read(book)
    told = [(remark.code, remark.sheet, remark.cell, remark.severity) for remark in document.remarks]
    assert ("unread-cell", "1 Care", f"H{row}", "warning") in told
    assert ("unread-cell", "1 Care", f"AD{row + 1}", "warning") in told
    assert ("unread-cell", "My notes", "A1", "note") in told
    assert len(told) == 3


def test_rows_that_stand_twice() -> None:
    book = empty()
    put(book, "answers/days", 12)
    copy = book.copy_worksheet(place(book, "answers/days")[0])
    assert codes(read(book)) == []
    _, row, column = place(book, "answers/days")
    copy.cell(row, column).value = 13
    document = read(book)
    assert [(remark.code, remark.cell) for remark in document.remarks] == [("duplicate-key", f"H{row}")]
    with pytest.raises(spregistry.InvalidSubmission):
        spregistry.score(SHOP, document)


def test_formulas_are_taken_by_their_results_and_told() -> None:
    book = empty()
    put(book, "facts/income", "=1+1")
    content = with_part(
        saved(book), "xl/worksheets/", lambda text: re.sub("<f>1[+]1</f><v ?/>|<f>1[+]1</f><v></v>", "<f>1+1</f><v>2</v>", text)
    )
    document = parse(content, "mfi.xlsx")
    assert document.data["facts"]["income"] == 2
    assert codes(document) == ["formula-in-cell"]


def test_formulas_without_results_and_errors_are_refused() -> None:
    for value in ("=1+1", "#REF!"):
        document = typed("facts/income", value)
        assert "income" not in document.data.get("facts", {})
        assert codes(document) == ["error-in-cell"]
        with pytest.raises(spregistry.InvalidSubmission):
            spregistry.score(SHOP, document)


def test_actions_are_rows_without_keys() -> None:
    book = empty()
    sheet = book["Action plan"]
    columns = {cell.value: cell.column for cell in sheet[1] if cell.value}
    for name, value in {
        "indicator": "1.1",
        "what": "Write it",
        "who": "Board",
        "by_when": date(2026, 6, 30),
        "target": "Yes, fully",
        "done": "No",
    }.items():
        sheet.cell(60, columns[name]).value = value
    sheet.cell(5, columns["indicator"]).value = "1.2"
    sheet.cell(5, columns["what"]).value = "Be quicker"
    sheet.cell(5, columns["target"]).value = "10"
    assert read(book).data["actions"] == [
        {"indicator": "days", "what": "Be quicker", "target": 10},
        {"indicator": "policy", "what": "Write it", "who": "Board", "by_when": "2026-06-30", "target": "met", "done": False},
    ]


def test_an_earlier_state_of_the_standard_is_told() -> None:
    other = framework_of({**FRAMEWORK, "title": "Shop, revised"})
    document = parse(workbook(untranslated(SHOP)), "mfi.xlsx")
    assert [finding.code for finding in spregistry.validate(SHOP, document)] == []
    assert [finding.code for finding in spregistry.validate(other, document)] == ["workbook-outdated"]


# There and back.


@given(st.data())
@settings(max_examples=25, deadline=None)
def test_a_submission_survives_a_workbook(data: st.DataObject) -> None:
    framework = data.draw(frameworks())
    submission = data.draw(submissions(framework))
    document = parse(workbook(untranslated(framework_of(framework)), submission), "x.xlsx")
    assert simplified(document.data) == simplified(submission)
    assert document.remarks == ()


def simplified(submission: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out answers that say nothing, and put lists that are sets into one order."""
    kept: dict[str, Any] = json.loads(json.dumps(submission))
    kept["answers"] = {id_: answer for id_, answer in (kept.get("answers") or {}).items() if answer}
    for answer in kept["answers"].values():
        if isinstance(answer.get("value"), list):
            answer["value"] = sorted(answer["value"])
    for id_, value in kept.get("facts", {}).items():
        kept["facts"][id_] = sorted(value) if isinstance(value, list) else value
    return {key: value for key, value in kept.items() if value != {}}


@pytest.mark.parametrize("path", sorted((ROOT / "examples").glob("*.yaml")), ids=lambda path: path.stem)
def test_the_examples_survive_a_workbook(path: Path) -> None:
    submission = spregistry.read(path).data
    answered = spregistry.Registry.open(ROOT / "standards")[submission["framework"]]
    document = parse(workbook(untranslated(answered), submission), "x.xlsx")
    assert simplified(document.data) == simplified(submission)


def test_what_has_no_cell_is_carried() -> None:
    submission = {
        "format": 1,
        "framework": "shop@1.0.0",
        "organisation": {"name": '=HYPERLINK("http://x")'},
        "answers": {
            "policy": {
                "value": "met",
                "evidence": ["+1", "-2", "@x", "=A1", *("a long line of evidence, " + "x" * 900 for _ in range(60))],
                "review": {"value": "unmet", "by": "assessor"},
                "dissent": "not all agree",
                "unconfirmed": True,
                "comment": "\tindented\nand so on",
            },
            "days": {"justification": "said too early"},
        },
        "actions": [{"what": "do", "target": ["one"]}, {"what": "=1+1", "target": 5, "indicator": "days"}],
        "provenance": [{"source": "a.yaml"}],
        "extensions": {"x": {"y": [1, 2.5, None]}},
    }
    document = parse(workbook(untranslated(SHOP), submission), "x.xlsx")
    found = json.loads(json.dumps(document.data))
    found["actions"].sort(key=str)
    actions: Any = submission["actions"]
    assert found == {**submission, "actions": sorted(actions, key=str)}


# Injection.

HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "=cmd|' /C calc'!A0",
    "\t=1",
    '=HYPERLINK("http://example.invalid","x")',
    "<script>",
    "&amp;",
    "\u202eabc",
]


def test_no_text_becomes_a_formula() -> None:
    submission = {
        "format": 1,
        "framework": "shop@1.0.0",
        "organisation": {"name": "=1+1", "region": "+1", "contact": "@x", "website": "-1"},
        "fact_notes": {"income": "=1+1"},
        "answers": {
            "policy": {"value": "met", "evidence": HOSTILE[:5] + HOSTILE[6:], "no_evidence": "=2", "comment": "\t=1", "by": "@me"},
            "words": {"value": "=1+1"},
        },
        "actions": [{"what": text} for text in HOSTILE],
    }
    content = workbook(untranslated(SHOP), submission)
    own = {
        str(cell.value)
        for sheet in load_workbook(io.BytesIO(workbook(untranslated(SHOP))))
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }
    book = load_workbook(io.BytesIO(content))
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert str(cell.value) in own or sheet.title in ("Action plan", "Result"), cell.value
                    assert "cmd|" not in str(cell.value)
                    assert "HYPERLINK" not in str(cell.value)
                elif isinstance(cell.value, str) and cell.value[:1] in "=+-@\t" and len(cell.value) > 1:
                    assert cell.quotePrefix, cell.value
    assert "externalLink" not in " ".join(zipfile.ZipFile(io.BytesIO(content)).namelist())
    document = parse(content, "x.xlsx")
    assert document.data["answers"] == submission["answers"]
    assert document.data["organisation"] == submission["organisation"]
    assert document.data["actions"] == submission["actions"]


def test_hostile_labels_of_a_standard_stay_text() -> None:
    hostile = json.loads(json.dumps(FRAMEWORK))
    hostile["scales"]["practice"][0]["label"] = '=1+"x'
    hostile["groups"][0]["title"] = "A/B:[C]*?\\ 'long' title of a dimension that goes on"
    hostile["groups"][0]["indicators"][0]["title"] = "=cmd|x"
    book = load_workbook(io.BytesIO(workbook(untranslated(framework_of(hostile)))))
    put(book, "answers/policy", '=1+"x')
    sheet, row, column = place(book, "answers/policy")
    sheet.cell(row, column).data_type = "s"
    assert read(book).data["answers"]["policy"]["value"] == "met"


@pytest.mark.parametrize(
    "key", ["submission/answers", "submission/facts", "submission/actions", "submission/fact_notes", "actions/x", "format/x"]
)
def test_a_row_of_details_takes_the_place_of_nothing_else(key: str) -> None:
    book = empty()
    put(book, "answers/days", 12)
    put(book, "facts/clients", 120)
    put(book, "facts/clients", "counted anew", "note")
    lines = next(sheet for sheet in book if sheet["A1"].value == "spregistry list")
    lines.cell(lines.max_row + 1, next(cell.column for cell in lines[1] if cell.value == "what")).value = "Train the staff"
    before = read(book).data
    sheet, _, column = place(book, "organisation/name")
    for at, value in ((1, key), (2, "text"), (column, "nobody asked")):
        sheet.cell(sheet.max_row if at > 1 else sheet.max_row + 1, at).value = value
    document = read(book)
    assert document.data == before
    assert codes(document) == ["unread-cell"]


@pytest.mark.parametrize(
    "rest",
    ['{"extensions": NaN}', '{"a": 1, "a": 2}', "[" * 900 + "]" * 900, "[1, 2]", '"text"', "7", '{"a": "\\ud800"}', '{"a": 1e999}', "{"],
)
def test_what_is_carried_along_is_read_as_strictly_as_any_file(rest: str) -> None:
    book = empty()
    next(sheet for sheet in book if sheet["A1"].value == "spregistry rest")["A2"] = rest
    assert refused(saved(book))[0] == "damaged-workbook"


def test_what_was_carried_along_and_is_replaced_by_a_cell_is_told() -> None:
    book = empty()
    put(book, "facts/clients", 120)
    put(book, "answers/days", 12)
    carried = {"facts": {"clients": {"open": 100, "elsewhere": 1}}, "answers": {"days": {"value": 12.0, "unconfirmed": True}}}
    next(sheet for sheet in book if sheet["A1"].value == "spregistry rest")["A2"] = json.dumps(carried)
    document = read(book)
    assert document.data["facts"] == {"clients": 120}
    assert document.data["answers"] == {"days": {"value": 12, "unconfirmed": True}}
    _, row, _ = place(book, "facts/clients")
    assert [(remark.code, remark.sheet, remark.cell, remark.pointer) for remark in document.remarks] == [
        ("unread-cell", "Facts", f"F{row}", "/facts/clients")
    ]


def test_halves_of_a_character_are_joined() -> None:
    book = empty()
    put(book, "answers/days", "two halves, then one", "comment")
    content = with_part(saved(book), "xl/worksheets/", lambda text: text.replace("two halves, then one", "_xD83D__xDE00_, then _xD83D_"))
    assert parse(content, "mfi.xlsx").data["answers"]["days"]["comment"] == "\N{GRINNING FACE}, then \N{REPLACEMENT CHARACTER}"


# Files that are none.


def refused(content: bytes, name: str = "mfi.xlsx") -> tuple[str, str]:
    began = time.monotonic()
    with pytest.raises(DocumentError) as caught:
        parse(content, name)
    assert time.monotonic() - began < 20  # a second or two on a quiet machine
    finding = caught.value.finding
    assert isinstance(finding.message, Sentence)
    assert finding.hint
    return finding.code, finding.message


def with_part(content: bytes, name: str, change: Callable[[str], str]) -> bytes:
    """Return a package with parts rewritten whose names begin so."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            part = old.read(info)
            new.writestr(info.filename, change(part.decode()) if info.filename.startswith(name) else part)
    return buffer.getvalue()


def package(parts: Mapping[str, bytes | str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name, part in parts.items():
            new.writestr(name, part)
    return buffer.getvalue()


def test_damaged_at_every_place() -> None:
    content = workbook(untranslated(SHOP))
    for end in range(0, len(content), max(1, len(content) // 60)):
        if end == 0:
            assert refused(content[:0])[0] == "empty-document"
        else:
            assert refused(content[:end])[0] in ("damaged-workbook", "foreign-workbook")
    for at in range(10, len(content), max(1, len(content) // 150)):
        flipped = content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :]
        try:
            parse(flipped, "x.xlsx")
        except DocumentError as error:
            assert error.finding.code in ("damaged-workbook", "foreign-workbook", "unsafe-workbook", "locked-workbook")  # noqa: PT017


def without(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        return package({part: old.read(part) for part in old.namelist() if part != name})


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet3.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"]
)
def test_a_part_that_is_missing_is_damage(part: str) -> None:
    assert refused(without(workbook(untranslated(SHOP)), part))[0] == "damaged-workbook"


@pytest.mark.parametrize("cell", ['<c r="F6" t="s"><v>99999</v></c>', '<c r="F6"><v>nan</v></c>', '<c r="F6"><v>1_0</v></c>'])
def test_a_cell_that_no_program_writes_is_damage(cell: str) -> None:
    content = workbook(untranslated(SHOP))
    changed = with_part(content, "xl/worksheets/sheet3.xml", lambda text: re.sub(r'<c r="F6"[^>]*/>', cell, text))
    assert changed != content
    assert refused(changed)[0] == "damaged-workbook"


def test_foreign_files() -> None:
    assert refused(saved(Workbook()))[0] == "foreign-workbook"
    assert refused(package({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}))[0] == "foreign-workbook"
    assert refused(package({"word/document.xml": "<x/>", "[Content_Types].xml": "<x/>"}))[0] == "foreign-workbook"
    assert refused(b"a,b\n1,2\n")[0] == "foreign-workbook"
    assert refused(b"\xd0\xcf\x11\xe0" + b"\0" * 600)[0] == "foreign-workbook"
    assert refused(b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"))[0] == "locked-workbook"


@pytest.mark.parametrize(
    ("name", "content", "says", "hint"),
    [
        ("a.xls", b"\xd0\xcf\x11\xe0" + "Workbook".encode("utf-16-le"), "a workbook of an older Excel (.xls)", "save it there as an Excel"),
        ("a.XLS", b"<html><table><tr><td>1", "a web page or other text with tags", "save it there as an Excel workbook (.xlsx)"),
        ("a.xls", b"a\tb\n1\t2\n", "a table of plain text (CSV)", "Give the workbook itself"),
        ("a.xlsx", "a;b\n1;2\n".encode("utf-16"), "a table of plain text (CSV)", "Give the workbook itself"),
        ("a.xlsx", b"\xef\xbb\xbf{}", "JSON text with the name of a workbook", "its own ending again: .json"),
        ("a.xlsx", b"format: 1\nframework: shop@1.0.0\n", "YAML text with the name of a workbook", "its own ending again: .yaml"),
        ("a.xlsx", b"%PDF-1.7", "a PDF file with the name of a workbook", "Ask for the workbook"),
        ("a.xlsx", b"nothing of the kind", "the name of a workbook, but is none", "spregistry template"),
        ("a.ods", package({"mimetype": "x", "content.xml": "<x/>"}), "an OpenDocument file", "Open it in Excel or LibreOffice, save"),
        (
            "a.xlsb",
            package({"[Content_Types].xml": "", "xl/workbook.bin": ""}),
            "a binary Excel workbook (.xlsb)",
            "save it there as an Excel",
        ),
    ],
)
def test_a_file_in_disguise_is_called_what_it_is(name: str, content: bytes, says: str, hint: str) -> None:
    with pytest.raises(DocumentError) as caught:
        parse(content, name)
    assert caught.value.finding.code == "foreign-workbook"
    assert says in caught.value.finding.message
    assert hint in caught.value.finding.hint


def test_a_workbook_under_the_name_of_text_is_told_its_ending() -> None:
    for name, content, hint in (
        ("a.yaml", workbook(untranslated(SHOP)), "give it its own ending: .xlsx"),
        ("a.json", b"\xd0\xcf\x11\xe0", "save it there as an Excel workbook (.xlsx)"),
    ):
        with pytest.raises(DocumentError) as caught:
            parse(content, name)
        assert caught.value.finding.code == "not-text"
        assert hint in caught.value.finding.hint


def test_a_workbook_is_read_under_the_name_of_an_older_one() -> None:
    assert parse(workbook(untranslated(SHOP)), "mfi.xls").data["framework"] == "shop@1.0.0"


def test_a_workbook_of_a_later_program() -> None:
    book = empty()
    next(sheet for sheet in book if sheet["A1"].value == "spregistry form")["B2"] = "2"
    code, message = refused(saved(book))
    assert code == "foreign-workbook"
    assert "newer version" in message


def test_macros_are_refused() -> None:
    content = workbook(untranslated(SHOP))
    buffer = io.BytesIO(content)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\0")
    assert refused(buffer.getvalue(), "mfi.xlsm")[0] == "macro-workbook"


def test_entities_are_refused() -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(f'<!ENTITY {chr(98 + at)} "{f"&{chr(97 + at)};" * 10}">' for at in range(9)) + "]>"
    for part in ("xl/workbook.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet2.xml", "_rels/.rels"):
        content = with_part(
            workbook(untranslated(SHOP)), part, lambda text: re.sub(r"(<\?xml.*?\?>)", lambda found: found[1] + laughs, text, count=1)
        )
        assert refused(content)[0] == "unsafe-workbook", part


def test_zip_bombs_are_refused_before_they_are_unpacked() -> None:
    content = with_part(workbook(untranslated(SHOP)), "xl/sharedStrings.xml", lambda text: text + " " * (47 * 2**20))
    assert refused(content)[0] == "unsafe-workbook"
    assert (
        refused(with_part(workbook(untranslated(SHOP)), "xl/sharedStrings.xml", lambda text: text + " " * (60 * 2**20)))[0]
        == "unsafe-workbook"
    )
    many = package({"[Content_Types].xml": "<x/>", **{f"xl/{number}": "" for number in range(3000)}})
    assert refused(many)[0] == "unsafe-workbook"


def test_a_lie_about_the_size_is_noticed() -> None:
    content = bytearray(workbook(untranslated(SHOP)))
    name = b"xl/sharedStrings.xml"
    at = content.rfind(name)  # in the directory at the end
    content[at - 46 + 24 : at - 46 + 28] = (100).to_bytes(4, "little")
    assert refused(bytes(content))[0] == "damaged-workbook"


@pytest.mark.parametrize("packing", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_no_more_is_unpacked_than_the_package_says(packing: int) -> None:
    name, content = "xl/sharedStrings.xml", workbook(untranslated(SHOP))
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        for part in old.namelist():
            new.writestr(part, b" " * 2**26 if part == name else old.read(part), packing if part == name else None)
    lying = bytearray(buffer.getvalue())
    at = lying.rfind(name.encode())  # in the directory at the end
    lying[at - 46 + 24 : at - 46 + 28] = (100).to_bytes(4, "little")
    tracemalloc.start()
    assert refused(bytes(lying))[0] == "damaged-workbook"
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 2**24


def test_an_encoding_that_nobody_knows_is_damage() -> None:
    content = with_part(workbook(untranslated(SHOP)), "xl/workbook.xml", lambda text: text.replace("UTF-8", "nonsense", 1))
    assert refused(content)[0] == "damaged-workbook"


def test_more_cells_than_any_form_has() -> None:
    rows = "".join(f'<row r="{row}"><c r="A{row}"><v>1</v></c><c r="B{row}"><v>1</v></c></row>' for row in range(300, 230_000))

    def grow(text: str) -> str:
        return text.replace("</sheetData>", rows + "</sheetData>")

    assert refused(with_part(workbook(untranslated(SHOP)), "xl/worksheets/sheet2.xml", grow))[0] == "unsafe-workbook"


def test_more_formulas_than_any_form_has_cells() -> None:
    formulas = "".join(f"<c><f>{number}</f></c>" for number in range(100_000, 500_001)) + "</row></sheetData>"

    def grow(text: str) -> str:
        return text.replace("</row></sheetData>", formulas)

    assert refused(with_part(workbook(untranslated(SHOP)), "xl/worksheets/sheet2.xml", grow))[0] == "unsafe-workbook"


def test_more_sheets_than_any_form_has() -> None:
    content = workbook(untranslated(SHOP))

    def sheets(count: int) -> bytes:
        more = '<sheet name="x" sheetId="9" r:id="rId1"/>' * count  # each the first sheet once more
        return with_part(content, "xl/workbook.xml", lambda text: text.replace("<sheets>", "<sheets>" + more))

    assert deleted(parse(sheets(400), "mfi.xlsx")) == []
    assert refused(sheets(501))[0] == "unsafe-workbook"


def test_a_cell_at_the_far_end_costs_nothing() -> None:
    book = empty()
    place(book, "answers/days")[0].cell(1_048_576, 16_384).value = "far"
    assert codes(read(book)) == ["unread-cell"]


# On the command line.


def test_the_command_line_names_sheet_and_cell(tmp_path: Path) -> None:
    registry = tmp_path / "standards" / "shop" / "1.0.0"
    registry.mkdir(parents=True)
    (registry / "framework.yaml").write_text(json.dumps(FRAMEWORK), encoding="utf-8")
    book = empty()
    put(book, "answers/days", "soon")
    file = tmp_path / "mfi.xlsx"
    file.write_bytes(saved(book))
    arguments = ["--registry", str(tmp_path / "standards"), "validate", str(file)]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 1, result.output
    assert "mfi.xlsx, sheet “1 Care”, cell H6: error wrong-type" in " ".join(result.output.split())
    french = CliRunner().invoke(main, ["--lang", "fr", *arguments]).output
    assert "mfi.xlsx, feuille « 1 Care », cellule H6: erreur wrong-type" in " ".join(french.split())
    as_json = json.loads(CliRunner().invoke(main, [*arguments, "--format", "json"]).stdout)
    assert [(row["sheet"], row["cell"], row["line"], row["column"]) for row in as_json["findings"]] == [("1 Care", "H6", 6, 8)]
    for form in ("sarif", "github"):
        assert "1 Care!H6" in CliRunner().invoke(main, [*arguments, "--format", form]).stdout


@pytest.mark.parametrize("override", [False, True])
def test_workbooks_merge_with_other_files(tmp_path: Path, override: bool) -> None:  # noqa: FBT001  # a parameter of cases
    book = empty()
    put(book, "answers/days", 12)
    put(book, "answers/policy", "No")
    (tmp_path / "a.xlsx").write_bytes(saved(book))
    (tmp_path / "b.yaml").write_text(
        "format: 1\nframework: shop@1.0.0\nanswers: {days: {value: 20}, share: {value: 40}}\n", encoding="utf-8"
    )
    files = [str(tmp_path / "a.xlsx"), str(tmp_path / "b.yaml")]
    result = CliRunner().invoke(main, ["merge", "--format", "json", *(["--override"] if override else []), *files])
    assert result.exit_code == 1  # days differ
    answers = json.loads(result.stdout)["answers"]
    assert answers == {"policy": {"value": "unmet"}, "days": {"value": 20 if override else 12}, "share": {"value": 40}}


def test_nothing_is_merged_before_errors_in_cells_are_mended(tmp_path: Path) -> None:
    book = empty()
    put(book, "answers/days", "#REF!")
    (tmp_path / "a.xlsx").write_bytes(saved(book))
    (tmp_path / "b.yaml").write_text("format: 1\nframework: shop@1.0.0\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["merge", str(tmp_path / "a.xlsx"), str(tmp_path / "b.yaml")])
    assert result.exit_code == 1
    assert "error-in-cell" in result.output


def test_a_french_workbook_needs_no_language(tmp_path: Path) -> None:
    file = tmp_path / "fr.xlsx"
    made = CliRunner().invoke(
        main, ["--registry", str(ROOT / "standards"), "--lang", "fr", "template", "sepm", "--format", "xlsx", "-o", str(file)]
    )
    assert made.exit_code == 0, made.output
    registry = spregistry.Registry.open(ROOT / "standards")
    french, spanish = (registry.translation("sepm@3.0.0", language).framework for language in ("fr", "es"))
    book = load_workbook(file)
    ids = [id_ for id_, indicator in french.indicators.items() if indicator.answer.scale][:3]
    for id_, shown in zip(ids, (french, spanish, registry["sepm"]), strict=True):
        put(book, f"answers/{id_}", shown.options(shown.indicators[id_])[0].label)
    book.save(file)
    document = spregistry.read(file)
    assert [document.data["answers"][id_]["value"] for id_ in ids] == ["met", "met", "met"]
    assert CliRunner().invoke(main, ["--registry", str(ROOT / "standards"), "score", str(file)]).exit_code == 0
