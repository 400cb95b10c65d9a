"""Whether an answer that earned nothing can earn points by a later formula: it then needs evidence, which an old final submission may lack."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from spregistry.model.document import Data

Formula = Mapping[str, Any]


def rises_from_nothing(before: Data, after: Data) -> bool:
    """Tell whether points of an option rise from none."""
    return not before and bool(after)


def figure_rises_from_nothing(before: Formula, after: Formula) -> bool:
    """Tell whether some figure earns points by the later formula that earned none by the earlier; both are numbers or ratios as written."""
    old, new = _cases(before), _cases(after)
    if [case.get("when") for case in old] != [case.get("when") for case in new]:
        return True  # others fall under other formulas
    return any(_rises(earlier, later) for earlier, later in zip(old, new, strict=True))


def _cases(figure: Formula) -> list[Formula]:
    cases: list[Formula] = figure.get("cases") or [{part: figure[part] for part in ("steps", "line") if part in figure}]
    return cases


def _rises(before: Formula, after: Formula) -> bool:
    ends = sorted({*_ends(before), *_ends(after)}) or [0.0]
    # Between two ends next to each other either formula earns something everywhere, or nowhere.
    probes = [ends[0] - 1, *ends, *((low + high) / 2 for low, high in pairwise(ends)), ends[-1] + 1]
    return any(_points(before, probe) == 0 < _points(after, probe) for probe in probes)


def _ends(formula: Formula) -> list[float]:
    line = formula.get("line")
    return [step["from"] for step in formula.get("steps", ())] + ([line["zero_at"], line["full_at"]] if line else [])


def _points(formula: Formula, x: float) -> float:
    if "line" in formula:
        zero_at, full_at = formula["line"]["zero_at"], formula["line"]["full_at"]
        if zero_at == full_at:
            return 1.0  # no line at all, which `check` tells
        return max(0.0, min(1.0, float((x - zero_at) / (full_at - zero_at))))
    return max(((step["from"], step["points"]) for step in formula.get("steps", ()) if step["from"] <= x), default=(0, 0.0))[1]


def table_rises_from_nothing(before: Data, after: Data, items: int) -> bool:
    """Tell whether some number of ticks earns points later that earned none; both are the points of a checklist."""
    return any(_ticked(before, number) == 0 < _ticked(after, number) for number in range(items + 1))


def _ticked(points: Data, number: int) -> float:
    if points is None:
        return 0.0
    if points == "share":
        return float(number > 0)
    table: Sequence[float] = points
    return table[min(number, len(table) - 1)]
