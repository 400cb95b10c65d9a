"""Opens submissions for commands: reads the file, then the framework and profile that it names."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

import click

from spregistry.cli.options import spoken, tell
from spregistry.errors import DocumentError, InvalidDefinition
from spregistry.finding import Finding
from spregistry.load.documents import read
from spregistry.load.listing import gone
from spregistry.load.reporting import Reporter, suggesting
from spregistry.model.document import Document
from spregistry.model.framework import Framework
from spregistry.sentence import say

if TYPE_CHECKING:
    from spregistry.load.registry import Registry


class Opened(NamedTuple):
    """A submission with what it is about."""

    document: Document
    framework: Framework
    profile: Framework | None

    def spoken(self, registry: "Registry") -> "Opened":
        """Return it with framework and profile as the language of the command line speaks of them."""
        return self._replace(framework=spoken(registry, self.framework), profile=spoken(registry, self.profile) if self.profile else None)

    def notices(self, registry: "Registry", scored_on: Iterable[Framework] = ()) -> list[Finding]:
        """Return what is no mistake of it and should be known; `scored_on` are profiles that it does not name itself."""
        from spregistry.check.notices import notices

        return notices(self.document, self.framework, self.profile, registry.record, scored_on)


class NotOpened(DocumentError):
    """A submission whose framework cannot be found; carries the finding that says so."""


def open_submission(file: str, registry: "Registry") -> Opened:
    """Read a submission and find its framework, and its profile where that is registered.

    Raises:
        DocumentError: where the file cannot be read.
        NotOpened: where it names no framework, or one that is not registered.
    """
    document = read(file)
    reporter = Reporter(document, lambda _: None)
    data = document.data
    if not isinstance(data, dict):
        raise NotOpened(
            reporter.finding(
                "wrong-type",
                [],
                say("a submission has keys with values, and this file has none"),
                hint=say("Start from `spregistry template`."),
            )
        )
    reference = data.get("framework")
    if not isinstance(reference, str):
        hint = say("Add “framework: {framework}”, or whichever version was answered.", framework=[*(registry or registry.missing)][-1])
        message = say("the submission does not say which framework it is about")
        raise NotOpened(reporter.finding("unknown-framework", ["framework"], message, hint=hint))
    if reference in registry.missing:
        lost = gone(registry.root, registry.record, reference)
        raise NotOpened(reporter.finding("unknown-framework", ["framework"], DocumentError(lost).summary, hint=lost.hint))
    if reference not in registry:
        known = ", ".join(registry)
        message = suggesting(say("there is no framework “{reference}”", reference=reference), reference, registry)
        hint = say("The exact version is needed. Registered: {known}.", known=known)
        raise NotOpened(reporter.finding("unknown-framework", ["framework"], message, hint=hint))
    try:
        return Opened(document, registry[reference], _profile(data.get("profile"), reference, registry))
    except InvalidDefinition as error:
        # The standard is broken, not the submission; the others are still looked at.
        hint = say("Mend the standard; `spregistry check` shows how.")
        raise NotOpened(reporter.finding("unknown-framework", ["framework"], error.summary, hint=hint)) from error


def profile_for(profile: Framework, base: Framework) -> Framework | None:
    """Return the profile on which a submission to `base` is to be scored; None for `base` itself.

    Raises:
        BadParameter: where it is not based on exactly that version.
    """
    if profile.submission_reference != base.reference:
        said = tell(
            "{profile} is not based on {framework}, which the submission answers.", profile=profile.reference, framework=base.reference
        )
        raise click.BadParameter(said, param_hint="--as")
    return None if profile.reference == base.reference else profile


def _profile(reference: object, base: str, registry: "Registry") -> Framework | None:
    """Return the profile that is named, where there is one of exactly that base; else its absence is told as a finding."""
    if not isinstance(reference, str) or reference not in registry:
        return None
    profile: Framework = registry[reference]
    return profile if profile.definition.based_on == base else None
