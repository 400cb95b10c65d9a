"""What an id or a code named in the versions that one goes back to, where it names that no longer. Pure."""

from collections.abc import Sequence
from typing import NamedTuple

from spregistry.evolve.lineage import element_ids, lineage
from spregistry.model.definition import Withdrawal
from spregistry.model.framework import Framework


class Former(NamedTuple):
    """An element of an earlier version that an id or a code named there."""

    #: The last version that gave it this id or code.
    framework: Framework
    id: str
    #: The ids that it goes on under; its own where it only has another code, none where nothing continues it.
    now: tuple[str, ...]
    #: The version that no longer had it, and why, where that one says so; None where it is still there.
    since: str | None
    reason: str | None


def former(versions: Sequence[Framework], asked: str) -> list[Former]:
    """Return what an id or a code named earlier and names no longer, the latest first; each element once, under its last id.

    Args:
        versions: Each names the one before as its `previous`; the last is the one that is looked at.
        asked: An id or a code, in any case.
    """
    *earlier, present = versions
    here = present.id_of(asked)
    found: list[Former] = []
    for at in range(len(earlier) - 1, -1, -1):
        id_ = earlier[at].id_of(asked)
        # An id is for ever; what it names now it always named.
        if id_ is None or id_ == here or any(_goes_on(versions[at:], id_, each) for each in found):
            continue
        now = _now(versions[at:], id_)
        since, said = _end(versions[at:], id_)
        # What took an element in goes on with its code; what only stands in for one that was withdrawn is another.
        if here is None or here not in now or said is not None:
            found.append(Former(earlier[at], id_, now, since, said.reason if said else None))
    return found


def _goes_on(versions: Sequence[Framework], id_: str, later: Former) -> bool:
    """Tell whether an element is one that was found in a later version already."""
    upto = next(at for at, version in enumerate(versions) if version is later.framework)
    return later.id in _now(versions[: upto + 1], id_)


def _now(versions: Sequence[Framework], id_: str) -> tuple[str, ...]:
    known = element_ids(versions[-1])
    return (id_,) if id_ in known else tuple(each for each in lineage(versions).heirs(id_) if each in known)


def _end(versions: Sequence[Framework], id_: str) -> tuple[str | None, Withdrawal | None]:
    """Return the version that no longer had an element, and what it says about that."""
    gone = next((version for version in versions if id_ not in element_ids(version)), None)
    entries = (gone.definition.withdrawn if gone else None) or ()
    return (gone.reference if gone else None), next((entry for entry in entries if entry.id == id_), None)
