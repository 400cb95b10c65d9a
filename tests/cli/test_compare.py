"""`spregistry compare`. Numbers are worked out by hand: goldens show the layout, and are no proof of a score."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]

#: Goals (2·1 + 0)/3, people as later, fairness (0 + 0.9 + 0)/3, outcomes 0: 42.22.
EARLIER = "valid/final-a-year-earlier.yaml"
LATER = "valid/optional-and-trial-answered.yaml"
UNFINISHED = "valid/final-and-complete.yaml"
OTHER = "valid/final-where-little-is-asked.yaml"

SHOWN = {
    "two-years": (EARLIER, LATER),
    "two-years-in-the-other-order": (LATER, EARLIER, "--depth", "1"),
    "on-a-profile": (EARLIER, LATER, "--as", "cases-entry"),
    "one-unfinished": (EARLIER, UNFINISHED, "--depth", "1"),
    "two-institutions": (EARLIER, OTHER, "--depth", "1"),
    "three-of-which-one-has-no-period": (EARLIER, LATER, "valid/nothing-but-the-reference.yaml", "--depth", "1"),
}


@pytest.mark.parametrize("arguments", SHOWN.values(), ids=SHOWN)
def test_comparison_in_words(arguments: tuple[str, ...], run: Run, golden: Callable[..., None]) -> None:
    result = run("compare", *arguments)
    assert (result.exit_code, result.stderr) == (0, "")
    golden(result.stdout)


def test_changes_are_those_worked_out_by_hand(run: Run) -> None:
    result = run("compare", LATER, EARLIER, "--format", "json")
    assert (result.exit_code, result.stderr) == (0, "")
    data = json.loads(result.stdout)
    assert set(data) == {"format", "submissions", "lines"}
    assert [one["period"]["end"] for one in data["submissions"]] == ["2024-12-31", "2025-12-31"]
    assert [one["organisation"] for one in data["submissions"]] == ["Tujenge Savings"] * 2
    assert {one["stamp"]["framework"] for one in data["submissions"]} == {"cases@1.0.0"}
    assert {line["group"]: ([measures["score"] for measures in line["measures"]], line["change"]) for line in data["lines"]} == {
        None: ([42.22, 73.47], 31.25),
        "leading": ([69.44, 77.78], 8.34),
        "goals": ([66.67, 83.33], 16.66),
        "people": ([72.22, 72.22], 0),
        "clients": ([15.0, 69.17], 54.17),
        "fairness": ([30.0, 63.33], 33.33),
        "outcomes": ([0.0, 75.0], 75.0),
    }


def test_no_change_is_computed_from_a_range(run: Run) -> None:
    data = json.loads(run("compare", EARLIER, UNFINISHED, "--format", "json").stdout)
    changes = {line["group"]: line["change"] for line in data["lines"]}
    assert (changes[None], changes["outcomes"], changes["people"]) == (None, None, 0)


def test_comparison_is_written_to_a_file(run: Run, tmp_path: Path) -> None:
    result = run("compare", EARLIER, LATER, "-o", str(tmp_path / "out.txt"))
    assert (result.exit_code, result.output) == (0, "")
    assert (tmp_path / "out.txt").read_text(encoding="utf-8") == run("compare", EARLIER, LATER).stdout


def test_standard_input(run: Run) -> None:
    result = run("compare", EARLIER, "-", input=Path(LATER).read_bytes())
    assert (result.exit_code, result.stdout) == (0, run("compare", EARLIER, LATER).stdout)


def test_different_wordings_are_not_compared(run: Run, copied_registry: Path, tmp_path: Path) -> None:
    header = (copied_registry / "cases" / "1.0.0" / "framework.yaml").read_text(encoding="utf-8")
    (copied_registry / "cases" / "1.1.0").mkdir()
    (copied_registry / "cases" / "1.1.0" / "framework.yaml").write_text(
        header.replace("\nversion: 1.0.0\n", "\nversion: 1.1.0\n"), encoding="utf-8"
    )
    newer = tmp_path / "newer.yaml"
    newer.write_text(Path(LATER).read_text(encoding="utf-8").replace("cases@1.0.0", "cases@1.1.0"), encoding="utf-8")
    result = run("compare", EARLIER, str(newer), registry=copied_registry)
    assert (result.exit_code, result.stdout) == (3, "")
    assert "cases@1.0.0 and cases@1.1.0" in " ".join(result.stderr.split())


@pytest.fixture
def patched(copied_registry: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A registry with a later edition of the same version, and a submission to it."""
    folder = copied_registry / "cases" / "1.0.1"
    shutil.copytree(copied_registry / "cases" / "1.0.0", folder, ignore=shutil.ignore_patterns("locale"))
    header = (folder / "framework.yaml").read_text(encoding="utf-8")
    header = header.replace("\nversion: 1.0.0\n", "\nversion: 1.0.1\n").replace("title: Goals\n", "title: Social goals\n")
    (folder / "framework.yaml").write_text(header, encoding="utf-8")
    newer = tmp_path / "newer.yaml"
    newer.write_text(Path(LATER).read_text(encoding="utf-8").replace("cases@1.0.0", "cases@1.0.1"), encoding="utf-8")
    return copied_registry, newer


