"""The texts of two versions in one language, for those that were reworded."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from spregistry.load.languages.translations import Translation
from spregistry.model.change import Change, Kind
from spregistry.model.document import Data
from spregistry.model.texts import Text
from spregistry.publish.site.edition import Edition
from spregistry.publish.site.record.past import Comparison
from spregistry.publish.site.record.places import place

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
        before, after = _text(change.before), _text(change.after)
        if change.kind not in _OF_WORDS or before is None or after is None:
            return None
        own = self.found.way.after.definition.language
        if self.language == own:
            return Both((before, after), own)
        olds = self.found.way.lineage.of_new.get(change.element, ())
        old = olds[0].old if olds else change.element
        was = _translated(self.before, self._unfinished_before, f"{old}/{change.field}", change.before)
        is_ = _translated(self.after, self._unfinished_after, f"{change.element}/{change.field}", change.after)
        # Where only one of them is translated, or both are alike, the words that changed are those of the source.
        return Both((before, after), own) if was is None or is_ is None or was == is_ else Both((was, is_), self.language)

    @cached_property
    def _unfinished_before(self) -> frozenset[Text]:
        return _unfinished(self.before)

    @cached_property
    def _unfinished_after(self) -> frozenset[Text]:
        return _unfinished(self.after)


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
