"""A workbook says the same to the browser as to the command line, whoever filled it in."""

import random
from pathlib import Path
from typing import Any

import pytest

import spregistry
from browser.workbook.excel import Excel
from frameworks import framework_of
from random_submissions import random_submission
from spregistry.load.documents import parse
from spregistry.load.translations import untranslated
from spregistry.model.canonical import canonical
from spregistry.model.document import Document
from spregistry.model.framework import Framework
from spregistry.publish.workbook.workbook import workbook

ROOT = Path(__file__).parents[3]
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
"""Frameworks that have, together, every kind of answer, fact and condition."""
KINDS = ("answers", "conditions", "edges", "figures", "flat", "partnership", "spellings")


def frameworks_of(folder: str) -> list[Framework]:
    registry = spregistry.Registry.open(ROOT / "tests" / "cases" / "frameworks" / "valid" / folder)
    return [registry[reference] for reference in registry]


def same(one: Any, other: Any) -> None:
    """Compare data as JSON does: 1 is 1.0, and the order of keys does not matter."""
    assert canonical(one) == canonical(other)


def read_both(excel: Excel, content: bytes) -> tuple[dict[str, Any], Document]:
    """Read a workbook twice, and compare all that the two readers tell about it."""
    document = parse(content, "book.xlsx")
    found = excel.read(content)
    same(found["data"], document.data)
    assert found["digest"] == document.made_from
    told = {
        (remark["code"], remark["sheet"], remark["row"], remark["column"], "".join(f"/{step}" for step in remark["path"]))
        for remark in found["remarks"]
    }
    assert told == {(remark.code, remark.sheet, remark.line, remark.column, remark.pointer) for remark in document.remarks}
    for path, at in found["places"]:
        place = document.places.place(tuple(path)) if "/" not in path else None
        assert place is None or (place.sheet, place.line, place.column) == (at["sheet"], at["row"], at["column"]), path
    return found, document


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
