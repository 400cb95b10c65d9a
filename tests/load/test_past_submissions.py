"""The files of a folder that may be submissions: none is passed over in silence, and none comes twice."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from spregistry.load.past_submissions import past_submissions
from spregistry.model.forecast import Unread


def write(*paths: Path) -> None:
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("format: 1\n", encoding="utf-8")


def found(folder: Path) -> list[str]:
    """Return the files by their names below a folder; what cannot be looked into with its reason."""
    return [
        f"{Path(each.file).relative_to(folder)}: {each.reason}" if isinstance(each, Unread) else str(Path(each).relative_to(folder))
        for each in past_submissions(str(folder))
    ]


def test_files_come_by_folder_and_name(tmp_path: Path) -> None:
    write(*(tmp_path / name for name in ("b/y.yml", "b.yaml", "a/z.XLSX", "a/deep/x.json", "c.txt", "a.yaml")))
    assert found(tmp_path) == ["a.yaml", "b.yaml", "a/z.XLSX", "a/deep/x.json", "b/y.yml"]


def test_hidden_folders_are_left_out_like_hidden_files(tmp_path: Path) -> None:
    write(*(tmp_path / name for name in (".h.yaml", "~$form.xlsx", ".Trash/a.yaml", "b/.history/deep/c.yaml", "b/d.yaml")))
    assert found(tmp_path) == ["b/d.yaml"]
    assert found(tmp_path / ".Trash") == ["a.yaml"], "one that is asked for is meant"


@pytest.fixture
def locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that nobody may look into; where the system lets its administrator, the refusal is played."""
    folder = tmp_path / "b"
    write(folder / "x.yaml")
    folder.chmod(0)
    scandir = os.scandir

    def refusing(path: str) -> object:
        if Path(path) == folder:
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    yield folder
    folder.chmod(0o700)


def test_a_folder_that_cannot_be_read_is_named(tmp_path: Path, locked: Path) -> None:
    write(tmp_path / "a" / "x.yaml", tmp_path / "c" / "x.yaml")
    assert found(tmp_path) == ["a/x.yaml", "b: permission denied", "c/x.yaml"]
    assert [*past_submissions(str(locked))] == [Unread(str(locked), "permission denied")]


def test_a_linked_folder_is_read_like_any_other(tmp_path: Path) -> None:
    write(tmp_path / "past" / "z.yaml", tmp_path / "elsewhere" / "deep" / "x.yaml")
    (tmp_path / "past" / "a").symlink_to(tmp_path / "elsewhere")
    assert found(tmp_path / "past") == ["z.yaml", "a/deep/x.yaml"]


def test_links_that_lead_back_are_not_followed(tmp_path: Path) -> None:
    past, elsewhere = tmp_path / "past", tmp_path / "elsewhere"
    write(past / "in" / "x.yaml", elsewhere / "in" / "y.yaml", elsewhere / "z.yaml", tmp_path / "never.yaml")
    (past / "again").symlink_to(past / "in")
    (past / "in" / "itself").symlink_to(past)
    (past / "up").symlink_to(tmp_path)
    (past / "first").symlink_to(elsewhere / "in")
    (past / "second").symlink_to(elsewhere)
    (elsewhere / "in" / "out").symlink_to(elsewhere)
    (elsewhere / "up").symlink_to("..")
    # Each file comes once: the folder behind “first” is not looked into again behind “second”.
    assert found(past) == ["in/x.yaml", "first/y.yaml", "second/z.yaml"]


def test_links_that_lead_nowhere_are_named(tmp_path: Path) -> None:
    (tmp_path / "2021").symlink_to(tmp_path / "drive-that-is-not-there")
    (tmp_path / "x.yaml").symlink_to(tmp_path / "gone.yaml")
    # The file is told when it is read.
    assert found(tmp_path) == ["2021: no such file or directory", "x.yaml"]
