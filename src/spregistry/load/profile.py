"""Resolves a profile: puts everything it borrows from its base in place, so that nothing downstream knows it is one."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from spregistry.errors import SpregistryError
from spregistry.load.reporting import suggesting
from spregistry.load.trusted import plain_data
from spregistry.model.document import Data
from spregistry.model.framework import DroppedCap, Framework, Position
from spregistry.sentence import say

Path = list[str | int]
Node = dict[str, Any]

#: What a profile takes from its base and may not define itself.
BORROWED = ("scales", "functions", "tags", "segments", "fact_groups", "facts", "quality_checks", "respondent_groups", "clock")
_DEFINES_NONE = say("a profile borrows indicators and defines none")
_BORROWS_NONE = say("the profile borrows no indicator at all")
_OWN_OR_BORROWED = ("levels", "scoring", "bands")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a profile asks for that its base cannot give: where, and in words."""

    path: Path
    message: str


@dataclass(slots=True)
class Resolution:
    """What resolving a profile gives: plain data in the shape of a framework, and what was noted on the way."""

    data: Node
    dropped_caps: tuple[DroppedCap, ...] = ()
    problems: list[Problem] = field(default_factory=list)


def profiles_of(registry: Mapping[str, Framework], reference: str, among: Iterable[str] | None = None) -> list[Framework]:
    """Return the profiles that are based on exactly this version, of all or of some that may be; what cannot be read is none, and `check` tells why.

    Args:
        registry: Holds the frameworks.
        reference: The version that they are based on.
        among: References of the only ones to look at, so that no others are read.
    """
    found = []
    for each in registry if among is None else among:
        with suppress(SpregistryError):
            found += [registry[each]] if registry[each].definition.based_on == reference else []
    return found


def resolve(profile: Mapping[str, Data], base: Framework) -> Resolution:
    """Return a profile as a plain framework; problems where it borrows what is not there, or twice, or defines its own.

    `profile` is plain data that `framework.schema.json` admits, with parts joined.
    """
    if base.definition.based_on is not None:
        message = say("{framework} is a profile itself; borrow from {base}", framework=base.reference, base=base.definition.based_on)
        return Resolution(data=dict(profile), problems=[Problem(["based_on"], message)])
    resolution = Resolution(data={key: value for key, value in profile.items() if key not in ("use", "groups", "parts", "indicators")})
    for key in BORROWED:
        if key in profile:
            message = say("a profile takes “{key}” from its base and cannot define its own", key=key)
            resolution.problems.append(Problem([key], message))
    for key in (*BORROWED, *_OWN_OR_BORROWED):
        if key in base.data and (key in BORROWED or key not in profile):
            resolution.data[key] = base.data[key]
    if "indicators" in profile:
        resolution.problems.append(Problem(["indicators"], _DEFINES_NONE))
    elif "use" in profile:
        chosen = _chosen(profile["use"], base, ["use"], resolution.problems)
        _keep_tree(resolution, base, chosen)
    else:
        _own_tree(resolution, profile["groups"], base)
    return resolution


def _chosen(use: Mapping[str, list[str]], base: Framework, path: Path, problems: list[Problem]) -> set[str]:
    known_tags = {tag for indicator in base.indicators.values() for tag in indicator.tags or ()}
    chosen = _named(use, "ids", base, path, problems)
    for position, tag in enumerate(use.get("tags", [])):
        if tag not in known_tags:
            said = say("no indicator of {framework} carries the tag “{tag}”", framework=base.reference, tag=tag)
            problems.append(Problem([*path, "tags", position], suggesting(said, tag, known_tags)))
    tags = set(use.get("tags", []))
    chosen |= {id_ for id_, indicator in base.indicators.items() if tags.intersection(indicator.tags or ())}
    return chosen - _named(use, "except", base, path, problems)


def _named(use: Mapping[str, list[str]], key: str, base: Framework, path: Path, problems: list[Problem]) -> set[str]:
    found: set[str] = set()
    for position, id_ in enumerate(use.get(key, [])):
        if id_ in base.indicators:
            found.add(id_)
        elif id_ in base.groups:
            found |= {name for name, place in base.positions.items() if any(group.id == id_ for group in place.groups)}
        else:
            said = say("{framework} has neither an indicator nor a group “{id}”", framework=base.reference, id=id_)
            problems.append(Problem([*path, key, position], suggesting(said, id_, [*base.indicators, *base.groups])))
    return found


