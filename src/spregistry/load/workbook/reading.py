"""Reads a filled workbook as a submission: plain data with the sheet and cell of every value, by the map that the workbook carries."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from spregistry.errors import DocumentError
from spregistry.load.text.json_text import parse_json
from spregistry.load.workbook.package import Refuse, read_package
from spregistry.load.workbook.rows import READ, At, Row, WorkbookRows
from spregistry.load.workbook.values import BLANK, DOES_NOT_APPLY, Typed, Values, entries, text_of
from spregistry.model.canonical import canonical
from spregistry.model.document import Document, Path, Place
from spregistry.model.workbook_map import BETWEEN, FIELD_KINDS, LISTS, REST, items_list, reasons_list
from spregistry.sentence import say

#: Columns of a list that are looked at; behind the first five stand the labels of other languages.
_LANGUAGES = 40
#: Sections in the order of a submission.
_ORDER = (
    "format", "framework", "profile", "language", "organisation", "period", "currency", "assurance", "respondent", "status", "facts",
    "fact_notes", "unconfirmed_facts", "answers", "actions",
)  # fmt: skip

#: Parts of a submission that rows of details cannot be about.
_NO_DETAILS = ("format", "framework", "profile", "facts", "fact_notes", "unconfirmed_facts", "answers", "actions")

Way = tuple[str | int, ...]


class CellPlaces:
    """The places of a workbook's values."""

    def __init__(self, cells: Mapping[Way, At], spellings: Mapping[Way, str]) -> None:
        """Keep where each value stands, and how it is written there."""
        self._cells, self._spellings = cells, spellings

    def place(self, path: Path) -> Place | None:
        """Return the cell of the value at a path, or of what holds it."""
        for end in range(len(path), 0, -1):
            found = self._cells.get(tuple(path[:end]))
            if found is not None:
                return Place(line=found.row, column=found.column, sheet=found.sheet)
        return None

    def spelling(self, path: Path) -> str | None:
        """Return how a single value is written."""
        return self._spellings.get(tuple(path))


def read_workbook(content: bytes, name: str, refuse: Refuse) -> Document:
    """Read a workbook; what is remarkable about its cells stands in the document's remarks.

    Raises:
        DocumentError: where it is damaged, locked, unsafe, has macros, is no workbook, or none of this program.
    """
    package = read_package(content, refuse, lambda mark: mark in READ)
    rows = WorkbookRows(package, name, refuse)
    lists = entries(rows.table(LISTS, _LANGUAGES))
    values = Values(lists, rows.about.get("language", "en"), from_1904=package.from_1904)
    return _Reader(rows, values, refuse).document(name)


