"""The review document: a draft with everything that it changes, marked word by word; composed once, set as HTML or DOCX."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from spregistry.evolve.lineage import Lineage
from spregistry.load.languages.catalogues import Catalogue
from spregistry.model.change import Change, Differences, Kind
from spregistry.model.consultation import Consultation, Round
from spregistry.model.framework import Framework
from spregistry.publish.review.chapters import Chapter, Comparison, chapters_of
from spregistry.publish.versions.change_values import Names
from spregistry.publish.versions.differences import sentence_of, summary
from spregistry.sentence import Sentence, say

#: Kinds of change that are seen in the words themselves, or in the standing of an element.
_SEEN: frozenset[Kind] = frozenset(("retitled", "reworded", "relabelled", "guidance", "evidence", "added", "removed", "withdrawn"))


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
    "withdrawn": say("Withdrawn"),
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
        whole: As `Comparison.chapters`.
    """
    before, after, differences, lineage, _ = compared
    translate = catalogue.translate
    changes: dict[str, list[Change]] = {}
    for change in differences.changes:
        changes.setdefault(change.element, []).append(change)
    names = Names.of(before, after, differences)
    said = {id_: [translate(sentence_of(change, names)) for change in found if change.kind not in _SEEN] for id_, found in changes.items()}
    compared_texts = Comparison(before=before, after=after, lineage=lineage, names=names, said=said, translate=translate)
    return ReviewDocument(
        title=after.title,
        subtitle=translate(_subtitle(compared, record[1] if record else None)),
        notices=[*map(translate, _notices(after, record))],
        summary=[*map(translate, summary(differences))],
        chapters=compared_texts.chapters(whole=whole),
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
    """Return the document of a first version: all of it, nothing marked, as there is nothing that it differs from.

    Args:
        framework: The version, or one of its drafts.
        record: As `review_document`.
        catalogue: The language of the sentences around the texts.
    """
    translate = catalogue.translate
    return ReviewDocument(
        title=framework.title,
        subtitle=translate(say("{framework}, the first of its versions", framework=framework.reference)),
        notices=[*map(translate, _notices(framework, record))],
        summary=(),
        chapters=chapters_of(framework, translate),
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
