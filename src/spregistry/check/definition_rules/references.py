"""Everything that is named must be there; what is there should be named."""

from collections.abc import Iterable, Iterator

from spregistry.check.definition_rules.subject import Path, Subject
from spregistry.finding import Finding
from spregistry.load.reporting import did_you_mean
from spregistry.model.condition import Condition
from spregistry.model.definition import Cap, Group, Indicator
from spregistry.model.fact import Fact, QualityCheck

#: Dates of the envelope that `ordered` may name beside date facts.
PERIOD_TERMS = ("period.start", "period.end")


def named(subject: Subject) -> Iterator[Finding]:
    """Scales, functions, tags, respondent groups, headings and segments."""
    definition = subject.definition
    functions, tags, respondents, headings, segments = (
        {term.id for term in terms or ()}
        for terms in (definition.functions, definition.tags, definition.respondent_groups, definition.fact_groups, definition.segments)
    )
    for node in subject.nodes:
        element = node.element
        yield from _unknown(subject, [*node.path, "tags"], element.tags or (), tags, "tag")
        yield from _unknown(subject, [*node.path, "asked_of"], element.asked_of or (), respondents, "respondent group")
        if isinstance(element, Indicator):
            yield from _unknown(subject, [*node.path, "function"], [element.function] if element.function else [], functions, "function")
            yield from _unknown(subject, [*node.path, "questions"], element.questions or (), respondents, "respondent group")
            if element.answer.scale is not None:
                yield from _unknown(subject, [*node.path, "answer", "scale"], [element.answer.scale], definition.scales or {}, "scale")
        if isinstance(element, Group) and element.use is not None:
            yield subject.reporter.finding(
                "profile-broken", [*node.path, "use"], "only a profile borrows indicators; add `based_on`, or give this group its own"
            )
    for at, fact in enumerate(definition.facts or ()):
        yield from _unknown(subject, ["facts", at, "group"], [fact.group] if fact.group else [], headings, "heading of facts")
        yield from _unknown(subject, ["facts", at, "segments"], fact.segments or (), segments, "segment")
        for segment in {*(fact.segments or ())} & {"open", "close", "total", "average", "not_measured"}:
            message = f"a segment cannot be called “{segment}”, which already means a part of every figure"
            yield subject.reporter.finding("duplicate-id", ["facts", at, "segments"], message)


def _unknown(subject: Subject, path: Path, names: Iterable[str], known: Iterable[str], kind: str) -> Iterator[Finding]:
    known = frozenset(known)
    for name in names:
        if name not in known:
            yield subject.reporter.finding("unknown-reference", path, f"there is no {kind} “{name}”{did_you_mean(name, known)}")


def facts_of_conditions(subject: Subject) -> Iterator[Finding]:
    """Conditions read facts that exist."""
    for path, condition in conditions(subject):
        yield from _unknown(subject, path, sorted(condition.facts()), subject.framework.facts, "fact")


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
            yield subject.reporter.finding("unknown-term", path, f"the term “{term}” names no figure: {wrong}")
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
        return "nothing stands behind the dot"
    fact: Fact | None = subject.framework.facts.get(name)
    if fact is None:
        return f"there is no fact “{name}”{did_you_mean(name, subject.framework.facts)}"
    if not fact.numeric:
        return f"the fact “{name}” is no number"
    if part in ("open", "close", "average"):
        return None if fact.kind == "stock" else f"only a stock has “{part}”"
    return None if not part or part in (fact.segments or ()) else f"“{part}” is no segment of it{did_you_mean(part, fact.segments or ())}"


def _dates(subject: Subject, path: Path, check: QualityCheck) -> Iterator[Finding]:
    for term in check.ordered or ():
        fact = subject.framework.facts.get(term)
        if term not in PERIOD_TERMS and not (fact and fact.is_date):
            yield subject.reporter.finding(
                "unknown-term", path, f"the term “{term}” is no date fact{did_you_mean(term, subject.framework.facts)}"
            )


def caps_and_awards(subject: Subject) -> Iterator[Finding]:
    """Caps name indicators, awards name groups."""
    for path, cap in all_caps(subject):
        yield from _unknown(subject, [*path, "indicator"], [cap.indicator], subject.framework.indicators, "indicator")
    for at, award in enumerate(subject.definition.awards or ()):
        for place, minimum in enumerate(award.minimums):
            yield from _unknown(subject, ["awards", at, "minimums", place, "group"], [minimum.group], subject.framework.groups, "group")


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
                yield subject.reporter.finding("unused", [key, id_ if key == "scales" else at], f"“{id_}” under {key} is never used")
