"""Scores one submission: from what it says to a scorecard (scoring rules 1, 2, 6, 7 and 8)."""

from collections.abc import Callable
from functools import lru_cache, partial
from itertools import repeat
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import orjson

from spregistry.check.prepared import prepared
from spregistry.check.reading import Reading
from spregistry.check.submissions import examine
from spregistry.errors import InvalidSubmission
from spregistry.finding import Finding, ordered, unscorable
from spregistry.model.document import Document
from spregistry.model.framework import Framework
from spregistry.model.scorecard import AwardOutcome, GroupScore, Measures, MinimumOutcome, Published, Scorecard
from spregistry.model.state import State
from spregistry.scoring.engine import NOTHING, Hundredths, publish, run
from spregistry.scoring.explain import explain
from spregistry.scoring.plan import Floats, Plan, make_plan
from spregistry.version import ENGINE

_ANSWERED, _MISSING, _NOT_APPLICABLE = int(State.ANSWERED), int(State.MISSING), int(State.NOT_APPLICABLE)

_STATE_COLUMN = np.arange(6, dtype=np.uint8)[:, None]

plan_of = lru_cache(maxsize=64)(make_plan)


class Assessment(NamedTuple):
    """A scorecard with all findings of the submission, of which none forbids to score it."""

    scorecard: Scorecard
    findings: list[Finding]


def score(framework: Framework, document: Document, profile: Framework | None = None) -> Scorecard:
    """Score a submission.

    Args:
        framework: The version that the submission names.
        document: The submission.
        profile: A profile of exactly that version, to score its tree instead.

    Raises:
        InvalidSubmission: where the submission cannot be read as one; carries all findings.
    """
    return assess(framework, document, profile).scorecard


def assess(framework: Framework, document: Document, profile: Framework | None = None, named: Framework | None = None) -> Assessment:
    """Score a submission and return its findings beside it; see `score`.

    `named` is the profile that the submission names, for which it must be complete; where it is not given, `profile` may be it.

    Raises:
        ValueError: where the profile is not based on the framework.
        InvalidSubmission: as `score`.
    """
    if profile is not None and profile.definition.based_on != framework.reference:
        raise ValueError(f"{profile.reference} is no profile of {framework.reference}")
    examination = examine(framework, document, named or (profile if _named(document, profile) else None))
    if examination.reading is None or unscorable(examination.findings):
        raise InvalidSubmission(ordered(examination.findings))
    reading = examination.reading
    if profile is not None:
        reading = prepared(profile).questionnaire.read(document.data)
    return Assessment(_scorecard(framework, profile, document, reading), ordered(examination.findings))


def _named(document: Document, profile: Framework | None) -> bool:
    return profile is not None and isinstance(document.data, dict) and document.data.get("profile") == profile.reference


class Numbers(NamedTuple):
    """What the engine was given and gave for one submission: columns score, potential, documented, not applicable as zero."""

    states: npt.NDArray[np.uint8]
    #: 1.0 where an indicator counts.
    counted: Floats
    points: Floats
    values: Floats
    scored: Floats


def numbers(plan: Plan, reading: Reading) -> Numbers:
    """Score what a submission says: with what is missing at 0, at 1, and with only documented points."""
    states = np.frombuffer(reading.states, dtype=np.uint8)
    counted = plan.scored & (states <= _MISSING)
    points = np.empty((len(states), 4))
    points.T[:] = reading.points * counted
    points[:, 1] += counted & (states == _MISSING)
    points[:, 2] *= np.frombuffer(reading.evidence, dtype=np.uint8)
    columns = np.empty((len(states), 4))
    columns.T[:] = counted
    columns[:, 3] += plan.scored & (states == _NOT_APPLICABLE)
    return Numbers(states, columns, points, *run(plan, points, columns))


def _scorecard(framework: Framework, profile: Framework | None, document: Document, reading: Reading) -> Scorecard:
    scored_framework = profile or framework
    plan = plan_of(scored_framework)
    found = numbers(plan, reading)
    size = len(plan.indicators)
    published = publish(found.values[size:], found.scored[size:])
    measures = _measures(plan, found, published)
    return Scorecard(
        framework=framework,
        profile=profile,
        submission=document.data,
        snapshot=orjson.dumps(document.data),
        engine=ENGINE,
        overall=measures[-1] if scored_framework.has_overall else None,
        groups=tuple(map(GroupScore, *_labels(scored_framework), measures[:-1])),
        awards=_awards(scored_framework, published[:-1, 0]),
        explain=partial(
            explain, plan, prepared(scored_framework).questionnaire, document.data, reading, found.points, found.counted[:, :1]
        ),
    )


