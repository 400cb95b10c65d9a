"""The only module that opens definitions and submissions, and that writes files. What is read is bounded, strict and placed."""

import codecs
import errno
import hashlib
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from spregistry.errors import CannotWrite, DocumentError
from spregistry.finding import RULES, Finding
from spregistry.load.text.conflict_marks import CONFLICT, RESOLVE, conflict_mark
from spregistry.load.text.json_text import parse_json
from spregistry.load.text.yaml_text import parse_yaml
from spregistry.load.workbook.disguises import IS_TABLE, NO_TABLE, OLD_OFFICE, PACKAGE, SAVE_ANEW, TABLES, WORKBOOKS, disguise
from spregistry.model.document import Document, Place
from spregistry.sentence import say

#: How the names of what is still being written end; they begin with a point and the name that it is to have, then eight drawn signs.
UNFINISHED = ".part"

#: Largest document that is read, in bytes; a submission with 10,000 answers and evidence has about 2 MiB.
MAX_BYTES = 16 * 2**20

_FOREIGN_MARKS = {
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
    b"PK\x03\x04": say("a workbook or ZIP archive"),
    b"%PDF": say("a PDF file"),
    OLD_OFFICE: say("an old Office file"),
}
#: The way out where such a file is no text that was saved otherwise.
_FOREIGN_HINTS = {
    b"PK\x03\x04": say("If it is a workbook, give it its own ending: .xlsx."),
    b"%PDF": say("Choose the file that was filled in, in YAML, JSON or as a workbook (.xlsx)."),
    OLD_OFFICE: SAVE_ANEW,
}


#: What to do about an empty file of editors that is no submission.
WRITE_ANEW = say("Write it anew, or restore it from the repository's history.")


def read(path: str | os.PathLike[str], *, if_empty: str | None = None) -> Document:
    """Read a YAML or JSON file or a workbook (.xlsx), or standard input for "-".

    Args:
        path: The file.
        if_empty: What to do where it holds nothing; None for what is right of submissions.

    Raises:
        DocumentError: where the file cannot be opened, is not UTF-8, not well-formed, given a key twice, or unsafe to read.
    """
    name = os.fspath(path)
    return parse(read_bytes(name), name, if_empty=if_empty)


def parse(content: bytes, name: str, *, if_empty: str | None = None) -> Document:
    """Read the bytes of a document; its kind follows from the ending of its name, on standard input from how it begins.

    Raises:
        DocumentError: as `read`.
    """

    def refuse(code: str, message: str, place: Place | None) -> DocumentError:
        mark = conflict_mark(text) if code == "syntax-error" else None
        if mark is not None:
            return _refusal(name, code, CONFLICT, mark, RESOLVE)
        return _refusal(name, code, message, place, if_empty if code == "empty-document" else None)

    if name.casefold().endswith(WORKBOOKS) or (name == "-" and content.startswith(PACKAGE)):
        return _workbook(content, name)
    text = decode(content, name)
    if not text.strip():
        raise refuse("empty-document", say("the file is empty"), None)
    if name.casefold().endswith(TABLES):
        raise _refusal(name, "foreign-workbook", IS_TABLE, None, NO_TABLE)
    is_json = name.endswith(".json") or (name == "-" and text.lstrip()[:1] in ("{", "["))
    data, places = parse_json(text, refuse) if is_json else parse_yaml(text, refuse)
    if places is None or data is None:
        raise refuse("empty-document", say("the file holds nothing but comments or blanks"), None)
    return Document(data=data, name=name, places=places)


def _workbook(content: bytes, name: str) -> Document:
    """Read a workbook; what has the name of one and is none is told apart, because its readers see only the name."""

    def refuse(code: str, message: str, hint: str | None = None) -> DocumentError:
        return _refusal(name, code, message, None, hint)

    if not content.strip():
        raise refuse("empty-document", say("the file is empty"))
    found = disguise(content)
    if found is not None:
        raise refuse(*found)
    from spregistry.load.workbook.reading import read_workbook

    return read_workbook(content, name, refuse)


