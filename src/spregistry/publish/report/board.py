"""The page for the board: what this is not, the number, the picture, strengths, gaps, and what changed."""

from collections.abc import Iterator

from spregistry.check.notices import OUT_OF_USE, to_confirm
from spregistry.model.scorecard import GroupScore, IndicatorScore, Measures
from spregistry.model.state import State
from spregistry.publish.report import scores
from spregistry.publish.report.blocks import Board, Headline, KeyFigure, Picture, Point, Points, Said
from spregistry.publish.report.changes import board_changes
from spregistry.publish.report.view import View
from spregistry.publish.report.wording import DASH, plain, shortened
from spregistry.sentence import Sentence, Several, say

#: How many points a board is given under each heading.
POINTS = 3
#: Longest text of a point; the sections behind the page have it whole.
_LINE = 110
#: Most bars that leave room for the rest of the page.
_BARS = 10


def board(view: View) -> Board:
    """Return the page for the board."""
    return Board(
        caution=tuple(_caution(view)),
        organisation=Said(shortened(view.organisation, 120), "submission"),
        about=tuple(_about(view)),
        headline=_headline(view),
        key_figures=tuple(_key_figures(view)),
        picture=_picture(view),
        strengths=_strengths(view),
        gaps=_gaps(view),
        changes=board_changes(view),
        stamp=_stamp(view),
    )


_NOT = say("It is neither an audit nor a certification.")

_ASSURANCE: dict[object, Sentence] = {
    "self": say("This report shows a self-assessment: the institution’s own answers, which nobody else has checked."),
    "accompanied": say("This report shows an accompanied self-assessment: the institution’s own answers, given with a trained outsider."),
    "verified": say("This report shows answers that an assessor has verified."),
}


def _caution(view: View) -> Iterator[Said]:
    assurance = view.part("assurance")
    yield Said(f"{view.words(_ASSURANCE.get(assurance.get('level', 'self'), _ASSURANCE['self']))} {view.words(_NOT)}")
    if assurance.get("level") in ("accompanied", "verified"):
        who = [plain(assurance[key]) for key in ("assessor", "organisation") if assurance.get(key)]
        days = sorted(str(day) for day in assurance.get("dates") or ())
        when = [view.words.date(day) for day in dict.fromkeys((days[0], days[-1]))] if days else []
        yield Said(shortened(" · ".join([*who, " – ".join(when)] if when else who), 200), "submission")
    if not view.final:
        yield Said(view.words(say("It is a draft: answers may still change.")))
    waiting, _ = to_confirm(view.data, view.source)
    if waiting:
        number = view.words.number(len(waiting))
        yield Said(view.words(say("Answers carried from an earlier submission that nobody confirmed yet: {number}.", number=number)))
    for finding in view.subject.findings:
        if finding.code in OUT_OF_USE:
            yield Said(shortened(view.words(finding.message), 300))
            yield Said(view.words(finding.hint))


def _about(view: View) -> Iterator[Said]:
    organisation, period = view.part("organisation"), view.part("period")
    where = [view.words.country(str(organisation["country"]))] if organisation.get("country") else []
    if organisation.get("region"):
        where.insert(0, shortened(plain(organisation["region"]), 60))
    if where:
        yield Said(view.words(Several(where)), "submission")
    if period:
        start, end = (view.words.date(period.get(key)) for key in ("start", "end"))
        yield Said(view.words(say("{start} to {end}", start=start, end=end)))
    yield Said(view.words(say("Final") if view.final else say("Draft")))
    yield Said(f"{shortened(view.shown.title, 120)}, {view.source.reference}", "standard")


def _headline(view: View) -> Headline:
    words, measures = view.words, view.scorecard.overall
    title = words(say("Overall score, of 100"))
    if measures is None:
        sentence = words(say("This standard publishes no total: one number would mislead."))
        return Headline(words(say("No total")), DASH, None, (sentence,), None, None, (), sentence)
    if measures.score is None or measures.potential is None:
        sentence = words(say("Nothing has been scored yet."))
        return Headline(title, DASH, None, (sentence,), None, None, scores.marks(view), sentence)
    unfinished = measures.score != measures.potential
    band = view.band(measures)
    return Headline(
        title=title,
        shown=words.range(measures),
        band=Said(band, "standard") if band else None,
        sentences=tuple(_sentences(view, measures)),
        low=measures.score,
        high=measures.potential,
        marks=scores.marks(view),
        alt=words(say("A scale from 0 to 100 with the overall score at {score}.", score=words.range(measures))),
        unfinished=unfinished,
    )


