"""A framework in another language: its texts replaced from `locale/<language>.po`, with what is missing or stale.

Only what people read is replaced. Ids, and whatever a submission stores, such as the accepted reasons of `may_be_na`, are taken from the
source framework; the two have the same structure, so that the n-th reason of one is the n-th of the other.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from spregistry.finding import RULES, Finding
from spregistry.load.folders import entries, is_there
from spregistry.load.languages.catalogues import PSEUDO, pseudo, read_po
from spregistry.load.text.po_text import Entry
from spregistry.load.text.yaml_text import readable
from spregistry.load.trusted import build_definition
from spregistry.model.framework import Framework
from spregistry.model.texts import Text, replace_texts, texts
from spregistry.sentence import say

FOLDER = "locale"

#: A language tag of BCP 47 as this field needs it: a language, perhaps a script, a region and variants; no longer than the formats allow.
_TAG = re.compile(r"(?=.{2,12}\Z)[a-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*")


class StaleText(NamedTuple):
    """A text whose source changed after it was translated."""

    key: str
    source: str
    #: The source text that the translator saw.
    translated: str
    text: str


@dataclass(frozen=True, kw_only=True, eq=False)
class Translation:
    """A framework as people of one language read it."""

    language: str
    #: What is validated and scored.
    source: Framework
    #: The same structure and digest with translated texts; what is shown.
    framework: Framework
    #: Every text by key and source text; what is missing stands in the source language.
    texts: Mapping[Text, str]
    missing: tuple[Text, ...] = ()
    #: Shown, with a mark; never in the way of anything.
    stale: tuple[StaleText, ...] = ()
    #: Translations of texts that the framework no longer has.
    unused: tuple[Entry, ...] = ()

    @cached_property
    def spoken(self) -> Framework:
        """What findings and scorecards speak of: translated texts, but the reasons of `may_be_na` as submissions store them."""
        if self.framework is self.source:
            return self.source
        data = replace_texts(
            self.source.data, lambda key, source: source if key.endswith("/may_be_na") else self.texts.get(Text(key, source), source)
        )
        return replace(self.source, definition=build_definition(data), data=data)

    @cached_property
    def untranslated(self) -> frozenset[str]:
        """The texts that are shown in the source language, because their translation is missing."""
        return frozenset(text.source for text in self.missing)

    def name(self, kind: str, id_: str) -> str:
        """Return what a unit or a level is called: `name("unit", "days")`."""
        source = id_.replace("-", " ")
        return self.texts.get(Text(f"{kind}:{id_}", source), source)

    @property
    def complete(self) -> bool:
        """Whether every text is translated from its present source."""
        return not self.missing and not self.stale


def source_digest(text: str) -> str:
    """Return twelve hexadecimal digits of the SHA-256 of a source text: what a translation was made from."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def untranslated(framework: Framework) -> Translation:
    """Return a framework in the language it is written in."""
    own = {text: text.source for text in texts(framework.data)}
    return Translation(language=framework.definition.language, source=framework, framework=framework, texts=own)


def is_language(tag: str) -> bool:
    """Tell whether something is a language tag, such as fr, pt-BR or zh-Hant; nothing else may name a translation, a path or a mark of a page."""
    return _TAG.fullmatch(tag) is not None


def as_language(spelled: str) -> str | None:
    """Return the language tag that is meant by another spelling, such as that of a system (pt_BR, fr_FR.UTF-8); None where none is."""
    first, *others = re.split("[.@]", spelled)[0].replace("_", "-").split("-")
    sized = {2: str.upper, 4: str.title}  # a region and a script, as tags are written
    tag = "-".join((first.lower(), *(sized.get(len(each), str)(each) for each in others)))
    return tag if is_language(tag) else None


def languages(folder: str) -> tuple[str, ...]:
    """Return the languages that a framework's folder has translations for, in alphabetical order.

    Raises:
        DocumentError: where the folder of the translations cannot be looked into.
    """
    return tuple(sorted(path.stem for path in _files(folder) if is_language(path.stem)))


def _files(folder: str) -> list[Path]:
    return [path for path in entries(Path(folder, FOLDER)) if path.suffix == ".po"]


