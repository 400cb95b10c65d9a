"""Makes findings about a source: adds file, place, pointer and the element of the standard to what a rule has to say."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from spregistry.finding import RULES, Finding, Severity
from spregistry.model.document import Data, Path, Source, pointer
from spregistry.sentence import Sentence, say


@dataclass(frozen=True, kw_only=True, slots=True)
class Element:
    """What of a standard a finding is about, as its readers know it."""

    id: str
    code: str | None = None
    title: str | None = None


#: No id, code or file that someone misspelt is longer.
_LONGEST = 100
#: How alike words must be at least, of 1.
_NEAR = 0.6

ElementAt = Callable[[Path], Element | None]


@dataclass(frozen=True, slots=True)
class Reporter:
    """Makes findings about one source."""

    source: Source
    element_at: ElementAt

    def finding(self, code: str, path: Path, message: str, *, hint: str | None = None, severity: Severity | None = None) -> Finding:
        """Return a finding about the value at a path; hint and severity are the rule's own where none is given."""
        file, place = self.source.locate(path)
        element = self.element_at(path)
        rule = RULES[code]
        return Finding(
            code=code,
            severity=severity or rule.severity,
            message=message,
            hint=rule.fix if hint is None else hint,
            file=file,
            line=place.line if place else None,
            column=place.column if place else None,
            sheet=place.sheet if place else None,
            pointer=pointer(path),
            element=element.id if element else None,
            element_code=element.code if element else None,
            element_title=element.title if element else None,
        )


def defining_element(data: Data, *, root: bool = False) -> ElementAt:
    """Return the look-up for definitions: the innermost element around a path; `root` where the whole is one, as in a part."""

    def element_at(path: Path) -> Element | None:
        found, node = _element(data) if root else None, data
        for step in path:
            try:
                node = node[step]
            except (KeyError, IndexError, TypeError):
                break
            found = _element(node) or found
        return found

    return element_at


def _element(node: Data) -> Element | None:
    """Return a group, indicator, fact or the like; checklist items and options are parts of theirs."""
    if not isinstance(node, dict) or not isinstance(node.get("id"), str) or not ("code" in node or "title" in node):
        return None
    code, title = (value if isinstance(value, str) else None for value in (node.get("code"), node.get("title")))
    return Element(id=node["id"], code=code, title=title)


def closest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that was probably meant, if one is near."""
    return None if len(word) > _LONGEST else _nearest(word, tuple(known))


@lru_cache(maxsize=128)  # whoever misspells a word does so all over a submission
def _nearest(word: str, known: tuple[str, ...]) -> str | None:
    matcher, nearest = SequenceMatcher(b=word), (_NEAR, "")
    # What begins alike comes first: the nearer the nearest so far, the more can be passed over at a glance.
    for each in sorted(known, key=lambda name: name[:4] != word[:4]):
        matcher.set_seq1(each)
        if matcher.real_quick_ratio() >= nearest[0] and matcher.quick_ratio() >= nearest[0]:
            nearest = max(nearest, (matcher.ratio(), each))
    return nearest[1] or None


def suggesting(sentence: Sentence, word: str, known: Iterable[str]) -> Sentence:
    """Return a sentence with " (did you mean …?)" behind it where a known word is near, else as it is."""
    near = closest(word, known)
    return say("{sentence} (did you mean {near}?)", sentence=sentence, near=near) if near else sentence
