"""Files: what is recognised, refused, carried and put together; nothing lost, nothing changed in silence."""

import csv
import io
import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

import spregistry
from browser.assessment.form import Form
from spregistry.publish.browser.validator import validator_script
from spregistry.together.merge import Mode, merge

if TYPE_CHECKING:
    from playwright.sync_api import Browser

Open = Callable[..., Form]
CASES = Path(__file__).parents[2] / "cases" / "merge"
MINIMAL = {"format": 1, "framework": "sepm@3.0.0", "status": "draft", "facts": {}, "answers": {}}


def written(tmp_path: Path, content: Any, name: str = "given.json") -> Path:
    path = tmp_path / name
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param("", "The file is empty", id="empty"),
        pytest.param(
            '{"format": 1, "framework": "sepm@3.0.0", "answers": {"mission',
            "damaged, or no assessment: it cannot be understood at line 1",
            id="cut off",
        ),
        pytest.param(
            '{"format": 1, "framework": "sepm@3.0.0", "status": "draft", "status": "final"}', "“status” is given twice", id="a key twice"
        ),
        pytest.param(
            '{"format": 1, "framework": "sepm@3.0.0", "facts": {"portfolio": 12345678901234567890}}',
            "too long to be kept exactly",
            id="long number",
        ),
        pytest.param("format: 1\nframework: sepm@3.0.0\n", "written in YAML", id="YAML"),
        pytest.param(b"PK\x03\x04 rest", "The workbook is damaged", id="packed"),
        pytest.param(b'{"format": 1, "framework": "\xff\xfe"}', "is no text", id="not UTF-8"),
        pytest.param("[1, 2]", "is no assessment", id="a list"),
        pytest.param("Code;Id;Title\r\n1.1;one;One\r\n", "a table of plain text (CSV)", id="a table"),
        pytest.param(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "is no text, and no workbook", id="PDF"),
        pytest.param('{"framework": "sepm@3.0.0"}', "is no assessment", id="no format"),
        pytest.param('{"format": 2, "framework": "sepm@3.0.0"}', "another format version", id="later format"),
        pytest.param("[" * 5000, "nested deeper", id="deep"),
        pytest.param(b" " * (17 * 1024 * 1024), "larger than any real assessment", id="huge"),
    ],
)
def test_a_damaged_file_is_refused_in_words_and_changes_nothing(content: Any, said: str, open_form: Open, tmp_path: Path) -> None:
    form = open_form().begin()
    form.choose("mission-names-clients-and-change", "Yes, fully")
    before = form.saved()
    form.go("start").open(written(tmp_path, content))
    dialog = form.dialog()
    assert said in dialog.inner_text()
    assert "Nothing was changed." in dialog.inner_text()
    dialog.get_by_role("button", name="Close").last.click()
    assert form.saved() == before


def test_a_file_that_is_gone_is_told_in_the_words_of_the_form(open_form: Open, tmp_path: Path) -> None:
    form = open_form()
    gone = "A requested file or directory could not be found at the time an operation was processed."
    form.page.evaluate(f"void (File.prototype.arrayBuffer = () => Promise.reject(new DOMException('{gone}', 'NotFoundError')))")
    said = form.open(written(tmp_path, MINIMAL)).dialog().inner_text()
    assert "The browser cannot read the file. Perhaps it was moved or changed" in said
    assert "Nothing was changed." in said
    assert "requested" not in said


def test_what_is_asked_while_something_else_is_open_waits_for_its_turn(open_form: Open, tmp_path: Path) -> None:
    form = open_form().begin()
    form.page.evaluate(
        "const read = File.prototype.arrayBuffer;"
        "File.prototype.arrayBuffer = function () { return new Promise((resolve) => (window.goOn = () => resolve(read.call(this)))); }; void 0"
    )
    form.go("start").open(written(tmp_path, {**MINIMAL, "framework": "sepm@3.0.7", "organisation": {"name": "South"}}))
    form.until("window.goOn !== undefined")
    form.page.get_by_role("button", name="Keyboard shortcuts").click()
    assert "Keyboard shortcuts" in form.dialog().inner_text()
    form.page.evaluate("void goOn()")
    form.page.wait_for_timeout(200)
    assert "Keyboard shortcuts" in form.dialog().inner_text()
    form.dialog().get_by_role("button", name="Close").last.click()
    form.page.get_by_role("dialog", name="Another edition of the same version").get_by_role("button", name="Open").click()
    form.until("location.hash.startsWith('#/about')")
    assert form.saved()["organisation"] == {"name": "South"}


