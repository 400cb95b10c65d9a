"""Holds crosswalks and catalogues to what their schema cannot say: both ends there and exact, every pair there, once, and consistent."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from spregistry.errors import InvalidDefinition, SpregistryError, summary
from spregistry.evolve.lineage import between, element_ids, lineage
from spregistry.evolve.pairs import Checked, contradictions
from spregistry.finding import Finding, ordered
from spregistry.load.crosswalks import CatalogueReading, CrosswalkReading
from spregistry.load.ends import holder, known
from spregistry.load.registry import Registry
from spregistry.load.reporting import Reporter, defining_element, suggesting
from spregistry.load.spelling import listed
from spregistry.model.crosswalk import Catalogue, Crosswalk, End
from spregistry.model.day import as_day
from spregistry.model.framework import Framework
from spregistry.sentence import say

_EXACT = re.compile(r"[a-z0-9-]+@[0-9]+\.[0-9]+\.[0-9]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """An end that is there: who holds it, what its names are, and what it is."""

    reference: str
    held: Registry
    names: frozenset[str]
    framework: Framework | None = None
    catalogue: Catalogue | None = None


def check_crosswalks(registry: Registry, today: date) -> list[Finding]:
    """Return all findings about the crosswalks and catalogues of a registry on a day, by place."""
    findings: list[Finding] = []
    for catalogue in registry.catalogue_readings:
        findings += [*catalogue.findings, *_catalogue(catalogue, registry)]
    checked: list[Checked] = []
    for reading in registry.crosswalk_readings:
        findings += reading.findings
        if reading.crosswalk is not None and reading.document is not None:
            reporter = Reporter(reading.document, defining_element(reading.document.data, root=True))
            targets: dict[str, Target] = {}
            findings += _head(reading, reading.crosswalk, reporter, today)
            findings += _ends(reading.crosswalk, registry, reporter, targets)
            findings += _names(reading.crosswalk, reporter, targets)
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


def _head(reading: CrosswalkReading, crosswalk: Crosswalk, reporter: Reporter, today: date) -> Iterator[Finding]:
    if reading.path.stem != crosswalk.id:
        yield _misnamed(reporter, reading.path, f"{crosswalk.id}.yaml")
    day = as_day(crosswalk.date)
    if day is None:
        yield reporter.finding("not-a-date", ["date"], say("{date} is not in the calendar", date=crosswalk.date))
    elif day > today:
        yield reporter.finding("dated-ahead", ["date"], say("it is dated {day}, a day still to come", day=crosswalk.date))


def _ends(crosswalk: Crosswalk, registry: Registry, reporter: Reporter, targets: dict[str, Target]) -> Iterator[Finding]:
    """Find both ends, into `targets`; yield what is wrong with them. Where one is not there, nothing of the pairs can be said."""
    for side, end in (("from", crosswalk.from_), ("to", crosswalk.to)):
        key = "framework" if end.framework is not None else "catalogue"
        path = [side, key]
        found = _target(end, registry)
        if isinstance(found, Target):
            targets[side] = found
            mapped = {mapping.from_ if side == "from" else mapping.to for mapping in crosswalk.mappings}
            newer = _newer(found)
            if newer is not None:
                yield reporter.finding("outdated-end", path, _outdated(found, newer, mapped))
        else:
            code, message, hint = found
            yield reporter.finding(code, path, message, hint=hint)


def _target(end: End, registry: Registry) -> Target | tuple[str, str, str | None]:
    """Return what an end names; else what is wrong with it: code, message and hint, where that is not the rule's own."""
    asked, id_ = end.reference, end.reference.partition("@")[0]
    exact = _EXACT.fullmatch(asked) if end.framework is not None else re.fullmatch("[^@]+@.+", asked)
    if not exact:
        versions = [each for each in known(registry, end) if end.framework is None or each.startswith(f"{id_}@")]
        return "unpinned-end", suggesting(say("“{name}” names no exact version", name=asked), asked, versions), None
    held = holder(registry, end)
    if held is None:
        return _unknown(end, registry)
    try:
        return _held(end, held)
    except SpregistryError as error:
        return "unknown-end", say("“{name}” cannot be used: {problem}", name=asked, problem=summary(error)), None


