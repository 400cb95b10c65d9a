"""How far the translations of the interface are, and its catalogues brought up to date with the program's own sources."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from spregistry.load.documents import write_atomically
from spregistry.load.languages.catalogues import FOLDER as CATALOGUES
from spregistry.load.languages.catalogues import TEMPLATE, interface_entries, write_po
from spregistry.load.languages.sentences import PACKAGE, collect
from spregistry.load.languages.translations import StaleText
from spregistry.load.text.po_text import Entry, fits
from spregistry.model.texts import Text

#: How like its successor a changed sentence must be for its translation to be offered to the translator.
_LIKE = 0.75
#: How many sentences of one update are compared with each other.
_COMPARED = 400


@dataclass(frozen=True, kw_only=True)
class InterfaceTranslation:
    """The interface as people of one language read it."""

    language: str
    total: int
    missing: tuple[Text, ...]
    #: Changed since they were translated; shown in English until somebody has looked.
    stale: tuple[StaleText, ...]
    unused: tuple[Entry, ...]
    #: Their places in braces are not those of the source; shown in English.
    misplaced: tuple[Entry, ...]


def interface_translation(language: str, said: Sequence[Entry]) -> InterfaceTranslation:
    """Return how far a language is, measured on all sentences there are.

    Raises:
        DocumentError: where its catalogue is no PO file.
    """
    known = {entry.source: entry for entry in said}
    entries = interface_entries(language)
    active = {entry.source: entry for entry in entries if not entry.obsolete and entry.text and entry.source in known}
    return InterfaceTranslation(
        language=language,
        total=len(known),
        missing=tuple(Text("interface", source) for source in known if source not in active),
        stale=tuple(
            StaleText("interface", entry.source, entry.previous or entry.source, entry.text) for entry in active.values() if entry.fuzzy
        ),
        unused=tuple(entry for entry in entries if entry.obsolete or (entry.text and entry.source not in known)),
        misplaced=tuple(entry for entry in active.values() if not entry.fuzzy and not fits(entry.source, entry.text)),
    )


def updated_entries(said: Sequence[Entry], entries: Sequence[Entry]) -> list[Entry]:
    """Return the entries of a catalogue brought up to date; no translation is ever lost.

    What is no longer said is kept as obsolete; where a new sentence is like one of these, that one's translation is offered as fuzzy.
    """
    known = {entry.source for entry in said}
    old = {entry.source: entry for entry in reversed(entries) if entry.text}
    left = {source: entry for source, entry in old.items() if source not in known}
    new = [entry.source for entry in said if entry.source not in old]
    candidates = [*left][:_COMPARED]
    like = {source: get_close_matches(source, candidates, n=1, cutoff=_LIKE) for source in new[:_COMPARED]}
    fresh = []
    for entry in said:
        found = old.get(entry.source)
        if found is not None:
            fresh.append(found._replace(files=entry.files, about=entry.about, obsolete=False))
        elif like.get(entry.source):
            offered = left[like[entry.source][0]]
            fresh.append(entry._replace(text=offered.text, fuzzy=True, previous=offered.source, comments=offered.comments))
        else:
            fresh.append(entry)
    return [*fresh, *(entry._replace(obsolete=True, fuzzy=False, previous=None, files=(), about=()) for entry in reversed(left.values()))]


def update(languages: Sequence[str]) -> list[str]:
    """Write the template and the catalogues of some languages anew from the program's sources; return which files changed.

    Raises:
        DocumentError: where a source or a catalogue cannot be read.
        CannotWrite: where the program is not a checkout that may be written to.
    """
    said = collect()
    contents = {TEMPLATE: write_po(said, None, "spregistry")}
    for language in languages:
        contents[f"{language}.po"] = write_po(updated_entries(said, interface_entries(language)), language, "spregistry")
    changed = []
    for name, content in contents.items():
        path = PACKAGE / CATALOGUES / name
        if not path.exists() or path.stat().st_size != len(content) or _differs(name, content):
            write_atomically(path, content)
            changed.append(str(path))
    return changed


def _differs(name: str, content: bytes) -> bool:
    from spregistry.load.documents import read_bytes

    return read_bytes(str(PACKAGE / CATALOGUES / name)) != content
