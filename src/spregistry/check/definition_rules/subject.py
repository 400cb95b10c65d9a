"""What every rule is given: the framework, where each element stands in its files, and a way to report."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from spregistry.errors import SpregistryError
from spregistry.load.reporting import Reporter
from spregistry.model.definition import Definition, Group, Indicator
from spregistry.model.framework import Framework

Path = list[str | int]


@dataclass(frozen=True, slots=True)
class Node:
    """A group or indicator with its path in the definition and the groups around it, outermost first."""

    element: Group | Indicator
    path: Path
    above: tuple[Group, ...]


@dataclass(frozen=True)
class Subject:
    """One framework under examination."""

    framework: Framework
    reporter: Reporter
    registry: Mapping[str, Framework]

    @property
    def definition(self) -> Definition:
        """The resolved definition."""
        return self.framework.definition

    def version(self, reference: str | None) -> Framework | None:
        """Return another version that this one names; None where it names none, or none that can be read, which is told where it is named."""
        try:
            return self.registry[reference] if reference is not None else None
        except (SpregistryError, LookupError):
            return None

    @property
    def is_profile(self) -> bool:
        """Whether indicators, facts and scales are borrowed."""
        return self.definition.based_on is not None

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """Every group and indicator, depth first in declared order."""
        return tuple(_walk(self.framework.top, [], ()))

    @property
    def groups(self) -> Iterator[tuple[Group, Node]]:
        """Every group, with its node."""
        return ((node.element, node) for node in self.nodes if isinstance(node.element, Group))

    @property
    def indicators(self) -> Iterator[tuple[Indicator, Node]]:
        """Every indicator, with its node."""
        return ((node.element, node) for node in self.nodes if isinstance(node.element, Indicator))


def _walk(elements: tuple[Group, ...] | tuple[Indicator, ...], path: Path, above: tuple[Group, ...]) -> Iterator[Node]:
    each: tuple[Group | Indicator, ...] = elements
    for position, element in enumerate(each):
        if isinstance(element, Indicator):
            yield Node(element, [*path, "indicators", position], above)
        else:
            node = Node(element, [*path, "groups", position], above)
            yield node
            yield from _walk(element.children, node.path, (*above, element))
