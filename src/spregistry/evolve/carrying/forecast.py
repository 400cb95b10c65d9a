"""What a draft would do to past submissions: each scored as it is, and carried to the draft; and which changes are the cause."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from spregistry.errors import SpregistryError, summary
from spregistry.evolve.carrying.carriage import carry
from spregistry.evolve.carrying.causes import Causes, Mover, Progress, standing_of
from spregistry.evolve.carrying.way import Way, way
from spregistry.load.documents import read
from spregistry.load.folders import require_plain
from spregistry.load.registry import Registry
from spregistry.model.document import Document
from spregistry.model.forecast import Cause, Foreseen, Unread
from spregistry.model.framework import Framework
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

    def __init__(self, registry: Registry, draft: Framework, explained: int, progress: Progress = lambda _: None) -> None:
        """Keep what is asked.

        Args:
            registry: Holds the draft, and the versions that past submissions answer.
            draft: The version to try.
            explained: Of so many submissions that fare otherwise the causes are looked for.
            progress: Is told what is being done.
        """
        self._registry = registry
        self._draft = draft
        self._left = explained
        self._progress = progress
        self._ways: dict[str, Way] = {}
        self._finders: dict[str, Causes] = {}
        self._read = 0

    def over(self, files: Iterable[str | Unread]) -> Iterator[Foreseen | Unread]:
        """Yield what becomes of each file, in their order; what cannot be read, or was not to be found, is told and stops nothing."""
        for batch in _batches(files):
            held = [file if isinstance(file, Unread) else self._held(file) for file in batch]
            movers = [one for one in held if isinstance(one, _Held) and one.whole and not one.foreseen.stays][: self._left]
            self._left -= len(movers)
            causes = self._causes(movers)
            for one in held:
                if isinstance(one, Unread):
                    yield one
                else:
                    found = causes.get(one.foreseen.file, () if one.foreseen.stays else None)
                    yield one.foreseen._replace(causes=found)

    def _causes(self, movers: Sequence[_Held]) -> dict[str, tuple[Cause, ...]]:
        found: dict[str, tuple[Cause, ...]] = {}
        for reference in dict.fromkeys(one.foreseen.framework for one in movers):
            some = [one for one in movers if one.foreseen.framework == reference]
            if reference not in self._finders:
                self._finders[reference] = Causes(some[0].over, self._progress)
            found |= self._finders[reference].of([Mover(one.foreseen.file, one.document) for one in some])
        return found

    def _held(self, file: str) -> _Held | Unread:
        self._read += 1
        self._progress(say("Files read: {count}", count=self._read))
        try:
            require_plain(file)
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
            before=standing_of(before),
            after=standing_of(after),
            to_confirm=sum(entry.outcome in ("review", "split", "merged") for step in migrated.steps for entry in step.entries),
            dropped=sum(step.count("dropped") for step in migrated.steps),
        )
        return _Held(foreseen, document, over, whole=profiles[0] is None)

    def _profiles(self, before: str | None, after: str | None) -> tuple[Framework | None, Framework | None]:
        """Return the profiles to score on, where there is one for both versions; else the whole is scored on both."""
        if before is None or after is None or before not in self._registry:
            return None, None
        return self._registry[before], self._registry[after]


def _batches(files: Iterable[str | Unread]) -> Iterator[list[str | Unread]]:
    rest = iter(files)
    while batch := [*islice(rest, _BATCH)]:
        yield batch
