"""Both readers of workbooks on the same file."""

from collections.abc import Iterator
from math import isclose
from pathlib import Path
from typing import Any

import spregistry
from browser.workbook.excel import Excel
from spregistry.load.documents import parse
from spregistry.model.document import Document, pointer
from spregistry.model.framework import Framework

ROOT = Path(__file__).parents[3]

#: Frameworks that have, together, every kind of answer, fact and condition.
KINDS = ("answers", "conditions", "edges", "figures", "flat", "partnership", "spellings")


def frameworks_of(folder: str) -> list[Framework]:
    registry = spregistry.Registry.open(ROOT / "tests" / "cases" / "frameworks" / "valid" / folder)
    return [registry[reference] for reference in registry]


def same(one: Any, other: Any, *, near: bool = False) -> None:
    """Hold data to be the same as JSON sees it: 1 is 1.0 but not true, and the order of keys does not matter.

    Numbers may be `near`, where a program was in between that keeps fifteen digits.
    """
    found = [*differences(one, other, "", near=near)]
    assert not found, found


def differences(one: Any, other: Any, path: str, *, near: bool) -> Iterator[str]:
    """Yield where two data differ."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in [*one, *(key for key in other if key not in one)]:
            if key not in one or key not in other:
                yield f"{path}/{key}: {one.get(key)!r} and {other.get(key)!r}, one of them absent"
            else:
                yield from differences(one[key], other[key], f"{path}/{key}", near=near)
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for at, (left, right) in enumerate(zip(one, other, strict=True)):
            yield from differences(left, right, f"{path}/{at}", near=near)
    elif isinstance(one, bool) is not isinstance(other, bool) or not (one == other or (near and close(one, other))):
        yield f"{path}: {one!r} and {other!r}"


def close(one: Any, other: Any) -> bool:
    return isinstance(one, int | float) and isinstance(other, int | float) and isclose(one, other, rel_tol=1e-13)


def read_both(excel: Excel, content: bytes) -> tuple[dict[str, Any], Document]:
    """Read a workbook twice, and compare all that the two readers tell about it."""
    document = parse(content, "book.xlsx")
    found = excel.read(content)
    same(found["data"], document.data)
    assert found["digest"] == document.made_from
    told = {(remark["code"], remark["sheet"], remark["row"], remark["column"], pointer(remark["path"])) for remark in found["remarks"]}
    expected = {(remark.code, remark.sheet, remark.line, remark.column, remark.pointer) for remark in document.remarks}
    assert told == expected, sorted(told ^ expected)
    said = sorted(
        (remark["sheet"] or "", remark["row"] or 0, remark["column"] or 0, remark["kind"] == "number-two-ways")
        for remark in found["remarks"]
    )
    worded = sorted((one.sheet or "", one.line or 0, one.column or 0, "could be two numbers" in one.message) for one in document.remarks)
    assert said == worded
    for path, at in found["places"]:
        place = document.places.place(tuple(path)) if "/" not in path else None
        assert place is None or (place.sheet, place.line, place.column) == (at["sheet"], at["row"], at["column"]), path
    return found, document
