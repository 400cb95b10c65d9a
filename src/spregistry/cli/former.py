"""Says what an id or a code named in earlier versions: an answer where it names nothing now, a word of caution where it names another thing."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from spregistry.cli.options import spoken, tell
from spregistry.cli.terminal import folded
from spregistry.errors import SpregistryError
from spregistry.sentence import Several

if TYPE_CHECKING:
    from spregistry.evolve.former_codes import Former
    from spregistry.load.registry import Registry
    from spregistry.model.framework import Framework


def former_of(registry: "Registry", framework: "Framework", asked: str) -> "list[Former]":
    """Return what an id or a code named in the versions that one goes back to, and names no longer."""
    from spregistry.evolve.former_codes import former
    from spregistry.evolve.lineage import chain

    if framework.definition.previous is None:
        return []
    try:
        return former(chain(registry, framework), asked)
    except SpregistryError:
        return []  # the version asked for can be used all the same; `check` tells what is wrong with an earlier one


def former_lines(registry: "Registry", framework: "Framework", found: "Sequence[Former]") -> Iterator[str]:
    """Yield what each element was called, and what became of it, in the language of the command line."""
    here = spoken(registry, framework, quiet=True)
    for each in found:
        then = spoken(registry, each.framework, quiet=True)
        named = tell("{element} (id {id})", element=_name(then, each.id), id=each.id)
        yield folded(tell("{version}: {elements}", version=each.framework.reference, elements=named), "", "  ")
        heirs = Several(_name(here, id_) for id_ in each.now)
        if each.since is None:
            yield folded(tell("It is {element} now.", element=heirs), "  ", "  ")
            continue
        yield folded(tell("Not in use since {version}.", version=each.since), "  ", "  ")
        if each.reason is not None:
            yield folded(tell("Reason: {reason}", reason=each.reason), "  ", "  ")
        yield folded(tell("Continued by: {elements}.", elements=heirs) if each.now else tell("Nothing stands in its place."), "  ", "  ")


def tell_former(registry: "Registry", framework: "Framework", asked: str, *, shown: bool = False) -> None:
    """Say on standard error what else a code named earlier than what it names now; nothing where it named nothing else.

    Args:
        registry: The standards.
        framework: The version that is looked at.
        asked: The code.
        shown: Where it names nothing now, what it named last is shown already.
    """
    found = former_of(registry, framework, asked)
    found = found[1:] if shown and framework.id_of(asked) is None else found
    if found:
        click.echo(folded(tell("Earlier, {code} was another element:", code=asked), "", "  "), err=True)
        for line in former_lines(registry, framework, found):
            click.echo(line, err=True)


def _name(framework: "Framework", id_: str) -> str:
    node = framework.node(id_)
    return f"{node.code} {node.title}" if node is not None else framework.facts[id_].title
