"""The texts of a framework that people read, each under a key that says which element it belongs to; what is translated.

A key is the id of the element, a slash and the field, such as `board-reviews-social-data/rubric/met`. What is named within one kind
only has the kind before a colon: `function:hr`, `scale:practice/met`. Texts of one list share a key; the text tells them apart.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from spregistry.model.document import Data

#: Fields that hold one text, a list of texts, or texts by name.
_FIELDS = (
    "title", "notice", "intro", "question", "questions", "rubric", "reading", "guidance",
    "evidence", "verify_with", "may_be_na", "label", "message", "reason", "new",
)  # fmt: skip

#: Lists of a framework whose entries are named within their kind only.
_KINDS = {
    "functions": "function",
    "tags": "tag",
    "segments": "segment",
    "fact_groups": "fact-group",
    "bands": "band",
    "awards": "award",
    "respondent_groups": "respondent-group",
    "quality_checks": "quality-check",
    "withdrawn": "withdrawn",
}


class Text(NamedTuple):
    """One text with its key."""

    key: str
    source: str


#: From a key and the text in the source language to what stands in its place.
Replace = Callable[[str, str], str]


def texts(data: Mapping[str, Data]) -> Iterator[Text]:
    """Yield every text of a resolved framework in the order of its document; names of units and levels follow at the end."""
    found: list[Text] = []

    def note(key: str, source: str) -> str:
        found.append(Text(key, source))
        return source

    replace_texts(data, note)
    yield from dict.fromkeys(found)
    for unit in dict.fromkeys(_units(data)):
        yield Text(f"unit:{unit}", unit.replace("-", " "))
    for level in data.get("levels") or ():
        yield Text(f"level:{level}", level.replace("-", " "))


def replace_texts(data: Mapping[str, Data], replace: Replace) -> dict[str, Data]:
    """Return a framework's data with every text replaced; everything else, ids and reasons' places included, stays as it is."""
    replaced = dict(_element(data, "framework", replace))
    for scale, options in (data.get("scales") or {}).items():
        replaced["scales"] = {**replaced["scales"], scale: _options(options, f"scale:{scale}", replace)}
    for field, kind in _KINDS.items():
        if field in data:
            replaced[field] = [_element(entry, f"{kind}:{entry['id']}", replace) for entry in data[field]]
    if "scoring" in data and "caps" in data["scoring"]:
        replaced["scoring"] = {**data["scoring"], "caps": _caps(data["scoring"]["caps"], "framework", replace)}
    return replaced


def _element(data: Mapping[str, Data], key: str, replace: Replace) -> dict[str, Data]:
    return {field: _field(field, value, key, replace) for field, value in data.items()}


def _field(field: str, value: Data, key: str, replace: Replace) -> Data:
    if field in _FIELDS:
        return _text(value, f"{key}/{field}", replace)
    if field in ("groups", "indicators", "facts"):
        return [_element(entry, entry["id"], replace) for entry in value]
    if field == "caps":
        return _caps(value, key, replace)
    if field == "choices":
        return _options(value, f"{key}/{field}", replace)
    if field == "answer":
        return {kind: _answer(part, key, replace) for kind, part in value.items()}
    return value


def _text(value: Data, key: str, replace: Replace) -> Data:
    if isinstance(value, str):
        return replace(key, value)
    if isinstance(value, list):
        return [replace(key, text) for text in value]
    if isinstance(value, dict):
        return {name: replace(f"{key}/{name}", text) for name, text in value.items()}
    return value  # `may_be_na: true` is no text


def _answer(part: Data, key: str, replace: Replace) -> Data:
    if not isinstance(part, dict):
        return part
    listed = {field: _options(part[field], f"{key}/{field}", replace) for field in ("options", "items") if field in part}
    return {**part, **listed}


def _options(options: list[Any], key: str, replace: Replace) -> list[Any]:
    return [{**option, "label": replace(f"{key}/{option.get('value', option.get('id'))}", option["label"])} for option in options]


def _caps(caps: list[Any], key: str, replace: Replace) -> list[Any]:
    return [{**cap, "reason": replace(f"{key}/caps/{cap['indicator']}", cap["reason"])} for cap in caps]


def _units(data: Data) -> Iterator[str]:
    if isinstance(data, dict):
        if isinstance(data.get("unit"), str):
            yield data["unit"]
        for value in data.values():
            yield from _units(value)
    elif isinstance(data, list):
        for value in data:
            yield from _units(value)
