"""What holds for every pair of versions: on the common core an answer is carried as it was, and earns what it earned."""

import random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from later_versions import passage_to
from spregistry.check.prepared import prepared
from spregistry.evolve.carrying.comparability import comparability, core_of
from spregistry.evolve.carrying.migration import migrate
from spregistry.evolve.proving.generated import complete_submission, random_submission
from spregistry.model.document import Document
from spregistry.model.framework import Framework
from spregistry.scoring.scorecards import score
from strategies import Data, frameworks


def read(framework: Framework, data: Data) -> dict[str, tuple[Any, ...]]:
    """Return the state and the points of every indicator."""
    ready = prepared(framework)
    reading = ready.questionnaire.read(data)
    return {id_: (reading.states[at], reading.points[at]) for at, id_ in enumerate(ready.questionnaire.ids)}


@settings(max_examples=40)
@given(frameworks(), st.integers(0, 2**32))
def test_answers_on_the_core_are_carried_and_earn_what_they_earned(data: Data, seed: int) -> None:
    rng = random.Random(seed)
    _, passage = passage_to(data, "2.0.0", rng)
    before, after = passage.before, passage.after
    found = comparability(before, after, passage.differences, passage.lineage)
    scored = {id_ for id_, indicator in after.indicators.items() if after.is_scored(indicator)}
    assert {*found.core} | {*found.outside} == scored
    assert not {*found.core} & {*found.outside}
    assert (found.verdict == "none") == (not found.core and found.verdict != "same")
    origins = {each.new: each.old for each in passage.lineage.successions}
    for _ in range(3):
        submission = rng.choice((random_submission, complete_submission))(before, rng)
        carried = migrate(submission, [passage]).submission
        was, is_ = read(before, submission), read(after, carried)
        for id_ in found.core:
            assert is_[id_] == was[origins.get(id_, id_)], id_
            old = (submission["answers"] or {}).get(origins.get(id_, id_))
            assert (carried["answers"] or {}).get(id_) == old, id_
        if found.verdict == "same":
            assert score(before, Document(data=submission)).overall == score(after, Document(data=carried)).overall
        if found.core:
            score(after, Document(data=carried), core_of(after, found.core))
