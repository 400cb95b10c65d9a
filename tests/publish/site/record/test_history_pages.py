"""Histories say of which element each change is, lead to words where there are any, and hold the ids that ended."""

import html
import re
from datetime import date
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

import record_registries
import site_registries
from record_registries import framework, indicator
from spregistry.api import Registry
from spregistry.cli import main
from spregistry.publish.site.tree import site_tree


def successor(id_: str, code: str, title: str, question: str, relation: str, *olds: str) -> dict[str, object]:
    return indicator(id_, code, title, question, supersedes=[{"id": old, "relation": relation} for old in olds])


@pytest.fixture(scope="module")
def merged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A registry: `paper` is retitled in 1.0.1 and merged with `box` in 2.0.0; what that made is split in 3.0.0."""
    folder = tmp_path_factory.mktemp("merged")
    goals = [indicator("written", "1.1", "Goals are written", "Are the goals written?")]
    box = indicator("box", "2.1", "There is a box", "Is the box emptied each quarter?")
    paper = indicator("paper", "2.2", "There is paper", "Is there paper beside the box?")
    both = successor("boxed", "2.1", "Box and paper", "Is the box emptied each month?", "merge", "box", "paper")
    halves = [
        successor("letters", "2.1", "Letters are read", "Is the box emptied each month?", "split", "boxed"),
        successor("calls", "2.2", "Calls are answered", "Are calls answered each day?", "split", "boxed"),
    ]
    for data in (
        framework("1.0.0", None, goals, [box, paper]),
        framework("1.0.1", "1.0.0", goals, [box, {**paper, "title": "There is much paper"}]),
        framework("2.0.0", "1.0.1", goals, [both]),
        framework("3.0.0", "2.0.0", goals, halves),
    ):
        record_registries.dump(folder / "demo" / data["version"] / "framework.yaml", data)
    return folder


def pages_of(folder: Path) -> dict[str, str]:
    tree = site_tree(Registry.open(folder), today=date(2026, 6, 30))
    return {path: html.unescape(content.decode()) for path, content in tree.docs.items() if path.endswith(".md")}


@pytest.fixture(scope="module")
def pages(merged: Path) -> dict[str, str]:
    return pages_of(merged)


def stages(page: str, id_: str) -> dict[str, str]:
    """Return what the history of an element says of each version."""
    own = re.split(r"\n## ", page.split(f"{{ #{id_} ")[1] if f"{{ #{id_} " in page else page.split(f"{{ #{id_}}}")[1])[0]
    return {line[2:7]: line for line in own.splitlines() if line.startswith("- ")}


def test_the_terminal_puts_each_change_under_its_own_element(merged: Path) -> None:
    done = CliRunner().invoke(main, ["--registry", str(merged), "changelog", "demo", "--indicator", "letters"])
    assert done.exit_code == 0, done.output
    told = dict(each.split("\n", 1) for each in done.stdout.split("## ")[1:])
    box, paper = told["demo@1.0.1"].split("**2.2 There is much paper** (`paper`)")
    assert "**2.1 There is a box** (`box`)" in box
    assert "title:" not in box
    assert "- title: “There is paper” → “There is much paper”" in paper
    # Asked for one half, the history goes back from it: the other half is no part of it.
    assert told["demo@3.0.0"].count("split from") == 1
    whole = CliRunner().invoke(main, ["--registry", str(merged), "changelog", "demo", "--indicator", "boxed"]).stdout
    letters, calls = whole.split("## demo@2.0.0")[0].split("**2.2 Calls are answered**")
    assert (letters.count("split from"), calls.count("split from")) == (1, 1)


def test_the_history_of_an_element_says_which_of_those_it_continues_was_changed(pages: dict[str, str]) -> None:
    page = pages["standards/demo/history/en/complaints.md"]
    own = stages(page, "letters")
    retitled = "[2.2 There is much paper](../../1.0.1/en/read/complaints.md#paper): title: “There is paper” → “There is much paper”"
    assert retitled in own["1.0.1"]
    assert "changes.md#paper)" in own["1.0.1"]
    # Of one element alone nothing is to be told apart.
    assert own["2.0.0"].count("[2.1 Box and paper]") == 1


def parts(page: str, id_: str) -> str:
    """Return what the page of changes says of one element."""
    return re.split(r"\n#{2,3} ", page.split(f"{{ #{id_} ")[1])[0]


def words(text: str) -> str:
    """Return a page's text without its marks."""
    return re.sub(r"<span class=\"heard\".*?</span>|<[^>]+>", "", text)


