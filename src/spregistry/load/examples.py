"""Which versions only demonstrate: nobody uses them, and nothing of their record happened."""

from spregistry.errors import DocumentError
from spregistry.load.consultation.consultations import ConsultationReading, read_consultation
from spregistry.load.notes import read_notes
from spregistry.load.registry import Registry
from spregistry.model.release import Event, Notes


def is_example(registry: Registry, reference: str) -> bool:
    """Tell whether an exact reference only demonstrates: by the record where it is released, else by what its editors write beside it."""
    released = registry.record.releases.get(reference)
    if released is not None:
        return demonstrates(released, None, None)
    try:
        notes = read_notes(registry.folder(reference)).notes
        return demonstrates(None, notes, read_consultation(registry.root, reference))
    except DocumentError:  # `check` tells why it cannot be read; it says nothing
        return False


def demonstrates(released: Event | None, notes: Notes | None, consultation: ConsultationReading | None) -> bool:
    """Tell whether the event of a release, release notes or a consultation say that nothing of them happened."""
    record = consultation.consultation if consultation else None
    return any((record and record.example, notes and notes.example, released and released.data.get("example")))
