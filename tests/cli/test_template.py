"""`spregistry template`."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from click.testing import Result

Run = Callable[..., Result]

WRITTEN = {"framework": ("cases",), "profile": ("cases-entry@1.0.0",), "function": ("cases", "--function", "hr")}


@pytest.mark.parametrize("arguments", WRITTEN.values(), ids=WRITTEN)
def test_template_in_yaml(arguments: tuple[str, ...], run: Run, golden: Callable[..., None]) -> None:
    result = run("template", *arguments)
    assert (result.exit_code, result.stderr) == (0, "")
    golden(result.stdout, ".yaml")


@pytest.mark.parametrize("arguments", WRITTEN.values(), ids=WRITTEN)
def test_template_in_json(arguments: tuple[str, ...], run: Run, golden: Callable[..., None]) -> None:
    result = run("template", *arguments, "--format", "json")
    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(result.stdout)["framework"] == "cases@1.0.0"
    golden(result.stdout, ".json")


@pytest.mark.parametrize("format_", ["yaml", "json"])
@pytest.mark.parametrize("arguments", WRITTEN.values(), ids=WRITTEN)
def test_template_is_a_valid_draft(arguments: tuple[str, ...], format_: str, run: Run, tmp_path: Path) -> None:
    path = str(tmp_path / f"empty.{format_}")
    assert run("template", *arguments, "--format", format_, "-o", path).exit_code == 0
    result = run("validate", path, "--fail-level", "note")
    assert (result.exit_code, result.stdout) == (0, "Submissions checked: 1 · nothing to mend\n")


def test_lines_without_their_mark_are_a_valid_draft(run: Run, tmp_path: Path) -> None:
    marked = ("# organisation:", "# period:", "# currency:", "# assurance:", "    # evidence:", "  # channels:")
    lines = run("template", "cases").stdout.splitlines()
    unmarked = [line.replace("# ", "", 1) if line.startswith(marked) else line for line in lines]
    assert sum(line != other for line, other in zip(lines, unmarked, strict=True)) == 5 + 15
    path = tmp_path / "filled.yaml"
    path.write_text("\n".join(unmarked), encoding="utf-8")
    assert run("validate", str(path), "--fail-level", "note").stdout == "Submissions checked: 1 · nothing to mend\n"


def test_headings_of_one_level_look_alike(run: Run) -> None:
    headings = [line for line in run("template", "cases").stdout.splitlines() if line.startswith(("  # 1 ", "  # 2 "))]
    assert len(headings) == 2
    assert len({heading.isupper() for heading in headings}) == 1


def test_parts_for_all_functions_and_the_rest_make_the_whole(run: Run) -> None:
    whole = yaml.safe_load(run("template", "cases").stdout)["answers"]
    parts = [yaml.safe_load(run("template", "cases", "--function", name).stdout)["answers"] for name in ("governance", "hr", "credit")]
    assert {id_ for part in parts for id_ in part} == whole.keys() - {"outcomes-measured", "outcomes-shared", "client-voice"}
    assert sum(map(len, parts)) == 12


def test_unknown_function_is_wrong_usage_and_names_the_nearest(run: Run) -> None:
    result = run("template", "cases", "--function", "credits")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "did you mean credit?" in result.stderr


def test_unknown_framework(run: Run) -> None:
    result = run("template", "cases@2")
    assert (result.exit_code, result.stdout) == (3, "")


@pytest.mark.parametrize("arguments", [(), ("cases", "--format", "xlsx-"), ("cases", "more")])
def test_wrong_usage(arguments: tuple[str, ...], run: Run) -> None:
    assert run("template", *arguments).exit_code == 2


def test_file_with_answers_is_not_written_over(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("my work", encoding="utf-8")
    assert run("template", "cases", "-o", str(path)).exit_code == 3
    assert path.read_text(encoding="utf-8") == "my work"
    assert run("template", "cases", "-o", str(path), "--force").exit_code == 0
    assert path.read_text(encoding="utf-8").startswith("# ")
