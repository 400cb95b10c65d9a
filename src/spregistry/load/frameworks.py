"""From the files of one folder to a framework: parts joined, profile resolved, shape held to its contract."""

import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import NamedTuple

from spregistry.errors import CircularReference, DocumentError, InvalidDefinition, UnknownFramework, summary
from spregistry.finding import Finding
from spregistry.load import contracts
from spregistry.load.documents import WRITE_ANEW, parse, read_bytes
from spregistry.load.folders import require_plain
from spregistry.load.profile import Resolution, resolve
from spregistry.load.reporting import Reporter, defining_element
from spregistry.load.wording import schema_errors, word
from spregistry.model.canonical import digest
from spregistry.model.document import Data, Document, Place
from spregistry.model.document import Path as DataPath
from spregistry.model.framework import DroppedCap, Framework
from spregistry.sentence import say

HEADER = "framework.yaml"


@dataclass(frozen=True, kw_only=True, slots=True)
class FrameworkSource:
    """The files of one framework version, joined: `groups` of the data are the parts, where there are parts."""

    data: Data
    header: Document
    parts: tuple[Document, ...]

    def locate(self, path: DataPath) -> tuple[str | None, Place | None]:
        """Return the file and the place of the value at a path, or of its nearest holder that is there."""
        document, inner = self.holder(path)
        return document.locate(inner)

    def spelling(self, path: DataPath) -> str | None:
        """Return how a single value is written."""
        document, inner = self.holder(path)
        return document.spelling(inner)

    def holder(self, path: DataPath) -> tuple[Document, DataPath]:
        """Return the file in which the value at a path stands, and its path there."""
        if self.parts and len(path) > 1 and path[0] == "groups" and isinstance(path[1], int) and path[1] < len(self.parts):
            return self.parts[path[1]], path[2:]
        return self.header, path


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What reading a folder gives: its source, the framework where its shape is right, and all findings about shape."""

    source: FrameworkSource
    framework: Framework | None
    findings: tuple[Finding, ...]


class Sources(NamedTuple):
    """The files of one framework version as bytes, by name, header first; and the versions that it is read with."""

    files: dict[str, bytes]
    #: Its base and its previous version, as the header names them; they need not exist.
    related: tuple[str, ...]


def sources(folder: str) -> Sources:
    """Return the header and every part that can be read.

    Raises:
        DocumentError: where the header cannot be read or is no document.
    """
    header = _read_header(folder)
    files = {HEADER: header}
    data = parse(header, f"{folder}/{HEADER}", if_empty=WRITE_ANEW).data
    for name in _part_names(data):
        with suppress(DocumentError):  # told by `read_framework`, with the place where the part is named
            files[name] = _read_part(folder, name)
    named = [data.get(key) for key in ("based_on", "previous")] if isinstance(data, dict) else []
    return Sources(files, tuple(reference for reference in named if isinstance(reference, str)))


def source_files(folder: str) -> dict[str, bytes]:
    """Return the bytes of the header and of every part that can be read, by name, header first.

    Raises:
        DocumentError: where the header cannot be read or is no document.
    """
    return sources(folder).files


def sources_digest(folder: str, files: dict[str, bytes], related: Sequence[str] = ()) -> str:
    """Return the hexadecimal SHA-256 over the folder's own name, the names and contents of its source files, and digests of related versions."""
    total = hashlib.sha256("/".join(PurePath(folder).parts[-2:]).encode())
    for name, content in files.items():
        total.update(f"{name}\0{len(content)}\0".encode())
        total.update(content)
    for digest_ in related:
        total.update(f"\0{digest_}".encode())
    return total.hexdigest()


def read_framework(folder: str, base_of: Callable[[str], Framework]) -> Reading:
    """Read the framework in a folder; `base_of` gives the base of a profile by its reference.

    Raises:
        DocumentError: where the header cannot be read or is no document.
    """
    header = parse(_read_header(folder), f"{folder}/{HEADER}", if_empty=WRITE_ANEW)
    parts, findings = _read_parts(folder, header)
    return finish(header, parts, findings, base_of)


