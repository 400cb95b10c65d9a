"""Merges colleagues' parts of one submission: nothing is lost, and every conflict is told."""

from collections.abc import Container, Hashable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Literal

from spregistry.model.document import Data, Document, Path, pointer

#: fill: what stands first stays, blanks are filled; override: a later file's answer replaces an earlier one.
Mode = Literal["fill", "override"]

#: Sections that hold one entry per fact or indicator.
_SECTIONS = ("facts", "fact_notes", "answers")
#: The facts that were carried from an earlier submission and not confirmed, each as true.
_MARKS = "unconfirmed_facts"
#: Sections that are lists; what is not there yet is added.
_LISTS = ("actions", "provenance")
#: What is said of a single file, and no answer: who filled it in, and in which language. The first one's stays.
_OF_ONE_FILE = ("language", "respondent")
#: What makes out what an answer says; the rest are remarks on it.
_SAID = ("value", "not_applicable", "justification")
#: Of an answer that was carried from an earlier submission, what one of this year takes the place of.
_REPLACED = (*_SAID, "no_evidence", "by", "on", "unconfirmed")


@dataclass(frozen=True, kw_only=True, slots=True)
class Conflict:
    """Two files that say different things about the same."""

    path: Path
    kept: Data
    kept_from: str
    other: Data
    other_from: str

    @property
    def pointer(self) -> str:
        """The place as a JSON pointer."""
        return pointer(self.path)


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged submission and where its sources differed."""

    data: dict[str, Data]
    conflicts: tuple[Conflict, ...]


def merge(documents: Sequence[Document], mode: Mode = "fill") -> Merged:
    """Merge submissions to one framework, in order.

    All documents must fit `submission.schema.json`, blanks aside. In the answers, a whole answer is taken from one file, so that its value,
    evidence, `by` and `on` stay together; only in answers with the same value are evidence and remarks joined. An answer that is carried
    from an earlier submission and `unconfirmed` yields to one of this year, in whichever file that stands; it is told only where it holds
    more than last year's answer. So does a fact under `unconfirmed_facts` to one that a colleague reports or has confirmed. Who filled a file in, and in which language, is no answer: the first one's stays, unless the respondents
    speak for different groups.
    """
    merger = _Merger(mode)
    confirmed = {id_ for document in documents for id_ in _confirmed_facts(document.data)}
    for document in documents:
        merger.add(_yielding(document.data, confirmed), document.name or "-")
    return Merged(merger.data, tuple(merger.conflicts))


class _Merger:
    def __init__(self, mode: Mode) -> None:
        self.mode = mode
        self.data: dict[str, Data] = {}
        self.conflicts: list[Conflict] = []
        self.origin: dict[str, str] = {}

    def add(self, data: Mapping[str, Data], name: str) -> None:
        for key, value in data.items():
            if key == _MARKS and isinstance(value, dict) and isinstance(self.data.get(key), dict | None):
                marks = self.data.get(key) or {}
                # One who has not confirmed a fact says so; one who says that nothing is to be confirmed may not hold it.
                self.data[key] = marks | {id_: said for id_, said in value.items() if said is True or id_ not in marks}
            elif key in _SECTIONS and isinstance(value, dict) and isinstance(self.data.get(key), dict | None):
                section = self.data.get(key)
                self.data[key] = section = section if isinstance(section, dict) else {}
                for id_, entry in value.items():
                    self._entry(section, [key, id_], entry, name)
            elif key == "extensions" and isinstance(value, dict) and isinstance(self.data.get(key), dict):
                self._deep(self.data[key], [key], value, name)
            elif key in _LISTS and isinstance(value, list) and isinstance(self.data.get(key, []), list):
                self.data[key] = _united(self.data.get(key, []), value)
            elif key == "migration" and (reports := _one_report(self.data.get(key), value)) is not None:
                self.data[key] = reports
            elif key in _OF_ONE_FILE and (kept := _one_of(self.data.get(key), value)) is not None:
                self.data[key] = kept
            else:
                self._entry(self.data, [key], value, name)

    def _deep(self, holder: dict[str, Data], path: list[str | int], value: Mapping[str, Data], name: str) -> None:
        """Merge mappings of which nobody here knows what they mean, key by key and level by level."""
        for key, inner in value.items():
            if isinstance(inner, dict) and isinstance(holder.get(key), dict):
                self._deep(holder[key], [*path, key], inner, name)
            else:
                self._entry(holder, [*path, key], inner, name)

    def _entry(self, holder: dict[str, Data], path: list[str | int], value: Data, name: str) -> None:
        key = str(path[-1])
        place = pointer(path)
        present = holder.get(key)
        if _is_blank(value):
            holder[key] = deepcopy(value) if present is None else present
            return
        if _is_blank(present):
            holder[key], self.origin[place] = deepcopy(value), name
        elif _yields(path, present, value):
            self._replace(holder, path, (value, name), (present, self.origin.get(place, name)))
            self.origin[place] = name
        elif _yields(path, value, present):
            self._replace(holder, path, (present, self.origin.get(place, name)), (value, name))
        elif path[0] == "answers" and isinstance(present, dict) and isinstance(value, dict) and _agree(present, value):
            holder[key] = _joined(present, value)
        elif not _equal(present, value):
            first = self.origin.get(place, name)
            if self.mode == "override":
                self.conflicts.append(Conflict(path=path, kept=value, kept_from=name, other=present, other_from=first))
                holder[key], self.origin[place] = deepcopy(value), name
            else:
                self.conflicts.append(Conflict(path=path, kept=present, kept_from=first, other=value, other_from=name))

    def _replace(self, holder: dict[str, Data], path: list[str | int], new: tuple[Data, str], carried: tuple[Data, str]) -> None:
        """Put an answer of this year where a carried one stands or would stand; each comes with the name of its file."""
        (answer, answer_from), (old, old_from) = (new, carried)
        remarks = {key: value for key, value in old.items() if key not in _REPLACED and value is not None}
        if _holds(answer, remarks):
            given = {key: value for key, value in answer.items() if value is not None or key not in remarks}
            holder[str(path[-1])] = deepcopy({**remarks, **given})
        else:
            self.conflicts.append(Conflict(path=path, kept=answer, kept_from=answer_from, other=old, other_from=old_from))
            holder[str(path[-1])] = deepcopy(answer)


def _confirmed_facts(data: Mapping[str, Data]) -> Iterator[str]:
    """Yield the facts that a part reports for this year: those that it does not mark as carried."""
    facts, marks = (value if isinstance(value := data.get(key), dict) else {} for key in ("facts", _MARKS))
    yield from (id_ for id_, value in facts.items() if not _is_blank(value) and marks.get(id_) is not True)


def _yielding(data: Mapping[str, Data], confirmed: Container[str]) -> Mapping[str, Data]:
    """Return a part without the carried facts that another part reports for this year, and without marks of what is confirmed."""
    marks = data.get(_MARKS)
    if not isinstance(marks, dict):
        return data
    left = {id_: said for id_, said in marks.items() if said is not True or id_ not in confirmed}
    facts = data.get("facts")
    if isinstance(facts, dict):
        facts = {id_: value for id_, value in facts.items() if marks.get(id_) is not True or id_ not in confirmed}
    kept = {key: {"facts": facts, _MARKS: left}.get(key, value) for key, value in data.items()}
    return kept if left or not marks else {key: value for key, value in kept.items() if key != _MARKS}


def _yields(path: Path, one: Data, other: Data) -> bool:
    """Tell whether an answer that was carried from an earlier submission meets one of this year; a computed figure's is signed only."""
    if path[0] != "answers" or not isinstance(one, dict) or not isinstance(other, dict):
        return False
    said = any(other.get(key) is not None for key in ("value", "not_applicable", "on"))
    return said and one.get("unconfirmed") is True and other.get("unconfirmed") is not True


