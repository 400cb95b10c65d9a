"""Who works from the edition before, or from an earlier draft, is heard: nothing is lost, and nothing put where it does not belong.

A case is `tests/cases/former-names/<name>.yaml`: a row of a table, the digest of a draft named by the edition that has it; and the id under
which the record keeps it with what is told, or why it is refused. All are about the small consultation below: its first draft merges two
indicators, splits one and moves one; the second has two under other ids, and withdraws one.
"""

import csv
import html
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from click.testing import Result

from record_registries import dump, framework, indicator
from releases import printed
from spregistry.api import Registry
from spregistry.evolve.consulting.governance import check_consultation
from spregistry.load import contracts
from spregistry.load.consultation.consultations import draft_path, read_draft
from spregistry.publish.site.tree import site_tree

Run = Callable[..., Result]

CASES = Path(__file__).parents[1] / "cases" / "former-names"
NAMES = sorted(path.stem for path in CASES.glob("*.yaml"))
REF = "demo@2.0.0"
RECORD: dict[str, Any] = {
    "format": 1,
    "framework": REF,
    "policy": {"title": "None"},
    "groups": [{"id": "clients", "title": "Clients"}],
    "rounds": [{"number": 1, "start": "2026-02-01", "end": "2026-03-02"}, {"number": 2, "start": "2026-04-01", "end": "2026-05-02"}],
}
BELL = indicator("bell", "2.3", "There is a bell", "Is there a bell?")
FAX = indicator("fax", "2.4", "There is a fax", "Is there a fax?")
PAPER = indicator("paper", "2.2", "There is paper", "Is there paper?")
MERGED = [{"id": "written", "relation": "merge"}, {"id": "read", "relation": "merge"}]
SPLIT = [{"id": "box", "relation": "split"}]
MOVED = {**PAPER, "code": "1.2"}
CHANNELS = [
    indicator("by-phone", "2.1", "Complaints by phone", "Can one complain by phone?", supersedes=SPLIT),
    indicator("in-person", "2.2", "Complaints in person", "Can one complain in person?", supersedes=SPLIT),
]
FIRST = framework(
    "1.0.0",
    None,
    [indicator("written", "1.1", "Goals are written", "Are they written?"), indicator("read", "1.2", "Goals are read", "Are they read?")],
    [indicator("box", "2.1", "There is a box", "Is there a box?"), PAPER, BELL, FAX],
)
KNOWN = indicator("known", "1.1", "Goals are known", "Are they written and read?", supersedes=MERGED)
SHARED = {**KNOWN, "id": "shared", "title": "Goals are shared"}
GONG = indicator("gong", "2.3", "There is a gong", "Is there a gong?", supersedes=["bell"])
DRAFTS = (
    framework("2.0.0", "1.0.0", [KNOWN, MOVED], [*CHANNELS, BELL, FAX]),
    framework("2.0.0", "1.0.0", [SHARED, MOVED], [*CHANNELS, GONG], withdrawn=[{"id": "fax", "reason": "Nobody faxes."}]),
)


@pytest.fixture
def standards(tmp_path: Path) -> Path:
    folder = tmp_path / "standards" / "demo"
    dump(folder / "1.0.0" / "framework.yaml", FIRST)
    dump(folder / "2.0.0" / "consultation.yaml", RECORD)
    for number, draft in enumerate(DRAFTS, 1):
        dump(folder / "2.0.0" / "framework.yaml", draft)
        printed(folder.parent, "consult", "draft", REF, "--round", str(number))
    return folder.parent


def digest(standards: Path, edition: str) -> str:
    """Return the digest of the edition before, or of the draft of a round."""
    if edition == "previous":
        return Registry.open(standards)["demo@1.0.0"].digest
    draft = read_draft(draft_path(standards, REF, int(edition.removeprefix("round-"))))
    assert draft is not None
    return draft.digest


def record(standards: Path) -> Path:
    return standards / "demo" / "2.0.0" / "consultation.yaml"


