"""The PDF: the board's page is the first page, whole; its text can be found; it is tagged; nothing is fetched; bytes do not change."""

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from reports import EXAMPLES, ROOT, question, reported, small
from spregistry.errors import CannotWrite
from spregistry.load.languages.catalogues import PSEUDO, interface_languages
from spregistry.publish.report.blocks import Report
from spregistry.publish.report.formats import write
from spregistry.publish.report.pdf import fetch
from tools import lacking

Written = Callable[..., bytes]


def letters(text: str) -> str:
    """What a text says, whatever its lines, spaces, hyphens at line ends, and marks of direction."""
    return "".join(sign for sign in text if sign.isalnum())


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes], list[str]]:
    """The text of each page, as other programs find it."""
    program = shutil.which("pdftotext") or lacking("pdftotext", "it is part of poppler-utils, and is not on the path")
    folder = tmp_path_factory.mktemp("pdf")

    def read(content: bytes) -> list[str]:
        (folder / "report.pdf").write_bytes(content)
        done = subprocess.run([program, str(folder / "report.pdf"), "-"], capture_output=True, encoding="utf-8", check=True)
        return done.stdout.split("\f")[:-1]

    return read


@pytest.mark.parametrize(
    ("name", "language"),
    [*((name, "en") for name in EXAMPLES), *((EXAMPLES[-1], language) for language in (*interface_languages()[1:], PSEUDO))],
)
def test_first_page_is_the_boards(
    name: str, language: str, written: Written, example_report: Callable[..., Report], pages: Callable[[bytes], list[str]]
) -> None:
    content = written(name, "pdf", language)
    board = example_report(name, language).chapters[0].board
    found = pages(content)
    first, second = letters(found[0]), letters(found[1])
    figures = [board.headline.shown, *(figure.shown for figure in board.key_figures)]
    points = [point for group in (board.strengths, board.gaps, board.changes) for point in group.points]
    for text in [*figures, *(point.figure for point in points), *(point.code for point in points), board.organisation.text]:
        assert letters(text) in first or language == PSEUDO, text
    if language != PSEUDO:  # whose words are turned around by their marks
        for text in (*(line.text for line in board.caution), *(point.text.text for point in points), board.headline.title):
            assert letters(text) in first, text
        assert first.startswith(letters(board.caution[0].text)[:40])
    # All of the board's page is on the first, and what follows is not.
    assert letters(board.stamp) in first
    assert letters(board.stamp) not in second
    reader = PdfReader(io.BytesIO(content))
    assert len(found) == len(reader.pages)
    assert 8 <= len(reader.pages) <= 20
    root: Any = reader.trailer["/Root"]
    assert str(root["/Lang"]) == language


def elements(node: Any) -> Iterator[Any]:
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            yield from elements(child)
    elif isinstance(node, dict):
        yield node
        if "/K" in node:
            yield from elements(node["/K"])


def headings(outline: list[Any]) -> Iterator[str]:
    for one in outline:
        if isinstance(one, list):
            yield from headings(one)
        else:
            yield one.title


def test_it_is_tagged_and_every_picture_has_words(written: Written) -> None:
    reader = PdfReader(io.BytesIO(written("rural-cooperative.yaml", "pdf")))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == "true" or root["/MarkInfo"]["/Marked"]
    assert b'pdfuaid:part="1"' in root["/Metadata"].get_data()
    found = [*elements(root["/StructTreeRoot"])]
    kinds = [one.get("/S") for one in found]
    assert kinds.count("/H1") == 1
    assert kinds.count("/Table") >= 10
    figures = [one for one in found if one.get("/S") == "/Figure"]
    assert len(figures) > 30
    assert all(one.get("/Alt") for one in figures)
    whole = [str(one["/Alt"]) for one in figures if "1 Social strategy: 52.82" in str(one["/Alt"])]
    assert len(whole) == 2  # on the board's page, and as a radar
    assert reader.metadata
    assert reader.metadata.title == "Luvandi Example Rural Savings and Credit Cooperative: report on social performance"
    assert len([*headings(reader.outline)]) >= 12