def read_again(source: FrameworkSource, contents: Mapping[str, bytes], base_of: Callable[[str], Framework]) -> Reading:
    """Read a framework as it would be if some of its files, named as its documents are, held something else; nothing is written.

    Raises:
        DocumentError: where one of these contents is no document.
    """

    def document(there: Document) -> Document:
        name = there.name or ""
        return parse(contents[name], name) if name in contents else there

    return finish(document(source.header), tuple(map(document, source.parts)), [], base_of)


def finish(header: Document, parts: tuple[Document, ...], findings: list[Finding], base_of: Callable[[str], Framework]) -> Reading:
    """Join, check the shape, resolve: all of `read_framework` that needs no file."""
    findings = findings + _shape_findings(header, "framework")
    for part in parts:
        findings += _shape_findings(part, "part")
    data = header.data
    if parts and isinstance(data, dict):
        data = {**{key: value for key, value in data.items() if key != "parts"}, "groups": [part.data for part in parts]}
    source = FrameworkSource(data=data, header=header, parts=parts)
    if findings:
        return Reading(source=source, framework=None, findings=tuple(findings))
    reporter = Reporter(source, defining_element(data))
    try:
        resolution = resolve(data, base_of(data["based_on"])) if "based_on" in data else Resolution(data=data)
    except (CircularReference, DocumentError, InvalidDefinition, UnknownFramework) as error:
        message = say("the base cannot be used: {problem}", problem=summary(error))
        broken = reporter.finding("unknown-reference", ["based_on"], message)
        return Reading(source=source, framework=None, findings=(broken,))
    findings = [reporter.finding("profile-broken", problem.path, problem.message) for problem in resolution.problems]
    if findings:
        return Reading(source=source, framework=None, findings=tuple(findings))
    return Reading(source=source, framework=made_of(resolution.data, resolution.dropped_caps), findings=())


def made_of(data: Data, dropped_caps: tuple[DroppedCap, ...] = ()) -> Framework:
    """Return the framework that resolved data define; only their shape is looked at.

    Raises:
        ValueError: where they have not the shape of a definition.
    """
    return Framework(definition=contracts.read_definition(data), data=data, digest=digest(data), dropped_caps=dropped_caps)


def _part_names(data: Data) -> list[str]:
    names = data.get("parts") if isinstance(data, dict) else None
    validator = contracts.validator("framework")
    if not isinstance(names, list) or any(error.instance_path[:1] == ["parts"] for error in validator.iter_errors(data)):
        return []  # names that the contract refuses are never opened
    return names


def _read_parts(folder: str, header: Document) -> tuple[tuple[Document, ...], list[Finding]]:
    parts: list[Document] = []
    findings: list[Finding] = []
    reporter = Reporter(header, defining_element(header.data))
    for position, name in enumerate(_part_names(header.data)):
        try:
            parts.append(parse(_read_part(folder, name), f"{folder}/{name}", if_empty=WRITE_ANEW))
        except DocumentError as error:
            if error.finding.code == "unreadable-file":
                message = say("the part “{name}” cannot be opened: {problem}", name=name, problem=error.finding.message)
                findings.append(reporter.finding("missing-part", ["parts", position], message))
            else:
                findings.append(error.finding)
    return tuple(parts), findings


def _read_header(folder: str) -> bytes:
    require_plain(f"{folder}/{HEADER}")
    return read_bytes(f"{folder}/{HEADER}")


def _read_part(folder: str, name: str) -> bytes:
    """Read a part; a link that leads out of the folder is not followed.

    Raises:
        DocumentError: where it cannot be read, or is elsewhere.
    """
    path = Path(folder, name)
    # By `realpath`, which ends well where links lead in a circle.
    if path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder)):
        message = say("it is a link that leads out of the folder")
        raise DocumentError(Finding(code="unreadable-file", severity="error", message=message, file=str(path)))
    require_plain(path)
    return read_bytes(f"{folder}/{name}")


def _shape_findings(document: Document, contract: str) -> list[Finding]:
    errors = schema_errors(document.data, contracts.schema(contract), contracts.validator(contract))
    return word(errors, Reporter(document, defining_element(document.data, root=contract == "part")))
