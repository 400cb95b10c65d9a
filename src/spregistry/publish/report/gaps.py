"""What to do: gaps with what closing each would add, what to answer first, and the action plan."""

from collections.abc import Mapping, Sequence
from typing import Any

from spregistry.model.scorecard import IndicatorScore
from spregistry.model.state import State
from spregistry.publish.report import board
from spregistry.publish.report.blocks import Block, Cell, Column, Paragraph, Row, Said, Section, Table
from spregistry.publish.report.view import View, coded, said, written
from spregistry.publish.report.wording import DASH, plain
from spregistry.sentence import say

#: Gaps that a reader can still weigh; a spreadsheet gets them all.
_SHOWN = 25
_FIRST = 15


def gaps(view: View) -> Section:
    """Return the gaps, those with most to gain first, and what to answer first of what is missing."""
    words, found = view.words, board.gaps(view)
    blocks: list[Block] = []
    note = say("Gain: what the overall score would be higher by if this answer alone were at its best. Gains cannot be added up.")
    if found:
        blocks += [Paragraph((Said(words(note)),))] if view.scorecard.overall else []
        blocks.append(_table(view, found, words(say("Gaps, largest gain first"))))
    missing = sorted(
        (one for one in view.indicators.values() if one.scored and one.state is State.MISSING), key=lambda one: -(one.gain or 0)
    )
    if missing:
        blocks.append(_missing(view, missing, words(say("What to answer first"))))
    if not blocks:
        blocks.append(Paragraph((Said(words(say("Every answer earns all it can."))),)))
    return Section("gaps", words(say("Gaps, and what closing each would add")), tuple(blocks))


def _columns(view: View, middle: Column) -> tuple[Column, ...]:
    words = view.words
    return (
        Column(words(say("Code")), width=2),
        Column(words(say("Title")), width=8),
        middle,
        Column(words(say("Who answers")), width=3),
        Column(words(say("Gain")), figure=True, width=2),
    )


def _table(view: View, found: Sequence[IndicatorScore], caption: str) -> Table:
    words = view.words
    rows = []
    listed, left_out = view.cut(found, _SHOWN)
    for one in listed:
        best = view.best(one.id)
        small = [Said(best, "standard")] if best else []
        title = said(view.title(one.id), "standard", *small)
        rows.append(Row((coded(one.code), title, said(view.now(one), _voice(view, one)), _function(view, one.id), _gain(view, one))))
    columns = _columns(view, Column(words(say("Answer now")), width=3))
    return Table(caption, columns, tuple(rows), head=1, left_out=left_out)


def _missing(view: View, found: Sequence[IndicatorScore], caption: str) -> Table:
    rows = []
    listed, left_out = view.cut(found, _FIRST)
    for one in listed:
        reason = said(view.words(one.reason)) if one.reason else said(DASH)
        rows.append(Row((coded(one.code), view.element(one.id), reason, _function(view, one.id), _gain(view, one))))
    columns = _columns(view, Column(view.words(say("What it waits for")), width=3))
    return Table(caption, columns, tuple(rows), head=1, left_out=left_out)


def _voice(view: View, one: IndicatorScore) -> Any:
    return "standard" if view.source.options(view.source.indicators[one.id]) else "interface"


def _function(view: View, id_: str) -> Cell:
    function = view.source.indicators[id_].function
    return said(view.named("functions", function), "standard") if function else said(DASH)


def _gain(view: View, one: IndicatorScore) -> Cell:
    return view.changed(None if one.gain is None else round(one.gain * 100))


def actions(view: View) -> Section | None:
    """Return the action plan, what is due first on top; None where there is none."""
    words = view.words
    listed = view.data.get("actions")
    if not isinstance(listed, list) or not listed:
        return None
    plan = sorted((action for action in listed if isinstance(action, dict)), key=_due)
    columns = (
        Column(words(say("What")), width=7),
        Column(words(say("What it is about")), width=6),
        Column(words(say("Who")), width=3),
        Column(words(say("By when")), width=3),
        Column(words(say("Aim")), width=3),
        Column(words(say("State")), width=2),
    )
    rows = tuple(_action(view, action) for action in plan)
    return Section("actions", words(say("Action plan")), (Table(words(say("Action plan")), columns, rows),))


def _due(action: Mapping[str, Any]) -> tuple[bool, str]:
    """Order actions: open ones by their day, those without a day after them, done ones last."""
    return bool(action.get("done")), str(action.get("by_when") or "9999")


def _action(view: View, action: Mapping[str, Any]) -> Row:
    id_ = action.get("indicator")
    about, aim = said(DASH), written(action.get("target"))
    if isinstance(id_, str) and id_ in view.source.indicators:
        about = said(view.title(id_), "standard", Said(view.code(id_)))
        if action.get("target") is not None:
            aim = said(view.value(view.source.indicators[id_], action["target"]))
    elif id_:
        about = said(plain(_elsewhere(view, str(id_))), "standard")
    state = say("Done") if action.get("done") else say("Still open")
    return Row(
        (
            written(action.get("what")),
            about,
            written(action.get("who")),
            said(view.words.date(action.get("by_when"))),
            aim,
            said(view.words(state)),
        )
    )


def _elsewhere(view: View, id_: str) -> str:
    """Return the title of an indicator of the base that the profile does not hold."""
    indicator = view.scorecard.framework.indicators.get(id_)
    return f"{indicator.code} {indicator.title}" if indicator else id_
