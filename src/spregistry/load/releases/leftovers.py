"""What a release that was broken off leaves behind: recognised, never believed, and removed by the next one.

What a release made carries a mark until its event is on record. So a broken release is told from one whose event was cut off the record.
"""

import re
import secrets
import shutil
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

from spregistry.errors import BrokenRecord, CannotWrite
from spregistry.finding import RULES, Finding
from spregistry.load.documents import UNFINISHED, cause_of, settle
from spregistry.load.folders import entries, is_file, is_folder, is_there, version_folders
from spregistry.model.release import ARTEFACTS, RECORD, RELEASE, Record
from spregistry.sentence import say

#: The mark: an empty file beside what a release made. It comes to be together with the folder, and goes after the event is on record.
UNRECORDED = ".unrecorded"


def clear(folder: Path) -> None:
    """Remove what a broken release of a version left; to be called by the only writer, for a version that is not on record.

    Args:
        folder: The folder of the version; one in it that holds what no release makes is somebody's, and is left alone.

    Raises:
        CannotWrite: where it cannot be removed, or holds what no release makes.
        DocumentError: where it cannot be looked into.
    """
    standing = folder / RELEASE
    there = is_there(standing)
    if there or standing.is_symlink():
        strange = _strange(standing)
        if strange:
            said = say("{folder} holds “{name}”, which no release makes; move it elsewhere", folder=str(standing), name=strange[0])
            raise CannotWrite(said)
    try:
        if there:
            # First by another name: a folder that lost its mark before its files would look like a release whose event was cut off.
            standing.rename(folder / f".{RELEASE}.{secrets.token_hex(4)}{UNFINISHED}")
        for path in _staged(folder):
            shutil.rmtree(path)
        for path in _half_written(folder.parents[1]):
            path.unlink()
    except OSError as error:
        raise CannotWrite(say("{file}: {cause}; nothing was changed", file=str(folder), cause=cause_of(error))) from error


def _strange(path: Path) -> list[str]:
    """Return what of a folder no release makes, the folder itself where it is none."""
    return sorted(each.name for each in entries(path) if each.name not in {*ARTEFACTS, UNRECORDED}) if _is_folder(path) else [path.name]


def _is_folder(path: Path) -> bool:
    return is_folder(path) and not path.is_symlink()


def _staged(folder: Path) -> list[Path]:
    """Return folders in which a release was being written; what has another name or holds anything else is somebody's."""
    return [path for path in entries(folder) if _is_unfinished(path, RELEASE) and not _strange(path)]


def _half_written(root: Path) -> list[Path]:
    """Return records that were being written."""
    return [path for path in entries(root) if _is_unfinished(path, RECORD) and is_file(path) and not path.is_symlink()]


def _is_unfinished(path: Path, name: str) -> bool:
    """Tell whether a file or folder is named as this program names what is to become `name`, and nothing else is likely to be."""
    return re.fullmatch(rf"\.{re.escape(name)}\.[a-z0-9_]{{8}}{re.escape(UNFINISHED)}", path.name) is not None


def unfinished(root: Path, record: Record) -> Iterator[Path]:
    """Yield what releases that were broken off left, of versions that are not on record.

    Args:
        root: The folder of all standards.
        record: What was released.

    Raises:
        DocumentError: where a folder cannot be looked into.
    """
    for folder in version_folders(root):
        if f"{folder.parent.name}@{folder.name}" not in record.releases:
            standing = folder / RELEASE
            yield from [standing] if is_there(standing / UNRECORDED) else []
            yield from _staged(folder)


def is_cut_off(root: Path, record: Record, reference: str) -> bool:
    """Tell whether a version has what a release made, without a mark, and no release on record; arguments and errors as `unfinished`."""
    standing = root.joinpath(*reference.split("@"), RELEASE)
    unmarked = any(is_there(standing / name) for name in ARTEFACTS) and not is_there(standing / UNRECORDED)
    return unmarked and reference not in record.releases


def cut_off(root: Path, record: Record, only: Collection[str] | None = None) -> Iterator[Finding]:
    """Yield a finding for each version of which `is_cut_off` tells so; of `only` some exact references, where those are given.

    Raises:
        DocumentError: as `unfinished`.
    """
    for folder in version_folders(root):
        standing, reference = folder / RELEASE, f"{folder.parent.name}@{folder.name}"
        if (only is None or reference in only) and is_cut_off(root, record, reference):
            message = say(
                "this was made by a release, and no release of {framework} is on record: its event was cut off the record, or the folder is a copy",
                framework=reference,
            )
            hint = say(
                "Restore {record} as it was published. Only where {framework} was never released, or only on a branch whose record was "
                "not kept: delete the folder.",
                record=RECORD,
                framework=reference,
            )
            rule = RULES["broken-record"]
            yield Finding(code="broken-record", severity=rule.severity, message=message, hint=hint, file=str(standing))


def require_recorded(root: Path, record: Record, only: Collection[str] | None = None) -> None:
    """Refuse what would be made of a record that has lost events; arguments as `cut_off`.

    Raises:
        BrokenRecord: where it has; with the findings of `cut_off`.
        DocumentError: as `unfinished`.
    """
    lost = [*cut_off(root, record, only)]
    if lost:
        raise BrokenRecord(lost)


def settled(root: Path, record: Record) -> None:
    """Take the marks off all releases that are on record; to be called by the only writer. Where that cannot be, the next one does."""
    with suppress(OSError):
        settle(root)  # the event first, even where the power fails between the two
        for reference in record.releases:
            mark = root.joinpath(*reference.split("@"), RELEASE, UNRECORDED)
            mark.unlink(missing_ok=True)
