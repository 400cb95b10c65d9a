"""Workbooks that are filled in and recalculated by a real LibreOffice say what the engine says, to the last published digit."""

import io
import json
import random
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

import spregistry
from frameworks import framework_of
from spregistry.evolve.proving.generated import random_submission
from spregistry.finding import unscorable
from spregistry.load.documents import parse
from spregistry.load.languages.translations import untranslated
from spregistry.model.document import Document
from spregistry.model.framework import Framework
from spregistry.model.scorecard import Scorecard
from spregistry.publish.workbook import score_formulas as at
from spregistry.publish.workbook.workbook import workbook
from spregistry.scoring.scorecards import score
from strategies import frameworks, submissions
from workbooks import differences, errors, filled, node_values, recalculate, values

ROOT = Path(__file__).parents[3]
VECTORS = sorted((ROOT / "tests" / "conformance").glob("*/*.json"))


@pytest.fixture(scope="module")
def sepm() -> Framework:
    return spregistry.Registry.open(ROOT / "standards")["sepm"]


class Case(NamedTuple):
    """A submission scored by the engine, and its workbook."""

    scorecard: Scorecard
    workbook: bytes


def case_of(framework: Framework, scorecard: Scorecard) -> Case:
    return Case(scorecard, filled(framework, scorecard.submission))


def compared(cases: Mapping[str, Case], recalculated: Mapping[str, bytes]) -> dict[str, list[str]]:
    """Return where recalculated workbooks differ from their scorecards or hold an error."""
    found = {}
    for name, (scorecard, _) in cases.items():
        book = values(recalculated[name])
        found[name] = [*differences(scorecard, book), *errors(book), *others(scorecard, book)]
    return {name: lines for name, lines in found.items() if lines}


def worked_out(soffice: str, cases: Mapping[str, Case]) -> dict[str, bytes]:
    return recalculate(soffice, {name: case.workbook for name, case in cases.items()})


def others(scorecard: Scorecard, book: Workbook) -> list[str]:
    """Return where caps, bands and awards on the sheet of results differ from the scorecard."""
    cells = [[cell.value for cell in row] for row in book["Result"].iter_rows()]
    found = []
    biting = {(cap.indicator, cap.to, cap.bites) for calculation in scorecard.explanation.calculations.values() for cap in calculation.caps}
    codes = {indicator.code: indicator.id for indicator in scorecard.scored.indicators.values()}
    said = {"bites the score": "score", "bites score and potential": "score and potential"}
    shown = {(codes[str(row[1])], row[3], said[row[4]]) for row in cells if row[4] in said}
    if shown != biting:
        found.append(f"caps {biting}, in the workbook {shown}")
    labels = {band.id: band.label or band.id for band in scorecard.scored.definition.bands or ()}
    bands = {(group.code, group.title): labels.get(group.measures.band or "") for group in scorecard.groups}
    lines = {(row[1], row[2]): row[5] or None for row in cells if row[9] is not None}
    found += [f"{key}: band {bands[key]}, in the workbook {lines[key]}" for key in bands.keys() & lines.keys() if bands[key] != lines[key]]
    for award in scorecard.awards:
        row = next(row for row in cells if row[2] == award.title)
        if (row[4] == "reached") != award.held:
            found.append(f"{award.id}: held {award.held}, in the workbook {row[4]}")
    return found


@pytest.fixture(scope="module")
def vectors() -> dict[str, Case]:
    """Every conformance vector, its workbook made once."""
    cases = {}
    for path in VECTORS:
        vector: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        framework = framework_of(vector["framework"])
        profile = framework_of(vector["profile"], framework) if "profile" in vector else None
        scorecard = score(framework, Document(data=vector["submission"]), profile)
        cases[f"{path.parent.name}-{path.stem}"] = case_of(profile or framework, scorecard)
    return cases


def test_every_conformance_vector(soffice: str, vectors: dict[str, Case]) -> None:
    assert len(vectors) >= 200
    assert compared(vectors, worked_out(soffice, vectors)) == {}


