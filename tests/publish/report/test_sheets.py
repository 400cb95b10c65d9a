"""The workbook: true numbers, native charts, and nothing that anybody wrote becomes a formula or a link."""

import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from reports import question, reported, small
from spregistry.publish.report.formats import write
from tools import lacking

Written = Callable[..., bytes]

INJECTED = ["=1+1", "+1+1", "-1+1", "@SUM(1)", '=HYPERLINK("http://example.org")', "http://example.org", "\t=1", "12345", "{=1}"]


def test_text_is_text_whatever_it_begins_with() -> None:
    groups = [
        {
            "id": "a",
            "code": "1",
            "title": "=1+1",
            "indicators": [question(f"q{at}", f"1.{at + 1}", may_be_na=True) for at in range(len(INJECTED))],
        }
    ]
    framework = small(levels=["part", "indicator"], groups=groups)
    data = {
        "organisation": {"name": "=cmd|' /C calc'!A0"},
        "answers": {f"q{at}": {"value": "na", "justification": text.strip(), "comment": text} for at, text in enumerate(INJECTED)},
        "actions": [{"what": text} for text in INJECTED],
    }
    content = write(reported(framework, data, everything=True), "xlsx")
    book = load_workbook(io.BytesIO(content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not any(cell.hyperlink for cell in cells)
    texts = {cell.value for cell in cells if cell.data_type == "s"}
    assert {text.strip() for text in INJECTED} <= {str(text).strip() for text in texts}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        assert not [name for name in names if "vba" in name.lower() or "external" in name.lower()]
        assert not any(
            b"<f>" in archive.read(name) or b"<hyperlink" in archive.read(name)
            for name in names
            if name.endswith(".xml") and "sheet" in name
        )


def test_charts_draw_the_numbers_beside_them(written: Written) -> None:
    content = written("rural-cooperative-2026-draft.yaml", "xlsx", "en", "rural-cooperative.yaml")
    book = load_workbook(io.BytesIO(content))
    charts = {sheet.title: len(sheet._charts) for sheet in book}
    assert charts["Overall score, of 100"] == 1
    assert charts["The scores in pictures"] == 1  # no radar: something is still open
    assert charts["What changed"] == 1
    finished = load_workbook(io.BytesIO(written("rural-cooperative.yaml", "xlsx")))
    assert {name: len(finished[name]._charts) for name in ("The scores in pictures", "Facts and figures")} == {
        "The scores in pictures": 2,
        "Facts and figures": 1,
    }
    chart = book["Overall score, of 100"]._charts[0]
    series = [one.val.numRef.f for one in chart.series]
    assert len(series) == 2  # the score, and what is still open
    sheet_name, cells = series[0].rsplit("!", 1)
    first, last = cells.replace("$", "").split(":")
    drawn = [row[0].value for row in book[sheet_name.strip("'")][first:last]]
    assert drawn == [62.75, 74.25, 74.27, 33.89, 1.67, 0, 0]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        drawings = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/drawings/drawing")]
    assert all('descr="' in drawing for drawing in drawings)


def test_right_to_left(written: Written) -> None:
    book = load_workbook(io.BytesIO(written("digital-lender.yaml", "xlsx", "ar-XB")))
    assert all(sheet.sheet_view.rightToLeft for sheet in book)


def test_libreoffice_opens_it_with_the_same_numbers(written: Written, tmp_path: Path) -> None:
    program = shutil.which("soffice") or lacking("LibreOffice", "no soffice is on the path")
    (tmp_path / "report.xlsx").write_bytes(written("rural-cooperative.yaml", "xlsx"))
    profile = (tmp_path / "profile").as_uri()
    command = [
        program,
        f"-env:UserInstallation={profile}",
        "--headless",
        "--convert-to",
        "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,3",
    ]
    subprocess.run([*command, "--outdir", str(tmp_path), str(tmp_path / "report.xlsx")], check=True, capture_output=True, timeout=180)
    text = (tmp_path / "report-All scores.csv").read_text(encoding="utf-8")
    assert ",Overall,56.9,Developing,56.9,100%,100%,5" in text
    assert "4.D,Client data are secure and private,20.83,Weak,20.83,100%,100%,0" in text


@pytest.mark.parametrize("number", [1, 2])
def test_sheets_of_several_chapters_have_names_of_their_own(number: int) -> None:
    from dataclasses import replace

    groups = [{"id": "a", "code": "1", "title": "First", "indicators": [question("q", "1.1")]}]
    report = reported(small(levels=["part", "indicator"], groups=groups), {"answers": {"q": {"value": "half"}}})
    chapters = tuple(replace(report.chapters[0], name=f"c{at + 1}") for at in range(number))
    book = load_workbook(io.BytesIO(write(replace(report, chapters=chapters), "xlsx")))
    names = [sheet.title for sheet in book]
    assert len(names) == len({name.casefold() for name in names}) == number * (1 + len(report.chapters[0].sections))
