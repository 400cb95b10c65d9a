"""Reports on standards of any shape: no groups, no total, no bands, one indicator, thousands of them, profiles, caps, awards, facts."""

import html
import io
import re
import time
from typing import Any

import markdown
import pytest
from pypdf import PdfReader

from frameworks import framework_of
from reports import SCALE, assessed, question, reported, small
from spregistry.load.languages.catalogues import Catalogue
from spregistry.load.languages.translations import untranslated
from spregistry.model.document import Document
from spregistry.publish.report.blocks import Section, Table
from spregistry.publish.report.compose import compose
from spregistry.publish.report.formats import FORMATS, WHOLE, write
from spregistry.publish.report.markdown import escaped
from spregistry.publish.report.view import Subject
from spregistry.publish.report.wording import Words
from spregistry.scoring.scorecards import assess

ONE = {"levels": ["part", "indicator"], "indicators": [question("q", "1")]}
NO_TOTAL = {
    "levels": ["part", "indicator"],
    "scoring": {"overall": False},
    "groups": [{"id": "a", "code": "1", "title": "First", "indicators": [question("q", "1.1")]}],
}
UNSCORED = {"levels": ["part", "indicator"], "indicators": [question("q", "1", scored=False)]}
DEEP = {
    "levels": ["a", "b", "c", "d", "indicator"],
    "groups": [{"id": "a", "code": "1", "title": "A", "groups": [{"id": "b", "code": "1.1", "title": "B", "groups": [{"id": "c", "code": "1.1.1", "title": "C", "groups": [{"id": "d", "code": "1.1.1.1", "title": "D", "indicators": [question("q", "1.1.1.1.1")]}]}]}]}],
}  # fmt: skip


@pytest.mark.parametrize("answer", [None, "yes", "half", "na"])
@pytest.mark.parametrize("shape", [ONE, NO_TOTAL, UNSCORED, DEEP], ids=["one", "no-total", "unscored", "deep"])
def test_every_shape_and_state(shape: dict[str, Any], answer: str | None) -> None:
    framework = small(**shape)
    data = {"answers": {"q": {"value": answer, **({"justification": "x"} if answer == "na" else {})}}} if answer else {}
    if answer == "na":
        shape = {**shape, **_with_na(shape)}
        framework = small(**shape)
    for format_ in ("html", "xlsx", "md"):
        assert write(reported(framework, data, everything=format_ in WHOLE), format_)
    if answer in (None, "half"):
        assert write(reported(framework, data), "pdf").startswith(b"%PDF")


def _with_na(shape: dict[str, Any]) -> dict[str, Any]:
    """The same with a question that may be said not to apply."""

    def changed(node: Any) -> Any:
        if isinstance(node, dict):
            return {**{key: changed(value) for key, value in node.items()}, **({"may_be_na": True} if node.get("id") == "q" else {})}
        return [changed(one) for one in node] if isinstance(node, list) else node

    found: dict[str, Any] = changed(shape)
    return found


def tables(sections: tuple[Section, ...], name: str) -> dict[str, list[list[str]]]:
    """The tables of a section as texts."""
    blocks = next(section.blocks for section in sections if section.name == name)
    return {
        block.caption: [[" / ".join(line.text for line in cell.lines) for cell in row.cells] for row in block.rows]
        for block in blocks
        if isinstance(block, Table)
    }


def test_caps_and_awards() -> None:
    """Points 0 and 1 make 50; the cap by q holds it to 20. Award 1 needs 10 and is held; award 2 needs 40 and is not."""
    cap = {"indicator": "q", "below": 0.5, "to": 20, "reason": "Nothing goes without q."}
    groups = [{"id": "a", "code": "1", "title": "First", "caps": [cap], "indicators": [question("q", "1.1"), question("r", "1.2")]}]
    awards = [
        {"id": "one", "title": "Level 1", "minimums": [{"group": "a", "score": 10}]},
        {"id": "two", "title": "Level 2", "minimums": [{"group": "a", "score": 40}]},
    ]
    framework = small(levels=["part", "indicator"], groups=groups, awards=awards)
    sections = reported(framework, {"answers": {"q": {"value": "no"}, "r": {"value": "yes"}}}).chapters[0].sections
    assert tables(sections, "caps") == {"Caps that bite": [["First", "20.00", "50.00", "Title of q / 1.1", "Nothing goes without q."]]}
    assert tables(sections, "awards") == {
        "Awards": [
            ["Level 1", "", "", "", "Reached"],
            ["", "First", "10.00", "20.00", "Reached"],
            ["Level 2", "", "", "", "Not reached"],
            ["", "First", "40.00", "20.00", "Not reached"],
        ]
    }
    # While q is missing the cap bites the score only, and the report says for how long.
    sections = reported(framework, {"answers": {"r": {"value": "yes"}}}).chapters[0].sections
    assert tables(sections, "caps")["Caps that bite"][0][-1] == "Nothing goes without q. / As long as it is not answered."


