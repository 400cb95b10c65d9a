"""Submissions to several versions of one framework, made ready to be compared: carried to the latest of them, on what all have in common."""

from collections.abc import Sequence
from typing import NamedTuple

from spregistry.errors import NothingToDo
from spregistry.evolve.carrying.carriage import carry
from spregistry.evolve.carrying.comparability import common_core
from spregistry.evolve.carrying.way import Way, way
from spregistry.evolve.lineage import between
from spregistry.load.registry import Registry
from spregistry.load.spelling import listed
from spregistry.model.comparability import Comparability
from spregistry.model.document import Document
from spregistry.model.framework import Framework
from spregistry.model.version_number import number_of
from spregistry.scoring.scorecards import score
from spregistry.sentence import say


class HeldTogether(NamedTuple):
    """Submissions as answers to one version."""

    #: The latest version that one of them answers.
    after: Framework
    #: Carried to that version, in the order they were given.
    documents: tuple[Document, ...]
    #: One for each earlier version.
    statements: tuple[Comparability, ...]
    #: Ids of what all are to be scored on; None where that is the whole of the latest version.
    core: tuple[str, ...] | None


def latest(frameworks: Sequence[Framework]) -> Framework:
    """Return the framework of the highest version."""
    return max(frameworks, key=lambda framework: number_of(framework.version))


def related(frameworks: Sequence[Framework], registry: Registry) -> bool:
    """Tell whether the latest of some versions goes back to all others."""
    return all(between(registry, framework, latest(frameworks)) for framework in frameworks)


def held_together(documents: Sequence[Document], frameworks: Sequence[Framework], registry: Registry) -> HeldTogether:
    """Return submissions carried to the latest of their versions.

    Args:
        documents: The submissions.
        frameworks: The version that each of them names.
        registry: Holds the versions in between.

    Raises:
        NothingToDo: where two of the versions have nothing in common, or do not go back to each other.
        InvalidSubmission: where one of them cannot be scored as it stands.
    """
    known = {framework.reference: framework for framework in frameworks}
    after = latest(frameworks)
    if not related(frameworks, registry):
        versions = listed(known, last="and")
        raise NothingToDo(say("the submissions answer {versions}; scores on different wordings are not compared", versions=versions))
    ways = {reference: way(registry, framework, after) for reference, framework in known.items()}
    statements = tuple(each.comparability for reference, each in ways.items() if reference != after.reference)
    for found in statements:
        if found.verdict == "none":
            told = {"before": found.before, "after": found.after}
            raise NothingToDo(
                say("{before} and {after} have nothing in common that is asked and scored the same; nothing is compared", **told)
            )
    common = common_core(statements)
    if not common:
        raise NothingToDo(say("the versions have nothing in common that is asked and scored the same; nothing is compared"))
    pairs = zip(documents, frameworks, strict=True)
    carried = tuple(_carried(document, registry, framework, ways[framework.reference]) for document, framework in pairs)
    whole = all(found.verdict == "same" for found in statements)
    return HeldTogether(after, carried, statements, None if whole else common)


def _carried(document: Document, registry: Registry, framework: Framework, over: Way) -> Document:
    """Return a submission as answers to the last version of a way; it is as final as it was, for it is compared and not handed in."""
    score(framework, document)  # refuses what is no answer here: on the way it would be taken out, and the rest compared without a word
    data = carry(document, registry, over.after, over).submission
    return Document(data={**data, "status": document.data["status"]} if "status" in document.data else data, name=document.name)
