"""Sentences of the interface: English text that remembers what it was made of, so that it can be said in another language later."""

from collections.abc import Callable
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


def say(template: str, /, **values: Any) -> Sentence:
    """Return an English sentence with its values in the places named in braces; literal, so that it can be collected for translation."""
    return Sentence(template, values)


def translate(text: str, lookup: Lookup) -> str:
    """Say a sentence, and the sentences inside it, in another language; text that is no sentence stays as it is."""
    if not isinstance(text, Sentence):
        return text
    template = lookup(text.template)
    if not text.values:
        return template
    return template.format_map({name: translate(value, lookup) if isinstance(value, str) else value for name, value in text.values.items()})
