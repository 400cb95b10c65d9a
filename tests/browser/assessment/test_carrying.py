"""A file of an earlier version in the form of a later one: told plainly, carried over when wanted, with a report; the file as it was."""

import copy
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from browser.assessment.form import Form
from browser.assessment.versions import EARLIER, demo_versions
from browser.axe import SIGHTS, Axe
from spregistry.cli import main

Open = Callable[..., Form]


def run(registry: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--registry", str(registry), *arguments])


@pytest.fixture(scope="session")
def versions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A registry of a standard in three versions."""
    return demo_versions(tmp_path_factory.mktemp("versions") / "standards")


@pytest.fixture(scope="session")
def later_form(versions: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The form of the newest version, as the command line writes it."""
    path = tmp_path_factory.mktemp("later") / "form.html"
    done = run(versions, "template", "demo@3.0.0", "--format", "html", "-o", str(path))
    assert done.exit_code == 0, done.output
    return path


def written(tmp_path: Path, content: Any = EARLIER, name: str = "earlier.json") -> Path:
    path = tmp_path / name
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def carried(form: Form, path: Path) -> Form:
    """Open a file of an earlier version, and carry it over."""
    form.open(path).dialog().get_by_role("button", name="Carry it over").click()
    form.until("location.hash.startsWith('#/migration')")
    return form


def test_an_earlier_file_is_told_and_nothing_happens_unasked(open_form: Open, later_form: Path, tmp_path: Path) -> None:
    path = written(tmp_path)
    form = open_form(later_form).open(path)
    said = form.dialog().inner_text()
    assert "“earlier.json” answers demo@1.0.0, an earlier version of this standard; this form is demo@3.0.0. Nothing was changed." in said
    assert "The file itself stays as it is." in said
    form.dialog().get_by_role("button", name="Cancel").click()
    assert form.page.get_by_role("button", name="Start a new assessment").is_visible()
    assert form.page.get_by_text("On this computer", exact=True).count() == 0


def test_the_carried_file_is_the_one_that_the_command_line_makes(open_form: Open, later_form: Path, versions: Path, tmp_path: Path) -> None:
    path = written(tmp_path)
    form = carried(open_form(later_form), path)
    found = form.saved()
    out = tmp_path / "carried.json"
    done = run(versions, "migrate", str(path), "--to", "demo@3.0.0", "--format", "json", "-o", str(out))
    assert done.exit_code == 0, done.output
    assert found == json.loads(out.read_text(encoding="utf-8"))
    assert found["profile"] == "demo-start@2.0.0"
    assert json.loads(path.read_text(encoding="utf-8")) == EARLIER
    assert run(versions, "validate", str(written(tmp_path, found, "saved.json"))).exit_code == 0


def test_the_report_says_what_became_of_everything(open_form: Open, later_form: Path, tmp_path: Path) -> None:
    form = carried(open_form(later_form), written(tmp_path))
    page = form.page
    first, second = page.locator(".sp-report-step").all()
    assert first.get_by_role("heading", level=2).inner_text() == "demo@1.0.0 → demo@2.0.0"
    assert first.locator(".sp-report-counts").inner_text().split("\n") == [
        "carried as it was: 5",
        "carried, to be confirmed: 3",  # an answer, the action about it, and that the file is final
        "not carried; kept in the report only: 1",
    ]
    # It is a draft from the first step on, and the second has nothing to say of that.
    status = [step.get_by_role("heading", name="The status “final”").count() for step in (first, second)]
    assert status == [1, 0]
    bonus = first.locator("li").filter(has=page.get_by_role("heading", name="1.3 Bonuses"))
    text = bonus.inner_text()
    for piece in ("it was withdrawn", "The editors say: Nobody used it.", "Partially (partly)", "Bonus rules <2024>", "Only for managers"):
        assert piece in text
    goals = first.locator("li").filter(has=page.get_by_role("heading", name="1.1 Goals"))
    assert "carried, to be confirmed: more is asked now" in goals.inner_text()
    # Where it stands two versions later, not in between.
    assert goals.locator(".sp-report-became").inner_text().startswith("Now: 1.1 Strategy to be confirmed")
    board = second.locator("li").filter(has=page.get_by_role("heading", name="1.2 Board")).first
    assert "what can be answered is another list" in board.inner_text()
    assert "to be confirmed" in board.locator(".sp-report-became").inner_text()
    page.get_by_label("Not carried over: 1").check()
    assert [one.inner_text() for one in page.locator(".sp-report-entry h3").all()] == ["1.3 Bonuses"]
    page.get_by_label(re.compile("^To be confirmed: ")).check()
    assert "1.3 Bonuses" not in page.locator(".sp-report").inner_text()
    board.get_by_role("link", name="1.2 Board").click()
    card = page.locator("#q-board")
    assert "Carried over from an earlier version: what can be answered is another list. Is it still so?" in card.inner_text()
    card.get_by_role("button", name="Yes, confirm").click()
    assert "unconfirmed" not in form.saved()["answers"]["board"]
    form.go("migration")
    assert "to be confirmed" not in board.locator(".sp-report-became").inner_text()


def test_an_answer_whose_value_did_not_go_along_is_told_until_it_is_given(
    open_form: Open, later_form: Path, versions: Path, tmp_path: Path
) -> None:
    """The lineage of goals has no value for “partly”: its evidence goes on to strategy, and from there to plan."""
    earlier = copy.deepcopy(EARLIER)
    earlier["answers"]["goals"]["value"] = "partly"
    path = written(tmp_path, earlier)
    assert "1.1 is to be answered anew." in run(versions, "migrate", str(path), "--to", "demo@3.0.0").stdout
    form = carried(open_form(later_form), path)
    page = form.page
    page.get_by_label("Carried over without their value, to be answered anew: 1").check()
    assert [one.inner_text() for one in page.locator(".sp-report-entry h3").all()] == ["1.1 Goals"]
    assert page.locator(".sp-report-became").inner_text() == "Now: 1.1 Strategy to be answered anew"
    page.get_by_role("link", name="1.1 Strategy").click()
    card = page.locator("#q-plan")
    told = "Carried over from an earlier version without its answer: more is asked now. Please answer it anew."
    assert told in card.inner_text()
    assert card.get_by_role("link", name="What it said before").get_attribute("href") == "#/migration"
    card.get_by_label("Partially").check()
    assert told not in card.inner_text()
    form.go("migration")
    assert page.get_by_label("Carried over without their value, to be answered anew: 0").is_visible()
    mine = {"format": 1, "framework": "demo@3.0.0", "status": "draft", "facts": {}, "answers": {}}
    form = open_form(later_form).opened(written(tmp_path, mine, "mine.json"))
    form.go("colleagues").open(path, "Add files")
    form.dialog().get_by_role("button", name="Carry it over").click()
    part = form.page.locator(".sp-kept-list > li")
    part.wait_for()
    assert "To be answered anew: 1." in part.inner_text()


def test_the_carried_assessment_is_one_of_its_own_and_is_called_so(open_form: Open, later_form: Path, tmp_path: Path) -> None:
    path = written(tmp_path)
    form = carried(open_form(later_form), path)
    form.kept()
    form.go("start")
    kept = form.page.locator(".sp-kept-list > li").all()
    assert len(kept) == 1
    assert "carried over from demo@1.0.0" in kept[0].inner_text()
    nameless = {key: value for key, value in EARLIER.items() if key not in ("organisation", "status")}
    carried(form, written(tmp_path, nameless, "nameless.json")).kept()
    form.go("start")
    assert form.page.get_by_text("nameless.json, carried over from demo@1.0.0", exact=True).is_visible()
    # What it was made from stands beside it, for comparison.
    form.go("compare")
    assert "nameless.json" in form.page.locator("main").inner_text()


def test_a_single_file_of_an_earlier_version_says_where_it_is_carried_over(
    open_form: Open, versions: Path, later_form: Path, tmp_path: Path
) -> None:
    path = tmp_path / "own.html"
    done = run(versions, "template", "demo@1.0.0", "--format", "html", "-o", str(path))
    assert done.exit_code == 0, done.output
    form = open_form(path).opened(written(tmp_path))
    form.go("start")
    told = "Save it to a file, and open that file in the form of demo@3.0.0, which offers to carry it over."
    assert form.page.get_by_text(told).is_visible()
    assert form.page.get_by_role("link", name="Carry it over").count() == 0
    saved = form.saved()
    assert saved == EARLIER
    form = carried(open_form(later_form), written(tmp_path, saved, "saved.json"))
    form.go("start")
    assert form.page.get_by_text("A later version of this standard").count() == 0


def test_a_file_that_holds_a_report_shows_it_again(open_form: Open, later_form: Path, tmp_path: Path) -> None:
    saved = carried(open_form(later_form), written(tmp_path)).saved()
    form = open_form(later_form).opened(written(tmp_path, saved, "again.json"))
    note = form.page.get_by_text("Carried over from demo@1.0.0, an earlier version of this standard.")
    note.get_by_role("link").click()
    form.page.locator(".sp-report-step").nth(1).wait_for()  # another view, which is shown when the address has changed
    assert form.page.locator(".sp-report-step").count() == 2
    assert "Bonus rules <2024>" in form.page.locator(".sp-report").inner_text()
    assert form.saved() == saved


@pytest.mark.parametrize(
    "report",
    [
        7,
        {"steps": "all"},
        {"steps": [{"from": "demo@1.0.0", "to": 5}]},
        {"steps": [{"from": "<b>a</b>", "to": "b", "carried": ["answers/board", 4], "entries": [{"id": "x"}, None, 3]}]},
        {"steps": [{"from": "a", "to": "b", "entries": [{"section": "answers", "id": "__proto__", "outcome": "dropped", "why": "constructor", "said": {"__proto__": [1, {"a": None}]}, "became": "all", "reason": {}}]}]},
        {"steps": [{"from": "a", "to": "b", "entries": [{"section": "actions", "id": "the first", "outcome": "dropped", "why": "withdrawn"}]}]},
    ],
)  # fmt: skip
def test_a_report_that_anybody_wrote_breaks_nothing(report: Any, open_form: Open, later_form: Path, tmp_path: Path) -> None:
    data = {"format": 1, "framework": "demo@3.0.0", "answers": {"board": {"value": "met", "unconfirmed": True}}, "migration": report}
    form = open_form(later_form).open(written(tmp_path, data))
    form.dialog().get_by_role("button", name="Open all the same").click()
    form.until("location.hash.startsWith('#/about')")
    for way in ("migration", "start", "assess/leading/board"):
        form.go(way)
        assert "This page cannot be shown" not in form.page.locator("main").inner_text()
        assert "NaN" not in form.page.locator("main").inner_text()
    assert form.saved()["migration"] == report


def test_what_has_not_the_shape_of_a_submission_is_not_carried(open_form: Open, later_form: Path, tmp_path: Path) -> None:
    odd = copy.deepcopy(EARLIER)
    odd["answers"]["board"]["by"] = 5
    form = open_form(later_form).open(written(tmp_path, odd))
    form.dialog().get_by_role("button", name="Carry it over").click()
    dialog = form.page.get_by_role("dialog", name="“earlier.json” cannot be carried over yet")
    assert "1.2 Board › Answered by" in dialog.inner_text()
    assert "nothing was changed" in dialog.inner_text()
    dialog.get_by_role("button", name="Close").last.click()
    assert form.page.get_by_role("button", name="Start a new assessment").is_visible()


def test_facts_to_look_at_again_can_be_confirmed(open_form: Open, versions: Path, tmp_path: Path) -> None:
    """A choice that is called otherwise now is marked in the file, as the command line does, until somebody has looked."""
    folder = tmp_path / "standards"
    for source in versions.rglob("framework.yaml"):
        target = folder / source.relative_to(versions)
        target.parent.mkdir(parents=True)
        text = source.read_text(encoding="utf-8")
        target.write_text(text.replace('"Association"', '"Club"') if source.parent.name == "3.0.0" else text, encoding="utf-8")
    path = tmp_path / "form.html"
    assert run(folder, "template", "demo@3.0.0", "--format", "html", "-o", str(path)).exit_code == 0
    source = written(tmp_path)
    form = carried(open_form(path), source)
    found, out = form.saved(), tmp_path / "carried.json"
    assert found["unconfirmed_facts"] == {"form": True}
    assert run(folder, "migrate", str(source), "--to", "demo@3.0.0", "--format", "json", "-o", str(out)).exit_code == 0
    assert found == json.loads(out.read_text(encoding="utf-8"))
    form.page.locator(".sp-report-became").get_by_role("link", name="Legal form").click()
    card = form.page.locator("#f-form")
    assert "Carried over from an earlier version: what can be answered is another list. Is it still so?" in card.inner_text()
    card.get_by_role("button", name="Yes, confirm").click()
    assert "unconfirmed_facts" not in form.saved()


def test_this_year_can_be_begun_from_a_file_of_an_earlier_version(open_form: Open, later_form: Path, tmp_path: Path) -> None:
    form = open_form(later_form).open(written(tmp_path), "Start from last year’s file")
    form.dialog().get_by_role("button", name="Carry it over").click()
    form.until("location.hash.startsWith('#/about')")
    found = form.saved()
    assert found["period"] == {"start": "2026-01-01", "end": "2026-12-31"}
    assert found["framework"] == "demo@3.0.0"
    assert all(answer["unconfirmed"] for answer in found["answers"].values())
    assert [step["from"] for step in found["migration"]["steps"]] == ["demo@1.0.0", "demo@2.0.0"]
    assert form.page.get_by_role("link", name="What was carried over").count() >= 1


def test_on_paper_the_report_stands_alone(open_form: Open, later_form: Path, tmp_path: Path) -> None:
    form = carried(open_form(later_form), written(tmp_path))
    form.page.emulate_media(media="print")
    assert form.page.get_by_role("heading", name="1.3 Bonuses").is_visible()
    assert not form.page.get_by_role("button", name="Print or save as PDF").is_visible()
    assert not form.page.locator(".sp-nav").is_visible()


@pytest.mark.parametrize(("scheme", "width"), SIGHTS)
def test_everybody_can_use_it(scheme: str, width: int, open_form: Open, later_form: Path, tmp_path: Path, browser_folder: Path) -> None:
    form = open_form(later_form, color_scheme=scheme, viewport={"width": width, "height": 800}, bypass_csp=True, reduced_motion="reduce")
    axe = Axe(form.page, scheme, browser_folder)
    form.open(written(tmp_path)).dialog()
    axe.look("dialog: made with an earlier version")
    form.page.keyboard.press("Escape")
    odd = copy.deepcopy(EARLIER)
    odd["answers"]["board"]["by"] = 5
    form.open(written(tmp_path, odd, "odd.json")).dialog().get_by_role("button", name="Carry it over").click()
    form.page.get_by_role("dialog", name=re.compile("cannot be carried over yet")).wait_for()
    axe.look("dialog: cannot be carried over yet")
    form.page.keyboard.press("Escape")
    carried(form, written(tmp_path))
    form.page.evaluate("document.querySelectorAll('.sp-main details').forEach((one) => { one.open = true; })")
    axe.look("report")
    assert form.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    form.question("board")
    axe.look("question to be confirmed")
    form.go("about")
    axe.look("about")
    form.go("start")
    axe.look("files")
    assert not axe.faults, "\n".join(axe.faults)


def test_a_colleagues_part_of_an_earlier_version_is_carried_over_and_put_together(
    open_form: Open, later_form: Path, versions: Path, tmp_path: Path
) -> None:
    mine = {
        "format": 1,
        "framework": "demo@3.0.0",
        "status": "draft",
        "facts": {"left": 12},
        "answers": {"board": {"value": "met", "on": "2026-02-01"}},
    }
    theirs = written(tmp_path)
    form = open_form(later_form).opened(written(tmp_path, mine, "mine.json"))
    form.go("colleagues").open(theirs, "Add files")
    said = form.dialog().inner_text()
    assert "“earlier.json” answers demo@1.0.0, an earlier version of this standard; this form is demo@3.0.0. Nothing was changed." in said
    assert "What is carried over is put together with what is open here, once you say so" in said
    form.dialog().get_by_role("button", name="Carry it over").click()
    part = form.page.locator(".sp-kept-list > li")
    part.wait_for()
    # To be confirmed: goals, which asks more now, and the board, whose answers are another list. Bonuses were withdrawn.
    assert "earlier.json, carried over from demo@1.0.0" in part.inner_text()
    assert "To be confirmed: 2. Not carried over: 1; the report keeps it, word for word." in part.inner_text()
    form.page.get_by_role("button", name="Put together", exact=True).first.click()
    found = form.saved()
    out = tmp_path / "carried.json"
    assert run(versions, "migrate", str(theirs), "--to", "demo@3.0.0", "--format", "json", "-o", str(out)).exit_code == 0
    merged = run(versions, "merge", str(tmp_path / "mine.json"), str(out), "--format", "json")
    assert merged.exit_code == 0, merged.output
    assert found == json.loads(merged.stdout)
    # What this year says stands before what was carried, which stays to be confirmed where nobody said anything.
    assert (found["answers"]["board"]["value"], "unconfirmed" in found["answers"]["board"]) == ("met", False)
    assert found["answers"]["plan"]["unconfirmed"] is True
    assert json.loads(theirs.read_text(encoding="utf-8")) == EARLIER
    form.go("migration")
    assert "Bonus rules <2024>" in form.page.locator(".sp-report").inner_text()


def test_a_colleagues_part_that_is_not_carried_over_is_left_out_with_a_word(open_form: Open, later_form: Path, tmp_path: Path) -> None:
    mine = {"format": 1, "framework": "demo@3.0.0", "status": "draft", "facts": {}, "answers": {}}
    form = open_form(later_form).opened(written(tmp_path, mine, "mine.json"))
    form.go("colleagues").open(written(tmp_path), "Add files")
    form.dialog().get_by_role("button", name="Cancel").click()
    assert form.page.locator(".sp-kept-list > li").count() == 0
    form.open(written(tmp_path, {**EARLIER, "framework": "demo@0.9.0"}, "unknown.json"), "Add files")
    said = form.dialog().inner_text()
    # No way leads here from that version: what to do is said, and nothing is lost.
    assert "answers demo@0.9.0, an earlier version" in said
    assert "answers are carried over with “spregistry migrate”" in said
    form.dialog().get_by_role("button", name="Close").last.click()
    assert form.saved() == mine