def test_random_frameworks_and_submissions(soffice: str) -> None:
    cases: dict[str, Case] = {}

    @st.composite
    def drawn(draw: Any) -> tuple[Any, Any]:
        framework = draw(frameworks())
        return framework, draw(submissions(framework))

    @seed(20260101)
    @settings(max_examples=60, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck), deadline=None)
    @given(drawn())
    def collect(case: tuple[Any, Any]) -> None:
        framework = framework_of(case[0])
        cases[f"law-{len(cases)}"] = case_of(framework, score(framework, Document(data=case[1])))

    collect()
    assert len(cases) >= 60
    assert compared(cases, worked_out(soffice, cases)) == {}


@pytest.fixture(scope="module")
def drafts(sepm: Framework) -> dict[str, Case]:
    """Random submissions to the reference standard."""
    cards = {f"sepm-{number}": score(sepm, Document(data=random_submission(sepm, random.Random(number)))) for number in range(10)}
    return {name: case_of(sepm, scorecard) for name, scorecard in cards.items()}


@pytest.fixture(scope="module")
def examples() -> dict[str, Case]:
    """The examples, each on the version that it answers."""
    registry = spregistry.Registry.open(ROOT / "standards")
    documents = {path.stem: spregistry.read(path) for path in sorted((ROOT / "examples").glob("*.yaml"))}
    of = {name: registry[document.data["framework"]] for name, document in documents.items()}
    return {name: case_of(of[name], score(of[name], document)) for name, document in documents.items()}


@pytest.fixture(scope="module")
def typed(sepm: Framework) -> dict[str, bytes]:
    """Workbooks of the reference standard that people filled in."""
    empty = workbook(untranslated(sepm))
    return {f"typed-{number}": typed_by_hand(empty, random.Random(number)) for number in range(3)}


@pytest.fixture(scope="module")
def erroneous(examples: dict[str, Case]) -> tuple[bytes, set[str]]:
    """An example with an error pasted into every second input, and these cells."""
    book = load_workbook(io.BytesIO(examples["rural-cooperative"].workbook))
    inputs = set()
    for sheet in book:
        if sheet["A1"].value == "spregistry rows":
            open_cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row if not cell.protection.locked]
            for cell in open_cells[::2]:
                cell.value = "#N/A"
                inputs.add(f"{sheet.title}!{cell.coordinate} #N/A")
    written = io.BytesIO()
    book.save(written)
    return written.getvalue(), inputs


@pytest.fixture(scope="module")
def recalculated(
    soffice: str, drafts: dict[str, Case], examples: dict[str, Case], typed: dict[str, bytes], erroneous: tuple[bytes, set[str]]
) -> dict[str, bytes]:
    """All workbooks of the reference standard, worked out in one go."""
    cases = {name: case.workbook for name, case in {**drafts, **examples}.items()}
    return recalculate(soffice, {**cases, **typed, "errors": erroneous[0]})


def test_random_submissions_to_the_reference_standard(drafts: dict[str, Case], recalculated: dict[str, bytes]) -> None:
    states = {one.state for scorecard, _ in drafts.values() for one in scorecard.explanation.indicators}
    assert {state.label for state in states} >= {"answered", "missing", "not applicable", "not asked"}
    assert compared(drafts, recalculated) == {}


def test_the_examples(examples: dict[str, Case], recalculated: dict[str, bytes]) -> None:
    assert len(examples) >= 3
    assert compared(examples, recalculated) == {}


