"""Crosswalks, from either end: what of one standard stands for what of another or of a catalogue, how, how surely, and why."""

from collections.abc import Iterator, Mapping, Sequence

from spregistry.load.languages.catalogues import language_name
from spregistry.model.crosswalk import RELATIONS, Confidence, Crosswalk, End, Relation
from spregistry.model.crosswalk import Mapping as Pair
from spregistry.publish.site.edition import Edition, Page, folder_of, relative
from spregistry.publish.site.markdown import Markdown, attribute, bold, bullets, code, definitions, foreign, heading, link, note, page
from spregistry.publish.site.record.crosswalks import Crosswalks
from spregistry.publish.site.record.mapped import FOLDER, RELATION_WORDS, anchor, crosswalk_path, named
from spregistry.publish.site.record.places import place
from spregistry.sentence import Sentence, say

_MEANINGS: Mapping[Relation, Sentence] = {
    "equal": say("Both ask for the same."),
    "subset": say("What stands first is a part of what stands second."),
    "superset": say("What stands first includes what stands second."),
    "intersects": say("Both have something in common, and each asks for more."),
    "related": say("Both are about the same subject, and neither answers the other."),
}
_CONFIDENCE: Mapping[Confidence, Sentence] = {
    "high": say("confidence: high"),
    "medium": say("confidence: medium"),
    "low": say("confidence: low"),
}


def crosswalk_pages(crosswalks: Crosswalks, editions: Mapping[str, Mapping[str, Edition]], lent: Edition) -> Iterator[Page]:
    """Yield both pages of every crosswalk in each language of the frameworks at its ends.

    Args:
        crosswalks: All of the registry.
        editions: Those of the site, by reference and language.
        lent: Whose voice shows a crosswalk of whose ends the site has neither.
    """
    on_site = {reference: tuple(of) for reference, of in editions.items()}
    for crosswalk, turned in crosswalks.directions:
        languages = crosswalks.languages(crosswalk, on_site) or (lent.language,)
        for language in languages:
            ends = [editions.get(end.framework or "", {}) for end in (crosswalk.from_, crosswalk.to)]
            edition = next((end[language] for end in ends if language in end), lent)
            yield _page(edition, crosswalks, crosswalk, turned, languages)


def _page(edition: Edition, crosswalks: Crosswalks, crosswalk: Crosswalk, turned: bool, languages: Sequence[str]) -> Page:  # noqa: FBT001  # given by crosswalk_pages alone
    voice, path = edition.voice, crosswalk_path(crosswalk.id, edition.language, turned=turned)
    first, second = (crosswalks.title(end) for end in (crosswalk.from_, crosswalk.to))
    title = say("From {first} to {second}", first=first, second=second)
    own = edition.version.source.definition.language
    blocks: list[Markdown] = [heading(1, voice(title)), _ways(edition, crosswalk.id, turned, languages)]
    if crosswalk.notice:
        blocks.append(note("note", voice(say("What this is")), foreign(crosswalk.notice, own, edition.language)))
    blocks.append(
        definitions(
            [
                (voice(say("From exactly")), _pinned(edition, crosswalks, crosswalk.from_, path)),
                (voice(say("To exactly")), _pinned(edition, crosswalks, crosswalk.to, path)),
                (voice(say("Author")), foreign(crosswalk.author, own, edition.language)),
                (voice(say("Date")), voice(crosswalk.date)),
                (voice(say("Licence")), voice(crosswalk.licence)),
                (voice(say("Pairs")), voice.number(len(crosswalk.mappings))),
            ]
        )
    )
    used = [each for each in RELATIONS if any(pair.relation == each for pair in crosswalk.mappings)]
    blocks += [
        heading(2, voice(say("How to read it"))),
        bullets(Markdown(f"{bold(voice(RELATION_WORDS[each]))}: {voice(_MEANINGS[each])}") for each in used),
    ]
    for name, pairs in _grouped(edition, crosswalks, crosswalk).items():
        blocks.append(heading(2, named(edition, crosswalk.from_, name, path), anchor(name)))
        blocks.append(bullets(_pair(edition, crosswalk.to, pair, path) for pair in pairs))
    return Page(path=path, title=voice.plain(title), text=page(*blocks), language=edition.language, searched=False, hidden=("toc",))


