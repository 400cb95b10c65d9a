"""Which changes of a version are the cause that submissions stand otherwise on it: each is undone, and the submissions are scored again."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from spregistry.errors import SpregistryError
from spregistry.evolve.carrying.migration import migrate
from spregistry.evolve.carrying.passage import Passage
from spregistry.evolve.carrying.way import Way
from spregistry.evolve.comparing.sides import Side
from spregistry.evolve.proving.proof import framework_made_of
from spregistry.evolve.proving.undone import all_undone, bundles
from spregistry.model.change import Change, Kind
from spregistry.model.document import Document
from spregistry.model.forecast import Cause, Standing, bands_between
from spregistry.model.framework import Framework
from spregistry.model.scorecard import AwardOutcome, Published, Scorecard
from spregistry.scoring.scorecards import score, to_hundredths
from spregistry.sentence import Sentence, say

#: Says what is being done, and how far it is.
Progress = Callable[[Sentence], None]

#: Kinds by which indicators come and go: alone each moves little, so those of one kind are undone together.
TOGETHER: tuple[Kind, ...] = ("added", "removed", "withdrawn", "renamed", "merged", "split", "widened", "narrowed")

#: Kinds that no score, band or award depends on: words, and what a final submission must hold.
_WITHOUT_WEIGHT: tuple[Kind, ...] = (
    "reworded",
    "relabelled",
    "quality-check",
    "required",
    "optional",
    "language",
    "asked-of",
    "respondents",
)

#: Kinds that matter only to those who answered: what is missing counts the same before and after.
_OF_ANSWERS: tuple[Kind, ...] = (
    "rescaled",
    "item-added",
    "item-removed",
    "option-removed",
    "answer-kind",
    "range-narrowed",
    "reasons-removed",
)


class Mover(NamedTuple):
    """A submission that stands otherwise, by the name of its file."""

    file: str
    document: Document


class Causes:
    """Finds the causes for submissions of one earlier version; a version without some changes is made once for all of them."""

    def __init__(self, over: Way, progress: Progress) -> None:
        """Keep what is asked.

        Args:
            over: From the version that the submissions answer to the draft.
            progress: Is told what is being tried.
        """
        self._over = over
        self._progress = progress
        self._sides = Side(over.before), Side(over.after)
        self._bundles = tuple(self._bundled())
        #: By the place of the bundle among all.
        self._made: dict[int, tuple[tuple[tuple[Change, ...], Passage], ...]] = {}

    def of(self, movers: Sequence[Mover]) -> dict[str, tuple[Cause, ...]]:
        """Return, by file, the changes without which submissions would stand otherwise, those that weigh most first."""
        whole_way = self._passage(self._over.after, ())
        whole = {one.file: _on(one, whole_way) for one in movers}
        found: Mapping[str, list[Cause]] = {one.file: [] for one in movers}
        tried = [at for at, bundle in enumerate(self._bundles) if self._concerns(bundle, movers)]
        for done, at in enumerate(tried, start=1):
            self._progress(say("Looking for causes: {done} of {all}", done=done, all=len(tried)))
            for changes, passage in self._variants(at):
                for one in movers:
                    cause = _cause(changes, whole[one.file], _on(one, passage))
                    found[one.file].extend([cause] if cause else [])
        return {file: tuple(sorted(causes, key=_weight, reverse=True)) for file, causes in found.items()}

    def _bundled(self) -> Iterator[tuple[Change, ...]]:
        """Yield the changes that are undone at once."""
        together: dict[Kind, list[Change]] = {}
        others: list[Change] = []
        for change in self._over.differences.changes:
            if not change.is_grave or change.kind in _WITHOUT_WEIGHT:
                continue
            if change.element_kind == "indicator" and change.kind in TOGETHER:
                together.setdefault(change.kind, []).append(change)
            elif not (change.element_kind == "fact" and change.kind in TOGETHER):  # what reads a fact is told by itself
                others.append(change)
        yield from bundles(others)
        yield from map(tuple, together.values())

    def _concerns(self, bundle: tuple[Change, ...], movers: Sequence[Mover]) -> bool:
        """Tell whether undoing changes can matter to any of these submissions."""
        change = bundle[0]
        indicator = self._over.after.indicators.get(change.element)
        if change.kind not in _OF_ANSWERS or indicator is None or indicator.answer.ratio is not None:
            return True
        names = {change.element, *(each.old for each in self._over.lineage.of_new.get(change.element, ()))}
        return any(names & (one.document.data.get("answers") or {}).keys() for one in movers)

    def _variants(self, at: int) -> tuple[tuple[tuple[Change, ...], Passage], ...]:
        """Return the versions without a bundle, each with what it is without."""
        if at not in self._made:
            self._made[at] = tuple(self._made_without(self._bundles[at]))
        return self._made[at]

    def _made_without(self, changes: tuple[Change, ...]) -> Iterator[tuple[tuple[Change, ...], Passage]]:
        """Yield the version without changes; where it does not hold together without all of them, without halves of them."""
        variant = framework_made_of(all_undone(changes, *self._sides))
        if variant is not None:
            yield changes, self._passage(variant, changes)
        elif len(changes) > 1:  # one alone that other changes need is seen with them only
            half = len(changes) // 2
            yield from self._made_without(changes[:half])
            yield from self._made_without(changes[half:])

    def _passage(self, after: Framework, without: Sequence[Change]) -> Passage:
        """Return the way in one step to the last version, or to that version without some changes."""
        out = {id(change) for change in without}
        changes = tuple(change for change in self._over.differences.changes if id(change) not in out)
        differences = replace(self._over.differences, changes=changes)
        return Passage(before=self._over.before, after=after, lineage=self._over.lineage, differences=differences)


def standing_of(card: Scorecard) -> Standing:
    """Return how a scored submission stands as a whole."""
    overall = card.overall
    marks = (None, None) if overall is None else (overall.score, overall.potential)
    bands = card.scored.definition.bands or ()
    held = tuple(award.id for award in card.awards if award.held)
    best = {group.id: group.measures.potential for group in card.groups}
    within_reach = tuple(award.id for award in card.awards if not award.held and _within_reach(award, best))
    return Standing(*marks, bands_between(bands, *marks), held, within_reach)


def _within_reach(award: AwardOutcome, best: Mapping[str, Published]) -> bool:
    """Tell whether an award would be held, what is missing counting 1."""
    marks = [(minimum.needed, mark) for minimum in award.minimums if (mark := best[minimum.group]) is not None]
    return bool(marks) and all(to_hundredths(mark) >= to_hundredths(needed) for needed, mark in marks)


def _cause(changes: tuple[Change, ...], with_them: Standing | None, without: Standing | None) -> Cause | None:
    if with_them is None or without is None or without == with_them:
        return None
    effect = None
    if with_them.score is not None and without.score is not None:
        effect = (round(with_them.score * 100) - round(without.score * 100)) / 100
    return Cause(changes, effect, without)


def _weight(cause: Cause) -> float:
    return abs(cause.effect or 0.0)


def _on(one: Mover, passage: Passage) -> Standing | None:
    """Return how a submission stands where a step leads; None where it cannot be scored there."""
    submission = migrate(one.document.data, [passage]).submission
    submission.pop("profile", None)
    try:
        return standing_of(score(passage.after, Document(data=submission)))
    except SpregistryError:
        return None
