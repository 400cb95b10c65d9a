"""Comparing takes work in proportion to the size of the versions, however many elements changed."""

import sys
from types import FrameType
from typing import Any

from frameworks import framework_of
from spregistry.api import diff
from spregistry.model.framework import Framework


def version(number: str, practices: int) -> Framework:
    """Return a version with so many practices; in the second, the first indicator of each has another id, the last stands in the next one."""
    later = number != "1.0.0"

    def indicator(practice: int, at: int, code: str) -> dict[str, Any]:
        id_ = f"i-{practice}-{at}"
        continued = {"id": f"now-{id_}", "supersedes": [id_]} if later and at == 1 else {"id": id_}
        return {
            **continued,
            "code": code,
            "title": id_,
            "question": "Is it?",
            "rubric": {"met": "Yes.", "unmet": "No."},
            "answer": {"scale": "yes"},
        }

    def practice(at: int) -> dict[str, Any]:
        last = (at - 1) % practices if later else at
        members = [indicator(at, 1, f"{at + 1}.1"), indicator(at, 2, f"{at + 1}.2"), indicator(last, 3, f"{at + 1}.3")]
        return {"id": f"p-{at}", "code": str(at + 1), "title": f"Practice {at}", "indicators": members}

    return framework_of(
        {
            "format": 1,
            "id": "wide",
            "version": number,
            **({"previous": "wide@1.0.0"} if later else {}),
            "title": "Wide",
            "language": "en",
            "licence": "CC0-1.0",
            "levels": ["practice", "indicator"],
            "scales": {"yes": [{"value": "met", "label": "Yes", "points": 1}, {"value": "unmet", "label": "No", "points": 0}]},
            "groups": [practice(at) for at in range(practices)],
        }
    )


def lines_run(practices: int) -> int:
    """Return how many lines of Python run while two versions are compared, every turn of a loop counted."""
    before, after = version("1.0.0", practices), version("2.0.0", practices)
    count = 0

    def trace(_frame: FrameType, event: str, _arg: object) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    former = sys.gettrace()
    sys.settrace(trace)
    try:
        differences = diff(before, after)
    finally:
        sys.settrace(former)
    kinds = [change.kind for change in differences.changes]
    assert (kinds.count("renamed"), kinds.count("moved")) == (practices, practices)
    return count


def test_eight_times_the_elements_take_eight_times_the_work() -> None:
    assert lines_run(160) < 8.8 * lines_run(20)
