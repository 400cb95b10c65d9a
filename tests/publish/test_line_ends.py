"""Git changes line ends where it is not told otherwise: that is told as such, and what is said to be done about it helps."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from releases import NEXT, run, with_both
from tools import lacking

Git = Callable[..., str]
ROOT = Path(__file__).parents[2]


@pytest.fixture
def git() -> Git:
    """Run git in a folder, as somebody does whose computer has Windows' line ends."""
    if shutil.which("git") is None:
        lacking("git", "no program of that name is on the path")
    who = {f"GIT_{role}_{what}": "editor@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environment = {**os.environ, **who, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}

    def run_git(folder: Path, *arguments: str) -> str:
        command = ["git", "-c", "core.autocrlf=true", "-c", "core.safecrlf=false", *arguments]
        return subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True, text=True).stdout

    return run_git


def found(registry: Path, *arguments: str) -> list[dict[str, Any]]:
    findings: list[dict[str, Any]] = json.loads(run(registry, *arguments, "--format", "json").stdout)["findings"]
    return findings


def cloned(git: Git, folder: Path) -> Path:
    """Commit a folder as it stands, and clone it elsewhere."""
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "Released")
    git(folder.parent, "clone", "-q", str(folder), "clone")
    return folder.parent / "clone" / "standards"


def test_what_git_did_is_told_and_what_is_said_mends_it(tmp_path: Path, git: Git) -> None:
    (tmp_path / "origin").mkdir()
    as_released = with_both(tmp_path / "origin")
    there = cloned(git, tmp_path / "origin")
    assert b"\r\n" in (there / "releases.json").read_bytes()
    findings = found(there, "verify")
    changed = {
        str(there / path.relative_to(as_released))
        for path in as_released.rglob("*")
        if path.is_file() and not path.name.startswith(".") and b"\n" in path.read_bytes()
    }
    assert {each["file"] for each in findings} == changed, "what is one line without an end is as it was"
    assert {each["code"] for each in findings} == {"broken-record", "released-changed", "translation-revised"}
    assert all(each["message"].startswith("only the line ends of ") for each in findings)
    assert {each["code"] for each in found(there, "check")} >= {each["code"] for each in findings}
    scored = run(there, "show", NEXT)
    assert (scored.exit_code, "only the line ends of this file" in " ".join(scored.stderr.split())) == (3, True)
    (hint,) = {each["hint"] for each in findings}
    line, file = re.findall(r"Write the line “(.*)” into (.*);", hint)[0]
    Path(file).write_text(f"{line}\n", encoding="utf-8")
    for path in changed:
        Path(path).unlink()
    git(there, "checkout", "--", ".")
    assert found(there, "verify") == []
    assert found(there, "check") == []


def test_a_file_with_another_change_is_not_told_as_one_of_line_ends(tmp_path: Path) -> None:
    registry = with_both(tmp_path)
    path = registry / "demo" / "1.0.0" / "notes.yaml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n") + b"#")
    (finding,) = found(registry, "verify")
    assert (finding["message"].startswith("this file is not as"), ".gitattributes" in finding["hint"]) == (True, False)


def test_what_was_released_with_line_ends_of_windows_is_known_without_them(tmp_path: Path) -> None:
    """As it is where an editor on Windows released, and git then took the line ends out."""
    from releases import FIRST, FIRST_DAY, copied

    registry = copied(tmp_path)
    path = registry / "demo" / "1.0.0" / "notes.yaml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert run(registry, "release", FIRST, "--on", FIRST_DAY).exit_code == 0
    assert found(registry, "verify") == []
    path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n"))
    (finding,) = found(registry, "verify")
    assert (finding["file"], finding["message"].startswith("only the line ends of this file")) == (str(path), True)


def test_the_first_standard_of_a_folder_keeps_git_from_it(tmp_path: Path, git: Git) -> None:
    origin = tmp_path / "origin"
    registry = origin / "standards"
    origin.mkdir()
    assert run(registry, "new", "mine@1.0.0").exit_code == 0
    with_both(tmp_path / "made")
    for path in (tmp_path / "made" / "standards").iterdir():
        path.rename(registry / path.name)
    assert found(registry, "verify") == [], "it is no file of any version"
    there = cloned(git, origin)
    assert found(there, "verify") == []
    assert {path.name: path.read_bytes() for path in there.glob("*.json")} == {
        path.name: path.read_bytes() for path in registry.glob("*.json")
    }


def test_the_standards_of_this_repository_are_kept_as_they_are(tmp_path: Path, git: Git) -> None:
    git(tmp_path, "init", "-q")
    shutil.copy(ROOT / ".gitattributes", tmp_path)
    folders = [ROOT / "standards", *ROOT.glob("examples/**/standards")]
    files = [str(path.relative_to(ROOT)) for folder in folders for path in folder.rglob("*") if path.is_file()]
    assert len(files) > 50
    told = git(tmp_path, "check-attr", "-z", "text", "--", *files).split("\0")[2::3]
    assert told == ["unset"] * len(files)
