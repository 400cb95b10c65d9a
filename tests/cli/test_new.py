"""`spregistry new`: what it writes can be checked at once, and nothing that is there is touched."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

import spregistry
from spregistry.load import contracts

Run = Callable[..., Result]

VERSIONS = Path(__file__).parents[1] / "cases" / "versions" / "registry"


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_the_next_version_is_the_same_but_for_its_number(run: Run, copied_versions: Path) -> None:
    before = snapshot(copied_versions)
    result = run("new", "demo@3.0.0", registry=copied_versions)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "spregistry check demo@3.0.0" in " ".join(result.stdout.split())
    assert "write notes.yaml, consultation.yaml in that folder" in " ".join(result.stdout.split())
    assert snapshot(copied_versions).items() > before.items()
    registry = spregistry.Registry.open(copied_versions)
    differences = spregistry.diff(registry["demo@2.0.0"], registry["demo@3.0.0"], registry)
    assert differences.changes == ()
    assert registry["demo@3.0.0"].definition.previous == "demo@2.0.0"
    assert not (copied_versions / "demo" / "3.0.0" / "notes.yaml").exists()
    checked = run("check", "demo@3.0.0", registry=copied_versions)
    assert (checked.exit_code, "error" in checked.stdout) == (0, False)


@pytest.mark.parametrize("option", [("--title", "Other"), ("--language", "fr")])
def test_the_next_version_takes_neither_title_nor_language(run: Run, copied_versions: Path, option: tuple[str, str]) -> None:
    before = snapshot(copied_versions)
    refused = run("new", "demo@3.0.0", *option, registry=copied_versions)
    assert refused.exit_code == 2
    assert f"{option[0]}: Only a framework that starts anew takes it; the next version keeps what demo@2.0.0 says." in " ".join(
        refused.stderr.split()
    )
    assert snapshot(copied_versions) == before


def test_from_another_version_than_the_last(run: Run, copied_versions: Path) -> None:
    assert run("new", "demo@1.0.2", "--from", "demo@1.0.1", registry=copied_versions).exit_code == 0
    framework = spregistry.Registry.open(copied_versions)["demo@1.0.2"]
    assert (framework.definition.previous, "goals" in framework.indicators) == ("demo@1.0.1", True)


def test_a_version_between_others_names_the_one_to_begin_with(run: Run, copied_versions: Path) -> None:
    before = snapshot(copied_versions)
    refused = run("new", "demo@1.0.2", registry=copied_versions)
    said = " ".join(refused.stderr.split())
    assert (refused.exit_code, "1.0.2 does not come after demo@2.0.0. To begin with the one before it, add --from demo@1.0.1." in said) == (
        2,
        True,
    )
    first = run("new", "demo@0.9.0", registry=copied_versions)
    assert (first.exit_code, "--from" in first.stderr) == (2, False), "nothing is before it"
    assert snapshot(copied_versions) == before
    assert run("new", "demo@1.0.2", "--from", "demo@1.0.1", registry=copied_versions).exit_code == 0


def test_translations_go_along(run: Run, copied_versions: Path) -> None:
    assert run("translations", "demo@2.0.0", "--language", "fr", "--update", registry=copied_versions).exit_code == 0
    there = snapshot(copied_versions / "demo" / "2.0.0")
    assert any(name.endswith("fr.po") for name in there)
    assert run("new", "demo@2.1.0", registry=copied_versions).exit_code == 0
    made = snapshot(copied_versions / "demo" / "2.1.0")
    assert {name: content for name, content in made.items() if name.endswith(".po")} == {
        name: content for name, content in there.items() if name.endswith(".po")
    }


def test_a_framework_that_starts_anew_passes_the_check(run: Run, copied_versions: Path) -> None:
    result = run("new", "anew@1.0.0", "--title", 'Ours: "the" first', "--language", "sw", registry=copied_versions)
    assert (result.exit_code, result.stderr) == (0, "")
    framework = spregistry.Registry.open(copied_versions)["anew@1.0.0"]
    assert (framework.title, framework.definition.language) == ('Ours: "the" first', "sw")
    assert run("check", "anew@1.0.0", registry=copied_versions).exit_code == 0


def test_a_framework_that_starts_anew_names_no_contract_that_is_not_there(run: Run, copied_versions: Path) -> None:
    assert run("new", "anew@1.0.0", registry=copied_versions).exit_code == 0
    assert (copied_versions / "anew/1.0.0/framework.yaml").read_text(encoding="utf-8").startswith("format: 1\n")
    (copied_versions.parent / "schemas").mkdir()
    assert run("schema", "framework", "-o", str(copied_versions.parent / "schemas/framework.schema.json")).exit_code == 0
    assert run("new", "other@1.0.0", registry=copied_versions).exit_code == 0
    first = (copied_versions / "other/1.0.0/framework.yaml").read_text(encoding="utf-8").splitlines()[0]
    named = first.removeprefix("# yaml-language-server: $schema=")
    assert (copied_versions / "other" / "1.0.0" / named).resolve() == (copied_versions.parent / "schemas/framework.schema.json").resolve()
    assert run("check", "other@1.0.0", registry=copied_versions).exit_code == 0


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--title", ""),
        ("--title", "  "),
        ("--title", "Two\nlines"),
        ("--title", "Two\u2028lines"),
        ("--title", "Half \udc80 a character"),
        ("--title", "a" * 301),
        ("--language", ""),
        ("--language", "../"),
        ("--language", "en\nlicence: x"),
        ("--language", "e"),
        ("--language", "English"),
        ("--language", "en_GB"),
        ("--language", "en-" + "a" * 10),
    ],
)
def test_what_no_definition_may_hold_is_not_written(option: str, value: str, run: Run, copied_versions: Path) -> None:
    before = snapshot(copied_versions)
    result = run("new", "anew@1.0.0", option, value, registry=copied_versions)
    assert (result.exit_code, result.stdout, option in result.stderr) == (2, "", True)
    assert (snapshot(copied_versions), (copied_versions / "anew").exists()) == (before, False)


@pytest.mark.parametrize(("title", "language"), [("a" * 300, "pt-br"), ("É – “x”: #1 {y} %z", "no"), ("null", "zh-Hant-TW")])
def test_what_a_definition_may_hold_is_written_as_it_is(title: str, language: str, run: Run, copied_versions: Path) -> None:
    assert run("new", "anew@1.0.0", "--title", title, "--language", language, registry=copied_versions).exit_code == 0
    definition = spregistry.Registry.open(copied_versions)["anew@1.0.0"].definition
    assert (definition.title, definition.language) == (title, language)


def test_an_empty_origin_is_not_the_last_version(run: Run, copied_versions: Path) -> None:
    before = snapshot(copied_versions)
    assert run("new", "demo@3.0.0", "--from", "", registry=copied_versions).exit_code == 2
    assert snapshot(copied_versions) == before


def test_nothing_is_replaced(run: Run, copied_versions: Path) -> None:
    before = snapshot(copied_versions)
    result = run("new", "demo@2.0.0", registry=copied_versions)
    assert (result.exit_code, result.stdout) == (3, "")
    assert "is there already; nothing is replaced" in " ".join(result.stderr.split())
    (copied_versions / "demo" / "4.0.0").mkdir()
    assert run("new", "demo@4.0.0", registry=copied_versions).exit_code == 3
    assert snapshot(copied_versions) == before


@pytest.mark.parametrize(
    "reference", ["demo", "demo@3", "Demo@3.0.0", "demo@03.0.0", "demo@3.0.0/..", "../demo@3.0.0", "demo@1.5.0", "demo@2.0.0-rc"]
)
def test_wrong_names(reference: str, run: Run, copied_versions: Path) -> None:
    before = snapshot(copied_versions)
    assert run("new", reference, registry=copied_versions).exit_code == 2
    assert snapshot(copied_versions) == before


def test_no_version_begins_with_another_framework(run: Run, copied_versions: Path) -> None:
    before = snapshot(copied_versions)
    result = run("new", "demo@9.0.0", "--from", "demo-entry@2.0.0", registry=copied_versions)
    assert (result.exit_code, "another framework" in " ".join(result.stderr.split())) == (2, True)
    assert snapshot(copied_versions) == before


def test_a_folder_that_cannot_be_written(run: Run, copied_versions: Path) -> None:
    (copied_versions / "blocked").write_text("a file where a folder should be", encoding="utf-8")
    result = run("new", "blocked@1.0.0", registry=copied_versions)
    assert (result.exit_code, result.stdout) == (3, "")
    assert "nothing was changed" in " ".join(result.stderr.split())


def test_a_version_is_there_whole_or_not_at_all(run: Run, copied_versions: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = snapshot(copied_versions)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert run("new", "demo@3.0.0", registry=copied_versions).exit_code == 3
    assert snapshot(copied_versions) == before
    assert sorted(path.name for path in (copied_versions / "demo").iterdir()) == ["1.0.0", "1.0.1", "2.0.0"]


# The first standard of somebody who has none.


def started(tmp_path: Path, environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the program as somebody does who has just installed it, in a folder of their own."""
    command = [sys.executable, "-m", "spregistry", *arguments]
    return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", timeout=60, check=False)