def test_same_bytes_in_another_process_at_another_time_without_fonts(tmp_path: Path) -> None:
    script = (
        "import sys, time; sys.path.insert(0, sys.argv[1]); time.time = lambda real=time.time: real() + float(sys.argv[3])\n"
        "from reports import *\n"
        "from spregistry.publish.report.formats import write\n"
        "from pathlib import Path\n"
        "framework = small(levels=['part', 'indicator'], groups=[{'id': 'a', 'code': '1', 'title': 'First', 'indicators': [question('q', '1.1')]},"
        " {'id': 'b', 'code': '2', 'title': 'Second', 'indicators': [question('r', '2.1')]}])\n"
        "report = reported(framework, {'answers': {'q': {'value': 'half'}}, 'period': {'start': '2025-01-01', 'end': '2025-12-31'}})\n"
        "for format_ in ('html', 'pdf', 'xlsx', 'md'): Path(sys.argv[2]).with_suffix('.' + format_).write_bytes(write(report, format_))\n"
    )
    (tmp_path / "empty.conf").write_text("<fontconfig/>", encoding="utf-8")
    for name, later, seed in (("one", "0", "1"), ("two", "100000", "2")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, **({"FONTCONFIG_FILE": str(tmp_path / "empty.conf")} if name == "two" else {})}
        subprocess.run([sys.executable, "-c", script, str(ROOT / "tests"), str(tmp_path / name), later], check=True, env=environment)
    for format_ in ("html", "pdf", "xlsx", "md"):
        assert (tmp_path / f"one.{format_}").read_bytes() == (tmp_path / f"two.{format_}").read_bytes(), format_


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/x.png",
        "http://127.0.0.1:1/",
        "file:///etc/passwd",
        "data:text/plain,x",
        "spregistry-font:../x",
        "//example.org/x",
    ],
)
def test_nothing_is_fetched(url: str) -> None:
    with pytest.raises(ValueError, match="loads nothing"):
        fetch(url)


def test_fonts_are_fetched() -> None:
    assert fetch("spregistry-font:DejaVuSans")[:4] == b"\0\1\0\0"


def test_an_overlong_board_is_set_smaller_until_it_is_one_page(pages: Callable[[bytes], list[str]]) -> None:
    long = "Long words of many kinds follow one another here until nobody wants to read them any more, and still they go on. " * 2
    groups = [
        {
            "id": f"g{at}",
            "code": f"{at}",
            "title": long[:290],
            "indicators": [{**question(f"i{at}", f"{at}.1"), "title": long[:290]}],
        }
        for at in range(1, 13)
    ]
    framework = small(levels=["part", "indicator"], groups=groups)
    data = {
        "organisation": {"name": long[:480], "region": long[:480], "country": "KE"},
        "answers": {f"i{at}": {"value": "half" if at % 2 else "yes"} for at in range(1, 13)},
    }
    report = reported(framework, data)
    found = pages(write(report, "pdf"))
    assert letters(report.chapters[0].board.stamp) in letters(found[0])


@pytest.mark.parametrize("epoch", ["²", "soon", "1e9", "9" * 30])
def test_a_moment_that_is_none_is_told(monkeypatch: pytest.MonkeyPatch, epoch: str) -> None:
    framework = small(levels=["part", "indicator"], indicators=[question("q", "1")])
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    with pytest.raises(CannotWrite, match="SOURCE_DATE_EPOCH"):
        write(reported(framework, {}), "pdf")


def test_a_file_is_dated_by_the_moment_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """By hand: 1,000,000,000 seconds after 1970 are 2001-09-09, 01:46:40."""
    framework = small(levels=["part", "indicator"], indicators=[question("q", "1")])
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    metadata = PdfReader(io.BytesIO(write(reported(framework, {}), "pdf"))).metadata
    assert metadata is not None
    assert metadata.creation_date_raw is not None
    assert metadata.creation_date_raw.startswith("D:20010909014640")