def test_another_edition_of_the_same_version_is_compared_with_a_note(run: Run, patched: tuple[Path, Path]) -> None:
    registry, newer = patched
    result = run("compare", EARLIER, str(newer), registry=registry)
    assert (result.exit_code, result.stderr) == (0, "")
    said = " ".join(result.stdout.split())
    assert "Tujenge Savings on cases@1.0.0 and cases@1.0.1" in said
    assert "another edition of the same version" in said
    data = json.loads(run("compare", EARLIER, str(newer), "--format", "json", registry=registry).stdout)
    assert [one["stamp"]["framework"] for one in data["submissions"]] == ["cases@1.0.0", "cases@1.0.1"]
    assert (data["lines"][0]["change"], data["lines"][-1]["change"]) == (31.25, 75.0)  # as on one wording


def test_a_profile_is_of_one_edition(run: Run, patched: tuple[Path, Path]) -> None:
    registry, newer = patched
    result = run("compare", EARLIER, str(newer), "--as", "cases-entry", registry=registry)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "is not based on cases@1.0.1" in " ".join(result.stderr.split())


def test_an_edition_that_asks_something_else_is_none(run: Run, patched: tuple[Path, Path]) -> None:
    registry, newer = patched
    path = registry / "cases" / "1.0.1" / "framework.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("id: goals-text", "id: goals-told"), encoding="utf-8")
    newer.write_text(newer.read_text(encoding="utf-8").replace("goals-text", "goals-told"), encoding="utf-8")
    result = run("compare", EARLIER, str(newer), registry=registry)
    assert (result.exit_code, result.stdout) == (3, "")


def test_the_report_compares_what_the_comparison_does(run: Run, patched: tuple[Path, Path]) -> None:
    registry, newer = patched
    result = run("report", str(newer), "--compare", EARLIER, "--format", "md", "-o", "-", registry=registry)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "Scores over time" in result.stdout


@pytest.mark.parametrize(
    "second",
    [
        "nowhere.yaml",
        "invalid/syntax-error/bracket-not-closed.yaml",
        "invalid/unknown-framework/not-registered.yaml",
        "invalid/unknown-option/misspelt-answer.yaml",
    ],
)
def test_could_not_run(second: str, run: Run) -> None:
    result = run("compare", EARLIER, second)
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.startswith("spregistry: ")


@pytest.mark.parametrize("arguments", [(), (EARLIER,), (EARLIER, LATER, "--depth", "0"), (EARLIER, LATER, "--format", "xlsx")])
def test_wrong_usage(arguments: tuple[str, ...], run: Run) -> None:
    assert run("compare", *arguments).exit_code == 2
