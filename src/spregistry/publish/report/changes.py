"""What changed since earlier submissions, in numbers only where the wording is the same."""

from collections.abc import Iterator, Sequence

from spregistry.model.comparison import Line
from spregistry.model.scorecard import IndicatorScore, Scorecard
from spregistry.model.state import State
from spregistry.publish.report.blocks import Block, Column, Items, Paragraph, Picture, Point, Points, Row, Said, Section, Series, Table
from spregistry.publish.report.scores import described
from spregistry.publish.report.view import OnCore, View, coded, said
from spregistry.publish.report.wording import plain, shortened
from spregistry.publish.versions.comparability import statement
from spregistry.scoring.comparison import compare
from spregistry.scoring.scorecards import to_hundredths
from spregistry.sentence import say

#: Panels that still fit on one page.
_PANELS = 12
#: Answers listed that moved most.
_MOVED = 20
_POINTS = 3
#: Rows of the table of scores that are shown.
_ROWS = 200


def hundredths(line: Line) -> int | None:
    """Return the change of a line in whole hundredths; None where there is none to tell."""
    return None if line.change is None else round(line.change * 100)


def series(view: View) -> list[Scorecard]:
    """Return all comparable scorecards, oldest first, the report's own last."""
    return [*view.subject.earlier, view.scorecard]


def board_changes(view: View) -> Points:
    """Return what a board should know has changed: the whole, then what moved most."""
    words = view.words
    title = words(say("What changed"))
    if not view.subject.earlier and view.subject.on_core:
        return _board_core(view, title)
    if not view.subject.earlier:
        apart = say("Earlier submissions answer other wording; their scores are not compared.")
        return Points(title, (), words(apart) if view.subject.apart else words(say("No earlier submission was given to compare with.")))
    lines = compare(series(view))
    parts = {group.id for group in view.parts}
    moved = sorted((line for line in lines if line.group in parts and hundredths(line)), key=lambda line: -abs(hundredths(line) or 0))
    points = []
    if view.scorecard.overall is not None and hundredths(lines[0]) is not None:
        points.append(Point("", Said(words(say("Overall"))), words.signed(hundredths(lines[0]) or 0)))
    for line in moved[: _POINTS - len(points)]:
        assert line.group is not None
        text = Said(shortened(view.group_title(line.group), 110), "standard")
        points.append(Point(line.code, text, words.signed(hundredths(line) or 0)))
    since = words(say("Since {date}", date=_label(view, view.subject.earlier[0])))
    return Points(title, tuple(points), words(say("No score changed, or none is finished on both sides.")), since)


def changes(view: View) -> Section | None:
    """Return the comparison with earlier submissions; None where there are none."""
    if not (view.subject.earlier or view.subject.apart or view.subject.on_core):
        return None
    blocks: list[Block] = [*_notices(view)]
    if view.subject.earlier:
        lines = compare(series(view))
        panels = _panels(view, lines)
        blocks += [panels] if panels else []
        blocks.append(_table(view, lines))
        moved = _moved_table(view)
        blocks += [moved] if moved else []
    blocks += [block for one in view.subject.on_core for block in _core(view, one)]
    return Section("changes", view.words(say("What changed")), tuple(blocks))


def _notices(view: View) -> Iterator[Block]:
    words = view.words
    names = {view.organisation} | {_organisation(card) or view.organisation for card in view.subject.earlier}
    names |= {one.name for one in view.subject.apart if one.name} | {_organisation(one.earlier) for one in view.subject.on_core} - {""}
    if len(names) > 1:
        note = say(
            "These are different institutions: {names}. A difference between them is no development.", names=words.listed(sorted(names))
        )
        yield Paragraph((Said(words(note), "submission"),), notice=True)
    if view.subject.apart:
        yield Paragraph((Said(words(say("Not compared, because the questions or their weights differ:"))),))
        yield Items(
            tuple(
                (Said(words.date(one.period_end)), Said(words(say("answers {framework}", framework=one.framework))))
                for one in view.subject.apart
            )
        )
    unfinished = [card for card in series(view) if card.overall is not None and card.overall.score != card.overall.potential]
    if unfinished and view.subject.earlier:
        yield Paragraph((Said(words(say("Where a submission is unfinished its range is shown, and no change is computed from it."))),))


