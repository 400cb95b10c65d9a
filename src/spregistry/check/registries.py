"""What only a look at a whole folder of standards shows: files that nothing uses, and translations that their source left behind."""

from collections.abc import Iterator
from pathlib import Path, PurePath

from spregistry.errors import SpregistryError
from spregistry.finding import RULES, Finding
from spregistry.load import crosswalks
from spregistry.load.consultation import consultations
from spregistry.load.folders import below, entries, is_file, is_folder
from spregistry.load.frameworks import HEADER, FrameworkSource
from spregistry.load.languages import translations
from spregistry.load.registry import Registry
from spregistry.load.spelling import listed
from spregistry.load.text.yaml_text import readable
from spregistry.model.release import NOTES
from spregistry.sentence import Sentence, say

#: Files of a version that are read beside its header and parts.
_READ = (HEADER, NOTES, consultations.NAME)
#: Folders beside the frameworks that hold something else.
_OTHERS = (consultations.POLICIES, crosswalks.CROSSWALKS, crosswalks.CATALOGUES)
#: What somebody wrote, and may believe to count.
_WRITTEN = (".yaml", ".yml", ".po")
#: How many texts a message names.
_SHOWN = 5


def unused_files(registry: Registry, reference: str, source: FrameworkSource) -> Iterator[Finding]:
    """Yield a finding for each file in the folder of a version that looks like a part or a translation of it and is neither."""
    folder = registry.folder(reference)
    parts = {PurePath(part.name or "").name for part in source.parts}
    listed_ = source.header.data.get("parts", ()) if isinstance(source.header.data, dict) else ()
    named = {*_READ, *parts, *(name for name in listed_ if isinstance(name, str))}
    for path in entries(folder):
        if is_file(path) and path.suffix in _WRITTEN and path.name not in named and not path.name.startswith("."):
            yield _orphan(path, say("{file} is no part of this version, so nothing in it is read", file=readable(path.name)))
    language = source.header.data.get("language") if isinstance(source.header.data, dict) else None
    own = folder / translations.FOLDER / f"{language}.po"
    if is_file(own):
        yield _orphan(own, say("{file} translates into the language that the standard is written in, and is not used", file=own.name))


def unused_folders(registry: Registry) -> Iterator[Finding]:
    """Yield a finding for each folder beside the frameworks that holds something written, and no version of anything."""
    known = {reference.split("@")[0] for reference in registry}
    told = {path.parents[1] for path in registry.misnamed} | {path.parent for path in registry.headless}
    for folder in (path for path in entries(registry.root) if is_folder(path) and not path.name.startswith(".")):
        if folder.name not in {*known, *_OTHERS} and folder not in told and any(_is_written(path) for path in below(folder)):
            yield _orphan(
                folder, say("the folder {name} holds no version of a standard, so nothing in it is read", name=readable(folder.name))
            )


def _is_written(path: Path) -> bool:
    return is_file(path) and path.suffix in _WRITTEN


def _orphan(path: Path, message: Sentence) -> Finding:
    rule = RULES["orphan"]
    return Finding(code="orphan", severity=rule.severity, message=message, hint=rule.fix, file=str(path))


def stale_translations(registry: Registry, reference: str) -> Iterator[Finding]:
    """Yield a finding for each language of a version in which texts are older than what they translate; a profile answers for its own.

    What is not translated at all is for `spregistry translations` to tell: it is shown in the source language, and says nothing wrong.
    """
    folder = registry.folder(reference)
    for language in translations.languages(str(folder)):
        try:
            found = registry.translation(reference, language)
            base = registry[reference].definition.based_on
            theirs = registry.translation(base, language).stale if base and language in registry.languages(base) else ()
        except SpregistryError:
            continue  # told where the definition, or the file, is read
        inherited = {(text.key, text.source) for text in theirs}
        keys = list(dict.fromkeys(text.key for text in found.stale if (text.key, text.source) not in inherited))
        if keys:
            shown = listed([*keys[:_SHOWN], *(["…"] if len(keys) > _SHOWN else [])], last="and")
            message = say("texts that changed after they were translated: {count} ({keys})", count=len(keys), keys=shown)
            rule = RULES["stale-translation"]
            file = str(folder / translations.FOLDER / f"{language}.po")
            yield Finding(code="stale-translation", severity=rule.severity, message=message, hint=rule.fix, file=file)
