"""Line ends that were changed, as git does between systems: told as such, with what keeps git from it.

A release holds the digests of bytes. What restores a file from the repository's history would have git change its line ends again.
"""

from pathlib import Path

from spregistry.load.documents import digests_with_other_line_ends
from spregistry.sentence import Sentence, say

#: The file that tells git what not to change, in the folder of all standards.
ATTRIBUTES = ".gitattributes"
_KEPT = "* -text"
#: What stands in it.
CONTENT = f"# A release holds the digests of bytes: git is not to change line ends here.\n{_KEPT}\n".encode()


def only_line_ends_differ(path: Path, expected: str) -> bool:
    """Tell whether a file that has not the digest expected would have it with other line ends.

    Raises:
        DocumentError: where it cannot be read.
    """
    return expected in digests_with_other_line_ends(path)


def mending(root: Path) -> Sentence:
    """Say how git is kept from changing line ends in a folder of standards, and how what it changed is made right."""
    return say(
        "Git changes line ends where nothing keeps it from that. Write the line “{line}” into {file}; "
        "then delete what differs, and check it out anew.",
        line=_KEPT,
        file=str(root / ATTRIBUTES),
    )
