"""Opens submissions for commands: reads the file, then the framework and profile that it names."""

from typing import Any, NamedTuple

from spregistry.errors import DocumentError, InvalidDefinition, first_line
from spregistry.load.documents import read
from spregistry.load.reporting import Reporter, did_you_mean
from spregistry.model.document import Document
from spregistry.model.framework import Framework


class Opened(NamedTuple):
    """A submission with what it is about."""

    document: Document
    framework: Framework
    profile: Framework | None


class NotOpened(DocumentError):
    """A submission whose framework cannot be found; carries the finding that says so."""


def open_submission(file: str, registry: Any) -> Opened:
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
                "wrong-type", [], "a submission has keys with values, and this file has none", hint="Start from `spregistry template`."
            )
        )
    reference = data.get("framework")
    if not isinstance(reference, str):
        hint = f"Add “framework: {next(reversed([*registry]))}”, or whichever version was answered."
        raise NotOpened(
            reporter.finding("unknown-framework", ["framework"], "the submission does not say which framework it is about", hint=hint)
        )
    if reference not in registry:
        known = ", ".join(registry)
        message = f"there is no framework “{reference}”{did_you_mean(reference, registry)}"
        raise NotOpened(
            reporter.finding("unknown-framework", ["framework"], message, hint=f"The exact version is needed. Registered: {known}.")
        )
    try:
        return Opened(document, registry[reference], _profile(data.get("profile"), reference, registry))
    except InvalidDefinition as error:
        # The standard is broken, not the submission; the others are still looked at.
        raise NotOpened(
            reporter.finding("unknown-framework", ["framework"], first_line(error), hint="Mend the standard; `spregistry check` shows how.")
        ) from error


def _profile(reference: object, base: str, registry: Any) -> Framework | None:
    """Return the profile that is named, where there is one of exactly that base; else its absence is told as a finding."""
    if not isinstance(reference, str) or reference not in registry:
        return None
    profile: Framework = registry[reference]
    return profile if profile.definition.based_on == base else None
