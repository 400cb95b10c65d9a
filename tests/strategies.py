"""Random frameworks and submissions for the laws: every aggregate, cap, answer kind, condition and due month may occur."""

from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

Data = dict[str, Any]

SCALE = [
    {"value": "met", "label": "Yes", "points": 1},
    {"value": "partly", "label": "Partially", "points": 0.5},
    {"value": "little", "label": "Little", "points": 0.2},
    {"value": "unmet", "label": "No", "points": 0},
    {"value": "na", "label": "Not applicable", "excluded": True},
]
FACTS: list[Data] = [
    {"id": "regulated", "title": "Regulated", "schema": {"type": "boolean"}},
    {"id": "form", "title": "Form", "choices": [{"value": "bank", "label": "Bank"}, {"value": "ngo", "label": "NGO"}]},
    {
        "id": "channels",
        "title": "Channels",
        "multiple": True,
        "choices": [{"value": "agents", "label": "Agents"}, {"value": "app", "label": "App"}],
    },
    {"id": "staff", "title": "Staff", "kind": "stock", "segments": ["women"], "schema": {"type": "integer", "minimum": 0}},
    {"id": "left", "title": "Left", "kind": "flow", "schema": {"type": "number", "minimum": 0}},
    {"id": "clock", "title": "Start", "schema": {"type": "string", "format": "date"}},
]
CONDITIONS: list[Data] = [
    {"properties": {"regulated": {"const": True}}, "required": ["regulated"]},
    {"properties": {"form": {"enum": ["bank"]}}, "required": ["form"]},
    {"properties": {"channels": {"contains": {"const": "agents"}}}, "required": ["channels"]},
    {"properties": {"staff": {"minimum": 10}}, "required": ["staff"]},
    {"not": {"properties": {"regulated": {"const": True}}, "required": ["regulated"]}},
    {
        "anyOf": [
            {"properties": {"form": {"const": "ngo"}}, "required": ["form"]},
            {"properties": {"staff": {"maximum": 100, "exclusiveMinimum": 3}}, "required": ["staff"]},
        ]
    },
]
WEIGHTS = st.sampled_from([1, 2, 0.1, 0.2, 0.7, 3.3])
AGGREGATES: st.SearchStrategy[Any] = st.sampled_from(
    [
        None,
        None,
        "mean",
        "min",
        "points",
        {"count": {"level": 0.5, "table": [{"from": 1, "points": 0.3}, {"from": 2, "points": 0.6}, {"from": 4, "points": 1}]}},
    ]
)


@dataclass
class _Builder:
    """Draws one framework; ids are counted up, so that they never collide."""

    draw: Any
    indicators: list[str] = field(default_factory=list)
    groups: int = 0

    def maybe(self, data: Data, key: str, strategy: st.SearchStrategy[Any]) -> None:
        value = self.draw(st.none() | strategy)
        if value is not None:
            data[key] = value

    def indicator(self, code: str) -> Data:
        id_ = f"i{len(self.indicators) + 1}"
        self.indicators.append(id_)
        data: Data = {"id": id_, "code": code, "title": id_, "question": f"{id_}?", "answer": self.draw(answers()), "may_be_na": True}
        self.maybe(data, "weight", WEIGHTS)
        self.maybe(data, "applies_when", st.sampled_from(CONDITIONS))
        if self.draw(st.integers(0, 9)) == 0:
            data["scored"] = False
        if self.draw(st.integers(0, 9)) == 0:
            data["due_from_month"] = self.draw(st.sampled_from([0, 6, 24]))
        return data

    def group(self, code: str, depth: int) -> Data:
        self.groups += 1
        data: Data = {"id": f"g{self.groups}", "code": code, "title": f"Group {self.groups}"}
        first = len(self.indicators)
        self.maybe(data, "weight", WEIGHTS)
        self.maybe(data, "aggregate", AGGREGATES.filter(lambda aggregate: aggregate is not None))
        count = self.draw(st.integers(1, 3))
        if depth > 1 and self.draw(st.booleans()):
            data["groups"] = [self.group(f"{code}.{at + 1}", depth - 1) for at in range(count)]
        else:
            data["indicators"] = [self.indicator(f"{code}.{at + 1}") for at in range(count)]
        if self.draw(st.integers(0, 3)) == 0:
            data["caps"] = [self.cap(self.indicators[first:])]
        return data

    def cap(self, inside: list[str]) -> Data:
        return {
            "indicator": self.draw(st.sampled_from(inside)),
            "below": self.draw(st.sampled_from([0.3, 0.5, 1])),
            "to": self.draw(st.sampled_from([0, 40, 66.67])),
            "reason": "A reason.",
        }


