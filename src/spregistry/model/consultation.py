"""How a version was consulted on and decided, as it is written down; it counts organisations and names no person.

Field by field the shapes of `schemas/consultation.schema.json`. Dates are text, YYYY-MM-DD, whose days the rules have looked at.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal, NamedTuple

from annotated_types import Ge, Gt, Le, MaxLen, MinLen

from spregistry.model.shapes import Date, Digest, ElementKey, Format, Id, Maybe, Only, Prose, Reference, Title, Unique, Whole, shape

Disposition = Literal["accepted", "partly", "rejected", "out-of-scope", "deferred"]
DISPOSITIONS: tuple[Disposition, ...] = ("accepted", "partly", "rejected", "out-of-scope", "deferred")
DocumentKind = Literal["terms-of-reference", "public-summary", "synopsis", "final-draft", "minutes", "other"]
Outcome = Literal["approved", "returned", "rejected"]

Count = Annotated[Whole, Ge(0), Le(1_000_000)]
RoundNumber = Annotated[Whole, Ge(1), Le(20)]


@shape
class RequiredGroup:
    """A group of stakeholders that must be heard: organisations to contact, and responses to have, at least."""

    id: Id
    contacted: Count
    responded: Maybe[Count] = None


@shape
class Policy:
    """What a consultation must have before its version is released; what is absent is not demanded."""

    title: Title
    about: Maybe[Prose] = None
    from_step: Maybe[Literal["patch", "minor", "major"]] = None
    rounds: Maybe[Annotated[tuple[Annotated[Whole, Ge(1), Le(1000)], ...], MinLen(1), MaxLen(20)]] = None
    groups: Maybe[Annotated[tuple[RequiredGroup, ...], MinLen(1), MaxLen(200)]] = None
    every_group_contacted: Maybe[Only] = None
    #: Largest share of one category among the members of the deciding body.
    balance: Maybe[Annotated[float, Gt(0), Le(1)]] = None
    every_comment_answered: Maybe[Only] = None
    decision: Maybe[Only] = None
    terms_before_drafting: Maybe[Only] = None
    summary_before_drafting: Maybe[Only] = None
    synopsis_before_decision: Maybe[Only] = None
    final_draft_before_decision: Maybe[Only] = None
    changes_follow_comments: Maybe[Only] = None
    complaints_contact: Maybe[Only] = None
    review_years: Maybe[Annotated[Whole, Ge(1), Le(50)]] = None
    statement: Maybe[Only] = None


@shape
class Listed:
    """A group of stakeholders, or a region, with what people read."""

    id: Id
    title: Title


@shape
class Publication:
    """A document that was published along the way."""

    kind: DocumentKind
    title: Title
    on: Date
    address: Maybe[Title] = None


@shape
class Round:
    """A round of public consultation, first and last day included."""

    number: RoundNumber
    start: Date
    end: Date
    #: Digest of the draft that is commented on.
    draft: Maybe[Digest] = None

    @property
    def days(self) -> int:
        """How many days it is open."""
        return (date.fromisoformat(self.end) - date.fromisoformat(self.start)).days + 1


@shape
class Stakeholders:
    """Organisations of one group, and of one region where they are counted so."""

    group: Id
    contacted: Count
    responded: Count
    region: Maybe[Id] = None


@shape
class Answer:
    """What became of a comment."""

    disposition: Disposition
    reason: Prose
    by: Title
    on: Date
    #: What was changed for it: an element, or an element, a slash and the field.
    changes: Maybe[Annotated[Unique[ElementKey], MaxLen(100)]] = None


@shape
class Comment:
    """One comment on a draft, in the words of a summary."""

    id: Id
    round: RoundNumber
    element: ElementKey
    group: Id
    summary: Prose
    draft: Maybe[Digest] = None
    region: Maybe[Id] = None
    on: Maybe[Date] = None
    answer: Maybe[Answer] = None


@shape
class Votes:
    """How the members of a body voted."""

    for_: Count
    against: Count
    abstain: Count


@shape
class Decision:
    """What the deciding body decided; `members` counts them by category of interest."""

    on: Date
    body: Title
    members: Annotated[Mapping[Id, Count], MinLen(1)]
    votes: Votes
    outcome: Outcome
    statement: Maybe[Prose] = None


class Listing(NamedTuple):
    """What a record lists, by what people may call it."""

    #: Ids of groups, and of regions, by id and by title in small letters.
    groups: Mapping[str, str]
    regions: Mapping[str, str]
    #: Of two with one number, the first.
    rounds: Mapping[int, Round]

    def round(self, said: str) -> int | None:
        """Return the number of a round as it is written; None where no such round is listed."""
        number = int(said[:9]) if said.isascii() and said.isdigit() else None
        return number if number in self.rounds else None


def _names(listed: tuple[Listed, ...] | None) -> dict[str, str]:
    return {each.title.casefold(): each.id for each in listed or ()} | {each.id: each.id for each in listed or ()}


@shape
class Consultation:
    """The record of one version's consultation."""

    format: Format
    framework: Reference
    policy: Id | Policy
    example: Maybe[Only] = None
    statement: Maybe[Prose] = None
    complaints_contact: Maybe[Title] = None
    drafting_from: Maybe[Date] = None
    groups: Maybe[Annotated[tuple[Listed, ...], MinLen(1), MaxLen(200)]] = None
    regions: Maybe[Annotated[tuple[Listed, ...], MinLen(1), MaxLen(200)]] = None
    documents: Maybe[Annotated[tuple[Publication, ...], MinLen(1), MaxLen(200)]] = None
    rounds: Maybe[Annotated[tuple[Round, ...], MinLen(1), MaxLen(20)]] = None
    stakeholders: Maybe[Annotated[tuple[Stakeholders, ...], MinLen(1), MaxLen(2000)]] = None
    comments: Maybe[Annotated[tuple[Comment, ...], MaxLen(50_000)]] = None
    decisions: Maybe[Annotated[tuple[Decision, ...], MinLen(1), MaxLen(50)]] = None

    @property
    def unanswered(self) -> tuple[Comment, ...]:
        """Comments without an answer."""
        return tuple(comment for comment in self.comments or () if comment.answer is None)

    @property
    def approval(self) -> Decision | None:
        """The last decision, where it approves."""
        last = self.decisions[-1] if self.decisions else None
        return last if last is not None and last.outcome == "approved" else None

    @property
    def listing(self) -> Listing:
        """The groups, regions and rounds that can be named."""
        rounds = {int(each.number): each for each in reversed(self.rounds or ())}
        return Listing(_names(self.groups), _names(self.regions), rounds)

    def title_of(self, group: str) -> str:
        """Return what a group of stakeholders is called; its id where it is not listed."""
        return next((listed.title for listed in self.groups or () if listed.id == group), group)

    def coverage(self) -> tuple["Coverage", ...]:
        """Return how far each group was heard, all regions together, in the order in which groups are listed."""
        return tuple(_coverage(self, group.id, group.title) for group in self.groups or ())


@dataclass(frozen=True, kw_only=True, slots=True)
class Coverage:
    """How far one group of stakeholders was heard."""

    group: str
    title: str
    contacted: int
    responded: int
    comments: int

    @property
    def silent(self) -> bool:
        """Whether nobody of the group was heard."""
        return self.responded == 0 and self.comments == 0

    @property
    def share(self) -> float | None:
        """Which share of those contacted responded; None where nobody was."""
        return self.responded / self.contacted if self.contacted else None


def _coverage(consultation: Consultation, group: str, title: str) -> Coverage:
    rows = [row for row in consultation.stakeholders or () if row.group == group]
    return Coverage(
        group=group,
        title=title,
        contacted=sum(int(row.contacted) for row in rows),
        responded=sum(int(row.responded) for row in rows),
        comments=sum(comment.group == group for comment in consultation.comments or ()),
    )
