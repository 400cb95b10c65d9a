"""A document: plain data with the place of every value."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from spregistry.finding import Finding

#: A path into plain data: keys and positions, outermost first.
Path = Sequence[str | int]

#: Plain data: dict, list, str, int, float, bool or None. Deliberately untyped: its shape is what validation is about.
Data = Any

#: What the drop-down lists of a workbook offer, in its language, by the path of the value that is chosen there.
Offered = Mapping[tuple[str | int, ...], Sequence[str]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A position in a text, both counted from 1; in a workbook row and column of a sheet."""

    line: int
    column: int
    sheet: str | None = None


class Places(Protocol):
    """Finds where in its text a value stands."""

    def place(self, path: Path) -> Place | None:
        """Return where the value at a path begins; for a key that is absent, the place of what should hold it."""

    def spelling(self, path: Path) -> str | None:
        """Return how a value is written in the text, such as "1.10"; None where it is not a single value."""


class NoPlaces:
    """The places of data that never stood in a text."""

    def place(self, path: Path) -> Place | None:  # noqa: ARG002  # part of the protocol
        """Return None: there is no text."""
        return None

    def spelling(self, path: Path) -> str | None:  # noqa: ARG002  # part of the protocol
        """Return None: there is no text."""
        return None


_NOWHERE = NoPlaces()


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Document:
    """What a file holds, with its name and the place of every value."""

    data: Data
    name: str | None = None
    places: Places = _NOWHERE
    #: What was remarkable about reading it, as in a workbook where a number is typed as text.
    remarks: tuple[Finding, ...] = ()
    #: Digest of the framework that the form was made from, where the file says so.
    made_from: str | None = None
    offered: Offered = field(default_factory=dict)

    def locate(self, path: Path) -> tuple[str | None, Place | None]:
        """Return the file and the place of the value at a path, or of its nearest holder that is there."""
        return self.name, self.places.place(path)

    def spelling(self, path: Path) -> str | None:
        """Return how a single value is written, where it stood in a text."""
        return self.places.spelling(path)


class Source(Protocol):
    """What findings are about: plain data that stood in one or several files."""

    @property
    def data(self) -> Data:
        """The plain data."""

    def locate(self, path: Path) -> tuple[str | None, Place | None]:
        """Return the file and the place of the value at a path, or of its nearest holder that is there."""

    def spelling(self, path: Path) -> str | None:
        """Return how a single value is written, where it stood in a text."""


def pointer(path: Path) -> str:
    """Return a path as a JSON pointer (RFC 6901); the whole document is the empty string."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def value_at(data: Data, path: Path) -> Data:
    """Return the value at a path, or None where there is none."""
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data
