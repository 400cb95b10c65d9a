"""What stands on top of every page: which version it is and in which state, the same page in other versions and languages, and warnings."""

from collections.abc import Iterator, Mapping, Sequence

from spregistry.check.notices import MEANS, nothing_in_its_place
from spregistry.load.languages.catalogues import language_name
from spregistry.model.release import Event
from spregistry.publish.hindsight import errata_about, errata_of, state_in_words
from spregistry.publish.site.edition import Edition, Version, folder_of, relative
from spregistry.publish.site.markdown import Markdown, Voice, attribute, code, foreign, link, note
from spregistry.publish.site.record.past import Past
from spregistry.publish.site.record.places import called, page_in, place, shown
from spregistry.sentence import Sentence, Several, say, sayable

_STATES: Mapping[str, Sentence] = {
    "draft": say("draft, may still change"),
    "active": say("in force"),
    "deprecated": say("deprecated: no longer for new submissions"),
    "withdrawn": say("withdrawn"),
    "recalled": say("recalled"),
}
#: In the list of other versions, where there is room for a word.
SHORT_STATES: Mapping[str, Sentence] = {
    "draft": say("draft"),
    "active": say("in force"),
    "deprecated": say("deprecated"),
    "withdrawn": say("withdrawn"),
    "recalled": say("recalled"),
}
_TURNS = {
    "deprecated": sayable("Deprecated on {day}"),
    "withdrawn": sayable("Withdrawn on {day}"),
    "recalled": sayable("Recalled on {day}"),
}
#: Pages of an edition that every version has.
_EVERYWHERE = ("index", "indicators", "facts", "scoring", "assess/index")
#: How many elements that continue one are named.
_MOST = 3


def badge(edition: Edition) -> Markdown:
    """Return the state of a version, told by word and frame."""
    status = edition.version.status
    return Markdown(f'<span class="badge badge-{status}">{edition.voice(state(edition.version))}</span>')


def state(version: Version) -> Sentence:
    """Return the state of a version in words, on the day on which the site is written."""
    return in_words(version.past, version.source.reference, _STATES)


def in_words(past: Past, reference: str, words: Mapping[str, Sentence]) -> Sentence:
    """Return the state of any version in words, such as `SHORT_STATES`, on the day on which the site is written."""
    return state_in_words(past.registry.record, reference, past.today, words)


def switch(edition: Edition, path: str) -> Markdown:
    """Return the lines on top of a page: the version, its state, the same page in other languages and versions, and what to beware of."""
    voice = edition.voice
    home = link(voice(edition.framework.reference), relative(path, f"{edition.version.folder}/index.md"))
    others = [
        link(
            Markdown(voice(language_name(language))),
            relative(path, edition.other(language, path)),
            f'hreflang="{attribute(language)}" lang="{attribute(language)}"',
        )
        for language in edition.version.languages
        if language != edition.language
    ]
    # On paper, languages and versions are no choice.
    choice = f'<span class="languages"> · {" · ".join(others)}</span>' if others else ""
    blocks = [Markdown(f"{home} · {badge(edition)}{choice}\n{{: .edition }}")]
    versions = [*_versions(edition, path)]
    if versions:
        line = voice(say("Other versions of this page: {versions}.", versions=Several(versions)))
        every = link(voice(say("All versions")), relative(path, f"standards/{edition.framework.id}/index.md"))
        blocks.append(Markdown(f"{line} {every}\n{{: .versions }}"))
    return Markdown("\n\n".join([*blocks, *banners(edition, path)]))


def _versions(edition: Edition, path: str) -> Iterator[Markdown]:
    """Yield links to a page in other versions; where it is not there, to what it became, or to the version's start, and says so."""
    voice, past, here = edition.voice, edition.version.past, edition.version.source.reference
    name = path.removeprefix(f"{edition.folder}/").removesuffix(".md")
    for there in past.others(here):
        number, told = there.partition("@")[2], voice(in_words(past, there, SHORT_STATES))
        targets = _same_page(edition, name, there)
        if not targets:
            start = _to_version(edition, path, there, "index", number)
            yield voice(say("{version} ({state}; without this page, to its start)", version=start, state=told))
            continue
        links = [_to_version(edition, path, there, target, title or number) for target, title in targets]
        became = f"{voice(number)}: {', '.join(links)}" if targets[0][1] else links[0]
        yield Markdown(f"{became} ({told})")


def _to_version(edition: Edition, path: str, there: str, target: str, title: str) -> Markdown:
    return link(edition.voice(title), relative(path, page_in(edition, there, target)))


