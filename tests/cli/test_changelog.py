"""`spregistry changelog`: what was recorded, with reasons, and one indicator through all versions."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from releases import CASES, prepare, read_case, run, with_both, with_first
from spregistry.load import contracts

#: A third version: one indicator under another id, code and group, one gone.
THIRD = """format: 1
id: demo
version: 2.0.0
previous: demo@1.1.0
title: Demonstration
language: en
licence: CC0-1.0
levels: [dimension, indicator]
scales:
  practice:
    - {value: met, label: "Yes", points: 1}
    - {value: unmet, label: "No", points: 0}
facts:
  - {id: regulated, title: Regulated, schema: {type: boolean}}
  - {id: clients, title: Clients, kind: stock, schema: {type: integer, minimum: 1}}
  - {id: left, title: Clients who left, kind: flow, schema: {type: integer, minimum: 0}}
bands:
  - {id: low, from: 0}
  - {id: high, from: 50}
groups:
  - id: leading
    code: "1"
    title: Leading
    indicators:
      - id: board
        code: "1.1"
        title: Board
        question: Does the board review the goals each year?
        rubric: {met: Its minutes show it., unmet: Its minutes do not show it.}
        answer: {scale: practice}
        applies_when: {properties: {regulated: {const: true}}, required: [regulated]}
  - id: serving
    code: "2"
    title: Serving
    indicators:
      - id: turnover
        code: "2.1"
        title: Turnover
        question: How many clients left?
        reading: All points where nobody left, none where half of the clients did.
        answer: {ratio: {numerator: [left], denominator: [clients], line: {zero_at: 0.5, full_at: 0}}}
      - id: written-goals
        code: "2.2"
        title: Written goals
        question: Are the social goals in writing?
        rubric: {met: A document says them., unmet: They are only spoken of.}
        answer: {scale: practice}
        supersedes: [goals]
withdrawn:
  - {id: channel, reason: Nobody could answer it.}
