"""The page of releases: every event of a framework with its digests and signatures, and how anybody verifies them."""

from collections.abc import Iterator, Mapping, Sequence

from spregistry.load.languages.catalogues import language_name
from spregistry.model.canonical import digest
from spregistry.model.release import Event, Record
from spregistry.publish.site.edition import Edition, Page, folder_of, relative
from spregistry.publish.site.markdown import Markdown, bullets, code, definitions, foreign, heading, link, page, table
from spregistry.publish.site.record.places import element_link
from spregistry.publish.site.record.standing import example_note, in_other_languages
from spregistry.publish.site.record.waived import accepted_table
from spregistry.sentence import Sentence, Several, say, sayable

#: The record itself, below `docs/`.
RECORD = "standards/releases.json"
#: That of an example, which has a registry of its own.
EXAMPLE_RECORD = "standards/example-releases.json"

_HAPPENED = {
    "released": sayable("{version} released on {day}"),
    "deprecated": sayable("{version} deprecated on {day}"),
    "withdrawn": sayable("{version} withdrawn on {day}"),
    "recalled": sayable("{version} recalled on {day}"),
    "erratum": sayable("{version}: erratum of {day}"),
    "translation": sayable("{version}: translation revised on {day}"),
    "review": sayable("{version} reviewed on {day}"),
}
#: What an event may say, by key, in the order in which it is shown.
_SAID: Mapping[str, Sentence] = {
    "effective": say("To be used from"),
    "until": say("May be used until"),
    "next_review": say("Next review"),
    "element": say("About"),
    "language": say("Language"),
    "engine": say("Released by"),
}
_UNTIL_OF_RELEASE = say("The version before may be used until")


def release_path(edition: Edition) -> str:
    """Return the path of the page of a framework's releases in the language of an edition."""
    return f"standards/{edition.framework.id}/releases/{edition.language}.md"


def release_page(edition: Edition) -> Page:
    """Return the page of one framework's events in a language; `edition` is of the highest version that is in it."""
    voice, path, past = edition.voice, release_path(edition), edition.version.past
    record = past.registry.record
    digests = [digest(event.data) for event in record.events]
    title = say("Releases of {title}", title=edition.framework.title)
    blocks: list[Markdown] = [
        heading(1, voice(title)),
        in_other_languages(edition, {each: f"{each}.md" for each in edition.version.past.spoken}),
    ]
    blocks.append(voice(say("What was released stays as it is. Whatever happened since is appended to the record, an event at a time.")))
    blocks.append(example_note(edition))
    own = [at for at, event in enumerate(record.events) if event.framework in past.references]
    drafts = [reference for reference in past.references if reference not in record.releases]
    if not own:
        blocks.append(voice(say("Nothing was released yet.")))
    if drafts:
        blocks.append(
            voice(say("Not released, and may still change: {versions}.", versions=Several(_version(each, path) for each in drafts)))
        )
    for at in reversed(own):
        blocks += _event(edition, record, digests, at, path)
    if record.events:
        blocks += _signatures(edition, record, digests)
    blocks += _verifying(edition, record, path)
    return Page(
        path=path,
        title=voice.plain(say("Releases ({language})", language=language_name(edition.language))),
        text=page(*blocks),
        language=edition.language,
        searched=False,
    )


def _version(reference: str, path: str) -> Markdown:
    return link(code(reference), relative(path, f"{folder_of(reference)}/index.md"))


def happened(event: Event) -> Sentence:
    """Return in words what happened to which version, and when."""
    return _happened(event, event.framework.partition("@")[2])


def _happened(event: Event, version: str) -> Sentence:
    return Sentence(_HAPPENED[event.kind], {"version": version, "day": event.on})


def _said(event: Event) -> Iterator[tuple[str, Sentence]]:
    """Yield what an event may say, by key; a release says of the version before it until when that one may be used."""
    for key, title in _SAID.items():
        yield key, _UNTIL_OF_RELEASE if key == "until" and event.kind == "released" else title


def _value(edition: Edition, event: Event, key: str, path: str) -> Markdown:
    """Return what an event says under a key; an element with its code and title, and its id behind them."""
    value = code(str(event.data[key]))
    linked = element_link(edition, event.framework, event.data[key], path) if key == "element" else value
    return value if linked == value else Markdown(f"{linked} · {value}")


