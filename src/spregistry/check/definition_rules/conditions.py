"""Conditions name what they need, test what can be, and can hold."""

from collections.abc import Iterator, Sequence

from spregistry.check.definition_rules.references import conditions
from spregistry.check.definition_rules.subject import Path, Subject
from spregistry.check.satisfiable import can_be, can_hold
from spregistry.finding import Finding
from spregistry.load.spelling import listed, spelled
from spregistry.model.condition import Condition, FactTest, Scalar
from spregistry.model.definition import Indicator
from spregistry.model.fact import Fact
from spregistry.sentence import Sentence, say


def guarded(subject: Subject) -> Iterator[Finding]:
    """Every fact that is tested is required beside the test, so that plain JSON Schema reads the condition as we do."""
    for path, condition in conditions(subject):
        for inner in _all(condition):
            lacking = [fact for fact in inner.properties or () if fact not in (inner.required or ())]
            if lacking:
                said = say("{facts} is tested but not under `required`", facts=listed(lacking))
                yield subject.reporter.finding("unguarded-fact", path, said)


def _all(condition: Condition) -> Iterator[Condition]:
    yield condition
    for child in condition.children():
        yield from _all(child)


def possible(subject: Subject) -> Iterator[Finding]:
    """A fact is tested for values that it can have."""
    for path, condition in conditions(subject):
        for inner in _all(condition):
            for name, test in (inner.properties or {}).items():
                fact = subject.framework.facts.get(name)
                wrong = _impossible(fact, test) if fact else None
                if wrong:
                    yield subject.reporter.finding("impossible-test", path, wrong)


def _impossible(fact: Fact, test: FactTest) -> Sentence | None:
    bounds = (test.minimum, test.maximum, test.exclusive_minimum, test.exclusive_maximum)
    if any(bound is not None for bound in bounds) and not fact.numeric:
        return say("the fact “{fact}” is tested for a range, but is no number", fact=fact.id)
    if (test.contains is not None) != bool(fact.multiple):
        if test.contains:
            return say("the fact “{fact}” is tested for an item, but is no list", fact=fact.id)
        return say("the fact “{fact}” is tested for one value, but is a list; use `contains`", fact=fact.id)
    values: Sequence[Scalar] = [
        *(test.enum or ()),
        *([test.const] if test.const is not None else []),
        *([test.contains.const] if test.contains else []),
    ]
    wrong = [value for value in values if not can_be(fact, value)]
    if not wrong:
        return None
    return say("the fact “{fact}” is tested for {value}, which it can never be", fact=fact.id, value=spelled(wrong[0]))


def reachable(subject: Subject) -> Iterator[Finding]:
    """Some institution is asked: a condition can hold together with those it inherits, and so can that of a case where no earlier one does."""
    known: dict[tuple[int, ...], bool | None] = {}
    for path, inherited, own, earlier in _chains(subject):
        together = [*inherited, own]
        if any(fact not in subject.framework.facts for condition in (*together, *earlier) for fact in condition.facts()):
            continue
        key = tuple(map(id, together))
        if key not in known:
            known[key] = can_hold(together, subject.framework.facts)
        found = known[key]
        said = say("the condition can never hold, so this is never asked")
        if inherited:
            said = say("the condition can never hold together with what it inherits, so this is never asked")
        if found and earlier:
            found = can_hold([*together, *(Condition(not_=condition) for condition in earlier)], subject.framework.facts)
            said = say("whenever the condition holds, that of an earlier case does too, so this case is never used")
        if found is None:
            yield subject.reporter.finding("undecided-condition", path, say("it would take too long to find out whether this can hold"))
        elif not found:
            yield subject.reporter.finding("unreachable", path, said)


def _chains(subject: Subject) -> Iterator[tuple[Path, list[Condition], Condition, list[Condition]]]:
    """Yield every condition with its path, those that hold wherever it is looked at, and those of the cases before it."""
    for node in subject.nodes:
        inherited = [group.applies_when for group in node.above if group.applies_when]
        own = node.element.applies_when
        if own is not None:
            yield [*node.path, "applies_when"], inherited, own, []
            inherited = [*inherited, own]
        figure = node.element.answer.figure if isinstance(node.element, Indicator) else None
        if figure is not None and isinstance(node.element, Indicator):
            earlier: list[Condition] = []
            for at, case in enumerate(figure.cases or ()):
                if case.when is not None:
                    yield [*node.path, "answer", node.element.answer.name, "cases", at, "when"], inherited, case.when, [*earlier]
                    earlier.append(case.when)


def clock(subject: Subject) -> Iterator[Finding]:
    """Due months count from a date fact."""
    name = subject.definition.clock
    fact = subject.framework.facts.get(name) if name else None
    if name is not None and not (fact and fact.is_date):
        yield subject.reporter.finding("wrong-clock", ["clock"], say("the clock “{name}” is no date fact", name=name))
    for node in subject.nodes:
        if node.element.due_from_month is not None and name is None:
            path: Path = [*node.path, "due_from_month"]
            yield subject.reporter.finding("wrong-clock", path, say("a due month is given, but the framework has no clock"))
