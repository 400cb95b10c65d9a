"""What an element counts: against the engine, which is asked with the element at its best and at nothing, and by hand."""

import copy
from typing import Any

import numpy as np
import pytest

from conftest import ROOT
from frameworks import framework_of
from spregistry.api import Registry
from spregistry.model.framework import Framework
from spregistry.publish.site.shares import shares
from spregistry.scoring.engine import run
from spregistry.scoring.scorecards import plan_of

SCALE = [
    {"value": "yes", "label": "Yes", "points": 1},
    {"value": "no", "label": "No", "points": 0},
    {"value": "na", "label": "N", "excluded": True},
]


def indicator(id_: str, code: str, **more: Any) -> dict[str, Any]:
    return {"id": id_, "code": code, "title": id_, "question": f"{id_}?", "answer": {"scale": "s"}, **more}


def framework(groups: list[dict[str, Any]], **more: Any) -> Framework:
    head = {
        "format": 1,
        "id": "small",
        "version": "1.0.0",
        "title": "Small",
        "language": "en",
        "licence": "CC0",
        "levels": ["theme", "indicator"],
    }
    return framework_of({**head, "scales": {"s": SCALE}, "groups": groups, **more})


def without_caps(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: without_caps(value) for key, value in node.items() if key != "caps"}
    return [without_caps(item) for item in node] if isinstance(node, list) else node


def by_engine(one: Framework, id_: str) -> float:
    """Return by how much the overall score falls when an indicator falls from all points to none, everything else being at its best."""
    plan = plan_of(one)
    counted = plan.scored[:, None].astype(np.float64)
    points = np.repeat(counted, 2, axis=1)
    points[[indicator.id for indicator in plan.indicators].index(id_), 1] = 0.0
    values, _ = run(plan, points, counted)
    return float(values[plan.root, 0] - values[plan.root, 1])


def test_shares_of_sepm_are_what_the_engine_does() -> None:
    source = Registry.open(ROOT / "standards")["sepm@3.0.0"]
    one = framework_of(without_caps(copy.deepcopy(dict(source.data))))
    found = shares(one)
    assert set(one.indicators) & set(found) == {id_ for id_, indicator in one.indicators.items() if one.is_scored(indicator)}
    for id_ in one.indicators:
        if id_ in found and (share := found[id_].overall) is not None:
            assert share == pytest.approx(by_engine(one, id_), abs=1e-12), id_
    whole = sum(share.overall or 0 for id_, share in found.items() if id_ in [child.id for child in one.top])
    assert whole == pytest.approx(1)


def test_shares_by_hand() -> None:
    groups: list[dict[str, Any]] = [
        {"id": "a", "code": "1", "title": "A", "weight": 3, "indicators": [indicator("a1", "1.1", weight=2), indicator("a2", "1.2")]},
        {"id": "b", "code": "2", "title": "B", "indicators": [indicator("b1", "2.1"), indicator("b2", "2.2", scored=False)]},
    ]
    found = shares(framework(groups))
    assert {id_: share.overall for id_, share in found.items()} == {"a": 3 / 4, "b": 1 / 4, "a1": 1 / 2, "a2": 1 / 4, "b1": 1 / 4}
    assert not any(share.varies for share in found.values())


def test_a_share_varies_where_something_beside_it_may_be_left_out() -> None:
    groups: list[dict[str, Any]] = [
        {"id": "a", "code": "1", "title": "A", "indicators": [indicator("a1", "1.1", may_be_na=True), indicator("a2", "1.2")]},
        {"id": "b", "code": "2", "title": "B", "indicators": [indicator("b1", "2.1")]},
    ]
    varies = {id_: share.varies for id_, share in shares(framework(groups)).items()}
    # a1 itself may be left out, which makes a2 count more; the rest of the tree is always there.
    assert varies == {"a": False, "b": False, "a1": False, "a2": True, "b1": False}


def test_a_whole_group_may_be_left_out() -> None:
    groups: list[dict[str, Any]] = [
        {"id": "a", "code": "1", "title": "A", "indicators": [indicator("a1", "1.1", may_be_na=True)]},
        {"id": "b", "code": "2", "title": "B", "indicators": [indicator("b1", "2.1")]},
    ]
    varies = {id_: share.varies for id_, share in shares(framework(groups)).items()}
    assert varies == {"a": False, "b": True, "a1": False, "b1": True}


def test_where_children_are_counted_no_share_is_fixed() -> None:
    count = {"count": {"level": 1, "table": [{"from": 1, "points": 0.5}, {"from": 2, "points": 1}]}}
    groups: list[dict[str, Any]] = [
        {"id": "a", "code": "1", "title": "A", "aggregate": count, "indicators": [indicator("a1", "1.1"), indicator("a2", "1.2")]},
        {"id": "b", "code": "2", "title": "B", "aggregate": "min", "indicators": [indicator("b1", "2.1"), indicator("b2", "2.2")]},
    ]
    found = shares(framework(groups))
    assert {id_: share.overall for id_, share in found.items()} == {"a": 0.5, "b": 0.5, "a1": None, "a2": None, "b1": None, "b2": None}


def test_points_pass_over_the_groups_between() -> None:
    inner = [
        {
            "id": "a",
            "code": "1.A",
            "title": "A",
            "indicators": [indicator("a1", "1.A.1"), indicator("a2", "1.A.2"), indicator("a3", "1.A.3")],
        },
        {"id": "b", "code": "1.B", "title": "B", "indicators": [indicator("b1", "1.B.1")]},
    ]
    groups = [{"id": "top", "code": "1", "title": "Top", "aggregate": "points", "groups": inner}]
    found = shares(framework(groups, levels=["theme", "part", "indicator"]))
    assert [found[id_].overall for id_ in ("a1", "a2", "a3", "b1")] == [0.25] * 4
    # A group between is passed over, but what is in it counts together.
    assert (found["a"].overall, found["b"].overall) == (0.75, 0.25)


def test_without_an_overall_score_nothing_has_a_share_of_it() -> None:
    groups = [{"id": "a", "code": "1", "title": "A", "indicators": [indicator("a1", "1.1"), indicator("a2", "1.2")]}]
    found = shares(framework(groups, scoring={"overall": False}))
    assert {share.overall for share in found.values()} == {None}
    assert found["a1"].group == 0.5
