"""A version without one of its changes, so that what this one change does can be seen. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

from spregistry.evolve.comparing.sides import LISTED, Side
from spregistry.model.change import Change

Node = dict[str, Any]

#: Fields that together say what a change of standing is about.
_STANDING = {"optional": ("optional", "trial"), "scored": ("scored", "trial", "answer")}


def undone(change: Change, before: Side, after: Side) -> Node | None:
    """Return the later version's data without one change, as plain data that nothing else holds; None where it cannot stand alone.

    The field, or the whole element, is put back as the earlier version has it. What results need not be a framework that could be
    published: codes may stand twice.
    """
    return all_undone((change,), before, after)


def all_undone(changes: Sequence[Change], before: Side, after: Side) -> Node | None:
    """Return the later version's data without several changes, as `undone` does without one; None where they cannot be undone together."""
    data: Node | None = _copied(after.framework.data)
    for change in changes:
        if data is None:
            break
        data = _undo(data, change, before, after)
    return data


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
    return _place_undone(data, change, before, after)


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
    order = before.children.get(parent, [])
    siblings = holder.get(field, [])
    place = order.index(copied["id"]) if copied["id"] in order else len(order)
    at = sum(1 for child in siblings if child["id"] in order and order.index(child["id"]) < place)
    holder[field] = [*siblings[:at], copied, *siblings[at:]]
    return True


def _without(group: Node, elsewhere: set[str]) -> Node | None:
    """Return a group without what stands elsewhere; None where nothing is left of it."""
    inner = [child for child in group.get("indicators", ()) if child["id"] not in elsewhere]
    if inner:
        return {**group, "indicators": inner}
    groups = [left for left in (_without(child, elsewhere) for child in group.get("groups", ()) if child["id"] not in elsewhere) if left]
    return {**group, "groups": groups} if groups else None


def _elements(holder: Node) -> Iterator[Node]:
    """Yield every group and indicator below."""
    for field in ("groups", "indicators"):
        for child in holder.get(field, ()):
            yield child
            yield from _elements(child)
