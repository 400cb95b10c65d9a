"""The conformance vectors of a release: submissions to exactly this version, and the numbers that every implementation must publish for them.

They are made by the engine that releases the version, and scored again by every later one that verifies it, so that a score can never
change silently. The vectors under `tests/conformance` are worked out by hand; they show the rules, these hold on to a version.
"""

import random
from collections.abc import Iterator, Mapping
from typing import Any

from spregistry.errors import SpregistryError
from spregistry.evolve.proving.generated import complete_submission, random_submission
from spregistry.model.document import Document
from spregistry.model.framework import Framework
from spregistry.model.scorecard import Scorecard
from spregistry.scoring.scorecards import score
from spregistry.version import ENGINE

Data = dict[str, Any]

#: How many vectors a release has, half of them complete submissions.
COUNT = 12
#: How many submissions are drawn at most, because one in which facts contradict each other cannot be scored.
_DRAWN = 200


def vectors(framework: Framework, base: Framework) -> Data:
    """Return the vectors of a version; always the same for one framework.

    Args:
        framework: The version, which may be a profile.
        base: What submissions name: the base of a profile, else the version itself.
    """
    found = [*_vectors(framework, base)]
    return {"format": 1, "framework": framework.reference, "digest": framework.digest, "engine": ENGINE, "vectors": found}


def _vectors(framework: Framework, base: Framework) -> Iterator[Data]:
    rng = random.Random(framework.digest)  # noqa: S311  # repeatable, not secret
    left = COUNT
    for at in range(_DRAWN):
        if not left:
            return
        submission = (complete_submission if at % 2 else random_submission)(framework, rng)
        scored = rescored(framework, base, submission)
        if scored is not None:
            left -= 1
            kind = "A complete submission" if at % 2 else "A draft"
            yield {"description": f"{kind}, drawn at random.", "submission": submission, "expected": scored}


def rescored(framework: Framework, base: Framework, submission: Mapping[str, Any]) -> Data | None:
    """Return what the present engine publishes for a submission, in the shape of `expected` of a vector; None where it cannot be scored."""
    profile = framework if framework is not base else None
    try:
        return expected(score(base, Document(data=submission), profile))
    except SpregistryError:
        return None


def expected(scorecard: Scorecard) -> Data:
    """Return all numbers of a scorecard, as a vector expects them."""
    explanation = scorecard.explanation
    keys = ("points", "best", "gain")
    return {
        "overall": scorecard.overall._asdict() if scorecard.overall else None,
        "groups": {group.id: group.measures._asdict() for group in scorecard.groups},
        "indicators": {
            found.id: {"state": found.state.label, **{key: getattr(found, key) for key in keys}} for found in explanation.indicators
        },
        "caps": {
            id_ or "": [{"indicator": cap.indicator, "bites": cap.bites} for cap in calculation.caps]
            for id_, calculation in explanation.calculations.items()
            if calculation.caps
        },
        "awards": {
            award.id: {"held": award.held, "outcomes": {minimum.group: minimum.outcome for minimum in award.minimums}}
            for award in scorecard.awards
        },
    }
