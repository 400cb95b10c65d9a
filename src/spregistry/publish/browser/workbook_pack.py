"""The empty workbooks that a form in the browser brings along, packed small: it fills them in itself, without a server."""

import base64
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

from spregistry.load.languages.translations import Translation
from spregistry.publish.hindsight import NOTHING_SINCE, Hindsight
from spregistry.publish.workbook.workbook import workbook

#: Between parts, and between pieces of a part; no XML can have these signs.
_PART, _PIECE = "\2", "\1"

#: After these a part is cut into pieces. Pieces of all languages stand side by side, so that what they share compresses to next to nothing.
_CUTS = re.compile(r"(?<=</row>)|(?<=</si>)")

#: A raw stream, without a head.
_RAW = -zlib.MAX_WBITS


def workbook_script(
    translations: Sequence[Translation],
    function: str | None = None,
    known: Hindsight = NOTHING_SINCE,
) -> str:
    """Return a classic script that gives forms the empty workbooks of a framework; see `packed_script`.

    Args:
        translations: A framework, or profile, in one language or several; each workbook understands the labels of all of them.
        function: Only the part that one function of the institution answers.
        known: What is known of the version since it was released.

    Raises:
        MissingExtra: where the library that writes workbooks is not installed.
    """
    contents = {one.language: workbook(one, function=function, others=translations, known=known) for one in translations}
    return packed_script(translations[0].source.reference, contents, function)


def packed_script(reference: str, workbooks: Mapping[str, bytes], function: str | None = None) -> str:
    """Return a classic script that gives forms workbooks that are made already; it fetches nothing, and may stand inside a page.

    It appends to the list `spregistry.workbooks`: `reference`, `function`, `languages`, `parts` (names within the package) and `packed`
    (base64 of a raw deflate stream).

    Args:
        reference: The framework, or profile.
        workbooks: Its empty workbooks by language, of the same parts.
        function: The part of the institution that they are for; None for all.
    """
    packages = [_parts(content) for content in workbooks.values()]
    first, *further = packages
    if any([*other] != [*first] for other in further):
        raise ValueError("the workbooks of two languages do not have the same parts")
    text = _PART.join(_PIECE.join(_side_by_side(*(package[name] for package in packages))) for name in first)
    squeezer = zlib.compressobj(9, zlib.DEFLATED, _RAW)
    packed = squeezer.compress(text.encode()) + squeezer.flush()
    pack = {
        "reference": reference,
        "function": function,
        "languages": [*workbooks],
        "parts": [*first],
        "packed": base64.b64encode(packed).decode(),
    }
    data = json.dumps(pack, separators=(",", ":")).replace("<", "\\u003c")
    return f"(function(p){{var s=globalThis.spregistry=globalThis.spregistry||{{}};(s.workbooks=s.workbooks||[]).push(p)}})({data});\n"


def _parts(content: bytes) -> dict[str, str]:
    """Return the parts of a workbook as text; it has no others."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name).decode() for name in package.namelist()}


def _side_by_side(*texts: str) -> Iterator[str]:
    """Yield the pieces of several texts in turn: the first of each, the second of each, and so on."""
    for pieces in zip_longest(*(_CUTS.split(text) for text in texts), fillvalue=""):
        yield from pieces
