"""`spregistry consult` on the worked example and on the small registry of the cases."""

import csv
import errno
import html
import io
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from click.testing import CliRunner, Result

from spregistry.api import Registry
from spregistry.cli import main
from spregistry.load import contracts
from spregistry.load.consultation.consultations import parse_consultation
from spregistry.load.documents import parse
from spregistry.load.releases.record import append, read_record, write_record

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "consultation" / "standards"
CASES = ROOT / "tests" / "cases" / "consultation"
REF = "demo@1.1.0"

Consult = Callable[..., Result]


@pytest.fixture
def standards(tmp_path: Path) -> Path:
    """The small registry with a record that lacks nothing."""
    copied = Path(shutil.copytree(CASES / "registry", tmp_path / "standards"))
    shutil.copy(CASES / "valid" / "everything-is-there.yaml", copied / "demo" / "1.1.0" / "consultation.yaml")
    return copied


def record(standards: Path) -> Path:
    return standards / "demo" / "1.1.0" / "consultation.yaml"


def test_what_is_wrong_with_a_policy_is_told_once(standards: Path) -> None:
    """It is read for the version that names it, and by itself."""
    (standards / "policies" / "house.yaml").write_text("title: House\nrounds: [0]\n", encoding="utf-8")
    text = record(standards).read_text(encoding="utf-8")
    record(standards).write_text(re.sub(r"^policy: .*$", "policy: house", text, flags=re.MULTILINE), encoding="utf-8")
    assert yaml.safe_load(record(standards).read_text(encoding="utf-8"))["policy"] == "house"
    result = CliRunner().invoke(main, ["--registry", str(standards), "check", "--format", "json"])
    found = [each["file"] for each in json.loads(result.stdout)["findings"] if each["severity"] == "error"]
    assert [Path(file).name for file in found] == ["house.yaml"]


def definition(standards: Path) -> Path:
    return standards / "demo" / "1.1.0" / "framework.yaml"


def consult(standards: Path, *arguments: str | Path, lang: str = "en", **others: Any) -> Result:
    words = ["--registry", str(standards), "--lang", lang, "consult", *map(str, arguments)]
    result = CliRunner(env={"COLUMNS": "80"}).invoke(main, words, **others)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def release(standards: Path, reference: str) -> None:
    digest = Registry.open(standards)[reference].digest
    event = {"event": "released", "framework": reference, "on": "2025-04-20", "digest": digest}
    write_record(append(read_record(standards), event))


# Status.


