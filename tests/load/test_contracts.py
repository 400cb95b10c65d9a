"""The schemas pass their own metaschema, and pydantic reads exactly what they admit."""

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spregistry.errors import DocumentError
from spregistry.load import contracts
from spregistry.load.documents import read
from spregistry.load.frameworks import finish
from spregistry.load.trusted import build_definition, plain_data
from spregistry.model.document import Document
from strategies import Data, frameworks

ROOT = Path(__file__).parents[2]
CORPUS = sorted([*(ROOT / "standards").glob("*/*/*.yaml"), *(ROOT / "tests" / "cases" / "frameworks").rglob("*.yaml")])


@pytest.mark.parametrize("name", contracts.NAMES)
def test_schema_passes_its_metaschema_and_is_described(name: str) -> None:
    contract = contracts.schema(name)
    jsonschema.Draft202012Validator.check_schema(contract)
    assert contract["$id"] == f"{contracts.SITE}/schemas/{name}.schema.json"
    assert contract["title"]
    assert contract["description"]


@pytest.mark.parametrize("name", ["framework", "submission", "releases"])
def test_every_key_an_editor_offers_is_explained(name: str) -> None:
    contract = contracts.schema(name)

    def explained(schema: Any) -> bool:
        if not isinstance(schema, dict) or "description" in schema:
            return True
        reference = schema.get("$ref", "")
        return reference.startswith("#/$defs/") and explained(contract["$defs"][reference.removeprefix("#/$defs/")])

    silent = [key for key, schema in contract["properties"].items() if key != "format" and not explained(schema)]
    assert silent == []


def reads(data: Any) -> bool:
    try:
        contracts.read_definition(data)
    except ValueError:
        return False
    return True


def read_data(path: Path) -> Any:
    """Return the data of a document, whether it is a header or a part."""
    try:
        return read(path).data
    except DocumentError:
        pytest.skip("no document; tests/load/test_documents.py looks at those")


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: str(path.relative_to(ROOT)))
def test_schema_and_pydantic_agree_on_the_corpus(path: Path) -> None:
    data = read_data(path)
    assert contracts.validator("framework").is_valid(data) == reads(data)
    if not isinstance(data, dict) or "format" in data:
        return
    whole = {
        "format": 1,
        "id": "part",
        "version": "1.0.0",
        "title": "Part",
        "language": "en",
        "licence": "x",
        "levels": ["a", "b"],
        "groups": [data],
    }
    assert contracts.validator("part").is_valid(data) == reads(whole)


#: Values that sit at the edges of what a key may hold.
EDGES: list[Any] = [
    None,
    True,
    False,
    0,
    1,
    -1,
    0.5,
    1.0,
    1e15,
    1e16,
    -0.0,
    "",
    "x",
    "A b",
    "a" * 65,
    "3.0.0",
    "03.0.0",
    "3.0",
    "1.2.3.4",
    "sepm@3.0.0",
    "sepm@3.0.0\n",
    "en\n",
    "line\nbreak",
    "tab\there",
    "\u0001",
    "fact.part",
    "fact.part.more",
    "..",
    "../x.yaml",
    "x.yaml",
    "x.yaml\n",
    [],
    ["a"],
    ["a", "a"],
    [1, True],
    [1, 1.0],
    {},
    {"a": "b"},
    {"A b": "c"},
    {"const": 1},
    {"count": {"level": 1, "table": [{"from": 1.0, "points": 1}]}},
    {"properties": {"a": {"const": 1}}},
    {"properties": {"a": {"enum": [1, True]}}, "required": ["a"]},
    {"not": {"properties": {"a": {"contains": {"const": "b"}}}, "required": ["a"]}},
]


def places(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield path
    for key, value in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        yield from places(value, (*path, key))


def changed(data: Data, path: tuple[str | int, ...], value: Any, *, key: str | None) -> Any:
    """Return data with the value at a path replaced, or with a key added there."""
    if not path and key is None:
        return value
    data = copy.deepcopy(data)
    holder: Any = data
    for step in path if key is not None else path[:-1]:
        holder = holder[step]
    if key is not None:
        if isinstance(holder, dict):
            holder[key] = value
    else:
        holder[path[-1]] = value
    return data


KEYS = sorted(
    {
        key
        for part in (contracts.schema("framework"), *contracts.schema("framework")["$defs"].values())
        for key in part.get("properties", {})
    }
)


@given(frameworks(), st.data())
def test_schema_and_pydantic_agree_on_changed_definitions(framework: Data, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from([*places(framework)]))
    key = data.draw(st.none() | st.sampled_from([*KEYS, "unknown"]))
    document = changed(framework, path, data.draw(st.sampled_from(EDGES)), key=key)
    assert contracts.validator("framework").is_valid(document) == reads(document)


@given(frameworks(), st.data())
def test_schema_and_pydantic_agree_where_something_is_taken_away(framework: Data, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from([path for path in places(framework) if path]))
    document = copy.deepcopy(framework)
    holder: Any = document
    for step in path[:-1]:
        holder = holder[step]
    del holder[path[-1]]
    assert contracts.validator("framework").is_valid(document) == reads(document)


@given(frameworks())
def test_bundles_are_read_as_definitions_are(framework: Data) -> None:
    definition = contracts.read_definition(framework)
    assert build_definition(framework) == definition
    assert build_definition(plain_data(definition)) == definition


def test_shipped_standard_is_read_alike_from_sources_and_bundle() -> None:
    folder = ROOT / "standards" / "sepm" / "3.0.0"
    header = read(folder / "framework.yaml")
    parts = tuple(read(folder / name) for name in header.data["parts"])
    reading = finish(header, parts, [], lambda _: pytest.fail("sepm is no profile"))
    assert reading.framework is not None
    assert build_definition(reading.framework.data) == reading.framework.definition


def test_definitions_are_frozen() -> None:
    framework = finish(Document(data=MINIMAL), (), [], lambda _: pytest.fail("no profile")).framework
    assert framework is not None
    with pytest.raises(AttributeError):
        framework.definition.title = "Other"  # type: ignore[misc]  # that it is refused is the point
    with pytest.raises(AttributeError):
        framework.definition.indicators[0].title = "Other"  # type: ignore[index,misc]  # likewise


MINIMAL = {
    "format": 1,
    "id": "minimal",
    "version": "1.0.0",
    "title": "Minimal",
    "language": "en",
    "licence": "x",
    "levels": ["group", "indicator"],
    "indicators": [{"id": "one", "code": "1", "title": "One", "question": "One?", "answer": {"text": {}}, "scored": False}],
}
