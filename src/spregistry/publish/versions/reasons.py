"""Why changes were made, as editors say it: in the notes of a release, or in the definition itself."""

from collections.abc import Callable, Sequence

from spregistry.evolve.lineage import between
from spregistry.load.notes import read_notes
from spregistry.load.registry import Registry
from spregistry.model.change import Change
from spregistry.model.framework import Framework
from spregistry.model.release import Notes

#: Why a change was made; None where nobody says.
Why = Callable[[Change], str | None]


def nobody_says(_change: Change) -> None:
    """Know no reason."""


def reasons_between(registry: Registry, before: Framework, after: Framework) -> Why:
    """Return what knows the reasons of all versions from one to a later one; it knows none where the second is not a later one.

    Raises:
        DocumentError: where release notes on the way cannot be read.
    """
    versions = between(registry, before, after)[1:] if before.reference != after.reference else []
    read = [read_notes(registry.folder(each.reference)).notes for each in reversed(versions)]
    notes = [each for each in read if each is not None]
    return lambda change: reason_over(change, versions, notes)


def reason_over(change: Change, versions: Sequence[Framework], notes: Sequence[Notes]) -> str | None:
    """Return why something changed over several steps: what any version on the way brought or dropped has its reason there.

    Args:
        change: What was changed.
        versions: Those that changed anything, by rising version.
        notes: Of those that have any, the last first.
    """
    own = (own_reason(change, each) for each in reversed(versions))
    return next(filter(None, (*(reason_for(change, each) for each in notes), *own)), None)


def reason_for(change: Change, notes: Notes | None, framework: Framework | None = None) -> str | None:
    """Return why a change was made: as the notes say of its class, its kind or its element; else as the definition itself says.

    Args:
        change: What was changed.
        notes: Of the version that changed it.
        framework: That version; what is new in it, or withdrawn by it, may have its reason there.
    """
    own = own_reason(change, framework) if framework is not None else None
    if notes is None:
        return own
    if any(each.key == change.key for each in notes.classes) and change.kind in ("reworded", "retitled", "relabelled"):
        return next(each.reason for each in notes.classes if each.key == change.key)
    fitting = [each for each in notes.reasons if each.element == change.element and each.kind in (None, change.kind)]
    return next((each.reason for each in sorted(fitting, key=lambda each: each.kind is None)), own)


def own_reason(change: Change, framework: Framework) -> str | None:
    """Return why something is new or withdrawn, as the definition of a version says."""
    if change.kind == "withdrawn":
        return next((entry.reason for entry in framework.definition.withdrawn or () if entry.id == change.element), None)
    if change.kind != "added":
        return None
    node = framework.node(change.element)
    return node.new if node is not None else None
