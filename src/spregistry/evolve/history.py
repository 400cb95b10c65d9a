"""What one indicator, group or fact was in every version: its ids, codes, words and places, and what changed in it. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from spregistry.errors import UnknownCode
from spregistry.evolve.comparing.sides import Side
from spregistry.evolve.lineage import Lineage, element_ids, lineage
from spregistry.load.reporting import closest
from spregistry.model.change import Change, Differences
from spregistry.model.framework import Framework


@dataclass(frozen=True, kw_only=True, slots=True)
class Appearance:
    """An element as it stands in one version."""

    framework: str
    id: str
    kind: str
    code: str | None
    title: str
    question: str | None
    #: How a figure or a list is judged; None where the rubric says it.
    reading: str | None = None
    #: What each answer looks like, by its label.
    rubric: Mapping[str, str] = field(default_factory=dict)
    #: Titles of the groups around it, outermost first.
    within: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Stage:
    """One version in the history of an element: what it is there, and what that version changed in it."""

    framework: str
    #: Several where it was split; none where it was withdrawn, or was not there yet.
    appearances: tuple[Appearance, ...]
    changes: tuple[Change, ...]
    #: Why it was withdrawn, where it was and the version says so.
    withdrawn: str | None = None


def history(versions: Sequence[Framework], differences: Mapping[str, Differences], asked: str) -> list[Stage]:
    """Return the history of an element over a chain of versions, oldest first, from its first ancestor on.

    Args:
        versions: Each names the one before as its `previous`.
        differences: What each version but the first changed, by its reference.
        asked: Its id in any of them, or its code in the last that has such a code.

    Raises:
        UnknownCode: where none of them has it.
    """
    steps = [lineage(pair) for pair in pairwise(versions)]
    ids = [element_ids(version) for version in versions]
    start, id_ = _found(versions, ids, asked)
    tracked: list[set[str]] = [set() for _ in versions]
    tracked[start] = {id_}
    for at in range(start, 0, -1):
        tracked[at - 1] = _ancestors(tracked[at], steps[at - 1], ids[at - 1])
    for at in range(start + 1, len(versions)):
        tracked[at] = _descendants(tracked[at - 1], steps[at - 1], ids[at])
    stages = []
    for at, version in enumerate(versions):
        touched = tracked[at] | ({gone for gone in tracked[at - 1] if gone not in ids[at]} if at else set())
        if touched:
            found = differences.get(version.reference)
            changes = tuple(change for change in found.changes if change.element in touched) if found else ()
            reasons = [entry.reason for entry in version.definition.withdrawn or () if entry.id in touched and entry.reason]
            appearances = tuple(_appearance(version, each) for each in sorted(tracked[at], key=_place(version)))
            stages.append(Stage(framework=version.reference, appearances=appearances, changes=changes, withdrawn=next(iter(reasons), None)))
    return stages


def holds(versions: Sequence[Framework], asked: str, *, earlier: bool = False) -> bool:
    """Tell whether one of these versions has an element with this id, or the last one with this code; `earlier` where any may have the code."""
    return any(asked in element_ids(version) for version in versions) or any(
        asked in _codes(version) for version in (versions if earlier else versions[-1:])
    )


def _codes(version: Framework) -> dict[str, str]:
    """Return the id of each group and indicator by its code."""
    return {node.data["code"]: id_ for id_, node in Side(version).nodes.items()}


def _found(versions: Sequence[Framework], ids: Sequence[frozenset[str]], asked: str) -> tuple[int, str]:
    for at in range(len(versions) - 1, -1, -1):
        if asked in ids[at]:
            return at, asked
    for at in range(len(versions) - 1, -1, -1):
        codes = _codes(versions[at])
        if asked in codes:
            return at, codes[asked]
    raise UnknownCode(versions[-1].reference, asked, closest(asked, [*frozenset().union(*ids), *_codes(versions[-1])]))


def _ancestors(tracked: set[str], step: Lineage, there: frozenset[str]) -> set[str]:
    return {each.old for id_ in tracked for each in step.of_new.get(id_, ()) if each.old in there} | (tracked & there)


def _descendants(tracked: set[str], step: Lineage, there: frozenset[str]) -> set[str]:
    return {each.new for id_ in tracked for each in step.of_old.get(id_, ()) if each.new in there} | (tracked & there)


def _place(version: Framework) -> Callable[[str], int]:
    return {id_: at for at, id_ in enumerate([*version.groups, *version.indicators, *version.facts])}.__getitem__


def _appearance(version: Framework, id_: str) -> Appearance:
    if id_ in version.indicators:
        position = version.positions[id_]
        node = position.indicator
        within = tuple(group.title for group in position.groups)
        labels = {option.value: option.label for option in version.options(node)}
        return Appearance(
            framework=version.reference,
            id=id_,
            kind="indicator",
            code=node.code,
            title=node.title,
            question=node.question,
            reading=node.reading,
            rubric={labels.get(value, value): text for value, text in (node.rubric or {}).items()},
            within=within,
        )
    if id_ in version.groups:
        *above, group = version.groups[id_]
        within = tuple(each.title for each in above)
        return Appearance(
            framework=version.reference, id=id_, kind="group", code=group.code, title=group.title, question=None, within=within
        )
    fact = version.facts[id_]
    return Appearance(framework=version.reference, id=id_, kind="fact", code=None, title=fact.title, question=fact.question, within=())
