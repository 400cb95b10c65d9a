"""The chain of events: each holds the digest of the one before, the head is that of the last, and nothing else stands in the file."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from spregistry.finding import RULES, Finding
from spregistry.load.releases.line_ends import mending
from spregistry.load.releases.record import TWO_BRANCHES, text
from spregistry.model.canonical import digest
from spregistry.model.release import Event, Record
from spregistry.sentence import Sentence, say


def broken_chain(record: Record, content: bytes | None, head: str | None = None) -> Iterator[Finding]:
    """Yield a finding for whatever is wrong with a record by itself; no file of any version is looked at.

    Args:
        record: As it was read.
        content: The bytes that it was read from; None where there is no file.
        head: Digest of an event that it must hold.
    """
    heads = [digest(event.data) for event in record.events]
    forks = [*_forks(record)]
    hint = TWO_BRANCHES if forks else RULES["broken-record"].fix
    for message in [*forks, *_links(record, heads, forked=bool(forks))]:
        yield broken(record, message, hint)
    if head is not None and head not in heads:
        yield broken(record, say("no event has the digest {head}, which the record held before", head=head))
    written = text(record)
    if record.events and written != content:
        if content is not None and content.replace(b"\r\n", b"\n") == written:
            said = say("only the line ends of the file are not as this program writes them")
            yield broken(record, said, mending(Path(record.name).parent))
        else:
            yield broken(record, say("the file is not written as this program writes it"), hint)
    twice = [event.framework for event in record.events if event.kind == "released"]
    for framework in {each for each in twice if twice.count(each) > 1}:
        yield broken(record, say("{framework} is released twice", framework=framework), hint)


def broken(record: Record, message: Sentence, hint: str | None = None) -> Finding:
    """Return a finding about a record; the hint is the rule's own where none is given."""
    rule = RULES["broken-record"]
    return Finding(code="broken-record", severity=rule.severity, message=message, hint=hint or rule.fix, file=record.name)


def _forks(record: Record) -> Iterator[Sentence]:
    """Yield for each event that follows what an earlier one follows already; so it is where the records of two branches were joined by hand."""
    first: dict[str | None, Event] = {}
    for event in record.events:
        known = first.setdefault(event.before, event)
        if known is not event:
            told: Mapping[str, Sentence] = {"event": _event(known), "next": _event(event)}
            yield say("{event} and {next} have the same place in the chain, as events of two branches do", **told)


def _links(record: Record, digests: Sequence[str], *, forked: bool) -> Iterator[Sentence]:
    """Yield for each link that does not hold which event is not what it was, as far as the others tell.

    Where what comes after the later event of two vouches for that one, the earlier one was changed; else either of them may have been.
    Where the chain is `forked`, a link that leads to another event on record follows from that, and is not told as well.
    """
    events, named = record.events, [*(event.before for event in record.events[1:]), record.head]
    if events and events[0].before is not None:
        yield say(
            "{event} is the first and names one before it, {found}; it was changed, or what stood before it was taken out",
            event=_event(events[0]),
            found=events[0].before,
        )
    for at, (event, found, expected) in enumerate(zip(events, digests, named, strict=False)):
        if found == expected or (forked and (expected is None or expected in digests)):
            continue
        told = {"event": _event(event), "expected": expected or "–", "found": found}
        if at + 1 == len(events):
            yield say(
                "the head is not that of the last event: {event}, or the head, was changed; expected {expected}, found {found}", **told
            )
        elif digests[at + 1] == named[at + 1]:
            yield say("{event} was changed, or one behind it was taken out; expected {expected}, found {found}", **told)
        else:
            told["next"] = _event(events[at + 1])
            yield say("the chain is broken between {event} and {next}; expected {expected}, found {found}", **told)
    if not events and record.head is not None:
        yield say("the record has the head {found}, and no event", found=record.head)


def _event(event: Event) -> Sentence:
    return say("the event “{event}” of {framework} on {on}", event=event.kind, framework=event.framework, on=event.on)
