"""What commands say where groups go on otherwise: as several, in another, or only called otherwise. Numbers are worked out by hand."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import Result

from spregistry.load import contracts

Run = Callable[..., Result]

HEADER = """
format: 1
id: demo
version: {version}
{previous}
title: Demonstration
language: en
licence: CC0-1.0
levels: [dimension, indicator]
scales:
  practice: [{{value: met, label: "Yes", points: 1}}, {{value: unmet, label: "No", points: 0}}]
groups:
"""


def indicators(first: str, *ids: str) -> str:
    return "".join(
        f"""
      - id: {id_}
        code: "{first}.{at}"
        title: The {id_}
        question: Is there the {id_}?
        rubric: {{met: There is., unmet: There is none.}}
        answer: {{scale: practice}}"""
        for at, id_ in enumerate(ids, start=1)
    )


def group(id_: str, code: str, supersedes: str, *ids: str) -> str:
    named = f"\n    supersedes: [{supersedes}]" if supersedes else ""
    return f'  - id: {id_}\n    code: "{code}"\n    title: {id_.title()}{named}\n    indicators:{indicators(code, *ids)}\n'


FIRST = group("leading", "1", "", "goals", "board", "bonus") + group("serving", "2", "", "prices")
SPLIT = (
    group("setting", "1", "{id: leading, relation: narrower}", "goals")
    + group("paying", "2", "{id: leading, relation: narrower}", "board", "bonus")
    + group("serving", "3", "", "prices")
)
DISSOLVED = group("serving", "2", "leading", "prices", "goals", "board", "bonus")
CALLED_WIDER = FIRST.replace(
    '  - id: leading\n    code: "1"', '  - id: steering\n    supersedes: [{id: leading, relation: wider}]\n    code: "1"'
)
KAYA = """
format: 1
framework: demo@1.0.0
organisation: {name: Kaya, country: KE}
answers: {goals: {value: met}, board: {value: unmet}, bonus: {value: unmet}, prices: {value: unmet}}
"""


@pytest.fixture
def drafted(tmp_path: Path, run: Run) -> Callable[[str], Callable[..., Any]]:
    """Write a first version and a draft of the next with some groups; return how to run a command on them."""

    def write(groups: str) -> Callable[..., Any]:
        for version, previous, held in (("1.0.0", "", FIRST), ("2.0.0", "previous: demo@1.0.0", groups)):
            folder = tmp_path / "standards" / "demo" / version
            folder.mkdir(parents=True)
            (folder / "framework.yaml").write_text(HEADER.format(version=version, previous=previous) + held, encoding="utf-8")
        (tmp_path / "past").mkdir()
        (tmp_path / "past" / "kaya.yaml").write_text(KAYA, encoding="utf-8")
        (tmp_path / "kaya-2.yaml").write_text(KAYA.replace("1.0.0", "2.0.0"), encoding="utf-8")

        def go(*arguments: str) -> Any:
            told = [str(tmp_path / each) if each in ("past", "past/kaya.yaml", "kaya-2.yaml") else each for each in arguments]
            result = run(*told, registry=tmp_path / "standards")
            assert result.exit_code == 0, result.output
            return json.loads(result.stdout) if "json" in arguments else " ".join(result.stdout.split())

        return go

    return write


class Case(NamedTuple):
    """What is written, which groups change and how, and the score of Kaya, who had 16.67: leading 1/3, serving 0."""

    groups: str
    changed: set[tuple[str, str]]
    score: float
    effect: float


GRAVE = {
    # 1, 0 and 0 of three groups.
    "split": Case(SPLIT, {("setting", "split"), ("paying", "split")}, 33.33, 16.66),
    # One of four in one group.
    "dissolved": Case(DISSOLVED, {("serving", "merged")}, 25.0, 8.33),
}
each_grave = pytest.mark.parametrize("case", GRAVE.values(), ids=GRAVE)


@each_grave
def test_a_submission_shows_each_such_change(case: Case, drafted: Callable[[str], Callable[..., Any]]) -> None:
    found = drafted(case.groups)("diff", "demo@1.0.0", "demo@2.0.0", "--prove", "--format", "json")
    assert found["step"] == "major"
    assert {(each["element"], each["kind"]) for each in found["proof"]["witnesses"] if each["witness"] is not None} == case.changed
    assert all(each["witness"] is not None for each in found["proof"]["witnesses"])


@each_grave
def test_the_forecast_names_it_as_the_only_cause(case: Case, drafted: Callable[[str], Callable[..., Any]]) -> None:
    go = drafted(case.groups)
    whole = go("forecast", "demo@2.0.0", "past", "--format", "json")
    assert [error.message for error in contracts.validator("forecast").iter_errors(whole)] == []
    [kaya] = whole["files"]
    assert (kaya["before"]["score"], kaya["after"]["score"], kaya["change"]) == (16.67, case.score, case.effect)
    [cause] = kaya["causes"]
    assert {(change["element"], cause["kind"]) for change in cause["changes"]} == case.changed
    assert (cause["effect"], kaya["unexplained"], kaya["together"]) == (case.effect, 0, [])
    shown = go("forecast", "demo@2.0.0", "past")
    assert all(f"{element.title()} · {kind} from “Leading” (1 of 1.0.0)" in shown for element, kind in case.changed)


@each_grave
def test_scores_are_compared_on_the_later_tree_and_the_changelog_says_why(case: Case, drafted: Callable[[str], Callable[..., Any]]) -> None:
    go = drafted(case.groups)
    said = go("compare", "past/kaya.yaml", "kaya-2.yaml")
    assert "comparable on a common core only" in said
    assert f"Overall {case.score:.2f} {case.score:.2f} +0.00" in said
    log = go("changelog", "demo@2.0.0")
    assert "Score-significant" in log
    assert all(f"{kind} from “Leading”" in log for _, kind in case.changed)


def test_a_group_that_is_only_called_wider_changes_nothing_about_scores(drafted: Callable[[str], Callable[..., Any]]) -> None:
    go = drafted(CALLED_WIDER)
    found = go("diff", "demo@1.0.0", "demo@2.0.0", "--prove", "--format", "json")
    assert (found["step"], found["proof"]["differing"], found["proof"]["witnesses"]) == ("patch", None, [])
    said = go("compare", "past/kaya.yaml", "kaya-2.yaml")
    assert "what both ask means, and scores, the same" in said
    assert "Overall 16.67 16.67 +0.00" in said