def imported(run: Run, standards: Path, rows: list[dict[str, Any]]) -> Any:
    table = standards.parent / "comments.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["id", "round", "element", "draft", "group", "summary"])
        writer.writeheader()
        writer.writerows({"group": "clients", "summary": "Keep it.", **row} for row in rows)
    return json.loads(run("consult", "import", REF, str(table), "--format", "json", registry=standards).stdout)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_taken_for_what_it_means_or_refused_with_the_reason(run: Run, standards: Path, name: str) -> None:
    case = yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))
    assert case["about"].endswith(".")
    assert {*case} - {"about", "row"} in ({"taken"}, {"taken", "told"}, {"refused"})
    seen = {"draft": digest(standards, case["row"]["draft"])} if "draft" in case["row"] else {}
    data = imported(run, standards, [{**case["row"], **seen}])
    assert [each["reason"].partition(" (did you mean")[0] for each in data["refused"]] == ([case["refused"]] if "refused" in case else [])
    kept = yaml.safe_load(record(standards).read_text(encoding="utf-8")).get("comments", [])
    assert [each["element"] for each in kept] == ([case["taken"]] if "taken" in case else [])
    another = "its writer saw another state than the draft of round "
    assert [each["remark"] for each in data["remarks"] if another not in each["remark"]] == ([case["told"]] if "told" in case else [])
    assert [each.code for each in check_consultation(Registry.open(standards), REF, date(2026, 6, 1))] == ([] if kept else ["group-silent"])


def test_a_comment_is_shown_with_what_continues_its_element(run: Run, standards: Path) -> None:
    rows = [
        ("written", "Keep it written."),
        ("known", "One is enough."),
        ("shared", "Shared is right."),
        ("box", "Keep the box."),
        ("fax", "Fax."),
    ]
    imported(run, standards, [{"id": f"c{at}", "round": 2, "element": id_, "summary": said} for at, (id_, said) in enumerate(rows, 1)])
    data = json.loads(run("consult", "status", REF, "--format", "json", registry=standards).stdout)
    assert [*contracts.validator("consultation-status").iter_errors(data)] == []
    assert data["continued"] == [
        {"element": "written", "by": ["shared"], "comments": ["c1"]},
        {"element": "known", "by": ["shared"], "comments": ["c2"]},
        {"element": "box", "by": ["by-phone", "in-person"], "comments": ["c4"]},
    ]
    shown = " ".join(run("consult", "status", REF, registry=standards).stdout.split())
    assert "1.1 Goals are written (written) is continued by 1.1 Goals are shared (shared); comments: c1" in shown
    assert "1.1 Goals are known (known) is continued by 1.1 Goals are shared (shared); comments: c2" in shown
    parts = "2.1 Complaints by phone (by-phone), 2.2 Complaints in person (in-person)"
    assert f"2.1 There is a box (box) is continued by {parts}; comments: c4" in shown
    assert "fax)" not in shown, "nothing continues it"


def test_a_comment_on_what_is_withdrawn_is_shown_with_what_stands_in_its_place(run: Run, standards: Path) -> None:
    imported(run, standards, [{"id": "c1", "round": 2, "element": "withdrawn:fax"}])
    entry = {"id": "fax", "reason": "Nobody faxes.", "successors": ["by-phone"]}
    dump(record(standards).with_name("framework.yaml"), {**DRAFTS[1], "withdrawn": [entry]})
    data = json.loads(run("consult", "status", REF, "--format", "json", registry=standards).stdout)
    assert data["continued"] == [{"element": "fax", "by": ["by-phone"], "comments": ["c1"]}]


