"""Compares scorecards of one institution over time; only what was scored on the same wording is compared in numbers."""

from collections.abc import Sequence

from spregistry.model.comparison import Line
from spregistry.model.framework import Framework
from spregistry.model.scorecard import Scorecard


def comparable(one: Framework, other: Framework) -> bool:
    """Tell whether scores on two frameworks may be compared: on the same version, or on editions of it that differ in wording only."""
    if one.reference == other.reference:
        return True
    # A later patch asks and scores the same by promise; a draft may still break it.
    same_version = (one.id, *one.version.split(".")[:2]) == (other.id, *other.version.split(".")[:2])
    return same_version and [*one.groups] == [*other.groups] and [*one.indicators] == [*other.indicators]


def in_order(scorecards: Sequence[Scorecard]) -> list[Scorecard]:
    """Return scorecards by the end of their period; those without one stay where they are, first."""
    return sorted(scorecards, key=lambda scorecard: str((scorecard.submission.get("period") or {}).get("end", "")))


def compare(scorecards: Sequence[Scorecard]) -> list[Line]:
    """Return the whole and every group over scorecards that were scored on comparable frameworks and the same profile."""
    first = scorecards[0]
    lines = [Line(group=None, code="", title="Overall", level="", measures=tuple(scorecard.overall for scorecard in scorecards))]
    for at, group in enumerate(first.groups):
        measures = tuple(scorecard.groups[at].measures for scorecard in scorecards)
        lines.append(Line(group=group.id, code=group.code, title=group.title, level=group.level, measures=measures))
    return lines
