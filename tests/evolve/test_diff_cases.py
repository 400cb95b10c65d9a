"""Pairs of versions: exactly the differences that are written beside them, and each does to submissions what it is said to do.

A case is a folder: `before.yaml`, `after.yaml`, where a version lies between them `between.yaml`, for profiles `base.yaml`; and
`expected.yaml` with the least step and all changes, worked out by hand from the rules. `unseen` there names elements with a grave change
that no submission can show, and why.
"""

from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from frameworks import framework_of
from spregistry.evolve.comparing.diff import diff
from spregistry.evolve.consulting.fields import fields
from spregistry.evolve.lineage import Lineage, between, lineage
from spregistry.evolve.proving.proof import prove
from spregistry.load.documents import read
from spregistry.model.change import IMPACTS, Change, Differences, ElementKind, Kind, step_between
from spregistry.model.framework import Framework

CASES = Path(__file__).parents[1] / "cases" / "diff"
NAMES = sorted(path.parent.name for path in CASES.glob("*/expected.yaml"))
KEYS = {"kind", "element", "field", "impact", "continues", "judged"}
GRAVE = ("score-significant", "breaking")

#: Submissions that are tried on both versions where none may fare differently.
TRIED = 100

every = pytest.mark.parametrize("name", NAMES)


@cache
def expected(name: str) -> dict[str, Any]:
    text: dict[str, Any] = yaml.safe_load((CASES / name / "expected.yaml").read_text(encoding="utf-8"))
    return text


@cache
def versions(name: str) -> dict[str, Framework]:
    """Return the versions of a case by the names of their files."""
    bases = [framework_of(read(path).data) for path in sorted((CASES / name).glob("*base.yaml"))]
    found = {}
    for path in sorted((CASES / name).glob("*.yaml")):
        if path.stem in ("before", "between", "after"):
            data = read(path).data
            found[path.stem] = framework_of(data, next((base for base in bases if base.reference == data.get("based_on")), None))
    return found


@cache
def differences(name: str) -> Differences:
    held = versions(name)
    chain = between({each.reference: each for each in held.values()}, held["before"], held["after"])
    return diff(held["before"], held["after"], lineage(chain))


def told(change: Change) -> tuple[Any, ...]:
    return change.kind, change.element, change.field, change.impact, change.continues, change.judged


def written(entry: dict[str, Any]) -> tuple[Any, ...]:
    continues = tuple(entry.get("continues", ()))
    return entry["kind"], entry["element"], entry.get("field", ""), entry["impact"], continues, entry.get("judged", True)


def test_there_are_cases_of_everything() -> None:
    assert len(NAMES) >= 70
    assert {path.name for path in CASES.iterdir()} == {*NAMES}
    changes = [entry for name in NAMES for entry in expected(name)["changes"]]
    assert {*get_args(Kind)} - {entry["kind"] for entry in changes} == set()
    assert {entry["impact"] for entry in changes} == {*IMPACTS}
    assert {expected(name)["step"] for name in NAMES} == {"none", "patch", "minor", "major"}
    assert {change.element_kind for name in NAMES for change in differences(name).changes} == {*get_args(ElementKind)}


@every
def test_expectation_is_well_formed(name: str) -> None:
    case = expected(name)
    assert [*case] in (["about", "step", "changes"], ["about", "step", "changes", "unseen"])
    assert case["about"].endswith(".")
    assert all(entry.keys() <= KEYS for entry in case["changes"])
    grave = {entry["element"] for entry in case["changes"] if entry["impact"] in GRAVE}
    assert case.get("unseen", {}).keys() <= grave
    held = versions(name)
    assert case["step"] == "none" or case["step"] == step_between(held["before"].reference, held["after"].reference)


@every
def test_exactly_these_changes(name: str) -> None:
    wanted, found = Counter(map(written, expected(name)["changes"])), Counter(map(told, differences(name).changes))
    assert ([*(wanted - found)], [*(found - wanted)]) == ([], [])
    assert differences(name).step == expected(name)["step"]


@every
def test_every_grave_change_is_seen_on_some_submission(name: str) -> None:
    held, unseen = versions(name), expected(name).get("unseen", {})
    proof = prove(held["before"], held["after"], differences(name))
    shown = {change.element for change, witness in proof.witnesses if witness is not None}
    assert [told(change) for change, witness in proof.witnesses if witness is None and change.element not in unseen] == []
    assert shown & unseen.keys() == set(), "a submission shows it after all"


@pytest.mark.parametrize("name", [name for name in NAMES if expected(name)["step"] != "major"])
def test_milder_versions_leave_every_submission_as_it_was(name: str) -> None:
    held = versions(name)
    proof = prove(held["before"], held["after"], differences(name), TRIED)
    assert (proof.covers, proof.tried, proof.differing, proof.witnesses) == (True, TRIED, None, ())


@every
def test_every_field_that_a_difference_names_is_one_that_the_element_has(name: str) -> None:
    """What answers to comments may name is listed apart from the rules that find differences; a field that one has the other has."""
    held = versions(name)
    for change in diff(held["before"], held["after"], Lineage()).changes:
        known = fields(held["before"], change.element) | fields(held["after"], change.element)
        assert not change.field or change.field in known, change
        assert f"{change.field}x" not in known, change
