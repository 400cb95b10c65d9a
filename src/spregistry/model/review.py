"""The texts of a definition one by one, each with its place, for those who review them: what they may comment on and reword. Pure."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from spregistry.model.document import Data
from spregistry.model.texts import replace_texts

#: Digits of a digest over one text: enough to tell whether it was changed.
_DIGITS = 16


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewText:
    """One text: its key, which of those under the key it is, where it stands in the definition, and what it says."""

    key: str
    number: int
    path: tuple[str | int, ...]
    text: str

    @property
    def name(self) -> str:
        """What tells it from all others, such as `board-data/evidence#2`."""
        return f"{self.key}#{self.number}"

    @property
    def element(self) -> str:
        """The key of its element."""
        return self.key.partition("/")[0]

    @property
    def field(self) -> str:
        """Its place in the element, such as `rubric/met`."""
        return self.key.partition("/")[2]


class _Marked(str):
    """A text that remembers its key."""

    __slots__ = ("key",)

    key: str


def review_texts(data: Mapping[str, Data]) -> list[ReviewText]:
    """Return all texts of a definition, resolved or as it is written, in the order of its document."""

    def mark(key: str, text: str) -> str:
        marked = _Marked(text)
        marked.key = key
        return marked

    counted: Counter[str] = Counter()
    found = []
    for path, marked in _marks(replace_texts(data, mark), ()):
        counted[marked.key] += 1
        found.append(ReviewText(key=marked.key, number=counted[marked.key], path=path, text=str.__str__(marked)))
    return found


def _marks(node: Data, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], _Marked]]:
    if isinstance(node, _Marked):
        yield path, node
    elif isinstance(node, dict):
        for key, value in node.items():
            yield from _marks(value, (*path, key))
    elif isinstance(node, list):
        for at, value in enumerate(node):
            yield from _marks(value, (*path, at))


def text_digest(text: str) -> str:
    """Return a short digest of one text."""
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewRow:
    """A row of a review sheet as it came back."""

    #: Name of the text, as `ReviewText.name`; empty for what somebody wrote where no text of the version stands.
    name: str
    #: Digest of the text that the sheet was made with.
    made_of: str
    text: str
    proposed: str
    #: All that is said in the row: in its column, beside the table, as notes on its cells.
    comment: str
    #: What stands in the column for the element's id.
    element: str
    sheet: str
    row: int
    #: Names of the cells of its text and of what is proposed for it.
    text_cell: str = ""
    proposed_cell: str = ""

    @property
    def edited(self) -> bool:
        """Whether the text itself was changed, though its cell is locked."""
        return text_digest(self.text) != self.made_of


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewSheet:
    """A review sheet as it came back."""

    framework: str
    #: Digest of the framework that it was made of.
    digest: str
    #: Language that its proposals are in.
    language: str
    #: Who commented and when, by field: group, region, round, on; only what was filled in.
    about: Mapping[str, str]
    rows: Sequence[ReviewRow]
    #: How many rows the sheet was made with.
    made_with: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """A text as somebody would rather have it."""

    name: str
    element: str
    field: str
    #: What the text says; of an adopted one what it said when the sheet was made, empty where the sheet does not have that any more.
    before: str
    after: str
    #: Where in the definition the text stands; None where it is borrowed from a base, or is not there any more.
    path: tuple[str | int, ...] | None
    #: The text was changed in its own cell rather than proposed beside it.
    edited: bool
    #: The version says something else by now than the sheet was made of.
    stale: bool
    #: The version has these words by now.
    adopted: bool
    #: Another row has other words for the same text.
    contradicted: bool
    sheet: str
    row: int
    #: Name of the cell that its words stand in.
    cell: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Remark:
    """What a row says about a text: a comment, other words, or both."""

    text: ReviewText
    #: The comment; empty where there is only a proposal.
    said: str
    #: The words that are proposed for the text, where there are any.
    proposed: str | None
    sheet: str
    row: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Review:
    """What a review sheet says about a version."""

    proposals: Sequence[Proposal]
    #: Every row with a comment or a proposal; what is about no text of its own is about the framework as a whole, or the element it names.
    comments: Sequence[Remark]
    #: Names of rows that came back and stand for nothing in the version.
    unknown: Sequence[str]
    #: How many rows did not come back.
    missing: int
