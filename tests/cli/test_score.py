"""`spregistry score`. Numbers are worked out by hand: goldens show the layout, and are no proof of a score."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from spregistry.load import contracts

Run = Callable[..., Result]

#: Goals (2·1 + 0.5)/3, people (2/3 + 0.5 + 1)/3, fairness (0 + 0.9 + 1)/3, outcomes (0.5 + 1)/2.
WHOLE = "valid/optional-and-trial-answered.yaml"
#: The same without the optional 2.2.2, which is missing: outcomes from (0.5 + 0)/2 to (0.5 + 1)/2.
RANGE = "valid/final-and-complete.yaml"
CONTRADICTORY = "invalid/contradictory-facts/final-with-an-unusual-and-a-contradiction.yaml"
INVALID = "invalid/unknown-option/misspelt-answer.yaml"

SHOWN = {
    "whole": (WHOLE,),
    "range": (RANGE,),
    "to-the-first-level": (WHOLE, "--depth", "1"),
    "explained": (WHOLE, "--explain", "all"),
    "explained-group-and-indicator": (RANGE, "--depth", "1", "--explain", "1.1", "--explain", "outcomes-shared", "--explain", "1.2.3"),
    "what-if": (WHOLE, "--depth", "1", "--what-if", "1.1.2=met", "--what-if", "staff-rules=pay,leave,complaints-boss"),
    "what-if-without-effect": (WHOLE, "--depth", "1", "--what-if", "client-voice=unmet"),
    "as-two-profiles": (WHOLE, "--as", "cases-entry", "--as", "cases@1.0.0", "--depth", "1"),
    "for-its-profile": ("valid/final-for-the-profile.yaml",),
    "nothing-answered": ("valid/nothing-but-the-reference.yaml",),
    "not-applicable": ("valid/final-with-reasons.yaml",),
}


def scorecard(run: Run, *arguments: str) -> dict[str, Any]:
    result = run("score", *arguments, "--format", "json")
    assert (result.exit_code, result.stderr) == (0, "")
    data: dict[str, Any] = json.loads(result.stdout)
    contracts.validator("scorecard").validate(data)
    return data


def scores(card: dict[str, Any]) -> dict[str, tuple[float, float]]:
    return {group["id"]: (group["measures"]["score"], group["measures"]["potential"]) for group in card["groups"]}


@pytest.mark.parametrize("arguments", SHOWN.values(), ids=SHOWN)
def test_scorecard_in_words(arguments: tuple[str, ...], run: Run, golden: Callable[..., None]) -> None:
    result = run("score", *arguments)
    assert (result.exit_code, result.stderr) == (0, "")
    golden(result.stdout)


def test_scores_are_those_worked_out_by_hand(run: Run) -> None:
    card = scorecard(run, WHOLE)
    assert (card["overall"]["score"], card["overall"]["potential"], card["overall"]["band"]) == (73.47, 73.47, "middle")
    assert scores(card) == {
        "leading": (77.78, 77.78),
        "goals": (83.33, 83.33),
        "people": (72.22, 72.22),
        "clients": (69.17, 69.17),
        "fairness": (63.33, 63.33),
        "outcomes": (75.0, 75.0),
    }


def test_what_is_missing_makes_a_range(run: Run) -> None:
    card = scorecard(run, RANGE)
    assert (card["overall"]["score"], card["overall"]["potential"], card["overall"]["coverage"]) == (60.97, 73.47, 0.9)
    assert scores(card)["outcomes"] == (25.0, 75.0)
    assert card["overall"]["band"] == "middle"


def test_what_if_shows_both_scorecards(run: Run) -> None:
    result = run("score", WHOLE, "--what-if", "board-reviews=met", "--format", "json")
    assert result.exit_code == 0
    data = json.loads(result.stdout)
    assert data["changes"] == ["board-reviews=met"]
    contracts.validator("scorecard").validate(data["scorecard"])
    contracts.validator("scorecard").validate(data["what_if"])
    assert (data["scorecard"]["overall"]["score"], data["what_if"]["overall"]["score"]) == (73.47, 77.64)


def test_cap_that_bites_is_told(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "capped.yaml"
    text = Path(WHOLE).read_text(encoding="utf-8").replace('value: met, evidence: ["Minutes 2025-03-14, p. 2"]', "value: unmet")
    path.write_text(text.replace("board-reviews: {value: partly", "board-reviews: {value: met"), encoding="utf-8")
    assert scores(scorecard(run, str(path)))["goals"] == (20.0, 20.0)
    text = " ".join(run("score", str(path)).stdout.split())
    assert "Without written goals there is nothing to steer by." in text


def test_several_profiles_are_a_list(run: Run) -> None:
    result = run("score", WHOLE, "--as", "cases-entry@1.0.0", "--as", "cases@1.0.0", "--format", "json")
    cards = json.loads(result.stdout)
    for card in cards:
        contracts.validator("scorecard").validate(card)
    assert [card["stamp"]["profile"] for card in cards] == ["cases-entry@1.0.0", None]
    assert [card["overall"]["score"] for card in cards] == [70.83, 73.47]
    assert scores(cards[0]) == {"first-steps": (91.67, 91.67), "supervised": (50.0, 50.0)}
    assert [(award["id"], award["held"]) for award in cards[0]["awards"]] == [("level-1", True), ("level-2", True)]


def test_profile_of_the_submission_is_used_without_being_named(run: Run) -> None:
    card = scorecard(run, "valid/final-for-the-profile.yaml")
    assert card["stamp"]["profile"] == "cases-entry@1.0.0"


def test_errors_that_leave_it_readable_end_with_1(run: Run, golden: Callable[..., None]) -> None:
    result = run("score", CONTRADICTORY, "--depth", "1")
    assert (result.exit_code, result.stderr) == (1, "")
    golden(result.stdout)


def test_warnings_do_not_end_with_1(run: Run) -> None:
    result = run("score", "invalid/not-asked/final.yaml")
    assert result.exit_code == 0
    assert "Findings: 2. See `spregistry validate invalid/not-asked/final.yaml`." in " ".join(result.stdout.split())


def test_what_cannot_be_read_as_a_submission_is_told_instead(run: Run, golden: Callable[..., None]) -> None:
    result = run("score", INVALID)
    assert (result.exit_code, result.stderr) == (1, "")
    golden(result.stdout)


def test_programs_never_get_words_instead_of_json(run: Run) -> None:
    result = run("score", INVALID, "--format", "json")
    assert result.exit_code == 1
    assert result.stdout == "" or json.loads(result.stdout)


def test_scorecard_is_not_replaced_by_findings(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "scorecard.json"
    path.write_text("before", encoding="utf-8")
    result = run("score", INVALID, "-o", str(path))
    assert result.exit_code == 1
    assert path.read_text(encoding="utf-8") == "before"


def test_scorecard_is_written_to_a_file(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "scorecard.txt"
    result = run("score", WHOLE, "-o", str(path))
    assert (result.exit_code, result.output) == (0, "")
    assert path.read_text(encoding="utf-8") == run("score", WHOLE).stdout


def test_standard_input(run: Run) -> None:
    result = run("score", "-", "--format", "json", input=Path(WHOLE).read_bytes())
    assert json.loads(result.stdout)["overall"]["score"] == 73.47


@pytest.mark.parametrize(
    "arguments",
    [
        ("nowhere.yaml",),
        ("invalid/syntax-error/bracket-not-closed.yaml",),
        ("invalid/unknown-framework/not-registered.yaml",),
        ("invalid/unknown-framework/not-named.yaml",),
        (WHOLE, "--as", "cases-advanced"),
        (WHOLE, "--explain", "9.9"),
    ],
    ids=" ".join,
)
def test_could_not_run(arguments: tuple[str, ...], run: Run) -> None:
    result = run("score", *arguments)
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.startswith("spregistry: ")


@pytest.mark.parametrize(
    "change",
    [
        "complaint-days=nan",
        "complaint-days=inf",
        "complaint-days=1e999",
        "complaint-days=many",
        "board-reviews=mte",
        "staff-turnover=0.1",
        "board-reviews",
    ],
)
def test_change_that_cannot_be_answered_scores_nothing(change: str, run: Run) -> None:
    result = run("score", WHOLE, "--what-if", change, "--format", "json")
    assert result.exit_code != 0
    assert "NaN" not in result.stdout
    assert "Infinity" not in result.stdout


@pytest.mark.parametrize("arguments", [(), (WHOLE, RANGE), (WHOLE, "--depth", "0"), (WHOLE, "--format", "html")])
def test_wrong_usage(arguments: tuple[str, ...], run: Run) -> None:
    assert run("score", *arguments).exit_code == 2


def test_profile_of_another_standard_is_wrong_usage(run: Run, copied_registry: Path) -> None:
    header = (copied_registry / "cases" / "1.0.0" / "framework.yaml").read_text(encoding="utf-8")
    (copied_registry / "others" / "1.0.0").mkdir(parents=True)
    (copied_registry / "others" / "1.0.0" / "framework.yaml").write_text(
        header.replace("\nid: cases\n", "\nid: others\n"), encoding="utf-8"
    )
    result = run("score", WHOLE, "--as", "others", registry=copied_registry)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "others@1.0.0 is not based on cases@1.0.0" in " ".join(result.stderr.split())


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("9.9=met", "nothing with the code or id “9.9”"),
        ("board-reviews", "names no value"),
        ("board-reviews=perhaps", "“value” is “perhaps”, but must be met"),
    ],
)
def test_what_if_that_cannot_be_tried_is_wrong_usage(change: str, says: str, run: Run) -> None:
    result = run("score", WHOLE, "--what-if", change)
    assert (result.exit_code, result.stdout) == (2, "")
    assert says in " ".join(result.stderr.split())
