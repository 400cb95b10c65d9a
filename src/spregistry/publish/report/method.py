"""How the number came about, in words, and exactly what was scored."""

from collections.abc import Iterator

from spregistry.publish.report.blocks import Block, Cell, Column, Items, Paragraph, Row, Said, Section, Table
from spregistry.publish.report.view import View, coded, said, written
from spregistry.sentence import Sentence, say


def method(view: View) -> Section:
    """Return the method in words, with the bands."""
    words = view.words
    blocks: list[Block] = []
    if view.shown.definition.notice:
        blocks.append(Paragraph((Said(view.shown.definition.notice, "standard"),)))
    blocks.append(Items(tuple((Said(words(sentence)),) for sentence in _sentences(view))))
    bands = view.shown.definition.bands or ()
    if bands:
        columns = (Column(words(say("Band")), width=4), Column(words(say("From score")), figure=True, width=2))
        rows = tuple(Row((said(band.label or band.id, "standard"), view.scored(float(band.from_)))) for band in bands)
        blocks.append(Table(words(say("Bands")), columns, rows))
    return Section("method", words(say("How the score is made")), tuple(blocks))


_ROOT = {
    "mean": say("The overall score is the weighted mean of the scores of its parts."),
    "points": say("The overall score is the weighted mean of all answers, whatever part they stand in."),
    "min": say("The overall score is that of the lowest part."),
    "count": say("The overall score depends on how many parts reach a level."),
}


def _sentences(view: View) -> Iterator[Sentence]:
    aggregate = view.scorecard.explanation.calculations[None].aggregate
    yield say("Each answer earns points between 0 and 1, as the standard says beforehand. A score of 100 means all points.")
    yield _ROOT[aggregate] if view.scorecard.overall else say("This standard publishes no total: one number would mislead.")
    yield say("What does not apply, is not asked or not yet due is left out, and neither helps nor harms.")
    yield say("What is missing counts 0 in the score and full in the potential; as long as the two differ, the result is a range.")
    yield say("A cap holds a score down while a practice that nothing can make up for is lacking.")
    yield say("A ratio is computed from the reported figures, and is never typed.")
    yield say("Scores have two decimals; differences, bands and awards are decided on these.")


def stamp(view: View) -> Section:
    """Return what exactly was scored, by what, so that anybody can do it again."""
    words, found = view.words, view.scorecard.stamp
    provenance = view.data.get("provenance")
    rows = [
        (say("Standard"), found.framework),
        (say("Its digest"), found.framework_digest),
        (say("Profile"), found.profile or ""),
        (say("Its digest"), found.profile_digest or ""),
        (say("Scored by"), found.engine),
        (say("Digest of the submission"), found.submission_digest),
    ]
    shown = [Row((said(words(title)), _digest(text))) for title, text in rows if text]
    if isinstance(provenance, list):
        sources = [one for one in provenance if isinstance(one, dict)][:20]
        shown += [Row((said(words(say("Made from"))), written(one.get("source")))) for one in sources]
    columns = (Column(words(say("What")), width=2), Column(words(say("Exactly")), width=6))
    note = say("The same submission scored on the same standard by the same engine gives the same numbers, to the last digit.")
    table = Table(words(say("What was scored, by what")), columns, tuple(shown))
    return Section("stamp", words(say("Stamp")), (table, Paragraph((Said(words(note)),))))


def _digest(text: str) -> Cell:
    return coded(text)
