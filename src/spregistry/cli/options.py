"""What several commands share: their options, how they find frameworks, and how they speak."""

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from spregistry.errors import NothingToDo, UnknownLanguage
from spregistry.finding import SEVERITIES
from spregistry.load.languages.catalogues import (
    PSEUDO,
    SOURCE_LANGUAGE,
    Catalogue,
    interface_language,
    interface_languages,
    language_name,
    nearest,
)
from spregistry.sentence import Sentence, Several, say

if TYPE_CHECKING:
    from spregistry import api
    from spregistry.load.languages.translations import Translation
    from spregistry.load.registry import Registry
    from spregistry.model.framework import Framework

Command = TypeVar("Command", bound=Callable[..., Any])


def format_option(*formats: str) -> Callable[[Command], Command]:
    """Add --format, the first being the default."""
    return click.option(
        "--format",
        "format_",
        type=click.Choice(formats),
        default=formats[0],
        show_default=True,
        help="How to write the result. With -o, its ending decides where this is not given.",
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


def open_registry(folder: str | None) -> "api.Registry":
    """Return the registry that the command line names, or the usual one."""
    registry = registry_of(folder)
    if not registry and not registry.missing:
        raise NothingToDo(say("{folder} holds no standards; name their folder with --registry", folder=str(registry.root)))
    return registry


def registry_of(folder: str | None) -> "api.Registry":
    """Return the same, even where it holds no standards."""
    from spregistry.api import Registry

    return Registry.open(folder)


def own_standards(folder: str | None) -> "tuple[Path, api.Registry | None]":
    """Return the folder to begin standards in, never that of those that came with the program, and what it holds; None where it is not there."""
    from spregistry.api import Registry
    from spregistry.load.folders import is_there
    from spregistry.load.registry import own_root

    root = Path(folder) if folder is not None else own_root() or Path("standards")
    return root, Registry.open(root) if is_there(root) else None


def tell_folder(registry: "Registry", folder: str | None) -> None:
    """Say on standard error which standards are looked at, where the command line does not name their folder."""
    if folder is None:
        click.echo(tell("Standards in: {folder}", folder=str(registry.root)), err=True)


def tell_examples(registry: "Registry", references: Iterable[str]) -> None:
    """Say on standard error which of some versions only demonstrate."""
    from spregistry.load.examples import is_example

    found = [reference for reference in references if is_example(registry, reference)]
    if found:
        click.echo(tell("Examples, of whose record nothing happened: {versions}", versions=Several(found)), err=True)


def language() -> str:
    """Return the language that the command line names; outside of a run English."""
    context = click.get_current_context(silent=True)
    code: str = context.find_root().params.get("lang", "en") if context else "en"
    return code


def catalogue() -> Catalogue:
    """Return the interface in the language of the command line; in English where it does not speak that language."""
    return _catalogue(interface_language(language()))


_catalogue = cache(Catalogue)


def say_in_language(text: str) -> str:
    """Return a sentence in the language of the command line."""
    return catalogue().translate(text)


def tell(template: str, /, **values: Any) -> str:
    """Return a sentence in the language of the command line at once; literal, so that it can be collected for translation."""
    return catalogue().translate(Sentence(template, values))


def translated(registry: "Registry", reference: str, *, quiet: bool = False) -> "Translation":
    """Return a framework as the language of the command line shows it; where it has no such translation, in its own language.

    That is told once, unless `quiet`.

    Raises:
        UnknownLanguage: where neither the framework nor the interface speaks the language.
    """
    exact: str = registry.find(reference)
    known = (*registry.languages(exact), PSEUDO)
    found = nearest(language(), known)
    if found is not None:
        return registry.translation(exact, found)
    if nearest(language(), interface_languages()) is None:
        return registry.translation(exact, language())  # says which languages there are
    if not quiet and language() != SOURCE_LANGUAGE:
        _say_once(
            tell(
                "{framework} has no translation into {language}; its texts are shown in {own}",
                framework=exact,
                language=language_name(language()),
                own=_called(known[0]),
            )
        )
    return registry.translation(exact, known[0])


def _called(code: str) -> str:
    """Return what the language of the command line calls another language, such as "anglais"; its code where it is not known."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(code, sep="-").get_display_name(catalogue().language.partition("-")[0]) or code
    except (UnknownLocaleError, ValueError):
        return code


def spoken(registry: "Registry", framework: "Framework", *, quiet: bool = False) -> "Framework":
    """Return a framework as findings and scorecards speak of it in the language of the command line."""
    if framework.definition.language == language():
        return framework
    return translated(registry, framework.reference, quiet=quiet).spoken


def require_language() -> None:
    """Make sure that the interface speaks the language of the command line, for commands that show no framework.

    Raises:
        UnknownLanguage: where it does not.
    """
    if nearest(language(), (*interface_languages(), PSEUDO)) is None:
        raise UnknownLanguage(language(), interface_languages(), say("the interface"))


def require_tag(language: str) -> None:
    """Make sure that `--language` names a translation as its file is named: pt-BR, and not pt_BR."""
    from spregistry.load.languages.translations import as_language, is_language

    if not is_language(language):
        meant = as_language(language)
        said = tell("“{language}” is no language tag.", language=language)
        told = tell("Write {tag}.", tag=meant) if meant else tell("Write one such as fr or pt-BR.")
        raise click.BadParameter(f"{said} {told}", param_hint="--language")


def _say_once(text: str) -> None:
    told = click.get_current_context().find_root().meta.setdefault("spregistry.told", set())
    if text not in told:
        told.add(text)
        click.echo(f"spregistry: {text}", err=True)


class ReferenceParameter(click.ParamType[str]):
    """A framework by its reference, completed from the registry."""

    name = "REF"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Refuse an empty name: it comes from a variable that nobody set, and never means that nothing was named."""
        if not value.strip():
            self.fail(tell("The name of the framework is empty; name one such as demo@1.0.0."), param, ctx)
        return value

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
