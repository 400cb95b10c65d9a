"""The page for the board: what it says first, what it calls a strength, a gap and a change. Expected numbers are worked out by hand."""

from typing import Any

import pytest

from reports import question, reported, small
from spregistry.publish.report.blocks import Board

GROUPS = [
    {"id": "a", "code": "1", "title": "First", "indicators": [question("a1", "1.1"), question("a2", "1.2")]},
    {"id": "b", "code": "2", "title": "Second", "indicators": [question("b1", "2.1"), question("b2", "2.2", may_be_na=True)]},
    {"id": "c", "code": "3", "title": "Third", "indicators": [question("c1", "3.1")]},
]
BANDS = [{"id": "low", "label": "Low", "from": 0}, {"id": "high", "label": "High", "from": 50}]


def board(data: dict[str, Any], *earlier: dict[str, Any], **more: Any) -> Board:
    framework = small(levels=["part", "indicator"], groups=GROUPS, **{"bands": BANDS, **more})
    return reported(framework, data, *earlier).chapters[0].board


def answers(**values: str) -> dict[str, Any]:
    return {"answers": {id_: {"value": value, "evidence": ["x"]} for id_, value in values.items()}}


FULL = answers(a1="yes", a2="half", b1="no", b2="yes", c1="yes")


@pytest.mark.parametrize(
    ("assurance", "first"),
    [
        ({}, "self-assessment: the institution’s own answers, which nobody else has checked"),
        ({"level": "self"}, "self-assessment: the institution’s own answers, which nobody else has checked"),
        ({"level": "accompanied", "assessor": "Ana", "organisation": "Union", "qualification": "q", "dates": ["2026-01-19"], "places": ["p"]}, "accompanied self-assessment"),
        ({"level": "verified", "assessor": "Ana", "organisation": "Union", "qualification": "q", "dates": ["2026-01-19"], "places": ["p"]}, "an assessor has verified"),
    ],
)  # fmt: skip
def test_first_lines_say_what_it_is_and_what_it_is_not(assurance: dict[str, Any], first: str) -> None:
    caution = board({**FULL, **({"assurance": assurance} if assurance else {})}).caution
    assert first in caution[0].text
    assert caution[0].text.endswith("It is neither an audit nor a certification.")
    assert ("Ana · Union · Jan 19, 2026" in [line.text for line in caution]) == (assurance.get("level") in ("accompanied", "verified"))
    assert "It is a draft: answers may still change." in [line.text for line in caution]


def test_finished() -> None:
    """Parts 75, 50, 100: the mean is 75. At its best 2.1 makes the second part 100, which adds 50/3; 1.2 adds 25/3."""
    found = board(FULL)
    assert (found.headline.shown, found.headline.band and found.headline.band.text) == ("75.00", "High")
    assert not found.headline.unfinished
    assert [(point.code, point.figure) for point in found.strengths.points] == [("3", "100.00"), ("1", "75.00")]  # 50 is below the whole
    assert [(point.code, point.figure) for point in found.gaps.points] == [("2.1", "+16.67"), ("1.2", "+8.33")]
    assert found.gaps.points[0].remark
    assert found.gaps.points[0].remark.text == "Now: No"
    assert [(figure.title, figure.shown) for figure in found.key_figures] == [
        ("Answered", "5 of 5"),
        ("Documented score", "75.00"),
        ("Answers with evidence", "100%"),
        ("Not applicable", "0"),
    ]


def test_unfinished_has_a_range_and_no_band_until_both_ends_share_one() -> None:
    """Without 2.1 and 3.1: low (75 + 50 + 0)/3 = 41.67, high (75 + 100 + 100)/3 = 91.67."""
    found = board(answers(a1="yes", a2="half", b2="yes"))
    assert found.headline.shown == "41.67–91.67"
    assert (found.headline.band, found.headline.unfinished) == (None, True)
    assert "Between 41.67 and 91.67, with 60% answered" in found.headline.sentences[0]
    # What is not finished is no strength, and what is missing no gap.
    assert [point.code for point in found.strengths.points] == ["1"]
    assert [point.code for point in found.gaps.points] == ["1.2"]
    # Without 2.1 alone: from 75 to 91.67, in one band.
    assert board(answers(a1="yes", a2="half", b2="yes", c1="yes")).headline.band


def test_nothing_answered() -> None:
    found = board({})
    assert found.headline.shown == "0.00–100.00"
    assert (found.strengths.points, found.gaps.points) == ((), ())
    assert found.gaps.otherwise == "Nothing has been answered yet."


def test_everything_at_its_best() -> None:
    found = board(answers(a1="yes", a2="yes", b1="yes", b2="yes", c1="yes"))
    assert (found.gaps.points, found.gaps.otherwise) == ((), "Every answer earns all it can.")


def test_what_not_applicable_would_cost_is_said() -> None:
    """2.2 left out: 75, 0, 100 make 58.33; counted 0 the second part stays 0. With 2.1 met: 91.67, and 75 if 2.2 counted 0."""
    given = answers(a1="yes", a2="half", b1="yes", c1="yes")
    given["answers"]["b2"] = {"value": "na", "justification": "we do not"}
    found = board(given)
    assert found.headline.shown == "91.67"
    assert found.headline.sentences == ("Had every “not applicable” counted 0, the score would be 75.00.",)


def test_changes_are_differences_of_what_was_published() -> None:
    """Last year parts 50, 50, 0 made 33.33; now 75."""
    last = {**answers(a1="yes", a2="no", b1="no", b2="yes", c1="no"), "period": {"start": "2024-01-01", "end": "2024-12-31"}}
    found = board({**FULL, "period": {"start": "2025-01-01", "end": "2025-12-31"}}, last)
    assert found.changes.about == "Since Dec 31, 2024"
    assert [(point.code, point.figure) for point in found.changes.points] == [("", "+41.67"), ("3", "+100.00"), ("1", "+25.00")]


def test_no_change_is_told_from_a_range() -> None:
    found = board(FULL, answers(a1="yes", a2="half"))
    assert found.changes.points == ()
    assert found.changes.otherwise == "No score changed, or none is finished on both sides."


def test_without_a_total() -> None:
    found = board(FULL, scoring={"overall": False})
    assert (found.headline.shown, found.headline.low) == ("–", None)
    assert found.headline.sentences == ("This standard publishes no total: one number would mislead.",)
    # Without a total there are no gains: what lacks most points comes first.
    assert [(point.code, point.figure) for point in found.gaps.points] == [("2.1", ""), ("1.2", "")]


def test_without_bands() -> None:
    found = reported(small(levels=["part", "indicator"], groups=GROUPS), FULL).chapters[0].board
    assert found.headline.band is None
    assert found.headline.marks == ()
