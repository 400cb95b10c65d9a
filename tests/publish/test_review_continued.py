"""In a review document what continues several is marked against each of them, and what was withdrawn stands with its old words and the reason."""

import html
import io
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from docx import Document

from record_registries import dump, framework, indicator
from spregistry.cli import main

GOALS = indicator("written", "1.1", "Goals are written", "Are the goals written?", guidance="Look at the file.")
READ = indicator("read", "1.2", "Goals are read", "Are the goals read to all?", rubric={"met": "All know them.", "unmet": "Few do."})
BOX = indicator("box", "2.1", "There is a box", "Is there a box?")
PAPER = indicator("paper", "2.2", "There is paper", "Is there paper beside it?")
MERGED = indicator(
    "known", "1.1", "Goals are known", "Are the goals written and read to all?",
    supersedes=[{"id": "written", "relation": "merge"}, {"id": "read", "relation": "merge"}],
)  # fmt: skip
TITLES = {"by-phone": "By phone", "in-person": "In person", "by-letter": "By letter"}
WIDER = {**BOX, "question": "Is there a box with paper?", "supersedes": [{"id": "paper", "relation": "merge"}]}


def run(registry: Path, *arguments: str) -> None:
    done = CliRunner().invoke(main, ["--registry", str(registry), *arguments])
    assert done.exit_code == 0, done.output


def page(registry: Path, reference: str, *arguments: str) -> dict[str, str]:
    """Return the chapters of the document by heading; marks as [-old-] and [+new+]."""
    target = registry / "document.html"
    run(registry, "consult", "document", reference, *arguments, "-o", str(target))
    text = re.sub(r'<span class="heard"[^>]*>.*?</span>', "", target.read_text(encoding="utf-8"))
    text = text.replace("<ins>", "[+").replace("</ins>", "+]").replace("<del>", "[-").replace("</del>", "-]")
    chapters = {}
    for section in text.split("<section")[1:]:
        heading = re.search(r"<h2[^>]*><span[^>]*>(.*?)</span>", section)
        assert heading is not None
        chapters[html.unescape(heading[1])] = html.unescape(section)
    return chapters


def standing(chapter: str) -> str:
    found = re.search(r'<span class="standing">(.*?)</span>', chapter)
    assert found is not None
    return found[1]


def write(registry: Path, *versions: dict[str, object]) -> Path:
    for data in versions:
        dump(registry / "demo" / str(data["version"]) / "framework.yaml", data)
    return registry


@pytest.fixture
def merging(tmp_path: Path) -> Path:
    """1.1 and 1.2 become a new one; paper becomes part of the box, which keeps its id."""
    return write(tmp_path, framework("1.0.0", None, [GOALS, READ], [BOX, PAPER]), framework("2.0.0", "1.0.0", [MERGED], [WIDER]))


def test_a_merged_indicator_is_marked_against_each_that_it_continues(merging: Path) -> None:
    chapters = page(merging, "demo@2.0.0")
    assert [*chapters] == ["1.1 Goals are known", "2.1 There is a box"]
    own, *beside = chapters["1.1 Goals are known"].split("<h3>")
    assert standing(own) == "Changed"
    assert "[" not in own.partition("How it is scored")[0]  # what is marked stands below
    assert "Are the goals written and read to all?" in own
    first, second = beside
    assert first.startswith("Words beside those of “Goals are written” (1.1 of 1.0.0)")
    assert "Are the goals written[+ and read to all+]?" in first
    assert "[-Look at the file.-]" in first
    assert second.startswith("Words beside those of “Goals are read” (1.2 of 1.0.0)")
    assert "Are the goals[+ written and+] read to all?" in second
    assert "[-All know them-]" in second
    assert "[-Few do-]" in second


def test_one_that_keeps_its_id_is_marked_against_itself_and_what_it_takes_in(merging: Path) -> None:
    own, beside = page(merging, "demo@2.0.0")["2.1 There is a box"].split("<h3>")
    assert "Is there a box[+ with paper+]?" in own
    assert "There is [-paper-][+a box+]" in beside
    assert "Is there [+a box with +]paper[- beside it-]?" in beside


def test_it_is_the_same_as_a_text_document(merging: Path) -> None:
    target = merging / "document.docx"
    run(merging, "consult", "document", "demo@2.0.0", "-o", str(target))
    paragraphs = Document(io.BytesIO(target.read_bytes())).paragraphs
    at = next(at for at, each in enumerate(paragraphs) if each.text == "Words beside those of “Goals are written” (1.1 of 1.0.0)")
    style = paragraphs[at].style
    assert style is not None
    assert style.name == "Heading 3"
    question = next(each for each in paragraphs[at:] if each.text.startswith("Question: "))
    assert [run.text for run in question.runs if run.underline] == [" and read to all"]


def test_what_is_withdrawn_stands_once_with_its_words_and_the_reason(tmp_path: Path) -> None:
    why = [{"id": "paper", "reason": "Nobody writes any more."}]
    first, second = framework("1.0.0", None, [GOALS], [BOX, PAPER]), framework("2.0.0", "1.0.0", [GOALS], [BOX], withdrawn=why)
    third = framework("3.0.0", "2.0.0", [{**GOALS, "guidance": "Look."}], [BOX])
    registry = write(tmp_path, first, second, third)
    chapters = page(registry, "demo@2.0.0")
    assert [*chapters] == ["2.2 There is paper"]
    chapter = chapters["2.2 There is paper"]
    assert standing(chapter) == "Withdrawn"
    assert "[+Nobody writes any more.+]" in chapter
    assert "[-There is paper-]" in chapter
    assert "[-Is there paper beside it?-]" in chapter
    # What the version before said of its own predecessor is none of the next one's changes.
    assert [*page(registry, "demo@3.0.0")] == ["1.1 Goals are written"]
    over = page(registry, "demo@3.0.0", "--since", "demo@1.0.0")
    assert standing(over["2.2 There is paper"]) == "Withdrawn"
    assert "[+Nobody writes any more.+]" in over["2.2 There is paper"]


