"""How a framework is written: a tree of groups whose leaves are indicators, with its scales, facts and scoring.

Field by field the shapes of `schemas/framework.schema.json`; `framework.py` is what the rest of the program works with.
"""

from collections.abc import Mapping
from typing import Annotated, Literal

from annotated_types import Ge, Gt, Le, MaxLen, MinLen

from spregistry.model.answer_kind import AnswerKind, Options
from spregistry.model.condition import Condition
from spregistry.model.fact import Fact, QualityCheck
from spregistry.model.shapes import (
    Code,
    Format,
    Id,
    Language,
    Maybe,
    Only,
    PartName,
    Percent,
    Points,
    Prose,
    Reference,
    Some,
    Table,
    Title,
    Unique,
    Version,
    Weight,
    Whole,
    exactly_one,
    shape,
)


@shape
class Named:
    """An id with what people read: a function, a tag, a segment, a heading of facts."""

    id: Id
    title: Title


@shape
class CountRow:
    """From this many children that count, the group earns these points."""

    from_: Annotated[Whole, Ge(1), Le(10000)]
    points: Points


@shape
class Count:
    """A group's points by the number of children that reach a level."""

    level: Annotated[float, Gt(0), Le(1)]
    table: Some[CountRow]


@shape
class CountAggregate:
    """The aggregate that counts, with its table."""

    count: Count


Aggregate = Literal["mean", "points", "min"] | CountAggregate


@shape
class Cap:
    """An indicator so important that nothing else in its group can offset it."""

    indicator: Id
    below: Annotated[float, Gt(0), Le(1)]
    to: Percent
    reason: Prose


@shape
class Supersession:
    """An element of the previous version that this one continues."""

    id: Id
    relation: Literal["same", "wider", "narrower", "split", "merge"]
    since: Maybe[Version] = None
    values: Maybe[Table[Id]] = None


Supersedes = Annotated[tuple[Id | Supersession, ...], MinLen(1)]


def _in_full(entries: Supersedes | None) -> tuple[Supersession, ...]:
    return tuple(Supersession(id=entry, relation="same") if isinstance(entry, str) else entry for entry in entries or ())


DueFromMonth = Annotated[Whole, Ge(0), Le(1200)]


@shape
class Indicator:
    """One observable practice or figure: a leaf of the tree."""

    id: Id
    code: Code
    title: Title
    question: Prose
    answer: AnswerKind
    questions: Maybe[Table[Prose]] = None
    rubric: Maybe[Table[Prose]] = None
    reading: Maybe[Prose] = None
    guidance: Maybe[Prose] = None
    evidence: Maybe[Some[Title]] = None
    function: Maybe[Id] = None
    verify_with: Maybe[Some[Title]] = None
    may_be_na: Maybe[Only | Unique[Title]] = None
    weight: Maybe[Weight] = None
    scored: Maybe[bool] = None
    optional: Maybe[bool] = None
    trial: Maybe[bool] = None
    applies_when: Maybe[Condition] = None
    due_from_month: Maybe[DueFromMonth] = None
    asked_of: Maybe[Unique[Id]] = None
    tags: Maybe[Unique[Id]] = None
    supersedes: Maybe[Supersedes] = None
    new: Maybe[Prose] = None

    @property
    def required(self) -> bool:
        """Whether a final submission needs it, once it applies and is due."""
        return not self.optional and not self.trial

    @property
    def predecessors(self) -> tuple[Supersession, ...]:
        """What it continues of the previous version; a bare id under `supersedes` means the same."""
        return _in_full(self.supersedes)


@shape
class Use:
    """What a profile borrows from its base."""

    ids: Maybe[Unique[Id]] = None
    tags: Maybe[Unique[Id]] = None
    except_: Maybe[Unique[Id]] = None

    def __post_init__(self) -> None:
        """Something must be borrowed."""
        if self.ids is None and self.tags is None:
            raise ValueError("at least one of ids, tags is needed")


