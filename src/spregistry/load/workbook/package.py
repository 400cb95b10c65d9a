"""A workbook's package: from the bytes of an .xlsx file to cells, with bounded time and memory; nothing in it is run or fetched.

Written for what a form needs: values as they were last worked out, whether a formula stands behind them, and whether they show as a date
or a percentage. Namespaces are not looked at, so that all flavours of the format are read alike.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NoReturn, Protocol
from xml.parsers import expat  # what it is feared for, declared entities, is refused below

from spregistry.errors import DocumentError
from spregistry.load.workbook.cells import Cell, Enough, SheetReader, decoded
from spregistry.load.workbook.disguises import SAVE_ANEW
from spregistry.load.workbook.notes import NotesReader
from spregistry.sentence import say

#: Bounds far beyond any real form: parts of a package, bytes of one part and of all parts read, times it may unpack to, cells,
#: sheets, each of which is a part read.
_PARTS, _PART, _TOTAL, _RATIO, _CELLS, _SHEETS = 2000, 48 * 2**20, 96 * 2**20, 300, 400_000, 500
#: Small parts may unpack to many times their size.
_SMALL = 4 * 2**20

#: The ways of packing that the format has; others unpack without a bound.
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)

#: Number formats that Excel does not write down, and that show dates, or percentages.
_DATES = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_PERCENTAGES = frozenset([9, 10])
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')


class Refuse(Protocol):
    """Makes the refusal of a file."""

    def __call__(self, code: str, message: str, hint: str | None = None) -> DocumentError:
        """Return the refusal; the way out is that of the code where none is given."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, and its cells by row and column, both counted from 1; blank ones have no entry."""

    name: str
    cells: Mapping[tuple[int, int], Cell] = field(repr=False)
    #: Formulas whose result the file does not have.
    unworked: frozenset[tuple[int, int]] = frozenset()
    #: What was written onto cells as notes or comments of the spreadsheet program; only where they were asked for.
    notes: Mapping[tuple[int, int], str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Package:
    """The sheets of a workbook in their order; days are counted from 1904 in some."""

    sheets: tuple[Sheet, ...]
    from_1904: bool


def read_package(content: bytes, refuse: Refuse, wanted: Callable[[str], bool], *, notes: bool = False) -> Package:
    """Read the sheets of a workbook whose cell A1 is wanted, of others only this cell; and the notes on all of them, where asked to.

    Raises:
        DocumentError: where it is damaged, locked, unsafe, has macros, or is no workbook.
    """
    return _Reader(content, refuse, wanted).package(notes=notes)


class _Reader:
    def __init__(self, content: bytes, refuse: Refuse, wanted: Callable[[str], bool]) -> None:
        self._refuse, self._wanted = refuse, wanted
        self._left, self._cells = _TOTAL, _CELLS
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise refuse("damaged-workbook", say("the workbook is damaged: its package cannot be unpacked")) from error
        if len(self._archive.infolist()) > _PARTS:
            self._unsafe()
        self._names = {info.filename: info for info in self._archive.infolist()}

    def package(self, *, notes: bool) -> Package:
        self._look()
        main = self._related("", "_rels/.rels").get("officeDocument", ["xl/workbook.xml"])[0]
        folder, _, name = main.rpartition("/")
        targets = self._relations(folder, f"{folder}/_rels/{name}.rels")
        book = _Book(self._unsafe)
        self._parse(main, book.start, None)
        by_kind = self._related(folder, f"{folder}/_rels/{name}.rels")
        strings = self._strings(by_kind.get("sharedStrings", [None])[0])
        shows = self._styles(by_kind.get("styles", [None])[0])
        sheets = []
        for title, relation in book.sheets:
            # A sheet without its part is refused as damage: its answers would silently be lost.
            reader = SheetReader(strings, shows, self._wanted, self._count)
            part = targets.get(relation, "")
            self._parse(part, reader.start, reader.end, reader.text)
            sheets.append(Sheet(title, reader.cells, frozenset(reader.unworked), self._notes(part) if notes else {}))
        return Package(tuple(sheets), book.from_1904)

    def _notes(self, sheet: str) -> dict[tuple[int, int], str]:
        """Return what stands on cells of a sheet; of conversations their words, not what they leave behind for older programs."""
        folder, _, name = sheet.rpartition("/")
        related = self._related(folder, f"{folder}/_rels/{name}.rels")
        found: dict[tuple[int, int], str] = {}
        for part in [*related.get("comments", ()), *related.get("threadedComment", ())]:
            reader = NotesReader(self._count)
            self._parse(part, reader.start, reader.end, reader.text)
            found.update(reader.found)
        return found

    def _look(self) -> None:
        """Refuse what is no workbook, or none that anybody should open."""
        names = self._names
        if any(info.flag_bits & 1 for info in names.values()):
            raise self._refuse("locked-workbook", say("the workbook is protected by a password"))
        if "mimetype" in names and "content.xml" in names:
            message = say("the file is an OpenDocument file; save it as an Excel workbook (.xlsx)")
            raise self._refuse("foreign-workbook", message, SAVE_ANEW)
        if any(name.rpartition("/")[2].casefold() == "vbaproject.bin" for name in names):
            raise self._refuse("macro-workbook", say("the workbook has macros; forms of this program have none"))
        if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
            raise self._refuse("foreign-workbook", say("the file is a package, but no Excel workbook"))
        if "xl/workbook.bin" in names:
            raise self._refuse("foreign-workbook", say("the file is a binary Excel workbook (.xlsb)"), SAVE_ANEW)

    def _related(self, folder: str, name: str) -> dict[str, list[str]]:
        """Return the targets of relations by kind."""
        found: dict[str, list[str]] = {}

        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag == "Relationship" and attributes.get("TargetMode") != "External":
                kind = attributes.get("Type", "").rpartition("/")[2]
                found.setdefault(kind, []).append(_target(folder, attributes.get("Target", "")))

        if name in self._names:
            self._parse(name, start, None)
        return found

    def _relations(self, folder: str, name: str) -> dict[str, str]:
        """Return the targets of relations by their ids."""
        found: dict[str, str] = {}

        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag == "Relationship" and attributes.get("TargetMode") != "External":
                found[attributes.get("Id", "")] = _target(folder, attributes.get("Target", ""))

        if name in self._names:
            self._parse(name, start, None)
        return found

    def _strings(self, name: str | None) -> list[str]:
        strings = _Strings(self._count)
        if name is not None:
            self._parse(name, strings.start, strings.end, strings.text)
        return strings.found

    def _styles(self, name: str | None) -> list[Literal["date", "percentage"] | None]:
        styles = _Styles()
        if name is not None:
            self._parse(name, styles.start, styles.end)
        return styles.shows

    def _count(self) -> None:
        self._cells -= 1
        if self._cells < 0:
            self._unsafe()

    def _unsafe(self) -> NoReturn:
        raise self._refuse("unsafe-workbook", say("the workbook unpacks to far more than any form has, and is not opened"))

    def _bytes(self, name: str) -> bytes:
        info = self._names.get(name)
        if info is None:
            raise self._refuse("damaged-workbook", say("the workbook is damaged: a part of its package is missing"))
        self._left -= info.file_size
        if info.file_size > _PART or self._left < 0 or info.file_size > max(_SMALL, _RATIO * info.compress_size):
            self._unsafe()
        damaged = self._refuse("damaged-workbook", say("the workbook is damaged: a part of its package cannot be unpacked"))
        if info.compress_type not in _PACKINGS:
            raise damaged
        try:
            # Only where it is told how much to read does it unpack no more; where the package lies about that, its checksum tells.
            with self._archive.open(info) as part:
                return part.read(info.file_size)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
            raise damaged from error

    def _parse(self, name: str, start: Any, end: Any, text: Any = None) -> None:
        parser = expat.ParserCreate()
        parser.buffer_text = True

        def refuse_declarations(*_: object) -> NoReturn:
            raise self._refuse("unsafe-workbook", say("the workbook declares entities of its own, which no spreadsheet program does"))

        parser.StartDoctypeDeclHandler = refuse_declarations
        parser.EntityDeclHandler = refuse_declarations
        parser.StartElementHandler = lambda tag, attributes: start(_local(tag), attributes)
        if end is not None:
            parser.EndElementHandler = lambda tag: end(_local(tag))
        if text is not None:
            parser.CharacterDataHandler = text
        try:
            parser.Parse(self._bytes(name), True)
        except Enough:
            return
        except DocumentError:
            raise
        except (expat.ExpatError, ValueError, LookupError) as error:  # a look-up: of an encoding that nobody knows
            raise self._refuse("damaged-workbook", say("the workbook is damaged: one of its parts is not well-formed")) from error


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]


