"""What a file is that has the name of a workbook and is none, and what to do with it: names are all that people see of a file."""

import re
from typing import NamedTuple

from spregistry.sentence import Sentence, say

#: Endings of names of workbooks, also of those that are only told what they are.
WORKBOOKS = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".xls", ".xlt", ".ods", ".ots", ".fods")

#: Endings of names of tables of plain text.
TABLES = (".csv", ".tsv")

PACKAGE, OLD_OFFICE = b"PK", b"\xd0\xcf\x11\xe0"

#: The way out where a spreadsheet program can turn the file into a workbook.
SAVE_ANEW = say("Open it in Excel or LibreOffice, save it there as an Excel workbook (.xlsx), and give that.")

#: What is said of a table of plain text where a workbook or another document is wanted, and the way out.
IS_TABLE = say("the file is a table of plain text (CSV), and no workbook")
NO_TABLE = say("Give the workbook itself, as it was before it was exported: a table of plain text has lost which cell answers what.")

#: How much is looked at to tell what text is.
_BEGINNING = 4096
_MARKUP = re.compile(r"\s*<")
_YAML = re.compile(r"(?m)^(?:format|framework|answers)\s*:")
_SEPARATORS = ",;\t|"


class Disguise(NamedTuple):
    """A finding code, what the file really is, and the way out; None for that of the code."""

    code: str
    message: Sentence
    hint: Sentence | None = None


def disguise(content: bytes) -> Disguise | None:
    """Return what bytes with the name of a workbook are, where they are no package; None where they are one."""
    if content.startswith(OLD_OFFICE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            return Disguise("locked-workbook", say("the workbook is protected by a password"))
        if "Workbook".encode("utf-16-le") in content:
            return Disguise("foreign-workbook", say("the file is a workbook of an older Excel (.xls)"), SAVE_ANEW)
        return Disguise("foreign-workbook", say("the file is an old Office file; save it as an Excel workbook (.xlsx)"), SAVE_ANEW)
    if content.startswith(PACKAGE):
        return None
    if content.startswith(b"%PDF"):
        hint = say("Ask for the workbook that it was printed from: a PDF file holds no cells.")
        return Disguise("foreign-workbook", say("the file is a PDF file with the name of a workbook"), hint)
    return _text(content)


def _text(content: bytes) -> Disguise:
    code, encoding = "foreign-workbook", "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    text = content[:_BEGINNING].decode(encoding, "replace")
    if "\0" in text:
        return Disguise(code, say("the file has the name of a workbook, but is none"))
    if text.lstrip().startswith(("{", "[")):
        return Disguise(code, say("the file is JSON text with the name of a workbook"), say("Give it its own ending again: .json."))
    if _MARKUP.match(text):
        return Disguise(code, say("the file is a web page or other text with tags, with the name of a workbook"), SAVE_ANEW)
    if _YAML.search(text):
        return Disguise(code, say("the file is YAML text with the name of a workbook"), say("Give it its own ending again: .yaml."))
    if any(sign in line for line in text.splitlines()[:1] for sign in _SEPARATORS):
        return Disguise(code, say("the file is a table of plain text (CSV) with the name of a workbook"), NO_TABLE)
    return Disguise(code, say("the file has the name of a workbook, but is none"))
