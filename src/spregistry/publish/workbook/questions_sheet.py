"""A sheet of questions: one row per indicator, one more for each line of a checklist, below the headings of their groups."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from spregistry.model.definition import Group, Indicator
from spregistry.model.workbook_map import HEAD as HEAD_ROW
from spregistry.model.workbook_map import ROWS, SHOWN, Key
from spregistry.publish.workbook.book import Sheet
from spregistry.publish.workbook.facts_sheet import accept_figure
from spregistry.publish.workbook.form import Entry, Form
from spregistry.sentence import say

(
    _KEY, KIND, STATE, _CODE, _TITLE, _QUESTION, _READING, ANSWER, STATUS, _REASON, _EVIDENCE, _NO_EVIDENCE, _COMMENT, _BY, _ON, _FLAG,
    CONFIRM, GUIDANCE,
) = range(18)  # fmt: skip

_WIDTHS = {
    KIND: 4, STATE: 4, _CODE: 9, _TITLE: 26, _QUESTION: 36, _READING: 52, ANSWER: 19, STATUS: 17, _REASON: 26, _EVIDENCE: 38,
    _NO_EVIDENCE: 24, _COMMENT: 34, _BY: 16, _ON: 12, _FLAG: 9, CONFIRM: 13, GUIDANCE: 52,
}  # fmt: skip
_HIDDEN = (KIND, STATE)
HEAD = 3


class Heading(NamedTuple):
    """The row of a group, where its score is shown."""

    sheet: Sheet
    row: int
    #: 1 at the top, 3 and more below.
    depth: int


class Asked(NamedTuple):
    """The row of an indicator, where its state is shown."""

    sheet: Sheet
    row: int


class QuestionSheets:
    """All sheets of questions, and where on them things stand."""

    def __init__(self, form: Form) -> None:
        """Begin with nothing written."""
        self.form = form
        self.headings: dict[str, Heading] = {}
        self.asked: dict[str, Asked] = {}
        # Whether an answer has a value decides what its reason means; so reasons are taken first.
        self.reasons = {id_: form.given.reason(id_) for id_ in form.source.indicators if form.asked(id_)}
        #: The first and last row of each sheet.
        self.extents: list[tuple[Sheet, int, int]] = []

    def parts(self) -> Iterator[tuple[str, Sequence[Group | Indicator]]]:
        """Yield the title of each sheet with what stands on it: one sheet per group at the top."""
        top = self.form.shown.top
        for node in top:
            if isinstance(node, Group) and any(self.form.asked(indicator.id) for indicator in _inside(node)):
                yield f"{node.code} {node.title}", (node,)
        loose = [node for node in top if isinstance(node, Indicator) and self.form.asked(node.id)]
        if loose:
            yield self.form.text(say("Questions")), loose

    def write(self, sheet: Sheet, title: str, nodes: Sequence[Group | Indicator]) -> None:
        """Write one sheet."""
        writer = _Writer(self, sheet)
        writer.head(title)
        writer.nodes(nodes, 1)
        self.extents.append((sheet, HEAD, writer.row - 1))
        sheet.worksheet.print_area(1, _CODE, writer.row - 1, _EVIDENCE)
        sheet.worksheet.autofilter(HEAD - 1, _CODE, writer.row - 1, GUIDANCE)


class _Writer:
    def __init__(self, sheets: QuestionSheets, sheet: Sheet) -> None:
        self.sheets, self.form, self.sheet = sheets, sheets.form, sheet
        self.row = HEAD

    def head(self, title: str) -> None:
        sheet = self.sheet
        sheet.text(0, 0, ROWS, "map")
        for column, width in _WIDTHS.items():
            sheet.width(column, width, hidden=column in _HIDDEN)
        sheet.text(0, STATE, SHOWN, "map")
        sheet.text(1, _CODE, title, "title")
        heads = {
            _CODE: ("", say("Code")),
            _TITLE: ("", say("Indicator")),
            _QUESTION: ("", say("Question")),
            _READING: ("", say("How to answer")),
            ANSWER: ("value", say("Answer")),
            STATUS: ("", say("State")),
            _REASON: ("justification", say("Does not apply, because")),
            _EVIDENCE: ("evidence", say("Evidence, one document per line")),
            _NO_EVIDENCE: ("no_evidence", say("Why there is no evidence")),
            _COMMENT: ("comment", say("Comment")),
            _BY: ("by", say("Answered by")),
            _ON: ("on", say("On (date)")),
            _FLAG: ("flag", say("Look again")),
            CONFIRM: ("unconfirmed", say("To be confirmed")),
            GUIDANCE: ("", say("Guidance, and evidence to look for")),
        }
        sheet.text(HEAD - 1, _KEY, HEAD_ROW, "map")
        self.form.head(sheet, HEAD - 1, heads)
        sheet.worksheet.freeze_panes(HEAD, _TITLE)
        sheet.worksheet.repeat_rows(HEAD - 1)
        sheet.worksheet.set_paper(8)

    def nodes(self, nodes: Sequence[Group | Indicator], depth: int) -> None:
        for node in nodes:
            if isinstance(node, Indicator):
                if self.form.asked(node.id):
                    self._indicator(node)
            elif any(self.form.asked(indicator.id) for indicator in _inside(node)):
                self._heading(node, depth)
                self.nodes(node.children, depth + 1)

    def _heading(self, group: Group, depth: int) -> None:
        look = f"group {min(depth, 3)}"
        self.sheet.text(self.row, _KEY, SHOWN, "map")
        self.sheet.text(self.row, _CODE, group.code, look)
        self.sheet.text(self.row, _TITLE, group.title, look)
        for column in range(_QUESTION, GUIDANCE + 1):
            self.sheet.blank(self.row, column, look)
        self.sheets.headings[group.id] = Heading(self.sheet, self.row, min(depth, 3))
        self.row += 1

    def _indicator(self, indicator: Indicator) -> None:
        sheet, row, answer = self.sheet, self.row, indicator.answer
        key = Key("answers", indicator.id)
        self.sheets.asked[indicator.id] = Asked(sheet, row)
        sheet.text(row, _KEY, str(key), "map")
        sheet.text(row, _CODE, indicator.code, "code")
        sheet.text(row, _TITLE, indicator.title, "name")
        sheet.text(row, _QUESTION, self.form.with_errata(self._question(indicator), indicator.id), "cell")
        sheet.rich(row, _READING, self._reading(indicator), "small")
        sheet.text(row, GUIDANCE, self._guidance(indicator), "small")
        if answer.checklist is not None or answer.ratio is not None:
            sheet.text(row, KIND, "computed", "map")
        else:
            self._answer(indicator, key)
        self._reason(indicator, key)
        self._remarks(key)
        self.row += 1
        if answer.checklist is not None:
            self._items(indicator)

    def _question(self, indicator: Indicator) -> str:
        facts = dict.fromkeys(
            fact for condition in self.form.source.positions[indicator.id].conditions for fact in sorted(condition.facts())
        )
        if not facts:
            return indicator.question
        titles = ", ".join(self.form.shown.facts[fact].title for fact in facts)
        return f"{indicator.question}\n{self.form.text(say('Asked of some only; these facts decide: {facts}', facts=titles))}"

    def _reading(self, indicator: Indicator) -> list[tuple[str, str]]:
        labels = {option.value: option.label for option in self.form.shown.options(indicator)}
        lines = [(f"{labels.get(value, value)}: ", text) for value, text in (indicator.rubric or {}).items()]
        if indicator.reading:
            lines.insert(0, ("", indicator.reading))
        unit = indicator.answer.figure.unit if indicator.answer.figure else None
        if unit:
            lines.append((self.form.text(say("Unit:")) + " ", self.form.translation.name("unit", unit)))
        return lines or [("", "")]

    def _guidance(self, indicator: Indicator) -> str:
        form = self.form
        parts = [indicator.guidance or ""]
        if indicator.evidence:
            parts.append(form.text(say("Evidence to look for: {list}", list="; ".join(indicator.evidence))))
        if indicator.verify_with:
            parts.append(form.text(say("Verify with: {list}", list="; ".join(indicator.verify_with))))
        return "\n".join(filter(None, parts))

    def _answer(self, indicator: Indicator, key: Key) -> None:
        form, place = self.form, (self.row, ANSWER)
        labels = form.options(indicator)
        number = indicator.answer.number
        kind = f"option:{labels.name}" if labels else "text"
        if number is not None:
            kind = "percent" if number.unit == "percent" else number.schema.type
        elif indicator.answer.date is not None:
            kind = "date"
        self.sheet.text(self.row, KIND, kind, "map")
        form.enter(self.sheet, place, Entry(key, "value", kind, form.given.scalar("answers", indicator.id, "value"), labels))
        if number is not None:
            accept_figure(form, self.sheet, place, number.schema)

    def _reason(self, indicator: Indicator, key: Key) -> None:
        form, place = self.form, (self.row, _REASON)
        if indicator.may_be_na is None:
            self.sheet.blank(*place, "locked")
            return
        form.enter(self.sheet, place, Entry(key, "justification", "line", self.sheets.reasons[indicator.id], form.reasons(indicator)))

    def _remarks(self, key: Key) -> None:
        form, given, id_ = self.form, self.form.given, key.name
        fields: list[tuple[int, str, str, Any]] = [
            (_EVIDENCE, "evidence", "lines", given.lines("answers", id_, "evidence")),
            (_NO_EVIDENCE, "no_evidence", "line", given.scalar("answers", id_, "no_evidence")),
            (_COMMENT, "comment", "text", given.scalar("answers", id_, "comment")),
            (_BY, "by", "line", given.scalar("answers", id_, "by")),
            (_ON, "on", "date", given.scalar("answers", id_, "on")),
        ]
        for column, name, kind, value in fields:
            form.enter(self.sheet, (self.row, column), Entry(key, name, kind, value))
        for column, name in ((_FLAG, "flag"), (CONFIRM, "unconfirmed")):
            form.enter(self.sheet, (self.row, column), Entry(key, name, "boolean", given.scalar("answers", id_, name), form.yes))

    def _items(self, indicator: Indicator) -> None:
        checklist = indicator.answer.checklist
        items = checklist.items if checklist else ()
        self.form.items(indicator)
        said = self.form.given.ticks([item.id for item in items], "answers", indicator.id, "value")
        for item in items:
            sheet, row = self.sheet, self.row
            key = Key("answers", indicator.id, item.id)
            sheet.text(row, _KEY, str(key), "map")
            sheet.text(row, KIND, "tick", "map")
            for column in range(_CODE, GUIDANCE + 1):
                sheet.blank(row, column, "item")
            sheet.text(row, _QUESTION, item.label, "item")
            self.form.enter(sheet, (row, ANSWER), Entry(key, "value", "tick", said.get(item.id), self.form.yes))
            self.row += 1


def _inside(group: Group) -> Iterator[Indicator]:
    for child in group.children:
        if isinstance(child, Indicator):
            yield child
        else:
            yield from _inside(child)
