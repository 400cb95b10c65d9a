"""The public functions, and the registry that knows the rules: where the program is put together for Python."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Self

from spregistry.check.definitions import check_definition
from spregistry.check.submissions import validate as _validate
from spregistry.finding import Finding
from spregistry.load import registry as _registry
from spregistry.load.documents import read
from spregistry.model.change import Differences
from spregistry.model.document import Document
from spregistry.model.framework import Framework
from spregistry.model.scorecard import Scorecard

if TYPE_CHECKING:
    from spregistry.evolve.carrying.migration import Migrated

__all__ = ["Registry", "diff", "migrate", "read", "score", "validate"]


class Registry(_registry.Registry):
    """Frameworks by reference: exact (`sepm@3.0.0`), or the highest active one of `sepm@3` or `sepm`. Nothing in it changes."""

    @classmethod
    def open(cls, root: str | os.PathLike[str] | None = None) -> Self:
        """Open a folder of standards: `root`, else `SPREGISTRY_HOME`, else the nearest `standards/`, else those of the wheel.

        Raises:
            DocumentError: where the folder, or its record of releases, cannot be read.
        """
        return cls(_registry.usual_root() if root is None else Path(root), check_definition)


def validate(framework: Framework, document: Document, profile: Framework | None = None) -> list[Finding]:
    """Return all findings about a submission, by place; empty when all is well.

    Args:
        framework: The version that the submission names.
        document: The submission.
        profile: The profile that the submission names, where it names one; it is then complete against that.
    """
    return _validate(framework, document, profile)


def score(framework: Framework, document: Document, profile: Framework | None = None) -> Scorecard:
    """Score a submission; its scores run from 0 to 100, with two decimals.

    Args:
        framework: The version that the submission names.
        document: The submission.
        profile: A profile of exactly that version, to score its tree instead.

    Raises:
        InvalidSubmission: where the submission cannot be read as one; carries all findings.
    """
    # numpy is imported when scoring starts, and not before.
    from spregistry.scoring.scorecards import score as _score

    return _score(framework, document, profile)


def diff(before: Framework, after: Framework, registry: Registry | None = None) -> Differences:
    """Return all changes from one version of a framework to another, each with what it does to submissions.

    Elements are followed by id and by what the later version says of its `previous`; over several versions, and between two states of one,
    `registry` is needed. With it, rewordings are classed as the release notes of the versions on the way class them; without it, none is.

    Args:
        before: The version to start from.
        after: The version to arrive at; it may also be the older one.
        registry: Holds both versions, with their release notes, and those in between.

    Raises:
        DocumentError: where release notes on the way cannot be read.
    """
    from spregistry.evolve.carrying.way import classed_since, way
    from spregistry.evolve.comparing.diff import diff as _diff
    from spregistry.evolve.lineage import between, from_draft_to_draft, lineage

    if registry is not None:
        if before.reference == after.reference:
            return classed_since(registry, _diff(before, after, from_draft_to_draft(registry, before, after)))
        if between(registry, before, after):
            return way(registry, before, after).differences
        if between(registry, after, before):
            return way(registry, after, before).backwards
    known = {each.reference: each for each in (before, after)}
    versions = between(known, before, after)
    if versions:
        return _diff(before, after, lineage(versions))
    return _diff(before, after, lineage(between(known, after, before)).inverted())


def migrate(document: Document, registry: Registry, to: str) -> "Migrated":
    """Carry a submission to a later version of its framework, over all versions in between; nothing that it says is lost.

    Returns the carried submission, with the report inside, and the report step by step. What may mean something else is marked
    `unconfirmed`, unless the editors of the later version classed a rewording as editorial. A submission to that version already is
    returned as it is, with no step.

    Args:
        document: The submission; it names its framework.
        registry: Holds both versions and those in between.
        to: The version to carry it to, such as "sepm@3.0.0".

    Raises:
        InvalidSubmission: where the document has not the shape of a submission; carries all findings.
        UnknownFramework: where one of the versions is not registered.
        NothingToDo: where the later version does not go back to the earlier.
    """
    # The differences of versions are worked out when something is carried, and not before.
    from spregistry.evolve.carrying.carriage import carry

    return carry(document, registry, registry[to])
