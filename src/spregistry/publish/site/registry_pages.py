"""The pages about what the registry holds: all frameworks, one with its versions, one version with its data, and the index of ids."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from spregistry.load.languages.catalogues import language_name
from spregistry.publish.site.edition import Edition, Page, Version, folder_of, relative
from spregistry.publish.site.lineage import changes
from spregistry.publish.site.markdown import Markdown, attribute, bold, bullets, code, definitions, heading, link, note, page, table
from spregistry.publish.site.record.compare_page import comparing
from spregistry.publish.site.record.release_page import release_path
from spregistry.publish.site.record.standing import banners, example_note, state
from spregistry.sentence import Sentence, Several, say, sayable

_WORDS = sayable("From {before} to {after}, with words beside each other: {languages}.")
_TO_NOW = sayable("From {before} to {after}, the version to use: {languages}.")


@dataclass(frozen=True, kw_only=True)
class Download:
    """A file that stands beside a version's pages."""

    title: Sentence
    about: Sentence
    #: Below `docs/`.
    path: str


#: Editions of one framework: versions from new to old, each with its editions, the source language first.
Line = Sequence[tuple[Version, Sequence[Edition]]]


def registry_page(lines: Mapping[str, Line], edition: Edition) -> Page:
    """Return the list of all frameworks; `edition` lends its voice."""
    voice, path = edition.voice, "standards/index.md"
    blocks: list[Markdown] = [heading(1, voice(say("Standards")))]
    blocks.append(voice(say("Every framework that this registry holds, with its versions and languages.")))
    for id_, line in lines.items():
        blocks += _summary(id_, line, path)
    return Page(path=path, title=voice.plain(say("Standards")), text=page(*blocks), language=edition.language)


def _summary(id_: str, line: Line, path: str) -> Iterator[Markdown]:
    version, editions = line[0]
    voice = editions[0].voice
    yield heading(2, link(voice(version.source.title), relative(path, f"standards/{id_}/index.md")))
    if version.past.example:
        yield example_note(editions[0])
    yield Markdown(f"{code(version.source.reference)} · {voice(state(version))} · ") + voice(
        say("indicators: {number}", number=len(version.source.indicators))
    )
    yield bullets(_entrance(edition, path) for edition in editions)


def _entrance(edition: Edition, path: str) -> Markdown:
    voice = edition.voice
    read = link(voice(language_name(edition.language)), relative(path, edition.path("index")), f'lang="{attribute(edition.language)}"')
    # Nobody is to take a demonstration for a standard.
    words = say("try the form") if edition.version.past.example else say("assess your institution")
    assess = link(voice(words), relative(path, edition.form))
    find = link(voice(say("find an indicator")), relative(path, edition.path("indicators")))
    return Markdown(f"{bold(read)} · {assess} · {find}")


def start(lines: Mapping[str, Line], path: str) -> Markdown:
    """Return the ways into every framework's newest version, for the start page."""
    return Markdown("\n\n".join(block for id_, line in lines.items() for block in _summary(id_, line, path)))


def framework_page(id_: str, line: Line) -> Page:
    """Return the page of a framework with all its versions."""
    version, editions = line[0]
    voice, path = editions[0].voice, f"standards/{id_}/index.md"
    blocks: list[Markdown] = [heading(1, voice(version.source.title)), example_note(editions[0])]
    if version.source.definition.notice:
        blocks.append(note("note", voice(say("What this is")), voice(version.source.definition.notice)))
    blocks += [heading(2, voice(say("Read and use it"))), bullets(_entrance(edition, path) for edition in editions)]
    elements = link(voice(say("the index of ids")), relative(path, f"standards/{id_}/elements.md"))
    blocks.append(voice(say("Every indicator has an address that never changes: {page}.", page=elements)))
    releases = link(voice(say("releases")), relative(path, release_path(editions[0])))
    blocks.append(voice(say("What was released, with digests and how to verify them: {page}.", page=releases)))
    blocks += [heading(2, voice(say("Versions"))), table(_version_head(editions[0]), (_version_row(entry, path) for entry in line))]
    compared = [*comparing(editions[0], path)]
    if compared:
        blocks += [heading(2, voice(say("What changed between two versions"))), *compared]
    own = not version.past.aside
    return Page(path=path, title=version.source.title, text=page(*blocks), language=editions[0].language, searched=own)


def _version_head(edition: Edition) -> list[Markdown]:
    return [edition.voice(text) for text in (say("Version"), say("State"), say("Languages"), say("Indicators"))]


def _version_row(entry: tuple[Version, Sequence[Edition]], path: str) -> list[Markdown]:
    version, editions = entry
    voice = editions[0].voice
    spoken = [link(edition.voice(language_name(edition.language)), relative(path, edition.path("index"))) for edition in editions]
    return [
        link(voice(version.source.version), relative(path, f"{version.folder}/index.md")),
        voice(state(version)),
        Markdown(" · ".join(spoken)),
        voice.number(len(version.source.indicators)),
    ]


def version_page(version: Version, editions: Sequence[Edition], downloads: Sequence[Download]) -> Page:
    """Return the page of a version: its languages, its data, its digest, and what changed."""
    edition = editions[0]
    voice, path = edition.voice, f"{version.folder}/index.md"
    source = version.source
    blocks: list[Markdown] = [heading(1, voice(f"{source.title}, {source.version}")), *banners(edition, path)]
    facts = [
        (voice(say("Named in files as")), code(source.reference)),
        (voice(say("State")), voice(state(version))),
        (voice(say("Licence")), voice(source.definition.licence)),
        (voice(say("Digest")), code(source.digest)),
    ]
    if source.definition.based_on:
        facts.append((voice(say("Based on")), code(source.definition.based_on)))
    if version.profiles:
        facts.append((voice(say("Profiles")), voice(Several(_reference(name, path) for name in version.profiles))))
    blocks += [definitions(facts), heading(2, voice(say("Languages"))), bullets(_entrance(one, path) for one in editions)]
    blocks += [
        heading(2, voice(say("Files"))),
        voice(say("These addresses never change; what stands there does not change once a version is released.")),
    ]
    blocks.append(bullets(Markdown(f"{link(voice(one.title), relative(path, one.path))} · {voice(one.about)}") for one in downloads))
    blocks += [heading(2, voice(say("What changed"))), *_compared(editions, path), *changes(edition, path)]
    return Page(
        path=path, title=source.reference, text=page(*blocks), language=edition.language, searched=version.newest and not version.past.aside
    )


def _compared(editions: Sequence[Edition], path: str) -> Iterator[Markdown]:
    """Yield where changes stand with words beside each other, from the version and to it, in each of its languages."""
    voice, past, reference = editions[0].voice, editions[0].version.past, editions[0].version.source.reference
    for name, found in past.pages(reference):
        links = Several(link(one.voice(language_name(one.language)), relative(path, one.path(name))) for one in editions)
        told = {"before": found.way.before.version, "after": found.way.after.version, "languages": links}
        yield voice(Sentence(_TO_NOW if name == "since" else _WORDS, told))


def _reference(reference: str, path: str) -> Markdown:
    return link(code(reference), relative(path, f"{folder_of(reference)}/index.md"))
