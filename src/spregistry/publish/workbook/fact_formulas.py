"""The hidden sheet that understands the facts: each as a number, a place in a list or a text, or as nothing where it does not fit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from spregistry.model.condition import Condition, FactTest, Scalar
from spregistry.model.fact import Fact
from spregistry.model.workbook_map import Key
from spregistry.publish.workbook import expressions as ex
from spregistry.publish.workbook.book import LONGEST_FORMULA, Sheet
from spregistry.publish.workbook.form import Form

_ID, _BAD, _MAIN, _NOT_MEASURED, _OPEN, _AVERAGE, _SERIAL, _FIRST_SEGMENT = range(8)

#: Longer texts stand in a cell of their own.
_LONGEST_TEXT = 200
#: A condition longer than this is split into cells.
_LONGEST_CONDITION = LONGEST_FORMULA // 8


class Scratch:
    """A hidden sheet for formulas and numbers that others refer to, one below the other."""

    def __init__(self, sheet: Sheet) -> None:
        """Begin below the mark."""
        self._sheet = sheet
        self._row = 1
        self._constants: dict[str, str] = {}

    def formula(self, formula: str) -> str:
        """Write a formula and return its cell."""
        self._row += 1
        return self._sheet.formula(self._row, 0, formula)

    def constant(self, number: float) -> str:
        """Return a cell with a number in all its digits."""
        spelling = repr(float(number))
        if spelling not in self._constants:
            self._row += 1
            self._constants[spelling] = self._sheet.number(self._row, 0, number)
        return self._constants[spelling]

    def text(self, text: str) -> str:
        """Return text as formulas have it; long text stands in a cell."""
        if len(text) <= _LONGEST_TEXT:
            return ex.quoted(text)
        self._row += 1
        return self._sheet.text(self._row, 0, text)


@dataclass(frozen=True, kw_only=True, slots=True)
class FactCells:
    """Where a fact is understood; a cell holds "" while there is nothing."""

    fact: Fact
    main: str
    not_measured: str
    bad: str
    serial: str
    #: Numbers by the part behind the dot of a term.
    parts: Mapping[str, str] = field(default_factory=dict)
    #: Cells that hold 1 where an item is chosen, by item.
    items: Mapping[str, str] = field(default_factory=dict)


class FactFormulas:
    """Writes the sheet."""

    def __init__(self, form: Form, sheet: Sheet, scratch: Scratch) -> None:
        """Begin with nothing written."""
        self._form, self._sheet, self._scratch = form, sheet, scratch
        self.facts: dict[str, FactCells] = {}
        self.period_start = self._day("period/start")
        self.period_end = self._day("period/end")

    def write(self) -> None:
        """Write one row per fact."""
        for row, fact in enumerate(self._form.source.facts.values(), 1):
            self._sheet.text(row, _ID, fact.id)
            self.facts[fact.id] = self._several(row, fact) if fact.multiple else self._one(row, fact)

    def term(self, term: str) -> str:
        """Return the cell of a term of a sum: a fact, or a part of it behind a dot."""
        name, _, part = term.partition(".")
        cells = self.facts[name]
        return cells.parts.get(part, cells.main)

    def constant(self, number: float) -> str:
        """Return a cell with a number in all its digits."""
        return self._scratch.constant(number)

    def result(self, formula: str) -> str:
        """Write a formula that others refer to, and return its cell."""
        return self._scratch.formula(formula)

    def _day(self, key: str) -> str:
        cell = self._form.cell(key)
        return self._scratch.formula(ex.serial(cell) if cell else '""')

    def _one(self, row: int, fact: Fact) -> FactCells:
        sheet, form = self._sheet, self._form
        key = Key("facts", fact.id)
        cell = form.cell(key)
        serial = sheet.formula(row, _SERIAL, ex.serial(cell) if cell and fact.is_date else '""')
        main = sheet.formula(row, _MAIN, self._value(fact, cell, serial))
        inputs, understood = [(cell, main)], {}
        schema = fact.schema
        if fact.numeric and schema is not None:
            segments = [(f"segment:{segment}", segment) for segment in fact.segments or ()]
            for at, (name, part) in enumerate([("open", "open"), *segments]):
                part_cell = form.cell(key, name)
                column = _OPEN if part == "open" else _FIRST_SEGMENT + at - 1
                figure = f'IFERROR({ex.figure(part_cell, schema, self._scratch.constant)},"")' if part_cell else '""'
                understood[part] = sheet.formula(row, column, figure)
                inputs.append((part_cell, understood[part]))
            both = ex.both([f'{understood["open"]}<>""', f'{main}<>""'])
            understood["average"] = sheet.formula(row, _AVERAGE, f'IF({both},({understood["open"]}+{main})/2,"")')
        not_measured = self._not_measured(row, key, [cell for cell, _ in inputs if cell])
        wrong = [f'AND(NOT({ex.is_blank(given)}),{seen}="")' for given, seen in inputs if given]
        bad = sheet.formula(row, _BAD, f"IFERROR(IF({ex.either([*wrong, f'{not_measured}=-1'])},1,0),1)")
        return FactCells(fact=fact, main=main, not_measured=not_measured, bad=bad, serial=serial, parts=understood)

    def _several(self, row: int, fact: Fact) -> FactCells:
        """Understand a fact of which several may be chosen: present once one line says yes or no, and none says anything else."""
        sheet, form = self._sheet, self._form
        yes, no = form.yes.cells["true"], form.yes.cells["false"]
        cells = {option.value: form.cell(Key("facts", fact.id, option.value)) for option in fact.choices or ()}
        items = {value: self._scratch.formula(f"IFERROR({ex.yes_or_no(cell, yes, no)},-1)") for value, cell in cells.items() if cell}
        said = ex.sum_of([f"ABS({item})" for item in items.values()]) or "0"
        wrong = ex.either([f"{item}=-1" for item in items.values()])
        main = sheet.formula(row, _MAIN, f'IF(AND({said}>0,NOT({wrong})),1,"")')
        not_measured = self._not_measured(row, Key("facts", fact.id), [cell for cell in cells.values() if cell])
        bad = sheet.formula(row, _BAD, f"IF({ex.either([wrong, f'{not_measured}=-1'])},1,0)")
        serial = sheet.formula(row, _SERIAL, '""')
        return FactCells(fact=fact, main=main, not_measured=not_measured, bad=bad, serial=serial, items=items)

    def _not_measured(self, row: int, key: Key, inputs: Sequence[str]) -> str:
        """Write 1 where a fact is said not to be measured, -1 where that cannot be, else 0."""
        cell = self._form.cell(key, "not_measured")
        if cell is None:
            return self._sheet.number(row, _NOT_MEASURED, 0)
        said = ex.yes_or_no(cell, self._form.yes.cells["true"], self._form.yes.cells["false"])
        blank = ex.both([ex.is_blank(given) for given in inputs])
        return self._sheet.formula(row, _NOT_MEASURED, f"IFERROR(IF({said}=1,IF({blank},1,-1),IF({said}=-1,-1,0)),-1)")

    def _value(self, fact: Fact, cell: str | None, serial: str) -> str:
        if cell is None:
            return '""'
        schema = fact.schema
        if schema is None:
            labels = self._form.choices(fact)
            assert labels is not None
            place = ex.place_in(cell, labels.labels, labels.places)
            return f'IFERROR(IF({place}>0,{place},""),"")'
        if fact.numeric:
            return f'IFERROR({ex.figure(cell, schema, self._scratch.constant)},"")'
        if fact.is_date:
            return ex.iso(serial)
        if schema.type == "boolean":
            said = ex.yes_or_no(cell, self._form.yes.cells["true"], self._form.yes.cells["false"])
            return f'IFERROR(IF({said}=1,1,IF({said}=2,0,"")),"")'
        bounds = [f"LEN({cell})>={schema.min_length:g}"] if schema.min_length else []
        bounds += [f"LEN({cell})<={schema.max_length:g}"] if schema.max_length else []
        return f'IFERROR(IF({ex.both([f"NOT({ex.is_blank(cell)})", *bounds])},{cell}&"",""),"")'


class ConditionFormulas:
    """Puts conditions over facts into formulas; every fact they read is taken to be there."""

    def __init__(self, facts: Mapping[str, FactCells], scratch: Scratch) -> None:
        """Keep where facts are understood."""
        self._facts, self._scratch = facts, scratch

    def holds(self, condition: Condition) -> str:
        """Return that a condition holds; a long one stands in cells of its own."""
        parts = [self._test(self._facts[name], test) for name, test in (condition.properties or {}).items()]
        parts += [self.holds(child) for child in condition.all_of or ()]
        if condition.any_of is not None:
            parts.append(ex.either([self._short(self.holds(child)) for child in condition.any_of]))
        if condition.not_ is not None:
            parts.append(f"NOT({self.holds(condition.not_)})")
        return self._short(ex.both([self._short(part) for part in parts]))

    def present(self, facts: Sequence[str]) -> str:
        """Return that all of some facts are there."""
        return self._short(ex.both([f'{self._facts[fact].main}<>""' for fact in facts]))

    def lack(self, facts: Sequence[str]) -> str:
        """Return 1 where one of some facts is absent, else 2 where one is not measured, else 0."""
        absent = ex.either([f'AND({self._facts[fact].main}="",{self._facts[fact].not_measured}<>1)' for fact in facts])
        unmeasured = ex.either([f"{self._facts[fact].not_measured}=1" for fact in facts])
        return f"IF({self._short(absent)},1,IF({self._short(unmeasured)},2,0))"

    def _short(self, formula: str) -> str:
        return formula if len(formula) < _LONGEST_CONDITION else self._scratch.formula(formula)

    def _test(self, cells: FactCells, test: FactTest) -> str:
        tests = []
        if test.const is not None:
            tests.append(self._is(cells, test.const))
        if test.enum is not None:
            tests.append(self._short(ex.either([self._is(cells, value) for value in test.enum])))
        if test.contains is not None:
            item = cells.items.get(test.contains.const) if isinstance(test.contains.const, str) else None
            tests.append(f"{item}=1" if item else "FALSE")
        bounds = ((test.minimum, ">="), (test.maximum, "<="), (test.exclusive_minimum, ">"), (test.exclusive_maximum, "<"))
        tests += [
            f"{cells.main}{sign}{ex.literal(bound, self._scratch.constant)}" if cells.fact.numeric else "FALSE"
            for bound, sign in bounds
            if bound is not None
        ]
        return ex.both(tests)

    def _is(self, cells: FactCells, value: Scalar) -> str:
        fact = cells.fact
        if fact.multiple:
            return "FALSE"
        if fact.choices is not None:
            place = next((at for at, option in enumerate(fact.choices, 1) if option.value == value), None)
            return f"{cells.main}={place}" if place else "FALSE"
        if isinstance(value, bool):
            is_boolean = fact.schema is not None and fact.schema.type == "boolean"
            return f"{cells.main}={int(value)}" if is_boolean else "FALSE"
        if isinstance(value, str):
            is_text = fact.schema is not None and fact.schema.type == "string"
            return f"EXACT({cells.main},{self._scratch.text(value)})" if is_text else "FALSE"
        return f"{cells.main}={ex.literal(value, self._scratch.constant)}" if fact.numeric else "FALSE"
