"""What a changelog says of each change: in the words of its readers, grouped by dimension, with the reasons that the definition gives."""

import html
import re
import shutil
from pathlib import Path
from typing import Any

import markdown
import pytest

from record_registries import dump, framework, indicator
from releases import copied, run

DRAFT = """format: 1
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
tags: [{id: entry, title: First steps}]
segments: [{id: youth, title: Young people}]
facts:
  - {id: regulated, title: Regulated, schema: {type: boolean}}
  - {id: clients, title: Clients, kind: stock, segments: [youth], schema: {type: integer, minimum: 1}}
  - {id: left, title: Clients who left, kind: flow, schema: {type: integer, minimum: 0}}
quality_checks:
  - {id: young, severity: warning, at_most: [clients.youth, clients.close], message: More young clients than clients.}
bands:
  - {id: low, from: 0}
  - {id: high, from: 50}
groups:
  - id: leading
    code: "1"
    title: Leading
    indicators:
      - id: written-goals
        code: "1.1"
        title: Goals in writing
        question: Are the social goals in writing?
        rubric: {met: A document says them., unmet: Nothing is written.}
        answer: {scale: practice}
        supersedes: [{id: goals, relation: split, values: {met: met, unmet: unmet}}]
      - id: dated-goals
        code: "1.2"
        title: Goals with dates
        question: Do the social goals have dates?
        rubric: {met: Each has one., unmet: None has one.}
        answer: {scale: practice}
        supersedes: [{id: goals, relation: split, values: {met: met, unmet: unmet}}]
      - id: heard
        code: "1.3"
        title: Clients are heard
        question: Are clients heard?
        trial: true
        rubric: {met: Minutes name them., unmet: Nobody asks them.}
        answer: {scale: practice}
        new: Clients had no say before.
      - id: proposals
        code: "1.4"
        title: Clients make proposals
        question: Do clients make proposals?
        optional: true
        rubric: {met: A list has them., unmet: There is none.}
        answer: {scale: practice}
        new: It is seldom seen.
  - id: serving
    code: "2"
    title: Serving
    indicators:
      - id: board
        code: "2.1"
        title: Board
        question: Does the board review the goals each year?
        rubric: {met: Its minutes show it each year., unmet: Its minutes do not show it.}
        answer: {scale: practice}
        tags: [entry]
        applies_when: {properties: {regulated: {const: true}}, required: [regulated]}
      - id: turnover
        code: "2.2"
        title: Turnover
        question: How many clients left?
        reading: All points where nobody left, none where a third of the clients did.
        answer:
          ratio:
            numerator: [left]
            denominator: [clients]
            cases:
              - {when: {properties: {regulated: {const: true}}, required: [regulated]}, line: {zero_at: 0.4, full_at: 0}}
              - {steps: [{from: 0, points: 1}, {from: 0.3, points: 0}]}
withdrawn:
  - {id: channel, reason: Nobody could answer it.}
"""


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Path:
    registry = copied(tmp_path_factory.mktemp("words"))
    folder = registry / "demo" / "2.0.0"
    folder.mkdir()
    (folder / "framework.yaml").write_text(DRAFT, encoding="utf-8")
    (folder / "notes.yaml").write_text("format: 1\nsummary: Other questions.\n", encoding="utf-8")
    return registry


@pytest.fixture(scope="module")
def said(registry: Path) -> str:
    result = run(registry, "changelog", "demo@2.0.0")
    assert result.exit_code == 0, result.output
    return str(result.stdout)


def test_what_is_new_or_withdrawn_has_the_reason_of_the_definition(said: str) -> None:
    assert "(`channel`): withdrawn. Nobody could answer it." in said
    assert "(`heard`): new; on trial: neither required nor scored. Clients had no say before." in said
    assert "(`proposals`): new; optional: a final submission need not answer it. It is seldom seen." in said


def test_notes_go_before_the_definition(registry: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(registry, tmp_path / "standards"))
    notes = "format: 1\nsummary: Other questions.\nreasons: [{element: channel, reason: It was a survey of its own.}]\n"
    (copy / "demo" / "2.0.0" / "notes.yaml").write_text(notes, encoding="utf-8")
    assert "(`channel`): withdrawn. It was a survey of its own." in run(copy, "changelog", "demo@2.0.0").stdout


