"""The chapters of a review document: an element of a draft each, with its words, and how it is scored, marked against what it continues.

An element that continues several is compared with each of them, in all its texts, since no single earlier wording is the one it had.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from spregistry.evolve.comparing.sides import Side
from spregistry.evolve.lineage import Lineage
from spregistry.model.framework import Framework
from spregistry.model.review import review_texts
from spregistry.publish.review.reading_order import in_reading_order
from spregistry.publish.review.word_diff import Piece, word_diff
from spregistry.publish.scoring_words import scoring_in_words
from spregistry.publish.versions.change_values import Names
from spregistry.publish.versions.field_words import begun, kind_in_words, name_of, text_in_words
from spregistry.sentence import Sentence, Several, say

Standing = Literal["new", "changed", "gone", "withdrawn", "same"]
#: Texts of an element by field.
Fields = Mapping[str, str]

#: Between the texts of a list.
_BETWEEN = " · "
#: Between what kind of thing an element is and what it is called.
KIND_AND_NAME = " · "
#: Keys under which a version says why it drops an element of the one before, and the field in which it says why it has a new one.
_WITHDRAWN, _WHY_NEW = "withdrawn:", "new"
#: What is no text of the standard is called by what it says: of a fact, of a check of facts, of all else.
_GIVEN, _CHECKED, _SCORED = say("Given as"), say("What is checked between facts"), say("How it is scored")


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """One text of an element, with its changes marked."""

    #: What it is called, in the reader's language.
    label: str
    pieces: Sequence[Piece]
    #: Whether it is a text of the standard; else it tells in the reader's language how the element is scored.
    of_standard: bool = True

    @property
    def changed(self) -> bool:
        """Whether anything in it is marked."""
        return any(piece.kind != "same" for piece in self.pieces)


@dataclass(frozen=True, kw_only=True, slots=True)
class Beside:
    """The texts of an element that differ from those of one of several that it continues."""

    heading: str
    passages: Sequence[Passage]


@dataclass(frozen=True, kw_only=True, slots=True)
class Chapter:
    """One element with what became of it."""

    element: str
    #: What kind of thing the element is, in the reader's language; empty where its heading says enough.
    kind: str
    heading: str
    #: Titles of the groups around it, outermost first.
    around: Sequence[str]
    standing: Standing
    #: What changed beside its words.
    sentences: Sequence[str]
    passages: Sequence[Passage]
    beside: Sequence[Beside] = ()


def chapters_of(framework: Framework, translate: Callable[[str], str]) -> list[Chapter]:
    """Return all elements of a version, nothing marked; `translate` says a sentence in the language of the reader."""
    call = _Caller((Side(framework),), translate)

    def chapter(id_: str, fields: Fields) -> Chapter:
        kind, heading, around = _heading(id_, framework, translate)
        lines = _lines(framework, id_, translate)
        own = [Passage(label=call(id_, field), pieces=[Piece("same", text)]) for field, text in fields.items()]
        passages = [*own, *_scoring(framework, id_, lines, lines, translate)]
        return Chapter(element=id_, kind=kind, heading=heading, around=around, standing="same", sentences=(), passages=passages)

    return [chapter(id_, fields) for id_, fields in _texts(framework).items()]


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Two states of a framework, of which the chapters are made."""

    before: Framework
    after: Framework
    lineage: Lineage
    names: Names
    #: What became of each element beside its words, in the language of the reader.
    said: Mapping[str, Sequence[str]]
    #: Says a sentence in that language.
    translate: Callable[[str], str]

    def chapters(self, *, whole: bool) -> list[Chapter]:
        """Return the elements of the draft in the order in which they are read, then those that are gone.

        Args:
            whole: Whether what did not change is shown as well: elements, and how those are scored that changed in something else.
        """
        stand = [self._chapter(id_, whole=whole) for id_ in self._new if not self._tells_of_gone(id_)]
        continued = {each.old for each in self.lineage.successions}
        gone = [self._gone(id_) for id_ in self._old if id_ not in self._new and id_ not in continued]
        return [chapter for chapter in [*stand, *gone] if whole or chapter.standing != "same"]

    @cached_property
    def _new(self) -> Mapping[str, Fields]:
        return _texts(self.after)

    @cached_property
    def _old(self) -> Mapping[str, Fields]:
        """The texts before, without what an earlier version says of the one before it: that is no element, and nobody struck it."""
        texts = _texts(self.before)
        if self.before.reference == self.after.reference:
            return texts
        return {
            id_: {field: text for field, text in fields.items() if field != _WHY_NEW}
            for id_, fields in texts.items()
            if not id_.startswith(_WITHDRAWN)
        }

    @cached_property
    def _reasons(self) -> Mapping[str, str | None]:
        """Why elements were withdrawn, by id; None where only those are named that follow them."""
        said = {entry.id: entry.reason for entry in self.after.definition.withdrawn or ()}
        return said | {id_: entry.reason for id_, entry in self.lineage.withdrawn.items()}

    def _tells_of_gone(self, id_: str) -> bool:
        """Tell whether something is the reason for an element to be gone, which stands where that element does."""
        name = id_.removeprefix(_WITHDRAWN)
        return id_.startswith(_WITHDRAWN) and name in self._old and name not in self._new

    def _origin(self, id_: str) -> str:
        """Return the id whose words are those that an element had: its own, else that of the only one it continues."""
        found = self.lineage.of_new.get(id_, ())
        return found[0].old if id_ not in self._old and len(found) == 1 else id_

    def _chapter(self, id_: str, *, whole: bool) -> Chapter:
        new, origin = self._new[id_], self._origin(id_)
        others = [each.old for each in self.lineage.of_new.get(id_, ()) if each.old != origin and each.old in self._old]
        old = self._old.get(origin)
        # Of one that had no words of its own the marks stand below, beside each that it continues.
        own = self._marked(id_, new if old is None and others else old or {}, new)
        changes = self.said.get(id_, ())
        standing: Standing = "changed" if changes or others or any(passage.changed for passage in own) else "same"
        if old is None and not others:
            standing = "withdrawn" if id_.startswith(_WITHDRAWN) else "new"
        kind, heading, around = _heading(id_, self.after, self.translate)
        return Chapter(
            element=id_,
            kind=kind,
            heading=heading,
            around=around,
            standing=standing,
            sentences=changes,
            passages=[*own, *self._scored(id_, origin if old is not None else None, standing, whole=whole)],
            beside=[self._beside(id_, new, other) for other in others],
        )

    def _scored(self, id_: str, origin: str | None, standing: Standing, *, whole: bool) -> Iterator[Passage]:
        """Yield how an element is scored, marked where it is new or changed; by itself it makes no change of what depends on another."""
        lines = _lines(self.after, id_, self.translate)
        was = _lines(self.before, origin, self.translate) if origin is not None else "" if standing == "new" else lines
        if whole or origin is None or lines != was:
            yield from _scoring(self.after, id_, lines if standing == "same" else was, lines, self.translate)

    def _beside(self, id_: str, new: Fields, other: str) -> Beside:
        passages = [passage for passage in self._marked(id_, self._old[other], new) if passage.changed]
        return Beside(heading=self.translate(self._compared(other)), passages=passages)

    def _marked(self, id_: str, old: Fields, new: Fields) -> list[Passage]:
        return [
            Passage(label=self._call(id_, field), pieces=word_diff(old.get(field, ""), new.get(field, "")))
            for field in dict.fromkeys([*new, *old])
        ]

    @cached_property
    def _call(self) -> "_Caller":
        return _Caller((Side(self.after), Side(self.before)), self.translate)

    def _compared(self, other: str) -> Sentence:
        return say("Words beside those of {element}", element=self.names.formerly(other))

    def _gone(self, id_: str) -> Chapter:
        kind, heading, around = _heading(id_, self.before, self.translate)
        passages = [Passage(label=self._call(id_, field), pieces=[Piece("deleted", text)]) for field, text in self._old[id_].items()]
        reason = self._reasons.get(id_)
        if reason is not None:
            passages.insert(0, Passage(label=self._call(id_, "reason"), pieces=[Piece("inserted", reason)]))
        standing: Standing = "withdrawn" if id_ in self._reasons else "gone"
        near = [self.names.now(each) for each in self.lineage.untold.get(id_, ())]
        told = [self.translate(say("The drafts do not say whether any of these continues it: {elements}", elements=Several(near)))]
        sentences = told if near else ()
        return Chapter(element=id_, kind=kind, heading=heading, around=around, standing=standing, sentences=sentences, passages=passages)


