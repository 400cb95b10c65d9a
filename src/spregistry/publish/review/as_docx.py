"""Sets a review document as a text document (.docx), for those who comment in a word processor; changes are underlined or struck through."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from spregistry.errors import MissingExtra
from spregistry.publish.review.chapters import KIND_AND_NAME, Chapter, Passage
from spregistry.publish.review.document import ReviewDocument
from spregistry.publish.review.word_diff import Piece
from spregistry.publish.workbook.packing import repacked
from spregistry.sentence import say

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_NEW, _GONE, _SOFT = (0x0B, 0x5D, 0x3B), (0x9B, 0x1C, 0x1C), (0x4C, 0x5A, 0x64)


def to_docx(document: ReviewDocument) -> bytes:
    """Return a review document as the bytes of a .docx file; the same document gives the same bytes.

    Raises:
        MissingExtra: where the library that writes text documents is not installed.
    """
    try:
        from docx import Document
    except ImportError as error:
        raise MissingExtra(say("A review document as DOCX"), "consult") from error
    file = Document()
    _about(file, document)
    pen = _Pen(file)
    pen.paragraph("Title", document.title)
    pen.paragraph(None, document.subtitle)
    for notice in document.notices:
        pen.paragraph("Intense Quote", notice)
    if document.marked:
        _legend(pen, document)
    for chapter in document.chapters:
        _chapter(pen, document, chapter)
    buffer = io.BytesIO()
    file.save(buffer)
    return repacked(buffer.getvalue())


def _legend(pen: "_Pen", document: ReviewDocument) -> None:
    """Say how changes are marked, and what they are in short."""
    pen.paragraph("Heading 1", document.words["legend"])
    paragraph = pen.paragraph()
    _piece(paragraph, Piece("inserted", document.words["legend-inserted"]))
    paragraph.add_run(" ")
    _piece(paragraph, Piece("deleted", document.words["legend-deleted"]))
    pen.paragraph("Heading 1", document.words["summary"])
    for line in document.summary:
        pen.paragraph("List Bullet", line)


class _Pen:
    """Writes paragraph behind paragraph.

    The library's own way looks for the end of the document, and for the style among all of them, each time anew: of a document twice as
    long it takes four times as long.
    """

    def __init__(self, file: "Document") -> None:
        self._file = file
        # The settings of the last section stand behind all paragraphs.
        self._end: Any = file.element.body.sectPr
        self._styles: dict[str, str] = {}

    def paragraph(self, style: str | None = None, text: str = "") -> "Paragraph":
        """Write a paragraph, in the usual style where none is named."""
        from docx.oxml import OxmlElement
        from docx.text.paragraph import Paragraph

        element: Any = OxmlElement("w:p")
        self._end.addprevious(element)
        if style is not None:
            if style not in self._styles:
                self._styles[style] = self._file.styles[style].style_id
            element.style = self._styles[style]
        paragraph = Paragraph(element, self._file)
        if text:
            paragraph.add_run(text)
        return paragraph


def _about(file: "Document", document: ReviewDocument) -> None:
    """Say what the file is, when by no clock, and in which language its words are checked and read aloud."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    about = file.core_properties
    about.title, about.subject, about.author, about.language = document.title, document.subtitle, "spregistry", document.language
    about.comments = ""
    about.created = about.modified = datetime(2000, 1, 1, tzinfo=UTC)
    properties: Any = file.styles["Normal"].element.get_or_add_rPr()
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), document.language)
    properties.append(language)


def _chapter(pen: _Pen, document: ReviewDocument, chapter: Chapter) -> None:
    called = KIND_AND_NAME.join(filter(None, (chapter.kind, chapter.heading)))
    pen.paragraph("Heading 2", f"{called} ({document.words[chapter.standing]})" if document.marked else called)
    if chapter.around:
        _soft(pen.paragraph(), " › ".join(chapter.around))
    for sentence in chapter.sentences:
        pen.paragraph("List Bullet", sentence)
    _passages(pen, chapter.passages)
    for beside in chapter.beside:
        pen.paragraph("Heading 3", beside.heading)
        _passages(pen, beside.passages)


def _passages(pen: _Pen, passages: Sequence[Passage]) -> None:
    for passage in passages:
        paragraph = pen.paragraph()
        # What tells how an element is scored has lines, which stand below what they are called.
        _soft(paragraph, f"{passage.label}: " if passage.of_standard else f"{passage.label}:\n")
        for piece in passage.pieces:
            _piece(paragraph, piece)


def _soft(paragraph: "Paragraph", text: str) -> None:
    from docx.shared import RGBColor

    run = paragraph.add_run(text)
    run.italic = True
    run.font.color.rgb = RGBColor(*_SOFT)


def _piece(paragraph: "Paragraph", piece: Piece) -> None:
    from docx.shared import RGBColor

    run = paragraph.add_run(piece.text)
    if piece.kind == "inserted":
        run.underline = run.bold = True
        run.font.color.rgb = RGBColor(*_NEW)
    elif piece.kind == "deleted":
        run.font.strike = True
        run.font.color.rgb = RGBColor(*_GONE)
