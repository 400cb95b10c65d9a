"""Collects the sentences of the interface from the program's own sources, for the catalogues in `locale/`.

Of Python the first argument of `say`, `tell` and `sayable`, of JavaScript and JSX that of `t` and `rich`, and the descriptions in the
contract of submissions, which findings repeat. What could not be found in a catalogue later is refused: a first argument that is no
literal, or a place in braces for which no value is given.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from spregistry.errors import DocumentError
from spregistry.finding import Finding
from spregistry.load import contracts
from spregistry.load.documents import read_bytes
from spregistry.load.text.po_text import PLACE, Entry
from spregistry.model.document import Data
from spregistry.sentence import Sentence, say

#: The package, whose sources are read; catalogues are made in a checkout, from all of them.
PACKAGE = Path(__file__).parents[2]

_FILLED, _MARKED = ("say", "tell"), ("sayable",)
#: Where `tell` says a sentence at once; elsewhere it may be anything.
_TELLING = "cli/"
_STRING = r'"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\''
_TEMPLATE = r"`(?:[^`\\]|\\.)*`"
_CALL = re.compile(r"(?<![\w.$])(?<!function )(?:t|rich)\(\s*")
_TOKEN = re.compile(rf"/\*.*?\*/|(?<!:)//[^\n]*|(?P<call>{_CALL.pattern})|{_STRING}|(?P<template>{_TEMPLATE})", re.DOTALL)
_ARGUMENT = re.compile(rf"((?:{_STRING}|{_TEMPLATE})(?:\s*\+\s*(?:{_STRING}))*)\s*[,)]")
_LITERAL = re.compile(f"{_STRING}|{_TEMPLATE}")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]+)\}|x([0-9a-fA-F]{2})|(.))", re.DOTALL)


class Said(NamedTuple):
    """A sentence in a source."""

    template: str
    file: str
    line: int


def collect() -> tuple[Entry, ...]:
    """Return every sentence once, by its text, with the files that say it.

    Raises:
        DocumentError: where one could not be found again in a catalogue, with its place.
    """
    files: dict[str, dict[str, None]] = {}
    for said in _all():
        files.setdefault(said.template, {})[said.file] = None
    return tuple(
        Entry(None, template, "", files=tuple(files[template])) for template in sorted(files, key=lambda one: (one.casefold(), one))
    )


def _all() -> Iterator[Said]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield from in_python(*_source(path))
    for path in sorted(PACKAGE.rglob("*.js*")):
        if path.suffix in (".js", ".jsx") and not {"node_modules", "dist", "shipped"} & {*path.parts}:
            yield from in_javascript(*_source(path))
    yield from (Said(text, "submission.schema.json", 1) for text in _descriptions(contracts.schema("submission")))


def _source(path: Path) -> tuple[str, str]:
    return read_bytes(str(path)).decode(), path.relative_to(PACKAGE).as_posix()


def in_python(text: str, file: str) -> Iterator[Said]:
    """Yield the sentences of a Python source.

    Raises:
        DocumentError: as `collect`.
    """
    for node in ast.walk(ast.parse(text)):
        name = _called(node)
        if name == "tell" and not file.startswith(_TELLING):
            continue
        if isinstance(node, ast.Call) and name in (*_FILLED, *_MARKED) and node.args:
            first = node.args[0]
            if isinstance(first, ast.JoinedStr | ast.BinOp | ast.IfExp):
                raise _refusal(say("the first argument of {name} is no literal", name=name), file, node.lineno)
            if not isinstance(first, ast.Constant) or not isinstance(first.value, str):
                continue  # a sentence made elsewhere
            given = {keyword.arg for keyword in node.keywords}
            if name in _FILLED and None not in given and given != {*PLACE.findall(first.value)}:
                raise _refusal(say("values and places differ in “{text}”", text=first.value), file, node.lineno)
            yield Said(first.value, file, node.lineno)


def _called(node: ast.AST) -> str:
    if not isinstance(node, ast.Call):
        return ""
    if isinstance(node.func, ast.Attribute):
        return "say" if node.func.attr == "say" else ""  # of a catalogue
    return node.func.id if isinstance(node.func, ast.Name) else ""


def in_javascript(text: str, file: str) -> Iterator[Said]:
    """Yield the sentences of a JavaScript or JSX source.

    Raises:
        DocumentError: as `collect`.
    """
    for token in _TOKEN.finditer(text):
        if token["call"] is not None:
            if not text.startswith("t(", token.end()):  # a sentence made by `t`, in which `rich` puts elements
                yield _argument(text, token.end(), file)
        elif token["template"] is not None:
            calls = _CALL.finditer(text, token.start(), token.end())
            yield from (_argument(text, call.end(), file) for call in calls if not text.startswith("t(", call.end()))


def _argument(text: str, at: int, file: str) -> Said:
    line = text.count("\n", 0, at) + 1
    written = _ARGUMENT.match(text, at)
    if written is None or "${" in written[1]:
        raise _refusal(say("the first argument of {name} is no literal", name="t"), file, line)
    return Said("".join(_unquoted(literal) for literal in _LITERAL.findall(written[1])), file, line)


def _unquoted(literal: str) -> str:
    def sign(found: re.Match[str]) -> str:
        code = found[1] or found[2] or found[3]
        if code:
            return chr(int(code, 16))
        return {"n": "\n", "t": "\t", "r": "\r", "\n": ""}.get(found[4], found[4])

    return _ESCAPE.sub(sign, literal[1:-1])


def _descriptions(node: Data) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("description"), str):
            yield node["description"].rstrip(".")
        node = [*node.values()]
    for inner in node if isinstance(node, list) else ():
        yield from _descriptions(inner)


def _refusal(message: Sentence, file: str, line: int) -> DocumentError:
    return DocumentError(Finding(code="syntax-error", severity="error", message=message, file=file, line=line, column=1))
