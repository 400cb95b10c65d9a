"""The changelog of a standard: what each release changed and why, from what was recorded when it was made."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from spregistry.errors import DocumentError
from spregistry.evolve.carrying.way import way
from spregistry.evolve.comparing.sides import Side
from spregistry.evolve.releasing.candidate import Candidate
from spregistry.load.documents import digest_of_file, read_bytes
from spregistry.load.folders import is_there
from spregistry.load.notes import read_notes
from spregistry.load.registry import Registry
from spregistry.load.releases.released import Deviation, released_changed
from spregistry.model.change import Change, Differences
from spregistry.model.framework import Framework
from spregistry.model.release import DIFFERENCES, RELEASE, Event, Notes, Waiver, turn
from spregistry.publish.versions.change_values import UNNAMED, Names
from spregistry.publish.versions.differences import Voice, heading, plain, sentence_of
from spregistry.publish.versions.event_words import consequences, days_now, sentence_of_event
from spregistry.publish.versions.impacts import IMPACT_TITLES, by_impact
from spregistry.publish.versions.reasons import reason_for
from spregistry.sentence import Sentence, say, sayable
from spregistry.version import ENGINE


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One version in the changelog."""

    framework: str
    title: str
    #: The day of the release; None for a draft.
    on: str | None
    #: Days as YYYY-MM-DD, by key of the release notes; the next review as it was last put on record.
    days: Mapping[str, str]
    summary: str
    #: None for a first version.
    differences: Differences | None
    #: Why each change was made, as far as the editors say; as many as there are changes.
    reasons: tuple[str | None, ...] = ()
    #: What happened to the version since.
    since: tuple[Event, ...] = ()
    #: To which version in use each leads by now that one of these events names to use instead; None where to none.
    leads_to: Mapping[str, str | None] = field(default_factory=dict)
    #: What the editors accepted by name.
    waivers: tuple[Waiver, ...] = ()
    example: bool = False
    #: What elements are called, before and now.
    names: Names = UNNAMED


def changelog_of(candidate: Candidate) -> str:
    """Return the changelog of a version that is being released, as Markdown in the language of the program."""
    entry = _entry(candidate.framework, candidate.notes, candidate.differences, candidate.on.isoformat(), before=candidate.previous)
    return to_markdown([entry], str)


def entries(registry: Registry, references: Sequence[str]) -> list[Entry]:
    """Return the changelog of some versions: of released ones as recorded, of drafts as they are now.

    Raises:
        DocumentError: where what was recorded is missing or not as it was recorded.
        UnknownFramework, InvalidDefinition: where a version cannot be read.
    """
    return [_of_version(registry, reference) for reference in references]


def _of_version(registry: Registry, reference: str) -> Entry:
    release = registry.record.releases.get(reference)
    framework = registry[reference]
    notes = read_notes(registry.folder(reference)).notes
    differences = differences_of(registry, reference)
    before = registry[differences.before] if differences is not None and differences.before in registry else None
    since = registry.record.since(reference)
    entry = _entry(framework, notes, differences, release.on if release else None, since, before=before)
    named = {event.data["successor"] for event in since if "successor" in event.data}
    return replace(entry, leads_to={each: registry.record.leads_to(each) for each in named})


def _entry(  # one argument per thing that is told
    framework: Framework,
    notes: Notes | None,
    differences: Differences | None,
    on: str | None,
    since: tuple[Event, ...] = (),
    *,
    before: Framework | None,
) -> Entry:
    return Entry(
        framework=framework.reference,
        title=framework.title,
        on=on,
        days=days_now(notes.days if notes else {}, since),
        summary=notes.summary if notes else "",
        differences=differences,
        reasons=tuple(reason_for(change, notes, framework) for change in differences.changes) if differences else (),
        since=since,
        waivers=notes.waivers if notes else (),
        example=notes is not None and notes.example,
        names=Names.of(before, framework, differences) if before is not None else Names(after=Side(framework), followers={}),
    )


def differences_of(registry: Registry, reference: str) -> Differences | None:
    """Return what a version changed: as recorded when it was released, for a draft as it is now; None for a first version.

    Raises:
        DocumentError: where what was recorded is missing or not as it was recorded.
    """
    release = registry.record.releases.get(reference)
    if release is not None:
        return _recorded(registry, release)
    framework = registry[reference]
    previous = framework.definition.previous
    if previous is None or previous not in registry:
        return None
    return way(registry, registry[previous], framework).differences


def _recorded(registry: Registry, release: Event) -> Differences | None:
    expected = release.artefacts.get(DIFFERENCES)
    if expected is None:
        return None
    path = registry.folder(release.framework) / RELEASE / DIFFERENCES
    found = digest_of_file(path) if is_there(path) else None
    if found != expected:
        raise DocumentError(released_changed(registry.root, Deviation(path, expected, found), release))
    data = json.loads(read_bytes(str(path)))
    changes = tuple(Change(**{**change, "continues": tuple(change["continues"])}) for change in data["changes"])
    return Differences(before=data["before"], after=data["after"], changes=changes)


