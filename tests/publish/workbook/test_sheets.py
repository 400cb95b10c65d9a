"""What a workbook holds: protected formulas, inputs that are not, parts for one function, any size, any standard."""

import io
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from openpyxl import Workbook, load_workbook

import spregistry
from frameworks import framework_of
from spregistry.cli import main
from spregistry.load.documents import parse
from spregistry.load.languages.translations import untranslated
from spregistry.model.framework import Framework
from spregistry.publish.workbook.workbook import workbook

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def sepm() -> Framework:
    return spregistry.Registry.open(ROOT / "standards")["sepm"]


@pytest.fixture(scope="module")
def book(sepm: Framework) -> Workbook:
    return load_workbook(io.BytesIO(workbook(untranslated(sepm))))


def rows(book: Workbook) -> dict[str, dict[str, Any]]:
    """Return the cells of every row that is filled in, by key and field."""
    found = {}
    for sheet in book:
        if sheet["A1"].value == "spregistry rows":
            fields = {cell.value: cell.column for cell in sheet[1] if cell.value and cell.column > 2 and cell.value != "-"}
            for row in range(2, sheet.max_row + 1):
                key = str(sheet.cell(row, 1).value or "")
                if "/" in key:
                    found[key] = {name: sheet.cell(row, column) for name, column in fields.items()}
    return found


def test_every_sheet_is_protected_without_a_password(book: Workbook) -> None:
    for sheet in book:
        assert sheet.protection.sheet, sheet.title
        assert not sheet.protection.password


def test_inputs_are_open_and_formulas_are_not(book: Workbook) -> None:
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert not (cell.data_type == "f" and not cell.protection.locked), (sheet.title, cell.coordinate)
    for key, cells in rows(book).items():
        if key.count("/") == 1 and key.startswith("answers/"):
            assert not cells["evidence"].protection.locked, key


def test_every_indicator_and_fact_has_its_row(book: Workbook, sepm: Framework) -> None:
    keys = set(rows(book))
    assert {f"answers/{id_}" for id_ in sepm.indicators} <= keys
    assert {f"facts/{id_}" for id_ in sepm.facts} <= keys
    items = {
        f"answers/{id_}/{item.id}"
        for id_, indicator in sepm.indicators.items()
        if indicator.answer.checklist
        for item in indicator.answer.checklist.items
    }
    assert items <= keys


def test_questions_and_rubrics_stand_in_cells(book: Workbook, sepm: Framework) -> None:
    texts = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)}
    for indicator in sepm.indicators.values():
        assert any(text.startswith(indicator.question) for text in texts), indicator.id
    together = "\n".join(texts)
    for indicator in sepm.indicators.values():
        for text in (indicator.rubric or {}).values():
            assert text in together


def test_answers_that_wait_to_be_confirmed_are_marked_until_somebody_takes_the_mark_away(sepm: Framework) -> None:
    confirmed, waiting = [*sepm.indicators][:2]
    answers = {confirmed: {"value": "met"}, waiting: {"value": "met", "unconfirmed": True}}
    given = {"format": 1, "framework": sepm.reference, "answers": answers}
    book = load_workbook(io.BytesIO(workbook(untranslated(sepm), given)))
    cells = rows(book)
    cell = cells[f"answers/{waiting}"]["unconfirmed"]
    assert cell.value == "Yes"
    assert cells[f"answers/{confirmed}"]["unconfirmed"].value is None
    assert not cell.protection.locked
    sheet = cell.parent
    assert sheet.cell(3, cell.column).value == "To be confirmed"
    formula = f'${cell.column_letter}4="Yes"'
    rules = [(str(area.sqref), rule) for area in sheet.conditional_formatting for rule in area.rules]
    coloured = {area for area, rule in rules if rule.formula and formula in rule.formula[0]}
    assert len(coloured) == 2
    assert any(cell.coordinate in area for area in sheet.conditional_formatting if str(area.sqref) in coloured)
    cell.value = None
    buffer = io.BytesIO()
    book.save(buffer)
    assert parse(buffer.getvalue(), "b.xlsx").data["answers"] == {confirmed: {"value": "met"}, waiting: {"value": "met"}}


