"""A workbook says the same to the browser as to the command line, whoever filled it in, and its formulas give the same scores."""

import io
import random
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import spregistry
from browser.workbook.excel import Excel
from browser.workbook.readers import KINDS, frameworks_of, read_both, same
from spregistry.errors import InvalidSubmission
from spregistry.evolve.proving.generated import random_submission
from spregistry.load.documents import parse
from spregistry.load.languages.translations import untranslated
from spregistry.model.canonical import canonical
from spregistry.model.document import Document
from spregistry.model.framework import Framework
from spregistry.publish.workbook.workbook import workbook
from spregistry.scoring.scorecards import score
from workbooks import differences, errors, recalculate, values

ROOT = Path(__file__).parents[3]
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))


def dressed(submission: dict[str, Any], framework: Framework, rng: random.Random) -> dict[str, Any]:
    """Add everything else that a submission can say, in texts that are hard on spreadsheets."""
    texts = (
        "=1+1",
        "+A1",
        "-",
        "@SUM(A1)",
        "two\nlines",
        " spaces ",
        "_x0041_ \u0007",
        "<b>&amp;</b>",
        "ñ 😀 \u2028",
        "1,234",
        "2025-03-01",
        "x" * 300,
        "n/a",
        "Yes",
    )
    for answer in submission["answers"].values():
        for key in ("comment", "no_evidence", "by", "dissent"):
            if rng.random() < 0.3:
                answer[key] = rng.choice(texts)
        if rng.random() < 0.3:
            answer["evidence"] = [line for line in rng.sample(texts, 3) if "\n" not in line]
        if rng.random() < 0.3:
            answer["on"] = rng.choice(("2025-02-28", "1850-01-01", "soon", "2024-02-29"))
        if rng.random() < 0.3:
            answer["flag"] = rng.random() < 0.5
        if rng.random() < 0.1:
            answer["review"] = {"value": answer.get("value"), "comment": rng.choice(texts)}
        if rng.random() < 0.1:
            answer["unconfirmed"] = True
    submission["fact_notes"] = {id_: rng.choice(texts) for id_ in submission["facts"] if rng.random() < 0.3}
    submission["unconfirmed_facts"] = {id_: rng.random() < 0.8 for id_ in submission["facts"] if rng.random() < 0.3}
    ids = [*framework.indicators]
    submission["actions"] = [
        {
            "what": rng.choice(texts),
            "indicator": rng.choice(ids),
            "target": rng.choice(("met", 3, "text", ["a"])),
            "done": rng.random() < 0.5,
            "by_when": "2026-12-31",
        }
        for _ in range(rng.choice((0, 2, 45)))
    ]
    submission |= {"status": rng.choice(("draft", "final")), "language": "fr", "extensions": {"other": {"é": [1, None, {"__proto__": {}}]}}}
    submission["assurance"] = {
        "level": "accompanied",
        "assessor": "=cmd",
        "dates": ["2025-05-01", "2025-05-02"],
        "places": ["Kisumu", "Lodwar"],
    }
    submission["respondent"] = {"role": "internal audit"}
    submission["currency"] = {"code": "KES", "per_usd": 129.2, "date": "2025-12-31"}
    return submission


def settled(submission: dict[str, Any], back: dict[str, Any]) -> dict[str, Any]:
    """Return a submission with the changes that mean nothing: the order of ticks and actions, and a figure with one part."""
    copy: dict[str, Any] = {
        **submission,
        "facts": dict(submission["facts"]),
        "answers": {id_: dict(one) for id_, one in submission["answers"].items()},
    }
    for id_, value in copy["facts"].items():
        if isinstance(value, dict) and len(value) == 1 and not isinstance(back["facts"][id_], dict):
            copy["facts"][id_] = next(iter(value.values()))
        elif isinstance(value, list):
            assert sorted(value) == sorted(back["facts"][id_])
            copy["facts"][id_] = back["facts"][id_]
    for id_, answer in copy["answers"].items():
        if isinstance(answer.get("value"), list):
            assert sorted(answer["value"]) == sorted(back["answers"][id_]["value"])
            answer["value"] = back["answers"][id_]["value"]
    actions = copy.get("actions", [])
    assert sorted(map(canonical, actions)) == sorted(map(canonical, back.get("actions", [])))
    if actions:
        copy["actions"] = back["actions"]
    return copy


