"""Versioned social performance standards: read them, validate submissions, score them.

    import spregistry

    registry = spregistry.Registry.open()
    framework = registry["sepm@3.0.0"]
    document = spregistry.read("mfi.yaml")
    findings = spregistry.validate(framework, document)
    scorecard = spregistry.score(framework, document)
    differences = spregistry.diff(registry["sepm@2.0.0"], framework)

Names are looked up when first used, so that importing the package costs nothing.
"""

from typing import TYPE_CHECKING, Any

from spregistry.version import __version__

if TYPE_CHECKING:
    from spregistry.api import Registry as Registry
    from spregistry.api import diff as diff
    from spregistry.api import migrate as migrate
    from spregistry.api import read as read
    from spregistry.api import score as score
    from spregistry.api import validate as validate
    from spregistry.errors import DocumentError as DocumentError
    from spregistry.errors import InvalidDefinition as InvalidDefinition
    from spregistry.errors import InvalidSubmission as InvalidSubmission
    from spregistry.errors import SpregistryError as SpregistryError
    from spregistry.errors import UnknownFramework as UnknownFramework
    from spregistry.evolve.carrying.migration import Migrated as Migrated
    from spregistry.finding import Finding as Finding
    from spregistry.model.change import Change as Change
    from spregistry.model.change import Differences as Differences
    from spregistry.model.document import Document as Document
    from spregistry.model.framework import Framework as Framework
    from spregistry.model.migration import Migration as Migration
    from spregistry.model.scorecard import Scorecard as Scorecard

_HOME = {
    "Registry": "spregistry.api",
    "read": "spregistry.api",
    "validate": "spregistry.api",
    "score": "spregistry.api",
    "diff": "spregistry.api",
    "migrate": "spregistry.api",
    "Change": "spregistry.model.change",
    "Differences": "spregistry.model.change",
    "Document": "spregistry.model.document",
    "Finding": "spregistry.finding",
    "Framework": "spregistry.model.framework",
    "Migrated": "spregistry.evolve.carrying.migration",
    "Migration": "spregistry.model.migration",
    "Scorecard": "spregistry.model.scorecard",
    "SpregistryError": "spregistry.errors",
    "DocumentError": "spregistry.errors",
    "InvalidDefinition": "spregistry.errors",
    "InvalidSubmission": "spregistry.errors",
    "UnknownFramework": "spregistry.errors",
}

__all__ = ["__version__", *_HOME]  # noqa: PLE0604  # one list, not two


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return __all__
