"""How answers change: options, checklists, ranges, figures.

What an old answer earned it must still earn, or the change is score-significant; where it earned nothing and does now it is breaking, because
an answer with points needs evidence, without which a final submission is not final.
"""

from collections.abc import Iterator, Mapping
from math import ceil, floor, inf
from typing import Any

from spregistry.check.submission_schema import LARGEST, LARGEST_EXACT
from spregistry.evolve.comparing.earning import figure_rises_from_nothing, rises_from_nothing, table_rises_from_nothing
from spregistry.evolve.comparing.found import Found, by_key, differs, reordered, words
from spregistry.model.answer_kind import ANSWER_KINDS
from spregistry.model.change import Impact
from spregistry.model.document import Data

#: Words under the same value: they may say something else now.
_label = words("relabelled", judged=False)


def options(field: str, before: Data, after: Data, *, says_na: bool = False) -> Iterator[Found]:
    """Compare the options of a scale, a choice or a fact by their values.

    Where `says_na`, not applicable is accepted beside them; once an option says so, nothing else may.
    """
    old, new = by_key(before, "value"), by_key(after, "value")
    says_otherwise = says_na and not any(option.get("excluded") for option in old.values())
    for value in dict.fromkeys([*old, *new]):
        at = f"{field}/{value}"
        if value not in new:
            yield Found("option-removed", "breaking", at, old[value], None)
        elif value not in old:
            yield Found("option-added", "breaking" if says_otherwise and new[value].get("excluded") else "additive", at, None, new[value])
        else:
            yield from _option(at, old[value], new[value])
    yield from reordered(field, old, new)


def _option(field: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Found]:
    yield from _label(f"{field}/label", old["label"], new["label"])
    yield from _rescaled(
        f"{field}/points", old.get("points"), new.get("points"), lifts=rises_from_nothing(old.get("points"), new.get("points"))
    )
    # Where an option comes to say “not applicable”, it is admitted with a justification, or not at all.
    yield from _rescaled(f"{field}/excluded", old.get("excluded"), new.get("excluded"), lifts=bool(new.get("excluded")))
    was, is_ = bool(old.get("free_text")), bool(new.get("free_text"))
    if was != is_:  # what is meant can be said anyway; where it is not said that is told, and stops nothing
        yield Found("range-widened" if is_ else "range-narrowed", "additive", f"{field}/free_text", was, is_)


def _rescaled(field: str, before: Data, after: Data, *, lifts: bool) -> Iterator[Found]:
    yield from differs("rescaled", "breaking" if lifts else "score-significant")(field, before, after)


def answer(before: Mapping[str, Any], after: Mapping[str, Any], scales: tuple[Mapping[str, Data], Mapping[str, Data]]) -> Iterator[Found]:
    """Compare how an indicator, as it is written, is answered; `scales` are those of both versions."""
    was, is_, says_na = before["answer"], after["answer"], "may_be_na" in before
    old, new = (next(kind for kind in ANSWER_KINDS if kind in spec) for spec in (was, is_))
    if old != new:
        yield Found("answer-kind", "breaking", "answer", was, is_)
    elif old == "scale":
        if was["scale"] != is_["scale"]:
            yield Found("rescaled", "editorial", "answer/scale", was["scale"], is_["scale"])
            yield from options("answer/scale", scales[0].get(was["scale"]), scales[1].get(is_["scale"]), says_na=says_na)
    elif old == "choice":
        yield from options("answer/choice", was["choice"]["options"], is_["choice"]["options"], says_na=says_na)
    elif old == "checklist":
        yield from _checklist("answer/checklist", was["checklist"], is_["checklist"])
    elif old in ("number", "ratio"):
        required = not (after.get("optional") or after.get("trial"))
        yield from _figure(f"answer/{old}", was[old], is_[old], required=required)
    elif old == "text":
        yield from bounds("answer/text", was["text"], is_["text"])


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
            # Ticks that count apart now may reach a row of the table that they did not reach.
            lifts = any(isinstance(points, list) and not all(points[1:]) for points in (before.get("points"), after.get("points")))
            yield from _rescaled(f"{at}/group", old[id_].get("group"), new[id_].get("group"), lifts=lifts)
    yield from reordered(field, old, new)
    was, is_ = before.get("points"), after.get("points")
    yield from _rescaled(f"{field}/points", was, is_, lifts=table_rises_from_nothing(was, is_, len(new)))


def _figure(field: str, before: Mapping[str, Any], after: Mapping[str, Any], *, required: bool) -> Iterator[Found]:
    if "schema" in before:
        yield from bounds(f"{field}/schema", before["schema"], after["schema"])
    yield from differs("unit", "score-significant")(f"{field}/unit", before.get("unit"), after.get("unit"))
    known = {*before.get("numerator", ()), *before.get("denominator", ())}
    for part in ("numerator", "denominator"):
        # A final submission must report what a ratio is computed from.
        lacks: Impact = "breaking" if required and {*after.get(part, ())} - known else "score-significant"
        yield from differs("recomputed", lacks)(f"{field}/{part}", before.get(part), after.get(part))
    lifts = figure_rises_from_nothing(before, after)
    for part in ("steps", "line", "cases"):
        yield from _rescaled(f"{field}/{part}", before.get(part), after.get(part), lifts=lifts)


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


#: How far figures and texts reach where nothing is said; see `check/submission_schema.py`.
_LARGEST = {"integer": LARGEST_EXACT, "number": LARGEST}
_LONGEST = 20000


def _ends(schema: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return how narrow a range is: whole numbers only, its ends for numbers, its ends for lengths; larger is narrower."""
    largest = _LARGEST.get(schema.get("type", ""), inf)
    low = max((schema.get("minimum", -largest), False), (schema.get("exclusiveMinimum", -inf), "exclusiveMinimum" in schema))
    high = max((-schema.get("maximum", largest), False), (-schema.get("exclusiveMaximum", inf), "exclusiveMaximum" in schema))
    whole = schema.get("type") == "integer"
    if whole:  # above 0 and from 1 are the same
        low, high = ((floor(end) + 1 if beyond else ceil(end), False) for end, beyond in (low, high))
    longest = inf if "type" in schema else _LONGEST
    return whole, low, high, schema.get("minLength", 0), -schema.get("maxLength", longest)
