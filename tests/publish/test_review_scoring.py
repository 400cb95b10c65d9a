"""A review document tells how each element is scored, so that people can comment on that as well."""

import html
import io
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from docx import Document

from record_registries import SCALE, dump, framework, indicator
from spregistry.cli import main

PAID = {"id": "paid", "title": "Loans paid in time", "unit": "money", "kind": "flow", "schema": {"type": "number", "minimum": 0}}
DUE = {**PAID, "id": "due", "title": "Loans due", "segments": ["women"]}
CHECK = {"id": "paid-of-due", "severity": "error", "message": "More was paid than was due.", "at_most": ["paid", "due"]}


def ratio(zero: float) -> dict[str, Any]:
    formula = {"numerator": ["paid.women"], "denominator": ["due"], "unit": "fraction", "line": {"zero_at": zero, "full_at": 0.95}}
    return {"answer": {"ratio": formula}}


def version(number: str, previous: str | None, zero: float, **goals: Any) -> dict[str, Any]:
    board = indicator("board", "1.1", "The board meets", "Does the board meet?", weight=3, optional=True)
    tried = indicator("tried", "1.2", "New things are tried", "Are new things tried?", trial=True)
    asked = indicator("asked", "1.3", "Clients are asked", "Are clients asked?", scored=False, may_be_na=True, asked_of=["staff"])
    repaid = indicator("repaid", "2.1", "Loans are repaid", "What share was repaid?", **ratio(zero))
    count = indicator("count", "2.2", "Visits are made", "How many visits?", applies_when=MANY)
    count["answer"] = {"number": {"unit": "visits", "schema": {"type": "integer"}, "steps": [{"from": 2, "points": 0.5}]}}
    for each in (repaid, count):
        del each["rubric"]
    data = framework(number, previous, [board, tried, asked], [repaid, count], quality_checks=[CHECK])
    data["respondent_groups"] = [{"id": "staff", "title": "Staff"}, {"id": "members", "title": "Members"}]
    data["segments"] = [{"id": "women", "title": "Women"}]
    data["facts"] = [*data["facts"], {**PAID, "segments": ["women"]}, DUE]
    data["scales"] = {"practice": [*SCALE, {"value": "na", "label": "Not applicable", "excluded": True}]}
    data["groups"][0] |= goals
    data["groups"][1]["caps"] = [{"indicator": "repaid", "below": 0.5, "to": 40, "reason": "It must come back."}]
    return data


MANY = {"properties": {"clients": {"minimum": 1000}}, "required": ["clients"]}
YES, NO = "Yes (1 of 1)", "No (0 of 1)"

#: What each element says beside its texts, from the definition above.
SCORED = {
    "1 Goals": [],
    "1.1 The board meets": [YES, NO, "optional", "weight 3"],
    "1.2 New things are tried": [YES, NO, "on trial: neither required nor scored"],
    "1.3 Clients are asked": [
        YES,
        NO,
        "Not applicable (left out of the score)",
        "not scored",
        "Asked of: Staff",
        "Not applicable only because: a reason is given",
    ],
    "2 Complaints": ["At most 40 where 2.1 “Loans are repaid” earns less than 0.5: It must come back."],
    "2.1 Loans are repaid": ["“Loans paid in time” (Women) divided by “Loans due”", "no points at 60 %, all at 95 %, straight between"],
    "2.2 Visits are made": [
        "Answered with a number, in visits.",
        "from 2 visits: 0.5 of 1",
        "Asked only where: “Clients” is at least 1000",
    ],
    "Clients": ["A whole number.", "Unit: clients.", "At least 0.", "stock"],
    "Loans due": ["A number.", "Unit: money.", "At least 0.", "flow, by Women"],
    "Band · high": ["From score: 50"],
    "Check of facts · paid of due": ["“Loans paid in time” is at most “Loans due”.", "Must be mended"],
}
LABELS = ("How it is scored", "Given as", "What is checked between facts")


@pytest.fixture
def registry(tmp_path: Path) -> Path:
    for data in (version("1.0.0", None, 0.6), version("2.0.0", "1.0.0", 0.7, weight=2, aggregate="min")):
        dump(tmp_path / "demo" / data["version"] / "framework.yaml", data)
    return tmp_path


def document(registry: Path, *arguments: str, suffix: str = "html", language: str = "en") -> Path:
    target = registry / f"document.{suffix}"
    done = CliRunner().invoke(main, ["--registry", str(registry), "--lang", language, "consult", "document", *arguments, "-o", str(target)])
    assert done.exit_code == 0, done.output
    return target


def chapters(page: str) -> dict[str, str]:
    found = {}
    for section in page.split("<section")[1:]:
        heading = re.search(r"<h2[^>]*>(.*?)(<span class=.standing.|</h2>)", section)
        assert heading is not None
        found[html.unescape(re.sub("<[^>]*>", "", heading[1]))] = section
    return found


def scored(section: str) -> list[str]:
    told = dict(re.findall(r"<dt>(.*?)</dt>\s*<dd[^>]*>(.*?)</dd>", section, re.DOTALL))
    return next((html.unescape(told[label]).split("\n") for label in LABELS if label in told), [])


def test_all_of_a_first_version_is_told(registry: Path) -> None:
    found = chapters(document(registry, "demo@1.0.0", "--whole").read_text(encoding="utf-8"))
    assert {heading: scored(found[heading]) for heading in SCORED} == SCORED


def test_all_of_it_is_told_in_a_text_document(registry: Path) -> None:
    path = document(registry, "demo@1.0.0", "--whole", suffix="docx")
    found: dict[str, list[str]] = {}
    heading = ""
    for paragraph in Document(io.BytesIO(path.read_bytes())).paragraphs:
        if paragraph.style is not None and paragraph.style.name == "Heading 2":
            heading = paragraph.text
            found[heading] = []
        label, *lines = paragraph.text.split("\n")
        if label.removesuffix(":") in LABELS:
            found[heading] = lines
    assert {heading: found[heading] for heading in SCORED} == SCORED


def test_what_changed_in_it_is_marked_and_nothing_else_told(registry: Path) -> None:
    page = document(registry, "demo@2.0.0").read_text(encoding="utf-8")
    page = re.sub(r'<span class="heard"[^>]*>.*?</span>', "", page)
    found = chapters(page)
    assert {heading: scored(section) for heading, section in found.items()} == {
        "1 Goals": ["<ins>weight 2", "Scored as its lowest child.</ins>"],
        "2.1 Loans are repaid": [
            "“Loans paid in time” (Women) divided by “Loans due”",
            "no points at <del>60</del><ins>70</ins> %, all at 95 %, straight between",
        ],
    }


def test_the_whole_of_a_later_version_tells_what_is_unchanged_too(registry: Path) -> None:
    found = chapters(document(registry, "demo@2.0.0", "--whole").read_text(encoding="utf-8"))
    unchanged = [heading for heading in SCORED if heading not in ("1 Goals", "2.1 Loans are repaid")]
    assert {heading: scored(found[heading]) for heading in unchanged} == {heading: SCORED[heading] for heading in unchanged}


def test_it_is_told_in_the_language_of_the_reader(registry: Path) -> None:
    section = chapters(document(registry, "demo@1.0.0", "--whole", language="fr").read_text(encoding="utf-8"))["2.2 Visits are made"]
    last = section[section.rindex("<dt>") :]
    assert "How it is scored" not in last
    assert "0,5" in last
    assert "<dd>" in last  # no language of its own: that of the page
