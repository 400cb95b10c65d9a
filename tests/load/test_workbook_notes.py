"""Notes and conversations on cells of a workbook, as Excel writes them."""

import io
import zipfile

import openpyxl
from openpyxl.comments import Comment

from spregistry.errors import DocumentError
from spregistry.finding import Finding
from spregistry.load.workbook.package import read_package

LEFT_BEHIND = (
    "[Threaded comment]\n\nYour version of Excel allows you to read this threaded comment; however, any edits to it will get removed."
)
TALK = (
    '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
    '<threadedComment ref="B2" personId="{1}" id="{2}"><text>Is this &lt;true&gt;?</text></threadedComment>'
    '<threadedComment ref="B2" personId="{1}" id="{3}" parentId="{2}"><text>It is.</text></threadedComment>'
    "</ThreadedComments>"
)
LINK = '<Relationship Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment" Target="../threadedComments/t.xml" Id="t"/>'


def refuse(code: str, message: str, hint: str | None = None) -> DocumentError:
    return DocumentError(Finding(code=code, severity="error", message=message, hint=hint or ""))


def workbook() -> bytes:
    """Return a workbook with a note, and a conversation with what it leaves behind for programs that know none."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"] = "mark"
    book.active["A3"].comment = Comment("A plain note: kept.", "Somebody")
    book.active["B2"].comment = Comment(LEFT_BEHIND, "tc={2}")
    written = io.BytesIO()
    book.save(written)
    extended = io.BytesIO()
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(extended, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "xl/worksheets/_rels/sheet1.xml.rels":
                part = part.replace(b"</Relationships>", LINK.encode() + b"</Relationships>")
            new.writestr(name, part)
        new.writestr("xl/threadedComments/t.xml", TALK)
    return extended.getvalue()


def test_notes_and_conversations_are_read_where_they_are_asked_for() -> None:
    (sheet,) = read_package(workbook(), refuse, lambda mark: mark == "mark", notes=True).sheets
    assert sheet.notes == {(3, 1): "A plain note: kept.", (2, 2): "Is this <true>?\nIt is."}
    (sheet,) = read_package(workbook(), refuse, lambda mark: mark == "mark").sheets
    assert sheet.notes == {}
