"""How an indicator is answered, and how an answer earns points: options, checklists, figures and their formulas."""

from collections.abc import Sequence
from typing import Annotated, Literal

from annotated_types import Ge, Le, MaxLen, MinLen

from spregistry.model.condition import Condition
from spregistry.model.shapes import Id, Maybe, Number, Only, Points, Sum, Title, Whole, at_most_one, exactly_one, shape


@shape
class Option:
    """One possible answer of a scale or a choice."""

    value: Id
    label: Title
    points: Maybe[Points] = None
    excluded: Maybe[Only] = None
    free_text: Maybe[bool] = None

    def __post_init__(self) -> None:
        """An option that leaves the score cannot earn points as well."""
        at_most_one(self, ("points", "excluded"))


Options = Annotated[tuple[Option, ...], MinLen(2), MaxLen(200)]


@shape
class Step:
    """From this value on, these points."""

    from_: Number
    points: Points


@shape
class Line:
    """0 points at one value, 1 at another, straight between."""

    zero_at: Number
    full_at: Number


Steps = Annotated[tuple[Step, ...], MinLen(1), MaxLen(50)]


@shape
class Case:
    """A formula that holds where its condition does."""

    when: Maybe[Condition] = None
    steps: Maybe[Steps] = None
    line: Maybe[Line] = None

    def __post_init__(self) -> None:
        """A case has one formula."""
        exactly_one(self, ("steps", "line"))


Cases = Annotated[tuple[Case, ...], MinLen(1), MaxLen(300)]


def holds_always(conditions: Sequence[object | None]) -> bool:
    """Tell whether a formula by cases is one formula: its only case has no condition, so there is nothing that it would be otherwise to.

    Args:
        conditions: The `when` of each case, None where it has none.
    """
    return [*conditions] == [None]


@shape
class ChecklistItem:
    """Something to tick; items of one group count once together."""

    id: Id
    label: Title
    group: Maybe[Id] = None


@shape
class Checklist:
    """The value is the list of ticked ids; an empty list is an answer."""

    items: Annotated[tuple[ChecklistItem, ...], MinLen(1), MaxLen(100)]
    points: Maybe[Literal["share"] | Annotated[tuple[Points, ...], MinLen(2), MaxLen(101)]] = None


@shape
class NumberSchema:
    """The values a figure may have."""

    type: Literal["integer", "number"]
    minimum: Maybe[Number] = None
    maximum: Maybe[Number] = None
    exclusive_minimum: Maybe[Number] = None
    exclusive_maximum: Maybe[Number] = None


@shape
class NumberAnswer:
    """A figure that the institution types; unscored without a formula."""

    schema: NumberSchema
    unit: Maybe[Id] = None
    steps: Maybe[Steps] = None
    line: Maybe[Line] = None
    cases: Maybe[Cases] = None

    def __post_init__(self) -> None:
        """A figure is scored in one way."""
        at_most_one(self, ("steps", "line", "cases"))


@shape
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
        at_most_one(self, ("steps", "line", "cases"))


@shape
class Choice:
    """Options of the indicator's own; unscored where none has points."""

    options: Options


@shape
class TextAnswer:
    """Free text, unscored."""

    max_length: Maybe[Annotated[Whole, Ge(1), Le(20000)]] = None


@shape
class DateAnswer:
    """A calendar date, unscored."""


ANSWER_KINDS = ("scale", "checklist", "number", "ratio", "choice", "text", "date")


@shape
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
        exactly_one(self, ANSWER_KINDS)

    @property
    def name(self) -> str:
        """Which of the kinds this is, such as "scale"."""
        return next(name for name in ANSWER_KINDS if getattr(self, name) is not None)

    @property
    def figure(self) -> NumberAnswer | RatioAnswer | None:
        """The number or ratio, where the answer is one."""
        return self.number or self.ratio
