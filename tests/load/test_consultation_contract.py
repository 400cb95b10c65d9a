"""The contract of consultations and the shapes that Python reads them into admit the same."""

import copy
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from spregistry.load import contracts
from spregistry.load.documents import read

CASES = Path(__file__).parents[1] / "cases" / "consultation"
ROOT = Path(__file__).parents[2]
RECORDS = [
    read(ROOT / "examples/consultation/standards/clean-water/1.0.0/consultation.yaml").data,
    {
        **read(CASES / "valid" / "everything-is-there.yaml").data,
        "policy": read(CASES / "registry/policies/house.yaml").data,
        "example": True,
    },
]
POLICIES = [read(path).data for path in sorted((ROOT / "standards" / "policies").glob("*.yaml"))]
EDGES: list[Any] = [
    None, True, False, 0, 1, -1, 0.5, 1.0, 21, 1e7, "", "x", "A b", "a" * 65, "demo@1.1.0", "demo@1.1", "2025-02-30", "2025-2-3", "line\nbreak",
    "\u0001", "a/b", "sha256:" + "a" * 64, "sha256:" + "A" * 64, "accepted", "major", [], ["a"], ["a", "a"], [0], [30, 1001], {}, {"a": 1}, {"A b": 1},
    {"a": 1.5}, [{"id": "a", "title": "A"}], "iseal-style",
]  # fmt: skip
KEYS = sorted(
    {
        key
        for part in (contracts.schema("consultation"), *contracts.schema("consultation")["$defs"].values())
        for key in part.get("properties", {})
    }
)


def places(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield path
    for key, value in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        yield from places(value, (*path, key))


def changed(data: Any, draw: st.DataObject) -> Any:
    """Return data with one value replaced, added or taken away."""
    data = copy.deepcopy(data)
    path = draw.draw(st.sampled_from([path for path in places(data) if path]))
    holder: Any = data
    for step in path[:-1]:
        holder = holder[step]
    how = draw.draw(st.sampled_from(["replace", "add", "remove"]))
    if how == "remove":
        del holder[path[-1]]
    elif how == "replace" or not isinstance(holder, dict):
        holder[path[-1]] = draw.draw(st.sampled_from(EDGES))
    else:
        holder[draw.draw(st.sampled_from([*KEYS, "unknown"]))] = draw.draw(st.sampled_from(EDGES))
    return data


def reads(reader: Callable[[Any], Any], data: Any) -> bool:
    try:
        reader(data)
    except ValueError:
        return False
    return True


def test_the_examples_are_read() -> None:
    assert all(contracts.validator("consultation").is_valid(data) and reads(contracts.read_consultation, data) for data in RECORDS)
    assert all(contracts.validator("policy").is_valid(data) and reads(contracts.read_policy, data) for data in POLICIES)


@given(st.sampled_from(RECORDS), st.data())
def test_schema_and_shapes_agree_on_records(record: Any, draw: st.DataObject) -> None:
    data = changed(record, draw)
    assert contracts.validator("consultation").is_valid(data) == reads(contracts.read_consultation, data)


@given(st.sampled_from(POLICIES), st.data())
def test_schema_and_shapes_agree_on_policies(policy: Any, draw: st.DataObject) -> None:
    data = changed(policy, draw)
    assert contracts.validator("policy").is_valid(data) == reads(contracts.read_policy, data)
