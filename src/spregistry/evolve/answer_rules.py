"""How answers change: options, checklists, ranges, figures. What an old answer earned it must still earn, or it counts as score-significant."""

from collections.abc import Iterator, Mapping
from math import inf
from typing import Any

from spregistry.evolve.found import Found, by_key, differs, reordered, words
from spregistry.model.answer_kind import ANSWER_KINDS
from spregistry.model.document import Data

#: Words under the same value: they may say something else now.
_label = words("relabelled", judged=False)


def options(field: str, before: Data, after: Data) -> Iterator[Found]:
    """Compare the options of a scale, a choice or a fact by their values."""
    old, new = by_key(before, "value"), by_key(after, "value")
    for value in dict.fromkeys([*old, *new]):
        at = f"{field}/{value}"
        if value not in new:
            yield Found("option-removed", "breaking", at, old[value], None)
        elif value not in old:
            yield Found("option-added", "additive", at, None, new[value])
        else:
            yield from _option(at, old[value], new[value])
    yield from reordered(field, old, new)


def _option(field: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Found]:
    yield from _label(f"{field}/label", old["label"], new["label"])
    for part in ("points", "excluded"):
        yield from differs("rescaled", "score-significant")(f"{field}/{part}", old.get(part), new.get(part))
    was, is_ = bool(old.get("free_text")), bool(new.get("free_text"))
    if was != is_:
        yield Found("range-widened" if is_ else "range-narrowed", "additive" if is_ else "breaking", f"{field}/free_text", was, is_)


def answer(before: Mapping[str, Any], after: Mapping[str, Any], scales: tuple[Mapping[str, Data], Mapping[str, Data]]) -> Iterator[Found]:
    """Compare how an indicator is answered; `scales` are those of both versions."""
    old, new = (next(kind for kind in ANSWER_KINDS if kind in spec) for spec in (before, after))
    if old != new:
        yield Found("answer-kind", "breaking", "answer", before, after)
    elif old == "scale":
        if before["scale"] != after["scale"]:
            yield Found("rescaled", "editorial", "answer/scale", before["scale"], after["scale"])
            yield from options("answer/scale", scales[0].get(before["scale"]), scales[1].get(after["scale"]))
    elif old == "choice":
        yield from options("answer/choice", before["choice"]["options"], after["choice"]["options"])
    elif old == "checklist":
        yield from _checklist("answer/checklist", before["checklist"], after["checklist"])
    elif old in ("number", "ratio"):
        yield from _figure(f"answer/{old}", before[old], after[old])
    elif old == "text":
        yield from bounds("answer/text", before["text"], after["text"])


def _checklist(field: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Found]:
    old, new = by_key(before["items"], "id"), by_key(after["items"], "id")
    # A share has the number of items in its denominator; a table counts ticks, whatever else could be ticked.
    shared = "share" in (before.get("points"), after.get("points"))
    for id_ in dict.fromkeys([*old, *new]):
        at = f"{field}/{id_}"
        if id_ not in new:
            yield Found("item-removed", "breaking", at, old[id_], None)
        elif id_ not in old:
            yield Found("item-added", "score-significant" if shared else "additive", at, None, new[id_])
        else:
            yield from _label(f"{at}/label", old[id_]["label"], new[id_]["label"])
            yield from differs("rescaled", "score-significant")(f"{at}/group", old[id_].get("group"), new[id_].get("group"))
    yield from reordered(field, old, new)
    yield from differs("rescaled", "score-significant")(f"{field}/points", before.get("points"), after.get("points"))


def _figure(field: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Found]:
    if "schema" in before:
        yield from bounds(f"{field}/schema", before["schema"], after["schema"])
    yield from differs("unit", "score-significant")(f"{field}/unit", before.get("unit"), after.get("unit"))
    for part in ("numerator", "denominator"):
        yield from differs("recomputed", "score-significant")(f"{field}/{part}", before.get(part), after.get(part))
    for part in ("steps", "line", "cases"):
        yield from differs("rescaled", "score-significant")(f"{field}/{part}", before.get(part), after.get(part))


def bounds(field: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Found]:
    """Compare the values that a figure, a fact or a text may have."""
    types = {before.get("type"), after.get("type")}
    if before.get("format") != after.get("format") or (len(types) > 1 and types != {"integer", "number"}):
        yield Found("answer-kind", "breaking", field, dict(before), dict(after))
        return
    admitted, admits = _ends(before), _ends(after)
    if any(new > old for old, new in zip(admitted, admits, strict=True)):
        yield Found("range-narrowed", "breaking", field, dict(before), dict(after))
    elif admitted != admits:
        yield Found("range-widened", "additive", field, dict(before), dict(after))
    elif before != after:  # said in another way
        yield Found("range-widened", "editorial", field, dict(before), dict(after))


def _ends(schema: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return how narrow a range is: whole numbers only, its ends for numbers, its ends for lengths; larger is narrower."""
    low = max((schema.get("minimum", -inf), False), (schema.get("exclusiveMinimum", -inf), "exclusiveMinimum" in schema))
    high = max((-schema.get("maximum", inf), False), (-schema.get("exclusiveMaximum", inf), "exclusiveMaximum" in schema))
    return schema.get("type") == "integer", low, high, schema.get("minLength", 0), -schema.get("maxLength", inf)
