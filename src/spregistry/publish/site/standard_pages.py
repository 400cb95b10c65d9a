"""The pages on which a standard is read: its overview, its groups with their indicators, and the list of all indicators."""

from collections.abc import Iterator, Mapping, Sequence

from spregistry.model.definition import Group, Indicator
from spregistry.publish.scoring_words import aggregate_in_words
from spregistry.publish.site.edition import PAGE_DEPTH, Edition, Page, relative
from spregistry.publish.site.filters import filter_form
from spregistry.publish.site.indicator_section import indicator_section
from spregistry.publish.site.lineage import origin
from spregistry.publish.site.markdown import Markdown, bold, bullets, heading, link, note, page, table
from spregistry.publish.site.record.comment_link import FORM, comment_link
from spregistry.publish.site.record.compare_page import compare_path
from spregistry.publish.site.record.history import history_line
from spregistry.publish.site.record.mapped import mapped
from spregistry.publish.site.record.profile_list import PROFILE, profile_list
from spregistry.publish.site.record.standing import errata, switch
from spregistry.publish.words import condition_in_words
from spregistry.sentence import Sentence, say


def standard_pages(edition: Edition) -> Iterator[Page]:
    """Yield the overview, a page for each group that has one, and the list of indicators."""
    yield _overview(edition)
    groups = {id_: route for id_, route in edition.framework.groups.items() if len(route) <= PAGE_DEPTH}
    for id_, route in groups.items():
        yield _group_page(edition, route[-1], edition.pages[id_], depth=len(route))
    if not groups:
        path = edition.pages[next(iter(edition.framework.indicators))]
        title = edition.voice(edition.framework.title)
        blocks = [block for indicator in edition.framework.indicators.values() for block in indicator_section(edition, indicator, 2, path)]
        yield made(edition, path, edition.framework.title, heading(1, title), switch(edition, path), *blocks)
    yield _list(edition)


def made(edition: Edition, path: str, title: str, *blocks: str, searched: bool = True, hidden: tuple[str, ...] = ()) -> Page:
    """Return a page of an edition.

    Search finds those of the version to use, none of an example beside the standards; of a profile only what is its own, for all else is found at its base.
    """
    own = edition.framework.definition.based_on is None or path in {edition.path(name) for name in ("index", "scoring", PROFILE)}
    real = edition.version.newest and not edition.version.past.aside
    return Page(
        path=path,
        title=edition.voice.plain(title),
        text=page(*blocks),
        language=edition.language,
        description=f"{edition.voice.plain(title)} · {edition.framework.title}",
        searched=searched and own and real,
        hidden=hidden,
    )


def _overview(edition: Edition) -> Page:
    voice, path = edition.voice, edition.path("index")
    framework = edition.framework
    ways = [
        (say("Assess your institution"), say("in the browser; nothing you type leaves your computer"), edition.form),
        (say("Find an indicator"), say("by word, by function, by tag"), edition.path("indicators")),
        (say("Facts to have at hand"), say("figures about the institution, with units"), edition.path("facts")),
        (say("How it is scored"), say("scales, weights, limits, bands, with an example"), edition.path("scoring")),
        (say("Workbook"), say("a spreadsheet that scores itself"), edition.version.workbook(edition.language)),
        (say("Form as one file"), say("to pass on by USB stick or messenger; works without a network"), edition.version.single_file),
    ]
    if edition.functions:
        ways.insert(2, (say("Interview sheets"), say("one per function, to print"), edition.path("interviews")))
    if framework.definition.based_on is not None:
        ways.append((say("What this profile asks"), say("what it borrows, its tree, its awards"), edition.path(PROFILE)))
    ways += _editors_ways(edition)
    cards = bullets(Markdown(f"{bold(link(voice(title), relative(path, target)))}<br>{voice(text)}") for title, text, target in ways)
    blocks = [heading(1, voice(framework.title)), switch(edition, path), *errata(edition, (None,))]
    if framework.definition.notice:
        blocks.append(note("note", voice(say("What this is")), voice(framework.definition.notice)))
    if not edition.translation.complete:
        blocks.append(voice(say("Some texts are not translated yet, or were changed after they were translated. They are marked.")))
    blocks += [
        Markdown(f'<div class="cards" markdown>\n\n{cards}\n\n</div>'),
        *profile_list(edition, path),
        heading(2, voice(say("What it covers"))),
        *_contents(edition, path),
    ]
    return made(edition, path, framework.title, *blocks)


