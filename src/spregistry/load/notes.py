"""Reads what the editors say about a release: `notes.yaml` beside `framework.yaml`."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from spregistry.finding import RULES, Finding
from spregistry.load import contracts
from spregistry.load.documents import read
from spregistry.load.folders import is_there, require_plain
from spregistry.load.reporting import Element, Reporter
from spregistry.load.wording import schema_errors, word
from spregistry.model.document import Data, Document, value_at
from spregistry.model.document import Path as DataPath
from spregistry.model.release import NOTES, Notes, Reason, Waiver, Wording
from spregistry.sentence import say


class ReadNotes(NamedTuple):
    """The notes of a version, None where they are missing or their shape is not right, and all findings about their shape."""

    notes: Notes | None
    findings: tuple[Finding, ...]


def read_notes(folder: Path) -> ReadNotes:
    """Read the notes in the folder of a version.

    Raises:
        DocumentError: where they are there, but cannot be read or are no document.
    """
    path = folder / NOTES
    if not is_there(path):
        rule = RULES["missing-notes"]
        message = say("this version has no release notes")
        return ReadNotes(None, (Finding(code="missing-notes", severity=rule.severity, message=message, hint=rule.fix, file=str(path)),))
    require_plain(path)
    document = read(path, if_empty=RULES["missing-notes"].fix)
    errors = schema_errors(document.data, contracts.schema("notes"), contracts.validator("notes"))
    if errors:
        return ReadNotes(None, tuple(word(errors, reporter(document))))
    return ReadNotes(_notes(document), ())


def reporter(document: Document) -> Reporter:
    """Return what makes findings about notes: each names the element that its entry names."""

    def element_at(path: DataPath) -> Element | None:
        entry = value_at(document.data, path[:2])
        return Element(id=str(entry["element"])) if isinstance(entry, dict) and "element" in entry else None

    return Reporter(document, element_at)


def _notes(document: Document) -> Notes:
    data: Mapping[str, Data] = document.data
    return Notes(
        document=document,
        summary=data["summary"],
        classes=tuple(
            Wording(element=each["element"], field=each["field"], class_=each["class"], reason=each["reason"], path=["classes", at])
            for at, each in enumerate(data.get("classes", ()))
        ),
        reasons=tuple(
            Reason(element=each["element"], kind=each.get("kind"), reason=each["reason"], path=["reasons", at])
            for at, each in enumerate(data.get("reasons", ()))
        ),
        translations_complete=tuple(data.get("translations_complete", ())),
        waivers=tuple(Waiver(**each, path=["waivers", at]) for at, each in enumerate(data.get("waivers", ()))),
        days={key: data[key] for key in ("effective", "transition_until", "next_review") if key in data},
        example=data.get("example", False),
    )
