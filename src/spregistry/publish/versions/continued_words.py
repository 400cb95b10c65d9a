"""The words of an indicator that continues others beside theirs: what was merged, split, widened or narrowed is compared by no rule. Pure."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from spregistry.evolve.comparing.sides import Node, Side
from spregistry.model.change import Change
from spregistry.publish.versions.change_values import Names
from spregistry.publish.versions.field_words import field_in_words
from spregistry.sentence import Sentence, say

#: What is asked and how it is read, in the order in which it is shown.
ASKED = ("question", "reading")


class Words(NamedTuple):
    """One text of an indicator, and the same text of one that it continues."""

    old: str
    #: As in `Change.field`: question, reading, or what is described for an answer, such as rubric/met.
    field: str
    before: str
    after: str


def continued_words(change: Change, before: Side, after: Side, told: Collection[tuple[str, str]]) -> Iterator[Words]:
    """Yield the words that differ between an indicator and each that it continues, but for those that are changes by themselves.

    Args:
        change: What became of an indicator.
        before: The earlier version.
        after: The later one.
        told: The keys of all changes between the two.
    """
    node = after.nodes.get(change.element)
    if node is None or node.kind != "indicator":
        return
    # Of one that keeps its id the changes are since then, and of no other that it continues.
    by_themselves = () if change.element in before.nodes else told
    for old in change.continues:
        origin = before.nodes.get(old)
        if old == change.element or origin is None or origin.kind != "indicator":
            continue
        for field in _fields(origin, node):
            if (change.element, field) in by_themselves:
                continue
            was, is_ = _text(origin, field), _text(node, field)
            if was is not None and is_ is not None and was != is_:
                yield Words(old, field, was, is_)


def _fields(origin: Node, node: Node) -> Sequence[str]:
    described = node.data.get("rubric") or {}
    return [*ASKED, *(f"rubric/{value}" for value in origin.data.get("rubric") or {} if value in described)]


def _text(node: Node, field: str) -> str | None:
    name, _, value = field.partition("/")
    found = node.data.get(name)
    text = found.get(value) if value and isinstance(found, dict) else found
    return text if isinstance(text, str) else None


def words_of(change: Change, names: Names) -> Iterator[Sentence]:
    """Yield in words what is asked now and what those asked that an indicator continues; what answers look like is left to the site."""
    if names.before is None or names.after is None:
        return
    for each in continued_words(change, names.before, names.after, names.told):
        if each.field in ASKED:
            field = field_in_words(replace(change, field=each.field), names)
            told = {"field": field, "element": names.formerly(each.old), "before": each.before, "after": each.after}
            yield say("{field}, from {element}: “{before}” → “{after}”", **told)
