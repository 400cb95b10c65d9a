"""What one step between two versions does to what submissions say; worked out once, for any number of them. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

from spregistry.evolve.comparing.diff import diff
from spregistry.evolve.lineage import Lineage, Succession, lineage
from spregistry.model.change import Change, Differences
from spregistry.model.fact import Fact
from spregistry.model.framework import Framework
from spregistry.model.migration import Why

Answer = Mapping[str, Any]

#: Changes after which what was said may mean something else, and why it is then to be confirmed.
_TO_CONFIRM: Mapping[str, Why] = {
    "reworded": "reworded",
    "answer-kind": "answer-kind",
    "unit": "answer-kind",
    "recomputed": "answer-kind",
    "item-added": "options",
    "merged": "merge",
    "split": "split",
    "widened": "wider",
    "narrowed": "narrower",
}
#: Changes of one option or item, which matter to whoever chose it.
_OF_WHAT_WAS_CHOSEN = ("relabelled", "option-removed", "item-removed")
#: Keys of a fact that say what its figure means; it goes on under another id only where these are the same.
_FORM = ("unit", "kind", "segments", "multiple")


class Doubt(NamedTuple):
    """What was said of an element may mean something else in the later version."""

    why: Why
    #: Only where one of these was chosen; None: whatever was said.
    about: tuple[str, ...] | None = None

    def holds(self, value: Any) -> bool:
        """Tell whether it is about a value."""
        chosen = value if isinstance(value, list) else [value]
        return self.about is None or any(part in chosen for part in self.about)


@dataclass(frozen=True, kw_only=True)
class Passage:
    """From one version to the next that a submission is carried to."""

    before: Framework
    after: Framework
    lineage: Lineage
    #: With rewordings classed, where editors did.
    differences: Differences

    @cached_property
    def successors(self) -> Mapping[str, tuple[Succession, ...]]:
        """By id in the earlier version, the indicators of the later one that continue it under other ids."""
        found = {
            old: tuple(each for each in successions if each.new in self.after.indicators)
            for old, successions in self.lineage.of_old.items()
        }
        return {old: successions for old, successions in found.items() if successions}

    @cached_property
    def changes(self) -> Mapping[str, Sequence[Change]]:
        """By element, the changes that an answer to the earlier version may not survive; a PATCH or MINOR has none."""
        found: dict[str, list[Change]] = {}
        for change in self.differences.changes:
            if change.is_grave or not change.judged:
                found.setdefault(change.element, []).append(change)
        return found

    @cached_property
    def moved_facts(self) -> Mapping[str, str]:
        """Withdrawn facts whose one successor is a new fact that measures in the same way."""
        found: dict[str, str] = {}
        for id_, entry in self.lineage.withdrawn.items():
            named = [name for name in entry.successors or () if name in self.after.facts]
            new = len(named) == 1 and named[0] not in self.before.facts
            if new and id_ in self.before.facts and _same_form(self.before.facts[id_], self.after.facts[named[0]]):
                found[id_] = named[0]
        targets = [*found.values()]
        return {old: new for old, new in found.items() if targets.count(new) == 1}

    def why_to_confirm(self, id_: str, said: Answer, origin: str | None = None) -> Why | None:
        """Return why an answer to an indicator of the later version may mean something else now, None where it does not.

        Args:
            id_: The indicator in the later version.
            said: The answer.
            origin: Its id in the earlier version, where that is another.
        """
        earlier = self.before.indicators.get(origin or id_)
        if earlier is None:
            return "unknown"
        if not _gives_an_answer(said) and earlier.answer.ratio is None:
            return None
        return next((doubt.why for doubt in self.doubts(id_) if doubt.holds(said.get("value"))), None)

    def doubts(self, id_: str) -> Iterator[Doubt]:
        """Yield why answers to an indicator of the later version may mean something else now, the first that holds being the reason."""
        for change in self._changes_of(id_):
            if change.kind in _OF_WHAT_WAS_CHOSEN:
                yield Doubt("options", tuple(change.field.split("/")))
            elif change.kind in _TO_CONFIRM:
                yield Doubt(_TO_CONFIRM[change.kind])

    def why_to_confirm_fact(self, id_: str, said: Any) -> Why | None:
        """Return why what is reported of a fact that both versions hold may mean something else now."""
        if id_ not in self.before.facts:
            return "unknown"
        return next((doubt.why for doubt in self.fact_doubts(id_) if doubt.holds(said)), None)

    def fact_doubts(self, id_: str) -> Iterator[Doubt]:
        """Yield why what is reported of a fact may mean something else now, the first that holds being the reason."""
        for change in self.changes.get(id_, ()):
            if change.kind in _OF_WHAT_WAS_CHOSEN:
                yield Doubt("options", tuple(change.field.split("/")))
            elif change.kind == "answer-kind" or (change.kind == "range-narrowed" and change.field == "kind"):
                yield Doubt("answer-kind")
            elif change.kind == "reworded":
                yield Doubt("reworded")

    def measures_otherwise(self, id_: str) -> bool:
        """Tell whether a fact is measured in another unit: the figures of the two versions do not fit together."""
        return any(change.kind == "unit" for change in self.changes.get(id_, ()))

    def answered_otherwise(self, id_: str) -> bool:
        """Tell whether the same value may not be an answer any more, or another one."""
        return bool([*self._changes_of(id_)])

    def _changes_of(self, id_: str) -> Iterator[Change]:
        """Yield the changes of an indicator and of its scale."""
        yield from self.changes.get(id_, ())
        yield from self.changes.get(f"scale:{self.after.indicators[id_].answer.scale}", ())


def passages(versions: Sequence[Framework], classed: Mapping[str, Differences] | None = None) -> tuple[Passage, ...]:
    """Return the steps over a chain of versions, of which each names the one before as its `previous`.

    Args:
        versions: From the one that submissions answer to the one that they are carried to.
        classed: By reference, what a version changes, with rewordings classed by its editors.
    """
    steps = []
    for before, after in pairwise(versions):
        related = lineage([before, after])
        differences = (classed or {}).get(after.reference) or diff(before, after, related)
        steps.append(Passage(before=before, after=after, lineage=related, differences=differences))
    return tuple(steps)


def _gives_an_answer(said: Answer) -> bool:
    """Tell whether an answer says more than remarks: a value, or that the question does not apply."""
    return said.get("value") is not None or said.get("not_applicable") is True


def _same_form(old: Fact, new: Fact) -> bool:
    if any(getattr(old, key) != getattr(new, key) for key in _FORM):
        return False
    if old.schema is not None and new.schema is not None:
        return old.schema.type == new.schema.type and old.schema.format == new.schema.format
    return old.choices is not None and new.choices is not None
