"""The whole history of every element that a framework ever had, those that ended included."""

from collections.abc import Iterator, Mapping, Sequence

from spregistry.evolve.history import Stage, history
from spregistry.model.change import Change, Differences
from spregistry.model.framework import Framework
from spregistry.publish.site.edition import Edition, Page, relative
from spregistry.publish.site.markdown import Markdown, bullets, foreign, heading, join, link, page
from spregistry.publish.site.record.history import history_page
from spregistry.publish.site.record.past import Comparison
from spregistry.publish.site.record.places import called, element_link, page_in, place, shown
from spregistry.publish.site.record.said import said
from spregistry.publish.site.record.standing import SHORT_STATES, example_note, in_other_languages, in_words
from spregistry.publish.site.record.wordings import has_words
from spregistry.sentence import Sentence, say


def history_pages(edition: Edition) -> Iterator[Page]:
    """Yield the histories in one language, a page for each page of the standard; none where there is one version only.

    Args:
        edition: Of the highest version that is in this language.
    """
    versions = edition.version.past.chain
    if len(versions) == 1:
        return
    by_page: dict[str, list[str]] = {}
    for id_ in (*_in_order(versions[-1]), *edition.version.past.dropped):
        path = history_page(edition, id_)
        if path is not None:
            by_page.setdefault(path, []).append(id_)
    steps = {each.reference: edition.version.past.step(each.reference) for each in versions}
    for path, ids in by_page.items():
        yield _page(edition, path, ids, versions, steps)


def _in_order(framework: Framework) -> Iterator[str]:
    """Yield the ids of a version as they stand in it, each group before what it holds."""
    seen: set[str] = set()
    for position in framework.positions.values():
        for group in position.groups:
            if group.id not in seen:
                seen.add(group.id)
                yield group.id
        yield position.indicator.id
    yield from framework.facts


def _page(edition: Edition, path: str, ids: Sequence[str], versions: Sequence[Framework], steps: Mapping[str, Comparison | None]) -> Page:
    voice, name = edition.voice, path.rpartition("/")[2].removesuffix(".md")
    differences: dict[str, Differences] = {reference: step.differences for reference, step in steps.items() if step is not None}
    subject = say("Facts") if name == "facts" and name not in versions[-1].groups else _title(edition, name)
    named = subject if isinstance(subject, Sentence) else _titled(edition, name)
    title = say("History: {title}", title=subject)
    blocks: list[Markdown] = [
        heading(1, voice(say("History: {title}", title=named))),
        in_other_languages(edition, {each: f"../{each}/{name}.md" for each in edition.version.past.spoken}),
        example_note(edition),
    ]
    blocks.append(voice(say("What became of each element over all versions, the newest first.")))
    for id_ in ids:
        blocks.append(heading(2, _titled(edition, id_), id_))
        # What only a draft drops is in use until that is released; its history says what the draft does.
        ended = edition.version.past.ended.get(id_)
        if ended is not None:
            named = element_link(edition, ended.last, id_, path, whole=True)
            blocks.append(voice(ended.in_words(named)))
        stages = history(versions, differences, id_)
        blocks.append(bullets(_stage(edition, stage, path, steps.get(stage.framework)) for stage in _told(stages)))
    return Page(path=path, title=voice.plain(title), text=page(*blocks), language=edition.language, searched=False, hidden=("toc",))


def _title(edition: Edition, id_: str) -> str:
    """Return what an element is called, or was in the last version that had it; the framework's title for what is in no group."""
    # What the last version that is in this language has is called as there; a later one may only be in another.
    there = place(edition.framework, id_) or place(shown(edition, _last(edition, id_)), id_)
    return there.title if there else edition.framework.title


def _titled(edition: Edition, id_: str) -> Markdown:
    """Return the same for the page, marked with its language where that is another."""
    last = _last(edition, id_)
    return called(edition, edition.version.source.reference, id_) or called(edition, last, id_) or edition.voice(edition.framework.title)


def _last(edition: Edition, id_: str) -> str:
    """Return the last version that has an element."""
    dropped = edition.version.past.dropped.get(id_)
    return dropped.last if dropped else edition.version.past.references[-1]


def _told(stages: Sequence[Stage]) -> list[Stage]:
    """Return the first stage and those that changed something, the newest first."""
    return [*reversed([stage for at, stage in enumerate(stages) if at == 0 or stage.changes or not stage.appearances])]


def _stage(edition: Edition, stage: Stage, path: str, step: Comparison | None) -> Markdown:
    """Return what one version made of an element: what it is called there, and each change with its reason."""
    voice, reference = edition.voice, stage.framework
    number = _number(edition, reference)
    named = join((element_link(edition, reference, each.id, path) for each in stage.appearances), " · ")
    first = voice(say("{version}: {elements}", version=number, elements=named)) if stage.appearances else number
    lines = [line for id_ in _elements(stage) for line in _element(edition, stage, id_, path, step)]
    # Where what changed is known, its line has the reason already.
    if stage.withdrawn and not (step and any(step.reason(change) == stage.withdrawn for change in stage.changes)):
        lines.append(foreign(stage.withdrawn, edition.version.past.framework(reference).definition.language, edition.language))
    return Markdown("<br>".join([first, *lines]))


def _number(edition: Edition, reference: str) -> Markdown:
    """Return a version's number, with its state where it is not in force."""
    voice, past = edition.voice, edition.version.past
    number = voice(reference.partition("@")[2])
    state = in_words(past, reference, SHORT_STATES)
    return number if state == SHORT_STATES["active"] else voice(say("{version} ({state})", version=number, state=voice(state)))


def _elements(stage: Stage) -> list[str]:
    """Return the elements that a stage is about, those that its version has first."""
    return [*dict.fromkeys([*(each.id for each in stage.appearances), *(change.element for change in stage.changes)])]


def _element(edition: Edition, stage: Stage, id_: str, path: str, step: Comparison | None) -> Iterator[Markdown]:
    """Yield what a version changed in one element; it is named where the stage is about several."""
    changes = [change for change in stage.changes if change.element == id_]
    if step is None or not changes:  # where nothing is compared, nothing is known to have changed
        return
    voice, reference = edition.voice, stage.framework
    named = Markdown()
    if len(_elements(stage)) > 1:
        here = any(each.id == id_ for each in stage.appearances)
        named = element_link(edition, reference if here else step.way.before.reference, id_, path, whole=not here)
    for sentence in _changes(edition, stage, changes, step):
        yield voice(say("{element}: {message}", element=named, message=sentence)) if named else sentence
    if reference in edition.version.past.languages and any(has_words(change, step) for change in changes):
        target = f"{relative(path, page_in(edition, reference, 'changes'))}#{id_}"
        yield link(voice(say("Words beside each other")), target)


def _changes(edition: Edition, stage: Stage, changes: Sequence[Change], step: Comparison) -> Iterator[Markdown]:
    language = edition.version.past.framework(stage.framework).definition.language
    for change in changes:
        sentence = said(edition, change, step)
        reason = step.reason(change)
        if reason is not None:
            sentence = join((sentence, edition.voice(say("Why: {reason}", reason=foreign(reason, language, edition.language)))), " – ")
        yield sentence
