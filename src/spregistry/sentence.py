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


class Several(str):
    """Words in a row, each of which may be a sentence of its own."""

    __slots__ = ("words",)

    words: tuple[str, ...]

    def __new__(cls, words: Iterable[str]) -> Self:
        """Join the words as English does."""
        words = tuple(words)
        several = super().__new__(cls, ", ".join(words))
        several.words = words
        return several

    def __reduce__(self) -> tuple[type, tuple[tuple[str, ...]]]:
        """As of sentences."""
        return (type(self), (self.words,))


class Figure(str):
    """A number as English writes it, such as 1,234.5, to be written otherwise in other languages."""

    __slots__ = ()


def sayable(template: str, /) -> str:
    """Return a template as it is: marks one that is filled elsewhere, so that it can be collected for translation."""
    return template


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


#: How words stand in a row.
_ROW = sayable("{words}, {next}")


def translate(text: str, lookup: Lookup, respell: Callable[[str], str] = str) -> str:
    """Say a sentence, and what is inside it, in another language; text that is no sentence stays as it is.

    `respell` writes a number of English spelling as the language does.
    """
    if isinstance(text, Sentence):
        template = lookup(text.template)
        if not text.values:
            return template
        values = text.values.items()
        return template.format_map({name: translate(value, lookup, respell) if isinstance(value, str) else value for name, value in values})
    if isinstance(text, Several):
        row = lookup(_ROW)
        return reduce(lambda words, word: row.format(words=words, next=word), [translate(word, lookup, respell) for word in text.words])
    return respell(text) if isinstance(text, Figure) else text