"""


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Path:
    registry = with_both(tmp_path_factory.mktemp("three"))
    folder = registry / "demo" / "2.0.0"
    folder.mkdir()
    (folder / "framework.yaml").write_text(THIRD, encoding="utf-8")
    (folder / "notes.yaml").write_text(
        "format: 1\nsummary: Fewer questions.\nreasons:\n"
        "  - {element: channel, reason: It was seldom answered.}\n"
        "  - {element: written-goals, kind: renamed, reason: Its old id said too little.}\n"
        "  - {element: written-goals, reason: It is about what clients are served for.}\n"
        "next_review: 2029-01-01\n",
        encoding="utf-8",
    )
    record = (registry / "demo" / "1.1.0" / "consultation.yaml").read_text(encoding="utf-8").replace("1.1.0", "2.0.0")
    (folder / "consultation.yaml").write_text(record, encoding="utf-8")
    return registry


@pytest.fixture(scope="module")
def released(registry: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = Path(shutil.copytree(registry, tmp_path_factory.mktemp("released") / "standards"))
    result = run(copy, "release", "demo@2.0.0", "--on", "2026-01-01")
    assert result.exit_code == 0, result.output
    return copy


def data(registry: Path, *arguments: str) -> list[dict[str, Any]]:
    result = run(registry, "changelog", "--format", "json", *arguments)
    assert result.exit_code == 0, result.output
    whole = json.loads(result.stdout)
    assert [error.message for error in contracts.validator("changelog").iter_errors(whole)] == []
    found: list[dict[str, Any]] = whole["stages" if "--indicator" in arguments else "versions"]
    for each in found:
        each["changes"] = [{**one["change"], "reason": one["reason"]} for one in each["changes"]]
    return found


def test_all_releases_newest_first_with_their_reasons(released: Path) -> None:
    versions = data(released, "demo")
    assert [(each["framework"], each["previous"], each["on"], each["step"]) for each in versions] == [
        ("demo@2.0.0", "demo@1.1.0", "2026-01-01", "major"),
        ("demo@1.1.0", "demo@1.0.0", "2025-06-01", "minor"),
        ("demo@1.0.0", None, "2025-01-15", None),
    ]
    reasons = {(change["element"], change["kind"]): change["reason"] for change in versions[0]["changes"]}
    assert reasons["channel", "withdrawn"] == "It was seldom answered."
    assert reasons["written-goals", "renamed"] == "Its old id said too little."
    assert reasons["written-goals", "moved"] == "It is about what clients are served for."
    assert reasons["board", "renumbered"] is None
    [reworded] = [change for change in versions[1]["changes"] if change["kind"] == "reworded"]
    assert (reworded["reason"], reworded["impact"]) == ("In writing and written down are the same.", "editorial")


def test_markdown_is_what_was_frozen(released: Path) -> None:
    frozen = (released / "demo" / "2.0.0" / "release" / "changelog.md").read_text(encoding="utf-8")
    assert run(released, "changelog", "demo@2.0.0").stdout == frozen
    assert "goes on under another id; before: goals. Its old id said too little." in frozen
    assert frozen in run(released, "changelog").stdout


def test_a_draft_tells_what_it_would_change(registry: Path) -> None:
    [version] = data(registry, "demo@2.0.0")
    assert (version["on"], version["summary"]) == (None, "Fewer questions.")
    assert "This is a draft" in run(registry, "changelog", "demo@2.0.0").stdout
    assert [each["framework"] for each in data(registry, "demo")] == ["demo@1.1.0", "demo@1.0.0"]


@pytest.mark.parametrize("asked", ["goals", "written-goals", "2.2"])
def test_one_indicator_is_followed_from_any_of_its_ids(asked: str, released: Path) -> None:
    first, second, third = data(released, "demo", "--indicator", asked)
    places = [
        [(one["id"], one["code"], one["question"], one["within"]) for one in stage["appearances"]] for stage in (first, second, third)
    ]
    assert places == [
        [("goals", "1.1", "Are the social goals written down?", ["Leading"])],
        [("goals", "1.1", "Are the social goals in writing?", ["Leading"])],
        [("written-goals", "2.2", "Are the social goals in writing?", ["Serving"])],
    ]
    assert first["changes"] == []
    assert [(change["kind"], change["field"]) for change in second["changes"]] == [("reworded", "question")]
    assert {change["kind"] for change in third["changes"]} == {"renamed", "moved", "renumbered", "retitled"}


def test_an_indicator_that_was_withdrawn_has_an_end(released: Path) -> None:
    stages = data(released, "demo", "--indicator", "channel")
    assert [(stage["framework"], len(stage["appearances"]), stage["withdrawn"]) for stage in stages] == [
        ("demo@1.1.0", 1, None),
        ("demo@2.0.0", 0, "Nobody could answer it."),
    ]
    said = run(released, "changelog", "--indicator", "channel").stdout
    assert said.startswith("## demo@2.0.0\n\nReleased on 2026-01-01.\n\nIt is not part of this version. Nobody could answer it.\n")


def test_what_is_not_there_is_told(released: Path) -> None:
    unknown = run(released, "changelog", "demo", "--indicator", "goal")
    assert (unknown.exit_code, "Did you mean goals?" in " ".join(unknown.stderr.split())) == (3, True)
    assert run(released, "changelog", "other").exit_code == 3


def test_a_changelog_is_never_made_of_what_was_changed(released: Path, tmp_path: Path) -> None:
    registry = Path(shutil.copytree(released, tmp_path / "standards"))
    path = registry / "demo" / "2.0.0" / "release" / "differences.json"
    path.write_text(path.read_text(encoding="utf-8").replace("breaking", "editorial"), encoding="utf-8")
    result = run(registry, "changelog", "demo")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "differences.json" in result.stderr.replace("\n  ", "")


def test_what_was_waived_and_what_happened_since_is_shown(tmp_path: Path) -> None:
    registry = with_first(tmp_path)
    prepare(read_case(CASES / "passes" / "waived-warning"), registry)
    assert run(registry, "release", "demo@1.1.0", "--on", "2025-06-01").exit_code == 0
    assert run(registry, "record", "erratum", "demo@1.1.0", "--on", "2025-07-01", "--reason", "Read “in print”.").exit_code == 0
    [version] = data(registry, "demo@1.1.0")
    assert [(waiver["rule"], waiver["approver"]) for waiver in version["waivers"]] == [("missing-reading", "the board of editors")]
    assert [event["event"] for event in version["events"]] == ["erratum"]
    said = run(registry, "changelog", "demo@1.1.0").stdout
    assert "missing-reading of turnover, accepted by the board of editors. It is read as everywhere." in said
    assert "- **Erratum of 2025-07-01.** Read “in print”." in said


def test_events_say_what_they_are_about_and_what_follows(tmp_path: Path) -> None:
    registry = with_both(tmp_path)
    for arguments in (
        ("erratum", "demo@1.1.0", "--on", "2025-07-01", "--element", "board", "--reason", "Read “its minutes”."),
        ("erratum", "demo@1.1.0", "--on", "2025-07-02", "--element", "leading", "--reason", "Read “governing”."),
        ("erratum", "demo@1.1.0", "--on", "2025-07-03", "--element", "left", "--reason", "In the whole year."),
        ("erratum", "demo@1.0.0", "--on", "2025-07-04", "--element", "goals", "--reason", "The first version has one too."),
        ("review", "demo@1.1.0", "--on", "2025-07-05", "--next-review", "2027-01-01"),
        ("review", "demo@1.1.0", "--on", "2025-07-06", "--next-review", "2030-01-01", "--reason", "All is well."),
        ("review", "demo@1.1.0", "--on", "2025-07-07"),
        ("deprecate", "demo@1.0.0", "--on", "2025-07-08", "--successor", "demo@1.1.0", "--until", "2026-12-31"),
    ):
        assert run(registry, "record", *arguments).exit_code == 0
    said = run(registry, "changelog", "demo@1.1.0").stdout.splitlines()
    assert (
        said[2]
        == "Released on 2025-06-01. In force from 2026-01-01. The version before may be used until 2026-12-31. To be reviewed by 2030-01-01."
    )
    assert [line for line in said if line.startswith("- **") and "`" not in line] == [
        "- **Erratum of 2025-07-01 on “Board” (1.2).** Read “its minutes”.",
        "- **Erratum of 2025-07-02 on “Leading” (1).** Read “governing”.",
        "- **Erratum of 2025-07-03 on Clients who left.** In the whole year.",
        "- **Reviewed on 2025-07-05.** To be reviewed by 2027-01-01.",
        "- **Reviewed on 2025-07-06.** All is well. To be reviewed by 2030-01-01.",
        "- **Reviewed on 2025-07-07.**",
    ]
    assert data(registry, "demo@1.1.0")[0]["next_review"] == "2030-01-01"
    said = run(registry, "changelog", "demo@1.0.0").stdout.splitlines()
    assert said[2].startswith("Released on 2025-01-15. Deprecated on 2025-07-08.")
    assert "- **Erratum of 2025-07-04 on “Goals” (1.1).** The first version has one too." in said
    assert "- **Deprecated on 2025-07-08.** It may still be used until 2026-12-31. In its place: demo@1.1.0" in said


def test_a_recall_stands_at_the_head(tmp_path: Path) -> None:
    registry = with_both(tmp_path)
    assert run(registry, "record", "deprecate", "demo@1.1.0", "--on", "2025-07-01").exit_code == 0
    assert run(registry, "record", "recall", "demo@1.1.0", "--on", "2025-07-02", "--reason", "Its points are wrong.").exit_code == 0
    said = run(registry, "changelog", "demo@1.1.0").stdout.splitlines()
    assert said[2] == "Released on 2025-06-01. Recalled on 2025-07-02."
    assert "- **Recalled on 2025-07-02.** Its points are wrong." in said


def test_the_history_of_an_element_tells_what_became_of_each_version(tmp_path: Path) -> None:
    registry = with_both(tmp_path)
    assert run(registry, "record", "recall", "demo@1.0.0", "--on", "2025-07-01", "--reason", "Its points are wrong.").exit_code == 0
    for element, reason in (("board", "Read “its minutes”."), ("left", "In the whole year.")):
        erratum = ("erratum", "demo@1.1.0", "--on", "2025-07-02", "--element", element, "--reason", reason)
        assert run(registry, "record", *erratum).exit_code == 0
    said = run(registry, "changelog", "demo@1.1.0", "--indicator", "board").stdout
    later, earlier = said.split("## demo@1.0.0")
    assert "Released on 2025-06-01.\n" in later
    assert "Erratum of 2025-07-02: Read “its minutes”." in later
    assert "whole year" not in said  # that is about something else
    assert earlier.strip().startswith("Released on 2025-01-15. Recalled on 2025-07-01.")
    stages = data(registry, "demo@1.1.0", "--indicator", "board")
    assert [(stage["framework"], stage["on"], [event["event"] for event in stage["events"]]) for stage in stages] == [
        ("demo@1.0.0", "2025-01-15", ["recalled"]),
        ("demo@1.1.0", "2025-06-01", ["erratum"]),
    ]


def test_the_history_of_an_element_marks_a_draft(registry: Path) -> None:
    said = run(registry, "changelog", "demo@2.0.0", "--indicator", "turnover").stdout
    assert said.startswith("## demo@2.0.0\n\nThis is a draft and may still change.\n")
