"""Conditions name what they need, test what can be, and can hold."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, combinations, islice, pairwise, product
from math import ceil, floor
from typing import Any

from spregistry.check.definition_rules.references import conditions
from spregistry.check.definition_rules.subject import Path, Subject
from spregistry.finding import Finding
from spregistry.load.wording import listed, spelled
from spregistry.model.condition import Condition, FactTest, Scalar, compile_condition, same
from spregistry.model.definition import Indicator
from spregistry.model.fact import Fact
from spregistry.sentence import Sentence, say

#: Combinations of facts that are tried before a condition is taken to be reachable.
_TRIALS = 20_000


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
    wrong = [value for value in values if not _can_be(fact, value)]
    if not wrong:
        return None
    return say("the fact “{fact}” is tested for {value}, which it can never be", fact=fact.id, value=spelled(wrong[0]))


def _can_be(fact: Fact, value: Scalar) -> bool:
    if fact.choices is not None:
        return any(same(value, option.value) for option in fact.choices)
    if fact.schema is None or fact.schema.type == "string":
        return isinstance(value, str)
    if fact.schema.type == "boolean":
        return isinstance(value, bool)
    return not isinstance(value, bool | str) and (fact.schema.type == "number" or float(value).is_integer())


def reachable(subject: Subject) -> Iterator[Finding]:
    """Some institution is asked: a condition can hold together with those it inherits, and so can that of a case."""
    known: dict[tuple[int, ...], bool] = {}
    for path, inherited, own in _chains(subject):
        together = [*inherited, own]
        if any(fact not in subject.framework.facts for condition in together for fact in condition.facts()):
            continue
        key = tuple(map(id, together))
        if key not in known:
            known[key] = _can_hold(together, subject)
        if not known[key]:
            said = say("the condition can never hold, so this is never asked")
            if inherited:
                said = say("the condition can never hold together with what it inherits, so this is never asked")
            yield subject.reporter.finding("unreachable", path, said)


def _chains(subject: Subject) -> Iterator[tuple[Path, list[Condition], Condition]]:
    """Yield every condition with its path and those that hold wherever it is looked at."""
    for node in subject.nodes:
        inherited = [group.applies_when for group in node.above if group.applies_when]
        own = node.element.applies_when
        if own is not None:
            yield [*node.path, "applies_when"], inherited, own
            inherited = [*inherited, own]
        figure = node.element.answer.figure if isinstance(node.element, Indicator) else None
        if figure is not None and isinstance(node.element, Indicator):
            for at, case in enumerate(figure.cases or ()):
                if case.when is not None:
                    yield [*node.path, "answer", node.element.answer.name, "cases", at, "when"], inherited, case.when


def _can_hold(chain_of: list[Condition], subject: Subject) -> bool:
    facts = sorted(frozenset[str]().union(*(condition.facts() for condition in chain_of)))
    candidates = [[*islice(_candidates(subject.framework.facts[name], chain_of), _TRIALS)] for name in facts]
    tests = [compile_condition(condition) for condition in chain_of]
    trials = islice(product(*candidates), _TRIALS + 1)
    many = any(len(values) == _TRIALS for values in candidates)
    for count, values in enumerate(trials):
        institution = dict(zip(facts, values, strict=True))
        if count == _TRIALS or all(test(institution) for test in tests):
            return True
    return many


def _candidates(fact: Fact, chain_of: list[Condition]) -> Iterable[Any]:
    """Return values of a fact between which no test in the conditions can tell more apart."""
    tests = [
        test for condition in chain_of for inner in _all(condition) for name, test in (inner.properties or {}).items() if name == fact.id
    ]
    mentioned = [
        value
        for test in tests
        for value in (*(test.enum or ()), test.const, test.contains.const if test.contains else None)
        if value is not None
    ]
    mentioned = [value for value in mentioned if _can_be(fact, value)]
    if fact.multiple:
        items = list(dict.fromkeys(mentioned))
        # All of them, and every choice of some; where these are too many to try, `_can_hold` believes that one fits.
        return chain([items], ([*part] for part in chain.from_iterable(combinations(items, size) for size in range(len(items)))))
    if fact.choices is not None:
        return [option.value for option in fact.choices]
    if fact.schema is not None and fact.schema.type == "boolean":
        return [True, False]
    if not fact.numeric:
        return [*mentioned, "some other text"]
    bounds = [
        bound
        for test in tests
        for bound in (test.minimum, test.maximum, test.exclusive_minimum, test.exclusive_maximum)
        if bound is not None
    ]
    edges = sorted({*(float(value) for value in (*bounds, *mentioned) if isinstance(value, int | float)), *_ends(fact)})
    between = [(low + high) / 2 for low, high in pairwise(edges)]
    values = [edges[0] - 1, *edges, *between, edges[-1] + 1]
    if fact.schema is not None and fact.schema.type == "integer":
        values = sorted({float(value) for number in values for value in (floor(number) - 1, floor(number), ceil(number), ceil(number) + 1)})
    return [value for value in values if _in_range(fact, value)]


def _ends(fact: Fact) -> list[float]:
    """Return the ends of a fact's range, or 0 where it has none."""
    schema = fact.schema
    ends = (schema.minimum, schema.maximum, schema.exclusive_minimum, schema.exclusive_maximum) if schema else ()
    return [float(end) for end in ends if end is not None] or [0.0]


def _in_range(fact: Fact, value: float) -> bool:
    schema = fact.schema
    if schema is None:
        return True
    within = (schema.minimum is None or value >= schema.minimum) and (schema.maximum is None or value <= schema.maximum)
    above = schema.exclusive_minimum is None or value > schema.exclusive_minimum
    return within and above and (schema.exclusive_maximum is None or value < schema.exclusive_maximum)


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