def _ways(edition: Edition, id_: str, turned: bool, languages: Sequence[str]) -> Markdown:  # noqa: FBT001  # as above
    other = link(edition.voice(say("from the other end")), "index.md" if turned else "reversed.md")
    name = "reversed.md" if turned else "index.md"
    links = [
        link(Markdown(edition.voice(language_name(each))), f"../{each}/{name}", f'hreflang="{attribute(each)}" lang="{attribute(each)}"')
        for each in languages
        if each != edition.language
    ]
    choice = f'<span class="languages"> · {" · ".join(links)}</span>' if links else ""
    return Markdown(f"{code(id_)} · {other}{choice}\n{{: .edition }}")


def _pinned(edition: Edition, crosswalks: Crosswalks, end: End, path: str) -> Markdown:
    if end.framework is not None:
        if end.framework in edition.version.past.languages:
            return link(code(end.framework), relative(path, f"{folder_of(end.framework)}/index.md"))
        elsewhere = crosswalks.framework(end, edition.language)
        titled = [foreign(elsewhere.framework.title, elsewhere.language, edition.language)] if elsewhere is not None else []
        return Markdown("<br>".join([code(end.framework), *titled]))
    catalogue = crosswalks.catalogue(end)
    own = edition.version.source.definition.language
    parts = [code(end.reference)]
    if catalogue is not None:
        # Shown, and not linked: what stands there is not this site's.
        parts += [foreign(each, own, edition.language) for each in (catalogue.publisher, catalogue.link, catalogue.notice) if each]
    return Markdown("<br>".join(parts))


def _grouped(edition: Edition, crosswalks: Crosswalks, crosswalk: Crosswalk) -> Mapping[str, Sequence[Pair]]:
    """Return the pairs by what stands first, as that is in order in its framework, or as it is written."""
    found: dict[str, list[Pair]] = {}
    for pair in crosswalk.mappings:
        found.setdefault(pair.from_, []).append(pair)
    held = crosswalks.framework(crosswalk.from_, edition.language)
    if held is None:
        return dict(sorted(found.items()))
    framework = held.framework
    order = {id_: at for at, id_ in enumerate([*framework.groups, *framework.indicators, *framework.facts])}
    places = {name: place(framework, name) for name in found}
    return dict(sorted(found.items(), key=lambda item: (places[item[0]] is None, order.get(item[0], 0))))


def _pair(edition: Edition, end: End, pair: Pair, path: str) -> Markdown:
    voice, own = edition.voice, edition.version.source.definition.language
    relation = Markdown(f'<span class="badge">{voice(RELATION_WORDS[pair.relation])}</span>')
    other = named(edition, end, pair.to, path)
    return Markdown(f"{relation} {other} · {voice(_CONFIDENCE[pair.confidence])}<br>{foreign(pair.rationale, own, edition.language)}")


def crosswalk_list(crosswalks: Crosswalks, edition: Edition, on_site: Mapping[str, tuple[str, ...]]) -> Page:
    """Return the list of all crosswalks; `edition` lends its voice."""
    voice, path = edition.voice, f"{FOLDER}/index.md"
    title = say("Crosswalks")
    blocks = [
        heading(1, voice(title)),
        voice(say("What of one standard stands for what of another, or for a code of another body; both at exact versions.")),
    ]
    for crosswalk, turned in crosswalks.directions:
        languages = crosswalks.languages(crosswalk, on_site) or (edition.language,)
        if not turned:
            blocks.append(heading(2, voice(crosswalk.title)))
        first, second = (crosswalks.title(end) for end in (crosswalk.from_, crosswalk.to))
        links = [
            link(
                Markdown(voice(language_name(each))),
                relative(path, crosswalk_path(crosswalk.id, each, turned=turned)),
                f'lang="{attribute(each)}"',
            )
            for each in languages
        ]
        blocks.append(bullets([Markdown(f"{voice(say('From {first} to {second}', first=first, second=second))}: {' · '.join(links)}")]))
    return Page(path=path, title=voice.plain(title), text=page(*blocks), language=edition.language, searched=False)