def _keep_tree(resolution: Resolution, base: Framework, chosen: set[str]) -> None:
    """Keep the base's tree with only the chosen indicators; empty groups vanish."""
    dropped: list[DroppedCap] = []

    def with_caps(node: Node, group: str | None) -> Node:
        caps = [cap for cap in node.get("caps", []) if cap["indicator"] in chosen]
        dropped.extend(DroppedCap(group=group, indicator=cap["indicator"]) for cap in node.get("caps", []) if cap not in caps)
        node = {key: value for key, value in node.items() if key != "caps"}
        return {**node, "caps": caps} if caps else node

    def kept(node: Node) -> Node | None:
        key = "groups" if "groups" in node else "indicators"
        children = (
            [child for child in map(kept, node[key]) if child]
            if key == "groups"
            else [child for child in node[key] if child["id"] in chosen]
        )
        return {**with_caps(node, node["id"]), key: children} if children else None

    # A profile's own scoring stands as it is written; only what comes from the base is pruned.
    if resolution.data.get("scoring") is base.data.get("scoring") and "scoring" in base.data:
        resolution.data["scoring"] = with_caps(base.data["scoring"], None)
    if "groups" in base.data:
        resolution.data["groups"] = [child for child in map(kept, base.data["groups"]) if child]
    else:
        resolution.data["indicators"] = [child for child in base.data["indicators"] if child["id"] in chosen]
    if not (resolution.data.get("groups") or resolution.data.get("indicators")):
        resolution.problems.append(Problem(["use"], _BORROWS_NONE))
    resolution.dropped_caps = tuple(dropped)


def _own_tree(resolution: Resolution, groups: list[Node], base: Framework) -> None:
    """Fill the profile's own groups; the base's tree, and with it every cap on its groups, is left behind."""
    taken: set[str] = set()
    sources = {node["id"]: node for node in _indicator_data(base.data)}

    def filled(group: Node, path: Path) -> Node | None:
        node = {key: value for key, value in group.items() if key not in ("use", "groups")}
        if "indicators" in group:
            resolution.problems.append(Problem([*path, "indicators"], _DEFINES_NONE))
            return None
        if "groups" in group:
            children = [child for at, inner in enumerate(group["groups"]) if (child := filled(inner, [*path, "groups", at]))]
            return {**node, "groups": children} if children else None
        chosen = _chosen(group["use"], base, [*path, "use"], resolution.problems)
        for twice in sorted(chosen & taken):
            message = say("“{id}” is borrowed twice; an indicator may stand in one place only", id=twice)
            resolution.problems.append(Problem([*path, "use"], message))
        members = [id_ for id_ in base.indicators if id_ in chosen - taken]
        taken.update(chosen)
        return {**node, "indicators": [_moved(sources[id_], base.positions[id_]) for id_ in members]} if members else None

    resolution.data["groups"] = [node for at, group in enumerate(groups) if (node := filled(group, ["groups", at]))]
    if not resolution.data["groups"]:
        resolution.problems.append(Problem(["groups"], _BORROWS_NONE))
    caps = [(group["id"], cap) for group in _group_data(base.data) for cap in group.get("caps", [])]
    resolution.dropped_caps = tuple(
        DroppedCap(group=group, indicator=cap["indicator"]) for group, cap in caps if cap["indicator"] not in taken
    )
    if "scoring" in resolution.data and "scoring" in base.data and resolution.data["scoring"] is base.data["scoring"]:
        root_caps = base.data["scoring"].get("caps", [])
        kept = [cap for cap in root_caps if cap["indicator"] in taken]
        resolution.dropped_caps += tuple(DroppedCap(group=None, indicator=cap["indicator"]) for cap in root_caps if cap not in kept)
        scoring = {key: value for key, value in base.data["scoring"].items() if key != "caps"}
        resolution.data["scoring"] = {**scoring, "caps": kept} if kept else scoring


def _moved(indicator: Node, position: Position) -> Node:
    """Return an indicator with what its groups in the base decided about it: when it is asked, of whom, and from when it is due."""
    moved = dict(indicator)
    conditions: list[Node] = [plain_data(condition) for condition in position.conditions]
    if conditions:
        moved["applies_when"] = conditions[0] if len(conditions) == 1 else {"allOf": conditions}
    if position.due_from_month is not None:
        moved["due_from_month"] = position.due_from_month
    asked_of = [group.asked_of for group in position.groups if group.asked_of]
    if asked_of and "asked_of" not in moved:
        moved["asked_of"] = list(asked_of[-1])
    return moved


def _indicator_data(data: Mapping[str, Any]) -> Iterator[Node]:
    yield from data.get("indicators", [])
    for group in data.get("groups", []):
        yield from _indicator_data(group)


def _group_data(data: Mapping[str, Any]) -> Iterator[Node]:
    for group in data.get("groups", []):
        yield group
        yield from _group_data(group)
