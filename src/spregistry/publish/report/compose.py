"""Puts a report together from scorecards, as blocks in one language."""

from collections.abc import Callable, Sequence

from spregistry.load.languages.catalogues import direction
from spregistry.model.day import as_day
from spregistry.publish.report import answers, board, changes, figures, gaps, method, scores
from spregistry.publish.report.blocks import Chapter, Report, Said, Section
from spregistry.publish.report.view import Subject, View
from spregistry.publish.report.wording import Words
from spregistry.sentence import say

#: Called with what is about to be done.
Progress = Callable[[str], None]


def compose(subjects: Sequence[Subject], words: Words, *, everything: bool = False, progress: Progress = lambda _: None) -> Report:
    """Return a report of one chapter per subject.

    Args:
        subjects: Scorecards of the same submission on its framework or on profiles of it; at least one.
        words: The language of the report.
        everything: Lists are whole, as a spreadsheet wants them; else they end where a reader would lose their way.
        progress: Is told, chapter by chapter, what is being done.
    """
    chapters = []
    for at, subject in enumerate(subjects):
        progress(words(say("Putting together {chapter}", chapter=subject.shown.framework.reference)))
        chapters.append(_chapter(View(subject, words, f"c{at + 1}", everything=everything)))
    data = subjects[0].scorecard.submission
    period = data.get("period")
    organisation = chapters[0].board.organisation.text
    shown, own = subjects[0].shown.language, str(data.get("language") or words.language)
    return Report(
        title=words(say("{organisation}: report on social performance", organisation=organisation)),
        language=words.language,
        direction=words.direction,
        standard=(shown, direction(shown)),
        submission=(own, direction(own)),
        chapters=tuple(chapters),
        contents=words(say("Contents")),
        day=_day(period.get("end") if isinstance(period, dict) else None),
        table_of=words(say("The numbers of this picture")),
    )


def _day(end: object) -> str:
    """Return a date that is in the calendar as it stands; empty for any other."""
    day = as_day(end)
    return day.isoformat() if day is not None else ""


def _chapter(view: View) -> Chapter:
    sections: list[Section | None] = [
        scores.pictures(view),
        scores.detail(view),
        changes.changes(view),
        gaps.gaps(view),
        gaps.actions(view),
        scores.caps(view),
        scores.awards(view),
        figures.dashboard(view),
        answers.evidence(view),
        answers.not_applicable(view),
        answers.review(view),
        answers.findings(view),
        method.method(view),
        method.stamp(view),
    ]
    title = Said(f"{view.shown.title} ({view.source.reference})", "standard")
    return Chapter(view.name, title, board.board(view), tuple(section for section in sections if section is not None))
