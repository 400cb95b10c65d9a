"""The action plan: what is to be done, by whom, by when, with the indicator's present state beside it."""

from typing import Any

from spregistry.model.workbook_map import BETWEEN, HEAD, LIST
from spregistry.publish.workbook.book import Sheet
from spregistry.publish.workbook.form import Entry, Form
from spregistry.publish.workbook.lists import Label, Labels
from spregistry.publish.workbook.score_formulas import SCORE, ScoreSheets
from spregistry.sentence import say

_MARK, _INDICATOR, _TITLE, _POINTS, _WHAT, _WHO, _BY_WHEN, _TARGET, _DONE = range(9)
_WIDTHS = {_INDICATOR: 12, _TITLE: 40, _POINTS: 12, _WHAT: 52, _WHO: 22, _BY_WHEN: 14, _TARGET: 22, _DONE: 10}
_HEAD = 3
#: Rows that are ready to be filled in, beyond those that are.
_READY = 40


def write_actions(form: Form, sheet: Sheet, scores: ScoreSheets) -> None:
    """Write the action plan."""
    sheet.text(0, _MARK, LIST, "map")
    for column, width in _WIDTHS.items():
        sheet.width(column, width)
    sheet.text(1, _INDICATOR, form.text(say("Action plan")), "title")
    heads = {
        _INDICATOR: ("indicator", say("Indicator")),
        _TITLE: ("", say("What it is about")),
        _POINTS: ("", say("Points now, of 1")),
        _WHAT: ("what", say("What is to be done")),
        _WHO: ("who", say("Who does it")),
        _BY_WHEN: ("by_when", say("By when")),
        _TARGET: ("target", say("Answer aimed at")),
        _DONE: ("done", say("Done")),
    }
    form.head(sheet, _HEAD - 1, heads)
    sheet.text(_HEAD - 1, _MARK, HEAD, "map")
    sheet.worksheet.freeze_panes(_HEAD, _TITLE)
    indicators = list(form.shown.indicators.values())
    codes = form.lists.add("indicators", [Label(value=indicator.id, label=indicator.code) for indicator in indicators])
    titles = form.lists.add(
        "titles", [Label(value=indicator.id, label=f"{indicator.title} ({indicator.code})") for indicator in indicators]
    )
    actions = form.given.actions([indicator.id for indicator in indicators if indicator.answer.checklist is not None])
    for at, action in enumerate([*actions, *([{}] * _READY)]):
        _action(form, sheet, _HEAD + at, action, codes)
        code = sheet.ref(_HEAD + at, _INDICATOR)
        place = f"MATCH(TRIM({code}),{codes.labels},0)"
        sheet.formula(_HEAD + at, _TITLE, f'IFERROR(INDEX({titles.labels},{place}),"")', "small")
        points = scores.column(SCORE, len(indicators))
        sheet.formula(_HEAD + at, _POINTS, f'IFERROR(INDEX({points},{place}),"")', "figure")


def _action(form: Form, sheet: Sheet, row: int, action: dict[str, Any], codes: Labels) -> None:
    key = f"actions/{row}"
    form.enter(sheet, (row, _INDICATOR), Entry(key, "indicator", "option", action.get("indicator"), codes))
    form.enter(sheet, (row, _WHAT), Entry(key, "what", "text", action.get("what")))
    form.enter(sheet, (row, _WHO), Entry(key, "who", "line", action.get("who")))
    form.enter(sheet, (row, _BY_WHEN), Entry(key, "by_when", "date", action.get("by_when")))
    form.enter(sheet, (row, _TARGET), Entry(key, "target", "target", _target(form, action)))
    form.enter(sheet, (row, _DONE), Entry(key, "done", "boolean", action.get("done"), form.yes))


def _target(form: Form, action: dict[str, Any]) -> Any:
    """Return the answer that is aimed at as it is shown: labels of options and of the lines of a checklist, else the value."""
    target = action.get("target")
    indicator = form.shown.indicators.get(str(action.get("indicator")))
    if indicator is None or target is None:
        return target
    if isinstance(target, list):
        lines = form.items(indicator)
        shown = [lines.shown(item) if lines else None for item in target]
        return BETWEEN.join(item if label is None or BETWEEN.strip() in label else label for item, label in zip(target, shown, strict=True))
    labels = form.options(indicator)
    label = labels.shown(str(target)) if labels is not None else None
    return target if label is None else label
