"""Which pages and data the site has, and how they are navigated: from a registry to files as bytes."""

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

from spregistry.check.submission_schema import submission_schema
from spregistry.errors import CannotWrite
from spregistry.load import contracts
from spregistry.load.documents import read_bytes
from spregistry.load.examples import is_example
from spregistry.load.languages.catalogues import SOURCE_LANGUAGE, language_name, lookup
from spregistry.load.registry import Registry
from spregistry.load.releases.leftovers import require_recorded
from spregistry.model.canonical import canonical
from spregistry.publish.site import configuration
from spregistry.publish.site.assess_page import WORKER, assess_page, service_worker
from spregistry.publish.site.contract_pages import VECTORS, schemas_page, vectors_page
from spregistry.publish.site.edition import Edition, Page, Version
from spregistry.publish.site.fact_page import fact_page
from spregistry.publish.site.forms import Forms
from spregistry.publish.site.interview_pages import interview_pages
from spregistry.publish.site.lines import Shared, chosen, line_of, spoken
from spregistry.publish.site.markdown import Voice
from spregistry.publish.site.navigation import Entry, crosswalk_entries, framework_entry, version_entries, words
from spregistry.publish.site.record.changes_page import changes_pages
from spregistry.publish.site.record.comment_page import comment_page
from spregistry.publish.site.record.compare_page import compare_pages
from spregistry.publish.site.record.consultation_pages import consultation_pages
from spregistry.publish.site.record.crosswalk_pages import crosswalk_list, crosswalk_pages
from spregistry.publish.site.record.crosswalks import Crosswalks
from spregistry.publish.site.record.history_pages import history_pages
from spregistry.publish.site.record.ids_page import ids_pages
from spregistry.publish.site.record.profile_page import profile_page
from spregistry.publish.site.record.release_page import EXAMPLE_RECORD, RECORD, release_page
from spregistry.publish.site.registry_pages import (
    Download,
    Line,
    framework_page,
    registry_page,
    start,
    version_page,
)
from spregistry.publish.site.scoring_page import scoring_page
from spregistry.publish.site.standard_pages import standard_pages
from spregistry.sentence import say

#: Where the hand-written start page wants the ways into the standards.
_START_MARK = b"<!-- standards -->"

#: Hand-written pages about a framework, by path: they are left out where the registry does not hold it.
_ABOUT = {"sepm.md": "sepm", "worked-consultation.md": "clean-water"}
#: What other hand-written pages say of it: dropped with it, and else kept without the marks.
_ABOUT_MARKS = re.compile(rb"<!-- about (\S+) -->(.*?)<!-- end -->", re.DOTALL)

_WORKER_SOURCE = "service-worker.js"


@dataclass(frozen=True, kw_only=True)
class Tree:
    """The site before it is built."""

    #: What stands below `docs/`, by path.
    docs: Mapping[str, bytes]
    #: The generated part of the navigation, below the entry that names `standards/index.md`.
    navigation: Sequence[Entry]
    #: Titles of the frameworks, in their own languages.
    titles: Sequence[str] = ()
    #: Hand-written pages that it does not have, because they are about frameworks of another registry.
    left_out: Collection[str] = ()
    #: Templates of the theme, by path below `theme/`.
    theme: Mapping[str, bytes] = field(default_factory=dict)


class _Part(NamedTuple):
    """The pages of all frameworks of one registry."""

    lines: Mapping[str, Line]
    shared: Shared
    forms: Forms
    docs: Mapping[str, bytes]
    navigation: Sequence[Entry]