def test_a_dialog_that_the_browser_closes_is_answered(open_form: Open, tmp_path: Path) -> None:
    form = open_form().open(written(tmp_path, {**MINIMAL, "framework": "sepm@3.0.7"}))
    form.dialog()
    form.page.evaluate("document.querySelector('dialog').close()")
    form.page.get_by_role("dialog").wait_for(state="detached")
    form.page.get_by_role("button", name="Keyboard shortcuts").click()
    assert "Keyboard shortcuts" in form.dialog().inner_text()


def test_where_what_checks_files_is_missing_it_is_said_and_the_file_opens(
    chromium: "Browser", make_file: Callable[..., Path], standards: spregistry.Registry, tmp_path: Path
) -> None:
    validator = validator_script(standards["sepm@3.0.0"])
    text = make_file().read_text(encoding="utf-8")
    assert validator in text
    bare = tmp_path / "form.html"
    element = "data-spregistry-assessment"
    bare.write_text(
        text.replace(f"<script>{validator}</script>", "").replace(f"<div {element}", f'<div {element} data-validator="none.js"')
    )
    page = chromium.new_context(locale="en-US").new_page()
    page.goto(bare.as_uri())
    form = Form(page).open(written(tmp_path, {**MINIMAL, "organisation": {"name": "North"}}))
    dialog = form.dialog()
    assert "What checks files could not be loaded" in dialog.inner_text()
    assert "nothing of it is lost" in dialog.inner_text()
    dialog.get_by_role("button", name="Open all the same").click()
    form.until("location.hash.startsWith('#/about')")
    assert form.saved()["organisation"] == {"name": "North"}
    page.context.close()


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        pytest.param("sepm@2.0.0", "an earlier version", id="earlier"),
        pytest.param("sepm@3.1.0", "a later version", id="later"),
        pytest.param("other@3.0.0", "this form is about sepm@3.0.0", id="another standard"),
    ],
)
def test_a_file_of_another_form_is_explained_and_not_opened(reference: str, said: str, open_form: Open, tmp_path: Path) -> None:
    form = open_form().open(written(tmp_path, {**MINIMAL, "framework": reference}))
    assert said in form.dialog().inner_text()
    form.page.keyboard.press("Escape")
    assert form.page.locator(".sp-overall").count() == 0


def test_a_file_of_the_same_minor_version_opens_with_a_note(open_form: Open, tmp_path: Path) -> None:
    form = open_form().open(
        written(tmp_path, {**MINIMAL, "framework": "sepm@3.0.7", "answers": {"mission-names-clients-and-change": {"value": "met"}}})
    )
    assert "The two ask the same" in form.dialog().inner_text()
    form.dialog().get_by_role("button", name="Open").click()
    form.until("location.hash.startsWith('#/about')")
    assert form.saved()["framework"] == "sepm@3.0.0"
    assert form.saved()["answers"] == {"mission-names-clients-and-change": {"value": "met"}}


def test_what_is_not_known_is_told_kept_and_harmless(open_form: Open, tmp_path: Path) -> None:
    given = (
        '{"format": 1, "framework": "sepm@3.0.0", "__proto__": {"polluted": 1}, "answers": {"__proto__": {"value": "met"}, "constructor": {"value": "x"},'
        ' "mission-names-clients-and-change": {"value": "met", "comment": "<img src=x onerror=alert(1)>"}}, "facts": {"toString": 5}}'
    )
    form = open_form().open(written(tmp_path, given))
    assert "constructor" in form.dialog().inner_text()
    form.dialog().get_by_role("button", name="Open all the same").click()
    form.until("location.hash.startsWith('#/about')")
    form.go("assess/x/mission-names-clients-and-change")
    assert form.page.get_by_label("Comment", exact=True).input_value() == "<img src=x onerror=alert(1)>"
    form.choose("target-clients-recognisable", "Partially")
    with form.page.expect_download() as download:
        form.page.get_by_role("button", name="Save to a file").first.click()
    pairs = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert pairs["__proto__"] == {"polluted": 1}
    assert pairs["answers"]["__proto__"] == {"value": "met"}
    assert pairs["answers"]["constructor"] == {"value": "x"}
    assert pairs["facts"] == {"toString": 5}
    assert form.page.evaluate("({}).polluted === undefined")


