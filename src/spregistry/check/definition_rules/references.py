"""Everything that is named must be there; what is there should be named."""

from collections.abc import Iterable, Iterator

from spregistry.check.definition_rules.subject import Path, Subject
from spregistry.finding import Finding
from spregistry.load.reporting import suggesting
from spregistry.model.condition import Condition
from spregistry.model.definition import Cap, Group, Indicator
from spregistry.model.fact import Fact, QualityCheck
from spregistry.sentence import Sentence, say, sayable

#: Dates of the envelope that `ordered` may name beside date facts.
PERIOD_TERMS = ("period.start", "period.end")


_TAG = sayable("there is no tag “{name}”")
_RESPONDENTS = sayable("there is no respondent group “{name}”")
_FUNCTION = sayable("there is no function “{name}”")
_SCALE = sayable("there is no scale “{name}”")
_HEADING = sayable("there is no heading of facts “{name}”")
_SEGMENT = sayable("there is no segment “{name}”")
_FACT = sayable("there is no fact “{name}”")
_INDICATOR = sayable("there is no indicator “{name}”")
_GROUP = sayable("there is no group “{name}”")


def named(subject: Subject) -> Iterator[Finding]:
    """Scales, functions, tags, respondent groups, headings and segments."""
    definition = subject.definition
    functions, tags, respondents, headings, segments = (
        {term.id for term in terms or ()}
        for terms in (definition.functions, definition.tags, definition.respondent_groups, definition.fact_groups, definition.segments)
    )
    for node in subject.nodes:
        element = node.element
        yield from _unknown(subject, [*node.path, "tags"], element.tags or (), tags, _TAG)
        yield from _unknown(subject, [*node.path, "asked_of"], element.asked_of or (), respondents, _RESPONDENTS)
        if isinstance(element, Indicator):
            yield from _unknown(subject, [*node.path, "function"], [element.function] if element.function else [], functions, _FUNCTION)
            yield from _unknown(subject, [*node.path, "questions"], element.questions or (), respondents, _RESPONDENTS)
            if element.answer.scale is not None:
                yield from _unknown(subject, [*node.path, "answer", "scale"], [element.answer.scale], definition.scales or {}, _SCALE)
        if isinstance(element, Group) and element.use is not None:
            said = say("only a profile borrows indicators; add `based_on`, or give this group its own")
            yield subject.reporter.finding("profile-broken", [*node.path, "use"], said)
    for at, fact in enumerate(definition.facts or ()):
        yield from _unknown(subject, ["facts", at, "group"], [fact.group] if fact.group else [], headings, _HEADING)
        yield from _unknown(subject, ["facts", at, "segments"], fact.segments or (), segments, _SEGMENT)
        for segment in {*(fact.segments or ())} & {"open", "close", "total", "average", "not_measured"}:
            message = say("a segment cannot be called “{segment}”, which already means a part of every figure", segment=segment)
            yield subject.reporter.finding("duplicate-id", ["facts", at, "segments"], message)


def _unknown(subject: Subject, path: Path, names: Iterable[str], known: Iterable[str], absent: str) -> Iterator[Finding]:
    known = frozenset(known)
    for name in names:
        if name not in known:
            said = suggesting(Sentence(absent, {"name": name}), name, known)
            yield subject.reporter.finding("unknown-reference", path, said)


def facts_of_conditions(subject: Subject) -> Iterator[Finding]:
    """Conditions read facts that exist."""
    for path, condition in conditions(subject):
        yield from _unknown(subject, path, sorted(condition.facts()), subject.framework.facts, _FACT)


def conditions(subject: Subject) -> Iterator[tuple[Path, Condition]]:
    """Yield every condition of the definition with its path: of groups, indicators and cases."""
    for node in subject.nodes:
        if node.element.applies_when is not None:
            yield [*node.path, "applies_when"], node.element.applies_when
        figure = node.element.answer.figure if isinstance(node.element, Indicator) else None
        if figure is not None and isinstance(node.element, Indicator):
            for at, case in enumerate(figure.cases or ()):
                if case.when is not None:
                    yield [*node.path, "answer", node.element.answer.name, "cases", at, "when"], case.when


