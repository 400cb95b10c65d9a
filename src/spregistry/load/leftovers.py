"""What a release that was broken off leaves behind: recognised, never believed, and removed by the next one."""

import re
import shutil
from collections.abc import Collection, Iterator
from pathlib import Path

from spregistry.errors import CannotWrite
from spregistry.load.documents import UNFINISHED, cause_of
from spregistry.model.release import RECORD, RELEASE, Record
from spregistry.sentence import say


def clear(folder: Path, made: Collection[str]) -> None:
    """Remove what a broken release of a version left; to be called by the only writer, for a version that is not on record.

    Args:
        folder: The folder of the version.
        made: Names of what releases make; a folder that holds anything else is somebody's, and is left alone.

    Raises:
        CannotWrite: where it cannot be removed, or holds what no release makes.
    """
    standing = folder / RELEASE
    if standing.exists() or standing.is_symlink():
        strange = _strange(standing, made)
        if strange:
            said = say("{folder} holds “{name}”, which no release makes; move it elsewhere", folder=str(standing), name=strange[0])
            raise CannotWrite(said)
    try:
        for path in [*_staged(folder, made), *([standing] if standing.exists() else [])]:
            shutil.rmtree(path)
        for path in _half_written(folder.parents[1]):
            path.unlink()
    except OSError as error:
        raise CannotWrite(say("{file}: {cause}; nothing was changed", file=str(folder), cause=cause_of(error))) from error


def _strange(path: Path, made: Collection[str]) -> list[str]:
    """Return what of a folder no release makes, the folder itself where it is none."""
    return sorted(each.name for each in path.iterdir() if each.name not in made) if _is_folder(path) else [path.name]


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _staged(folder: Path, made: Collection[str]) -> list[Path]:
    """Return folders in which a release was being written; what has another name or holds anything else is somebody's."""
    return [path for path in sorted(folder.glob(f".{RELEASE}.*")) if _is_unfinished(path, RELEASE) and not _strange(path, made)]


def _half_written(root: Path) -> list[Path]:
    """Return records that were being written."""
    return [path for path in root.glob(f".{RECORD}.*") if _is_unfinished(path, RECORD) and path.is_file() and not path.is_symlink()]


def _is_unfinished(path: Path, name: str) -> bool:
    """Tell whether a file or folder is named as this program names what is to become `name`, and nothing else is likely to be."""
    return re.fullmatch(rf"\.{re.escape(name)}\.[a-z0-9_]{{8}}{re.escape(UNFINISHED)}", path.name) is not None


def unfinished(root: Path, record: Record, made: Collection[str]) -> Iterator[Path]:
    """Yield what releases that were broken off left, of versions that are not on record.

    Args:
        root: The folder of all standards.
        record: What was released.
        made: Names of what releases make.
    """
    for folder in sorted(path for path in root.glob("*/*") if path.is_dir()):
        if f"{folder.parent.name}@{folder.name}" not in record.releases:
            standing = folder / RELEASE
            yield from [standing] if standing.is_dir() else []
            yield from _staged(folder, made)
