"""What happened to a released version since, in words."""

from collections.abc import Iterator, Mapping, Sequence

from spregistry.check.notices import nothing_in_its_place
from spregistry.model.release import Event
from spregistry.publish.versions.change_values import Names
from spregistry.sentence import Sentence, say, sayable

_HAPPENED = {
    "deprecated": sayable("Deprecated on {day}."),
    "withdrawn": sayable("Withdrawn on {day}."),
    "recalled": sayable("Recalled on {day}."),
    "erratum": sayable("Erratum of {day}."),
    "translation": sayable("New revision of the translation into {language}, {day}."),
    "review": sayable("Reviewed on {day}."),
}
_DAYS = {
    "effective": sayable("In force from {day}."),
    "until": sayable("It may still be used until {day}."),
    "next_review": sayable("To be reviewed by {day}."),
}


def sentence_of_event(event: Event, names: Names) -> Sentence:
    """Return in words what happened when, and to which element where it is about one."""
    if "element" in event.data:
        return say("Erratum of {day} on {element}.", day=event.on, element=names.now(event.data["element"]))
    return Sentence(_HAPPENED[event.kind], {"day": event.on, "language": event.data.get("language", "–")})


def consequences(event: Event, leads_to: Mapping[str, str | None]) -> Iterator[Sentence]:
    """Yield what an event says of days, and what to use instead: the version in use to which the one that it names leads by now."""
    for key, template in _DAYS.items():
        if key in event.data:
            yield Sentence(template, {"day": event.data[key]})
    if "successor" in event.data:
        now = leads_to[event.data["successor"]]
        yield say("In its place: {version}", version=now) if now is not None else nothing_in_its_place(event.data["successor"])


def days_now(days: Mapping[str, str], events: Sequence[Event]) -> dict[str, str]:
    """Return the days of a version's release notes, the next review as it was last put on record."""
    later = [event.data["next_review"] for event in events if event.kind == "review" and "next_review" in event.data]
    return {**days, **({"next_review": later[-1]} if later else {})}
