"""The only module that asks the file system what there is: what may not be looked at is told, and never taken for something that is not there."""

import errno
import os
import stat
from collections.abc import Collection, Iterator
from pathlib import Path

from spregistry.errors import DocumentError
from spregistry.finding import RULES, Finding
from spregistry.load.documents import cause_of
from spregistry.sentence import say

#: What a person may do about a file or folder that the system keeps from them.
_HINT = say("Make it readable for you, with all that is in it, and try again.")


def is_there(path: str | os.PathLike[str]) -> bool:
    """Tell whether a file or folder is there; a link counts as what it leads to.

    Raises:
        DocumentError: where the system does not say.
    """
    return _status(Path(path)) is not None


def is_file(path: str | os.PathLike[str]) -> bool:
    """Tell whether a plain file is there; as `is_there`."""
    found = _status(Path(path))
    return found is not None and stat.S_ISREG(found.st_mode)


def is_folder(path: str | os.PathLike[str]) -> bool:
    """Tell whether a folder is there; as `is_there`."""
    found = _status(Path(path))
    return found is not None and stat.S_ISDIR(found.st_mode)


def require_plain(path: str | os.PathLike[str]) -> None:
    """Make sure that what was found in a folder is no pipe or device, which might never end; only who names one may wait for it.

    Raises:
        DocumentError: where it is one, or the system does not say.
    """
    found = _status(Path(path))
    if found is not None and not (stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode)):
        raise _unreadable(Path(path), say("it is no plain file"), RULES["unreadable-file"].fix)


def is_in_sight(folder: Path) -> bool:
    """Tell whether there is a folder that can be asked about from here; one behind a folder that lets nobody through is not."""
    try:
        return folder.is_dir()
    except OSError:
        return False


def entries(folder: Path) -> list[Path]:
    """Return what stands in a folder, by name; nothing where there is no folder of that name.

    Raises:
        DocumentError: where it cannot be looked into, or is a file.
    """
    try:
        return sorted(folder.iterdir())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise _untold(folder, error) from error


def below(folder: Path, without: Collection[str] = ()) -> Iterator[Path]:
    """Yield what stands in a folder and in the folders in it, by name; nothing that is hidden, and nothing behind a link to a folder.

    Args:
        folder: The folder.
        without: Names in the folder itself that are passed over.

    Raises:
        DocumentError: where one of the folders cannot be looked into.
    """
    for path in entries(folder):
        if not path.name.startswith(".") and path.name not in without:
            yield path
            if is_folder(path) and not path.is_symlink():
                yield from below(path)


def version_folders(root: Path) -> list[Path]:
    """Return the folders in the folders of a registry, where versions stand; those of hidden folders are none.

    Raises:
        DocumentError: where one of these folders cannot be looked into: whatever it holds must not be passed over.
    """
    ids = [path for path in entries(root) if not path.name.startswith(".") and is_folder(path)]
    return [path for folder in ids for path in entries(folder) if is_folder(path)]


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except (FileNotFoundError, NotADirectoryError, ValueError):  # the last for what can be no name
        return None
    except OSError as error:
        if error.errno == errno.ELOOP:  # a link to itself leads to nothing
            return None
        raise _untold(_shut(path) if error.errno == errno.EACCES else path, error) from error


def _shut(path: Path) -> Path:
    """Return the folder on the way to a path that lets nobody through, which is the one to be mended."""
    for folder in path.parents:
        try:
            folder.stat()
        except OSError:
            continue
        return folder
    return path


def _untold(path: Path, error: OSError) -> DocumentError:
    return _unreadable(path, cause_of(error), _HINT)


def _unreadable(path: Path, message: str, hint: str) -> DocumentError:
    rule = RULES["unreadable-file"]
    return DocumentError(Finding(code="unreadable-file", severity=rule.severity, message=message, hint=hint, file=str(path)))