def test_status_of_the_example_while_it_was_open(golden: Callable[..., None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "standards")
    (tmp_path / "standards" / "releases.json").unlink()
    monkeypatch.chdir(tmp_path)
    shown = consult(Path("standards"), "status", "clean-water@1.1.0", "--today", "2025-07-10")
    assert shown.exit_code == 1
    golden(shown.stdout)


def test_status_counts_days_from_the_first_to_the_last(standards: Path) -> None:
    def rounds(today: str) -> tuple[int, int]:
        data = json.loads(consult(standards, "status", REF, "--today", today, "--format", "json").stdout)
        return data["rounds"][0]["begins_in"], data["rounds"][0]["days_left"]

    assert rounds("2025-01-30") == (2, 30)
    assert rounds("2025-02-01") == (0, 30)
    assert rounds("2025-03-01") == (0, 2)
    assert rounds("2025-03-02") == (0, 1)
    assert rounds("2025-03-03") == (0, 0)


def test_status_for_programs(standards: Path) -> None:
    text = record(standards).read_text().replace("contacted: 2, responded: 2", "contacted: 2, responded: 0")
    record(standards).write_text(re.sub(r"(?s)  - id: c2.*?(?=decisions)", "", text))
    shown = consult(standards, "status", REF, "--today", "2025-05-01", "--format", "json")
    data = json.loads(shown.stdout)
    assert shown.exit_code == 0
    assert contracts.validator("consultation-status").is_valid(data)
    assert data["ready"]
    assert data["silent"] == ["staff"]
    assert [each["code"] for each in data["remarks"]] == ["group-silent"]
    assert data["comments"] == {
        "total": 1,
        "dispositions": {"accepted": 1, "partly": 0, "rejected": 0, "out-of-scope": 0, "deferred": 0},
        "unanswered": [],
    }
    assert data["groups"][0] == {
        "group": "clients", "title": "Clients", "contacted": 3, "responded": 1, "share": 1 / 3, "comments": 1, "silent": False,
    }  # fmt: skip
    assert data["decisions"][0]["votes"] == {"for": 5, "against": 1, "abstain": 0}


@pytest.mark.parametrize("today", ["2025-01-01", "2025-04-01", "2025-07-10", "2026-01-01"])
def test_status_for_programs_keeps_its_contract(today: str) -> None:
    data = json.loads(consult(EXAMPLE, "status", "clean-water@1.1.0", "--today", today, "--format", "json").stdout)
    assert [error.message for error in contracts.validator("consultation-status").iter_errors(data)] == []
    assert data["silent"] == ["water-vendors"]
    assert data["example"] is True


def test_the_records_and_policies_of_the_page_are_right() -> None:
    written = (ROOT / "docs" / "consultation.md").read_text(encoding="utf-8")
    record_, policy = (parse(block.encode(), "x.yaml").data for block in re.findall(r"(?s)```yaml\n(.*?)```", written))
    assert [error.message for error in contracts.validator("consultation").iter_errors(record_)] == []
    assert [error.message for error in contracts.validator("policy").iter_errors(policy)] == []
    reading = parse_consultation(ROOT / "standards", json.dumps(record_).encode(), "x.json")
    assert reading.findings == ()


def test_status_of_a_version_without_a_record(standards: Path) -> None:
    record(standards).unlink()
    shown = consult(standards, "status", REF)
    assert shown.exit_code == 1
    assert "no-consultation" in shown.stdout


def test_status_of_a_released_version_says_that_it_is_closed(standards: Path) -> None:
    release(standards, REF)
    shown = consult(standards, "status", REF, "--today", "2025-02-10")
    assert shown.exit_code == 0
    assert "The version is released" in shown.stdout


def test_a_record_that_is_none_is_told_with_its_line(standards: Path) -> None:
    record(standards).write_text("format: 1\nframework: demo@1.1.0\npolicy: house\nround: []\n")
    shown = consult(standards, "status", REF)
    assert shown.exit_code == 1
    assert "consultation.yaml:4:1: error unknown-key" in shown.stdout
    record(standards).write_text("format: [")
    assert consult(standards, "status", REF).exit_code == 3


@pytest.mark.parametrize("arguments", [["status"], ["status", REF, "--today", "2025-02-30"], ["draft", REF], ["nothing"]])
def test_wrong_use(standards: Path, arguments: list[str]) -> None:
    assert consult(standards, *arguments).exit_code == 2


# Drafts.


def test_a_draft_is_kept_once_and_never_replaced(standards: Path) -> None:
    kept = standards / "demo" / "1.1.0" / "consultation" / "round-2.json"
    first = consult(standards, "draft", REF, "--round", "2")
    assert first.exit_code == 0
    assert first.stdout.strip() == Registry.open(standards)[REF].digest
    content = kept.read_bytes()
    assert consult(standards, "draft", REF, "--round", "2").stdout == first.stdout
    definition(standards).write_text(definition(standards).read_text().replace("It learns", "It learns a lot"))
    refused = consult(standards, "draft", REF, "--round", "2")
    assert refused.exit_code == 3
    assert kept.read_bytes() == content
    assert "another draft of round 2" in refused.stderr


def test_a_draft_of_a_round_that_the_record_lacks_is_kept_with_a_word(standards: Path) -> None:
    """The record has round 1 only; its draft is kept already, and differs from the present state."""
    told = consult(standards, "draft", REF, "--round", "3")
    assert (told.exit_code, told.stdout.strip()) == (0, Registry.open(standards)[REF].digest)
    assert "consultation.yaml has no round 3 yet" in " ".join(told.stderr.split())
    (standards / "demo" / "1.1.0" / "consultation" / "round-1.json").unlink()
    assert "has no round" not in consult(standards, "draft", REF, "--round", "1").stderr


def test_no_draft_is_put_into_a_released_version(standards: Path) -> None:
    release(standards, REF)
    assert consult(standards, "draft", REF, "--round", "2").exit_code == 3
    assert not (standards / "demo" / "1.1.0" / "consultation" / "round-2.json").exists()


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        # Round 1 is listed, and a key is misspelt: what the record lists is not known.
        (lambda text: text.replace("statement:", "statment:"), 0, ""),
        (lambda _: None, 0, "There is no consultation.yaml yet: write it, with this round, its days and this digest."),
        (lambda _: "format: [", 3, "consultation.yaml:2:1: "),
    ],
    ids=["misspelt", "missing", "unreadable"],
)
def test_a_draft_is_kept_and_its_digest_told_whatever_the_record_is(
    standards: Path, content: Callable[[str], str | None], code: int, says: str
) -> None:
    kept = standards / "demo" / "1.1.0" / "consultation" / "round-1.json"
    kept.unlink()
    written = content(record(standards).read_text())
    record(standards).unlink() if written is None else record(standards).write_text(written)
    told = consult(standards, "draft", REF, "--round", "1")
    assert (told.exit_code, told.stdout.strip()) == (code, Registry.open(standards)[REF].digest)
    assert kept.exists()
    first, _, more = " ".join(told.stderr.split()).partition("holds the draft of round 1.")
    assert first
    assert says in more
    assert bool(more) == bool(says)
    assert "has no round" not in told.stderr


def test_nothing_is_written_into_a_version_that_the_record_of_releases_lost(standards: Path, tmp_path: Path) -> None:
    made = standards / "demo" / "1.1.0" / "release" / "framework.json"
    sheet, table = tmp_path / "review.xlsx", tmp_path / "comments.csv"
    consult(standards, "sheet", REF, "-o", sheet)
    filled(sheet, {("listens/question#1", "proposed"): "Does it listen: to all?"})
    table.write_text("element,group,summary\nlistens,staff,More\n")
    made.parent.mkdir()
    made.write_text("{}")
    before = {path: path.read_bytes() for path in standards.rglob("*") if path.is_file()}
    for arguments in (["draft", REF, "--round", "3"], ["import", REF, table], ["read", sheet, "--apply"]):
        refused = consult(standards, *arguments)
        assert refused.exit_code == 3, arguments
        said = " ".join(refused.stderr.split())
        assert f"{made.parent}: this was made by a release, and no release of demo@1.1.0 is on record" in said
        assert "Restore releases.json as it was published." in said
        assert {path: path.read_bytes() for path in standards.rglob("*") if path.is_file() and path.suffix != ".lock"} == before
    # What a release that was broken off left is no release.
    (made.parent / ".unrecorded").touch()
    assert consult(standards, "draft", REF, "--round", "3").exit_code == 0
    assert consult(standards, "import", REF, table).exit_code == 0
    assert consult(standards, "read", sheet, "--apply").exit_code == 0


