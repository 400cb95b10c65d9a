"""Merges colleagues' parts of one submission: nothing is lost, and every conflict is told."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Literal

from spregistry.model.condition import same
from spregistry.model.document import Data, Document, Path, pointer

#: fill: what stands first stays, blanks are filled; override: a later file's answer replaces an earlier one.
Mode = Literal["fill", "override"]

#: Sections that hold one entry per fact or indicator.
_SECTIONS = ("facts", "fact_notes", "answers")
#: Sections that are lists; what is not there yet is added.
_LISTS = ("actions", "provenance")


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

    In the answers, a whole answer is taken from one file, so that its value, evidence, `by` and `on` stay together; only in answers
    with the same value are evidence and remarks joined. All documents must be mappings that name the same framework.
    """
    merger = _Merger(mode)
    for document in documents:
        merger.add(document.data, document.name or "-")
    return Merged(merger.data, tuple(merger.conflicts))


class _Merger:
    def __init__(self, mode: Mode) -> None:
        self.mode = mode
        self.data: dict[str, Data] = {}
        self.conflicts: list[Conflict] = []
        self.origin: dict[str, str] = {}

    def add(self, data: Mapping[str, Data], name: str) -> None:
        for key, value in data.items():
            if key in _SECTIONS and isinstance(value, dict):
                section = self.data.get(key)
                self.data[key] = section = section if isinstance(section, dict) else {}
                for id_, entry in value.items():
                    self._entry(section, [key, id_], entry, name)
            elif key in _LISTS and isinstance(value, list):
                known = self.data.setdefault(key, [])
                known += [deepcopy(item) for item in value if not any(_equal(item, other) for other in known)]
            else:
                self._entry(self.data, [key], value, name)

    def _entry(self, holder: dict[str, Data], path: list[str | int], value: Data, name: str) -> None:
        key = str(path[-1])
        place = pointer(path)
        if value is None or value == {}:
            holder.setdefault(key, deepcopy(value))
            return
        present = holder.get(key)
        if present is None or present == {}:
            holder[key], self.origin[place] = deepcopy(value), name
        elif path[0] == "answers" and isinstance(present, dict) and isinstance(value, dict) and _agree(present, value):
            holder[key] = _joined(present, value)
        elif not _equal(present, value):
            first = self.origin.get(place, name)
            if self.mode == "override":
                self.conflicts.append(Conflict(path=path, kept=value, kept_from=name, other=present, other_from=first))
                holder[key], self.origin[place] = deepcopy(value), name
            else:
                self.conflicts.append(Conflict(path=path, kept=present, kept_from=first, other=value, other_from=name))


def _agree(one: Mapping[str, Data], other: Mapping[str, Data]) -> bool:
    """Tell whether two answers say the same, or one of them says nothing yet."""
    keys = ("value", "not_applicable", "justification")
    said = [{key: answer[key] for key in keys if key in answer} for answer in (one, other)]
    if said[0] and said[1] and not _equal(said[0], said[1]):
        return False
    shared = [key for key in one if key in other and key not in (*keys, "evidence")]
    return all(_equal(one[key], other[key]) for key in shared)


def _joined(one: Mapping[str, Data], other: Mapping[str, Data]) -> dict[str, Data]:
    joined = {**deepcopy(dict(one)), **{key: deepcopy(value) for key, value in other.items() if key not in one}}
    if "evidence" in one and "evidence" in other:
        joined["evidence"] = [*one["evidence"], *(item for item in other["evidence"] if item not in one["evidence"])]
    return joined


def _equal(one: Any, other: Any) -> bool:
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_equal(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_equal, one, other))
    return same(one, other)
