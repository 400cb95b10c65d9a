"""What a code named in an earlier version, and what became of that element; asked only where a text names a code that is stale."""

from collections.abc import Iterator
from typing import NamedTuple

from spregistry.check.definition_rules.subject import Subject
from spregistry.model.framework import Framework


class Former(NamedTuple):
    """An element of an earlier version."""

    #: The version, exactly.
    framework: str
    title: str
    #: The codes of the elements that it goes on in; none where it is gone.
    now: tuple[str, ...]


def former(subject: Subject, code: str) -> Iterator[Former]:
    """Yield what a code named in the versions that this one, or its base, goes back to, the latest of them first."""
    base = subject.version(subject.definition.based_on)
    for version in (subject.framework, *([base] if base else [])):
        yield from _former(subject, version, code)


def _former(subject: Subject, version: Framework, code: str) -> Iterator[Former]:
    later = [version]
    while (earlier := subject.version(later[-1].definition.previous)) is not None and earlier not in later:
        for element in earlier.nodes:
            if element.code == code:
                ids = {element.id}
                for each in reversed(later):
                    ids = _onwards(ids, each)
                codes = tuple(each.code for each in version.nodes if each.id in ids)
                yield Former(earlier.reference, element.title, codes)
        later.append(earlier)


def _onwards(ids: set[str], version: Framework) -> set[str]:
    """Return the ids in which elements of the version before go on in a version; for one that it withdraws, those of its successors."""
    found = {id_ for id_ in ids if id_ in version.groups or id_ in version.indicators}
    for element in version.nodes:
        found |= {element.id} if any(entry.id in ids for entry in element.predecessors) else set()
    for entry in version.definition.withdrawn or ():
        found |= set(entry.successors or ()) if entry.id in ids else set()
    return found
