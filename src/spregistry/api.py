"""The public functions, and the registry that knows the rules: where the program is put together for Python."""

import os
from pathlib import Path
from typing import Self

from spregistry.check.definitions import check_definition
from spregistry.check.submissions import validate as _validate
from spregistry.finding import Finding
from spregistry.load import registry as _registry
from spregistry.load.documents import read
from spregistry.model.document import Document
from spregistry.model.framework import Framework
from spregistry.model.scorecard import Scorecard

__all__ = ["Registry", "read", "score", "validate"]


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
