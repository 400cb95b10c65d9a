"""The registry: which frameworks there are, in which state, and one of them by its reference. Nothing in it changes."""

import gc
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from threading import RLock

from spregistry.errors import CircularReference, InvalidDefinition, MissingVersion, UnknownFramework, UnknownLanguage
from spregistry.finding import Finding
from spregistry.load import bundles, contracts
from spregistry.load.crosswalks import CatalogueReading, CrosswalkReading, read_catalogues, read_crosswalks
from spregistry.load.folders import is_in_sight, version_folders
from spregistry.load.frameworks import FrameworkSource, Reading, read_framework, source_files, sources, sources_digest
from spregistry.load.languages import translations
from spregistry.load.languages.catalogues import PSEUDO
from spregistry.load.languages.translations import Translation
from spregistry.load.listing import gone, in_order, look_at, version_key
from spregistry.load.releases import released
from spregistry.load.releases.record import read_record
from spregistry.load.reporting import closest
from spregistry.model.crosswalk import Catalogue, Crosswalk
from spregistry.model.framework import Framework
from spregistry.model.release import Record, Status

#: Rules beyond the schema; given by whoever puts the program together, because they stand above this module.
Rules = Callable[[Framework, FrameworkSource, Mapping[str, Framework]], Sequence[Finding]]


