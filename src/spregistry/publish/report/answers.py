"""What stands behind the score: evidence, what does not apply, an assessor's view, and the findings about the file."""

from collections.abc import Iterator, Sequence

from spregistry.finding import SEVERITIES, Finding, Severity
from spregistry.model.scorecard import GroupScore, IndicatorScore
from spregistry.model.state import State
from spregistry.publish.report.blocks import Block, Cell, Column, Paragraph, Row, Said, Section, Table
from spregistry.publish.report.view import View, coded, said, written
from spregistry.publish.report.wording import DASH, plain
from spregistry.sentence import Sentence, say

#: Rows of a list that a reader can still take in; a spreadsheet gets more.
_SHOWN = 50
#: Rows of the list of what does not apply, which is to be read whole.
_ROWS = 200


def evidence(view: View) -> Section:
    """Return how well answers with points are evidenced, and those that name none."""
    words, overall = view.words, view.scorecard.overall
    blocks: list[Block] = []
    if overall is not None and overall.evidence_coverage is not None:
        said_ = say(
            "Of the answers with points, {share} name evidence. If only these counted, the score would be {documented} instead of {score}.",
            share=words.share(overall.evidence_coverage),
            documented=words.score(overall.documented),
            score=words.score(overall.score),
        )
        blocks.append(Paragraph((Said(words(said_)),)))
    if view.tops:
        blocks.append(_coverage(view))
    without = [one for one in view.indicators.values() if one.state is State.ANSWERED and one.points and not one.evidence]
    if without:
        blocks.append(_without(view, *view.cut(without, _SHOWN)))
    if not blocks:
        blocks.append(Paragraph((Said(words(say("No answer has points yet."))),)))
    return Section("evidence", words(say("Evidence")), tuple(blocks))


def _coverage(view: View) -> Table:
    words = view.words
    columns = (
        Column(words(say("Code")), width=2),
        Column(words(say("Title")), width=8),
        Column(words(say("Score")), figure=True, width=3),
        Column(words(say("Documented")), figure=True, width=3),
        Column(words(say("Answers with evidence")), figure=True, width=3),
    )
    listed, left_out = view.cut(view.tops, _SHOWN)
    rows = tuple(_coverage_row(view, group) for group in listed)
    return Table(words(say("Evidence by subject")), columns, rows, head=1, left_out=left_out)


def _coverage_row(view: View, group: GroupScore) -> Row:
    measures = group.measures
    title = said(view.group_title(group.id), "standard")
    shares = view.shared(measures.evidence_coverage)
    return Row((coded(group.code), title, view.measured(measures), view.scored(measures.documented), shares))


def _without(view: View, found: Sequence[IndicatorScore], left_out: str) -> Table:
    words = view.words
    columns = (
        Column(words(say("Code")), width=2),
        Column(words(say("Title")), width=7),
        Column(words(say("Answer")), width=3),
        Column(words(say("Why there is no evidence")), width=6),
    )
    rows = tuple(
        Row((coded(one.code), view.element(one.id), said(view.now(one)), written(view.answer(one.id).get("no_evidence")))) for one in found
    )
    return Table(words(say("Answers with points that name no evidence")), columns, rows, head=1, left_out=left_out)


def not_applicable(view: View) -> Section:
    """Return what is said not to apply, with the reasons, and what was not asked."""
    words = view.words
    found = [one for one in view.indicators.values() if one.state is State.NOT_APPLICABLE]
    blocks: list[Block] = []
    overall = view.scorecard.overall
    if found:
        columns = (
            Column(words(say("Code")), width=2),
            Column(words(say("Title")), width=7),
            Column(words(say("Reason")), width=6),
            Column(words(say("Remark")), width=5),
        )
        listed, left_out = view.cut(found, _ROWS)
        rows = [Row((coded(one.code), view.element(one.id), _reason(view, one.id), _remark(view, one.id))) for one in listed]
        blocks.append(Table(words(say("Not applicable, with the reason given")), columns, tuple(rows), head=1, left_out=left_out))
        if overall is not None and overall.score is not None:
            zero = say("Had every “not applicable” counted 0, the score would be {score}.", score=words.score(overall.na_as_zero))
            blocks.append(Paragraph((Said(words(zero)),)))
    else:
        blocks.append(Paragraph((Said(words(say("No question is said not to apply."))),)))
    blocks += [Paragraph((Said(words(sentence)),)) for sentence in _away(view)]
    return Section("not-applicable", words(say("What does not apply")), tuple(blocks))


def _away(view: View) -> Iterator[Sentence]:
    """Say what else is left out, and how much of it."""
    states = [one.state for one in view.indicators.values()]
    not_asked, not_due, undefined = (states.count(state) for state in (State.NOT_ASKED, State.NOT_YET_DUE, State.UNDEFINED))
    if not_asked:
        yield say("Not asked of this institution, by its facts: {number}.", number=view.words.number(not_asked))
    if not_due:
        yield say("Not yet due in this period: {number}.", number=view.words.number(not_due))
    if undefined:
        yield say("Left out because their denominator is zero: {number}.", number=view.words.number(undefined))


