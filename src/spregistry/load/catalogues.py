"""Translations as gettext PO files: read strictly, and the catalogues of the interface that the package ships.

Weblate, Poedit and the gettext tools work on these files as they are. Keys of frameworks stand as `msgctxt`, source texts as `msgid`.
"""

import io
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import NamedTuple

from spregistry.errors import DocumentError, UnknownLanguage
from spregistry.finding import RULES, Finding
from spregistry.load.documents import read_bytes
from spregistry.sentence import Lookup

#: The language that the interface is written in.
SOURCE_LANGUAGE = "en"

#: Text that is no sentence to translate, such as the header of a PO file.
_HEADER = ""


class Entry(NamedTuple):
    """One text of a PO file; `fuzzy` where its source changed since it was translated."""

    key: str | None
    source: str
    text: str
    fuzzy: bool


def parse_po(content: bytes, name: str) -> tuple[Entry, ...]:
    """Read a PO file.

    Raises:
        DocumentError: where it is not UTF-8 or no PO file.
    """
    from babel.messages.pofile import PoFileError, read_po

    try:
        text = content.decode("utf-8-sig")
        catalogue = read_po(io.StringIO(text), abort_invalid=True)
    except (UnicodeDecodeError, PoFileError, ValueError, LookupError) as error:
        raise DocumentError(
            Finding(
                code="not-text" if isinstance(error, UnicodeDecodeError) else "syntax-error",
                severity=RULES["syntax-error"].severity,
                message=f"this is no PO file of translations: {error}",
                hint="Open it with Poedit, or check it with msgfmt --check.",
                file=name,
            )
        ) from error
    return tuple(
        Entry(message.context, message.id, message.string, message.fuzzy)
        for message in catalogue
        if isinstance(message.id, str) and isinstance(message.string, str) and message.id != _HEADER
    )


def read_po(path: str) -> tuple[Entry, ...]:
    """Read a PO file from disk.

    Raises:
        DocumentError: where it cannot be read, or is no PO file.
    """
    return parse_po(read_bytes(path), path)


def interface_languages() -> tuple[str, ...]:
    """Return the languages that the interface speaks, its source language first."""
    files = (resources.files("spregistry") / "locale").iterdir()
    return (SOURCE_LANGUAGE, *sorted(file.name.removesuffix(".po") for file in files if file.name.endswith(".po")))


@cache
def interface(language: str) -> Mapping[str, str]:
    """Return the interface's sentences by their English templates; empty for English; what is not translated is absent.

    Raises:
        UnknownLanguage: where the package ships no catalogue of that language.
    """
    if language == SOURCE_LANGUAGE:
        return {}
    if language not in interface_languages():
        raise UnknownLanguage(language, interface_languages(), "the interface")
    file = resources.files("spregistry") / "locale" / f"{language}.po"
    entries = parse_po(file.read_bytes(), f"{language}.po")
    return {entry.source: entry.text for entry in entries if entry.text and not entry.fuzzy}


def lookup(language: str) -> Lookup:
    """Return the function from an English template to that of a language, English where it is not translated.

    Raises:
        UnknownLanguage: as `interface`.
    """
    catalogue = interface(language)
    return lambda template: catalogue.get(template, template)


def direction(language: str) -> str:
    """Return "ltr" or "rtl": how text of a language runs."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale(language.split("-", maxsplit=1)[0]).text_direction
    except UnknownLocaleError:
        return "ltr"


def language_name(language: str) -> str:
    """Return what a language calls itself, such as "français"; its code where it is not known."""
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return language
    return locale.get_display_name(locale) or language
