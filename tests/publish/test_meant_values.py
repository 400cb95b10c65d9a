"""Where a definition says nothing and the format means something by that, changes are told with what it means; their data stay as they are."""

import json
from pathlib import Path

import pytest

from record_registries import SCALE, dump, framework, indicator
from releases import printed as run

NA = {"value": "na", "label": "Not applicable"}
GROUPS = [{"id": "clients-asked", "title": "Clients"}, {"id": "staff", "title": "Staff"}]


@pytest.fixture
def registry(tmp_path: Path) -> Path:
    """Version 2.0.0 says what 1.0.0 left to the format; of the second indicator it is the other way round."""
    light = indicator("light", "1.1", "Goals are written", "Are the goals written?")
    heavy = indicator("heavy", "2.1", "There is a box", "Is there a box?")
    described = {"rubric": {**light["rubric"], "na": "It does not apply."}}
    old = framework("1.0.0", None, [{**light, **described}], [{**heavy, **described, "weight": 3}], respondent_groups=GROUPS)
    new = framework(
        "2.0.0",
        "1.0.0",
        [{**light, "weight": 2, "asked_of": ["staff"]}],
        [heavy],
        respondent_groups=[{**GROUPS[0], "required": True}, GROUPS[1]],
    )
    old["scales"] = {"practice": [*SCALE, {**NA, "points": 0}]}
    new["scales"] = {"practice": [*SCALE, {**NA, "excluded": True}]}
    new["groups"][0]["aggregate"] = "min"
    for data in (old, new):
        dump(tmp_path / "demo" / data["version"] / "framework.yaml", data)
    return tmp_path


TOLD = (
    "weight: 1 → 2",
    "weight: 3 → 1",
    "asked of: Clients, Staff → Staff",
    "its parts are put together in another way: mean → lowest of its parts",
    "group of respondents: no → yes",
    "other points (no → yes)",
)


@pytest.mark.parametrize("command", [("diff", "demo@1.0.0", "demo@2.0.0"), ("changelog", "demo@2.0.0")], ids=["diff", "changelog"])
def test_what_is_meant_where_nothing_is_said_is_told(registry: Path, command: tuple[str, ...]) -> None:
    said = " ".join(run(registry, *command).split())
    assert [words for words in TOLD if words not in said] == []
    assert "– →" not in said


def test_the_data_of_a_change_hold_what_the_definitions_hold(registry: Path) -> None:
    changes = json.loads(run(registry, "diff", "demo@1.0.0", "demo@2.0.0", "--format", "json"))["changes"]
    weights = {change["element"]: (change["before"], change["after"]) for change in changes if change["kind"] == "reweighted"}
    assert weights == {"light": (None, 2), "heavy": (3, None)}
