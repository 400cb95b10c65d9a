"""Laws of comparing versions: nothing escapes, nothing is made up, and what is called mild harms no submission."""

import copy
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frameworks import framework_of
from later_versions import RELATIONS, cleared, groups_of, mutated, named_in_awards, regrouped
from mutations import faults, held, meaning, mutants, places
from spregistry.api import Registry, diff
from spregistry.evolve.comparing.answer_rules import answer
from spregistry.evolve.comparing.diff import diff as compare
from spregistry.evolve.comparing.element_rules import AWARD, BAND, FACT, GROUP, INDICATOR, RESPONDENTS, TERM
from spregistry.evolve.comparing.header_rules import HEADER, LISTS
from spregistry.evolve.lineage import lineage
from spregistry.evolve.proving.generated import bare_submission, complete_submission, random_submission
from spregistry.evolve.proving.proof import fares_worse_or_otherwise, judge
from spregistry.load import contracts
from spregistry.model.answer_kind import ANSWER_KINDS
from spregistry.model.change import STEPS, Differences
from spregistry.model.framework import Framework
from strategies import Data, frameworks

#: Small frameworks that use every feature of the format; tests/check/test_definition_cases.py holds them to that.
VALID = Path(__file__).parents[1] / "cases" / "frameworks" / "valid"
HEADERS = sorted(path for path in VALID.glob("*/*/*/framework.yaml") if "many-choices" not in path.parts)
WAYS = (random_submission, complete_submission, bare_submission)


@cache
def resolved(header: Path) -> Data:
    return dict(Registry.open(header.parents[2])[f"{header.parent.parent.name}@{header.parent.name}"].data)


@st.composite
def definitions(draw: Any) -> Data:
    """Draw a framework from the corpus or one made up, as resolved data."""
    data: Data = draw(st.sampled_from(HEADERS).map(resolved) | frameworks())
    return {key: value for key, value in data.items() if key not in ("previous", "withdrawn")}


@st.composite
def mutations(draw: Any) -> tuple[Data, Data]:
    """Draw a definition and what one change at one place made of it, both valid; either may be the later one, so that things come and go."""
    data = draw(definitions())
    fields: dict[str, list[tuple[str | int, ...]]] = {}
    for place in places(data):  # each field as often as any other, however often it stands there
        fields.setdefault(".".join(str(step) if isinstance(step, str) else "#" for step in place[-2:]), []).append(place)
    path = draw(st.sampled_from(draw(st.sampled_from([*fields.values()]))))
    passed = faults(data)  # the frameworks that are made up describe no options
    possible = [mutant for mutant in mutants(data, path) if held(mutant, passed) is not None]
    case = data, draw(st.sampled_from(possible)) if possible else data
    return case if draw(st.booleans()) else case[::-1]


@st.composite
def regroupings(draw: Any) -> tuple[Framework, Framework]:
    """Draw a definition, and a version of it in which groups go on otherwise, among other changes or alone; both valid."""
    before = draw(definitions())
    rng, passed = draw(st.randoms(use_true_random=False)), faults(before) | {"code-order"}
    later = before = cleared(before)
    for change in draw(st.sampled_from([(regrouped,), (regrouped, regrouped), (regrouped, mutated), (mutated, regrouped)])):
        changed = change(later, rng, passed)
        later = changed if held(changed, passed) is not None else later
    old, new = held(before, passed), held(later, passed)
    assert old is not None
    assert new is not None
    return old, new


def pair(before: Data, after: Data) -> tuple[Framework, Framework]:
    passed = faults(before) | faults(after)
    old, new = held(before, passed), held(after, passed)
    assert old is not None
    assert new is not None
    return old, new


def compared(before: Data, after: Data) -> Differences:
    return diff(*pair(before, after))


def shuffled(data: Any, rng: random.Random) -> Any:
    """Return the same data with the keys of all objects in another order; that of scales is the order of their list."""
    if isinstance(data, dict):
        keys = [*data]
        rng.shuffle(keys)
        return {key: shuffled(data[key], rng) for key in keys}
    return [shuffled(value, rng) for value in data] if isinstance(data, list) else data


@given(definitions(), st.randoms(use_true_random=False))
def test_equal_frameworks_do_not_differ(data: Data, rng: random.Random) -> None:
    assert compared(data, shuffled({**copy.deepcopy(data), "version": "9.0.0"}, rng)).changes == ()


def elements(differences: Differences, *kinds: str) -> set[str]:
    return {change.element for change in differences.changes if change.kind in kinds}


@given(frameworks(), frameworks())
def test_what_is_added_one_way_is_removed_the_other(one: Data, other: Data) -> None:
    there, back = diff(framework_of(one), framework_of(other)), diff(framework_of(other), framework_of(one))
    assert elements(there, "added") == elements(back, "removed", "withdrawn")
    assert elements(there, "removed", "withdrawn") == elements(back, "added")
    assert (there.step == "none") == (back.step == "none")


