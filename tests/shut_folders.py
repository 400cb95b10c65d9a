"""Folders that nobody may look into: by their mode, and for the superuser, whom no mode stops, by what the system answers."""

import errno
import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest


@contextmanager
def shut(folder: Path) -> Iterator[None]:
    """Keep everybody out of a folder while the block runs."""
    if os.name != "nt" and os.geteuid():
        mode = folder.stat().st_mode
        folder.chmod(0)
        try:
            yield
        finally:
            folder.chmod(mode)
        return
    with pytest.MonkeyPatch.context() as patch:
        _answer(folder.absolute(), patch)
        yield


def _answer(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Answer as the system does: what is in the folder can be neither asked about nor opened, and its names are not told."""

    def refusing(ask: Callable[..., Any], *, itself: bool) -> Callable[..., Any]:
        def asked(path: Any = ".", *arguments: Any, **named: Any) -> Any:
            if isinstance(path, str | os.PathLike):
                there = Path(os.path.normpath(Path(path).absolute()))
                if folder in there.parents or (itself and there == folder):
                    raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), os.fspath(path))
            return ask(path, *arguments, **named)

        return asked

    for name in ("stat", "lstat", "open", "readlink", "rename", "replace", "mkdir"):
        patch.setattr(os, name, refusing(getattr(os, name), itself=False))
    for name in ("listdir", "scandir"):
        patch.setattr(os, name, refusing(getattr(os, name), itself=True))
    patch.setattr(io, "open", refusing(io.open, itself=False))
