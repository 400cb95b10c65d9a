"""What holds for every submission that is carried to a later version: nothing is lost, it can be scored, and milder versions change nothing."""

import copy
import random
from collections.abc import Iterator
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from frameworks import framework_of
from later_versions import mutated, passage_to, renumbered
from mutations import faults, held
from spregistry.check.submissions import examine
from spregistry.evolve.carrying.migration import migrate
from spregistry.evolve.carrying.passage import passages
from spregistry.evolve.comparing.diff import diff
from spregistry.evolve.lineage import lineage
from spregistry.evolve.proving.generated import complete_submission, random_submission
from spregistry.evolve.proving.proof import judge
from spregistry.load import contracts
from spregistry.model.document import Document
from spregistry.model.framework import Framework
from spregistry.model.migration import Outcome
from spregistry.scoring.scorecards import score
from strategies import Data, frameworks

seeds = st.integers(0, 2**32)

#: Reports of what was said, and the mark that something is to be confirmed, are no words of the institution.
ADDED = ("migration", "framework")


# Submissions.


def said(framework: Framework, rng: random.Random) -> Data:
    """Return a submission with everything that may stand in one, also what is wrong in it."""
    data = (complete_submission if rng.random() < 0.2 else random_submission)(framework, rng)
    ids = [*framework.indicators]
    for answer in data["answers"].values():
        remarks = {
            "comment": "A comment",
            "by": "audit",
            "on": "2026-01-20",
            "flag": rng.random() < 0.5,
            "unconfirmed": rng.random() < 0.5,
            "review": {"value": rng.choice(("met", "partly", "a", ["item-1"], 3)), "by": "An assessor"},
            "dissent": f"Dissent {rng.random()}",
            "no_evidence": "Oral",
        }
        answer |= {key: value for key, value in remarks.items() if rng.random() < 0.3}
    for id_ in rng.sample(ids, min(len(ids), rng.randint(0, 2))):
        data["answers"][id_] = rng.choice(
            ({"value": "nonsense"}, {"value": ["item-0", "item-2"]}, {"value": -4, "evidence": ["x"]}, {}, None)
        )
    data["answers"] |= rng.choice(({}, {"never-asked": {"value": "met"}}))
    data["facts"] |= rng.choice(({}, {"never-asked": 3}, {"staff": {"women": 2}}, {"form": "bakery"}))
    data["unconfirmed_facts"] = {id_: rng.random() < 0.7 for id_ in [*framework.facts, "never-asked"] if rng.random() < 0.3}
    data["fact_notes"] = {id_: f"Remark on {id_}" for id_ in [*framework.facts, "never-asked"] if rng.random() < 0.3}
    targets = ("met", "b", 5, ["item-0"])
    data["actions"] = [{"what": f"Act {at}", "indicator": rng.choice([*ids, "x"]), "target": rng.choice(targets)} for at in range(3)]
    data["extensions"] = {"kept": [1, 1.0, True, None, {"a": "b"}]}
    return data


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Yield every single value with its path; an empty list or object says something too, a blank nothing."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    if value is not None and not inner:
        yield path, value
    for key, each in inner:
        yield from leaves(each, (*path, key))


