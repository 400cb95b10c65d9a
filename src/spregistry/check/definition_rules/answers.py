"""Answers can be told apart, described, and turned into points."""

from collections.abc import Iterator, Sequence

from spregistry.check.definition_rules.subject import Path, Subject
from spregistry.finding import Finding
from spregistry.load.spelling import listed
from spregistry.model.answer_kind import Case, Line, NumberAnswer, NumberSchema, Option, RatioAnswer, Step
from spregistry.model.definition import Indicator
from spregistry.model.fact import FactSchema
from spregistry.sentence import Figure, Sentence, say, sayable


def rubrics(subject: Subject) -> Iterator[Finding]:
    """A scored scale has one text per option with points; a choice may have; figures and checklists have a reading instead."""
    for indicator, node in subject.indicators:
        scored = [option.value for option in subject.framework.options(indicator) if option.points is not None]
        described = [*(indicator.rubric or ())]
        needed = indicator.answer.scale is not None and subject.framework.is_scored(indicator)
        if indicator.answer.scale is not None and indicator.answer.scale not in (subject.definition.scales or {}):
            continue  # told by `references`
        if (described or needed) and {*described} != {*scored}:
            lacking = [value for value in scored if value not in described]
            extra = [value for value in described if value not in scored]
            yield subject.reporter.finding("rubric-mismatch", [*node.path, "rubric"], _mismatch(lacking, extra))
        if not scored and indicator.reading is None and subject.framework.is_scored(indicator):
            yield subject.reporter.finding(
                "missing-reading", node.path, say("the {kind} does not say how to read it", kind=indicator.answer.name)
            )


def _mismatch(lacking: Sequence[str], extra: Sequence[str]) -> Sentence:
    if not extra:
        return say("the rubric lacks {lacking}", lacking=listed(lacking))
    if not lacking:
        return say("the rubric describes {extra}, which earn no points", extra=listed(extra))
    said = sayable("the rubric lacks {lacking} and describes {extra}, which earn no points")
    return Sentence(said, {"lacking": listed(lacking), "extra": listed(extra)})


def scales(subject: Subject) -> Iterator[Finding]:
    """A list of options with points has a best and a worst."""
    lists: list[tuple[Path, Sequence[Option]]] = [
        (["scales", name], options) for name, options in (subject.definition.scales or {}).items()
    ]
    lists += [
        ([*node.path, "answer", "choice"], indicator.answer.choice.options)
        for indicator, node in subject.indicators
        if indicator.answer.choice
    ]
    for path, options in lists:
        points = [option.points for option in options if option.points is not None]
        neither = [option.value for option in options if option.points is None and not option.excluded]
        if points and max(points) == min(points):
            yield subject.reporter.finding("useless-scale", path, say("all options earn the same points"))
        if points and neither:
            said = say("the options {options} have neither points nor `excluded`", options=listed(neither))
            yield subject.reporter.finding("useless-scale", path, said)


def scored_answers(subject: Subject) -> Iterator[Finding]:
    """What is to be scored can earn points."""
    for indicator, node in subject.indicators:
        scale = indicator.answer.scale
        if scale is not None and scale not in (subject.definition.scales or {}):
            continue  # told by `references`
        if indicator.scored is not False and not indicator.trial and not _earns(subject, indicator):
            said = say("the {kind} can earn no points", kind=indicator.answer.name)
            yield subject.reporter.finding("unscored-answer", [*node.path, "answer"], said)


def _earns(subject: Subject, indicator: Indicator) -> bool:
    """Tell whether some answer earns more than nothing."""
    figure, checklist = indicator.answer.figure, indicator.answer.checklist
    if figure is not None:
        formulas = [figure, *(figure.cases or ())]
        return any(formula.line or any(step.points for step in formula.steps or ()) for formula in formulas)
    if checklist is not None:
        return checklist.points == "share" or any(checklist.points or ())
    return any(option.points for option in subject.framework.options(indicator))


