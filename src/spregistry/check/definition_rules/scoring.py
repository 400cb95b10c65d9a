"""Bands, caps, aggregates and awards do what they seem to."""

from collections.abc import Iterator

from spregistry.check.definition_rules.answers import no_rise
from spregistry.check.definition_rules.references import all_caps
from spregistry.check.definition_rules.subject import Path, Subject
from spregistry.finding import Finding
from spregistry.load.spelling import listed
from spregistry.model.definition import CountAggregate
from spregistry.sentence import Sentence, figure, say, sayable

#: A limit that limits nothing.
_FULL = 100


def bands(subject: Subject) -> Iterator[Finding]:
    """Bands begin at 0 and rise."""
    found = subject.definition.bands or ()
    if found and found[0].from_ != 0:
        said = say("the lowest band begins at {start}; scores below it would have none", start=figure(found[0].from_, "g"))
        yield subject.reporter.finding("steps-order", ["bands", 0], said)
    for at in range(1, len(found)):
        if found[at].from_ <= found[at - 1].from_:
            said = say("the band “{band}” does not begin above “{before}”", band=found[at].id, before=found[at - 1].id)
            yield subject.reporter.finding("steps-order", ["bands", at], said)


def count_tables(subject: Subject) -> Iterator[Finding]:
    """The rows of a count table rise, and so do their points: a further practice never lowers a score."""
    scoring = subject.definition.scoring
    aggregates: list[tuple[Path, object]] = [(["scoring"], scoring.aggregate if scoring else None)]
    aggregates += [(node.path, group.aggregate) for group, node in subject.groups]
    for holder, aggregate in aggregates:
        rows = aggregate.count.table if isinstance(aggregate, CountAggregate) else ()
        for at in range(1, len(rows)):
            path = [*holder, "aggregate", "count", "table", at]
            if rows[at].from_ > rows[at - 1].from_ and rows[at].points < rows[at - 1].points:
                high, low = (figure(row.points, "g") for row in (rows[at - 1], rows[at]))
                message = say("the points fall from {high} to {low}, though more children count", high=high, low=low)
                yield subject.reporter.finding("steps-order", path, message)
            if rows[at].from_ <= rows[at - 1].from_:
                yield subject.reporter.finding("steps-order", path, no_rise(rows[at].from_, rows[at - 1].from_))


def caps(subject: Subject) -> Iterator[Finding]:
    """A cap looks at a scored indicator and limits something."""
    for group, node in subject.groups:
        for at, cap in enumerate(group.caps or ()):
            position = subject.framework.positions.get(cap.indicator)
            if position is not None and group.id not in {above.id for above in position.groups}:
                code, title = position.indicator.code, position.indicator.title
                message = say("{code} “{title}” stands outside of this group, so it cannot cap it", code=code, title=title)
                yield subject.reporter.finding("useless-cap", [*node.path, "caps", at], message)
    for path, cap in all_caps(subject):
        indicator = subject.framework.indicators.get(cap.indicator)
        if indicator is not None and not subject.framework.is_scored(indicator):
            code, title = indicator.code, indicator.title
            message = say("the indicator {code} “{title}” is not scored, so the cap never bites", code=code, title=title)
            yield subject.reporter.finding("useless-cap", path, message)
        if cap.to >= _FULL:
            yield subject.reporter.finding("useless-cap", path, say("a limit of 100 limits nothing"))


def passed_over(subject: Subject) -> Iterator[Finding]:
    """Below a `points` group, aggregates, caps and weights of the groups in between have no effect on it (scoring rule 3)."""
    scoring = subject.definition.scoring
    root_takes_points = scoring is not None and scoring.aggregate == "points"
    for group, node in subject.groups:
        outer = next((above for above in reversed(node.above) if not _passes(above.aggregate)), None)
        aggregate = outer.aggregate if outer else ("points" if root_takes_points else None)
        if aggregate != "points" or isinstance(group.aggregate, CountAggregate) or group.aggregate == "min":
            continue
        without_effect = [key for key in ("aggregate", "caps", "weight") if getattr(group, key) is not None]
        if without_effect:
            above = say("{code} “{title}”", code=outer.code, title=outer.title) if outer else say("the overall score")
            said = sayable("{keys} of this group do not count for {above}, which takes points from the indicators")
            message = Sentence(said, {"keys": listed(without_effect, last="and"), "above": above})
            yield subject.reporter.finding("ignored-rule", node.path, message)


def _passes(aggregate: object) -> bool:
    """Tell whether a group leaves it to the next one above it to look through."""
    return aggregate is None


def awards(subject: Subject) -> Iterator[Finding]:
    """A later award asks at least what an earlier one does."""
    asked: dict[str, tuple[float, str]] = {}
    for at, award in enumerate(subject.definition.awards or ()):
        for place, minimum in enumerate(award.minimums):
            before = asked.get(minimum.group)
            if before and minimum.score < before[0]:
                path: Path = ["awards", at, "minimums", place]
                said = {"award": award.title, "score": figure(minimum.score, "g"), "group": minimum.group}
                template = sayable("“{award}” asks {score} of “{group}”, less than “{before}” with {more}")
                message = Sentence(template, {**said, "before": before[1], "more": figure(before[0], "g")})
                yield subject.reporter.finding("award-order", path, message)
            if before is None or minimum.score >= before[0]:
                asked[minimum.group] = (minimum.score, award.title)
