"""Pieces of formulas, as text; only functions that Excel 2010 knows, and none that depends on the language of the program."""

from collections.abc import Callable, Sequence

from spregistry.model.answer_kind import Case, Line, NumberAnswer, NumberSchema, RatioAnswer, Step
from spregistry.model.fact import FactSchema

#: As in `check/figures.py`.
TOLERANCE = "0.000000001"

#: Four hundred years in days: dates are counted from so much earlier, so that those before 1900 count as well.
_ERA = 146_097
_YEARS = 400

#: Integers that every program keeps exactly, and the largest figure; as in the schema of submissions.
_EXACT, _LARGEST = 2**53 - 1, 10**15

#: The most arguments that a function takes in Excel.
_ARGUMENTS = 255

#: Returns a cell that holds a number which cannot be written in a formula without losing digits.
Constant = Callable[[float], str]


def literal(number: float, constant: Constant) -> str:
    """Return a number as a formula has it; Excel keeps 15 digits of those, so that others stand in a cell of their own."""
    text = f"{number:.15g}"
    if float(text) != number:
        return constant(number)
    return f"({text})" if number < 0 else text.upper()


def quoted(text: str) -> str:
    """Return short text as a formula has it."""
    return '"' + text.replace('"', '""') + '"'


def both(parts: Sequence[str]) -> str:
    """Return that all parts hold."""
    return _joined("AND", parts, "TRUE")


def either(parts: Sequence[str]) -> str:
    """Return that one part holds."""
    return _joined("OR", parts, "FALSE")


def _joined(function: str, parts: Sequence[str], empty: str) -> str:
    if len(parts) <= 1:
        return parts[0] if parts else empty
    if len(parts) > _ARGUMENTS:
        return _joined(function, [_joined(function, parts[at : at + _ARGUMENTS], empty) for at in range(0, len(parts), _ARGUMENTS)], empty)
    return f"{function}({','.join(parts)})"


def is_blank(cell: str) -> str:
    """Return that nothing stands in a cell but spaces."""
    return f'TRIM({cell})=""'


def place_in(cell: str, labels: str, places: str) -> str:
    """Return the place of a cell's text among labels, 0 where it is none; wildcards in it mean nothing, nor does its case."""
    return f"SUMPRODUCT(({labels}=TRIM({cell}))*{places})"


def yes_or_no(cell: str, yes: str, no: str) -> str:
    """Return 1 for yes, 2 for no, 0 for a blank cell and -1 for anything else."""
    return f"IF(ISLOGICAL({cell}),IF({cell},1,2),IF({is_blank(cell)},0,IF(TRIM({cell})={yes},1,IF(TRIM({cell})={no},2,-1))))"


def figure(cell: str, schema: FactSchema | NumberSchema, constant: Constant) -> str:
    """Return the number in a cell, or "" where it is none that the schema accepts."""
    whole = schema.type == "integer"
    low, high = (-_EXACT, _EXACT) if whole else (-_LARGEST, _LARGEST)
    bounds = [
        (schema.minimum if schema.minimum is not None else low, ">="),
        (schema.maximum if schema.maximum is not None else high, "<="),
        (schema.exclusive_minimum, ">"),
        (schema.exclusive_maximum, "<"),
    ]
    tests = [f"{cell}{sign}{literal(bound, constant)}" for bound, sign in bounds if bound is not None]
    tests += [f"{cell}=INT({cell})"] if whole else []
    return f'IF(ISNUMBER({cell}),IF({both(tests)},{cell},""),"")'


def serial(cell: str) -> str:
    """Return a calendar date as a number of days, or "": typed as a date, or as text such as 2025-03-14."""
    text = f"TRIM({cell})"
    year, month, day = f"VALUE(LEFT({text},4))", f"VALUE(MID({text},6,2))", f"VALUE(RIGHT({text},2))"
    made = f"DATE({year}+{_YEARS},{month},{day})"
    fits = both([f"LEN({text})=10", f'MID({text},5,1)="-"', f'MID({text},8,1)="-"', f"MONTH({made})={month}", f"DAY({made})={day}"])
    return f'IFERROR(IF(ISNUMBER({cell}),INT({cell})+{_ERA},IF({fits},{made},"")),"")'


def is_day(cell: str) -> str:
    """Return that a date stands in a cell, or text that has the form of one; whether it is in the calendar, validation tells."""
    text = f"TRIM({cell})"
    digits = f"ISNUMBER(VALUE(LEFT({text},4)&MID({text},6,2)&RIGHT({text},2)))"
    formed = both([f"LEN({text})=10", f'MID({text},5,1)="-"', f'MID({text},8,1)="-"', digits])
    return f"IFERROR(OR(ISNUMBER({cell}),{formed}),FALSE)"


def iso(days: str) -> str:
    """Return a number of days from `serial` as text such as 2025-03-14."""
    parts = f'RIGHT("000"&(YEAR({days})-{_YEARS}),4)&"-"&RIGHT("0"&MONTH({days}),2)&"-"&RIGHT("0"&DAY({days}),2)'
    return f'IF({days}="","",{parts})'


def months_after(days: str, months: int) -> str:
    """Return the same day some calendar months later, or that month's last day where it has fewer."""
    same = f"DATE(YEAR({days}),MONTH({days})+{months},DAY({days}))"
    return f"MIN({same},DATE(YEAR({days}),MONTH({days})+{months + 1},0))"


def points_of(formula: Case | NumberAnswer | RatioAnswer, x: str, constant: Constant) -> str:
    """Return the points of a figure by steps or a line; 0 where there is neither (scoring rule 5)."""
    if formula.line is not None:
        return _line(formula.line, x, constant)
    return _steps(formula.steps or (), x, constant)


def _line(line: Line, x: str, constant: Constant) -> str:
    zero, full = literal(line.zero_at, constant), literal(line.full_at, constant)
    return f"MAX(0,MIN(1,({x}-{zero})/({full}-{zero})))"


def _steps(steps: Sequence[Step], x: str, constant: Constant) -> str:
    text = "0"
    # The last step that is reached counts: the first is asked last.
    for step in steps:
        text = f"IF({reaches(x, step.from_, constant)},{literal(float(step.points), constant)},{text})"
    return text


def reaches(x: str, bound: float, constant: Constant) -> str:
    """Return that a value reaches a bound (scoring rule 5)."""
    return f"{x}+{TOLERANCE}>={literal(bound, constant)}"


def published(value: str) -> str:
    """Return a value from 0 to 1 as a published score in whole hundredths (scoring rule 6)."""
    return f"INT((100*{value}+{TOLERANCE})*100+0.5)"


def sum_of(cells: Sequence[str]) -> str:
    """Return the sum of cells in their order; by plus signs, because SUM may add in another way."""
    return "+".join(cells)