def _sentences(view: View, measures: Measures) -> Iterator[str]:
    words = view.words
    if measures.score != measures.potential:
        yield words(
            say(
                "Between {low} and {high}, with {share} answered: what is missing counts 0 below and full above.",
                low=words.score(measures.score),
                high=words.score(measures.potential),
                share=words.share(measures.coverage),
            )
        )
        if not measures.band and view.shown.definition.bands:
            yield words(say("No band is named until both ends fall into the same one."))
    if measures.not_applicable and measures.na_as_zero != measures.score:
        zero = words.score(measures.na_as_zero)
        yield words(say("Had every “not applicable” counted 0, the score would be {score}.", score=zero))


def _key_figures(view: View) -> Iterator[KeyFigure]:
    words, measures = view.words, view.scorecard.overall
    if measures is None:
        states = [found.state for found in view.indicators.values() if found.scored]
        answered, missing, away = (states.count(state) for state in (State.ANSWERED, State.MISSING, State.NOT_APPLICABLE))
    else:
        answered, missing, away = measures.answered, measures.missing, measures.not_applicable
    all_ = words.number(answered + missing)
    yield KeyFigure(words(say("Answered")), words(say("{answered} of {all}", answered=words.number(answered), all=all_)))
    if measures is not None:
        yield KeyFigure(words(say("Documented score")), words.score(measures.documented))
        yield KeyFigure(words(say("Answers with evidence")), words.share(measures.evidence_coverage))
    yield KeyFigure(words(say("Not applicable")), words.number(away))


def _picture(view: View) -> Picture | None:
    if len(view.tops) < 2:  # noqa: PLR2004  # one bar alone compares nothing
        return None
    title = view.words(say("Scores by subject"))
    return scores.bars(view, view.tops[:_BARS], "board", title)


def strengths(view: View) -> list[GroupScore]:
    """Return the parts that are strengths, the highest first: finished ones, not below the whole, and above nothing."""
    overall = view.scorecard.overall
    floor = (overall.score or 0.0) if overall else 0.0
    finished = [group for group in view.parts if group.measures.score and group.measures.score == group.measures.potential]
    return sorted((group for group in finished if (group.measures.score or 0.0) >= floor), key=lambda group: -(group.measures.score or 0.0))


def _strengths(view: View) -> Points:
    words = view.words
    points = [
        Point(group.code, Said(shortened(view.group_title(group.id), _LINE), "standard"), words.score(group.measures.score))
        for group in strengths(view)[:POINTS]
    ]
    none = words(say("No part has been answered in full, and scores more than nothing, yet."))
    return Points(words(say("Strengths")), tuple(points), none, words(say("What scores highest, of 100")))


def gaps(view: View) -> list[IndicatorScore]:
    """Return the answered indicators that could earn more: by what they would add to the whole, else by the points they lack."""
    found = [one for one in view.indicators.values() if one.scored and one.state is State.ANSWERED and (one.best or 0) > (one.points or 0)]
    return sorted(found, key=lambda one: (-(one.gain or 0.0), (one.points or 0.0) - (one.best or 0.0)))


def _gaps(view: View) -> Points:
    words = view.words
    found = gaps(view)
    points = []
    for one in found[:POINTS]:
        gain = "" if one.gain is None else words.signed(round(one.gain * 100))
        now = words(say("Now: {answer}", answer=shortened(view.now(one), 60)))
        points.append(Point(one.code, Said(shortened(view.title(one.id), _LINE), "standard"), gain, Said(now)))
    answered = any(one.state is State.ANSWERED for one in view.indicators.values())
    otherwise = say("Every answer earns all it can.") if answered else say("Nothing has been answered yet.")
    about = say("What closing each would add to the score") if view.scorecard.overall else say("Where most points are lacking")
    return Points(words(say("Gaps")), tuple(points), words(otherwise), words(about))


def _stamp(view: View) -> str:
    stamp = view.scorecard.stamp
    return " · ".join(filter(None, (stamp.profile, stamp.framework, stamp.engine, short(stamp.submission_digest))))


def short(digest: str) -> str:
    """Return enough of a digest to tell two apart at a glance."""
    return digest[: len("sha256:") + 12]
