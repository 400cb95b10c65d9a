"""Which files of a folder may be submissions, those of the folders below among them; what cannot be looked into is named."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from stat import S_ISDIR
from typing import NamedTuple

from spregistry.load.documents import cause_of
from spregistry.model.forecast import Unread

#: Endings of files that may be submissions.
_ENDINGS = (".yaml", ".yml", ".json", ".xlsx")
#: How the names begin of what programs hide, and of what they lock a file by.
_HIDDEN = (".", "~$")

#: What tells a folder from all others, by whichever name it is reached.
_Identity = tuple[int, int]


class _Inside(NamedTuple):
    """What a folder holds, each by name."""

    files: list[str | Unread]
    folders: list[str]
    #: Links to folders.
    links: list[str]


def past_submissions(folder: str) -> Iterator[str | Unread]:
    """Yield the files that may be submissions, by folder and name; and what cannot be looked into, with the reason.

    Hidden files and folders are left out. Folders that links lead to come last, except where one leads back: to a folder that was looked
    into already, or to one around the folder asked for or around the end of a link. So no folder is looked into twice.
    """
    seen: set[_Identity] = set()
    begins: list[tuple[str, frozenset[_Identity]]] = [(folder, frozenset())]
    for start, before in begins:  # grows by the links that are found
        around = before | _around(start)
        waiting = [start]
        while waiting:
            path = waiting.pop()
            try:
                identity = _identity(path)
                if identity in seen or identity in around:
                    continue
                seen.add(identity)
                inside = _inside(path)
            except OSError as error:
                yield Unread(path, cause_of(error))
                continue
            yield from inside.files
            begins += [(link, around) for link in inside.links]
            waiting += reversed(inside.folders)


def _inside(folder: str) -> _Inside:
    found = _Inside([], [], [])
    with os.scandir(folder) as entries:
        shown = sorted((entry for entry in entries if not entry.name.startswith(_HIDDEN)), key=lambda entry: entry.name)
    for entry in shown:
        path = str(Path(folder, entry.name))
        may_be_one = entry.name.lower().endswith(_ENDINGS)
        try:
            leads_to_folder = entry.is_symlink() and S_ISDIR(Path(path).stat().st_mode)
        except OSError as error:  # such as a drive that is not there
            found.files.append(path if may_be_one else Unread(path, cause_of(error)))
            continue
        if leads_to_folder:
            found.links.append(path)
        elif entry.is_dir(follow_symlinks=False):
            found.folders.append(path)
        elif may_be_one:
            found.files.append(path)
    return found


def _identity(path: str | Path) -> _Identity:
    status = Path(path).stat()
    return status.st_dev, status.st_ino


def _around(folder: str) -> frozenset[_Identity]:
    """Return the folders in which a folder lies, at the end of any link to it."""
    found = set()
    with suppress(OSError):  # it is told when it is looked into
        for each in Path(folder).resolve().parents:
            found.add(_identity(each))
    return frozenset(found)
