"""What the file system is asked: what it does not say is told, with the folder to mend and what to do, and never taken for nothing."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from shut_folders import shut
from spregistry.errors import DocumentError
from spregistry.load import folders
from spregistry.load.folders import below, entries, is_file, is_folder, is_in_sight, is_there, require_plain, version_folders


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("demo/1.0.0", "demo/1.1.0/locale", ".git/hooks"):
        (tmp_path / name).mkdir(parents=True)
    for name in ("releases.json", "demo/1.0.0/framework.yaml", "demo/1.1.0/locale/fr.po", "demo/1.1.0/.hidden"):
        (tmp_path / name).write_text("", encoding="utf-8")
    return tmp_path


def names(paths: list[Path], root: Path) -> list[str]:
    return [path.relative_to(root).as_posix() for path in paths]


def test_what_is_there_is_told_apart(root: Path) -> None:
    assert [is_there(root / name) for name in ("demo", "releases.json", "absent", "releases.json/inside", "no\0name")] == [
        True, True, False, False, False,
    ]  # fmt: skip
    assert [is_folder(root / name) for name in ("demo", "releases.json", "absent")] == [True, False, False]
    assert [is_file(root / name) for name in ("demo", "releases.json", "absent")] == [False, True, False]
    assert names(entries(root / "demo"), root) == ["demo/1.0.0", "demo/1.1.0"]
    assert entries(root / "absent") == []
    assert names([*below(root / "demo")], root) == [
        "demo/1.0.0", "demo/1.0.0/framework.yaml", "demo/1.1.0", "demo/1.1.0/locale", "demo/1.1.0/locale/fr.po",
    ]  # fmt: skip
    assert names([*below(root / "demo", ["1.1.0"])], root) == ["demo/1.0.0", "demo/1.0.0/framework.yaml"]
    assert names(version_folders(root), root) == ["demo/1.0.0", "demo/1.1.0"]


def test_links_are_followed_to_their_end_and_not_into_folders_below(root: Path) -> None:
    (root / "demo" / "linked").symlink_to(root / "demo" / "1.0.0")
    (root / "nowhere").symlink_to(root / "absent")
    (root / "circle").symlink_to(root / "circle")
    assert is_folder(root / "demo" / "linked")
    assert [is_there(root / name) for name in ("nowhere", "circle")] == [False, False]
    assert "demo/linked/framework.yaml" not in names([*below(root / "demo")], root)


ASKED: dict[str, Callable[[Path], object]] = {
    "is_there": lambda root: is_there(root / "demo/1.0.0/framework.yaml"),
    "is_file": lambda root: is_file(root / "demo/1.0.0/framework.yaml"),
    "is_folder": lambda root: is_folder(root / "demo/1.0.0/release"),
    "is_there, deep": lambda root: is_there(root / "demo/1.0.0/release/policy.json"),
    "require_plain": lambda root: require_plain(root / "demo/1.0.0/framework.yaml"),
    "entries": lambda root: entries(root / "demo/1.0.0"),
    "below": lambda root: [*below(root / "demo")],
}


@pytest.mark.parametrize("ask", ASKED.values(), ids=ASKED)
def test_the_folder_that_is_shut_is_named(ask: Callable[[Path], object], root: Path) -> None:
    with shut(root / "demo" / "1.0.0"), pytest.raises(DocumentError) as refused:
        ask(root)
    found = refused.value.finding
    assert (found.code, found.severity, found.file, found.message) == (
        "unreadable-file", "error", str(root / "demo" / "1.0.0"), "permission denied",
    )  # fmt: skip
    assert found.hint == "Make it readable for you, with all that is in it, and try again."


def test_a_folder_of_versions_that_is_shut_is_never_passed_over(root: Path) -> None:
    with shut(root / "demo"), pytest.raises(DocumentError, match="demo: permission denied"):
        version_folders(root)
    with shut(root / ".git"):
        assert len(version_folders(root)) == 2, "no version stands in a hidden folder"


def test_a_file_in_the_place_of_a_folder_is_told(root: Path) -> None:
    with pytest.raises(DocumentError, match=r"releases\.json: not a directory"):
        entries(root / "releases.json")


def test_what_the_system_says_beyond_permissions_is_told_of_the_path_itself(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: Path, **_: object) -> os.stat_result:
        raise OSError(errno.EIO, os.strerror(errno.EIO), str(self))

    monkeypatch.setattr(Path, "stat", broken)
    with pytest.raises(DocumentError, match=r"framework\.yaml: input/output error"):
        folders.is_there(root / "demo/1.0.0/framework.yaml")


def test_what_lies_behind_a_shut_folder_is_out_of_sight(root: Path) -> None:
    assert is_in_sight(root / "demo" / "1.0.0")
    with shut(root / "demo"):
        assert not is_in_sight(root / "demo" / "1.0.0")
        assert is_in_sight(root / "demo"), "it is there, and looking into it is refused"
