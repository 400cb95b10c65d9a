"""The user's cache: what can be made again, kept so that it need not be; the folder may be deleted at any time."""

import os
from contextlib import suppress
from pathlib import Path

from spregistry.errors import CannotWrite, DocumentError
from spregistry.load.documents import read_bytes, write_atomically


def folder() -> Path:
    """Return the folder of the cache; the environment variable SPREGISTRY_CACHE names another one."""
    home = os.environ.get("SPREGISTRY_CACHE")
    if home is None:
        import platformdirs

        home = platformdirs.user_cache_dir("spregistry", appauthor=False)
    return Path(home)


def find(name: str) -> bytes | None:
    """Return what was kept under a name, or None."""
    with suppress(DocumentError):
        return read_bytes(str(folder() / name))
    return None


def keep(name: str, content: bytes) -> None:
    """Keep something under a name; where that cannot be written, it is made again next time."""
    path = folder() / name
    with suppress(OSError, CannotWrite):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, content)
