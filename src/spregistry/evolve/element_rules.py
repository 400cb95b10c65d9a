"""What a difference in each field of a definition means; one table per kind of element, and no field without a rule."""

from collections.abc import Iterator, Mapping
from typing import Any

from spregistry.evolve.answer_rules import bounds, options
from spregistry.evolve.found import Found, Rule, by_key, differs, reordered, words
from spregistry.model.change import Impact
from spregistry.model.document import Data

_SIGNIFICANT: Impact = "score-significant"


def nothing(_field: str, _before: Data, _after: Data) -> Iterator[Found]:
    """Say nothing: the field is compared elsewhere, or tells where an element comes from."""
    yield from ()


def caps(field: str, before: Data, after: Data) -> Iterator[Found]:
    """Compare the caps of a group by their indicators."""
    old, new = by_key(before, "indicator"), by_key(after, "indicator")
    for id_ in dict.fromkeys([*old, *new]):
        was, is_ = old.get(id_), new.get(id_)
        if was is None or is_ is None or (was["below"], was["to"]) != (is_["below"], is_["to"]):
            yield Found("capped", _SIGNIFICANT, f"{field}/{id_}", was, is_)
        elif was["reason"] != is_["reason"]:
            yield Found("reworded", "editorial", f"{field}/{id_}/reason", was["reason"], is_["reason"])
    yield from reordered(field, old, new)


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


def _kind(field: str, before: Data, after: Data) -> Iterator[Found]:
    """Compare stock, flow or neither: a figure that was only one number may now also be given in parts."""
    if before != after:
        wider = before is None
        yield Found("range-widened" if wider else "range-narrowed", "additive" if wider else "breaking", field, before, after)


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


#: An element's place, and where it comes from, are told by the comparison of whole elements.
_PLACE: Mapping[str, Rule] = dict.fromkeys(("id", "supersedes", "new", "groups", "indicators"), nothing)

_ASKED: Mapping[str, Rule] = {
    "applies_when": differs("applicability", _SIGNIFICANT),
    "due_from_month": differs("timing", _SIGNIFICANT),
    "asked_of": differs("asked-of", _SIGNIFICANT),
    "tags": differs("retagged", "additive"),
    "weight": differs("reweighted", _SIGNIFICANT),
}

GROUP: Mapping[str, Rule] = {
    **_PLACE,
    **_ASKED,
    "code": differs("renumbered", "editorial"),
    "title": words("retitled", judged=True),
    "intro": words("guidance", judged=True),
    "aggregate": differs("reaggregated", _SIGNIFICANT),
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
    "unit": differs("unit", _SIGNIFICANT),
    "kind": _kind,
    "segments": _segments,
    "schema": _schema,
    "choices": _choices,
    "multiple": _multiple,
}

TERM: Mapping[str, Rule] = {"id": nothing, "title": words("retitled", judged=True)}

BAND: Mapping[str, Rule] = {"id": nothing, "from": differs("rebanded", _SIGNIFICANT), "label": words("relabelled", judged=True)}

AWARD: Mapping[str, Rule] = {"id": nothing, "title": words("retitled", judged=True), "minimums": differs("awards", _SIGNIFICANT)}

RESPONDENTS: Mapping[str, Rule] = {
    "id": nothing,
    "title": words("retitled", judged=True),
    "min_respondents": differs("respondents", _SIGNIFICANT),
    "required": differs("respondents", _SIGNIFICANT),
}


def inside(rules: Mapping[str, Rule], before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Found]:
    """Compare two versions of one element field by field.

    Raises:
        KeyError: where a field has no rule; the tables follow `framework.schema.json`, which a test holds them to.
    """
    for field in dict.fromkeys([*before, *after]):
        yield from rules[field](field, before.get(field), after.get(field))
