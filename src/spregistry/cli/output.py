"""Where results go: what -o may name, decided before any work begins, and how results are written; in one place for all commands."""

import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click
from click.core import ParameterSource

from spregistry.cli.options import say_in_language, tell
from spregistry.errors import CannotWrite
from spregistry.load.documents import require_writable, write_atomically, write_pieces
from spregistry.load.folders import is_file, version_folders
from spregistry.sentence import Sentence, say, sayable

Command = TypeVar("Command", bound=Callable[..., Any])


class InputParameter(click.ParamType[str]):
    """A file that a command reads, or - for standard input; marked, so that no result is written over it."""

    name = "FILE"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:  # noqa: ARG002  # click's signature
        """Leave files to the shell."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(incomplete, type="file")]


INPUT = InputParameter()


#: Which endings fit what is written, the usual one first.
_ENDINGS: Mapping[str, Sequence[str]] = {
    "yaml": ("yaml", "yml", "txt"),
    "json": ("json", "txt"),
    "html": ("html", "htm"),
    "pdf": ("pdf",),
    "xlsx": ("xlsx",),
    "csv": ("csv", "txt"),
    "docx": ("docx",),
    "md": ("md", "markdown", "txt"),
    "markdown": ("md", "markdown", "txt"),
    "sarif": ("sarif", "json"),
    "junit": ("xml",),
    "text": ("txt", "md"),
    "github": ("txt", "md"),
}
#: Endings by which other programs would take a file for what it is not; any other one is free.
_KNOWN = {
    *(ending for endings in _ENDINGS.values() for ending in endings),
    *["doc", "docx", "ods", "odt", "po", "png", "svg", "xls", "xlsm", "xlsb", "xltx", "xltm", "zip"],
}
#: What commands without --format write.
_ONLY = "json"


def output_option(command: Command) -> Command:
    """Add -o: a file to write instead of standard output.

    It is refused before the command begins where it names one of its inputs, or ends otherwise than what is written. Where --format is
    not given, the ending names the format.
    """

    @click.option("-o", "--output", metavar="FILE", help="Write to a file instead; what stands there is replaced only when all is well.")
    @wraps(command)
    def guarded(*arguments: Any, **given: Any) -> Any:
        output = given["output"]
        if output is not None and output != "-":
            context = click.get_current_context()
            _keep_apart(output, context)
            require_writable(output)
            format_ = _format(output, context)
            if "format_" in given:
                given["format_"] = format_
        return command(*arguments, **given)

    return guarded  # type: ignore[return-value]  # the same command, looked at before it runs


def _format(output: str, context: click.Context) -> str | None:
    """Return the format to write, as --format says it, else the ending of the output, else as usual.

    Raises:
        UsageError: where the ending of the output says something else.
    """
    option = next((parameter for parameter in context.command.params if parameter.name == "format_"), None)
    formats = option.type.choices if option is not None and isinstance(option.type, click.Choice) else (_ONLY,)
    chosen: str | None = context.params["format_"] if option is not None else _ONLY
    ending = Path(output).suffix.removeprefix(".").lower()
    fitting = [format_ for format_ in formats if ending in _ENDINGS[format_] and ending != "txt"]
    meant = min(fitting, key=lambda format_: _ENDINGS[format_].index(ending), default=None)
    if option is not None and context.get_parameter_source("format_") is ParameterSource.DEFAULT and (meant or chosen is None):
        return meant
    assert chosen is not None
    if ending not in _KNOWN or ending in _ENDINGS[chosen]:
        return chosen
    if meant is not None:
        right = _ENDINGS[chosen][0]
        template = sayable("{file} ends otherwise than {format} does: say --format {meant}, or name a file that ends in .{ending}.")
        said = Sentence(template, {"file": output, "format": chosen.upper(), "meant": meant, "ending": right})
        raise click.UsageError(say_in_language(said))
    right = ", ".join(f".{_ENDINGS[format_][0]}" for format_ in formats)
    raise click.UsageError(
        tell("{file}: .{ending} is not written here. Name a file that ends in: {endings}.", file=output, ending=ending, endings=right)
    )


def _keep_apart(output: str, context: click.Context) -> None:
    """Refuse to write over what is read: a file that the command line names, by whatever name or link, or a part of a standard."""
    try:
        there = Path(output).stat()
    except (OSError, ValueError):
        return  # nothing to lose; why it cannot be written is told when it is
    if not stat.S_ISREG(there.st_mode):
        return
    if any(os.path.samestat(there, one) for one in map(_status, _inputs(context)) if one is not None):
        raise click.UsageError(tell("{file} is one of the files that are read; write the result to another file.", file=output))
    if _is_definition(Path(os.path.realpath(output))):
        raise click.UsageError(tell("{file} is part of a standard; write the result to another file.", file=output))


def _inputs(context: click.Context) -> Iterator[str]:
    for parameter in context.command.params:
        if isinstance(parameter.type, InputParameter):
            given = context.params.get(parameter.name or "") or ()
            yield from (given,) if isinstance(given, str) else given


def _status(name: str) -> os.stat_result | None:
    try:
        return os.fstat(sys.stdin.fileno()) if name == "-" else Path(name).stat()
    except (OSError, ValueError, AttributeError):  # not there, not a name, or no standard input
        return None


def _is_definition(path: Path) -> bool:
    """Tell whether a file belongs to a registry: a part of a framework, a translation of it, or the record of releases."""
    if path.name == "releases.json":
        return any(is_file(folder / "framework.yaml") for folder in version_folders(path.parent))
    folder = path.parent.parent if path.parent.name == "locale" else path.parent
    return path.suffix in (".yaml", ".po") and is_file(folder / "framework.yaml")


def require_unwritten(output: str | None) -> None:
    """Make sure that a form to fill in takes the place of none that somebody may have filled in already.

    Raises:
        CannotWrite: where -o names a file that holds anything.
    """
    if output is not None and is_file(output) and Path(output).stat().st_size:
        raise CannotWrite(say("{file}: a file stands there already, perhaps with answers; give another name, or --force", file=output))


def emit(text: str, output: str | None = None) -> None:
    """Write a result to standard output, or whole or not at all to a file."""
    text = text if text.endswith("\n") else text + "\n"
    if output is None or output == "-":
        # Flushed here, so that a full disk or a closed pipe is noticed while there is still someone to tell.
        click.echo(text, nl=False)
        sys.stdout.flush()
    else:
        # A file is no terminal: it gets the text without colours.
        write_atomically(output, click.unstyle(text).encode())


def emit_pieces(pieces: Iterable[str], output: str | None = None) -> None:
    """Write a result as `emit`, piece by piece as it is made."""
    if output is not None and output != "-":
        write_pieces(output, (click.unstyle(piece).encode() for piece in pieces))
        return
    for piece in pieces:
        click.echo(piece, nl=False)
        sys.stdout.flush()


def emit_bytes(content: bytes, output: str | None = None) -> None:
    """Write bytes as they are, as `emit`; a terminal is spared what is no text.

    Raises:
        UsageError: where that would go to a terminal.
    """
    if output is not None and output != "-":
        write_atomically(output, content)
        return
    if sys.stdout.isatty() and not _is_text(content):
        raise click.UsageError(tell("This is no text for a terminal; name a file with -o."))
    click.echo(content, nl=False)
    sys.stdout.flush()


def _is_text(content: bytes) -> bool:
    try:
        return "\0" not in content.decode()
    except UnicodeDecodeError:
        return False
