"""The record of a version's consultation: read from `consultation.yaml`, with the policy it names and the drafts that were kept."""

from dataclasses import dataclass
from pathlib import Path

from spregistry.errors import DocumentError
from spregistry.finding import RULES, Finding
from spregistry.load import contracts
from spregistry.load.documents import parse, read, read_bytes, require_plain
from spregistry.load.reporting import Reporter, defining_element, suggesting
from spregistry.load.wording import schema_errors, word
from spregistry.model.canonical import canonical, digest
from spregistry.model.consultation import Consultation, Policy
from spregistry.model.document import Document
from spregistry.model.framework import Framework
from spregistry.sentence import say

#: The record, in the folder of its version.
NAME = "consultation.yaml"
#: Drafts that were consulted on, in the folder of their version.
DRAFTS = "consultation"
#: Policies by name, in the folder of all standards.
POLICIES = "policies"


@dataclass(frozen=True, kw_only=True, slots=True)
class ConsultationReading:
    """A record as it was read: what it says, where its shape is right, the policy it names, and what is wrong with either."""

    document: Document
    consultation: Consultation | None
    policy: Policy | None
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
    return parse_consultation(root, read_bytes(str(path)), str(path)) if path.exists() else None


def parse_consultation(root: Path, content: bytes, name: str) -> ConsultationReading:
    """Read the bytes of a record.

    Raises:
        DocumentError: as `read_consultation`.
    """
    document = parse(content, name)
    findings = _shape(document, "consultation")
    if findings:
        return ConsultationReading(document=document, consultation=None, policy=None, findings=tuple(findings))
    consultation = contracts.read_consultation(document.data)
    policy, findings = _policy(root, document, consultation)
    return ConsultationReading(document=document, consultation=consultation, policy=policy, findings=tuple(findings))


def _policy(root: Path, document: Document, consultation: Consultation) -> tuple[Policy | None, list[Finding]]:
    """Return the policy of a record, from beside the standards or, by the same name, from those shipped."""
    if isinstance(consultation.policy, Policy):
        return consultation.policy, []
    folders = (root / POLICIES, Path(str(contracts.shipped("standards"))) / POLICIES)
    found = next((folder / f"{consultation.policy}.yaml" for folder in folders if (folder / f"{consultation.policy}.yaml").exists()), None)
    if found is None:
        known = sorted({path.stem for folder in folders for path in folder.glob("*.yaml")})
        said = say("there is no policy “{name}”", name=consultation.policy)
        reporter = Reporter(document, defining_element(document.data))
        return None, [reporter.finding("unknown-policy", ["policy"], suggesting(said, consultation.policy, known))]
    try:
        return parse_policy(found)
    except DocumentError as error:
        return None, [error.finding]


def parse_policy(path: Path) -> tuple[Policy | None, list[Finding]]:
    """Read a policy, and what is wrong with its shape.

    Raises:
        DocumentError: where it cannot be read, or is no document.
    """
    require_plain(path)
    document = read(path)
    findings = _shape(document, "policy")
    return (None, findings) if findings else (contracts.read_policy(document.data), [])


def _shape(document: Document, contract: str) -> list[Finding]:
    errors = schema_errors(document.data, contracts.schema(contract), contracts.validator(contract))
    return word(errors, Reporter(document, defining_element(document.data)))


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
    if not path.exists():
        return None
    require_plain(path)
    data = read(path).data
    try:
        definition = contracts.read_definition(data)
    except ValueError as error:
        message = say("this is no draft of a framework")
        hint = say("Restore the file from the repository's history; drafts are written by `spregistry consult draft`, and never edited.")
        rule = RULES["does-not-fit"]
        raise DocumentError(
            Finding(code="does-not-fit", severity=rule.severity, message=message, hint=hint, file=str(path), line=1, column=1)
        ) from error
    return Framework(definition=definition, data=data, digest=digest(data))
