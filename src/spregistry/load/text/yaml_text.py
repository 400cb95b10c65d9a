"""YAML text into plain data, strictly: only true and false are booleans, dates stay text, nothing is given twice or by reference.

Scalars resolve as in the YAML 1.2 core schema without its octal, hexadecimal, infinite and not-a-number forms.
"""

import re
from collections.abc import Callable
from typing import Any

import yaml
from yaml._yaml import CParser

from spregistry.model.document import Data, Path, Place
from spregistry.sentence import Sentence, say, sayable

#: How deep values may nest: definitions reach about 15 levels.
MAX_DEPTH = 100
TOO_DEEP = say("values are nested more than {levels} levels deep", levels=MAX_DEPTH)

Refuse = Callable[[str, str, Place | None], Exception]

_NUMBER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)(?P<fraction>\.[0-9]+)?(?P<exponent>[eE][-+]?[0-9]+)?\Z")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)\Z|\.(?:nan|NaN|NAN)\Z")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
_PLAIN, _QUOTED = "plain", "quoted"
# What may begin an anchor, an alias or a tag; only then is the text read a second time, event by event.
_MAYBE_REFERENCE = re.compile(r"(?:^|[\s\[{,:-])(?:[&*][^\s&*]|!)", re.MULTILINE)
# No line of a real document opens this many levels at once, and few have as many brackets; these are looked at more closely.
_LONG_OPENING = re.compile(r"^[ \t?:-]{400}", re.MULTILINE)
_SUSPICIOUS = 1000
#: How much of a foreign text stands in a message.
_SHOWN = 60
_LARGEST_EXACT = 2**53 - 1
#: More characters than any exact integer has, so that int() never reads millions of digits.
_DIGITS = 17


class _Composer(CParser):
    """libyaml's composer, told only whether a scalar was written plainly."""

    def resolve(self, _kind: object, _value: object, implicit: Any) -> str:
        return _PLAIN if implicit is True or (isinstance(implicit, tuple) and implicit[0]) else _QUOTED

    def descend_resolver(self, _node: object, _index: object) -> None:
        """Do nothing: resolution does not depend on the place."""

    def ascend_resolver(self) -> None:
        """Do nothing: resolution does not depend on the place."""


def _mark(node: Any) -> Place:
    return Place(line=node.start_mark.line + 1, column=node.start_mark.column + 1)


class YamlPlaces:
    """Where values of a YAML text stand: walks the composed nodes when asked."""

    def __init__(self, root: yaml.Node) -> None:
        """Keep the composed nodes."""
        self._root = root
        self._children: dict[int, dict[str, tuple[yaml.Node, yaml.Node]]] = {}

    def place(self, path: Path) -> Place | None:
        """Return where the value at a path begins, or its nearest holder that is there; of a key's value, where the key stands."""
        return _mark(self._find(path)[1])

    def node(self, path: Path) -> yaml.Node | None:
        """Return the node of a value; None where there is none."""
        whole, _, value = self._find(path)
        return value if whole else None

    def spelling(self, path: Path) -> str | None:
        """Return how a plain value is written, such as "1.10"."""
        whole, _, value = self._find(path)
        return value.value if whole and isinstance(value, yaml.ScalarNode) else None

    def _find(self, path: Path) -> tuple[bool, yaml.Node, yaml.Node]:
        """Return whether the path leads to the end, the node to show, and the node of the value."""
        shown = value = self._root
        for step in path:
            found = self._child(value, step)
            if found is None:
                return False, shown, value
            shown, value = found
        return True, shown, value

    def _child(self, node: yaml.Node, step: str | int) -> tuple[yaml.Node, yaml.Node] | None:
        if isinstance(node, yaml.MappingNode):
            if id(node) not in self._children:
                self._children[id(node)] = {key.value: (key, value) for key, value in node.value}
            return self._children[id(node)].get(str(step))
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            return node.value[step], node.value[step]
        return None


def composed(text: str) -> yaml.Node | None:
    """Return the nodes of a text that was read before, each with the place where it begins and ends."""
    return _Composer(text).get_single_node()


def parse_yaml(text: str, refuse: Refuse) -> tuple[Data, YamlPlaces | None]:
    """Return the data of a YAML text and the places of its values; None places where it holds nothing.

    `refuse` makes the exception to raise from a finding code, a message and a place.
    """
    try:
        _refuse_depth(text, refuse)
        _refuse_references(text, refuse)
        root = _Composer(text).get_single_node()
    except yaml.MarkedYAMLError as error:
        raise refuse("syntax-error", _problem(error), _error_place(error)) from error
    except yaml.reader.ReaderError as error:
        code = ord(error.character) if isinstance(error.character, str) else error.character
        message = say("the text holds the character U+{code}, which YAML does not allow", code=f"{code:04X}")
        raise refuse("syntax-error", message, place_at(text, max(text.find(chr(code)), 0))) from error
    if root is None:
        return None, None
    return _Reader(refuse).read(root, 0), YamlPlaces(root)


#: What libyaml's commonest complaints mean to someone who fills in a form.
_MEANINGS = {
    "mapping values are not allowed": say("text with a colon must stand in quotes"),
    "cannot start any token": say(
        "text that begins with such a character must stand in quotes, and lines are indented with spaces, not tabs"
    ),
    "did not find expected ',' or": say("a bracket before it is not closed, or text with a comma is not in quotes"),
    "did not find expected key": say("the line is not indented like its neighbours, or a quote before it is not closed"),
    "did not find expected alphabetic": say("text that begins with * or & must stand in quotes"),
    "found unexpected end of stream": say("a quote or bracket before it is not closed"),
    "but found another document": say("a file holds one submission or definition; take the line --- away"),
}


