"""What the self-assessment in a browser is given: a framework's structure, its texts by language, and the interface's sentences.

Structure and texts are apart, so that languages can be exchanged without losing an answer. What a submission stores, such as the
accepted reasons of `may_be_na`, stays in the structure, in the source language.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from spregistry.load.languages.translations import Translation
from spregistry.model.document import Data
from spregistry.model.framework import Framework
from spregistry.model.texts import replace_texts, texts
from spregistry.version import ENGINE

#: Version of this data's own shape.
FORMAT = 1

#: Fields of an indicator that hold a list of texts; all others hold one.
_LISTS = ("evidence", "verify_with", "may_be_na")
#: Stands for a text that is left out; no text of a framework has control characters.
_LEFT_OUT = "\0"

Table = dict[str, str | list[str]]


class Shown(NamedTuple):
    """A framework and its profiles in one language."""

    framework: Translation
    #: By reference.
    profiles: Mapping[str, Translation] = {}
    #: The interface's sentences by their English templates; what is absent is shown in English.
    interface: Mapping[str, str] = {}


class Previous(NamedTuple):
    """Another version that the registry holds, for files that name it."""

    reference: str
    url: str


def browser_data(
    framework: Framework, profiles: Sequence[Framework], languages: Sequence[Shown], previous: Sequence[Previous] = ()
) -> Data:
    """Return the data of a self-assessment: of one framework with its profiles, in one or several languages.

    Returns:
        Plain data: `format`, `engine`, `framework` and `profiles` (`reference`, `digest`, `data`; profiles also `dropped_caps`, and
        `texts` by language where a profile words a key differently), `languages`, `source_language`, `texts`, `marks`, `interface`
        (each by language), `previous`.
    """
    tables = {shown.framework.language: text_table(shown.framework) for shown in languages}
    return {
        "format": FORMAT,
        "engine": ENGINE,
        "framework": _resolved(framework),
        "profiles": [_profile(profile, languages, tables) for profile in profiles],
        "languages": [*tables],
        "source_language": framework.definition.language,
        "texts": tables,
        "marks": {shown.framework.language: _marks(shown) for shown in languages},
        "interface": {shown.framework.language: dict(shown.interface) for shown in languages},
        "previous": [version._asdict() for version in previous],
    }


def data_script(data: Data) -> str:
    """Return the data as a classic script, which may also stand inside a page: it hands them to `spregistry.provide`.

    Where that is not there yet they wait in the list `spregistry.provided`.
    """
    return f"(function(d){{{_WAITING}s.provide(d)}})({as_json(data)});\n"


_WAITING = (
    "var s=globalThis.spregistry=globalThis.spregistry||{};s.provide=s.provide||function(given){(s.provided=s.provided||[]).push(given)};"
)


def as_json(data: Data) -> str:
    """Return plain data as JSON that can stand in a script inside a page: no text can end the script or begin a comment."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def structure(data: Mapping[str, Data]) -> dict[str, Data]:
    """Return a resolved framework without its texts; of `evidence` and `verify_with` their number stays, of `may_be_na` all."""
    kept = replace_texts(data, lambda key, source: source if _field(key) == "may_be_na" else _LEFT_OUT)
    left: dict[str, Data] = _without_left_out(kept)
    return left


def text_table(translation: Translation) -> Table:
    """Return every text of a framework in one language by its key; fields with several texts as lists, in order.

    Keys as in `model/texts.py`; what is not translated stands in the source language.
    """
    table: Table = {}

    def note(key: str, text: str) -> str:
        if _field(key) in _LISTS:
            several = table.setdefault(key, [])
            assert isinstance(several, list)
            several.append(text)
        else:
            table[key] = text
        return text

    replace_texts(translation.framework.data, note)
    for text in texts(translation.source.data):
        if text.key.startswith(("unit:", "level:")):
            table[text.key] = translation.texts.get(text, text.source)
    return table


def _field(key: str) -> str:
    """Return the field of a key that belongs to an indicator or another element with an id of its own."""
    element, _, field = key.partition("/")
    return "" if ":" in element else field


def _without_left_out(node: Data) -> Data:
    if isinstance(node, dict):
        return {key: _without_left_out(value) for key, value in node.items() if value != _LEFT_OUT and not _all_left_out(value)}
    if isinstance(node, list):
        # A list of texts: how many there are is told.
        return len(node) if node and all(item == _LEFT_OUT for item in node) else [_without_left_out(item) for item in node]
    return node


def _all_left_out(value: Data) -> bool:
    return isinstance(value, dict) and bool(value) and all(text == _LEFT_OUT for text in value.values())


def _resolved(framework: Framework) -> dict[str, Any]:
    return {"reference": framework.reference, "digest": framework.digest, "data": structure(framework.data)}


def _profile(profile: Framework, languages: Sequence[Shown], tables: Mapping[str, Table]) -> dict[str, Any]:
    own = {}
    for shown in languages:
        language = shown.framework.language
        translation = shown.profiles.get(profile.reference)
        if translation is not None:
            table = text_table(translation)
            own[language] = {key: text for key, text in table.items() if tables[language].get(key) != text}
    caps = [{"group": cap.group, "indicator": cap.indicator} for cap in profile.dropped_caps]
    return {**_resolved(profile), "dropped_caps": caps, "texts": own}


def _marks(shown: Shown) -> dict[str, list[str]]:
    translations = (shown.framework, *shown.profiles.values())
    return {
        "stale": [*dict.fromkeys(text.key for translation in translations for text in translation.stale)],
        "missing": [*dict.fromkeys(text.key for translation in translations for text in translation.missing)],
    }