def _target(folder: str, target: str) -> str:
    """Return where in the package a relation points to."""
    if target.startswith("/"):
        return target[1:]
    parts = folder.split("/") if folder else []
    for step in target.split("/"):
        if step == "..":
            parts = parts[:-1]
        elif step != ".":
            parts.append(step)
    return "/".join(parts)


class _Book:
    """Collects the names of sheets."""

    def __init__(self, refuse: Callable[[], NoReturn]) -> None:
        self.sheets: list[tuple[str, str]] = []
        self.from_1904 = False
        self._refuse = refuse

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet":
            relation = next((value for name, value in attributes.items() if _local(name) == "id" and ":" in name), "")
            self.sheets.append((attributes.get("name", ""), relation))
            if len(self.sheets) > _SHEETS:
                self._refuse()
        elif tag == "workbookPr":
            self.from_1904 = attributes.get("date1904") in ("1", "true")


class _Strings:
    """Collects shared texts; what is written above their letters to be read aloud is left out."""

    def __init__(self, count: Callable[[], None]) -> None:
        self.found: list[str] = []
        self._pieces: list[str] = []
        self._inside = self._aloud = False
        self._count = count

    def start(self, tag: str, _: dict[str, str]) -> None:
        if tag == "si":
            self._count()
            self._pieces = []
        elif tag == "rPh":
            self._aloud = True
        elif tag == "t":
            self._inside = not self._aloud

    def text(self, text: str) -> None:
        if self._inside:
            self._pieces.append(text)

    def end(self, tag: str) -> None:
        if tag == "si":
            self.found.append(decoded("".join(self._pieces)))
        elif tag == "rPh":
            self._aloud = False
        elif tag == "t":
            self._inside = False


class _Styles:
    """Collects what each style of a cell shows."""

    def __init__(self) -> None:
        self.shows: list[Literal["date", "percentage"] | None] = []
        self._formats: dict[str, str] = {}
        self._inside = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "numFmt":
            self._formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif tag == "cellXfs":
            self._inside = True
        elif tag == "xf" and self._inside:
            self.shows.append(self._kind(attributes.get("numFmtId", "0")))

    def end(self, tag: str) -> None:
        if tag == "cellXfs":
            self._inside = False

    def _kind(self, number: str) -> Literal["date", "percentage"] | None:
        if number in self._formats:
            code = _LITERAL.sub("", self._formats[number]).casefold()
            return "percentage" if "%" in code else "date" if any(letter in code for letter in "dmyhs") and "general" not in code else None
        if not number.isdigit():
            return None
        return "date" if int(number) in _DATES else "percentage" if int(number) in _PERCENTAGES else None