def _holds(answer: Mapping[str, Data], remarks: Mapping[str, Data]) -> bool:
    """Tell whether nothing is lost where remarks on a carried answer are joined to one of this year."""
    if "evidence" in remarks and not (
        _lists(answer, remarks, "evidence") and {*map(_spelled, remarks["evidence"])} <= {*map(_spelled, answer["evidence"])}
    ):
        return False
    return all(_equal(answer[key], value) for key, value in remarks.items() if key != "evidence" and answer.get(key) is not None)


def _one_report(present: Data, value: Data) -> Data | None:
    """Return two reports of migrations as one, step by step; None where one is blank, or neither goes the way of the other to its end."""
    mine, theirs = _steps(present), _steps(value)
    shared = min(len(mine), len(theirs))
    ways = [[(step["from"], step["to"]) for step in steps[len(steps) - shared :]] for steps in (mine, theirs)]
    if not shared or ways[0] != ways[1]:
        return None
    longer = mine if len(mine) > shared else theirs
    joined = [
        {**one, **{key: _united(one[key], other[key]) for key in ("carried", "entries")}}
        for one, other in zip(mine[-shared:], theirs[-shared:], strict=True)
    ]
    return {**present, "steps": [*deepcopy(longer[:-shared]), *joined]}


def _steps(report: Data) -> list[dict[str, Data]]:
    return report["steps"] if isinstance(report, dict) else []