@lru_cache(maxsize=64)
def _labels(framework: Framework) -> tuple[tuple[str | None, ...], ...]:
    """Return ids, codes, titles, levels and parents of all groups."""
    rows = []
    for path in framework.groups.values():
        level = framework.levels[min(len(path), len(framework.levels)) - 1] if framework.levels else ""
        rows.append((path[-1].id, path[-1].code, path[-1].title, level, path[-2].id if len(path) > 1 else None))
    return tuple(zip(*rows, strict=True)) if rows else ((), (), (), (), ())


def _measures(plan: Plan, found: Numbers, published: Hundredths) -> list[Measures]:
    bands = band_names(plan.framework)(published)
    score, potential, documented, na_as_zero = map(_published, published.T)
    # One row per state, then what earned points, then what is documented; summed up to each indicator, so that groups are differences.
    kinds = np.zeros((8, len(plan.indicators) + 1), dtype=np.int32)
    np.equal(found.states, _STATE_COLUMN, out=kinds[:6, 1:], casting="unsafe")
    kinds[:6, 1:] *= plan.scored
    kinds[6, 1:] = found.points[:, 0] > 0.0
    kinds[7, 1:] = found.points[:, 2] > 0.0
    running = kinds.cumsum(axis=1)
    *counts, positive, evidenced = (running[:, plan.last] - running[:, plan.first]).tolist()
    coverage = [
        there / (there + missing) if there + missing else None for there, missing in zip(counts[_ANSWERED], counts[_MISSING], strict=True)
    ]
    evidence_coverage = [with_evidence / number if number else None for with_evidence, number in zip(evidenced, positive, strict=True)]
    return [*map(Measures, score, potential, bands, documented, na_as_zero, coverage, evidence_coverage, *counts)]


#: Published scores by hundredths; NOTHING, which is -1, finds the last entry.
_PUBLISHED: list[Published] = [*(number / 100 for number in range(10_001)), None]


def _published(hundredths: Hundredths) -> list[Published]:
    return [*map(_PUBLISHED.__getitem__, hundredths.tolist())]


@lru_cache(maxsize=64)
def band_names(framework: Framework) -> Callable[[Hundredths], list[str | None]]:
    """Return the function from columns score and potential, in hundredths, to the band that both fall into."""
    bands = framework.definition.bands or ()
    starts = np.array([to_hundredths(band.from_) for band in bands], dtype=np.int64)
    names: list[str | None] = [None, *(band.id for band in bands)]

    def band_of(published: Hundredths) -> list[str | None]:
        if not bands:
            return [*repeat(None, len(published))]
        low, high = (np.searchsorted(starts, published[:, column], side="right").tolist() for column in (0, 1))
        return [names[below] if below == above else None for below, above in zip(low, high, strict=True)]

    return band_of


def to_hundredths(score: float) -> int:
    """Return a score from 0 to 100 in whole hundredths, as bands, awards and differences are decided."""
    return int(score * 100 + 0.5)


def _awards(framework: Framework, published: Hundredths) -> tuple[AwardOutcome, ...]:
    if framework.definition.awards is None:
        return ()
    hundredths = dict(zip(framework.groups, published.tolist(), strict=True))
    outcomes = []
    for award in framework.definition.awards:
        minimums = tuple(_minimum(minimum.group, minimum.score, hundredths[minimum.group]) for minimum in award.minimums)
        reached = [minimum.outcome for minimum in minimums]
        outcomes.append(AwardOutcome(award.id, award.title, "not reached" not in reached and "reached" in reached, minimums))
    return tuple(outcomes)


def _minimum(group: str, needed: float, found: int) -> MinimumOutcome:
    if found == NOTHING:
        return MinimumOutcome(group, needed, None, "skipped")
    return MinimumOutcome(group, needed, found / 100, "reached" if found >= to_hundredths(needed) else "not reached")
