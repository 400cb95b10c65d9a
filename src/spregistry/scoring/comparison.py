"""Compares scorecards of one institution over time; only what was scored on the same wording is compared in numbers."""

from collections.abc import Sequence

from spregistry.model.comparison import Line
from spregistry.model.scorecard import Scorecard


def in_order(scorecards: Sequence[Scorecard]) -> list[Scorecard]:
    """Return scorecards by the end of their period; those without one stay where they are, first."""
    return sorted(scorecards, key=lambda scorecard: str((scorecard.submission.get("period") or {}).get("end", "")))


def compare(scorecards: Sequence[Scorecard]) -> list[Line]:
    """Return the whole and every group over scorecards that were scored on the same framework version and profile."""
    first = scorecards[0]
    lines = [Line(group=None, code="", title="Overall", level="", measures=tuple(scorecard.overall for scorecard in scorecards))]
    for at, group in enumerate(first.groups):
        measures = tuple(scorecard.groups[at].measures for scorecard in scorecards)
        lines.append(Line(group=group.id, code=group.code, title=group.title, level=group.level, measures=measures))
    return lines