def _editors_ways(edition: Edition) -> Iterator[tuple[Sentence, Sentence, str]]:
    """Yield the ways to what editors have on record about a version."""
    past, reference = edition.version.past, edition.version.source.reference
    standing, compared = past.standing(reference), dict(past.pages(reference))
    if "changes" in compared:
        before = say("since {version}, with words beside each other", version=compared["changes"].way.before.version)
        yield say("What changed"), before, edition.path("changes")
    if "since" in compared:
        now = say("from this version to {version}", version=past.newest.partition("@")[2])
        yield say("What changed since"), now, edition.path("since")
    if past.compared:
        yield say("Compare two versions"), say("any two, with words beside each other"), compare_path(edition)
    if standing.consultation is not None and standing.consultation.consultation is not None:
        yield say("The consultation"), say("who was heard, comments, decisions"), edition.path("consultation")
    if edition.version.status == "draft":
        yield say("Comment on the draft"), say("say what should be otherwise, and why"), edition.path(FORM)


def _contents(edition: Edition, path: str) -> Iterator[Markdown]:
    for child in edition.framework.top:
        if isinstance(child, Indicator):
            yield bullets([edition.linked(child.id, path)])
            continue
        yield heading(3, edition.linked(child.id, path))
        if child.intro:
            yield edition.voice(child.intro)
        yield bullets(_line(edition, inner, path) for inner in child.children)


def _line(edition: Edition, element: Group | Indicator, path: str) -> Markdown:
    if isinstance(element, Indicator):
        return edition.linked(element.id, path)
    held = edition.voice(say("indicators: {number}", number=len(edition.inside[element.id])))
    return edition.linked(element.id, path) + Markdown(" · ") + held


def _group_page(edition: Edition, group: Group, path: str, depth: int) -> Page:
    whole = depth == PAGE_DEPTH or isinstance(group.children[0], Indicator)
    blocks: list[Markdown] = [heading(1, edition.titled(group), group.id), switch(edition, path), *group_words(edition, group, path)]
    if whole:
        blocks.append(filter_form(edition, edition.inside[group.id]))
        blocks += _inner(edition, group, 2, path)
    else:
        blocks += _parts(edition, group, path)
    blocks.append(_assess_link(edition, group, path))
    return made(edition, path, f"{group.code} {group.title}", *blocks)


def _parts(edition: Edition, group: Group, path: str) -> Iterator[Markdown]:
    """Yield what a group holds whose children have pages of their own."""
    for child in group.children:
        yield heading(2, edition.linked(child.id, path))
        if isinstance(child, Group):
            if child.intro:
                yield edition.voice(child.intro)
            yield bullets(_line(edition, inner, path) for inner in child.children)


def _inner(edition: Edition, group: Group, level: int, path: str) -> Iterator[Markdown]:
    for child in group.children:
        if isinstance(child, Indicator):
            yield from indicator_section(edition, child, level, path)
        else:
            yield heading(level, edition.titled(child), child.id)
            yield from group_words(edition, child, path)
            yield from _inner(edition, child, level + 1, path)