class _Reader:
    def __init__(self, rows: WorkbookRows, values: Values, refuse: Refuse) -> None:
        self.rows, self.values, self.refuse = rows, values, refuse
        self.data: dict[str, Any] = {}
        self.places: dict[Way, At] = {}
        self.spellings: dict[Way, str] = {}
        self.offered: dict[Way, Sequence[str]] = {}
        #: Kinds of answers by indicator.
        self.kinds: dict[str, str] = {}

    def document(self, name: str) -> Document:
        self.data["format"] = 1
        for key in ("framework", "profile"):
            if key in self.rows.about:
                self.data[key] = self.rows.about[key]
                self.places[key,] = At(self.rows.form_sheet, 1, 1)
        for row in self.rows.rows():
            {"facts": self._fact, "answers": self._answer}.get(row.key.section, self._detail)(row)
        self._settle()
        for row in self.rows.items():
            self._action(row)
        data = self._joined(self.data, self._carried())
        return Document(
            data={key: data[key] for key in (*_ORDER, *(key for key in data if key not in _ORDER)) if key in data},
            name=name,
            places=CellPlaces(self.places, self.spellings),
            remarks=tuple(self.rows.remarks),
            made_from=self.rows.about.get("digest"),
            offered={path: labels for path, labels in self.offered.items() if labels},
        )

    def _take(self, row: Row, name: str, path: Way, kind: str | None = None) -> Any:
        """Read a field of a row; note where it stands, and what is remarkable about it."""
        kind = kind or FIELD_KINDS.get(name) or row.kind
        if name in row.columns:
            self.places.setdefault(path, row.at(name))
            self.offered[path] = self.values.offered(f"option:{reasons_list(row.key.name)}" if name == "justification" else kind)
        if name not in row.cells:
            return BLANK
        cell = row.cells[name][1]
        if cell.error:
            self.rows.remark("error-in-cell", say("the cell holds the error {error}", error=str(cell.value)), row.at(name), path)
            return BLANK
        typed = self.values.read(kind, cell)
        if name == "justification":
            typed = Typed(self.values.reason(reasons_list(row.key.name), cell))
        if cell.formula:
            self.rows.remark("formula-in-cell", say("the cell holds a formula; its last result was taken"), row.at(name), path)
        if typed.remark is not None:
            self.rows.remark("typed-as-text", typed.remark, row.at(name), path, hint=typed.hint)
        self.places[path] = row.at(name)
        if not isinstance(typed.value, list):
            self.spellings[path] = text_of(cell)
        return typed.value

    def _detail(self, row: Row) -> None:
        section, name, _ = row.key
        if (name if section == "submission" else section) in _NO_DETAILS:
            self.rows.unread(At(row.sheet, row.number, 1))
            return
        path: Way = (name,) if section == "submission" else (section, name)
        value = _plain(self._take(row, "value", path, row.kind), row, "value")
        if value is BLANK:
            return
        if section == "submission":
            self.data[name] = value
        else:
            held = self.data.setdefault(section, {})
            if isinstance(held, dict):
                held[name] = value
            self.places.setdefault((section,), row.at("value"))

    def _fact(self, row: Row) -> None:
        id_, item = row.key.name, row.key.item
        path: Way = ("facts", id_)
        if item is not None:
            self._tick(row, self.data.setdefault("facts", {}), path, item)
            return
        value = BLANK if row.kind == "computed" else _plain(self._take(row, "value", path, row.kind), row, "value")
        parts = self._parts(row, path)
        if parts and value is not BLANK:
            main = row.main or "total"
            parts[main] = value
            self.places[*path, main] = self.places[path]
        if parts or value is not BLANK:
            self.data.setdefault("facts", {})[id_] = parts or value
        note = self._take(row, "note", ("fact_notes", id_))
        if note is not BLANK:
            self.data.setdefault("fact_notes", {})[id_] = note
        waits = _plain(self._take(row, "unconfirmed", ("unconfirmed_facts", id_)), row, "unconfirmed")
        if waits is not BLANK:
            self.data.setdefault("unconfirmed_facts", {})[id_] = waits

    def _parts(self, row: Row, path: Way) -> dict[str, Any]:
        """Read the opening value and the segments of a fact, and whether it is said not to be measured."""
        parts: dict[str, Any] = {}
        for name in row.columns:
            if name == "open" or name.startswith("segment:"):
                part = name.removeprefix("segment:")
                found = _plain(self._take(row, name, (*path, part), row.kind), row, name)
                parts |= {} if found is BLANK else {part: found}
        said = self._take(row, "not_measured", (*path, "not_measured"))
        if said is not BLANK and said is not False:
            parts["not_measured"] = said
        return parts

    def _tick(self, row: Row, holder: dict[str, Any], path: Way, item: str) -> None:
        """Read one line of a list: yes adds its item, no says that the list is answered."""
        own: Way = (*path, "/", item)
        said = self._take(row, "value", own, "tick")
        self.places.setdefault(path, row.at("value"))
        if said is BLANK:
            return
        ticked = holder.setdefault(str(path[-1]), [])
        if isinstance(ticked, list) and said is not False:
            # What says neither yes nor no stays as it was typed, so that validation refuses it at its cell.
            ticked.append(item if said is True else said)
            self.places[*path, len(ticked) - 1] = self.places[own]
            self.offered[*path, len(ticked) - 1] = self.offered[own]

    def _answer(self, row: Row) -> None:
        id_, item = row.key.name, row.key.item
        path: Way = ("answers", id_)
        if item is not None:
            holder: dict[str, Any] = {}
            holder = self.data.setdefault("answers", {}).setdefault(id_, holder)
            self._tick(row, holder, (*path, "value"), item)
            return
        self.kinds[id_] = row.kind
        self.places[path] = row.at("value")
        answer: dict[str, Any] = {}
        value = BLANK if row.kind == "computed" else self._take(row, "value", (*path, "value"), row.kind)
        if value is DOES_NOT_APPLY:
            answer["not_applicable"] = True
            self.places[*path, "not_applicable"] = row.at("value")
        elif value is not BLANK:
            answer["value"] = value
        for name in row.columns:
            if name != "value":
                found = _plain(self._take(row, name, (*path, name)), row, name)
                answer |= {} if found is BLANK or found == [] else {name: found}
        self.data.setdefault("answers", {}).setdefault(id_, {}).update(answer)

    def _settle(self) -> None:
        """A reason for not applying says so by itself, where nothing is answered; rows in which nothing is said are left out."""
        answers = self.data.get("answers", {})
        for id_, answer in answers.items():
            if "justification" not in answer or "value" in answer or "not_applicable" in answer:
                continue
            known = self.values.lists.get(self.kinds.get(id_, "").partition(":")[2])
            if known is not None and known.excluded is not None:
                self.data["answers"][id_] = {"value": known.excluded, **answer}
            else:
                answer["not_applicable"] = True
        self.data["answers"] = {id_: answer for id_, answer in answers.items() if answer}
        for key in ("answers", "facts"):
            if not self.data.get(key):
                self.data.pop(key, None)

    def _action(self, row: Row) -> None:
        actions = self.data.setdefault("actions", [])
        path: Way = ("actions", len(actions))
        action: dict[str, Any] = {}
        for name in row.columns:
            found = _plain(self._take(row, name, (*path, name)), row, name)
            action |= {} if found is BLANK else {name: found}
        if isinstance(action.get("target"), str) and isinstance(action.get("indicator"), str):
            action["target"] = self._target(row, path, action["indicator"], action["target"])
        self.places.setdefault(path, next(iter(self.places[*path, name] for name in row.columns)))
        actions.append(action)

    def _target(self, row: Row, path: Way, indicator: str, text: str) -> Any:
        """Return the answer that an action aims at as the submission has it: an option, a number, lines of a list, or what was typed."""
        kind = self.kinds.get(indicator, "")
        lines = self.values.lists.get(items_list(indicator))
        if lines is not None:
            items = [lines.find(piece) for piece in text.split(BETWEEN.strip()) if piece.strip()]
            return items if set(items) <= set(lines.by_label.values()) else text
        if kind.startswith("option:"):
            known = self.values.lists.get(kind.partition(":")[2])
            return known.find(text) if known is not None else text
        if kind in ("number", "integer", "percent"):
            figure = self.values.figure(text, percent=kind == "percent")
            if figure is not None and figure.other is not None:
                self.rows.remark("typed-as-text", figure.remark(text[:40]), row.at("target"), (*path, "target"))
            return text if figure is None else figure.number
        return text

    def _carried(self) -> dict[str, Any]:
        """Return what has no cell and is carried along."""
        text = "".join(str(cell.value) for (cell,) in self.rows.table(REST, 1) if cell is not None)
        if not text:
            return {}

        def damaged(*_: object) -> DocumentError:
            return self.refuse("damaged-workbook", say("the hidden sheet of what has no cell of its own is damaged"))

        carried, _ = parse_json(text, damaged)
        if not isinstance(carried, dict):
            raise damaged()
        return carried

    def _joined(self, cells: Any, carried: Any, path: Way = ()) -> Any:
        """Return what cells say, completed by what was carried along; of lists, first those of the cells."""
        if isinstance(cells, dict) and isinstance(carried, dict):
            both = {key: self._joined(value, carried[key], (*path, key)) if key in carried else value for key, value in cells.items()}
            return {**deepcopy(carried), **both}
        if isinstance(cells, list) and isinstance(carried, list):
            return [*cells, *carried]
        if canonical(cells) != canonical(carried):
            place = CellPlaces(self.places, {}).place(path)
            at = At(place.sheet, place.line, place.column) if place is not None and place.sheet is not None else None
            message = say("what stands in the cells was read; the workbook also carried another value along unseen, which was not")
            self.rows.remark("unread-cell", message, at, path)
        return cells


def _plain(value: Any, row: Row, name: str) -> Any:
    """Return a value; that something does not apply is an answer to questions only, and elsewhere stays as it was typed."""
    return str(row.cells[name][1].value).strip() if value is DOES_NOT_APPLY else value
