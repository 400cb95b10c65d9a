"""A day is written in one way, in every part of the program and in the browser alike."""

from datetime import date

import pytest

from frameworks import framework_of
from spregistry.check.prepared import prepared
from spregistry.model.day import as_day
from spregistry.model.state import State


@pytest.mark.parametrize(
    ("value", "day"),
    [("2025-12-31", date(2025, 12, 31)), ("2024-02-29", date(2024, 2, 29)), ("0001-01-01", date(1, 1, 1)), ("9999-12-31", date.max)]
    + [(other, None) for other in ("2025-02-29", "2025-W01-1", "20251231", "2025-001", "2025-1-01", " 2025-12-31", "２０２５-12-31", "")]
    + [(other, None) for other in (20251231, None, True, date(2025, 12, 31), ["2025-12-31"])],
)  # fmt: skip
def test_a_day_is_year_month_and_day(value: object, day: date | None) -> None:
    assert as_day(value) == day


@pytest.mark.parametrize(("start", "state"), [("2024-12-30", State.NOT_YET_DUE), ("2025-W01-1", State.MISSING)])
def test_a_clock_that_is_no_day_has_not_begun(start: str, state: State) -> None:
    # Monday of that week is 30 December 2024: whoever read it as a day would find the indicator not yet due at the end of 2025.
    indicator = {"id": "one", "code": "1", "title": "One", "question": "Is it?", "answer": {"text": {}}, "scored": False}
    framework = framework_of(
        {
            "format": 1, "id": "demo", "version": "1.0.0", "title": "Demo", "language": "en", "licence": "CC0-1.0", "levels": ["part", "indicator"],
            "fact_groups": [{"id": "about", "title": "About"}],
            "facts": [{"id": "begun", "group": "about", "title": "Begun", "schema": {"type": "string", "format": "date"}}],
            "clock": "begun",
            "groups": [{"id": "part", "code": "1", "title": "Part", "indicators": [{**indicator, "code": "1.1", "due_from_month": 24}]}],
        }
    )  # fmt: skip
    data = {"facts": {"begun": start}, "period": {"start": "2025-01-01", "end": "2025-12-31"}, "answers": {}}
    assert [*prepared(framework).questionnaire.read(data).states] == [int(state)]