def test_last_year_is_carried_and_waits_to_be_confirmed(
    open_form: Open, examples: dict[str, Path], standards: spregistry.Registry, tmp_path: Path
) -> None:
    old = json.loads(examples["rural-cooperative"].read_text(encoding="utf-8"))
    form = open_form().opened(examples["rural-cooperative"], "Start from last year’s file")
    data = form.saved()
    said = [
        id_
        for id_, answer in old["answers"].items()
        if answer and ("value" in answer or "not_applicable" in answer or answer.get("evidence"))
    ]
    assert list(data["answers"]) == said
    assert all(answer["unconfirmed"] is True for answer in data["answers"].values())
    id_ = "mission-names-clients-and-change"
    assert data["answers"][id_]["evidence"] == old["answers"][id_]["evidence"]
    assert data["period"] == {"start": "2026-01-01", "end": "2026-12-31"}
    assert data["facts"]["active-clients"] == {"open": old["facts"]["active-clients"]["close"]}
    assert data["facts"]["legal-form"] == old["facts"]["legal-form"]
    # Of a stock the opening value is last year's closing one, and needs nobody's word; what describes may be otherwise now.
    described = {id_ for id_ in old["facts"] if id_ in data["facts"] and data["facts"][id_] == old["facts"][id_]}
    assert data["unconfirmed_facts"] == dict.fromkeys(described, True)
    assert "complaints-received" not in data["facts"]
    path = written(tmp_path, data, "next.json")
    assert [one for one in spregistry.validate(standards["sepm@3.0.0"], spregistry.read(path)) if one.severity == "error"] == []
    # One is confirmed, one is changed; both are looked at then.
    form.question(id_).get_by_role("button", name="Yes, confirm").click()
    form.choose(
        "target-clients-recognisable", "Partially" if old["answers"]["target-clients-recognisable"]["value"] == "met" else "Yes, fully"
    )
    form.fact("identity", "legal-form").get_by_role("button", name="Yes, confirm").click()
    after = form.saved()
    assert {one for one in data["answers"] if "unconfirmed" not in after["answers"][one]} == {id_, "target-clients-recognisable"}
    assert {*data["unconfirmed_facts"]} - {*after["unconfirmed_facts"]} == {"legal-form"}
    form.go("about")
    assert form.page.get_by_role("button", name="Mark as final").is_disabled()


def test_colleagues_files_are_put_together_as_the_command_line_does(open_form: Open, examples: dict[str, Path], tmp_path: Path) -> None:
    mine = json.loads(examples["rural-cooperative-2026-draft"].read_text(encoding="utf-8"))
    ids = [id_ for id_, answer in mine["answers"].items() if answer.get("value") in ("met", "partly") and "unconfirmed" not in answer]
    theirs: dict[str, Any] = {
        **MINIMAL,
        "answers": {
            ids[0]: {"value": "unmet", "by": "Head of credit", "on": "2026-11-02", "evidence": ["Audit report"]},
            ids[1]: {"value": mine["answers"][ids[1]]["value"], "evidence": ["One more"]},
            "staff-grievance-procedure-content": {"value": [], "by": "HR"},
        },
        "facts": {"legal-form": "bank", "staff-total": {"open": 60, "close": 62}},
    }
    modes: tuple[Mode, ...] = ("fill", "override")
    for mode in modes:
        form = open_form().opened(examples["rural-cooperative-2026-draft"])
        form.go("colleagues").open(written(tmp_path, theirs, "hr.json"), "Add files")
        form.page.get_by_role("radio", name=re.compile("Fill blanks" if mode == "fill" else "Theirs replaces")).check()
        conflicts = form.page.locator(".sp-conflict")
        expected = merge([spregistry.read(examples["rural-cooperative-2026-draft"]), spregistry.read(tmp_path / "hr.json")], mode)
        assert conflicts.count() == len(expected.conflicts)
        assert "Head of credit" in conflicts.filter(has_text="Audit report").inner_text()
        form.page.get_by_role("button", name="Put together", exact=True).click()
        assert form.saved() == expected.data
        form.page.get_by_role("button", name=re.compile("^Undo")).first.click()
        assert form.saved() == mine
        # A single conflict can be decided the other way.
        form.go("start").go("colleagues").open(tmp_path / "hr.json", "Add files")
        conflict = form.page.locator(".sp-conflict").filter(has_text="Audit report")
        conflict.get_by_role("radio").nth(1).check()
        form.page.get_by_role("button", name="Put together", exact=True).click()
        assert form.saved()["answers"][ids[0]] == theirs["answers"][ids[0]]


