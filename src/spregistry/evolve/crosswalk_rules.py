"""Holds crosswalks and catalogues to what their schema cannot say: both ends there and exact, every pair there, once, and consistent."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from spregistry.errors import SpregistryError, summary
from spregistry.evolve.lineage import between, element_ids, lineage
from spregistry.evolve.pairs import Checked, contradictions
from spregistry.finding import Finding, ordered
from spregistry.load.crosswalks import CatalogueReading, CrosswalkReading
from spregistry.load.registry import Registry
from spregistry.load.reporting import Reporter, defining_element, suggesting
from spregistry.load.wording import listed
from spregistry.model.crosswalk import Catalogue, Crosswalk, End
from spregistry.model.framework import Framework
from spregistry.sentence import say

_EXACT = re.compile(r"[a-z0-9-]+@[0-9]+\.[0-9]+\.[0-9]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """An end that is there: what its names are, and what it is."""

    reference: str
    names: frozenset[str]
    framework: Framework | None = None
    catalogue: Catalogue | None = None


def check_crosswalks(registry: Registry) -> list[Finding]:
    """Return all findings about the crosswalks and catalogues of a registry, by place."""
    findings: list[Finding] = []
    for catalogue in registry.catalogue_readings:
        findings += [*catalogue.findings, *_catalogue(catalogue, registry)]
    checked: list[Checked] = []
    for reading in registry.crosswalk_readings:
        findings += reading.findings
        if reading.crosswalk is not None and reading.document is not None:
            reporter = Reporter(reading.document, defining_element(reading.document.data, root=True))
            targets: dict[str, Target] = {}
            findings += _head(reading, reading.crosswalk, reporter)
            findings += _ends(reading.crosswalk, registry, reporter, targets)
            findings += _names(reading.crosswalk, registry, reporter, targets)
            first, second = (targets[side].framework if side in targets else None for side in ("from", "to"))
            checked.append((reading.crosswalk, reporter, (first, second)))
    return ordered([*findings, *contradictions(checked)])


def _catalogue(reading: CatalogueReading, registry: Registry) -> Iterator[Finding]:
    catalogue, document = reading.catalogue, reading.document
    if catalogue is None or document is None:
        return
    reporter = Reporter(document, defining_element(document.data, root=True))
    if reading.path.stem != f"{catalogue.id}-{catalogue.version}":
        yield _misnamed(reporter, reading.path, f"{catalogue.id}-{catalogue.version}.yaml")
    codes = {entry.code for entry in catalogue.entries}
    seen: set[str] = set()
    for at, entry in enumerate(catalogue.entries):
        if entry.code in seen:
            yield reporter.finding("duplicate-entry", ["entries", at, "code"], say("the code {code} is listed twice", code=entry.code))
        seen.add(entry.code)
        for code in entry.superseded_by or ():
            if code not in codes or code == entry.code:
                said = say("{code} is superseded by {other}, which the catalogue does not list", code=entry.code, other=code)
                yield reporter.finding("dangling-mapping", ["entries", at, "superseded_by"], said)
    used = {
        end.catalogue
        for each in registry.crosswalk_readings
        if each.crosswalk is not None
        for end in (each.crosswalk.from_, each.crosswalk.to)
    }
    if catalogue.reference not in used:
        yield reporter.finding("unused", ["id"], say("no crosswalk points at the catalogue {name}", name=catalogue.reference))


def _misnamed(reporter: Reporter, path: Path, right: str) -> Finding:
    return reporter.finding("misnamed-file", ["id"], say("the file is named {name}, but should be {right}", name=path.name, right=right))


def _head(reading: CrosswalkReading, crosswalk: Crosswalk, reporter: Reporter) -> Iterator[Finding]:
    if reading.path.stem != crosswalk.id:
        yield _misnamed(reporter, reading.path, f"{crosswalk.id}.yaml")
    try:
        date.fromisoformat(crosswalk.date)
    except ValueError:
        yield reporter.finding("not-a-date", ["date"], say("{date} is not in the calendar", date=crosswalk.date))


def _ends(crosswalk: Crosswalk, registry: Registry, reporter: Reporter, targets: dict[str, Target]) -> Iterator[Finding]:
    """Find both ends, into `targets`; yield what is wrong with them. Where one is not there, nothing of the pairs can be said."""
    for side, end in (("from", crosswalk.from_), ("to", crosswalk.to)):
        key = "framework" if end.framework is not None else "catalogue"
        path = [side, key]
        found = _framework_end(end, registry) if end.framework is not None else _catalogue_end(end, registry)
        if isinstance(found, Target):
            targets[side] = found
            mapped = {mapping.from_ if side == "from" else mapping.to for mapping in crosswalk.mappings}
            newer = _newer(found, registry)
            if newer is not None:
                yield reporter.finding("outdated-end", path, _outdated(found, newer, mapped, registry))
        else:
            code, message = found
            yield reporter.finding(code, path, message)


def _framework_end(end: End, registry: Registry) -> Target | tuple[str, str]:
    asked = end.reference
    if not _EXACT.fullmatch(asked):
        known = [reference for reference in registry if reference.startswith(asked.partition("@")[0] + "@")]
        return "unpinned-end", suggesting(say("“{name}” names no exact version", name=asked), asked, known)
    if asked not in registry:
        return "unknown-end", suggesting(say("there is no framework “{name}”", name=asked), asked, registry)
    try:
        framework = registry[asked]
    except SpregistryError as error:
        return "unknown-end", say("“{name}” cannot be used: {problem}", name=asked, problem=summary(error))
    return Target(reference=asked, names=element_ids(framework), framework=framework)


def _catalogue_end(end: End, registry: Registry) -> Target | tuple[str, str]:
    asked = end.reference
    known = {each.catalogue.reference: each.catalogue for each in registry.catalogue_readings if each.catalogue is not None}
    id_, _, version = asked.partition("@")
    if not id_ or not version:
        return "unpinned-end", suggesting(say("“{name}” names no exact version", name=asked), asked, known)
    if asked not in known:
        return "unknown-end", suggesting(say("there is no catalogue “{name}”", name=asked), asked, known)
    return Target(reference=asked, names=frozenset(entry.code for entry in known[asked].entries), catalogue=known[asked])


def _newer(target: Target, registry: Registry) -> str | None:
    """Return a newer version than the one that is pinned: of a framework one in force, of a catalogue any that is at hand."""
    id_, _, pinned = target.reference.partition("@")
    if target.framework is not None:
        versions = [each for each in registry if each.startswith(f"{id_}@")]  # rising
        later = versions[versions.index(target.reference) + 1 :]
        return next((each for each in reversed(later) if registry.status(each) == "active"), None)
    known = [each.catalogue.version for each in registry.catalogue_readings if each.catalogue is not None and each.catalogue.id == id_]
    newest = max(known, key=_natural)
    return f"{id_}@{newest}" if _natural(newest) > _natural(pinned) else None


def _natural(version: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"[.-]", version)]


def _outdated(target: Target, newer: str, mapped: set[str], registry: Registry) -> str:
    gone = sorted(mapped & target.names - _names_of(newer, registry))
    if gone:
        return say(
            "a newer version is in force, {newer}, which no longer has {names}", newer=newer, names=listed(gone[:_SHOWN], last="and")
        )
    return say("a newer version is in force, {newer}, which has everything that is mapped", newer=newer)


#: How many names a message lists, and for how many that are not there one that was perhaps meant is looked for.
_SHOWN, _SUGGESTED = 12, 50


def _names_of(reference: str, registry: Registry) -> frozenset[str]:
    if reference in registry:
        try:
            return element_ids(registry[reference])
        except SpregistryError:
            return frozenset()  # told where that version is checked
    return frozenset(
        entry.code
        for each in registry.catalogue_readings
        if each.catalogue is not None and each.catalogue.reference == reference
        for entry in each.catalogue.entries
    )


def _names(crosswalk: Crosswalk, registry: Registry, reporter: Reporter, targets: Mapping[str, Target]) -> Iterator[Finding]:
    """Every pair names what its ends have, and nothing that its publisher no longer keeps."""
    gone = {side: _gone(target, registry) for side, target in targets.items()}
    suggested = 0
    for at, mapping in enumerate(crosswalk.mappings):
        for side, name in (("from", mapping.from_), ("to", mapping.to)):
            target = targets.get(side)
            if target is None:
                continue  # told by `_ends`
            path: list[str | int] = ["mappings", at, side]
            if name in gone[side]:
                yield reporter.finding("withdrawn-mapping", path, _withdrawn(target, name, gone[side][name]))
            elif name not in target.names:
                said = say("{end} has no “{name}”", end=target.reference, name=name)
                suggested += 1
                # To look for what was meant takes long among many names; who has more mistakes than that mapped something else.
                said = suggesting(said, name, target.names) if suggested <= _SUGGESTED else said
                yield reporter.finding("dangling-mapping", path, said)


def _withdrawn(target: Target, name: str, successors: Sequence[str]) -> str:
    if successors:
        return say(
            "{end} no longer has “{name}”; in its place stands {names}",
            end=target.reference,
            name=name,
            names=listed(sorted(successors), last="and"),
        )
    return say("{end} no longer has “{name}”, and nothing stands in its place", end=target.reference, name=name)


def _gone(target: Target, registry: Registry) -> Mapping[str, Sequence[str]]:
    """Return what an end had before and no longer has, with what stands in its place."""
    if target.catalogue is not None:
        return {entry.code: entry.superseded_by for entry in target.catalogue.entries if entry.superseded_by}
    assert target.framework is not None
    found: dict[str, Sequence[str]] = {}
    at, passed = target.framework, {target.reference}
    while (previous := at.definition.previous) is not None and previous in registry and previous not in passed:
        passed.add(previous)
        try:
            at = registry[previous]
        except SpregistryError:
            break  # told where that version is checked
        dropped = element_ids(at) - target.names - found.keys()
        if dropped:
            whole = lineage(between(registry, at, target.framework))
            onwards = whole.of_old
            for name in dropped:
                entry = whole.withdrawn.get(name)
                named = (entry.successors or ()) if entry is not None else ()
                found[name] = [each.new for each in onwards.get(name, ())] or named
    return found
