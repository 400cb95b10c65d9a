"""Translations as gettext PO files: read strictly, and the catalogues of the interface that the package ships.

Weblate, Poedit and the gettext tools work on these files as they are. Keys of frameworks stand as `msgctxt`, source texts as `msgid`.
"""

import io
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

from spregistry.errors import DocumentError, UnknownLanguage
from spregistry.finding import RULES, Finding
from spregistry.load.documents import read_bytes
from spregistry.sentence import Lookup

if TYPE_CHECKING:
    from babel.messages.catalog import Message

#: The language that the interface is written in.
SOURCE_LANGUAGE = "en"

#: Text that is no sentence to translate, such as the header of a PO file.
_HEADER = ""


class Entry(NamedTuple):
    """One text of a PO file."""

    key: str | None
    source: str
    text: str
    #: Its source changed since it was translated.
    fuzzy: bool = False
    #: The source text that the translator saw, where `fuzzy`.
    previous: str | None = None
    #: What translators noted.
    comments: tuple[str, ...] = ()
    #: Where it belongs, for translators.
    about: tuple[str, ...] = ()
    #: Kept, although nothing uses it any more.
    obsolete: bool = False


def parse_po(content: bytes, name: str) -> tuple[Entry, ...]:
    """Read a PO file, obsolete entries last.

    Raises:
        DocumentError: where it is not UTF-8 or no PO file.
    """
    from babel.messages.pofile import PoFileError
    from babel.messages.pofile import read_po as read_catalogue

    try:
        catalogue = read_catalogue(io.StringIO(content.decode("utf-8-sig")), abort_invalid=True)
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
    return (
        *(_entry(message) for message in catalogue if message.id != _HEADER),
        *(_entry(message)._replace(obsolete=True) for message in catalogue.obsolete.values()),
    )


def _entry(message: "Message") -> Entry:
    # Plural forms are not used; of a file that has them the singular counts.
    source, text = (_singular(value) for value in (message.id, message.string))
    previous = _singular(message.previous_id) or None
    return Entry(message.context, source, text, message.fuzzy, previous, tuple(message.user_comments), tuple(message.auto_comments))


def _singular(text: str | Sequence[str] | None) -> str:
    return text if isinstance(text, str) else text[0] if text else ""


def write_po(entries: Iterable[Entry], language: str | None, subject: str) -> bytes:
    """Return a PO file in the order given, obsolete entries last; the same entries give the same bytes. Without a language: a template."""
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import write_po as write_catalogue

    catalogue = Catalog(fuzzy=False)
    for entry in entries:
        if entry.obsolete:
            catalogue.obsolete[(entry.source, entry.key)] = _message(entry)  # type: ignore[index]  # babel's own keys look so
        else:
            catalogue[entry.source] = _message(entry)
    buffer = io.BytesIO()
    write_catalogue(buffer, catalogue, width=0, omit_header=True, include_previous=True)
    fields = [f"Project-Id-Version: {subject}", *([f"Language: {language}"] if language else [])]
    fields += ["MIME-Version: 1.0", "Content-Type: text/plain; charset=UTF-8", "Content-Transfer-Encoding: 8bit"]
    header = "".join(f'"{field}\\n"\n' for field in fields)
    return f'msgid ""\nmsgstr ""\n{header}\n'.encode() + buffer.getvalue().rstrip(b"\n") + b"\n"


def _message(entry: Entry) -> "Message":
    from babel.messages.catalog import Message

    return Message(
        entry.source,
        entry.text,
        flags=["fuzzy"] if entry.fuzzy else [],
        user_comments=entry.comments,
        auto_comments=entry.about,
        previous_id=entry.previous or (),
        context=entry.key,
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
    return {entry.source: entry.text for entry in entries if entry.text and not entry.fuzzy and not entry.obsolete}


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