def test_who_starts_from_nothing_has_a_folder_of_standards_then(tmp_path: Path, environment: dict[str, str]) -> None:
    made = started(tmp_path, environment, "new", "savings-group@1.0.0", "--title", "Good practice of savings groups")
    assert (made.returncode, made.stderr) == (0, "")
    assert made.stdout.splitlines()[0] == "There were no standards in standards yet; this is the first."
    assert [*snapshot(tmp_path)] == ["standards/.gitattributes", "standards/savings-group/1.0.0/framework.yaml"]
    assert "standards/.gitattributes is written as well" in made.stdout
    assert not Path(str(contracts.shipped("standards")), "savings-group").exists(), "what came with the program is nobody's to write to"
    checked = started(tmp_path, environment, "check", "savings-group@1.0.0")
    assert (checked.returncode, "Standards in: standards" in checked.stderr) == (0, True)
    assert started(tmp_path, environment, "list").stdout.startswith("savings-group@1.0.0  draft")
    again = started(tmp_path, environment, "new", "savings-group@1.1.0")
    assert (again.returncode, "There were no standards" in again.stdout) == (0, False)
    assert ".gitattributes" not in again.stdout
    assert "previous: savings-group@1.0.0" in (tmp_path / "standards/savings-group/1.1.0/framework.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("there", [True, False], ids=["empty", "absent"])
def test_the_first_standard_of_a_folder_that_is_named(run: Run, tmp_path: Path, there: bool) -> None:  # noqa: FBT001  # a parameter
    folder = tmp_path / "ours"
    if there:
        folder.mkdir()
    result = run("new", "mine@1.0.0", registry=folder)
    assert result.exit_code == 0
    assert f"There were no standards in {folder} yet" in " ".join(result.stdout.split())
    assert [*spregistry.Registry.open(folder)] == ["mine@1.0.0"]


def test_what_tells_git_about_files_is_never_replaced_nor_written_beside_standards_that_are_there(
    run: Run, copied_versions: Path, tmp_path: Path
) -> None:
    before = snapshot(copied_versions)
    assert run("new", "anew@1.0.0", registry=copied_versions).exit_code == 0
    assert snapshot(copied_versions).keys() - before.keys() == {"anew/1.0.0/framework.yaml"}
    folder = tmp_path / "ours"
    folder.mkdir()
    (folder / ".gitattributes").write_text("* text\n", encoding="utf-8")
    result = run("new", "mine@1.0.0", registry=folder)
    assert (result.exit_code, ".gitattributes" in result.stdout) == (0, False)
    assert (folder / ".gitattributes").read_text(encoding="utf-8") == "* text\n"


def test_what_does_not_begin_anew_needs_a_folder_that_holds_it(run: Run, tmp_path: Path) -> None:
    result = run("new", "demo@2.0.0", "--from", "demo@1.0.0", registry=tmp_path / "absent")
    assert (result.exit_code, "holds no standards" in " ".join(result.stderr.split())) == (3, True)
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    assert run("new", "demo@2.0.0", registry=tmp_path / "file").exit_code == 3
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