def test_facts_that_wait_to_be_confirmed_are_marked_as_answers_are(sepm: Framework) -> None:
    facts = {"legal-form": "bank", "regulated": True, "ownership": ["members"]}
    given = {"format": 1, "framework": sepm.reference, "facts": facts, "unconfirmed_facts": {"legal-form": True, "ownership": True}}
    content = workbook(untranslated(sepm), given)
    assert parse(content, "facts.xlsx").data == given
    book = load_workbook(io.BytesIO(content))
    cells = rows(book)
    marks = {id_: cells[f"facts/{id_}"]["unconfirmed"] for id_ in facts}
    assert {id_: cell.value for id_, cell in marks.items()} == {"legal-form": "Yes", "regulated": None, "ownership": "Yes"}
    assert not any(cell.protection.locked for cell in marks.values())
    sheet, column = marks["regulated"].parent, marks["regulated"].column
    assert sheet.cell(4, column).value == "To be confirmed"
    formula = f'${marks["regulated"].column_letter}5="Yes"'
    coloured = [str(area.sqref) for area in sheet.conditional_formatting for rule in area.rules if rule.formula == [formula]]
    assert len(coloured) == 2
    # Somebody has looked: the cell is cleared, or says no.
    marks["legal-form"].value, marks["ownership"].value = None, "No"
    after = io.BytesIO()
    book.save(after)
    assert parse(after.getvalue(), "facts.xlsx").data["unconfirmed_facts"] == {"ownership": False}


def test_drop_downs_have_the_labels_of_the_language() -> None:
    registry = spregistry.Registry.open(ROOT / "standards")
    french = registry.translation("sepm@3.0.0", "fr")
    book = load_workbook(io.BytesIO(workbook(french)))
    labels = {str(row[2]) for row in book["spregistry lists"].iter_rows(min_row=2, values_only=True)}
    assert {option.label for option in (french.framework.definition.scales or {})["practice"]} <= labels
    sheet = next(sheet for sheet in book if sheet.title.startswith("1 "))
    assert all(rule.formula1.startswith("'spregistry lists'!") for rule in sheet.data_validations.dataValidation if rule.type == "list")


def test_the_part_of_one_function(sepm: Framework) -> None:
    content = workbook(untranslated(sepm), function="hr")
    book = load_workbook(io.BytesIO(content))
    own = {id_ for id_, indicator in sepm.indicators.items() if indicator.function == "hr"}
    assert {key.split("/")[1] for key in rows(book) if key.startswith("answers/")} == own
    assert "Result" not in book.sheetnames
    needed = {fact for id_ in own for condition in sepm.positions[id_].conditions for fact in condition.facts()}
    assert needed <= {key.split("/")[1] for key in rows(book) if key.startswith("facts/")}
    assert parse(content, "hr.xlsx").data["framework"] == sepm.reference


def test_what_a_part_does_not_show_is_carried_through_it(sepm: Framework) -> None:
    submission = spregistry.read(ROOT / "examples" / "rural-cooperative.yaml").data
    document = parse(workbook(untranslated(sepm), submission, function="hr"), "hr.xlsx")
    assert {id_ for id_, answer in submission["answers"].items() if answer} == set(document.data["answers"])
    assert document.data["facts"].keys() == submission["facts"].keys()


