"""What the parts of an element are called by those who read a standard, and what kind of thing an element is: one vocabulary for all lists."""

from collections.abc import Mapping, Sequence
from typing import Any

from spregistry.evolve.comparing.sides import LISTED, Side
from spregistry.model.change import Change
from spregistry.model.framework import Framework
from spregistry.publish.versions.change_values import Names
from spregistry.sentence import Sentence, say, sayable

_FIELDS: Mapping[str, Sentence] = {
    "question": say("question"),
    "reading": say("how to read it"),
    "guidance": say("guidance"),
    "intro": say("introduction"),
    "notice": say("notice"),
    "message": say("message"),
    "title": say("title"),
    "label": say("label"),
    "trial": say("whether it is a trial"),
    "schema": say("what figures are possible"),
    "text": say("how long the text may be"),
    "kind": say("parts in which it is given"),
    "unit": say("unit"),
    "numerator": say("upper part of the ratio"),
    "denominator": say("lower part of the ratio"),
    "steps": say("limits"),
    "line": say("limits"),
    "cases": say("limits by case"),
    "scale": say("scale"),
    "points": say("points"),
}

#: Of texts whose changes are told without naming them.
_TEXTS: Mapping[str, Sentence] = {
    "evidence": say("Evidence"),
    "verify_with": say("Ask as well"),
    "may_be_na": say("Why it does not apply"),
    "new": say("Why it is new"),
    "reason": say("Reason"),
}

_OF_OPTION: Mapping[str, str] = {
    "label": sayable("label of an answer"),
    "points": sayable("answer “{answer}”"),
    "excluded": sayable("whether “{answer}” leaves the score"),
    "free_text": sayable("own words with “{answer}”"),
    "group": sayable("what “{answer}” is counted with"),
}

#: What an element is that is named within its kind only, by what stands before the colon of its key.
_KINDS: Mapping[str, Sentence] = {
    "function": say("Function"),
    "tag": say("Tag"),
    "segment": say("Segment"),
    "fact-group": say("Heading of facts"),
    "scale": say("Scale"),
    "band": say("Band"),
    "award": say("Award"),
    "respondent-group": say("Group of respondents"),
    "quality-check": say("Check of facts"),
    "withdrawn": say("Withdrawn"),
}


def kind_in_words(element: str) -> Sentence | None:
    """Return what kind of thing an element is whose key names its kind, such as "tag:agents"; None of all others."""
    kind, colon, _ = element.partition(":")
    return _KINDS[kind] if colon else None


def name_of(element: str, framework: Framework) -> str:
    """Return what an element is called whose key names its kind: its title or label, else its name in the definition."""
    kind, _, id_ = element.partition(":")
    entries = framework.data.get(LISTED.get(kind, "")) or ()
    called = (entry.get("title") or entry.get("label") for entry in entries if entry["id"] == id_)
    return next(called, None) or id_.replace("-", " ")


def begun(text: str) -> str:
    """Return words as they stand at the beginning of a line by themselves."""
    return text[:1].upper() + text[1:]


def field_in_words(change: Change, names: Names) -> str:
    """Return what of an element a change is about."""
    sides = [side for side in (names.after, names.before) if side is not None]
    parts = change.field.split("/")
    named = _by_name(change.element, parts, sides)
    if named is not None:
        return named
    if parts[0] in _FIELDS and len(parts) == 1:
        return _FIELDS[parts[0]]
    if parts[-1] == "reason":
        return _OF_LIMIT
    if parts[0] == "answer" or change.element_kind == "scale" or parts[0] == "choices":
        return _of_answer(change.element, parts, sides)
    return _FIELDS.get(parts[-1], say("definition"))


_OF_LIMIT = say("reason of the limit")


def text_in_words(element: str, field: str, sides: Sequence[Side]) -> str:
    """Return what one text of an element is called.

    Args:
        element: As in `ReviewText.element`.
        field: As in `ReviewText.field`.
        sides: The versions in which to look for what answers and groups are called; of the first that knows.

    Raises:
        KeyError: where there is no such text; the tables follow `model/texts.py`, which a test holds them to.
    """
    parts = field.split("/")
    named = _by_name(element, parts, sides)
    if named is not None:
        return named
    if parts[0] == "caps":
        return _OF_LIMIT
    if len(parts) > 1 or element.startswith("scale:"):  # options, items, choices; of a scale each text is one
        return Sentence(_OF_OPTION["label"], {})
    return _TEXTS.get(field) or _FIELDS[field]


def _by_name(element: str, parts: Sequence[str], sides: Sequence[Side]) -> str | None:
    """Return what those texts are called of which there is one for each answer, or for each group of respondents."""
    if parts[0] == "rubric" and len(parts) > 1:
        return say("what is described for “{answer}”", answer=_answer(element, parts[1], sides))
    if parts[0] == "questions" and len(parts) > 1:
        return say("question to “{group}”", group=_respondents(parts[1], sides))
    return None


def _respondents(id_: str, sides: Sequence[Side]) -> str:
    groups = (group for side in sides for group in side.framework.data.get("respondent_groups") or ())
    return next((str(group["title"]) for group in groups if group["id"] == id_), id_)


def _of_answer(element: str, parts: Sequence[str], sides: Sequence[Side]) -> str:
    """Return in words which part of an answer is meant: an option or an item by its label, else what its field is called."""
    last = parts[-1]
    if last in _OF_OPTION and not (last == "points" and parts[-2] == "checklist"):
        return Sentence(_OF_OPTION[last], {"answer": _answer(element, parts[-2], sides)})
    return _FIELDS.get(last, say("answers"))


def _answer(element: str, value: str, sides: Sequence[Side]) -> str:
    """Return the label of an option or an item, as the first version has it that knows it."""
    for side in sides:
        found = (entry["label"] for entry in _possible(element, side) if value in (entry.get("value"), entry.get("id")))
        label = next(found, None)
        if label is not None:
            return str(label)
    return value


def _possible(element: str, side: Side) -> Sequence[Mapping[str, Any]]:
    kind, colon, name = element.partition(":")
    if kind == "scale" and colon:
        found: Sequence[Mapping[str, Any]] = side.scales.get(name) or ()
        return found
    if element in side.facts:
        return side.facts[element].get("choices") or ()
    node = side.nodes.get(element)
    answer = node.data.get("answer", {}) if node else {}
    return (
        side.scales.get(str(answer.get("scale")))
        or answer.get("choice", {}).get("options")
        or answer.get("checklist", {}).get("items")
        or ()
    )
