"""Verifies what was released: the chain of events, every file of every released version, what releases made, and signatures."""

import json
from collections.abc import Collection, Iterator
from pathlib import Path

from spregistry.evolve.releasing.dead_ends import passed_over
from spregistry.evolve.releasing.signing import is_right
from spregistry.finding import RULES, Finding
from spregistry.load.documents import read_bytes
from spregistry.load.folders import is_there
from spregistry.load.registry import Registry
from spregistry.load.releases.chain import broken, broken_chain
from spregistry.load.releases.leftovers import cut_off, unfinished
from spregistry.load.releases.record import parse_record
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
    found = [*broken_chain(record, content, head), *_signatures(record, keys)]
    for release in record.releases.values():
        found += [*_release(registry, release), *revised(registry.root, record, release.framework)]
        found += passed_over(registry, release.framework)
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
    found = [*broken_chain(record, content), *cut_off(registry.root, record)]
    release = record.releases.get(reference)
    return [*found, *(_files(registry, release) if release else ())]


def unfit_to_sign(registry: Registry) -> list[Finding]:
    """Return why nobody should vouch for the record: all that `verify` finds but what takes long, which is making and scoring anew.

    Raises:
        DocumentError: where a file is there and cannot be read.
        MissingExtra: as `verify`.
    """
    record, content = _read(registry)
    found = [*broken_chain(record, content), *_signatures(record, ())]
    for release in record.releases.values():
        found += [*_files(registry, release), *revised(registry.root, record, release.framework)]
    return [*found, *cut_off(registry.root, record)]


def _read(registry: Registry) -> tuple[Record, bytes | None]:
    """Return the record as it stands now, and its bytes; None where there is no file."""
    file = Path(registry.record.name)
    content = read_bytes(str(file)) if is_there(file) else None
    return (parse_record(content, registry.record.name) if content is not None else registry.record), content


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
        yield from _scores(registry, framework, registry.folder(release.framework) / RELEASE / VECTORS)


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
        yield broken(registry.record, message)
    for deviation in deviations(registry.root, release):
        yield released_changed(registry.root, deviation, release)


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


def _unsigned(record: Record, message: Sentence) -> Finding:
    rule = RULES["wrong-signature"]
    return Finding(code="wrong-signature", severity=rule.severity, message=message, hint=rule.fix, file=record.name)
