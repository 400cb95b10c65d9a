"""A folder that may not be looked into ends every command in a sentence that names it, and is never taken for one that is not there."""

import json
import shutil
from pathlib import Path

import pytest

from releases import run, with_both
from shut_folders import shut

HINT = "Make it readable for you, with all that is in it, and try again."
#: The folders that are shut, and the commands that need what is in them; the other versions stand open.
NEEDED = {
    "demo/1.0.0/release": [
        "verify", "check", "check demo@1.0.0", "consult status demo@1.0.0", "record review demo@1.1.0 --on 2025-07-01",
        "record erratum demo@1.0.0 --on 2025-07-01 --reason Wrong.", "release demo@1.1.0", "site -o OUT",
    ],
    "demo/1.0.0": [
        "verify", "check", "check demo@1.0.0", "consult status demo@1.0.0", "changelog demo", "record review demo@1.1.0 --on 2025-07-01",
        "schema demo@1.0.0", "diff demo@1.0.0 demo@1.1.0", "show demo@1.0.0", "new demo@1.3.0 --from demo@1.0.0", "site -o OUT",
    ],
    "demo/1.1.0/locale": ["verify", "check", "translations demo@1.1.0", "release demo@1.1.0", "show demo@1.1.0", "site -o OUT"],
    "demo": ["verify", "check", "list", "schema demo@1.1.0", "record review demo@1.1.0 --on 2025-07-01", "new demo@1.2.0", "site -o OUT"],
    ".": ["verify", "check", "list", "new other@1.0.0", "site -o OUT"],
    "policies": ["check", "consult status demo@1.2.0"],
    "crosswalks": ["check", "crosswalk", "site -o OUT"],
}  # fmt: skip


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two released versions, the draft of a third, and folders for policies and crosswalks."""
    registry = with_both(tmp_path_factory.mktemp("released"))
    assert run(registry, "new", "demo@1.2.0").exit_code == 0
    draft = registry / "demo" / "1.2.0" / "consultation.yaml"
    draft.write_text("format: 1\nframework: demo@1.2.0\npolicy: ours\nstatement: None was held.\n", encoding="utf-8")
    for name in ("policies", "crosswalks"):
        (registry / name).mkdir()
    (registry / "policies" / "ours.yaml").write_text("title: Ours\n", encoding="utf-8")
    return registry


@pytest.fixture
def registry(released: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(released, tmp_path / "standards"))


@pytest.mark.parametrize(("folder", "line"), [(folder, line) for folder, lines in NEEDED.items() for line in lines])
def test_the_run_could_not_be_made_and_says_why(folder: str, line: str, registry: Path, tmp_path: Path) -> None:
    record = (registry / "releases.json").read_bytes()
    arguments = [str(tmp_path / "out") if word == "OUT" else word for word in line.split()]
    with shut(registry / folder):
        ended = run(registry, *arguments)
    said = "".join((ended.stdout + ended.stderr).split())
    assert ended.exit_code == 3, ended.output
    assert "".join(f"{registry / folder}".split()) in said
    assert "permissiondenied" in said
    assert "".join(HINT.split()) in said
    assert (registry / "releases.json").read_bytes() == record
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("folder", ["demo/1.0.0/release", "demo/1.0.0"])
def test_the_list_shows_the_version_as_unusable_and_the_others_as_they_are(folder: str, registry: Path) -> None:
    with shut(registry / folder):
        rows = json.loads(run(registry, "list", "--format", "json").stdout)["frameworks"]
    assert [row["reference"] for row in rows] == ["demo@1.0.0", "demo@1.1.0", "demo@1.2.0"]
    assert rows[0]["status"] == "unusable"
    assert rows[0]["title"].startswith(f"{registry / folder}: permission denied")
    if folder.endswith("release"):
        assert [row["status"] for row in rows[1:]] == ["active", "draft"]


def test_what_is_wrong_elsewhere_is_told_all_the_same(registry: Path) -> None:
    (registry / "demo" / "1.2.0" / "stray.yaml").write_text("", encoding="utf-8")
    (registry / "crosswalks").rmdir()
    (registry / "crosswalks").write_text("", encoding="utf-8")
    with shut(registry / "demo" / "1.1.0" / "release"):
        ended = run(registry, "check", "--format", "json")
    assert ended.exit_code == 3
    found = {(each["code"], Path(each["file"]).name) for each in json.loads(ended.stdout)["findings"]}
    assert {("orphan", "stray.yaml"), ("unreadable-file", "release"), ("unreadable-file", "crosswalks")} <= found


def test_a_version_that_cannot_be_read_is_counted_once(registry: Path) -> None:
    with shut(registry / "demo" / "1.0.0" / "release"):
        data = json.loads(run(registry, "check", "--format", "json").stdout)
    assert [each["code"] for each in data["findings"]].count("unreadable-file") == 1


def test_a_file_in_the_place_of_a_folder_is_told(registry: Path) -> None:
    (registry / "crosswalks").rmdir()
    (registry / "crosswalks").write_text("", encoding="utf-8")
    ended = run(registry, "check")
    assert (ended.exit_code, "not a directory" in ended.stdout) == (3, True)
    # What a release made is on record file by file, so that each is told to be missing.
    shutil.rmtree(registry / "demo" / "1.0.0" / "release")
    (registry / "demo" / "1.0.0" / "release").write_text("", encoding="utf-8")
    ended = run(registry, "verify")
    assert (ended.exit_code, "is missing" in " ".join(ended.stdout.split())) == (1, True)


def test_standards_that_are_shut_are_not_passed_over_for_those_that_came_with_the_program(
    registry: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from click.testing import CliRunner

    from spregistry.cli import main

    monkeypatch.delenv("SPREGISTRY_HOME", raising=False)
    monkeypatch.chdir(registry.parent)
    with shut(registry):
        ended = CliRunner().invoke(main, ["list"])
    assert (ended.exit_code, "permission denied" in ended.output) == (3, True), ended.output
