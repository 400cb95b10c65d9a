"""Conditions over facts: the closed part of JSON Schema that `applies_when` and `when` are written in."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from typing import Annotated, Any

from annotated_types import MinLen

from spregistry.model.shapes import Id, Maybe, Number, Some, Unique, shape

Scalar = str | bool | int | float

#: Tells whether the main values of facts, all of them present, meet a condition.
Test = Callable[[Mapping[str, Any]], bool]


@shape
class Contains:
    """A list has this among its items."""

    const: Scalar


@shape
class FactTest:
    """What one fact must be; all that is given must hold."""

    const: Maybe[Scalar] = None
    enum: Maybe[Unique[Scalar]] = None
    minimum: Maybe[Number] = None
    maximum: Maybe[Number] = None
    exclusive_minimum: Maybe[Number] = None
    exclusive_maximum: Maybe[Number] = None
    contains: Maybe[Contains] = None

    def __post_init__(self) -> None:
        """Refuse a test that tests nothing."""
        if all(getattr(self, field.name) is None for field in fields(self)):
            raise ValueError("a test of a fact needs at least one of const, enum, a bound or contains")


@shape
class Condition:
    """A JSON Schema over the facts of a submission; all that is given must hold."""

    properties: Maybe[Annotated[Mapping[Id, FactTest], MinLen(1)]] = None
    required: Maybe[Unique[Id]] = None
    all_of: Maybe[Some["Condition"]] = None
    any_of: Maybe[Some["Condition"]] = None
    not_: Maybe["Condition"] = None

    def __post_init__(self) -> None:
        """Refuse an empty condition, and `properties` and `required` without each other."""
        if all(getattr(self, field.name) is None for field in fields(self)):
            raise ValueError("a condition may not be empty")
        if (self.properties is None) != (self.required is None):
            raise ValueError("properties and required go together")

    def children(self) -> Iterator["Condition"]:
        """Yield the conditions directly inside this one."""
        yield from self.all_of or ()
        yield from self.any_of or ()
        if self.not_ is not None:
            yield self.not_

    def facts(self) -> frozenset[str]:
        """Return the ids of all facts that this condition reads."""
        own = frozenset(self.properties or ()).union(self.required or ())
        return own.union(*(child.facts() for child in self.children()))


def same(value: object, other: object) -> bool:
    """Tell whether two values are equal in the sense of JSON Schema: 1 is 1.0, and true is not 1."""
    return value == other and isinstance(value, bool) == isinstance(other, bool)


def compile_condition(condition: Condition) -> Test:
    """Return a function that tells whether the condition holds; every fact it reads must be present in what it is given."""
    tests = [_compile_fact(fact, test) for fact, test in (condition.properties or {}).items()]
    tests += [compile_condition(child) for child in condition.all_of or ()]
    if condition.any_of is not None:
        tests.append(_any([compile_condition(child) for child in condition.any_of]))
    if condition.not_ is not None:
        tests.append(_negation(compile_condition(condition.not_)))
    return tests[0] if len(tests) == 1 else _all(tests)


def _all(tests: list[Test]) -> Test:
    return lambda values: all(test(values) for test in tests)


def _any(tests: list[Test]) -> Test:
    return lambda values: any(test(values) for test in tests)


def _negation(test: Test) -> Test:
    return lambda values: not test(values)


def _compile_fact(fact: str, test: FactTest) -> Test:
    accepts = [accept for make in _ACCEPT if (accept := make(test)) is not None]
    if len(accepts) == 1:
        accept = accepts[0]
        return lambda values: accept(values[fact])
    return lambda values: all(accept(values[fact]) for accept in accepts)


Accept = Callable[[Any], bool]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _const(test: FactTest) -> Accept | None:
    const = test.const
    if isinstance(const, str):
        return lambda value: bool(value == const)
    return None if const is None else lambda value: same(value, const)


def _enum(test: FactTest) -> Accept | None:
    enum = test.enum
    if enum is not None and all(isinstance(item, str) for item in enum):
        words = frozenset(enum)
        return lambda value: isinstance(value, str) and value in words
    return None if enum is None else lambda value: any(same(value, item) for item in enum)


def _contains(test: FactTest) -> Accept | None:
    if test.contains is None:
        return None
    wanted = test.contains.const
    if isinstance(wanted, str):
        return lambda value: isinstance(value, list) and wanted in value
    return lambda value: isinstance(value, list) and any(same(item, wanted) for item in value)


def _minimum(test: FactTest) -> Accept | None:
    bound = test.minimum
    return None if bound is None else lambda value: _is_number(value) and value >= bound


def _maximum(test: FactTest) -> Accept | None:
    bound = test.maximum
    return None if bound is None else lambda value: _is_number(value) and value <= bound


def _exclusive_minimum(test: FactTest) -> Accept | None:
    bound = test.exclusive_minimum
    return None if bound is None else lambda value: _is_number(value) and value > bound


def _exclusive_maximum(test: FactTest) -> Accept | None:
    bound = test.exclusive_maximum
    return None if bound is None else lambda value: _is_number(value) and value < bound


_ACCEPT: tuple[Callable[[FactTest], Accept | None], ...] = (
    _const,
    _enum,
    _contains,
    _minimum,
    _maximum,
    _exclusive_minimum,
    _exclusive_maximum,
)
