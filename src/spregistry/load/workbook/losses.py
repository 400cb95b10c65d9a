"""What was deleted from a workbook: held against the lists, which it carries, of the rows and columns that it was made with. Pure."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from spregistry.load.spelling import listed
from spregistry.model.workbook_map import COLUMNS_OF, ROWS_OF, Key, parse_key
from spregistry.sentence import Sentence, say, sayable

#: How many names a sentence lists.
_NAMED = 12

_ROWS = sayable("rows of the sheet “{sheet}” were deleted; what stood in them counts as not given ({count}: {names})")
_SHEET = sayable(
    "the sheet “{sheet}” was deleted, or its hidden first row or column; what stood in it counts as not given ({count}: {names})"
)
_COLUMNS = sayable("columns of the sheet “{sheet}” were deleted; what stood in them counts as not given ({count}: {names})")


class Made:
    """The rows and columns that a workbook was made with, by sheet; both are empty where it does not say."""

    def __init__(self, labels: Sequence[tuple[str, str, str]]) -> None:
        """Take the rows of the sheet of labels: list, value, label."""
        self.rows: dict[str, dict[Key, str]] = {}
        self.columns: dict[str, dict[str, str]] = {}
        #: Sheets whose rows are items of a list.
        self.lists: list[str] = []
        for name, value, label in labels:
            if name.startswith(COLUMNS_OF):
                self.columns.setdefault(name.removeprefix(COLUMNS_OF), {})[value] = label
            elif name.startswith(ROWS_OF):
                key = parse_key(value)
                if key is None:
                    self.lists.append(name.removeprefix(ROWS_OF))
                else:
                    self.rows.setdefault(name.removeprefix(ROWS_OF), {})[key] = label

    def losses(self, found: Mapping[Key, Collection[str]], items: Collection[str] | None, *, rest: bool) -> Iterator[Sentence]:
        """Say what is no longer there.

        Args:
            found: The columns of each row that is there, by its key.
            items: The columns of the sheets whose rows are items of a list; None where there is no such sheet.
            rest: Whether the sheet is there that carries what has no cell.
        """
        for sheet in self.lists:
            if items is None:
                yield say("the sheet “{sheet}” was deleted; the actions in it are not read", sheet=sheet)
            else:
                yield from self._without_columns(sheet, [items])
        for sheet, keys in self.rows.items():
            lost = {(key.section, key.name): label for key, label in keys.items() if key not in found}
            there = [found[key] for key in keys if key in found]
            if lost:
                yield _said(_ROWS if there else _SHEET, sheet, lost.values())
            yield from self._without_columns(sheet, there)
        if self.rows and not rest:
            yield say("the hidden sheet of what has no cell of its own was deleted; what it carried is not read")

    def _without_columns(self, sheet: str, rows: Sequence[Collection[str]]) -> Iterator[Sentence]:
        columns = self.columns.get(sheet, {})
        lost = [label for name, label in columns.items() if any(name not in there for there in rows)]
        if lost:
            yield _said(_COLUMNS, sheet, lost)


def _said(template: str, sheet: str, names: Collection[str]) -> Sentence:
    return Sentence(template, {"sheet": sheet, "count": len(names), "names": listed(names, _NAMED, last="and")})
