"""What differs beside the tree: the header, and the lists whose entries are named within their kind only."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from math import inf
from typing import Any, NamedTuple

from spregistry.evolve.comparing.element_rules import AWARD, BAND, RESPONDENTS, TERM, caps, inside, nothing
from spregistry.evolve.comparing.found import Found, Rule, by_key, differs, words
from spregistry.model.change import ElementKind, Impact, Kind
from spregistry.model.document import Data


def _scoring(_field: str, before: Data, after: Data) -> Iterator[Found]:
    old, new = before or {}, after or {}
    yield from differs("reaggregated", "score-significant")("scoring/aggregate", old.get("aggregate", "mean"), new.get("aggregate", "mean"))
    yield from differs("overall", "score-significant")("scoring/overall", old.get("overall", True), new.get("overall", True))
    yield from caps("scoring/caps", old.get("caps"), new.get("caps"))


def _levels(field: str, before: Data, after: Data) -> Iterator[Found]:
    if before != after:
        yield Found("levels", "editorial", field, before, after)


#: Fields of the header; lists, facts and the tree are compared element by element.
HEADER: Mapping[str, Rule] = {
    **dict.fromkeys(
        ("format", "id", "version", "previous", "withdrawn", "parts", "scales", "facts", "groups", "indicators", "use"), nothing
    ),
    **dict.fromkeys(("functions", "tags", "segments", "fact_groups", "quality_checks", "bands", "awards", "respondent_groups"), nothing),
    "based_on": differs("based-on", "breaking"),
    "title": words("retitled", judged=True),
    "notice": words("guidance", judged=True),
    "language": differs("language", "score-significant"),
    "licence": differs("licence", "additive"),
    "levels": _levels,
    "scoring": _scoring,
    "clock": differs("clock", "score-significant"),
}


def _term(_was: Any, _is: Any) -> Impact:
    return "additive"


def _band(_was: Any, _is: Any) -> Impact:
    return "score-significant"


def _award(was: Any, _is: Any) -> Impact:
    return "additive" if was is None else "score-significant"


def _respondents(was: Any, is_: Any) -> Impact:
    return "breaking" if was is not None or is_.get("required") else "additive"


def _check(was: Any, is_: Any) -> Impact:
    """A check that stops a final submission is breaking where it is new; nothing else about checks can hurt an old submission."""
    return "breaking" if was is None and is_["severity"] == "error" else "additive"


def _quality_check(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Found]:
    """Compare what a check demands and how grave it is; its message is only words."""
    yield from words("reworded", judged=True)("message", before["message"], after["message"])
    old, new = _demand(before), _demand(after)
    if old != new or before["severity"] != after["severity"]:
        stops = after["severity"] == "error" and not (before["severity"] == "error" and _milder(old, new))
        yield Found("quality-check", "breaking" if stops else "additive", "", before, after)


def _demand(check: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a check looks for, in one spelling."""
    found = {key: value for key, value in check.items() if key not in ("id", "message", "severity")}
    if "at_most" in found:
        found["at_most"] = [[side] if isinstance(side, str) else side for side in found["at_most"]]
    if "adds_up" in found:
        found["adds_up"] = {"tolerance": 0, **found["adds_up"]}
    return found


def _milder(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Tell whether nothing is wrong by the later check that was right by the earlier: the same is looked at, and more is let pass."""
    (kind, old), (other, new) = (next(iter(check.items())) for check in (before, after))
    if kind != other or kind not in ("adds_up", "between"):
        return before == after
    limits = ("tolerance", "from", "to")
    if any(old.get(key) != new.get(key) for key in {*old, *new} - {*limits}):
        return False
    wider_low = new.get("from", -inf) <= old.get("from", -inf)
    return bool(wider_low and new.get("to", inf) >= old.get("to", inf) and new.get("tolerance", 0) >= old.get("tolerance", 0))


class Listed(NamedTuple):
    """A list of the definition: what its entries are, how two of them are compared, what adding or dropping one does."""

    field: str
    #: Before the colon of an entry's key, as in `model/texts.py`.
    key: str
    element_kind: ElementKind
    kind: Kind
    impact: Callable[[Any, Any], Impact]
    compare: Callable[[Mapping[str, Any], Mapping[str, Any]], Iterator[Found]]


def _by(rules: Mapping[str, Rule]) -> Callable[[Mapping[str, Any], Mapping[str, Any]], Iterator[Found]]:
    return lambda before, after: inside(rules, before, after)


LISTS: Sequence[Listed] = (
    Listed("functions", "function", "term", "terms", _term, _by(TERM)),
    Listed("tags", "tag", "term", "terms", _term, _by(TERM)),
    Listed("segments", "segment", "term", "terms", _term, _by(TERM)),
    Listed("fact_groups", "fact-group", "term", "terms", _term, _by(TERM)),
    Listed("bands", "band", "band", "rebanded", _band, _by(BAND)),
    Listed("awards", "award", "award", "awards", _award, _by(AWARD)),
    Listed("respondent_groups", "respondent-group", "respondent-group", "respondents", _respondents, _by(RESPONDENTS)),
    Listed("quality_checks", "quality-check", "quality-check", "quality-check", _check, _quality_check),
)


def entries(listed: Listed, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[tuple[str, str, Found]]:
    """Yield what differs in the entries of one list of two definitions: the key of the entry, its title, and the difference."""
    old, new = by_key(before.get(listed.field), "id"), by_key(after.get(listed.field), "id")
    for id_ in dict.fromkeys([*old, *new]):
        if id_ in old and id_ in new:
            found = listed.compare(old[id_], new[id_])
        else:
            was, is_ = old.get(id_), new.get(id_)
            found = iter([Found(listed.kind, listed.impact(was, is_), "", was, is_)])
        entry = new[id_] if id_ in new else old[id_]
        for each in found:
            idle = each.kind == "quality-check" and each.impact == "breaking" and _reads_what_is_new(entry, before, after)
            told = each._replace(impact="additive") if idle else each
            yield f"{listed.key}:{id_}", entry.get("title") or entry.get("label") or id_, told


def _reads_what_is_new(check: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Tell whether a check reads something that no submission of the earlier version can report; it is skipped where anything lacks."""
    facts = by_key(before.get("facts"), "id")
    followed = {successor for entry in after.get("withdrawn") or () for successor in entry.get("successors") or ()}
    return any(
        (name not in facts and name not in followed and name != "period")
        or (name in facts and part not in ("", *_PARTS, *(facts[name].get("segments") or ())))
        for name, _, part in (term.partition(".") for term in _terms(check))
    )


#: Parts of a figure that are no segments.
_PARTS = ("open", "close", "average", "total")


def _terms(check: Mapping[str, Any]) -> Iterator[str]:
    """Yield the facts, and parts of facts, that a check reads."""
    for side in check.get("at_most", ()):
        yield from [side] if isinstance(side, str) else side
    sums = check.get("adds_up", {})
    yield from (*sums.get("parts", ()), *([sums["whole"]] if sums else ()))
    share = check.get("between", {})
    yield from (*share.get("numerator", ()), *share.get("denominator", ()), *check.get("ordered", ()))
