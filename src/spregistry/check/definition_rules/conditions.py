"""Conditions name what they need, test what can be, and can hold."""

from collections.abc import Iterator, Sequence
from itertools import chain, combinations, islice, product
from typing import Any

from spregistry.check.definition_rules.references import conditions
from spregistry.check.definition_rules.subject import Path, Subject
from spregistry.finding import Finding
from spregistry.load.wording import listed, spelled
from spregistry.model.condition import Condition, FactTest, Scalar, compile_condition, same
from spregistry.model.fact import Fact

#: Combinations of facts that are tried before a condition is taken to be reachable.
_TRIALS = 20_000


def guarded(subject: Subject) -> Iterator[Finding]:
    """Every fact that is tested is required beside the test, so that plain JSON Schema reads the condition as we do."""
    for path, condition in conditions(subject):
        for inner in _all(condition):
            lacking = [fact for fact in inner.properties or () if fact not in (inner.required or ())]
            if lacking:
                yield subject.reporter.finding("unguarded-fact", path, f"{listed(lacking)} is tested but not under `required`")


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
                    yield subject.reporter.finding("impossible-test", path, f"the fact “{name}” is tested for {wrong}")


def _impossible(fact: Fact, test: FactTest) -> str | None:
    bounds = (test.minimum, test.maximum, test.exclusive_minimum, test.exclusive_maximum)
    if any(bound is not None for bound in bounds) and not fact.numeric:
        return "a range, but is no number"
    if (test.contains is not None) != bool(fact.multiple):
        return "an item, but is no list" if test.contains else "one value, but is a list; use `contains`"
    values: Sequence[Scalar] = [
        *(test.enum or ()),
        *([test.const] if test.const is not None else []),
        *([test.contains.const] if test.contains else []),
    ]
    wrong = [value for value in values if not _can_be(fact, value)]
    return f"{spelled(wrong[0])}, which it can never be" if wrong else None


def _can_be(fact: Fact, value: Scalar) -> bool:
    if fact.choices is not None:
        return any(same(value, option.value) for option in fact.choices)
    if fact.schema is None or fact.schema.type == "string":
        return isinstance(value, str)
    return isinstance(value, bool) if fact.schema.type == "boolean" else not isinstance(value, bool | str)


def reachable(subject: Subject) -> Iterator[Finding]:
    """Some institution is asked: the condition can hold together with those it inherits."""
    known: dict[tuple[int, ...], bool] = {}
    for node in subject.nodes:
        own = node.element.applies_when
        chain_of = [group.applies_when for group in node.above if group.applies_when] + ([own] if own else [])
        if own is None or any(fact not in subject.framework.facts for condition in chain_of for fact in condition.facts()):
            continue
        key = tuple(map(id, chain_of))
        if key not in known:
            known[key] = _can_hold(chain_of, subject)
        if not known[key]:
            inherited = " together with what it inherits" if len(chain_of) > 1 else ""
            yield subject.reporter.finding(
                "unreachable", [*node.path, "applies_when"], f"the condition can never hold{inherited}, so this is never asked"
            )


def _can_hold(chain_of: list[Condition], subject: Subject) -> bool:
    facts = sorted(frozenset[str]().union(*(condition.facts() for condition in chain_of)))
    candidates = [_candidates(subject.framework.facts[name], chain_of) for name in facts]
    tests = [compile_condition(condition) for condition in chain_of]
    trials = islice(product(*candidates), _TRIALS + 1)
    for count, values in enumerate(trials):
        institution = dict(zip(facts, values, strict=True))
        if count == _TRIALS or all(test(institution) for test in tests):
            return True
    return False


def _candidates(fact: Fact, chain_of: list[Condition]) -> list[Any]:
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
    if fact.multiple:
        items = list(dict.fromkeys(mentioned))[:8]
        return [list(part) for part in chain.from_iterable(combinations(items, size) for size in range(len(items) + 1))]
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
    numbers = [value for value in (*bounds, *mentioned, 0) if isinstance(value, int | float)]
    step = 1 if fact.schema and fact.schema.type == "integer" else 0.5
    return [value for number in numbers for value in (number - step, number, number + step) if _in_range(fact, value)]


def _in_range(fact: Fact, value: float) -> bool:
    low, high = (fact.schema.minimum, fact.schema.maximum) if fact.schema else (None, None)
    return (low is None or value >= low) and (high is None or value <= high)


def clock(subject: Subject) -> Iterator[Finding]:
    """Due months count from a date fact."""
    name = subject.definition.clock
    fact = subject.framework.facts.get(name) if name else None
    if name is not None and not (fact and fact.is_date):
        yield subject.reporter.finding("wrong-clock", ["clock"], f"the clock “{name}” is no date fact")
    for node in subject.nodes:
        if node.element.due_from_month is not None and name is None:
            path: Path = [*node.path, "due_from_month"]
            yield subject.reporter.finding("wrong-clock", path, "a due month is given, but the framework has no clock")
