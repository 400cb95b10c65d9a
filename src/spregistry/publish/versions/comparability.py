"""Whether scores on two versions may be held against each other, in words and as data."""

from collections.abc import Iterator
from typing import Any

from spregistry.model.comparability import Comparability
from spregistry.model.framework import Framework
from spregistry.sentence import Sentence, say


def statement(found: Comparability) -> Iterator[Sentence]:
    """Yield in words what may be compared between two versions, and what may not."""
    told = {"before": found.before, "after": found.after}
    if found.verdict == "same":
        yield say("{before} and {after} are comparable: what both ask means, and scores, the same.", **told)
        return
    if found.verdict == "none":
        yield say("{before} and {after} are not comparable: they have no scored indicator in common that stayed as it was.", **told)
        return
    yield say(
        "{before} and {after} are comparable on a common core only: on the indicators that both score, and that stayed as they were.",
        **told,
    )
    total = len(found.core) + len(found.outside)
    yield say("Scored indicators of {after} in the common core: {count} of {total}.", after=found.after, count=len(found.core), total=total)
    if found.unjudged:
        yield say("Left out because nobody classed their other wording yet: {count}.", count=len(found.unjudged))


def codes(found: tuple[str, ...], after: Framework) -> list[str]:
    """Return indicators by what is printed of them."""
    return [after.indicators[id_].code for id_ in found]


def comparability_data(found: Comparability) -> dict[str, Any]:
    """Return a statement as plain data; indicators by their ids in the later version."""
    return {
        "before": found.before,
        "after": found.after,
        "verdict": found.verdict,
        "core": [*found.core],
        "outside": [*found.outside],
        "unjudged": [*found.unjudged],
    }
