"""What people type into cells, as values of a submission: labels of any language, numbers with separators, dates in several spellings.

What cannot be understood stays as it was typed, so that validation says what is wrong with it; nothing is dropped or guessed.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from math import isfinite
from typing import Any, NamedTuple

from spregistry.load.workbook.cells import Cell
from spregistry.model.workbook_map import EXCLUDED, NOT_APPLICABLE, YES
from spregistry.sentence import Sentence, say

#: Signs between thousands that can mean nothing else, and blanks.
_GAPS = str.maketrans(dict.fromkeys(" \u00a0\u2007\u2009\u202f'’_\t٬", ""))
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+")
_PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?")
_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_OTHER_DAY = re.compile(r"(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4})")
_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_LAST_SERIAL = 2_958_465
_MONTHS = 12
_AFTER_DECIMAL = 3

#: Stands for a cell in which nothing is said, and for one that says that the question does not apply.
BLANK, DOES_NOT_APPLY = object(), object()


class Typed(NamedTuple):
    """A value with a remark about how it was read."""

    value: Any
    remark: Sentence | None = None
    #: The way out, where it is another than usual.
    hint: Sentence | None = None


class Figure(NamedTuple):
    """Text as a number; the other number that it could have been."""

    number: float
    other: float | None = None

    def remark(self, text: str) -> Sentence:
        """Say how it was read."""
        number = f"{self.number:.15g}"
        if self.other is None:
            return say("“{text}” is text; it was read as the number {number}", text=text, number=number)
        return say(
            "“{text}” is text and could be two numbers; it was read as {number}, as the language of the workbook writes it, not as {other}",
            text=text,
            number=number,
            other=f"{self.other:.15g}",
        )


class Entries(NamedTuple):
    """A list of labels: values by label, and the value that says that the question does not apply."""

    by_label: Mapping[str, str]
    excluded: str | None
    #: The labels of the workbook's own language, as its drop-downs show them.
    shown: tuple[str, ...] = ()

    def find(self, text: str) -> str:
        """Return the value of a label; a text that is none as it is."""
        return self.by_label.get(folded(text), text)


def folded(text: str) -> str:
    """Return text as labels are compared: without case, and without spaces that nobody sees."""
    return " ".join(unicodedata.normalize("NFC", text).split()).casefold()


def entries(rows: Sequence[Sequence[Cell | None]]) -> dict[str, Entries]:
    """Return the lists of a workbook by name, from the rows of its sheet of labels; own labels go before those of other languages."""
    labels: dict[str, dict[str, str]] = {}
    excluded: dict[str, str] = {}
    for name, value, *_, points in (row[:5] for row in rows):
        if name is not None and value is not None and points is not None and points.value == EXCLUDED:
            excluded[str(name.value)] = str(value.value)
    for others in (False, True):
        for row in rows:
            name, value = row[0], row[1]
            if name is None or value is None:
                continue
            known = labels.setdefault(str(name.value), {})
            for label in row[5:] if others else (row[2],):
                if label is not None:
                    known.setdefault(folded(text_of(label)), text_of(value))
    for known in labels.values():
        for stored in [*known.values()]:
            known.setdefault(folded(stored), stored)
    shown = _shown(rows)
    return {name: Entries(known, excluded.get(name), tuple(shown.get(name, ()))) for name, known in labels.items()}


def _shown(rows: Sequence[Sequence[Cell | None]]) -> dict[str, list[str]]:
    """Return the labels of each list in the workbook's own language."""
    shown: dict[str, list[str]] = {}
    for name, _, label in (row[:3] for row in rows):
        if name is not None and label is not None:
            shown.setdefault(str(name.value), []).append(text_of(label))
    return shown