def test_what_was_merged_or_split_has_its_words_beside_those_that_it_continues(pages: dict[str, str]) -> None:
    said = parts(pages["standards/demo/2.0.0/en/changes.md"], "boxed")
    assert "question, from [1.0.1: 2.1 There is a box](../../1.0.1/en/read/complaints.md#box):" in said
    assert "question, from [1.0.1: 2.2 There is much paper](../../1.0.1/en/read/complaints.md#paper):" in said
    columns = re.findall(r'<div class="side">(.*?)</div>', said.split("#paper):")[0])
    assert [words(side) for side in columns] == ["1.0.1Is the box emptied each quarter?", "2.0.0Is the box emptied each month?"]
    assert re.search(r"<ins>.*month.*</ins>", columns[1])
    # Both say “It is so.”: what is alike stands nowhere.
    assert "what is described" not in said
    halves = pages["standards/demo/3.0.0/en/changes.md"]
    assert "side" not in parts(halves, "letters")  # it asks what was asked before
    assert "Are calls answered each day?" in words(parts(halves, "calls"))


def test_a_history_leads_to_words_where_there_are_any(pages: dict[str, str]) -> None:
    page = pages["standards/demo/history/en/complaints.md"]
    letters, calls = stages(page, "letters"), stages(page, "calls")
    assert "Words beside each other" not in letters["3.0.0"]
    assert "[Words beside each other](../../3.0.0/en/changes.md#calls)" in calls["3.0.0"]
    assert "[Words beside each other](../../2.0.0/en/changes.md#boxed)" in letters["2.0.0"]
    assert "[Words beside each other](../../1.0.1/en/changes.md#paper)" in letters["1.0.1"]


def test_the_terminal_shows_what_a_merged_indicator_asks_beside_what_was_asked(merged: Path) -> None:
    arguments = ["--registry", str(merged), "diff", "demo@1.0.1", "demo@2.0.0"]
    line = "question, from “There is a box” (2.1 of 1.0.1): “Is the box emptied each quarter?” → “Is the box emptied each month?”"
    text = CliRunner().invoke(main, arguments).stdout
    assert line in " ".join(text.split())
    assert f"  - {line}" in CliRunner().invoke(main, [*arguments, "--format", "markdown"]).stdout.splitlines()
    renamed = CliRunner().invoke(main, ["--registry", str(merged), "diff", "demo@1.0.0", "demo@1.0.1"]).stdout
    assert "from “" not in renamed


def test_what_ended_keeps_its_history_at_the_address_that_it_had(pages: dict[str, str]) -> None:
    page = pages["standards/demo/history/en/complaints.md"]
    for id_ in ("box", "paper", "boxed"):
        assert "3.0.0" in stages(page, id_)
    own = page.split("{ #paper")[1]
    assert "[1.0.1: 2.2 There is much paper](../../1.0.1/en/read/complaints.md#paper): not in use since 2.0.0." in own
    assert "title: “There is paper” → “There is much paper”" in stages(page, "paper")["1.0.1"]
    assert "(../../../history/en/complaints.md#paper)" in pages["standards/demo/1.0.0/en/read/complaints.md"]
    row = next(line for line in pages["standards/demo/elements.md"].splitlines() if 'id="box"' in line)
    assert "[Its whole history](history/en/complaints.md#box)" in row


