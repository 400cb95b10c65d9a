"""`spregistry list`."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from spregistry.api import Registry
from spregistry.cli import main
from spregistry.load.examples import is_example

Run = Callable[..., Result]


def test_list_shows_every_version_with_its_state(run: Run, golden: Callable[..., None]) -> None:
    result = run("list")
    assert (result.exit_code, result.stderr) == (0, "")
    golden(result.stdout)


def test_list_as_json_names_base_licence_and_digest(run: Run) -> None:
    result = run("list", "--format", "json")
    assert result.exit_code == 0
    data = json.loads(result.stdout)
    assert data["registry"] == "registry"
    base, profile = data["frameworks"]
    assert set(base) == {"reference", "status", "title", "language", "licence", "based_on", "indicators", "digest", "example"}
    assert (base["reference"], base["status"], base["indicators"], base["based_on"]) == ("cases@1.0.0", "draft", 15, None)
    assert (profile["reference"], profile["indicators"], profile["based_on"]) == ("cases-entry@1.0.0", 4, "cases@1.0.0")
    assert base["digest"].startswith("sha256:")
    assert base["digest"] != profile["digest"]


def test_list_takes_the_state_from_the_record_of_releases(run: Run, copied_registry: Path) -> None:
    event = {"event": "released", "framework": "cases@1.0.0", "on": "2026-01-01", "before": None, "digest": "sha256:" + "0" * 64}
    (copied_registry / "releases.json").write_text(json.dumps({"format": 1, "events": [event]}), encoding="utf-8")
    result = run("list", "--format", "json", registry=copied_registry)
    assert result.exit_code == 0, result.output
    assert {row["reference"]: row["status"] for row in json.loads(result.stdout)["frameworks"]} == {
        "cases@1.0.0": "active",
        "cases-entry@1.0.0": "draft",
    }


@pytest.mark.parametrize(("effective", "told"), [("2999-12-01", "in force from 2999-12-01"), ("2026-01-02", "active")])
def test_a_version_whose_day_is_to_come_is_told_with_that_day_wherever_it_is_named(
    effective: str, told: str, run: Run, copied_registry: Path
) -> None:
    digest = Registry.open(copied_registry)["cases@1.0.0"].digest
    event = {"event": "released", "framework": "cases@1.0.0", "on": "2026-01-01", "before": None, "digest": digest, "effective": effective}
    (copied_registry / "releases.json").write_text(json.dumps({"format": 1, "events": [event]}), encoding="utf-8")
    line, profile = run("list", registry=copied_registry).stdout.splitlines()
    assert line.startswith(f"cases@1.0.0        {told}  ")
    assert profile.startswith("cases-entry@1.0.0  draft")
    # Programs read the state on record, which does not depend on the day.
    assert json.loads(run("list", "--format", "json", registry=copied_registry).stdout)["frameworks"][0]["status"] == "active"
    for command in ("template", "show"):
        for reference in ("cases", "cases-entry"):  # the profile asks the questions of its base
            done = run(command, reference, registry=copied_registry)
            noted = "cases@1.0.0 is not in force yet; it will be from 2999-12-01" in " ".join(done.stderr.split())
            assert (done.exit_code, noted) == (0, effective == "2999-12-01")


def test_broken_definition_does_not_hide_the_others(run: Run, copied_registry: Path) -> None:
    header = copied_registry / "cases" / "1.0.0" / "framework.yaml"
    broken = copied_registry / "cases" / "2.0.0"
    broken.mkdir()
    (broken / "framework.yaml").write_text(
        header.read_text(encoding="utf-8").replace("version: 1.0.0", "version: 2.0.0\ncolour: blue"), encoding="utf-8"
    )
    result = run("list", "--format", "json", registry=copied_registry)
    assert result.exit_code == 0
    assert {row["reference"]: row["status"] for row in json.loads(result.stdout)["frameworks"]} == {
        "cases@1.0.0": "draft",
        "cases@2.0.0": "unusable",
        "cases-entry@1.0.0": "draft",
    }


def test_folder_without_standards_is_no_success(run: Run, tmp_path: Path) -> None:
    result = run("list", registry=tmp_path)
    assert (result.exit_code, result.stdout) == (3, "")
    assert " ".join(result.stderr.split()) == f"spregistry: {tmp_path} holds no standards; name their folder with --registry"


def test_registry_that_is_not_there_could_not_be_read(run: Run) -> None:
    result = run("list", registry="nowhere")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.startswith("spregistry: nowhere: no such file or directory\n")


def test_registry_that_is_a_file_could_not_be_read(run: Run) -> None:
    result = run("list", registry="valid/final-and-complete.yaml")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "this is a file, not a folder of standards" in " ".join(result.stderr.split())


def test_damaged_record_of_releases_could_not_be_read(run: Run, copied_registry: Path) -> None:
    (copied_registry / "releases.json").write_text('{"format": 1}', encoding="utf-8")
    result = run("list", registry=copied_registry)
    assert (result.exit_code, result.stdout) == (3, "")
    assert "the record of releases is damaged" in result.stderr


def test_unknown_format_is_wrong_usage(run: Run) -> None:
    assert run("list", "--format", "xml").exit_code == 2


@pytest.mark.parametrize("command", ["list", "check"])
def test_the_folder_is_named_where_nobody_named_it(command: str, copied_registry: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPREGISTRY_HOME", str(copied_registry))
    result = CliRunner().invoke(main, [command])
    assert result.exit_code == 0
    assert f"Standards in: {copied_registry}\n" in result.stderr
    assert str(copied_registry) not in result.stdout
    named = CliRunner().invoke(main, ["--registry", str(copied_registry), command])
    assert (named.stdout, named.stderr) == (result.stdout, "")
    assert "Standards in" not in CliRunner().invoke(main, [command, "--format", "json"]).stderr


EXAMPLE = Path(__file__).parents[2] / "examples" / "consultation" / "standards"


@pytest.mark.parametrize("command", ["list", "check", "verify"])
def test_who_lists_checks_or_verifies_examples_is_told_that_they_are(command: str, run: Run, copied_registry: Path) -> None:
    told = run(command, registry=EXAMPLE)
    assert told.exit_code == 0, told.output
    said = {
        "list": ["example: Clean water points"] * 2,
        "check": ["Examples, of whose record nothing happened: clean-water@1.0.0, clean-water@1.1.0"],
        "verify": ["Examples, of whose record nothing happened: clean-water@1.0.0, clean-water@1.1.0"],
    }[command]
    assert re.findall(r"[Ee]xample.*", told.output) == said
    real = run(command, *(["--allow-empty"] if command == "verify" else []), registry=copied_registry)
    assert "xample" not in real.output


def test_a_draft_is_an_example_where_its_notes_or_its_consultation_say_so(tmp_path: Path) -> None:
    """Nothing of it is released: what is in the record decides only of what it names."""
    copy = shutil.copytree(EXAMPLE, tmp_path / "standards")
    (copy / "releases.json").unlink()
    registry = Registry.open(copy)
    assert is_example(registry, "clean-water@1.1.0")
    (copy / "clean-water/1.1.0/notes.yaml").unlink()
    assert is_example(registry, "clean-water@1.1.0")
    (copy / "clean-water/1.1.0/consultation.yaml").unlink()
    assert not is_example(registry, "clean-water@1.1.0")
    (copy / "clean-water/1.1.0/notes.yaml").write_bytes(b"\xff")
    assert not is_example(registry, "clean-water@1.1.0")
