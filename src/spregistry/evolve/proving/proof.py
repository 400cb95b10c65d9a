"""Shows by the engine itself what the differences of two versions do: submissions that fare differently, or many that fare the same.

Rules say what a change does (`element_rules.py`); here every such claim is tried on submissions.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from itertools import chain, islice
from typing import Any

from spregistry.check.prepared import prepared
from spregistry.check.submissions import examine
from spregistry.errors import SpregistryError
from spregistry.evolve.comparing.sides import Side
from spregistry.evolve.proving.aimed import aimed_submissions
from spregistry.evolve.proving.generated import bare_submission, complete_submission, random_submission
from spregistry.evolve.proving.mended import mended
from spregistry.evolve.proving.undone import all_undone, bundles
from spregistry.load.frameworks import made_of
from spregistry.model.change import Change, Differences
from spregistry.model.document import Document
from spregistry.model.framework import Framework
from spregistry.model.scorecard import Measures
from spregistry.scoring.plan import make_plan
from spregistry.scoring.scorecards import assess

Submission = dict[str, Any]

#: How many submissions are tried on a pair of versions, and at most for each change before it is said to show nowhere.
TRIES = 90
#: What editors class; the program reads no words, so that no submission can show it.
_WORDS = ("reworded", "relabelled")
#: So many that show a change, and have errors without it, are mended before the first of them is taken as it is.
_MENDED = 12


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """How a submission fares: what is wrong with it, and every published number."""

    errors: frozenset[tuple[str, str | None, str]]
    #: By group id, None for the whole; empty where it cannot be scored.
    measures: Mapping[str | None, Measures] = field(default_factory=dict)
    awards: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Witness:
    """A submission that fares otherwise with a change than without it, and how."""

    submission: Submission
    before: Verdict
    after: Verdict
    #: Whether `before` is of the later version without the one change; else it is of the earlier version.
    without: bool


@dataclass(frozen=True, kw_only=True)
class Proof:
    """What trying showed."""

    #: Whether it is proved that every draft of the earlier version is admitted by the later; see `covers`.
    covers: bool
    #: How many submissions were tried on both versions, and the first that fared differently.
    tried: int
    differing: Witness | None
    #: For each score-significant or breaking change; None where no submission showed it.
    witnesses: tuple[tuple[Change, Witness | None], ...]


def judge(framework: Framework, submission: Submission) -> Verdict:
    """Return how a submission fares on a version; what it names as its framework does not matter."""
    profile = framework if framework.definition.based_on else None
    named: Submission = {"framework": framework.submission_reference}
    if profile is not None:  # what it does not borrow is for its base to judge, which is not at hand
        answers = {id_: said for id_, said in submission["answers"].items() if id_ in framework.indicators}
        named |= {"profile": framework.reference, "answers": answers}
    document = Document(data={**submission, **named})
    found = examine(framework, document, profile).findings
    errors = frozenset((finding.code, finding.element, finding.pointer) for finding in found if finding.severity == "error")
    try:
        card = assess(framework, document, named=profile).scorecard
    except SpregistryError:
        return Verdict(errors=errors)
    measures: dict[str | None, Measures] = {group.id: group.measures for group in card.groups}
    if card.overall is not None:
        measures[None] = card.overall
    return Verdict(errors=errors, measures=measures, awards={award.id: award.held for award in card.awards})


def fares_worse_or_otherwise(before: Verdict, after: Verdict) -> bool:
    """Tell whether an old submission that was right is wrong now, or any number of what both versions hold differs."""
    if after.errors - before.errors:
        return True
    if before.measures and (not after.measures or (None in before.measures) != (None in after.measures)):
        return True
    shared = before.measures.keys() & after.measures.keys()
    if any(_published(before.measures[id_]) != _published(after.measures[id_]) for id_ in shared):
        return True
    return any(after.awards.get(id_) != held for id_, held in before.awards.items())


def _published(measures: Measures) -> tuple[Any, ...]:
    return measures.score, measures.potential, measures.band, measures.documented


def prove(before: Framework, after: Framework, differences: Differences, tries: int = TRIES) -> Proof:
    """Try two versions on the same submissions, and every grave change by itself.

    Args:
        before: The earlier version.
        after: The later version.
        differences: What `diff` says of the two.
        tries: How many submissions to draw for the pair, and at most for each change.
    """
    differing = _clearest(_Trial(before, after, without=False), _drawn(before, tries))
    old, new = Side(before), Side(after)
    grave = [change for change in differences.changes if change.is_grave]
    shown: dict[int, Witness | None] = {}
    for bundle in bundles(grave):
        shown |= dict.fromkeys(map(id, bundle), witness_of(bundle, old, new, tries))
    return Proof(
        covers=covers(before, after),
        tried=tries,
        differing=differing,
        witnesses=tuple((change, shown[id(change)]) for change in grave),
    )


def covers(before: Framework, after: Framework) -> bool:
    """Tell whether jsonschema-rs proves that the later version admits, as drafts, all submissions of the earlier; "unknown" counts as no.

    What a final submission needs beyond that stands in conditions that the proof does not reach; trying does.
    """
    import jsonschema_rs

    if before.definition.based_on is not None and before.definition.based_on == after.definition.based_on:
        return True  # submissions of a profile are held against its base

    old, new = (jsonschema_rs.canonicalize(jsonschema_rs.dereference(_of_drafts(prepared(each).schema))) for each in (before, after))
    return str(new.covers(old)) == "yes"


def _of_drafts(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return a schema of submissions without what it asks of final ones, and that does not care which version they name."""
    named = {key: {"type": "string"} for key in ("framework", "profile") if key in schema["properties"]}
    properties = {**schema["properties"], **named}
    return {**{key: value for key, value in schema.items() if key not in ("$id", "allOf")}, "properties": properties}


