"""`spregistry merge`; what is merged how stands in `cases/merge`."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from spregistry.cli import main
from spregistry.load.documents import parse

Run = Callable[..., Result]

PARTS = ("../merge/parts-of-two-departments/1.yaml", "../merge/parts-of-two-departments/2.yaml")
DIFFERENT = ("../merge/different-answers/1.yaml", "../merge/different-answers/2.yaml")
FUNCTIONS = ("governance", "hr", "credit")


@pytest.mark.parametrize("format_", ["yaml", "json"])
def test_parts_make_a_whole(format_: str, run: Run, golden: Callable[..., None]) -> None:
    result = run("merge", *PARTS, "--format", format_)
    assert (result.exit_code, result.stderr) == (0, "")
    golden(result.stdout, f".{format_}")


@pytest.mark.parametrize("way", [(), ("--override",)], ids=["fill", "override"])
def test_conflicts_are_told_on_standard_error(way: tuple[str, ...], run: Run, golden: Callable[..., None]) -> None:
    result = run("merge", *DIFFERENT, *way)
    assert result.exit_code == 1
    golden(f"{result.stdout}--- standard error\n{result.stderr}")


def test_whole_is_written_in_spite_of_conflicts(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "whole.json"
    result = run("merge", *DIFFERENT, "--format", "json", "-o", str(path))
    assert (result.exit_code, result.stdout) == (1, "")
    assert json.loads(path.read_text(encoding="utf-8"))["answers"]["prices-shown"] == {"value": "nowhere"}


def test_standard_input(run: Run) -> None:
    result = run("merge", PARTS[0], "-", input=Path(PARTS[1]).read_bytes())
    assert (result.exit_code, result.stdout) == (0, run("merge", *PARTS).stdout)


def test_yaml_and_json_can_be_mixed(run: Run, tmp_path: Path) -> None:
    path = str(tmp_path / "second.json")
    assert run("merge", PARTS[1], "--format", "json", "-o", path).exit_code == 0
    assert run("merge", PARTS[0], path).stdout == run("merge", *PARTS).stdout


@pytest.mark.parametrize("format_", ["yaml", "json"])
def test_templates_of_all_functions_make_one_submission(format_: str, run: Run, tmp_path: Path) -> None:
    parts = [str(tmp_path / f"{name}.{format_}") for name in FUNCTIONS]
    for name, part in zip(FUNCTIONS, parts, strict=True):
        assert run("template", "cases", "--function", name, "--format", format_, "-o", part).exit_code == 0
    whole = str(tmp_path / f"whole.{format_}")
    result = run("merge", *parts, "--format", format_, "-o", whole)
    assert (result.exit_code, result.output) == (0, "")
    assert run("validate", whole).stdout == "Submissions checked: 1 · nothing to mend\n"


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    [
        "no",
        "1e5",
        "-2E3",
        "0.5e3",
        "1.10",
        "2025-01-01",
        "~",
        "null",
        "0o17",
        "1_000",
        "12:30",
        "<<",
        "=",
        "*x",
        "&x",
        "! x",
        ".inf",
        "- a",
        "a: b",
        "#",
        "\u2028",
    ]
)
PLAIN: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize("format_", ["yaml", "json"])
@given(extensions=st.dictionaries(TEXTS, PLAIN, min_size=1, max_size=4))
def test_what_is_written_is_read_as_it_was(format_: str, extensions: dict[str, Any]) -> None:
    data = {"format": 1, "framework": "cases@1.0.0", "extensions": extensions}
    result = CliRunner().invoke(main, ["merge", "-", "--format", format_], input=json.dumps(data))
    assert result.exit_code == 0
    assert parse(result.stdout_bytes, f"whole.{format_}").data == data


def test_different_standards_are_not_merged(run: Run) -> None:
    result = run("merge", PARTS[0], "invalid/unknown-framework/another-version.yaml")
    assert (result.exit_code, result.stdout) == (3, "")
    said = " ".join(result.stderr.split())
    assert f"{PARTS[0]} is about cases@1.0.0" in said
    assert "another-version.yaml is about cases@1.0.1" in said


@pytest.mark.parametrize(
    "second",
    [
        "nowhere.yaml",
        "invalid/syntax-error/bracket-not-closed.yaml",
        "invalid/wrong-type/the-whole-is-a-list.yaml",
        "invalid/unknown-framework/not-named.yaml",
    ],
)
def test_could_not_run(second: str, run: Run) -> None:
    result = run("merge", PARTS[0], second)
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.startswith("spregistry: ")
    assert "None" not in result.stderr


SHAPELESS = {
    "framework-as-a-list": "framework: [cases@1.0.0]",
    "evidence-as-a-number": "framework: cases@1.0.0\nanswers: {goals-written: {value: met, evidence: 3}}",
    "evidence-as-text": "framework: cases@1.0.0\nanswers: {goals-written: {value: met, evidence: Minutes}}",
    "actions-as-text": "framework: cases@1.0.0\nactions: Tell everybody.",
    "answers-as-a-list": "framework: cases@1.0.0\nanswers: [met]",
    "facts-as-text": "framework: cases@1.0.0\nfacts: many",
}


@pytest.mark.parametrize("other", ["first", "second"])
@pytest.mark.parametrize("text", SHAPELESS.values(), ids=SHAPELESS)
def test_part_of_a_wrong_shape_loses_nothing_and_breaks_nothing(text: str, other: str, run: Run, tmp_path: Path) -> None:
    good, odd = tmp_path / "good.yaml", tmp_path / "odd.yaml"
    good.write_text(
        "format: 1\nframework: cases@1.0.0\nfacts: {regulated: true}\nactions: [{what: Measure it.}]\nanswers: {goals-written: {value: met, evidence: [Strategy]}}\n",
        encoding="utf-8",
    )
    odd.write_text(f"format: 1\n{text}\n", encoding="utf-8")
    result = run("merge", *((str(odd), str(good)) if other == "first" else (str(good), str(odd))))
    assert result.exit_code in {1, 3}
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("value", [[{"a": 1}], [[1]], {"b": [2]}, 7, True, "\x1b[2J"], ids=str)
def test_whatever_stands_there_a_conflict_is_told(value: object, language: str, run: Run, tmp_path: Path) -> None:
    facts, answers = ("legal-form", "channels", "founded", "staff"), ("goals-written", "goals-approved-on", "staff-rules", "ethics-hours")
    for name, said in (("one", value), ("other", "x")):
        data = {
            "format": 1,
            "framework": "cases@1.0.0",
            "facts": dict.fromkeys(facts, said),
            "answers": {id_: {"value": said} for id_ in answers},
        }
        (tmp_path / f"{name}.json").write_text(json.dumps(data), encoding="utf-8")
    result = run("--lang", language, "merge", str(tmp_path / "one.json"), str(tmp_path / "other.json"))
    assert result.exit_code == 1
    assert result.stderr.count("one.json)") == len(facts) + len(answers)
    assert "\x1b" not in result.stderr


@pytest.mark.parametrize("arguments", [(), (*PARTS, "--format", "xlsx"), (*PARTS, "--fill")])
def test_wrong_usage(arguments: tuple[str, ...], run: Run) -> None:
    assert run("merge", *arguments).exit_code == 2


def test_two_institutions_are_not_mixed(run: Run, tmp_path: Path) -> None:
    ours, theirs, whole = (tmp_path / name for name in ("ours.yaml", "theirs.yaml", "whole.yaml"))
    ours.write_text(
        "format: 1\nframework: cases@1.0.0\norganisation: {name: Tujenge, country: KE}\nperiod: {start: 2025-01-01, end: 2025-12-31}\n",
        encoding="utf-8",
    )
    theirs.write_text(
        "format: 1\nframework: cases@1.0.0\norganisation: {name: Imara, country: KE}\nperiod: {start: 2024-01-01, end: 2024-12-31}\n",
        encoding="utf-8",
    )
    for way in ((), ("--override",)):
        result = run("merge", str(ours), str(theirs), *way, "-o", str(whole))
        assert (result.exit_code, result.stdout, whole.exists()) == (3, "", False)
        said = " ".join(result.stderr.split())
        assert f"The institution: “Tujenge” ({ours}), “Imara” ({theirs})" in said
        assert f"Period: “2025-01-01 to 2025-12-31” ({ours}), “2024-01-01 to 2024-12-31” ({theirs})" in said
        assert "Country" not in said
        assert "--force" in said
    result = run("merge", str(ours), str(theirs), "--force", "-o", str(whole))
    assert (result.exit_code, whole.exists()) == (1, True)  # they still differ, and that is told