def group_words(edition: Edition, group: Group, path: str) -> Iterator[Markdown]:
    """Yield what is said about a group itself: introduction, weight, how it is scored, when it is asked, its limits."""
    voice, share = edition.voice, edition.share(group.id)
    yield comment_link(edition, group.id, path)
    yield from errata(edition, (group.id,))
    if group.intro:
        yield Markdown(f"{voice(group.intro)}\n{{: .intro }}")
    sentences = []
    if share is not None:
        weight = voice.number(float(group.weight or 1))
        if share.overall is None:
            sentences.append(voice(say("Weight {weight}.", weight=weight)))
        else:
            sentences.append(
                voice(say("Weight {weight}; {share} of the overall score.", weight=weight, share=voice.percent(share.overall)))
            )
    sentences += [aggregate_words(edition, group)] if group.aggregate not in (None, "mean") else []
    if group.applies_when:
        condition = voice(condition_in_words(group.applies_when, edition.framework.facts))
        sentences.append(voice(say("Asked only where {condition}.", condition=condition)))
    came = origin(edition, group)
    for cap in group.caps or ():
        decides = edition.linked(cap.indicator, path)
        values = {"below": voice.number(cap.below), "to": voice.number(cap.to), "reason": voice(cap.reason)}
        sentences.append(voice(say("At most {to} where {indicator} earns less than {below}: {reason}", indicator=decides, **values)))
    text = " ".join([*sentences, *([came] if came else [])])
    if text:
        yield Markdown(f"{text}\n{{: .remarks }}")
    others = mapped(edition, group.id, path)
    if others:
        yield Markdown(f"{voice(say('Mapped to: {elements}', elements=others))}\n{{: .remarks }}")
    past = history_line(edition, group.id, path)
    if past:
        yield Markdown(f"{past}\n{{: .remarks }}")


def aggregate_words(edition: Edition, group: Group) -> Markdown:
    """Return how a group that is no plain mean is scored."""
    return edition.voice(aggregate_in_words(group.aggregate, edition.voice.number))


def _assess_link(edition: Edition, group: Group, path: str) -> Markdown:
    # Written as HTML, because the part behind # is a view of the form and no heading of its page.
    address = relative(path, edition.form).removesuffix(".md")
    text = edition.voice(say("Answer this part in the self-assessment"))
    return Markdown(f'<p class="onwards"><a href="{address}.html#/assess/{group.id}">{text}</a></p>')


def _list(edition: Edition) -> Page:
    voice, path = edition.voice, edition.path("indicators")
    blocks: list[Markdown] = [heading(1, voice(say("Find an indicator"))), switch(edition, path)]
    blocks.append(filter_form(edition, [*edition.framework.indicators.values()], words=True))
    above: tuple[Group, ...] = ()
    lines: list[Markdown] = []
    for position in edition.framework.positions.values():
        outer = position.groups[:PAGE_DEPTH]
        if [group.id for group in outer] != [group.id for group in above]:
            blocks += [bullets(lines)] if lines else []
            lines = []
            blocks += _headings(edition, outer, above)
            above = outer
        lines.append(_entry(edition, position.indicator, path))
    blocks.append(bullets(lines))
    return made(edition, path, say("Find an indicator"), *blocks, searched=False)


def _headings(edition: Edition, groups: Sequence[Group], above: Sequence[Group]) -> Iterator[Markdown]:
    for at, group in enumerate(groups):
        if at >= len(above) or above[at] is not group:
            yield heading(2 + at, edition.titled(group))


def _entry(edition: Edition, indicator: Indicator, path: str) -> Markdown:
    marks: Mapping[str, str] = {"data-function": indicator.function or "", "data-tags": " ".join(indicator.tags or ())}
    named = link(
        edition.titled(indicator), edition.address(indicator.id, path), " ".join(f'{name}="{value}"' for name, value in marks.items())
    )
    return Markdown(f"{named}<br>{edition.voice(indicator.question)}")


def measure_table(edition: Edition, path: str) -> Markdown:
    """Return the groups below the root with their weights, shares and sizes."""
    voice = edition.voice
    head = [voice(say("Part")), voice(say("Indicators")), voice(say("Weight")), voice(say("Share of the overall score"))]
    rows = []
    for child in edition.framework.top:
        share = edition.share(child.id)
        inside = len(edition.inside[child.id]) if isinstance(child, Group) else 1
        percent = voice.percent(share.overall) if share and share.overall is not None else Markdown("–")
        rows.append([edition.linked(child.id, path), voice.number(inside), voice.number(float(child.weight or 1)), percent])
    return table(head, rows)
