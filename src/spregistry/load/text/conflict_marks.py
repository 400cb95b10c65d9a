"""The lines that version control leaves in a file where two branches changed the same place."""

import re

from spregistry.model.document import Place
from spregistry.sentence import say

#: As git, Mercurial and Subversion write them; the middle one stands alone, the others name their side.
_MARK = re.compile(r"^(?:<{7} .*|={7}|>{7} .*)\r?$", re.MULTILINE)

CONFLICT = say("two branches changed this place, and version control left both texts here")
RESOLVE = say(
    "Keep what is right of either side, and delete the lines that begin with {marks}.", marks=", ".join(("<" * 7, "=" * 7, ">" * 7))
)


def conflict_mark(text: str) -> Place | None:
    """Return where the first mark stands in a text that could not be read; None where there is none.

    In a text that can be read such a line is text like any other, so only then is it looked for.
    """
    found = _MARK.search(text)
    return Place(line=text.count("\n", 0, found.start()) + 1, column=1) if found else None
