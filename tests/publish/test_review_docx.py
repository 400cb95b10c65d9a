"""A review document as DOCX: what it holds, and that writing it takes work in proportion to its size."""

import io
from typing import Any

import pytest
from docx import Document
from docx.oxml.xmlchemy import BaseOxmlElement

from spregistry.publish.review.as_docx import to_docx
from spregistry.publish.review.chapters import Chapter, Passage
from spregistry.publish.review.document import ReviewDocument
from spregistry.publish.review.word_diff import Piece

WORDS = ("new", "changed", "gone", "same", "inserted", "deleted", "legend", "legend-inserted", "legend-deleted", "summary", "nothing")


def document(chapters: int) -> ReviewDocument:
    """Return a document in which each of so many indicators was reworded and reweighted."""
    pieces = [Piece("same", "Does it "), Piece("deleted", "hear"), Piece("inserted", "listen"), Piece("same", "?")]
    changed = [
        Chapter(
            element=f"i-{at}",
            kind="",
            heading=f"1.{at} It listens",
            around=("1 Care",),
            standing="changed",
            sentences=("Its weight was 1 and is 2.",),
            passages=[Passage(label="Question", pieces=pieces)],
        )
        for at in range(chapters)
    ]
    return ReviewDocument(
        title="Demonstration",
        subtitle="What changes",
        notices=["Round 1"],
        summary=["Reworded: 1"],
        chapters=changed,
        language="en",
        interface="en",
        words={word: f"<{word}>" for word in WORDS},
    )


def test_paragraphs_stand_in_their_order_and_styles() -> None:
    content = to_docx(document(1))
    assert [
        (paragraph.style.name if paragraph.style else None, paragraph.text) for paragraph in Document(io.BytesIO(content)).paragraphs
    ] == [
        ("Title", "Demonstration"),
        ("Normal", "What changes"),
        ("Intense Quote", "Round 1"),
        ("Heading 1", "<legend>"),
        ("Normal", "<legend-inserted> <legend-deleted>"),
        ("Heading 1", "<summary>"),
        ("List Bullet", "Reworded: 1"),
        ("Heading 2", "1.0 It listens (<changed>)"),
        ("Normal", "1 Care"),
        ("List Bullet", "Its weight was 1 and is 2."),
        ("Normal", "Question: Does it hearlisten?"),
    ]
    assert to_docx(document(1)) == content


def looked_through(chapters: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """Return how many elements the library has before it whenever it looks for one of them while a document is written."""
    count = 0

    def counting(search: Any) -> Any:
        def counted(self: BaseOxmlElement, *arguments: Any) -> Any:
            nonlocal count
            count += len(self)
            return search(self, *arguments)

        return counted

    with monkeypatch.context() as patched:
        for name in ("first_child_found_in", "xpath"):
            patched.setattr(BaseOxmlElement, name, counting(getattr(BaseOxmlElement, name)))
        to_docx(document(chapters))
    return count


def test_twice_as_many_changes_take_twice_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    few, many = (looked_through(chapters, monkeypatch) for chapters in (200, 400))
    assert few > 0
    assert many < 2.2 * few
