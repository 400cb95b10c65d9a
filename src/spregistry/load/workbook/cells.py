"""The cells of one sheet of a workbook, from the events of its XML."""

import re
from collections.abc import Callable, Sequence
from math import inf, isfinite
from typing import Literal, NamedTuple

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NUMBER = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_NAME = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_LAST_COLUMN, _LAST_ROW = 16_384, 1_048_576


class Cell(NamedTuple):
    """What stands in a cell."""

    value: str | float | bool
    #: The value is that of an error such as #REF!.
    error: bool = False
    #: The value was worked out by a formula.
    formula: bool = False
    shows: Literal["date", "percentage"] | None = None


class Enough(Exception):  # ends the reading of a sheet that is not needed
    """The rest of a part is not needed."""


def decoded(text: str) -> str:
    """Return text without the escapes that the format has for signs XML cannot hold, and with plain ends of lines."""
    if "_x" in text:
        # Halves of a character are joined; one without its other half is none.
        halves = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
        text = halves.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


class SheetReader:
    """Collects the cells of a sheet; ends with `Enough` where its cell A1 is not wanted."""

    def __init__(
        self,
        strings: Sequence[str],
        shows: Sequence[Literal["date", "percentage"] | None],
        wanted: Callable[[str], bool],
        count: Callable[[], None],
    ) -> None:
        """Take the shared texts, what styles show, which marks are wanted, and whom to tell of every cell."""
        self._strings, self._shows, self._wanted, self._count = strings, shows, wanted, count
        self.cells: dict[tuple[int, int], Cell] = {}
        self.unworked: set[tuple[int, int]] = set()
        self._row = 0
        self._place = (0, 0)
        self._type = "n"
        self._style = 0
        self._pieces: list[str] = []
        self._taking = self._formula = self._judged = self._aloud = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Begin an element."""
        if tag == "row":
            self._row = _whole(attributes.get("r")) or self._row + 1
            self._place = (self._row, 0)
        elif tag == "c":
            self._begin(attributes)
        elif tag == "f":
            self._formula = True
        elif tag == "rPh":
            self._aloud = True
        elif tag in ("v", "t"):
            self._taking = not self._aloud

    def _begin(self, attributes: dict[str, str]) -> None:
        self._place = place_of(attributes.get("r", "")) or (self._row, self._place[1] + 1)
        self._type = attributes.get("t", "n")
        self._style = _whole(attributes.get("s")) or 0
        self._pieces, self._formula = [], False

    def text(self, text: str) -> None:
        """Take text of an element."""
        if self._taking:
            self._pieces.append(text)

    def end(self, tag: str) -> None:
        """End an element."""
        if tag in ("v", "t"):
            self._taking = False
        elif tag == "rPh":
            self._aloud = False
        elif tag == "c":
            self._keep()

    def _keep(self) -> None:
        cell = self._cell("".join(self._pieces))
        row, column = self._place
        if cell is not None and 0 < row <= _LAST_ROW and column <= _LAST_COLUMN:
            self._count()
            self.cells[self._place] = cell
        elif self._formula:
            self._count()
            self.unworked.add(self._place)
        if not self._judged and cell is not None:
            # A sheet of the form has its mark in A1, and cells come in order.
            self._judged = True
            if self._place != (1, 1) or not self._wanted(str(cell.value)):
                raise Enough

    def _cell(self, text: str) -> Cell | None:
        formula = self._formula
        if self._type == "s":
            if text:
                at = _whole(text.strip())
                if at is None or at >= len(self._strings):
                    raise ValueError("a shared text that the workbook does not have")  # told as damage
                text = self._strings[at]
        elif self._type in ("inlineStr", "str"):
            text = decoded(text)
        elif self._type == "e":
            return Cell(text, error=True, formula=formula) if text else None
        elif self._type == "b":
            return Cell(text.strip() in ("1", "true"), formula=formula) if text else None
        elif self._type == "d":
            return Cell(text.partition("T")[0], formula=formula) if text else None
        else:
            return self._number(text)
        return Cell(text, formula=formula) if text.strip() else None

    def _number(self, text: str) -> Cell | None:
        if not text.strip():
            return None
        number = float(text) if _NUMBER.fullmatch(text.strip(" \t\r\n")) else inf
        if not isfinite(number):
            raise ValueError("a number that is none")  # told as damage
        return Cell(number, formula=self._formula, shows=self._shows[self._style] if self._style < len(self._shows) else None)


def _whole(text: str | None) -> int | None:
    """Return a whole number that is not below 0, where text is one."""
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 10 else None  # noqa: PLR2004  # digits of the last row


def place_of(name: str) -> tuple[int, int] | None:
    """Return row and column of a cell by its name, such as F12; None where it is no such name."""
    named = _NAME.fullmatch(name)
    return (int(named[2]), _column(named[1])) if named else None


def _column(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column
