"""What the sheets of questions show by formula: the state of each answer, computed figures, scores at headings, and grey for the rest."""

from spregistry.finding import column_name
from spregistry.model.definition import Indicator
from spregistry.model.state import State
from spregistry.publish.workbook.expressions import quoted
from spregistry.publish.workbook.form import Form
from spregistry.publish.workbook.questions_sheet import ANSWER, CONFIRM, GUIDANCE, HEAD, STATE, STATUS, Asked, Heading, QuestionSheets
from spregistry.publish.workbook.score_formulas import (
    FACT_ABSENT,
    FACT_NOT_MEASURED,
    NO_EVIDENCE,
    NO_REASON,
    NOT_UNDERSTOOD,
    PUBLISHED,
    VALUE,
    ScoreSheets,
)
from spregistry.publish.workbook.score_formulas import STATUS as STATUS_CODE
from spregistry.sentence import say

#: The first column that turns grey; all behind it do.
_FIRST = 3


def state_sentences() -> dict[int, str]:
    """Return what is said for each status."""
    return {
        int(State.ANSWERED): say("Answered"),
        int(State.MISSING): say("Not answered yet"),
        int(State.NOT_APPLICABLE): say("Not applicable"),
        int(State.NOT_ASKED): say("Not asked of you"),
        int(State.NOT_YET_DUE): say("Not due yet"),
        int(State.UNDEFINED): say("Divides by zero; left out"),
        NOT_UNDERSTOOD: say("Not understood; choose or type again"),
        NO_REASON: say("Choose the reason"),
        FACT_ABSENT: say("Waits for a fact"),
        FACT_NOT_MEASURED: say("Not measured; no points"),
        NO_EVIDENCE: say("Answered; evidence is lacking"),
    }


def show_states(form: Form, sheets: QuestionSheets, scores: ScoreSheets) -> None:
    """Write all of it."""
    words = {code: form.word(sentence) for code, sentence in sorted(state_sentences().items())}
    first, last = words[0], words[NO_EVIDENCE]
    area = f"{first}:{last.rpartition('!')[2]}"
    for id_, asked in sheets.asked.items():
        _state(form.source.indicators[id_], asked, scores, area)
    for id_, heading in sheets.headings.items():
        if form.function is None:
            _score(heading, scores, id_)
    for sheet, top, bottom in sheets.extents:
        state = f"$C{HEAD + 1}"
        area_rows = (top, _FIRST, bottom, GUIDANCE)
        excluded = f"AND(ISNUMBER({state}),OR({state}=2,{state}=3,{state}=4,{state}=5))"
        sheet.colour(area_rows, excluded, "excluded")
        attention = (top, ANSWER, bottom, STATUS)
        sheet.colour(attention, f"AND(ISNUMBER({state}),OR({state}={NOT_UNDERSTOOD},{state}={NO_REASON}))", "attention")
        # What was carried from an earlier submission and confirmed by nobody is not done.
        waiting = (
            f"AND(ISNUMBER({state}),OR({state}=0,{state}=2),${column_name(CONFIRM + 1)}{HEAD + 1}={quoted(form.yes.shown('true') or '')})"
        )
        for column in (STATUS, CONFIRM):
            sheet.colour((top, column, bottom, column), waiting, "attention")
        sheet.colour((top, STATUS, bottom, STATUS), f"AND(ISNUMBER({state}),{state}=0)", "done")


def _state(indicator: Indicator, asked: Asked, scores: ScoreSheets, words: str) -> None:
    sheet, row = asked
    status = scores.ref(indicator.id, STATUS_CODE)
    sheet.formula(row, STATE, status, "map")
    sheet.formula(row, STATUS, f"INDEX({words},1+{status})", "status")
    value = scores.ref(indicator.id, VALUE)
    checklist = indicator.answer.checklist
    if checklist is not None:
        possible = len({("group", item.group) if item.group else ("item", item.id) for item in checklist.items})
        sheet.formula(row, ANSWER, f'IF({value}="","",{value}&" / {possible}")', "figure")
        for at in range(1, len(checklist.items) + 1):
            # The lines of a checklist turn grey with it.
            sheet.formula(row + at, STATE, f'IF(OR({status}=2,{status}=3,{status}=4),{status},"")', "map")
    elif indicator.answer.ratio is not None:
        sheet.formula(row, ANSWER, f'IF({value}="","",{value})', "figure")


def _score(heading: Heading, scores: ScoreSheets, id_: str) -> None:
    """Show the score of a group at its heading: one number, or a range as long as answers are missing."""
    score, potential = scores.ref(id_, PUBLISHED), scores.ref(id_, PUBLISHED + 1)
    sheet, row, depth = heading
    look = f"group score {depth}"
    both = f'IF({score}={potential},FIXED({score}/100,2,TRUE),FIXED({score}/100,2,TRUE)&" – "&FIXED({potential}/100,2,TRUE))'
    sheet.formula(row, STATUS, f'IF({score}="","",{both})', look)
