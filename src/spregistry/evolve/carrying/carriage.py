"""Carries a document over the way that a registry knows: with its profile, and with a word about the file it was."""

from pathlib import PurePath

from spregistry.check.submissions import misshapen
from spregistry.errors import InvalidSubmission
from spregistry.evolve.carrying.migration import Migrated, migrate
from spregistry.evolve.carrying.way import Way, continuing_profile, way
from spregistry.finding import ordered
from spregistry.load.registry import Registry
from spregistry.model.canonical import digest
from spregistry.model.document import Document
from spregistry.model.framework import Framework

#: Longest line of text in a submission.
_LINE = 500


def carry(document: Document, registry: Registry, after: Framework, over: Way | None = None) -> Migrated:
    """Return a submission carried to a later version, with its report.

    Args:
        document: The submission.
        registry: Holds the versions.
        after: The version to carry it to.
        over: The way there, where it is known already.

    Raises:
        InvalidSubmission: where the document has not the shape of a submission; carries all findings.
        UnknownFramework: where the version that it names is not registered.
        NothingToDo: where there is no way.
        DocumentError: where release notes on the way cannot be read.
    """
    findings = misshapen(document)
    if findings:
        raise InvalidSubmission(ordered(findings))
    data = document.data
    chosen = over or way(registry, registry[data["framework"]], after)
    named = data.get("profile")
    profile = continuing_profile(registry, named, after) if named is not None and chosen.passages else None
    return migrate(data, chosen.passages, profile=profile, source=_source(document))


def _source(document: Document) -> dict[str, str]:
    """Return what the document was, for the provenance of what is made of it: the name of the file without its folder."""
    name = PurePath(document.name or "-").name
    shown = "".join(sign if sign.isprintable() else "\ufffd" for sign in name)
    return {"source": shown[:_LINE] or "-", "digest": digest(document.data)}
