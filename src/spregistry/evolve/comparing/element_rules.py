"""What a difference in each field of a definition means; one table per kind of element, and no field without a rule."""

from collections.abc import Iterator, Mapping
from typing import Any

from spregistry.evolve.comparing.answer_rules import bounds, options
from spregistry.evolve.comparing.asking import applicability, timing
from spregistry.evolve.comparing.found import Found, Rule, as_set, differs, reordered, words
from spregistry.model.change import Impact
from spregistry.model.document import Data

_SIGNIFICANT: Impact = "score-significant"


def nothing(_field: str, _before: Data, _after: Data) -> Iterator[Found]:
    """Say nothing: the field is compared elsewhere, or tells where an element comes from."""
    yield from ()


def caps(field: str, before: Data, after: Data) -> Iterator[Found]:
    """Compare the caps of a group by their indicators."""
    old, new = _by_indicator(before), _by_indicator(after)
    for id_ in dict.fromkeys([*old, *new]):
        was, is_ = old.get(id_, []), new.get(id_, [])
        if [(cap["below"], cap["to"]) for cap in was] != [(cap["below"], cap["to"]) for cap in is_]:
            yield Found("capped", _SIGNIFICANT, f"{field}/{id_}", _one_or_all(was), _one_or_all(is_))
            continue
        for cap, changed in zip(was, is_, strict=True):
            yield from words("reworded", judged=True)(f"{field}/{id_}/reason", cap["reason"], changed["reason"])
    yield from reordered(field, old, new)


def _by_indicator(caps: Data) -> dict[str, list[Any]]:
    """Return the caps of a group by what they look at: one indicator may cap twice, the deeper it falls the lower."""
    found: dict[str, list[Any]] = {}
    for cap in caps or ():
        found.setdefault(cap["indicator"], []).append(cap)
    return found


def _one_or_all(caps: list[Any]) -> Data:
    return caps if len(caps) > 1 else next(iter(caps), None)


def _reasons(field: str, before: Data, after: Data) -> Iterator[Found]:
    """Compare the reasons for which not applicable is accepted: true accepts any, None accepts none."""
    if before == after:
        return
    old, new = (set(value) if isinstance(value, list) else value for value in (before, after))
    wider = new is True or old is None or (isinstance(old, set) and isinstance(new, set) and old < new)
    if old == new:
        yield Found("reordered", "editorial", field, before, after)
    else:
        yield Found("reasons-added" if wider else "reasons-removed", "additive" if wider else "breaking", field, before, after)


def _segments(field: str, before: Data, after: Data) -> Iterator[Found]:
    old, new = set(before or ()), set(after or ())
    if old - new:
        yield Found("segments-removed", "breaking", field, before, after)
    elif new - old:
        yield Found("segments-added", "additive", field, before, after)
    elif before != after:
        yield Found("reordered", "editorial", field, before, after)


def form(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Found]:
    """Compare stock, flow or neither: in which parts the figure of a fact may be given, segments apart."""
    was, is_ = before.get("kind"), after.get("kind")
    if was == is_:
        return
    old, new = _parts(before), _parts(after)
    if not old <= new:
        yield Found("range-narrowed", "breaking", "kind", was, is_)
    else:
        yield Found("range-widened", "additive" if old < new else "editorial", "kind", was, is_)


def _parts(fact: Mapping[str, Any]) -> set[str]:
    if fact.get("kind") == "stock":
        return {"open", "close"}
    return {"total"} if "kind" in fact or "segments" in fact else set()


def _unit(field: str, before: Data, after: Data) -> Iterator[Found]:
    """Compare units; where money is reported, a final submission must name its currency."""
    yield from differs("unit", "breaking" if after == "money" else _SIGNIFICANT)(field, before, after)


def _multiple(field: str, before: Data, after: Data) -> Iterator[Found]:
    if bool(before) != bool(after):
        yield Found("answer-kind", "breaking", field, bool(before), bool(after))


