"""What the browser part is built into; it is shipped with the program."""

from importlib import resources

from spregistry.errors import CannotWrite
from spregistry.load.documents import read_bytes
from spregistry.sentence import say

FOLDER = resources.files("spregistry") / "browser" / "dist"


def built(name: str) -> bytes:
    """Return a file of the browser's build.

    Raises:
        CannotWrite: where it was not built.
    """
    file = FOLDER / name
    if not file.is_file():
        raise CannotWrite(say("the form’s {name} was not built; run npm run build in src/spregistry/browser", name=name))
    return read_bytes(str(file))