class Values:
    """Reads cells by their kind."""

    def __init__(self, lists: Mapping[str, Entries], language: str, *, from_1904: bool) -> None:
        """Keep the labels, and how the workbook's language writes numbers and dates."""
        self.lists = lists
        self._language = language
        self._decimal = _decimal_sign(language)
        self._epoch = _EPOCH_1904 if from_1904 else _EPOCH

    def read(self, kind: str, cell: Cell) -> Typed:
        """Return what a cell says."""
        base, _, name = kind.partition(":")
        readers: Mapping[str, Callable[[], Typed]] = {
            "number": lambda: self._number(cell, percent=False),
            "integer": lambda: self._number(cell, percent=False),
            "percent": lambda: self._number(cell, percent=True),
            "date": lambda: self._date(cell),
            "dates": lambda: self._dates(cell),
            "boolean": lambda: self._boolean(cell),
            "tick": lambda: self._boolean(cell),
            "option": lambda: self._option(cell, name),
            "lines": lambda: Typed([line for line in self._spelled(cell).split("\n") if line.strip()]),
        }
        return readers.get(base, lambda: Typed(self._spelled(cell)))()

    def offered(self, kind: str) -> Sequence[str]:
        """Return the labels that a cell of a kind is chosen from; none where it is not."""
        base, _, name = kind.partition(":")
        known = self.lists.get(name if base == "option" else YES if base in ("boolean", "tick") else "")
        return known.shown if known is not None else ()

    def reason(self, name: str, cell: Cell) -> str:
        """Return a reason as it is stored, whichever language it is written in; one that is not accepted as it was typed."""
        text = self._spelled(cell)
        known = self.lists.get(name)
        return known.find(text) if known else text

    def _spelled(self, cell: Cell) -> str:
        """Return what a cell says as text; a date that a program made of text is written as a date."""
        if cell.shows == "date" and isinstance(cell.value, float):
            day = self._day(cell.value)
            return text_of(cell) if day is None else day
        return text_of(cell)

    def _day(self, serial: float) -> str | None:
        if not 0 <= serial <= _LAST_SERIAL:
            return None
        try:
            return (self._epoch + timedelta(days=int(serial))).isoformat()
        except OverflowError:
            return None

    def _option(self, cell: Cell, name: str) -> Typed:
        known = self.lists.get(name, Entries({}, None))
        text = folded(text_of(cell))
        if text in known.by_label:
            return Typed(known.by_label[text])
        if text in NOT_APPLICABLE:
            return Typed(known.excluded if known.excluded is not None else DOES_NOT_APPLY)
        return Typed(text_of(cell).strip())

    def _boolean(self, cell: Cell) -> Typed:
        if isinstance(cell.value, bool):
            return Typed(cell.value)
        known = self.lists.get(YES, Entries({}, None)).by_label.get(folded(text_of(cell)))
        said = known or {"1": "true", "0": "false", "x": "true"}.get(folded(text_of(cell)))
        return Typed(said == "true") if said in ("true", "false") else Typed(text_of(cell).strip())

    def _number(self, cell: Cell, *, percent: bool) -> Typed:
        value = cell.value
        if isinstance(value, bool):
            return Typed(value)
        if isinstance(value, float):
            return (
                Typed(self._spelled(cell))
                if cell.shows == "date"
                else _typed_number(value, times_100=percent and cell.shows == "percentage")
            )
        if folded(value) in NOT_APPLICABLE:
            return Typed(DOES_NOT_APPLY)
        figure = self.figure(value, percent=percent)
        return Typed(value.strip()) if figure is None else Typed(figure.number, figure.remark(value.strip()[:40]))

    def figure(self, text: str, *, percent: bool = False) -> Figure | None:
        """Return text as a number, with thousands and decimals separated as people do; None where it is none.

        A comma or a point with three digits behind it is read as the language of the workbook has it.
        """
        text = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)
        text = text.replace("−", "-").replace("٪", "%").translate(_GAPS)
        share = text.endswith("%")
        text = text.removesuffix("%")
        comma, point = text.rfind(","), text.rfind(".")
        other = None
        if "٫" in text:  # which is nothing but a decimal sign
            text = text if comma >= 0 or point >= 0 else text.replace("٫", ".", 1)
        elif comma >= 0 and point >= 0:
            text = _western(text) if comma < point else _western(text.translate(str.maketrans(",.", ".,")))
        elif comma >= 0 or point >= 0:
            text, other = self._one_sign(text, "," if comma >= 0 else ".")
        if not _PLAIN.fullmatch(text) or not isfinite(float(text)):
            return None
        part = 100 if share and not percent else 1
        return Figure(tidy(float(text) / part), None if other is None else tidy(float(other) / part))

    def _one_sign(self, text: str, sign: str) -> tuple[str, str | None]:
        """Return a number with a point, and the other that it could be."""
        parts = text.split(sign)
        grouped = text.replace(sign, ",")
        if len(parts) > 2:  # noqa: PLR2004  # several signs of one kind separate thousands
            return _western(grouped), None
        thousands = len(parts[1]) == _AFTER_DECIMAL and _GROUPED.fullmatch(grouped) and parts[0].lstrip("+-") not in ("0", "00", "000")
        whole, broken = grouped.replace(",", ""), text.replace(sign, ".")
        if not thousands:
            return broken, None
        return (whole, broken) if sign != self._decimal else (broken, whole)

    def _date(self, cell: Cell) -> Typed:
        if isinstance(cell.value, float):
            return Typed(self._day(cell.value) or text_of(cell))
        text = text_of(cell).strip()
        if folded(text) in NOT_APPLICABLE:
            return Typed(DOES_NOT_APPLY)
        day = self._read_day(text)
        if day is None or day == text:
            return Typed(text)
        return Typed(day, say("“{text}” is text; it was read as the date {day}", text=text[:40], day=day))

    def _read_day(self, text: str) -> str | None:
        """Return a date in the spelling of submissions; None where it is none, or could be two."""
        if found := _DAY.fullmatch(text):
            year, month, day = (int(part) for part in found.groups())
        elif found := _OTHER_DAY.fullmatch(text):
            first, second, year = int(found[1]), int(found[3]), int(found[4])
            if first <= _MONTHS and second <= _MONTHS and first != second and found[2] == "/" and self._language.startswith("en"):
                return None
            day, month = (first, second) if second <= _MONTHS else (second, first)
        else:
            return None
        return f"{year:04}-{month:02}-{day:02}"

    def _dates(self, cell: Cell) -> Typed:
        if isinstance(cell.value, float):
            return Typed([self._day(cell.value) or text_of(cell)])
        pieces = [piece.strip() for piece in re.split(r"[\n,;]", text_of(cell)) if piece.strip()]
        days = [self._read_day(piece) or piece for piece in pieces]
        if days == pieces:
            return Typed(days)
        message = say("“{text}” is text; it was read as the date {day}", text=", ".join(pieces)[:40], day=", ".join(days))
        return Typed(days, message)


