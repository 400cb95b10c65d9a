"""How values stand in sentences: one as its writer would recognise it, several in a row."""

from collections.abc import Iterable
from typing import Any, Literal

from spregistry.load.text.yaml_text import readable
from spregistry.model.document import Data
from spregistry.sentence import Sentence, Several, say


def spelled(value: Data, written: str | None = None) -> str:
    """Return a value as its writer would recognise it."""
    if value is None:
        return say("left empty")
    if written is not None and not isinstance(value, str):
        return readable(written)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return say("keys with values")
    if isinstance(value, list):
        return say("a list of {count}", count=len(value))
    text = str(value)
    return in_quotes(readable(text)) if isinstance(value, str) else text


def in_quotes(text: str) -> Sentence:
    """Return a text in the quotes of whatever language it is said in."""
    return say("“{label}”", label=text)


def listed(values: Iterable[Any], limit: int = 12, last: Literal["and", "or"] = "or") -> str:
    """Return values as "a, b or c", shortened where they are many."""
    words = [value if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value) for value in values]
    if len(words) > limit:
        words = [*words[:limit], say("{count} more", count=len(words) - limit)]
    if len(words) == 1:
        return words[0]
    first = Several(words[:-1])
    return say("{words} or {last}", words=first, last=words[-1]) if last == "or" else say("{words} and {last}", words=first, last=words[-1])


def in_full(number: float) -> str:
    """Return a number without an exponent where people would write none."""
    return str(int(number)) if float(number).is_integer() and abs(number) < 1e16 else repr(number)  # noqa: PLR2004  # exact
