"""Merging: the cases of `cases/merge`, and the laws that hold for any parts of a submission.

A case is a folder with `1.yaml`, `2.yaml`, … and `expected.yaml`: for each way to merge the data and the conflicts, in order.
"""

from copy import deepcopy
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from spregistry.load.documents import read
from spregistry.model.document import Document
from spregistry.together.merge import Merged, Mode, merge

FOLDER = Path(__file__).parents[1] / "cases" / "merge"
CASES = sorted(path.parent for path in FOLDER.glob("*/expected.yaml"))
MODES: tuple[Mode, ...] = ("fill", "override")

Data = dict[str, Any]


def test_every_case_has_parts_and_an_expectation() -> None:
    assert len(CASES) >= 10
    assert sorted(path for path in FOLDER.iterdir() if path.is_dir()) == CASES


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case_is_merged_as_expected(case: Path, mode: Mode, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(case)
    parts = sorted(path.name for path in case.glob("[0-9].yaml"))
    assert len(parts) >= 2
    wanted = yaml.safe_load(Path("expected.yaml").read_text(encoding="utf-8"))[mode]
    merged = merge([read(part) for part in parts], mode)
    assert told(merged) == wanted["conflicts"]
    assert typed(merged.data) == typed(wanted["data"])
    for section in ("answers", "facts"):
        assert [*(merged.data.get(section) or ())] == [*(wanted["data"].get(section) or ())]


def told(merged: Merged) -> list[Data]:
    keys = ("pointer", "kept", "kept_from", "other", "other_from")
    return [{key: getattr(conflict, key) for key in keys} for conflict in merged.conflicts]


def typed(data: Any) -> Any:
    """Spell truth values, so that true is not taken for 1."""
    if isinstance(data, dict):
        return {key: typed(value) for key, value in data.items()}
    if isinstance(data, list):
        return [typed(value) for value in data]
    return str(data) if isinstance(data, bool) else data


WORDS = st.sampled_from(["met", "unmet", "na", "", "pay", "1"])
VALUES: st.SearchStrategy[Any] = st.one_of(
    WORDS, st.booleans(), st.integers(0, 2), st.sampled_from([0.5, 1.0]), st.lists(WORDS, max_size=2)
)
ANSWERS = st.none() | st.fixed_dictionaries(
    {},
    optional={
        "value": VALUES,
        "not_applicable": st.just(True),  # the only value there is
        "justification": WORDS,
        "evidence": st.lists(WORDS, max_size=3),
        "comment": WORDS,
        "by": WORDS,
        "on": st.sampled_from(["2025-01-20", "2026-02-01"]),
        "flag": st.booleans(),
        "unconfirmed": st.booleans(),
    },
)
#: Of an answer that was carried from an earlier submission, what an answer of this year may replace in silence.
CARRIED = ("value", "not_applicable", "justification", "by", "on", "unconfirmed")
FACTS = st.one_of(st.none(), VALUES, st.fixed_dictionaries({}, optional={"open": st.integers(0, 1), "close": st.integers(0, 1)}))
PARTS: st.SearchStrategy[Data] = st.fixed_dictionaries(
    {"framework": st.just("cases@1.0.0")},
    optional={
        "status": st.sampled_from(["draft", "final"]),
        "organisation": st.dictionaries(st.sampled_from(["name", "country"]), WORDS, max_size=2),
        "facts": st.none() | st.dictionaries(st.sampled_from("abc"), FACTS, max_size=3),
        "fact_notes": st.dictionaries(st.sampled_from("abc"), WORDS, max_size=2),
        "unconfirmed_facts": st.dictionaries(st.sampled_from("abc"), st.booleans(), max_size=3),
        "answers": st.none() | st.dictionaries(st.sampled_from("xyz"), ANSWERS, max_size=3),
        "actions": st.lists(st.fixed_dictionaries({"what": WORDS}), max_size=2),
    },
)
SEVERAL = st.lists(PARTS, min_size=1, max_size=4)


def documents(parts: list[Data]) -> list[Document]:
    return [Document(data=part, name=f"{at}.yaml") for at, part in enumerate(parts, 1)]


def holds(holder: Any, said: Any) -> bool:
    """Tell whether all that one answer says stands in another one: every key alike, and every piece of evidence."""
    if not (isinstance(holder, dict) and isinstance(said, dict)):
        return bool(typed(holder) == typed(said))
    evidence = all(item in holder.get("evidence", []) for item in said.get("evidence", []))
    rest = {key: value for key, value in said.items() if key != "evidence"}
    return evidence and all(key in holder and typed(holder[key]) == typed(value) for key, value in rest.items())


@given(SEVERAL, st.sampled_from(MODES))
def test_nothing_is_lost(parts: list[Data], mode: Mode) -> None:
    merged = merge(documents(parts), mode)
    sides = [(conflict.pointer, side) for conflict in merged.conflicts for side in (conflict.kept, conflict.other)]
    for part in parts:
        for section in ("answers", "facts", "fact_notes"):
            for id_, said in (part.get(section) or {}).items():
                if said in (None, {}):
                    assert id_ in merged.data[section]
                    continue
                if section == "facts" and marked(part, id_) and any(reports(other, id_) for other in parts):
                    continue  # what was carried and not confirmed says nothing about this year
                places = [merged.data[section].get(id_), *(side for pointer, side in sides if pointer == f"/{section}/{id_}")]
                # What was carried and not confirmed says nothing about this year; but the remarks on it do.
                carried = isinstance(said, dict) and said.get("unconfirmed") is True
                remarks = {key: value for key, value in said.items() if key not in CARRIED} if carried else said
                assert any(holds(place, remarks) for place in places), (section, id_, said)
        for key in ("status", "organisation"):
            if part.get(key):
                assert typed(part[key]) in [typed(merged.data[key]), *(typed(side) for pointer, side in sides if pointer == f"/{key}")]
        assert all(action in merged.data["actions"] for action in part.get("actions", []))


def marked(part: Data, id_: str) -> bool:
    return (part.get("unconfirmed_facts") or {}).get(id_) is True


def reports(part: Data, id_: str) -> bool:
    """Tell whether a part says a fact for this year."""
    said = (part.get("facts") or {}).get(id_)
    return said not in (None, {}) and not marked(part, id_)


@given(SEVERAL, st.sampled_from(MODES))
def test_a_fact_is_to_be_confirmed_where_nobody_reports_it_for_this_year(parts: list[Data], mode: Mode) -> None:
    merged = merge(documents(parts), mode).data
    waiting = {id_ for id_ in "abc" if any(marked(part, id_) for part in parts) and not any(reports(part, id_) for part in parts)}
    assert {id_ for id_, said in merged.get("unconfirmed_facts", {}).items() if said} == waiting
    for id_ in "abc":
        said = [part["facts"][id_] for part in parts if reports(part, id_)]
        if said:
            assert typed(merged["facts"][id_]) in [typed(each) for each in said]


@given(SEVERAL, st.sampled_from(MODES))
def test_nothing_is_made_up(parts: list[Data], mode: Mode) -> None:
    merged = merge(documents(parts), mode)
    for section in ("answers", "facts", "fact_notes"):
        for id_, found in (merged.data.get(section) or {}).items():
            said = [part[section][id_] for part in parts if id_ in (part.get(section) or {})]
            pieces = found.items() if section == "answers" and isinstance(found, dict) else [(None, found)]
            for key, value in pieces:
                sources = [source.get(key) if key is not None and isinstance(source, dict) else source for source in said]
                listed = [item for source in sources if isinstance(source, list) for item in source]
                assert typed(value) in [typed(source) for source in sources] or (
                    key == "evidence" and all(item in listed for item in value)
                )


@given(SEVERAL, st.sampled_from(MODES))
def test_the_parts_stay_as_they_are(parts: list[Data], mode: Mode) -> None:
    before = deepcopy(parts)
    merged = merge(documents(parts), mode)
    for answer in (merged.data.get("answers") or {}).values():
        if answer:
            answer["evidence"] = [*answer.get("evidence", []), "added later"]
    assert parts == before


@given(PARTS, st.sampled_from(MODES))
def test_a_part_merged_with_itself_is_itself(part: Data, mode: Mode) -> None:
    merged = merge(documents([part, part]), mode)
    assert (typed(merged.data), merged.conflicts) == (typed(part), ())


@given(SEVERAL)
def test_without_conflicts_both_ways_give_the_same(parts: list[Data]) -> None:
    filled, overridden = (merge(documents(parts), mode) for mode in MODES)
    assert bool(filled.conflicts) == bool(overridden.conflicts)
    if not filled.conflicts:
        assert typed(filled.data) == typed(overridden.data)


def test_long_lists_take_no_time() -> None:
    """One comparison of every entry with every other would take minutes."""
    lists = [[f"Minutes {number}" for number in range(begin, begin + 30_000)] for begin in (0, 15_000)]
    parts: list[Data] = [
        {"framework": "cases@1.0.0", "answers": {"x": {"value": "met", "evidence": said}}, "actions": [{"what": what} for what in said]}
        for said in lists
    ]
    started = perf_counter()
    merged = merge(documents(parts)).data
    assert perf_counter() - started < 10
    assert merged["answers"]["x"]["evidence"] == [f"Minutes {number}" for number in range(45_000)]
    assert len(merged["actions"]) == 45_000
