"""Crosswalks and the catalogues they point at: read from `crosswalks/` and `catalogues/`, beside the frameworks of a registry."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from spregistry.errors import DocumentError
from spregistry.finding import Finding
from spregistry.load import contracts
from spregistry.load.documents import WRITE_ANEW, read
from spregistry.load.folders import entries, require_plain
from spregistry.load.reporting import Reporter, defining_element
from spregistry.load.wording import schema_errors, word
from spregistry.model.crosswalk import Catalogue, Crosswalk
from spregistry.model.document import Document

CROSSWALKS, CATALOGUES = "crosswalks", "catalogues"


@dataclass(frozen=True, kw_only=True, slots=True)
class CrosswalkReading:
    """A file of `crosswalks/` as it was read; crosswalk None where its shape is not right, document None where it is no document."""

    path: Path
    document: Document | None
    crosswalk: Crosswalk | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class CatalogueReading:
    """A file of `catalogues/` as it was read; catalogue None where its shape is not right, document None where it is no document."""

    path: Path
    document: Document | None
    catalogue: Catalogue | None
    findings: tuple[Finding, ...]


def read_crosswalks(root: Path) -> tuple[CrosswalkReading, ...]:
    """Read every crosswalk of a registry, by file name; what is wrong with one is among its findings.

    Raises:
        DocumentError: where their folder cannot be looked into.
    """
    return tuple(_crosswalk(path) for path in _files(root / CROSSWALKS))


def read_catalogues(root: Path) -> tuple[CatalogueReading, ...]:
    """Read every catalogue of a registry, by file name; what is wrong with one is among its findings.

    Raises:
        DocumentError: where their folder cannot be looked into.
    """
    return tuple(_catalogue(path) for path in _files(root / CATALOGUES))


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in entries(folder) if path.suffix == ".yaml" and not path.name.startswith("."))


def _crosswalk(path: Path) -> CrosswalkReading:
    document, findings = _document(path, "crosswalk")
    crosswalk = contracts.read_crosswalk(document.data) if document is not None and not findings else None
    return CrosswalkReading(path=path, document=document, crosswalk=crosswalk, findings=findings)


def _catalogue(path: Path) -> CatalogueReading:
    document, findings = _document(path, "catalogue")
    catalogue = contracts.read_catalogue(document.data) if document is not None and not findings else None
    return CatalogueReading(path=path, document=document, catalogue=catalogue, findings=findings)


def _document(path: Path, contract: str) -> tuple[Document | None, tuple[Finding, ...]]:
    """Return a document and what is wrong with its shape; None where it is none, with the reason."""
    try:
        require_plain(path)
        document = read(path, if_empty=WRITE_ANEW)
    except DocumentError as error:
        return None, (error.finding,)
    errors = schema_errors(document.data, contracts.schema(contract), contracts.validator(contract))
    return document, tuple(word(errors, Reporter(document, defining_element(document.data, root=True))))
