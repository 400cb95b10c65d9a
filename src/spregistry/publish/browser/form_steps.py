"""By which steps the form of a version carries submissions to earlier ones: over every version that it goes back to."""

from collections.abc import Callable, Sequence

from spregistry.errors import SpregistryError
from spregistry.evolve.carrying.passage import Passage
from spregistry.evolve.carrying.way import continuing_profile, way
from spregistry.evolve.lineage import between
from spregistry.load.profile import profiles_of
from spregistry.load.registry import Registry
from spregistry.model.document import Data
from spregistry.model.framework import Framework
from spregistry.publish.browser.step_data import step_data, step_script


class Steps:
    """The steps between the versions of a registry, each worked out once for the forms of all later versions."""

    def __init__(self, registry: Registry) -> None:
        """Begin without any."""
        self._registry = registry
        self._found: dict[str, Passage | None] = {}
        self._scripts: dict[tuple[str, tuple[str, ...]], str] = {}

    def to(self, framework: Framework) -> list[Passage]:
        """Return the steps that lead to a version, from the earliest that it goes back to.

        Raises:
            DocumentError: where release notes on the way cannot be read.
        """
        found: list[Passage] = []
        after = framework
        while (step := self._step(after)) is not None:
            found.append(step)
            after = step.before
        return found[::-1]

    def _step(self, after: Framework) -> Passage | None:
        if after.reference not in self._found:
            previous = after.definition.previous
            known = previous is not None and previous in self._registry
            self._found[after.reference] = way(self._registry, self._registry[str(previous)], after).passages[0] if known else None
        return self._found[after.reference]

    def script(self, step: Passage, languages: Sequence[str]) -> str:
        """Return a step as a classic script, which names what the earlier version asked in some languages, or else in its own."""
        registry, reference = self._registry, step.before.reference
        spoken = [language for language in languages if language in registry.languages(reference)]
        named = tuple(spoken if len(spoken) == len(languages) else dict.fromkeys([*spoken, step.before.definition.language]))
        if (step.after.reference, named) not in self._scripts:
            shown = [registry.translation(reference, language) for language in named]
            self._scripts[step.after.reference, named] = step_script(step_data(step, shown))
        return self._scripts[step.after.reference, named]


def carrying(registry: Registry, framework: Framework, steps: Sequence[Passage], address: Callable[[Passage], str | None]) -> Data:
    """Return what a form knows of carrying: `steps` with their addresses, none in a file that holds them, `profiles`, and `later`.

    `profiles` has, by the id of a profile, the version of it that is based on this framework. `later` is the reference of the version
    whose form carries submissions to this one over; None where this is the one to use, or where that one does not go back to it.
    """
    based = {profile.id: profile.reference for profile in profiles_of(registry, framework.reference)}
    profiles = {id_: continuing_profile(registry, reference, framework) for id_, reference in based.items()}
    return {
        "steps": [{"from": step.before.reference, "to": step.after.reference, "url": address(step)} for step in steps],
        "profiles": {id_: reference for id_, reference in profiles.items() if reference},
        "later": _later(registry, framework),
    }


def _later(registry: Registry, framework: Framework) -> str | None:
    try:
        newest = registry[registry.find(framework.id)]
        return newest.reference if len(between(registry, framework, newest)) > 1 else None
    except SpregistryError:  # all are withdrawn, or a draft on the way cannot be read: no form carries anything there
        return None
