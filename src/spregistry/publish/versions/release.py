"""Makes a release: whether a version may be released, what the release consists of, and the one step that makes it true.

The event in the record is that step. What is written before it carries a mark, is nothing to anybody, and the next run removes it.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from spregistry.check.submission_schema import submission_schema
from spregistry.evolve.consulting.governance import unmet
from spregistry.evolve.releasing.candidate import Candidate, read_candidate
from spregistry.evolve.releasing.events import out_of_order
from spregistry.evolve.releasing.release_rules import RULES, proved
from spregistry.evolve.releasing.waivers import unwaived
from spregistry.finding import Finding
from spregistry.load import contracts
from spregistry.load.consultation.consultations import read_consultation
from spregistry.load.documents import require_writable, write_folder
from spregistry.load.registry import Registry
from spregistry.load.releases.leftovers import UNRECORDED, clear, settled
from spregistry.load.releases.record import Signer, append, write_record
from spregistry.load.releases.released import frozen_files, require_unchanged, translated_files
from spregistry.model.canonical import canonical
from spregistry.model.release import CHANGELOG, DIFFERENCES, FRAMEWORK, POLICY, PROOF, RELEASE, SCHEMA, VECTORS, Record
from spregistry.publish.versions.changelog import changelog_of
from spregistry.publish.versions.differences import to_json
from spregistry.publish.versions.release_vectors import vectors
from spregistry.publish.versions.verify import unfit_to_grow
from spregistry.version import ENGINE


@dataclass(frozen=True, kw_only=True)
class Release:
    """A release that may be made: its files by name, and its event as it will stand in the record."""

    reference: str
    folder: Path
    files: Mapping[str, bytes]
    event: Mapping[str, Any]


def prepare(registry: Registry, reference: str, on: date, today: date) -> tuple[Release | None, list[Finding]]:
    """Return a release, or None and everything that stands in its way.

    Args:
        registry: The standards, with their record as it is now.
        reference: The version, exactly.
        on: The day of the release.
        today: The day it is; no release is of a later one.

    Raises:
        UnknownFramework: where there is no such version.
        DocumentError: where a file cannot be read.
    """
    folder = registry.folder(reference)
    looked_at = {"files": frozen_files(folder), "translations": translated_files(folder)}
    broken = unfit_to_grow(registry, reference)
    candidate, findings = read_candidate(registry, reference, on)
    if candidate is None:
        return None, [*broken, *findings, *unmet(registry, reference, on, release=True)]
    found = dict.fromkeys([*out_of_order(registry.record, on, today), *(finding for rule in RULES for finding in rule(candidate))])
    findings = [*broken, *unwaived(found, candidate.notes.waivers, candidate.framework.version, candidate.at_notes)]
    if not _stopped(findings):
        findings += proved(candidate)
    if _stopped(findings):
        return None, findings
    files = artefacts(candidate)
    return Release(reference=reference, folder=folder, files=files, event=_event(candidate, looked_at, files)), findings


def _stopped(findings: Iterable[Finding]) -> bool:
    return any(finding.severity != "note" for finding in findings)


def artefacts(candidate: Candidate) -> dict[str, bytes]:
    """Return what a release consists of, by name. The SHA-256 of the framework's file is the digest of the framework."""
    framework = candidate.framework
    schema = submission_schema(framework, contracts.schema("submission"), contracts.SITE)
    base = candidate.registry[framework.submission_reference] if framework.definition.based_on else framework
    files = {FRAMEWORK: canonical(framework.data), SCHEMA: _json(schema), VECTORS: _json(vectors(framework, base))}
    if candidate.differences is not None:
        # Apart, because witnesses are whole submissions, and changelogs need only what differs.
        files[DIFFERENCES] = _json(json.loads(to_json(candidate.differences)))
        files[PROOF] = _json(json.loads(to_json(candidate.differences, candidate.proof))["proof"])
    files[CHANGELOG] = changelog_of(candidate).encode()
    reading = read_consultation(candidate.registry.root, candidate.reference)
    if reading is not None and reading.policy_file is not None:
        # What the record only names may be another policy by the next release.
        files[POLICY] = canonical(reading.policy_file.data)
    return files


def _json(data: Any) -> bytes:
    return (json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _event(candidate: Candidate, looked_at: Mapping[str, Mapping[str, str]], files: Mapping[str, bytes]) -> dict[str, Any]:
    notes = candidate.notes
    days = {"effective": "effective", "transition_until": "until", "next_review": "next_review"}
    return {
        "event": "released",
        "framework": candidate.reference,
        "on": candidate.on.isoformat(),
        "before": None,  # set when it is appended
        "digest": candidate.framework.digest,
        **{key: digests for key, digests in looked_at.items() if digests},
        "artefacts": {name: "sha256:" + hashlib.sha256(content).hexdigest() for name, content in files.items()},
        "engine": ENGINE,
        **{days[key]: day for key, day in notes.days.items()},
        **({"example": True} if notes.example else {}),
    }


def make(record: Record, release: Release, sign: Signer | None = None) -> Record:
    """Make a release; to be called by the only writer. Return the record as it then is.

    Raises:
        CannotWrite: where something cannot be written, or a file of the version changed since it was looked at; nothing is released then.
    """
    require_writable(record.name)
    clear(release.folder)
    write_folder(release.folder / RELEASE, {**release.files, UNRECORDED: b""})
    require_unchanged(release.folder, release.event)
    longer = append(record, release.event, sign)
    write_record(longer)
    settled(release.folder.parents[1], longer)
    return longer
