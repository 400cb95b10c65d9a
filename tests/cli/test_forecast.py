"""`spregistry forecast`, on real files and a small standard with a patch and a major version. Numbers are worked out by hand."""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

import spregistry
from spregistry.cli import progress
from spregistry.evolve.carrying import causes
from spregistry.evolve.carrying.forecast import Forecast
from spregistry.evolve.proving import undone
from spregistry.evolve.proving.proof import framework_made_of
from spregistry.load import contracts
from spregistry.model.forecast import Foreseen, Standing
from workbooks import filled

Run = Callable[..., Result]

VERSIONS = Path(__file__).parents[1] / "cases" / "versions"
KAYA = VERSIONS / "kaya-2024.yaml"


@pytest.fixture
def past(tmp_path: Path) -> Path:
    """A folder with a good submission, a weak one a folder deeper, a workbook, and what cannot be read or is none."""
    folder = tmp_path / "past"
    (folder / "deeper").mkdir(parents=True)
    shutil.copy(KAYA, folder / "b-kaya.yaml")
    # Leading: goals and board met, bonus not: 66.67, an award; serving nothing: 0 by prices [], 90 of 100 left, visits 0.
    weak = (
        KAYA.read_text(encoding="utf-8")
        .replace("Kaya Savings", "=Weak")
        .replace("value: [web]", "value: []")
        .replace("value: 3", "value: 0")
    )
    (folder / "deeper" / "weak.yaml").write_text(weak.replace("left: 10", "left: 90").replace("demo@1.0.0", "demo@1.0.1"), encoding="utf-8")
    registry = spregistry.Registry.open(VERSIONS / "registry")
    blank = {"format": 1, "framework": "demo@1.0.0", "facts": {"form": "bank"}, "answers": {}}
    (folder / "form.xlsx").write_bytes(filled(registry["demo@1.0.0"], blank))
    shutil.copy(VERSIONS / "kaya-2025.yaml", folder / "on-the-draft.yaml")
    (folder / "a-broken.yaml").write_text("answers: [", encoding="utf-8")
    (folder / "unknown.json").write_text('{"format": 1, "framework": "demo@0.1.0"}', encoding="utf-8")
    (folder / "other.yml").write_text("format: 1\nframework: another@1.0.0\n", encoding="utf-8")
    (folder / "misshapen.yaml").write_text("format: 1\nframework: demo@1.0.0\nanswers: 7\n", encoding="utf-8")
    (folder / "empty.yaml").write_bytes(b"")
    (folder / "README.md").write_text("No submission", encoding="utf-8")
    (folder / "~$form.xlsx").write_bytes(b"locked")
    return folder


def files(result: Result) -> dict[str, Any]:
    return {Path(each["file"]).name: each for each in json.loads(result.stdout)["files"]}


def test_who_fares_otherwise_and_by_which_changes(go: Run, past: Path) -> None:
    result = go("forecast", "demo@2.0.0", past, "--format", "json")
    assert (result.exit_code, result.stderr) == (1, "")
    assert [error.message for error in contracts.validator("forecast").iter_errors(json.loads(result.stdout))] == []
    found = files(result)
    # Before: leading 2/3, serving (1/3 + 0.8 + 0.5)/3. After: leading (0.5 + 2·1 + 0 or 1)/4, serving (1/3 + 0.8 + 0.25)/3.
    kaya = found["b-kaya.yaml"]
    assert kaya["before"] == {"score": 60.56, "potential": 60.56, "bands": ["high"], "awards": ["level-1"], "open_awards": []}
    assert kaya["after"] == {"score": 54.31, "potential": 66.81, "bands": ["high"], "awards": ["level-1"], "open_awards": []}
    assert (kaya["change"], kaya["band"], kaya["to_confirm"], kaya["dropped"]) == (None, "same", 3, 1)
    # Without the one change: no publication 64.72; goals as they were 60.56; bonus back 48.06; board of weight 1 48.06; visits 58.47.
    assert {(cause["changes"][0]["element"], cause["kind"]): cause["effect"] for cause in kaya["causes"]} == {
        ("publication", "added"): -10.41,
        ("strategy", "widened"): -6.25,
        ("bonus", "withdrawn"): 6.25,
        ("board", "reweighted"): 6.25,
        ("visits", "rescaled"): -4.16,
    }
    assert [abs(cause["effect"]) for cause in kaya["causes"]] == [10.41, 6.25, 6.25, 6.25, 4.16]
    # 54.31 − 60.56 = −6.25, and the effects sum up to −8.32.
    assert kaya["unexplained"] == 2.07
    # Leading is 66.67 of 100 and then 62.5 to 87.5; serving stays 0; without serving's help half of it is below 50.
    weak = found["weak.yaml"]
    assert (weak["before"]["score"], weak["before"]["bands"], weak["before"]["awards"]) == (33.33, ["low"], ["level-1"])
    assert (weak["after"]["score"], weak["after"]["potential"], weak["after"]["bands"]) == (31.25, 43.75, ["low"])
    assert json.loads(result.stdout)["counts"] == {
        "read": 3,
        "same": 1,
        "moved": 0,
        "open": 0,
        "lost": 0,
        "gained": 0,
        "awards_open": 0,
        "changed": 0,
        "ranged": 2,
        "aside": 2,
        "unread": 4,
    }


