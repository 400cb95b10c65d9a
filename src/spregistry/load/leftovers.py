"""What a release that was broken off leaves behind: recognised, never believed, and removed by the next one."""

import shutil
from collections.abc import Collection, Iterator
from pathlib import Path

from spregistry.errors import CannotWrite
from spregistry.load.documents import cause_of
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
        strange = sorted(path.name for path in standing.iterdir() if path.name not in made) if _is_folder(standing) else [RELEASE]
        if strange:
            said = say("{folder} holds “{name}”, which no release makes; move it elsewhere", folder=str(standing), name=strange[0])
            raise CannotWrite(said)
    try:
        for path in [*folder.glob(f".{RELEASE}.*"), *([standing] if standing.exists() else [])]:
            shutil.rmtree(path)
        # The record itself, half written.
        for path in folder.parents[1].glob(f".{RECORD}.*"):
            path.unlink()
    except OSError as error:
        raise CannotWrite(say("{file}: {cause}; nothing was changed", file=str(folder), cause=cause_of(error))) from error


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def unfinished(root: Path, record: Record) -> Iterator[Path]:
    """Yield what releases that were broken off left, of versions that are not on record."""
    for path in sorted([*root.glob(f"*/*/{RELEASE}"), *root.glob(f"*/*/.{RELEASE}.*")]):
        if f"{path.parents[1].name}@{path.parent.name}" not in record.releases:
            yield path