@dataclass(frozen=True)
class _Caller:
    """Says what a text is called, in the language of the reader; answers by their labels in the first version that knows them."""

    sides: Sequence[Side]
    translate: Callable[[str], str]

    def __call__(self, id_: str, field: str) -> str:
        return begun(self.translate(text_in_words(id_, field, self.sides)))


def _lines(framework: Framework, id_: str, translate: Callable[[str], str]) -> str:
    return "\n".join(map(translate, scoring_in_words(framework, id_)))


def _scoring(framework: Framework, id_: str, was: str, lines: str, translate: Callable[[str], str]) -> Iterator[Passage]:
    if was or lines:
        label = _GIVEN if id_ in framework.facts else _CHECKED if id_.startswith("quality-check:") else _SCORED
        yield Passage(label=translate(label), pieces=word_diff(was, lines), of_standard=False)


def _texts(framework: Framework) -> Mapping[str, Fields]:
    """Return the texts of each element by field, lists joined, in the order in which they are read; none of a band without a label."""
    found: dict[str, dict[str, str]] = {}
    for text in in_reading_order(framework, review_texts(framework.data)):
        fields = found.setdefault(text.element, {})
        fields[text.field] = f"{fields[text.field]}{_BETWEEN}{text.text}" if text.field in fields else text.text
    for band in framework.definition.bands or ():
        found.setdefault(f"band:{band.id}", {})
    return found


def _heading(id_: str, framework: Framework, translate: Callable[[str], str]) -> tuple[str, str, Sequence[str]]:
    """Return what kind of thing an element is where that has to be said, what it is called, and the groups around it."""
    if id_ in framework.indicators:
        indicator = framework.indicators[id_]
        return "", f"{indicator.code} {indicator.title}", [f"{group.code} {group.title}" for group in framework.positions[id_].groups]
    if id_ in framework.groups:
        *above, group = framework.groups[id_]
        return "", f"{group.code} {group.title}", [f"{each.code} {each.title}" for each in above]
    if id_ in framework.facts:
        return "", framework.facts[id_].title, ()
    kind = kind_in_words(id_)
    return (translate(kind), name_of(id_, framework), ()) if kind else ("", framework.title, ())
