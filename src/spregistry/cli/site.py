"""`spregistry site`: the Markdown, data and schemas of the standards site, ready for MkDocs Material or Zensical."""

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from spregistry.cli.days import today
from spregistry.cli.options import open_registry, tell
from spregistry.errors import CannotWrite, DocumentError
from spregistry.load.documents import cause_of, read_bytes, write_atomically
from spregistry.sentence import say

if TYPE_CHECKING:
    from spregistry.publish.site.tree import Tree

#: Marks a folder that this command made, and lists what it wrote there; nothing else is ever removed.
MARKER = ".spregistry-site.json"


def _address(_: click.Context, __: click.Parameter, url: str | None) -> str:
    """Return an address that paths can be added to; empty where none is given."""
    if not url:
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise click.BadParameter(tell("“{url}” is no address such as https://standards.example/", url=url))
    return url if url.endswith("/") else f"{url}/"


@click.command("site")
@click.option("-o", "--output", metavar="DIR", required=True, help="Folder to write; a new one, or one that this command made before.")
@click.option("--lang", "languages", metavar="LANGUAGE", multiple=True, help="Only this language, such as fr; repeatable. Default: all.")
@click.option("--name", metavar="TEXT", help="What the site is called. Default: the title of its framework; of several, Standards.")
@click.option(
    "--url", metavar="URL", callback=_address, help="Where the site will stand, such as https://standards.example/; not needed to build it."
)
@click.option("--example", metavar="DIR", help="Also show the frameworks of this folder, which only demonstrate, marked as examples.")
@click.pass_obj
def command(folder: str | None, output: str, languages: tuple[str, ...], name: str | None, url: str, example: str | None) -> None:
    """Write the standards site as plain Markdown, data and schemas.

    The folder then builds with `mkdocs build --strict` (MkDocs Material) or with `zensical build`. Written again, only what changed is
    touched, and pages that no longer belong are removed.
    """
    from spregistry.load.languages.catalogues import PSEUDO
    from spregistry.publish.site.configuration import Naming, configuration

    registry = open_registry(folder)
    known = {language for reference in registry for language in registry.languages(reference)}
    # The pseudo-language shows translators and developers what a translation does to a page.
    unknown = [language for language in languages if language not in {*known, PSEUDO}]
    if unknown:
        said = tell("nothing is there in “{language}”. Languages: {known}.", language=unknown[0], known=", ".join(sorted(known)))
        raise click.BadParameter(said, param_hint="--lang")
    former_files(Path(output))  # a folder that is not to be written is told before the work is done
    tree = make_tree(folder, languages, lambda reference: click.echo(tell("writing {reference}", reference=reference), err=True), example)
    files = {f"docs/{path}": content for path, content in tree.docs.items()}
    files |= {f"theme/{path}": content for path, content in tree.theme.items()}
    written = written_configuration()
    only = tree.titles[0] if len(tree.titles) == 1 else tell("Standards")
    files["mkdocs.yml"] = configuration(written, Naming(name or only, " · ".join(tree.titles), url), navigation_of(tree, written["nav"]))
    changed = write_tree(Path(output), files)
    click.echo(
        tell("{folder}: files: {files}, of which new or changed: {changed}", folder=output, files=len(files), changed=changed), err=True
    )


def make_tree(
    folder: str | None, languages: tuple[str, ...] = (), progress: Callable[[str], None] = lambda _: None, example: str | None = None
) -> "Tree":
    """Return the site of a registry, with the references of the command line and of Python in it; beside it the example, where one is given."""
    from spregistry.cli.reference import reference_pages
    from spregistry.publish.site.tree import site_tree

    beside = open_registry(example) if example else None
    return site_tree(open_registry(folder), languages or None, reference_pages(), today=today(), example=beside, progress=progress)


def written_configuration() -> Mapping[str, Any]:
    """Return the hand-written `mkdocs.yml` of the program."""
    from spregistry.load import contracts
    from spregistry.load.documents import read

    written: Mapping[str, Any] = read(str(contracts.shipped("mkdocs.yml"))).data
    return written


def write_tree(root: Path, files: Mapping[str, bytes]) -> int:
    """Make a folder hold exactly these files beside what others put there; return how many were new or changed.

    Raises:
        CannotWrite: where the folder holds other things and was not made by this command, where something of somebody else stands in the
            place of a file, or where it cannot be written.
    """
    with _told(root):
        former = former_files(root)
        for path in files.keys() - former:
            if os.path.lexists(root / path):
                raise CannotWrite(say("{file} was not written by this command and stands in the way; move it away", file=str(root / path)))
        root.mkdir(parents=True, exist_ok=True)
        # First, so that a run that is broken off can be begun again.
        _mark(root, former | set(files))
        changed = 0
        for path, content in files.items():
            target = root / path
            if not _holds(target, content):
                with _told(target):
                    target.parent.mkdir(parents=True, exist_ok=True)
                write_atomically(target, content)
                changed += 1
        for path in former - set(files):
            _remove(root, path)
        _mark(root, files)
    return changed


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Say in a sentence what the system has against a file or folder."""
    try:
        yield
    except CannotWrite:
        raise
    except OSError as error:
        raise CannotWrite(say("{file}: {cause}", file=str(path), cause=cause_of(error))) from error


def _mark(root: Path, files: Iterable[str]) -> None:
    """Note that the folder is this command's, and which files in it."""
    write_atomically(root / MARKER, json.dumps({"format": 1, "files": sorted(files)}, indent=0).encode())


def former_files(root: Path) -> set[str]:
    """Return what an earlier run wrote; nothing for a new or empty folder.

    Raises:
        CannotWrite: where the folder was not made by this command, or cannot be looked into.
    """
    with _told(root):
        if (root / MARKER).is_file():
            return _marked(root / MARKER)
        if root.is_dir() and any(root.iterdir()):
            raise CannotWrite(
                say("{folder} holds other files; give a new folder, so that nothing of yours is mixed with the site", folder=str(root))
            )
        if root.exists() and not root.is_dir():
            raise CannotWrite(say("{folder} is a file; give a folder", folder=str(root)))
        return set()


def _marked(marker: Path) -> set[str]:
    try:
        return {str(path) for path in json.loads(read_bytes(str(marker)))["files"]}
    except (ValueError, KeyError, TypeError) as error:
        raise CannotWrite(say("{file} is damaged; delete the folder, or give another one with -o", file=str(marker))) from error


def _holds(target: Path, content: bytes) -> bool:
    try:
        return target.is_file() and target.stat().st_size == len(content) and read_bytes(str(target)) == content
    except (OSError, DocumentError):
        return False


def _remove(root: Path, path: str) -> None:
    """Remove a file of an earlier run, and the folders that it leaves empty."""
    target = root / path
    # Whatever the marker says, nothing outside the folder is touched; a folder was put there by somebody else.
    if not target.resolve().is_relative_to(root.resolve()) or (target.is_dir() and not target.is_symlink()):
        return
    with _told(target):
        target.unlink(missing_ok=True)
    for folder in target.parents:
        if folder == root or (folder.is_dir() and any(folder.iterdir())):
            break
        with suppress(FileNotFoundError, NotADirectoryError):  # somebody was there before
            folder.rmdir()


def navigation_of(tree: "Tree", written: list[Any]) -> list[Any]:
    """Return a hand-written navigation with the generated pages in it."""
    from spregistry.publish.site.configuration import with_standards

    return with_standards(written, tree.navigation, tree.left_out)
