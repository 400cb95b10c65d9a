"""Two branches put something on the same record: what version control makes of it is told as that, and the way of the page leads out of it."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from releases import FIRST, NEXT, NEXT_DAY, run, with_first
from spregistry.load.releases.record import TWO_BRANCHES, append, read_record, write_record
from tools import lacking

Git = Callable[..., str]


@pytest.fixture
def git(tmp_path: Path) -> Git:
    """Run git in the folder of the repository, as nobody has configured it."""
    if shutil.which("git") is None:
        lacking("git", "no program of that name is on the path")
    who = {f"GIT_{role}_{what}": "editor@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environment = {**os.environ, **who, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}

    def run_git(*arguments: str, check: bool = True) -> str:
        done = subprocess.run(["git", *arguments], cwd=tmp_path, env=environment, check=check, capture_output=True, text=True)
        return done.stdout + done.stderr

    return run_git


def recorded(registry: Path, *arguments: str) -> None:
    result = run(registry, *arguments)
    assert result.exit_code == 0, result.output


@pytest.fixture
def merged(tmp_path: Path, git: Git) -> Path:
    """A repository in which one branch told an erratum, and another released the next version and deprecated the first; just merged."""
    registry = with_first(tmp_path)
    (tmp_path / ".gitignore").write_text(".releases.lock\n", encoding="utf-8")
    git("init", "-q", "-b", "main")
    git("add", ".")
    git("commit", "-qm", "The first version")
    git("checkout", "-qb", "other")
    recorded(registry, "release", NEXT, "--on", NEXT_DAY)
    recorded(registry, "record", "deprecate", FIRST, "--on", "2025-06-02", "--successor", NEXT)
    git("add", ".")
    git("commit", "-qm", "The next version")
    git("checkout", "-q", "main")
    recorded(registry, "record", "erratum", FIRST, "--on", "2025-05-01", "--reason", "Read goals as social goals.")
    git("commit", "-qam", "An erratum")
    assert "CONFLICT" in git("merge", "other", check=False)
    return registry


def told(registry: Path, *arguments: str) -> tuple[int, list[dict[str, Any]]]:
    result = run(registry, *arguments, "--format", "json")
    return result.exit_code, json.loads(result.stdout)["findings"]


def kinds(registry: Path) -> list[str]:
    return [event.kind for event in read_record(registry).events]


def test_the_way_of_the_page_leads_out_of_it(merged: Path, git: Git) -> None:
    for command in ("verify", "check"):
        result = run_with_error(merged, command)
        assert "releases.json:3:1: two branches changed this place" in result, "the head stands in line 3"
        assert str(TWO_BRANCHES) in result
    theirs = json.loads(git("show", "MERGE_HEAD:standards/releases.json"))
    assert [event["event"] for event in theirs["events"]] == ["released", "released", "deprecated"]
    git("checkout", "--ours", "standards/releases.json")
    assert kinds(merged) == ["released", "erratum"]
    made = merged / "demo" / "1.1.0" / "release"
    for command in ("verify", "check"):
        code, findings = told(merged, command)
        assert (code, [(each["code"], each["file"]) for each in findings]) == (1, [("broken-record", str(made))])
        assert "or only on a branch whose record was not kept: delete the folder." in findings[0]["hint"]
    digest = theirs["events"][1]["digest"]
    shutil.rmtree(made)
    recorded(merged, "release", NEXT, "--on", NEXT_DAY)
    recorded(merged, "record", "deprecate", FIRST, "--on", "2025-06-02", "--successor", NEXT)
    assert told(merged, "verify") == (0, [])
    assert kinds(merged) == ["released", "erratum", "released", "deprecated"]
    assert read_record(merged).releases[NEXT].digest == digest, "what users have of it is still what was released"
    git("add", ".")
    git("commit", "-qm", "Both")
    assert git("status", "--porcelain") == ""


def run_with_error(registry: Path, *arguments: str) -> str:
    result = run(registry, *arguments)
    assert (result.exit_code, result.stdout) == (3, "")
    return " ".join(result.stderr.split())


def joined(merged: Path, git: Git, *sides: str) -> Path:
    """Join events by hand, as one does who takes the record for a list: of each side all that the base has not, with the head of the last."""
    git("checkout", "--ours", "standards/releases.json")
    record = read_record(merged)
    kept = record.events[:1]
    of = {side: json.loads(git("show", f"{side}:standards/releases.json")) for side in sides}
    events = [*(event.data for event in kept), *(event for side in sides for event in of[side]["events"][1:])]
    data = {"format": 1, "head": of[sides[-1]]["head"], "events": events}
    (merged / "releases.json").write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return merged


@pytest.mark.parametrize(
    ("sides", "first", "next_"),
    [
        (("HEAD", "MERGE_HEAD"), "“erratum” of demo@1.0.0 on 2025-05-01", "“released” of demo@1.1.0 on 2025-06-01"),
        (("MERGE_HEAD", "HEAD"), "“released” of demo@1.1.0 on 2025-06-01", "“erratum” of demo@1.0.0 on 2025-05-01"),
    ],
)
def test_events_of_two_branches_that_were_joined_are_told_as_such(
    merged: Path, git: Git, sides: tuple[str, str], first: str, next_: str
) -> None:
    registry = joined(merged, git, *sides)
    expected = f"the event {first} and the event {next_} have the same place in the chain, as events of two branches do"
    for command in (["verify"], ["check"], ["check", FIRST]):
        code, findings = told(registry, *command)
        chain = [each for each in findings if each["file"] == str(registry / "releases.json")]
        assert (code, [(each["code"], each["message"], each["hint"]) for each in chain]) == (
            1,
            [("broken-record", expected, str(TWO_BRANCHES))],
        ), command
    before = (registry / "releases.json").read_bytes()
    refused = run(registry, "record", "erratum", FIRST, "--reason", "Another.")
    assert (refused.exit_code, "as events of two branches do" in " ".join(refused.stdout.split())) == (1, True)
    assert (registry / "releases.json").read_bytes() == before


def test_the_head_of_the_other_branch_does_not_hide_or_double_it(merged: Path, git: Git) -> None:
    registry = joined(merged, git, "HEAD", "MERGE_HEAD")
    path = registry / "releases.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    data["head"] = json.loads(git("show", "HEAD:standards/releases.json"))["head"]
    path.write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    code, findings = told(registry, "verify")
    assert (code, [each["hint"] for each in findings]) == (1, [str(TWO_BRANCHES)])
    # A head of nothing on record is one more thing that is wrong.
    data["head"] = "sha256:" + "0" * 64
    path.write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    assert [each["message"].partition(":")[0] for each in told(registry, "verify")[1]][1:] == ["the head is not that of the last event"]


def test_two_records_that_both_began_with_nothing(tmp_path: Path) -> None:
    registry = with_first(tmp_path)
    record = read_record(registry)
    alone = append(read_record(tmp_path), {**record.events[0].data, "on": "2025-01-16"})
    write_record(append(record, {"event": "review", "framework": FIRST, "on": "2025-02-01"}))
    assert told(registry, "verify") == (0, [])
    data = json.loads((registry / "releases.json").read_text(encoding="utf-8"))
    data["events"].insert(1, alone.events[0].data)
    (registry / "releases.json").write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")
    code, findings = told(registry, "check")
    assert code == 1
    assert {each["message"] for each in findings} == {
        "the event “released” of demo@1.0.0 on 2025-01-15 and the event “released” of demo@1.0.0 on 2025-01-16 have the same place in the chain, as events of two branches do",
        "demo@1.0.0 is released twice",
    }
    assert {each["hint"] for each in findings} == {str(TWO_BRANCHES)}


def test_a_changed_event_is_no_branch(merged: Path, git: Git) -> None:
    git("checkout", "--theirs", "standards/releases.json")
    path = merged / "releases.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"on": "2025-06-01"', '"on": "2025-05-31"'), encoding="utf-8")
    for command in ("verify", "check"):
        code, findings = told(merged, command)
        assert (code, len(findings)) == (1, 1), "check tells a chain that does not hold as well"
        assert "“released” of demo@1.1.0 on 2025-05-31 was changed" in findings[0]["message"]
        assert findings[0]["hint"].startswith("Restore it")