def _schema(field: str, before: Data, after: Data) -> Iterator[Found]:
    if before is not None and after is not None:  # else it was measured and is now chosen, or the other way round
        yield from bounds(field, before, after)
    elif before != after:
        yield Found("answer-kind", "breaking", field, before, after)


def _choices(field: str, before: Data, after: Data) -> Iterator[Found]:
    if before is not None and after is not None:
        yield from options(field, before, after)


def _minimums(field: str, before: Data, after: Data) -> Iterator[Found]:
    old, new = (sorted((each["group"], each["score"]) for each in minimums) for minimums in (before, after))
    if old != new:
        yield Found("awards", _SIGNIFICANT, field, before, after)
    elif before != after:
        yield Found("reordered", "editorial", field, before, after)


def _respondents_required(field: str, before: Data, after: Data) -> Iterator[Found]:
    yield from differs("respondents", "breaking" if after else "additive", absent=False)(field, before, after)


#: An element's place, and where it comes from, are told by the comparison of whole elements; what a profile uses is in place already.
_PLACE: Mapping[str, Rule] = dict.fromkeys(("id", "supersedes", "new"), nothing)

_ASKED: Mapping[str, Rule] = {
    "applies_when": applicability,
    "due_from_month": timing,
    "asked_of": as_set("asked-of", _SIGNIFICANT),
    "tags": as_set("retagged", "additive"),
    "weight": differs("reweighted", _SIGNIFICANT, 1),
}

GROUP: Mapping[str, Rule] = {
    **_PLACE,
    **dict.fromkeys(("groups", "indicators", "use"), nothing),
    **_ASKED,
    "code": differs("renumbered", "editorial"),
    "title": words("retitled", judged=True),
    "intro": words("guidance", judged=True),
    "aggregate": differs("reaggregated", _SIGNIFICANT, "mean"),
    "caps": caps,
}

INDICATOR: Mapping[str, Rule] = {
    **_PLACE,
    **_ASKED,
    "code": differs("renumbered", "editorial"),
    "title": words("retitled", judged=True),
    "question": words("reworded", judged=False),
    "questions": words("reworded", judged=False),
    "rubric": words("reworded", judged=False),
    "reading": words("reworded", judged=False),
    "guidance": words("guidance", judged=True),
    "evidence": differs("evidence", "editorial"),
    "function": differs("reassigned", "editorial"),
    "verify_with": differs("evidence", "editorial"),
    "may_be_na": _reasons,
    # These need more than their own field: how the indicator counts and must be answered in the end.
    "answer": nothing,
    "scored": nothing,
    "optional": nothing,
    "trial": nothing,
}

FACT: Mapping[str, Rule] = {
    "id": nothing,
    "title": words("retitled", judged=True),
    "group": differs("terms", "editorial"),
    "question": words("reworded", judged=False),
    "guidance": words("guidance", judged=True),
    "unit": _unit,
    "kind": nothing,  # `form` needs the segments as well
    "segments": _segments,
    "schema": _schema,
    "choices": _choices,
    "multiple": _multiple,
}

TERM: Mapping[str, Rule] = {"id": nothing, "title": words("retitled", judged=True)}

BAND: Mapping[str, Rule] = {"id": nothing, "from": differs("rebanded", _SIGNIFICANT), "label": words("relabelled", judged=True)}

AWARD: Mapping[str, Rule] = {"id": nothing, "title": words("retitled", judged=True), "minimums": _minimums}

RESPONDENTS: Mapping[str, Rule] = {
    "id": nothing,
    "title": words("retitled", judged=True),
    "min_respondents": differs("respondents", _SIGNIFICANT, 1),
    "required": _respondents_required,
}


def inside(rules: Mapping[str, Rule], before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Found]:
    """Compare two versions of one element field by field.

    Raises:
        KeyError: where a field has no rule; the tables follow `framework.schema.json`, which a test holds them to.
    """
    for field in dict.fromkeys([*before, *after]):
        yield from rules[field](field, before.get(field), after.get(field))
