"""Nothing disappears between versions, and nothing comes from nowhere."""

from collections.abc import Iterator, Mapping

from spregistry.check.definition_rules.subject import Subject
from spregistry.errors import SpregistryError, summary
from spregistry.finding import Finding
from spregistry.load.reporting import suggesting
from spregistry.model.definition import Supersession
from spregistry.model.framework import Framework
from spregistry.sentence import Sentence, say, sayable

_STILL_USED = sayable("“{id}” is superseded and still in use")


def lineage(subject: Subject) -> Iterator[Finding]:
    """Every element of the previous version is kept, superseded or withdrawn; every new one says where it came from."""
    reference = subject.definition.previous
    if reference is None:
        # What a profile borrows has the lineage of its base.
        yield from () if subject.is_profile else _without_previous(subject)
        return
    try:
        previous = subject.registry[reference]
    except (SpregistryError, LookupError) as error:
        said = say("the previous version cannot be used: {problem}", problem=summary(error))
        yield subject.reporter.finding("unknown-reference", ["previous"], said)
        return
    old, new = _elements(previous), _elements(subject.framework)
    # What a profile borrows has the lineage of its base; the profile itself only answers for what it no longer borrows.
    superseded = [] if subject.is_profile else [(entry.id, path) for entry, path in _superseded(subject)]
    claimed = {id_ for id_, _ in superseded}
    withdrawn: dict[str, list[str | int]] = {entry.id: ["withdrawn", at] for at, entry in enumerate(subject.definition.withdrawn or ())}
    for id_, title in old.items():
        if id_ not in new and id_ not in claimed and id_ not in withdrawn:
            told = {"id": id_, "title": title, "framework": reference}
            message = Sentence(sayable("“{id}” ({title}) of {framework} is neither kept, superseded nor withdrawn"), told)
            yield subject.reporter.finding("lost-element", ["previous"], message)
    for id_, path in [*superseded, *withdrawn.items()]:
        if id_ not in old:
            message = suggesting(say("{framework} has no “{id}”", framework=reference, id=id_), id_, old)
            yield subject.reporter.finding("broken-lineage", path, message)
        elif id_ in new:
            gone = sayable("“{id}” is withdrawn and still in use") if path[0] == "withdrawn" else _STILL_USED
            yield subject.reporter.finding("broken-lineage", path, Sentence(gone, {"id": id_}))
    yield from _successors(subject, new)
    if not subject.is_profile:
        yield from _origins(subject, old)
        yield from _reused(subject, previous, new)


def _elements(framework: Framework) -> dict[str, str]:
    """Return the titles of all groups, indicators and facts by id."""
    return {each.id: each.title for each in (*framework.nodes, *framework.facts.values())}


def _superseded(subject: Subject) -> Iterator[tuple[Supersession, list[str | int]]]:
    for node in subject.nodes:
        for at, entry in enumerate(node.element.predecessors):
            yield entry, [*node.path, "supersedes", at]


def _without_previous(subject: Subject) -> Iterator[Finding]:
    paths: list[list[str | int]] = [path for _, path in _superseded(subject)] + ([["withdrawn"]] if subject.definition.withdrawn else [])
    for path in paths:
        yield subject.reporter.finding("broken-lineage", path, say("the framework does not say which version is its `previous`"))


def _successors(subject: Subject, new: dict[str, str]) -> Iterator[Finding]:
    for at, entry in enumerate(subject.definition.withdrawn or ()):
        for id_ in entry.successors or ():
            if id_ not in new:
                message = suggesting(say("the successor “{id}” is not in this version", id=id_), id_, new)
                yield subject.reporter.finding("broken-lineage", ["withdrawn", at, "successors"], message)


def _origins(subject: Subject, old: dict[str, str]) -> Iterator[Finding]:
    for node in subject.nodes:
        element = node.element
        if element.id not in old and element.supersedes is None and element.new is None:
            said = say("“{id}” is new in this version and does not say where it came from", id=element.id)
            yield subject.reporter.finding("no-origin", node.path, said)


def _reused(subject: Subject, previous: Framework, new: Mapping[str, str]) -> Iterator[Finding]:
    """An id that some version before dropped is never used again, however long ago that was."""
    dropped = _dropped_before(subject, previous)
    fresh = [id_ for id_ in new if id_ in dropped]
    paths: dict[str, list[str | int]] = {fact.id: ["facts", at] for at, fact in enumerate(subject.definition.facts or ())}
    paths |= {node.element.id: node.path for node in subject.nodes}
    for id_ in fresh:
        said = say("“{id}” was an element of {framework} and was dropped since; an id is never used again", id=id_, framework=dropped[id_])
        yield subject.reporter.finding("reused-id", paths[id_], said)


def _dropped_before(subject: Subject, previous: Framework) -> dict[str, str]:
    """Return the ids that versions before the previous one had and it has not, each with the last version that had it, as far as is known."""
    found: dict[str, str] = {}
    here, version = _elements(previous), previous
    passed = {previous.reference}
    while True:
        before = version.definition.previous
        if before is None or before in passed:
            return found
        passed.add(before)
        # What is said to be withdrawn is known even where the version that had it is not at hand.
        gone = {entry.id for entry in version.definition.withdrawn or ()}
        earlier = subject.version(before)
        if earlier is None:
            return {id_: before for id_ in gone if id_ not in here} | found
        version = earlier
        found = {id_: before for id_ in [*_elements(version), *gone] if id_ not in here} | found