def answers() -> st.SearchStrategy[Data]:
    """Return a strategy of scored answer kinds."""
    items = [{"id": f"item-{at}", "label": f"Item {at}"} for at in range(3)]
    grouped = [*items, {"id": "item-3", "label": "Item 3", "group": "pair"}, {"id": "item-4", "label": "Item 4", "group": "pair"}]
    line = {"zero_at": 0, "full_at": 40}
    steps = [{"from": 0.1, "points": 0.25}, {"from": 0.3, "points": 1}, {"from": 0.6, "points": 0.5}]
    cases = [{"when": CONDITIONS[0], "line": {"zero_at": 50, "full_at": 5}}, {"steps": [{"from": 10, "points": 0.4}]}]
    return st.sampled_from(
        [
            {"scale": "practice"},
            {"scale": "practice"},
            {"checklist": {"items": items, "points": "share"}},
            {"checklist": {"items": grouped, "points": [0, 0.5, 1]}},
            {"number": {"schema": {"type": "number", "minimum": 0}, "line": line}},
            {"number": {"schema": {"type": "integer", "minimum": 0}, "cases": cases}},
            {"ratio": {"numerator": ["left"], "denominator": ["staff.average"], "steps": steps}},
            {"ratio": {"numerator": ["staff.women"], "denominator": ["staff"], "line": {"zero_at": 0, "full_at": 0.5}}},
            {"choice": {"options": [{"value": "a", "label": "A", "points": 0.9}, {"value": "b", "label": "B", "points": 0.1}]}},
        ]
    )


@st.composite
def frameworks(draw: Any) -> Data:
    """Draw a framework as plain data, right by schema and rules of scoring."""
    builder = _Builder(draw)
    groups = [builder.group(str(at + 1), draw(st.integers(1, 3))) for at in range(draw(st.integers(1, 3)))]
    scoring: Data = {}
    builder.maybe(scoring, "aggregate", AGGREGATES.filter(lambda aggregate: aggregate is not None))
    if draw(st.integers(0, 4)) == 0:
        scoring["caps"] = [builder.cap(builder.indicators)]
    return {
        "format": 1,
        "id": "law",
        "version": "1.0.0",
        "title": "Law",
        "language": "en",
        "licence": "CC0-1.0",
        "levels": ["a", "b", "c", "d"],
        "scales": {"practice": SCALE},
        "facts": FACTS,
        "segments": [{"id": "women", "title": "Women"}],
        "clock": "clock",
        "scoring": scoring,
        "bands": [{"id": "low", "from": 0}, {"id": "high", "from": 50}],
        "groups": groups,
    }


def indicators_of(node: Data) -> list[Data]:
    """Return all indicators of a framework or group, in declared order."""
    found: list[Data] = list(node.get("indicators", []))
    for group in node.get("groups", []):
        found += indicators_of(group)
    return found


@st.composite
def facts(draw: Any, *, complete: bool = False) -> Data:
    """Draw facts; some may be blank or not measured unless `complete`."""
    staff = draw(st.integers(0, 200))
    possible: Data = {
        "regulated": draw(st.booleans()),
        "form": draw(st.sampled_from(["bank", "ngo"])),
        "channels": draw(st.lists(st.sampled_from(["agents", "app"]), unique=True)),
        "staff": draw(st.sampled_from([staff, {"open": draw(st.integers(0, 200)), "close": staff, "women": draw(st.integers(0, staff))}])),
        "left": draw(st.floats(0, 100, allow_nan=False) | st.just({"not_measured": True})),
        "clock": draw(st.sampled_from(["2024-01-31", "2025-06-30", "2023-02-28"])),
    }
    blank = set() if complete else draw(st.sets(st.sampled_from([*possible]), max_size=3))
    return {key: value for key, value in possible.items() if key not in blank}


@st.composite
def answer_to(draw: Any, indicator: Data, *, may_be_na: bool = True) -> Data:
    """Draw a valid answer to an indicator."""
    kind, spec = next(iter(indicator["answer"].items()))
    evidence: Data = {"evidence": ["a document"]} if draw(st.booleans()) else {}
    if may_be_na and draw(st.integers(0, 5)) == 0:
        said = {"value": "na"} if kind == "scale" else {"not_applicable": True}
        return {**said, "justification": "a reason", **evidence}
    if kind == "scale":
        return {"value": draw(st.sampled_from(["met", "partly", "little", "unmet"])), **evidence}
    if kind == "checklist":
        return {"value": draw(st.lists(st.sampled_from([item["id"] for item in spec["items"]]), unique=True)), **evidence}
    if kind == "number":
        whole = spec["schema"]["type"] == "integer"
        return {"value": draw(st.integers(0, 80) if whole else st.floats(0, 80, allow_nan=False)), **evidence}
    if kind == "choice":
        return {"value": draw(st.sampled_from([option["value"] for option in spec["options"]])), **evidence}
    return evidence


@st.composite
def submissions(draw: Any, framework: Data, *, complete: bool = False) -> Data:
    """Draw a valid draft submission to a framework; complete ones answer everything and report all facts."""
    given_answers = {}
    for indicator in indicators_of(framework):
        if complete or draw(st.integers(0, 3)) > 0:
            given_answers[indicator["id"]] = draw(answer_to(indicator))
    return {
        "format": 1,
        "framework": "law@1.0.0",
        "status": "draft",
        "period": {"start": "2025-01-01", "end": "2025-12-31"},
        "facts": draw(facts(complete=complete)),
        "answers": given_answers,
    }
