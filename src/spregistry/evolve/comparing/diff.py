"""What two versions of a framework differ in: elements are followed by id and lineage, so that renumbering is no removal. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from spregistry.evolve.comparing.answer_rules import answer, options
from spregistry.evolve.comparing.asking import asks_at_most, due_no_earlier
from spregistry.evolve.comparing.element_rules import FACT, GROUP, INDICATOR, form, inside
from spregistry.evolve.comparing.found import Found, by_key, reordered
from spregistry.evolve.comparing.header_rules import HEADER, LISTS, entries
from spregistry.evolve.comparing.sides import Node, Side
from spregistry.evolve.lineage import Lineage, Relation, Succession
from spregistry.model.change import Change, Differences, ElementKind, Impact, Kind
from spregistry.model.framework import Framework

#: From the mildest; an element that continues several is told by the gravest.
_CONTINUED: Mapping[Relation, Kind] = {
    "same": "renamed",
    "narrower": "narrowed",
    "wider": "widened",
    "split": "split",
    "merge": "merged",
}

#: Kinds that change what a figure means, whether or not it is scored.
_READ = ("unit", "recomputed")
#: See `Side.demand_on`.
_DEMANDED = 2


def diff(before: Framework, after: Framework, lineage: Lineage) -> Differences:
    """Return all changes from one version to another; none where both mean and say the same.

    Args:
        before: The version to start from.
        after: The version to arrive at.
        lineage: How elements of both belong together where their ids differ.
    """
    comparison = _Comparison(Side(before), Side(after), lineage)
    return Differences(before=before.reference, after=after.reference, changes=tuple(comparison.changes()))


@dataclass(frozen=True)
class _Comparison:
    old: Side
    new: Side
    lineage: Lineage

    @cached_property
    def renamed(self) -> Mapping[str, str]:
        """The later id by the earlier one, of indicators that mean the same and of groups that nothing joined or left."""
        return {each.old: each.new for each in self.lineage.successions if self.is_renamed(each)}

    def is_renamed(self, succession: Succession) -> bool:
        if succession.new in self.new.nodes and self.new.nodes[succession.new].kind == "group":
            return self.goes_on_alone(succession)
        return succession.relation == "same"

    def changes(self) -> Iterator[Change]:
        yield from self.header()
        yield from self.scales()
        yield from self.facts()
        yield from self.dropped()
        ancestors = self.lineage.of_new
        for id_, node in self.new.nodes.items():
            yield from self.node(id_, node, [each for each in ancestors.get(id_, ()) if each.old in self.old.nodes])
        yield from self.reordered()

    def header(self) -> Iterator[Change]:
        old, new = self.followed(self.old.framework.data), self.new.framework.data
        for field in dict.fromkeys([*old, *new]):
            for found in HEADER[field](field, old.get(field), new.get(field)):
                idle = found.kind == "clock" and not (self.old.has_due_months or self.new.has_due_months)
                yield self.whole(found._replace(impact="additive") if idle else found)
        for listed in LISTS:
            for key, title, found in entries(listed, old, new):
                yield _change(listed.element_kind, key, title, None, found)
            for found in reordered(listed.field, by_key(old.get(listed.field), "id"), by_key(new.get(listed.field), "id")):
                yield self.whole(found)

    def followed(self, data: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return an element with the ids that its caps and awards name as the later version writes them, where they mean the same."""
        ids = self.renamed
        if not ids:
            return data
        found = dict(data)
        if "caps" in data:
            found["caps"] = [{**cap, "indicator": ids.get(cap["indicator"], cap["indicator"])} for cap in data["caps"]]
        if "scoring" in data:
            found["scoring"] = self.followed(data["scoring"])
        if "awards" in data:
            found["awards"] = [
                {**award, "minimums": [{**each, "group": ids.get(each["group"], each["group"])} for each in award["minimums"]]}
                for award in data["awards"]
            ]
        return found

    def whole(self, found: Found) -> Change:
        return _change("framework", "framework", self.new.framework.title, None, found)

    def scales(self) -> Iterator[Change]:
        old, new = self.old.scales, self.new.scales
        for name in dict.fromkeys([*old, *new]):
            if name in old and name in new:
                found = [self.on_scale(name, each) for each in options("", old[name], new[name])]
            else:  # what the indicators that used it lose, or gain, is told with them
                kind: Kind = "added" if name in new else "removed"
                found = [Found(kind, "additive" if name in new else "editorial", "", old.get(name), new.get(name))]
            for each in found:
                yield _change("scale", f"scale:{name}", name, None, each)

    def on_scale(self, name: str, found: Found) -> Found:
        """What a change of a scale does, which is up to the indicators that are answered on it in both versions."""
        users = [id_ for id_ in self.old.users.get(name, ()) if id_ in self.new.users.get(name, ())]
        placed = found._replace(field=found.field.removeprefix("/"))
        if not users and found.impact == "breaking":
            return placed._replace(impact="additive")
        return _idle(placed) if not any(self.old.is_scored(id_) or self.new.is_scored(id_) for id_ in users) else placed

    def facts(self) -> Iterator[Change]:
        old, new = self.old.facts, self.new.facts
        for id_ in dict.fromkeys([*old, *new]):
            title = (new.get(id_) or old[id_])["title"]
            for found in self.fact(id_):
                yield _change("fact", id_, title, None, found)
        for found in reordered("facts", old, new):
            yield self.whole(found)

    def fact(self, id_: str) -> Iterator[Found]:
        was, is_ = self.old.facts.get(id_), self.new.facts.get(id_)
        needed_before, needed = (side.demand_on(id_) for side in (self.old, self.new))
        if is_ is None:
            yield Found("withdrawn" if id_ in self.lineage.withdrawn else "removed", "breaking", "", was, None)
        elif was is None:
            yield Found("added", "breaking" if needed == _DEMANDED else "additive", "", None, is_)
        else:
            yield from inside(FACT, was, is_)
            yield from form(was, is_)
            if needed != needed_before:  # what decides what is asked must be measured, and reported in the end
                rises = needed > needed_before
                yield Found("required" if rises else "optional", "breaking" if rises else "additive", "", not rises, rises)

    def dropped(self) -> Iterator[Change]:
        """What the later version neither holds nor continues."""
        continued = self.lineage.of_old
        for id_, node in self.old.nodes.items():
            if id_ not in self.new.nodes and id_ not in continued:
                kind: Kind = "withdrawn" if id_ in self.lineage.withdrawn else "removed"
                yield _told(id_, node, Found(kind, self.impact_of_dropping(id_, node), "", node.data["title"], None))

    def impact_of_dropping(self, id_: str, node: Node) -> Impact:
        if node.kind == "group":
            return "editorial"  # what it held is told by itself
        bases = {side.framework.definition.based_on for side in (self.old, self.new)}
        if None in bases or len(bases) > 1:
            return "breaking"
        # Submissions of a profile are held against its base, which still has it.
        return "score-significant" if self.old.is_scored(id_) else "additive"

    def node(self, id_: str, node: Node, ancestors: Sequence[Succession]) -> Iterator[Change]:
        """What became of one group or indicator of the later version."""
        if ancestors:
            yield self.continued(id_, node, ancestors)
        elif id_ not in self.old.nodes:
            yield _told(id_, node, Found("added", self.impact_of_adding(id_, node), "", None, node.data["title"]))
        origin = self.origin(id_)
        if origin is None:
            return
        if self.old.nodes[origin].kind != node.kind:
            yield _told(id_, node, Found("answer-kind", "breaking", "", self.old.nodes[origin].kind, node.kind))
            return
        for found in self.within(origin, id_):
            yield _told(id_, node, found)

    def origin(self, id_: str) -> str | None:
        """Return the element whose fields are compared with those of one of the later version: itself, or its only ancestor."""
        if id_ in self.old.nodes:
            return id_
        return _only_ancestor(self.new.nodes[id_], [each for each in self.lineage.of_new.get(id_, ()) if each.old in self.old.nodes])

    def continued(self, id_: str, node: Node, ancestors: Sequence[Succession]) -> Change:
        relation = max(map(self.relation, ancestors), key=[*_CONTINUED].index)
        olds = tuple(each.old for each in ancestors)
        impact: Impact = "editorial"
        if node.kind == "indicator" or any(self.old.nodes[old].kind == "indicator" for old in olds):
            impact = "breaking"
        elif not all(map(self.goes_on_alone, ancestors)):
            # Other children share its weight; what they are is told by themselves.
            weighs = self.new.counts(id_) and any(map(self.old.counts, olds))
            impact = "score-significant" if weighs else "additive"
        before = [self.old.nodes[old].data["title"] for old in olds]
        return _told(id_, node, Found(_CONTINUED[relation], impact, "", before, node.data["title"]), olds)

    def relation(self, succession: Succession) -> Relation:
        """Return how an element continues another.

        What goes on as several is split, though one of them be called the same. A group that goes on as several, or as one with others, is
        split or merged whatever that is called, since it decides whose weight its children share.
        """
        named = succession.relation
        if self.new.nodes[succession.new].kind == "indicator":
            return "split" if named == "same" and len(self.lineage.of_old[succession.old]) > 1 else named
        if named in ("split", "merge") or self.goes_on_alone(succession):
            return named
        return "split" if len(self.heirs(succession.old)) > 1 else "merge"

    def goes_on_alone(self, succession: Succession) -> bool:
        """Tell whether an element goes on as one other, that continues no other; what it is called is of no matter."""
        origins = {each.old for each in self.lineage.of_new[succession.new]} | ({succession.new} & self.old.nodes.keys())
        return self.heirs(succession.old) == {succession.new} and origins == {succession.old}

    def heirs(self, old_id: str) -> set[str]:
        """Return what an element of the earlier version is in the later, itself included."""
        return {each.new for each in self.lineage.of_old[old_id]} | ({old_id} & self.new.nodes.keys())

    def impact_of_adding(self, id_: str, node: Node) -> Impact:
        if node.kind == "group":
            return "additive"  # what it holds is told by itself
        if self.new.is_required(id_):
            return "breaking"
        return "score-significant" if self.new.is_scored(id_) else "additive"

    def within(self, old_id: str, new_id: str) -> Iterator[Found]:
        """What differs inside an element that both versions hold."""
        old, new = self.old.nodes[old_id], self.new.nodes[new_id]
        counts = self.old.counts(old_id) or self.new.counts(new_id)
        found = [*inside(INDICATOR if new.kind == "indicator" else GROUP, self.followed(old.data), new.data), *self.moved(old_id, new_id)]
        if new.kind == "indicator":
            found += answer(old.data, new.data, (self.old.scales, self.new.scales))
        for each in found:
            asked = each.impact == "breaking" and each.kind in ("applicability", "timing", "moved")
            stops = not asked or (self.new.demands(new_id) and not self.asks_fewer(old_id, new_id))
            milder = each if stops else each._replace(impact="score-significant")
            yield milder if counts else _idle(milder)
        if new.kind == "indicator":
            yield from self.standing(old_id, new_id)

    def moved(self, old_id: str, new_id: str) -> Iterator[Found]:
        """Whether an element stands in another group, and is asked or due otherwise by that."""
        old, new = self.old.nodes[old_id].parent, self.new.nodes[new_id].parent
        if old == new:
            return
        fewer = self.asks_fewer(old_id, new_id)
        if new is not None and any(each.old == old for each in self.lineage.of_new.get(new, ())) and (fewer or self.origin(new) == old):
            return  # told with the group that goes on
        yield Found("moved", "score-significant" if fewer else "breaking", "", old, new)

    def asks_fewer(self, old_id: str, new_id: str) -> bool:
        """Tell whether an element is asked of nobody else and due no earlier, by itself and all groups around it together."""
        (conditions, due), (held, later) = self.old.asked(old_id), self.new.asked(new_id)
        return asks_at_most(conditions, held) and due_no_earlier(due, later)

    def standing(self, old_id: str, new_id: str) -> Iterator[Found]:
        """Whether the indicator must be answered and counts, by all fields that say so together."""
        trial, tried = (bool(side.framework.indicators[id_].trial) for side, id_ in ((self.old, old_id), (self.new, new_id)))
        before = self.old.is_required(old_id), self.old.is_scored(old_id)
        if trial != tried and before == (self.new.is_required(new_id), self.new.is_scored(new_id)):
            yield Found("guidance", "editorial", "trial", trial, tried)  # it is called a trial, and was as good as one
        was, is_ = self.old.is_required(old_id), self.new.is_required(new_id)
        if was != is_:
            yield Found("required" if is_ else "optional", "breaking" if is_ else "additive", "optional", was, is_)
        was, is_ = self.old.is_scored(old_id), self.new.is_scored(new_id)
        if was != is_:
            # What earns points needs evidence in the end.
            yield Found("scored" if is_ else "unscored", "breaking" if is_ else "score-significant", "scored", was, is_)

    def reordered(self) -> Iterator[Change]:
        """Groups whose children stand in another order; what that does to sums is below what is published."""
        for parent, after in self.new.children.items():
            before = self.old.children.get(parent, [])
            for found in reordered("children", dict.fromkeys(before), dict.fromkeys(after)):
                yield self.whole(found) if parent is None else _told(parent, self.new.nodes[parent], found)


def _idle(found: Found) -> Found:
    """Return what a difference is where nothing that it is about is ever scored; figures that mean something else stay grave."""
    weighs = found.impact == "score-significant" or (found.kind == "rescaled" and not found.field.endswith("excluded"))
    return found._replace(impact="additive") if weighs and found.impact != "editorial" and found.kind not in _READ else found


def _only_ancestor(node: Node, ancestors: Sequence[Succession]) -> str | None:
    """Return the element whose fields can be compared with those of one that has another id: a group's, or one that means the same."""
    if len(ancestors) == 1 and (node.kind == "group" or ancestors[0].relation == "same"):
        return ancestors[0].old
    return None


def _told(id_: str, node: Node, found: Found, continues: tuple[str, ...] = ()) -> Change:
    return _change(node.kind, id_, node.data["title"], node.data["code"], found, continues)


def _change(  # one argument per thing that is known about the element
    kind: ElementKind, element: str, title: str, code: str | None, found: Found, continues: tuple[str, ...] = ()
) -> Change:
    return Change(
        kind=found.kind,
        impact=found.impact,
        element_kind=kind,
        element=element,
        title=title,
        code=code,
        field=found.field,
        before=found.before,
        after=found.after,
        continues=continues,
        judged=found.judged,
    )