def test_the_site_has_comments_behind_those_on_what_continues_their_element(run: Run, standards: Path) -> None:
    rows = ["gong", "paper", "box", "shared", "written", "known"]
    imported(run, standards, [{"id": f"c-{id_}", "round": 2, "element": id_} for id_ in rows])
    tree = site_tree(Registry.open(standards), today=date(2026, 6, 1))
    page = html.unescape(tree.docs["standards/demo/2.0.0/en/consultation/round-2.md"].decode())
    shared, phone, person = (
        f"[{title}](../read/{where})"
        for title, where in (
            ("1.1 Goals are shared", "goals.md#shared"),
            ("2.1 Complaints by phone", "complaints.md#by-phone"),
            ("2.2 Complaints in person", "complaints.md#in-person"),
        )
    )
    assert [line for line in page.splitlines() if line.startswith(("## ", "Continued"))] == [
        f"## {shared}",
        "## <code>known</code>",
        f"Continued by: {shared}.",
        "## [1.0.0: 1.1 Goals are written](../../../1.0.0/en/read/goals.md#written)",
        f"Continued by: {shared}.",
        "## [1.2 There is paper](../read/goals.md#paper)",
        "## [1.0.0: 2.1 There is a box](../../../1.0.0/en/read/complaints.md#box)",
        f"Continued by: {phone}, {person}.",
        "## [2.3 There is a gong](../read/complaints.md#gong)",
    ]
    form = html.unescape(tree.docs["standards/demo/2.0.0/en/comment.md"].decode())
    former = [
        ("written", "1.1 Goals are written"),
        ("read", "1.2 Goals are read"),
        ("box", "2.1 There is a box"),
        ("bell", "2.3 There is a bell"),
    ]
    options = "".join(f'<option value="{id_}">{title}</option>' for id_, title in former)
    assert f'<optgroup label="Under the names of 1.0.0">{options}</optgroup><optgroup label="Withdrawn from the standard">' in form


def test_a_review_sheet_keeps_what_a_row_of_its_own_names(run: Run, standards: Path, tmp_path: Path) -> None:
    sheet, table = tmp_path / "review.xlsx", tmp_path / "said.csv"
    assert run("consult", "sheet", REF, "-o", str(sheet), registry=standards).exit_code == 0
    book = openpyxl.load_workbook(sheet)
    page = next(each for each in book if each["A1"].value == "spregistry review rows")
    columns = {cell.value: cell.column for cell in page[1]}
    below = page.max_row + 2
    for at, named in enumerate(["written", "2.4", "nothing", "all of it"]):
        page.cell(below + at, columns["id"]).value = named
        page.cell(below + at, columns["comment"]).value = f"On {named}."
    book.save(sheet)
    given = ("--group", "clients", "--round", "2", "--comments", str(table))
    assert run("consult", "read", str(sheet), *given, registry=standards).exit_code == 0
    taken = json.loads(run("consult", "import", REF, str(table), "--format", "json", registry=standards).stdout)
    kept = yaml.safe_load(record(standards).read_text(encoding="utf-8"))["comments"]
    assert sorted((each["element"], each["summary"]) for each in kept) == [
        ("fax", "2.4: On 2.4."),
        ("framework", "framework: On all of it."),
        ("written", "written: On written."),
    ]
    assert [each["reason"] for each in taken["refused"]] == ["the draft of round 2 has no “nothing”"]


@pytest.mark.parametrize("change", ["read", "shared", "shared/supersedes"])
def test_an_answer_names_what_was_said_otherwise_of_what_continues_what(standards: Path, change: str) -> None:
    answer = {"disposition": "accepted", "reason": "So it is.", "by": "committee", "on": "2026-05-10", "changes": [change]}
    comment = {"id": "c1", "round": 2, "element": "read", "group": "clients", "summary": "It is no part of that.", "answer": answer}
    dump(record(standards), {**RECORD, "comments": [comment]})

    def told() -> list[str]:
        return [each.message for each in check_consultation(Registry.open(standards), REF, date(2026, 6, 1))]

    assert told() == [f"“{change}” is as it was in the draft of round 2"]
    withdrawn = [*DRAFTS[1]["withdrawn"], {"id": "read", "reason": "Nobody reads."}]
    changed = framework("2.0.0", "1.0.0", [{**SHARED, "supersedes": MERGED[:1]}, MOVED], [*CHANNELS, GONG], withdrawn=withdrawn)
    dump(record(standards).with_name("framework.yaml"), changed)
    assert told() == []


def test_a_finding_about_a_comment_names_what_only_the_edition_before_has(run: Run, standards: Path) -> None:
    record(standards).write_text(
        record(standards).read_text(encoding="utf-8").replace("title: None", "title: Asked\n  every_comment_answered: true")
    )
    imported(run, standards, [{"round": 2, "element": "written"}])
    [found] = [each for each in check_consultation(Registry.open(standards), REF, date(2026, 6, 1)) if each.code == "comment-unanswered"]
    assert (found.element, found.element_code, found.element_title) == ("written", "1.1", "Goals are written")
