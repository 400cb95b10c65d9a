"""Other limits of a figure have a submission that shows them, however rarely one drawn at random would lie between them."""

from typing import Any

import pytest

from frameworks import framework_of
from spregistry.api import diff
from spregistry.evolve.comparing.sides import Side
from spregistry.evolve.proving.proof import witness_of
from spregistry.model.framework import Framework


def version(number: str, answer: dict[str, Any], largest: int = 10**9) -> Framework:
    """Return a version with one indicator, a figure."""
    people = {"type": "integer", "minimum": 0, "maximum": largest}
    indicator = {"id": "women", "code": "1.1", "title": "Women", "question": "How many?", "reading": "Their share.", "answer": answer}
    previous = {} if number == "1.0.0" else {"previous": "aim@1.0.0"}
    return framework_of(
        {
            "format": 1,
            "id": "aim",
            "version": number,
            **previous,
            "title": "Aim",
            "language": "en",
            "licence": "CC0-1.0",
            "levels": ["dimension", "indicator"],
            "facts": [
                {"id": "board", "title": "Board", "kind": "stock", "segments": ["women"], "schema": people},
                {"id": "staff", "title": "Staff", "kind": "stock", "schema": people},
                {"id": "trained", "title": "Trained", "kind": "flow", "schema": people},
            ],
            "segments": [{"id": "women", "title": "Women"}],
            "groups": [{"id": "leading", "code": "1", "title": "Leading", "indicators": [indicator]}],
        }
    )


def ratio(numerator: str, denominator: str, **points: Any) -> dict[str, Any]:
    return {"ratio": {"numerator": [numerator], "denominator": [denominator], **points}}


def steps(*pairs: tuple[float, float]) -> dict[str, Any]:
    return {"steps": [{"from": at, "points": points} for at, points in pairs]}


NARROW = (steps((0, 0), (0.5, 1)), steps((0, 0), (0.5001, 1)))
CASES = {
    "steps of a segment": [ratio("board.women", "board", **each) for each in NARROW],
    "steps over an average": [ratio("trained", "staff.average", **each) for each in NARROW],
    "a line": [ratio("trained", "staff", line={"zero_at": 0.2, "full_at": end}) for end in (0.75, 0.9)],
    "steps of a number": [{"number": {"schema": {"type": "number", "minimum": 0}, **each}} for each in NARROW],
}


@pytest.mark.parametrize("answers", CASES.values(), ids=CASES)
def test_other_limits_have_a_witness_without_any_luck(answers: list[dict[str, Any]]) -> None:
    before, after = version("1.0.0", answers[0]), version("2.0.0", answers[1])
    [change] = [each for each in diff(before, after).changes if each.kind == "rescaled"]
    witness = witness_of([change], Side(before), Side(after), tries=0)
    assert witness is not None
    assert witness.before.measures["leading"].score != witness.after.measures["leading"].score


def test_where_facts_do_not_admit_such_figures_there_is_none() -> None:
    before, after = (version(number, answer, largest=5) for number, answer in zip(("1.0.0", "2.0.0"), CASES["a line"], strict=True))
    [change] = [each for each in diff(before, after).changes if each.kind == "rescaled"]
    assert witness_of([change], Side(before), Side(after), tries=0) is None