def test_changes_stand_by_dimension_under_each_impact(said: str) -> None:
    headings = [line for line in said.splitlines() if line.startswith("#")]
    assert headings[1:] == [
        "## Breaking: submissions that were right may be wrong or unfinished",
        "### 1 Leading",
        "### 2 Serving",
        "## Score-significant: the same answers may give another score",
        "### 1 Leading",
        "### 2 Serving",
        "## Rewordings not classed yet: an editor must say whether they change what is asked",
        "### 2 Serving",
        "## Additive: more is possible, and nothing else",
        "### Facts, checks and what holds for the whole",
        "### 1 Leading",
        "### 2 Serving",
        "## Editorial: only words, order and numbering",
        "### 2 Serving",
    ]


def test_elements_and_values_are_in_words(said: str) -> None:
    for line in (
        "(`written-goals`): split from “Goals” (1.1 of 1.1.0)",
        "**“Channel” (2.2 of 1.1.0)** (`channel`)",
        "(`board`): moved from the group “Leading” (1 of 1.1.0) to “Serving” (2)",
        "(`board`): tags: – → First steps",
        "(`clients`): may be broken down further: – → Young people",
        "**Check of facts · young** (`quality-check:young`): new: “More young clients than clients”",
        "(`board`): what is described for “Yes” reworded",
        "(`turnover`): limits: other points (no points at 0.5, all at 0, straight between → –)",
        "(`turnover`): limits by case: other points (– → where “Regulated” is yes: no points at 0.4, all at 0, straight between; otherwise:",
        "otherwise: from 0: 1 of 1; from 0.3: 0 of 1)",
    ):
        assert line in said
    assert not {*"{}"} & {*said}


def test_diff_says_the_same(registry: Path) -> None:
    shown = " ".join(run(registry, "diff", "demo@1.1.0", "demo@2.0.0").stdout.split())
    assert "split from “Goals” (1.1 of 1.1.0)" in shown
    assert "new; on trial: neither required nor scored" in shown
    assert "“Channel” (2.2 of 1.1.0) withdrawn" in shown


def test_limits_of_a_single_case_are_not_otherwise_to_anything(tmp_path: Path) -> None:
    for version, previous, full in (("1.0.0", None, 0.2), ("2.0.0", "1.0.0", 0.1)):
        answer = {
            "ratio": {
                "numerator": ["left"],
                "denominator": ["clients"],
                "unit": "fraction",
                "cases": [{"line": {"zero_at": 0.5, "full_at": full}}],
            }
        }
        turnover = indicator("turnover", "1.1", "Turnover", "How many left?", reading="As it says.", answer=answer)
        data = framework(
            version,
            previous,
            [{key: value for key, value in turnover.items() if key != "rubric"}],
            [indicator("box", "2.1", "There is a box", "Is there a box?")],
        )
        count = {"schema": {"type": "integer", "minimum": 0}}
        data["facts"] = [
            {"id": "clients", "title": "Clients", "kind": "stock", **count},
            {"id": "left", "title": "Left", "kind": "flow", **count},
        ]
        dump(tmp_path / "demo" / version / "framework.yaml", data)
    said = " ".join(run(tmp_path, "diff", "demo@1.0.0", "demo@2.0.0").stdout.split())
    assert "(no points at 50 %, all at 20 %, straight between → no points at 50 %, all at 10 %, straight between)" in said


FRACTION, DAYS = {"ratio": {"numerator": ["left"], "denominator": ["clients"], "unit": "fraction"}}, {"number": {"unit": "working-days"}}


def _limited(answer: dict[str, Any], limits: dict[str, Any]) -> dict[str, Any]:
    """Return an indicator that earns points by limits; of a number what it may be belongs to it."""
    kind = next(iter(answer))
    whole = {"schema": {"type": "integer", "minimum": 0}} if kind == "number" else {}
    measured = indicator(
        "measured", "1.1", "Measured", "How many?", reading="As it says.", answer={kind: {**answer[kind], **whole, **limits}}
    )
    return {key: value for key, value in measured.items() if key != "rubric"}


