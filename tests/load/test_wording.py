"""Every kind of verdict has words: those on submissions stand in `cases/submissions`, the rest, which only definitions meet, here."""

from pathlib import Path
from typing import Any

import pytest

import spregistry
from spregistry.check.prepared import prepared
from spregistry.errors import UnknownFramework
from spregistry.load import contracts
from spregistry.load.documents import parse
from spregistry.load.languages.catalogues import Catalogue
from spregistry.load.reporting import Reporter
from spregistry.load.spelling import listed, spelled
from spregistry.load.wording import _TABLE, schema_errors, word

CASES = Path(__file__).parents[1] / "cases" / "submissions"

KEYS = {"a": {"type": "integer"}, "b": {"type": "integer"}}
#: Kind of verdict, what is asked of “key”, what stands there, code and message.
ONLY_IN_DEFINITIONS: list[tuple[str, dict[str, Any], str, str, str]] = [
    ("MaxItems", {"maxItems": 2}, "[1, 2, 3]", "wrong-length", "“key” has more than 2 items"),
    ("MinItems", {"minItems": 2}, "[1]", "wrong-length", "“key” has fewer than 2 items"),
    ("PropertyNames", {"propertyNames": {"minLength": 1}}, "{'': 1}", "malformed", "the key “” is no id"),
    ("FalseSchema", {"patternProperties": {"[^a-z]": False}}, "{Bad: 1}", "malformed", "the key “Bad” is no id"),
    (
        "AnyOf",
        {"anyOf": [{"enum": ["mean", "min"]}, {"type": "object"}]},
        "sum",
        "unknown-option",
        "“key” is “sum”, but must be mean, min or keys with values",
    ),
    ("AnyOf", {"anyOf": [{"const": True}, {"type": "array"}]}, "1", "unknown-option", "“key” is 1, but must be true or a list"),
    (
        "AnyOf",
        {"anyOf": [{"required": ["a"]}, {"required": ["b"]}]},
        "{c: 1}",
        "missing-key",
        "“key” needs at least one of the keys “a” or “b”",
    ),
    ("AnyOf", {"anyOf": [{"type": "string"}, {"properties": KEYS}]}, "{a: x}", "wrong-type", "“a” is “x”, but a whole number belongs here"),
    (
        "OneOfNotValid",
        {"oneOf": [{"required": ["a"]}, {"required": ["b"]}]},
        "{c: 1}",
        "missing-key",
        "“key” needs exactly one of the keys “a” or “b”",
    ),
    (
        "OneOfMultipleValid",
        {"oneOf": [{"required": ["a"]}, {"required": ["b"]}, {"required": ["c"]}]},
        "{a: 1, c: 2}",
        "does-not-fit",
        "“key” may have only one of the keys “a” or “c”",
    ),
    ("Not", {"not": {"anyOf": [{"required": ["a", "b"]}]}}, "{a: 1, b: 2}", "does-not-fit", "“key” may not have “a” and “b” together"),
    ("Not", {"not": {"const": 0}}, "0", "does-not-fit", "“key” does not fit here"),
    ("MultipleOf", {"multipleOf": 2}, "3", "does-not-fit", "“key” does not fit here"),
]


@pytest.mark.parametrize(("kind", "asked", "written", "code", "message"), ONLY_IN_DEFINITIONS, ids=[row[0] for row in ONLY_IN_DEFINITIONS])
def test_verdict_is_worded(kind: str, asked: dict[str, Any], written: str, code: str, message: str) -> None:
    contract = {"$id": "https://spregistry.example/schemas/words.schema.json", "properties": {"key": asked}}
    document = parse(f"key: {written}".encode(), "x.yaml")
    errors = schema_errors(document.data, contract, contracts.compile_schema(contract))
    assert [error.kind for error in errors] == [kind]
    findings = word(errors, Reporter(document, lambda _: None))
    assert [(finding.code, finding.message) for finding in findings] == [(code, message)]
    assert findings[0].hint


def test_every_key_that_is_known_is_named_where_none_is_near() -> None:
    known = [f"key-{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"]
    contract: dict[str, Any] = {"type": "object", "additionalProperties": False, "properties": dict.fromkeys(known, True)}
    document = parse(b"origin: here", "x")
    (found,) = word(schema_errors(document.data, contract, contracts.compile_schema(contract)), Reporter(document, lambda _: None))
    assert found.hint is not None
    assert [name for name in known if name not in found.hint] == []


def test_every_kind_of_verdict_is_shown() -> None:
    ready = prepared(spregistry.Registry.open(CASES / "registry")["cases@1.0.0"])
    shown = {kind for kind, *_ in ONLY_IN_DEFINITIONS}
    for path in CASES.glob("invalid/*/*.*"):
        if path.suffix in {".yaml", ".json"} and ".findings" not in path.suffixes:
            try:
                data = spregistry.read(path).data
            except spregistry.DocumentError:
                continue
            shown |= {error.kind for error in schema_errors(data, ready.schema, ready.validator)}
    assert set(_TABLE) <= shown


@pytest.mark.parametrize(
    ("values", "limit", "text"),
    [
        (["a"], 12, "a"),
        (["a", "b"], 12, "a or b"),
        (["a", "b", "c"], 12, "a, b or c"),
        ([1, 2, 3, 4], 2, "1, 2 or 2 more"),
        ([True, False], 12, "true or false"),
    ],
)
def test_listed(values: list[Any], limit: int, text: str) -> None:
    assert listed(values, limit) == text


@pytest.mark.parametrize(
    ("value", "written", "text"),
    [
        ("met", None, "“met”"),
        ("x" * 60, None, "“" + "x" * 60 + "”"),
        ("x" * 61, None, "“" + "x" * 59 + "…”"),
        (1.1, "1.10", "1.10"),
        (True, None, "true"),
        (None, None, "left empty"),
        ([1], None, "a list of 1"),
        ({}, None, "keys with values"),
    ],
)
def test_spelled(value: object, written: str | None, text: str) -> None:
    assert spelled(value, written) == text


def test_quotes_are_those_of_the_language() -> None:
    """By hand: French puts guillemets around what it quotes, with spaces that do not break."""
    french = Catalogue("fr")
    assert french.translate(spelled("x")) == "«\xa0x\xa0»"
    assert french.translate(listed([spelled("x"), spelled("y"), "z"])) == "«\xa0x\xa0», «\xa0y\xa0» ou z"
    said = french.translate(str(UnknownFramework("sepn\x07", ["sepm@3.0.0"], None)))
    assert "«\xa0sepn\\x07\xa0»" in said
    assert "'" not in said
