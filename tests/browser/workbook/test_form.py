"""Saving as a workbook and opening one, as a person does it in the form."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import spregistry
from browser.assessment.form import Form
from browser.axe import RULES_OF
from browser.workbook.readers import same
from tools import lacking
from workbooks import differences, errors, recalculate, values

ROOT = Path(__file__).parents[3]
Open = Callable[..., Form]
AsFile = Callable[..., Path]


@pytest.fixture(scope="module")
def cooperative() -> dict[str, Any]:
    data: dict[str, Any] = spregistry.read(ROOT / "examples" / "rural-cooperative.yaml").data
    return data


def bare(submission: dict[str, Any]) -> dict[str, Any]:
    """Return a submission without what no cell holds."""
    answers = {
        id_: {key: value for key, value in one.items() if key not in ("review", "dissent")} for id_, one in submission["answers"].items()
    }
    return {**submission, "answers": answers}


def workbook_of(form: Form, confirm: str | None = None) -> bytes:
    """Save the open assessment as a workbook, and return the file."""
    form.go("start")
    with form.page.expect_download() as download:
        form.page.get_by_role("button", name="Save as a workbook").click()
        if confirm:
            form.dialog().get_by_role("button", name=confirm).click()
    assert download.value.suggested_filename.endswith(".xlsx")
    return Path(download.value.path()).read_bytes()


def shown_score(form: Form) -> str:
    return form.page.locator(".sp-overall .sp-score").inner_text()


def test_the_same_score_in_the_form_the_command_line_and_the_workbook(
    open_form: Open, as_file: AsFile, cooperative: dict[str, Any], standards: spregistry.Registry, soffice: str
) -> None:
    form = open_form().opened(as_file(bare(cooperative)))
    content = workbook_of(form)
    document = spregistry.read(as_file(content, "book.xlsx"))
    framework = standards[document.data["framework"]]
    scorecard = spregistry.score(framework, document)
    recalculated = recalculate(soffice, {"book": content})["book"]
    assert [*differences(scorecard, values(recalculated)), *errors(values(recalculated))] == []
    assert scorecard.overall is not None
    assert float(shown_score(form)) == pytest.approx(scorecard.overall.score, abs=0.05)
    # What LibreOffice saved opens without a question, and says the same.
    before = form.saved()
    form.go("start").opened(as_file(recalculated, "recalculated.xlsx"))
    same(form.saved(), before, near=True)


def test_what_has_no_cell_is_told_and_comes_back(open_form: Open, as_file: AsFile, cooperative: dict[str, Any]) -> None:
    first, second = [*cooperative["answers"]][:2]
    marks = {"unconfirmed": True, "dissent": "Not everywhere"}
    answers = {**cooperative["answers"], first: {**cooperative["answers"][first], **marks}}
    facts = {"unconfirmed_facts": {"legal-form": True}}
    form = open_form().opened(as_file({**cooperative, **facts, "answers": answers, "extensions": {"ours": {"a": 1}}}))
    before = form.saved()
    form.go("start")
    form.page.get_by_role("button", name="Save as a workbook").click()
    words = form.dialog().inner_text()
    codes = {indicator.id: indicator.code for indicator in spregistry.Registry.open(ROOT / "standards")["sepm@3.0.0"].indicators.values()}
    assert f"Views that differ: {codes[first]}" in words
    # That an answer or a fact is to be confirmed has a column of its own.
    assert "to be confirmed" not in words
    assert codes[second] not in words
    assert "Reviews by an assessor: " in words
    assert "other programs keep: extensions" in words
    form.dialog().get_by_role("button", name="Cancel").click()
    content = workbook_of(form, "Save the workbook")
    sheets = [sheet for sheet in load_workbook(io.BytesIO(content)) if sheet["A1"].value == "spregistry rows"]
    marked = [
        sheet.cell(row[0].row, column.column).value
        for sheet in sheets
        for column in sheet[1]
        if column.value == "unconfirmed"
        for row in sheet.iter_rows()
        if row[0].value in (f"answers/{first}", "facts/legal-form")
    ]
    assert marked == ["Yes", "Yes"]
    form.go("start").opened(as_file(content, "book.xlsx"))
    same(form.saved(), before)


def test_what_was_not_understood_is_listed_with_sheet_and_cell(open_form: Open, as_file: AsFile, cooperative: dict[str, Any]) -> None:
    form = open_form().opened(as_file(bare(cooperative)))
    book = load_workbook(io.BytesIO(workbook_of(form)))
    facts = book["Facts"]
    rows = {row[0].value: row[0].row for row in facts.iter_rows()}
    facts.cell(rows["facts/active-clients"], 6).value = "about 41 thousand"
    facts.cell(rows["facts/portfolio"], 6).value = "1,234,567"
    facts.cell(rows["facts/portfolio"], 40).value = "a remark beside the table"
    book.create_sheet("My notes")["B2"] = "hello"
    buffer = io.BytesIO()
    book.save(buffer)
    form.go("start").open(as_file(buffer.getvalue(), "edited.xlsx"))
    words = form.dialog().inner_text()
    assert f"Sheet “Facts”, cell F{rows['facts/active-clients']}: “about 41 thousand”" in words
    assert (
        f"Sheet “Facts”, cell F{rows['facts/portfolio']}: “1,234,567” is text; it was read as the number 1,234,567. The workbook’s own"
        in words
    )
    assert f"Sheet “Facts”, cell AN{rows['facts/portfolio']}: nothing is asked here" in words
    assert "The sheet “My notes” is no part of the form, and was not read." in words
    form.dialog().get_by_role("button", name="Open all the same").click()
    form.until("location.hash.startsWith('#/about')")
    saved = form.saved()["facts"]
    assert saved["active-clients"] == {**cooperative["facts"]["active-clients"], "close": "about 41 thousand"}
    assert saved["portfolio"]["close"] == 1_234_567


def test_rows_and_sheets_that_somebody_deleted_are_named(open_form: Open, as_file: AsFile, cooperative: dict[str, Any]) -> None:
    form = open_form().opened(as_file(bare(cooperative)))
    book = load_workbook(io.BytesIO(workbook_of(form)))
    facts = book["Facts"]
    facts.delete_rows(next(row[0].row for row in facts.iter_rows() if row[0].value == "facts/active-clients"))
    del book["Action plan"]
    buffer = io.BytesIO()
    book.save(buffer)
    form.go("start").open(as_file(buffer.getvalue(), "edited.xlsx"))
    words = form.dialog().inner_text()
    title = spregistry.Registry.open(ROOT / "standards")["sepm@3.0.0"].facts["active-clients"].title
    assert f"Rows of the sheet “Facts” were deleted; what stood in them counts as not given (1: {title})." in words
    assert "The sheet “Action plan” was deleted; the actions in it are not read." in words


def test_the_workbook_speaks_the_language_of_the_form(
    open_form: Open, as_file: AsFile, cooperative: dict[str, Any], standards: spregistry.Registry
) -> None:
    form = open_form().opened(as_file(bare(cooperative)))
    before = form.saved()
    form.page.locator("select").first.select_option("fr")
    form.go("start")
    with form.page.expect_download() as download:
        form.page.locator(".sp-card .sp-actions .sp-button").nth(1).click()
    content = Path(download.value.path()).read_bytes()
    book = load_workbook(io.BytesIO(content))
    scales = [standards.translation("sepm@3.0.0", language).framework.definition.scales or {} for language in ("en", "fr")]
    met, french = (scale["practice"][0].label for scale in scales)
    labels = {cell.value for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    assert french in labels
    assert met not in labels
    english = open_form().opened(as_file(content, "classeur.xlsx"))
    same(english.saved(), before)


def test_a_colleagues_workbook_is_put_together_with_the_open_assessment(
    open_form: Open, as_file: AsFile, cooperative: dict[str, Any]
) -> None:
    first = next(iter(cooperative["answers"]))
    part = {**bare(cooperative), "answers": {first: bare(cooperative)["answers"][first]}}
    content = workbook_of(open_form().opened(as_file(part)))
    form = open_form().begin()
    form.go("colleagues")
    with form.page.expect_file_chooser() as chooser:
        form.page.locator("button", has_text="Add").first.click()
    chooser.value.set_files(as_file(content, "colleague.xlsx"))
    form.page.get_by_text("colleague.xlsx").first.wait_for()


@pytest.mark.parametrize("scheme", [*RULES_OF])
def test_the_dialogs_are_for_everybody(
    open_form: Open, as_file: AsFile, cooperative: dict[str, Any], browser_folder: Path, scheme: str
) -> None:
    axe = browser_folder / "node_modules" / "axe-core" / "axe.min.js"
    if not axe.exists():
        lacking("axe-core", "npm install in src/spregistry/browser brings it")
    form = open_form(bypass_csp=True, color_scheme=scheme, viewport={"width": 320, "height": 640}).opened(as_file(cooperative))
    form.go("start").page.add_script_tag(path=axe)
    button = form.page.get_by_role("button", name="Save as a workbook")
    button.focus()
    form.page.keyboard.press("Enter")
    dialog = form.dialog()
    found = form.page.evaluate("async (only) => (await axe.run(document, only)).violations.map((one) => one.id)", RULES_OF[scheme])
    assert found == []
    assert form.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert form.page.evaluate("document.querySelector('dialog').contains(document.activeElement)")
    form.page.keyboard.press("Escape")
    dialog.wait_for(state="detached")
    assert button.evaluate("(element) => element === document.activeElement")
