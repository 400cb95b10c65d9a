"""What a draft would do to past submissions, in words, as JSON and as CSV; written as it is found out."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from spregistry.load.consultation.comment_rows import RISKY
from spregistry.model.change import Kind
from spregistry.model.forecast import Cause, Foreseen, Standing, Unread
from spregistry.sentence import Sentence, say
from spregistry.version import ENGINE

Found = Foreseen | Unread

#: What several changes of one kind are called; their number follows.
TOGETHER: Mapping[Kind, Sentence] = {
    "added": say("New indicators together"),
    "removed": say("Indicators that are gone, together"),
    "withdrawn": say("Withdrawn indicators together"),
    "renamed": say("Indicators under another id together"),
    "merged": say("Merged indicators together"),
    "split": say("Split indicators together"),
    "widened": say("Indicators that ask more, together"),
    "narrowed": say("Indicators that ask less, together"),
}

#: Columns of the CSV; lists are separated by blanks, which no id holds.
COLUMNS = (
    "file", "organisation", "framework", "profile", "score_before", "potential_before", "bands_before", "score_after", "potential_after",
    "bands_after", "change", "band", "awards_lost", "awards_gained", "awards_open", "to_confirm", "dropped", "causes", "unexplained", "together", "left_aside",
    "unread",
)  # fmt: skip


@dataclass
class Counts:
    """How many files ended how."""

    read: int = 0
    same: int = 0
    moved: int = 0
    open: int = 0
    lost: int = 0
    gained: int = 0
    awards_open: int = 0
    changed: int = 0
    ranged: int = 0
    aside: int = 0
    unread: list[Unread] = field(default_factory=list)

    def counting(self, found: Iterable[Found]) -> Iterator[Found]:
        """Pass on what was found, and count it."""
        for one in found:
            if isinstance(one, Unread):
                self.aside += one.aside
                self.unread += [] if one.aside else [one]
            else:
                self.read += 1
                self.same += one.stays
                self.moved += one.band == "moved"
                self.open += one.band == "open"
                self.lost += bool(one.lost)
                self.gained += bool(one.gained)
                self.awards_open += bool(one.awards_open)
                self.changed += bool(one.change)
                self.ranged += one.ranged
            yield one


def _standing(standing: Standing) -> dict[str, Any]:
    marks = {"score": standing.score, "potential": standing.potential, "bands": [*standing.bands]}
    return {**marks, "awards": [*standing.awards], "open_awards": [*standing.open_awards]}


def _cause(cause: Cause) -> dict[str, Any]:
    changes = [{"element": change.element, "field": change.field, "title": change.title} for change in cause.changes]
    return {"kind": cause.changes[0].kind, "effect": cause.effect, "changes": changes, "without": _standing(cause.without)}


def _data(found: Found) -> dict[str, Any]:
    if isinstance(found, Unread):
        return {"file": found.file, "left_aside" if found.aside else "unread": str(found.reason)}
    return {
        "file": found.file,
        "organisation": found.organisation,
        "framework": found.framework,
        "profile": found.profile,
        "before": _standing(found.before),
        "after": _standing(found.after),
        "change": found.change,
        "band": found.band,
        "awards_lost": [*found.lost],
        "awards_gained": [*found.gained],
        "awards_open": [*found.awards_open],
        "to_confirm": found.to_confirm,
        "dropped": found.dropped,
        "causes": None if found.causes is None else [*map(_cause, found.causes)],
        "unexplained": found.unexplained,
        "together": None if found.together is None else [*found.together],
    }


def to_json(found: Iterable[Found], draft: str, counts: Counts) -> Iterator[str]:
    """Yield one JSON object as in `schemas/forecast.schema.json`, a file at a time, with the counts at its end."""
    yield f'{{"format": 1, "engine": {json.dumps(ENGINE)}, "draft": {json.dumps(draft)}, "files": ['
    for at, one in enumerate(counts.counting(found)):
        yield (",\n" if at else "\n") + json.dumps(_data(one), ensure_ascii=False)
    names = ("read", "same", "moved", "open", "lost", "gained", "awards_open", "changed", "ranged", "aside")
    numbers = {**{name: getattr(counts, name) for name in names}, "unread": len(counts.unread)}
    yield f'\n], "counts": {json.dumps(numbers)}}}\n'


def to_csv(found: Iterable[Found], counts: Counts) -> Iterator[str]:
    """Yield one row for each file; what a spreadsheet would take for a formula is text."""
    yield _row(COLUMNS)
    for one in counts.counting(found):
        data = _data(one)
        if isinstance(one, Unread):
            yield _row([data["file"], *[""] * (len(COLUMNS) - 3), data.get("left_aside", ""), data.get("unread", "")])
            continue
        before, after = data["before"], data["after"]
        marks = [
            *(before["score"], before["potential"], " ".join(before["bands"])),
            *(after["score"], after["potential"], " ".join(after["bands"])),
        ]
        causes = " ".join(f"{change['element']}/{cause['kind']}" for cause in data["causes"] or () for change in cause["changes"])
        awards = [" ".join(data[each]) for each in ("awards_lost", "awards_gained", "awards_open")]
        start = [data["file"], data["organisation"], data["framework"], data["profile"]]
        explained = [causes, data["unexplained"], " ".join(data["together"] or ())]
        yield _row([*start, *marks, data["change"], data["band"], *awards, data["to_confirm"], data["dropped"], *explained, "", ""])


def _row(cells: Iterable[Any]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(
        [f"'{cell}" if isinstance(cell, str) and cell.startswith(RISKY) else cell for cell in cells]
    )
    return line.getvalue()