def test_a_profile_names_its_base() -> None:
    base_data: dict[str, Any] = {
        "format": 1, "id": "base", "version": "1.0.0", "title": "Base", "language": "en", "licence": "CC0-1.0",
        "levels": ["dimension", "indicator"], "scales": {"done": [{"value": "yes", "label": "Done", "points": 1}, {"value": "no", "label": "Open", "points": 0}]},
        "groups": [{"id": "g", "code": "1", "title": "G", "indicators": [
            {"id": name, "code": f"1.{at}", "title": name, "question": f"{name}?", "rubric": {"yes": "y", "no": "n"}, "answer": {"scale": "done"}}
            for at, name in enumerate(("one", "two"), 1)]}],
    }  # fmt: skip
    base = framework_of(base_data)
    profile_data = {"format": 1, "id": "entry", "version": "1.0.0", "title": "Entry", "language": "en", "licence": "CC0-1.0",
                    "based_on": "base@1.0.0", "use": {"ids": ["two"]}}  # fmt: skip
    profile = framework_of(profile_data, base)
    document = parse(workbook(untranslated(profile), {"format": 1, "answers": {"two": {"value": "yes"}}}), "x.xlsx")
    assert document.data == {"format": 1, "framework": "base@1.0.0", "profile": "entry@1.0.0", "answers": {"two": {"value": "yes"}}}
    assert spregistry.validate(base, document, profile) == []


def test_right_to_left() -> None:
    registry = spregistry.Registry.open(ROOT / "standards")
    book = load_workbook(io.BytesIO(workbook(registry.translation("sepm@3.0.0", "ar-XB"))))
    assert all(sheet.sheet_view.rightToLeft for sheet in book)


def test_names_of_sheets_are_possible_and_different() -> None:
    groups = [
        {"id": f"g{at}", "code": str(at), "title": title, "indicators": [
            {"id": f"i{at}", "code": f"{at}.1", "title": "I", "question": "I?", "scored": False, "answer": {"text": {}}}]}
        for at, title in enumerate(("'", "[]:*?/\\", "A very long title of a dimension of this standard", "A very long title of a dimension of that standard"), 1)
    ]  # fmt: skip
    data: dict[str, Any] = {"format": 1, "id": "names", "version": "1.0.0", "title": "N", "language": "en", "licence": "CC0-1.0",
                            "levels": ["d", "i"], "groups": groups}  # fmt: skip
    book = load_workbook(io.BytesIO(workbook(untranslated(framework_of(data)))))
    assert len({name.casefold() for name in book.sheetnames}) == len(book.sheetnames)
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in book.sheetnames)


def test_a_template_takes_seconds_and_a_huge_standard_stays_bounded(sepm: Framework) -> None:
    translation = untranslated(sepm)
    workbook(translation)
    began = time.process_time()
    workbook(translation)
    assert time.process_time() - began < 8  # about one and a half on a quiet machine
    scale = [{"value": "yes", "label": "Done", "points": 1}, {"value": "no", "label": "Open", "points": 0}]
    data: dict[str, Any] = {
        "format": 1, "id": "huge", "version": "1.0.0", "title": "Huge", "language": "en", "licence": "CC0-1.0", "levels": ["d", "i"],
        "scales": {"done": scale},
        "groups": [{"id": f"g{group}", "code": str(group), "title": f"G{group}", "indicators": [
            {"id": f"i{group}-{at}", "code": f"{group}.{at}", "title": "I", "question": "I?", "rubric": {"yes": "y", "no": "n"}, "answer": {"scale": "done"}}
            for at in range(1, 201)]} for group in range(1, 16)],
    }  # fmt: skip
    began = time.process_time()
    content = workbook(untranslated(framework_of(data)))
    assert time.process_time() - began < 60
    assert parse(content, "x.xlsx").remarks == ()


def test_the_command_writes_it_and_never_over_answers(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    arguments = ["--registry", str(ROOT / "standards"), "template", "sepm@3.0.0", "--format", "xlsx", "-o", str(file)]
    assert CliRunner().invoke(main, arguments).exit_code == 0
    assert CliRunner().invoke(main, ["--registry", str(ROOT / "standards"), "validate", str(file)]).exit_code == 0
    before = file.read_bytes()
    again = CliRunner().invoke(main, arguments)
    assert again.exit_code == 3
    assert file.read_bytes() == before
