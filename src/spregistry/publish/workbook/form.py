"""What all sheets of a workbook are made with: texts, lists, the cells that are filled in, and what is already in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from spregistry.load.languages.catalogues import interface_language, lookup
from spregistry.load.languages.translations import Translation
from spregistry.model.answer_kind import ChecklistItem, Option
from spregistry.model.definition import Indicator
from spregistry.model.fact import Fact
from spregistry.model.framework import Framework
from spregistry.model.workbook_map import EXCLUDED, SHOWN, YES, Key, items_list, reasons_list
from spregistry.publish.hindsight import NOTHING_SINCE, Hindsight, erratum_in_words
from spregistry.publish.workbook.book import Book, Sheet
from spregistry.publish.workbook.given import Given, spreadsheet_day
from spregistry.publish.workbook.lists import Label, Labels, Lists
from spregistry.sentence import Lookup, say, translate

#: How an input looks, by the kind of what is typed; everything else is text.
_LOOKS = {"number": "number input", "percent": "number input", "integer": "integer input", "date": "date input"}
_CHOSEN = ("option", "tick", "boolean")


@cache
def interface(language: str) -> Lookup:
    """Return how the interface speaks a language, or the one that it is a variety of; English where it speaks neither."""
    return lookup(interface_language(language))


class Entry(NamedTuple):
    """A cell to fill in."""

    key: Key | str
    #: Of the field.
    name: str
    kind: str
    #: What is already known.
    value: Any = None
    #: What may be chosen.
    labels: Labels | None = None


@dataclass(kw_only=True, eq=False)
class Form:
    """A workbook in the making."""

    translation: Translation
    #: The same framework in other languages, whose labels are understood as well.
    others: Sequence[Translation]
    #: The function of the institution whose part this is; None for all.
    function: str | None
    given: Given
    book: Book
    lists: Lists
    #: What is known of the version since it was released.
    hindsight: Hindsight = NOTHING_SINCE
    #: The cells that are filled in, as formulas name them, by key and field.
    cells: dict[tuple[str, str], str] = field(default_factory=dict)
    #: The keys of the rows that are filled in, by sheet.
    rows: dict[str, dict[str, None]] = field(default_factory=dict)
    #: The headings of the columns that are filled in, by sheet and field.
    columns: dict[str, dict[str, str]] = field(default_factory=dict)
    #: What people call the details of the institution, by key.
    details: dict[str, str] = field(default_factory=dict)

    @property
    def shown(self) -> Framework:
        """The framework as people read it."""
        return self.translation.framework

    @property
    def source(self) -> Framework:
        """The framework whose ids and reasons are stored."""
        return self.translation.source

    def text(self, sentence: str) -> str:
        """Return a sentence of the interface in the language of the workbook."""
        return translate(sentence, interface(self.translation.language))

    def with_errata(self, text: str, id_: str) -> str:
        """Return what an element asks, with what was found wrong in it since on lines of their own."""
        return "\n".join(filter(None, (text, *(self.text(erratum_in_words(event)) for event in self.hindsight.errata.get(id_, ())))))

    def word(self, sentence: str) -> str:
        """Return a cell that holds a sentence of the interface, for a formula to show."""
        return self.lists.word(self.text(sentence))

    def cell(self, key: Key | str, name: str = "value") -> str | None:
        """Return the cell of a field, where the workbook has one."""
        return self.cells.get((str(key), name))

    def asked(self, indicator: str) -> bool:
        """Tell whether the workbook holds an indicator."""
        return self.function is None or self.source.indicators[indicator].function == self.function

    @property
    def yes(self) -> Labels:
        """The list with what says yes and no."""
        sentences = (("true", say("Yes")), ("false", say("No")))
        speakers = [interface(other.language) for other in self.others]
        entries = [
            Label(value=value, label=self.text(sentence), others=tuple(translate(sentence, speaker) for speaker in speakers))
            for value, sentence in sentences
        ]
        return self.lists.add(YES, entries)

    def options(self, indicator: Indicator) -> Labels | None:
        """Return the options that an indicator may be answered with, where it is answered with one."""

        def possible(framework: Framework) -> list[Option]:
            own = framework.indicators[indicator.id]
            return [option for option in framework.options(own) if own.may_be_na is not None or not option.excluded]

        return self._labels([possible(one.framework) for one in (self.translation, *self.others)])

    def choices(self, fact: Fact) -> Labels | None:
        """Return what may be chosen for a fact, where it is a choice."""
        return self._labels([one.framework.facts[fact.id].choices or () for one in (self.translation, *self.others)])

    def _labels(self, languages: Sequence[Sequence[Option]]) -> Labels | None:
        shown, *others = languages
        if not shown:
            return None
        entries = [
            Label(
                value=option.value,
                label=option.label,
                points=float(EXCLUDED if option.excluded else option.points or 0.0),
                others=tuple(other[at].label for other in others),
            )
            for at, option in enumerate(shown)
        ]
        return self.lists.add("options", entries, shared=True)

    def reasons(self, indicator: Indicator) -> Labels | None:
        """Return the accepted reasons for which an indicator does not apply; None where any reason, or none, is accepted."""
        accepted = self.source.indicators[indicator.id].may_be_na
        if not isinstance(accepted, tuple):
            return None
        versions = [self._reasons(one, indicator.id) for one in (self.translation, *self.others)]
        entries = [
            Label(value=reason, label=versions[0][at], others=tuple(other[at] for other in versions[1:]))
            for at, reason in enumerate(accepted)
        ]
        return self.lists.add(reasons_list(indicator.id), entries)

    def items(self, indicator: Indicator) -> Labels | None:
        """Return the lines of an indicator's checklist, where it is one."""
        versions = [self._items(one, indicator.id) for one in (self.translation, *self.others)]
        if not versions[0]:
            return None
        entries = [
            Label(value=item.id, label=item.label, others=tuple(other[at].label for other in versions[1:]))
            for at, item in enumerate(versions[0])
        ]
        return self.lists.add(items_list(indicator.id), entries)

    @staticmethod
    def _items(one: Translation, indicator: str) -> tuple[ChecklistItem, ...]:
        checklist = one.framework.indicators[indicator].answer.checklist
        return checklist.items if checklist else ()

    def _reasons(self, one: Translation, indicator: str) -> tuple[str, ...]:
        reasons = one.framework.indicators[indicator].may_be_na
        return reasons if isinstance(reasons, tuple) else ()

    def head(self, sheet: Sheet, row: int, heads: Mapping[int, tuple[str, str]]) -> None:
        """Write the headings of columns, each with the name of its field, empty where it only shows; the names stand in the first row."""
        for column, (name, sentence) in heads.items():
            heading = self.text(sentence)
            sheet.text(0, column, name or SHOWN, "map")
            sheet.text(row, column, heading, "header")
            if name:
                self.columns.setdefault(sheet.name, {})[name] = heading

    def enter(self, sheet: Sheet, place: tuple[int, int], entry: Entry) -> str:
        """Make a cell one that is filled in, write what is already known, and return it."""
        row, column = place
        base = entry.kind.partition(":")[0]
        look = _LOOKS.get(base, "choice input" if base in _CHOSEN else "input")
        ref = self.cells[str(entry.key), entry.name] = sheet.ref(row, column)
        self.rows.setdefault(sheet.name, {})[str(entry.key)] = None
        value, labels = entry.value, entry.labels
        if labels is not None:
            shown = labels.shown(("true" if value else "false") if isinstance(value, bool) else str(value))
            value = shown if shown is not None else value
        self._write(sheet, place, value, base, look)
        if labels is not None:
            message = self.text(say("Open the list in this cell and choose."))
            sheet.choose_from(row, column, labels.labels, self.text(say("Choose from the list")), message)
        return ref

    @staticmethod
    def _write(sheet: Sheet, place: tuple[int, int], value: Any, kind: str, look: str) -> None:
        day = spreadsheet_day(value) if kind == "date" else None
        if value is None:
            sheet.blank(*place, look)
        elif day is not None:
            sheet.day(*place, day, look)
        elif kind in ("number", "integer", "percent") and isinstance(value, int | float) and not isinstance(value, bool):
            sheet.number(*place, value, look)
        else:
            sheet.text(*place, ("true" if value else "false") if isinstance(value, bool) else str(value), look)
