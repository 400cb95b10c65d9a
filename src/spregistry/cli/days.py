"""Days on the command line."""

from datetime import date, datetime
from typing import Any

import click

from spregistry.cli.options import tell


class DayParameter(click.ParamType[date]):
    """A day as YYYY-MM-DD."""

    name = "DATE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read a day of the calendar."""
        from spregistry.model.day import as_day

        day = value if isinstance(value, date) else as_day(str(value))
        if day is None:
            self.fail(tell("“{text}” is no day; write it as YYYY-MM-DD.", text=value), param, ctx)
        return day


DAY = DayParameter()


def today() -> date:
    """Return the day it is where the program runs."""
    return datetime.now().astimezone().date()