def test_a_text_may_be_as_long_as_a_file(node: str, browser_folder: Path) -> None:
    script = (
        f"import {{ parseJson }} from {json.dumps((browser_folder / 'assessment/document/json.js').as_uri())};"
        "const long = 'a\\\\n'.repeat(5_000_000);"
        "const found = parseJson('{\"comment\": \"' + long + 'x'.repeat(1_000_000) + '\"}');"
        "process.stdout.write(String(found.comment.length));"
    )
    run = subprocess.run([node, "--input-type=module", "-e", script], capture_output=True, text=True, check=True)  # our own script
    assert run.stdout == "11000000"


def test_different_assessments_are_noticed_by_the_same_cases(node: str, browser_folder: Path) -> None:
    cases = yaml.safe_load((CASES.parent / "different-assessments.yaml").read_text(encoding="utf-8"))
    script = (
        f"import {{ contradictions }} from {json.dumps((browser_folder / 'assessment/document/identity.js').as_uri())};"
        "import { readFileSync } from 'node:fs';"
        "const given = JSON.parse(readFileSync(0, 'utf8'));"
        "process.stdout.write(JSON.stringify(given.map(({ one, other }) => contradictions([{ data: one }, { data: other }]).map(({ subject }) => subject))));"
    )
    run = subprocess.run(
        [node, "--input-type=module", "-e", script], input=json.dumps(cases), capture_output=True, text=True, check=True
    )  # our own script
    words = {"organisation": "The institution", "country": "Country", "currency": "Currency", "period": "Period"}
    assert [[words[subject] for subject in found] for found in json.loads(run.stdout)] == [case["differ"] for case in cases]


def test_merging_follows_the_same_cases(node: str, browser_folder: Path) -> None:
    names = sorted(path.parent.name for path in CASES.glob("*/expected.yaml"))
    given = {}
    for name in names:
        parts = sorted((CASES / name).glob("[0-9].yaml"))
        given[name] = [{"name": part.name, "data": spregistry.read(part).data} for part in parts]
    script = (
        f"import {{ merge }} from {json.dumps((browser_folder / 'assessment/document/merge.js').as_uri())};"
        "import { readFileSync } from 'node:fs';"
        "const given = JSON.parse(readFileSync(0, 'utf8'));"
        "const found = {};"
        "for (const [name, parts] of Object.entries(given)) found[name] = { fill: merge(parts, 'fill'), override: merge(parts, 'override') };"
        "process.stdout.write(JSON.stringify(found));"
    )
    run = subprocess.run(
        [node, "--input-type=module", "-e", script], input=json.dumps(given), capture_output=True, text=True, check=True
    )  # our own script
    found = json.loads(run.stdout)
    assert len(names) >= 10
    for name in names:
        wanted = yaml.safe_load((CASES / name / "expected.yaml").read_text(encoding="utf-8"))
        for mode in ("fill", "override"):
            assert found[name][mode]["data"] == wanted[mode]["data"], (name, mode)
            told = [
                {
                    "pointer": "/" + "/".join(map(str, one["path"])),
                    "kept": one["kept"],
                    "kept_from": one["keptFrom"],
                    "other": one["other"],
                    "other_from": one["otherFrom"],
                }
                for one in found[name][mode]["conflicts"]
            ]
            assert told == wanted[mode]["conflicts"], (name, mode)