def test_a_draft_that_was_spoilt_is_told(standards: Path) -> None:
    kept = standards / "demo" / "1.1.0" / "consultation" / "round-1.json"
    kept.write_bytes(kept.read_bytes().replace(b"It learns", b"It burns "))
    shown = consult(standards, "status", REF, "--today", "2025-05-01")
    assert (shown.exit_code, "draft-changed" in shown.stdout) == (1, True)
    kept.write_text("{}")
    assert consult(standards, "status", REF, "--today", "2025-05-01").exit_code == 3


# Comments.

TABLE = """\
id,round,element,draft,group,region,summary,on,name
k-1,1,listens,,Clients,north,"Say who ""all"" is; see, for example, this",2025-02-20,Somebody
,1,1.3,,staff,,=cmd|' /C calc'!A0,2025-02-21,
,,framework,,staff,,"Two
lines",2025-02-22,
,9,listens,,staff,,No such round,2025-02-22,
,1,listens,,nobody,,No such group,2025-02-22,
,1,learns,,staff,north,Leave it out.,2025-02-04,
"""


def test_import_takes_tells_and_refuses(standards: Path, tmp_path: Path) -> None:
    table = tmp_path / "comments.csv"
    table.write_text(TABLE)
    before = record(standards).read_text()
    shown = consult(standards, "import", REF, table, "--format", "json")
    data = json.loads(shown.stdout)
    assert shown.exit_code == 1
    assert (data["read"], len(data["added"]), len(data["known"]), len(data["refused"])) == (6, 3, 1, 2)
    assert data["known"][0]["id"] == "c2"
    assert data["unread_columns"] == ["name"]
    comments = yaml.safe_load(record(standards).read_text())["comments"]
    assert {each["summary"] for each in comments} >= {"=cmd|' /C calc'!A0", "Two\nlines", 'Say who "all" is; see, for example, this'}
    assert next(each for each in comments if each["summary"].startswith("=cmd"))["element"] == "learns", "found by its code"
    kept = iter(record(standards).read_text().splitlines())
    assert all(line in kept for line in before.splitlines())
    with (tmp_path / "comments.quarantine.csv").open(encoding="utf-8-sig", newline="") as file:
        refused = [*csv.DictReader(file)]
    assert [row["summary"] for row in refused] == ["No such round", "No such group"]
    assert all(row["reason"] for row in refused)


def test_import_again_changes_nothing(standards: Path, tmp_path: Path) -> None:
    table = tmp_path / "comments.csv"
    table.write_text(TABLE)
    consult(standards, "import", REF, table)
    content = record(standards).read_bytes()
    again = consult(standards, "import", REF, table)
    assert "taken into the record: 0" in again.stdout
    assert record(standards).read_bytes() == content
    assert [path.name for path in tmp_path.glob("*quarantine*")] == ["comments.quarantine.csv"]


def test_what_was_refused_can_be_mended_and_imported(standards: Path, tmp_path: Path) -> None:
    table = tmp_path / "comments.csv"
    table.write_text(TABLE)
    consult(standards, "import", REF, table)
    refused = tmp_path / "comments.quarantine.csv"
    refused.write_bytes(refused.read_bytes().replace(b",9,", b",1,"))
    shown = consult(standards, "import", REF, refused)
    assert "taken into the record: 1" in shown.stdout
    assert "refused: 1" in shown.stdout
    header, row = list(csv.reader(io.StringIO((tmp_path / "comments.quarantine.quarantine.csv").read_text("utf-8-sig"))))
    assert header.count("reason") == 1
    assert len(row) == len(header)
    # The table that somebody works on is not written over by another import of the first one.
    mended = refused.read_bytes()
    consult(standards, "import", REF, table)
    assert refused.read_bytes() == mended
    assert (tmp_path / "comments.quarantine-2.csv").exists()


def test_what_stands_in_a_table_of_refused_comments_is_not_written_into_another(standards: Path, tmp_path: Path) -> None:
    table = tmp_path / "comments.csv"
    table.write_text(TABLE)
    consult(standards, "import", REF, table)
    first = tmp_path / "comments.quarantine.csv"
    before = first.read_bytes()
    # One is mended in the table itself, and one that is right comes to it: the other refusal is the one that is known.
    table.write_text(TABLE.replace(",9,listens", ",1,listens") + ",1,learns,,staff,north,Ask it of all.,2025-02-05,\n")
    shown = json.loads(consult(standards, "import", REF, table, "--format", "json").stdout)
    assert (len(shown["added"]), len(shown["refused"]), shown["quarantine"]) == (2, 1, str(first))
    assert first.read_bytes() == before
    # A refusal that is new is written beside.
    table.write_text(TABLE + ",1,learns,,nobody,,Ask nobody.,2025-02-05,\n")
    shown = json.loads(consult(standards, "import", REF, table, "--format", "json").stdout)
    assert (len(shown["refused"]), shown["quarantine"]) == (3, str(tmp_path / "comments.quarantine-2.csv"))


