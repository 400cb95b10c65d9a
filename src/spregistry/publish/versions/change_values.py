"""What a change is about, in words: elements by their titles, fields by what they are, values as people write them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from spregistry.evolve.comparing.sides import LISTED, Side
from spregistry.load import contracts
from spregistry.model.change import Change, Differences, Kind
from spregistry.model.document import Data
from spregistry.model.framework import Framework
from spregistry.publish.words import limits_in_words, term_in_words
from spregistry.sentence import Sentence, Several, figure, phrases, say, sayable


@dataclass(frozen=True, kw_only=True, slots=True)
class Names:
    """What the elements of two versions are called; ids stand for what is not known."""

    before: Side | None = None
    after: Side | None = None
    #: Where elements of the later version come from: the new id by the old one.
    followers: Mapping[str, str]
    #: Elements and fields of the later version that are changes by themselves.
    told: frozenset[tuple[str, str]] = frozenset()
    #: Whether the later of the two is called before.
    backwards: bool = False

    @classmethod
    def of(cls, before: Framework, after: Framework, differences: Differences | None = None) -> Self:
        """Return the names of two versions and of what one makes of the other."""
        changes = differences.changes if differences else ()
        return cls(
            before=Side(before),
            after=Side(after),
            followers={old: change.element for change in changes for old in change.continues},
            told=frozenset(change.key for change in changes),
            backwards=differences is not None and differences.backwards,
        )

    def heading(self, change: Change) -> str:
        """Return the element of a change; the code of one that is gone is named as an old one, for another may bear it now."""
        if change.kind in ("withdrawn", "removed") and change.code:
            return self.formerly(change.element) if self.before else f"{change.code} {change.title}"
        return f"{change.code} {change.title}" if change.code else change.title

    def formerly(self, id_: str) -> str:
        """Return a group or indicator of the earlier version, with its old code; a fact by its title."""
        node = self.before.nodes.get(id_) if self.before else None
        if node is None or self.before is None:
            return self.fact(id_, self.before)
        version = self.before.framework.version
        return say("“{title}” ({code} of {version})", title=node.data["title"], code=node.data["code"], version=version)

    def now(self, id_: str) -> str:
        """Return a group or indicator of the later version, with its code; a fact by its title."""
        node = self.after.nodes.get(id_) if self.after else None
        if node is None:
            return self.fact(id_, self.after)
        return say("“{title}” ({code})", title=node.data["title"], code=node.data["code"])

    def fact(self, name: str, side: Side | None) -> str:
        """Return a fact, or a part of one, by its title."""
        facts = side.facts if side else {}
        return term_in_words(
            name, lambda id_: facts[id_]["title"] if id_ in facts else id_, lambda part: self.listed("segment", part, side)
        )

    def listed(self, key: str, id_: str, side: Side | None) -> str:
        """Return an entry of a list of the header by its title or label."""
        entries = side.framework.data.get(LISTED[key]) or () if side else ()
        return next((entry.get("title") or entry.get("label") or id_ for entry in entries if entry["id"] == id_), id_)

    def top(self, change: Change) -> tuple[str, str] | None:
        """Return the id and the heading of the outermost group of a change's element; None for what stands in no group."""
        for side, side_name in ((self.after, self.now), (self.before, self.formerly)):
            if side is None or change.element not in side.nodes:
                continue
            id_ = change.element
            while (parent := side.nodes[id_].parent) is not None:
                id_ = parent
            if side is self.before and self.after and (follower := self.followers.get(id_, id_)) in self.after.nodes:
                return follower, _titled(self.after, follower)
            return id_, _titled(side, id_) if side is self.after else side_name(id_)
        return None


UNNAMED = Names(followers={})


def _titled(side: Side, id_: str) -> str:
    node = side.nodes[id_]
    return f"{node.data['code']} {node.data['title']}"


#: What the contract means where a definition says nothing, by the last part of a field and the kind of change.
_MEANT: Mapping[tuple[str, Kind], Data] = {
    ("weight", "reweighted"): 1,
    ("aggregate", "reaggregated"): "mean",
    ("excluded", "rescaled"): False,
    ("required", "respondents"): False,
}


def _meant(change: Change, side: Side | None) -> Data:
    """Return what is meant by a value that is absent; None where that is nothing, or where no default is named."""
    if change.kind == "asked-of" and side is not None:  # absent: all are asked
        return [group["id"] for group in side.framework.data.get("respondent_groups") or ()] or None
    return _MEANT.get((change.field.rpartition("/")[2], change.kind))


