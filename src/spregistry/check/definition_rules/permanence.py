"""What a version says about the one before is said from both sides, and an id stays what it was."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from spregistry.check.definition_rules.subject import Path, Subject
from spregistry.finding import Finding
from spregistry.load.spelling import listed
from spregistry.model.framework import Framework
from spregistry.model.version_number import number_of
from spregistry.sentence import Sentence, say, sayable

_GROUP, _INDICATOR, _FACT, _CHECK = say("a group"), say("an indicator"), say("a fact"), say("a quality check")


def order(subject: Subject) -> Iterator[Finding]:
    """The previous version is one of the same standard, and a lower one."""
    reference = subject.definition.previous
    if reference is None:
        return
    id_, version = reference.split("@")
    if id_ != subject.framework.id:
        said = say("{framework} is a version of another standard", framework=reference)
        yield subject.reporter.finding("broken-lineage", ["previous"], said)
    elif number_of(version) > number_of(subject.framework.version):
        said = say("{framework} is a later version than this one", framework=reference)
        yield subject.reporter.finding("broken-lineage", ["previous"], said)


def kinds(subject: Subject) -> Iterator[Finding]:
    """An id names the same kind of thing as in the version before."""
    previous = subject.version(subject.definition.previous)
    if previous is None or subject.is_profile:
        return
    before = _kinds(previous)
    now = _kinds(subject.framework)
    changed = {id_ for id_, kind in now.items() if before.get(id_, kind) != kind}
    for id_, path in _paths(subject).items() if changed else ():
        if id_ in changed:
            values = {"id": id_, "before": before[id_], "framework": previous.reference, "now": now[id_]}
            message = Sentence(sayable("“{id}” was {before} in {framework} and is {now} here"), values)
            yield subject.reporter.finding("reused-id", path, message)


def _kinds(framework: Framework) -> dict[str, str]:
    found: dict[str, str] = dict.fromkeys((check.id for check in framework.definition.quality_checks or ()), _CHECK)
    found |= dict.fromkeys(framework.facts, _FACT)
    found |= dict.fromkeys(framework.groups, _GROUP)
    return found | dict.fromkeys(framework.indicators, _INDICATOR)


def _paths(subject: Subject) -> Mapping[str, Path]:
    paths: dict[str, Path] = {check.id: ["quality_checks", at, "id"] for at, check in enumerate(subject.definition.quality_checks or ())}
    paths |= {fact.id: ["facts", at, "id"] for at, fact in enumerate(subject.definition.facts or ())}
    return paths | {node.element.id: [*node.path, "id"] for node in subject.nodes}


def both_ways(subject: Subject) -> Iterator[Finding]:
    """What is withdrawn names all that supersede it; a split has several parts, a merger several sources, and one thing is the same."""
    if subject.is_profile:
        return
    claims = _claims(subject)
    for at, entry in enumerate(subject.definition.withdrawn or ()):
        # That a successor does not supersede is no mistake: it says where to look, and answers are not carried there.
        left_out = sorted({id_ for id_, _, _ in claims.get(entry.id, ())} - {*(entry.successors or ())})
        if left_out:
            names = listed(left_out, last="and")
            said = say("“{id}” is withdrawn without naming {successors}, which supersedes it", id=entry.id, successors=names)
            yield subject.reporter.finding("one-way", ["withdrawn", at], said)
    yield from _alone(subject, claims)


def _claims(subject: Subject) -> Mapping[str, list[tuple[str, str, Path]]]:
    """Return who supersedes an id, as what, and where that is said."""
    found: dict[str, list[tuple[str, str, Path]]] = defaultdict(list)
    for node in subject.nodes:
        for at, entry in enumerate(node.element.predecessors):
            found[entry.id].append((node.element.id, entry.relation, [*node.path, "supersedes", at]))
    return found


def _alone(subject: Subject, claims: Mapping[str, list[tuple[str, str, Path]]]) -> Iterator[Finding]:
    previous = subject.version(subject.definition.previous)
    if previous is None:
        return
    there = {*previous.indicators, *previous.groups}
    sources: dict[str, int] = defaultdict(int)
    for claiming in claims.values():
        for id_, _, _ in claiming:
            sources[id_] += 1
    for old, claiming in claims.items():
        for id_, relation, path in claiming if old in there else ():  # else told by `lineage`
            if relation == "split" and len(claiming) == 1:
                said = say("“{id}” is said to be split, but nothing else supersedes a part of it", id=old)
                yield subject.reporter.finding("one-way", path, said)
            # What was there before and took something in is merged with itself.
            if relation == "merge" and sources[id_] == 1 and id_ not in there:
                said = say("“{id}” is said to be merged into “{new}”, but nothing else is", id=old, new=id_)
                yield subject.reporter.finding("one-way", path, said)
            alike = [other for other, how, _ in claiming if how == "same" and other != id_]
            if relation == "same" and alike:
                said = say("“{id}” is said to be the same as “{new}”, and as {others}", id=old, new=id_, others=listed(alike, last="and"))
                yield subject.reporter.finding("same-twice", path, said)
            elif relation == "same" and len(claiming) > 1:
                said = say("“{id}” is said to be the same as “{new}”, but something else supersedes it too", id=old, new=id_)
                yield subject.reporter.finding("one-way", path, said)