def test_what_standard_input_is_refused_comes_into_the_current_folder(
    standards: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {*standards.rglob("*")}
    (tmp_path / "desk").mkdir()
    monkeypatch.chdir(tmp_path / "desk")
    shown = consult(standards, "import", REF, "-", input=TABLE)
    assert shown.exit_code == 1
    assert "comments.quarantine.csv" in shown.stdout
    with Path("comments.quarantine.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["summary"] for row in csv.DictReader(file)] == ["No such round", "No such group"]
    assert {path for path in {*standards.rglob("*")} - before if path.name != ".releases.lock"} == set()


@pytest.mark.parametrize("version", ["1.0.0", "1.1.0", "1.1.0/locale"])
def test_what_standard_input_is_refused_never_comes_into_the_folder_of_a_version(
    standards: Path, monkeypatch: pytest.MonkeyPatch, version: str
) -> None:
    folder = standards / "demo" / version
    folder.mkdir(exist_ok=True)
    before, content = {*standards.rglob("*")}, record(standards).read_bytes()
    monkeypatch.chdir(folder)
    refused = consult(standards, "import", REF, "-", input=TABLE)
    assert (refused.exit_code, refused.stdout) == (3, "")
    assert "which is that of a version. Run this in another folder; nothing was changed." in " ".join(refused.stderr.split())
    assert {path for path in {*standards.rglob("*")} - before if path.name != ".releases.lock"} == set()
    assert record(standards).read_bytes() == content
    right = "\n".join(line for line in TABLE.split("\n") if "No such" not in line)
    assert consult(standards, "import", REF, "-", input=right).exit_code == 0, "nothing is refused, so nothing is written beside"


def test_a_row_of_several_lines_is_told_by_its_first(standards: Path, tmp_path: Path) -> None:
    table = tmp_path / "comments.csv"
    table.write_text('element,group,summary\n\nlistens,nobody,"Two\nlines"\nlistens,"no\n\nbody",One\nlistens,none,One\n')
    shown = json.loads(consult(standards, "import", REF, table, "--format", "json").stdout)
    assert [each["line"] for each in shown["refused"]] == [3, 5, 8]


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ("", "empty"),
        ("id,round\n1,2\n", "no column “element”"),
        ("element,group,summary\n", "no comments"),
        ('element,group,summary\nlistens,staff,"never ends\n', "cannot be read"),
        ("element,group,summary,group\nlistens,staff,x,y\n", "twice"),
        ("element;group;summary\n\n;;\n", "no comments"),
    ],
)
def test_what_is_no_table_of_comments_is_refused_whole(standards: Path, tmp_path: Path, table: str, says: str) -> None:
    (tmp_path / "x.csv").write_text(table)
    before = record(standards).read_bytes()
    shown = consult(standards, "import", REF, tmp_path / "x.csv")
    assert (shown.exit_code, says in " ".join(shown.stderr.split())) == (3, True), shown.stderr
    assert record(standards).read_bytes() == before


