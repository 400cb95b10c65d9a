"""The standards as they were at another point of the repository's history, through git."""

import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from spregistry.errors import NothingToDo
from spregistry.sentence import say


@contextmanager
def standards_at(root: Path, revision: str) -> Iterator[Path]:
    """Give a folder that holds the standards of `root` as they were at a revision, such as a tag or HEAD~1; it goes afterwards.

    Raises:
        NothingToDo: where git is missing, `root` is in no repository, or the revision is not known or has no such folder.
    """
    root = root.resolve()
    try:
        top = Path(_git(root, "rev-parse", "--show-toplevel").decode().strip())
        # Resolved first, so that what is named can never be taken for an option.
        commit = _git(root, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}").decode().strip()
        archive = _git(top, "archive", "--format=tar", commit, "--", root.relative_to(top).as_posix() or ".")
    except FileNotFoundError as error:
        raise NothingToDo(say("git is not installed, so there is no history to compare with")) from error
    except subprocess.CalledProcessError as error:
        problem = error.stderr.decode(errors="replace").strip().removeprefix("fatal: ")
        raise NothingToDo(say("git does not give the standards of “{revision}”: {problem}", revision=revision, problem=problem)) from error
    with TemporaryDirectory(prefix="spregistry-") as folder:
        with tarfile.open(fileobj=BytesIO(archive)) as held:
            held.extractall(folder, filter="data")
        yield Path(folder) / root.relative_to(top)


def _git(folder: Path, *arguments: str) -> bytes:
    return subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True).stdout  # noqa: S603, S607  # git, as the user has it
