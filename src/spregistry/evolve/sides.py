"""One of two versions that are compared, with its elements by id as they are written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, NamedTuple

from spregistry.evolve.found import by_key
from spregistry.model.document import Data, Path
from spregistry.model.framework import Framework


class Node(NamedTuple):
    """A group or an indicator as it is written, and the group around it; None below the root."""

    kind: Literal["group", "indicator"]
    data: Mapping[str, Any]
    parent: str | None
    path: Path


@dataclass(frozen=True)
class Side:
    """One of the two versions."""

    framework: Framework

    @cached_property
    def nodes(self) -> Mapping[str, Node]:
        """Groups and indicators, depth first in declared order."""
        return {node.data["id"]: node for node in _nodes(self.framework.data, None, [])}

    @cached_property
    def children(self) -> Mapping[str | None, list[str]]:
        """Ids of what stands directly in each group, None for the root."""
        found: dict[str | None, list[str]] = {}
        for id_, node in self.nodes.items():
            found.setdefault(node.parent, []).append(id_)
        return found

    @cached_property
    def facts(self) -> Mapping[str, Any]:
        """Facts as they are written."""
        return by_key(self.framework.data.get("facts"), "id")

    @property
    def paths(self) -> Mapping[str, Path]:
        """Where groups, indicators and facts stand in the definition."""
        facts: dict[str, Path] = {id_: ["facts", at] for at, id_ in enumerate(self.facts)}
        return {**facts, **{id_: node.path for id_, node in self.nodes.items()}}

    @property
    def scales(self) -> Mapping[str, Data]:
        """Options by the name of their scale."""
        return self.framework.data.get("scales") or {}

    def is_required(self, id_: str) -> bool:
        """Tell whether a final submission must answer an indicator, once it is asked and due."""
        return self.framework.indicators[id_].required

    def is_scored(self, id_: str) -> bool:
        """Tell whether an indicator can count in the score."""
        return self.framework.is_scored(self.framework.indicators[id_])


def _nodes(data: Mapping[str, Any], parent: str | None, path: Path) -> Iterator[Node]:
    for at, group in enumerate(data.get("groups", ())):
        below = [*path, "groups", at]
        yield Node("group", group, parent, below)
        yield from _nodes(group, group["id"], below)
    for at, indicator in enumerate(data.get("indicators", ())):
        yield Node("indicator", indicator, parent, [*path, "indicators", at])
