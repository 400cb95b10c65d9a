"""Scores in tables and pictures: dimensions, standards, awards and caps."""

from collections.abc import Iterable, Iterator, Sequence

from spregistry.model.scorecard import CapBite, GroupScore, MinimumOutcome
from spregistry.publish.report.blocks import Block, Cell, Column, Mark, Paragraph, Picture, Row, Said, Section, Series, Table
from spregistry.publish.report.view import View, coded, said
from spregistry.publish.report.wording import shortened
from spregistry.sentence import say

#: A picture with more bars than this shows none of them well; the table has all.
BARS = 40
#: Corners of a radar that can still be told apart.
_CORNERS = range(3, 13)
#: Levels of the tree that the tables show.
_DEPTH = 2
#: Rows of the table of scores that are shown.
_ROWS = 200


def pictures(view: View) -> Section | None:
    """Return the scores as pictures; None where there is nothing to draw."""
    blocks: list[Block] = []
    # Where something is open a radar would show it as bad; bars show the range.
    if len(view.tops) in _CORNERS and all(group.measures.score == group.measures.potential for group in view.tops):
        blocks.append(radar(view))
    if view.parts and view.parts != view.tops:
        blocks.append(bars(view, view.parts[:BARS], "parts", view.words(say("Scores in detail"))))
    return Section("pictures", view.words(say("The scores in pictures")), tuple(blocks)) if blocks else None


def radar(view: View) -> Picture:
    """Return the uppermost groups as a radar."""
    drawn = bars(view, view.tops, "radar", view.words(say("The profile of scores")))
    return Picture(**{**{name: getattr(drawn, name) for name in Picture.__slots__}, "kind": "radar"})


def bars(view: View, groups: Sequence[GroupScore], name: str, title: str) -> Picture:
    """Return groups as bars, with last year's scores as marks where they can be compared."""
    words = view.words
    columns = [Column(words(say("Subject")), width=4), Column(words(say("Score")), figure=True)]
    series = [_series(words(say("Now")), groups)]
    previous = _previous(view, groups)
    if previous is not None:
        series.append(previous)
        columns.append(Column(previous.name, figure=True))
    labels = tuple(view.labelled(group.code, view.group_title(group.id)) for group in groups)
    shown = tuple(words.range(group.measures) for group in groups)
    rows = []
    for at, group in enumerate(groups):
        cells = [said(labels[at], "standard"), view.measured(group.measures, bar=True)]
        if previous is not None:
            cells.append(view.scored(previous.low[at]))
        rows.append(Row(tuple(cells)))
    return Picture(
        kind="bars",
        name=f"{view.name}-{name}",
        title=title,
        alt=described(view, title, zip(labels, shown, strict=True)),
        labels=labels,
        series=tuple(series),
        table=Table(title, tuple(columns), tuple(rows)),
        marks=marks(view),
        key=(words(say("Score")), words(say("Still open: not answered yet"))),
        shown=(shown,),
        rtl=words.direction == "rtl",
    )


def _series(name: str, groups: Sequence[GroupScore]) -> Series:
    return Series(name, tuple(group.measures.score for group in groups), tuple(group.measures.potential for group in groups))


def _previous(view: View, groups: Sequence[GroupScore]) -> Series | None:
    """Return the scores of the latest earlier submission; one that was unfinished is not drawn as if it were known."""
    if not view.subject.earlier:
        return None
    before = view.subject.earlier[-1]
    scores = {group.id: group.measures.score for group in before.groups if group.measures.score == group.measures.potential}
    found = tuple(scores.get(group.id) for group in groups)
    end = view.words.date((before.submission.get("period") or {}).get("end"))
    return Series(end, found, found) if any(score is not None for score in found) else None


def marks(view: View) -> tuple[Mark, ...]:
    """Return where the bands begin, with their names."""
    return tuple(Mark(band.from_, band.label or band.id) for band in view.shown.definition.bands or ())


def described(view: View, title: str, values: Iterable[tuple[str, str]]) -> str:
    """Return a picture in words: its title and every number in it, so that nobody needs to see it."""
    numbers = view.words.listed(view.words(say("{label}: {value}", label=shortened(label, 80), value=value)) for label, value in values)
    return view.words(say("{title}. {numbers}", title=title, numbers=numbers))


def detail(view: View) -> Section:
    """Return the table of groups with all their measures."""
    words = view.words
    groups = [group for group in view.scorecard.groups if view.depths[group.id] <= _DEPTH]
    columns = (
        Column(words(say("Code")), width=2),
        Column(words(say("Title")), width=9),
        Column(words(say("Score")), figure=True, width=5),
        Column(words(say("Band")), width=4),
        Column(words(say("Documented")), figure=True, width=3),
        Column(words(say("Answered")), figure=True, width=3),
        Column(words(say("Evidence")), figure=True, width=3),
        Column(words(say("Not applicable")), figure=True, width=3),
    )
    listed, left_out = view.cut(groups, _ROWS)
    rows = [_measures_row(view, group) for group in listed]
    if view.scorecard.overall is not None:
        rows.insert(0, _overall_row(view))
    table = Table(words(say("Scores, from 0 to 100")), columns, tuple(rows), head=1, left_out=left_out)
    note = say(
        "Documented: the score if only points with evidence counted. Answered: share of the questions that count. Evidence: share of"
        " the answers with points that name evidence. Not applicable: number of questions, which are left out of the score."
    )
    return Section("scores", words(say("All scores")), (table, Paragraph((Said(words(note)),))))


