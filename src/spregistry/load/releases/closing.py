"""Whether the folder of a version may still be written into: its release closes it, on record or lost from the record."""

from pathlib import Path

from spregistry.errors import CannotWrite
from spregistry.load.releases.leftovers import require_recorded
from spregistry.model.release import Record
from spregistry.sentence import say


def require_open(root: Path, record: Record, reference: str) -> None:
    """Make sure that a version is a draft still.

    Raises:
        CannotWrite: where it was released.
        BrokenRecord: where a release made something of it, and the record of releases has lost that.
    """
    if record.status(reference) != "draft":
        raise CannotWrite(say("{framework} is released; its folder is closed", framework=reference))
    require_recorded(root, record, [reference])
