"""The history of one element over the versions of a standard, as Markdown and JSON."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from spregistry.evolve.history import Appearance, Stage
from spregistry.model.change import Change
from spregistry.model.framework import Framework
from spregistry.model.release import Event, Notes
from spregistry.publish.hindsight import Errata, errata_about, erratum_in_words
from spregistry.publish.versions.change_values import UNNAMED, Names
from spregistry.publish.versions.changelog import state_in_words
from spregistry.publish.versions.differences import Voice, heading, plain, sentence_of
from spregistry.publish.versions.reasons import reason_for
from spregistry.sentence import say
from spregistry.version import ENGINE


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """What is known about the changes of one version beside the changes themselves."""

    framework: Framework | None = None
    notes: Notes | None = None
    names: Names = UNNAMED
    #: The day of the release; None for a draft.
    on: str | None = None
    #: What happened to the version since.
    since: tuple[Event, ...] = ()
    errata: Errata = field(default_factory=dict)

    def reason(self, change: Change) -> str | None:
        """Return why it was made."""
        return reason_for(change, self.notes, self.framework)


def stages_markdown(stages: Sequence[Stage], told: Mapping[str, Told], voice: Voice) -> str:
    """Return the history of one element as Markdown, newest version first; `told` is by version.

    A reading or a rubric is shown where it says something else than in the version above it, which is the later one.
    """
    lines: list[str] = []
    newest_first = stages[::-1]
    for stage, later in zip(newest_first, (None, *newest_first), strict=False):
        lines += [f"## {stage.framework}", ""]
        same = later is not None and later.framework.split("@")[0] == stage.framework.split("@")[0]
        known = [text for each in (later.appearances if later and same else ()) for text in (each.reading, each.rubric)]
        version = told.get(stage.framework, Told())
        lines += [" ".join(plain(voice(line)) for line in state_in_words(version.on, version.since, version.names)), ""]
        for each in stage.appearances:
            lines += [
                *_appearance(each, known, voice),
                *_errata(version.errata, each.id, voice),
                *_done([own for own in stage.changes if own.element == each.id], version, stage, voice),
            ]
        if not stage.appearances:
            lines += [plain(voice(say("It is not part of this version."))) + (f" {plain(stage.withdrawn)}" if stage.withdrawn else ""), ""]
        here = [each.id for each in stage.appearances]
        lines += _done([own for own in stage.changes if own.element not in here], version, stage, voice, named=bool(here))
    return "\n".join(lines).rstrip() + "\n"


def _errata(errata: Errata, id_: str, voice: Voice) -> Iterator[str]:
    found = [f"- **{plain(voice(erratum_in_words(event)))}**" for event in errata_about(errata, None, id_)]
    yield from [*found, ""] if found else []


def _done(changes: Sequence[Change], told: Told, stage: Stage, voice: Voice, *, named: bool = False) -> Iterator[str]:
    """Yield what a version did to one element, or each change with the name of its element, and why."""
    for change in changes:
        reason = told.reason(change)
        name = f"**{plain(voice(heading(change, told.names)))}** (`{change.element}`): " if named else ""
        said = f"- {name}{plain(voice(sentence_of(change, told.names)))}"
        # Where nothing is left of the element, the reason stands above.
        yield f"{said}. {plain(reason)}" if reason and (stage.appearances or reason != stage.withdrawn) else said
    yield from [""] if changes else []


def _appearance(each: Appearance, known: Collection[Any], voice: Voice) -> Iterator[str]:
    name = f"{each.code} {each.title}" if each.code else each.title
    yield f"**{plain(name)}** (`{each.id}`)"
    yield from ["", plain(each.question)] if each.question else []
    yield from ["", plain(voice(say("Reading: {text}", text=each.reading)))] if each.reading and each.reading not in known else []
    worded = each.rubric if each.rubric not in known else {}
    yield from [""] if worded else []
    for label, text in worded.items():
        yield f"- {plain(voice(say('{element}: {message}', element=label, message=text)))}"
    yield from ["", plain(voice(say("Within: {groups}", groups=" › ".join(each.within))))] if each.within else []
    yield ""


def stages_json(stages: Sequence[Stage], told: Mapping[str, Told]) -> str:
    """Return the history of one element as JSON, oldest version first, as in `schemas/changelog.schema.json`."""
    shown = [
        {
            "framework": stage.framework,
            "on": (version := told.get(stage.framework, Told())).on,
            "events": [
                dict(event.data) for event in version.since if event.data.get("element") in (None, *(each.id for each in stage.appearances))
            ],
            "appearances": [asdict(each) for each in stage.appearances],
            "withdrawn": stage.withdrawn,
            "changes": [{"change": asdict(each), "reason": version.reason(each)} for each in stage.changes],
        }
        for stage in stages
    ]
    return json.dumps({"format": 1, "engine": ENGINE, "stages": shown}, ensure_ascii=False, indent=2)