def test_what_cannot_be_read_is_named_and_stops_nothing(go: Run, past: Path) -> None:
    found = files(go("forecast", "demo@2.0.0", past, "--format", "json"))
    assert {name for name, each in found.items() if "unread" in each} == {"a-broken.yaml", "unknown.json", "misshapen.yaml", "empty.yaml"}
    assert {name for name, each in found.items() if "left_aside" in each} == {"other.yml", "on-the-draft.yaml"}
    assert {name for name, each in found.items() if "before" in each} == {"b-kaya.yaml", "weak.yaml", "form.xlsx"}
    text = go("forecast", "demo@2.0.0", past)
    assert text.exit_code == 1
    assert "Could not be read: 4" in text.stdout
    assert all(name in text.stdout for name in ("a-broken.yaml", "unknown.json", "misshapen.yaml", "empty.yaml"))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
@pytest.mark.parametrize("name", ["c-pipe.yaml", "c-pipe.json", "c-pipe.xlsx"])
def test_a_pipe_in_the_folder_is_waited_for_by_nobody(name: str, past: Path, environment: dict[str, str]) -> None:
    for each in ("a-broken.yaml", "unknown.json", "misshapen.yaml", "empty.yaml"):
        (past / each).unlink()
    os.mkfifo(past / name)
    (past / "c-link.yaml").symlink_to(past / "b-kaya.yaml")
    command = [sys.executable, "-m", "spregistry", "--registry", str(VERSIONS / "registry"), "forecast", "demo@2.0.0", str(past)]
    run = subprocess.run([*command, "--format", "json", "--explain", "0"], env=environment, capture_output=True, check=False, timeout=60)
    assert (run.returncode, run.stderr.decode()) == (1, "")
    found = {Path(each["file"]).name: each for each in json.loads(run.stdout)["files"]}
    assert {each: told["unread"] for each, told in found.items() if "unread" in told} == {name: f"{past / name}: it is no plain file"}
    assert {each for each, told in found.items() if "before" in told} == {"b-kaya.yaml", "c-link.yaml", "weak.yaml", "form.xlsx"}


def test_folders_that_cannot_be_read_are_named_and_counted(go: Run, past: Path) -> None:
    for each in ("a-broken.yaml", "unknown.json", "misshapen.yaml", "empty.yaml"):
        (past / each).unlink()
    assert go("forecast", "demo@2.0.0", past, "--explain", "0").exit_code == 0
    (past / "2021").symlink_to(past / "drive-that-is-not-there")
    (past / "2022").symlink_to(past / "deeper")  # is read already
    told = go("forecast", "demo@2.0.0", past, "--explain", "0")
    assert told.exit_code == 1
    assert ("Submissions read: 3\n" in told.stdout, "Could not be read: 1\n" in told.stdout) == (True, True)
    found = files(go("forecast", "demo@2.0.0", past, "--explain", "0", "--format", "json"))
    assert {name: each["unread"] for name, each in found.items() if "unread" in each} == {"2021": "no such file or directory"}


def test_in_words(go: Run, past: Path) -> None:
    said = " ".join(go("forecast", "demo@2.0.0", past / "deeper").stdout.split())
    assert "Score 33.33 → 31.25–43.75 (open until all is answered)" in said
    assert "1.3 Publication · new" in said
    assert "Submissions read: 1 Nothing changes for: 0" in said
    assert "Another score or range; the difference is not settled while answers are missing: 1" in said, (
        "each one that is read is counted somewhere"
    )


