"""Two answers to the same question as people read them: the question by code and title, the answers by their labels, and who gave them."""

from typing import TYPE_CHECKING, Any

import click

from spregistry.cli.answer_text import fact_at, indicator_at, said_in_words
from spregistry.cli.options import say_in_language, tell
from spregistry.cli.terminal import folded
from spregistry.sentence import say

if TYPE_CHECKING:
    from spregistry.load.languages.translations import Translation
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


def conflict_text(conflict: "Conflict", translation: "Translation | None") -> str:
    """Return a conflict in three lines or more; without a standard what it is about stands by its id."""
    said = [
        tell("kept ({file}): {answer}", file=conflict.kept_from, answer=said_in_words(conflict.path, conflict.kept, translation)),
        tell("differs ({file}): {answer}", file=conflict.other_from, answer=said_in_words(conflict.path, conflict.other, translation)),
    ]
    title = click.style(folded(_title(conflict.path, translation), "", "  "), bold=True)
    return "\n".join([title, *(folded(text, "  ", "    ") for text in said)])


def _title(path: Any, translation: "Translation | None") -> str:
    section, *rest = map(str, path)
    id_ = rest[0] if rest else ""
    indicator, fact = indicator_at(path, translation), fact_at(path, translation)
    if indicator is not None:
        return f"{indicator.code} {indicator.title}"
    if fact is not None:
        return tell("Note on {title}", title=fact.title) if section == "fact_notes" else tell("Fact: {title}", title=fact.title)
    return " › ".join([say_in_language(_SECTIONS.get(section, section)), *([id_, *rest[1:]] if rest else [])])
