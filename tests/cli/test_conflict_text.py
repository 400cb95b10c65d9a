"""How `spregistry merge` tells people of a conflict; programs get pointers."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

Run = Callable[..., Result]
Told = Callable[..., str]

ASHA = {"by": "Asha", "on": "2026-01-20"}


@pytest.fixture
def told(run: Run, tmp_path: Path) -> Told:
    """Merge two files that differ; return what is told."""

    def merged(section: str, id_: str, one: Any, other: Any, *arguments: str, **options: Any) -> str:
        for name, value in (("one", one), ("other", other)):
            data = {"format": 1, "framework": "cases@1.0.0", section: {id_: value}}
            (tmp_path / f"{name}.json").write_text(json.dumps(data), encoding="utf-8")
        files = (str(tmp_path / "one.json"), str(tmp_path / "other.json"))
        result = run(*arguments, "merge", *files, "-o", str(tmp_path / f"whole.{options.pop('ending', 'yaml')}"), **options)
        assert result.exit_code == 1
        return " ".join(result.stderr.replace(f"{tmp_path}/", "").split())

    return merged


#: Section and id, two sides, and what is told of them.
SAID: dict[str, tuple[tuple[str, str], Any, Any, tuple[str, ...]]] = {
    "scale": (
        ("answers", "goals-written"),
        {"value": "met", "evidence": ["Minutes", "Strategy"], **ASHA},
        {"value": "partly", "no_evidence": "Lost", "flag": True},
        (
            "1.1.1 The goals are written down",
            "kept (one.json): Yes; Evidence: “Minutes”, “Strategy”; Answered by: Asha; On: 2026-01-20",
            "differs (other.json): Partially; No evidence because: Lost; Flagged: yes",
        ),
    ),
    "not-applicable": (
        ("answers", "complaint-days"),
        {"not_applicable": True, "justification": "no complaint was received"},
        {"value": 12, **ASHA},
        ("kept (one.json): Does not apply; Why it does not apply: no complaint was received", "differs (other.json): 12 days; Answered by"),
    ),
    "checklist": (
        ("answers", "staff-rules"),
        {"value": ["pay", "leave"]},
        {"value": []},
        ("kept (one.json): how pay is set, holidays and sick leave", "differs (other.json): none of these"),
    ),
    "choice": (("answers", "prices-shown"), {"value": "on-request"}, {"value": "nowhere"}, ("On request", "Nowhere")),
    "date": (("answers", "goals-approved-on"), {"value": "2025-03-14"}, {"value": "2025-03-15"}, ("(one.json): 2025-03-14",)),
    "no-such-option": (("answers", "prices-shown"), {"value": "elsewhere"}, {"value": "nowhere"}, ("(one.json): elsewhere", "Nowhere")),
    "a-fact": (
        ("facts", "active-clients"),
        {"open": 41200, "close": 42000, "women": 30000},
        {"not_measured": True},
        (
            "Fact: Active clients",
            "kept (one.json): Start of period: 41,200 clients; End of period: 42,000 clients; Women: 30,000 clients",
            "differs (other.json): Not measured",
        ),
    ),
    "choices": (("facts", "channels"), ["branches", "agents"], ["agents"], ("kept (one.json): Branches, Agents", "(other.json): Agents")),
    "truth": (("facts", "regulated"), True, False, ("Fact: Under supervision", "(one.json): yes", "(other.json): no")),
    "money": (("facts", "portfolio"), 1.5e8, 2, ("(one.json): 150,000,000 differs",)),
    "a-note": (("fact_notes", "staff"), "Payroll.", "Counted.", ("Note on Staff", "(one.json): Payroll.")),
    "unknown": (("answers", "no-such-thing"), {"value": "met"}, {"value": "unmet"}, ("answers › no-such-thing", "Answer: met")),
    "mischief": (
        ("answers", "goals-text"),
        {"value": "\x1b[2J\u202egone"},
        {"value": "good"},
        ("(one.json): [U+001B][2J[U+202E]gone",),
    ),
}


@pytest.mark.parametrize(("place", "one", "other", "said"), SAID.values(), ids=SAID)
def test_conflict_is_told_in_the_words_of_the_standard(
    place: tuple[str, str], one: Any, other: Any, said: tuple[str, ...], told: Told
) -> None:
    text = told(*place, one, other)
    assert [words for words in said if words not in text] == [], text


def test_dates_are_written_as_the_language_does(told: Told) -> None:
    text = told("answers", "goals-written", {"value": "met", **ASHA}, {"value": "unmet"}, "--lang", "fr")
    assert "20 janv. 2026" in text
    assert "2026-01-20" not in text


def test_programs_get_pointers(told: Told) -> None:
    text = told("answers", "goals-written", {"value": "met", **ASHA}, {"value": "unmet"}, ending="json")
    assert '/answers/goals-written: kept (one.json): {"value": "met", "by": "Asha", "on": "2026-01-20"}' in text


def test_without_the_standard_ids_are_told(told: Told, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    text = told("answers", "goals-written", {"value": "met"}, {"value": "unmet"}, registry=tmp_path / "empty")
    assert "What differs is named by ids" in text
    assert "answers › goals-written kept (one.json): Answer: met" in text
