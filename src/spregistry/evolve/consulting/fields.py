"""Which fields an element has, by the names under which `evolve/comparing` tells their changes; and what becomes of lineage. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from spregistry.evolve.comparing.element_rules import AWARD, BAND, FACT, GROUP, INDICATOR, RESPONDENTS, TERM, nothing
from spregistry.evolve.comparing.header_rules import HEADER
from spregistry.evolve.comparing.sides import LISTED, Side
from spregistry.evolve.lineage import continued, supersessions
from spregistry.model.framework import Framework

#: Before the colon of the key of what a version withdraws, as in `model/texts.py`.
WITHDRAWN = "withdrawn:"

_TABLES = {"group": GROUP, "indicator": INDICATOR, "fact": FACT, "band": BAND, "award": AWARD, "respondent-group": RESPONDENTS}
#: Fields whose changes are told by the comparison of whole elements.
_WHOLE: Mapping[str, Sequence[str]] = {
    "framework": ("scoring/aggregate", "scoring/overall", "scoring/caps", "facts", "children", *LISTED.values()),
    "group": ("children",),
    "indicator": ("answer", "optional", "scored", "trial"),
    "fact": ("kind",),
}
_OF_OPTIONS = ("label", "points", "excluded", "free_text")
_OF_WITHDRAWALS = ("reason", "successors")
#: The field in which an element says what it continues.
_LINEAGE = "supersedes"


def subject(key: str) -> str:
    """Return the element that a key is about, a field behind it kept: what is withdrawn is named by its id, or as in a review sheet."""
    return key.removeprefix(WITHDRAWN)


def withdrawn_keys(framework: Framework) -> frozenset[str]:
    """Return the names of what a version withdraws: ids, and keys such as withdrawn:complaints-box."""
    ids = {entry.id for entry in framework.definition.withdrawn or ()}
    return frozenset(ids | {f"{WITHDRAWN}{id_}" for id_ in ids})


def withdrawn_otherwise(before: Framework, after: Framework) -> frozenset[str]:
    """Return what two states of a version say differently of what it withdraws: ids, and ids with a slash and the field."""
    old, new = ({entry.id: entry for entry in each.definition.withdrawn or ()} for each in (before, after))
    found = set()
    for id_ in {*old, *new}:
        fields = [field for field in _OF_WITHDRAWALS if getattr(old.get(id_), field, None) != getattr(new.get(id_), field, None)]
        found |= {id_, *(f"{id_}/{field}" for field in fields)} if fields else set()
    return frozenset(found)


def continued_otherwise(before: Framework, after: Framework) -> frozenset[str]:
    """Return what two states of a version say differently of what continues what: the old ids, the new ones, and these with the field."""
    ways = [{(each.old, each.new): each for each in supersessions(framework)} for framework in (before, after)]
    pairs = {pair for pair in {*ways[0], *ways[1]} if ways[0].get(pair) != ways[1].get(pair)}
    return frozenset(name for old, new in pairs for name in (old, new, f"{new}/{_LINEAGE}"))


def fields(framework: Framework, key: str) -> frozenset[str]:
    """Return the fields of an element that a change of it may name; empty where the version has no such element.

    Args:
        framework: The version.
        key: An id, a key such as scale:practice, or the word framework; not with the prefix of what is withdrawn.
    """
    side = Side(framework)
    of_withdrawal = _OF_WITHDRAWALS if key in withdrawn_keys(framework) else ()
    of_lineage = (_LINEAGE,) if any(key in heirs for heirs in continued(framework).values()) else ()
    return frozenset([*of_withdrawal, *of_lineage, *_fields(side, key)])


def _fields(side: Side, key: str) -> Iterator[str]:
    data, kind = side.framework.data, key.partition(":")[0]
    if key == "framework":
        yield from _named(HEADER, data)
        yield from _caps("scoring/caps", (data.get("scoring") or {}).get("caps"))
    elif kind == "scale":
        yield from (field.removeprefix("/") for field in _options("", side.scales.get(key.partition(":")[2])) if field)
    elif key in side.nodes:
        node = side.nodes[key]
        kind = node.kind
        yield from _named(_TABLES[kind], node.data)
        yield from _caps("caps", node.data.get("caps"))
        yield from _answer(node.data.get("answer") or {}, side.scales)
    elif key in side.facts:
        kind = "fact"
        yield from _named(FACT, side.facts[key])
        yield from _options("choices", side.facts[key].get("choices"))
    elif key not in side.paths:
        return
    elif kind == "quality-check":
        yield "message"
    else:
        yield from _named(_TABLES.get(kind, TERM), {})
    yield from _WHOLE.get(kind, ())


def _named(rules: Mapping[str, Any], data: Mapping[str, Any]) -> Iterator[str]:
    """Yield the fields of a table; of texts by name each by its name."""
    for field, rule in rules.items():
        texts = isinstance(data.get(field), dict) and field in ("questions", "rubric")
        if rule is not nothing:
            yield from [f"{field}/{name}" for name in data[field]] if texts else [field]


def _caps(field: str, caps: Sequence[Any] | None) -> Iterator[str]:
    for cap in caps or ():
        yield from (f"{field}/{cap['indicator']}", f"{field}/{cap['indicator']}/reason")


def _options(field: str, options: Sequence[Any] | None) -> Iterator[str]:
    yield field
    for option in options or ():
        yield f"{field}/{option['value']}"
        yield from (f"{field}/{option['value']}/{part}" for part in _OF_OPTIONS)


def _answer(answer: Mapping[str, Any], scales: Mapping[str, Any]) -> Iterator[str]:
    """Yield the fields of how an indicator is answered."""
    if "scale" in answer:
        yield from _options("answer/scale", scales.get(answer["scale"]))
    if "choice" in answer:
        yield from _options("answer/choice", answer["choice"]["options"])
    if "checklist" in answer:
        yield from ("answer/checklist", "answer/checklist/points")
        for item in answer["checklist"]["items"]:
            yield from (f"answer/checklist/{item['id']}{part}" for part in ("", "/label", "/group"))
    if "text" in answer:
        yield "answer/text"
    for kind in ("number", "ratio"):
        yield from (f"answer/{kind}/{part}" for part in answer.get(kind) or ())