def terms(subject: Subject) -> Iterator[Finding]:
    """Sums name figures that can be calculated: numeric facts, their two ends, their average, or a segment."""
    for path, term in _terms(subject):
        wrong = _wrong_term(term, subject)
        if wrong:
            said = say("the term “{term}” names no figure: {problem}", term=term, problem=wrong)
            yield subject.reporter.finding("unknown-term", path, said)
    for at, check in enumerate(subject.definition.quality_checks or ()):
        yield from _dates(subject, ["quality_checks", at, "ordered"], check)


def _terms(subject: Subject) -> Iterator[tuple[Path, str]]:
    for indicator, node in subject.indicators:
        ratio = indicator.answer.ratio
        if ratio is not None:
            for key, total in (("numerator", ratio.numerator), ("denominator", ratio.denominator)):
                yield from (([*node.path, "answer", "ratio", key, at], term) for at, term in enumerate(total))
    for at, check in enumerate(subject.definition.quality_checks or ()):
        for inner, total in _check_terms(check):
            yield from ((["quality_checks", at, *inner], term) for term in total)


def _check_terms(check: QualityCheck) -> Iterator[tuple[Path, tuple[str, ...]]]:
    for side, operand in enumerate(check.at_most or ()):
        yield ["at_most", side], (operand,) if isinstance(operand, str) else operand
    if check.adds_up:
        yield ["adds_up", "parts"], check.adds_up.parts
        yield ["adds_up", "whole"], (check.adds_up.whole,)
    if check.between:
        yield ["between", "numerator"], check.between.numerator
        yield ["between", "denominator"], check.between.denominator or ()


def _wrong_term(term: str, subject: Subject) -> str | None:
    name, dot, part = term.partition(".")
    if dot and not part:
        return say("nothing stands behind the dot")
    fact: Fact | None = subject.framework.facts.get(name)
    if fact is None:
        return suggesting(Sentence(_FACT, {"name": name}), name, subject.framework.facts)
    if not fact.numeric:
        return say("the fact “{fact}” is no number", fact=name)
    if part in ("open", "close", "average"):
        return None if fact.kind == "stock" else say("only a stock has “{part}”", part=part)
    if not part or part in (fact.segments or ()):
        return None
    return suggesting(say("“{part}” is no segment of it", part=part), part, fact.segments or ())


def _dates(subject: Subject, path: Path, check: QualityCheck) -> Iterator[Finding]:
    for term in check.ordered or ():
        fact = subject.framework.facts.get(term)
        if term not in PERIOD_TERMS and not (fact and fact.is_date):
            said = suggesting(say("the term “{term}” is no date fact", term=term), term, subject.framework.facts)
            yield subject.reporter.finding("unknown-term", path, said)


def caps_and_awards(subject: Subject) -> Iterator[Finding]:
    """Caps name indicators, awards name groups."""
    for path, cap in all_caps(subject):
        yield from _unknown(subject, [*path, "indicator"], [cap.indicator], subject.framework.indicators, _INDICATOR)
    for at, award in enumerate(subject.definition.awards or ()):
        for place, minimum in enumerate(award.minimums):
            yield from _unknown(subject, ["awards", at, "minimums", place, "group"], [minimum.group], subject.framework.groups, _GROUP)


def all_caps(subject: Subject) -> Iterator[tuple[Path, Cap]]:
    """Yield every cap with its path, those of the root first."""
    for at, cap in enumerate(subject.framework.root_caps):
        yield ["scoring", "caps", at], cap
    for group, node in subject.groups:
        yield from (([*node.path, "caps", at], cap) for at, cap in enumerate(group.caps or ()))


def unused(subject: Subject) -> Iterator[Finding]:
    """Scales, functions, tags, segments and headings that nothing names; a profile takes its base's as they are."""
    if subject.is_profile:
        return
    definition = subject.definition
    indicators = [indicator for indicator, _ in subject.indicators]
    facts = definition.facts or ()
    used: dict[str, set[str | None]] = {
        "scales": {indicator.answer.scale for indicator in indicators},
        "functions": {indicator.function for indicator in indicators},
        "tags": {tag for node in subject.nodes for tag in node.element.tags or ()},
        "segments": {segment for fact in facts for segment in fact.segments or ()},
        "fact_groups": {fact.group for fact in facts},
    }
    for key, names in used.items():
        defined = getattr(definition, key) or ()
        ids = [*defined] if key == "scales" else [term.id for term in defined]
        for at, id_ in enumerate(ids):
            if id_ not in names:
                yield subject.reporter.finding(
                    "unused", [key, id_ if key == "scales" else at], say("“{id}” under {key} is never used", id=id_, key=key)
                )
