"""A file that cannot be used is named, with what it is, and with what would be right in its place: of its own kind, and no other."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from releases import CASES, copied, run, with_first

Run = Callable[..., Any]
EXAMPLE = Path(__file__).parents[2] / "examples" / "consultation" / "standards"
DRAFT = "clean-water@1.1.0"


def told(result: Any) -> str:
    return " ".join((result.stdout + result.stderr).split())


#: Files of editors that hold nothing, and what to write into each.
EMPTY = {
    "notes.yaml": "Write `notes.yaml` beside `framework.yaml`, at least with `format: 1` and a `summary:`.",
    "consultation.yaml": "Write `consultation.yaml`; where there was no consultation, with `policy: editors-only` and a `statement`.",
    "framework.yaml": "Write it anew, or restore it from the repository's history.",
}


@pytest.mark.parametrize("name", EMPTY)
@pytest.mark.parametrize(("content", "found"), [("", "the file is empty"), ("# Later.\n", "the file holds nothing but comments or blanks")])
@pytest.mark.parametrize("command", [("release", "--dry-run"), ("check",)])
def test_an_empty_file_of_a_version_is_told_with_what_belongs_into_it(
    name: str, content: str, found: str, command: tuple[str, ...], tmp_path: Path
) -> None:
    registry = copied(tmp_path)
    file = registry / "demo" / "1.0.0" / name
    file.write_text(content, encoding="utf-8")
    result = run(registry, command[0], "demo@1.0.0", *command[1:])
    said = told(result)
    assert result.exit_code == 3, said
    assert str(file) in said
    assert found in said
    assert EMPTY[name] in said
    assert "spregistry template" not in said


def test_a_part_or_a_crosswalk_that_is_empty_is_not_to_be_begun_from_a_template(tmp_path: Path) -> None:
    registry = Path(shutil.copytree(CASES.parent / "frameworks" / "invalid" / "empty-document" / "empty-part", tmp_path / "standards"))
    (registry / "crosswalks").mkdir()
    (registry / "crosswalks" / "none.yaml").write_text("", encoding="utf-8")
    said = told(run(registry, "check"))
    for file in ("shop/1.0.0/care.yaml", "crosswalks/none.yaml"):
        assert f"{registry / file}: error empty-document the file is empty → Write it anew, or restore it" in said
    assert "spregistry template" not in said


@pytest.mark.parametrize("share", [0, 0.01, 0.3, 0.6, 0.9, 0.99])
@pytest.mark.parametrize("command", [("verify",), ("list",), ("record", "erratum", "demo@1.0.0", "--reason", "Wrong.")])
def test_a_record_that_was_cut_short_is_to_be_restored(share: float, command: tuple[str, ...], first: Path, tmp_path: Path) -> None:
    registry = Path(shutil.copytree(first, tmp_path / "standards"))
    file = registry / "releases.json"
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * share)])
    result = run(registry, *command)
    said = told(result)
    assert (result.exit_code, result.stdout) == (3, "")
    assert str(file) in said
    assert ("the file is empty" if share == 0 else "the JSON is broken here") in said
    assert "Restore it from the repository's history; it is only ever appended to." in said
    assert "template" not in said


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return with_first(tmp_path_factory.mktemp("first"))


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A registry in consultation, and beside it a table of comments, a review sheet and a form, each also under the other's ending."""
    folder = tmp_path_factory.mktemp("files")
    registry = Path(shutil.copytree(EXAMPLE, folder / "standards"))
    (folder / "table.csv").write_text("id,element,group,summary\nc-1,taps,users,More of them.\n", encoding="utf-8")
    assert run(registry, "consult", "sheet", DRAFT, "-o", str(folder / "sheet.xlsx")).exit_code == 0
    assert run(registry, "template", "clean-water@1.0.0", "--format", "xlsx", "-o", str(folder / "form.xlsx")).exit_code == 0
    for name in ("sheet", "form"):
        shutil.copy(folder / f"{name}.xlsx", folder / f"{name}-as.csv")
    shutil.copy(folder / "table.csv", folder / "table-as.xlsx")
    return folder


_IS_TABLE, _NAMED_SO = "the file is a table of plain text (CSV), and no workbook", "table of plain text (CSV) with the name of a workbook"
_THE_FORM = "Give the workbook itself, as it was before it was exported"
_AS_CSV = "Save the table as CSV in UTF-8, with the columns id, round, element, draft, group, region, summary, on."
_SHEETS = "A review sheet that came back is read by `spregistry consult read`."

#: The command, the file, what it is, and what would be right; and what would not.
WANTED = [
    (("validate",), "table.csv", _IS_TABLE, _THE_FORM, "Start from"),
    (("score",), "table.csv", _IS_TABLE, _THE_FORM, "Start from"),
    (("validate",), "table-as.xlsx", _NAMED_SO, _THE_FORM, "Start from"),
    (("validate",), "form-as.csv", "a workbook or ZIP archive", "give it its own ending: .xlsx.", "Start from"),
    (("consult", "read"), "table.csv", _IS_TABLE, "comments in a CSV table are taken over by `spregistry consult import`.", "exported"),
    (("consult", "read"), "table-as.xlsx", _NAMED_SO, _THE_FORM, "consult import"),
    (("consult", "import", DRAFT), "sheet.xlsx", "a workbook or ZIP archive", f"{_AS_CSV} {_SHEETS}", "ending"),
    (("consult", "import", DRAFT), "sheet-as.csv", "a workbook or ZIP archive", f"{_AS_CSV} {_SHEETS}", "ending"),
]


@pytest.mark.parametrize(("command", "name", "found", "right", "wrong"), WANTED)
def test_a_table_for_a_workbook_and_a_workbook_for_a_table(
    command: tuple[str, ...], name: str, found: str, right: str, wrong: str, files: Path
) -> None:
    result = run(files / "standards", *command, str(files / name))
    said = told(result)
    assert result.exit_code == 3, said
    assert str(files / name) in said
    assert found in said
    assert right in said
    assert wrong not in said


def test_a_review_sheet_is_known_by_what_it_is_and_not_by_its_ending(files: Path) -> None:
    """What was saved under another name is still the workbook that came back."""
    assert "Proposed texts: 0" in run(files / "standards", "consult", "read", str(files / "sheet-as.csv")).stdout
