"""`spregistry new`: what it writes can be checked at once, and nothing that is there is touched."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

import spregistry

Run = Callable[..., Result]

VERSIONS = Path(__file__).parents[1] / "cases" / "versions" / "registry"


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(VERSIONS, tmp_path / "standards"))


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_the_next_version_is_the_same_but_for_its_number(run: Run, copied: Path) -> None:
    before = snapshot(copied)
    result = run("new", "demo@3.0.0", registry=copied)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "spregistry check demo@3.0.0" in " ".join(result.stdout.split())
    assert "write notes.yaml, consultation.yaml in that folder" in " ".join(result.stdout.split())
    assert snapshot(copied).items() > before.items()
    registry = spregistry.Registry.open(copied)
    differences = spregistry.diff(registry["demo@2.0.0"], registry["demo@3.0.0"], registry)
    assert differences.changes == ()
    assert registry["demo@3.0.0"].definition.previous == "demo@2.0.0"
    assert not (copied / "demo" / "3.0.0" / "notes.yaml").exists()
    checked = run("check", "demo@3.0.0", registry=copied)
    assert (checked.exit_code, "error" in checked.stdout) == (0, False)


def test_from_another_version_than_the_last(run: Run, copied: Path) -> None:
    assert run("new", "demo@1.0.2", "--from", "demo@1.0.1", registry=copied).exit_code == 0
    framework = spregistry.Registry.open(copied)["demo@1.0.2"]
    assert (framework.definition.previous, "goals" in framework.indicators) == ("demo@1.0.1", True)


def test_translations_go_along(run: Run, copied: Path) -> None:
    assert run("translations", "demo@2.0.0", "--language", "fr", "--update", registry=copied).exit_code == 0
    there = snapshot(copied / "demo" / "2.0.0")
    assert any(name.endswith("fr.po") for name in there)
    assert run("new", "demo@2.1.0", registry=copied).exit_code == 0
    made = snapshot(copied / "demo" / "2.1.0")
    assert {name: content for name, content in made.items() if name.endswith(".po")} == {
        name: content for name, content in there.items() if name.endswith(".po")
    }


def test_a_framework_that_starts_anew_passes_the_check(run: Run, copied: Path) -> None:
    result = run("new", "anew@1.0.0", "--title", 'Ours: "the" first', "--language", "sw", registry=copied)
    assert (result.exit_code, result.stderr) == (0, "")
    framework = spregistry.Registry.open(copied)["anew@1.0.0"]
    assert (framework.title, framework.definition.language) == ('Ours: "the" first', "sw")
    assert run("check", "anew@1.0.0", registry=copied).exit_code == 0


def test_nothing_is_replaced(run: Run, copied: Path) -> None:
    before = snapshot(copied)
    result = run("new", "demo@2.0.0", registry=copied)
    assert (result.exit_code, result.stdout) == (3, "")
    assert "is there already; nothing is replaced" in " ".join(result.stderr.split())
    (copied / "demo" / "4.0.0").mkdir()
    assert run("new", "demo@4.0.0", registry=copied).exit_code == 3
    assert snapshot(copied) == before


@pytest.mark.parametrize(
    "reference", ["demo", "demo@3", "Demo@3.0.0", "demo@03.0.0", "demo@3.0.0/..", "../demo@3.0.0", "demo@1.5.0", "demo@2.0.0-rc"]
)
def test_wrong_names(reference: str, run: Run, copied: Path) -> None:
    before = snapshot(copied)
    assert run("new", reference, registry=copied).exit_code == 2
    assert snapshot(copied) == before


def test_no_version_begins_with_another_framework(run: Run, copied: Path) -> None:
    before = snapshot(copied)
    result = run("new", "demo@9.0.0", "--from", "demo-entry@2.0.0", registry=copied)
    assert (result.exit_code, "another framework" in " ".join(result.stderr.split())) == (2, True)
    assert snapshot(copied) == before


def test_a_folder_that_cannot_be_written(run: Run, copied: Path) -> None:
    (copied / "blocked").write_text("a file where a folder should be", encoding="utf-8")
    result = run("new", "blocked@1.0.0", registry=copied)
    assert (result.exit_code, result.stdout) == (3, "")
    assert "nothing was changed" in " ".join(result.stderr.split())


def test_a_version_is_there_whole_or_not_at_all(run: Run, copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = snapshot(copied)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert run("new", "demo@3.0.0", registry=copied).exit_code == 3
    assert snapshot(copied) == before
    assert sorted(path.name for path in (copied / "demo").iterdir()) == ["1.0.0", "1.0.1", "2.0.0"]
