"""What a framework says of its tree: its nodes in order, one by its id, and what each continues."""

from typing import Any

import pytest

from frameworks import framework_of
from spregistry.model.definition import Supersession
from spregistry.model.framework import Framework


def indicator(id_: str, code: str, **more: Any) -> dict[str, Any]:
    return {"id": id_, "code": code, "title": id_.title(), "question": "Is it so?", "answer": {"text": {}}, "scored": False, **more}


@pytest.fixture
def framework() -> Framework:
    data = {
        "format": 1,
        "id": "demo",
        "version": "2.0.0",
        "previous": "demo@1.0.0",
        "title": "Demonstration",
        "language": "en",
        "licence": "CC0-1.0",
        "levels": ["part", "chapter", "indicator"],
        "groups": [
            {"id": "first", "code": "1", "title": "First", "supersedes": ["start"], "groups": [
                {"id": "inner", "code": "1.1", "title": "Inner", "indicators": [
                    indicator("one", "1.1.1", supersedes=["uno", {"id": "due", "relation": "merge", "since": "1.0.0"}]),
                ]},
            ]},
            {"id": "second", "code": "2", "title": "Second", "indicators": [indicator("two", "2.1")]},
        ],
    }  # fmt: skip
    return framework_of(data)


def test_nodes_are_all_groups_and_then_all_indicators(framework: Framework) -> None:
    assert [node.id for node in framework.nodes] == ["first", "inner", "second", "one", "two"]


def test_a_node_is_found_by_its_id_and_not_by_its_code(framework: Framework) -> None:
    assert [getattr(framework.node(id_), "title", None) for id_ in ("inner", "two", "2.1", "uno")] == ["Inner", "Two", None, None]


def test_a_bare_id_under_supersedes_means_the_same(framework: Framework) -> None:
    found = {node.id: node.predecessors for node in framework.nodes}
    assert found["first"] == (Supersession(id="start", relation="same"),)
    assert found["one"] == (Supersession(id="uno", relation="same"), Supersession(id="due", relation="merge", since="1.0.0"))
    assert found["two"] == ()
