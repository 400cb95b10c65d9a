"""Workbooks for tests: recalculated by a real LibreOffice, and what their formulas then say, in the words of a scorecard."""

import io
import os
import subprocess
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from spregistry.load.languages.translations import untranslated
from spregistry.model.framework import Framework
from spregistry.model.scorecard import Measures, Scorecard
from spregistry.publish.workbook import score_formulas as at
from spregistry.publish.workbook.workbook import workbook

#: So many files take about as long as LibreOffice takes to start.
_WORTH_A_START = 8

COUNTS = ("answered", "missing", "not_applicable", "not_asked", "not_yet_due", "undefined")
#: What a workbook has and a scorecard has as well.
COMPARED = ("score", "potential", "documented", "na_as_zero", "coverage", "evidence_coverage", *COUNTS)


def filled(framework: Framework, submission: Mapping[str, Any]) -> bytes:
    return workbook(untranslated(framework), submission)


def recalculate(soffice: str, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Open files in LibreOffice, which works out all formulas, and return what it saves.

    It takes the files one after the other, so that many are given to one for each processor, each with a home of its own.
    """
    with tempfile.TemporaryDirectory() as folder:
        before, after = Path(folder, "before"), Path(folder, "after")
        before.mkdir()
        for name, content in files.items():
            (before / f"{name}.xlsx").write_bytes(content)
        # The largest first, dealt out in turn: all are then busy for about as long.
        paths = sorted(before.iterdir(), key=lambda path: (-path.stat().st_size, path.name))
        side_by_side = min(os.cpu_count() or 1, 1 + len(paths) // _WORTH_A_START)

        def convert(number: int) -> None:
            home = f"-env:UserInstallation=file://{folder}/home-{number}"
            form = ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(after)]
            command = [soffice, home, "--headless", "--norestore", *form, *map(str, paths[number::side_by_side])]
            subprocess.run(command, check=True, capture_output=True, timeout=900)

        with ThreadPoolExecutor(side_by_side) as pool:
            list(pool.map(convert, range(side_by_side)))
        return {name: (after / f"{name}.xlsx").read_bytes() for name in files}


def values(content: bytes) -> Workbook:
    """Return a workbook with the results of its formulas."""
    return load_workbook(io.BytesIO(content), data_only=True)


def node_values(book: Workbook) -> dict[str, list[Any]]:
    """Return what the sheet of scores says of every node, by id; the whole is "/"."""
    return {str(row[0]): list(row) for row in book["c_scores"].iter_rows(min_row=2, values_only=True) if row[0] is not None}


def measured(row: list[Any]) -> dict[str, Any]:
    """Return the measures of a group as a scorecard names them."""
    published = [None if row[at.PUBLISHED + case] in (None, "") else row[at.PUBLISHED + case] / 100 for case in range(4)]
    counts = dict(zip(COUNTS, row[at.ANSWERED : at.UNDEFINED + 1], strict=True))
    there, positive = counts["answered"] + counts["missing"], row[at.POSITIVE]
    shares = (counts["answered"] / there if there else None, row[at.DOCUMENTED_COUNT] / positive if positive else None)
    return dict(zip(COMPARED, (*published, *shares, *counts.values()), strict=True))


def differences(scorecard: Scorecard, book: Workbook) -> list[str]:
    """Return where a workbook says something else than the scorecard: states of indicators, and the numbers of every group."""
    nodes = node_values(book)
    found = [
        f"{one.id}: {one.state.label}, in the workbook {nodes[one.id][at.STATE]}"
        for one in scorecard.explanation.indicators
        if nodes[one.id][at.STATE] != int(one.state)
    ]
    expected: dict[str, Measures] = {group.id: group.measures for group in scorecard.groups}
    if scorecard.overall is not None:
        expected["/"] = scorecard.overall
    for id_, measures in expected.items():
        said = measured(nodes[id_])
        found += [
            f"{id_}: {key} {getattr(measures, key)!r}, in the workbook {said[key]!r}"
            for key in COMPARED
            if said[key] != getattr(measures, key)
        ]
    return found


def errors(book: Workbook) -> list[str]:
    """Return all cells that hold an error."""
    return [
        f"{sheet.title}!{cell.coordinate} {cell.value}"
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.value.startswith("#") and cell.data_type == "e"
    ]
