"""Readers of a draft can speak for what it withdraws, and editors can answer them; expectations are worked out by hand."""

import csv
import io
import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import yaml
from click.testing import Result

from spregistry.api import Registry
from spregistry.evolve.consulting.governance import check_consultation
from spregistry.finding import Finding

Run = Callable[..., Result]

REGISTRY = Path(__file__).parents[1] / "cases" / "consultation" / "registry"
REF = "demo@1.1.0"
RECORD = """\
format: 1
framework: demo@1.1.0
policy: {title: None}
groups:
  - {id: clients, title: Clients}
rounds:
  - {number: 1, start: 2025-02-01, end: 2025-03-02}
"""


@pytest.fixture
def standards(tmp_path: Path) -> Path:
    """A registry whose draft withdraws “It answers”, and has a record of a round on it."""
    copied = Path(shutil.copytree(REGISTRY, tmp_path / "standards"))
    folder = copied / "demo" / "1.1.0"
    shutil.rmtree(folder / "consultation")
    written = (folder / "framework.yaml").read_text(encoding="utf-8")
    start, end = written.index("      - id: answers"), written.index("      - id: learns")
    dropped = written[:start] + written[end:]
    reason = "previous: demo@1.0.0\nwithdrawn:\n  - {id: answers, reason: Nobody asks.}\n"
    (folder / "framework.yaml").write_text(dropped.replace("previous: demo@1.0.0\n", reason), encoding="utf-8")
    (folder / "consultation.yaml").write_text(RECORD, encoding="utf-8")
    return copied


def findings(standards: Path) -> list[Finding]:
    return check_consultation(Registry.open(standards), REF, date(2025, 5, 1))


def recorded(standards: Path) -> list[tuple[str, str]]:
    record = yaml.safe_load((standards / "demo" / "1.1.0" / "consultation.yaml").read_text(encoding="utf-8"))
    return sorted((each["element"], each["summary"]) for each in record["comments"])


def test_a_table_names_what_is_withdrawn_by_its_id_or_as_a_review_sheet_does(run: Run, standards: Path, tmp_path: Path) -> None:
    table = tmp_path / "comments.csv"
    rows = ["answers,clients,Keep it.", "withdrawn:answers,clients,Keep it.", "withdrawn:answers,clients,It matters."]
    table.write_text("\n".join(["element,group,summary", *rows, "withdrawn:listens,clients,Is it gone?\n"]), encoding="utf-8")
    taken = run("consult", "import", REF, str(table), "--format", "json", registry=standards)
    data = json.loads(taken.stdout)
    assert (len(data["added"]), len(data["known"])) == (2, 1), "the same words under both names are one comment"
    assert [each["line"] for each in data["refused"]] == [5], "what the draft keeps is not withdrawn"
    assert recorded(standards) == [("answers", "It matters."), ("answers", "Keep it.")]
    assert [each.code for each in findings(standards)] == []


def test_a_comment_that_editors_wrote_down_under_the_longer_name_is_not_taken_again(run: Run, standards: Path, tmp_path: Path) -> None:
    record, table = standards / "demo" / "1.1.0" / "consultation.yaml", tmp_path / "comments.csv"
    comment = "comments:\n  - {id: c1, round: 1, element: 'withdrawn:answers', group: clients, summary: Keep it.}\n"
    record.write_text(RECORD + comment, encoding="utf-8")
    assert [each.code for each in findings(standards)] == []
    table.write_text("element,group,summary\nanswers,clients,Keep it.\n", encoding="utf-8")
    data = json.loads(run("consult", "import", REF, str(table), "--format", "json", registry=standards).stdout)
    assert [each["id"] for each in data["known"]] == ["c1"]


def test_a_review_sheet_keeps_the_element_of_the_row(run: Run, standards: Path, tmp_path: Path) -> None:
    sheet, table = tmp_path / "review.xlsx", tmp_path / "comments.csv"
    assert run("consult", "sheet", REF, "-o", str(sheet), registry=standards).exit_code == 0
    book = openpyxl.load_workbook(sheet)
    page = next(each for each in book if each["A1"].value == "spregistry review rows")
    columns = {cell.value: cell.column for cell in page[1]}
    row = next(cells[0].row for cells in page.iter_rows() if cells[0].value == "withdrawn:answers/reason#1")
    below = page.max_row + 2
    page.cell(row, columns["comment"]).value = "Please keep it."
    page.cell(below, columns["id"]).value = "answers"
    page.cell(below, columns["comment"]).value = "We asked."
    book.save(sheet)
    assert run("consult", "read", str(sheet), "--group", "clients", "--comments", str(table), registry=standards).exit_code == 0
    read = [(row["element"], row["summary"]) for row in csv.DictReader(io.StringIO(table.read_text(encoding="utf-8-sig")))]
    assert read == [("withdrawn:answers", "reason: Please keep it."), ("answers", "answers: We asked.")]
    assert run("consult", "import", REF, str(table), registry=standards).exit_code == 0
    assert recorded(standards) == [("answers", "answers: We asked."), ("answers", "reason: Please keep it.")]


@pytest.mark.parametrize("change", ["answers", "answers/reason", "withdrawn:answers", "withdrawn:answers/reason"])
def test_an_answer_names_what_was_said_otherwise_of_a_withdrawal(run: Run, standards: Path, change: str) -> None:
    folder = standards / "demo" / "1.1.0"
    assert run("consult", "draft", REF, "--round", "1", registry=standards).exit_code == 0
    answer = f"{{disposition: accepted, reason: So it is., by: committee, on: 2025-03-10, changes: ['{change}']}}"
    comment = f"comments:\n  - {{id: c1, round: 1, element: answers, group: clients, summary: Say why., answer: {answer}}}\n"
    (folder / "consultation.yaml").write_text(RECORD + comment, encoding="utf-8")
    [found] = findings(standards)
    assert (found.code, found.element, found.element_title) == ("answer-mismatch", "answers", "It answers")
    assert f"“{change}” is as it was in the draft of round 1" in found.message
    header = folder / "framework.yaml"
    header.write_text(header.read_text(encoding="utf-8").replace("Nobody asks.", "Nobody asks any more."), encoding="utf-8")
    assert findings(standards) == []


def test_an_answer_names_what_was_kept_after_all(run: Run, standards: Path) -> None:
    folder = standards / "demo" / "1.1.0"
    assert run("consult", "draft", REF, "--round", "1", registry=standards).exit_code == 0
    answer = "{disposition: accepted, reason: So it is., by: committee, on: 2025-03-10, changes: ['withdrawn:answers']}"
    comment = f"comments:\n  - {{id: c1, round: 1, element: answers, group: clients, summary: Keep it., answer: {answer}}}\n"
    policy = RECORD.replace("policy: {title: None}", "policy: {title: Asked, changes_follow_comments: true}")
    digest = Registry.open(standards)[REF].digest
    record = policy.replace("end: 2025-03-02", f"end: 2025-03-02, draft: '{digest}'") + comment
    (folder / "consultation.yaml").write_text(record, encoding="utf-8")
    shutil.copy(REGISTRY / "demo" / "1.1.0" / "framework.yaml", folder / "framework.yaml")
    assert findings(standards) == [], "the indicator that came back was asked for by name"
    (folder / "consultation.yaml").write_text(record.replace("withdrawn:answers", "withdrawn:answer"), encoding="utf-8")
    assert sorted(each.code for each in findings(standards)) == ["change-not-there", "change-unasked"]