def _problem(error: yaml.MarkedYAMLError) -> str:
    said = error.problem or say("it cannot be read")
    problem = say("the YAML is broken here: {problem}", problem=f"{said} ({error.context})" if error.context else said)
    meaning = next((words for sign, words in _MEANINGS.items() if sign in said), None)
    return say("{problem}; {meaning}", problem=problem, meaning=meaning) if meaning else problem


def _error_place(error: yaml.MarkedYAMLError) -> Place | None:
    mark = error.problem_mark or error.context_mark
    return Place(line=mark.line + 1, column=mark.column + 1) if mark else None


class _Dumper(yaml.SafeDumper):
    """Writes what this module reads as it was: text that would be read as a number or a word stands in quotes."""


def _written(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    plain_is_other = text in _WORDS or _NUMBER.match(text) is not None or _NOT_FINITE.match(text) is not None
    # Of the characters that are no letters, only the plain line break may stand as it is; the others are escaped.
    unusual = not text.replace("\n", "").isprintable()
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"' if plain_is_other or unusual else None)


_Dumper.add_representer(str, _written)


def to_yaml(data: Data) -> str:
    """Return plain data as YAML that reads back to the same data, keys in their order."""
    text: str = yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120)
    return text


def readable(text: str) -> str:
    """Return a text that may come from anywhere, short and without what a terminal would obey."""
    shown = "".join(sign if sign.isprintable() else "\ufffd" for sign in text[:_SHOWN])
    return shown if len(text) <= _SHOWN else shown[:-1] + "…"


def given_twice(key: str) -> Sentence:
    """Say that a key is repeated."""
    return say("the key “{key}” is given twice in the same place", key=readable(key))


def not_finite(number: str) -> Sentence:
    """Say that a number is none that can be calculated with."""
    return say("{number} is not a number that can be compared or added", number=number)


def too_exact(number: str) -> Sentence:
    """Say that an integer has too many digits."""
    return say("{number} has more digits than can be kept exactly", number=number[:40])


def too_large(number: str) -> Sentence:
    """Say that a number is beyond all that can be kept."""
    return say("{number} is larger than any number that can be kept", number=number[:40])


def place_at(text: str, offset: int) -> Place:
    """Return the place of the character at an offset."""
    return Place(line=text.count("\n", 0, offset) + 1, column=offset - text.rfind("\n", 0, offset))


def _refuse_depth(text: str, refuse: Refuse) -> None:
    """Refuse what the composer, which recurses once per level, might not survive; cheap where the text cannot be deep."""
    opening = _LONG_OPENING.search(text)
    if opening is None and text.count("[") + text.count("{") <= _SUSPICIOUS:
        return
    depth = 0
    # Events come one by one, however deep the text is.
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH + 1:
            raise refuse("too-deep", TOO_DEEP, _mark(event))


def _refuse_references(text: str, refuse: Refuse) -> None:
    if not any(sign in text for sign in "&*!") or _MAYBE_REFERENCE.search(text) is None:
        return
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if tag is not None:
            raise refuse("alias-refused", say("the YAML tag {tag} is not accepted", tag=readable(tag)), _mark(event))
        if anchor:
            alias = isinstance(event, yaml.AliasEvent)
            said = sayable("the YAML alias *{name} is not accepted") if alias else sayable("the YAML anchor &{name} is not accepted")
            raise refuse("alias-refused", Sentence(said, {"name": readable(anchor)}), _mark(event))


class _Reader:
    """Turns composed nodes into plain data."""

    def __init__(self, refuse: Refuse) -> None:
        self.refuse = refuse

    def read(self, node: Any, depth: int) -> Data:
        if depth > MAX_DEPTH:
            raise self.refuse("too-deep", TOO_DEEP, _mark(node))
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        if isinstance(node, yaml.SequenceNode):
            return [self.read(item, depth + 1) for item in node.value]
        data: dict[str, Data] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise self.refuse("syntax-error", say("a key must be a single word, not a list or mapping"), _mark(key))
            if key.value in data:
                raise self.refuse("duplicate-key", given_twice(key.value), _mark(key))
            data[key.value] = self.read(value, depth + 1)
        return data

    def _scalar(self, node: yaml.ScalarNode) -> Data:
        text: str = node.value
        if node.tag == _QUOTED:
            return text
        # Nearly all scalars are words; only these first characters can begin anything else.
        if text[:1] not in "-+.0123456789tfn~":
            return text
        if text in _WORDS:
            return _WORDS[text]
        if _NOT_FINITE.match(text):
            raise self.refuse("number-not-finite", not_finite(text), _mark(node))
        number = _NUMBER.match(text)
        return self._number(node, number) if number else text

    def _number(self, node: yaml.ScalarNode, written: re.Match[str]) -> int | float:
        if written["fraction"] is None and written["exponent"] is None:
            if len(node.value) <= _DIGITS and abs(whole := int(node.value)) <= _LARGEST_EXACT:
                return whole
            raise self.refuse("number-not-finite", too_exact(node.value), _mark(node))
        number = float(node.value)
        if number in (float("inf"), float("-inf")):
            raise self.refuse("number-not-finite", too_large(node.value), _mark(node))
        return number
