"""Sets a report as Markdown: tables instead of pictures, and nothing that anybody wrote can become markup."""

import re
from collections.abc import Iterator

from spregistry.publish.report.blocks import Board, Cell, Chapter, Items, Paragraph, Picture, Points, Report, Said, Section, Table

#: Signs that mean something in Markdown; those of HTML are written as entities.
_SIGNS = re.compile(r"([\\`*_{}\[\]()#|~$^=!])")
_ENTITIES = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;"}
#: What begins a list at the start of a line, or is a rule or an underline there.
_START = re.compile(r"^([-+](?=\s|$)|-{2,}|\d+(?=[.)](?:\s|$)))")


def markdown(report: Report) -> str:
    """Return the report as Markdown."""
    lines = [line for chapter in report.chapters for line in _chapter(chapter, several=len(report.chapters) > 1)]
    return "\n".join(lines).strip() + "\n"


def escaped(text: str) -> str:
    """Return a text in one line that Markdown shows as it is."""
    line = _SIGNS.sub(r"\\\1", " ".join(text.split())).translate(_ENTITIES)
    # An address would become a link of its own accord.
    line = re.sub(r"(?i)(https?|ftp|mailto)(?=:)|(?<=\bwww)(?=\.)", lambda found: f"{found[0]}&#8203;", line)
    return _START.sub(lambda found: f"&#8203;{found[1]}&#8203;", line)


def _said(parts: tuple[Said, ...]) -> str:
    return " ".join(escaped(part.text) for part in parts)


def _chapter(chapter: Chapter, *, several: bool) -> Iterator[str]:
    yield from _board(chapter.board)
    if several:
        yield from (f"*{escaped(chapter.title.text)}*", "")
    for section in chapter.sections:
        yield from _section(section)


def _board(board: Board) -> Iterator[str]:
    yield from (f"> {escaped(line.text)}  " for line in board.caution)
    yield from ("", f"# {escaped(board.organisation.text)}", "")
    yield from (" · ".join(escaped(line.text) for line in board.about), "")
    headline = board.headline
    band = f" ({escaped(headline.band.text)})" if headline.band else ""
    yield from (f"{escaped(headline.title)} · **{escaped(headline.shown)}**{band}", "")
    yield from (line for sentence in headline.sentences for line in (escaped(sentence), ""))
    yield from (f"- {escaped(key.title)} · {escaped(key.shown)}" for key in board.key_figures)
    yield ""
    if board.picture:
        yield from _table(board.picture.table, "")
    for points in (board.strengths, board.gaps, board.changes):
        yield from _points(points)
    yield from (escaped(board.stamp), "")


def _points(points: Points) -> Iterator[str]:
    yield from (f"## {escaped(points.title)}", "")
    if not points.points:
        yield from (escaped(points.otherwise), "")
        return
    yield from (escaped(points.about), "") if points.about else ()
    for point in points.points:
        remark = f" ({escaped(point.remark.text)})" if point.remark else ""
        code = f"{escaped(point.code)} " if point.code else ""
        yield f"- **{escaped(point.figure)}** {code}{escaped(point.text.text)}{remark}"
    yield ""


def _section(section: Section) -> Iterator[str]:
    # The numbers of a section's pictures stand in its tables, or in those of another section.
    blocks = [block for block in section.blocks if not isinstance(block, Picture)]
    if blocks:
        yield from (f"## {escaped(section.title)}", "")
    for block in blocks:
        yield from _block(block, section.title)


def _block(block: Paragraph | Items | Table, above: str) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield from (f"{'> ' if block.notice else ''}{_said(block.parts)}", "")
    elif isinstance(block, Items):
        yield from (*(f"- {_said(item)}" for item in block.items), "")
    else:
        yield from _table(block, above)


def _table(table: Table, above: str) -> Iterator[str]:
    if table.caption != above:
        yield from (f"### {escaped(table.caption)}", "")
    yield "| " + " | ".join(escaped(column.title) for column in table.columns) + " |"
    yield "|" + "|".join(" ---: " if column.figure else " --- " for column in table.columns) + "|"
    for row in table.rows:
        cells = [_cell(cell) for cell in row.cells]
        if row.strong and cells[table.head]:
            cells[table.head] = f"**{cells[table.head]}**"
        yield "| " + " | ".join(cells) + " |"
    yield ""
    yield from (escaped(table.left_out), "") if table.left_out else ()


def _cell(cell: Cell) -> str:
    return "<br>".join(escaped(line.text) for line in cell.lines)
