"""What people of other languages read in a terminal: words and dates of their own, and no ids where there are titles."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

Run = Callable[..., Result]

ROOT = Path(__file__).parents[2]
STANDARDS, EXAMPLE = ROOT / "standards", str(ROOT / "examples" / "rural-cooperative.yaml")


def test_scorecard_has_dates_and_units_of_the_language(run: Run) -> None:
    text = run("--lang", "fr", "score", EXAMPLE, registry=STANDARDS).stdout
    assert "1 janv. 2025" in text.splitlines()[1]
    assert not re.search(r"\d{4}-\d\d-\d\d", text)
    assert "(actuellement 60 pour cent)" in text


def test_scorecard_in_english_keeps_dates_as_files_spell_them(run: Run) -> None:
    text = run("score", EXAMPLE, registry=STANDARDS).stdout
    assert text.splitlines()[1].startswith("2025-01-01 to 2025-12-31")
    assert "(now 60 percent)" in text
    assert "in points of the overall score" in text


def test_standard_is_read_by_labels_and_titles(run: Run) -> None:
    text = run("--lang", "fr", "show", "sepm", "4.E.1.1", registry=STANDARDS).stdout
    assert "Oui, entièrement\N{NO-BREAK SPACE}: " in text
    assert "\n  met: " not in text
    assert "Service clients (customer-care)" in " ".join(text.split())
    facts = run("--lang", "fr", "show", "sepm", "facts", registry=STANDARDS).stdout
    assert "bank — Banque" in facts
    assert "Femmes (women)" in facts


def test_other_languages_are_called_as_this_one_calls_them(run: Run) -> None:
    result = run("--lang", "fr", "score", "valid/final-and-complete.yaml")
    assert "anglais" in result.stderr
    assert "English" not in result.stderr


def test_columns_of_a_comparison_stand_apart(run: Run) -> None:
    text = run("--lang", "fr", "compare", "valid/final-a-year-earlier.yaml", "valid/final-and-complete.yaml").stdout
    assert "31 déc. 2024" in text
    assert re.search(r"par l’institution seule\s{2,}par l’institution seule", text)


def test_a_comparison_of_many_stays_within_the_screen(run: Run) -> None:
    files = ["valid/final-a-year-earlier.yaml", "valid/optional-and-trial-answered.yaml", "valid/final-where-little-is-asked.yaml"]
    text = run("--lang", "fr", "compare", *files).stdout
    assert max(map(len, text.splitlines())) <= 80
    assert "…" in text


def test_an_output_that_cannot_be_written_is_told_in_the_language(program: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        result = program("--lang", "fr", "list", stdout=full, stderr=subprocess.PIPE)
    assert result.returncode == 3
    assert "no space left" not in result.stderr
    assert result.stderr.startswith("spregistry: ")