def _reason(view: View, id_: str) -> Cell:
    reason, voice = view.justification(id_)
    return said(reason, voice)


def _remark(view: View, id_: str) -> Cell:
    answer = view.answer(id_)
    evidence_ = [plain(line) for line in answer.get("evidence") or ()]
    lines = [plain(answer["comment"])] if answer.get("comment") else []
    lines += evidence_
    return Cell(tuple(Said(line, "submission") for line in lines) or (Said(DASH),))


def review(view: View) -> Section | None:
    """Return where an assessor's view differs from the institution's answer; None where there is no review."""
    words = view.words
    reviewed = [id_ for id_ in view.source.indicators if isinstance(view.answer(id_).get("review"), dict)]
    if not reviewed:
        return None
    judged = [id_ for id_ in reviewed if "value" in view.answer(id_)["review"]]
    differing = [id_ for id_ in judged if _own(view, id_) != view.answer(id_)["review"]["value"]]
    remarked = [id_ for id_ in reviewed if id_ not in differing and view.answer(id_)["review"].get("comment")]
    counts = say(
        "Answers that an assessor looked at: {reviewed}. Of these with another view: {differing}. An assessor’s view is shown beside the"
        " institution’s answer, and not scored.",
        reviewed=words.number(len(reviewed)),
        differing=words.number(len(differing)),
    )
    columns = (
        Column(words(say("Code")), width=2),
        Column(words(say("Title")), width=6),
        Column(words(say("The institution’s answer")), width=3),
        Column(words(say("The assessor’s view")), width=3),
        Column(words(say("Remark")), width=6),
    )
    blocks: list[Block] = [Paragraph((Said(words(counts)),))]
    if differing:
        rows = tuple(_review_row(view, id_) for id_ in differing)
        blocks.append(Table(words(say("Where the views differ")), columns, rows, head=1))
    if remarked:
        rows = tuple(_review_row(view, id_) for id_ in remarked)
        blocks.append(Table(words(say("Where the assessor has a remark")), columns, rows, head=1))
    return Section("review", words(say("The assessor’s review")), tuple(blocks))


def _own(view: View, id_: str) -> object:
    """Return what the institution answers; of a ratio, which is computed, its figure."""
    return view.answer(id_).get("value", view.indicators[id_].value)


def _review_row(view: View, id_: str) -> Row:
    other = view.answer(id_)["review"]
    theirs = said(view.value(view.source.indicators[id_], other["value"])) if "value" in other else said(DASH)
    who = " · ".join(filter(None, (plain(other.get("by") or ""), view.words.date(other["on"]) if other.get("on") else "")))
    small = [Said(who, "submission")] if who else []
    remark = written(other.get("comment"), *small)
    return Row((coded(view.code(id_)), view.element(id_), said(view.now(view.indicators[id_])), theirs, remark))


_GRAVITY: dict[Severity, Sentence] = {"error": say("Error"), "warning": say("Warning"), "note": say("Note")}


def findings(view: View) -> Section:
    """Return what validation found: contradictions between facts, gaps of a final submission, and the like, gravest first."""
    words = view.words
    found = sorted(view.subject.findings, key=lambda finding: SEVERITIES.index(finding.severity))
    title = words(say("Quality of the file"))
    if not found:
        return Section("findings", title, (Paragraph((Said(words(say("Nothing was found wrong with the submission."))),)),))
    columns = (
        Column(words(say("Severity")), width=2),
        Column(words(say("What it is about")), width=5),
        Column(words(say("What was found")), width=8),
        Column(words(say("What to do")), width=6),
    )
    listed, left_out = view.cut(found, _SHOWN)
    rows = tuple(_finding_rows(view, listed))
    counts = [
        Said(words(say("{severity}: {number}.", severity=words(_GRAVITY[severity]), number=words.number(number))))
        for severity in SEVERITIES
        if (number := sum(finding.severity == severity for finding in found))
    ]
    table = Table(words(say("What validation found, gravest first")), columns, rows, left_out=left_out)
    return Section("findings", title, (Paragraph(tuple(counts)), table))


def _finding_rows(view: View, found: Sequence[Finding]) -> Iterator[Row]:
    for finding in found:
        about = _element(view, finding)
        message, hint = (plain(view.words(text)) for text in (finding.message, finding.hint))
        yield Row((said(view.words(_GRAVITY[finding.severity])), about, said(message, "submission"), said(hint or DASH)))


def _element(view: View, finding: Finding) -> Cell:
    element = finding.element or ""
    if element in view.shown.indicators:
        return said(view.title(element), "standard", Said(view.code(element)))
    if element in view.shown.facts:
        return said(view.shown.facts[element].title, "standard")
    return written(" ".join(filter(None, (finding.element_code, finding.element_title or element))))