def read_bytes(name: str) -> bytes:
    """Return what a file holds, or standard input for "-".

    Raises:
        DocumentError: where it cannot be opened or is larger than `MAX_BYTES`.
    """
    try:
        if name == "-":
            if sys.stdin is None:
                raise _refusal(name, "unreadable-file", say("standard input is closed"), None)
            content = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with Path(name).open("rb") as file:
                content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise _refusal(name, "unreadable-file", cause_of(error), None) from error
    except ValueError as error:
        raise _refusal(name, "unreadable-file", say("this is not a possible file name"), None) from error
    if len(content) > MAX_BYTES:
        raise _refusal(name, "too-large", say("the file has more than {size} MiB", size=MAX_BYTES // 2**20), None)
    return content


def require_writable(path: str | os.PathLike[str]) -> None:
    """Make sure that a file may be replaced: one that somebody made read-only is not, though its folder would let it be.

    The mode decides for the superuser too, whom the system lets do everything.

    Raises:
        CannotWrite: where it may not.
    """
    try:
        mode = Path(path).stat().st_mode
    except (ValueError, OSError):
        return  # not there; what is wrong with the name is told when it is written to
    if stat.S_ISREG(mode) and not (mode & _ANYBODY_WRITES and os.access(path, os.W_OK)):
        cause = say("the file is read-only; give another name, or make it writable")
        raise CannotWrite(say("{file}: {cause}; nothing was changed", file=os.fspath(path), cause=cause))


def make_folder(path: str | os.PathLike[str]) -> None:
    """Make a folder in one that is there, unless it is there already.

    Raises:
        CannotWrite: where the folder around it is missing or not writable, or a file of that name is there.
    """
    try:
        Path(path).mkdir(exist_ok=True)
    except OSError as error:
        raise CannotWrite(say("{file}: {cause}; nothing was changed", file=os.fspath(path), cause=cause_of(error))) from error


def write_atomically(path: str | os.PathLike[str], content: bytes) -> None:
    """Write a file so that at every moment either the old or the new content stands there, whole; through a link, at its end.

    What is no plain file, such as a device or a pipe, is written to, and never replaced.

    Raises:
        CannotWrite: where the file is read-only, or its folder missing, not writable or full; the old content is then untouched.
    """
    write_pieces(path, (content,))


def write_pieces(path: str | os.PathLike[str], pieces: Iterable[bytes]) -> None:
    """Write a file as `write_atomically`, piece by piece as they are made; where making them fails, the old content is untouched too."""
    require_writable(path)
    target = Path(os.path.realpath(path))
    temporary: str | None = None
    try:
        if target.exists() and not target.is_file():
            with target.open("wb") as special:
                special.writelines(pieces)
            return
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=UNFINISHED)
        with os.fdopen(handle, "wb") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(_mode_of(target))
        Path(temporary).replace(target)
        temporary = None  # it has become the file; what fails from here on must not say that nothing was changed
    except OSError as error:
        raise CannotWrite(say("{file}: {cause}; nothing was changed", file=os.fspath(path), cause=cause_of(error))) from error
    finally:
        if temporary is not None:
            with suppress(OSError):
                Path(temporary).unlink(missing_ok=True)


def write_folder(path: str | os.PathLike[str], files: Mapping[str, bytes]) -> None:
    """Write a new folder with files, by their paths in it, so that it is there whole or not at all.

    Raises:
        CannotWrite: where something of that name is there, or the folder around it is missing, not writable or full.
    """
    target = Path(os.path.realpath(path))
    temporary: Path | None = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}.", suffix=UNFINISHED))
        for name, content in files.items():
            file = temporary / name
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
        temporary.chmod(0o777 & ~_umask())
        temporary.rename(target)
        try:
            settle(target.parent)
        except OSError:
            target.rename(temporary)  # so that nothing is there, as is said
            raise
    except OSError as error:
        if temporary is not None:
            shutil.rmtree(temporary, ignore_errors=True)
        raise CannotWrite(say("{file}: {cause}; nothing was changed", file=os.fspath(path), cause=cause_of(error))) from error


def digest_of_file(path: Path) -> str:
    """Return "sha256:" and the hexadecimal SHA-256 of what a file of any size holds.

    Raises:
        DocumentError: where it cannot be opened.
    """
    try:
        with path.open("rb") as file:
            return "sha256:" + hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise _refusal(str(path), "unreadable-file", cause_of(error), None) from error


def digests_with_other_line_ends(path: Path) -> tuple[str, str]:
    """Return the digests, as `digest_of_file`, of what a file would hold with the line ends of Unix, and with those of Windows.

    Raises:
        DocumentError: where it cannot be opened.
    """
    unix, windows = hashlib.sha256(), hashlib.sha256()
    try:
        with path.open("rb") as file:
            for line in file:
                text = line.removesuffix(b"\n").removesuffix(b"\r") if line.endswith(b"\r\n") else line.removesuffix(b"\n")
                unix.update(text + b"\n" if line.endswith(b"\n") else text)
                windows.update(text + b"\r\n" if line.endswith(b"\n") else text)
    except OSError as error:
        raise _refusal(str(path), "unreadable-file", cause_of(error), None) from error
    return f"sha256:{unix.hexdigest()}", f"sha256:{windows.hexdigest()}"


def settle(folder: Path) -> None:
    """Have the system put down which names a folder holds, where it can be asked to.

    Raises:
        OSError: where it cannot.
    """
    if os.name != "nt":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _mode_of(target: Path) -> int:
    if target.exists():
        return target.stat().st_mode & 0o777
    return 0o666 & ~_umask()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def decode(content: bytes, name: str) -> str:
    """Return the text that UTF-8 bytes hold, without a mark that they are UTF-8.

    Raises:
        DocumentError: where they are none.
    """
    for mark, kind in _FOREIGN_MARKS.items():
        if content.startswith(mark):
            raise _refusal(name, "not-text", say("the file is {kind}, not UTF-8 text", kind=kind), None, _FOREIGN_HINTS.get(mark))
    if b"\0" in content:
        raise _refusal(name, "not-text", say("the file is binary, not text"), None)
    content = content.removeprefix(codecs.BOM_UTF8)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = len(content[content.rfind(b"\n", 0, error.start) + 1 : error.start].decode("utf-8")) + 1
        byte = f"0x{content[error.start]:02X}"
        message = say("the byte {byte} is not UTF-8; the file seems to be saved in another encoding", byte=byte)
        raise _refusal(name, "not-text", message, Place(line=line, column=column)) from error


_ANYBODY_WRITES = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH

#: Why the commonest operations fail; what else the system says is told as it says it.
_CAUSES = {
    errno.ENOENT: say("no such file or directory"),
    errno.EACCES: say("permission denied"),
    errno.EISDIR: say("is a directory"),
    errno.ENOTDIR: say("not a directory"),
    errno.ENOSPC: say("no space left on device"),
    errno.EROFS: say("read-only file system"),
}


def cause_of(error: OSError) -> str:
    """Return why the system refused, as the end of a sentence."""
    return _CAUSES.get(error.errno or 0) or (error.strerror or str(error)).lower()


def _refusal(name: str, code: str, message: str, place: Place | None, hint: str | None = None) -> DocumentError:
    return DocumentError(
        Finding(
            code=code,
            severity=RULES[code].severity,
            message=message,
            hint=hint or RULES[code].fix,
            file=name,
            line=place.line if place else None,
            column=place.column if place else None,
        )
    )
