"""Which versions a registry has: by their folders, and by the record of releases, which knows of those that are gone."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from spregistry.errors import DocumentError
from spregistry.finding import RULES, Finding
from spregistry.load.documents import read
from spregistry.load.folders import is_folder, is_there, version_folders
from spregistry.load.frameworks import HEADER
from spregistry.model.release import Record
from spregistry.model.version_number import number_of
from spregistry.sentence import say


class Listing(NamedTuple):
    """The folders of a registry, none of them read yet."""

    #: Exact references, by id and rising version; what is in the folder of one may still be kept from being read.
    references: tuple[str, ...]
    #: Headers in folders that are not named id/version, and so stand for nothing.
    misnamed: tuple[Path, ...]
    #: Folders named like a version that hold no header.
    headless: tuple[Path, ...]


def look_at(root: Path) -> Listing:
    """Look at the folders of a registry.

    Raises:
        DocumentError: where the root is no folder, or a folder in it cannot be looked into.
    """
    if not is_folder(root):
        read(root)  # says in the usual words why it is no folder of standards
        raise DocumentError(_not_a_folder(root))
    references, misnamed, headless = [], [], []
    for folder in version_folders(root):
        named, found = version_key(folder.name), _has_header(folder)
        if found is False:
            headless += [folder] if named else []
        elif named and re.fullmatch("[a-z0-9-]{1,64}", folder.parent.name):
            references.append(f"{folder.parent.name}@{folder.name}")
        elif found:
            misnamed.append(folder / HEADER)
    return Listing(tuple(in_order(references)), tuple(misnamed), tuple(headless))


def _has_header(folder: Path) -> bool | None:
    """Tell whether a folder holds a header; None where that cannot be asked, which is told when the version is read."""
    try:
        return is_there(folder / HEADER)
    except DocumentError:
        return None


def in_order(references: Iterable[str]) -> list[str]:
    """Return exact references by id and rising version."""
    return sorted(references, key=lambda each: (each.partition("@")[0], version_key(each.partition("@")[2]), each))


def version_key(version: str) -> tuple[int, ...]:
    """Return the numbers of a version, which versions rise by; empty for what is none."""
    return number_of(version) if re.fullmatch(r"[0-9]{1,9}\.[0-9]{1,9}\.[0-9]{1,9}", version) else ()


def gone(root: Path, record: Record, reference: str) -> Finding:
    """Return the finding about a version that was released and is not there: its folder, or the header in it."""
    folder = root.joinpath(*reference.split("@"))
    return Finding(
        code="released-changed",
        severity=RULES["released-changed"].severity,
        message=say("this was released as {framework} on {on}, and is missing", framework=reference, on=record.releases[reference].on),
        hint=say("Restore it from the repository's history; what was released is never taken away."),
        file=str(folder / HEADER if is_folder(folder) else folder),
    )


def _not_a_folder(root: Path) -> Finding:
    return Finding(
        code="unreadable-file",
        severity="error",
        message=say("this is a file, not a folder of standards"),
        hint=say("Name the folder that holds one folder per framework."),
        file=str(root),
    )
