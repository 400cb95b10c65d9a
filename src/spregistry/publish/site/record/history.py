"""What became of one element over the versions: a line on its page, and where its whole history stands."""

from collections.abc import Iterator, Mapping

from spregistry.model.change import Change, Kind
from spregistry.publish.site.edition import Edition, relative
from spregistry.publish.site.markdown import Markdown, join, link
from spregistry.publish.site.record.past import Mark
from spregistry.publish.site.record.places import element_link, page_in, place
from spregistry.sentence import Sentence, Several, say

#: What a version did to an element, in a word or two.
_ASKED, _ANSWERED, _COUNTED, _WORDED = say("asked otherwise"), say("answered otherwise"), say("scored otherwise"), say("reworded")
_DONE: Mapping[Kind, Sentence] = {
    "added": say("new"),
    "renamed": say("under another id"),
    "merged": say("merged from several"),
    "split": say("split off"),
    "widened": say("widened"),
    "narrowed": say("narrowed"),
    "moved": say("moved"),
    "renumbered": say("renumbered"),
    **dict.fromkeys(("retitled", "reworded", "relabelled", "guidance", "evidence", "reassigned", "retagged"), _WORDED),
    **dict.fromkeys(("required", "optional", "applicability", "timing", "asked-of", "clock"), _ASKED),
    **dict.fromkeys(("scored", "unscored", "rescaled", "recomputed", "reweighted", "reaggregated", "capped"), _COUNTED),
    **dict.fromkeys(("option-added", "option-removed", "item-added", "item-removed", "answer-kind", "unit"), _ANSWERED),
    **dict.fromkeys(("range-widened", "range-narrowed", "reasons-added", "reasons-removed"), _ANSWERED),
    **dict.fromkeys(("segments-added", "segments-removed"), _ANSWERED),
}
#: How many versions that changed an element are named on its page; its whole history names all.
_MOST = 3


def done(changes: tuple[Change, ...]) -> list[Sentence]:
    """Return what changes did, each thing once."""
    return [*dict.fromkeys(_DONE[change.kind] for change in changes if change.kind in _DONE)]


def history_folder(edition: Edition) -> str:
    """Return where the histories of a framework stand in a language."""
    return f"standards/{edition.framework.id}/history/{edition.language}"


def history_page(edition: Edition, id_: str) -> str | None:
    """Return the page with the history of an element; None where the framework has one version only.

    What ended stays on the page where it was, so that its address does.
    """
    past = edition.version.past
    latest = past.references[-1]
    if not past.goes_back:
        return None
    found = place(past.framework(past.dropped[id_].last if id_ in past.dropped else latest), id_)
    return f"{history_folder(edition)}/{found.page.rpartition('/')[2]}.md" if found else None


def marked(edition: Edition, id_: str) -> Markdown:
    """Return a mark beside the title of an element that its version brought or changed; empty else, and in a first version."""
    mark = _mark(edition, id_)
    if mark is None or mark.framework != edition.version.source.reference or not mark.changes:
        return Markdown()
    words = done(mark.changes)
    return Markdown(f'<span class="badge badge-change">{edition.voice(Several(words))}</span>') if words else Markdown()


def history_line(edition: Edition, id_: str, path: str) -> Markdown:
    """Return since when there is an element and what changed it, with links to words and to other versions; empty where nobody knows."""
    voice, mark = edition.voice, _mark(edition, id_)
    if mark is None:
        return Markdown()
    parts = [voice(say("Since {version}.", version=mark.since.partition("@")[2]))]
    told = [*_told(edition, mark, path)]
    parts += [voice(say("{version}: {changes}.", version=version, changes=words)) for version, words in reversed(told)]
    elsewhere = [*_elsewhere(edition, id_, path)]
    if elsewhere:
        parts.append(voice(say("In other versions: {elements}.", elements=Several(elsewhere))))
    page = history_page(edition, id_)
    if page is not None:
        parts.append(link(voice(say("Its whole history")), f"{relative(path, page)}#{id_}"))
    return join(parts, " ")


def _mark(edition: Edition, id_: str) -> Mark | None:
    past = edition.version.past
    return past.marks(edition.version.source.reference).get(id_) if len(past.references) > 1 else None


def _told(edition: Edition, mark: Mark, path: str) -> Iterator[tuple[Markdown, Several]]:
    """Yield the versions that changed an element, the last first, each with a link to what it changed."""
    past = edition.version.past
    for _ in range(_MOST):
        words = done(mark.changes)
        if words and mark.framework in past.languages:
            target = f"{relative(path, page_in(edition, mark.framework, 'changes'))}#{mark.id}"
            yield link(edition.voice(mark.framework.partition("@")[2]), target), Several(words)
        if not mark.before:
            return
        mark = mark.before[0]


def _elsewhere(edition: Edition, id_: str, path: str) -> Iterator[Markdown]:
    past, here = edition.version.past, edition.version.source.reference
    for there in past.neighbours(here):
        yield from (element_link(edition, there, each, path, whole=True) for each in past.where(id_, here, there)[:_MOST])
