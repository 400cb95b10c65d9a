"""Says on standard error where a version that a command shows or aims at is not in force; results stay as they are, for programs too."""

from typing import TYPE_CHECKING

import click

from spregistry.cli.days import today
from spregistry.cli.options import say_in_language
from spregistry.cli.terminal import folded

if TYPE_CHECKING:
    from spregistry.load.registry import Registry
    from spregistry.model.framework import Framework


def tell_out_of_use(registry: "Registry", framework: "Framework") -> None:
    """Say how a version, and the one that a profile is based on, went out of use, and what to use in its place; nothing of others."""
    from spregistry.check.notices import turns_of

    for turn in turns_of(registry.record, framework):
        click.echo(folded(say_in_language(turn.message), "", "  "), err=True)
        click.echo(folded(f"→ {say_in_language(turn.advice)}", "  ", "    "), err=True)


def tell_not_yet_in_force(registry: "Registry", framework: "Framework") -> None:
    """Say from which day a version, and the one that a profile is based on, will be in force; nothing of those that are."""
    from spregistry.publish.hindsight import not_yet_in_force

    for sentence in not_yet_in_force(registry.record, framework, today()):
        click.echo(folded(say_in_language(sentence), "", "  "), err=True)