def _same_page(edition: Edition, name: str, there: str) -> list[tuple[str, str]]:
    """Return the names of the pages that a page is in another version, each with a title where it is called otherwise there; none if it is not."""
    past, here = edition.version.past, edition.version.source.reference
    kind, _, id_ = name.partition("/")
    if kind == "read":
        found = [(each, place(shown(edition, there), each)) for each in past.where(id_, here, there)[:_MOST]]
        if [each and each.page for _, each in found] == [name]:
            return [(name, "")]
        return [(each.page, called(edition, there, id_) or "") for id_, each in found if each is not None]
    return [(name, "")] if _has(edition, name, there) else []


def _has(edition: Edition, name: str, there: str) -> bool:
    """Tell whether another version has a page that is not about one group."""
    past, (kind, _, function) = edition.version.past, name.partition("/")
    other = past.framework(there)
    if kind == "interviews":
        functions = {indicator.function for indicator in other.indicators.values()}
        return bool(function in functions if function else any(functions) and other.definition.functions)
    if name == "profile":
        return other.definition.based_on is not None
    return name in _EVERYWHERE or name in dict(past.pages(there))


def banners(edition: Edition, path: str) -> Iterator[Markdown]:
    """Yield what readers must know before they use a page: an example, out of use, in consultation, or not the version to use."""
    voice, version = edition.voice, edition.version
    standing = version.past.standing(version.source.reference)
    if standing.example:
        yield _example(voice)
    if standing.turn is not None:
        yield _out_of_use(edition, standing.turn, path)
    elif not version.newest:
        words = say("This page shows another version. The one to use is on the page of {framework}.", framework=_home(edition, path))
        yield note("warning", voice(say("Another version")), voice(words))


def _home(edition: Edition, path: str) -> Markdown:
    return link(edition.voice(edition.framework.id), relative(path, f"standards/{edition.framework.id}/index.md"))


def in_other_languages(edition: Edition, addresses: Mapping[str, str]) -> Markdown:
    """Return links to a page about all versions in other languages; empty where there is no other.

    Args:
        edition: In whose language the page is.
        addresses: Of the page in each language, as seen from this one.
    """
    links = [
        link(Markdown(edition.voice(language_name(language))), address, f'hreflang="{attribute(language)}" lang="{attribute(language)}"')
        for language, address in addresses.items()
        if language != edition.language
    ]
    return Markdown(f'<span class="languages">{" · ".join(links)}</span>\n{{: .edition }}') if links else Markdown()


def example_note(edition: Edition) -> Markdown:
    """Return the note that a framework only demonstrates, for pages about all its versions; empty where it is a real one."""
    return _example(edition.voice) if edition.version.past.example else Markdown()


def _example(voice: Voice) -> Markdown:
    words = say("This framework only demonstrates; nobody uses it, and nothing of its record happened.")
    return note("info", voice(say("Example")), voice(words))


def _out_of_use(edition: Edition, event: Event, path: str) -> Markdown:
    voice, data = edition.voice, event.data
    lines = [voice(MEANS[event.kind])]
    if "reason" in data:
        lines.append(
            voice(say("Reason: {reason}", reason=foreign(data["reason"], edition.version.source.definition.language, edition.language)))
        )
    if "until" in data:
        lines.append(voice(say("It may still be used until {day}.", day=data["until"])))
    now = edition.version.past.registry.record.leads_to(data["successor"]) if "successor" in data else None
    if now is not None:
        lines.append(voice(say("In its place: {version}", version=_successor(edition, now, path))))
    elif "successor" in data:
        lines.append(voice(nothing_in_its_place(_successor(edition, data["successor"], path))))
    if not edition.version.newest and now != edition.version.past.newest:
        lines.append(voice(say("The version to use is on the page of {framework}.", framework=_home(edition, path))))
    title = voice(Sentence(_TURNS[event.kind], {"day": event.on}))
    return note("danger" if event.kind == "recalled" else "warning", title, Markdown(" ".join(lines)))


def _successor(edition: Edition, reference: str, path: str) -> Markdown:
    there = edition.version.past.registry
    return link(code(reference), relative(path, f"{folder_of(reference)}/index.md")) if reference in there else code(reference)


def errata(edition: Edition, ids: Sequence[str | None]) -> Iterator[Markdown]:
    """Yield the errata of a version that are about some elements; None stands for those about no single one."""
    voice, source = edition.voice, edition.version.source
    found = errata_of(edition.version.past.registry.record, source)
    for event in errata_about(found, *ids):
        reason = foreign(event.data["reason"], source.definition.language, edition.language)
        yield note("warning", voice(say("Erratum of {day}", day=event.on)), reason)
