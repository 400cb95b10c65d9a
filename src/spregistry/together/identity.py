"""Tells whether submissions are about the same assessment: one institution, in one period, in one currency."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from spregistry.model.document import Data, Document
from spregistry.sentence import say


@dataclass(frozen=True, kw_only=True, slots=True)
class Contradiction:
    """Two files that name different institutions, countries, currencies or periods."""

    #: What they name, in words.
    subject: str
    one: str
    one_from: str
    other: str
    other_from: str


def contradictions(documents: Sequence[Document]) -> list[Contradiction]:
    """Return in what submissions are about different assessments; each is held against the first that says anything about it.

    What is left blank contradicts nothing. Names that differ only in case, blanks or compatible signs are the same.
    """
    found = []
    for subject, named in _NAMED.items():
        first: tuple[str, str] | None = None
        for document in documents:
            value = named(document.data)
            if value is None:
                continue
            if first is None:
                first = (value, document.name or "-")
            elif _folded(value) != _folded(first[0]):
                one, one_from = first
                found.append(Contradiction(subject=subject, one=one, one_from=one_from, other=value, other_from=document.name or "-"))
    return found


def _part(section: str, key: str) -> Callable[[Any], str | None]:
    def named(data: Any) -> str | None:
        inner = data.get(section) if isinstance(data, dict) else None
        value = inner.get(key) if isinstance(inner, dict) else None
        return value if isinstance(value, str) and value.strip() else None

    return named


def _period(data: Data) -> str | None:
    start, end = (_part("period", key)(data) for key in ("start", "end"))
    return say("{start} to {end}", start=start, end=end) if start and end else None


_NAMED: dict[str, Callable[[Any], str | None]] = {
    say("The institution"): _part("organisation", "name"),
    say("Country"): _part("organisation", "country"),
    say("Currency"): _part("currency", "code"),
    say("Period"): _period,
}


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())