_DAYS = {
    "effective": sayable("In force from {day}."),
    "transition_until": sayable("The version before may be used until {day}."),
    "next_review": sayable("To be reviewed by {day}."),
}


def to_markdown(changelog: Sequence[Entry], voice: Voice) -> str:
    """Return a changelog as Markdown, in the order given."""
    lines: list[str] = []
    for entry in changelog:
        lines += [f"# {plain(entry.title)}, {entry.framework}", ""]
        lines += [" ".join(plain(voice(line)) for line in _standing(entry)), ""]
        lines += [plain(entry.summary), ""] if entry.summary else []
        lines += _since(entry, voice)
        lines += [plain(voice(_compared(entry))), "", *_changes(entry, voice), *_waivers(entry, voice)]
    return "\n".join(lines).rstrip() + "\n"


def _standing(entry: Entry) -> Iterator[Sentence]:
    yield from state_in_words(entry.on, entry.since, entry.names)
    last = turn(entry.since)
    if entry.example:
        yield say("It only demonstrates; nobody uses it.")
    # Of what is out of use no day is still to come.
    for key, day in entry.days.items() if last is None or last.kind == "deprecated" else ():
        yield Sentence(_DAYS[key], {"day": day})


def state_in_words(on: str | None, since: Sequence[Event], names: Names) -> Iterator[Sentence]:
    """Yield when a version was released, and how it went out of use; `on` is None for a draft."""
    yield say("Released on {day}.", day=on) if on else say("This is a draft and may still change.")
    last = turn(since)
    if last is not None:
        yield sentence_of_event(last, names)


def _compared(entry: Entry) -> Sentence:
    if entry.differences is None:
        return say("There is no version before it.")
    if not entry.differences.changes:
        return say("Nothing differs from {framework}.", framework=entry.differences.before)
    return say("What differs from {framework}:", framework=entry.differences.before)


def _since(entry: Entry, voice: Voice) -> Iterator[str]:
    for event in entry.since:
        told = [f"**{plain(voice(sentence_of_event(event, entry.names)))}**", plain(event.data.get("reason", ""))]
        told += [plain(voice(line)) for line in consequences(event, entry.leads_to)]
        yield "- " + " ".join(filter(None, told))
    if entry.since:
        yield ""


def _changes(entry: Entry, voice: Voice) -> Iterator[str]:
    if entry.differences is None:
        return
    why = dict(zip(map(id, entry.differences.changes), entry.reasons, strict=True))
    for impact, changes in by_impact(entry.differences):
        yield from (f"## {plain(voice(IMPACT_TITLES[impact]))}", "")
        for top, within in _by_top(changes, entry.names):
            yield from (f"### {plain(voice(top))}", "")
            for change in within:
                reason, said = why[id(change)], voice(sentence_of(change, entry.names))
                line = f"- **{plain(voice(heading(change, entry.names)))}** (`{change.element}`): {plain(said)}"
                yield f"{line}. {plain(reason)}" if reason else line
            yield ""


#: What stands above changes of what is in no group.
_NOWHERE = say("Facts, checks and what holds for the whole")


def _by_top(changes: Sequence[Change], names: Names) -> Iterator[tuple[str, list[Change]]]:
    """Yield changes by the outermost group of their element, in the order of the version; first those of what is in no group."""
    found: dict[str | None, tuple[str, list[Change]]] = {}
    for change in changes:
        id_, title = names.top(change) or (None, _NOWHERE)
        found.setdefault(id_, (title, []))[1].append(change)
    order = [None, *(names.after.children.get(None, ()) if names.after else ())]
    yield from (found.pop(id_) for id_ in order if id_ in found)
    yield from found.values()  # groups that the version no longer has


def _waivers(entry: Entry, voice: Voice) -> Iterator[str]:
    if entry.waivers:
        yield from (f"## {plain(voice(say('Accepted by name')))}", "")
    for waiver in entry.waivers:
        said = say("{rule} of {element}, accepted by {approver}.", rule=waiver.rule, element=waiver.element, approver=waiver.approver)
        yield f"- {plain(voice(said))} {plain(waiver.reason)}"
    if entry.waivers:
        yield ""


def _waiver(waiver: Waiver) -> dict[str, str]:
    return {key: getattr(waiver, key) for key in ("rule", "element", "reason", "approver", "version")}


def to_json(changelog: Sequence[Entry]) -> str:
    """Return a changelog as in `schemas/changelog.schema.json`."""
    return json.dumps({"format": 1, "engine": ENGINE, "versions": [_data(entry) for entry in changelog]}, ensure_ascii=False, indent=2)


def _data(entry: Entry) -> dict[str, Any]:
    found = entry.differences
    changes = zip(found.changes, entry.reasons, strict=True) if found else ()
    return {
        "framework": entry.framework,
        "title": entry.title,
        "on": entry.on,
        **entry.days,
        "example": entry.example,
        "summary": entry.summary,
        "previous": found.before if found else None,
        "step": found.step if found else None,
        "changes": [{"change": asdict(change), "reason": reason} for change, reason in changes],
        "waivers": [_waiver(waiver) for waiver in entry.waivers],
        "events": [dict(event.data) for event in entry.since],
    }
