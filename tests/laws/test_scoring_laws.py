"""Laws that hold for every framework and every submission (design 6)."""

import copy
import random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from frameworks import framework_of
from oracle import score as oracle_score
from spregistry.model.document import Document
from spregistry.model.scorecard import Measures, Scorecard
from spregistry.scoring.scorecards import score
from strategies import Data, answer_to, facts, frameworks, indicators_of, submissions

COMPARED = (
    "score",
    "potential",
    "documented",
    "na_as_zero",
    "band",
    "answered",
    "missing",
    "not_applicable",
    "not_asked",
    "not_yet_due",
    "undefined",
)


def scored(framework: Data, submission: Data) -> Scorecard:
    return score(framework_of(framework), Document(data=submission))


def all_measures(scorecard: Scorecard) -> dict[str, Measures]:
    found = {group.id: group.measures for group in scorecard.groups}
    return found | {"": scorecard.overall} if scorecard.overall else found


@st.composite
def cases(draw: Any, *, complete: bool = False) -> tuple[Data, Data]:
    framework = draw(frameworks())
    return framework, draw(submissions(framework, complete=complete))


@given(cases())
def test_engine_equals_the_oracle_in_exact_arithmetic(case: tuple[Data, Data]) -> None:
    framework, submission = case
    expected = oracle_score(framework, submission)
    scorecard = scored(framework, submission)
    for id_, measures in all_measures(scorecard).items():
        wanted = expected["groups"][id_] if id_ else expected["overall"]
        assert {key: measures._asdict()[key] for key in COMPARED} == {key: wanted[key] for key in COMPARED}, id_
    gains = {found.id: found.gain for found in scorecard.explanation.indicators}
    assert gains == {id_: found["gain"] for id_, found in expected["indicators"].items()}


@given(cases())
def test_scores_are_bounded_and_ordered(case: tuple[Data, Data]) -> None:
    for measures in all_measures(scored(*case)).values():
        if measures.score is None:
            assert measures.potential is None
            continue
        assert measures.potential is not None
        assert measures.documented is not None
        assert 0 <= measures.score <= measures.potential <= 100
        assert measures.documented <= measures.score
        assert measures.na_as_zero is not None


@given(cases(), st.randoms(use_true_random=False))
def test_order_of_answers_does_not_matter(case: tuple[Data, Data], shuffle: random.Random) -> None:
    framework, submission = case
    shuffled = copy.deepcopy(submission)
    for section in ("facts", "answers"):
        entries = list(shuffled[section].items())
        shuffle.shuffle(entries)
        shuffled[section] = dict(entries)
    assert all_measures(scored(framework, submission)) == all_measures(scored(framework, shuffled))


@given(cases(), st.sampled_from([2, 4, 0.5, 1024]))
def test_weights_are_free_of_scale(case: tuple[Data, Data], factor: float) -> None:
    framework, submission = case
    scaled = copy.deepcopy(framework)

    def scale(node: Data) -> None:
        for child in (*node.get("groups", []), *node.get("indicators", [])):
            child["weight"] = child.get("weight", 1) * factor
            scale(child)

    scale(scaled)
    assert all_measures(scored(framework, submission)) == all_measures(scored(scaled, submission))


@given(cases())
def test_what_is_not_applicable_is_as_if_it_were_not_there(case: tuple[Data, Data]) -> None:
    framework, submission = case
    indicators = indicators_of(framework)
    chosen = next((indicator for indicator in indicators if "applies_when" not in indicator and "due_from_month" not in indicator), None)
    if chosen is None:
        return
    kind = next(iter(chosen["answer"]))
    excluded = copy.deepcopy(submission)
    said = {"value": "na"} if kind == "scale" else {"not_applicable": True}
    excluded["answers"][chosen["id"]] = {**said, "justification": "a reason"}
    unscored = copy.deepcopy(framework)
    next(indicator for indicator in indicators_of(unscored) if indicator["id"] == chosen["id"])["scored"] = False
    with_it, without_it = all_measures(scored(framework, excluded)), all_measures(scored(unscored, excluded))
    assert {id_: (m.score, m.potential) for id_, m in with_it.items()} == {id_: (m.score, m.potential) for id_, m in without_it.items()}


@given(cases(), st.data())
def test_completing_stays_within_the_range(case: tuple[Data, Data], data: st.DataObject) -> None:
    """Rule 2: for every completion that declares nothing further not applicable and changes no fact."""
    framework, submission = case
    completed = copy.deepcopy(submission)
    for indicator in indicators_of(framework):
        answer = completed["answers"].get(indicator["id"], {})
        if "value" not in answer and "not_applicable" not in answer:
            completed["answers"][indicator["id"]] = data.draw(answer_to(indicator, may_be_na=False))
    before, after = all_measures(scored(framework, submission)), all_measures(scored(framework, completed))
    for id_, measures in before.items():
        if measures.score is not None:
            found = after[id_]
            assert found.score is not None
            assert found.potential is not None
            assert measures.potential is not None
            assert measures.score <= found.score <= found.potential <= measures.potential, id_


@given(cases(complete=True), st.data())
def test_a_better_answer_never_lowers_a_score(case: tuple[Data, Data], data: st.DataObject) -> None:
    framework, submission = case
    scales = [indicator["id"] for indicator in indicators_of(framework) if "scale" in indicator["answer"]]
    answered = [id_ for id_ in scales if submission["answers"][id_].get("value") in ("unmet", "little", "partly")]
    if not answered:
        return
    better = copy.deepcopy(submission)
    better["answers"][data.draw(st.sampled_from(answered))]["value"] = "met"
    before, after = all_measures(scored(framework, submission)), all_measures(scored(framework, better))
    for id_, measures in before.items():
        if measures.score is not None:
            assert after[id_].score is not None
            assert measures.score <= (after[id_].score or 0), id_


@given(cases(), st.data())
def test_a_blank_fact_never_raises_a_score(case: tuple[Data, Data], data: st.DataObject) -> None:
    """What a fact excluded comes back as missing, which counts 0."""
    framework, submission = case
    if not submission["facts"]:
        return
    blank = copy.deepcopy(submission)
    del blank["facts"][data.draw(st.sampled_from(sorted(submission["facts"])))]
    with_fact, without = scored(framework, submission).overall, scored(framework, blank).overall
    if with_fact is None or without is None or with_fact.score is None or without.score is None:
        return
    assert without.score <= with_fact.score


@given(cases())
def test_gains_are_never_negative(case: tuple[Data, Data]) -> None:
    for indicator in scored(*case).explanation.indicators:
        assert indicator.gain is None or indicator.gain >= 0, indicator.id


@settings(max_examples=50)
@given(frameworks(), facts(complete=True))
def test_all_best_answers_reach_the_potential_of_nothing_answered(framework: Data, reported: Data) -> None:
    """A draft with nothing but facts has a potential that no answers exceed."""
    draft = {"format": 1, "framework": "law@1.0.0", "facts": reported, "period": {"start": "2025-01-01", "end": "2025-12-31"}}
    blank = scored(framework, {**draft, "answers": {}})
    best = {indicator["id"]: {"value": "met"} for indicator in indicators_of(framework) if "scale" in indicator["answer"]}
    answered = scored(framework, {**draft, "answers": best})
    for id_, measures in all_measures(blank).items():
        found = all_measures(answered)[id_]
        assert (measures.potential is None) == (found.potential is None)
        assert (found.potential or 0) <= (measures.potential or 0)
