"""The user's cache: what can be made again, kept so that it need not be; the folder may be deleted at any time."""

import os
import re
import time
from contextlib import suppress
from pathlib import Path

from spregistry.errors import CannotWrite, DocumentError
from spregistry.load.documents import MAX_BYTES, read_bytes, write_atomically

#: Bytes that all that is kept may have together.
LARGEST = 256 * 2**20

#: In seconds.
_DAY = 24 * 60 * 60
_UNUSED = 60 * _DAY

#: What is kept is named by a digest; a file that is being written has the same name between a point and a few signs more, as `documents.UNFINISHED` says.
_NAME = re.compile(r"(?P<unfinished>\.)?(?:[a-z]+-)?[0-9a-f]{64}(?:\.[a-z]+)?(?(unfinished)\.\w+(?:\.part)?)")


def folder() -> Path:
    """Return the folder of the cache; the environment variable SPREGISTRY_CACHE names another one."""
    home = os.environ.get("SPREGISTRY_CACHE")
    if home is None:
        import platformdirs

        home = platformdirs.user_cache_dir("spregistry", appauthor=False)
    return Path(home)


def find(name: str) -> bytes | None:
    """Return what was kept under a name, or None."""
    path = folder() / name
    with suppress(DocumentError):
        content = read_bytes(str(path))
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > _DAY:
                os.utime(path)  # it is in use, and not yet to be cleared away
        return content
    return None


def keep(name: str, content: bytes) -> None:
    """Keep something under a name; where that cannot be written, or would not be read again for its size, it is made again next time."""
    if len(content) > MAX_BYTES:
        return
    path = folder() / name
    with suppress(OSError, CannotWrite):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, content)
        _clear(path)


def _clear(kept: Path) -> None:
    """Remove what was not used for long, then what was used longest ago, until the rest has its size; and what broken-off runs left.

    Several runs may do so at once: what is gone already is no harm, and what another one still wanted is made again. Only names that
    programs give here are looked at, since anyone may name any folder.
    """
    now = time.time()
    found = []
    for path in kept.parent.iterdir():
        match = _NAME.fullmatch(path.name)
        if match is None or path == kept:
            continue
        with suppress(OSError):
            status = path.stat()
            if now - status.st_mtime > (_DAY if match["unfinished"] else _UNUSED):
                path.unlink()
            else:
                found.append((status.st_mtime, status.st_size, path))
    left = LARGEST - kept.stat().st_size
    for _, size, path in sorted(found, reverse=True):
        left -= size
        if left < 0:
            with suppress(OSError):
                path.unlink()