def test_a_group_that_ended_keeps_its_page_of_histories(tmp_path: Path) -> None:
    one, two = (indicator(id_, code, f"It is {id_}", f"Is it {id_}?") for id_, code in (("one", "1.1"), ("two", "2.1")))
    second = framework(
        "2.0.0", "1.0.0", [one], [two], withdrawn=[{"id": id_, "reason": "It was too much."} for id_ in ("complaints", "two")]
    )
    second["groups"] = second["groups"][:1]
    for data in (framework("1.0.0", None, [one], [two]), second):
        record_registries.dump(tmp_path / "demo" / data["version"] / "framework.yaml", data)
    page = pages_of(tmp_path)["standards/demo/history/en/complaints.md"]
    assert page.split("\n# ")[1].startswith("History: 2 Complaints\n")
    told = stages(page, "two")
    assert [*told] == ["2.0.0", "1.0.0"]
    assert "withdrawn" in told["2.0.0"]
    assert "It was too much." in told["2.0.0"]


def test_a_history_says_which_versions_are_not_in_force(recorded_tree: Path) -> None:
    folder = recorded_tree / "docs" / "standards" / "demo" / "history" / "en"
    goals, complaints = (html.unescape((folder / f"{name}.md").read_text(encoding="utf-8")) for name in ("goals", "complaints"))
    assert stages(complaints, "by-phone")["2.1.0"].startswith("- 2.1.0 (draft): ")
    assert stages(complaints, "by-phone")["2.0.0"].startswith("- 2.0.0: ")
    assert stages(goals, "written")["1.1.0"].startswith("- 1.1.0 (recalled): ")
    assert stages(goals, "written")["1.0.0"].startswith("- 1.0.0 (deprecated): ")


def test_a_title_that_is_in_another_language_is_marked_with_it(tmp_path: Path) -> None:
    """1.0.0 is in French, but for the title of `box`; 2.0.0 is in English only, has one more, and retitles another."""
    written = indicator("written", "1.1", "Goals are written", "Are the goals written?")
    box = indicator("box", "2.1", "There is a box", "Is there a box?")
    paper = indicator("paper", "2.2", "There is paper", "Is there paper?", new="Clients asked for it.")
    data = framework("1.0.0", None, [written], [box])
    record_registries.dump(tmp_path / "demo" / "1.0.0" / "framework.yaml", data)
    data = framework("2.0.0", "1.0.0", [{**written, "title": "Goals are put in writing"}], [box, paper])
    record_registries.dump(tmp_path / "demo" / "2.0.0" / "framework.yaml", data)
    first = Registry.open(tmp_path)["demo@1.0.0"]
    site_registries.translated(first, tmp_path, "fr", lambda source: None if source == "There is a box" else f"FR {source}")
    pages = pages_of(tmp_path)
    history = pages["standards/demo/history/fr/complaints.md"]
    english = {id_: f'<span lang="en">{title}</span>' for id_, title in (("box", "There is a box"), ("paper", "There is paper"))}
    assert f"## 2.1 {english['box']} {{ #box }}" in history
    assert f"## 2.2 {english['paper']} {{ #paper }}" in history
    assert f"[2.1 {english['box']}](../../1.0.0/fr/read/complaints.md#box)" in history
    assert f"[2.2 {english['paper']}](../../2.0.0/en/read/complaints.md#paper)" in history
    goals = pages["standards/demo/history/fr/goals.md"]
    assert '[1.1 <span lang="en">Goals are put in writing</span>](../../2.0.0/en/read/goals.md#written)' in goals
    assert "[1.1 FR Goals are written](../../1.0.0/fr/read/goals.md#written)" in goals
    # In English nothing is in another language.
    assert '<span lang="' not in pages["standards/demo/history/en/complaints.md"]
    index = pages["standards/demo/elements/fr.md"]
    assert f"[2.2 {english['paper']}](../2.0.0/en/read/complaints.md#paper)" in index


