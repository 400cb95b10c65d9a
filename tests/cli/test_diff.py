"""`spregistry diff`; what differs how stands in `cases/diff`. Goldens show the layout, and are no proof of a change."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest
from click.testing import Result

from spregistry.load import contracts
from spregistry.model.change import IMPACTS, STEPS, ElementKind, Kind
from tools import lacking

Run = Callable[..., Result]

#: What the later version says otherwise: two lines of words, a fact more, a check that stops, a weight.
EDITS = {
    "title: The board looks at the results": "title: The board looks at results",
    "Does the board look at social results at least once a year?": "Does the board look at [social] results every year?",
    "  - {id: staff, group: figures": "  - {id: region, group: identity, title: Region, schema: {type: string}}\n  - {id: staff, group: figures",
    "from: 10, to: 100000}, severity: warning": "from: 10, to: 100000}, severity: error",
    "            answer: {scale: practice}\n            weight: 2\n": "            answer: {scale: practice}\n            weight: 3\n",
}
CHANGES = [
    ("quality-check", "quality-check:loan-size", "", "breaking"),
    ("added", "region", "", "additive"),
    ("reweighted", "goals-written", "weight", "score-significant"),
    ("retitled", "board-reviews", "title", "editorial"),
    ("reworded", "board-reviews", "question", "editorial"),
]


def edited(text: str) -> str:
    for old, new in EDITS.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


@pytest.fixture
def versions(copied_registry: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> Run:
    """Run commands beside a registry with four versions: as it was, with the same words, with too small a step, and with one that is large enough."""
    folder = copied_registry / "cases"
    text = (folder / "1.0.0" / "framework.yaml").read_text(encoding="utf-8")
    for version, said in (("1.0.1", text), ("1.1.0", edited(text)), ("2.0.0", edited(text))):
        (folder / version).mkdir()
        written = said.replace("\nversion: 1.0.0\n", f"\nversion: {version}\nprevious: cases@1.0.0\n")
        (folder / version / "framework.yaml").write_text(written, encoding="utf-8")
    monkeypatch.chdir(copied_registry.parent)
    return lambda *arguments, **others: run("diff", *arguments, registry=others.pop("registry", "standards"), **others)


def said(changes: list[dict[str, Any]]) -> list[tuple[str, ...]]:
    return [(each["kind"], each["element"], each["field"], each["impact"]) for each in changes]


@pytest.mark.parametrize("format_", ["text", "markdown", "github"])
def test_differences_in_words(format_: str, versions: Run, golden: Callable[..., None]) -> None:
    result = versions("cases@1.0.0", "cases@2.0.0", "--format", format_)
    assert (result.exit_code, result.stderr) == (0, "")
    golden(result.stdout, {"text": ".txt", "markdown": ".md", "github": ".txt"}[format_])


def test_differences_in_data(versions: Run) -> None:
    result = versions("cases@1.0.0", "cases@2.0.0", "--format", "json")
    assert (result.exit_code, result.stderr) == (0, "")
    data = json.loads(result.stdout)
    assert [*contracts.validator("differences").iter_errors(data)] == []
    assert (data["before"], data["after"], data["step"]) == ("cases@1.0.0", "cases@2.0.0", "major")
    assert sorted(said(data["changes"])) == sorted(CHANGES)
    assert [each["element"] for each in data["changes"] if not each["judged"]] == ["board-reviews"]
    weighed = next(each for each in data["changes"] if each["kind"] == "reweighted")
    assert (weighed["before"], weighed["after"], weighed["code"], weighed["element_kind"]) == (2, 3, "1.1.1", "indicator")
    assert "proof" not in data


def test_contract_names_all_kinds() -> None:
    contract = contracts.schema("differences")
    change = contract["$defs"]["change"]["properties"]
    assert contract["$defs"]["kind"]["enum"] == [*get_args(Kind)]
    assert change["element_kind"]["enum"] == [*get_args(ElementKind)]
    assert change["impact"]["enum"] == [*IMPACTS]
    assert contract["properties"]["step"]["enum"] == [*STEPS, None]


@pytest.mark.parametrize("spoilt", [{"step": "huge"}, {"changes": [{}]}, {"before": "cases"}, {"more": 1}, {"proof": {}}])
def test_contract_refuses_what_is_none(spoilt: dict[str, Any], versions: Run) -> None:
    data = json.loads(versions("cases@1.0.0", "cases@2.0.0", "--format", "json").stdout)
    assert not contracts.validator("differences").is_valid({**data, **spoilt})


def test_proof_in_data(versions: Run) -> None:
    data = json.loads(versions("cases@1.0.0", "cases@2.0.0", "--prove", "--format", "json").stdout)
    assert [*contracts.validator("differences").iter_errors(data)] == []
    assert data["proof"]["drafts_covered"] is True
    assert data["proof"]["differing"] is not None
    found = {each["element"]: each["witness"] for each in data["proof"]["witnesses"]}
    assert found.keys() == {"quality-check:loan-size", "goals-written"}
    stopped, weighed = found["quality-check:loan-size"], found["goals-written"]
    assert "contradictory-facts" in stopped["after"]["errors"]
    assert set(weighed["before"]["errors"]) == set(weighed["after"]["errors"])
    assert weighed["submission"]["framework"] == "cases@2.0.0"


#: What undoes each grave change of `EDITS` in the later version.
UNDOING = {
    "goals-written": (
        "            answer: {scale: practice}\n            weight: 3\n",
        "            answer: {scale: practice}\n            weight: 2\n",
    ),
    "quality-check:loan-size": ("from: 10, to: 100000}, severity: error", "from: 10, to: 100000}, severity: warning"),
}


def test_witnesses_are_right_without_the_change_and_show_it_to_anybody(
    versions: Run, copied_registry: Path, run: Run, tmp_path: Path
) -> None:
    """By `validate` and `score`, which know nothing of the proof: on the later version, and on one in which the change is undone by hand."""
    proof = json.loads(versions("cases@1.0.0", "cases@2.0.0", "--prove", "--format", "json").stdout)["proof"]
    path = copied_registry / "cases" / "2.0.0" / "framework.yaml"
    later = path.read_text(encoding="utf-8")
    assert {each["element"] for each in proof["witnesses"]} == {*UNDOING}
    for each in proof["witnesses"]:
        witness = each["witness"]
        assert witness["before"]["errors"] == []
        assert "a copy of cases@2.0.0 in which this one change is undone" in witness["reproduce"]
        assert seen(witness["submission"], run, tmp_path) == witness["after"]
        old, new = UNDOING[each["element"]]
        assert later.count(old) == 1
        path.write_text(later.replace(old, new), encoding="utf-8")
        assert seen(witness["submission"], run, tmp_path) == witness["before"]
        path.write_text(later, encoding="utf-8")


def test_the_one_that_fares_differently_does_so_on_both_versions(versions: Run, run: Run, tmp_path: Path) -> None:
    differing = json.loads(versions("cases@1.0.0", "cases@2.0.0", "--prove", "--format", "json").stdout)["proof"]["differing"]
    assert differing["before"]["errors"] == []
    assert differing["reproduce"].endswith("with “framework: cases@2.0.0” in it.")
    assert seen(differing["submission"], run, tmp_path) == differing["before"]
    assert seen({**differing["submission"], "framework": "cases@2.0.0"}, run, tmp_path) == differing["after"]


def seen(submission: dict[str, Any], run: Run, folder: Path) -> dict[str, Any]:
    """Return what `validate` and `score` say of a submission, as a proof says it."""
    path = folder / "submission.json"
    path.write_text(json.dumps(submission), encoding="utf-8")
    findings = json.loads(run("validate", str(path), "--format", "json", registry="standards").stdout)["findings"]
    card = json.loads(run("score", str(path), "--format", "json", registry="standards").stdout)
    return {"errors": sorted({each["code"] for each in findings if each["severity"] == "error"}), "overall": card["overall"]["score"]}


def test_proof_in_words(versions: Run) -> None:
    result = versions("cases@1.0.0", "cases@2.0.0", "--prove")
    assert result.exit_code == 0
    said = " ".join(result.stdout.split())
    assert "It is proved that every old draft is admitted." in said
    assert "At least one fared differently." in said
    assert "a submission has new errors: contradictory-facts" in said
    assert "a submission scores otherwise in leading: " in said
    assert "each of these submissions stands in full, with how to reproduce" in said


def test_proof_that_nothing_happened(versions: Run) -> None:
    result = versions("cases@1.0.0", "cases@1.0.1", "--prove")
    assert result.exit_code == 0
    said = " ".join(result.stdout.split())
    assert "nothing differs, so no new version is needed" in said
    assert "None fared differently." in said
    assert "stands in full" not in said


@pytest.mark.parametrize(("least", "shown"), [("editorial", 5), ("additive", 4), ("score-significant", 3), ("breaking", 1)])
def test_milder_changes_can_be_left_out(least: str, shown: int, versions: Run) -> None:
    """One of each impact, and one that is not classed yet, which may be score-significant."""
    for format_, start in (("markdown", "- **"), ("github", "::")):
        result = versions("cases@1.0.0", "cases@2.0.0", "--from-impact", least, "--format", format_)
        assert sum(line.startswith(start) for line in result.stdout.splitlines()) == shown, format_
    text = versions("cases@1.0.0", "cases@2.0.0", "--from-impact", least).stdout
    assert ("Editorial:" in text) == (least == "editorial")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("cases@1.0.0", "cases@2.0.0"), 0),
        (("cases@1.0.0", "cases@1.0.1"), 0),
        (("cases@1.0.0", "cases@1.0.0"), 0),
        (("cases@1.0.0", "cases@1.1.0"), 1),
        (("cases@2.0.0", "cases@1.0.0"), 0),
        (("cases@2.0.0", "cases@1.0.0", "--fail-impact", "breaking"), 1),
        (("cases@1.1.0", "cases@1.0.1"), 0),
        (("cases@1.0.0", "cases@2.0.0", "--fail-impact", "breaking"), 1),
        (("cases@1.0.0", "cases@1.0.1", "--fail-impact", "editorial"), 0),
    ],
)
@pytest.mark.parametrize("format_", ["text", "json"])
def test_exit_code_says_whether_the_version_rises_as_far_as_it_must(
    arguments: tuple[str, ...], code: int, format_: str, versions: Run
) -> None:
    result = versions(*arguments, "--format", format_)
    assert result.exit_code == code
    if format_ == "text":
        assert ("does not rise as far" in result.stdout) == (code == 1 and "--fail-impact" not in arguments)


def test_differences_are_written_to_a_file(versions: Run, tmp_path: Path) -> None:
    result = versions("cases@1.0.0", "cases@1.1.0", "-o", str(tmp_path / "out.txt"))
    assert (result.exit_code, result.output) == (1, "")
    assert (tmp_path / "out.txt").read_text(encoding="utf-8") == versions("cases@1.0.0", "cases@1.1.0").stdout


def test_ending_of_a_file_names_the_format(versions: Run, tmp_path: Path) -> None:
    for name, start in (("out.md", "# cases@1.0.0 → cases@2.0.0"), ("out.json", "{"), ("out.txt", "cases@1.0.0 → cases@2.0.0")):
        assert versions("cases@1.0.0", "cases@2.0.0", "-o", str(tmp_path / name)).exit_code == 0
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)


@pytest.fixture
def history(copied_registry: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> Run:
    """Run commands in a real repository: its first commit has no standards, the second has them, and they were edited since."""
    if shutil.which("git") is None:
        lacking("git", "no program of that name is on the path")
    root = copied_registry.parent
    (root / "README").write_text("Standards.\n", encoding="utf-8")
    who = ("-c", "user.name=Editor", "-c", "user.email=editor@example.org", "-c", "commit.gpgsign=false")
    for arguments in (("init", "-q"), ("add", "README"), ("commit", "-qm", "Begin"), ("add", "standards"), ("commit", "-qm", "Standards")):
        subprocess.run(["git", *who, *arguments], cwd=root, check=True, capture_output=True)
    subprocess.run(["git", "tag", "released"], cwd=root, check=True)
    path = copied_registry / "cases" / "1.0.0" / "framework.yaml"
    path.write_text(edited(path.read_text(encoding="utf-8")), encoding="utf-8")
    monkeypatch.chdir(root)
    return lambda *arguments, **others: run("diff", *arguments, registry=others.pop("registry", "standards"), **others)


@pytest.mark.parametrize("revision", ["HEAD", "released"])
@pytest.mark.parametrize("reference", ["cases@1.0.0", "cases"])
def test_against_what_was(revision: str, reference: str, history: Run) -> None:
    """The number has not risen yet, and is not asked to: both are the same draft."""
    result = history(reference, "--against", revision, "--format", "json")
    assert (result.exit_code, result.stderr) == (0, "")
    data = json.loads(result.stdout)
    assert (data["before"], data["after"], data["step"]) == ("cases@1.0.0", "cases@1.0.0", "major")
    assert sorted(said(data["changes"])) == sorted(CHANGES)


@pytest.mark.parametrize("revision", ["HEAD", "released", "HEAD^0"])
def test_revision_is_named(revision: str, history: Run) -> None:
    title = f"cases@1.0.0 at {revision} → cases@1.0.0 now"
    assert history("cases", "--against", revision).stdout.splitlines()[0] == title
    assert history("cases", "--against", revision, "--format", "markdown").stdout.splitlines()[0] == f"# {title}"
    data = json.loads(history("cases", "--against", revision, "--format", "json").stdout)
    assert data["revision"] == revision
    assert [*contracts.validator("differences").iter_errors(data)] == []


def test_no_revision_is_named_where_none_is_compared(versions: Run) -> None:
    assert versions("cases@1.0.0", "cases@2.0.0").stdout.splitlines()[0] == "cases@1.0.0 → cases@2.0.0"
    assert "revision" not in json.loads(versions("cases@1.0.0", "cases@2.0.0", "--format", "json").stdout)


def test_against_what_was_fails_where_it_is_told_to(history: Run) -> None:
    assert history("cases", "--against", "HEAD", "--fail-impact", "breaking").exit_code == 1


def test_profile_against_what_was(history: Run) -> None:
    """The base of a profile is taken from the same time."""
    data = json.loads(history("cases-entry", "--against", "HEAD", "--format", "json").stdout)
    assert ("reweighted", "goals-written", "weight", "score-significant") in said(data["changes"])


@pytest.mark.parametrize("revision", ["HEAD~1", "nowhere", "--output=stolen", "HEAD:README", ""])
def test_no_such_time(revision: str, history: Run, tmp_path: Path) -> None:
    result = history("cases@1.0.0", f"--against={revision}")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.startswith("spregistry: ")
    assert not (tmp_path / "stolen").exists()


def test_a_version_that_was_not_there_then_is_missed_at_that_time(history: Run, copied_registry: Path) -> None:
    shutil.copytree(copied_registry / "cases" / "1.0.0", copied_registry / "cases" / "1.1.0")
    header = copied_registry / "cases" / "1.1.0" / "framework.yaml"
    header.write_text(header.read_text(encoding="utf-8").replace("version: 1.0.0", "version: 1.1.0"), encoding="utf-8")
    result = history("cases@1.1.0", "--against", "HEAD")
    told = "spregistry: cases@1.1.0 was not there at HEAD; there was: cases@1.0.0, cases-entry@1.0.0"
    assert (result.exit_code, result.stdout, " ".join(result.stderr.split())) == (3, "", told)


def test_a_time_at_which_there_were_no_standards_is_told_without_a_folder_that_nobody_knows(history: Run, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    shutil.move(tmp_path / "standards", tmp_path / "other" / "standards")
    (tmp_path / "standards").mkdir()
    (tmp_path / "standards" / "README").write_text("To come.\n", encoding="utf-8")
    who = ("-c", "user.name=Editor", "-c", "user.email=editor@example.org", "-c", "commit.gpgsign=false")
    for arguments in (("add", "-A", "standards"), ("commit", "-qm", "Empty")):
        subprocess.run(["git", *who, *arguments], cwd=tmp_path, check=True, capture_output=True)
    shutil.rmtree(tmp_path / "standards")
    shutil.move(tmp_path / "other" / "standards", tmp_path / "standards")
    result = history("cases@1.0.0", "--against", "HEAD")
    told = "spregistry: cases@1.0.0 was not there at HEAD, nor was any other standard"
    assert (result.exit_code, result.stdout, " ".join(result.stderr.split())) == (3, "", told)


@pytest.mark.parametrize("format_", ["text", "markdown"])
def test_versions_in_the_wrong_order_are_told(format_: str, versions: Run) -> None:
    told = "The order is reversed: {} is the later of the two, so changes are told backwards."
    for before, after, is_reversed in (
        ("cases@2.0.0", "cases@1.0.0", True),
        ("cases@1.1.0", "cases@1.0.0", True),
        ("cases@1.0.0", "cases@2.0.0", False),
    ):
        shown = " ".join(versions(before, after, "--format", format_).stdout.split()).replace("\\", "")
        assert (told.format(before) in shown) is is_reversed, shown


@pytest.mark.parametrize(
    ("before", "after"), [("cases@2.0.0", "cases@1.0.0"), ("cases@2.0.0", "cases@1.0.1"), ("other@1.0.0", "cases@1.0.0")]
)
def test_where_no_number_rises_no_step_is_told_and_none_is_missed(before: str, after: str, versions: Run, copied_registry: Path) -> None:
    """Backwards by the lineage, backwards between versions that none joins, and to another standard."""
    folder = copied_registry / "other" / "1.0.0"
    folder.mkdir(parents=True)
    text = (copied_registry / "cases" / "2.0.0" / "framework.yaml").read_text(encoding="utf-8")
    text = text.replace("\nprevious: cases@1.0.0", "").replace("id: cases\nversion: 2.0.0", "id: other\nversion: 1.0.0")
    (folder / "framework.yaml").write_text(text, encoding="utf-8")
    for format_ in ("text", "markdown", "json", "github"):
        result = versions(before, after, "--format", format_)
        shown = " ".join(result.stdout.split()).replace("\\", "")
        assert (result.exit_code, result.stderr) == (0, ""), format_
        for untrue in ("Least step", "MAJOR", "does not rise"):
            assert untrue not in shown, format_
    data = json.loads(versions(before, after, "--format", "json").stdout)
    assert [*contracts.validator("differences").iter_errors(data)] == []
    assert data["step"] is None
    assert {each["element"]: each["kind"] for each in data["changes"]}["goals-written"] == "reweighted"


def test_backwards_what_came_later_is_no_longer_there(versions: Run) -> None:
    result = versions("cases@2.0.0", "cases@1.0.0")
    lines = [line.strip() for line in result.stdout.splitlines()]
    assert lines[lines.index("Region") + 1] == "no longer there"
    assert "in the later version" not in result.stdout
    assert "Region: no longer there (breaking)" in versions("cases@2.0.0", "cases@1.0.0", "--format", "github").stdout


@pytest.mark.parametrize("before", ["cases@1.0.1", "cases@1.0.0"])
def test_where_no_number_rises_nothing_may_differ(before: str, versions: Run) -> None:
    lines = versions(before, "cases@1.0.0").stdout.splitlines()
    assert lines[0] == f"{before} → cases@1.0.0"
    assert lines[-1] == "Nothing differs."


def test_no_repository(versions: Run) -> None:
    result = versions("cases@1.0.0", "--against", "HEAD")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "git does not give the standards" in " ".join(result.stderr.split())


def test_no_git(history: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    result = history("cases@1.0.0", "--against", "HEAD")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "git is not installed" in result.stderr


def test_working_folder_is_left_as_it_is(history: Run, tmp_path: Path) -> None:
    def state() -> str:
        return subprocess.run(["git", "status", "--porcelain"], cwd=tmp_path, check=True, capture_output=True, text=True).stdout

    before = state()
    assert history("cases", "--against", "HEAD").exit_code == 0
    assert state() == before


@pytest.mark.parametrize("arguments", [("cases@1.0.0", "cases@7.0.0"), ("other@1.0.0", "cases@1.0.0")])
def test_could_not_run(arguments: tuple[str, ...], versions: Run) -> None:
    result = versions(*arguments)
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.startswith("spregistry: ")


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("cases@1.0.0",),
        ("cases@1.0.0", "cases@2.0.0", "--against", "HEAD"),
        ("cases@1.0.0", "cases@2.0.0", "cases@1.1.0"),
        ("cases@1.0.0", "cases@2.0.0", "--format", "xlsx"),
        ("cases@1.0.0", "cases@2.0.0", "--fail-impact", "huge"),
        ("cases@1.0.0", "cases@2.0.0", "--prove", "--format", "markdown"),
        ("cases@1.0.0", "cases@2.0.0", "--prove", "--format", "github"),
        # A variable that nobody set.
        ("cases@1.0.0", ""),
        ("", "cases@1.0.0"),
        ("", "--against", "HEAD"),
    ],
)
def test_wrong_usage(arguments: tuple[str, ...], versions: Run) -> None:
    result = versions(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
