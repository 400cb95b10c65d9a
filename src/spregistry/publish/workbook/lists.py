"""The hidden sheet of labels: what drop-downs offer, what the labels stand for, and the words that formulas show."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from spregistry.publish.workbook.book import Sheet

_NAME, _VALUE, _LABEL, _PLACE, _POINTS, _OTHERS = range(6)


@dataclass(frozen=True, kw_only=True, slots=True)
class Label:
    """One entry of a list."""

    value: str
    label: str
    points: float = 0.0
    #: The same in other languages.
    others: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Labels:
    """A list as formulas name it."""

    name: str
    #: Ranges, one cell per label.
    labels: str
    places: str
    points: str
    entries: tuple[Label, ...]
    #: The cell of each label, by value.
    cells: Mapping[str, str]

    def shown(self, value: str) -> str | None:
        """Return the label of a value; None where the list does not have it."""
        return next((entry.label for entry in self.entries if entry.value == value), None)

    def place(self, value: object) -> int | None:
        """Return the place of a value, counted from 1."""
        return next((at for at, entry in enumerate(self.entries, 1) if entry.value == value), None)


class Lists:
    """Writes lists one below the other; each is written once."""

    def __init__(self) -> None:
        """Begin with nothing written."""
        self._row = 1
        self._written: dict[object, Labels] = {}
        self._words: dict[str, str] = {}

    def begin(self, sheet: Sheet) -> None:
        """Take the sheet to write on."""
        self._sheet = sheet

    def add(self, name: str, entries: Sequence[Label], *, shared: bool = False) -> Labels:
        """Write a list, labels made different where two are alike, and return it; one that is shared is found again by its entries."""
        distinct = _distinct(entries)
        key: object = tuple(distinct) if shared else name
        if key in self._written:
            return self._written[key]
        first, cells = self._row, {}
        name = f"{name}/{len(self._written) + 1}" if shared else name
        for place, entry in enumerate(distinct, 1):
            row = self._row
            self._sheet.text(row, _NAME, name)
            self._sheet.text(row, _VALUE, entry.value)
            cells[entry.value] = self._sheet.text(row, _LABEL, entry.label)
            self._sheet.number(row, _PLACE, place)
            self._sheet.number(row, _POINTS, entry.points)
            for at, other in enumerate(entry.others):
                self._sheet.text(row, _OTHERS + at, other)
            self._row += 1
        ranges = (self._sheet.range((first, column), (self._row - 1, column)) for column in (_LABEL, _PLACE, _POINTS))
        labels, places, points = ranges
        made = Labels(name=name, labels=labels, places=places, points=points, entries=tuple(distinct), cells=cells)
        self._written[key] = made
        return made

    def note(self, name: str, rows: Iterable[tuple[str, str]]) -> None:
        """Write pairs of a value and what it is called for programs to read; no formula and no drop-down uses them."""
        for value, label in rows:
            for column, text in ((_NAME, name), (_VALUE, value), (_LABEL, label)):
                self._sheet.text(self._row, column, text)
            self._row += 1

    def word(self, text: str) -> str:
        """Return a cell that holds text for a formula to show; written once."""
        if text not in self._words:
            self._sheet.text(self._row, _NAME, "word")
            self._words[text] = self._sheet.text(self._row, _LABEL, text)
            self._row += 1
        return self._words[text]


def _distinct(entries: Sequence[Label]) -> list[Label]:
    """Return entries whose labels differ also where case and spaces do not count, as spreadsheets compare."""
    seen: set[str] = set()
    distinct = []
    for entry in entries:
        label = " ".join(entry.label.split())
        if label.casefold() in seen:
            label = f"{label} ({entry.value})"
        seen.add(label.casefold())
        distinct.append(Label(value=entry.value, label=label, points=entry.points, others=entry.others))
    return distinct
