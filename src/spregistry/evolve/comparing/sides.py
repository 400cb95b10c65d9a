"""One of two versions that are compared, with its elements by id as they are written."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, NamedTuple

from spregistry.evolve.comparing.found import by_key
from spregistry.model.document import Data, Path
from spregistry.model.framework import Framework

#: Where the entries of a list of the header stand, by what their keys begin with.
LISTED = {
    "function": "functions",
    "tag": "tags",
    "segment": "segments",
    "fact-group": "fact_groups",
    "band": "bands",
    "award": "awards",
    "respondent-group": "respondent_groups",
    "quality-check": "quality_checks",
}


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
        """Where groups, indicators and facts stand in the definition, scales and the entries of lists by their keys."""
        facts: dict[str, Path] = {id_: ["facts", at] for at, id_ in enumerate(self.facts)}
        scales: dict[str, Path] = {f"scale:{name}": ["scales", name] for name in self.scales}
        listed: dict[str, Path] = {
            f"{key}:{entry['id']}": [field, at]
            for key, field in LISTED.items()
            for at, entry in enumerate(self.framework.data.get(field) or ())
        }
        return {**listed, **scales, **facts, **{id_: node.path for id_, node in self.nodes.items()}}

    @property
    def scales(self) -> Mapping[str, Data]:
        """Options by the name of their scale."""
        return self.framework.data.get("scales") or {}

    @cached_property
    def users(self) -> Mapping[str, list[str]]:
        """Ids of the indicators that are answered on each scale."""
        found: dict[str, list[str]] = {}
        for id_, indicator in self.framework.indicators.items():
            if indicator.answer.scale is not None:
                found.setdefault(indicator.answer.scale, []).append(id_)
        return found

    def is_required(self, id_: str) -> bool:
        """Tell whether a final submission must answer an indicator, once it is asked and due."""
        return self.framework.indicators[id_].required

    def is_scored(self, id_: str) -> bool:
        """Tell whether an indicator can count in the score."""
        return self.framework.is_scored(self.framework.indicators[id_])

    def counts(self, id_: str) -> bool:
        """Tell whether an indicator, or one within a group, can count in the score."""
        return id_ in self._counting

    def demands(self, id_: str) -> bool:
        """Tell whether a final submission must answer an indicator, or one within a group."""
        return id_ in self._demanding

    @cached_property
    def _counting(self) -> frozenset[str]:
        return frozenset(self._with_groups(self.is_scored))

    @cached_property
    def _demanding(self) -> frozenset[str]:
        return frozenset(self._with_groups(self.is_required))

    def _with_groups(self, is_meant: Callable[[str], bool]) -> Iterator[str]:
        """Yield the indicators that are meant, and every group around one."""
        for id_, position in self.framework.positions.items():
            if is_meant(id_):
                yield id_
                yield from (group.id for group in position.groups)

    def asked(self, id_: str) -> tuple[list[Any], int | None]:
        """Return the conditions of an element and of all groups around it, and the month from which they are due."""
        conditions, months = [], []
        at: str | None = id_
        while at is not None:
            node = self.nodes[at]
            conditions += [node.data["applies_when"]] if "applies_when" in node.data else []
            months += [node.data["due_from_month"]] if "due_from_month" in node.data else []
            at = node.parent
        return conditions, max(months, default=None)

    @cached_property
    def has_due_months(self) -> bool:
        """Whether anything is due later than at once."""
        return any(position.due_from_month is not None for position in self.framework.positions.values())

    @cached_property
    def _deciding(self) -> frozenset[str]:
        """Facts that decide whether something is asked or due that a final submission must answer."""
        found: set[str] = set()
        clock = self.framework.definition.clock
        for position in self.framework.positions.values():
            if position.indicator.required:
                found = found.union(*(condition.facts() for condition in position.conditions))
                found |= {clock} if clock is not None and position.due_from_month is not None else set()
        return frozenset(found)

    def demand_on(self, fact: str) -> int:
        """Return 2 for a fact that a final submission must report, 1 for one that must be measured where it is reported, else 0."""
        return 2 if fact in self._deciding else int(fact in self.framework.gating_facts)


def _nodes(data: Mapping[str, Any], parent: str | None, path: Path) -> Iterator[Node]:
    for at, group in enumerate(data.get("groups", ())):
        below = [*path, "groups", at]
        yield Node("group", group, parent, below)
        yield from _nodes(group, group["id"], below)
    for at, indicator in enumerate(data.get("indicators", ())):
        yield Node("indicator", indicator, parent, [*path, "indicators", at])
