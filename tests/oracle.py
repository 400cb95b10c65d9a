"""An independent oracle for the scoring rules of design section 6.

It computes a scorecard the slow and obvious way, in exact rational arithmetic: every number of the documents is read as
the double it denotes, then kept as a Fraction until it is published. It shares no code with the engine, imports nothing
of it and was written from the rules alone, so that a mistake would have to be made twice to go unseen.

It scores what is valid; it does not validate. Frameworks are whole (no `parts`), profiles name their base only in words:
the base is handed over as the framework.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from math import floor
from typing import Any

Json = dict[str, Any]
Points = dict[str, Fraction]
"""Points by indicator as one reading of the submission sees them; an excluded indicator is absent."""

TOLERANCE = Fraction(1, 10**9)
ZERO, ONE = Fraction(0), Fraction(1)
COUNTS = ("answered", "missing", "not applicable", "not asked", "not yet due", "undefined")


def score(framework: Json, submission: Json, profile: Json | None = None) -> Json:
    """Score a submission of a framework, as a profile of it where one is given.

    Returns overall, groups, indicators, caps, awards and dropped_caps as the conformance vectors spell them.
    """
    root, dropped = _resolve(framework, profile)
    header = framework if profile is None else {**framework, "awards": [], **profile}
    findings = {leaf.id: _judge(leaf, framework, submission) for leaf in _leaves(root)}
    readings = _Readings.of(findings)
    bands = header.get("bands", [])

    measures = {node.id: _measures(node, findings, readings, bands) for node in _nodes(root)}
    overall = measures.pop("") if header.get("scoring", {}).get("overall", True) else None
    groups = {node.id: measures[node.id] for node in _nodes(root) if node is not root}
    return {
        "overall": overall,
        "groups": groups,
        "indicators": {
            name: {
                "state": finding.state,
                "points": _plain(finding.points),
                "best": _plain(finding.best),
                "gain": None if overall is None else _gain(root, name, finding, readings.score),
            }
            for name, finding in findings.items()
        },
        "caps": {node.id: _biting(node, readings) for node in _nodes(root) if node is not root or overall is not None},
        "awards": {award["id"]: _award(award, groups) for award in header.get("awards", [])},
        "dropped_caps": dropped,
    }


# The tree: groups and indicators, each indicator with the conditions and the due month of all that holds it.


@dataclass(frozen=True)
class Leaf:
    id: str
    definition: Json
    weight: Fraction
    conditions: tuple[Json, ...]
    due: int | None


@dataclass(frozen=True)
class Node:
    id: str  # "" for the root
    weight: Fraction
    aggregate: Any
    caps: list[Json]
    children: list[Node | Leaf]


@dataclass(frozen=True)
class Inherited:
    """What a group hands down to the indicators below it."""

    conditions: tuple[Json, ...] = ()
    due: int | None = None

    def plus(self, element: Json) -> Inherited:
        own = (element["applies_when"],) if "applies_when" in element else ()
        return Inherited(self.conditions + own, _later(self.due, element.get("due_from_month")))


def _later(one: int | None, other: int | None) -> int | None:
    return max((month for month in (one, other) if month is not None), default=None)


def _resolve(framework: Json, profile: Json | None) -> tuple[Node, list[Json]]:
    """The tree that is scored, and the base's caps that a profile drops."""
    base = _root(framework.get("scoring", {}), _children(framework, Inherited(), None))
    if profile is None:
        return base, []
    children = _pruned(base, _selected(profile["use"], base)) if "use" in profile else _children(profile, Inherited(), base)
    scoring: Json = profile["scoring"] if "scoring" in profile else framework.get("scoring", {})
    root = _root(scoring, children)
    kept = {leaf.id for leaf in _leaves(root)}
    dropped = [
        {"group": node.id or None, "indicator": cap["indicator"]}
        for node in _nodes(base)
        for cap in node.caps
        if cap["indicator"] not in kept
    ]
    return _without_dangling_caps(root, kept), dropped


def _root(scoring: Json, children: list[Node | Leaf]) -> Node:
    return Node("", ONE, scoring.get("aggregate", "mean"), scoring.get("caps", []), children)


