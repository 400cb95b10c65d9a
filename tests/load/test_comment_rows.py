"""Tables of comments as programs and people write them."""

import csv
import io
import json
import re
import subprocess
from pathlib import Path

import pytest

from spregistry.errors import DocumentError
from spregistry.load.consultation.comment_rows import RISKY, read_rows, write_rows

SCRIPT = Path(__file__).parents[2] / "src" / "spregistry" / "publish" / "site" / "assets" / "comment.js"
HEAD = "element,group,summary\n"


def summary(cell: str) -> str:
    """Return what the summary of a table says whose only row has this in its cell."""
    written = io.StringIO()
    csv.writer(written).writerow(["listens", "staff", cell])
    (row,) = read_rows((HEAD + written.getvalue()).encode(), "x.csv").rows
    return row.cells["summary"]


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("'=1+1", "=1+1"),
        ("'-5 is meant", "-5 is meant"),
        ("'-30 %' is too much", "'-30 %' is too much"),
        ("'-quoted'", "'-quoted'"),
        ("''-quoted'", "-quoted'"),
        ("'=don't", "=don't"),
        ("'word", "'word"),
    ],
)
def test_the_mark_of_a_text_goes_and_a_quotation_stays(cell: str, says: str) -> None:
    assert summary(cell) == says


TEXTS = [
    "=1",
    "'=1",
    "''=1",
    "-x'",
    "'-x'",
    "''-x'",
    "'''-x' y",
    "@don't",
    "+a' b",
    "plain",
    "'plain'",
    "a\n-b",
    "-\n'q' r",
    "=été'é",
    "＝1",
    "'－x'",
]


def test_the_form_of_the_site_marks_texts_alike(node: str) -> None:
    found = re.search(r"(?s)\n  function cell\(text\) \{.*?\n  \}\n", SCRIPT.read_text(encoding="utf-8"))
    assert found is not None
    program = f"{found[0]}\nconsole.log(JSON.stringify({json.dumps(TEXTS)}.map(cell)))"
    shown = subprocess.run([node, "-e", program], capture_output=True, encoding="utf-8", check=True, timeout=60).stdout
    formed = [next(csv.reader(io.StringIO(cell, newline="")))[0] for cell in json.loads(shown)]
    rows = csv.reader(io.StringIO(write_rows(["summary"], [[text] for text in TEXTS]).decode("utf-8-sig"), newline=""))
    assert formed == [row[0] for row in rows][1:]
    assert [summary(cell) for cell in formed] == TEXTS
    assert not [cell for cell in formed if cell.startswith(RISKY)]


@pytest.mark.parametrize(("line", "separator"), [("sep=;", ";"), ('"sep=|"', "|"), ("SEP=,", ","), ("sep=\t", "\t")])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_a_table_may_say_first_what_stands_between_its_cells(line: str, separator: str, end: str) -> None:
    head, row = separator.join(["Element", "Group", "Summary"]), separator.join(["listens", "staff", '"Why, so: much; | more"'])
    table = read_rows(end.join([line, head, row, ""]).encode(), "x.csv")
    assert [(each.line, each.cells["summary"]) for each in table.rows] == [(3, "Why, so: much; | more")]


def test_a_first_line_that_says_no_separator_is_the_line_of_headings() -> None:
    with pytest.raises(DocumentError) as refused:
        read_rows(f"sep=x\n{HEAD}".encode(), "x.csv")
    assert refused.value.finding.code == "missing-key"
