"""How a framework is written: a tree of groups whose leaves are indicators, with its scales, facts and scoring.

Field by field the shapes of `schemas/framework.schema.json`; `framework.py` is what the rest of the program works with.
"""

from collections.abc import Mapping
from typing import Annotated, Literal

from annotated_types import Ge, Gt, Le, MaxLen, MinLen

from spregistry.model.condition import Condition
from spregistry.model.shapes import (
    Code,
    Format,
    Id,
    Language,
    Maybe,
    Number,
    Only,
    PartName,
    Percent,
    Points,
    Prose,
    Reference,
    Some,
    Sum,
    Table,
    Term,
    Title,
    Unique,
    Version,
    Weight,
    Whole,
    shape,
)


def _exactly_one(owner: object, names: tuple[str, ...]) -> None:
    if sum(getattr(owner, name) is not None for name in names) != 1:
        raise ValueError("exactly one of " + ", ".join(names) + " is needed")


def _at_most_one(owner: object, names: tuple[str, ...]) -> None:
    if sum(getattr(owner, name) is not None for name in names) > 1:
        raise ValueError("at most one of " + ", ".join(names) + " is possible")


@shape()
class Named:
    """An id with what people read: a function, a tag, a segment, a heading of facts."""

    id: Id
    title: Title


@shape()
class Option:
    """One possible answer of a scale or a choice."""

    value: Id
    label: Title
    points: Maybe[Points] = None
    excluded: Maybe[Only] = None
    free_text: Maybe[bool] = None

    def __post_init__(self) -> None:
        """An option that leaves the score cannot earn points as well."""
        _at_most_one(self, ("points", "excluded"))


Options = Annotated[tuple[Option, ...], MinLen(2), MaxLen(200)]


@shape()
class FactSchema:
    """The values a fact may have: a closed part of JSON Schema."""

    type: Literal["integer", "number", "boolean", "string"]
    format: Maybe[Literal["date"]] = None
    minimum: Maybe[Number] = None
    maximum: Maybe[Number] = None
    exclusive_minimum: Maybe[Number] = None
    exclusive_maximum: Maybe[Number] = None
    min_length: Maybe[Annotated[Whole, Ge(0), Le(10000)]] = None
    max_length: Maybe[Annotated[Whole, Ge(1), Le(10000)]] = None


@shape()
class Fact:
    """Something the institution reports about itself, once."""

    id: Id
    title: Title
    group: Maybe[Id] = None
    question: Maybe[Prose] = None
    guidance: Maybe[Prose] = None
    unit: Maybe[Id] = None
    kind: Maybe[Literal["stock", "flow"]] = None
    segments: Maybe[Unique[Id]] = None
    schema: Maybe[FactSchema] = None
    choices: Maybe[Options] = None
    multiple: Maybe[bool] = None

    def __post_init__(self) -> None:
        """A fact is either measured or chosen."""
        _exactly_one(self, ("schema", "choices"))

    @property
    def numeric(self) -> bool:
        """Whether the fact can be calculated with."""
        return self.schema is not None and self.schema.type in ("integer", "number")

    @property
    def is_date(self) -> bool:
        """Whether the fact is a calendar date."""
        return self.schema is not None and self.schema.format == "date"


Operand = Term | Sum


@shape()
class AddsUp:
    """Parts must add up to the whole, within a fraction of it."""

    parts: Sum
    whole: Term
    tolerance: Maybe[Points] = None


@shape()
class Between:
    """A ratio, or a sum where there is no denominator, must lie in a range; both ends included."""

    numerator: Sum
    denominator: Maybe[Sum] = None
    from_: Maybe[Number] = None
    to: Maybe[Number] = None

    def __post_init__(self) -> None:
        """A range without an end would accept anything."""
        if self.from_ is None and self.to is None:
            raise ValueError("at least one of from, to is needed")


@shape()
class QualityCheck:
    """A contradiction between facts that a submission must not contain."""

    id: Id
    severity: Literal["error", "warning"]
    message: Prose
    at_most: Maybe[Annotated[tuple[Operand, ...], MinLen(2), MaxLen(2)]] = None
    adds_up: Maybe[AddsUp] = None
    between: Maybe[Between] = None
    ordered: Maybe[Annotated[tuple[Term, ...], MinLen(2), MaxLen(10)]] = None

    def __post_init__(self) -> None:
        """A check is of one kind."""
        _exactly_one(self, ("at_most", "adds_up", "between", "ordered"))


@shape()
class CountRow:
    """From this many children that count, the group earns these points."""

    from_: Annotated[Whole, Ge(1), Le(10000)]
    points: Points


@shape()
class Count:
    """A group's points by the number of children that reach a level."""

    level: Points
    table: Some[CountRow]


@shape()
class CountAggregate:
    """The aggregate that counts, with its table."""

    count: Count


Aggregate = Literal["mean", "points", "min"] | CountAggregate


@shape()
class Cap:
    """An indicator so important that nothing else in its group can offset it."""

    indicator: Id
    below: Annotated[float, Gt(0), Le(1)]
    to: Percent
    reason: Prose


@shape()
class Step:
    """From this value on, these points."""

    from_: Number
    points: Points


@shape()
class Line:
    """0 points at one value, 1 at another, straight between."""

    zero_at: Number
    full_at: Number


Steps = Annotated[tuple[Step, ...], MinLen(1), MaxLen(50)]


@shape()
class Case:
    """A formula that holds where its condition does."""

    when: Maybe[Condition] = None
    steps: Maybe[Steps] = None
    line: Maybe[Line] = None

    def __post_init__(self) -> None:
        """A case has one formula."""
        _exactly_one(self, ("steps", "line"))


