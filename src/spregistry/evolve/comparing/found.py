"""What a rule of comparison finds inside one element, and the simplest rules."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from spregistry.model.change import Impact, Kind
from spregistry.model.document import Data


class Found(NamedTuple):
    """One difference inside an element."""

    kind: Kind
    impact: Impact
    field: str
    before: Data
    after: Data
    judged: bool = True


#: Compares the values of one field, of which one may be absent (None); yields nothing where they mean the same.
Rule = Callable[[str, Data, Data], Iterator[Found]]


def differs(kind: Kind, impact: Impact, absent: Data = None) -> Rule:
    """Return the rule that any difference of a field is of one kind; `absent` is what is meant where nothing is said."""

    def rule(field: str, before: Data, after: Data) -> Iterator[Found]:
        old, new = (absent if value is None else value for value in (before, after))
        if old != new:
            yield Found(kind, impact, field, before, after)

    return rule


def as_set(kind: Kind, impact: Impact) -> Rule:
    """Return the rule for a list whose order says nothing."""

    def rule(field: str, before: Data, after: Data) -> Iterator[Found]:
        if set(before or ()) != set(after or ()):
            yield Found(kind, impact, field, before, after)
        elif before != after:
            yield Found("reordered", "editorial", field, before, after)

    return rule


def words(kind: Kind, *, judged: bool) -> Rule:
    """Return the rule for a text, or texts by name; not judged where the words may decide what an answer means."""

    def rule(field: str, before: Data, after: Data) -> Iterator[Found]:
        if not isinstance(before, dict) and not isinstance(after, dict):
            if before != after:
                yield Found(kind, "editorial", field, before, after, judged)
            return
        old, new = before or {}, after or {}
        for name in dict.fromkeys([*old, *new]):
            if old.get(name) != new.get(name):
                yield Found(kind, "editorial", f"{field}/{name}", old.get(name), new.get(name), judged)

    return rule


def by_key(entries: Sequence[Any] | None, key: str) -> dict[str, Any]:
    """Return the entries of a list by what names them, in order."""
    return {entry[key]: entry for entry in entries or ()}


def reordered(field: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Found]:
    """Yield that what both hold stands in another order."""
    before, after = [name for name in old if name in new], [name for name in new if name in old]
    if before != after:
        yield Found("reordered", "editorial", field, before, after)
