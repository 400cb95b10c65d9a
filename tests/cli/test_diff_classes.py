"""`spregistry diff` takes a rewording as the release notes class it, so that it says the same as `release` and `changelog`."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from releases import NEXT_DAY, copied, run, with_both, with_first
from tools import lacking

#: Of the base: the one rewording of its draft, as its notes class it, and as they might.
REWORDED = ("goals", "question")
EDITORIAL, SUBSTANTIVE = "class: editorial", "class: substantive"
HEADING = "Rewordings not classed yet: an editor must say whether they change what is asked"

FORMATS = ("text", "markdown", "json", "github")


@pytest.fixture
def registry(tmp_path: Path) -> Path:
    """The base, whose draft rewords one question and adds one that need not be answered."""
    return copied(tmp_path)


def noted(registry: Path, old: str, new: str, version: str = "1.1.0") -> None:
    path = registry / "demo" / version / "notes.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def unclass(registry: Path) -> None:
    noted(
        registry,
        "classes:\n  - {element: goals, field: question, class: editorial, reason: In writing and written down are the same.}\n",
        "",
    )


def found(registry: Path, *arguments: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(run(registry, "diff", *arguments, "--format", "json").stdout)
    return data


def classed(data: dict[str, Any], element: str = "goals") -> list[tuple[str, bool]]:
    return [(each["impact"], each["judged"]) for each in data["changes"] if (each["element"], each["field"]) == (element, "question")]


def said(registry: Path, format_: str, before: str = "demo@1.0.0", after: str = "demo@1.1.0") -> tuple[int, str]:
    result = run(registry, "diff", before, after, "--format", format_)
    return result.exit_code, " ".join(result.stdout.split())


def test_editorial(registry: Path) -> None:
    data = found(registry, "demo@1.0.0", "demo@1.1.0")
    assert (data["step"], classed(data)) == ("minor", [("editorial", True)])
    for format_ in FORMATS:
        code, text = said(registry, format_)
        assert code == 0
        assert "not classed yet" not in text
        assert "that an editor must class" not in text


def test_substantive_needs_a_major_step(registry: Path) -> None:
    noted(registry, EDITORIAL, SUBSTANTIVE)
    data = found(registry, "demo@1.0.0", "demo@1.1.0")
    assert (data["step"], classed(data)) == ("major", [("score-significant", True)])
    told = {format_: said(registry, format_) for format_ in FORMATS}
    assert {code for code, _ in told.values()} == {1}
    for format_ in ("text", "markdown"):
        text = told[format_][1]
        assert "score-significant: 1" in text
        assert "Least step of the version: MAJOR" in text
        assert "The version does not rise as far as that" in text
        assert "that an editor must class" not in text
    assert "::warning" in told["github"][1]
    assert "question reworded (score-significant)" in told["github"][1]


def test_substantive_can_be_made_to_fail(registry: Path) -> None:
    arguments = ("diff", "demo@1.0.0", "demo@1.1.0", "--fail-impact", "score-significant")
    assert run(registry, *arguments).exit_code == 0
    noted(registry, EDITORIAL, SUBSTANTIVE)
    assert run(registry, *arguments).exit_code == 1


def test_what_nobody_classed_is_counted_and_stands_by_itself(registry: Path) -> None:
    unclass(registry)
    data = found(registry, "demo@1.0.0", "demo@1.1.0")
    assert (data["step"], classed(data)) == ("minor", [("editorial", False)])
    for format_ in ("text", "markdown"):
        code, text = said(registry, format_)
        assert code == 0
        own, _, milder = text.partition(HEADING)[2].partition("Additive: ")
        assert "question reworded" in own, "it may turn out to be score-significant, so it stands before what is known to be milder"
        assert "question reworded" not in milder
        assert "Editorial: " not in text
        assert "because they may change what is asked: 1" in text
    assert "question reworded (not classed yet)" in said(registry, "github")[1]


def test_the_changelog_of_a_draft_does_the_same(registry: Path) -> None:
    assert HEADING not in run(registry, "changelog", "demo@1.1.0").stdout
    unclass(registry)
    own = run(registry, "changelog", "demo@1.1.0").stdout.partition(f"## {HEADING}")[2].partition("## Additive: ")[0]
    assert "(`goals`): question reworded" in own


@pytest.mark.parametrize(("least", "shown"), [("editorial", 1), ("additive", 1), ("score-significant", 1), ("breaking", 0)])
def test_what_nobody_classed_is_shown_wherever_what_may_change_scores_is(least: str, shown: int, registry: Path) -> None:
    unclass(registry)
    for format_ in ("text", "markdown", "github"):
        text = run(registry, "diff", "demo@1.0.0", "demo@1.1.0", "--from-impact", least, "--format", format_).stdout
        assert text.count("question reworded") == shown, format_
    assert run(registry, "diff", "demo@1.0.0", "demo@1.1.0", "--fail-impact", least).exit_code == shown


def test_what_nobody_classed_is_not_called_editorial_and_no_step_is_promised(registry: Path) -> None:
    asked = "Rewordings that an editor must class, because they may change what is asked: 1"
    promise = "Least step of the version: MINOR: every old submission stays valid and final, with the same score"
    for format_ in ("text", "markdown"):
        told = said(registry, format_)[1]
        assert "editorial: 1 " in told
        assert promise in told
    unclass(registry)
    for format_, mark in (("text", ""), ("markdown", "- ")):
        told = said(registry, format_)[1]
        assert "editorial: 1 " not in told
        least = "Least step of the version: MINOR, or MAJOR where one of these is classed as substantive"
        assert f"{mark}additive: 1 {mark}{asked} {mark}{least}" in told
        assert "stays valid and final" not in told


@pytest.mark.parametrize("class_", [EDITORIAL, SUBSTANTIVE])
def test_the_other_commands_say_the_same(class_: str, tmp_path: Path) -> None:
    registry = with_first(tmp_path)
    noted(registry, EDITORIAL, class_)
    data = found(registry, "demo@1.0.0", "demo@1.1.0")
    [version] = json.loads(run(registry, "changelog", "demo@1.1.0", "--format", "json").stdout)["versions"]
    assert [each["change"] for each in version["changes"]] == data["changes"]
    assert version["step"] == data["step"]
    refused = json.loads(run(registry, "release", "demo@1.1.0", "--on", NEXT_DAY, "--dry-run", "--format", "json").stdout)["findings"]
    assert [each["code"] for each in refused] == (["step-too-small"] if data["step"] == "major" else [])


def test_released_versions_differ_as_recorded(tmp_path: Path) -> None:
    registry = with_both(tmp_path)
    recorded = json.loads((registry / "demo" / "1.1.0" / "release" / "differences.json").read_text(encoding="utf-8"))
    assert found(registry, "demo@1.0.0", "demo@1.1.0") == recorded


@pytest.mark.parametrize(("class_", "impact"), [(EDITORIAL, "editorial"), (SUBSTANTIVE, "score-significant")])
def test_backwards_a_rewording_is_of_the_same_class(class_: str, impact: str, registry: Path) -> None:
    noted(registry, EDITORIAL, class_)
    assert classed(found(registry, "demo@1.1.0", "demo@1.0.0")) == [(impact, True)]


def with_third(registry: Path) -> None:
    """Add a third version, in which what was reworded goes on under another id."""
    folder = Path(shutil.copytree(registry / "demo" / "1.1.0", registry / "demo" / "2.0.0"))
    path = folder / "framework.yaml"
    text = path.read_text(encoding="utf-8")
    for old, new in (
        ("version: 1.1.0\nprevious: demo@1.0.0", "version: 2.0.0\nprevious: demo@1.1.0"),
        ('      - id: goals\n        code: "1.1"\n', '      - id: aims\n        code: "1.1"\n        supersedes: [goals]\n'),
    ):
        assert text.count(old) == 1
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    (folder / "notes.yaml").write_text("format: 1\nsummary: One id says more.\n", encoding="utf-8")


@pytest.mark.parametrize(("class_", "impact"), [(EDITORIAL, "editorial"), (SUBSTANTIVE, "score-significant")])
def test_classes_are_followed_over_several_versions(class_: str, impact: str, registry: Path) -> None:
    with_third(registry)
    noted(registry, EDITORIAL, class_)
    assert classed(found(registry, "demo@1.0.0", "demo@2.0.0"), "aims") == [(impact, True)]
    assert classed(found(registry, "demo@2.0.0", "demo@1.0.0"), "goals") == [(impact, True)]


def test_reworded_twice_and_classed_once_is_not_classed(registry: Path) -> None:
    with_third(registry)
    path = registry / "demo" / "2.0.0" / "framework.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Are the social goals in writing?", "Are all goals in writing?"), encoding="utf-8")
    assert classed(found(registry, "demo@1.0.0", "demo@2.0.0"), "aims") == [("editorial", False)]


@pytest.fixture
def repository(registry: Path) -> Path:
    """The base in a real repository, committed with a draft that says all as the version before; edited since as the base is."""
    if shutil.which("git") is None:
        lacking("git", "no program of that name is on the path")
    path = registry / "demo" / "1.1.0" / "framework.yaml"
    edited = path.read_text(encoding="utf-8")
    path.write_text(edited.replace("Are the social goals in writing?", "Are the social goals written down?"), encoding="utf-8")
    who = ("-c", "user.name=Editor", "-c", "user.email=editor@example.org", "-c", "commit.gpgsign=false")
    for arguments in (("init", "-q"), ("add", "."), ("commit", "-qm", "Begin")):
        subprocess.run(["git", *who, *arguments], cwd=registry, check=True, capture_output=True)
    path.write_text(edited, encoding="utf-8")
    return registry


@pytest.mark.parametrize(("class_", "impact"), [(EDITORIAL, "editorial"), (SUBSTANTIVE, "score-significant")])
def test_edit_of_a_draft_is_classed_as_its_notes_class_it(class_: str, impact: str, repository: Path) -> None:
    noted(repository, EDITORIAL, class_)
    assert classed(found(repository, "demo@1.1.0", "--against", "HEAD")) == [(impact, True)]


def test_edit_from_other_words_than_the_version_before_has_is_not_classed(repository: Path) -> None:
    """The notes tell of the words of the version before, and those that were committed are others."""
    path = repository / "demo" / "1.1.0" / "framework.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("Are the social goals in writing?", "Are they in writing?"), encoding="utf-8")
    subprocess.run(
        ["git", "-c", "user.name=E", "-c", "user.email=e@example.org", "-c", "commit.gpgsign=false", "commit", "-qam", "Shorter"],
        cwd=repository,
        check=True,
    )
    path.write_text(path.read_text(encoding="utf-8").replace("Are they in writing?", "Are the social goals in writing?"), encoding="utf-8")
    assert classed(found(repository, "demo@1.1.0", "--against", "HEAD")) == [("editorial", False)]
