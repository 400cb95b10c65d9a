"""The whole history of every element of a framework's newest version, and the index of all ids that were ever given."""

from collections.abc import Iterator, Mapping, Sequence

from spregistry.evolve.history import Stage, history
from spregistry.load.languages.catalogues import language_name
from spregistry.model.change import Differences
from spregistry.model.framework import Framework
from spregistry.publish.site.edition import Edition, Page, page_names, relative
from spregistry.publish.site.markdown import Markdown, attribute, bullets, foreign, heading, join, link, page
from spregistry.publish.site.record.history import history_folder
from spregistry.publish.site.record.past import Comparison
from spregistry.publish.site.record.places import element_link, page_in, place
from spregistry.publish.site.record.said import said
from spregistry.publish.site.record.standing import example_note
from spregistry.sentence import say


def history_pages(edition: Edition) -> Iterator[Page]:
    """Yield the histories in one language, a page for each page of the standard; none where there is one version only.

    Args:
        edition: Of the framework's highest version.
    """
    versions = edition.version.past.chain
    if len(versions) == 1:
        return
    latest = versions[-1]
    by_page: dict[str, list[str]] = {}
    for id_, name in page_names(latest).items():
        by_page.setdefault(name, []).append(id_)
    if latest.facts:
        by_page["facts"] = [*latest.facts]
    steps = {each.reference: edition.version.past.step(each.reference) for each in versions}
    order = {id_: at for at, id_ in enumerate(_in_order(latest))}
    for name, ids in by_page.items():
        yield _page(edition, name, sorted(ids, key=order.__getitem__), versions, steps)


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


def _page(edition: Edition, name: str, ids: Sequence[str], versions: Sequence[Framework], steps: Mapping[str, Comparison | None]) -> Page:
    voice, path = edition.voice, f"{history_folder(edition)}/{name}.md"
    differences: dict[str, Differences] = {reference: step.differences for reference, step in steps.items() if step is not None}
    subject = say("Facts") if name == "facts" and name not in edition.framework.groups else _title(edition, name)
    title = say("History: {title}", title=subject)
    blocks: list[Markdown] = [heading(1, voice(title)), _languages(edition, name), example_note(edition)]
    blocks.append(voice(say("What became of each element over all versions, the newest first.")))
    for id_ in ids:
        there = place(edition.framework, id_)
        blocks.append(heading(2, voice(there.title if there else id_), id_))
        stages = history(versions, differences, id_)
        blocks.append(bullets(_stage(edition, stage, path, steps.get(stage.framework)) for stage in _told(stages)))
    return Page(path=path, title=voice.plain(title), text=page(*blocks), language=edition.language, searched=False, hidden=("toc",))


def _title(edition: Edition, name: str) -> str:
    there = place(edition.framework, name)
    return there.title if there else edition.framework.title


def _languages(edition: Edition, name: str) -> Markdown:
    others = [language for language in edition.version.languages if language != edition.language]
    links = [
        link(Markdown(edition.voice(language_name(each))), f"../{each}/{name}.md", f'hreflang="{attribute(each)}" lang="{attribute(each)}"')
        for each in others
    ]
    return Markdown(f'<span class="languages">{" · ".join(links)}</span>\n{{: .edition }}') if links else Markdown()


def _told(stages: Sequence[Stage]) -> list[Stage]:
    """Return the first stage and those that changed something, the newest first."""
    return [*reversed([stage for at, stage in enumerate(stages) if at == 0 or stage.changes or not stage.appearances])]


def _stage(edition: Edition, stage: Stage, path: str, step: Comparison | None) -> Markdown:
    """Return what one version made of an element: what it is called there, and each change with its reason."""
    voice, reference = edition.voice, stage.framework
    number = reference.partition("@")[2]
    named = join((element_link(edition, reference, each.id, path) for each in stage.appearances), " · ")
    first = voice(say("{version}: {elements}", version=number, elements=named)) if stage.appearances else voice(number)
    lines = [*_changes(edition, stage, step)]
    if stage.withdrawn:
        lines.append(foreign(stage.withdrawn, edition.version.past.framework(reference).definition.language, edition.language))
    if stage.changes and reference in edition.version.past.languages:
        target = f"{relative(path, page_in(edition, reference, 'changes'))}#{stage.changes[0].element}"
        lines.append(link(voice(say("Words beside each other")), target))
    return Markdown("<br>".join([first, *lines]))


def _changes(edition: Edition, stage: Stage, step: Comparison | None) -> Iterator[Markdown]:
    if step is None:  # where nothing is compared, nothing is known to have changed
        return
    language = edition.version.past.framework(stage.framework).definition.language
    for change in stage.changes:
        sentence = said(edition, change, step)
        reason = step.reason(change)
        if reason is not None:
            sentence = join((sentence, edition.voice(say("Why: {reason}", reason=foreign(reason, language, edition.language)))), " – ")
        yield sentence
