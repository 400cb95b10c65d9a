"""Where elements came from and what became of those of the version before, in words."""

from collections.abc import Iterator, Sequence

from spregistry.model.definition import Group, Indicator, Supersession
from spregistry.publish.site.edition import Edition
from spregistry.publish.site.markdown import Markdown, bullets, code, heading
from spregistry.publish.site.record.places import element_link
from spregistry.sentence import Sentence, Several, say


def origin(edition: Edition, element: Group | Indicator) -> Markdown:
    """Return what an element continues, or why it is new; empty where the version says nothing."""
    voice = edition.voice
    parts = [*_continued(edition, element.supersedes or ())]
    if element.new:
        parts.append(voice(say("New in this version: {reason}", reason=element.new)))
    return Markdown(" ".join(parts))


def _continued(edition: Edition, entries: Sequence[str | Supersession]) -> Iterator[Markdown]:
    """Yield a sentence for each relation to elements of one version: several that were put together are named in one."""
    previous = (edition.framework.definition.previous or "").partition("@")[2]
    alike: dict[tuple[str, str, str], list[str]] = {}
    for entry in entries:
        if isinstance(entry, str):
            yield edition.voice(say("Continues {id} unchanged in meaning.", id=code(entry)))
            continue
        # Of one that was split, each is told by itself: nothing else was put together with it.
        apart = entry.id if entry.relation == "split" else ""
        alike.setdefault((entry.relation, entry.since or previous, apart), []).append(entry.id)
    for (relation, since, _), ids in alike.items():
        told = {"id": Several(code(id_) for id_ in ids), "version": since}
        yield edition.voice(say("{relation} It continues {id} of version {version}.", relation=_relation(relation), **told))


def _relation(relation: str) -> Sentence:
    return {
        "same": say("The same as before."),
        "wider": say("Wider than before."),
        "narrower": say("Narrower than before."),
        "split": say("A part of one that was split."),
        "merge": say("Put together from several."),
    }[relation]


def changes(edition: Edition, path: str) -> Iterator[Markdown]:
    """Yield the blocks that say what changed since the previous version, as its lineage tells it."""
    voice, previous = edition.voice, edition.framework.definition.previous
    if previous is None:
        yield voice(say("This is the first version in its line: it names no previous one."))
        return
    elements = edition.framework.nodes
    lists = (
        (say("New"), [_entry(edition, element, path) for element in elements if element.new]),
        (say("Continued from others"), [_entry(edition, element, path) for element in elements if element.supersedes]),
        (say("Withdrawn from the standard"), [*_withdrawn(edition, path)]),
    )
    yield voice(
        say(
            "Compared with {previous}. What is not listed has the id that it had; its words and points may be others.",
            previous=code(previous),
        )
    )
    for title, entries in lists:
        if entries:
            yield heading(3, voice(title))
            yield bullets(entries)


def _entry(edition: Edition, element: Group | Indicator, path: str) -> Markdown:
    return Markdown(f"{edition.linked(element.id, path)} — {origin(edition, element)}")


def _withdrawn(edition: Edition, path: str) -> Iterator[Markdown]:
    voice, previous = edition.voice, edition.framework.definition.previous or ""
    for entry in edition.framework.definition.withdrawn or ():
        named = element_link(edition, previous, entry.id, path)
        successors = Several(edition.linked(id_, path) if id_ in edition.pages else code(id_) for id_ in entry.successors or ())
        if entry.successors:
            said = voice(say("{id}, continued by {successors}.", id=named, successors=successors))
        else:
            said = voice(say("{id}.", id=named))
        yield Markdown(f"{said} {voice(entry.reason)}") if entry.reason else said
