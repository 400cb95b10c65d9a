"""The page of results: every figure on it is the command line's, and nothing looks worse than it is."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import spregistry
from browser.results.views import Opener, Views, published, range_of, share, signed
from spregistry.load.languages.catalogues import Catalogue
from spregistry.model.state import State
from spregistry.publish.browser.form_data import form_data
from spregistry.publish.report.board import board
from spregistry.publish.report.view import Subject, View
from spregistry.publish.report.wording import Words

ROOT = Path(__file__).parents[3]

Seen = tuple[Views, spregistry.Scorecard]
Score = Callable[[str], spregistry.Scorecard]


def test_the_head_says_what_the_command_line_says(seen: Seen) -> None:
    views, card = seen
    whole = card.overall
    assert whole is not None
    assert views.page.locator(".res-big").inner_text() == range_of(whole)
    tiles = {tile.locator("dt").inner_text(): tile.locator("strong").inner_text() for tile in views.page.locator(".res-tiles > div").all()}
    applicable = whole.answered + whole.missing + whole.not_applicable
    assert tiles == {
        "Scored questions answered": f"{whole.answered} of {whole.answered + whole.missing}",
        "Documented score": published(whole.documented),
        "Evidence coverage": share(whole.evidence_coverage),
        "Not applicable": share(whole.not_applicable / applicable),
        "If “not applicable” counted nothing": published(whole.na_as_zero),
        "Not asked of this institution": str(whole.not_asked),
    }
    labels = {band.id: band.label for band in card.framework.definition.bands or ()}
    assert views.page.locator(".res-headline .res-band").all_inner_texts() == ([labels[whole.band]] if whole.band else [])


def test_the_tables_have_every_group_with_the_same_numbers(seen: Seen) -> None:
    views, card = seen
    labels = {band.id: band.label for band in card.framework.definition.bands or ()}
    for section, level in (("dimensions", "dimension"), ("standards", "standard")):
        expected = [
            [
                f"{group.code} {group.title}",
                "",
                range_of(group.measures),
                labels.get(group.measures.band or "", ""),
                share(group.measures.coverage),
                published(group.measures.documented),
                share(group.measures.evidence_coverage),
                str(group.measures.not_applicable or "–"),
            ]
            for group in card.groups
            if group.level == level
        ]
        assert views.table(views.section(section)) == expected


def test_gaps_are_those_of_the_explanation_the_most_first(seen: Seen) -> None:
    views, card = seen
    gaps = sorted((row for row in card.explanation.indicators if row.gain), key=lambda row: -(row.gain or 0))
    answered = [row for row in gaps if row.state is not State.MISSING]
    missing = [row for row in gaps if row.state is State.MISSING]
    more = views.section("gaps").get_by_role("button", name="Show all")
    while more.count():
        more.first.click()
    for at, rows in enumerate(filter(None, (answered, missing))):
        shown = [row[:2] for row in views.table(views.section("gaps"), at)]
        assert shown == [[signed(row.gain or 0), f"{row.code} {row.title}"] for row in rows]


def test_what_does_not_apply_and_what_holds_down_is_listed(seen: Seen) -> None:
    views, card = seen
    expected = [
        [f"{row.code} {row.title}", card.submission["answers"][row.id]["justification"]]
        for row in card.explanation.indicators
        if row.state is State.NOT_APPLICABLE
    ]
    assert (views.table(views.section("not-applicable")) if expected else []) == expected
    felt = [
        (id_, cap)
        for id_, calculation in card.explanation.calculations.items()
        for cap in calculation.caps
        if calculation.uncapped is not None and cap.to < calculation.uncapped
    ]
    shown = views.section("caps").locator("li")
    assert shown.count() == len(felt)
    for (_, cap), line in zip(felt, shown.all(), strict=True):
        assert cap.reason in line.inner_text()
        assert f"is held to {cap.to:g} " in line.inner_text()


def test_a_group_tells_how_its_score_came_about(show: Opener, scored: Score) -> None:
    card = scored("rural-cooperative")
    calculation = card.explanation.calculations["client-protection-practices"]
    views = show("rural-cooperative").go()
    opener = views.page.get_by_role("button", name="4 Client protection")
    opener.click()
    assert opener.get_attribute("aria-expanded") == "true"
    shown = [" ".join(line.split()) for line in views.page.locator(".res-calculation li").all_inner_texts()]
    titles = {group.id: f"{group.code} {group.title}" for group in card.groups}
    assert shown == [f"{published(child.score)} weight {child.weight:g} {titles[child.id]}" for child in calculation.children]


def test_an_unfinished_submission_shows_ranges_and_no_band(show: Opener, scored: Score) -> None:
    card = scored("rural-cooperative-2026-draft")
    views = show("rural-cooperative-2026-draft").go()
    assert card.overall is not None
    assert card.overall.band is None
    assert views.page.locator(".res-headline .res-band").count() == 0
    assert "44% answered" in views.page.locator(".res-whole").inner_text()
    # A group that nobody has begun is drawn in the same colours as one that is done.
    colours = views.page.locator(".res-scores .res-bar-certain").evaluate_all(
        "bars => [...new Set(bars.map(bar => getComputedStyle(bar).backgroundColor))]"
    )
    assert len(colours) == 1


def test_the_stamp_is_that_of_the_command_line_and_can_be_copied(show: Opener, scored: Score) -> None:
    stamp = scored("digital-lender").stamp
    views = show("digital-lender", permissions=["clipboard-read", "clipboard-write"]).go()
    views.page.get_by_text("Stamp: what exactly was scored").click()
    views.page.get_by_role("button", name="Copy the stamp").click()
    views.page.get_by_text("The stamp was copied.").wait_for()
    copied = views.page.evaluate("navigator.clipboard.readText()")
    assert copied.splitlines() == [
        f"Standard: {stamp.framework}",
        f"Digest of the standard: {stamp.framework_digest}",
        f"Engine: {stamp.engine}",
        f"Digest of the submission: {stamp.submission_digest}",
    ]


def test_findings_and_what_is_lacking_lead_to_their_place(
    show: Opener, examples: dict[str, Path], standards: spregistry.Registry, tmp_path: Path
) -> None:
    data = json.loads(examples["rural-cooperative"].read_text(encoding="utf-8"))
    data["facts"]["female-clients"] = {"open": 6020, "close": 99999}
    del data["answers"]["mission-names-clients-and-change"]
    data["answers"]["target-clients-recognisable"].pop("evidence")
    path = tmp_path / "contradictory.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    findings = spregistry.validate(standards["sepm@3.0.0"], spregistry.read(path))
    views = show(path).go()
    wrong = [finding for finding in findings if finding.code == "contradictory-facts"]
    shown = views.section("findings").locator("li")
    assert shown.filter(has_text="Contradiction").count() == len(wrong) > 0
    # One figure contradicts several others, and each contradiction is told.
    for finding in wrong:
        assert shown.filter(has_text=finding.message.split(" (")[0]).count() == 1
    lacking = views.section("lacking").locator("summary").all_inner_texts()
    assert lacking == ["Questions without an answer: 1", "Answers without evidence or a reason: 1"]
    shown.filter(has_text="Contradiction").first.get_by_role("link").click()
    views.form.until("location.hash.startsWith('#/facts/')")
    views.go().page.get_by_text("Questions without an answer: 1").click()
    views.section("lacking").get_by_role("link").first.click()
    assert views.page.url.endswith("/mission-names-clients-and-change")


def test_strengths_are_those_of_the_report_in_the_same_order(seen: Seen, standards: spregistry.Registry) -> None:
    views, card = seen
    of_the_report = board(
        View(Subject(card, [], standards.translation("sepm@3.0.0", "en"), []), Words(Catalogue("en")), "one")
    ).strengths.points
    shown = [
        [part.inner_text() for part in line.locator("a, strong").all()] for line in views.section("strengths").get_by_role("listitem").all()
    ]
    assert shown == [[f"{point.code} {point.text.text}", point.figure] for point in of_the_report]


def test_facts_stand_beside_those_of_last_year_with_the_change(show: Opener, examples: dict[str, Path], tmp_path: Path) -> None:
    last = json.loads(examples["rural-cooperative"].read_text(encoding="utf-8"))
    this = json.loads(examples["rural-cooperative"].read_text(encoding="utf-8"))
    this["period"] = {"start": "2026-01-01", "end": "2026-12-31"}
    this["facts"]["active-borrowers"] = {"open": 5520, "close": 6000, "women": 4500}
    this["facts"]["portfolio"] = {"open": 29500000, "close": 30000000}
    path = tmp_path / "this-year.json"
    path.write_text(json.dumps(this), encoding="utf-8")
    views = show(path).go("compare")
    views.form.open(examples["rural-cooperative"], "Open earlier files")
    views.page.get_by_text("rural-cooperative.json: 2025, accompanied").wait_for()
    views.go()
    rows = {row[0]: row[1:] for table in range(6) for row in views.table(views.section("facts"), table)}
    assert last["facts"]["active-borrowers"] == {"open": 5180, "close": 5520, "women": 4140, "rural": 5060, "youth": 290}
    # 6000 / 5520 − 1 = 8.7 %; the year before, 4140 of 5520 were women: 75 %; now 4500 of 6000: 75 %, 8.7 % more.
    assert rows["Active borrowers clients"] == ["5,520", "5,520", "6,000", "+8.7%"]
    assert rows["Gross loan portfolio ZMW"] == ["29,500,000", "29,500,000", "30,000,000", "+1.7%"]
    women = [row for row in views.table(views.section("facts"), 1) if row[0] == "of which Women"]
    assert women[0] == ["of which Women", "4,140 (75%)", "", "4,500 (75%)", "+8.7%"]
    ratio = next(row for table in range(8) for row in views.table(views.section("facts"), table) if "Few clients leave" in row[0])
    # 1160 left of (8640 + 9070) / 2 on average: 13.1 %, as last year.
    assert ratio[0].startswith("3.A.3.2 Few clients leave during the year Clients who left ÷ Active clients, average of start and end")
    assert ratio[1:] == ["13.1%", "13.1%", "0 percentage points", "1 of 1"]


def test_amounts_in_another_currency_are_not_compared(show: Opener, examples: dict[str, Path], tmp_path: Path) -> None:
    this = json.loads(examples["rural-cooperative"].read_text(encoding="utf-8"))
    this["period"] = {"start": "2026-01-01", "end": "2026-12-31"}
    this["currency"] = {"code": "USD"}
    path = tmp_path / "this-year.json"
    path.write_text(json.dumps(this), encoding="utf-8")
    views = show(path).go("compare")
    views.form.open(examples["rural-cooperative"], "Open earlier files")
    views.page.get_by_text("rural-cooperative.json: 2025, accompanied").wait_for()
    views.go()
    assert views.section("facts").get_by_text("The earlier amounts are in ZMW").is_visible()
    rows = {row[0]: row[1:] for table in range(8) for row in views.table(views.section("facts"), table)}
    assert rows["Gross loan portfolio USD"][-1] == "–"
    assert rows["Active borrowers clients"][-1] == "0%"


def test_texts_of_a_file_are_shown_as_texts(show: Opener, examples: dict[str, Path], tmp_path: Path) -> None:
    hostile = "<img src=x onerror=document.title='caught'><script>document.title='caught'</script>"
    data = json.loads(examples["rural-cooperative"].read_text(encoding="utf-8"))
    data["organisation"]["name"] = hostile
    data["actions"] = [{"what": hostile, "who": hostile, "indicator": "agents-vetted"}]
    data["extensions"] = {"spregistry-shares": [{"recipient": hostile, "purpose": hostile, "on": "2026-01-01"}]}
    path = tmp_path / "hostile.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    views = show(path)
    for way in ("results", "plan", "compare", "share"):
        views.go(way)
        assert views.page.locator(".res img, .res script").count() == 0
    assert views.page.get_by_role("rowheader", name=hostile).count() == 1
    assert views.go("plan").page.locator(".res-what").inner_text() == hostile
    assert "caught" not in re.sub(r"onerror.*", "", views.page.title())


def _without_total(data: dict[str, Any]) -> None:
    data["framework"]["data"]["scoring"]["overall"] = False
    del data["framework"]["data"]["bands"]


def test_a_standard_without_total_and_bands_shows_its_groups(show: Opener, make_file: Callable[..., Path]) -> None:
    views = show("rural-cooperative", make_file("without-total.html", _without_total)).go()
    assert "publishes no total" in views.page.locator(".res-overview").inner_text()
    assert views.table(views.section("dimensions"))[0][2] == "52.82"
    # Nothing can be gained of a total that is not there; what lacks most stands first all the same.
    assert "Would add" not in views.section("gaps").inner_text()
    assert views.section("gaps").get_by_role("row").count() > 1
    views.go("plan")
    views.go("compare")
    views.go("share")


def test_an_empty_assessment_has_results(show: Opener, tmp_path: Path) -> None:
    path = tmp_path / "empty.json"
    path.write_text(json.dumps({"format": 1, "framework": "sepm@3.0.0"}), encoding="utf-8")
    views = show(path).go()
    assert views.page.locator(".res-big").inner_text() == "0.00 to 100.00"
    assert views.page.locator(".res-headline .res-band").count() == 0
    for way in ("plan", "compare", "share"):
        views.go(way)


def test_odd_files_break_no_view(show: Opener, tmp_path: Path) -> None:
    odd: dict[str, Any] = {
        "format": 1,
        "framework": "sepm@3.0.0",
        "organisation": ["x"],
        "period": "2025",
        "currency": 7,
        "assurance": "verified",
        "respondent": 1,
        "status": {"final": True},
        "facts": {"portfolio": ["much"], "legal-form": {"a": 1}, "__proto__": {"x": 1}},
        "answers": {
            "agents-vetted": {"value": "na", "justification": {"x": 1}, "evidence": "much", "unconfirmed": "perhaps"},
            "constructor": 3,
        },
        "actions": [None, 3, {"what": 5}, {"what": "yes", "who": {"a": 1}, "by_when": 4, "indicator": ["x"], "target": {}, "done": "no"}],
        "extensions": {"spregistry-shares": [3, {"recipient": 4}, {"recipient": "A", "purpose": {}, "on": []}]},
    }
    path = tmp_path / "odd.json"
    path.write_text(json.dumps(odd), encoding="utf-8")
    views = show(path, odd=True)
    for way in ("results", "plan", "compare", "share"):
        assert views.go(way).page.locator(".res h1").is_visible()
    views.go("plan").page.get_by_role("button", name="Edit: yes").click()
    assert views.page.locator("form.res-form").get_by_label("Who").input_value() == ""
    views.go("compare").form.open(path, "Open earlier files")
    views.page.locator(".res-opened li").wait_for()
    views.go()
    assert views.page.locator(".res-big").inner_text() == "0.00 to 100.00"


def test_a_profile_is_shown_on_its_own_tree(
    show: Opener, examples: dict[str, Path], make_file: Callable[..., Path], tmp_path: Path
) -> None:
    shutil.copytree(ROOT / "standards", tmp_path / "standards")
    folder = tmp_path / "standards" / "sepm-start" / "1.0.0"
    folder.mkdir(parents=True)
    header = "format: 1\nid: sepm-start\nversion: 1.0.0\ntitle: Where to start\nlanguage: en\nlicence: CC-BY-4.0\nbased_on: sepm@3.0.0\nuse: {tags: [entry]}\n"
    (folder / "framework.yaml").write_text(header, encoding="utf-8")
    registry = spregistry.Registry.open(tmp_path / "standards")
    data = {**json.loads(examples["rural-cooperative"].read_text(encoding="utf-8")), "profile": "sepm-start@1.0.0"}
    path = tmp_path / "profiled.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    card = spregistry.score(registry["sepm@3.0.0"], spregistry.read(path), registry["sepm-start@1.0.0"])
    assert card.overall is not None

    def provide(given: dict[str, Any]) -> None:
        given |= {**form_data(registry, "sepm@3.0.0"), "languages": given["languages"]}

    views = show(path, make_file("profiled.html", provide)).go()
    assert views.page.locator(".res-big").inner_text() == range_of(card.overall)
    assert "Profile: sepm-start@1.0.0" in views.page.locator(".res-subject").inner_text()
    rows = [[row[0], row[2]] for row in views.table(views.section("standards"))]
    assert rows == [[f"{group.code} {group.title}", range_of(group.measures)] for group in card.groups if group.level == "standard"]
    stamp = " ".join(views.page.locator(".res-stamp").all_text_contents())
    assert card.stamp.profile_digest is not None
    assert card.stamp.profile_digest in stamp
    for way in ("plan", "compare", "share"):
        views.go(way)