class Registry(Mapping[str, Framework]):
    """Frameworks by reference: exact (`sepm@3.0.0`), or the highest active one of `sepm@3` or `sepm`."""

    def __init__(self, root: Path, rules: Rules) -> None:
        """Look at the folders below `root`; nothing is read before it is asked for.

        Raises:
            DocumentError: where `root` is no folder, or it, a folder in it or its `releases.json` cannot be read.
        """
        self._root = root
        self._rules = rules
        self._loaded: dict[str, Framework] = {}
        self._loading: list[str] = []
        # Readings that were made on the way to another, while none is to be made twice; None otherwise.
        self._kept: dict[str, Reading] | None = None
        self._translated: dict[tuple[Framework, str], Translation] = {}
        # One thread reads at a time: what is under way is kept to notice circles.
        self._reading = RLock()
        self._references, self._misnamed, self._headless = look_at(root)
        self._record = read_record(root)
        self._missing = tuple(in_order(self._record.releases.keys() - {*self._references}))

    @property
    def root(self) -> Path:
        """The folder that holds one folder per framework."""
        return self._root

    def folder(self, exact: str) -> Path:
        """Return the folder of a version, by exact reference; it need not be there."""
        return self._root.joinpath(*exact.split("@"))

    @property
    def record(self) -> Record:
        """What was released, and what happened to it since."""
        return self._record

    @property
    def headless(self) -> tuple[Path, ...]:
        """Folders named like a version that hold no header."""
        return self._headless

    @property
    def misnamed(self) -> tuple[Path, ...]:
        """Headers in folders that are not named id/version, and so stand for nothing."""
        return self._misnamed

    @property
    def missing(self) -> tuple[str, ...]:
        """Exact references that are on record as released, and whose folder or header is not there; none of them is in the registry."""
        return self._missing

    @cached_property
    def shipped(self) -> "Registry | None":
        """The standards that come with the program, which crosswalks may point at as well; None where these are they.

        Raises:
            DocumentError: where their record of releases cannot be read.
        """
        root = _shipped_root()
        return None if root.resolve() == self._root.resolve() else Registry(root, self._rules)

    @cached_property
    def crosswalk_readings(self) -> tuple[CrosswalkReading, ...]:
        """The files of `crosswalks/`, read once, with what is wrong with their shape."""
        return read_crosswalks(self._root)

    @cached_property
    def catalogue_readings(self) -> tuple[CatalogueReading, ...]:
        """The files of `catalogues/`, read once, with what is wrong with their shape."""
        return read_catalogues(self._root)

    @property
    def crosswalks(self) -> Mapping[str, Crosswalk]:
        """The crosswalks by id, in the order of their files.

        Raises:
            InvalidDefinition: where the shape of one is not right.
        """
        for reading in self.crosswalk_readings:
            if reading.crosswalk is None:
                raise InvalidDefinition(reading.path.name, reading.findings)
        return {each.crosswalk.id: each.crosswalk for each in self.crosswalk_readings if each.crosswalk is not None}

    @property
    def catalogues(self) -> Mapping[str, Catalogue]:
        """Codes and names of other bodies by id and version, in the order of their files.

        Raises:
            InvalidDefinition: where the shape of one is not right.
        """
        for reading in self.catalogue_readings:
            if reading.catalogue is None:
                raise InvalidDefinition(reading.path.name, reading.findings)
        return {each.catalogue.reference: each.catalogue for each in self.catalogue_readings if each.catalogue is not None}

    def __getitem__(self, reference: str) -> Framework:
        """Return a framework, read once and then kept.

        Raises:
            UnknownFramework: where there is none of that id and version.
            DocumentError, InvalidDefinition: where its files cannot be read, or are not right.
        """
        exact = self.find(reference)
        with self._reading:
            if exact not in self._loaded:
                self._loaded[exact] = self._load(exact)
        return self._loaded[exact]

    def __contains__(self, reference: object) -> bool:
        """Tell whether an exact reference is registered; nothing is read for it."""
        return reference in self._references

    def __iter__(self) -> Iterator[str]:
        """Yield the exact references, by id and rising version."""
        return iter(self._references)

    def __len__(self) -> int:
        """Return how many framework versions there are."""
        return len(self._references)

    def find(self, reference: str) -> str:
        """Return the exact reference that one stands for: the highest active version, else the highest draft, else the highest deprecated one.

        Raises:
            UnknownFramework: where nothing fits.
            MissingVersion: where what it stands for was released, and is not there; nothing else is ever put in its place.
        """
        if reference in self._references:
            return reference
        if reference in self._missing:
            raise self._gone(reference)
        beginning = f"{reference}." if "@" in reference else f"{reference}@"
        fitting = [known for known in in_order([*self._references, *self._missing]) if known.startswith(beginning)]
        for wanted in ("active", "draft", "deprecated"):
            best = [known for known in fitting if self.status(known) == wanted]
            if best:
                return self.find(best[-1])
        raise UnknownFramework(
            reference, self._references, closest(reference, [*self._references, *{known.split("@")[0] for known in self._references}])
        )

    def require_complete(self, id_: str | None = None) -> None:
        """Make sure that all versions that were released are there; where an id is given, all of that framework.

        Raises:
            MissingVersion: where one is not.
        """
        for reference in self._missing:
            if id_ is None or reference.startswith(f"{id_}@"):
                raise self._gone(reference)

    def _gone(self, reference: str) -> MissingVersion:
        return MissingVersion(reference, gone(self._root, self._record, reference))

    def status(self, reference: str) -> Status:
        """Return the state of an exact reference; what was never released is a draft."""
        return self._record.status(reference)

    def languages(self, reference: str) -> tuple[str, ...]:
        """Return the languages a framework can be read in, its own first; a profile also in those of its base.

        Raises:
            UnknownFramework, DocumentError, InvalidDefinition: as `[]`.
        """
        framework = self[reference]
        own = framework.definition.language
        found = {language for folder in self._translated_folders(framework) for language in translations.languages(folder)}
        return (own, *sorted(found - {own}))

    def translation(self, reference: str, language: str) -> Translation:
        """Return a framework in a language, read once and then kept; what is not translated stays in the language it is written in, and is listed.

        Raises:
            UnknownLanguage: where there is no translation into it.
            UnknownFramework, DocumentError, InvalidDefinition: as `[]`; DocumentError also for an unreadable PO file.
        """
        framework = self[reference]
        with self._reading:
            if (framework, language) not in self._translated:
                self._translated[framework, language] = self._translate(framework, language)
        return self._translated[framework, language]

    def _translate(self, framework: Framework, language: str) -> Translation:
        if language == framework.definition.language:
            return translations.untranslated(framework)
        if language == PSEUDO:
            return translations.mirrored(framework)
        if language not in self.languages(framework.reference):
            raise UnknownLanguage(language, self.languages(framework.reference), framework.reference)
        entries = translations.read_entries(str(self.folder(framework.reference)), language)
        base = framework.definition.based_on
        if base is not None and language in self.languages(base):
            entries = (*entries, *translations.inherited(framework, self.translation(base, language)))
        return translations.translate_framework(framework, language, entries)

    def _translated_folders(self, framework: Framework) -> list[str]:
        """Return the folders whose translations serve a framework: its own, then its base's."""
        base = framework.definition.based_on
        return [str(self.folder(framework.reference)), *([str(self.folder(base))] if base else [])]

    def read(self, reference: str) -> Reading:
        """Read a framework from its sources, with all findings about it; what `check` shows.

        Raises:
            UnknownFramework, DocumentError: as `[]`; what is merely wrong is a finding.
            CircularReference: where reading it is already under way.
        """
        exact = self.find(reference)
        with self._reading:
            kept = self._kept.pop(exact, None) if self._kept is not None else None
            reading = kept or self._read(exact)
            if self._kept is not None and reading.framework is not None and not self._stops(exact, reading):
                self._loaded.setdefault(exact, reading.framework)
            return reading

    @contextmanager
    def reading_once(self) -> Iterator[None]:
        """Within it, `read` and `[]` share what they read, so that no version is read from its sources twice; for `check`, which reads them all."""
        self._kept = {}
        # Nothing that is read refers back to what holds it, so it goes without the collector, which would look at all of it time and again.
        collecting = gc.isenabled()
        gc.disable()
        try:
            yield
        finally:
            self._kept = None
            if collecting:
                gc.enable()

    def _read(self, exact: str) -> Reading:
        if exact in self._loading:
            raise CircularReference([*self._loading[self._loading.index(exact) :], exact])
        self._loading.append(exact)
        try:
            reading = read_framework(str(self.folder(exact)), self.__getitem__)
            found = [*reading.findings]
            if reading.framework is not None:
                found += [*self._rules(reading.framework, reading.source, self), *translations.misnamed(str(self.folder(exact)))]
        finally:
            self._loading.pop()
        found += released.changes(self._root, self._record, exact, reading.framework)
        return Reading(source=reading.source, framework=reading.framework, findings=tuple(found))

    def sources(self, exact: str) -> str:
        """Return the digest of all files that a framework is read from: its own, and those of its base and of the versions before it.

        Raises:
            DocumentError: where its header cannot be read or is no document.
        """
        return self._sources(exact, ())

    def _sources(self, exact: str, above: tuple[str, ...]) -> str:
        folder = str(self.folder(exact))
        files, related = sources(folder)
        known = [
            self._sources(reference, (*above, exact))
            if reference in self and reference not in (*above, exact)
            else f"{reference} is not there"
            for reference in related
        ]
        return sources_digest(folder, files, known)

    def _load(self, exact: str) -> Framework:
        if self._kept is not None:
            reading = self._kept[exact] = self._read(exact)
            return self._accepted(exact, reading)
        folder = str(self.folder(exact))
        files = source_files(folder)
        sources = self.sources(exact)
        release = self._record.releases.get(exact)
        # What was released is never read in another wording without a word about it.
        bundled = bundles.find(folder, sources) if release is None or released.as_released(files, release) else None
        if bundled is not None:
            return bundled
        framework = self._accepted(exact, self._read(exact))
        if sources == self.sources(exact):  # nobody saved a file meanwhile
            bundles.keep(framework, sources)
        return framework

    def _accepted(self, exact: str, reading: Reading) -> Framework:
        if reading.framework is None or self._stops(exact, reading):
            raise InvalidDefinition(exact, reading.findings)
        return reading.framework

    def _stops(self, exact: str, reading: Reading) -> bool:
        """Tell whether a framework must not be used. What was released stays usable for ever: a rule that came later is told by `check`, and stops nobody."""
        release = self._record.releases.get(exact)
        settled = release is not None and bool(release.files)
        return any(each.severity == "error" and (not settled or each.code == "released-changed") for each in reading.findings)


def usual_root() -> Path:
    """Return `SPREGISTRY_HOME`, else the nearest `standards/` at or above the working folder, else the standards of the wheel."""
    return own_root() or _shipped_root()


def _shipped_root() -> Path:
    return Path(str(contracts.shipped("standards")))


def own_root() -> Path | None:
    """Return the same, or None where only the standards of the wheel are left, which nobody writes to."""
    named = os.environ.get("SPREGISTRY_HOME")
    if named:
        return Path(named)
    try:
        here = Path.cwd()
    except OSError:  # the folder was deleted meanwhile
        return None
    for folder in (here, *here.parents):
        # A folder of versions counts even where their headers are lost: what is broken must not be passed over for what was shipped.
        if is_in_sight(folder / "standards") and any(version_key(path.name) for path in version_folders(folder / "standards")):
            # Relative, so that findings name files as the reader sees them.
            return Path(os.path.relpath(folder / "standards", here))
    return None