def test_the_table_cannot_carry_a_formula(open_form: Open, tmp_path: Path) -> None:
    hostile = ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", 'plain, with “quotes” "and" comma']
    ids = ["mission-names-clients-and-change", "target-clients-recognisable", "repayment-capacity-analysed", "instalment-ceiling-applied"]
    answers = {id_: {"value": "met", "comment": hostile[at], "evidence": [hostile[5]], "by": hostile[3]} for at, id_ in enumerate(ids)}
    answers[ids[3]]["comment"] = "  =1+1"
    form = open_form().opened(written(tmp_path, {**MINIMAL, "answers": answers}))
    form.go("start")
    with form.page.expect_download() as download:
        form.page.get_by_role("button", name=re.compile("CSV")).click()
    content = Path(download.value.path()).read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    assert len(rows) == 271
    by_id = {row["Id"]: row for row in rows}
    assert by_id[ids[0]]["Comment"] == "'=cmd|' /C calc'!A0"
    assert by_id[ids[0]]["Evidence"] == hostile[5]
    assert by_id[ids[0]]["Points"] == "1"
    for row in rows:
        for cell in row.values():
            assert not re.match(r"\s*[=+@\t]", cell), cell
            assert not cell.startswith("-") or re.fullmatch(r"-?[\d.]+", cell), cell


def test_an_assessors_view_stands_beside_and_is_never_scored(
    open_form: Open, examples: dict[str, Path], standards: spregistry.Registry, tmp_path: Path
) -> None:
    form = open_form().opened(examples["rural-cooperative"])
    before = form.score
    form.go("review").page.get_by_label("Show the assessor’s view").check()
    card = form.question("mission-names-clients-and-change")
    card.locator(".sp-review").get_by_role("radio", name="No", exact=True).check()
    card.get_by_label("Assessor’s remark").fill("Not seen")
    data = form.saved()
    review = data["answers"]["mission-names-clients-and-change"]["review"]
    assert (review["value"], review["comment"]) == ("unmet", "Not seen")
    assert form.score == before
    form.go("review")
    row = form.page.locator("tbody tr")
    assert row.count() == 1
    assert re.search(r"1\.A\.1\.1.*\n?.*Yes, fully.*No.*Not seen", row.inner_text(), re.DOTALL)
    path = written(tmp_path, data)
    assert [one for one in spregistry.validate(standards["sepm@3.0.0"], spregistry.read(path)) if one.severity == "error"] == []


def test_the_table_opens_where_a_comma_divides_decimals(open_form: Open, tmp_path: Path) -> None:
    id_ = "mission-names-clients-and-change"
    answers = {id_: {"value": "partly", "comment": "=1+1; and 2"}}
    form = open_form(locale="fr-FR")
    form.page.locator(".sp-language select").select_option("en")
    form.page.evaluate("localStorage.clear(); sessionStorage.clear()")
    form.page.reload()
    with form.page.expect_file_chooser() as chooser:
        form.page.locator(".sp-start").nth(1).click()
    chooser.value.set_files(written(tmp_path, {**MINIMAL, "answers": answers}))
    form.until("location.hash.startsWith('#/about')")
    form.go("start")
    with form.page.expect_download() as download:
        form.page.get_by_role("button", name=re.compile("CSV")).click()
    content = Path(download.value.path()).read_bytes().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content), delimiter=";"))
    assert {len(row) for row in rows} == {len(rows[0])}
    row = next(row for row in rows if row[1] == id_)
    assert "0,5" in row
    assert "'=1+1; and 2" in row


def test_what_does_not_fit_is_named_in_words(open_form: Open, tmp_path: Path) -> None:
    odd = {
        **MINIMAL,
        "facts": {"portfolio": {"close": "1,000"}},
        "answers": {"mission-names-clients-and-change": {"value": "met", "by": 5}},
    }
    form = open_form().open(written(tmp_path, odd))
    said = form.dialog().inner_text()
    assert "Fact: Gross loan portfolio › End of period" in said
    assert re.search(r"1\.A\.1\.1 The mission names .* › Answered by", said)
    assert "/facts/" not in said