def _event(edition: Edition, record: Record, digests: Sequence[str], at: int, path: str) -> Iterator[Markdown]:
    voice, event = edition.voice, record.events[at]
    yield heading(2, voice(happened(event)), f"event-{at + 1}")
    facts = [(voice(say("Version")), _version(event.framework, path))]
    if "reason" in event.data:
        source = edition.version.past.framework(event.framework).definition.language
        facts.append((voice(say("Reason")), foreign(event.data["reason"], source, edition.language)))
    facts += [(voice(title), _value(edition, event, key, path)) for key, title in _said(event) if key in event.data]
    if "successor" in event.data:
        successor = event.data["successor"]
        known = successor in edition.version.past.registry
        facts.append((voice(say("In its place")), _version(successor, path) if known else code(successor)))
    if event.digest is not None:
        what = say("Digest of the translation") if event.kind == "translation" else say("Digest of the framework")
        facts.append((voice(what), code(event.digest)))
    facts.append((voice(say("Digest of the event")), code(digests[at])))
    facts.append((voice(say("Digest of the event before")), code(event.before) if event.before else Markdown("–")))
    signed = [each.key for each in record.signatures if each.head in digests[at:]]
    facts.append((voice(say("Signed by")), Markdown("<br>".join(code(key) for key in dict.fromkeys(signed)) or "–")))
    yield definitions(facts)
    if event.kind == "released":
        yield from accepted_table(edition, event.framework, of_release=True)
    translations = event.translations if event.kind == "released" else {}
    listed = (
        (say("Files of the version"), event.files),
        (say("Files that the release made"), event.artefacts),
        (say("Translations"), translations),
    )
    for title, files in listed:
        if files:
            lines = "".join(f"<li>{code(name)}<br>{code(value)}</li>" for name, value in files.items())
            yield Markdown(
                f"<details><summary>{voice(say('{title}: {count}', title=title, count=len(files)))}</summary><ul>{lines}</ul></details>"
            )


def _signatures(edition: Edition, record: Record, digests: Sequence[str]) -> Iterator[Markdown]:
    voice = edition.voice
    yield heading(2, voice(say("Signatures")), "signatures")
    if not record.signatures:
        yield voice(say("The record is not signed."))
        return
    yield voice(say("A signature covers the event that it names, and all events before it."))
    head = [voice(say("Key")), voice(say("Covers all up to")), voice(say("Signature"))]
    rows = [
        [code(each.key), voice(_covered(record, digests, each.head)) + Markdown("<br>") + code(each.head), code(each.signature)]
        for each in record.signatures
    ]
    yield table(head, rows)


def _covered(record: Record, digests: Sequence[str], head: str) -> str:
    if head not in digests:
        return say("no event of the record")
    event = record.events[digests.index(head)]
    # The record holds events of other frameworks too.
    return _happened(event, event.framework)


def _verifying(edition: Edition, record: Record, path: str) -> Iterator[Markdown]:
    voice = edition.voice
    yield heading(2, voice(say("How to verify")), "verify")
    if record.head:
        yield voice(say("The digest of the last event, the head of the record, is {digest}.", digest=code(record.head)))
    schema = relative(path, "schemas/releases.schema.json")
    links = [
        link(voice(say("The record as data")), relative(path, EXAMPLE_RECORD if edition.version.past.aside else RECORD)),
        link(voice(say("its schema")), schema),
    ]
    yield bullets([Markdown(" · ".join(links))] if record.events else [links[1]])
    yield voice(say("The SHA-256 of a version’s bundle, as it stands on this site, is the digest of the framework:"))
    yield Markdown("```console\n$ sha256sum bundle.json\n```")
    yield voice(say("In a copy of the standards, this checks the chain of events, every file of every release, and the published scores:"))
    yield Markdown("```console\n$ spregistry verify\n```")
    yield voice(
        say(
            "With the editors’ public key, nobody else can have changed anything; with the head that you noted before, nothing was cut off:"
        )
    )
    head = record.head or "sha256:…"
    yield Markdown(f"```console\n$ spregistry verify --key editors.public.pem --head {head}\n```")
    yield voice(say("An event’s digest is the SHA-256 of its canonical JSON (RFC 8785), so that any program can do the same."))