def _children(holder: Json, inherited: Inherited, base: Node | None) -> list[Node | Leaf]:
    children: list[Node | Leaf] = []
    for group in holder.get("groups", []):
        below = _children(group, inherited.plus(group), base)
        if below:
            aggregate = group.get("aggregate", "mean")
            children.append(Node(group["id"], _weight(group), aggregate, group.get("caps", []), below))
    for indicator in holder.get("indicators", []):
        handed = inherited.plus(indicator)
        children.append(Leaf(indicator["id"], indicator, _weight(indicator), handed.conditions, handed.due))
    if "use" in holder and base is not None:
        chosen = _selected(holder["use"], base)
        for leaf in _leaves(base):
            if leaf.id in chosen:
                conditions, due = leaf.conditions + inherited.conditions, _later(leaf.due, inherited.due)
                children.append(replace(leaf, conditions=conditions, due=due))
    return children


def _weight(element: Json) -> Fraction:
    return _exact(element.get("weight", 1))


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        if isinstance(child, Node):
            yield from _nodes(child)


def _leaves(node: Node) -> Iterator[Leaf]:
    for child in node.children:
        if isinstance(child, Leaf):
            yield child
        else:
            yield from _leaves(child)


def _selected(use: Json, base: Node) -> set[str]:
    """Ids of the base's indicators that a `use` names, directly, by a group or by a tag."""

    def named(ids: list[str]) -> set[str]:
        held = {leaf.id for node in _nodes(base) if node.id in ids for leaf in _leaves(node)}
        return held | {leaf.id for leaf in _leaves(base) if leaf.id in ids}

    tags = set(use.get("tags", []))
    tagged = {leaf.id for leaf in _leaves(base) if tags & set(leaf.definition.get("tags", []))}
    return (named(use.get("ids", [])) | tagged) - named(use.get("except", []))


def _pruned(node: Node, kept: set[str]) -> list[Node | Leaf]:
    children: list[Node | Leaf] = []
    for child in node.children:
        if isinstance(child, Leaf):
            if child.id in kept:
                children.append(child)
        elif below := _pruned(child, kept):
            children.append(replace(child, children=below))
    return children


def _without_dangling_caps(node: Node, kept: set[str]) -> Node:
    children = [_without_dangling_caps(child, kept) if isinstance(child, Node) else child for child in node.children]
    return replace(node, caps=[cap for cap in node.caps if cap["indicator"] in kept], children=children)


# One indicator: its state and its points.


@dataclass(frozen=True)
class Finding:
    state: str
    scored: bool
    points: Fraction | None = None  # only where answered and scored
    best: Fraction | None = None  # only where scored
    evidence: bool = False


def _judge(leaf: Leaf, framework: Json, submission: Json) -> Finding:
    facts: Json = submission.get("facts") or {}
    answer: Json = (submission.get("answers") or {}).get(leaf.id) or {}
    best = _best(leaf.definition["answer"], framework, facts)
    plain = not leaf.definition.get("trial", False) and leaf.definition.get("scored", True)
    scored = plain and best is not None
    state, points = _state(leaf, framework, submission, facts, answer)
    return Finding(
        state=state,
        scored=scored,
        points=points if scored and state == "answered" else None,
        best=best if scored else None,
        evidence=bool(answer.get("evidence")),
    )


def _state(leaf: Leaf, framework: Json, submission: Json, facts: Json, answer: Json) -> tuple[str, Fraction | None]:  # noqa: PLR0911  # one return per state reads like the rule
    if any(_main(facts, fact) is None for condition in leaf.conditions for fact in _reads(condition)):
        return "missing", None
    if not all(_holds(condition, facts) for condition in leaf.conditions):
        return "not asked", None
    if leaf.due is not None:
        clock, period = _main(facts, framework["clock"]), submission.get("period")
        if clock is None or period is None:
            return "missing", None
        if date.fromisoformat(period["end"]) < _months_after(date.fromisoformat(clock), leaf.due):
            return "not yet due", None
    ((kind, spec),) = leaf.definition["answer"].items()
    options = {option["value"]: option for option in _options(kind, spec, framework)}
    value = answer.get("value")
    if kind != "scale" and answer.get("not_applicable"):
        return "not applicable", None
    if kind in ("number", "ratio"):
        return _figure(kind, spec, value, facts)
    if value is None:
        return "missing", None
    if options:
        option = options[value]
        return ("not applicable", None) if option.get("excluded") else ("answered", _exact(option.get("points", 0)))
    return "answered", _checklist(spec, set(value)) if kind == "checklist" else None


