"""What the shapes of the model are made of: constrained text and numbers, and the decorator that makes a shape.

The constraints restate those of `schemas/framework.schema.json`; `tests/load/test_contracts.py` holds the two to the same verdicts.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, TypeAlias, TypeVar, dataclass_transform

from annotated_types import Ge, Gt, Le, MaxLen, MinLen, Predicate

T = TypeVar("T")

#: Names whose spelling in a document is not a Python name, or is JSON Schema's own.
ALIASES = {
    "from_": "from",
    "not_": "not",
    "all_of": "allOf",
    "any_of": "anyOf",
    "exclusive_minimum": "exclusiveMinimum",
    "exclusive_maximum": "exclusiveMaximum",
    "min_length": "minLength",
    "max_length": "maxLength",
    "except_": "except",
    "for_": "for",
}


def document_key(field: str) -> str:
    """Return the key under which a field stands in a document."""
    return ALIASES.get(field, field)


def _avoids(pattern: str) -> Predicate:
    search = re.compile(pattern).search

    def avoids(text: str) -> bool:
        return search(text) is None

    return Predicate(avoids)


def _begins(pattern: str) -> Predicate:
    match = re.compile(pattern).match

    def begins(text: str) -> bool:
        return match(text) is not None

    return Predicate(begins)


def is_whole(number: float) -> bool:
    """Tell whether a number is an integer in the sense of JSON Schema, where 1.0 is one."""
    return float(number).is_integer()


def is_true(value: bool) -> bool:  # noqa: FBT001  # it is what the key holds
    """Tell whether a key that may only be true is."""
    return value is True


def is_unique(items: tuple[object, ...]) -> bool:
    """Tell whether no two items are equal in the sense of JSON Schema, where true is not 1."""
    return len({(isinstance(item, bool), item) for item in items}) == len(items)


#: An optional key may be absent, but null is written nowhere; `read_definition` refuses it.
Maybe: TypeAlias = T | None
Id = Annotated[str, MinLen(1), MaxLen(64), _avoids(r"[^a-z0-9-]")]
Version = Annotated[
    str,
    MinLen(5),
    MaxLen(32),
    _begins(r"[0-9]+\.[0-9]+\.[0-9]"),
    _avoids(r"[^0-9.]|\..*\..*\.|^0[0-9]|\.0[0-9]"),
]
Reference = Annotated[
    str,
    MinLen(7),
    MaxLen(97),
    _begins(r"[a-z0-9-]+@[0-9]+\.[0-9]+\.[0-9]"),
    _avoids(r"@.*[^0-9.]|\..*\..*\.|@0[0-9]|\.0[0-9]"),
]
Language = Annotated[str, MinLen(2), MaxLen(12), _begins("[a-z][a-z]"), _avoids("[^A-Za-z0-9-]")]
Code = Annotated[str, MinLen(1), MaxLen(32), _avoids("[^A-Za-z0-9.-]")]
Title = Annotated[str, MinLen(1), MaxLen(300), _avoids(r"[\x00-\x1f\x7f]")]
Prose = Annotated[str, MinLen(1), MaxLen(4000), _avoids(r"[\x00-\x08\x0b-\x1f\x7f]")]
PartName = Annotated[
    str,
    MinLen(6),
    MaxLen(80),
    _begins(r"[a-z0-9][a-z0-9-]*\.yaml"),
    _avoids(r"[^a-z0-9.-]|\.yaml.|\.\."),
]
Date = Annotated[str, MinLen(10), MaxLen(10), _begins(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")]
Digest = Annotated[str, MinLen(71), MaxLen(71), _begins(r"sha256:[0-9a-f]{64}")]
ElementKey = Annotated[str, MinLen(1), MaxLen(300), _avoids(r"[^A-Za-z0-9:/_.-]")]
CatalogueVersion = Annotated[str, MinLen(1), MaxLen(32), _avoids(r"[^A-Za-z0-9.-]")]
Pin = Annotated[str, MinLen(1), MaxLen(97), _avoids(r"[^A-Za-z0-9@.-]")]
IdOrCode = Annotated[str, MinLen(1), MaxLen(64), _avoids(r"[^A-Za-z0-9.-]")]
Term = Annotated[str, MinLen(1), MaxLen(129), _begins("[a-z0-9-]+"), _avoids(r"[^a-z0-9.-]|\..*\.|\.\.|^\.")]
Sum = Annotated[tuple[Term, ...], MinLen(1), MaxLen(50)]
Points = Annotated[float, Ge(0), Le(1)]
Percent = Annotated[float, Ge(0), Le(100)]
Number = Annotated[float, Ge(-1e15), Le(1e15)]
Weight = Annotated[float, Gt(0), Le(1_000_000)]
Whole = Annotated[int | float, Predicate(is_whole)]
#: Not Literal[True], for which 1 would do as well.
Only = Annotated[bool, Predicate(is_true)]
Format = Annotated[Whole, Ge(1), Le(1)]
Unique = Annotated[tuple[T, ...], MinLen(1), Predicate(is_unique)]
Some = Annotated[tuple[T, ...], MinLen(1)]
Table = Annotated[Mapping[Id, T], MinLen(1)]


def exactly_one(owner: object, names: tuple[str, ...]) -> None:
    """Refuse a shape that has none or several of some keys; called after it is made.

    Raises:
        ValueError: with the names of the keys.
    """
    if sum(getattr(owner, name) is not None for name in names) != 1:
        raise ValueError("exactly one of " + ", ".join(names) + " is needed")


def at_most_one(owner: object, names: tuple[str, ...]) -> None:
    """Refuse a shape that has several of some keys; called after it is made.

    Raises:
        ValueError: with the names of the keys.
    """
    if sum(getattr(owner, name) is not None for name in names) > 1:
        raise ValueError("at most one of " + ", ".join(names) + " is possible")


@dataclass_transform(frozen_default=True, kw_only_default=True)
def shape(cls: type[T]) -> type[T]:
    """Make a class one of the model's shapes: frozen, keyword-only, closed to unknown keys."""
    made = dataclass(frozen=True, kw_only=True, slots=True)(cls)
    # Read by pydantic where definitions are read; naming it here keeps pydantic itself out of the model.
    made.__pydantic_config__ = {  # type: ignore[attr-defined]  # pydantic looks the attribute up by name
        "extra": "forbid",
        "strict": True,
        "alias_generator": document_key,
        "allow_inf_nan": False,
    }
    return made