def value_in_words(change: Change, value: Data, names: Names, *, earlier: bool) -> str:
    """Return the value before or after a change as people write it."""
    side = names.before if earlier else names.after
    if value is None:
        value = _meant(change, side)
    if value is None:
        return "–"
    if isinstance(value, int | float):  # booleans among them
        return _plain(value)
    if isinstance(value, str):
        return _text(change, value, names, earlier=earlier)
    if change.kind == "rescaled" and change.field.rpartition("/")[2] in _LIMITS:
        return _limits(change, value, names, side)
    if isinstance(value, list):
        return _several(change, value, names, side)
    return _entry(change, value, side)


_TERMS: Mapping[str, str] = {"reassigned": "function", "terms": "fact-group"}
_LISTS: Mapping[str, str] = {"retagged": "tag", "segments-added": "segment", "segments-removed": "segment", "asked-of": "respondent-group"}
_AGGREGATES: Mapping[str, Sentence] = {
    "mean": say("mean"),
    "points": say("sum of points"),
    "min": say("lowest of its parts"),
    "share": say("by the share ticked"),
}


def _text(change: Change, value: str, names: Names, *, earlier: bool) -> str:
    side = names.before if earlier else names.after
    if change.kind == "moved":
        return names.formerly(value) if earlier else names.now(value)
    if change.kind == "clock":
        return names.fact(value, side)
    if change.kind in _TERMS:
        return names.listed(_TERMS[change.kind], value, side)
    return _AGGREGATES.get(value, value) if change.kind in ("reaggregated", "rescaled") else value


def _several(change: Change, values: Sequence[Any], names: Names, side: Side | None) -> str:
    if change.kind in _LISTS:
        return Several(names.listed(_LISTS[change.kind], each, side) for each in values)
    if change.kind == "recomputed":
        return Several(names.fact(each, side) for each in values)
    return phrases(_entry(change, each, side) if isinstance(each, dict) else _plain(each) for each in values)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    return figure(value, ".15g") if isinstance(value, int | float) else str(value)


def _entry(change: Change, value: Mapping[str, Any], side: Side | None) -> str:
    """Return a value that has parts of its own: by what it is called, else by what it says."""
    called = next((value[key] for key in ("label", "title", "message") if key in value), None)
    if called is not None:
        return str(called)
    for shape, say_it in _SHAPES.items():
        if shape in value:
            return say_it(value, side)
    return change.title


def _cap(cap: Mapping[str, Any], side: Side | None) -> str:
    told = {"limit": _plain(cap["to"]), "title": _title(cap["indicator"], side), "below": _plain(cap["below"])}
    return Sentence(sayable("at most {limit} where “{title}” earns less than {below}"), told)


def _minimum(minimum: Mapping[str, Any], side: Side | None) -> str:
    return say("at least {limit} in “{title}”", limit=_plain(minimum["score"]), title=_title(minimum["group"], side))


def _title(id_: str, side: Side | None) -> str:
    node = side.nodes.get(id_) if side else None
    return node.data["title"] if node else id_


def _limits(change: Change, value: Data, names: Names, side: Side | None) -> str:
    """Return the limits by which a figure earns points, as they are told wherever they stand."""
    field = change.field.rpartition("/")[2]
    cases = value if field == "cases" else [{field: value}]
    if side is None:  # nobody knows then what conditions are about
        bare = (contracts.read_case({key: part for key, part in case.items() if key != "when"}) for case in cases)
        return phrases(line for case in bare for line in limits_in_words(None, [case], {}))
    ids = (change.element, *(old for old, new in names.followers.items() if new == change.element))
    indicator = next((side.framework.indicators[id_] for id_ in ids if id_ in side.framework.indicators), None)
    answer = indicator.answer.figure if indicator else None
    return phrases(limits_in_words(answer, [*map(contracts.read_case, cases)], side.framework.facts, lambda unit: unit.replace("-", " ")))


_LIMITS = ("steps", "line", "cases")


def _step(step: Mapping[str, Any], _side: Side | None) -> str:
    return say("{points} of 1 from {bound}", points=_plain(step["points"]), bound=_plain(step["from"]))


def _counted(aggregate: Mapping[str, Any], _side: Side | None) -> str:
    count = aggregate["count"]
    level, table = _plain(count["level"]), phrases(_step(row, None) for row in count["table"])
    return say("by the number of parts that earn at least {level}: {table}", level=level, table=table)


#: By a key that only values of that shape have.
_SHAPES: Mapping[str, Callable[[Mapping[str, Any], Side | None], str]] = {
    "indicator": _cap,
    "score": _minimum,
    "from": _step,
    "count": _counted,
}
