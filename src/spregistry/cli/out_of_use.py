"""Says on standard error where a version that a command shows or aims at is out of use; results stay as they are, for programs too."""

from typing import TYPE_CHECKING

import click

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
