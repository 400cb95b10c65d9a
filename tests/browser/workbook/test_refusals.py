"""A file that is no workbook of a form, or none that anybody should open, is refused for the same reason as on the command line."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

import spregistry
from browser.assessment.form import Form
from browser.workbook.excel import Excel
from browser.workbook.readers import frameworks_of, read_both
from spregistry.errors import DocumentError
from spregistry.load.documents import parse
from spregistry.load.languages.translations import untranslated
from spregistry.publish.workbook.workbook import workbook

ROOT = Path(__file__).parents[3]
CASES = sorted(path for path in (ROOT / "tests/cases/submissions/invalid").glob("*-workbook/*.xls*"))

Damage = Callable[[bytes], bytes]


@pytest.fixture(scope="module")
def whole() -> bytes:
    """A workbook that is read without a word."""
    return workbook(untranslated(frameworks_of("flat")[0]))


def refusal(content: bytes) -> str | None:
    """Return why the command line refuses a file."""
    try:
        parse(content, "book.xlsx")
    except DocumentError as error:
        return error.finding.code
    return None


def repacked(content: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """Return a package with some of its parts changed, or left out."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = change(name, old.read(name))
            if part is not None:
                new.writestr(name, part)
    return buffer.getvalue()


def without(name: str) -> Damage:
    return lambda content: repacked(content, lambda part, text: None if part == name else text)


def replacing_part(old: str, new: str) -> Damage:
    def renamed(content: bytes) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(buffer, "w") as after:
            for name in before.namelist():
                after.writestr(new if name == old else name, before.read(name))
        return buffer.getvalue()

    return renamed


def with_parts(count: int) -> Damage:
    def more(content: bytes) -> bytes:
        buffer = io.BytesIO(content)
        with zipfile.ZipFile(buffer, "a") as package:
            for number in range(count):
                package.writestr(f"xl/media/{number}", b"")
        return buffer.getvalue()

    return more


def lying(content: bytes) -> bytes:
    """Say of a part that unpacks to 64 MB that it has a hundred bytes."""
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = squeezer.compress(b" " * 2**26) + squeezer.flush()
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(name, packed if name == "xl/styles.xml" else old.read(name))
    lied = bytearray(buffer.getvalue())
    styles = b"xl/styles.xml"
    local = lied.index(styles) - 30
    central = lied.rindex(styles) - 46
    struct.pack_into("<H", lied, local + 8, 8)
    struct.pack_into("<H", lied, central + 10, 8)
    struct.pack_into("<I", lied, local + 22, 100)
    struct.pack_into("<I", lied, central + 24, 100)
    return bytes(lied)


def replacing(old: bytes, new: bytes, part: str) -> Damage:
    return lambda content: repacked(content, lambda name, text: text.replace(old, new) if name == part else text)


#: More cells than any form has, each of them a formula without a result.
FORMULAS = b"".join(b"<c><f>%d</f></c>" % number for number in range(100_000, 500_001)) + b"</row></sheetData>"


def carrying(content: bytes, rest: str) -> bytes:
    """Put a text into the hidden sheet of what has no cell."""
    book = load_workbook(io.BytesIO(content))
    book["spregistry rest"]["A2"] = rest
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