def test_bands_and_awards_that_move(go: Run, past: Path, tmp_path: Path) -> None:
    copied = Path(shutil.copytree(VERSIONS / "registry", tmp_path / "standards"))
    path = copied / "demo" / "2.0.0" / "framework.yaml"
    text = path.read_text(encoding="utf-8").replace("{id: high, from: 50,", "{id: high, from: 30,").replace("score: 60}", "score: 88}")
    path.write_text(text, encoding="utf-8")
    result = go("forecast", "demo@2.0.0", past, "--format", "json", registry=copied)
    weak = files(result)["weak.yaml"]
    assert (weak["band"], weak["before"]["bands"], weak["after"]["bands"]) == ("moved", ["low"], ["high"])
    assert (weak["awards_lost"], weak["awards_gained"]) == (["level-1"], [])
    causes = {(cause["changes"][0]["element"], cause["kind"]): cause for cause in weak["causes"]}
    assert (causes["band:high", "rebanded"]["effect"], causes["band:high", "rebanded"]["without"]["bands"]) == (0.0, ["low"])
    assert causes["award:level-1", "awards"]["without"]["awards"] == ["level-1"]
    counts = json.loads(result.stdout)["counts"]
    assert (counts["moved"], counts["lost"], counts["awards_open"]) == (1, 2, 0)


def test_an_award_is_open_where_what_is_to_be_answered_decides(go: Run, past: Path, tmp_path: Path) -> None:
    """Leading earns 2.5 of 4, and 3.5 with the new question at its best: 62.50 to 87.50."""
    copied = Path(shutil.copytree(VERSIONS / "registry", tmp_path / "standards"))
    path = copied / "demo" / "2.0.0" / "framework.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("score: 60}", "score: 87.5}"), encoding="utf-8")
    result = go("forecast", "demo@2.0.0", past / "deeper", "--format", "json", registry=copied)
    assert [error.message for error in contracts.validator("forecast").iter_errors(json.loads(result.stdout))] == []
    weak = files(result)["weak.yaml"]
    assert (weak["before"]["awards"], weak["after"]["awards"], weak["after"]["open_awards"]) == (["level-1"], [], ["level-1"])
    assert (weak["awards_lost"], weak["awards_gained"], weak["awards_open"]) == ([], [], ["level-1"])
    counts = json.loads(result.stdout)["counts"]
    assert (counts["lost"], counts["gained"], counts["awards_open"]) == (0, 0, 1)
    causes = {(cause["changes"][0]["element"], cause["kind"]): cause["without"] for cause in weak["causes"]}
    assert causes["award:level-1", "awards"]["awards"] == ["level-1"]
    [row] = csv.DictReader(io.StringIO(go("forecast", "demo@2.0.0", past / "deeper", "--format", "csv", registry=copied).stdout))
    assert (row["awards_lost"], row["awards_open"]) == ("", "level-1")
    shown = go("forecast", "demo@2.0.0", past / "deeper", registry=copied).stdout
    assert "  Award open until all is answered: Level 1\n" in shown
    assert ("Loses" in shown, "Lose an award: 0\n" in shown, "Award open until all is answered: 1\n" in shown) == (False, True, True)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ((("a",), ()), ((), ()), ("lost", "a")),
        (((), ()), (("a",), ()), ("gained", "a")),
        ((("a",), ()), ((), ("a",)), ("awards_open", "a")),
        (((), ("a",)), (("a",), ()), ("awards_open", "a")),
        (((), ("a",)), ((), ()), ("awards_open", "a")),
        (((), ()), ((), ("a",)), ("awards_open", "a")),
        (((), ("a",)), ((), ("a",)), None),
        ((("a",), ()), (("a",), ()), None),
    ],
)
def test_what_becomes_of_an_award(before: Any, after: Any, told: tuple[str, str] | None) -> None:
    """As of bands: same where both may end alike, open where they may end alike or not, else lost or gained."""
    was, is_ = (Standing(score=50.0, potential=60.0, bands=(), awards=held, open_awards=open_) for held, open_ in (before, after))
    one = Foreseen("f", "", "demo@1.0.0", None, was, is_, to_confirm=0, dropped=0)
    found = {name: getattr(one, name) for name in ("lost", "gained", "awards_open")}
    assert found == {"lost": (), "gained": (), "awards_open": (), **({told[0]: (told[1],)} if told else {})}
    assert one.stays is (told is None)