def misnamed(folder: str) -> Iterator[Finding]:
    """Yield a finding for each PO file that is not named by a language; it is not read."""
    for path in (path for path in _files(folder) if not is_language(path.stem)):
        rule = RULES["no-language"]
        message = say("the translations in {file} are not used: its name is no language", file=readable(path.name))
        yield Finding(code="no-language", severity=rule.severity, message=message, hint=rule.fix, file=str(path))


def read_entries(folder: str, language: str) -> tuple[Entry, ...]:
    """Read the translations of one folder; none where there is no file.

    Raises:
        DocumentError: where the file cannot be read, or is no PO file.
    """
    path = Path(folder, FOLDER, f"{language}.po")
    return read_po(str(path)) if is_there(path) else ()


def translate_framework(framework: Framework, language: str, entries: Sequence[Entry]) -> Translation:
    """Return a framework in a language, from the entries of its PO file; for a profile followed by what it inherits."""
    wanted = [*texts(framework.data)]
    found, stale, unused = _matched(wanted, entries)
    shown = replace_texts(framework.data, lambda key, source: found.get(Text(key, source), source))
    return Translation(
        language=language,
        source=framework,
        framework=replace(framework, definition=build_definition(shown), data=shown),
        texts={text: found.get(text, text.source) for text in wanted},
        missing=tuple(text for text in wanted if text not in found),
        stale=tuple(stale),
        unused=tuple(unused),
    )


def inherited(framework: Framework, base: Translation) -> list[Entry]:
    """Return what a profile takes over from its base's translation: that of texts which are the same under the same key."""
    stale = {Text(text.key, text.source): text.translated for text in base.stale}
    ready = base.texts.keys() - {*base.missing}
    return [
        Entry(text.key, text.source, base.texts[text], fuzzy=text in stale, previous=stale.get(text))
        for text in texts(framework.data)
        if text in ready
    ]


def mirrored(framework: Framework) -> Translation:
    """Return a framework in the pseudo-language, which shows what is not translated, does not fit or runs in the wrong direction."""
    entries = [Entry(text.key, text.source, pseudo(text.source)) for text in texts(framework.data)]
    return translate_framework(framework, PSEUDO, entries)


def _matched(wanted: Sequence[Text], entries: Sequence[Entry]) -> tuple[dict[Text, str], list[StaleText], list[Entry]]:
    """Find each text's translation: by key and source text, else a leftover of the same key, which is then stale."""
    sources = set(wanted)
    found: dict[Text, str] = {}
    stale: list[StaleText] = []
    left: dict[str | None, list[Entry]] = defaultdict(list)
    for entry in entries:
        text = Text(entry.key or "", entry.source)
        if not entry.text or text in found:
            continue
        if text not in sources:
            left[entry.key].append(entry)
            continue
        found[text] = entry.text
        if entry.fuzzy:
            stale.append(StaleText(text.key, text.source, entry.previous or text.source, entry.text))
    for text in wanted:
        if text not in found and left[text.key]:
            entry = left[text.key].pop(0)
            found[text] = entry.text
            stale.append(StaleText(text.key, text.source, entry.source, entry.text))
    return found, stale, [entry for leftovers in left.values() for entry in leftovers]


def updated(translation: Translation, entries: Sequence[Entry]) -> list[Entry]:
    """Return the entries of a PO file brought up to date, in the order of the framework; no translation is ever lost.

    What is stale becomes fuzzy and keeps the source text it was made from; what is no longer used is kept as obsolete.
    """
    comments = {(entry.key, entry.source): entry.comments for entry in entries}
    stale = {Text(text.key, text.source): text for text in translation.stale}
    missing = set(translation.missing)
    about = dict(_about(translation.source))
    fresh = []
    for text, translated in translation.texts.items():
        old = stale.get(text)
        fresh.append(
            Entry(
                text.key,
                text.source,
                "" if text in missing else translated,
                fuzzy=old is not None,
                previous=old.translated if old and old.translated != text.source else None,
                comments=comments.get((text.key, old.translated if old else text.source), ()),
                about=about.get(text.key.partition("/")[0], ()),
            )
        )
    return [*fresh, *(entry._replace(obsolete=True, fuzzy=False, previous=None, about=()) for entry in translation.unused)]


def _about(framework: Framework) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what translators should know of each element: its code and title."""
    for node in framework.nodes:
        yield node.id, (f"{node.code} {node.title}",)
    for fact in framework.facts.values():
        yield fact.id, (fact.title,)
