"""A scorecard: what was scored, the numbers, and how they came about. Shapes as in `schemas/scorecard.schema.json`."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, NamedTuple

from spregistry.model.canonical import digest
from spregistry.model.framework import DroppedCap, Framework
from spregistry.model.state import State

#: A published score from 0 to 100 with two decimals; None where nothing was scored.
Published = float | None


class Measures(NamedTuple):
    """The numbers of one group, or of the whole."""

    #: What is missing counts 0.
    score: Published
    #: What is missing counts 1.
    potential: Published
    #: Id of the band, only where score and potential share one.
    band: str | None
    #: Only points with evidence count.
    documented: Published
    #: Every not-applicable answer counts 0.
    na_as_zero: Published
    #: answered / (answered + missing)
    coverage: float | None
    #: answered with points and evidence / answered with points
    evidence_coverage: float | None
    answered: int
    missing: int
    not_applicable: int
    not_asked: int
    not_yet_due: int
    undefined: int


class GroupScore(NamedTuple):
    """A group of the tree with its numbers."""

    id: str
    code: str
    title: str
    level: str
    parent: str | None
    measures: Measures


class ChildShare(NamedTuple):
    """What a group, an indicator, contributes to the group that aggregates it."""

    id: str
    weight: float
    score: Published
    #: False where the child is left out.
    counted: bool


class CapBite(NamedTuple):
    """A cap that bites."""

    indicator: str
    to: float
    reason: str
    bites: Literal["score", "score and potential"]


class Calculation(NamedTuple):
    """How the score of a group came about."""

    aggregate: Literal["mean", "points", "min", "count"]
    children: tuple[ChildShare, ...]
    caps: tuple[CapBite, ...]
    #: What the group would score without its caps; None where none bites.
    uncapped: Published


class IndicatorScore(NamedTuple):
    """One indicator with what it earned and what it could."""

    id: str
    code: str
    title: str
    group: str | None
    scored: bool
    state: State
    reason: str | None
    #: The answer as given, or the computed figure.
    value: Any
    points: float | None
    #: The most points that an answer could earn here.
    best: float | None
    #: Published overall score with this indicator at its best, minus the present one.
    gain: float | None
    evidence: bool


class Explanation(NamedTuple):
    """How every number came about."""

    indicators: tuple[IndicatorScore, ...]
    #: By group id; None is the root.
    calculations: Mapping[str | None, Calculation]


class MinimumOutcome(NamedTuple):
    """Whether one minimum of an award is reached."""

    group: str
    needed: float
    score: Published
    outcome: Literal["reached", "not reached", "skipped"]


class AwardOutcome(NamedTuple):
    """Whether an award is held: all minimums reached, and not all of them skipped."""

    id: str
    title: str
    held: bool
    minimums: tuple[MinimumOutcome, ...]


class Stamp(NamedTuple):
    """What exactly was scored, by what."""

    framework: str
    framework_digest: str
    profile: str | None
    profile_digest: str | None
    engine: str
    submission_digest: str


@dataclass(frozen=True, kw_only=True, eq=False)
class Scorecard:
    """The result of scoring one submission on one framework, or on a profile of it.

    Stamp and explanation are worked out when first asked for; the explanation shows the submission's answers as they are then.
    """

    framework: Framework
    #: The profile that was scored, where it was one.
    profile: Framework | None
    #: The submission as plain data.
    submission: Mapping[str, Any] = field(repr=False)
    #: The submission as JSON, as it was when it was scored; what the stamp is about.
    snapshot: bytes = field(repr=False)
    engine: str
    overall: Measures | None
    groups: tuple[GroupScore, ...]
    awards: tuple[AwardOutcome, ...]
    explain: Callable[[], Explanation] = field(repr=False)

    @property
    def scored(self) -> Framework:
        """The framework whose tree was scored."""
        return self.profile or self.framework

    @property
    def dropped_caps(self) -> tuple[DroppedCap, ...]:
        """Caps of the base that the profile could not keep."""
        return self.scored.dropped_caps

    @cached_property
    def explanation(self) -> Explanation:
        """How every number came about, with the gain of every indicator."""
        return self.explain()

    @cached_property
    def stamp(self) -> Stamp:
        """What exactly was scored, by what."""
        return Stamp(
            framework=self.framework.reference,
            framework_digest=self.framework.digest,
            profile=self.profile.reference if self.profile else None,
            profile_digest=self.profile.digest if self.profile else None,
            engine=self.engine,
            submission_digest=digest(json.loads(self.snapshot)),
        )