def test_a_profile_tells_which_caps_it_could_not_keep() -> None:
    cap = {"indicator": "q", "below": 0.5, "to": 20, "reason": "Nothing goes without q."}
    groups = [{"id": "a", "code": "1", "title": "First", "caps": [cap], "indicators": [question("q", "1.1"), question("r", "1.2")]}]
    base = small(levels=["part", "indicator"], groups=groups)
    profile = framework_of(
        {"format": 1, "id": "part", "version": "1.0.0", "based_on": "small@1.0.0", "title": "A part", "language": "en", "licence": "x", "use": {"ids": ["r"]}},
        base,
    )  # fmt: skip
    found = assess(base, Document(data={"format": 1, "framework": "small@1.0.0", "answers": {"r": {"value": "yes"}}}), profile)
    report = compose([Subject(found.scorecard, found.findings, untranslated(profile))], Words(Catalogue("en")))
    text = write(report, "md").decode()
    assert "A cap of the base by “Title of q” is not part of this profile." in text
    assert "part@1.0.0" in text


def test_facts_by_heading_with_segments_units_and_currency() -> None:
    facts = [
        {"id": "clients", "group": "reach", "title": "Clients", "unit": "clients", "kind": "stock", "segments": ["women"], "schema": {"type": "integer"}},
        {"id": "loans", "group": "reach", "title": "Loans", "unit": "money", "kind": "stock", "schema": {"type": "number"}},
        {"id": "rate", "group": "reach", "title": "Rate", "unit": "fraction", "schema": {"type": "number"}},
        {"id": "poor", "group": "reach", "title": "Poor clients", "unit": "clients", "schema": {"type": "integer"}},
        {"id": "blank", "group": "reach", "title": "Left blank", "schema": {"type": "integer"}},
    ]  # fmt: skip
    ratio = {"ratio": {"numerator": ["clients.women"], "denominator": ["clients"], "unit": "fraction"}}
    indicators = [question("q", "1"), {**question("share", "2", scored=False), "answer": ratio}]
    del indicators[1]["rubric"]
    framework = small(
        levels=["part", "indicator"],
        indicators=indicators,
        facts=facts,
        fact_groups=[{"id": "reach", "title": "Reach"}],
        segments=[{"id": "women", "title": "Women"}],
    )
    data = {
        "currency": {"code": "KES", "per_usd": 129.2},
        "facts": {
            "clients": {"open": 1000, "close": 1250, "women": 1000},
            "loans": 1234567.5,
            "rate": 0.365,
            "poor": {"not_measured": True},
        },
        "fact_notes": {"clients": "From the ledger."},
    }
    sections = reported(framework, data).chapters[0].sections
    found = tables(sections, "figures")
    assert found["Reach"] == [
        ["Clients / From the ledger.", "clients", "1,000", "1,250", "1,000 / 80%"],
        ["Loans", "KES", "–", "1,234,567.5", "–"],
        ["Rate", "", "–", "36.5%", "–"],
        ["Poor clients", "clients", "–", "Not measured", "–"],
    ]
    assert found["Ratios that the standard computes from these figures"] == [["2", "Title of share", "80%", "–"]]
    text = write(reported(framework, data), "md").decode()
    assert "Amounts are in KES. One US dollar is 129.2 KES." in text
    assert "Not reported: Left blank" in text


