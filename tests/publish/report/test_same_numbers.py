"""Every figure of a report is that of `score --format json`, read back from what was written."""

import html
import io
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from reports import EXAMPLES, ROOT
from spregistry.cli import main

Written = Callable[..., bytes]


class Tables(HTMLParser):
    """Reads the tables of a page: by caption the rows, each a list of the texts of its cells."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tables: dict[str, list[list[str]]] = {}
        self._rows: list[list[str]] | None = None
        self._cell: list[str] | None = None
        self._skipped = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._rows = self.tables.setdefault(dict(attrs)["aria-label"] or "", [])
        elif tag == "tr" and self._rows is not None:
            self._rows.append([])
        elif tag in ("td", "th") and self._rows is not None:
            self._cell = []
        elif tag == "svg":
            self._skipped += 1

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self._rows = None
        elif tag in ("td", "th") and self._rows is not None and self._cell is not None:
            self._rows[-1].append("".join(self._cell).strip())
            self._cell = None
        elif tag == "svg":
            self._skipped -= 1

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._skipped:
            self._cell.append(data)


def scored(name: str) -> dict[str, Any]:
    result = CliRunner().invoke(main, ["--registry", str(ROOT / "standards"), "score", str(ROOT / "examples" / name), "--format", "json"])
    data: dict[str, Any] = json.loads(result.stdout)
    return data


def number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def ranged(measures: dict[str, Any]) -> str:
    low, high = measures["score"], measures["potential"]
    return number(low) if low == high else f"{number(low)}–{number(high)}"


def share(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{100 if value == 1 else 0 if value == 0 else max(1, min(99, round(value * 100)))}%"


def expected_rows(data: dict[str, Any]) -> list[list[str]]:
    """Overall, then dimensions and standards: code, title, score, band, documented, answered, evidence, not applicable."""
    labels = {band["id"]: band["label"] for band in data["bands"]}
    tops = {group["id"] for group in data["groups"] if group["parent"] is None}
    shown = [("", "Overall", data["overall"])]
    shown += [
        (group["code"], group["title"], group["measures"]) for group in data["groups"] if group["parent"] is None or group["parent"] in tops
    ]
    return [
        [
            code,
            title,
            ranged(measures),
            labels.get(measures["band"], ""),
            number(measures["documented"]),
            share(measures["coverage"]),
            share(measures["evidence_coverage"]),
            str(measures["not_applicable"]),
        ]
        for code, title, measures in shown
    ]


@pytest.mark.parametrize("name", EXAMPLES)
def test_page(name: str, written: Written) -> None:
    page = written(name, "html").decode()
    data = scored(name)
    assert Tables(page).tables["Scores, from 0 to 100"][1:] == expected_rows(data)
    headline = re.search(r'<p class="number[^"]*"><bdi dir="ltr">([^<]*)</bdi>', page)
    assert headline
    assert headline[1] == ranged(data["overall"])
    band = re.search(r'<span class="band">([^<]*)</span>', page)
    labels = {one["id"]: one["label"] for one in data["bands"]}
    assert (band[1] if band else None) == labels.get(data["overall"]["band"])


@pytest.mark.parametrize("name", EXAMPLES)
def test_gaps_and_gains(name: str, written: Written) -> None:
    rows = Tables(written(name, "html").decode()).tables["Gaps, largest gain first"][1:]
    answered = [one for one in scored(name)["indicators"] if one["scored"] and one["state"] == "answered" and one["points"] < one["best"]]
    order = sorted(answered, key=lambda one: (-one["gain"], one["points"] - one["best"]))
    assert [row[0] for row in rows] == [one["code"] for one in order[:25]]
    assert [row[-1] for row in rows] == [f"+{one['gain']:.2f}" if one["gain"] else "±0.00" for one in order[:25]]


@pytest.mark.parametrize("name", EXAMPLES)
def test_markdown(name: str, written: Written) -> None:
    text = re.sub(r"\\(.)", r"\1", html.unescape(written(name, "md").decode()))
    table = text.split("### Scores, from 0 to 100\n\n")[1].split("\n\n")[0].splitlines()[2:]
    rows = [[cell.strip().strip("*") for cell in line.strip("|").split(" | ")] for line in table]
    assert rows == expected_rows(scored(name))


@pytest.mark.parametrize("name", EXAMPLES)
def test_workbook_has_true_numbers(name: str, written: Written) -> None:
    book = load_workbook(io.BytesIO(written(name, "xlsx")))
    rows = [[cell.value for cell in row] for row in book["All scores"].iter_rows()]
    head = next(at for at, row in enumerate(rows) if row[0] == "Code")
    data = scored(name)
    tops = {group["id"] for group in data["groups"] if group["parent"] is None}
    measures = [data["overall"]] + [one["measures"] for one in data["groups"] if one["parent"] is None or one["parent"] in tops]
    for row, one in zip(rows[head + 1 :], measures, strict=False):
        assert row[2] == (one["score"] if one["score"] == one["potential"] else ranged(one))
        assert (row[4], row[7]) == (one["documented"], one["not_applicable"])
        # Shares are written with 16 digits.
        for cell, measure in ((row[5], one["coverage"]), (row[6], one["evidence_coverage"])):
            assert cell == ("–" if measure is None else pytest.approx(measure, abs=1e-15))
    gaps = [[cell.value for cell in row] for row in book["Gaps, and what closing each wou"].iter_rows()]
    gains = {row[0]: row[4] for row in gaps if row[0] and isinstance(row[4], int | float)}
    assert gains == {one["code"]: one["gain"] for one in data["indicators"] if one["code"] in gains}
    answered = [one for one in data["indicators"] if one["scored"] and one["state"] == "answered" and one["points"] < one["best"]]
    missing = [one for one in data["indicators"] if one["scored"] and one["state"] == "missing"]
    assert len(gains) == len(answered) + len(missing)  # a workbook leaves nothing out


def test_stamp_is_that_of_the_scorecard(written: Written) -> None:
    name = EXAMPLES[0]
    rows = dict(Tables(written(name, "html").decode()).tables["What was scored, by what"][1:])
    stamp = scored(name)["stamp"]
    assert rows["Standard"] == stamp["framework"]
    assert rows["Its digest"] == stamp["framework_digest"]
    assert rows["Digest of the submission"] == stamp["submission_digest"]
    assert rows["Scored by"] == stamp["engine"]


def test_change_is_that_of_compare(written: Written) -> None:
    """From the accompanied year to a draft: only what is finished in both years has a change."""
    now, before = "rural-cooperative-2026-draft.yaml", "rural-cooperative.yaml"
    files = [str(ROOT / "examples" / name) for name in (before, now)]
    result = CliRunner().invoke(main, ["--registry", str(ROOT / "standards"), "compare", *files, "--format", "json"])
    lines = {line["code"]: line["change"] for line in json.loads(result.stdout)["lines"] if line["level"] in ("", "dimension", "standard")}
    page = written(now, "html", "en", before).decode()
    rows = Tables(page).tables["Scores over time; the change is from the first to the last"][1:]
    shown = {row[0]: row[-1] for row in rows}
    assert len(shown) == len(lines)
    assert shown == {code: "–" if change is None else f"{change:+.2f}".replace("-", "−") for code, change in lines.items()}
    assert sum(value != "–" for value in shown.values()) == 3  # 1.A, 2.B and 3.B are finished in both
