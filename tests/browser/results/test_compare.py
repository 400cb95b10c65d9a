"""Comparison over time: the changes are the command line's; what cannot be compared is explained."""

import json
from pathlib import Path

import pytest

import spregistry
from browser.results.views import Opener, Views, range_of, signed
from spregistry.scoring.comparison import compare, in_order


def _opened(views: Views, *paths: Path) -> Views:
    views.go("compare")
    for at, path in enumerate(paths):
        views.form.open(path, "Open earlier files")
        views.form.until(f"document.querySelectorAll('.res-opened li').length === {at + 1}")
    return views


@pytest.fixture
def years(examples: dict[str, Path], tmp_path: Path) -> list[Path]:
    """Three years of one institution, the middle one open last: its files in no order."""
    found = []
    for year, change in (
        (2023, {"repayment-capacity-analysed": {"value": "unmet"}}),
        (2025, {}),
        (2024, {"social-data-plan": {"value": []}}),
    ):
        data = json.loads(examples["rural-cooperative"].read_text(encoding="utf-8"))
        data["period"] = {"start": f"{year}-01-01", "end": f"{year}-12-31"}
        data["answers"].update(change)
        path = tmp_path / f"year-{year}.json"
        path.write_text(json.dumps(data), encoding="utf-8")
        found.append(path)
    return found


def test_changes_are_those_of_the_command_line(show: Opener, years: list[Path], standards: spregistry.Registry) -> None:
    cards = in_order([spregistry.score(standards["sepm@3.0.0"], spregistry.read(path)) for path in years])
    first, last, middle = years
    views = _opened(show(last), middle, first)
    views.page.get_by_label("Show down to").select_option("Practice")
    expected = [
        [
            f"{line.code} {line.title}" if line.group else "Overall",
            *(range_of(measures) for measures in line.measures if measures),
            "–" if line.change is None else signed(line.change),
        ]
        for line in compare(cards)
    ]
    assert views.table(views.section("over-time")) == expected
    heads = views.section("over-time").locator("table").first.locator("thead th").all_inner_texts()
    assert [head.split("\n")[0] for head in heads] == ["Group", "2023", "2024", "2025", "Change"]


def test_no_change_is_computed_from_a_range(show: Opener, examples: dict[str, Path]) -> None:
    views = _opened(show("rural-cooperative-2026-draft"), examples["rural-cooperative"])
    rows = views.table(views.section("over-time"))
    assert rows[0] == ["Overall", "56.90", "35.09 to 87.11", "–"]
    assert "Unfinished submissions: 1." in views.section("over-time").inner_text()


def test_another_version_is_explained_and_not_compared(show: Opener, examples: dict[str, Path], tmp_path: Path) -> None:
    data = json.loads(examples["rural-cooperative"].read_text(encoding="utf-8"))
    paths = []
    for reference in ("sepm@2.0.0", "other@1.0.0"):
        path = tmp_path / f"{reference.split('@')[0]}-file.json"
        path.write_text(json.dumps({**data, "framework": reference}), encoding="utf-8")
        paths.append(path)
    views = _opened(show("rural-cooperative"), *paths)
    notices = views.page.locator(".res-notice").all_inner_texts()
    assert "answers sepm@2.0.0, and this form is for sepm@3.0.0" in notices[0]
    assert "spregistry migrate" in notices[0]
    assert "another standard than sepm@3.0.0" in notices[1]
    assert views.page.get_by_text("Nothing to compare yet").is_visible()
    assert views.page.locator(".res-compared").count() == 0


def test_another_edition_of_the_same_version_is_compared_with_a_note(show: Opener, examples: dict[str, Path], tmp_path: Path) -> None:
    data = json.loads(examples["rural-cooperative"].read_text(encoding="utf-8"))
    path = tmp_path / "patch.json"
    path.write_text(
        json.dumps({**data, "framework": "sepm@3.0.7", "period": {"start": "2024-01-01", "end": "2024-12-31"}}), encoding="utf-8"
    )
    views = _opened(show("rural-cooperative"), path)
    assert views.page.get_by_text("another edition of the same version").is_visible()
    assert views.table(views.section("over-time"))[0] == ["Overall", "56.90", "56.90", "0.00"]


def test_other_institutions_are_no_development(show: Opener, examples: dict[str, Path]) -> None:
    views = _opened(show("rural-cooperative"), examples["digital-lender"])
    assert "different institutions" in views.page.locator(".res-notice").inner_text()
    views.page.get_by_role("button", name="Take out: digital-lender.json").click()
    assert views.page.locator(".res-notice").count() == 0
