"""What is comparable between two versions of a small framework; each pair differs in one thing, and the core is worked out by hand."""

from typing import Any

import pytest

from frameworks import framework_of
from spregistry.evolve.carrying.comparability import common_core, comparability, core_of
from spregistry.evolve.comparing.diff import diff
from spregistry.evolve.lineage import lineage
from spregistry.load.documents import parse
from spregistry.model.comparability import Comparability
from spregistry.model.framework import Framework

BEFORE = """
format: 1
id: demo
version: 1.0.0
title: Demonstration
language: en
licence: CC0-1.0
levels: [dimension, indicator]
clock: start
scales:
  practice: [{value: met, label: "Yes", points: 1}, {value: unmet, label: "No", points: 0}]
  other: [{value: met, label: "Yes", points: 1}, {value: unmet, label: "No", points: 0}]
facts:
  - {id: form, title: Form, choices: [{value: bank, label: Bank}, {value: ngo, label: Association}]}
  - {id: size, title: Size, unit: clients, schema: {type: integer, minimum: 0}}
  - {id: left, title: Left, unit: clients, schema: {type: integer, minimum: 0}}
  - {id: start, title: Start, schema: {type: string, format: date}}
bands: [{id: low, from: 0}, {id: high, from: 50}]
groups:
  - id: first
    code: "1"
    title: First
    indicators:
      - {id: plain, code: "1.1", title: Plain, question: Plain?, answer: {scale: practice}}
      - {id: late, code: "1.2", title: Late, question: Late?, answer: {scale: practice}, due_from_month: 12}
      - {id: noted, code: "1.3", title: Noted, question: Noted?, answer: {scale: practice}, scored: false}
  - id: second
    code: "2"
    title: Second
    indicators:
      - {id: other, code: "2.1", title: Other, question: Other?, answer: {scale: other}}
      - {id: ratio, code: "2.2", title: Ratio, question: Ratio?, answer: {ratio: {numerator: [left], denominator: [size], line: {zero_at: 1, full_at: 0}}}}
      - id: visits
        code: "2.3"
        title: Visits
        question: Visits?
        answer:
          number:
            schema: {type: integer, minimum: 0}
            cases: [{when: {properties: {form: {const: bank}}, required: [form]}, steps: [{from: 1, points: 1}]}, {steps: [{from: 2, points: 1}]}]
"""
ALL = ["plain", "late", "other", "ratio", "visits"]


def version(text: str, number: str = "2.0.0") -> Framework:
    data: Any = parse(text.encode(), "demo.yaml").data
    return framework_of(data if number == "1.0.0" else {**data, "version": number, "previous": "demo@1.0.0"})


def compared(*edits: tuple[str, str], classed: tuple[str, ...] = ()) -> Comparability:
    text = BEFORE
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    before, after = version(BEFORE, "1.0.0"), version(text)
    related = lineage([before, after])
    differences = diff(before, after, related)
    editorial = [change.key for change in differences.unjudged if change.element in classed]
    return comparability(before, after, differences.classed((), editorial), related)


