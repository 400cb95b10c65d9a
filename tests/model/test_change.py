"""What a change is, once editors have said what they think of its words."""

import pytest

from spregistry.model.change import Change, Differences, Impact, Kind
from spregistry.model.release import Wording, WordingClass


def change(kind: Kind, impact: Impact, element: str = "board", *, judged: bool = True) -> Change:
    return Change(
        kind=kind, impact=impact, element_kind="indicator", element=element, title="Board", field="question", judged=judged
    )  # fmt: skip


@pytest.mark.parametrize(
    ("impact", "grave"), [("editorial", False), ("additive", False), ("score-significant", True), ("breaking", True)]
)  # fmt: skip
def test_grave_is_what_touches_scores_or_old_submissions(impact: Impact, *, grave: bool) -> None:
    assert change("reworded", impact).is_grave is grave


def test_release_notes_class_only_rewordings_that_wait_for_a_class() -> None:
    changes = (
        change("reworded", "editorial", "one", judged=False),
        change("reworded", "editorial", "two", judged=False),
        change("reworded", "editorial", "three", judged=False),
        change("retitled", "editorial", "four"),
    )
    said: dict[str, WordingClass] = {"one": "substantive", "two": "editorial", "four": "substantive"}
    classes = [Wording(element=id_, field="question", class_=class_, reason="", path=[]) for id_, class_ in said.items()]
    found = Differences(before="a@1.0.0", after="a@1.0.1", changes=changes).classed_by(iter(classes))
    assert [(each.element, each.impact, each.judged) for each in found.changes] == [
        ("one", "score-significant", True),
        ("two", "editorial", True),
        ("three", "editorial", False),
        ("four", "editorial", True),
    ]
    assert found.step == "major"
