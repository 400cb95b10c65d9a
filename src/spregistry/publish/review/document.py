"""The review document: a draft with everything that it changes, marked word by word; composed once, set as HTML or DOCX."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from spregistry.evolve.lineage import Lineage
from spregistry.load.languages.catalogues import Catalogue
from spregistry.model.change import Change, Differences, Kind
from spregistry.model.consultation import Consultation, Round
from spregistry.model.framework import Framework
from spregistry.model.review import review_texts
from spregistry.publish.review.reading_order import in_reading_order
from spregistry.publish.review.word_diff import Piece, word_diff
from spregistry.publish.versions.change_values import Names
from spregistry.publish.versions.differences import sentence_of, summary
from spregistry.sentence import Sentence, say

Standing = Literal["new", "changed", "gone", "same"]

#: Kinds of change that are seen in the words themselves, or in the standing of an element.
_SEEN: frozenset[Kind] = frozenset(("retitled", "reworded", "relabelled", "guidance", "evidence", "added", "removed", "withdrawn"))
#: Between the texts of a list.
_BETWEEN = " · "


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """One text of an element, with its changes marked."""

    field: str
    pieces: Sequence[Piece]

    @property
    def changed(self) -> bool:
        """Whether anything in it is marked."""
        return any(piece.kind != "same" for piece in self.pieces)


@dataclass(frozen=True, kw_only=True, slots=True)
class Chapter:
    """One element with what became of it."""

    element: str
    heading: str
    #: Titles of the groups around it, outermost first.
    around: Sequence[str]
    standing: Standing
    #: What changed beside its words.
    sentences: Sequence[str]
    passages: Sequence[Passage]


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewDocument:
    """A draft with its changes marked; sentences are in the language of the reader, texts in that of the standard."""

    title: str
    subtitle: str
    #: What to know before reading.
    notices: Sequence[str]
    summary: Sequence[str]
    chapters: Sequence[Chapter]
    #: Language of the standard's texts, and of the sentences around them.
    language: str
    interface: str
    #: What the standings and marks are called.
    words: Mapping[str, str]
    #: Whether it is compared with anything; else nothing in it is marked.
    marked: bool = True


_WORDS: Mapping[str, Sentence] = {
    "new": say("New"),
    "changed": say("Changed"),
    "gone": say("No longer there"),
    "same": say("Unchanged"),
    "inserted": say("inserted: "),
    "deleted": say("deleted: "),
    "legend": say("How changes are marked"),
    "legend-inserted": say("Words that are new are underlined."),
    "legend-deleted": say("Words that are gone are struck through."),
    "summary": say("In short"),
    "contents": say("Contents"),
}


class Compared(NamedTuple):
    """Two states of a framework, what differs between them, and how their elements belong together."""

    before: Framework
    after: Framework
    differences: Differences
    lineage: Lineage
    #: Of which round the earlier state is the draft; None for a version.
    since: int | None = None


def review_document(
    compared: Compared, record: tuple[Consultation, Round | None] | None, catalogue: Catalogue, *, whole: bool = False
) -> ReviewDocument:
    """Return the document of a draft.

    Args:
        compared: The draft, and the state it is compared with.
        record: The consultation, and the round that the document is for.
        catalogue: The language of the sentences around the texts.
        whole: Whether elements that did not change are shown as well.
    """
    before, after, differences, lineage, _ = compared
    translate = catalogue.translate
    changes: dict[str, list[Change]] = {}
    for change in differences.changes:
        changes.setdefault(change.element, []).append(change)
    origins = {new: found[0].old for new, found in lineage.of_new.items() if len(found) == 1}
    old, new = _texts(before), _texts(after)
    names = Names.of(before, after, differences)
    said = {id_: [translate(sentence_of(change, names)) for change in found if change.kind not in _SEEN] for id_, found in changes.items()}
    chapters = [_chapter(id_, after, old.get(origins.get(id_, id_), {}), new[id_], said.get(id_, ())) for id_ in new]
    continued = {each.old for each in lineage.successions}
    chapters += [_gone(id_, before, old[id_]) for id_ in old if id_ not in new and id_ not in continued]
    return ReviewDocument(
        title=after.title,
        subtitle=translate(_subtitle(compared, record[1] if record else None)),
        notices=[*map(translate, _notices(after, record))],
        summary=[*map(translate, summary(differences))],
        chapters=[chapter for chapter in chapters if whole or chapter.standing != "same"],
        language=after.definition.language,
        interface=catalogue.language,
        words={name: translate(word) for name, word in _WORDS.items()},
    )


def _subtitle(compared: Compared, round_: Round | None) -> Sentence:
    """Return what is compared: two versions, the drafts of two rounds, or that of one round with what stands now."""
    before, after = compared.before.reference, compared.after.reference
    if compared.since is None:
        if before == after:
            return say("What changed in {framework} from draft to draft", framework=after)
        return say("What changes from {before} to {after}", before=before, after=after)
    if round_ is None:
        return say("What changed in {framework} since the draft of round {number}", framework=after, number=compared.since)
    told = {"before": compared.since, "after": round_.number}
    return say("What changed in {framework} from the draft of round {before} to that of round {after}", framework=after, **told)


def whole_document(framework: Framework, record: tuple[Consultation, Round | None] | None, catalogue: Catalogue) -> ReviewDocument:
    """Return the document of a first version: all its texts, nothing marked, as there is nothing that they differ from.

    Args:
        framework: The version, or one of its drafts.
        record: As `review_document`.
        catalogue: The language of the sentences around the texts.
    """
    translate, texts = catalogue.translate, _texts(framework)
    return ReviewDocument(
        title=framework.title,
        subtitle=translate(say("{framework}, the first of its versions", framework=framework.reference)),
        notices=[*map(translate, _notices(framework, record))],
        summary=(),
        chapters=[_chapter(id_, framework, fields, fields, ()) for id_, fields in texts.items()],
        language=framework.definition.language,
        interface=catalogue.language,
        words={name: translate(word) for name, word in _WORDS.items()},
        marked=False,
    )


def _notices(after: Framework, record: tuple[Consultation, Round | None] | None) -> Iterator[str]:
    if record is not None:
        consultation, round_ = record
        if consultation.example:
            yield say("This consultation is an example; nothing of it happened.")
        if round_ is not None:
            told = {"number": round_.number, "start": round_.start, "end": round_.end}
            yield say("Round {number} of consultation: comments are taken from {start} to {end}.", **told)
    yield say("Digest of the draft: {digest}", digest=after.digest)


def _texts(framework: Framework) -> Mapping[str, Mapping[str, str]]:
    """Return the texts of each element by field, lists joined, in the order in which they are read."""
    found: dict[str, dict[str, str]] = {}
    for text in in_reading_order(framework, review_texts(framework.data)):
        fields = found.setdefault(text.element, {})
        fields[text.field] = f"{fields[text.field]}{_BETWEEN}{text.text}" if text.field in fields else text.text
    return found


def _chapter(id_: str, after: Framework, old: Mapping[str, str], new: Mapping[str, str], changes: Sequence[str]) -> Chapter:
    """Return an element of the draft; `old` are its texts before, empty where it is new."""
    passages = [Passage(field=field, pieces=word_diff(old.get(field, ""), new.get(field, ""))) for field in dict.fromkeys([*new, *old])]
    touched = bool(changes) or any(passage.changed for passage in passages)
    heading, around = _heading(id_, after)
    standing: Standing = "new" if not old else "changed" if touched else "same"
    return Chapter(element=id_, heading=heading, around=around, standing=standing, sentences=changes, passages=passages)


def _gone(id_: str, before: Framework, old: Mapping[str, str]) -> Chapter:
    heading, around = _heading(id_, before)
    passages = [Passage(field=field, pieces=[Piece("deleted", text)]) for field, text in old.items()]
    return Chapter(element=id_, heading=heading, around=around, standing="gone", sentences=(), passages=passages)


def _heading(id_: str, framework: Framework) -> tuple[str, Sequence[str]]:
    """Return what an element is called, and the groups around it."""
    if id_ in framework.indicators:
        indicator = framework.indicators[id_]
        return f"{indicator.code} {indicator.title}", [f"{group.code} {group.title}" for group in framework.positions[id_].groups]
    if id_ in framework.groups:
        *above, group = framework.groups[id_]
        return f"{group.code} {group.title}", [f"{each.code} {each.title}" for each in above]
    if id_ in framework.facts:
        return framework.facts[id_].title, ()
    return (framework.title if id_ == "framework" else id_.replace(":", ": ").replace("-", " ")), ()
