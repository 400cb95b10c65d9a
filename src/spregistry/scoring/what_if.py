"""What if it were answered otherwise: a submission with some answers replaced."""

from collections.abc import Iterable, Mapping, Sequence
from math import isfinite
from typing import Any

from spregistry.errors import UnknownCode, UnsuitableChange
from spregistry.load.reporting import closest
from spregistry.model.definition import Indicator
from spregistry.model.document import Document, Path, Place, Places
from spregistry.model.framework import Framework
from spregistry.sentence import Sentence, say, sayable


class _Unchanged:
    """The places of a document of which some answers were replaced; these stand nowhere."""

    def __init__(self, places: Places, changed: frozenset[str]) -> None:
        self._places, self._changed = places, changed

    def place(self, path: Path) -> Place | None:
        """Return where a value stands that was not replaced."""
        return None if self._is_changed(path) else self._places.place(path)

    def spelling(self, path: Path) -> str | None:
        """Return how a value is written that was not replaced."""
        return None if self._is_changed(path) else self._places.spelling(path)

    def _is_changed(self, path: Path) -> bool:
        return path[:1] == ["answers"] and len(path) > 1 and path[1] in self._changed


def parse_changes(changes: Sequence[str], framework: Framework) -> dict[str, Any]:
    """Read changes such as "board-reviews-social-data=met", "complaint-days=5" or "policy-covers=purpose,retention".

    Codes may stand for ids. Whether the values fit is for validation to say.

    Raises:
        UnknownCode: where the framework has no such indicator.
        UnsuitableChange: where it is computed from facts, or no value is named.
    """
    by_name = {name: indicator for indicator in framework.indicators.values() for name in (indicator.id, indicator.code.casefold())}
    parsed = {}
    for change in changes:
        name, equals, text = change.partition("=")
        asked, name = name, name.casefold()
        if name not in by_name:
            raise UnknownCode(framework.reference, asked, closest(asked, by_name))
        if not equals:
            raise UnsuitableChange(say("“{change}” names no value; write {name}=value", change=change, name=name))
        ratio = by_name[name].answer.ratio
        if ratio is not None:
            terms = ", ".join(dict.fromkeys((*ratio.numerator, *ratio.denominator)))
            said = sayable("{code} “{title}” is computed from facts ({terms}); change these in the file")
            raise UnsuitableChange(Sentence(said, {"code": by_name[name].code, "title": by_name[name].title, "terms": terms}))
        parsed[by_name[name].id] = _value(by_name[name], text)
    return parsed


def _value(indicator: Indicator, text: str) -> Any:
    if indicator.answer.checklist is not None:
        return [item for item in text.split(",") if item]
    if indicator.answer.number is None:
        return text
    try:
        number = float(text)
    except ValueError:
        return text
    if not isfinite(number):
        return text
    return int(number) if number.is_integer() and abs(number) < 2**53 else number


def with_changes(document: Document, changes: Mapping[str, Any]) -> Document:
    """Return a submission whose answers have other values; evidence and remarks stay, a reason for not applying goes."""
    answers = dict(document.data.get("answers") or {})
    for id_, value in changes.items():
        kept = {key: held for key, held in (answers.get(id_) or {}).items() if key not in ("value", "not_applicable", "justification")}
        answers[id_] = {**kept, "value": value}
    return Document(data={**document.data, "answers": answers}, name=document.name, places=_Unchanged(document.places, frozenset(changes)))


def without_answers(document: Document, ids: Iterable[str]) -> Document:
    """Return a submission that does not answer some indicators; what stands beside these answers goes as well."""
    gone = frozenset(ids)
    answers = {id_: answer for id_, answer in document.data["answers"].items() if id_ not in gone}
    return Document(data={**document.data, "answers": answers}, name=document.name, places=_Unchanged(document.places, gone))
