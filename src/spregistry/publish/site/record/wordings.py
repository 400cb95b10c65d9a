"""The texts of two versions in one language, for those that were reworded."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from spregistry.evolve.comparing.sides import Side
from spregistry.load.languages.translations import Translation
from spregistry.model.change import Change, Kind
from spregistry.model.document import Data
from spregistry.model.framework import Framework
from spregistry.model.texts import Text
from spregistry.publish.site.edition import Edition
from spregistry.publish.site.record.past import Comparison
from spregistry.publish.site.record.places import place
from spregistry.publish.versions.continued_words import Words, continued_words

#: Kinds of change whose words are shown beside each other.
_OF_WORDS: frozenset[Kind] = frozenset(("retitled", "reworded", "relabelled", "guidance", "evidence"))
#: Between the texts of a list.
_BETWEEN = " · "


class Both(NamedTuple):
    """Two wordings in one language."""

    texts: tuple[str, str]
    language: str


@dataclass(frozen=True, eq=False)
class Wordings:
    """Finds wordings in the language of a reader, and in the source language where one of the two is not translated."""

    found: Comparison
    language: str
    before: Translation | None
    after: Translation | None

    @classmethod
    def of(cls, edition: Edition, found: Comparison) -> "Wordings":
        """Return those of two versions for a reader of an edition."""
        past = edition.version.past

        def in_language(reference: str) -> Translation | None:
            there = past.languages.get(reference, ())
            return past.registry.translation(reference, edition.language) if edition.language in there else None

        return cls(found, edition.language, in_language(found.way.before.reference), in_language(found.way.after.reference))

    def title(self, change: Change) -> str | None:
        """Return code and title of an element, of the later version if it has it; None of what is named by its kind only."""
        for translation, source in ((self.after, self.found.way.after), (self.before, self.found.way.before)):
            there = place(translation.framework if translation else source, change.element)
            if there is not None:
                return there.title
        return None

    def both(self, change: Change) -> Both | None:
        """Return the two wordings of a change; None where it is not one of words."""
        if not _of_words(change):
            return None
        olds = self.found.way.lineage.of_new.get(change.element, ())
        return self._together(change, (olds[0].old if olds else change.element, change.field), (change.before, change.after))

    def continued(self, change: Change) -> Iterator[tuple[Words, Both]]:
        """Yield the words of an indicator beside those of each that it continues, where no change by itself compares them."""
        for words in continued_words(change, *_sides(self.found.way.before, self.found.way.after), self._told):
            yield words, self._together(change, (words.old, words.field), (words.before, words.after))

    @cached_property
    def _told(self) -> frozenset[tuple[str, str]]:
        return frozenset(change.key for change in self.found.differences.changes)

    def _together(self, change: Change, origin: tuple[str, str], sources: tuple[Data, Data]) -> Both:
        """Return two wordings in the reader's language; in that of the source where only one is translated, or both are alike in it."""
        language = self.found.way.after.definition.language
        own = Both((_text(sources[0]) or "", _text(sources[1]) or ""), language)
        if self.language == language:
            return own
        (old, field), (before, after) = origin, sources
        was = _translated(self.before, self._unfinished_before, f"{old}/{field}", before)
        is_ = _translated(self.after, self._unfinished_after, f"{change.element}/{field}", after)
        return own if was is None or is_ is None or was == is_ else Both((was, is_), self.language)

    @cached_property
    def _unfinished_before(self) -> frozenset[Text]:
        return _unfinished(self.before)

    @cached_property
    def _unfinished_after(self) -> frozenset[Text]:
        return _unfinished(self.after)


def has_words(change: Change, found: Comparison) -> bool:
    """Tell whether words of two versions stand beside each other where a change is shown."""
    return _of_words(change) or any(continued_words(change, *_sides(found.way.before, found.way.after), ()))


def _of_words(change: Change) -> bool:
    return change.kind in _OF_WORDS and _text(change.before) is not None and _text(change.after) is not None


@lru_cache(maxsize=64)  # a page tells of many changes between the same two versions
def _sides(before: Framework, after: Framework) -> tuple[Side, Side]:
    return Side(before), Side(after)


def _unfinished(translation: Translation | None) -> frozenset[Text]:
    if translation is None:
        return frozenset()
    return frozenset([*translation.missing, *(Text(stale.key, stale.source) for stale in translation.stale)])


def _text(value: Data) -> str | None:
    """Return a wording as one text; None where it is none."""
    if isinstance(value, str):
        return value
    if isinstance(value, (list, tuple)) and value and all(isinstance(each, str) for each in value):
        return _BETWEEN.join(value)
    return None


def _translated(translation: Translation | None, unfinished: Collection[Text], key: str, source: Data) -> str | None:
    if translation is None:
        return None
    words = [source] if isinstance(source, str) else [*source]
    keys = [Text(key, word) for word in words]
    if any(each in unfinished or each not in translation.texts for each in keys):
        return None
    return _BETWEEN.join(translation.texts[each] for each in keys)
