"""Translations as gettext PO files: read strictly, and the catalogues of the interface that the package ships.

Weblate, Poedit and the gettext tools work on these files as they are. Keys of frameworks stand as `msgctxt`, source texts as `msgid`.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import NamedTuple

from spregistry.errors import DocumentError, UnknownLanguage
from spregistry.finding import RULES, Finding
from spregistry.load.documents import read_bytes
from spregistry.load.text.po_text import Entry, entry_text, fits, parse_po_text, quoted
from spregistry.sentence import Lookup, Sentence, say, translate

#: The language that the interface is written in.
SOURCE_LANGUAGE = "en"

#: Where the package keeps its catalogues, and the one without translations.
FOLDER, TEMPLATE = "locale", "messages.pot"

#: No language, but a mirror: shows what is not translated, does not fit or runs in the wrong direction.
PSEUDO = "ar-XB"
_OVERRIDE, _END = "\N{RIGHT-TO-LEFT OVERRIDE}", "\N{POP DIRECTIONAL FORMATTING}"
_PLACE = re.compile(r"(\{\w+\})")


def parse_po(content: bytes, name: str) -> tuple[Entry, ...]:
    """Read a PO file in its order.

    Raises:
        DocumentError: where it is not UTF-8 or no PO file.
    """

    def refuse(message: Sentence, line: int) -> DocumentError:
        return _refusal("syntax-error", say("this is no PO file of translations: {problem}", problem=message), name, line)

    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _refusal("not-text", say("a PO file of translations is written in UTF-8, and this one is not"), name, line) from error
    return tuple(parse_po_text(text, refuse))


def _refusal(code: str, message: Sentence, name: str, line: int) -> DocumentError:
    hint = say("Open it with Poedit, or check it with msgfmt --check.")
    return DocumentError(Finding(code=code, severity=RULES[code].severity, message=message, hint=hint, file=name, line=line, column=1))


def write_po(entries: Iterable[Entry], language: str | None, subject: str) -> bytes:
    """Return a PO file in the order given, obsolete entries last; the same entries give the same bytes. Without a language: a template."""
    fields = [f"Project-Id-Version: {subject}", *([f"Language: {language}"] if language else [])]
    fields += ["MIME-Version: 1.0", "Content-Type: text/plain; charset=UTF-8", "Content-Transfer-Encoding: 8bit"]
    header = "\n".join(['msgid ""', 'msgstr ""', *(quoted(f"{field}\n") for field in fields)])
    return "\n\n".join([header, *map(entry_text, sorted(entries, key=lambda entry: entry.obsolete))]).encode() + b"\n"


def read_po(path: str) -> tuple[Entry, ...]:
    """Read a PO file from disk.

    Raises:
        DocumentError: where it cannot be read, or is no PO file.
    """
    return parse_po(read_bytes(path), path)


def interface_languages() -> tuple[str, ...]:
    """Return the languages that the interface speaks, its source language first."""
    files = (resources.files("spregistry") / FOLDER).iterdir()
    return (SOURCE_LANGUAGE, *sorted(file.name.removesuffix(".po") for file in files if file.name.endswith(".po")))


def interface_entries(language: str) -> tuple[Entry, ...]:
    """Return the entries of the interface's catalogue in a language; empty where there is none."""
    file = resources.files("spregistry") / FOLDER / f"{language}.po"
    return parse_po(file.read_bytes(), f"{language}.po") if file.is_file() else ()


@cache
def interface_sentences() -> tuple[Entry, ...]:
    """Return all sentences of the interface, untranslated, each with the files that say it."""
    file = resources.files("spregistry") / FOLDER / TEMPLATE
    return parse_po(file.read_bytes(), TEMPLATE)


@cache
def interface(language: str) -> Mapping[str, str]:
    """Return the interface's sentences by their English templates; empty for English; what is not translated is absent.

    So is what could not be filled: a value would be lost, or a reader would meet an error.

    Raises:
        UnknownLanguage: where the package ships no catalogue of that language.
    """
    if language == SOURCE_LANGUAGE:
        return {}
    if language == PSEUDO:
        return {entry.source: pseudo(entry.source) for entry in interface_sentences()}
    if language not in interface_languages():
        raise UnknownLanguage(language, interface_languages(), say("the interface"))
    usable = (entry for entry in interface_entries(language) if entry.text and not entry.fuzzy and not entry.obsolete)
    return {entry.source: entry.text for entry in usable if fits(entry.source, entry.text)}


