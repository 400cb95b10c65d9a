"""The sheet of facts: one row each, with opening values, segments, what is not measured, remarks, and the contradictions between them."""

from collections.abc import Iterator
from typing import Any

from spregistry.finding import column_name
from spregistry.model.answer_kind import NumberSchema
from spregistry.model.fact import Fact, FactSchema
from spregistry.model.workbook_map import HEAD as HEAD_ROW
from spregistry.model.workbook_map import ROWS, SHOWN, Key
from spregistry.publish.workbook.book import Sheet
from spregistry.publish.workbook.expressions import quoted
from spregistry.publish.workbook.form import Entry, Form
from spregistry.sentence import say

_KEY, _KIND, _TITLE, _QUESTION, _UNIT, _VALUE, _OPEN, _FIRST_SEGMENT = range(8)
#: The rows above the table.
HEAD = 4


class FactsSheet:
    """The sheet, and where on it things stand."""

    def __init__(self, form: Form, sheet: Sheet) -> None:
        """Decide which facts and segments it shows, and in which columns."""
        self.form, self.sheet = form, sheet
        self.facts = [fact for id_, fact in form.shown.facts.items() if form.function is None or id_ in needed_facts(form)]
        used = dict.fromkeys(segment for fact in self.facts for segment in fact.segments or ())
        self.segments = {segment: _FIRST_SEGMENT + at for at, segment in enumerate(used)}
        self.not_measured = _FIRST_SEGMENT + len(self.segments)
        self.note = self.not_measured + 1
        self.confirm = self.note + 1
        self.check = self.confirm + 1
        self.rows: dict[str, int] = {}
        self.row = HEAD

    def write(self) -> None:
        """Write all rows."""
        self._head()
        headings = {heading.id: heading.title for heading in self.form.shown.definition.fact_groups or ()}
        heading: str | None = None
        for fact in self.facts:
            if fact.group != heading:
                heading = fact.group
                self._heading(headings.get(heading or "", ""))
            self._fact(fact)
        # What was carried from an earlier submission and confirmed by nobody is coloured, here as among the questions.
        waiting = f"${column_name(self.confirm + 1)}{HEAD + 1}={quoted(self.form.yes.shown('true') or '')}"
        for column in (_VALUE, self.confirm):
            self.sheet.colour((HEAD, column, max(HEAD, self.row - 1), column), waiting, "attention")
        self.sheet.worksheet.freeze_panes(HEAD, _QUESTION)
        self.sheet.worksheet.repeat_rows(HEAD - 1)

    def _head(self) -> None:
        form, sheet = self.form, self.sheet
        sheet.text(0, 0, ROWS, "map")
        widths = {
            _KIND: 4,
            _TITLE: 30,
            _QUESTION: 48,
            _UNIT: 12,
            _VALUE: 20,
            _OPEN: 18,
            self.not_measured: 13,
            self.note: 36,
            self.confirm: 13,
            self.check: 40,
        }
        for column, width in {**widths, **dict.fromkeys(self.segments.values(), 16)}.items():
            sheet.width(column, width, hidden=column == _KIND)
        sheet.text(1, _TITLE, form.text(say("Facts")), "title")
        sheet.text(
            2, _TITLE, form.text(say("They decide which questions are asked, and the ratios are worked out from them.")), "subtitle line"
        )
        names = {segment.id: segment.title for segment in form.shown.definition.segments or ()}
        heads: dict[int, tuple[str, str]] = {
            _TITLE: ("", say("Fact")),
            _QUESTION: ("", say("What is asked")),
            _UNIT: ("", say("Unit")),
            _VALUE: ("value", say("Value (at the end, or over the period)")),
            _OPEN: ("open", say("Value at the beginning")),
            self.not_measured: ("not_measured", say("Not measured")),
            self.note: ("note", say("Remark or source")),
            self.confirm: ("unconfirmed", say("To be confirmed")),
            self.check: ("", say("Check")),
        }
        for segment, column in self.segments.items():
            heads[column] = (f"segment:{segment}", say("Of which: {segment}", segment=names.get(segment, segment)))
        sheet.text(HEAD - 1, _KEY, HEAD_ROW, "map")
        form.head(sheet, HEAD - 1, heads)

    def _heading(self, title: str) -> None:
        self.sheet.text(self.row, _KEY, SHOWN, "map")
        self.sheet.text(self.row, _TITLE, title, "group 2")
        for column in range(_QUESTION, self.check + 1):
            self.sheet.blank(self.row, column, "group 2")
        self.row += 1

    def _fact(self, fact: Fact) -> None:
        sheet, row, form = self.sheet, self.row, self.form
        self.rows[fact.id] = row
        key = Key("facts", fact.id)
        kind = kind_of(fact)
        sheet.text(row, _KEY, str(key), "map")
        sheet.text(row, _TITLE, fact.title, "name")
        sheet.text(row, _QUESTION, form.with_errata("\n".join(filter(None, (fact.question, fact.guidance))), fact.id), "small")
        sheet.text(row, _UNIT, self._unit(fact), "small")
        for column in (_OPEN, *self.segments.values(), self.not_measured):
            sheet.blank(row, column, "locked")
        if fact.multiple:
            sheet.text(row, _KIND, "computed", "map")
            sheet.blank(row, _VALUE, "locked")
            self._not_measured(fact, key)
            self._remarks(key)
            self._ticks(fact)
            return
        labels = form.choices(fact) or (form.yes if kind == "boolean" else None)
        kind = f"option:{labels.name}" if labels and kind == "option" else kind
        main = "close" if fact.kind == "stock" else "total"
        sheet.text(row, _KIND, f"{kind} {main}" if fact.numeric else kind, "map")
        form.enter(sheet, (row, _VALUE), Entry(key, "value", kind, self._main(fact), labels))
        self._accept(row, _VALUE, fact)
        self._parts(fact, key, kind)
        self._not_measured(fact, key)
        self._remarks(key)
        self.row += 1

    def _unit(self, fact: Fact) -> str:
        if fact.is_date:
            return self.form.text(say("a date"))
        if fact.unit == "money":
            return self.form.text(say("money"))
        if fact.unit == "fraction":
            return self.form.text(say("a fraction of 1"))
        return self.form.translation.name("unit", fact.unit) if fact.unit else ""

    def _main(self, fact: Fact) -> Any:
        main = "close" if fact.kind == "stock" else "total"
        value = self.form.given.scalar("facts", fact.id)
        return self.form.given.scalar("facts", fact.id, main) if value is None else value

    def _parts(self, fact: Fact, key: Key, kind: str) -> None:
        if not fact.numeric:
            return
        parts = [(_OPEN, "open", "open")] if fact.kind == "stock" else []
        parts += [(self.segments[segment], f"segment:{segment}", segment) for segment in fact.segments or ()]
        for column, name, part in parts:
            self.form.enter(self.sheet, (self.row, column), Entry(key, name, kind, self.form.given.scalar("facts", fact.id, part)))
            self._accept(self.row, column, fact)

    def _accept(self, row: int, column: int, fact: Fact) -> None:
        schema = fact.schema
        if fact.numeric and schema is not None:
            accept_figure(self.form, self.sheet, (row, column), schema)

    def _not_measured(self, fact: Fact, key: Key) -> None:
        if fact.id in self.form.source.gating_facts:
            return
        said = True if self.form.given.flag("facts", fact.id, "not_measured") else None
        self.form.enter(self.sheet, (self.row, self.not_measured), Entry(key, "not_measured", "boolean", said, self.form.yes))

    def _remarks(self, key: Key) -> None:
        self.form.enter(self.sheet, (self.row, self.note), Entry(key, "note", "text", self.form.given.scalar("fact_notes", key.name)))
        waits = self.form.given.scalar("unconfirmed_facts", key.name)
        self.form.enter(self.sheet, (self.row, self.confirm), Entry(key, "unconfirmed", "boolean", waits, self.form.yes))

    def _ticks(self, fact: Fact) -> None:
        options = fact.choices or ()
        said = self.form.given.ticks([option.value for option in options], "facts", fact.id)
        for option in options:
            self.row += 1
            key = Key("facts", fact.id, option.value)
            self.sheet.text(self.row, _KEY, str(key), "map")
            self.sheet.text(self.row, _KIND, "tick", "map")
            self.sheet.blank(self.row, _TITLE, "item")
            self.sheet.text(self.row, _QUESTION, option.label, "item")
            self.sheet.blank(self.row, _UNIT, "item")
            self.form.enter(self.sheet, (self.row, _VALUE), Entry(key, "value", "tick", said.get(option.value), self.form.yes))
            for column in range(_OPEN, self.check + 1):
                self.sheet.blank(self.row, column, "item")
        self.row += 1


