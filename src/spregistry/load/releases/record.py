"""The record of releases as a file: read, and appended to.

The file is written in one way only, so that no byte of it can change unnoticed: `text` of what was read is what stands there.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from spregistry.errors import DocumentError
from spregistry.finding import Finding
from spregistry.load import contracts
from spregistry.load.documents import parse, read_bytes, write_atomically
from spregistry.load.folders import is_there, require_plain
from spregistry.load.text.conflict_marks import CONFLICT
from spregistry.model.canonical import digest
from spregistry.model.release import RECORD, RELEASE, Event, Record, Signature
from spregistry.sentence import say

_RESTORE = say("Restore it from the repository's history; it is only ever appended to.")
#: What to do where two branches each put something on the same record; joining both by hand breaks the chain.
TWO_BRANCHES = say(
    "Keep the record of one branch, whole, and repeat each event of the other with its command. "
    "Where that was a release, first delete the folder {folder} that it made, and then release again.",
    folder=f"{RELEASE}/",
)

#: Makes a signature of a head.
Signer = Callable[[str], Signature]


def read_record(root: Path) -> Record:
    """Read the record of a folder of standards; empty where there is none.

    Raises:
        DocumentError: where it cannot be read, or does not fit its contract.
    """
    path = root / RECORD
    require_plain(path)
    return parse_record(read_bytes(str(path)), str(path)) if is_there(path) else Record(name=str(path))


def parse_record(content: bytes, name: str) -> Record:
    """Read the bytes of a record.

    Raises:
        DocumentError: as `read_record`.
    """
    try:
        data = parse(content, name).data
    except DocumentError as error:  # nobody writes it by hand, so nobody mends it by hand
        hint = TWO_BRANCHES if error.finding.message == CONFLICT else _RESTORE
        raise DocumentError(replace(error.finding, hint=hint)) from error
    validator = contracts.validator("releases")
    errors = [] if validator.is_valid(data) else [*validator.iter_errors(data)]
    if errors:
        message = say("the record of releases is damaged: {problem}", problem=errors[0].message)
        raise DocumentError(
            Finding(
                code="does-not-fit",
                severity="error",
                message=message,
                hint=_RESTORE,
                file=name,
            )
        )
    return Record(
        name=name,
        events=tuple(Event(data=event) for event in data["events"]),
        head=data.get("head"),
        signatures=tuple(Signature(**signature) for signature in data.get("signatures", ())),
    )


def text(record: Record) -> bytes:
    """Return a record as it is written."""
    data: dict[str, Any] = {"format": 1}
    if record.events:
        data["head"] = record.head
    data["events"] = [event.data for event in record.events]
    if record.signatures:
        data["signatures"] = [{"head": each.head, "key": each.key, "signature": each.signature} for each in record.signatures]
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def append(record: Record, event: Mapping[str, Any], sign: Signer | None = None) -> Record:
    """Return a record with one more event, chained to the last, and signed where a signer is given."""
    chained = Event(data={**event, "before": digest(record.events[-1].data) if record.events else None})
    longer = replace(record, events=(*record.events, chained), head=digest(chained.data))
    return signed(longer, sign) if sign else longer


def signed(record: Record, sign: Signer) -> Record:
    """Return a record with one more signature of its head; unchanged where that key signed it already."""
    assert record.head is not None
    signature = sign(record.head)
    if any((each.head, each.key) == (signature.head, signature.key) for each in record.signatures):
        return record
    return replace(record, signatures=(*record.signatures, signature))


def write_record(record: Record) -> None:
    """Write a record, whole or not at all.

    Raises:
        CannotWrite: where it cannot be written; the old one then stands.
    """
    write_atomically(record.name, text(record))
