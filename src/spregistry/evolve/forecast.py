"""What a draft would do to past submissions: each scored as it is, and carried to the draft; and which changes are the cause."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from spregistry.errors import SpregistryError, summary
from spregistry.evolve.carriage import carry
from spregistry.evolve.migration import migrate
from spregistry.evolve.passage import Passage
from spregistry.evolve.proof import framework_made_of
from spregistry.evolve.sides import Side
from spregistry.evolve.undone import undone
from spregistry.evolve.way import Way, way
from spregistry.load.documents import read
from spregistry.load.registry import Registry
from spregistry.model.change import Change
from spregistry.model.document import Document
from spregistry.model.forecast import Cause, Foreseen, Standing, Unread, bands_between
from spregistry.model.framework import Framework
from spregistry.model.scorecard import Scorecard
from spregistry.scoring.scorecards import score
from spregistry.sentence import say

#: So many submissions are held at once; a version without one change is made once for all of them.
_BATCH = 25


class _Held(NamedTuple):
    """A submission that is being looked at."""

    foreseen: Foreseen
    document: Document
    over: Way
    #: Whether its causes are looked for on the whole tree: a profile of a version that never was does not exist.
    whole: bool


class Forecast:
    """Scores past submissions on a draft."""

    def __init__(self, registry: Registry, draft: Framework, explained: int) -> None:
        """Keep what is asked.

        Args:
            registry: Holds the draft, and the versions that past submissions answer.
            draft: The version to try.
            explained: Of so many submissions that fare otherwise the causes are looked for.
        """
        self._registry = registry
        self._draft = draft
        self._left = explained
        self._ways: dict[str, Way] = {}

    def over(self, files: Iterable[str]) -> Iterator[Foreseen | Unread]:
        """Yield what becomes of each file, in their order; what cannot be read is told, and stops nothing."""
        for batch in _batches(files):
            held = [self._held(file) for file in batch]
            movers = [one for one in held if isinstance(one, _Held) and one.whole and not one.foreseen.stays][: self._left]
            self._left -= len(movers)
            causes = dict(_causes(movers))
            for one in held:
                if isinstance(one, Unread):
                    yield one
                else:
                    found = causes.get(one.foreseen.file, () if one.foreseen.stays else None)
                    yield one.foreseen._replace(causes=found)

    def _held(self, file: str) -> _Held | Unread:
        try:
            document = read(file)
            reference = document.data.get("framework") if isinstance(document.data, dict) else None
            if not isinstance(reference, str):
                return Unread(file, say("the submission does not say which framework it is about"))
            if reference.partition("@")[0] != self._draft.id:
                return Unread(file, say("it answers another standard: {framework}", framework=reference), aside=True)
            if reference == self._draft.reference:
                return Unread(file, say("it answers {framework} already", framework=reference), aside=True)
            return self._foreseen(document, file, reference)
        except SpregistryError as error:
            return Unread(file, summary(error))

    def _foreseen(self, document: Document, file: str, reference: str) -> _Held:
        if reference not in self._ways:
            self._ways[reference] = way(self._registry, self._registry[reference], self._draft)
        over = self._ways[reference]
        migrated = carry(document, self._registry, self._draft, over)
        carried = Document(data=migrated.submission, name=file)
        profiles = self._profiles(document.data.get("profile"), migrated.submission.get("profile"))
        before, after = (
            score(framework, each, profile)
            for framework, each, profile in zip((over.before, self._draft), (document, carried), profiles, strict=True)
        )
        foreseen = Foreseen(
            file=file,
            organisation=str((document.data.get("organisation") or {}).get("name", "")),
            framework=reference,
            profile=profiles[0].reference if profiles[0] else None,
            before=_standing(before),
            after=_standing(after),
            to_confirm=sum(entry.outcome in ("review", "split", "merged") for step in migrated.steps for entry in step.entries),
            dropped=sum(step.count("dropped") for step in migrated.steps),
        )
        return _Held(foreseen, document, over, whole=profiles[0] is None)

    def _profiles(self, before: str | None, after: str | None) -> tuple[Framework | None, Framework | None]:
        """Return the profiles to score on, where there is one for both versions; else the whole is scored on both."""
        if before is None or after is None or before not in self._registry:
            return None, None
        return self._registry[before], self._registry[after]


def _standing(card: Scorecard) -> Standing:
    overall = card.overall
    marks = (None, None) if overall is None else (overall.score, overall.potential)
    bands = card.scored.definition.bands or ()
    return Standing(*marks, bands_between(bands, *marks), tuple(award.id for award in card.awards if award.held))


def _causes(movers: Sequence[_Held]) -> Iterator[tuple[str, tuple[Cause, ...]]]:
    """Yield, by file, the changes without which submissions would stand otherwise, those that weigh most first."""
    for reference in dict.fromkeys(one.foreseen.framework for one in movers):
        some = [one for one in movers if one.foreseen.framework == reference]
        found: Mapping[str, list[Cause]] = {one.foreseen.file: [] for one in some}
        over = some[0].over
        sides = Side(over.before), Side(over.after)
        whole_way = _passage(over, over.after)
        whole = {one.foreseen.file: _on(one, whole_way) for one in some}
        for change in over.differences.changes:
            if change.impact in ("score-significant", "breaking"):
                _try_without(change, sides, some, whole, found)
        yield from ((file, tuple(sorted(causes, key=_weight, reverse=True))) for file, causes in found.items())


def _weight(cause: Cause) -> float:
    return abs(cause.effect or 0.0)


def _try_without(
    change: Change,
    sides: tuple[Side, Side],
    movers: Sequence[_Held],
    whole: Mapping[str, Standing | None],
    found: Mapping[str, list[Cause]],
) -> None:
    """Note for which submissions it makes a difference that a change was made, all others being made."""
    variant = framework_made_of(undone(change, *sides))
    if variant is None:
        return  # other changes need it, so that it is seen with them only
    passage = _passage(movers[0].over, variant, change)
    for one in movers:
        with_it, without = whole[one.foreseen.file], _on(one, passage)
        if with_it is not None and without is not None and without != with_it:
            effect = None
            if with_it.score is not None and without.score is not None:
                effect = (round(with_it.score * 100) - round(without.score * 100)) / 100
            found[one.foreseen.file].append(Cause(change, effect, without))


def _passage(over: Way, after: Framework, without: Change | None = None) -> Passage:
    """Return the way in one step to the last version, or to that version without one change."""
    changes = tuple(change for change in over.differences.changes if change is not without)
    return Passage(before=over.before, after=after, lineage=over.lineage, differences=replace(over.differences, changes=changes))


def _on(one: _Held, passage: Passage) -> Standing | None:
    """Return how a submission stands where a step leads; None where it cannot be scored there."""
    submission = migrate(one.document.data, [passage]).submission
    submission.pop("profile", None)
    try:
        return _standing(score(passage.after, Document(data=submission)))
    except SpregistryError:
        return None


def _batches(files: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(files)
    while batch := [*islice(rest, _BATCH)]:
        yield batch
