"""The profiles that ship: what they borrow, what they ask, and that they are taken for nothing else."""

from pathlib import Path
from typing import Any

import pytest

import spregistry
from spregistry.model.document import Document
from spregistry.model.scorecard import AwardOutcome

ROOT = Path(__file__).parents[1]
REGISTRY = spregistry.Registry.open(ROOT / "standards")
PROFILES = ("sepm-entry@1.0.0", "client-protection@1.0.0", "investor@1.0.0")
BASE = REGISTRY[REGISTRY[PROFILES[0]].submission_reference]


def tagged(tag: str) -> set[str]:
    return {id_ for id_, indicator in BASE.indicators.items() if tag in (indicator.tags or ())}


@pytest.mark.parametrize("reference", PROFILES)
def test_profile_borrows_and_says_what_it_is_not(reference: str) -> None:
    profile = REGISTRY[reference]
    assert profile.submission_reference == BASE.reference
    notice = profile.definition.notice or ""
    assert "independent reference edition" in notice
    assert "no organisation has endorsed" in notice
    assert "certifi" in notice


@pytest.mark.parametrize("reference", PROFILES)
def test_profile_is_read_in_french_and_spanish(reference: str) -> None:
    own = {"framework/title", "framework/notice"} | {f"{id_}/title" for id_ in REGISTRY[reference].groups}
    for language in ("fr", "es"):
        translation = REGISTRY.translation(reference, language)
        assert {text.key for text in translation.missing} & own == set()
        assert [text.key for text in translation.stale if text.key in own] == []


def test_first_steps_are_what_is_marked_so_in_the_tree_of_the_base() -> None:
    entry = REGISTRY["sepm-entry@1.0.0"]
    assert {*entry.indicators} == tagged("entry")
    assert [group.id for group in entry.top] == [group.id for group in BASE.top]
    assert len(entry.indicators) < len(BASE.indicators) / 3


def test_client_protection_covers_everything_that_is_marked_so_under_eight_heads() -> None:
    protection = REGISTRY["client-protection@1.0.0"]
    assert [group.code for group in protection.top] == [f"CP{number}" for number in range(1, 9)]
    assert tagged("client-protection") <= {*protection.indicators}
    dimensions = {BASE.positions[id_].groups[0].id for id_ in protection.indicators}
    assert len(dimensions) >= 6


def test_every_level_of_client_protection_asks_something_of_all_eight_and_has_a_neutral_name() -> None:
    protection = REGISTRY["client-protection@1.0.0"]
    awards = protection.definition.awards or ()
    assert [award.title for award in awards] == ["Level 1", "Level 2", "Level 3"]
    for award in awards:
        assert [minimum.group for minimum in award.minimums] == [group.id for group in protection.top]
        assert all(minimum.score > 0 for minimum in award.minimums)


def test_one_weak_head_costs_the_level_however_strong_the_others_are() -> None:
    protection = REGISTRY["client-protection@1.0.0"]
    document = spregistry.read(ROOT / "examples" / "deposit-taking-bank.yaml")
    told = {id_ for id_, position in protection.positions.items() if position.groups[0].id == "cp-complaints"}
    silent = {id_: answer for id_, answer in document.data["answers"].items() if id_ not in told}

    def first_level(answers: dict[str, Any]) -> AwardOutcome:
        data = {**document.data, "framework": BASE.reference, "status": "draft", "answers": answers}
        return spregistry.score(BASE, Document(data=data), protection).awards[0]

    assert first_level(document.data["answers"]).held
    without = first_level(silent)
    assert not without.held
    assert [minimum.group for minimum in without.minimums if minimum.outcome != "reached"] == ["cp-complaints"]


def test_the_form_for_investors_is_short_and_reaches_every_dimension() -> None:
    investor = REGISTRY["investor@1.0.0"]
    assert 60 <= len(investor.indicators) <= 80
    assert {BASE.positions[id_].groups[0].id for id_ in investor.indicators} == {group.id for group in BASE.top}
    assert all(group.title.endswith("?") for group in investor.top)
