"""Two answers to the same question as people read them: the question by code and title, the answers by their labels, and who gave them."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from spregistry.cli.options import say_in_language, tell
from spregistry.cli.terminal import day, folded, plain
from spregistry.sentence import Several, phrases, say

if TYPE_CHECKING:
    from spregistry.load.translations import Translation
    from spregistry.model.definition import Indicator
    from spregistry.model.fact import Fact
    from spregistry.together.merge import Conflict

_SECTIONS = {
    "organisation": say("The institution"),
    "period": say("Period"),
    "currency": say("Currency"),
    "assurance": say("Assurance"),
    "respondent": say("Who answers"),
    "profile": say("Profile"),
    "status": say("Draft or final"),
}
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


def conflict_text(conflict: "Conflict", translation: "Translation | None") -> str:
    """Return a conflict in three lines or more; without a standard what it is about stands by its id."""
    said = [
        tell("kept ({file}): {answer}", file=conflict.kept_from, answer=_said(conflict.path, conflict.kept, translation)),
        tell("differs ({file}): {answer}", file=conflict.other_from, answer=_said(conflict.path, conflict.other, translation)),
    ]
    title = click.style(folded(_title(conflict.path, translation), "", "  "), bold=True)
    return "\n".join([title, *(folded(text, "  ", "    ") for text in said)])


def _title(path: Any, translation: "Translation | None") -> str:
    section, *rest = map(str, path)
    id_ = rest[0] if rest else ""
    indicator, fact = _indicator(path, translation), _fact(path, translation)
    if indicator is not None:
        return f"{indicator.code} {indicator.title}"
    if fact is not None:
        return tell("Note on {title}", title=fact.title) if section == "fact_notes" else tell("Fact: {title}", title=fact.title)
    return " › ".join([say_in_language(_SECTIONS.get(section, section)), *([id_, *rest[1:]] if rest else [])])


def _said(path: Any, said: Any, translation: "Translation | None") -> str:
    """Return what one side says: the answer first, then all that is said about it."""
    indicator, fact = _indicator(path, translation), _fact(path, translation)
    if indicator is not None and translation is not None and isinstance(said, dict):
        rest = {key: value for key, value in said.items() if key not in ("value", "not_applicable")}
        return say_in_language(phrases([_answer(indicator, said, translation), *_details(rest)]))
    if fact is not None and translation is not None and path[0] == "facts":
        return say_in_language(phrases(_figures(fact, said, translation)))
    return say_in_language(phrases(_details(said))) if isinstance(said, dict) else _plain(said)


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
            shown = day(value) if key in _DAYS and isinstance(value, str) else _plain(value)
            yield tell("{element}: {message}", element=_DETAILS.get(key, key.replace("_", " ")), message=shown)


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


def _indicator(path: Any, translation: "Translation | None") -> "Indicator | None":
    known = translation.framework.indicators if translation is not None and path[0] == "answers" and len(path) > 1 else {}
    return known.get(str(path[1])) if known else None


def _fact(path: Any, translation: "Translation | None") -> "Fact | None":
    known = translation.framework.facts if translation is not None and path[0] in ("facts", "fact_notes") and len(path) > 1 else {}
    return known.get(str(path[1])) if known else None
