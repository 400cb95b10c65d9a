"""The action plan: kept with the file, forecast by the same engine as the command line's."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import spregistry
from browser.results.views import Opener, Views, published, range_of
from spregistry.scoring.what_if import with_changes


@pytest.fixture
def written(examples: dict[str, Path], tmp_path: Path) -> Callable[..., Path]:
    """Write an example with actions of a test's own."""

    def write(actions: list[Any], name: str = "rural-cooperative") -> Path:
        data = json.loads(examples[name].read_text(encoding="utf-8"))
        path = tmp_path / "planned.json"
        path.write_text(json.dumps({**data, "actions": actions}), encoding="utf-8")
        return path

    return write


def _forecast(views: Views) -> list[str]:
    return [views.page.locator("#res-outcome ~ .res-headline .res-from").inner_text(), views.page.locator(".res-big").inner_text()]


def test_an_action_begins_at_a_gap_and_is_kept_in_the_file(show: Opener, standards: spregistry.Registry, tmp_path: Path) -> None:
    views = show("rural-cooperative").go()
    before = views.form.saved().get("actions", [])
    row = views.section("gaps").get_by_role("row").filter(has_text="2.B.2.1")
    row.get_by_role("link", name="Add to plan").click()
    form = views.page.locator("form.res-form")
    assert form.get_by_label("On which practice").evaluate("select => select.selectedOptions[0].label.slice(0, 7)") == "2.B.2.1"
    form.get_by_label("What will be done").fill("Name an owner for each risk <to clients>")
    form.get_by_label("Who").fill("Risk committee")
    form.get_by_label("By when").fill("2026-09-30")
    form.get_by_label("Target answer").select_option("Partially")
    form.get_by_role("button", name="Keep").click()
    views.page.get_by_text("Name an owner for each risk <to clients>").wait_for()
    data = views.form.saved()
    added = {
        "what": "Name an owner for each risk <to clients>",
        "indicator": next(id_ for id_, one in standards["sepm@3.0.0"].indicators.items() if one.code == "2.B.2.1"),
        "who": "Risk committee",
        "by_when": "2026-09-30",
        "target": "partly",
    }
    assert data["actions"] == [*before, added]
    path = tmp_path / "saved.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    assert [found for found in spregistry.validate(standards["sepm@3.0.0"], spregistry.read(path)) if found.severity == "error"] == []
    row = views.go().section("gaps").get_by_role("row").filter(has_text="2.B.2.1")
    assert row.get_by_role("link", name="In the plan").count() == 1


@pytest.mark.parametrize("name", ["rural-cooperative", "rural-cooperative-2026-draft"])
def test_the_forecast_is_that_of_the_command_line(
    show: Opener, written: Callable[..., Path], standards: spregistry.Registry, name: str
) -> None:
    framework = standards["sepm@3.0.0"]
    targets: dict[str, Any] = {
        "repayment-capacity-analysed": "met",
        "capacity-analysis-contents": [item.id for item in framework.indicators["capacity-analysis-contents"].answer.checklist.items],  # type: ignore[union-attr]
        "goals-with-dated-targets": 100,
    }
    path = written([{"what": f"Improve {id_}", "indicator": id_, "target": target} for id_, target in targets.items()], name)
    document = spregistry.read(path)
    before, after = (spregistry.score(framework, one) for one in (document, with_changes(document, targets)))
    assert before.overall is not None
    assert after.overall is not None
    views = show(path).go("plan")
    apart = views.section("outcome").locator("summary")
    if apart.count():  # what is at its best already would change nothing, and is told
        assert "Targets that are not in this" in apart.inner_text()
    assert _forecast(views) == [range_of(before.overall), range_of(after.overall)]
    rows = {row[0]: row[1:3] for row in views.table(views.section("outcome"))}
    changed = {
        f"{old.code} {old.title}": [range_of(old.measures), range_of(new.measures)]
        for old, new in zip(before.groups, after.groups, strict=True)
        if old.parent is None and range_of(old.measures) != range_of(new.measures)
    }
    assert rows == {"Overall": [range_of(before.overall), range_of(after.overall)], **changed}


def test_targets_that_cannot_count_are_told_and_left_out(
    show: Opener, written: Callable[..., Path], standards: spregistry.Registry
) -> None:
    path = written(
        [
            {"what": "a ratio", "indicator": "arrears-over-thirty-days", "target": 0.02},
            {"what": "no answer", "indicator": "mission-names-clients-and-change", "target": "excellent"},
            {"what": "met already", "indicator": "mission-names-clients-and-change", "target": "partly"},
            {"what": "first", "indicator": "target-clients-recognisable", "target": "unmet", "by_when": "2026-01-01"},
            {"what": "sooner", "indicator": "goals-state-change-for-clients", "target": "partly", "by_when": "2026-06-30"},
            {"what": "later", "indicator": "goals-state-change-for-clients", "target": "met", "by_when": "2027-06-30"},
            {"what": "unknown", "indicator": "no-such-practice", "target": "met"},
        ]
    )
    document = spregistry.read(path)
    framework = standards["sepm@3.0.0"]
    after = spregistry.score(framework, with_changes(document, {"goals-state-change-for-clients": "met"})).overall
    assert after is not None
    views = show(path).go("plan")
    assert _forecast(views)[1] == published(after.score)
    views.section("outcome").locator("summary").click()
    told = [line.split("\n")[-1] for line in views.section("outcome").locator("li").all_inner_texts()]
    assert len(told) == 6
    assert sum("computed from facts" in line for line in told) == 1
    assert sum("not an answer that this question accepts" in line for line in told) == 1
    assert sum("as well as that already" in line for line in told) == 3
    assert sum("has no such practice" in line for line in told) == 1