def site_tree(
    registry: Registry,
    languages: Sequence[str] | None = None,
    reference_pages: Mapping[str, str] | None = None,
    *,
    today: date,
    example: Registry | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Tree:
    """Return all that the site is built from.

    Args:
        registry: What is published.
        languages: Only these, where a framework has any of them; else its own.
        reference_pages: Further pages as Markdown, by path.
        today: The day on which it is written, which days left are counted from.
        example: A registry of frameworks that only demonstrate, shown beside the standards and marked on every page.
        progress: Called with the reference and language of each edition before it is written.

    Raises:
        DocumentError, InvalidDefinition: where a framework or a translation cannot be read.
        CannotWrite: where the example holds what is marked as none, or what the standards have as well.
        BrokenRecord: where the record of one of them has lost events; its released versions would be shown as drafts.
        MissingVersion: where a released version of one of them is not there; its pages would be gone.
    """
    for each in (registry, *filter(None, (example,))):
        require_recorded(each.root, each.record)
        each.require_complete()
    left_out = tuple(path for path, id_ in _ABOUT.items() if not any(each.startswith(f"{id_}@") for each in (*registry, *(example or ()))))
    docs = _by_hand(left_out)
    docs |= {path: text.encode() for path, text in (reference_pages or {}).items()}
    docs |= {f"assets/{name}": content for name, content in _folder(_package("assets")) if name != _WORKER_SOURCE}
    parts = [_part(registry, languages, today, progress)]
    if example is not None:
        parts.append(_part(example, languages, today, progress, parts[0].lines))
    lines, shared, *_ = parts[0]
    docs |= {path: content for part in parts for path, content in part.docs.items()}
    files = {path: content for part in parts for path, content in part.forms.files.items()}
    docs |= files
    docs[WORKER] = service_worker(read_bytes(str(_package("assets") / _WORKER_SOURCE)), files)
    voice = next(iter(lines.values()))[0][1][0]
    docs |= _pages([registry_page({id_: line for part in parts for id_, line in part.lines.items()}, voice)])
    crosswalks = _crosswalks(lines, shared)
    docs |= _pages(crosswalks)
    navigation = [*parts[0].navigation, *crosswalk_entries(crosswalks), *(entry for part in parts[1:] for entry in part.navigation)]
    docs |= _contracts(registry)
    docs["index.md"] = docs["index.md"].replace(_START_MARK, start(lines, "index.md").encode())
    titles = [line[0][0].source.title for line in lines.values()]
    return Tree(docs=docs, navigation=navigation, titles=titles, left_out=left_out, theme=dict(_folder(_package("theme"))))


def _part(
    registry: Registry,
    languages: Sequence[str] | None,
    today: date,
    progress: Callable[[str], None],
    beside: Mapping[str, Line] | None = None,
) -> _Part:
    """Return the pages of the frameworks of a registry; `beside` are the standards that they are shown beside as examples."""
    forms = Forms(registry)
    known = {reference: chosen(registry, reference, languages) for reference in registry}
    shared = Shared(today, known, Crosswalks(registry), aside=beside is not None)
    lines = {id_: line_of(registry, id_, shared) for id_ in _in_order(registry)}
    if beside is not None:
        _require_examples(registry, beside)
    docs: dict[str, bytes] = {}
    navigation: list[Entry] = []
    for id_, line in lines.items():
        spoken_in = _by_language(line)
        overview, *indexes = framework_page(id_, line), *ids_pages(id_, [editions[0] for _, editions in line], spoken_in)
        entries: list[Entry] = []
        for version, editions in line:
            files, pages = _version(version, editions, forms, progress)
            docs |= files
            entries += pages
        histories = [(edition, [*history_pages(edition)]) for edition in spoken_in]
        across = [*indexes[1:], *(page for edition in spoken_in for page in (*compare_pages(edition), release_page(edition)))]
        docs |= _pages([overview, indexes[0], *across, *(own for _, pages in histories for own in pages)])
        title = line[0][0].source.title
        named = title if beside is None else line[0][1][0].voice.plain(say("Example: {title}", title=title))
        navigation.append(framework_entry(named, [overview, indexes[0], *across], entries, histories))
    if registry.record.events:
        docs[RECORD if beside is None else EXAMPLE_RECORD] = read_bytes(registry.record.name)
    return _Part(lines, shared, forms, docs, navigation)


def _require_examples(registry: Registry, beside: Collection[str]) -> None:
    """Refuse what is shown as an example and is marked as none, or would stand in the place of a standard."""
    for reference in registry:
        if not is_example(registry, reference):
            raise CannotWrite(say("{framework} is not marked as an example, so it is not shown as one", framework=reference))
        if reference.partition("@")[0] in beside:
            raise CannotWrite(say("the standards have a framework of the same id as the example {framework}", framework=reference))
    if Crosswalks(registry).directions:
        raise CannotWrite(say("the crosswalks of an example are not shown; {folder} has some", folder=str(registry.root)))


def _in_order(registry: Registry) -> Sequence[str]:
    """Return the ids of all frameworks; those that borrow come after those that stand by themselves."""
    borrowing = dict.fromkeys((reference.partition("@")[0] for reference in registry), False)
    for reference in registry:
        borrowing[reference.partition("@")[0]] |= registry[reference].definition.based_on is not None
    return sorted(borrowing, key=borrowing.__getitem__)


def _by_language(line: Line) -> Sequence[Edition]:
    """Return an edition in each language that any version is in, of the highest that is; languages of the highest version first."""
    order = line[0][0].past.references.index
    found: dict[str, Edition] = {}
    for _, editions in sorted(line, key=lambda each: order(each[0].source.reference), reverse=True):
        for edition in editions:
            found.setdefault(edition.language, edition)
    return [found[language] for language in line[0][0].past.spoken]


def _crosswalks(lines: Mapping[str, Line], shared: Shared) -> list[Page]:
    """Return the pages of all crosswalks, their list first; none where there are none."""
    if not shared.crosswalks.directions:
        return []
    by_language = {
        version.source.reference: {each.language: each for each in editions} for line in lines.values() for version, editions in line
    }
    voice = next(iter(lines.values()))[0][1][0]
    return [crosswalk_list(shared.crosswalks, voice, shared.languages), *crosswalk_pages(shared.crosswalks, by_language, voice)]


def _by_hand(left_out: Collection[str]) -> dict[str, bytes]:
    """Return the hand-written pages, without some and what others say of them."""

    def kept(found: re.Match[bytes]) -> bytes:
        return b"" if found[1].decode() in left_out else found[2]

    pages = _folder(Path(str(contracts.shipped("docs"))))
    return {path: _ABOUT_MARKS.sub(kept, content) for path, content in pages if path not in left_out}


def _package(folder: str) -> Path:
    return Path(str(resources.files("spregistry"))) / "publish" / "site" / folder


def _folder(root: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the files of one of the program's own folders."""
    for path in sorted(root.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            yield path.relative_to(root).as_posix(), read_bytes(str(path))


def _version(
    version: Version, editions: Sequence[Edition], forms: Forms, progress: Callable[[str], None]
) -> tuple[dict[str, bytes], list[Entry]]:
    """Return the pages and data of one version, and their navigation."""
    source, folder = version.source, version.folder
    schema = submission_schema(source, contracts.schema("submission"), contracts.SITE)
    files = {f"{folder}/submission.schema.json": _json(schema), f"{folder}/bundle.json": canonical(source.data)}
    downloads = [
        Download(title=say("Form as one file"), about=say("the self-assessment in all languages, to pass on"), path=version.single_file)
    ]
    written = []
    for edition in editions:
        progress(f"{source.reference} {edition.language}")
        book = version.workbook(edition.language)
        files[book] = forms.workbook(edition.translation)
        title = say("Workbook, {language}", language=language_name(edition.language))
        downloads.append(Download(title=title, about=say("a spreadsheet that scores itself"), path=book))
        written.append((edition, _edition_pages(edition, forms)))
    files[version.single_file] = forms.single_file(editions, spoken(editions[0].language))
    downloads += [
        Download(title=say("Submission schema"), about=say("JSON Schema of its submissions"), path=f"{folder}/submission.schema.json"),
        Download(
            title=say("Bundle"),
            about=say("the whole definition as canonical JSON; its SHA-256 is the digest"),
            path=f"{folder}/bundle.json",
        ),
    ]
    page = version_page(version, editions, downloads)
    files |= _pages([page, *(own for _, pages in written for own in pages)])
    return files, version_entries(version, page, written)


def _edition_pages(edition: Edition, forms: Forms) -> list[Page]:
    pages = [*standard_pages(edition), fact_page(edition), scoring_page(edition), *interview_pages(edition)]
    pages += [*profile_page(edition), *changes_pages(edition), *consultation_pages(edition), *comment_page(edition)]
    said = words(edition)
    return [replace(page, variables={"words": said}) if said else page for page in (*pages, assess_page(edition, forms.scripts(edition)))]


def _pages(pages: Sequence[Page]) -> dict[str, bytes]:
    return {page.path: configuration.source_of(page) for page in pages}


def _contracts(registry: Registry) -> dict[str, bytes]:
    """Return schemas and vectors at the addresses that they name themselves, with their pages."""
    voice = Voice(SOURCE_LANGUAGE, lookup(SOURCE_LANGUAGE))
    vectors = {name: content for name, content in _folder(Path(str(contracts.shipped(VECTORS)))) if name.endswith(".json")}
    read: dict[str, Any] = {name: json.loads(content) for name, content in vectors.items()}
    files = {f"schemas/{name}.schema.json": _json(contracts.schema(name)) for name in contracts.NAMES}
    files |= {f"{VECTORS}/{name}": content for name, content in vectors.items()}
    return files | _pages([schemas_page(voice, registry), vectors_page(voice, read)])


def _json(data: Any) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()
