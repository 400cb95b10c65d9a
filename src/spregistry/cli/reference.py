"""The reference of the command line, from click, and of the Python API, from its docstrings; as Markdown for the site."""

import inspect
import re
from collections.abc import Iterator, Mapping
from importlib import import_module

import click

from spregistry.cli import COMMANDS, main
from spregistry.publish.site.markdown import Markdown, code, definitions, escape, heading, page, table


def reference_pages() -> Mapping[str, str]:
    """Return the pages by path."""
    return {"reference/cli.md": command_reference(), "reference/api.md": api_reference()}


def command_reference() -> str:
    """Return every command with its usage, its help and its options."""
    parent = click.Context(main, info_name="spregistry")
    blocks: list[str] = [
        heading(1, escape("Command reference")),
        Markdown("Made from the program itself. Examples are on the page about [the command line](../cli.md)."),
        heading(2, code("spregistry")),
        *_words(main),
        _options(main, parent),
    ]
    for name in COMMANDS:
        command = main.get_command(parent, name)
        assert command is not None
        blocks += _command(command, f"spregistry {name}", click.Context(command, info_name=name, parent=parent), 2)
    return page(*blocks)


def _command(command: click.Command, name: str, context: click.Context, level: int) -> Iterator[Markdown]:
    """Yield what there is about a command, then about those below it."""
    usage = " ".join(command.collect_usage_pieces(context))
    yield heading(level, code(name), name.removeprefix("spregistry ").replace(" ", "-"))
    yield Markdown(f"```text\n{name} {usage}\n```")
    yield from _words(command)
    yield _options(command, context)
    if isinstance(command, click.Group):
        for below in command.list_commands(context):
            inner = command.get_command(context, below)
            assert inner is not None
            yield from _command(inner, f"{name} {below}", click.Context(inner, info_name=below, parent=context), level + 1)


def _words(command: click.Command) -> Iterator[Markdown]:
    """Yield the paragraphs of a command's help; lines that are not to be wrapped stay apart."""
    for paragraph in re.split(r"\n\s*\n", inspect.cleandoc(command.help or "")):
        lines = paragraph.strip().splitlines()
        if lines and lines[0].strip() == "\b":
            yield Markdown("<br>".join(_spelled(line) for line in lines[1:]))
        elif lines:
            yield _spelled(" ".join(lines))


def _spelled(text: str) -> Markdown:
    """Escape prose in which `literals` stand between backquotes."""
    pieces = re.split(r"`([^`]*)`", text)
    return Markdown("".join(code(piece) if at % 2 else _blanks_kept(piece) for at, piece in enumerate(pieces)))


def _blanks_kept(piece: str) -> str:
    return (" " if piece[:1] == " " else "") + escape(piece) + (" " if piece[-1:] == " " and piece.strip() else "")


def _options(command: click.Command, context: click.Context) -> Markdown:
    rows = []
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context) if isinstance(parameter, click.Option) else None
        if record is not None:
            rows.append([code(record[0]), _spelled(record[1])])
    return table([escape("option"), escape("does")], rows)


def api_reference() -> str:
    """Return every public name with its signature and its docstring."""
    public = import_module("spregistry")
    blocks: list[str] = [
        heading(1, escape("Python reference")),
        Markdown("Made from the program itself. Examples are on the page about [the Python API](../api.md)."),
    ]
    for name in public.__all__:
        blocks += _name(name, getattr(public, name))
    return page(*blocks)


def _name(name: str, value: object) -> Iterator[Markdown]:
    yield heading(2, code(name), name.lower().replace("_", "-"))
    if inspect.isclass(value):
        yield from _docstring(value)
        for member, inner in sorted(vars(value).items()):
            if member.startswith("_") or not (inspect.getdoc(inner) or ""):
                continue
            function = getattr(value, member) if isinstance(inner, classmethod) else inner
            if callable(function):
                yield heading(3, code(f"{name}.{member}"))
                yield _signature(f"{name}.{member}", function)
                yield from _docstring(function)
            elif isinstance(inner, property):
                yield heading(3, code(f"{name}.{member}"))
                yield from _docstring(inner)
    elif callable(value):
        yield _signature(name, value)
        yield from _docstring(value)
    else:
        yield _spelled(str(value))


def _signature(name: str, function: object) -> Markdown:
    assert callable(function)
    return Markdown(f"```python\n{name}{inspect.signature(function)}\n```")


def _docstring(value: object) -> Iterator[Markdown]:
    """Yield a docstring; its sections of arguments and errors as definitions."""
    text = inspect.getdoc(value) or ""
    for block in re.split(r"\n\s*\n", text):
        match = re.fullmatch(r"(Args|Raises|Returns):\n(.*)", block, re.DOTALL)
        if match is None:
            yield _spelled(" ".join(block.split()))
            continue
        title = {"Args": "Arguments", "Raises": "Raises", "Returns": "Returns"}[match.group(1)]
        entries = re.split(r"\n(?=    \S)", match.group(2))
        yield Markdown(f"**{title}**")
        named = [entry.strip().partition(": ") for entry in entries]
        yield definitions(
            (code(before), _spelled(" ".join(after.split()))) if after else (_spelled(before), Markdown(" ")) for before, _, after in named
        )