def kind_of(fact: Fact) -> str:
    """Return the kind of a fact's value, as column B has it; of a choice, without its list."""
    if fact.choices is not None:
        return "option"
    if fact.is_date:
        return "date"
    kinds = {"integer": "integer", "number": "number", "boolean": "boolean", "string": "text"}
    kind = kinds[fact.schema.type if fact.schema else "string"]
    return "percent" if kind == "number" and fact.unit == "percent" else kind


def accept_figure(form: Form, sheet: Sheet, place: tuple[int, int], schema: FactSchema | NumberSchema) -> None:
    """Let a cell take only the numbers that a schema accepts."""
    low, high = schema.minimum, schema.maximum
    above, below = schema.exclusive_minimum, schema.exclusive_maximum
    whole = schema.type == "integer"
    rule: dict[str, Any] = {"validate": "integer" if whole else "decimal", "criteria": "between", "minimum": -1e15, "maximum": 1e15}
    message = form.text(say("Write a whole number, without spaces or units.") if whole else say("Write a number, without units."))
    if low is not None and high is not None:
        rule |= {"minimum": low, "maximum": high}
        message = form.text(say("Write a number from {low} to {high}.", low=f"{low:g}", high=f"{high:g}"))
    elif above is not None and high is None and below is None:
        rule |= {"criteria": ">", "value": above}
        message = form.text(say("Write a number greater than {low}.", low=f"{above:g}"))
    elif low is not None:
        rule |= {"criteria": ">=", "value": low}
        message = form.text(say("Write a number of at least {low}.", low=f"{low:g}"))
    elif high is not None:
        rule |= {"criteria": "<=", "value": high}
        message = form.text(say("Write a number of at most {high}.", high=f"{high:g}"))
    sheet.accept(*place, rule, form.text(say("A number is needed")), message)


def needed_facts(form: Form) -> frozenset[str]:
    """Return the facts that decide whether the workbook's indicators are asked, and those that their figures are made of."""
    return frozenset(_needed(form))


def _needed(form: Form) -> Iterator[str]:
    for id_, position in form.source.positions.items():
        if not form.asked(id_):
            continue
        for condition in position.conditions:
            yield from condition.facts()
        figure, ratio = position.indicator.answer.figure, position.indicator.answer.ratio
        yield from (term.partition(".")[0] for term in ((*ratio.numerator, *ratio.denominator) if ratio else ()))
        yield from (fact for case in (figure.cases if figure else None) or () if case.when for fact in case.when.facts())
        if position.due_from_month is not None and form.source.definition.clock:
            yield form.source.definition.clock