def test_tables_of_other_programs(standards: Path, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes("\ufeffElement;Group;Summary;On\r\nlistens;Staff;Größer;2025-02-03\r\n".encode())
    assert consult(standards, "import", REF, tmp_path / "x.csv").exit_code == 0
    (tmp_path / "y.csv").write_bytes("Element;Group;Summary\r\nlistens;Staff;Größer\r\n".encode("cp1252"))
    shown = consult(standards, "import", REF, tmp_path / "y.csv")
    assert (shown.exit_code, "UTF-8" in shown.stderr) == (3, True)


def test_import_keeps_the_writing_of_the_record(standards: Path, tmp_path: Path) -> None:
    text = "\ufeff" + record(standards).read_text().replace("\n", "\r\n") + "# the end\r\n"
    record(standards).write_bytes(text.encode())
    (tmp_path / "x.csv").write_text("element,group,summary\nlistens,staff,More\n")
    assert consult(standards, "import", REF, tmp_path / "x.csv").exit_code == 0
    written = record(standards).read_bytes().decode()
    assert written.startswith("\ufeff#: ")
    assert written.endswith("# the end\r\n")
    assert "\n" not in written.replace("\r\n", "")
    assert consult(standards, "status", REF, "--today", "2025-05-01").stdout.count("comment-unanswered") == 1


def test_a_record_that_cannot_be_appended_to_is_left_alone(standards: Path, tmp_path: Path) -> None:
    text = re.sub(
        r"(?s)comments:.*?(?=decisions)",
        "comments: [{id: c1, round: 1, element: listens, group: staff, summary: x}]\n",
        record(standards).read_text(),
    )
    record(standards).write_text(text)
    (tmp_path / "x.csv").write_text("element,group,summary\nlistens,staff,More\n")
    shown = consult(standards, "import", REF, tmp_path / "x.csv")
    assert (shown.exit_code, "line by line" in " ".join(shown.stderr.split())) == (3, True)
    assert record(standards).read_text() == text


def test_nothing_is_taken_into_a_closed_record(standards: Path, tmp_path: Path) -> None:
    release(standards, REF)
    before = record(standards).read_bytes()
    (tmp_path / "x.csv").write_text("element,group,summary\nlistens,staff,More\n")
    assert consult(standards, "import", REF, tmp_path / "x.csv").exit_code == 3
    assert record(standards).read_bytes() == before


def test_an_import_that_cannot_write_loses_nothing(standards: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "comments.csv"
    table.write_text(TABLE)
    before = record(standards).read_bytes()
    replace = Path.replace

    def full_disk(self: Path, target: Path) -> Path:
        if Path(target).name == "consultation.yaml":
            raise OSError(errno.ENOSPC, "no space left")
        return replace(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", full_disk)
        assert consult(standards, "import", REF, table).exit_code == 3
    assert record(standards).read_bytes() == before
    assert not [path for path in record(standards).parent.iterdir() if path.name.startswith(".")], "nothing half-written is left"
    data = json.loads(consult(standards, "import", REF, table, "--format", "json").stdout)
    assert (len(data["added"]), len(data["known"]), len(data["refused"])) == (3, 1, 2)
    assert [path.name for path in tmp_path.glob("*quarantine*")] == ["comments.quarantine.csv"]


def test_imports_at_the_same_time_lose_nothing(standards: Path, tmp_path: Path) -> None:
    tables = []
    for number in range(4):
        tables.append(tmp_path / f"{number}.csv")
        tables[-1].write_text(f"element,group,summary\nlistens,staff,Comment {number}\n")
    command = [sys.executable, "-m", "spregistry", "--registry", str(standards), "consult", "import", REF]
    running = [subprocess.Popen([*command, str(table)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for table in tables]
    codes = [process.wait(60) for process in running]
    assert set(codes) <= {0, 3}, "done, or told that another one is at work"
    for table, code in zip(tables, codes, strict=True):
        if code == 3:
            assert consult(standards, "import", REF, table).exit_code == 0
    said = [each["summary"] for each in yaml.safe_load(record(standards).read_text())["comments"]]
    assert sorted(said[2:]) == [f"Comment {number}" for number in range(4)]


# The review sheet.


def filled(path: Path, cells: dict[tuple[str, str], str], about: dict[str, str] | None = None) -> None:
    """Fill a sheet in as a commenter does: by the name of a row and the field of a column."""
    book = openpyxl.load_workbook(path)
    table = next(sheet for sheet in book if sheet["A1"].value == "spregistry review rows")
    columns = {cell.value: cell.column for cell in table[1]}
    rows = {row[0].value: row[0].row for row in table.iter_rows()}
    for (name, field), text in cells.items():
        cell = table.cell(rows[name], columns[field])
        cell.value, cell.data_type = text, "s"
    questions = next(sheet for sheet in book if sheet["A1"].value == "spregistry review about")
    for row in questions.iter_rows():
        if row[0].value in (about or {}):
            questions.cell(row[0].row, 3).value = (about or {})[row[0].value]
    book.save(path)


def test_a_sheet_goes_out_and_comes_back(standards: Path, tmp_path: Path) -> None:
    sheet, table = tmp_path / "review.xlsx", tmp_path / "comments.csv"
    assert consult(standards, "sheet", REF, "-o", sheet).exit_code == 0
    untouched = json.loads(consult(standards, "read", sheet, "--format", "json").stdout)
    assert (untouched["proposals"], untouched["comments"], untouched["missing"]) == ([], [], 0)
    cells = {
        ("listens/question#1", "proposed"): "Does it listen: to all?",
        ("learns/rubric/met#1", "text"): "It does so.",
        ("scale:practice/met#1", "proposed"): "Yes, always",
        ("answers/title#1", "comment"): "=Unclear",
    }
    filled(sheet, cells, {"group": "Clients", "round": "1"})
    before = definition(standards).read_text()
    shown = consult(standards, "read", sheet, "--format", "json", "--comments", table)
    data = json.loads(shown.stdout)
    assert definition(standards).read_text() == before, "nothing is changed unless it is asked for"
    assert data["about"] == {"group": "Clients", "round": "1"}
    assert {(each["element"], each["field"], each["after"], each["edited"]) for each in data["proposals"]} == {
        ("listens", "question", "Does it listen: to all?", False),
        ("learns", "rubric/met", "It does so.", True),
        ("scale:practice", "met", "Yes, always", False),
    }
    assert [(each["name"], each["comment"]) for each in data["comments"]] == [("answers/title#1", "=Unclear")]
    taken = json.loads(consult(standards, "import", REF, table, "--format", "json").stdout)
    assert (len(taken["added"]), taken["refused"]) == (4, [])


def test_apply_changes_the_words_and_no_other_byte(standards: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "review.xlsx"
    consult(standards, "sheet", REF, "-o", sheet)
    filled(sheet, {("listens/question#1", "proposed"): "Does it listen: to all?", ("scale:practice/met#1", "proposed"): "Yes, always"})
    before = definition(standards).read_text()
    shown = consult(standards, "read", sheet, "--apply")
    assert shown.exit_code == 0
    assert shown.stdout.count("put into the files") == 2
    expected = before.replace("question: Does it listen to everybody?", 'question: "Does it listen: to all?"')
    expected = expected.replace('label: "Yes"', 'label: "Yes, always"')
    assert definition(standards).read_text() == expected
    assert Registry.open(standards).read(REF).findings == ()


def test_what_was_put_into_the_files_is_still_told_and_still_becomes_a_comment(standards: Path, tmp_path: Path) -> None:
    sheet, first, second = tmp_path / "review.xlsx", tmp_path / "first.csv", tmp_path / "second.csv"
    consult(standards, "sheet", REF, "-o", sheet)
    cells = {
        ("listens/question#1", "proposed"): "Does it listen: to all?",
        ("learns/rubric/met#1", "text"): "It does so.",
        ("answers/title#1", "comment"): "Unclear",
    }
    filled(sheet, cells, {"group": "Clients", "round": "1"})
    assert consult(standards, "read", sheet, "--apply", "--comments", first).exit_code == 0
    applied = definition(standards).read_bytes()
    shown = consult(standards, "read", sheet, "--apply", "--comments", second)
    assert shown.exit_code == 0
    assert definition(standards).read_bytes() == applied
    assert shown.stdout.count("already in the files") == 2
    assert "− Does it listen to everybody?\n  + Does it listen: to all?" in shown.stdout
    assert first.read_bytes() == second.read_bytes()
    data = json.loads(consult(standards, "read", sheet, "--format", "json").stdout)
    assert {(each["name"], each["before"], each["adopted"], each["stale"]) for each in data["proposals"]} == {
        ("listens/question#1", "Does it listen to everybody?", True, False),
        ("learns/rubric/met#1", "", True, False),
    }
    taken = json.loads(consult(standards, "import", REF, second, "--format", "json").stdout)
    assert (len(taken["added"]), taken["refused"]) == (3, [])


def test_a_table_of_comments_is_not_written_over(standards: Path, tmp_path: Path) -> None:
    sheet, table = tmp_path / "review.xlsx", tmp_path / "comments.csv"
    consult(standards, "sheet", REF, "-o", sheet)
    filled(sheet, {("listens/question#1", "proposed"): "Does it listen: to all?"})
    table.write_text("what somebody else made of it")
    before = definition(standards).read_bytes()
    shown = consult(standards, "read", sheet, "--apply", "--comments", table)
    assert (shown.exit_code, "there already" in " ".join(shown.stderr.split())) == (3, True)
    assert table.read_text() == "what somebody else made of it"
    assert definition(standards).read_bytes() == before, "nothing is put into the files either"
    table.write_bytes(b"")
    assert consult(standards, "read", sheet, "--comments", table).exit_code == 0, "nobody worked on an empty file"
    assert "Does it listen: to all?" in table.read_text(encoding="utf-8-sig")
    assert consult(standards, "read", sheet, "--comments", table).exit_code == 0, "the same table again changes nothing"


@pytest.mark.parametrize(
    ("option", "value", "says"),
    [
        ("--group", "martians", "“martians” is not listed in the record"),
        ("--group", "clients ", "did you mean clients?"),
        ("--region", "south", "“south” is not listed in the record"),
        ("--round", "9", "“9” is not listed in the record"),
        ("--on", "2025-02-30", "is no day"),
        ("--on", "9999-01-01", "is still to come"),
    ],
)
def test_what_the_record_does_not_know_is_refused_before_anything_is_written(
    standards: Path, tmp_path: Path, option: str, value: str, says: str
) -> None:
    sheet, table = tmp_path / "review.xlsx", tmp_path / "comments.csv"
    consult(standards, "sheet", REF, "-o", sheet)
    filled(sheet, {("listens/question#1", "proposed"): "Does it listen: to all?"})
    refused = consult(standards, "read", sheet, "--comments", table, option, value)
    assert (refused.exit_code, says in " ".join(refused.stderr.split())) == (2, True), refused.stderr
    assert not table.exists()


def test_who_commented_may_be_said_on_the_command_line(standards: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "review.xlsx"
    consult(standards, "sheet", REF, "-o", sheet)
    filled(sheet, {("listens/question#1", "proposed"): "Does it listen: to all?"})
    said = ["--group", "Clients", "--region", "north", "--round", "1", "--on", "2025-02-03"]
    shown = consult(standards, "read", sheet, *said, "--format", "json")
    assert json.loads(shown.stdout)["about"] == {"group": "Clients", "region": "north", "round": "1", "on": "2025-02-03"}
    said = ["--group", "CLIENTS", "--region", "NORTH", "--round", "01", "--on", "2025-02-03"]
    table = sheet.with_suffix(".csv")
    assert consult(standards, "read", sheet, *said, "--comments", table).exit_code == 0
    assert consult(standards, "import", REF, table).exit_code == 0, "both know what the record lists by the same names"
    record(standards).unlink()
    assert consult(standards, "read", sheet, *said).exit_code == 0, "there is nothing yet to hold it against"


def test_what_was_changed_meanwhile_is_told_and_not_put_into_the_files(standards: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "review.xlsx"
    consult(standards, "sheet", REF, "-o", sheet)
    filled(sheet, {("listens/question#1", "proposed"): "Does it listen to them?"})
    changed = definition(standards).read_text().replace("Does it listen to everybody?", "Does it listen to each?")
    definition(standards).write_text(changed)
    shown = consult(standards, "read", sheet, "--apply")
    assert definition(standards).read_text() == changed
    assert "look at both" in " ".join(shown.stdout.split())
    assert "changed since" in " ".join(shown.stdout.split())


def test_rows_may_be_sorted_and_lost(standards: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "review.xlsx"
    consult(standards, "sheet", REF, "-o", sheet)
    filled(sheet, {("listens/question#1", "comment"): "Which?"})
    book = openpyxl.load_workbook(sheet)
    table = book["Review"]
    rows = [[cell.value for cell in row] for row in table.iter_rows(min_row=5)]
    table.delete_rows(5, len(rows))
    for at, row in enumerate(reversed(rows[2:]), 5):
        for column, value in enumerate(row, 1):
            table.cell(at, column).value = value
    book.save(sheet)
    data = json.loads(consult(standards, "read", sheet, "--format", "json").stdout)
    assert data["missing"] == 2
    assert [each["comment"] for each in data["comments"]] == ["Which?"]


def test_a_sheet_of_a_real_spreadsheet_program_comes_back_the_same(standards: Path, tmp_path: Path, soffice: str) -> None:
    sheet = tmp_path / "review.xlsx"
    consult(standards, "sheet", REF, "-o", sheet)
    filled(sheet, {("listens/question#1", "proposed"): "Does it listen, “really”?"})
    command: list[str | Path] = [
        soffice,
        "--headless",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--convert-to",
        "xlsx",
        "--outdir",
        tmp_path / "out",
        sheet,
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    data = json.loads(consult(standards, "read", tmp_path / "out" / "review.xlsx", "--format", "json").stdout)
    assert [each["after"] for each in data["proposals"]] == ["Does it listen, “really”?"]
    assert (data["missing"], data["unknown"], data["comments"]) == (0, [], [])


def test_a_sheet_in_another_language_has_both_texts_and_leaves_the_wording_to_editors(tmp_path: Path) -> None:
    copied = shutil.copytree(ROOT / "standards", tmp_path / "standards")
    (copied / "releases.json").write_text('{"format": 1, "events": []}\n')
    shutil.rmtree(copied / "sepm" / "3.0.0" / "release")  # so that it is a draft, and no release that the record lost
    sheet = tmp_path / "review.xlsx"
    assert consult(copied, "sheet", "sepm@3.0.0", "-o", sheet, lang="fr").exit_code == 0
    table = next(each for each in openpyxl.load_workbook(sheet) if each["A1"].value == "spregistry review rows")
    columns = {cell.value: cell.column for cell in table[1]}
    row = next(row[0].row for row in table.iter_rows() if row[0].value == "social-strategy/title#1")
    assert table.cell(row, columns["text"]).value == "Social strategy"
    assert (
        table.cell(row, columns["shown"]).value
        == Registry.open(copied).translation("sepm@3.0.0", "fr").framework.groups["social-strategy"][-1].title
    )
    filled(sheet, {("social-strategy/title#1", "proposed"): "Stratégie"})
    before = (copied / "sepm" / "3.0.0" / "1-social-strategy.yaml").read_bytes()
    data = json.loads(consult(copied, "read", sheet, "--apply", "--format", "json").stdout)
    assert [(each["after"], each["applied"]) for each in data["proposals"]] == [("Stratégie", False)]
    assert data["language"] == "fr"
    assert (copied / "sepm" / "3.0.0" / "1-social-strategy.yaml").read_bytes() == before


def test_what_a_profile_borrows_is_proposed_to_its_base(tmp_path: Path) -> None:
    copied = shutil.copytree(ROOT / "tests" / "cases" / "frameworks" / "valid" / "profiles", tmp_path / "standards")
    sheet = tmp_path / "review.xlsx"
    consult(copied, "sheet", "by-ids@1.0.0", "-o", sheet)
    profile = Registry.open(copied)["by-ids@1.0.0"]
    borrowed = next(iter(profile.indicators))
    filled(sheet, {(f"{borrowed}/question#1", "proposed"): "Another question?", ("framework/title#1", "proposed"): "Another title"})
    data = json.loads(consult(copied, "read", sheet, "--apply", "--format", "json").stdout)
    assert {(each["name"], each["applied"]) for each in data["proposals"]} == {
        (f"{borrowed}/question#1", False),
        ("framework/title#1", True),
    }
    changed = Registry.open(copied)["by-ids@1.0.0"]
    assert changed.title == "Another title"
    assert changed.indicators[borrowed].question == profile.indicators[borrowed].question


def test_other_workbooks_and_files_are_refused(standards: Path, tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "other.xlsx")
    (tmp_path / "text.xlsx").write_text("no workbook")
    for name in ("other.xlsx", "text.xlsx", "missing.xlsx"):
        assert consult(standards, "read", tmp_path / name).exit_code == 3, name


# The review document.


def test_a_document_marks_changes_word_by_word_and_not_by_colour_alone() -> None:
    page = consult(EXAMPLE, "document", "clean-water@1.1.0", "--since", "1").stdout
    assert '<del><span class="heard" lang="en">[deleted: </span>a safe distance<span class="heard">]</span></del>' in page
    assert "text-decoration: line-through" in page
    assert "text-decoration: underline" in page
    assert "This consultation is an example" in page
    assert "<script" not in page
    assert not re.search(r'(?:src|href)="(?!#)', page), "nothing is fetched"
    assert "Price of twenty litres" in page


def test_a_document_names_other_elements_by_title_and_code() -> None:
    page = consult(CASES.parent / "versions" / "registry", "document", "demo@2.0.0").stdout
    assert "asks more than “Goals” (1.1 of 1.0.1), which it continues" in page


def test_a_document_for_a_round_names_its_days() -> None:
    page = consult(EXAMPLE, "document", "clean-water@1.1.0", "--round", "2").stdout
    assert "comments are taken from 2025-06-16 to 2025-07-18" in page
    assert "sha256:ee9413cdb91e" in page
    assert "a meeting open to all users" not in page, "that came after this draft"


def test_a_document_for_a_word_processor(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    path = tmp_path / "review.docx"
    assert consult(EXAMPLE, "document", "clean-water@1.1.0", "--since", "1", "-o", path).exit_code == 0
    runs = [run for paragraph in docx.Document(path).paragraphs for run in paragraph.runs]
    assert "a safe distance" in [run.text for run in runs if run.font.strike]
    assert "least thirty metres away" in [run.text for run in runs if run.underline]
    content = path.read_bytes()
    consult(EXAMPLE, "document", "clean-water@1.1.0", "--since", "1", "-o", path)
    assert path.read_bytes() == content


def test_a_first_version_is_written_whole_without_marks(tmp_path: Path) -> None:
    first = Registry.open(EXAMPLE)["clean-water@1.0.0"]
    page = consult(EXAMPLE, "document", "clean-water@1.0.0", "--whole").stdout
    assert "clean-water@1.0.0, the first of its versions" in page
    assert "This consultation is an example" in page
    assert not re.search(r"<ins>|<del>|class=\"?standing|Unchanged|Nothing differs|How changes are marked", page)
    article = html.unescape(page)
    for indicator in first.indicators.values():
        assert f">{indicator.code} {indicator.title}</span>" in article
        assert f">{indicator.question}</dd>" in article
    docx = pytest.importorskip("docx")
    path = tmp_path / "first.docx"
    assert consult(EXAMPLE, "document", "clean-water@1.0.0", "--whole", "-o", path).exit_code == 0
    paragraphs = docx.Document(path).paragraphs
    assert not [run.text for paragraph in paragraphs for run in paragraph.runs if run.font.strike or run.underline]
    written = "\n".join(paragraph.text for paragraph in paragraphs)
    assert all(indicator.question in written for indicator in first.indicators.values())
    assert "How changes are marked" not in written
    assert "Unchanged" not in written


def test_a_round_on_a_first_version_gets_the_document_of_its_draft(tmp_path: Path) -> None:
    standards = Path(shutil.copytree(EXAMPLE, tmp_path / "standards"))
    shutil.rmtree(standards / "clean-water" / "1.1.0")
    (standards / "releases.json").unlink()
    folder = standards / "clean-water" / "1.0.0"
    shutil.rmtree(folder / "release")
    record = yaml.safe_load((folder / "consultation.yaml").read_text(encoding="utf-8"))
    assert consult(standards, "draft", "clean-water@1.0.0", "--round", "1").exit_code == 0
    draft = Registry.open(standards)["clean-water@1.0.0"].digest
    record["rounds"] = [{"number": 1, "start": "2022-03-01", "end": "2022-04-30", "draft": draft}]
    (folder / "consultation.yaml").write_text(yaml.safe_dump(json.loads(json.dumps(record, default=str))), encoding="utf-8")
    definition = folder / "framework.yaml"
    definition.write_text(
        definition.read_text(encoding="utf-8").replace("title: Clean water points", "title: Wells and pumps", 1), encoding="utf-8"
    )
    page = consult(standards, "document", "clean-water@1.0.0", "--round", "1", "--whole").stdout
    assert "comments are taken from 2022-03-01 to 2022-04-30" in page
    assert f"Digest of the draft: {draft}" in page
    assert "Clean water points" in page
    assert "Wells and pumps" not in page, "that came after this draft"


def test_a_first_version_alone_has_nothing_to_compare_with() -> None:
    done = consult(EXAMPLE, "document", "clean-water@1.0.0")
    assert done.exit_code == 3
    assert "show all of it with --whole" in done.output
    # Against what is named it is compared even whole.
    page = consult(EXAMPLE, "document", "clean-water@1.1.0", "--since", "clean-water@1.0.0", "--whole").stdout
    assert "How changes are marked" in page
    assert "Unchanged" in page


def test_what_there_is_no_draft_of_is_told(standards: Path) -> None:
    assert consult(standards, "document", REF, "--round", "7").exit_code == 3
    assert consult(standards, "document", "demo@1.0.0").exit_code == 3
    assert consult(standards, "document", REF, "--since", "demo@9.0.0").exit_code == 3


# The worked example.


def test_the_example_is_complete_and_says_that_it_is_one() -> None:
    registry = Registry.open(EXAMPLE)
    reading = parse_consultation(EXAMPLE, (EXAMPLE / "clean-water" / "1.1.0" / "consultation.yaml").read_bytes(), "x.yaml")
    assert reading.consultation is not None
    found = reading.consultation
    assert found.example is True
    assert len(found.rounds or ()) == 2
    comments = found.comments or ()
    assert len(comments) >= 25
    assert {comment.answer.disposition for comment in comments if comment.answer} == {
        "accepted", "partly", "rejected", "out-of-scope", "deferred",
    }  # fmt: skip
    assert [each.group for each in found.coverage() if each.silent] == ["water-vendors"]
    assert {decision.outcome for decision in found.decisions or ()} == {"approved", "returned"}
    assert [*registry] == ["clean-water@1.0.0", "clean-water@1.1.0"]


def test_nothing_fictional_stands_in_the_chain_of_the_real_standards() -> None:
    ours = json.loads((ROOT / "standards" / "releases.json").read_text())["events"]
    assert not any(event.get("example") for event in ours)
    theirs = json.loads((EXAMPLE / "releases.json").read_text())["events"]
    assert theirs
    assert all(event["example"] is True for event in theirs)
