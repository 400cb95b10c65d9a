"""Sentences of the interface: English text that remembers what it was made of, so that it can be said in another language later."""

from collections.abc import Callable, Iterable
from functools import reduce
from typing import Any, Self

#: From an English template to that of another language; English where there is none.
Lookup = Callable[[str], str]


class Sentence(str):
    """English text, with the template and the values it was made of."""

    __slots__ = ("template", "values")

    template: str
    values: dict[str, Any]

    def __new__(cls, template: str, values: dict[str, Any]) -> Self:
        """Fill the template; without values it is taken as it is."""
        sentence = super().__new__(cls, template.format_map(values) if values else template)
        sentence.template = template
        sentence.values = values
        return sentence

    def __reduce__(self) -> tuple[type, tuple[str, dict[str, Any]]]:
        """A sentence can be sent to another process whole."""
        return (type(self), (self.template, self.values))


def sayable(template: str, /) -> str:
    """Return a template as it is: marks one that is filled elsewhere, so that it can be collected for translation."""
    return template


#: How words stand in a row, and how phrases do, which may have commas of their own.
_WORDS, _PHRASES = sayable("{words}, {next}"), sayable("{words}; {next}")


class Several(str):
    """Words in a row, each of which may be a sentence of its own."""

    __slots__ = ("row", "words")

    words: tuple[str, ...]
    #: How the next one follows those before it.
    row: str

    def __new__(cls, words: Iterable[str], row: str = _WORDS) -> Self:
        """Join the words as English does."""
        words = tuple(words)
        several = super().__new__(cls, _joined(words, row))
        several.words = words
        several.row = row
        return several

    def __reduce__(self) -> tuple[type, tuple[tuple[str, ...], str]]:
        """As of sentences."""
        return (type(self), (self.words, self.row))


def phrases(texts: Iterable[str]) -> Several:
    """Return phrases in a row, which may have commas of their own."""
    return Several(texts, _PHRASES)


def _joined(words: Iterable[str], row: str) -> str:
    return reduce(lambda joined, word: row.format(words=joined, next=word), words) if words else ""


class Figure(str):
    """A number as English writes it, such as 1,234.5, to be written otherwise in other languages."""

    __slots__ = ()


def say(template: str, /, **values: Any) -> Sentence:
    """Return an English sentence with its values in the places named in braces; literal, so that it can be collected for translation."""
    # As the class itself does, without its detour: findings are worded by the hundred.
    sentence = _make(Sentence, template.format_map(values) if values else template)
    sentence.template = template
    sentence.values = values
    return sentence


_make = str.__new__


def figure(value: float, form: str = "") -> Figure:
    """Return a number for a sentence, written by a format specification such as ",.2f"."""
    return Figure(format(value, form))


def translate(text: str, lookup: Lookup, respell: Callable[[str], str] = str, write: Callable[[str], str] = str) -> str:
    """Say a sentence, and what is inside it, in another language; text that is no sentence stays as it is.

    `respell` writes a number of English spelling as the language does; `write` puts down any other text that is no sentence.
    """
    if isinstance(text, Sentence):
        template = lookup(text.template)
        if not text.values:
            return template
        said = {name: translate(value, lookup, respell, write) if isinstance(value, str) else value for name, value in text.values.items()}
        return template.format_map(said)
    if isinstance(text, Several):
        return _joined([translate(word, lookup, respell, write) for word in text.words], lookup(text.row))
    return respell(text) if isinstance(text, Figure) else write(text)
