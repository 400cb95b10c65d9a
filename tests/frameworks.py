"""Frameworks for tests, from plain data: held to the contracts like those from files, with or without the rules beyond."""

from typing import Any

from spregistry.load.frameworks import finish
from spregistry.model.document import Document
from spregistry.model.framework import Framework


def framework_of(data: dict[str, Any], base: Framework | None = None) -> Framework:
    """Return the framework that plain data defines; a profile's base is given along."""

    def base_of(reference: str) -> Framework:
        assert base is not None, reference
        assert base.reference == reference
        return base

    reading = finish(Document(data=data), (), [], base_of)
    assert reading.framework is not None, reading.findings
    return reading.framework