def _one_of(present: Data, value: Data) -> Data | None:
    """Return what stays of two languages or respondents, or None where one is blank or they speak for different groups."""
    if _is_blank(present) or _is_blank(value):
        return None
    if not isinstance(present, dict) or not isinstance(value, dict):
        return present
    groups = [respondent["group"] for respondent in (present, value) if respondent.get("group") is not None]
    if len(groups) > 1 and groups[0] != groups[1]:
        return None
    return {**present, "group": groups[0]} if groups else present


def _is_blank(value: Data) -> bool:
    """Tell whether something says nothing: null, or keys that are all null."""
    return value is None or (isinstance(value, dict) and all(inner is None for inner in value.values()))


def _agree(one: Mapping[str, Data], other: Mapping[str, Data]) -> bool:
    """Tell whether two answers say the same, or one of them says nothing yet."""
    said = [{key: answer[key] for key in _SAID if answer.get(key) is not None} for answer in (one, other)]
    if said[0] and said[1] and not _equal(said[0], said[1]):
        return False
    joined = ("evidence",) if _lists(one, other, "evidence") else ()
    shared = [key for key in one if key not in (*_SAID, *joined) and one[key] is not None and other.get(key) is not None]
    return all(_equal(one[key], other[key]) for key in shared)


def _joined(one: Mapping[str, Data], other: Mapping[str, Data]) -> dict[str, Data]:
    joined = {**deepcopy(dict(one)), **{key: deepcopy(value) for key, value in other.items() if one.get(key) is None}}
    if _lists(one, other, "evidence"):
        joined["evidence"] = _united(one["evidence"], other["evidence"])
    return joined


def _lists(one: Mapping[str, Data], other: Mapping[str, Data], key: str) -> bool:
    return isinstance(one.get(key), list) and isinstance(other.get(key), list)


def _united(first: list[Data], second: list[Data]) -> list[Data]:
    """Return a list with what only another one has behind it. What a list holds twice it goes on holding."""
    known = {_spelled(item) for item in first}
    return [*first, *(deepcopy(item) for item in second if _spelled(item) not in known)]


def _spelled(value: Data) -> Hashable:
    """Return what is the same for values that are equal, and only for these."""
    if isinstance(value, dict):
        return ("keys", frozenset((key, _spelled(inner)) for key, inner in value.items()))
    if isinstance(value, list):
        return ("items", tuple(map(_spelled, value)))
    # True is not 1, while 1.0 is.
    return ("truth", value) if isinstance(value, bool) else ("plain", value)


def _equal(one: Data, other: Data) -> bool:
    return _spelled(one) == _spelled(other)