def browser_interface(language: str) -> dict[str, str]:
    """Return those of the interface's sentences that are said in the browser, as `interface`.

    Raises:
        UnknownLanguage: as `interface`.
    """
    said = {entry.source for entry in interface_sentences() if any(file.endswith((".js", ".jsx")) for file in entry.files)}
    return {source: text for source, text in interface(language).items() if source in said}


def lookup(language: str) -> Lookup:
    """Return the function from an English template to that of a language, English where it is not translated.

    Raises:
        UnknownLanguage: as `interface`.
    """
    catalogue = interface(language)
    return lambda template: catalogue.get(template, template)


class Catalogue:
    """How one language says the sentences of the interface and writes numbers."""

    def __init__(self, language: str) -> None:
        """Take the catalogue of a language that the interface speaks.

        Raises:
            UnknownLanguage: as `interface`.
        """
        self.language = language
        self.lookup = lookup(language)

    @property
    def direction(self) -> str:
        """The direction, "ltr" or "rtl", of text."""
        return direction(self.language)

    def translate(self, text: str) -> str:
        """Return a sentence in this language; text that is no sentence stays as it is."""
        return translate(text, self.lookup, self.respell)

    def say(self, template: str, /, **values: object) -> str:
        """Return a sentence in this language at once; literal, so that it can be collected for translation."""
        return self.translate(Sentence(template, values))

    def respell(self, number: str) -> str:
        """Return a number or percentage of English spelling, such as 1,234.5 or 45%, as this language writes it."""
        return respelled(number, self.language)

    def number(self, value: float, form: str = "") -> str:
        """Return a number by a format specification such as ",.2f", as this language writes it."""
        return self.respell(format(value, form))


def respelled(number: str, language: str) -> str:
    """Return a number or percentage of English spelling, such as 1,234.5 or 45%, as a language writes it; one that is not known, as English."""
    signs = _signs(language)
    if signs is None:
        return number
    digits = number.removesuffix("%").translate(signs.separators)
    return f"{signs.before}{digits}{signs.after}" if number.endswith("%") else digits


class _Signs(NamedTuple):
    """What surrounds and separates the digits of a number."""

    separators: dict[int, str]
    #: Around percentages.
    before: str
    after: str


@cache
def _signs(language: str) -> _Signs | None:
    if language == SOURCE_LANGUAGE:
        return None
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(_plain(language), sep="-")
    except (UnknownLocaleError, ValueError):
        return None
    symbols = locale.number_symbols.get("latn", {})
    separators = {ord(","): symbols.get("group", ","), ord("."): symbols.get("decimal", ".")}
    before, after = re.split(r"[#0,.]+", locale.percent_formats[None].pattern, maxsplit=1)
    return _Signs(separators, before, after)


def direction(language: str) -> str:
    """Return "ltr" or "rtl": how text of a language runs."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale(language.split("-", maxsplit=1)[0]).text_direction
    except (UnknownLocaleError, ValueError):
        return "ltr"


def language_name(language: str) -> str:
    """Return what a language calls itself, such as "français"; its code where it is not known."""
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return language
    return locale.get_display_name(locale) or language


def nearest(language: str, known: Iterable[str]) -> str | None:
    """Return the one of the known languages that serves best: the same, or the one that it is a variety of, such as fr for fr-CI."""
    by_name = {one.casefold(): one for one in known}
    name = language.partition(".")[0].replace("_", "-").casefold()
    while name:
        if name in by_name:
            return by_name[name]
        name = name.rpartition("-")[0]
    return None


def interface_language(language: str) -> str:
    """Return the language in which the interface speaks to readers of a language: the nearest that it knows, else English."""
    return nearest(language, (*interface_languages(), PSEUDO)) or SOURCE_LANGUAGE


def pseudo(text: str) -> str:
    """Return text as the pseudo-language shows it: longer, from right to left, and its places in braces untouched."""
    return "".join(piece if _PLACE.fullmatch(piece) else _turned(piece) for piece in _PLACE.split(text))


def _turned(piece: str) -> str:
    """Return text between marks that make its words run from right to left, padded as longer languages are."""
    core = piece.strip()
    if not core:
        return piece
    start = piece.index(core)
    return f"{piece[:start]}{_OVERRIDE}{core}{'~' * (len(core) // 3 + 1)}{_END}{piece[start + len(core) :]}"


def _plain(language: str) -> str:
    """Return a language without the mark of the pseudo-language, which no library knows."""
    return language.removesuffix("-XB")
