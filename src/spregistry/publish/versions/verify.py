"""Verifies what was released: the chain of events, every file of every released version, what releases made, and signatures."""

import json
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from spregistry.evolve.releasing.signing import is_right
from spregistry.finding import RULES, Finding
from spregistry.load.documents import read_bytes
from spregistry.load.folders import is_there
from spregistry.load.registry import Registry
from spregistry.load.releases.leftovers import cut_off, unfinished
from spregistry.load.releases.record import parse_record, text
from spregistry.load.releases.released import changes, deviations, released_changed, revised
from spregistry.model.canonical import digest
from spregistry.model.framework import Framework
from spregistry.model.release import FRAMEWORK, RELEASE, VECTORS, Event, Record
from spregistry.publish.versions.release_vectors import rescored
from spregistry.sentence import Sentence, say


def verify(registry: Registry, keys: Collection[str] = (), head: str | None = None) -> list[Finding]:
    """Return all that is not as it was released, in the order of the record; empty when all is well.

    A record that is not there is one without events: what releases made is then found to be on no record.

    Args:
        registry: The standards, with their record.
        keys: Public keys, as `key_name` names them. Where any is given, the last event must be signed by one of them, and no signature
            may be by another.
        head: Digest of an event that the record must hold, such as the head of an earlier run; so that none was cut off since.

    Raises:
        DocumentError: where a file is there and cannot be read.
        MissingExtra: where there are signatures, and the library that checks them is not installed.
    """
    record, content = _read(registry)
    found = [*_chain(record, content, head), *_signatures(record, keys)]
    for release in record.releases.values():
        found += [*_release(registry, release), *revised(registry.root, record, release.framework)]
    found += [*cut_off(registry.root, record), *_circles(record)]
    rule = RULES["unfinished-release"]
    for path in unfinished(registry.root, record):
        said = say("a release was broken off before it came on record; this is what it left, and means nothing")
        found.append(Finding(code="unfinished-release", severity=rule.severity, message=said, hint=rule.fix, file=str(path)))
    return found


def unfit_to_grow(registry: Registry, reference: str) -> list[Finding]:
    """Return why nothing may be put on record about a version: the chain is broken, or a file of that version is not as it was released.

    Translations are left out, whose revisions come on record by such events.

    Args:
        registry: The standards, with their record.
        reference: The version that an event is to be about; of one that was never released only the record is looked at.

    Raises:
        DocumentError: where a file is there and cannot be read.
    """
    record, content = _read(registry)
    found = [*_chain(record, content, None), *cut_off(registry.root, record)]
    release = record.releases.get(reference)
    return [*found, *(_files(registry, release) if release else ())]


def unfit_to_sign(registry: Registry) -> list[Finding]:
    """Return why nobody should vouch for the record: all that `verify` finds but what takes long, which is making and scoring anew.

    Raises:
        DocumentError: where a file is there and cannot be read.
        MissingExtra: as `verify`.
    """
    record, content = _read(registry)
    found = [*_chain(record, content, None), *_signatures(record, ())]
    for release in record.releases.values():
        found += [*_files(registry, release), *revised(registry.root, record, release.framework)]
    return [*found, *cut_off(registry.root, record)]


def _read(registry: Registry) -> tuple[Record, bytes | None]:
    """Return the record as it stands now, and its bytes; None where there is no file."""
    file = Path(registry.record.name)
    content = read_bytes(str(file)) if is_there(file) else None
    return (parse_record(content, registry.record.name) if content is not None else registry.record), content


def _chain(record: Record, content: bytes | None, head: str | None) -> Iterator[Finding]:
    """Every event holds the digest of the one before, the head is that of the last, and nothing else stands in the file."""
    heads = [digest(event.data) for event in record.events]
    for message in _links(record, heads):
        yield _broken(record, message)
    if head is not None and head not in heads:
        yield _broken(record, say("no event has the digest {head}, which the record held before", head=head))
    if record.events and text(record) != content:
        yield _broken(record, say("the file is not written as this program writes it"))
    twice = [event.framework for event in record.events if event.kind == "released"]
    for framework in {each for each in twice if twice.count(each) > 1}:
        yield _broken(record, say("{framework} is released twice", framework=framework))


