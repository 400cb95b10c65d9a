"""The page of a profile: what it borrows, its tree, and the minimums of its awards."""

from collections.abc import Iterator, Mapping

from spregistry.model.definition import Group, Indicator
from spregistry.model.document import Data
from spregistry.publish.site.edition import Edition, Page, listed, relative
from spregistry.publish.site.markdown import Markdown, bullets, code, heading, join, link, note, table
from spregistry.publish.site.record.places import element_link, page_in
from spregistry.publish.site.record.profile_list import PROFILE
from spregistry.publish.site.record.standing import switch
from spregistry.publish.site.standard_pages import made
from spregistry.sentence import Several, say


def profile_page(edition: Edition) -> Iterator[Page]:
    """Yield the page of a profile; nothing for a framework that borrows nothing."""
    base = edition.framework.definition.based_on
    if base is None:
        return
    voice, path = edition.voice, edition.path(PROFILE)
    title = say("What this profile asks")
    framework = edition.framework
    blocks: list[Markdown] = [heading(1, voice(title)), switch(edition, path)]
    if framework.definition.notice:
        blocks.append(note("note", voice(say("What this is")), voice(framework.definition.notice)))
    blocks += [heading(2, voice(say("What it borrows"))), *_borrowed(edition, base, path)]
    blocks += [*_awards(edition, path), heading(2, voice(say("Its tree")))]
    for child in framework.top:
        blocks += _branch(edition, child, base, path)
    yield made(edition, path, title, *blocks)


def _borrowed(edition: Edition, base: str, path: str) -> Iterator[Markdown]:
    voice, past = edition.voice, edition.version.past
    whole = past.registry[base]
    home = link(code(base), relative(path, page_in(edition, base, "index"))) if base in past.languages else code(base)
    told = {"count": voice.number(len(edition.framework.indicators)), "all": voice.number(len(whole.indicators)), "base": home}
    yield voice(say("Indicators: {count} of the {all} of {base}. They are the same there and here; an answer counts for both.", **told))
    used = [*_uses(edition, past.registry.read(edition.version.source.reference).source.data)]
    if used:
        yield bullets(used)
    dropped = edition.framework.dropped_caps
    if dropped:
        yield voice(say("Limits of the base that do not hold here, because what decides them is not asked:"))
        yield bullets(_cap(edition, base, cap.group, cap.indicator, path) for cap in dropped)


def _uses(edition: Edition, data: Mapping[str, Data]) -> Iterator[Markdown]:
    """Yield by what indicators are chosen, as the profile is written."""
    voice = edition.voice
    use = data.get("use")
    if use is None:
        yield voice(say("It has a tree of its own, whose groups borrow indicators from all of the base."))
        return
    yield voice(say("It keeps the tree of the base."))
    if use.get("tags"):
        titles = {entry.id: entry.title for entry in edition.framework.definition.tags or ()}
        yield voice(say("By tag: {tags}.", tags=listed(voice, [titles.get(tag, tag) for tag in use["tags"]])))
    if use.get("ids"):
        yield voice(say("By name: {ids}.", ids=Several(code(id_) for id_ in use["ids"])))
    if use.get("except"):
        yield voice(say("Without: {ids}.", ids=Several(code(id_) for id_ in use["except"])))


def _cap(edition: Edition, base: str, group: str | None, indicator: str, path: str) -> Markdown:
    voice = edition.voice
    limited = element_link(edition, base, group, path) if group else voice(say("Overall score"))
    return voice(say("{group}, decided by {indicator}", group=limited, indicator=element_link(edition, base, indicator, path)))


def _awards(edition: Edition, path: str) -> Iterator[Markdown]:
    """Yield the minimums of all awards as a table: a row for each group, a column for each award."""
    voice, awards = edition.voice, edition.framework.definition.awards or ()
    if not awards:
        return
    yield heading(2, voice(say("Awards")))
    yield voice(say("An award is reached where every group reaches its minimum; nothing offsets one that is missed."))
    groups = dict.fromkeys(minimum.group for award in awards for minimum in award.minimums)
    minimums = {(award.id, minimum.group): minimum.score for award in awards for minimum in award.minimums}
    head = [voice(say("Group")), *(voice(award.title) for award in awards)]
    rows = [
        [
            edition.linked(group, path) if group in edition.pages else code(group),
            *(voice.number(float(minimums[award.id, group])) if (award.id, group) in minimums else Markdown("–") for award in awards),
        ]
        for group in groups
    ]
    yield table(head, rows)


def _branch(edition: Edition, node: Group | Indicator, base: str, path: str, level: int = 3) -> Iterator[Markdown]:
    """Yield a part of the tree, each indicator with where it stands in the base."""
    if isinstance(node, Indicator):
        yield bullets([_leaf(edition, node, base, path)])
        return
    yield heading(level, edition.linked(node.id, path))
    leaves = [child for child in node.children if isinstance(child, Indicator)]
    if leaves:
        yield bullets(_leaf(edition, child, base, path) for child in leaves)
    for child in node.children:
        if isinstance(child, Group):
            yield from _branch(edition, child, base, path, min(level + 1, 6))


def _leaf(edition: Edition, indicator: Indicator, base: str, path: str) -> Markdown:
    there = element_link(edition, base, indicator.id, path, whole=True)
    return join((edition.linked(indicator.id, path), edition.voice(say("in the base {element}", element=there))), " · ")