def test_that_something_was_new_once_is_no_change_later(tmp_path: Path) -> None:
    registry = write(
        tmp_path,
        framework("1.0.0", None, [GOALS], [BOX]),
        framework("2.0.0", "1.0.0", [GOALS], [BOX, {**PAPER, "new": "Asked for."}]),
        framework("3.0.0", "2.0.0", [{**GOALS, "guidance": "Look."}], [BOX, PAPER]),
    )
    assert "[+Asked for.+]" in page(registry, "demo@2.0.0")["2.2 There is paper"]
    assert [*page(registry, "demo@3.0.0")] == ["1.1 Goals are written"]


@pytest.fixture
def rounds(tmp_path: Path) -> Path:
    """In the first round's draft all is as it was; the second's has one indicator in place of two, and lets the box take in the paper."""
    first = framework("1.0.0", None, [GOALS, READ], [BOX, PAPER])
    write(tmp_path, first, {**first, "version": "2.0.0", "previous": "demo@1.0.0"})
    days = [{"number": number, "start": f"2026-0{number}-01", "end": f"2026-0{number}-20"} for number in (1, 2)]
    record = {"format": 1, "framework": "demo@2.0.0", "policy": {"title": "None"}, "rounds": days}
    dump(tmp_path / "demo" / "2.0.0" / "consultation.yaml", record)
    run(tmp_path, "consult", "draft", "demo@2.0.0", "--round", "1")
    return write(tmp_path, framework("2.0.0", "1.0.0", [MERGED], [WIDER]))


@pytest.mark.parametrize("kept", [True, False])
def test_what_the_second_round_merges_is_marked_against_what_the_first_one_had(rounds: Path, *, kept: bool) -> None:
    if kept:  # else the version stands for its second draft
        run(rounds, "consult", "draft", "demo@2.0.0", "--round", "2")
    chapters = page(rounds, "demo@2.0.0", "--since", "1", "--round", "2")
    assert [*chapters] == ["1.1 Goals are known", "2.1 There is a box"]
    assert [*map(standing, chapters.values())] == ["Changed", "Changed"]
    own, first, second = chapters["1.1 Goals are known"].split("<h3>")
    assert "merged from “Goals are written” (1.1 of 2.0.0), “Goals are read” (1.2 of 2.0.0)" in own
    assert "Are the goals written[+ and read to all+]?" in first
    assert "Are the goals[+ written and+] read to all?" in second
    _, beside = chapters["2.1 There is a box"].split("<h3>")
    assert "There is [-paper-][+a box+]" in beside
    assert page(rounds, "demo@2.0.0", "--since", "1") == chapters, "that of the version as it stands says the same"


def test_what_the_second_round_has_again_is_marked_against_what_the_first_one_merged(rounds: Path) -> None:
    again = rounds / "again"
    first = framework("1.0.0", None, [GOALS, READ], [BOX, PAPER])
    write(again, first, framework("2.0.0", "1.0.0", [MERGED], [WIDER]))
    record = again / "demo" / "2.0.0" / "consultation.yaml"
    record.write_bytes((rounds / "demo" / "2.0.0" / "consultation.yaml").read_bytes())
    run(again, "consult", "draft", "demo@2.0.0", "--round", "1")
    write(again, {**first, "version": "2.0.0", "previous": "demo@1.0.0"})
    chapters = page(again, "demo@2.0.0", "--since", "1")
    assert [*chapters] == ["1.1 Goals are written", "1.2 Goals are read", "2.1 There is a box", "2.2 There is paper"]
    assert {*map(standing, chapters.values())} == {"Changed"}
    assert "Are the goals written[- and read to all-]?" in chapters["1.1 Goals are written"]
    assert "split from “Goals are known” (1.1 of 2.0.0)" in chapters["1.2 Goals are read"]


def test_where_the_drafts_do_not_tell_what_goes_on_as_what_that_is_said(rounds: Path) -> None:
    part = [{"id": "box", "relation": "split"}]
    phone, person, letter = (indicator(id_, "2.1", title, f"{title}?", supersedes=part) for id_, title in TITLES.items())
    write(rounds, framework("2.0.0", "1.0.0", [GOALS, READ], [phone, PAPER, {**person, "code": "2.3"}]))
    run(rounds, "consult", "draft", "demo@2.0.0", "--round", "2")
    write(rounds, framework("2.0.0", "1.0.0", [GOALS, READ], [phone, PAPER, {**letter, "code": "2.3"}]))
    chapters = page(rounds, "demo@2.0.0", "--since", "2")
    assert {heading: standing(chapter) for heading, chapter in chapters.items()} == {
        "2.3 By letter": "New",
        "2.3 In person": "No longer there",
    }
    said = "The drafts do not say whether any of these continues it: “By phone” (2.1), “By letter” (2.3)"
    assert said in chapters["2.3 In person"]