@given(mutations())
def test_no_change_of_what_is_said_escapes(case: tuple[Data, Data]) -> None:
    before, after = case
    same = meaning(before) == meaning(after)
    assert (compared(before, after).step in STEPS[:2]) if same else compared(before, after).changes


@settings(max_examples=300)
@given(mutations(), st.randoms(use_true_random=False))
def test_what_is_called_mild_changes_no_verdict_and_no_score(case: tuple[Data, Data], rng: random.Random) -> None:
    old, new = pair(*case)
    harms_nothing_where_mild(old, new, diff(old, new), rng)


@settings(max_examples=300)
@given(regroupings(), st.randoms(use_true_random=False))
def test_groups_that_go_on_otherwise_are_called_mild_only_where_no_score_differs(
    case: tuple[Framework, Framework], rng: random.Random
) -> None:
    harms_nothing_where_mild(*case, compare(*case, lineage(case)), rng)


def harms_nothing_where_mild(old: Framework, new: Framework, differences: Differences, rng: random.Random) -> None:
    if differences.step == "major":
        return
    for way in (*WAYS, *WAYS):
        submission = way(old, rng)
        assert not fares_worse_or_otherwise(judge(old, submission), judge(new, submission)), differences.changes


@given(
    definitions().filter(lambda data: any(groups_of(data))),
    st.sampled_from(RELATIONS),
    st.randoms(use_true_random=False),
)
def test_a_group_that_goes_on_alone_with_all_it_held_is_only_called_otherwise(data: Data, relation: str, rng: random.Random) -> None:
    before = cleared(data)
    later = copy.deepcopy(before)
    group = rng.choice([*groups_of(later)])
    named_in_awards(later, group["id"], "renamed-group")
    group |= {"supersedes": [{"id": group["id"], "relation": relation}], "id": "renamed-group"}
    old, new = held(before, faults(before)), held(later, faults(before))
    assert old is not None
    assert new is not None
    found = compare(old, new, lineage((old, new)))
    kind = {"same": "renamed", "wider": "widened", "narrower": "narrowed", "split": "split", "merge": "merged"}[relation]
    assert [(change.kind, change.impact, change.element) for change in found.changes] == [(kind, "editorial", "renamed-group")]


@given(mutations())
def test_classing_a_rewording_as_substantive_makes_it_grave(case: tuple[Data, Data]) -> None:
    differences = compared(*case)
    keys = [change.key for change in differences.unjudged]
    assert differences.classed(keys, []).unjudged == ()
    assert (differences.classed(keys, []).step == "major") == (bool(keys) or differences.step == "major")
    assert differences.classed([], keys).step == differences.step


def fields(*way: str) -> set[str]:
    """Return the keys that the contract of definitions offers at a place."""
    found: Any = contracts.schema("framework")
    for step in way:
        found = found[step]
    return {*found["properties"]}


def test_every_field_of_the_contract_has_a_rule() -> None:
    """What a later version of the format adds must be given a rule before it can be compared."""
    assert {*HEADER} == fields()
    assert {*GROUP} == fields("$defs", "group")
    assert {*INDICATOR} == fields("$defs", "indicator")
    assert {*FACT} == fields("$defs", "fact")
    assert {*TERM} == fields("$defs", "terms", "items")
    assert {*BAND} == fields("properties", "bands", "items")
    assert {*AWARD} == fields("properties", "awards", "items")
    assert {*RESPONDENTS} == fields("properties", "respondent_groups", "items")
    assert {*ANSWER_KINDS} == fields("$defs", "answer")


def test_every_list_of_named_entries_is_compared_entry_by_entry() -> None:
    contract = contracts.schema("framework")

    def named(schema: Data) -> Iterator[bool]:
        items = schema.get("items", {}) or contract["$defs"].get(schema.get("$ref", "").rpartition("/")[2], {}).get("items", {})
        items = contract["$defs"].get(items.get("$ref", "").rpartition("/")[2], items)
        yield "id" in items.get("properties", {})

    lists = {key for key, schema in contract["properties"].items() if any(named(schema))}
    assert lists - {"facts", "groups", "indicators", "withdrawn"} == {listed.field for listed in LISTS}


@pytest.mark.parametrize("kind", ANSWER_KINDS)
def test_every_kind_of_answer_differs_from_every_other(kind: str) -> None:
    simplest = {
        "scale": "practice",
        "checklist": {"items": [{"id": "a", "label": "A"}]},
        "number": {"schema": {"type": "integer"}},
        "ratio": {"numerator": ["a"], "denominator": ["b"]},
        "choice": {"options": [{"value": "a", "label": "A"}, {"value": "b", "label": "B"}]},
        "text": {},
        "date": {},
    }
    for other in ANSWER_KINDS:
        found = [each.kind for each in answer({"answer": {kind: simplest[kind]}}, {"answer": {other: simplest[other]}}, ({}, {}))]
        assert found == ([] if other == kind else ["answer-kind"])