def _organisation(scorecard: Scorecard) -> str:
    return plain((scorecard.submission.get("organisation") or {}).get("name") or "")


def _label(view: View, scorecard: Scorecard) -> str:
    end = (scorecard.submission.get("period") or {}).get("end")
    return view.words.date(end) if end else view.words(say("no period"))


_STANDING = {"self": say("self-assessment"), "accompanied": say("accompanied"), "verified": say("verified")}


def _standing(view: View, scorecard: Scorecard) -> str:
    """Return how far a submission can be relied on: its assurance, or that it is a draft."""
    submission = scorecard.submission
    level = (submission.get("assurance") or {}).get("level", "self")
    return view.words(_STANDING.get(level, _STANDING["self"]) if submission.get("status") == "final" else say("draft"))


def _table(view: View, lines: Sequence[Line]) -> Table:
    words, cards = view.words, series(view)
    columns = [Column(words(say("Code")), width=2), Column(words(say("Title")), width=8)]
    columns += [Column(f"{_label(view, card)} ({_standing(view, card)})", figure=True, width=3) for card in cards]
    columns.append(Column(words(say("Change")), figure=True, width=2))
    rows = []
    for line in lines:
        depth = view.depths[line.group] if line.group else 0
        if depth > 2 or (line.group is None and view.scorecard.overall is None):  # noqa: PLR2004  # levels that the tables show
            continue
        title = said(view.group_title(line.group), "standard") if line.group else said(words(say("Overall")))
        measured = [view.measured(measures) for measures in line.measures]
        rows.append(Row((coded(line.code), title, *measured, view.changed(hundredths(line))), level=depth, strong=depth <= 1))
    caption = words(say("Scores over time; the change is from the first to the last"))
    listed, left_out = view.cut(rows, _ROWS)
    return Table(caption, tuple(columns), tuple(listed), head=1, left_out=left_out)


def _board_core(view: View, title: str) -> Points:
    """Return how the whole changed on what the latest earlier version and this one have in common."""
    words, one = view.words, view.subject.on_core[-1]
    whole = compare([one.earlier, one.now])[0]
    told = hundredths(whole) if one.now.overall is not None else None
    found = one.comparability
    # How much the number rests on belongs to the number: a change on one indicator of many says little about the whole.
    asked = [id_ for id_ in (*found.core, *found.outside) if id_ in view.scorecard.scored.indicators]
    rests_on = {"count": len(one.now.scored.indicators), "total": len(asked)}
    text = Said(words(say("Overall, on what both versions ask and score alike: {count} of {total} indicators", **rests_on)))
    points = (Point("", text, words.signed(told)),) if told is not None else ()
    since = words(say("Since {date}", date=_label(view, one.earlier)))
    return Points(title, points, words(say("No score changed, or none is finished on both sides.")), since)


