"""Who is asked, and from when: whether a later version asks at most those whom the earlier one asked."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from spregistry.evolve.comparing.found import Found
from spregistry.model.document import Data

Condition = Mapping[str, Any]

#: The order of these says nothing.
_SETS = ("required", "enum", "allOf", "anyOf")


def applicability(field: str, before: Data, after: Data) -> Iterator[Found]:
    """Compare two conditions; whoever is asked only now may not have answered."""
    if _plain(before) != _plain(after):
        fewer = asks_at_most([before] if before else [], [after] if after else [])
        yield Found("applicability", "score-significant" if fewer else "breaking", field, before, after)
    elif before != after:
        yield Found("reordered", "editorial", field, before, after)


def timing(field: str, before: Data, after: Data) -> Iterator[Found]:
    """Compare due months; what is due earlier may not be answered yet."""
    if before != after:
        yield Found("timing", "score-significant" if due_no_earlier(before, after) else "breaking", field, before, after)


def due_no_earlier(before: int | None, after: int | None) -> bool:
    """Tell whether nothing is due earlier than it was; None is due at once."""
    return before is None or (after is not None and after >= before)


def asks_at_most(before: Iterable[Condition], after: Iterable[Condition]) -> bool:
    """Tell whether all conditions of `after` together hold only where those of `before` do; False where that cannot be seen."""
    held = [part for condition in after for part in _parts(condition)]
    return all(any(_implies(part, wanted) for part in held) for condition in before for wanted in _parts(condition))


def _parts(condition: Condition) -> Iterator[Condition]:
    """Yield what must all hold for a condition to hold."""
    for fact, test in condition.get("properties", {}).items():
        yield {"fact": fact, "test": test}
    for child in condition.get("allOf", ()):
        yield from _parts(child)
    yield from ({key: condition[key]} for key in ("anyOf", "not") if key in condition)


def _implies(part: Condition, wanted: Condition) -> bool:
    if _plain(part) == _plain(wanted):
        return True
    if part.get("fact") is None or part.get("fact") != wanted.get("fact"):
        return False
    some, all_ = _values(part["test"]), _values(wanted["test"])
    return some is not None and all_ is not None and some <= all_


def _values(test: Condition) -> set[str] | None:
    """Return the values that a test admits, where it lists them."""
    if [*test] == ["const"]:
        return {json.dumps(test["const"])}
    return {json.dumps(value) for value in test["enum"]} if [*test] == ["enum"] else None


def _plain(data: Data, key: str = "") -> str:
    """Return a condition as text that is the same where only the order differs."""
    if isinstance(data, dict):
        return json.dumps({name: _plain(data[name], name) for name in sorted(data)})
    if isinstance(data, list):
        texts = [_plain(entry) for entry in data]
        return json.dumps(sorted(texts) if key in _SETS else texts)
    return json.dumps(data)
