"""Sets a review document as a text document (.docx), for those who comment in a word processor; changes are underlined or struck through."""

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from spregistry.errors import MissingExtra
from spregistry.publish.review_document import Chapter, ReviewDocument
from spregistry.publish.word_diff import Piece
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
    file.add_heading(document.title, 0)
    file.add_paragraph(document.subtitle)
    for notice in document.notices:
        file.add_paragraph(notice, style="Intense Quote")
    file.add_heading(document.words["legend"], 1)
    paragraph = file.add_paragraph()
    _piece(paragraph, Piece("inserted", document.words["legend-inserted"]))
    paragraph.add_run(" ")
    _piece(paragraph, Piece("deleted", document.words["legend-deleted"]))
    file.add_heading(document.words["summary"], 1)
    for line in document.summary:
        file.add_paragraph(line, style="List Bullet")
    for chapter in document.chapters:
        _chapter(file, document, chapter)
    if not document.chapters:
        file.add_paragraph(document.words["nothing"])
    buffer = io.BytesIO()
    file.save(buffer)
    return repacked(buffer.getvalue())


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


def _chapter(file: "Document", document: ReviewDocument, chapter: Chapter) -> None:
    file.add_heading(f"{chapter.heading} ({document.words[chapter.standing]})", 2)
    if chapter.around:
        _soft(file.add_paragraph(), " › ".join(chapter.around))
    for sentence in chapter.sentences:
        file.add_paragraph(sentence, style="List Bullet")
    for passage in chapter.passages:
        paragraph = file.add_paragraph()
        _soft(paragraph, passage.field.replace("/", " › ") + ": ")
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
