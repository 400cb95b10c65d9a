"""Facts: what an institution reports about itself, and the contradictions between facts that are looked for."""

from typing import Annotated, Literal

from annotated_types import Ge, Le, MaxLen, MinLen

from spregistry.model.answer_kind import Options
from spregistry.model.shapes import Id, Maybe, Number, Points, Prose, Sum, Term, Title, Unique, Whole, exactly_one, shape


@shape
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


@shape
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
        exactly_one(self, ("schema", "choices"))

    @property
    def numeric(self) -> bool:
        """Whether the fact can be calculated with."""
        return self.schema is not None and self.schema.type in ("integer", "number")

    @property
    def is_date(self) -> bool:
        """Whether the fact is a calendar date."""
        return self.schema is not None and self.schema.format == "date"


Operand = Term | Sum


@shape
class AddsUp:
    """Parts must add up to the whole, within a fraction of it."""

    parts: Sum
    whole: Term
    tolerance: Maybe[Points] = None


@shape
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


@shape
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
        exactly_one(self, ("at_most", "adds_up", "between", "ordered"))
