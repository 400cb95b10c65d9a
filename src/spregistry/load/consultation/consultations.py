"""The record of a version's consultation: read from `consultation.yaml`, with the policy it names and the drafts that were kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from spregistry.errors import DocumentError
from spregistry.finding import RULES, Finding
from spregistry.load import contracts
from spregistry.load.documents import WRITE_ANEW, parse, read, read_bytes
from spregistry.load.folders import entries, is_there, require_plain
from spregistry.load.frameworks import made_of
from spregistry.load.releases.leftovers import UNRECORDED
from spregistry.load.reporting import Reporter, defining_element, suggesting
from spregistry.load.wording import Error, schema_errors, unknown_key, word
from spregistry.model.canonical import canonical
from spregistry.model.consultation import Consultation, Policy
from spregistry.model.document import Document
from spregistry.model.framework import Framework
from spregistry.model.release import NOTES, POLICY, RELEASE
from spregistry.sentence import Several, say

#: The record, in the folder of its version.
NAME = "consultation.yaml"
#: Drafts that were consulted on, in the folder of their version.
DRAFTS = "consultation"
#: Policies by name, in the folder of all standards.
POLICIES = "policies"


@dataclass(frozen=True, kw_only=True, slots=True)
class ConsultationReading:
    """A record as it was read: what it says, where its shape is right, the policy it names, and what is wrong with either.

    The policy of a released version is the one that its release was judged by, whatever has become of the file since.
    """

    document: Document
    consultation: Consultation | None
    policy: Policy | None
    #: The file that the policy was read from; None where the record itself says it, or there is none.
    policy_file: Document | None = None
    findings: tuple[Finding, ...]


def record_path(root: Path, reference: str) -> Path:
    """Return where the record of a version's consultation stands."""
    return root.joinpath(*reference.split("@"), NAME)


def read_consultation(root: Path, reference: str) -> ConsultationReading | None:
    """Read the record of an exact reference; None where it has none.

    Raises:
        DocumentError: where the file is there and is no document.
    """
    path = record_path(root, reference)
    require_plain(path)
    return parse_consultation(root, read_bytes(str(path)), str(path), frozen_policy(path.parent)) if is_there(path) else None


def frozen_policy(folder: Path) -> Path | None:
    """Return where the release of a version keeps its policy; None where it keeps none, or was broken off."""
    path = folder / RELEASE / POLICY
    return path if is_there(path) and not is_there(folder / RELEASE / UNRECORDED) else None


def parse_consultation(root: Path, content: bytes, name: str, frozen: Path | None = None) -> ConsultationReading:
    """Read the bytes of a record.

    Args:
        root: The folder of all standards, whose policies the record may name.
        content: The bytes.
        name: What the record is called in findings.
        frozen: The policy that is meant by the name, as a release kept it.

    Raises:
        DocumentError: as `read_consultation`.
    """
    document = parse(content, name, if_empty=RULES["no-consultation"].fix)
    findings = _shape(document, "consultation")
    if findings:
        return ConsultationReading(document=document, consultation=None, policy=None, findings=tuple(findings))
    consultation = contracts.read_consultation(document.data)
    if isinstance(consultation.policy, Policy):
        return ConsultationReading(document=document, consultation=consultation, policy=consultation.policy, findings=())
    path = frozen or _policy_path(root, consultation.policy)
    if path is None:
        unknown = _unknown_policy(root, document, consultation.policy)
        return ConsultationReading(document=document, consultation=consultation, policy=None, findings=(unknown,))
    try:
        policy, findings, file = _read_policy(path)
    except DocumentError as error:
        return ConsultationReading(document=document, consultation=consultation, policy=None, findings=(error.finding,))
    return ConsultationReading(document=document, consultation=consultation, policy=policy, policy_file=file, findings=tuple(findings))


def _policy_folders(root: Path) -> tuple[Path, ...]:
    return (root / POLICIES, Path(str(contracts.shipped("standards"))) / POLICIES)


def _policy_path(root: Path, name: str) -> Path | None:
    """Return the file of a policy, from beside the standards or, by the same name, from those shipped."""
    return next((folder / f"{name}.yaml" for folder in _policy_folders(root) if is_there(folder / f"{name}.yaml")), None)


def policy_files(folder: Path) -> list[Path]:
    """Return the policies in a folder, by name.

    Raises:
        DocumentError: where it cannot be looked into.
    """
    return [path for path in entries(folder) if path.suffix == ".yaml"]


def _unknown_policy(root: Path, document: Document, name: str) -> Finding:
    known = sorted({path.stem for folder in _policy_folders(root) for path in policy_files(folder)})
    folder = str(root / POLICIES)
    said = say(
        "there is no policy “{name}” in {folder}, nor with the program; there is: {known}", name=name, folder=folder, known=Several(known)
    )
    reporter = Reporter(document, defining_element(document.data))
    return reporter.finding("unknown-policy", ["policy"], suggesting(said, name, known))


def parse_policy(path: Path) -> tuple[Policy | None, list[Finding]]:
    """Read a policy, and what is wrong with its shape.

    Raises:
        DocumentError: where it cannot be read, or is no document.
    """
    policy, findings, _ = _read_policy(path)
    return policy, findings


def _read_policy(path: Path) -> tuple[Policy | None, list[Finding], Document]:
    require_plain(path)
    document = read(path, if_empty=WRITE_ANEW)
    findings = _shape(document, "policy")
    return None if findings else contracts.read_policy(document.data), findings, document


def _shape(document: Document, contract: str) -> list[Finding]:
    errors = schema_errors(document.data, contracts.schema(contract), contracts.validator(contract))
    reporter = Reporter(document, defining_element(document.data))
    return word(errors, reporter, lambda error: _misplaced(error, reporter) if contract == "consultation" else None)


def _misplaced(error: Error, reporter: Reporter) -> Iterator[Finding] | None:
    """Word unknown keys of a record of which some belong into the release notes, such as the day of the next review; else leave them."""
    of_notes = contracts.schema("notes")["properties"]
    if error.kind != "AdditionalProperties" or error.path or not of_notes.keys() & {*error.detail.unexpected}:
        return None
    known = [*error.subschema.get("properties", {})]

    def worded(key: str) -> Finding:
        if key not in of_notes:
            return unknown_key([key], known, reporter)
        said = say("the key “{key}” is not known here", key=key)
        return reporter.finding("unknown-key", [key], said, hint=say("It belongs into {file}.", file=NOTES))

    return map(worded, error.detail.unexpected)


def draft_path(root: Path, reference: str, round_number: int) -> Path:
    """Return where the draft of a round is kept."""
    return root.joinpath(*reference.split("@"), DRAFTS, f"round-{round_number}.json")


def draft_content(framework: Framework) -> bytes:
    """Return a draft as it is kept: the canonical JSON of the resolved framework, over which its digest is, on one line."""
    return canonical(framework.data) + b"\n"


def read_draft(path: Path) -> Framework | None:
    """Read a draft that was kept; None where it was not.

    Raises:
        DocumentError: where it cannot be read, or is no framework.
    """
    if not is_there(path):
        return None
    require_plain(path)
    data = read(path).data
    try:
        return made_of(data)
    except ValueError as error:
        message = say("this is no draft of a framework")
        hint = say("Restore the file from the repository's history; drafts are written by `spregistry consult draft`, and never edited.")
        rule = RULES["does-not-fit"]
        raise DocumentError(
            Finding(code="does-not-fit", severity=rule.severity, message=message, hint=hint, file=str(path), line=1, column=1)
        ) from error
