"""What a review sheet proposes and says about a version as it stands now; nothing of it is lost. Pure."""

import re
from collections.abc import Mapping

from spregistry.evolve.consulting.consultation_rules import WHOLE
from spregistry.model.document import Data
from spregistry.model.framework import Framework
from spregistry.model.review import Proposal, Remark, Review, ReviewRow, ReviewSheet, ReviewText, review_texts, text_digest
from spregistry.sentence import say

#: What may be the id, the key or the code of an element.
_NAME = re.compile(r"[A-Za-z0-9:_.-]{1,300}")
#: What may stand behind the mark that ends a sentence; and marks, of any script, behind which no full stop stands, as behind no words.
_CLOSING = "”’»\"')]›」』"
_ENDS = ("", *".!?…:;,。！？؟।։።")


def review(framework: Framework, written: Mapping[str, Data], sheet: ReviewSheet) -> Review:
    """Return what a sheet says.

    Args:
        framework: The version as it stands, resolved.
        written: Its definition as it is written, where a text can be changed; of a profile only what is its own.
        sheet: The sheet as it came back.
    """
    there = {text.name: text for text in review_texts(framework.data)}
    places = {text.name: text.path for text in review_texts(written)}
    proposals: list[Proposal] = []
    comments: list[Remark] = []
    unknown: list[str] = []
    seen: set[str] = set()
    contradicted = _contradicted(sheet, there)
    for row in sheet.rows:
        if not row.name:
            # A code, or a name that stands for nothing here, is kept: what it means, or that it means nothing, is told when it is imported.
            comments.append(_homeless(row, row.element if _NAME.fullmatch(row.element) else WHOLE))
            continue
        text = there.get(row.name)
        seen.add(row.name)
        if text is None:
            unknown.append(row.name)
            text = _gone(row)
        found = _proposal(row, text, places, contradicted=row.name in contradicted)
        if found is not None:
            proposals.append(found)
        emptied = row.edited and not row.text.strip() and text.text.strip() and not row.proposed
        said = row.comment or (say("Proposed to leave this text out.") if emptied else "")
        if found is not None or said:
            comments.append(Remark(text=text, said=said, proposed=found.after if found else None, sheet=row.sheet, row=row.row))
    return Review(proposals=proposals, comments=comments, unknown=unknown, missing=max(0, sheet.made_with - len(seen)))


def _homeless(row: ReviewRow, element: str) -> Remark:
    """Return what a row says that stands for no text: words in it are said, for there is nothing that they could take the place of."""
    words = " ".join(each for each in (row.text.strip() if row.edited else "", row.proposed) if each)
    said: str = row.comment
    if words:
        said = (
            say("{comment} Proposed wording: “{text}”", comment=ended(row.comment), text=words)
            if row.comment
            else say("Proposed wording: “{text}”", text=words)
        )
    return Remark(text=ReviewText(key=element, number=1, path=(), text=""), said=said, proposed=None, sheet=row.sheet, row=row.row)


def ended(words: str) -> str:
    """Return words behind which a sentence can follow: with a full stop, where they end without any mark."""
    last = words.rstrip().rstrip(_CLOSING)[-1:]
    return words if last in _ENDS else f"{words.rstrip()}."


def _gone(row: ReviewRow) -> ReviewText:
    """Return a text that the version does not have any more, as the sheet has it."""
    key, _, number = row.name.rpartition("#")
    return ReviewText(key=key or row.name, number=int(number) if number.isdigit() else 1, path=(), text=row.text)


def _after(row: ReviewRow, text: ReviewText) -> str:
    """Return what a row would rather have: what stands in its column, else the text itself where somebody changed that."""
    after = row.proposed or (row.text if row.edited and row.text.strip() else "")
    return "" if after == text.text and row.made_of == text_digest(after) else after


def _contradicted(sheet: ReviewSheet, there: Mapping[str, ReviewText]) -> set[str]:
    """Return the names of texts for which rows propose several words; which of them are meant is not guessed."""
    proposed: dict[str, set[str]] = {}
    for row in sheet.rows:
        after = _after(row, there[row.name]) if row.name in there else ""
        # Words that the text has by now were decided on; others for it are held against the text as it stands.
        if after and after != there[row.name].text:
            proposed.setdefault(row.name, set()).add(after)
    return {name for name, words in proposed.items() if len(words) > 1}


def _proposal(row: ReviewRow, text: ReviewText, places: Mapping[str, tuple[str | int, ...]], *, contradicted: bool) -> Proposal | None:
    after = _after(row, text)
    if not after:
        return None
    adopted = bool(text.path) and after == text.text
    # Of a text that was changed in its own cell the sheet does not have the former words.
    former = "" if row.edited else row.text
    return Proposal(
        name=row.name,
        element=text.element,
        field=text.field,
        before=former if adopted else text.text,
        after=after,
        path=places.get(row.name),
        edited=not row.proposed,
        stale=not adopted and (not text.path or text_digest(text.text) != row.made_of),
        adopted=adopted,
        contradicted=contradicted and not adopted,
        sheet=row.sheet,
        row=row.row,
        cell=row.proposed_cell if row.proposed else row.text_cell,
    )
