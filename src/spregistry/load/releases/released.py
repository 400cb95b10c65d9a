"""The files of a released version: which a release freezes, and which of them are not as they were released."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from spregistry.errors import CannotWrite
from spregistry.finding import RULES, Finding
from spregistry.load import contracts
from spregistry.load.documents import digest_of_file
from spregistry.load.folders import below, is_file, is_folder
from spregistry.load.languages.translations import FOLDER as TRANSLATIONS
from spregistry.load.languages.translations import languages
from spregistry.load.releases.line_ends import mending, only_line_ends_differ
from spregistry.model.framework import Framework
from spregistry.model.release import RELEASE, Event, Record
from spregistry.sentence import say

#: Folders of a version that no release freezes: translations have revisions of their own on record, and what a release made is listed apart.
_NOT_FROZEN = (TRANSLATIONS, RELEASE)
#: What a wheel has beside a framework, made when it was built.
_OF_THE_WHEEL = ("bundle.json", "submission.schema.json")


class Deviation(NamedTuple):
    """A file of a released version that is not as it was released."""

    path: Path
    #: Digest in the record; None where the record does not list the file.
    expected: str | None
    #: Digest of what stands there; None where nothing does.
    found: str | None


def frozen_files(folder: Path) -> dict[str, str]:
    """Return the digests of all files of a version that a release freezes, by their paths in its folder.

    Hidden files, such as those that editors and file managers leave, are no part of a standard.

    Raises:
        DocumentError: where one cannot be read.
    """
    return {name: digest_of_file(folder / name) for name in _names(folder)}


def translated_files(folder: Path) -> dict[str, str]:
    """Return the digests of the files of all translations of a version, by language.

    Raises:
        DocumentError: where one cannot be read.
    """
    return {language: digest_of_file(_file_of(folder, language)) for language in languages(str(folder))}


def _file_of(folder: Path, language: str) -> Path:
    return folder / TRANSLATIONS / f"{language}.po"


def _names(folder: Path) -> Iterator[str]:
    if is_folder(folder):  # what is gone, or became a file, has none: each is told to be missing
        yield from (path.relative_to(folder).as_posix() for path in below(folder, _NOT_FROZEN) if is_file(path))


def deviations(root: Path, event: Event, *, artefacts: bool = True) -> Iterator[Deviation]:
    """Yield the files of a released version that are not as its release says: changed, missing or added.

    Args:
        root: The folder of all standards.
        event: The release.
        artefacts: Whether to look at what the release made too.

    Raises:
        DocumentError: where a file is there and cannot be read.
    """
    folder = root.joinpath(*event.framework.split("@"))
    yield from _compared(folder, event.files, [name for name in _names(folder) if not (name in _OF_THE_WHEEL and _shipped(root))])
    if artefacts:
        made = folder / RELEASE
        yield from _compared(made, event.artefacts, [*_names(made)])


def _compared(folder: Path, expected: Mapping[str, str], there: list[str]) -> Iterator[Deviation]:
    for name, digest_ in expected.items():
        found = digest_of_file(folder / name) if name in there else None
        if found != digest_:
            yield Deviation(folder / name, digest_, found)
    for name in there:
        if name not in expected:
            yield Deviation(folder / name, None, digest_of_file(folder / name))


def _shipped(root: Path) -> bool:
    return root.is_relative_to(str(contracts.shipped("standards"))) and "shipped" in root.parts


def released_changed(root: Path, deviation: Deviation, event: Event) -> Finding:
    """Word a deviation in a folder of standards: which file, by which event, and both digests.

    Raises:
        DocumentError: where the file cannot be read.
    """
    rule = RULES["released-changed"]
    hint, expected, found = rule.fix, deviation.expected, deviation.found
    told = {"framework": event.framework, "on": event.on, "expected": expected, "found": found}
    if found is None:
        message = say("this file of {framework}, released on {on}, is missing; expected {expected}", **told)
    elif expected is None:
        message = say("this file was added to {framework} after its release on {on}; found {found}", **told)
    elif only_line_ends_differ(deviation.path, expected):
        hint = mending(root)
        message = say(
            "only the line ends of this file are not as {framework} was released on {on}; expected {expected}, found {found}", **told
        )
    else:
        message = say("this file is not as {framework} was released on {on}; expected {expected}, found {found}", **told)
    return Finding(code="released-changed", severity=rule.severity, message=message, hint=hint, file=str(deviation.path))


def as_released(files: Mapping[str, bytes], release: Event) -> bool:
    """Tell whether source files, by name, are those that were released."""
    return all(release.files.get(name) == "sha256:" + hashlib.sha256(content).hexdigest() for name, content in files.items())


def changes(root: Path, record: Record, reference: str, framework: Framework | None) -> Iterator[Finding]:
    """Yield a finding for each file of a version that is not as it was released; none for a draft.

    Raises:
        DocumentError: where a file is there and cannot be read.
    """
    release = record.releases.get(reference)
    if release is None or not release.files:
        return
    found = [released_changed(root, deviation, release) for deviation in deviations(root, release, artefacts=False)]
    yield from found
    if not found and framework is not None and framework.digest != release.digest:
        rule = RULES["released-changed"]
        message = say(
            "the files are as released on {on}, but this program makes another framework of them; expected {expected}, found {found}",
            on=release.on,
            expected=release.digest,
            found=framework.digest,
        )
        hint = say("Use the program that released it ({engine}), and report this.", engine=release.data.get("engine", "–"))
        folder = root.joinpath(*reference.split("@"))
        yield Finding(code="released-changed", severity=rule.severity, message=message, hint=hint, file=str(folder))


def revised(root: Path, record: Record, reference: str) -> Iterator[Finding]:
    """Yield a finding for each translation of a version that is not as it was last put on record; none for a draft.

    Raises:
        DocumentError: where a file is there and cannot be read.
    """
    release = record.releases.get(reference)
    if release is None or not release.files:
        return
    folder = root.joinpath(*reference.split("@"))
    there, known = translated_files(folder), record.translations(reference)
    for language in sorted({*there, *known}):
        found, event = there.get(language), known.get(language)
        expected = event.translations[language] if event else None
        if found != expected:
            told = {"framework": reference, "on": event.on if event else None, "expected": expected, "found": found}
            yield _revised(root, _file_of(folder, language), told)


def _revised(root: Path, path: Path, told: Mapping[str, str | None]) -> Finding:
    rule = RULES["translation-revised"]
    hint, expected = rule.fix, told["expected"]
    if told["found"] is None:
        message = say("this translation of {framework}, on record since {on}, is missing; expected {expected}", **told)
    elif expected is None:
        message = say("this translation of {framework} was never put on record; found {found}", **told)
    elif only_line_ends_differ(path, expected):
        hint = mending(root)
        message = say(
            "only the line ends of this translation of {framework} are not those put on record on {on}; expected {expected}, found {found}",
            **told,
        )
    else:
        message = say(
            "this translation of {framework} is not the revision put on record on {on}; expected {expected}, found {found}", **told
        )
    return Finding(code="translation-revised", severity=rule.severity, message=message, hint=hint, file=str(path))


def require_unchanged(folder: Path, event: Mapping[str, Any]) -> None:
    """Make sure that the files of a version are still those that were looked at, as its release is to say.

    Raises:
        CannotWrite: where one was changed, removed or added meanwhile.
        DocumentError: where one cannot be read.
    """
    changed = [deviation.path for deviation in _compared(folder, event["files"], [*_names(folder)])]
    then, now = event.get("translations", {}), translated_files(folder)
    changed += [_file_of(folder, language) for language in sorted({*then, *now}) if then.get(language) != now.get(language)]
    if changed:
        raise CannotWrite(say("{file} was changed while the release was made; nothing is released", file=str(changed[0])))
