"""One writer at a time: a lock on a folder of standards that the system itself lets go when its holder ends, however it ends."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from spregistry.errors import CannotWrite
from spregistry.load.documents import cause_of
from spregistry.sentence import say

#: Beside the record; it stays there, empty, and means nothing unless a running program holds it.
LOCK = ".releases.lock"


@contextmanager
def only_writer(root: Path) -> Iterator[None]:
    """Hold the lock of a folder of standards; releases and events are written under it, one after the other.

    On POSIX it is flock, elsewhere a locked byte; both belong to the open file, so that a program that was killed holds nothing. On a
    network file system it is as good as that file system's own locks.

    Raises:
        CannotWrite: where another program holds it, or the folder cannot be written.
    """
    path = root / LOCK
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o666)
    except OSError as error:
        raise CannotWrite(say("{file}: {cause}; nothing was changed", file=str(path), cause=cause_of(error))) from error
    try:
        if not _taken(handle):
            raise CannotWrite(say("another release or event is being written in {folder}; try again when it is done", folder=str(root)))
        yield
    finally:
        os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def _taken(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _taken(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