def test_a_carried_fact_yields_to_a_colleagues(open_form: Open, tmp_path: Path) -> None:
    marks = dict.fromkeys(("legal-form", "regulated", "profit-status"), True)
    mine = {**MINIMAL, "facts": {"legal-form": "bank", "profit-status": "for-profit"}, "unconfirmed_facts": marks}
    theirs = {**MINIMAL, "facts": {"legal-form": "cooperative"}}
    form = open_form().opened(written(tmp_path, mine, "mine.json"))
    form.go("colleagues").open(written(tmp_path, theirs, "hr.json"), "Add files")
    form.page.get_by_text("What would happen").wait_for()
    assert form.page.locator(".sp-conflict").count() == 0
    form.page.get_by_role("button", name="Put together", exact=True).click()
    saved = form.saved()
    assert saved["facts"] == {"legal-form": "cooperative", "profit-status": "for-profit"}
    assert saved["unconfirmed_facts"] == {"regulated": True, "profit-status": True}
    form.go("about")
    form.page.get_by_text("Show what is lacking").click()
    lacks = form.page.locator(".sp-lacks")
    # The one that is not reported needs no word; the other leads to its place, and is done with there.
    assert "Under prudential supervision" not in lacks.inner_text()
    lacks.get_by_role("link", name=re.compile("is carried from an earlier assessment, and nobody confirmed it")).click()
    form.page.locator("#f-profit-status").get_by_role("button", name="Yes, confirm").click()
    assert form.saved()["unconfirmed_facts"] == {"regulated": True}


def test_only_what_counts_this_year_must_be_confirmed(open_form: Open, tmp_path: Path) -> None:
    carried = {"value": "met", "evidence": ["Seen"], "unconfirmed": True}
    # The first counts; the second is not asked where no agents serve clients; the third says nothing yet.
    answers = {
        "mission-names-clients-and-change": carried,
        "bureau-checked-before-decision": {"value": 50, "unconfirmed": True},
        "target-clients-recognisable": {"evidence": ["Seen"], "unconfirmed": True},
    }
    given = {**MINIMAL, "facts": {"credit-bureau": False}, "answers": answers}
    form = open_form().opened(written(tmp_path, given))
    form.page.get_by_text("Show what is lacking").click()
    lacks = form.page.locator(".sp-lacks")
    assert "Carried answers that nobody confirmed yet: 1" in lacks.inner_text()
    lacks.get_by_role("button", name="Show them").click()
    form.until("document.querySelectorAll('.sp-found > li').length === 1")
    assert form.question("target-clients-recognisable").locator(".sp-state").inner_text() == "Not answered yet"
    form.question("mission-names-clients-and-change").get_by_role("button", name="Yes, confirm").click()
    assert form.page.locator(".sp-banner").count() == 0
    assert "unconfirmed" in form.saved()["answers"]["bureau-checked-before-decision"]


def test_a_file_of_another_year_is_told_before_it_is_put_in(open_form: Open, examples: dict[str, Path]) -> None:
    form = open_form().opened(examples["rural-cooperative-2026-draft"])
    form.go("colleagues").open(examples["rural-cooperative"], "Add files")
    assert "“rural-cooperative.json” is about another assessment" in form.dialog().inner_text().replace(
        examples["rural-cooperative"].name, "rural-cooperative.json"
    )
    assert "“Jan 1, 2026 to Dec 31, 2026” (what is open here), “Jan 1, 2025 to Dec 31, 2025”" in form.dialog().inner_text()
    form.dialog().get_by_role("button", name="Leave out").click()
    assert form.page.locator("main .sp-kept-list").count() == 0
    form.open(examples["rural-cooperative"], "Add files")
    form.dialog().get_by_role("button", name="Add it all the same").click()
    assert "Jan 1, 2025 to Dec 31, 2025" in form.page.locator("main .sp-kept-list").inner_text()
    assert form.page.get_by_role("button", name="Put together", exact=True).count() == 2  # many conflicts: above them and below
    form.page.get_by_role("button", name="Put together", exact=True).first.click()
    assert form.saved()["period"]["end"] == "2026-12-31"
