"""An erratum is told wherever its element is asked: on reading it, in templates and workbooks, on interview sheets, and in the form."""

import html
import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import yaml

import record_registries
from record_registries import framework, indicator
from releases import printed as run
from spregistry.api import Registry
from spregistry.load.releases.record import append, text
from spregistry.model.release import Record
from spregistry.publish.browser.form_data import form_data
from spregistry.publish.site.tree import site_tree

#: Element of each erratum, None for the whole, and what it says.
ERRATA = {
    None: "Twelve months are meant.",
    "goals": "Goals of all kinds.",
    "written": "Read “noted” as “written”.",
    "clients": "Count each once.",
}


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One version, released, with errata of three days on what `ERRATA` names, and a profile of it."""
    folder = tmp_path_factory.mktemp("errata")
    goals = [indicator("written", "1.1", "Goals are written", "Are the goals noted?", function="board", tags=["entry"])]
    box = [indicator("box", "2.1", "There is a box", "Is there a box?", function="board")]
    data = framework("1.0.0", None, goals, box, functions=[{"id": "board", "title": "Board"}])
    record_registries.dump(folder / "demo" / "1.0.0" / "framework.yaml", data)
    profile = {"format": 1, "id": "first", "version": "1.0.0", "title": "First", "language": "en", "licence": "CC-BY-4.0"}
    record_registries.dump(folder / "first" / "1.0.0" / "framework.yaml", {**profile, "based_on": "demo@1.0.0", "use": {"tags": ["entry"]}})
    released = {"event": "released", "framework": "demo@1.0.0", "on": "2025-01-01", "engine": "spregistry"}
    record = append(Record(name=str(folder / "releases.json")), {**released, "digest": Registry.open(folder)["demo@1.0.0"].digest})
    for element, reason in ERRATA.items():
        about = {"element": element} if element else {}
        record = append(record, {"event": "erratum", "framework": "demo@1.0.0", "on": "2025-03-01", "reason": reason, **about})
    (folder / "releases.json").write_bytes(text(record))
    return folder


def told(said: str) -> set[str | None]:
    """Return the elements whose errata stand in a text, with their day."""
    whole = " ".join(said.replace("#", "").split())
    return {element for element, reason in ERRATA.items() if f"Erratum of 2025-03-01: {reason}" in whole}


@pytest.mark.parametrize(
    ("arguments", "elements"),
    [
        ((), {None}),
        (("1",), {None, "goals"}),
        (("1.1",), {None, "goals", "written"}),
        (("2.1",), {None}),
        (("facts",), {None, "clients"}),
    ],
)
@pytest.mark.parametrize("reference", ["demo", "first"])
def test_show_tells_it_beside_what_it_is_about(
    reference: str, arguments: tuple[str, ...], elements: set[str | None], registry: Path
) -> None:
    if reference == "first" and arguments == ("2.1",):
        arguments = ("1.1",)  # the profile has that question only, and its errata are those of its base
        elements = {None, "goals", "written"}
    said = run(registry, "show", reference, *arguments)
    assert told(said) == elements
    assert said.count("Erratum of") == len(elements)


def test_what_is_about_more_than_a_part_stands_above_it_and_says_what_it_is_about(registry: Path) -> None:
    lines = run(registry, "show", "demo", "1.1").splitlines()
    assert lines[:4] == [
        "demo@1.0.0: Erratum of 2025-03-01: Twelve months are meant.",
        "1 Goals: Erratum of 2025-03-01: Goals of all kinds.",
        "",
        "1.1  Goals are written",
    ]
    assert run(registry, "show", "demo", "facts").splitlines()[:2] == [lines[0], ""]


def test_of_a_group_within_another_those_of_the_outer_one_stand_above(tmp_path: Path) -> None:
    inner = {"id": "inner", "code": "1.A", "title": "Inner", "indicators": [indicator("written", "1.A.1", "Written", "Is it written?")]}
    data = framework("1.0.0", None, [], [indicator("box", "2.A.1", "There is a box", "Is there a box?")])
    data["groups"][0] = {"id": "goals", "code": "1", "title": "Goals", "groups": [inner]}
    data["groups"][1] = {
        "id": "complaints",
        "code": "2",
        "title": "Complaints",
        "groups": [{**data["groups"][1], "id": "ways", "code": "2.A"}],
    }
    data["levels"] = ["theme", "practice", "indicator"]
    record_registries.dump(tmp_path / "demo" / "1.0.0" / "framework.yaml", data)
    record = Record(name=str(tmp_path / "releases.json"))
    for element in ("goals", "inner", "complaints"):
        about = {"event": "erratum", "framework": "demo@1.0.0", "on": "2025-03-01", "element": element, "reason": f"On {element}."}
        record = append(record, about)
    (tmp_path / "releases.json").write_bytes(text(record))
    said = run(tmp_path, "show", "demo@1.0.0", "1.A")
    above, below = said.split("1.A  Inner")
    assert above == "1 Goals: Erratum of 2025-03-01: On goals.\n\n"
    assert "Erratum of 2025-03-01: On inner." in below
    assert "On complaints." not in said


@pytest.mark.parametrize("reference", ["demo", "first"])
def test_the_history_of_a_question_tells_those_of_the_whole_and_its_own(reference: str, registry: Path) -> None:
    assert told(run(registry, "changelog", reference, "--indicator", "written").replace("*", "")) == {None, "written"}


def test_a_form_is_given_each_once_though_a_profile_asks_what_its_base_does(registry: Path) -> None:
    given = form_data(Registry.open(registry), "first@1.0.0", ["en"])["errata"]
    assert [(each["framework"], each.get("element"), each["reason"]) for each in given] == [
        ("demo@1.0.0", *each) for each in ERRATA.items()
    ]


def test_a_template_tells_it_above_the_blank(registry: Path) -> None:
    lines = run(registry, "template", "demo").splitlines()
    assert told("\n".join(lines)) == {*ERRATA}
    at = lines.index("  # 1.1 Are the goals noted?")
    assert lines[at + 1] == "  # Erratum of 2025-03-01: Read “noted” as “written”."
    assert yaml.safe_load("\n".join(lines))["framework"] == "demo@1.0.0"
    assert told(run(registry, "template", "demo", "--function", "board")) == {None, "goals", "written"}


def test_a_template_in_json_has_it_among_its_extensions(registry: Path) -> None:
    given = json.loads(run(registry, "template", "demo", "--format", "json"))["extensions"]["errata"]
    assert given == {element or "framework": [f"Erratum of 2025-03-01: {reason}"] for element, reason in ERRATA.items()}
    part = json.loads(run(registry, "template", "demo", "--format", "json", "--function", "board"))["extensions"]["errata"]
    assert set(part) == {"framework", "goals", "written"}


def test_a_workbook_has_it_on_its_first_sheet_and_beside_the_question(registry: Path, tmp_path: Path) -> None:
    run(registry, "template", "demo", "--format", "xlsx", "-o", str(tmp_path / "whole.xlsx"))
    run(registry, "template", "demo", "--format", "xlsx", "--function", "board", "-o", str(tmp_path / "part.xlsx"))
    book = openpyxl.load_workbook(tmp_path / "whole.xlsx")
    cells = {
        sheet.title: [str(cell) for row in sheet.values for cell in row if cell is not None]
        for sheet in book
        if sheet.sheet_state == "visible"
    }
    assert told(" ".join(cells.pop("Read me"))) == {*ERRATA}
    assert "Are the goals noted?\nErratum of 2025-03-01: Read “noted” as “written”." in [cell for sheet in cells.values() for cell in sheet]
    assert told(" ".join(cells["Facts"])) == {"clients"}
    part = openpyxl.load_workbook(tmp_path / "part.xlsx")["Read me"]
    assert told(" ".join(str(cell) for row in part.values for cell in row)) >= {None, "written"}


def test_an_interview_sheet_has_it_above_the_question(registry: Path) -> None:
    tree = site_tree(Registry.open(registry), today=date(2026, 1, 1))
    sheet = html.unescape(tree.docs["standards/demo/1.0.0/en/interviews/board.md"].decode())
    before, after = sheet.split("Read “noted” as “written”.")
    assert 'Erratum of 2025-03-01"' in before
    assert "Are the goals noted?" in after
    # The pages of a profile ask the same question.
    assert "Read “noted” as “written”." in html.unescape(tree.docs["standards/first/1.0.0/en/read/goals.md"].decode())