def not_applicable(subject: Subject) -> Iterator[Finding]:
    """Where “not applicable” is accepted on a scale, an option says it; other kinds say `not_applicable: true`."""
    for indicator, node in subject.indicators:
        options = subject.framework.options(indicator) if indicator.answer.scale is not None else ()
        if indicator.may_be_na is not None and options and not any(option.excluded for option in options):
            yield subject.reporter.finding(
                "na-mismatch",
                [*node.path, "may_be_na"],
                say("reasons for “not applicable” are accepted, but no option of the scale says it"),
            )


def figures(subject: Subject) -> Iterator[Finding]:
    """Steps rise, lines slope, and the last of the cases is the one without a condition."""
    for indicator, node in subject.indicators:
        figure = indicator.answer.figure
        if figure is not None:
            path = [*node.path, "answer", indicator.answer.name]
            yield from _formula(subject, path, figure)
            for at, case in enumerate(figure.cases or ()):
                yield from _formula(subject, [*path, "cases", at], case)
            yield from _cases(subject, path, figure)
    yield from _ranges(subject)


def _formula(subject: Subject, path: Path, formula: NumberAnswer | RatioAnswer | Case) -> Iterator[Finding]:
    if formula.line is not None:
        yield from _line(subject, [*path, "line"], formula.line)
    if formula.steps is not None:
        yield from rising(subject, [*path, "steps"], formula.steps)


def _line(subject: Subject, path: Path, line: Line) -> Iterator[Finding]:
    if line.zero_at == line.full_at:
        yield subject.reporter.finding("flat-line", path, say("both ends of the line are at {value}", value=Figure(f"{line.zero_at:g}")))


def rising(subject: Subject, path: Path, steps: Sequence[Step]) -> Iterator[Finding]:
    """Yield a finding for each threshold that is not above the one before."""
    for at in range(1, len(steps)):
        if steps[at].from_ <= steps[at - 1].from_:
            yield subject.reporter.finding("steps-order", [*path, at], no_rise(steps[at].from_, steps[at - 1].from_))


def no_rise(threshold: float, before: float) -> Sentence:
    """Say that a threshold is not above the one before."""
    return say("the threshold {threshold} does not rise above {before}", threshold=Figure(f"{threshold:g}"), before=Figure(f"{before:g}"))


def _cases(subject: Subject, path: Path, figure: NumberAnswer | RatioAnswer) -> Iterator[Finding]:
    cases = figure.cases or ()
    if cases and [case.when is None for case in cases] != [False] * (len(cases) - 1) + [True]:
        yield subject.reporter.finding("case-order", [*path, "cases"], say("the last case, and no other, must be without `when`"))


def _ranges(subject: Subject) -> Iterator[Finding]:
    for path, low, high in _all_ranges(subject):
        if low is not None and high is not None and low > high:
            yield subject.reporter.finding(
                "unordered-range",
                path,
                say("the range starts at {low} and ends at {high}", low=Figure(f"{low:g}"), high=Figure(f"{high:g}")),
            )


def _all_ranges(subject: Subject) -> Iterator[tuple[Path, float | None, float | None]]:
    for indicator, node in subject.indicators:
        if indicator.answer.number:
            yield [*node.path, "answer", "number", "schema"], *_ends(indicator.answer.number.schema)
    for at, fact in enumerate(subject.definition.facts or ()):
        if fact.schema:
            yield ["facts", at, "schema"], *_ends(fact.schema)
            yield ["facts", at, "schema"], fact.schema.min_length, fact.schema.max_length
    for at, check in enumerate(subject.definition.quality_checks or ()):
        if check.between:
            yield ["quality_checks", at, "between"], check.between.from_, check.between.to


def _ends(schema: FactSchema | NumberSchema) -> tuple[float | None, float | None]:
    low = schema.minimum if schema.minimum is not None else schema.exclusive_minimum
    return low, schema.maximum if schema.maximum is not None else schema.exclusive_maximum
