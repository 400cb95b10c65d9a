"""What a report is made of: texts, tables and pictures in one language, ready to be set in any format. Shapes only."""

from dataclasses import dataclass
from typing import Literal

#: Whose words a text is: the program's, the standard's, or those of the submission, which nobody has checked.
Voice = Literal["interface", "standard", "submission"]


@dataclass(frozen=True, slots=True)
class Said:
    """A text, and whose words it is."""

    text: str
    voice: Voice = "interface"


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar in a table: full from 0 to `low`, light up to `high`; both from 0 to 1."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one place of a table: a first line, small lines below it, or a figure."""

    lines: tuple[Said, ...]
    #: The number behind a figure, for spreadsheets; None for text.
    value: float | None = None
    #: How a spreadsheet writes the number, such as "0.00".
    pattern: str = ""
    #: Figures and codes: they run from left to right in every language.
    figure: bool = False
    bar: Bar | None = None
    #: Stands out, such as the score among its companions.
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    title: str
    figure: bool = False
    #: Share of the width, beside those of the other columns.
    width: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; `level` counts steps into the tree, 0 for rows that stand above the others."""

    cells: tuple[Cell, ...]
    level: int = 0
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the cell at `head` of every row says what the row is about."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    head: int = 0
    #: Says how many rows are not shown, because a reader would lose their way; empty where all are.
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """One row of values of a picture, each from 0 to 100; None where there is none."""

    name: str
    low: tuple[float | None, ...]
    #: Where a value is a range, its upper end; else the same as `low`.
    high: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A threshold in a picture, such as where a band begins."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of numbers, with the words for those who do not see it and the numbers as a table.

    bars: one bar per label, the first series; a further one is drawn as marks beside it. radar: a corner per label. years: a
    small panel per series, a point per label. shares: a panel per series, a bar per label, from 0 to 1 instead.
    """

    kind: Literal["bars", "radar", "years", "shares"]
    #: A name in ASCII that no other picture of the report has.
    name: str
    title: str
    alt: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    table: Table
    marks: tuple[Mark, ...] = ()
    #: Names of "so much is certain" and "so much is still open", for the key.
    key: tuple[str, str] = ("", "")
    #: Each value as the language writes it, in the order of labels within series.
    shown: tuple[tuple[str, ...], ...] = ()
    rtl: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; a notice stands out."""

    parts: tuple[Said, ...]
    notice: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """A list of short texts."""

    items: tuple[tuple[Said, ...], ...]


Block = Paragraph | Items | Table | Picture


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a chapter under a heading."""

    name: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """One of a board's few points: what it is about, and a figure to it."""

    code: str
    text: Said
    figure: str
    #: A short remark below it.
    remark: Said | None = None


@dataclass(frozen=True, slots=True)
class Points:
    """A board's points under a heading; where there are none, the sentence that says so."""

    title: str
    points: tuple[Point, ...]
    otherwise: str
    #: What the points are, in one line.
    about: str = ""


@dataclass(frozen=True, slots=True)
class Headline:
    """The number above all others, or the range that it will lie in."""

    title: str
    shown: str
    band: Said | None
    sentences: tuple[str, ...]
    low: float | None
    high: float | None
    marks: tuple[Mark, ...]
    alt: str
    #: Score and potential differ.
    unfinished: bool = False


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A figure beside the headline."""

    title: str
    shown: str


@dataclass(frozen=True, slots=True)
class Board:
    """The page for the board."""

    #: What the report is, and what it is not; the first lines.
    caution: tuple[Said, ...]
    organisation: Said
    about: tuple[Said, ...]
    headline: Headline
    key_figures: tuple[KeyFigure, ...]
    picture: Picture | None
    strengths: Points
    gaps: Points
    changes: Points
    stamp: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """The report on one framework or profile."""

    name: str
    title: Said
    board: Board
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report in one language."""

    title: str
    language: str
    direction: str
    #: Language and direction of the standard's texts, and of the submission's.
    standard: tuple[str, str]
    submission: tuple[str, str]
    chapters: tuple[Chapter, ...]
    contents: str
    #: The day that the report is about, YYYY-MM-DD, or empty: files are dated by it, so that the same input gives the same bytes.
    day: str
    #: What the numbers below a picture are called.
    table_of: str