Cases = Annotated[tuple[Case, ...], MinLen(1), MaxLen(300)]


@shape()
class ChecklistItem:
    """Something to tick; items of one group count once together."""

    id: Id
    label: Title
    group: Maybe[Id] = None


@shape()
class Checklist:
    """The value is the list of ticked ids; an empty list is an answer."""

    items: Annotated[tuple[ChecklistItem, ...], MinLen(1), MaxLen(100)]
    points: Maybe[Literal["share"] | Annotated[tuple[Points, ...], MinLen(2), MaxLen(101)]] = None


@shape()
class NumberSchema:
    """The values a figure may have."""

    type: Literal["integer", "number"]
    minimum: Maybe[Number] = None
    maximum: Maybe[Number] = None
    exclusive_minimum: Maybe[Number] = None
    exclusive_maximum: Maybe[Number] = None


@shape()
class NumberAnswer:
    """A figure that the institution types; unscored without a formula."""

    schema: NumberSchema
    unit: Maybe[Id] = None
    steps: Maybe[Steps] = None
    line: Maybe[Line] = None
    cases: Maybe[Cases] = None

    def __post_init__(self) -> None:
        """A figure is scored in one way."""
        _at_most_one(self, ("steps", "line", "cases"))


@shape()
class RatioAnswer:
    """A figure computed from facts; unscored without a formula."""

    numerator: Sum
    denominator: Sum
    unit: Maybe[Id] = None
    steps: Maybe[Steps] = None
    line: Maybe[Line] = None
    cases: Maybe[Cases] = None

    def __post_init__(self) -> None:
        """A figure is scored in one way."""
        _at_most_one(self, ("steps", "line", "cases"))


@shape()
class Choice:
    """Options of the indicator's own; unscored where none has points."""

    options: Options


@shape()
class TextAnswer:
    """Free text, unscored."""

    max_length: Maybe[Annotated[Whole, Ge(1), Le(20000)]] = None


@shape()
class DateAnswer:
    """A calendar date, unscored."""


ANSWER_KINDS = ("scale", "checklist", "number", "ratio", "choice", "text", "date")


@shape()
class AnswerKind:
    """How an indicator is answered; exactly one of these is given."""

    scale: Maybe[Id] = None
    checklist: Maybe[Checklist] = None
    number: Maybe[NumberAnswer] = None
    ratio: Maybe[RatioAnswer] = None
    choice: Maybe[Choice] = None
    text: Maybe[TextAnswer] = None
    date: Maybe[DateAnswer] = None

    def __post_init__(self) -> None:
        """An indicator is answered in one way."""
        _exactly_one(self, ANSWER_KINDS)

    @property
    def name(self) -> str:
        """Which of the kinds this is, such as "scale"."""
        return next(name for name in ANSWER_KINDS if getattr(self, name) is not None)

    @property
    def figure(self) -> NumberAnswer | RatioAnswer | None:
        """The number or ratio, where the answer is one."""
        return self.number or self.ratio


@shape()
class Supersession:
    """An element of the previous version that this one continues."""

    id: Id
    relation: Literal["same", "wider", "narrower", "split", "merge"]
    since: Maybe[Version] = None
    values: Maybe[Table[Id]] = None


Supersedes = Annotated[tuple[Id | Supersession, ...], MinLen(1)]
DueFromMonth = Annotated[Whole, Ge(0), Le(1200)]


@shape()
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


@shape()
class Use:
    """What a profile borrows from its base."""

    ids: Maybe[Unique[Id]] = None
    tags: Maybe[Unique[Id]] = None
    except_: Maybe[Unique[Id]] = None

    def __post_init__(self) -> None:
        """Something must be borrowed."""
        if self.ids is None and self.tags is None:
            raise ValueError("at least one of ids, tags is needed")


@shape()
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
        _exactly_one(self, ("groups", "indicators", "use"))

    @property
    def children(self) -> "tuple[Group, ...] | tuple[Indicator, ...]":
        """The groups or indicators directly inside, in declared order."""
        return self.groups or self.indicators or ()


@shape()
class Band:
    """A name for a range of published scores; it reaches to the next one."""

    id: Id
    from_: Percent
    label: Maybe[Title] = None


@shape()
class Minimum:
    """What one group must reach for an award."""

    group: Id
    score: Percent


@shape()
class Award:
    """Declared minimums that must all hold."""

    id: Id
    title: Title
    minimums: Some[Minimum]


@shape()
class RespondentGroup:
    """A kind of stakeholder that answers."""

    id: Id
    title: Title
    min_respondents: Maybe[Annotated[Whole, Ge(1), Le(1_000_000)]] = None
    required: Maybe[bool] = None


@shape()
class Withdrawal:
    """An element of the previous version that this one drops."""

    id: Id
    successors: Maybe[Unique[Id]] = None
    reason: Maybe[Prose] = None

    def __post_init__(self) -> None:
        """Nothing disappears without a word."""
        if self.successors is None and self.reason is None:
            raise ValueError("at least one of successors, reason is needed")


@shape()
class Scoring:
    """How the root, the group of everything, is scored."""

    aggregate: Maybe[Aggregate] = None
    overall: Maybe[bool] = None
    caps: Maybe[Some[Cap]] = None


@shape()
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
            _exactly_one(self, ("use", "parts", "groups", "indicators"))
            return
        _exactly_one(self, ("parts", "groups", "indicators"))
        if self.use is not None or self.levels is None:
            raise ValueError("use belongs to a profile; a framework that is none names its levels")