@pytest.fixture(scope="module")
def dropping(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The registry on record, whose draft 2.1.0 withdraws one half of what 2.0.0, which is in force, split."""
    folder = record_registries.recorded(tmp_path_factory.mktemp("dropping"))
    draft = folder / "demo" / "2.1.0" / "framework.yaml"
    data = yaml.safe_load(draft.read_text(encoding="utf-8"))
    data["groups"][1]["indicators"] = [each for each in data["groups"][1]["indicators"] if each["id"] != "in-person"]
    record_registries.dump(draft, {**data, "withdrawn": [{"id": "in-person", "reason": "All have phones."}]})
    return folder


def test_what_a_draft_drops_is_in_use_until_that_is_released(dropping: Path) -> None:
    pages = pages_of(dropping)
    history = pages["standards/demo/history/en/complaints.md"]
    sections = {id_: section for section in history.split("\n## ")[1:] if (id_ := section.split("{ #")[1].split()[0].rstrip("}"))}
    assert "not in use" not in sections["in-person"]
    assert [*stages(history, "in-person")] == ["2.1.0", "2.0.0", "1.0.0"]
    assert stages(history, "in-person")["2.1.0"].startswith("- 2.1.0 (draft)<br>withdrawn")
    row = next(line for line in pages["standards/demo/elements.md"].splitlines() if 'id="in-person"' in line)
    assert ("not in use" in row, 'class="gone"' in row, "2.0.0/en/read/complaints.md#in-person" in row) == (False, False, True)
    # What 2.0.0 dropped is in use nowhere.
    assert "not in use since 2.0.0." in sections["paper"]
    row = next(line for line in pages["standards/demo/elements.md"].splitlines() if 'id="paper"' in line)
    assert "not in use since 2.0.0." in row


def test_the_reason_why_something_ended_stands_once(dropping: Path) -> None:
    history = pages_of(dropping)["standards/demo/history/en/complaints.md"]
    assert stages(history, "paper")["2.0.0"].count("Nobody writes any more.") == 1
    assert "withdrawn – Why: Nobody writes any more." in stages(history, "paper")["2.0.0"]
    assert stages(history, "box")["2.1.0"].count("All have phones.") == 1


def test_the_terminal_has_the_reason_where_only_one_half_ended(dropping: Path) -> None:
    done = CliRunner().invoke(main, ["--registry", str(dropping), "changelog", "demo", "--indicator", "box"])
    assert done.exit_code == 0, done.output
    told = dict(each.split("\n", 1) for each in done.stdout.split("## ")[1:])
    assert told["demo@2.1.0"].count("All have phones.") == 1
    done = CliRunner().invoke(main, ["--registry", str(dropping), "changelog", "demo", "--indicator", "paper"])
    assert done.stdout.count("Nobody writes any more.") == 1


def test_what_has_another_id_only_is_in_use_still(tmp_path: Path) -> None:
    box = indicator("box", "2.1", "There is a box", "Is there a box?")
    words = ("1.1", "Goals are written", "Are the goals written?")
    renamed = successor("goals-written", *words, "same", "written")
    for data in (framework("1.0.0", None, [indicator("written", *words)], [box]), framework("2.0.0", "1.0.0", [renamed], [box])):
        record_registries.dump(tmp_path / "demo" / data["version"] / "framework.yaml", data)
    pages = pages_of(tmp_path)
    assert "not in use" not in pages["standards/demo/history/en/goals.md"]
    assert (
        "1.1 Goals are written](../../1.0.0/en/read/goals.md#written): under another id since 2.0.0."
        in pages["standards/demo/history/en/goals.md"]
    )
    row = next(line for line in pages["standards/demo/elements.md"].splitlines() if 'id="written"' in line)
    assert ("under another id since 2.0.0." in row, 'class="gone"' in row, "#goals-written" in row) == (True, True, True)