CASES: dict[str, tuple[list[tuple[str, str]], list[str]]] = {
    "another weight": ([("id: plain,", "id: plain, weight: 3,")], ALL),
    "another band": ([("from: 50", "from: 60")], ALL),
    "another aggregate": ([("title: Second\n", "title: Second\n    aggregate: min\n")], ALL),
    "renumbered and renamed": ([('id: plain, code: "1.1"', 'id: simple, supersedes: [plain], code: "1.4"')], ["simple", *ALL[1:]]),
    "renamed with other values": (
        [("id: plain,", "id: simple, supersedes: [{id: plain, relation: same, values: {met: unmet, unmet: met}}],")],
        ALL[1:],
    ),
    "widened": ([("id: plain,", "id: simple, supersedes: [{id: plain, relation: wider}],")], ALL[1:]),
    "reworded": ([("question: Plain?", "question: Is it plain?")], ALL[1:]),
    "points of a scale": (
        [('other: [{value: met, label: "Yes", points: 1}', 'other: [{value: met, label: "Yes", points: 0.9}')],
        ["plain", "late", "ratio", "visits"],
    ),
    "unit of a fact": ([("title: Size, unit: clients", "title: Size, unit: thousands")], ["plain", "late", "other", "visits"]),
    "a choice that a formula reads": (
        [("{value: bank, label: Bank}", "{value: bank, label: Bank or fund}")],
        ["plain", "late", "other", "ratio"],
    ),
    "due earlier": ([("due_from_month: 12", "due_from_month: 6")], ["plain", "other", "ratio", "visits"]),
    "another clock": (
        [
            ("clock: start", "clock: begin"),
            ("  - {id: start,", "  - {id: begin, title: Begin, schema: {type: string, format: date}}\n  - {id: start,"),
        ],
        ["plain", "other", "ratio", "visits"],
    ),
    "a group split, each part called narrower": (
        [
            ("  - id: second\n", "  - id: second-a\n    supersedes: [{id: second, relation: narrower}]\n"),
            (
                "      - {id: ratio,",
                "  - id: second-b\n    code: '3'\n    title: Rest\n    supersedes: [{id: second, relation: narrower}]\n    indicators:\n      - {id: ratio,",
            ),
        ],
        ALL,
    ),
    "a group dissolved into another without a relation": (
        [
            ("title: First\n", "title: First\n    supersedes: [second]\n"),
            ('  - id: second\n    code: "2"\n    title: Second\n    indicators:\n', ""),
        ],
        ALL,
    ),
    "asked of some": (
        [("title: Second\n", "title: Second\n    applies_when: {properties: {form: {const: bank}}, required: [form]}\n")],
        ["plain", "late"],
    ),
    "scored only now": (
        [("question: Noted?, answer: {scale: practice}, scored: false", "question: Noted?, answer: {scale: practice}")],
        ALL,
    ),
    "scored no more": ([("question: Plain?,", "question: Plain?, scored: false,")], ALL[1:]),
    "new and required": (
        [
            (
                "      - {id: other,",
                '      - {id: brand, new: x, code: "2.0", title: New, question: New?, answer: {scale: other}}\n      - {id: other,',
            )
        ],
        ALL,
    ),
    "nothing left": ([(f"question: {title}?", f"question: Is it {title}?") for title in ("Plain", "Late", "Other", "Ratio", "Visits")], []),
}


@pytest.mark.parametrize(("edits", "core"), CASES.values(), ids=CASES)
def test_the_common_core(edits: list[tuple[str, str]], core: list[str]) -> None:
    found = compared(*edits)
    assert [*found.core] == core
    assert found.verdict == ("core" if core else "none")
    assert not {*found.core} & {*found.outside}


def test_moved_from_one_group_to_another_stays_comparable_unless_other_institutions_are_asked() -> None:
    moved = '      - {id: other, code: "2.1", title: Other, question: Other?, answer: {scale: other}}\n'
    at = "      - {id: plain,"
    assert [*compared((moved, ""), (at, moved + at)).core] == ["other", "plain", "late", "ratio", "visits"]
    gated = ("title: First\n", "title: First\n    applies_when: {properties: {form: {const: bank}}, required: [form]}\n")
    assert [*compared((moved, ""), (at, moved + at), gated).core] == ["ratio", "visits"]


def test_what_editors_call_editorial_is_comparable() -> None:
    reworded = ("question: Plain?", "question: Is it plain?")
    left = compared(reworded)
    assert (left.verdict, left.unjudged, left.outside) == ("core", ("plain",), ("plain",))
    found = compared(reworded, classed=("plain",))
    assert (found.verdict, [*found.core], found.outside, found.unjudged) == ("same", ALL, (), ())


def test_a_group_under_another_id_with_all_it_held_leaves_all_comparable() -> None:
    found = compared(("  - id: second\n", "  - id: later\n    supersedes: [{id: second, relation: wider}]\n"))
    assert (found.verdict, [*found.core]) == ("same", ALL)


def test_an_addition_leaves_all_comparable() -> None:
    found = compared(
        (
            "      - {id: other,",
            '      - {id: trial, trial: true, new: x, code: "2.0", title: New, question: New?, answer: {scale: other}}\n      - {id: other,',
        )
    )
    assert (found.verdict, [*found.core]) == ("same", ALL)


def test_of_several_versions_only_what_all_have_in_common() -> None:
    one, other = compared(("question: Plain?", "question: Is it plain?")), compared(("due_from_month: 12", "due_from_month: 6"))
    assert common_core([one, other]) == ("other", "ratio", "visits")


def test_the_core_is_the_later_tree_with_nothing_else() -> None:
    after = version(BEFORE)
    core = core_of(after, ("plain", "ratio"))
    assert ([*core.indicators], [*core.groups], core.definition.based_on) == (["plain", "ratio"], ["first", "second"], "demo@2.0.0")