def _links(record: Record, digests: Sequence[str]) -> Iterator[Sentence]:
    """Yield for each link that does not hold which event is not what it was, as far as the others tell.

    Where what comes after the later event of two vouches for that one, the earlier one was changed; else either of them may have been.
    """
    events, named = record.events, [*(event.before for event in record.events[1:]), record.head]
    if events and events[0].before is not None:
        yield say(
            "{event} is the first and names one before it, {found}; it was changed, or what stood before it was taken out",
            event=_event(events[0]),
            found=events[0].before,
        )
    for at, (event, found, expected) in enumerate(zip(events, digests, named, strict=False)):
        if found == expected:
            continue
        told = {"event": _event(event), "expected": expected or "–", "found": found}
        if at + 1 == len(events):
            yield say(
                "the head is not that of the last event: {event}, or the head, was changed; expected {expected}, found {found}", **told
            )
        elif digests[at + 1] == named[at + 1]:
            yield say("{event} was changed, or one behind it was taken out; expected {expected}, found {found}", **told)
        else:
            told["next"] = _event(events[at + 1])
            yield say("the chain is broken between {event} and {next}; expected {expected}, found {found}", **told)
    if not events and record.head is not None:
        yield say("the record has the head {found}, and no event", found=record.head)


def _event(event: Event) -> Sentence:
    return say("the event “{event}” of {framework} on {on}", event=event.kind, framework=event.framework, on=event.on)


def _circles(record: Record) -> Iterator[Finding]:
    """No version out of use leads back to itself; a warning, because what is on record stays, and only a further event mends it."""
    rule = RULES["circular-successor"]
    for circle in record.circles():
        said = say("the versions to use instead lead in a circle: {versions}", versions=" → ".join((*circle, circle[0])))
        yield Finding(code="circular-successor", severity=rule.severity, message=said, hint=rule.fix, file=record.name)


def _signatures(record: Record, keys: Collection[str]) -> Iterator[Finding]:
    heads = {digest(event.data) for event in record.events}
    for signature in record.signatures:
        told = {"key": signature.key}
        if signature.head not in heads:
            yield _unsigned(record, say("the signature by {key} is of no event on record", **told))
        elif not is_right(signature):
            yield _unsigned(record, say("the signature by {key} is wrong", **told))
        elif keys and signature.key not in keys:
            yield _unsigned(
                record, say("there is a signature by {key}, which is none of the keys given; give every key that may sign", **told)
            )
    good = {signature.head for signature in record.signatures if signature.key in keys and is_right(signature)}
    if keys and record.head not in good:
        yield _unsigned(record, say("the last event is signed by none of the keys given"))


def _release(registry: Registry, release: Event) -> Iterator[Finding]:
    """Files and artefacts are as they were, and what was made of the files is what would be made of them again."""
    root, found = registry.root, [*_files(registry, release)]
    yield from found
    if found or release.framework not in registry:
        return  # what is not what was released cannot be compared with it
    framework = registry.read(release.framework).framework
    found = [*changes(root, registry.record, release.framework, framework)]
    yield from found
    if framework is not None and not found:
        yield from _scores(registry, framework, root.joinpath(*release.framework.split("@"), RELEASE, VECTORS))


def _files(registry: Registry, release: Event) -> Iterator[Finding]:
    """Files and artefacts are as they were, and the release says of them what it must."""
    if not release.files or not release.artefacts:
        message = say("the release of {framework} on {on} lists no files", framework=release.framework, on=release.on)
        yield Finding(code="broken-record", severity="error", message=message, hint=RULES["broken-record"].fix, file=registry.record.name)
        return
    if release.artefacts.get(FRAMEWORK) != release.digest:
        message = say(
            "the release of {framework} on {on} does not say the digest of its own framework", framework=release.framework, on=release.on
        )
        yield _broken(registry.record, message)
    for deviation in deviations(registry.root, release):
        yield released_changed(deviation, release)


def _scores(registry: Registry, framework: Framework, path: Path) -> Iterator[Finding]:
    """The present engine publishes for the release's submissions what it did then."""
    based_on = framework.definition.based_on
    base = registry[based_on] if based_on else framework
    for at, vector in enumerate(json.loads(read_bytes(str(path)))["vectors"]):
        if rescored(framework, base, vector["submission"]) != vector["expected"]:
            rule = RULES["scores-differ"]
            said = say("{framework} scores the submission of vector {number} otherwise", framework=framework.reference, number=at + 1)
            yield Finding(
                code="scores-differ",
                severity=rule.severity,
                message=said,
                hint=rule.fix,
                file=str(path),
                pointer=f"/vectors/{at}/expected",
            )
            return


def _broken(record: Record, message: Sentence) -> Finding:
    rule = RULES["broken-record"]
    return Finding(code="broken-record", severity=rule.severity, message=message, hint=rule.fix, file=record.name)


def _unsigned(record: Record, message: Sentence) -> Finding:
    rule = RULES["wrong-signature"]
    return Finding(code="wrong-signature", severity=rule.severity, message=message, hint=rule.fix, file=record.name)
