"""Which rows of a table become comments of a record: none is lost, none is taken twice, and their order does not matter. Pure."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from spregistry.evolve.consulting.consultation_rules import Case
from spregistry.evolve.consulting.fields import subject
from spregistry.evolve.consulting.former_names import Meant, Names
from spregistry.load.consultation.comment_rows import CommentRow
from spregistry.load.reporting import suggesting
from spregistry.model.canonical import digest
from spregistry.model.consultation import Comment
from spregistry.model.day import as_day
from spregistry.sentence import Sentence, say

_ID = re.compile(r"[a-z0-9-]{1,64}")
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_UNKEEPABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_LONGEST = 4000
#: Hexadecimal digits of an id that is made from what a comment says.
_DIGITS = 16

#: What two comments are compared by.
Content = tuple[Any, ...]


class Told(NamedTuple):
    """Something about one row."""

    row: CommentRow
    message: Sentence


class Known(NamedTuple):
    """A row whose comment the record, or another row, has already."""

    row: CommentRow
    #: Id of that comment.
    id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Import:
    """What becomes of every row: each is in exactly one of `added`, `known` and `refused`."""

    #: New entries of the record, by round, day and id, each with its row.
    added: Sequence[tuple[CommentRow, Mapping[str, Any]]]
    known: Sequence[Known]
    refused: Sequence[Told]
    #: What is remarkable about rows that were added.
    remarks: Sequence[Told]


class _Refused(Exception):
    """A row that is no comment; carries the reason."""

    def __init__(self, reason: Sentence) -> None:
        super().__init__(reason)
        self.reason = reason


class _Candidate(NamedTuple):
    row: CommentRow
    entry: Mapping[str, Any]
    #: Whether the row itself names the comment.
    named: bool
    #: What is to be told of how it names its element.
    told: Sentence | None

    @property
    def id(self) -> str:
        return str(self.entry["id"])

    @property
    def content(self) -> Content:
        return tuple(self.entry.get(field) for field in _COMPARED)

    @property
    def rank(self) -> tuple[Any, ...]:
        """Of several rows with the same comment the least is taken, so that their order does not matter."""
        return (not self.named, self.id, self.entry.get("draft") is None, self.entry.get("draft") or "")


_COMPARED = ("round", "element", "group", "region", "summary", "on")


def plan_import(case: Case, rows: Sequence[CommentRow], today: date) -> Import:
    """Return what becomes of each row of a table, seen from a record as it stands.

    A comment is there already where its id is. One without an id is there where another says the same: the same words, on the same
    element and day, in the same round, from the same group and region; two with ids of their own are two, whatever they say. A row whose
    id stands for other words is refused, and nothing of the record is changed. So is one that is dated on a day still to come.
    """
    candidates: list[_Candidate] = []
    refused: list[Told] = []
    reader = _Reader(case, today)
    for row in rows:
        try:
            candidates.append(reader.candidate(row))
        except _Refused as error:
            refused.append(Told(row, error.reason))
    clear, unclear = _clear(case, candidates)
    refused += unclear
    known: list[Known] = []
    taken: dict[Content, str] = {_content(comment): comment.id for comment in case.comments}
    there = {comment.id for comment in case.comments}
    added: list[_Candidate] = []
    doubled: dict[str, str] = {}
    for candidate in sorted(clear, key=lambda each: each.rank):
        if candidate.id in there:
            known.append(Known(candidate.row, candidate.id))
        elif not candidate.named and candidate.content in taken:
            known.append(Known(candidate.row, taken[candidate.content]))
        else:
            if candidate.content in taken:
                doubled[candidate.id] = taken[candidate.content]
            taken.setdefault(candidate.content, candidate.id)
            there.add(candidate.id)
            added.append(candidate)
    added.sort(key=lambda each: (each.entry["round"], each.entry.get("on") or "", each.id))
    return Import(
        added=[(each.row, each.entry) for each in added],
        known=sorted(known, key=lambda each: each.row.line),
        refused=sorted(refused, key=lambda each: each.row.line),
        remarks=[Told(each.row, remark) for each in added for remark in [*reader.remarks(each), *_doubled(each, doubled)]],
    )


def _doubled(candidate: _Candidate, doubled: Mapping[str, str]) -> list[Sentence]:
    """Say which other comment has the same words; whether somebody sent one twice, only its editors know."""
    return [say("it says the same as {id}", id=doubled[candidate.id])] if candidate.id in doubled else []


def _content(comment: Comment) -> Content:
    return (comment.round, subject(comment.element), comment.group, comment.region, comment.summary, comment.on)


def _clear(case: Case, candidates: Sequence[_Candidate]) -> tuple[list[_Candidate], list[Told]]:
    """Set apart the rows whose id stands for other words, in the record or in the table itself; which of them is meant is not guessed."""
    recorded = {comment.id: _content(comment) for comment in case.comments}
    meanings: dict[str, set[Content]] = {}
    for candidate in candidates:
        meanings.setdefault(candidate.id, set()).add(candidate.content)
    clear: list[_Candidate] = []
    refused: list[Told] = []
    for candidate in candidates:
        # An id that was made from the words stands for them, even where an editor has since shortened them.
        if candidate.named and candidate.id in recorded and recorded[candidate.id] != candidate.content:
            refused.append(Told(candidate.row, say("the record has other words under the id {id}", id=candidate.id)))
        elif candidate.id not in recorded and len(meanings[candidate.id]) > 1:
            refused.append(Told(candidate.row, say("the table has several comments under the id {id}", id=candidate.id)))
        else:
            clear.append(candidate)
    return clear, refused


class _Reader:
    """Reads a row as an entry of the record."""

    def __init__(self, case: Case, today: date) -> None:
        self.case = case
        self.today = today
        self.listing = case.consultation.listing
        self.rounds = self.listing.rounds
        self.names = Names(case)

    def candidate(self, row: CommentRow) -> _Candidate:
        """Return the comment of a row; `_Refused` where it is none."""
        cells = row.cells
        if row.surplus:
            raise _Refused(say("the row has more cells than there are headings"))
        number = self.round(cells)
        draft = cells.get("draft", "")
        element = self.element(cells.get("element", ""), number, draft)
        entry: dict[str, Any] = {"round": number, "element": element.id}
        if draft and not _DIGEST.fullmatch(draft):
            raise _Refused(say("“{text}” is no digest of a draft", text=draft[:80]))
        entry["group"] = _listed(cells.get("group", ""), self.listing.groups, _NO_GROUP)
        if cells.get("region"):
            entry["region"] = _listed(cells["region"], self.listing.regions, _NO_REGION)
        entry["summary"] = _summary(cells.get("summary", ""))
        on = cells.get("on", "")
        if on:
            entry["on"] = self.day(on, number)
        id_ = cells.get("id", "").casefold()
        if id_ and not _ID.fullmatch(id_):
            raise _Refused(say("the id “{id}” has other signs than letters a to z, digits and hyphens", id=id_[:80]))
        made = f"c-{digest([entry.get(field) for field in _COMPARED]).removeprefix('sha256:')[:_DIGITS]}"
        given = {"draft": draft} if draft else {}
        return _Candidate(row, {"id": id_ or made, **entry, **given}, bool(id_) and id_ != made, element.told)

    def round(self, cells: Mapping[str, str]) -> int:
        """Return the round of a row: as it says, else that of its draft, else that of its day, else the only one."""
        said = cells.get("round", "")
        if said:
            number = self.listing.round(said)
            if number is None:
                raise _Refused(say("there is no round “{round}”", round=said[:80]))
            return number
        tests: tuple[Callable[[int], bool], ...] = (
            lambda number: bool(cells.get("draft")) and cells["draft"] == self._digest(number),
            lambda number: bool(cells.get("on")) and self.rounds[number].start <= cells["on"] <= self.rounds[number].end,
            lambda _: True,
        )
        for fits in tests:
            found = [number for number in self.rounds if fits(number)]
            if len(found) == 1:
                return found[0]
        raise _Refused(say("it is not said which round it belongs to"))

    def _digest(self, number: int) -> str | None:
        draft = self.case.draft(number)
        return self.rounds[number].draft or (draft.digest if draft is not None else None)

    def element(self, said: str, number: int, draft: str) -> Meant:
        """Return the key of the element that a row names."""
        if not said:
            raise _Refused(say("it is not said which element it is about"))
        found = self.names.meant(said, number, draft)
        if isinstance(found, Sentence):
            raise _Refused(found)
        return found

    def day(self, said: str, number: int) -> str:
        """Return the day of a comment."""
        if as_day(said) is None:
            raise _Refused(say("“{day}” is no day; it is written YYYY-MM-DD", day=said[:80]))
        if said < self.rounds[number].start:
            raise _Refused(say("it is dated {day}, before round {number} began", day=said, number=number))
        if said > self.today.isoformat():
            raise _Refused(say("it is dated {day}, a day still to come", day=said))
        return said

    def remarks(self, candidate: _Candidate) -> list[Sentence]:
        """Return what is remarkable about a comment that is taken."""
        entry = candidate.entry
        number, said = entry["round"], [candidate.told] if candidate.told else []
        if entry.get("on", "") > self.rounds[number].end:
            said.append(say("it came on {day}, after round {number} had ended", day=entry["on"], number=number))
        if entry.get("draft") not in (None, self._digest(number)):
            said.append(say("its writer saw another state than the draft of round {number}", number=number))
        return said


_NO_GROUP = say("it is not said which group it is from")
_NO_REGION = say("it is not said which region it is from")


def _listed(said: str, names: Mapping[str, str], missing: Sentence) -> str:
    if not said:
        raise _Refused(missing)
    if said.casefold() not in names:
        raise _Refused(not_listed(said, names))
    return names[said.casefold()]


def not_listed(said: str, known: Iterable[str]) -> Sentence:
    """Say that a record does not list a name, and which one may be meant, of those in small letters that it knows."""
    return suggesting(say("“{name}” is not listed in the record", name=said[:80]), said.casefold(), known)


def _summary(said: str) -> str:
    if not said:
        raise _Refused(say("it says nothing"))
    if len(said) > _LONGEST:
        raise _Refused(say("it has {length} characters; {most} are possible", length=len(said), most=_LONGEST))
    if _UNKEEPABLE.search(said):
        raise _Refused(say("it holds a character that is no text"))
    return said
