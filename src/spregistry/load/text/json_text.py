"""JSON text into plain data, strictly: no key twice, no NaN, integers that every JSON reader keeps exactly.

The place of a value is looked for only when someone asks, by reading the text once more.
"""

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from json.decoder import scanstring  # type: ignore[attr-defined]  # documented nowhere, stable since Python 2.6
from typing import NoReturn

from spregistry.load.text.yaml_text import MAX_DEPTH, TOO_DEEP, Refuse, given_twice, not_finite, place_at, too_exact, too_large
from spregistry.model.document import Data, Path, Place
from spregistry.sentence import say

_LARGEST_EXACT = 2**53 - 1
#: More characters than any exact integer has, so that int() never reads millions of digits.
_DIGITS = 17
_SPACE = re.compile(r"[ \t\n\r]*")
_VALUE = re.compile(r"[^ \t\n\r,\]}]+")
# Texts and numbers, whole, so that a number within a text or within another number is not taken for it.
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|-?(?:[0-9][0-9.eE+-]*|NaN|Infinity)')
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class _Refusal(Exception):  # never leaves this module
    """A value that JSON allows and documents do not."""

    def __init__(self, code: str, message: str, wanted: str) -> None:
        super().__init__(code, message)
        self.code, self.message, self.wanted = code, message, wanted


def _pairs(pairs: list[tuple[str, Data]]) -> dict[str, Data]:
    data = dict(pairs)
    if len(data) < len(pairs):
        raise _Refusal("duplicate-key", "", "")
    return data


def _integer(text: str) -> int:
    if len(text) > _DIGITS or abs(int(text)) > _LARGEST_EXACT:
        raise _Refusal("number-not-finite", too_exact(text), text)
    return int(text)


def _number(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise _Refusal("number-not-finite", too_large(text), text)
    return number


def _constant(text: str) -> NoReturn:
    raise _Refusal("number-not-finite", not_finite(text), text)


_DECODER = json.JSONDecoder(object_pairs_hook=_pairs, parse_int=_integer, parse_float=_number, parse_constant=_constant)


#: Reads any JSON, and no number: of millions of digits none is ever made one.
_SHAPE = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)


def parse_json(text: str, refuse: Refuse) -> tuple[Data, "JsonPlaces"]:
    """Return the data of a JSON text and the places of its values.

    `refuse` makes the exception to raise from a finding code, a message and a place.
    """
    try:
        data = _decoded(text, refuse)
    except json.JSONDecodeError as error:
        message = say("the JSON is broken here: {problem}", problem=f"{error.msg[0].lower()}{error.msg[1:]}")
        raise refuse("syntax-error", message, Place(line=error.lineno, column=error.colno)) from error
    except RecursionError as error:
        raise refuse("too-deep", TOO_DEEP, None) from error
    if _depth(data) - 1 > MAX_DEPTH:
        raise refuse("too-deep", TOO_DEEP, None)
    if "\\u" in text and _LONE_SURROGATE.search(json.dumps(data, ensure_ascii=False)):
        raise refuse("not-text", say("half a character is written (a lone surrogate such as \\ud83d)"), None)
    return data, JsonPlaces(text)


def _decoded(text: str, refuse: Refuse) -> Data:
    """Return the data of a JSON text. What breaks it is told before what is refused in it: only a whole text has places."""
    try:
        data: Data = _DECODER.decode(text)
    except _Refusal as refusal:
        _SHAPE.decode(text)
        raise _placed(text, refusal, refuse) from refusal
    return data


def _placed(text: str, refusal: _Refusal, refuse: Refuse) -> Exception:
    """Return the exception for a refused value, with the place of the first such value in the text, which is well-formed."""
    if refusal.code == "duplicate-key":
        key, offset = next(JsonPlaces(text).repeated_keys(), ("", 0))
        return refuse(refusal.code, given_twice(key), place_at(text, offset))
    tokens = _TOKEN.finditer(text)
    offset = next((token.start() for token in tokens if token.group() == refusal.wanted), 0)
    return refuse(refusal.code, refusal.message, place_at(text, offset))


def _depth(data: Data) -> int:
    depth, level = 0, [data]
    while level:
        depth += 1
        level = [
            child for value in level if isinstance(value, dict | list) for child in (value.values() if isinstance(value, dict) else value)
        ]
    return depth


class JsonPlaces:
    """Where values of a JSON text stand: scans the text along the path when asked."""

    def __init__(self, text: str) -> None:
        """Keep the text, which is known to be well-formed."""
        self._text = text
        self._known: dict[int, dict[str | int, tuple[int, int]]] = {}
        self._lines: list[int] = []

    def place(self, path: Path) -> Place | None:
        """Return where the value at a path begins, or its nearest holder that is there."""
        offset = self._find(path)[1]
        if not self._lines:
            self._lines = [0, *(end.end() for end in re.finditer("\n", self._text))]
        line = bisect_right(self._lines, offset)
        return Place(line=line, column=offset - self._lines[line - 1] + 1)

    def spelling(self, path: Path) -> str | None:
        """Return how a number or word is written, such as "1.10"."""
        whole, _, value = self._find(path)
        written = _VALUE.match(self._text, value)
        return written.group() if whole and written and written.group()[0] not in '"[{' else None

    def repeated_keys(self) -> Iterator[tuple[str, int]]:
        """Yield keys that are given again in the same object, with where; objects from the outermost."""
        waiting = [_skip(self._text, 0)]
        for at in waiting:
            seen: set[str | int] = set()
            for name, shown, value in self._children(at):
                if name in seen:
                    yield str(name), shown
                seen.add(name)
                waiting.append(value)

    def _find(self, path: Path) -> tuple[bool, int, int]:
        shown = value = _skip(self._text, 0)
        for step in path:
            if value not in self._known:
                self._known[value] = {name: (key, at) for name, key, at in self._children(value)}
            found = self._known[value].get(step)
            if found is None:
                return False, shown, value
            shown, value = found
        return True, shown, value

    def _children(self, at: int) -> Iterator[tuple[str | int, int, int]]:
        """Yield name, offset to show, and offset of the value, for each child of the value at an offset."""
        text, closing = self._text, {"{": "}", "[": "]"}.get(self._text[at])
        position, at = 0, _skip(text, at + 1)
        while closing is not None and text[at] != closing:
            name: str | int = position
            shown = at
            if closing == "}":
                name, at = scanstring(text, at + 1, True)
                at = _skip(text, _skip(text, at) + 1)
            yield name, shown, at
            at = _skip(text, _end(text, at))
            at = _skip(text, at + 1) if text[at] == "," else at
            position += 1


def _skip(text: str, at: int) -> int:
    space = _SPACE.match(text, at)
    return space.end() if space else at


def _end(text: str, at: int) -> int:
    return _SHAPE.raw_decode(text, at)[1]
