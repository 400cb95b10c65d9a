"""`spregistry template --format html`: the form as one file brings the empty workbooks along, and says so where it cannot."""

import shutil
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from spregistry.cli import main
from spregistry.publish.browser import build as browser_build

FLAT = Path(__file__).parents[1] / "cases" / "frameworks" / "valid" / "flat"


def test_the_form_holds_the_workbook_that_it_fills_in() -> None:
    result = CliRunner().invoke(main, ["--registry", str(FLAT), "template", "flat", "--format", "html"])
    assert result.exit_code == 0
    assert result.stderr == "The workbooks that the form can fill in are being made …\n"
    assert '"reference":"flat@1.0.0","function":null,"languages":["en"]' in result.stdout


def test_without_the_library_for_workbooks_the_form_is_written_and_the_lack_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    result = CliRunner().invoke(main, ["--registry", str(FLAT), "template", "flat", "--format", "html"])
    assert result.exit_code == 0
    assert 'pip install "spregistry[xlsx]"\nThe form is written without workbooks.\n' in result.stderr
    assert result.stdout.startswith("<!doctype html>")
    assert '"packed"' not in result.stdout


def test_all_that_is_not_installed_is_named_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SPREGISTRY_CACHE", str(tmp_path))  # where no validator was kept
    for library in ("xlsxwriter", "py_mini_racer"):
        monkeypatch.setitem(sys.modules, library, None)
    result = CliRunner().invoke(main, ["--registry", str(FLAT), "template", "flat", "--format", "html"])
    assert (result.exit_code, result.stdout) == (3, "")
    assert 'pip install "spregistry[site,xlsx]"' in " ".join(result.stderr.split())


@pytest.mark.parametrize("name", ["charts.js", "workbook.js", "assessment.js", "assessment.css"])
def test_no_part_of_the_form_is_left_out_in_silence(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    dist = Path(shutil.copytree(str(browser_build.FOLDER), tmp_path / "dist"))
    (dist / name).unlink()
    monkeypatch.setattr(browser_build, "FOLDER", dist)
    result = CliRunner().invoke(main, ["--registry", str(FLAT), "template", "flat", "--format", "html"])
    assert (result.exit_code, result.stdout) == (3, "")
    assert f"the form’s {name} was not built" in " ".join(result.stderr.split())
