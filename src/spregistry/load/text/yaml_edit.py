"""Puts other texts into a YAML text where they stand, and leaves every other character as it is."""

import re
import textwrap
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import yaml

from spregistry.load.text.yaml_text import YamlPlaces, composed, parse_yaml
from spregistry.model.document import Data, Path, Place, value_at

#: How long lines of running text are made.
_WIDTH = 125
#: What a line needs at least, however deep it stands.
_LEAST = 40
_HEADER_COMMENT = re.compile(r"[|>][-+0-9]*([ \t]+#[^\r\n]*)")


class _Spot(NamedTuple):
    """Where a text stands: its node, the column that lines of it have to be right of, and whether it is between brackets."""

    node: yaml.ScalarNode
    column: int
    inside_brackets: bool


class _Refused(Exception):  # what the parser finds wrong with a spelling that is only tried
    """A spelling that cannot be read."""


def replace_scalars(text: str, changes: Mapping[tuple[str | int, ...], str]) -> str | None:
    """Return a text with other texts at some paths; None where one of them cannot be put there so that it is read as it is meant."""
    root = composed(text)
    if root is None:
        return None
    edits: list[tuple[int, int, str]] = []
    for path, new in changes.items():
        spot = _spot(root, path)
        if spot is None:
            return None
        start, end = spot.node.start_mark.index, spot.node.end_mark.index
        end = start + len(text[start:end].rstrip())  # a text of several lines ends where the next thing begins
        spelled = next((each for each in _spellings(spot, new) if _reads(each, spot, new)), None)
        if spelled is None:
            return None
        edits.append((start, end, spelled + _header_comment(spot.node, text[start:end])))
    expected = _data(text)
    newline = "\r\n" if "\r\n" in text else "\n"
    for start, end, spelled in sorted(edits, reverse=True):
        text = text[:start] + spelled.replace("\n", newline) + text[end:]
    for path, new in changes.items():
        value_at(expected, path[:-1])[path[-1]] = new
    return text if _data(text) == expected else None


def _header_comment(node: yaml.ScalarNode, written: str) -> str:
    """Return the comment that stands behind the sign that a block of lines follows, with the blanks before it; elsewhere texts hold none."""
    found = _HEADER_COMMENT.match(written) if node.style in ("|", ">") else None
    return found[1] if found else ""


def _spot(root: yaml.Node, path: Path) -> _Spot | None:
    node, column, inside = root, 0, False
    for at in range(len(path)):
        inside = inside or bool(getattr(node, "flow_style", False))
        if not inside:
            column = node.start_mark.column
        found = YamlPlaces(node).node(path[at : at + 1])
        if found is None:
            return None
        node = found
    return _Spot(node, column, inside) if isinstance(node, yaml.ScalarNode) else None


def _spellings(spot: _Spot, new: str) -> Iterator[str]:
    """Yield ways to write a text, the one it had before first where that is possible."""
    quoted = '"' + "".join(_escaped(sign) for sign in new) + '"'
    if "\n" not in new and spot.node.style not in ('"', "'"):
        yield _folded(new, spot.column + 2)
    yield _folded(quoted, spot.column + 2)
    yield quoted


def _folded(new: str, indent: int) -> str:
    wrapped = textwrap.wrap(new, max(_LEAST, _WIDTH - indent), break_long_words=False, break_on_hyphens=False)
    return ("\n" + " " * indent).join(wrapped)


def _escaped(sign: str) -> str:
    if sign in '"\\':
        return "\\" + sign
    if sign == "\n":
        return "\\n"
    if sign == "\t":
        return "\\t"
    if sign.isprintable():
        return sign
    code = ord(sign)
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"  # noqa: PLR2004  # what four digits can say


def _reads(spelled: str, spot: _Spot, new: str) -> bool:
    """Tell whether a spelling is read as it is meant, by itself and where it stands."""
    written = f"[{spelled}, end]" if spot.inside_brackets else spelled
    snippet = f"{' ' * spot.column}k: {written}\n"
    expected: Data = [new, "end"] if spot.inside_brackets else new
    return bool(_data(snippet) == {"k": expected})


def _data(text: str) -> Data:
    def refuse(_code: str, message: str, _place: Place | None) -> Exception:
        return _Refused(message)

    try:
        return parse_yaml(text, refuse)[0]
    except _Refused:
        return None
