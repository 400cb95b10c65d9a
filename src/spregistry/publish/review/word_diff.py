"""Two wordings of a text, compared word by word. Pure."""

import unicodedata
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal, NamedTuple

#: Where words stand close together without blanks, each sign is taken for a word.
_SIGNS = (("\u3040", "\u30ff"), ("\u3400", "\u9fff"), ("\uf900", "\ufaff"))


class Piece(NamedTuple):
    """A stretch of text that both wordings have, or only the earlier, or only the later one."""

    kind: Literal["same", "deleted", "inserted"]
    text: str


def word_diff(before: str, after: str) -> list[Piece]:
    """Return both wordings as one row of pieces: those that are the same and deleted give the earlier, same and inserted the later.

    A blank between two changed words goes with them, so that what changed is read in one go.
    """
    old, new = _words(before), _words(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    found: list[tuple[str, str]] = []
    for tag, from_old, to_old, from_new, to_new in matcher.get_opcodes():
        removed, added = "".join(old[from_old:to_old]), "".join(new[from_new:to_new])
        bridges = tag == "equal" and not removed.strip() and found and to_old < len(old) and to_new < len(new)
        if tag == "equal" and not bridges:
            found.append((removed, removed))
            continue
        if found and found[-1][0] != found[-1][1]:
            removed, added = found[-1][0] + removed, found[-1][1] + added
            found.pop()
        found.append((removed, added))
    return [*_pieces(found)]


def _pieces(found: Sequence[tuple[str, str]]) -> Iterator[Piece]:
    for removed, added in found:
        if removed == added:
            if removed:
                yield Piece("same", removed)
            continue
        if removed:
            yield Piece("deleted", removed)
        if added:
            yield Piece("inserted", added)


def _words(text: str) -> list[str]:
    """Return a text cut into words, runs of blanks, and single signs; together they are the text."""
    cut: list[str] = []
    for kind, signs in groupby(text, _kind):
        run = "".join(signs)
        cut += [run] if kind in ("word", "blank") else [*run]
    return cut


def _kind(sign: str) -> str:
    if sign.isspace():
        return "blank"
    if any(first <= sign <= last for first, last in _SIGNS):
        return "sign"
    # Marks belong to the letter that they stand on.
    return "word" if unicodedata.category(sign)[0] in "LMN" else "other"