def text_of(cell: Cell) -> str:
    """Return what a cell shows, roughly: numbers in the fewest digits."""
    if isinstance(cell.value, bool):
        return "true" if cell.value else "false"
    if isinstance(cell.value, float):
        return repr(tidy(cell.value))
    return cell.value


def _typed_number(value: float, *, times_100: bool) -> Typed:
    """Return a number; one that a program made a fraction of, because a percentage was typed, as the percentage it was."""
    if not times_100:
        return Typed(tidy(value))
    percentage = float(f"{value * 100:.12g}")
    number = f"{percentage:.12g}"
    message = say("the cell shows a percentage; it was read as {number} percent", number=number)
    hint = say("The workbook’s own results take it for {value} percent. Type it without the percent sign.", value=f"{value:.12g}")
    return Typed(tidy(percentage), message, hint)


def tidy(number: float) -> float:
    """Return a number as an integer where it is one that is exact."""
    return int(number) if number.is_integer() and abs(number) < 2**53 else number


def _western(text: str) -> str:
    """Return a number without the commas between its thousands; unchanged where they stand elsewhere."""
    whole, point, rest = text.partition(".")
    return whole.replace(",", "") + point + rest if _GROUPED.fullmatch(whole) and "," not in rest else text


def _decimal_sign(language: str) -> str:
    from babel import Locale, UnknownLocaleError
    from babel.numbers import get_decimal_symbol

    try:
        return get_decimal_symbol(Locale.parse(language.split("-", maxsplit=1)[0]))
    except (UnknownLocaleError, ValueError):
        return "."