def test_two_targets_for_one_practice_count_once_by_the_later_date(
    show: Opener, written: Callable[..., Path], standards: spregistry.Registry
) -> None:
    path = written(
        [
            {"what": "in the end", "indicator": "activities-not-financed", "target": "met", "by_when": "2027-06-30"},
            {"what": "at first", "indicator": "repayment-capacity-analysed", "target": "met", "by_when": "2026-06-30"},
            {"what": "again", "indicator": "activities-not-financed", "target": "met", "by_when": "2026-06-30"},
        ]
    )
    views = show(path).go("plan")
    views.section("outcome").locator("summary").click()
    assert "Another action aims at it with a later date." in views.section("outcome").inner_text()
    assert standards["sepm@3.0.0"].indicators["activities-not-financed"].code in views.section("outcome").locator("li").first.inner_text()


def test_actions_are_edited_deleted_and_brought_back(show: Opener, written: Callable[..., Path]) -> None:
    odd = {"what": "Write it down", "who": "Board", "done": False, "cost": {"amount": 3}}
    path = written([odd, {"what": "Ask clients", "by_when": "2026-02-28"}])
    views = show(path, odd=True).go("plan")
    order = views.page.locator(".res-what")
    assert order.all_inner_texts() == ["Ask clients", "Write it down"]  # what has a date stands first
    views.page.get_by_role("button", name="Edit: Write it down").click()
    form = views.page.locator("form.res-form")
    form.get_by_label("What will be done").fill("   ")
    form.get_by_role("button", name="Keep").click()
    assert form.get_by_text("Say what will be done.").is_visible()
    form.get_by_label("What will be done").fill("Write it down, and sign it")
    form.get_by_label("By when").fill("2026-01-31")
    form.get_by_role("button", name="Keep").click()
    assert order.all_inner_texts() == ["Write it down, and sign it", "Ask clients"]
    # Keys that this form does not know stay; what says nothing goes.
    assert views.form.saved()["actions"][0] == {
        "what": "Write it down, and sign it",
        "who": "Board",
        "cost": {"amount": 3},
        "by_when": "2026-01-31",
        "done": False,
    }
    views.page.get_by_role("checkbox", name="Done").first.check()
    assert views.form.saved()["actions"][0]["done"] is True
    views.page.get_by_role("button", name="Delete: Write it down, and sign it").click()
    assert order.all_inner_texts() == ["Ask clients"]
    views.page.get_by_role("button", name="Undo", exact=True).last.click()
    assert sorted(order.all_inner_texts()) == ["Ask clients", "Write it down, and sign it"]


def test_a_target_figure_is_typed_as_people_write_figures(show: Opener, written: Callable[..., Path]) -> None:
    views = show(written([]), locale="de-DE").go("plan?for=arrears-over-thirty-days")
    form = views.page.locator("form.res-form")
    form.get_by_label("What will be done").fill("Visit late clients")
    form.get_by_label("Target figure").fill("2.5")
    form.get_by_role("button", name="Keep").click()
    assert views.form.saved()["actions"] == [{"what": "Visit late clients", "indicator": "arrears-over-thirty-days", "target": 0.025}]
    views.page.get_by_role("button", name="Edit: Visit late clients").click()
    form.get_by_label("Target figure").fill("many")
    form.get_by_role("button", name="Keep").click()
    assert form.get_by_text("This is not an answer that the question accepts.").is_visible()


def test_the_plan_as_csv_holds_no_formula(show: Opener, written: Callable[..., Path]) -> None:
    path = written(
        [{"what": '=HYPERLINK("http://example.org","x")', "who": "@SUM(A1), Board", "by_when": "2026-02-28", "indicator": "agents-vetted"}]
    )
    views = show(path).go("plan")
    with views.page.expect_download() as download:
        views.page.get_by_role("button", name="Save as CSV").click()
    assert download.value.suggested_filename.endswith("_plan.csv")
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    head, row = csv.reader(io.StringIO(text))
    assert head == ["Code", "Practice", "What", "Who", "By when", "Now", "Target", "Could add at most", "Done"]
    assert row[2:5] == ['\'=HYPERLINK("http://example.org","x")', "'@SUM(A1), Board", "2026-02-28"]
