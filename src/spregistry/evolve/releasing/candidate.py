"""A version that is to be released, with all that decides whether it may be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from spregistry.errors import SpregistryError
from spregistry.evolve.comparing.diff import diff
from spregistry.evolve.lineage import lineage
from spregistry.evolve.proving.proof import Proof, prove
from spregistry.finding import Finding
from spregistry.load.frameworks import FrameworkSource
from spregistry.load.notes import read_notes, reporter
from spregistry.load.registry import Registry
from spregistry.load.reporting import Reporter, defining_element
from spregistry.model.change import Differences
from spregistry.model.framework import Framework
from spregistry.model.release import Notes, Record


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A version whose shape is right, and what its editors say about it."""

    registry: Registry
    framework: Framework
    source: FrameworkSource
    #: What `check` finds.
    findings: Sequence[Finding]
    notes: Notes
    on: date

    @property
    def reference(self) -> str:
        """The exact reference."""
        return self.framework.reference

    @property
    def record(self) -> Record:
        """What is on record so far."""
        return self.registry.record

    @property
    def folder(self) -> Path:
        """The folder of the version."""
        return self.registry.folder(self.reference)

    @property
    def at_definition(self) -> Reporter:
        """Makes findings about the definition."""
        return Reporter(self.source, defining_element(self.source.data))

    @property
    def at_notes(self) -> Reporter:
        """Makes findings about the release notes."""
        return reporter(self.notes.document)

    @cached_property
    def previous(self) -> Framework | None:
        """The version that this one continues; None where there is none that can be read."""
        named = self.framework.definition.previous
        try:
            return self.registry[named] if named is not None else None
        except (SpregistryError, LookupError):
            return None  # told by `check`

    @cached_property
    def found(self) -> Differences | None:
        """What differs from the version before, rewordings taken for editorial; None for a first version."""
        if self.previous is None:
            return None
        return diff(self.previous, self.framework, lineage([self.previous, self.framework]))

    @cached_property
    def differences(self) -> Differences | None:
        """What differs, rewordings as the editors class them."""
        if self.found is None:
            return None
        return self.found.classed_by(self.notes.classes)

    @cached_property
    def proof(self) -> Proof | None:
        """What trying both versions on submissions shows; None for a first version."""
        if self.previous is None or self.differences is None:
            return None
        return prove(self.previous, self.framework, self.differences)


def read_candidate(registry: Registry, reference: str, on: date) -> tuple[Candidate | None, list[Finding]]:
    """Return a version that is to be released; None, with all findings about it, where it or its notes cannot be worked with.

    Raises:
        UnknownFramework: where there is no such version.
        DocumentError: where a file cannot be read.
    """
    reading = registry.read(reference)
    notes, findings = read_notes(registry.folder(reference))
    if reading.framework is None or notes is None or any(each.severity == "error" for each in reading.findings):
        return None, [*reading.findings, *findings]
    candidate = Candidate(
        registry=registry, framework=reading.framework, source=reading.source, findings=reading.findings, notes=notes, on=on
    )
    return candidate, []