@shape
class Group:
    """A node of the tree, such as a dimension, a standard or a practice."""

    id: Id
    code: Code
    title: Title
    intro: Maybe[Prose] = None
    weight: Maybe[Weight] = None
    aggregate: Maybe[Aggregate] = None
    caps: Maybe[Some[Cap]] = None
    applies_when: Maybe[Condition] = None
    due_from_month: Maybe[DueFromMonth] = None
    asked_of: Maybe[Unique[Id]] = None
    supersedes: Maybe[Supersedes] = None
    new: Maybe[Prose] = None
    tags: Maybe[Unique[Id]] = None
    groups: Maybe[Annotated[tuple["Group", ...], MinLen(1), MaxLen(1000)]] = None
    indicators: Maybe[Annotated[tuple[Indicator, ...], MinLen(1), MaxLen(10000)]] = None
    use: Maybe[Use] = None

    def __post_init__(self) -> None:
        """A group holds one kind of thing."""
        exactly_one(self, ("groups", "indicators", "use"))

    @property
    def children(self) -> "tuple[Group, ...] | tuple[Indicator, ...]":
        """The groups or indicators directly inside, in declared order."""
        return self.groups or self.indicators or ()

    @property
    def predecessors(self) -> tuple[Supersession, ...]:
        """What it continues of the previous version; a bare id under `supersedes` means the same."""
        return _in_full(self.supersedes)


@shape
class Band:
    """A name for a range of published scores; it reaches to the next one."""

    id: Id
    from_: Percent
    label: Maybe[Title] = None


@shape
class Minimum:
    """What one group must reach for an award."""

    group: Id
    score: Percent


@shape
class Award:
    """Declared minimums that must all hold."""

    id: Id
    title: Title
    minimums: Some[Minimum]


@shape
class RespondentGroup:
    """A kind of stakeholder that answers."""

    id: Id
    title: Title
    min_respondents: Maybe[Annotated[Whole, Ge(1), Le(1_000_000)]] = None
    required: Maybe[bool] = None


@shape
class Withdrawal:
    """An element of the previous version that this one drops."""

    id: Id
    successors: Maybe[Unique[Id]] = None
    reason: Maybe[Prose] = None

    def __post_init__(self) -> None:
        """Nothing disappears without a word."""
        if self.successors is None and self.reason is None:
            raise ValueError("at least one of successors, reason is needed")


@shape
class Scoring:
    """How the root, the group of everything, is scored."""

    aggregate: Maybe[Aggregate] = None
    overall: Maybe[bool] = None
    caps: Maybe[Some[Cap]] = None


@shape
class Definition:
    """All of a framework as it is written: what the files hold."""

    format: Format
    id: Id
    version: Version
    title: Title
    language: Language
    licence: Title
    previous: Maybe[Reference] = None
    based_on: Maybe[Reference] = None
    notice: Maybe[Prose] = None
    levels: Maybe[Annotated[Unique[Id], MinLen(2), MaxLen(8)]] = None
    scoring: Maybe[Scoring] = None
    scales: Maybe[Mapping[Id, Options]] = None
    functions: Maybe[Some[Named]] = None
    tags: Maybe[Some[Named]] = None
    segments: Maybe[Some[Named]] = None
    fact_groups: Maybe[Some[Named]] = None
    facts: Maybe[tuple[Fact, ...]] = None
    quality_checks: Maybe[tuple[QualityCheck, ...]] = None
    bands: Maybe[Some[Band]] = None
    awards: Maybe[Some[Award]] = None
    respondent_groups: Maybe[Some[RespondentGroup]] = None
    clock: Maybe[Id] = None
    withdrawn: Maybe[Some[Withdrawal]] = None
    parts: Maybe[Annotated[Unique[PartName], MaxLen(100)]] = None
    groups: Maybe[Annotated[tuple[Group, ...], MinLen(1), MaxLen(1000)]] = None
    indicators: Maybe[Annotated[tuple[Indicator, ...], MinLen(1), MaxLen(10000)]] = None
    use: Maybe[Use] = None

    def __post_init__(self) -> None:
        """A profile borrows; anything else stands on its own."""
        if self.based_on is not None:
            exactly_one(self, ("use", "parts", "groups", "indicators"))
            return
        exactly_one(self, ("parts", "groups", "indicators"))
        if self.use is not None or self.levels is None:
            raise ValueError("use belongs to a profile; a framework that is none names its levels")