def _months_after(start: date, months: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def _options(kind: str, spec: Any, framework: Json) -> list[Json]:
    if kind == "scale":
        return list(framework["scales"][spec])
    return list(spec["options"]) if kind == "choice" else []


def _checklist(spec: Json, ticked: set[str]) -> Fraction | None:
    units = {item.get("group", item["id"]): False for item in spec["items"]}
    for item in spec["items"]:
        units[item.get("group", item["id"])] |= item["id"] in ticked
    counted = sum(units.values())
    table = spec.get("points")
    if table is None:
        return None
    return Fraction(counted, len(units)) if table == "share" else _exact(table[min(counted, len(table) - 1)])


def _best(answer: Json, framework: Json, facts: Json) -> Fraction | None:
    """The most points an answer could earn now; None where the kind earns none."""
    ((kind, spec),) = answer.items()
    if kind == "checklist":
        everything = [item["id"] for item in spec["items"]]
        reached = [_checklist(spec, set(everything[:count])) for count in range(len(everything) + 1)]
        return max((points for points in reached if points is not None), default=None)
    if kind in ("scale", "choice"):
        options = _options(kind, spec, framework)
        return max((_exact(option["points"]) for option in options if "points" in option), default=None)
    if kind in ("number", "ratio"):
        cases = _cases(spec)
        if all(_main(facts, fact) is not None for fact in _case_facts(cases)):
            cases = [_case(cases, facts)] if cases else []
        return max((_top(case) for case in cases), default=None)
    return None


# Figures: numbers, ratios, and the facts they are made of.


def _figure(kind: str, spec: Json, value: Any, facts: Json) -> tuple[str, Fraction | None]:
    cases = _cases(spec)
    terms = spec["numerator"] + spec["denominator"] if kind == "ratio" else []
    case_facts = _case_facts(cases)
    needed = [term.partition(".")[0] for term in terms] + case_facts
    if kind == "number" and value is None:
        return "missing", None
    if any(_term(facts, term) is None and not _unmeasured(facts, term.partition(".")[0]) for term in terms):
        return "missing", None
    if any(_main(facts, fact) is None and not _unmeasured(facts, fact) for fact in case_facts):
        return "missing", None
    if any(_unmeasured(facts, fact) for fact in needed):
        return "answered", ZERO
    if kind == "ratio":
        numerator, denominator = (_sum(facts, spec[part]) for part in ("numerator", "denominator"))
        if denominator == 0:
            return "undefined", None
        figure = numerator / denominator
    else:
        figure = _exact(value)
    return "answered", _points(_case(cases, facts), figure) if cases else None


def _cases(spec: Json) -> list[Json]:
    if "cases" in spec:
        return list(spec["cases"])
    return [spec] if "steps" in spec or "line" in spec else []


def _case_facts(cases: list[Json]) -> list[str]:
    return [fact for case in cases if "when" in case for fact in _reads(case["when"])]


def _case(cases: list[Json], facts: Json) -> Json:
    return next(case for case in cases if "when" not in case or _holds(case["when"], facts))


def _points(case: Json, figure: Fraction) -> Fraction:
    if "line" in case:
        zero, full = _exact(case["line"]["zero_at"]), _exact(case["line"]["full_at"])
        return min(ONE, max(ZERO, (figure - zero) / (full - zero)))
    reached = [step for step in case["steps"] if _reaches(figure, _exact(step["from"]))]
    return _exact(reached[-1]["points"]) if reached else ZERO


def _top(case: Json) -> Fraction:
    return ONE if "line" in case else max(_exact(step["points"]) for step in case["steps"])


def _main(facts: Json, fact: str) -> Any:
    raw = facts.get(fact)
    return raw.get("close", raw.get("total")) if isinstance(raw, dict) else raw


def _unmeasured(facts: Json, fact: str) -> bool:
    raw = facts.get(fact)
    return isinstance(raw, dict) and raw.get("not_measured") is True


def _term(facts: Json, term: str) -> Fraction | None:
    fact, _, part = term.partition(".")
    if part == "average":
        opening, closing = _term(facts, f"{fact}.open"), _term(facts, f"{fact}.close")
        return None if opening is None or closing is None else (opening + closing) / 2
    raw = facts.get(fact)
    raw = _main(facts, fact) if part in ("", "close") else raw.get(part) if isinstance(raw, dict) else None
    return None if raw is None else _exact(raw)


def _sum(facts: Json, terms: list[str]) -> Fraction:
    return sum((value for term in terms if (value := _term(facts, term)) is not None), ZERO)


# Conditions over facts.


def _reads(condition: Json) -> list[str]:
    nested = [*condition.get("allOf", []), *condition.get("anyOf", [])]
    nested += [condition["not"]] if "not" in condition else []
    own = [*condition.get("properties", {}), *condition.get("required", [])]
    return own + [fact for part in nested for fact in _reads(part)]


def _holds(condition: Json, facts: Json) -> bool:
    return (
        all(_main(facts, fact) is not None for fact in condition.get("required", []))
        and all(_passes(test, _main(facts, fact)) for fact, test in condition.get("properties", {}).items())
        and all(_holds(part, facts) for part in condition.get("allOf", []))
        and ("anyOf" not in condition or any(_holds(part, facts) for part in condition["anyOf"]))
        and ("not" not in condition or not _holds(condition["not"], facts))
    )


def _passes(test: Json, value: Any) -> bool:
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    verdicts: dict[str, Callable[[Any], bool]] = {
        "const": lambda limit: _same(value, limit),
        "enum": lambda limit: any(_same(value, choice) for choice in limit),
        "minimum": lambda limit: number and value >= limit,
        "maximum": lambda limit: number and value <= limit,
        "exclusiveMinimum": lambda limit: number and value > limit,
        "exclusiveMaximum": lambda limit: number and value < limit,
        "contains": lambda limit: isinstance(value, list) and any(_same(item, limit["const"]) for item in value),
    }
    return all(verdicts[keyword](limit) for keyword, limit in test.items())


def _same(one: Any, other: Any) -> bool:
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


# Groups: the points of a reading rolled up.


@dataclass(frozen=True)
class _Readings:
    """The same findings read four ways."""

    score: Points
    potential: Points
    documented: Points
    na_as_zero: Points

    @classmethod
    def of(cls, findings: dict[str, Finding]) -> _Readings:
        known = {name: f.points for name, f in findings.items() if f.points is not None}
        missing = [name for name, f in findings.items() if f.scored and f.state == "missing"]
        excused = [name for name, f in findings.items() if f.scored and f.state == "not applicable"]
        pessimistic = {**known, **dict.fromkeys(missing, ZERO)}
        return cls(
            score=pessimistic,
            potential={**known, **dict.fromkeys(missing, ONE)},
            documented={name: points if findings[name].evidence else ZERO for name, points in pessimistic.items()},
            na_as_zero={**pessimistic, **dict.fromkeys(excused, ZERO)},
        )


def _value(element: Node | Leaf, points: Points) -> Fraction | None:
    """The capped, unrounded score of a group, or the points of an indicator; None where nothing is scored."""
    if isinstance(element, Leaf):
        return points.get(element.id)
    value = _aggregate(element, points)
    if value is None:
        return None
    return min([value, *(_exact(cap["to"]) / 100 for cap in element.caps if _bites(cap, points))])


def _aggregate(node: Node, points: Points) -> Fraction | None:
    units = list(_units(node)) if node.aggregate == "points" else node.children
    scored = [(unit.weight, value) for unit in units if (value := _value(unit, points)) is not None]
    if not scored:
        return None
    if node.aggregate == "min":
        return min(value for _, value in scored)
    if isinstance(node.aggregate, dict):
        level, table = _exact(node.aggregate["count"]["level"]), node.aggregate["count"]["table"]
        count = sum(_reaches(value, level) for _, value in scored)
        reached = [row for row in table if count >= min(row["from"], len(scored))]
        return _exact(reached[-1]["points"]) if reached else ZERO
    return sum((weight * value for weight, value in scored), ZERO) / sum((weight for weight, _ in scored), ZERO)


def _units(node: Node) -> Iterator[Node | Leaf]:
    """The nearest indicators and the nearest groups that count or take the lowest."""
    for child in node.children:
        if isinstance(child, Leaf) or child.aggregate == "min" or isinstance(child.aggregate, dict):
            yield child
        else:
            yield from _units(child)


def _bites(cap: Json, points: Points) -> bool:
    value = points.get(cap["indicator"])
    return value is not None and not _reaches(value, _exact(cap["below"]))


def _biting(node: Node, readings: _Readings) -> list[Json]:
    return [
        {"indicator": cap["indicator"], "bites": "score and potential" if _bites(cap, readings.potential) else "score"}
        for cap in node.caps
        if _bites(cap, readings.score)
    ]


# What is published.


def _measures(node: Node, findings: dict[str, Finding], readings: _Readings, bands: list[Json]) -> Json:
    below = [findings[leaf.id] for leaf in _leaves(node) if findings[leaf.id].scored]
    counts = {state: sum(f.state == state for f in below) for state in COUNTS}
    earning = [f for f in below if f.points is not None and f.points > 0]
    score, potential = (_hundredths(_value(node, points)) for points in (readings.score, readings.potential))
    lowest, highest = _band(score, bands), _band(potential, bands)
    return {
        "score": _shown(score),
        "potential": _shown(potential),
        "band": lowest if lowest == highest else None,
        "documented": _shown(_hundredths(_value(node, readings.documented))),
        "na_as_zero": _shown(_hundredths(_value(node, readings.na_as_zero))),
        "coverage": _share(counts["answered"], counts["answered"] + counts["missing"]),
        "evidence_coverage": _share(sum(f.evidence for f in earning), len(earning)),
        **{state.replace(" ", "_"): count for state, count in counts.items()},
    }


def _gain(root: Node, name: str, finding: Finding, points: Points) -> float | None:
    now = _hundredths(_value(root, points))
    if now is None or finding.best is None or finding.state not in ("answered", "missing"):
        return None
    then = _hundredths(_value(root, {**points, name: finding.best}))
    return None if then is None else _shown(then - now)


def _band(hundredths: int | None, bands: list[Json]) -> str | None:
    reached = [band for band in bands if hundredths is not None and hundredths >= _limit(band["from"])]
    return max(reached, key=lambda band: _limit(band["from"]))["id"] if reached else None


def _award(award: Json, groups: dict[str, Json]) -> Json:
    outcomes = {}
    for minimum in award["minimums"]:
        reached = groups[minimum["group"]]["score"]
        if reached is None:
            outcomes[minimum["group"]] = "skipped"
        else:
            enough = _limit(reached) >= _limit(minimum["score"])
            outcomes[minimum["group"]] = "reached" if enough else "not reached"
    decided = set(outcomes.values()) - {"skipped"}
    return {"held": decided == {"reached"}, "outcomes": outcomes}


def _exact(number: float) -> Fraction:
    return Fraction(float(number))


def _reaches(value: Fraction, limit: Fraction) -> bool:
    return value + TOLERANCE >= limit


def _hundredths(value: Fraction | None) -> int | None:
    return None if value is None else floor((100 * value + TOLERANCE) * 100 + Fraction(1, 2))


def _limit(number: float) -> int:
    return floor(_exact(number) * 100 + Fraction(1, 2))


def _shown(hundredths: int | None) -> float | None:
    return None if hundredths is None else hundredths / 100


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _plain(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