def at(data: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        try:
            data = data[key]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def alike(one: Any, other: Any) -> bool:
    return type(one) is type(other) and repr(one) == repr(other)


def told_of(step: Data) -> dict[tuple[str, str], Data]:
    """Return what a report says of everything, and make sure that it says it once."""
    entries = [*step["entries"]]
    for place in step["carried"]:
        section, _, id_ = place.partition("/")
        entries.append({"section": section, "id": id_, "outcome": "carried", "became": [id_]})
    found = {(entry["section"], entry["id"]): entry for entry in entries}
    assert len(found) == len(entries)
    return found


def require_all_found(before: Data, after: Data) -> None:
    """Find every value of a submission again in what was made of it: word for word in its new place, or in the report."""
    told = told_of(after["migration"]["steps"][-1])
    for section in ("facts", "fact_notes", "answers"):
        for id_, value in (before.get(section) or {}).items():
            for path, leaf in leaves(value):
                if (section, id_) not in told:
                    assert leaf == {}, (section, id_, leaf)
                    continue
                entry = told[section, id_]
                where = [after[section].get(name) for name in entry["became"]] if entry["outcome"] != "dropped" else []
                assert any(alike(at(each, path), leaf) for each in [*where, entry.get("said")]), (section, id_, path, leaf, entry)
    for position, action in enumerate(before.get("actions", ())):
        entry = told["actions", str(position)]
        for path, leaf in leaves(action):
            assert any(alike(at(each, path), leaf) for each in (after["actions"][position], entry.get("said"))), entry
    for key, value in before.items():
        if key not in ("facts", "fact_notes", "unconfirmed_facts", "answers", "actions", "migration", "framework"):
            kept = [after.get(key), told.get((key, key), {}).get("said")]
            assert any(all(alike(at(each, path), leaf) for path, leaf in leaves(value)) for each in kept), key


def require_marks(before: Data, after: Data) -> None:
    """Find the mark on each fact that the report wants confirmed or that was marked before, and on no other."""
    entries = [entry for (section, _), entry in told_of(after["migration"]["steps"][-1]).items() if section == "facts"]
    waiting = [entry for entry in entries if entry["outcome"] == "review" or before["unconfirmed_facts"].get(entry["id"]) is True]
    marked = {id_ for entry in waiting if entry["outcome"] != "dropped" for id_ in entry["became"]}
    assert after.get("unconfirmed_facts", {}) == dict.fromkeys(marked, True)
    assert marked <= after["facts"].keys()


@settings(max_examples=300)
@given(frameworks(), seeds)
def test_nothing_is_lost_and_the_rest_can_be_scored(data: Data, seed: int) -> None:
    rng = random.Random(seed)
    later, passage = passage_to(data, "2.0.0", rng)
    for _ in range(4):
        submission = said(passage.before, rng)
        as_it_was = copy.deepcopy(submission)
        found = migrate(submission, [passage])
        assert submission == as_it_was
        assert contracts.validator("migration").is_valid(found.submission["migration"])
        require_all_found(submission, found.submission)
        require_marks(submission, found.submission)
        things = sum(
            len([each for each in (submission.get(section) or {}).values() if each not in (None, {})]) for section in ("facts", "answers")
        )
        things += len(submission["fact_notes"]) + len(submission["actions"])
        statuses = sum(entry.section == "status" for entry in found.steps[0].entries)
        outcomes: tuple[Outcome, ...] = ("carried", "review", "split", "merged", "dropped")
        assert sum(found.steps[0].count(outcome) for outcome in outcomes) == things + statuses
        score(framework_of(later), Document(data=found.submission))


@settings(max_examples=30)
@given(frameworks(), seeds)
def test_two_steps_are_one_and_then_the_other(data: Data, seed: int) -> None:
    rng = random.Random(seed)
    middle, first = passage_to(data, "2.0.0", rng)
    _, second = passage_to(middle, "3.0.0", rng)
    submission = {**said(first.before, rng), "status": rng.choice(("draft", "final"))}
    whole = migrate(submission, [first, second])
    halfway = migrate(submission, [first]).submission
    assert whole.submission == migrate(halfway, [second]).submission
    assert [step["to"] for step in whole.submission["migration"]["steps"]] == ["law@2.0.0", "law@3.0.0"]
    require_all_found(halfway, whole.submission)
    score(second.after, Document(data=whole.submission))


def errors_of(framework: Framework, submission: Data) -> list[str]:
    found = examine(framework, Document(data=submission)).findings
    return [finding.code for finding in found if finding.severity == "error"]


@settings(max_examples=100)
@given(frameworks(), seeds)
def test_what_is_final_after_two_steps_lacks_nothing_and_waits_for_nobody(data: Data, seed: int) -> None:
    rng = random.Random(seed)
    middle, first = passage_to(data, "2.0.0", rng)
    _, second = passage_to(middle, "3.0.0", rng)
    submission = complete_submission(first.before, rng)
    assume(not errors_of(first.before, submission))
    found = migrate(submission, [first, second])
    if found.submission["status"] == "final":
        assert not errors_of(second.after, found.submission)
        assert not any(answer.get("unconfirmed") for answer in found.submission["answers"].values())
    else:
        assert sum(entry.section == "status" for step in found.steps for entry in step.entries) == 1


@settings(max_examples=20)
@given(frameworks(), seeds)
def test_a_way_without_steps_changes_nothing(data: Data, seed: int) -> None:
    submission = said(framework_of(data), random.Random(seed))
    assert migrate(submission, [], source={"source": "x"}) == (submission, ())


@settings(max_examples=30)
@given(frameworks(), seeds)
def test_milder_versions_carry_everything_and_keep_the_score(data: Data, seed: int) -> None:
    rng = random.Random(seed)
    before = framework_of(data)
    later = data
    passed = faults(data)
    for _ in range(8):
        candidate = mutated(later, rng, passed)
        mutant = held(candidate, passed)
        if mutant is not None and diff(before, mutant, lineage([])).step != "major":
            later = candidate
    after = framework_of(renumbered(later, "1.1.0"))
    differences = diff(before, after, lineage([before, after]))
    classed = differences.classed((), {change.key for change in differences.unjudged})
    way = passages([before, after], {after.reference: classed})
    for at_ in range(4):
        submission = (complete_submission if at_ % 2 else random_submission)(before, rng)
        found = migrate(submission, way)
        assert {entry.outcome for entry in found.steps[0].entries} <= {"carried"}
        assert {key: value for key, value in found.submission.items() if key not in ADDED} == {
            key: value for key, value in submission.items() if key not in ADDED
        }
        was, is_ = judge(before, submission), judge(after, found.submission)
        assert {id_: (one.score, one.potential) for id_, one in was.measures.items() if id_ in is_.measures} == {
            id_: (one.score, one.potential) for id_, one in is_.measures.items() if id_ in was.measures
        }
