"""`spregistry show`."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]

SHOWN = {
    "whole": ("cases",),
    "whole-to-the-first-level": ("cases@1.0.0", "--depth", "1"),
    "profile": ("cases-entry@1",),
    "one-function": ("cases", "--function", "credit"),
    "one-tag": ("cases", "--tag", "entry"),
    "group-by-code-with-a-cap": ("cases", "1.1"),
    "group-by-id-with-a-condition": ("cases-entry", "supervised"),
    "scale-with-reasons": ("cases", "board-reviews"),
    "scale-under-a-condition": ("cases", "2.1.1"),
    "scale-with-any-reason": ("cases", "2.2.1"),
    "checklist-by-share": ("cases", "1.2.1"),
    "checklist-by-table": ("cases", "1.2.2"),
    "ratio": ("cases", "1.2.3"),
    "number-by-cases": ("cases", "2.1.2"),
    "choice-under-two-conditions": ("cases", "2.1.4"),
    "text": ("cases", "goals-text"),
    "date": ("cases", "goals-approved-on"),
    "facts": ("cases", "facts"),
}


@pytest.mark.parametrize("arguments", SHOWN.values(), ids=SHOWN)
def test_show_reads_a_standard_or_a_part_of_it(arguments: tuple[str, ...], run: Run, golden: Callable[..., None]) -> None:
    result = run("show", *arguments)
    assert (result.exit_code, result.stderr) == (0, "")
    golden(result.stdout)


def test_unknown_framework_names_the_nearest_and_all_there_are(run: Run) -> None:
    result = run("show", "casse")
    assert (result.exit_code, result.stdout) == (3, "")
    said = " ".join(result.stderr.split())
    assert "Did you mean cases?" in said
    assert "cases@1.0.0, cases-entry@1.0.0" in said


def test_unknown_code_names_the_nearest(run: Run) -> None:
    result = run("show", "cases", "board-review")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "Did you mean board-reviews?" in " ".join(result.stderr.split())


@pytest.mark.parametrize("option", [("--function", "marketing"), ("--tag", "advanced")], ids=["function", "tag"])
def test_nothing_of_that_function_or_tag_is_no_success(option: tuple[str, str], run: Run) -> None:
    result = run("show", "cases", *option)
    assert result.exit_code != 0
    assert option[1] in result.stderr


@pytest.mark.parametrize("arguments", [(), ("cases", "1.1", "more"), ("cases", "--depth", "0"), ("cases", "--colour")])
def test_wrong_usage(arguments: tuple[str, ...], run: Run) -> None:
    assert run("show", *arguments).exit_code == 2


def test_a_formula_for_one_case_is_not_said_to_be_otherwise(run: Run, copied_registry: Path) -> None:
    path = copied_registry / "cases" / "1.0.0" / "framework.yaml"
    text = path.read_text(encoding="utf-8")
    line = "line: {zero_at: 0.5, full_at: 0.1}"
    assert text.count(line) == 1
    path.write_text(text.replace(line, "cases: [{line: {zero_at: 0.07, full_at: 0}}]"), encoding="utf-8")
    shown = run("show", "cases", "1.2.3", registry=copied_registry).stdout
    assert "- no points at 7 %, all at 0 %, straight between" in shown
    assert "otherwise" not in shown


def test_what_need_not_be_answered_or_does_not_count_is_told(run: Run, copied_registry: Path) -> None:
    path = copied_registry / "cases" / "1.0.0" / "framework.yaml"
    text = path.read_text(encoding="utf-8")
    trial = " ".join(run("show", "cases", "outcomes-measured", registry=_with(path, text, "trial: true")).stdout.split())
    assert ("on trial: neither required nor scored" in trial, "weight" in trial) == (True, False)
    optional = " ".join(run("show", "cases", "outcomes-measured", registry=_with(path, text, "optional: true")).stdout.split())
    assert "optional · weight" in optional
    plain = " ".join(run("show", "cases", "goals-text").stdout.split())
    assert ("not scored" in plain, "weight" in plain) == (True, False)


def _with(path: Path, text: str, field: str) -> Path:
    """Write a line more into the indicator, and return the registry."""
    indent = re.search(r"^( *)- id: outcomes-measured$", text, re.MULTILINE)
    assert indent is not None
    path.write_text(text.replace(indent[0], f"{indent[0]}\n{indent[1]}  {field}"), encoding="utf-8")
    return path.parents[2]