@pytest.mark.parametrize("folder", KINDS)
def test_what_the_browser_fills_in_is_read_as_it_was(folder: str, excel: Excel) -> None:
    rng = random.Random(f"filled {folder}")
    for framework in frameworks_of(folder):
        for number in range(6):
            submission = random_submission(framework, rng)
            if number:
                submission = dressed(submission, framework, rng)
            content, _ = excel.fill(framework, submission)
            found, _ = read_both(excel, content)
            same(found["data"], settled(submission, found["data"]))


@pytest.mark.parametrize("folder", KINDS)
def test_what_python_fills_in_is_read_alike(folder: str, excel: Excel) -> None:
    rng = random.Random(f"read {folder}")
    for framework in frameworks_of(folder):
        for _ in range(4):
            submission = dressed(random_submission(framework, rng), framework, rng)
            read_both(excel, workbook(untranslated(framework), submission))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_examples_go_to_the_workbook_and_back(example: Path, standards: spregistry.Registry, excel: Excel) -> None:
    submission = spregistry.read(example).data
    framework = standards[submission["framework"]]
    # A version that nobody translated comes back in its own language.
    language = "fr" if "fr" in standards.languages(framework.reference) else "en"
    content, left = excel.fill(framework, submission, standards.translation(framework.reference, language))
    found, document = read_both(excel, content)
    same(found["data"], settled(submission, found["data"]))
    assert not found["remarks"]
    assert not [one for one in spregistry.validate(framework, document) if one.severity == "error"]
    assert set(left.get("answers", {})) == {id_ for id_, answer in submission["answers"].items() if {"review", "dissent"} & {*answer}}


def scorable(framework: Framework, rng: random.Random) -> dict[str, Any]:
    """Return a random submission that breaks no rule of the framework's schema."""
    for _ in range(200):
        submission = random_submission(framework, rng)
        try:
            score(framework, Document(data=submission))
        except InvalidSubmission:
            continue
        return submission
    raise AssertionError(f"no submission to {framework.reference} can be scored")


def test_formulas_of_a_workbook_from_the_browser_give_the_same_scores(soffice: str, excel: Excel) -> None:
    """Of every kind of framework; that of the reference standard goes the same way from the form, in `test_form.py`."""
    rng = random.Random("scores")
    frameworks = [framework for folder in KINDS for framework in frameworks_of(folder)]
    cases = {f"{number}-{framework.id}": (framework, scorable(framework, rng)) for number, framework in enumerate(frameworks)}
    files = {name: excel.fill(framework, submission)[0] for name, (framework, submission) in cases.items()}
    for name, content in recalculate(soffice, files).items():
        framework, submission = cases[name]
        scorecard = score(framework, parse(files[name], f"{name}.xlsx"))
        assert scorecard.overall == score(framework, Document(data=submission)).overall
        book = values(content)
        assert [*differences(scorecard, book), *errors(book)] == []
        # What LibreOffice saves is read like what the browser wrote.
        found, _ = read_both(excel, content)
        same(found["data"], excel.read(files[name])["data"], near=True)


def test_a_profile_stays_named_in_a_workbook_of_the_whole_standard(excel: Excel) -> None:
    framework = frameworks_of("answers")[0]
    submission = {**random_submission(framework, random.Random("profile")), "profile": "some-profile@1.0.0"}
    content, _ = excel.fill(framework, submission)
    assert parse(content, "book.xlsx").data["profile"] == "some-profile@1.0.0"
    same(excel.read(content)["data"]["profile"], "some-profile@1.0.0")


def test_text_is_never_a_formula(excel: Excel) -> None:
    framework = frameworks_of("answers")[0]
    dangerous = ('=HYPERLINK("http://example.org")', "+1", "-1", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0")
    for text in dangerous:
        submission = {"format": 1, "framework": framework.submission_reference, "organisation": {"name": text}, "answers": {}}
        submission["answers"] = {id_: {"comment": text} for id_ in framework.indicators}
        content, left = excel.fill(framework, submission)
        assert left == {}
        sheets = load_workbook(io.BytesIO(content)).worksheets
        cells = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.value == text]
        assert len(cells) == 1 + len(framework.indicators)
        assert all(cell.data_type != "f" and (cell.quotePrefix or not text.startswith(tuple("=+-@\t"))) for cell in cells)