def _core(view: View, one: OnCore) -> Iterator[Block]:
    """Yield what is comparable with a submission to another version, and the scores on that."""
    words, found, cards = view.words, one.comparability, (one.earlier, one.now)
    for sentence in statement(found):
        yield Paragraph((Said(words(sentence)),))
    scored = one.now.scored
    yield Paragraph((Said(words(say("Compared on: {codes}", codes=", ".join(scored.indicators[id_].code for id_ in scored.indicators)))),))
    columns = [Column(words(say("Code")), width=2), Column(words(say("Title")), width=8)]
    columns += [Column(f"{_label(view, card)} ({_standing(view, card)})", figure=True, width=3) for card in cards]
    columns.append(Column(words(say("Change")), figure=True, width=2))
    rows = []
    for line in compare(cards):
        depth = len(scored.groups[line.group]) if line.group else 0
        if depth > 2 or (line.group is None and one.now.overall is None):  # noqa: PLR2004  # levels that the tables show
            continue
        title = said(line.title, "standard") if line.group else said(words(say("Overall")))
        measured = [view.measured(measures) for measures in line.measures]
        rows.append(Row((coded(line.code), title, *measured, view.changed(hundredths(line))), level=depth, strong=depth <= 1))
    listed, left_out = view.cut(rows, _ROWS)
    caption = words(say("Scores on the common core of {before} and {after}", before=found.before, after=found.after))
    yield Table(caption, tuple(columns), tuple(listed), head=1, left_out=left_out)


def _panels(view: View, lines: Sequence[Line]) -> Picture | None:
    words, cards = view.words, series(view)
    tops = {group.id for group in view.tops}
    shown = [line for line in lines if line.group in tops or (line.group is None and view.scorecard.overall is not None)][:_PANELS]
    if not shown:
        return None
    names = [view.labelled(line.code, view.group_title(line.group)) if line.group else words(say("Overall")) for line in shown]
    drawn = tuple(
        Series(
            name,
            tuple(measures.score if measures else None for measures in line.measures),
            tuple(measures.potential if measures else None for measures in line.measures),
        )
        for name, line in zip(names, shown, strict=True)
    )
    title = words(say("Scores over time"))
    labels = tuple(_label(view, card) for card in cards)
    rows = tuple(
        Row((said(name, "standard"), *(view.measured(measures) for measures in line.measures)))
        for name, line in zip(names, shown, strict=True)
    )
    columns = (Column(words(say("Subject")), width=4), *(Column(label, figure=True) for label in labels))
    shown_values = tuple(tuple(words.range(measures) for measures in line.measures) for line in shown)
    return Picture(
        kind="years",
        name=f"{view.name}-years",
        title=title,
        alt=described(view, title, ((name, " → ".join(values)) for name, values in zip(names, shown_values, strict=True))),
        labels=labels,
        series=drawn,
        table=Table(title, columns, rows),
        shown=shown_values,
        rtl=words.direction == "rtl",
    )


def _moved_table(view: View) -> Table | None:
    """Return the answers that earn more or fewer points than in the latest earlier submission, those that moved most first."""
    words, previous = view.words, view.subject.earlier[-1]
    before = {found.id: found for found in previous.explanation.indicators}
    moved = []
    for found in view.indicators.values():
        earned = _step(before.get(found.id), found)
        if earned:
            moved.append((earned, found))
    if not moved:
        return None
    moved.sort(key=lambda pair: -abs(pair[0]))
    columns = (
        Column(words(say("Code")), width=2),
        Column(words(say("Title")), width=7),
        Column(words(say("Before")), width=3),
        Column(words(say("Now")), width=3),
        Column(words(say("Direction")), width=2),
    )
    rows = []
    listed, left_out = view.cut(moved, _MOVED)
    for earned, found in listed:
        sign = say("better") if earned > 0 else say("worse")
        then = view.now(before[found.id])
        rows.append(Row((coded(found.code), view.element(found.id), said(then), said(view.now(found)), said(words(sign)))))
    caption = say("Answers that moved most since {date}", date=_label(view, previous))
    return Table(words(caption), columns, tuple(rows), head=1, left_out=left_out)


def _step(before: IndicatorScore | None, now: IndicatorScore) -> int:
    """Return by how many ten-thousandths of a point an answer moved; 0 where it did not, or is not answered on both sides."""
    if before is None or State.ANSWERED is not before.state or now.state is not State.ANSWERED:
        return 0
    if before.points is None or now.points is None:
        return 0
    return to_hundredths(now.points * 100) - to_hundredths(before.points * 100)