DAMAGES: dict[str, Damage] = {
    "a byte flipped": lambda content: content[:3000] + bytes([content[3000] ^ 1]) + content[3001:],
    "cut": lambda content: content[: len(content) // 2],
    "cut at the end": lambda content: content[:-10],
    "the list only": lambda content: content[content.index(b"PK\x01\x02") :],
    "no content types": without("[Content_Types].xml"),
    "no book": without("xl/workbook.xml"),
    "no strings": without("xl/sharedStrings.xml"),
    "no styles": without("xl/styles.xml"),
    "no sheet": without("xl/worksheets/sheet2.xml"),
    "no relations": without("xl/_rels/workbook.xml.rels"),
    "a text that is not there": replacing(b't="s"><v>', b't="s"><v>9999', "xl/worksheets/sheet2.xml"),
    "a number that is none": replacing(b"</row></sheetData>", b"<c><v>1_0</v></c></row></sheetData>", "xl/worksheets/sheet2.xml"),
    "a binary workbook": replacing_part("xl/workbook.xml", "xl/workbook.bin"),
    "too many parts": with_parts(3000),
    "too many sheets": replacing(b"<sheets>", b"<sheets>" + b'<sheet name="x" sheetId="9" r:id="rId1"/>' * 501, "xl/workbook.xml"),
    "too many formulas without a result": replacing(b"</row></sheetData>", FORMULAS, "xl/worksheets/sheet2.xml"),
    "lying about a size": lying,
    "a part not well-formed": replacing(b"</sheets>", b"</sheet>", "xl/workbook.xml"),
    "an entity that nobody declared": replacing(b"<sheets>", b"<sheets>&x;", "xl/workbook.xml"),
    "an entity that somebody declared": replacing(b"<workbook ", b'<!DOCTYPE w [<!ENTITY x "y">]><workbook ', "xl/workbook.xml"),
    "a carried part that is none": lambda content: carrying(content, "[1, 2]"),
    "a newer form": replacing(b"<t>1</t>", b"<t>99</t>", "xl/sharedStrings.xml"),
    "other marks": replacing(b"spregistry form", b"somebody's form", "xl/sharedStrings.xml"),
    "no package": lambda _: b"PK\3\4 and nothing else",
    "glued behind a text": lambda content: b"some text\n" * 10 + content,
}


@pytest.mark.parametrize("case", CASES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_bad_workbooks_are_refused_alike(case: Path, excel: Excel) -> None:
    content = case.read_bytes()
    assert excel.read(content)["refused"]["kind"] == refusal(content) == case.parent.name


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=[*DAMAGES])
def test_damages_are_refused_alike(damage: Damage, excel: Excel, whole: bytes) -> None:
    assert "refused" not in excel.read(whole)
    content = damage(whole)
    assert refusal(content) is not None
    assert excel.read(content)["refused"]["kind"] == refusal(content)


def test_a_package_behind_something_else_is_read_alike(excel: Excel, whole: bytes) -> None:
    read_both(excel, whole[:1000] + whole)


@pytest.mark.parametrize("size", [2, 21, 22, 100])
def test_beginnings_of_a_workbook_are_damaged(size: int, excel: Excel, whole: bytes) -> None:
    assert excel.read(whole[:size])["refused"]["kind"] == "damaged-workbook"


@pytest.mark.parametrize("case", CASES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_form_says_why_and_changes_nothing(case: Path, open_form: Callable[..., Form]) -> None:
    said = {
        "damaged-workbook": "The workbook is damaged",
        "foreign-workbook": "This workbook is none of these forms",
        "locked-workbook": "protected by a password",
        "macro-workbook": "has macros",
        "unsafe-workbook": "do not open it elsewhere",
    }
    form = open_form().begin()
    before = form.saved()
    form.go("start").open(case)
    dialog = form.dialog()
    words = dialog.inner_text()
    expected = "This file is a table of plain text (CSV)" if case.stem == "comma-separated" else said[case.parent.name]
    assert expected in words
    assert "Nothing was changed." in words
    dialog.get_by_role("button", name="Close").last.click()
    assert form.saved() == before


def test_a_web_page_with_the_name_of_a_workbook_is_called_one(open_form: Callable[..., Form], as_file: Callable[..., Path]) -> None:
    form = open_form().begin()
    form.go("start").open(as_file(b"<html><table><tr><td>1</td></tr></table></html>", "export.xls"))
    assert "save it there as an Excel workbook (.xlsx)" in form.dialog().inner_text()


def test_a_workbook_of_another_standard_is_explained(open_form: Callable[..., Form], as_file: Callable[..., Path], whole: bytes) -> None:
    form = open_form().begin()
    path = as_file(whole, "other.xlsx")
    form.go("start").open(path)
    assert f"answers {spregistry.read(path).data['framework']}" in form.dialog().inner_text()