def test_a_patch_moves_nobody(go: Run, past: Path) -> None:
    shutil.rmtree(past / "deeper")
    counts = json.loads(go("forecast", "demo@1.0.1", past, "--format", "json").stdout)["counts"]
    assert (counts["read"], counts["same"]) == (2, 2)


def test_rows_for_spreadsheets(go: Run, past: Path, tmp_path: Path) -> None:
    output = tmp_path / "rows.csv"
    result = go("forecast", "demo@2.0.0", past, "-o", output)
    assert (result.exit_code, result.stdout) == (1, "")
    rows = {Path(row["file"]).name: row for row in csv.DictReader(io.StringIO(output.read_text(encoding="utf-8")))}
    assert len(rows) == 9
    assert rows["weak.yaml"]["organisation"] == "'=Weak"
    assert (rows["b-kaya.yaml"]["score_after"], rows["b-kaya.yaml"]["bands_after"], rows["b-kaya.yaml"]["change"]) == ("54.31", "high", "")
    assert rows["b-kaya.yaml"]["causes"].split()[0] == "publication/added"
    assert rows["empty.yaml"]["unread"] != ""


@pytest.mark.parametrize("name", ["=1", "+1", "-1", "@x", "\uff1d1", "\uff0b1", "\uff0d1", "\uff20x"])
def test_a_name_is_no_formula(name: str, go: Run, tmp_path: Path) -> None:
    (tmp_path / "past").mkdir()
    text = KAYA.read_text(encoding="utf-8").replace("Kaya Savings", json.dumps(name))
    (tmp_path / "past" / "kaya.yaml").write_text(text, encoding="utf-8")
    written = go("forecast", "demo@2.0.0", tmp_path / "past", "--format", "csv", "--explain", "0").stdout
    assert [row["organisation"] for row in csv.DictReader(io.StringIO(written))] == [f"'{name}"]


def test_causes_are_looked_for_as_far_as_asked(go: Run, past: Path) -> None:
    found = files(go("forecast", "demo@2.0.0", past, "--format", "json", "--explain", "1"))
    assert [found[name]["causes"] is None for name in ("b-kaya.yaml", "weak.yaml", "form.xlsx")] == [False, True, False]
    assert found["form.xlsx"]["causes"] == []  # nothing about it changes


def test_a_profile_is_compared_with_its_later_version(go: Run, tmp_path: Path) -> None:
    folder = tmp_path / "past"
    folder.mkdir()
    (folder / "entry.yaml").write_text(KAYA.read_text(encoding="utf-8") + "profile: demo-entry@1.0.0\n", encoding="utf-8")
    entry = files(go("forecast", "demo@2.0.0", folder, "--format", "json"))["entry.yaml"]
    # Of goals and board both are met; then strategy is half met, and the board of weight 2 met: 2.5 of 3.
    assert (entry["profile"], entry["before"]["score"], entry["after"]["score"], entry["change"]) == (
        "demo-entry@1.0.0",
        100.0,
        83.33,
        -16.67,
    )
    assert (entry["causes"], entry["together"]) == (None, None)
    shown = " ".join(go("forecast", "demo@2.0.0", folder).stdout.split())
    assert "Its causes were not looked for, since it was scored on demo-entry@1.0.0." in shown


def test_awards_of_a_profile_are_called_by_their_titles(go: Run, tmp_path: Path) -> None:
    copied = Path(shutil.copytree(VERSIONS / "registry", tmp_path / "standards"))
    for version, needed in (("1.0.0", 1), ("2.0.0", 100)):  # any points for leading are enough, and then only all of them
        with (copied / "demo-entry" / version / "framework.yaml").open("a", encoding="utf-8") as file:
            file.write(f"awards: [{{id: first, title: First steps done, minimums: [{{group: leading, score: {needed}}}]}}]\n")
    folder = tmp_path / "past"
    folder.mkdir()
    (folder / "entry.yaml").write_text(KAYA.read_text(encoding="utf-8") + "profile: demo-entry@1.0.0\n", encoding="utf-8")
    assert "  Loses: First steps done\n" in go("forecast", "demo@2.0.0", folder, registry=copied).stdout


