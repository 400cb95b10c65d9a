"""What was said in a submission as people read it: answers by their labels, figures as they were written, and all that stands beside them."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from spregistry.cli.options import say_in_language, tell
from spregistry.cli.terminal import day, plain
from spregistry.sentence import Several, phrases, say

if TYPE_CHECKING:
    from spregistry.load.languages.translations import Translation
    from spregistry.model.definition import Indicator
    from spregistry.model.fact import Fact

_DETAILS = {
    "not_measured": say("Not measured"),
    "justification": say("Why it does not apply"),
    "evidence": say("Evidence"),
    "no_evidence": say("No evidence because"),
    "comment": say("Comment"),
    "by": say("Answered by"),
    "on": say("On"),
    "review": say("Assessor’s review"),
    "flag": say("Flagged"),
    "unconfirmed": say("Unconfirmed"),
    "dissent": say("Another view"),
    "what": say("What"),
    "who": say("Who"),
    "by_when": say("By when"),
    "target": say("Target"),
    "indicator": say("Question"),
    "value": say("Answer"),
    "open": say("Start of period"),
    "close": say("End of period"),
    "total": say("In the period"),
    "name": say("Name"),
    "country": say("Country"),
    "region": say("Region"),
    "website": say("Website"),
    "contact": say("Contact"),
    "start": say("From"),
    "end": say("To"),
    "group": say("Group"),
    "assessor": say("Assessor"),
    "source": say("Source of the rate"),
    "per_usd": say("Units for one US dollar"),
}
#: Units that are not called anything beside a figure.
_WITHOUT_NAME = ("money", "fraction")
_DAYS = ("on", "start", "end", "date")


def said_in_words(path: Any, said: Any, translation: "Translation | None") -> str:
    """Return what was said at a place of a submission: the answer first, then all that is said about it.

    Args:
        path: The section and, within one, the id; such as ("answers", "goals").
        said: What stands there.
        translation: The standard that it is about; without one ids and values stand as they are.
    """
    indicator, fact = indicator_at(path, translation), fact_at(path, translation)
    if indicator is not None and translation is not None and isinstance(said, dict):
        rest = {key: value for key, value in said.items() if key not in ("value", "not_applicable")}
        return _in_a_row([_answer(indicator, said, translation), *_details(rest)])
    if fact is not None and translation is not None and path[0] == "facts":
        return say_in_language(phrases(_figures(fact, said, translation)))
    if path[0] == "actions" and translation is not None and isinstance(said, dict):
        said = _action(said, translation)
    return _in_a_row([*_details(said)]) if isinstance(said, dict) else _plain(said)


def _in_a_row(details: Sequence[str]) -> str:
    """Return details as one phrase; a full stop before the sign that parts them would stand there twice."""
    return say_in_language(phrases([*(each.removesuffix(".") for each in details[:-1]), *details[-1:]]))


def _action(action: dict[str, Any], translation: "Translation") -> dict[str, Any]:
    """Return an action with its question by its title, and the answer that it aims at by its label."""
    indicator = translation.framework.indicators.get(str(action.get("indicator")))
    if indicator is None:
        return action
    named = {**action, "indicator": indicator.title}
    return {**named, "target": _answer(indicator, {"value": action["target"]}, translation)} if "target" in action else named


def _answer(indicator: "Indicator", said: dict[str, Any], translation: "Translation") -> str:
    value = said.get("value")
    if said.get("not_applicable"):
        return tell("Does not apply")
    options = translation.framework.options(indicator)
    answer = indicator.answer
    if answer.checklist is not None and isinstance(value, list):
        labels = {item.id: item.label for item in answer.checklist.items}
        return say_in_language(Several(_labelled(one, labels) for one in value)) or tell("none of these")
    if type(value) in (int, float):
        return _figure(value, answer.figure.unit if answer.figure else None, translation)
    if answer.date is not None:
        return day(value)
    return next((option.label for option in options if option.value == value), "–" if value is None else _plain(value))


def _figures(fact: "Fact", said: Any, translation: "Translation") -> Iterator[str]:
    if not isinstance(said, dict):
        labels = {option.value: option.label for option in fact.choices or ()}
        values = said if isinstance(said, list) else [said]
        shown = (_figure(value, fact.unit, translation) if type(value) in (int, float) else _labelled(value, labels) for value in values)
        yield say_in_language(Several(shown))
        return
    segments = {segment.id: segment.title or segment.id for segment in translation.framework.definition.segments or ()}
    for key, value in said.items():
        label = say_in_language(_DETAILS[key]) if key in _DETAILS else segments.get(key, key)
        figure = type(value) in (int, float)
        if key == "not_measured" and value is True:
            yield str(label)
        else:
            yield tell("{element}: {message}", element=label, message=_figure(value, fact.unit, translation) if figure else _plain(value))


def _labelled(value: Any, labels: dict[str, str]) -> str:
    """Return what a value is called; parts are merged before they are validated, so that anything may stand there."""
    return labels.get(value, _plain(value)) if isinstance(value, str) else _plain(value)


def _figure(value: Any, unit: str | None, translation: "Translation") -> str:
    # Amounts are in the submission's own currency; shares stand as they were given.
    shown = translation.name("unit", unit) if unit and unit not in _WITHOUT_NAME else ""
    return f"{plain(value, ',.15g')} {shown}".rstrip()


def _details(said: dict[str, Any]) -> Iterator[str]:
    for key, value in said.items():
        if value is not None:
            shown = day(value) if key in _DAYS and isinstance(value, str) else _quoted(value) if key == "evidence" else _plain(value)
            yield tell("{element}: {message}", element=_DETAILS.get(key, key.replace("_", " ")), message=shown)


def _quoted(lines: Any) -> str:
    """Return lines that people wrote, which may have commas of their own, so that one sees where each ends."""
    if not isinstance(lines, list) or len(lines) < 2:  # noqa: PLR2004  # one alone ends where it ends
        return _plain(lines)
    return say_in_language(Several(tell("“{label}”", label=_plain(line)) for line in lines))


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return tell("yes") if value else tell("no")
    if isinstance(value, dict):
        return say_in_language(Several(_details(value)))
    if isinstance(value, list):
        return say_in_language(Several(map(_plain, value)))
    return plain(value, ",.15g") if isinstance(value, int | float) else "".join(map(_harmless, str(value)))


def _harmless(sign: str) -> str:
    """Name a sign that would move the cursor, or turn the direction of what follows; joiners belong to words."""
    return sign if sign.isprintable() or sign.isspace() or sign in "\u200c\u200d" else f"[U+{ord(sign):04X}]"


def indicator_at(path: Any, translation: "Translation | None") -> "Indicator | None":
    """Return the indicator that a place of a submission is about, where it is about one."""
    known = translation.framework.indicators if translation is not None and path[0] == "answers" and len(path) > 1 else {}
    return known.get(str(path[1])) if known else None


def fact_at(path: Any, translation: "Translation | None") -> "Fact | None":
    """Return the fact that a place of a submission is about, where it is about one."""
    known = translation.framework.facts if translation is not None and path[0] in ("facts", "fact_notes") and len(path) > 1 else {}
    return known.get(str(path[1])) if known else None
