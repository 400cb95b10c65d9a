"""Whether conditions over facts can all hold at once: decided exactly, over all values that the tests can tell apart.

A fact of one value has finitely many values that matter: its choices, or the numbers and texts that tests mention and those between and
beside them. A fact of several values is one yes or no for each item that is mentioned. Over these the search leaves nothing out; only
where it grows beyond `_MOST` does it end without an answer, and says so. Pure.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor
from typing import Any

from spregistry.model.condition import Condition, FactTest, Scalar, compile_condition, same
from spregistry.model.day import as_day
from spregistry.model.fact import Fact

#: Tests that are looked at before the search is given up; conditions of real standards need a few hundred at most.
_MOST = 300_000

#: A fact, and for one of several values an item of it.
Variable = tuple[str, Scalar | None]


@dataclass(frozen=True, slots=True)
class Atom:
    """A variable has one of these of its values, by their positions."""

    variable: Variable
    allowed: frozenset[int]


@dataclass(frozen=True, slots=True)
class Join:
    """All of the parts hold, or at least one."""

    every: bool
    parts: "tuple[Formula, ...]"


Formula = Atom | Join | bool
State = Mapping[Variable, frozenset[int]]


def can_hold(conditions: Sequence[Condition], facts: Mapping[str, Fact]) -> bool | None:
    """Tell whether some institution meets all conditions; None where that would take too long to find out.

    `facts` must hold every fact that they read.
    """
    values = {name: _values(facts[name], conditions) for name in set().union(*(condition.facts() for condition in conditions))}
    domains: dict[Variable, frozenset[int]] = {}
    formulas = [_formula(condition, facts, values, domains, holds=True) for condition in conditions]
    return _search(_join(formulas, every=True), domains)


def _search(formula: Formula, domains: State) -> bool | None:
    waiting: list[tuple[Formula, dict[Variable, frozenset[int]]]] = [(formula, dict(domains))]
    looked = 0
    while waiting:
        formula, state = waiting.pop()
        while True:
            formula, cost = _reduced(formula, state)
            looked += cost
            if looked > _MOST:
                return None
            units = _units(formula)
            if not units:
                break
            for unit in units:
                state[unit.variable] &= unit.allowed
        if formula is True:
            return True
        if formula is False:
            continue
        atom = _first(formula)
        here = state[atom.variable]
        # The smaller side first: the less a fact can still be, the more follows for the others.
        sides = sorted((here & atom.allowed, here - atom.allowed), key=len, reverse=True)
        waiting += [(formula, {**state, atom.variable: side}) for side in sides]
    return False


def _reduced(formula: Formula, state: State) -> tuple[Formula, int]:
    """Return what is still open of a formula, and how many tests were looked at."""
    if isinstance(formula, bool):
        return formula, 1
    if isinstance(formula, Atom):
        left = state[formula.variable]
        inside = left & formula.allowed
        return (False if not inside else True if inside == left else formula), 1
    looked = 0
    parts: list[Formula] = []
    for part in formula.parts:
        reduced, cost = _reduced(part, state)
        looked += cost
        if reduced is not formula.every and isinstance(reduced, bool):
            return reduced, looked
        if not isinstance(reduced, bool):
            parts.append(reduced)
    return _join(parts, every=formula.every), looked


def _join(parts: Sequence[Formula], *, every: bool) -> Formula:
    if any(isinstance(part, bool) and part is not every for part in parts):
        return not every
    open_ = tuple(part for part in parts if not isinstance(part, bool))
    if not open_:
        return every
    return open_[0] if len(open_) == 1 else Join(every, open_)


def _units(formula: Formula) -> list[Atom]:
    """Return tests without which nothing holds."""
    if isinstance(formula, Atom):
        return [formula]
    return [part for part in formula.parts if isinstance(part, Atom)] if isinstance(formula, Join) and formula.every else []


def _first(formula: Formula) -> Atom:
    while isinstance(formula, Join):
        formula = formula.parts[0]
    assert isinstance(formula, Atom)
    return formula


def _formula(
    condition: Condition,
    facts: Mapping[str, Fact],
    values: Mapping[str, Sequence[Any]],
    domains: dict[Variable, frozenset[int]],
    *,
    holds: bool,
) -> Formula:
    """Return a condition, or its opposite, with every “not” worked into its tests."""
    parts = [_atom(facts[name], test, values[name], domains, holds=holds) for name, test in (condition.properties or {}).items()]
    parts += [_formula(child, facts, values, domains, holds=holds) for child in condition.all_of or ()]
    if condition.any_of is not None:
        parts.append(_join([_formula(child, facts, values, domains, holds=holds) for child in condition.any_of], every=not holds))
    if condition.not_ is not None:
        parts.append(_formula(condition.not_, facts, values, domains, holds=not holds))
    return _join(parts, every=holds)


def _atom(fact: Fact, test: FactTest, values: Sequence[Any], domains: dict[Variable, frozenset[int]], *, holds: bool) -> Formula:
    if fact.multiple:
        item = test.contains.const if test.contains is not None else None
        if item is None or test != FactTest(contains=test.contains):
            return not holds  # tests a list as if it were one value; told as impossible
        variable: Variable = (fact.id, item)
        domains[variable] = frozenset([0, 1] if can_be(fact, item) else [0])
        allowed = frozenset([1])
    else:
        variable = (fact.id, None)
        domains[variable] = frozenset(range(len(values)))
        accepts = compile_condition(Condition(properties={fact.id: test}, required=(fact.id,)))
        allowed = frozenset(at for at, value in enumerate(values) if accepts({fact.id: value}))
    return Atom(variable, allowed if holds else domains[variable] - allowed)


def can_be(fact: Fact, value: Scalar) -> bool:
    """Tell whether a fact, or an item of it, can have a value, as far as its kind goes; its range apart."""
    if fact.choices is not None:
        return any(same(value, option.value) for option in fact.choices)
    if fact.schema is None or fact.schema.type == "string":
        return isinstance(value, str) and (not fact.is_date or as_day(value) is not None)
    if fact.schema.type == "boolean":
        return isinstance(value, bool)
    return not isinstance(value, bool | str) and (fact.schema.type == "number" or float(value).is_integer())


def _values(fact: Fact, conditions: Sequence[Condition]) -> Sequence[Any]:
    """Return values of a fact between which no test can tell more apart."""
    if fact.multiple:
        return ()
    if fact.choices is not None:
        return [option.value for option in fact.choices]
    if fact.schema is not None and fact.schema.type == "boolean":
        return [True, False]
    tests = [test for condition in conditions for name, test in _tests(condition) if name == fact.id]
    mentioned = [value for test in tests for value in (*(test.enum or ()), test.const) if value is not None and can_be(fact, value)]
    if not fact.numeric:
        texts = [text for text in dict.fromkeys(mentioned) if isinstance(text, str) and _fits(fact, text)]
        return [*texts, "another text" + "".join(texts)]  # longer than any of them
    bounds = [
        bound
        for test in tests
        for bound in (test.minimum, test.maximum, test.exclusive_minimum, test.exclusive_maximum)
        if bound is not None
    ]
    return _numbers(fact, [*bounds, *(value for value in mentioned if isinstance(value, int | float))])


def _tests(condition: Condition) -> Iterator[tuple[str, FactTest]]:
    yield from (condition.properties or {}).items()
    for child in condition.children():
        yield from _tests(child)


def _fits(fact: Fact, text: str) -> bool:
    schema = fact.schema
    return schema is None or (
        (schema.min_length is None or len(text) >= schema.min_length) and (schema.max_length is None or len(text) <= schema.max_length)
    )


def _numbers(fact: Fact, mentioned: Sequence[float]) -> list[float]:
    """Return every number that is mentioned, and one between and beside each; of integers, the nearest ones."""
    edges = sorted({*map(float, mentioned), *_ends(fact)})
    between = [(low + high) / 2 for low, high in pairwise(edges)]
    values = [edges[0] - 1, *edges, *between, edges[-1] + 1]
    if fact.schema is not None and fact.schema.type == "integer":
        values = sorted({float(value) for number in values for value in (floor(number) - 1, floor(number), ceil(number), ceil(number) + 1)})
    return [value for value in values if _in_range(fact, value)]


def _ends(fact: Fact) -> list[float]:
    """Return the ends of a fact's range, or 0 where it has none."""
    schema = fact.schema
    ends = (schema.minimum, schema.maximum, schema.exclusive_minimum, schema.exclusive_maximum) if schema else ()
    return [float(end) for end in ends if end is not None] or [0.0]


def _in_range(fact: Fact, value: float) -> bool:
    schema = fact.schema
    if schema is None:
        return True
    within = (schema.minimum is None or value >= schema.minimum) and (schema.maximum is None or value <= schema.maximum)
    above = schema.exclusive_minimum is None or value > schema.exclusive_minimum
    return within and above and (schema.exclusive_maximum is None or value < schema.exclusive_maximum)
