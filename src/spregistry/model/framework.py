"""A framework as the program works with it: one resolved tree, and where everything in it stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from spregistry.model.answer_kind import Option
from spregistry.model.condition import Condition
from spregistry.model.definition import Cap, Definition, Group, Indicator
from spregistry.model.document import Data
from spregistry.model.fact import Fact


@dataclass(frozen=True, kw_only=True, slots=True)
class Position:
    """An indicator with what it inherits from the groups around it."""

    indicator: Indicator
    #: From the outermost to the one that holds it.
    groups: tuple[Group, ...]

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """All that must hold for the indicator to be asked, outermost first."""
        nodes: tuple[Group | Indicator, ...] = (*self.groups, self.indicator)
        return tuple(node.applies_when for node in nodes if node.applies_when is not None)

    @property
    def due_from_month(self) -> int | None:
        """The month from which the indicator and all groups around it are due, if any says so."""
        nodes: tuple[Group | Indicator, ...] = (*self.groups, self.indicator)
        months = [int(node.due_from_month) for node in nodes if node.due_from_month is not None]
        return max(months, default=None)


@dataclass(frozen=True, kw_only=True, slots=True)
class DroppedCap:
    """A cap of a profile's base whose indicator the profile does not hold; group None is the root."""

    group: str | None
    indicator: str


@dataclass(frozen=True, kw_only=True, eq=False)
class Framework:
    """One version of a standard, with parts joined and, for a profile, everything borrowed in place.

    Equal only to itself, so that what is worked out for it can be kept beside it.
    """

    definition: Definition
    #: The resolved definition as plain data, in canonical shape; what `digest` covers.
    data: Mapping[str, Data]
    #: "sha256:" and 64 hexadecimal digits over the canonical JSON (RFC 8785) of `data`.
    digest: str
    dropped_caps: tuple[DroppedCap, ...] = ()

    @property
    def id(self) -> str:
        """The permanent name."""
        return self.definition.id

    @property
    def version(self) -> str:
        """MAJOR.MINOR.PATCH."""
        return self.definition.version

    @property
    def reference(self) -> str:
        """Id and exact version, such as "sepm@3.0.0"."""
        return f"{self.definition.id}@{self.definition.version}"

    @property
    def submission_reference(self) -> str:
        """What a submission names as its framework: for a profile, the base."""
        return self.definition.based_on or self.reference

    @property
    def title(self) -> str:
        """One line for readers."""
        return self.definition.title

    @property
    def levels(self) -> tuple[str, ...]:
        """Names of the levels of the tree, the indicator's last."""
        return self.definition.levels or ()

    @property
    def top(self) -> tuple[Group, ...] | tuple[Indicator, ...]:
        """What stands directly below the root."""
        return self.definition.groups or self.definition.indicators or ()

    @property
    def root_caps(self) -> tuple[Cap, ...]:
        """Caps on the overall score."""
        return (self.definition.scoring.caps if self.definition.scoring else None) or ()

    @property
    def has_overall(self) -> bool:
        """Whether one total is published."""
        return self.definition.scoring is None or self.definition.scoring.overall is not False

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        """The facts by id, in the order they are asked."""
        return {fact.id: fact for fact in self.definition.facts or ()}

    @cached_property
    def positions(self) -> Mapping[str, Position]:
        """Every indicator by id, depth first in declared order."""
        return {position.indicator.id: position for position in _positions(self.top, ())}

    @cached_property
    def indicators(self) -> Mapping[str, Indicator]:
        """Every indicator by id, depth first in declared order."""
        return {id_: position.indicator for id_, position in self.positions.items()}

    @cached_property
    def groups(self) -> Mapping[str, tuple[Group, ...]]:
        """Every group by id, depth first in declared order, with the groups around it: outermost first, itself last."""
        return {path[-1].id: path for path in _group_paths(self.top, ())}

    @cached_property
    def nodes(self) -> tuple[Group | Indicator, ...]:
        """Every group, then every indicator, both depth first in declared order; they alone have codes."""
        return (*(path[-1] for path in self.groups.values()), *self.indicators.values())

    def node(self, id_: str) -> Group | Indicator | None:
        """Return a group or an indicator by its id; None where neither has it."""
        return self.groups[id_][-1] if id_ in self.groups else self.indicators.get(id_)

    @cached_property
    def gating_facts(self) -> frozenset[str]:
        """Facts on which it depends whether something is asked or due; they can be blank in a draft, but never not measured."""
        read = frozenset[str]().union(*(condition.facts() for position in self.positions.values() for condition in position.conditions))
        return read | {self.definition.clock} if self.definition.clock else read

    def options(self, indicator: Indicator) -> tuple[Option, ...]:
        """Return the options of a scale or a choice; empty for other kinds of answer."""
        if indicator.answer.scale is not None:
            return (self.definition.scales or {}).get(indicator.answer.scale, ())
        return indicator.answer.choice.options if indicator.answer.choice else ()

    def id_of(self, name: str) -> str | None:
        """Return the id of the group, indicator or fact that somebody means by an id or a code, in any case; None where there is none."""
        asked = name.casefold()
        if asked in self.groups or asked in self.indicators or asked in self.facts:
            return asked
        return next((node.id for node in self.nodes if node.code.casefold() == asked), None)

    def is_scored(self, indicator: Indicator) -> bool:
        """Tell whether an indicator can count in the score."""
        return indicator.scored is not False and not indicator.trial and self.can_earn(indicator)

    def can_earn(self, indicator: Indicator) -> bool:
        """Tell whether the answer of an indicator earns points at all."""
        answer = indicator.answer
        if answer.figure is not None:
            return bool(answer.figure.steps or answer.figure.line or answer.figure.cases)
        if answer.checklist is not None:
            return answer.checklist.points is not None
        return any(option.points is not None for option in self.options(indicator))


def _positions(nodes: tuple[Group, ...] | tuple[Indicator, ...], above: tuple[Group, ...]) -> Iterator[Position]:
    for node in nodes:
        if isinstance(node, Indicator):
            yield Position(indicator=node, groups=above)
        else:
            yield from _positions(node.children, (*above, node))


def _group_paths(nodes: tuple[Group, ...] | tuple[Indicator, ...], above: tuple[Group, ...]) -> Iterator[tuple[Group, ...]]:
    for node in nodes:
        if isinstance(node, Group):
            yield (*above, node)
            yield from _group_paths(node.children, (*above, node))
