"""Who holds an end of a crosswalk: the registry that the crosswalk stands in, else the standards that come with the program."""

from collections.abc import Iterator

from spregistry.load.registry import Registry
from spregistry.model.crosswalk import End


def holder(registry: Registry, end: End) -> Registry | None:
    """Return the registry that holds exactly what an end names: the own one wherever it does; None where there is none.

    All that reads the ends of crosswalks asks here. What is there and cannot be used counts as held: it is never passed over for what
    was shipped under the same name.
    """
    return next((each for each in _looked_in(registry) if _holds(each, end)), None)


def known(registry: Registry, end: End) -> list[str]:
    """Return what an end of the same kind could name: frameworks or catalogues, those of the registry first."""
    found = (reference for each in _looked_in(registry) for reference in (each if end.framework is not None else _catalogues(each)))
    return [*dict.fromkeys(found)]


def _looked_in(registry: Registry) -> Iterator[Registry]:
    yield registry
    # Opened only when the own one does not have it.
    if registry.shipped is not None:
        yield registry.shipped


def _holds(registry: Registry, end: End) -> bool:
    if end.framework is not None:
        return end.framework in registry
    # A catalogue that cannot be read is known by its file alone.
    unreadable = {each.path.stem for each in registry.catalogue_readings if each.catalogue is None}
    return end.reference in _catalogues(registry) or end.reference.replace("@", "-") in unreadable


def _catalogues(registry: Registry) -> list[str]:
    return [each.catalogue.reference for each in registry.catalogue_readings if each.catalogue is not None]