@pytest.mark.parametrize(
    ("answer", "before", "after", "told"),
    [
        (
            FRACTION,
            {"steps": [{"from": 0, "points": 1}, {"from": 0.05, "points": 0.5}]},
            {"steps": [{"from": 0, "points": 1}, {"from": 0.075, "points": 0.25}]},
            ("from 0 %: 1 of 1; from 5 %: 0.5 of 1", "from 0 %: 1 of 1; from 7.5 %: 0.25 of 1"),
        ),
        (
            DAYS,
            {"line": {"zero_at": 60, "full_at": 14}},
            {"line": {"zero_at": 45, "full_at": 7}},
            ("no points at 60 working days, all at 14, straight between", "no points at 45 working days, all at 7, straight between"),
        ),
    ],
    ids=["share", "unit"],
)
def test_limits_are_told_as_show_tells_them(
    answer: dict[str, Any], before: dict[str, Any], after: dict[str, Any], told: tuple[str, str], tmp_path: Path
) -> None:
    count = {"schema": {"type": "integer", "minimum": 0}}
    for version, previous, limits in (("1.0.0", None, before), ("2.0.0", "1.0.0", after)):
        data = framework(version, previous, [_limited(answer, limits)], [indicator("box", "2.1", "There is a box", "Is there a box?")])
        data["facts"] = [{"id": id_, "title": id_.title(), "kind": "stock", **count} for id_ in ("clients", "left")]
        dump(tmp_path / "demo" / version / "framework.yaml", data)
    shown = " ".join(run(tmp_path, "show", "demo@2.0.0", "measured").stdout.split())
    assert told[1] in shown
    differences = " ".join(run(tmp_path, "diff", "demo@1.0.0", "demo@2.0.0").stdout.split())
    assert f"limits: other points ({told[0]} → {told[1]})" in differences


#: What is shown where nothing is done about it: ©, <script>, <b>, and three more.
BY_NAME = "&copy; &lt;script&gt; &#60;b&#x3E; & R&D &amp; &copy"


@pytest.mark.parametrize(
    ("command", "times"), [("changelog demo@2.0.0", 3), ("diff demo@1.1.0 demo@2.0.0 --format markdown", 2)], ids=["changelog", "diff"]
)
def test_what_looks_like_a_sign_by_its_name_is_shown_as_it_is_written(command: str, times: int, registry: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(registry, tmp_path / "standards"))
    text = DRAFT.replace("title: Goals in writing", f'title: "{BY_NAME}"').replace("Clients had no say before.", f'"{BY_NAME}"')
    (copy / "demo" / "2.0.0" / "framework.yaml").write_text(text, encoding="utf-8")
    (copy / "demo" / "2.0.0" / "notes.yaml").write_text(f'format: 1\nsummary: "{BY_NAME}"\n', encoding="utf-8")
    written = run(copy, *command.split()).stdout
    shown = html.unescape(re.sub("<[^>]*>", "", markdown.markdown(written)))
    assert shown.count(BY_NAME) == times
    assert " & R&D " in written, "what means nothing else stays as it is"


def test_the_history_of_an_indicator_has_its_rubric_and_reading_where_they_changed(registry: Path) -> None:
    board = run(registry, "changelog", "--indicator", "board").stdout
    assert [board.count(text) for text in ("- Yes: Its minutes show it each year.", "- Yes: Its minutes show it.")] == [1, 1]
    turnover = run(registry, "changelog", "--indicator", "turnover").stdout
    assert [turnover.count(f"none where {share} of the clients did.") for share in ("a third", "half")] == [1, 1]


def test_a_reading_that_stayed_is_told_of_the_newest_version() -> None:
    said = run(Path(__file__).parents[2] / "standards", "changelog", "sepm@3.1.1", "--indicator", "6.B.1.2").stdout
    newest, before = said.split("## sepm@3.1.0")
    assert "Reading: Staff, offices, transport and systems" in newest
    assert "Reading: Staff, offices, transport and systems" not in before
    assert before.split("## sepm@2.0.0")[1].count("Reading: ") == 1  # it said less


def test_an_indicator_is_found_in_every_standard_that_has_it(registry: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(registry, tmp_path / "standards"))
    folder = copy / "other" / "1.0.0"
    folder.mkdir(parents=True)
    text = (copy / "demo" / "1.0.0" / "framework.yaml").read_text(encoding="utf-8").replace("id: demo", "id: other")
    (folder / "framework.yaml").write_text(text.replace("id: turnover", "id: leavers"), encoding="utf-8")
    only = run(copy, "changelog", "--indicator", "turnover")
    assert only.exit_code == 0, only.output
    assert [line for line in only.stdout.splitlines() if line.startswith("## ")] == ["## demo@2.0.0", "## demo@1.1.0", "## demo@1.0.0"]
    both = run(copy, "changelog", "--indicator", "board").stdout
    assert [line for line in both.splitlines() if line.startswith("## ")][0:2] == ["## other@1.0.0", "## demo@2.0.0"]
    unknown = run(copy, "changelog", "--indicator", "turnovr")
    assert (unknown.exit_code, "Did you mean turnover?" in " ".join(unknown.stderr.split())) == (3, True)