def test_nothing_foreseen_is_no_success(go: Run, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    result = go("forecast", "demo@2.0.0", empty)
    assert result.exit_code == 3
    assert "holds no submission that can be carried to demo@2.0.0" in " ".join(result.stderr.split())
    (empty / "x.yaml").write_text("a: [", encoding="utf-8")
    assert go("forecast", "demo@2.0.0", empty).exit_code == 3
    assert go("forecast", "demo@9.9.9", empty).exit_code == 3
    assert go("forecast", "demo@2.0.0", empty / "x.yaml").exit_code == 3


@pytest.mark.parametrize("arguments", [(), ("demo@2.0.0",), ("demo@2.0.0", ".", "--explain", "-1")])
def test_wrong_usage(arguments: tuple[str, ...], go: Run) -> None:
    assert go("forecast", *arguments).exit_code == 2


def test_files_are_read_while_rows_are_written(past: Path) -> None:
    registry = spregistry.Registry.open(VERSIONS / "registry")
    begun: list[int] = []

    def files() -> Iterator[str]:
        for at in range(200):
            begun.append(at)
            yield str(past / "b-kaya.yaml")

    rows = Forecast(registry, registry["demo@2.0.0"], 0).over(files())
    first = next(rows)
    assert isinstance(first, Foreseen)
    assert (first.after.score, len(begun) < 50) == (54.31, True)
    assert sum(1 for _ in rows) == 199


@pytest.fixture
def grown(tmp_path: Path) -> Path:
    """The small registry, its last version with three more questions."""
    copied = Path(shutil.copytree(VERSIONS / "registry", tmp_path / "standards"))
    path = copied / "demo" / "2.0.0" / "framework.yaml"
    text = path.read_text(encoding="utf-8")
    one = """      - id: new-{at}
        code: "1.{code}"
        title: New {at}
        question: Is there a new thing?
        rubric: {{met: There is., partly: Half of it., unmet: There is not.}}
        answer: {{scale: practice}}
        new: Asked for.
"""
    start = text.index("      - id: publication")
    more = "".join(one.format(at=at, code=at + 6) for at in range(1, 4))
    end = text.index("\n  - id:", start) + 1
    path.write_text(text[:end] + more + text[end:], encoding="utf-8")
    return copied


def test_changes_of_one_kind_are_told_together_and_rows_add_up(go: Run, past: Path, grown: Path) -> None:
    kaya = files(go("forecast", "demo@2.0.0", past, "--format", "json", registry=grown))["b-kaya.yaml"]
    [added] = [cause for cause in kaya["causes"] if cause["kind"] == "added"]
    assert {change["element"] for change in added["changes"]} == {"publication", "new-1", "new-2", "new-3"}
    # Leading was 2.5 of 4; four questions more that nobody answered make it 2.5 of 7, and without them it is 2.5 of 3: 83.33 to 35.71.
    assert added["effect"] == -23.81
    whole = kaya["after"]["score"] - kaya["before"]["score"]
    assert round(sum(cause["effect"] for cause in kaya["causes"]) + kaya["unexplained"] - whole, 2) == 0
    shown = go("forecast", "demo@2.0.0", past, registry=grown).stdout
    assert "−23.81  New indicators together: 4" in shown
    rows = shown.split("b-kaya.yaml")[1].split("weak.yaml")[0].splitlines()
    effects = [float(row.split()[0].replace("−", "-")) for row in rows if row.strip()[:1] in ("−", "+")]
    assert round(sum(effects) - whole, 2) == 0


#: The weakest of two figures counts. In the next version each earns half of what it did, so undoing one of them alone moves nothing.
WEAKEST = """
format: 1
id: weakest
version: {version}
{previous}
title: The weakest counts
language: en
licence: CC0-1.0
levels: [dimension, indicator]
scoring: {{aggregate: mean, overall: true}}
bands: [{{id: low, from: 0}}, {{id: high, from: 60}}]
awards: [{{id: level-1, title: Level 1, minimums: [{{group: both, score: 60}}]}}]
groups:
  - id: both
    code: "1"
    title: Both
    aggregate: min
    indicators:
      - {{id: one, code: "1.1", title: One, question: How many?, reading: By ten., answer: {{number: {{schema: {{type: integer, minimum: 0}}, line: {{zero_at: 0, full_at: {full}}}}}}}}}
      - {{id: two, code: "1.2", title: Two, question: How many?, reading: By ten., answer: {{number: {{schema: {{type: integer, minimum: 0}}, line: {{zero_at: 0, full_at: {full}}}}}}}}}
"""


@pytest.fixture
def weakest(tmp_path: Path) -> Path:
    for version, previous, full in (("1.0.0", "", 10), ("2.0.0", "previous: weakest@1.0.0", 20)):
        folder = tmp_path / "standards" / "weakest" / version
        folder.mkdir(parents=True)
        (folder / "framework.yaml").write_text(WEAKEST.format(version=version, previous=previous, full=full), encoding="utf-8")
    (tmp_path / "past").mkdir()
    answers = "answers: {one: {value: 10}, two: {value: 10}}\n"
    (tmp_path / "past" / "full.yaml").write_text(f"format: 1\nframework: weakest@1.0.0\n{answers}", encoding="utf-8")
    return tmp_path


def test_what_only_several_changes_explain_is_said(go: Run, weakest: Path) -> None:
    result = go("forecast", "weakest@2.0.0", weakest / "past", "--format", "json", registry=weakest / "standards")
    assert [error.message for error in contracts.validator("forecast").iter_errors(json.loads(result.stdout))] == []
    full = files(result)["full.yaml"]
    # Both figures earned everything, and earn half: 100 to 50. Without the one change the other still keeps the weakest at 50.
    assert (full["before"]["score"], full["after"]["score"], full["band"], full["awards_lost"]) == (100.0, 50.0, "moved", ["level-1"])
    assert (full["causes"], full["unexplained"], full["together"]) == ([], -50.0, ["score", "potential", "bands", "awards"])
    shown = " ".join(go("forecast", "weakest@2.0.0", weakest / "past", registry=weakest / "standards").stdout.split())
    assert "−50.00 The score: only several changes together explain it, none of them alone" in shown
    assert "– The band: only several changes together explain it" in shown
    assert "– The awards: only several changes together explain it" in shown
    rows = go("forecast", "weakest@2.0.0", weakest / "past", "--format", "csv", registry=weakest / "standards").stdout
    [row] = csv.DictReader(io.StringIO(rows))
    assert (row["causes"], row["unexplained"], row["together"]) == ("", "-50.0", "score potential bands awards")


def test_what_a_change_has_a_part_in_is_not_said_to_be_of_several_only(go: Run, past: Path) -> None:
    kaya = files(go("forecast", "demo@2.0.0", past, "--format", "json"))["b-kaya.yaml"]
    assert kaya["together"] == []  # the row about what the causes leave says the rest
    shown = go("forecast", "demo@2.0.0", past).stdout
    assert ("changes act on each other" in shown, "only several changes together" in shown) == (True, False)


def test_versions_without_a_change_are_made_once(past: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[object] = []

    def counted(data: Any) -> Any:
        made.append(data)
        return framework_made_of(data)

    monkeypatch.setattr(causes, "framework_made_of", counted)
    registry = spregistry.Registry.open(VERSIONS / "registry")
    told: list[str] = []
    copies = [shutil.copy(past / "b-kaya.yaml", past / f"kaya-{at}.yaml") for at in range(60)]
    rows = [*Forecast(registry, registry["demo@2.0.0"], 60, told.append).over(map(str, copies))]
    assert [len(row.causes or ()) for row in rows if isinstance(row, Foreseen)] == [5] * 60
    assert len(made) <= 12, "once for each change or kind, not for each batch"
    assert told[0] == "Files read: 1"
    assert any(said.startswith("Looking for causes: 1 of ") for said in told)


def test_what_nobody_answered_is_not_tried(past: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []

    def noted(changes: Any, before: Any, after: Any) -> Any:
        tried.extend(f"{change.element}/{change.kind}" for change in changes)
        return undone.all_undone(changes, before, after)

    monkeypatch.setattr(causes, "all_undone", noted)
    registry = spregistry.Registry.open(VERSIONS / "registry")
    file = past / "b-kaya.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("  visits: {value: 3, evidence: [Log]}\n", ""), encoding="utf-8")
    assert [*Forecast(registry, registry["demo@2.0.0"], 1).over([str(file)])]
    assert ("visits/rescaled" in tried, "board/reweighted" in tried) == (False, True)


def test_a_long_run_says_how_far_it_is(go: Run, past: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "_SECONDS", 0.0)
    result = go("forecast", "demo@2.0.0", past)
    assert "Files read: 1 …" in result.stderr.splitlines()
    assert "Looking for causes: 1 of" in result.stderr
    assert "…" not in result.stdout.replace("[…]", "")
