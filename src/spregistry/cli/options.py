"""What several commands share: their options, how they find frameworks, and how they write."""

import sys
from collections.abc import Callable
from typing import Any, TypeVar

import click

from spregistry.errors import NothingToDo
from spregistry.finding import SEVERITIES
from spregistry.load.documents import write_atomically

Command = TypeVar("Command", bound=Callable[..., Any])


def output_option(command: Command) -> Command:
    """Add -o: a file to write instead of standard output."""
    return click.option(
        "-o", "--output", metavar="FILE", help="Write to a file instead; what stands there is replaced only when all is well."
    )(command)


def format_option(*formats: str) -> Callable[[Command], Command]:
    """Add --format, the first being the default."""
    return click.option(
        "--format", "format_", type=click.Choice(formats), default=formats[0], show_default=True, help="How to write the result."
    )


def fail_level_option(command: Command) -> Command:
    """Add --fail-level: from which severity on a run ends with exit code 1."""
    return click.option(
        "--fail-level",
        type=click.Choice(SEVERITIES),
        default="error",
        show_default=True,
        help="Lowest severity that ends with exit code 1.",
    )(command)


def open_registry(folder: str | None) -> "Any":
    """Return the registry that the command line names, or the usual one."""
    from spregistry.api import Registry

    registry = Registry.open(folder)
    if not registry:
        raise NothingToDo(f"{registry.root} holds no standards; name their folder with --registry")
    return registry


def language() -> str:
    """Return the language that the command line names."""
    code: str = click.get_current_context().find_root().params["lang"]
    return code


def translated(registry: "Any", reference: str) -> "Any":
    """Return a framework as the language of the command line shows it; where it has no such translation, in its own language."""
    from spregistry.load.catalogues import interface_languages

    if language() in registry.languages(reference):
        return registry.translation(reference, language())
    own: str = registry.languages(reference)[0]
    if language() not in interface_languages():
        return registry.translation(reference, language())  # says which languages there are
    if language() != "en":
        click.echo(f"spregistry: {registry.find(reference)} has no translation into {language()}; its texts are shown in {own}", err=True)
    return registry.translation(reference, own)


def say_in_language(text: str) -> str:
    """Return a sentence in the language of the command line."""
    from spregistry.load.catalogues import interface_languages, lookup
    from spregistry.sentence import translate

    return translate(text, lookup(language())) if language() in interface_languages() else text


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


class ReferenceParameter(click.ParamType[str]):
    """A framework by its reference, completed from the registry."""

    name = "REF"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:  # noqa: ARG002  # click's signature
        """Offer the references that begin as typed."""
        from click.shell_completion import CompletionItem

        from spregistry.api import Registry

        return [
            CompletionItem(reference)
            for reference in Registry.open(ctx.find_root().params.get("registry"))
            if reference.startswith(incomplete)
        ]


REFERENCE = ReferenceParameter()
