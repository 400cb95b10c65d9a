"""A version without one of its changes, so that what this one change does can be seen. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

from spregistry.evolve.comparing.sides import LISTED, Side
from spregistry.model.change import Change

Node = dict[str, Any]

#: Fields that together say what a change of standing is about.
_STANDING = {"optional": ("optional", "trial"), "scored": ("scored", "trial", "answer")}


def all_undone(changes: Sequence[Change], before: Side, after: Side) -> Node | None:
    """Return the later version's data without some changes, as plain data that nothing else holds; None where it cannot stand without them.

    The field, or the whole element, is put back as the earlier version has it. What results need not be a framework that could be
    published: codes may stand twice.
    """
    data: Node | None = _copied(after.framework.data)
    for change in changes:
        if data is None:
            break
        data = _undo(data, change, before, after)
    return data


def bundles(changes: Iterable[Change]) -> list[tuple[Change, ...]]:
    """Return changes in their order, those together that can be undone at once only: groups into which the same one was split or merged."""
    found: list[tuple[Change, ...]] = []
    for change in changes:
        near = [bundle for bundle in found if any(_regroups_the_same(change, each) for each in bundle)] if _is_regrouped(change) else []
        if not near:
            found.append((change,))
            continue
        joined = (*(each for bundle in near for each in bundle), change)
        found = [joined if bundle is near[0] else bundle for bundle in found if bundle is near[0] or bundle not in near]
    return found


def _regroups_the_same(change: Change, other: Change) -> bool:
    return _is_regrouped(other) and not {*change.continues}.isdisjoint(other.continues)


def _is_regrouped(change: Change) -> bool:
    return change.element_kind == "group" and change.kind in ("merged", "split")


def _copied(value: Any) -> Any:
    """Return a copy of plain data, in a fraction of the time that `deepcopy` needs."""
    if isinstance(value, Mapping):
        return {key: _copied(entry) for key, entry in value.items()}
    return [*map(_copied, value)] if isinstance(value, list) else value


def _undo(data: Node, change: Change, before: Side, after: Side) -> Node | None:
    if change.element_kind == "framework":
        field = change.field.partition("/")[0]
        return _entry_undone(data, data, field, before.framework.data)
    if change.element_kind == "scale":
        return _entry_undone(data, data.setdefault("scales", {}), change.element.partition(":")[2], before.scales)
    if change.element_kind == "fact":
        return _listed_undone(data, "facts", change.element, before)
    if ":" in change.element:
        kind, _, id_ = change.element.partition(":")
        return _listed_undone(data, LISTED[kind], id_, before)
    if change.field and change.field != "children":
        return _field_undone(data, change, before)
    return _regrouping_undone(data, change, before) if _is_regrouped(change) else _place_undone(data, change, before, after)


def _entry_undone(data: Node, holder: Node, key: str, earlier: Mapping[str, Any]) -> Node | None:
    if key not in holder and key not in earlier:
        return None
    holder.pop(key, None)
    if key in earlier:
        holder[key] = deepcopy(earlier[key])
    return data


def _listed_undone(data: Node, field: str, id_: str, before: Side) -> Node | None:
    earlier = [entry for entry in before.framework.data.get(field) or () if entry["id"] == id_]
    entries = data.pop(field, [])
    at = next((at for at, entry in enumerate(entries) if entry["id"] == id_), len(entries))
    left = [*entries[:at], *deepcopy(earlier), *entries[at + 1 :]]
    return {**data, field: left} if left else data


def _field_undone(data: Node, change: Change, before: Side) -> Node | None:
    element = next((node for node in _elements(data) if node["id"] == change.element), None)
    origin = before.nodes.get(change.element)
    if element is None or origin is None:
        return None
    top = change.field.partition("/")[0]
    for field in _STANDING.get(top, (top,)):
        element.pop(field, None)
        if field in origin.data:
            element[field] = deepcopy(origin.data[field])
    return data


def _place_undone(data: Node, change: Change, before: Side, after: Side) -> Node | None:
    """Undo what happened to a whole group or indicator: it goes, and those it continues, or itself, come back where they were."""
    olds = change.continues or ((change.element,) if change.element in before.nodes else ())
    if change.element in after.nodes:
        _take_out(data, change.element)
    here = {element["id"] for element in _elements(data)}
    back = [old for old in olds if old not in here and (old not in after.nodes or old == change.element)]
    if not all(_put_back(data, before, old) for old in back):
        return None
    return data if data.get("groups") or data.get("indicators") else None


def _regrouping_undone(data: Node, change: Change, before: Side) -> Node | None:
    """Give groups that one continues their children back; what they did not hold stays with it, or goes with the first where it is new."""
    around, group = next(((holder, child) for holder, child in _held(data) if child["id"] == change.element), (data, None))
    olds = [old for old in change.continues if before.nodes[old].kind == "group" and old != change.element]
    if group is None or not olds:
        return None
    field = "groups" if "groups" in group else "indicators"
    children: dict[str, list[Node]] = {old: [] for old in olds}
    stay: list[Node] = []
    for child in group.pop(field):
        home = _earlier_parent(child, before)
        children.get(home or "", stay if change.element in before.nodes else children[olds[0]]).append(child)
    if stay:
        group[field] = stay
    if not all(_given_back(data, before, old, (field, held), around) for old, held in children.items() if held):
        return None
    _take_out(data, "")
    here = {element["id"]: element for element in _elements(data)}
    for old in olds:
        if old in here and "caps" in here[old]:
            here[old]["caps"] = [cap for cap in here[old]["caps"] if cap["indicator"] in here]
    if change.element not in here:
        _name_in_awards(data, change.element, olds[0])
    return data


def _earlier_parent(child: Node, before: Side) -> str | None:
    """Return the group that held a child, or what it says that it continues, in the earlier version."""
    named = [entry if isinstance(entry, str) else entry["id"] for entry in child.get("supersedes", ())]
    return next((before.nodes[id_].parent for id_ in (child["id"], *named) if id_ in before.nodes), None)


def _given_back(data: Node, before: Side, id_: str, held: tuple[str, list[Node]], around: Node) -> bool:
    """Put children back into a group of the earlier version, and that back where it was or beside what continues it; False where they do not fit."""
    here, (field, children) = {element["id"]: element for element in _elements(data)}, held
    group, earlier = here.get(id_), before.nodes[id_]
    if group is None:
        group = {key: deepcopy(value) for key, value in earlier.data.items() if key not in ("groups", "indicators")}
        holder = data if earlier.parent is None else here.get(earlier.parent, around)
        _insert(around if "indicators" in holder else holder, "groups", group, before.children.get(earlier.parent, []))
    elif ("groups" if field == "indicators" else "indicators") in group:
        return False
    for child in children:
        _insert(group, field, child, before.children.get(id_, []))
    return True


def _name_in_awards(data: Node, id_: str, instead: str) -> None:
    """Let awards look at a group in place of one that is not there."""
    for award in data.get("awards", ()):
        for minimum in award["minimums"]:
            minimum["group"] = instead if minimum["group"] == id_ else minimum["group"]


def _take_out(holder: Node, id_: str) -> None:
    """Take an element out of what holds it; groups that are empty then go as well."""
    for field in ("groups", "indicators"):
        if field in holder:
            holder[field] = [child for child in holder[field] if child["id"] != id_]
    for group in holder.get("groups", ()):
        _take_out(group, id_)
    if "groups" in holder:
        holder["groups"] = [group for group in holder["groups"] if group.get("groups") or group.get("indicators")]


def _put_back(data: Node, before: Side, id_: str) -> bool:
    """Put an element of the earlier version back under its group, and that group too where it is gone; False where it does not fit."""
    node = before.nodes[id_]
    here = {element["id"]: element for element in _elements(data)}
    copied: Node | None = deepcopy(dict(node.data))
    if node.kind == "group":
        copied = _without(deepcopy(dict(node.data)), set(here))  # what it held may stand elsewhere now
    field, parent = f"{node.kind}s", node.parent
    while copied is not None and parent is not None and parent not in here:
        around = before.nodes[parent]
        copied = {**{key: value for key, value in around.data.items() if key not in ("groups", "indicators", "caps")}, field: [copied]}
        field, parent = "groups", around.parent
    holder = data if parent is None else here[parent]
    if copied is None or ("groups" if field == "indicators" else "indicators") in holder:
        return False
    _insert(holder, field, copied, before.children.get(parent, []))
    return True


def _insert(holder: Node, field: str, child: Node, order: Sequence[str]) -> None:
    """Put a child among others, where it stood among those that stood there before."""
    siblings = holder.get(field, [])
    place = order.index(child["id"]) if child["id"] in order else len(order)
    at = sum(1 for other in siblings if other["id"] in order and order.index(other["id"]) < place)
    holder[field] = [*siblings[:at], child, *siblings[at:]]


def _without(group: Node, elsewhere: set[str]) -> Node | None:
    """Return a group without what stands elsewhere; None where nothing is left of it."""
    inner = [child for child in group.get("indicators", ()) if child["id"] not in elsewhere]
    if inner:
        return {**group, "indicators": inner}
    groups = [left for left in (_without(child, elsewhere) for child in group.get("groups", ()) if child["id"] not in elsewhere) if left]
    return {**group, "groups": groups} if groups else None


def _elements(holder: Node) -> Iterator[Node]:
    """Yield every group and indicator below."""
    yield from (child for _, child in _held(holder))


def _held(holder: Node) -> Iterator[tuple[Node, Node]]:
    """Yield every group and indicator below with what holds it."""
    for field in ("groups", "indicators"):
        for child in holder.get(field, ()):
            yield holder, child
            yield from _held(child)