def typed_by_hand(content: bytes, rng: random.Random) -> bytes:
    """Fill an empty workbook as a person does: choose labels from lists, type figures, leave some cells blank."""
    book = load_workbook(io.BytesIO(content))
    lists: dict[str, list[str]] = {}
    for name, _, label, *_ in book["spregistry lists"].iter_rows(min_row=2, values_only=True):
        lists.setdefault(str(name), []).append(str(label))
    for sheet in book:
        if sheet["A1"].value != "spregistry rows":
            continue
        columns = {cell.value: cell.column for cell in sheet[1] if cell.value}
        for row in range(2, sheet.max_row + 1):
            key, kind = str(sheet.cell(row, 1).value or ""), str(sheet.cell(row, 2).value or "").split(" ")[0]
            if not key.startswith(("facts/", "answers/")) or kind == "computed" or rng.random() < 0.2:
                continue
            cell = sheet.cell(row, columns["value"])
            if kind.startswith("option:"):
                cell.value = rng.choice(lists[kind.removeprefix("option:")])
            elif kind in ("tick", "boolean"):
                cell.value = rng.choice(lists["yes"])
            elif kind in ("number", "integer", "percent"):
                cell.value = 1  # which every range of the standard accepts
            if "evidence" in columns and rng.random() < 0.5 and key.count("/") == 1:
                sheet.cell(row, columns["evidence"], "Minutes, page 3")
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def test_what_people_type_scores_the_same_in_both_programs(
    typed: dict[str, bytes], recalculated: dict[str, bytes], sepm: Framework
) -> None:
    """Typed into an empty workbook, saved by LibreOffice, read by this program: the numbers are those that the workbook shows."""
    assert len(typed) >= 3
    for name in typed:
        content = recalculated[name]
        document = parse(content, f"{name}.xlsx")
        rows = node_values(values(content))
        for finding in unscorable(spregistry.validate(sepm, document)):
            # “Not applicable” without its reason cannot be scored; the workbook takes it as missing.
            assert finding.code == "missing-justification"
            assert rows[str(finding.element)][at.STATUS] in (at.NO_REASON, at.FACT_ABSENT, 3)
            del document.data["answers"][str(finding.element)]
        assert document.remarks == ()
        assert differences(score(sepm, document), values(content)) == []


def test_formulas_keep_to_what_excel_2010_knows(sepm: Framework, vectors: dict[str, Case]) -> None:
    books = [filled(sepm, {}), *(case.workbook for case in vectors.values())]
    used: set[str] = set()
    for content in books:
        for sheet in load_workbook(io.BytesIO(content)):
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type == "f":
                        formula = re.sub(r'"[^"]*"', '""', str(cell.value))
                        assert len(str(cell.value)) <= 8192
                        assert deepest(formula) <= 64
                        assert "_xl" not in formula
                        used |= set(re.findall(r"([A-Z][A-Z0-9.]*)\(", formula))
    assert used <= EXCEL_2010
    assert used >= {"IF", "SUMPRODUCT", "INDEX", "IFERROR"}


#: From the list of functions of Excel 2007, which 2010 knows all of; those that a workbook may use.
EXCEL_2010 = {
    "ABS", "AND", "CHAR", "COUNT", "DATE", "DAY", "EXACT", "FIXED", "IF", "IFERROR", "INDEX", "INT", "ISLOGICAL", "ISNUMBER", "LARGE",
    "LEFT", "LEN", "MATCH", "MAX", "MID", "MIN", "MONTH", "NOT", "OR", "RIGHT", "SUBSTITUTE", "SUM", "SUMPRODUCT", "TRIM", "VALUE", "YEAR",
}  # fmt: skip


def deepest(formula: str) -> int:
    depth = most = 0
    for sign in formula:
        depth += {"(": 1, ")": -1}.get(sign, 0)
        most = max(most, depth)
    return most


def test_the_same_arguments_give_the_same_bytes(sepm: Framework) -> None:
    submission = spregistry.read(ROOT / "examples" / "rural-cooperative.yaml").data
    assert filled(sepm, submission) == filled(sepm, submission)


def test_errors_in_inputs_stay_where_they_are(erroneous: tuple[bytes, set[str]], recalculated: dict[str, bytes]) -> None:
    """An error pasted into every second input leaves the result a range, and no other cell becomes an error."""
    inputs, book = erroneous[1], values(recalculated["errors"])
    assert len(inputs) > 1000
    assert set(errors(book)) <= inputs
    whole = node_values(book)["/"]
    assert 0 <= whole[at.PUBLISHED] < whole[at.PUBLISHED + 1] <= 10_000
