"""The pages that say what changed between two versions: by part, by what it does, and with words beside each other."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from spregistry.model.change import Change
from spregistry.model.framework import Framework
from spregistry.publish.site.edition import Edition, Page, relative
from spregistry.publish.site.markdown import Markdown, bullets, foreign, heading, join, link, table
from spregistry.publish.site.record.compare_page import compare_path
from spregistry.publish.site.record.marked import legend, sides
from spregistry.publish.site.record.past import Comparison
from spregistry.publish.site.record.places import element_link, shown
from spregistry.publish.site.record.said import called, field_said, said, was_and_is_said
from spregistry.publish.site.record.standing import switch
from spregistry.publish.site.record.wordings import Wordings
from spregistry.publish.site.standard_pages import made
from spregistry.publish.versions.comparability import codes, statement
from spregistry.publish.versions.differences import summary
from spregistry.publish.versions.impacts import IMPACT_TITLES, IMPACT_WORDS, WEIGHTS, weight_of
from spregistry.sentence import Sentence, Several, say, sayable

_CLASSES = {
    "editorial": sayable("Classed as editorial by the editors: {reason}"),
    "substantive": sayable("Classed as substantive by the editors: {reason}"),
}
#: Where changes stand that belong to no part of the tree.
_WHOLE, _FACTS = "_framework", "_facts"


def changes_pages(edition: Edition) -> Iterator[Page]:
    """Yield the pages on which the version is compared with others: with the one that it continues, and with those further away."""
    for name, found in edition.version.past.pages(edition.version.source.reference):
        yield _page(edition, found, edition.path(name))


def anchor(element: str) -> str:
    """Return the id of the place on such a page where the changes of an element stand."""
    return element if re.fullmatch("[a-z0-9-]+", element) and element != "framework" else re.sub("[^a-z0-9-]", "_", f"{element}_")


def _page(edition: Edition, found: Comparison, path: str) -> Page:
    voice, told = edition.voice, {"before": found.way.before.version, "after": found.way.after.version}
    title = say("What changed from {before} to {after}", **told)
    others = link(voice(say("Compare other versions")), relative(path, compare_path(edition)))
    blocks: list[Markdown] = [heading(1, voice(title)), switch(edition, path), others]
    blocks += _in_short(edition, found)
    blocks += [bullets(voice(line) for line in summary(found.differences)), *_comparability(edition, found)]
    parts = _parts(edition, found)
    if parts:
        blocks += [heading(2, voice(say("Where changes are"))), _overview(edition, parts), legend(voice)]
    else:
        blocks.append(voice(say("Nothing differs.")))
    wordings = Wordings.of(edition, found)
    for id_, (name, changes) in parts.items():
        blocks.append(heading(2, name, f"part_{id_}"))
        blocks += _part(edition, changes, path, wordings)
    return made(edition, path, title, *blocks, searched=False, hidden=("toc",))


def _in_short(edition: Edition, found: Comparison) -> Iterator[Markdown]:
    """Yield what the editors say of a step; of several each by itself, for what one says of its own need not hold for all."""
    language = found.way.after.definition.language
    notes = ((each, edition.version.past.standing(each.reference).notes) for each in reversed(found.way.versions[1:]))
    told = [(each.version, foreign(said.summary, language, edition.language)) for each, said in notes if said is not None]
    if found.way.after.definition.previous == found.way.before.reference:
        yield from (Markdown(f"{summary_}\n{{: .intro }}") for _, summary_ in told)
    elif told:
        yield bullets(edition.voice(say("{version}: {summary}", version=version, summary=summary_)) for version, summary_ in told)


def _comparability(edition: Edition, found: Comparison) -> Iterator[Markdown]:
    """Yield whether scores on both versions may be compared, with the common core by code."""
    voice, stated = edition.voice, found.comparability
    yield heading(2, voice(say("May scores on both be compared?")))
    yield join((voice(line) for line in statement(stated)), " ")
    if stated.verdict == "core":
        core = voice(Several(codes(stated.core, found.way.after)))
        yield Markdown(f"<details><summary>{voice(say('The common core, by code'))}</summary><p>{core}</p></details>")


def _parts(edition: Edition, found: Comparison) -> dict[str, tuple[Markdown, list[Change]]]:
    """Return the changes by the part of the tree that they are in, in the order of the later version; what is about no part first."""
    before, after = found.way.before, found.way.after
    shown_as = [shown(edition, side.reference) if side.reference in edition.version.past.languages else side for side in (before, after)]
    titles = {child.id: f"{child.code} {child.title}" for side in shown_as for child in side.top}
    order = [_WHOLE, _FACTS, *(child.id for child in after.top), *(child.id for child in before.top)]
    grouped: dict[str, list[Change]] = {}
    for change in found.differences.changes:
        grouped.setdefault(_part_of(edition, change, before, after), []).append(change)
    names = {_WHOLE: say("The framework as a whole"), _FACTS: say("Facts")}
    return {id_: (edition.voice(names.get(id_) or titles[id_]), grouped[id_]) for id_ in dict.fromkeys(order) if id_ in grouped}


def _part_of(edition: Edition, change: Change, before: Framework, after: Framework) -> str:
    id_ = change.element
    if change.element_kind == "fact":
        return _FACTS
    if (top := _top(after, id_)) is not None:
        return top
    top = _top(before, id_)
    if top is None:
        return _WHOLE
    onwards = edition.version.past.where(top, before.reference, after.reference)
    return _top(after, onwards[0]) or top if onwards else top


def _top(framework: Framework, id_: str) -> str | None:
    """Return the part of the tree that an element is in."""
    if id_ in framework.groups:
        return framework.groups[id_][0].id
    if id_ in framework.positions:
        groups = framework.positions[id_].groups
        return groups[0].id if groups else id_
    return None


def _overview(edition: Edition, parts: Mapping[str, tuple[Markdown, Sequence[Change]]]) -> Markdown:
    voice = edition.voice
    # Most versions have nothing that is not classed.
    unclassed = any(not change.judged for _, changes in parts.values() for change in changes)
    impacts = [impact for impact in WEIGHTS if impact is not None or unclassed]
    head = [voice(say("Part")), *(voice(IMPACT_WORDS[impact]) for impact in impacts)]
    rows = []
    for id_, (name, changes) in parts.items():
        counts = [sum(weight_of(change) == impact for change in changes) for impact in impacts]
        rows.append([link(name, f"#part_{id_}"), *(voice.number(count) if count else Markdown("–") for count in counts)])
    return table(head, rows)


def _part(edition: Edition, changes: Sequence[Change], path: str, wordings: Wordings) -> Iterator[Markdown]:
    """Yield the elements of a part, each once, under the gravest of its changes."""
    by_element: dict[str, list[Change]] = {}
    for change in changes:
        by_element.setdefault(change.element, []).append(change)
    for impact in WEIGHTS:
        gravest = [own for own in by_element.values() if min(map(weight_of, own), key=WEIGHTS.index) == impact]
        if gravest:
            # No heading: the table of contents would hold the same name for every part.
            yield Markdown(f"{edition.voice(IMPACT_TITLES[impact])}\n{{: .impact-title }}")
        for own in gravest:
            # What an element stands under its heading for comes first.
            yield from _element(edition, sorted(own, key=lambda each: WEIGHTS.index(weight_of(each))), path, wordings)


def _element(edition: Edition, changes: Sequence[Change], path: str, wordings: Wordings) -> Iterator[Markdown]:
    """Yield one element: where it stands in both versions, and each of its changes."""
    first, found = changes[0], wordings.found
    title = wordings.title(first)
    language = found.way.after.definition.language
    yield heading(3, edition.voice(title) if title else called(edition, first, language), anchor(first.element), {"class": "changed"})
    places = [*_places(edition, first, found, path)]
    if places:
        yield Markdown(f"{' → '.join(places)}\n{{: .remarks }}")
    for change in changes:
        yield bullets([_sentence(edition, change, found)])
        yield from filter(None, [was_and_is_said(edition, change, found)])
        texts = wordings.both(change)
        if texts is not None:
            before, after = ((side.version, text) for side, text in zip((found.way.before, found.way.after), texts.texts, strict=True))
            yield sides(edition.voice, before, after, texts.language)
        yield from _continued(edition, change, path, wordings)


def _continued(edition: Edition, change: Change, path: str, wordings: Wordings) -> Iterator[Markdown]:
    """Yield the words of an indicator beside those of each that it continues: what was merged or split is asked in other words."""
    way = wordings.found.way
    for words, texts in wordings.continued(change):
        origin = element_link(edition, way.before.reference, words.old, path, whole=True)
        field = field_said(edition, replace(change, field=words.field), wordings.found)
        yield edition.voice(say("{field}, from {element}:", field=field, element=origin))
        before, after = texts.texts
        yield sides(edition.voice, (way.before.version, before), (way.after.version, after), texts.language)


def _places(edition: Edition, change: Change, found: Comparison, path: str) -> Iterator[Markdown]:
    if change.element_kind not in ("group", "indicator", "fact"):
        return
    id_, before, after = change.element, found.way.before.reference, found.way.after.reference
    olds = edition.version.past.where(id_, after, before) if before in edition.version.past.languages else ()
    if olds:
        yield join((element_link(edition, before, old, path, whole=True) for old in olds), " · ")
    here = edition.version.past.where(id_, before, after)
    if here:
        yield join((element_link(edition, after, new, path, whole=True) for new in here), " · ")


def _sentence(edition: Edition, change: Change, found: Comparison) -> Markdown:
    """Return what one change is, what it does, and why it was made."""
    voice, weight = edition.voice, weight_of(change)
    parts = [
        said(edition, change, found),
        Markdown(f'<span class="impact impact-{weight or "unclassed"}">{voice(IMPACT_WORDS[weight])}</span>'),
    ]
    language = found.way.after.definition.language
    # Over several steps the gravest class stands for all.
    classes = [each for notes in found.notes for each in notes.classes if each.key == change.key]
    classed = max(classes, key=lambda each: each.class_ == "substantive", default=None)
    if classed is not None and change.judged:  # else one step was classed, and another was not
        parts.append(voice(Sentence(_CLASSES[classed.class_], {"reason": foreign(classed.reason, language, edition.language)})))
    elif (reason := found.reason(change)) is not None:
        parts.append(voice(say("Why: {reason}", reason=foreign(reason, language, edition.language))))
    return join(parts, " ")
