"""Days of the calendar as documents write them."""

from datetime import date
from typing import Any


def as_day(value: Any) -> date | None:
    """Return a day of the calendar that is written YYYY-MM-DD; None for anything else, also for weeks, which Python alone would read."""
    if not isinstance(value, str):
        return None
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return None
    return day if day.isoformat() == value else None
