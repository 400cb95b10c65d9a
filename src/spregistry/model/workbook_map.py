"""The cell map of a workbook: how each of its sheets says, by itself, which cell holds which part of a submission. Pure.

A program that reads or fills a workbook, in any language, needs nothing but the workbook:

- **Marks.** Cell A1 of every sheet that belongs to the form holds a mark. `FORM` (hidden) says what the workbook is about, `LISTS`
  (hidden) has the labels of all drop-downs, `REST` (hidden) carries what has no cell, `ROWS` is a sheet with one entry per row, `LIST`
  one whose rows are the items of a list, `VIEW` one that only shows. A sheet without a mark was added by somebody.
- **Fields.** On `ROWS` and `LIST` sheets the first row, hidden, holds in every column that is filled in the name of its field, such as
  `value`, `evidence` or `segment:women`, and `SHOWN` in every other column of the form.
- **Keys.** On `ROWS` sheets column A, hidden, holds in every row that is filled in its key, a path in the submission
  (`organisation/name`, `facts/portfolio`, `answers/board-data`); with an item behind it, one that can be ticked
  (`facts/products/savings`, `answers/policy-covers/purpose`). Column B, hidden, holds the kind of its value, see `KINDS`; of a figure
  with parts, a space and the name of the part that its value is (`close` or `total`) follow. `HEAD` stands in column A of the row of
  headings, above which nothing is filled in, and `SHOWN` in rows that only show. On a `LIST` sheet every row below `HEAD` is an item.
- Nothing depends on where a sheet, row or column stands, or on what a sheet is called. Cells that are filled in are not locked.

On a `FORM` sheet column A holds names and column B their values: `format` (of this map), `framework`, `profile`, `digest`, `language`.
On a `LISTS` sheet each row is one label: A the name of its list, B the value that it stands for, C the label as it is shown, D its place
in the list, E its points (`EXCLUDED` where it says that the question does not apply), and in the columns behind them the labels of other
languages. The list of accepted reasons of an indicator is called `reason/` and the indicator's id, that of the lines of its checklist
`items/` and the id, its options `options/` and a number, and `yes` has what says yes (`true`) and no (`false`). The list `rows/` and the
name of a sheet has the keys of all rows that the sheet was made with, and what people call them (on a `LIST` sheet, the name of its
section), the list `columns/` and that name its fields, with their headings: by them a reader tells what was deleted. On a `REST` sheet
column A holds, from the second row on, pieces of one JSON text: a part of a submission. What the cells say goes before it; of lists, its
items come behind theirs.
"""

from typing import NamedTuple

#: Version of this map.
FORMAT = 1

FORM = "spregistry form"
LISTS = "spregistry lists"
REST = "spregistry rest"
ROWS = "spregistry rows"
LIST = "spregistry list"
VIEW = "spregistry view"
MARKS = (FORM, LISTS, REST, ROWS, LIST, VIEW)

#: What stands in column A of a row of headings, and in rows and columns that only show.
HEAD, SHOWN = "head", "-"

#: Begins the names of the lists that tell which rows each sheet was made with.
ROWS_OF = "rows/"

#: Begins the names of the lists that tell which fields each sheet was made with.
COLUMNS_OF = "columns/"

#: Stands for the points of a label that says that the question does not apply.
EXCLUDED = -1

#: Kinds of values, as column B has them; `option` is followed by a colon and the name of its list. What is `computed` is never read.
KINDS = ("text", "line", "lines", "date", "dates", "number", "integer", "percent", "boolean", "tick", "option", "target", "computed")

#: Kinds of fields that are the same in every row; other fields have the kind of their row.
FIELD_KINDS = {
    "justification": "line",
    "evidence": "lines",
    "no_evidence": "line",
    "comment": "text",
    "by": "line",
    "on": "date",
    "flag": "boolean",
    "unconfirmed": "boolean",
    "not_measured": "boolean",
    "note": "text",
    "indicator": "option:indicators",
    "what": "text",
    "who": "line",
    "by_when": "date",
    "target": "target",
    "done": "boolean",
}

#: The list with what says yes and no.
YES = "yes"

#: Names that a person may write where a question does not apply, beside the labels of the workbook; compared without case and spaces.
NOT_APPLICABLE = ("n/a", "na", "n.a.", "not applicable")

#: What stands between the lines of a checklist where they are named in one cell, as the answer that an action aims at.
BETWEEN = "; "

#: The most characters that a cell can hold.
CELL = 32_767


class Key(NamedTuple):
    """What a row is about: a section of the submission, what in it, and the item that is ticked, where it is one."""

    section: str
    name: str
    item: str | None = None

    def __str__(self) -> str:
        """Write the key as a workbook has it."""
        return "/".join(part for part in self if part is not None)


def parse_key(text: str) -> Key | None:
    """Read a key; None where it is none."""
    parts = text.split("/")
    if not all(parts) or not 1 < len(parts) <= len(Key._fields):
        return None
    return Key(*parts)


def rows_list(sheet: str) -> str:
    """Return the name of the list with the rows that a sheet was made with."""
    return f"{ROWS_OF}{sheet}"


def columns_list(sheet: str) -> str:
    """Return the name of the list with the fields that a sheet was made with."""
    return f"{COLUMNS_OF}{sheet}"


def reasons_list(indicator: str) -> str:
    """Return the name of the list with the reasons for which an indicator may not apply."""
    return f"reason/{indicator}"


def items_list(indicator: str) -> str:
    """Return the name of the list with the lines of an indicator's checklist."""
    return f"items/{indicator}"