def _overall_row(view: View) -> Row:
    measures = view.scorecard.overall
    assert measures is not None
    return Row(
        (
            coded(""),
            said(view.words(say("Overall"))),
            view.measured(measures, bar=True, strong=True),
            said(view.band(measures), "standard"),
            view.scored(measures.documented),
            view.shared(measures.coverage),
            view.shared(measures.evidence_coverage),
            view.counted(measures.not_applicable),
        ),
        strong=True,
    )


def _measures_row(view: View, group: GroupScore) -> Row:
    measures = group.measures
    return Row(
        (
            coded(group.code),
            said(view.group_title(group.id), "standard"),
            view.measured(measures, bar=True),
            said(view.band(measures), "standard"),
            view.scored(measures.documented),
            view.shared(measures.coverage),
            view.shared(measures.evidence_coverage),
            view.counted(measures.not_applicable),
        ),
        level=view.depths[group.id],
        strong=view.depths[group.id] == 1,
    )


def caps(view: View) -> Section | None:
    """Return the caps that hold a score down, and those a profile could not keep; None where there are none."""
    words = view.words
    rows = tuple(_cap_rows(view))
    columns = (
        Column(words(say("Where")), width=4),
        Column(words(say("Held to")), figure=True),
        Column(words(say("Instead of")), figure=True),
        Column(words(say("Because of")), width=4),
        Column(words(say("Why")), width=6),
    )
    blocks: list[Block] = []
    if rows:
        blocks.append(Paragraph((Said(words(say("Some practices are so important that nothing else can make up for their lack."))),)))
        blocks.append(Table(words(say("Caps that bite")), columns, rows))
    base = view.scorecard.framework
    for dropped in view.scorecard.dropped_caps:
        title = base.indicators[dropped.indicator].title if dropped.indicator in base.indicators else dropped.indicator
        note = say("A cap of the base by “{indicator}” is not part of this profile.", indicator=title)
        blocks.append(Paragraph((Said(words(note)),)))
    return Section("caps", words(say("Caps")), tuple(blocks)) if blocks else None


def _cap_rows(view: View) -> Iterator[Row]:
    for id_, calculation in view.scorecard.explanation.calculations.items():
        for cap in calculation.caps:
            # A cap above what the children give anyway holds nothing down.
            if calculation.uncapped is None or cap.to >= calculation.uncapped:
                continue
            where = said(view.group_title(id_), "standard") if id_ else said(view.words(say("Overall")))
            because = said(view.title(cap.indicator), "standard", Said(view.code(cap.indicator)))
            yield Row((where, view.scored(cap.to), view.scored(calculation.uncapped), because, _reason(view, id_, cap)))


def _reason(view: View, id_: str | None, cap: CapBite) -> Cell:
    shown = view.shown.groups[id_][-1].caps if id_ else view.shown.root_caps
    reason = next((one.reason for one in shown or () if one.indicator == cap.indicator), cap.reason)
    small = [Said(view.words(say("As long as it is not answered.")))] if cap.bites == "score" else []
    return said(reason, "standard", *small)


def awards(view: View) -> Section | None:
    """Return which awards are held, and what each minimum still lacks; None where the standard has none."""
    words = view.words
    if not view.scorecard.awards:
        return None
    columns = (
        Column(words(say("Award")), width=4),
        Column(words(say("Minimum of")), width=6),
        Column(words(say("Needed")), figure=True),
        Column(words(say("Score")), figure=True),
        Column(words(say("Result")), width=3),
    )
    rows = []
    titles = {award.id: award.title for award in view.shown.definition.awards or ()}
    for award in view.scorecard.awards:
        result = words(say("Reached") if award.held else say("Not reached"))
        rows.append(Row((said(titles.get(award.id, award.title), "standard"), said(""), coded(""), coded(""), said(result)), strong=True))
        rows += [_minimum(view, minimum) for minimum in award.minimums]
    note = say("An award is held where all its minimums are reached; nothing offsets one that is not. No award here is a certificate.")
    blocks = (Table(words(say("Awards")), columns, tuple(rows)), Paragraph((Said(words(note)),)))
    return Section("awards", words(say("Awards")), blocks)


_OUTCOMES = {"reached": say("Reached"), "not reached": say("Not reached"), "skipped": say("Left out: nothing is scored there")}


def _minimum(view: View, minimum: MinimumOutcome) -> Row:
    return Row(
        (
            said(""),
            said(view.group_title(minimum.group), "standard"),
            view.scored(minimum.needed),
            view.scored(minimum.score),
            said(view.words(_OUTCOMES[minimum.outcome])),
        ),
        level=1,
    )