def _held(end: End, held: Registry) -> Target:
    """Return what an end names, from the registry that holds it.

    Raises:
        SpregistryError: where it cannot be used.
    """
    asked = end.reference
    if end.framework is not None:
        framework = held[asked]
        return Target(reference=asked, held=held, names=element_ids(framework), framework=framework)
    catalogue = _catalogues(held).get(asked)
    if catalogue is None:
        unreadable = next(each for each in held.catalogue_readings if each.path.stem == asked.replace("@", "-"))
        raise InvalidDefinition(unreadable.path.name, unreadable.findings)
    return Target(reference=asked, held=held, names=frozenset(entry.code for entry in catalogue.entries), catalogue=catalogue)


def _unknown(end: End, registry: Registry) -> tuple[str, str, str | None]:
    asked = end.reference
    is_framework = end.framework is not None
    said = say("there is no framework “{name}”", name=asked) if is_framework else say("there is no catalogue “{name}”", name=asked)
    hint = None
    if registry.shipped is not None:
        hint = say(
            "Correct the name, or add the version. It stands neither in {folder} nor among those that come with the program: {names}.",
            folder=str(registry.root),
            names=listed(known(registry.shipped, end), last="and"),
        )
    return "unknown-end", suggesting(said, asked, known(registry, end)), hint


def _catalogues(registry: Registry) -> Mapping[str, Catalogue]:
    """Return the catalogues that can be read; the others are told where they stand."""
    return {each.catalogue.reference: each.catalogue for each in registry.catalogue_readings if each.catalogue is not None}


def _newer(target: Target) -> str | None:
    """Return a newer version than the one that is pinned, of the same registry: of a framework one in force, of a catalogue any."""
    id_, _, pinned = target.reference.partition("@")
    if target.framework is not None:
        versions = [each for each in target.held if each.startswith(f"{id_}@")]  # rising
        later = versions[versions.index(target.reference) + 1 :]
        return next((each for each in reversed(later) if target.held.status(each) == "active"), None)
    newest = max((each.version for each in _catalogues(target.held).values() if each.id == id_), key=_natural)
    return f"{id_}@{newest}" if _natural(newest) > _natural(pinned) else None


def _natural(version: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"[.-]", version)]


def _outdated(target: Target, newer: str, mapped: set[str]) -> str:
    gone = sorted(mapped & target.names - _names_of(newer, target.held))
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
    return frozenset(entry.code for entry in _catalogues(registry)[reference].entries)


def _names(crosswalk: Crosswalk, reporter: Reporter, targets: Mapping[str, Target]) -> Iterator[Finding]:
    """Every pair names what its ends have, and nothing that its publisher no longer keeps."""
    gone = {side: _gone(target) for side, target in targets.items()}
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


def _gone(target: Target) -> Mapping[str, Sequence[str]]:
    """Return what an end had before and no longer has, with what stands in its place."""
    if target.catalogue is not None:
        return {entry.code: entry.superseded_by for entry in target.catalogue.entries if entry.superseded_by}
    assert target.framework is not None
    found: dict[str, Sequence[str]] = {}
    at, passed = target.framework, {target.reference}
    while (previous := at.definition.previous) is not None and previous in target.held and previous not in passed:
        passed.add(previous)
        try:
            at = target.held[previous]
        except SpregistryError:
            break  # told where that version is checked
        dropped = element_ids(at) - target.names - found.keys()
        if dropped:
            whole = lineage(between(target.held, at, target.framework))
            onwards = whole.of_old
            for name in dropped:
                entry = whole.withdrawn.get(name)
                named = (entry.successors or ()) if entry is not None else ()
                found[name] = [each.new for each in onwards.get(name, ())] or named
    return found
