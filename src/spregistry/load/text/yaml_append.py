"""Puts entries at the end of a list in a YAML text and leaves every other character as it is; nothing is written anew."""

import io
import re

import yaml

from spregistry.load.text.yaml_text import composed, to_yaml
from spregistry.model.document import Data

_QUOTED = re.compile(r"^( *(?:- )?)'on': '([0-9]{4}-[0-9]{2}-[0-9]{2})'$")


def append_items(text: str, key: str, items: list[Data]) -> str | None:
    """Return a text with items at the end of the list under a key of its outermost level, where there is none yet with a new one.

    None where the text is not written line by line there, as between brackets; nothing is then guessed. Whoever calls it reads the
    result again, to be sure.
    """
    root = composed(text)
    if not isinstance(root, yaml.MappingNode) or root.flow_style or not root.value:
        return None
    newline = "\r\n" if "\r\n" in text else "\n"
    outer = root.value[0][0].start_mark.column
    held = next((value for name, value in root.value if name.value == key), None)
    if held is None:
        start = text if text.endswith("\n") else text + newline
        return f"{start}{' ' * outer}{key}:{newline}{_lines(items, outer + 2, newline)}"
    if not isinstance(held, yaml.SequenceNode):
        return None
    if not held.value:
        block = newline + _lines(items, outer + 2, newline).removesuffix(newline)
        return text[: held.start_mark.index].rstrip(" ") + block + text[held.end_mark.index :]
    if held.flow_style:
        return None
    at = _behind_comments(text, _end_of_line(text, _last(held).end_mark.index), held.start_mark.column)
    before = text[:at] if text[:at].endswith("\n") else text[:at] + newline
    return before + _lines(items, held.start_mark.column, newline) + text[at:]


def _lines(items: list[Data], indent: int, newline: str) -> str:
    # PyYAML puts into quotes what other readers take for a boolean or a date, and this program does not.
    return "".join(" " * indent + _QUOTED.sub(r"\1on: \2", line) + newline for line in to_yaml(items).split("\n")[:-1])


def _last(node: yaml.Node) -> yaml.Node:
    """Return the last node inside one, whose end is the end of its text; that of a list of lines is where the next thing begins."""
    while isinstance(node, yaml.CollectionNode) and node.value and not node.flow_style:
        node = node.value[-1][1] if isinstance(node, yaml.MappingNode) else node.value[-1]
    return node


def _end_of_line(text: str, at: int) -> int:
    """Return where the line ends in which a node does, its comment included; a text of several lines ends where the next one begins."""
    if at and text[at - 1] == "\n":
        return at
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1


def _behind_comments(text: str, at: int, column: int) -> int:
    """Return where the comments end that stand right of the hyphens of a list: they are about its last entry, not about what is put behind it."""
    end = at
    for line in io.StringIO(text[at:], newline=""):
        words = line.lstrip(" ")
        end += len(line)
        if words.startswith("#") and len(line) - len(words) > column:
            at = end
        elif words.strip():
            break
    return at