def witness_of(changes: Sequence[Change], before: Side, after: Side, tries: int = TRIES) -> Witness | None:
    """Return a submission that fares otherwise with a change than it would without it, all other changes being made.

    One that has no errors without the change where there is one.

    Args:
        changes: The change, or those that go together; see `bundles`.
        before: The earlier version.
        after: The later version.
        tries: How many submissions to draw at most.
    """
    if changes[0].kind in _WORDS:
        return None
    start, end = framework_made_of(all_undone(changes, before, after)), after.framework
    if start is None or start.digest == end.digest:  # what changed stands elsewhere, as where a fact comes to be needed
        trial = _Trial(before.framework, end, without=False)
    else:
        trial = _Trial(start, end, without=True)
    return _clearest(trial, chain(_aimed(changes[0], trial.start, end), _drawn(trial.start, tries)))


@dataclass(frozen=True)
class _Trial:
    """What submissions are tried on."""

    start: Framework
    end: Framework
    _: KW_ONLY
    without: bool

    def witness(self, submission: Submission) -> Witness | None:
        was, is_ = judge(self.start, submission), judge(self.end, submission)
        return Witness(submission=submission, before=was, after=is_, without=self.without) if fares_worse_or_otherwise(was, is_) else None

    def mended(self, witness: Witness) -> Witness | None:
        """Return what is left to see where the submission has no errors any more; None where that is nothing, or it cannot be mended."""
        submission = mended(self.start, witness.submission, lambda one: judge(self.start, one).errors)
        return None if submission is None else self.witness(submission)


def _clearest(trial: _Trial, submissions: Iterator[Submission]) -> Witness | None:
    """Return a submission that fares otherwise: one without errors before where there is one, else the first."""
    found = (witness for submission in submissions if (witness := trial.witness(submission)))
    first = None
    for witness in islice(found, _MENDED):
        better = trial.mended(witness) if witness.before.errors else witness
        if better is not None:
            return better
        first = first or witness
    return first


def framework_made_of(data: Mapping[str, Any] | None) -> Framework | None:
    """Return a version without one change; None where it does not hold together without it."""
    if data is None:
        return None
    try:
        framework = made_of(data)
        # What reads something that came with the change cannot do without it.
        prepared(framework)
        make_plan(framework)
    except (ValueError, LookupError):
        return None
    named = {minimum.group for award in framework.definition.awards or () for minimum in award.minimums}
    return framework if named <= framework.groups.keys() else None


def _aimed(change: Change, before: Framework, after: Framework) -> Iterator[Submission]:
    """Yield submissions that show other limits of a figure, which one drawn at random seldom hits."""
    if change.kind in ("rescaled", "recomputed"):
        yield from aimed_submissions(before, after, change.element, random.Random(before.digest))  # noqa: S311  # repeatable, not secret


_WAYS = (random_submission, complete_submission, bare_submission)


def _drawn(framework: Framework, count: int) -> Iterator[Submission]:
    """Yield half-filled, complete and barely complete submissions in turn, always the same for one framework."""
    rng = random.Random(framework.digest)  # noqa: S311  # repeatable, not secret
    for at in range(count):
        yield _WAYS[at % len(_WAYS)](framework, rng)