def test_the_assessors_view_stands_beside_the_answer_and_is_not_scored() -> None:
    framework = small(levels=["part", "indicator"], indicators=[question("q", "1"), question("r", "2"), question("s", "3")])
    data = {
        "answers": {
            "q": {"value": "yes", "review": {"value": "half", "comment": "Only in two branches.", "by": "Ana", "on": "2026-02-03"}},
            "r": {"value": "yes", "review": {"value": "yes", "comment": "Well kept."}},
            "s": {"value": "no", "review": {"value": "no"}},
        }
    }
    report = reported(framework, data)
    assert report.chapters[0].board.headline.shown == "66.67"
    found = tables(report.chapters[0].sections, "review")
    assert found == {
        "Where the views differ": [["1", "Title of q", "Yes", "Half", "Only in two branches. / Ana · Feb 3, 2026"]],
        "Where the assessor has a remark": [["2", "Title of r", "Yes", "Yes", "Well kept."]],
    }


def test_actions_in_the_order_of_their_days() -> None:
    framework = small(levels=["part", "indicator"], indicators=[question("q", "1")])
    plan = [
        {"what": "Later", "by_when": "2026-12-31"},
        {"what": "Done", "by_when": "2026-01-31", "done": True},
        {"what": "Some day"},
        {"what": "Sooner", "by_when": "2026-06-30", "indicator": "q", "who": "chair", "target": "yes"},
    ]
    found = tables(reported(framework, {"actions": plan}).chapters[0].sections, "actions")["Action plan"]
    assert [row[0] for row in found] == ["Sooner", "Later", "Some day", "Done"]
    assert found[0] == ["Sooner", "Title of q / 1", "chair", "Jun 30, 2026", "Yes", "Still open"]


def test_accepted_reasons_are_shown_as_the_standard_words_them() -> None:
    """The submission stores the reason in the source language; a reader of another one sees its translation."""
    framework = small(levels=["part", "indicator"], indicators=[question("q", "1", may_be_na=["no agents are used"]), question("r", "2")])
    data = {"answers": {"q": {"value": "na", "justification": "no agents are used"}, "r": {"value": "yes"}}}
    found = tables(reported(framework, data).chapters[0].sections, "not-applicable")
    assert found["Not applicable, with the reason given"] == [["1", "Title of q", "no agents are used", "–"]]
    from spregistry.load.languages.translations import translate_framework
    from spregistry.load.text.po_text import Entry

    shown = translate_framework(framework, "fr", [Entry("q/may_be_na", "no agents are used", "aucun agent")])
    result = assessed(framework, data)
    report = compose([Subject(result.scorecard, result.findings, shown)], Words(Catalogue("en")))
    assert tables(report.chapters[0].sections, "not-applicable")["Not applicable, with the reason given"][0][2] == "aucun agent"


def test_thousands_of_indicators_in_bounded_time_and_length() -> None:
    size = 3000
    groups = [
        {
            "id": f"g{at}",
            "code": f"{at + 1}",
            "title": f"Part {at}",
            "indicators": [question(f"g{at}i{n}", f"{at + 1}.{n + 1}") for n in range(30)],
        }
        for at in range(size // 30)
    ]
    framework = framework_of(
        {"format": 1, "id": "large", "version": "1.0.0", "title": "L", "language": "en", "licence": "x", "scales": SCALE, "levels": ["part", "indicator"], "groups": groups}
    )  # fmt: skip
    data = {"answers": {f"g{at}i{n}": {"value": "half" if n % 3 else "yes"} for at in range(size // 30) for n in range(25)}}
    began = time.process_time()
    written = {format_: write(reported(framework, data, everything=format_ in WHOLE), format_) for format_ in FORMATS}
    assert time.process_time() - began < 60
    assert len(written["html"]) < 1_000_000
    assert len(PdfReader(io.BytesIO(written["pdf"])).pages) < 30
    assert written["xlsx"]


@pytest.mark.parametrize(
    "text", ["---", "--- note", "-- x", "- x", "+ x", "1. x", "12) x", "===", "# x", "> x", "~~~", "* * *", "- - -", "-5"]
)
def test_no_text_is_markup_where_a_line_of_markdown_begins(text: str) -> None:
    shown = markdown.markdown(f"before\n{escaped(text)}\n\n{escaped(text)}\n\n- {escaped(text)}\n")
    assert set(re.findall(r"</?([a-z0-9]+)", shown)) == {"p", "ul", "li"}
    said = html.unescape(re.sub(r"<[^>]+>", "", shown)).translate({0x200B: None, ord("\\"): None})
    assert said.split() == ["before", *text.split(), *text.split(), *text.split()]
