"""What a later version does not admit of a carried submission is taken out of it, so that what is left can always be scored. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from spregistry.check.submissions import examine
from spregistry.evolve.carrying.carried import SAID, says_something
from spregistry.evolve.carrying.passage import Passage
from spregistry.finding import RULES
from spregistry.model.document import Document
from spregistry.model.framework import Framework
from spregistry.model.migration import Outcome, Section, Why

Submission = dict[str, Any]


@dataclass
class Note:
    """What became of one thing, while it is not yet clear whether the later version admits it."""

    section: Section
    id: str
    said: Any
    outcome: Outcome
    why: Why
    became: tuple[str, ...] = ()


def lacks_nothing(framework: Framework, submission: Mapping[str, Any]) -> bool:
    """Tell whether a submission is right as it is, a final one complete."""
    return not any(finding.severity == "error" for finding in examine(framework, Document(data=submission)).findings)


def without_misfits(passage: Passage, carried: Submission, notes: Sequence[Note]) -> None:
    """Take out what the later version does not admit, and correct what was noted of it; the notes keep what was said."""
    _judgements(passage, carried, notes)
    while True:
        taken = [place for place in _refused(passage.after, carried) if _take(carried, place)]
        for section, id_ in dict.fromkeys((place[0], place[1]) for place in taken):
            _renote(notes, section, id_, gone=id_ not in carried[section])
        if not taken:
            return


def _refused(framework: Framework, submission: Mapping[str, Any]) -> list[list[str]]:
    """Return the paths of all that keeps a submission from being scored, the last of a list first."""
    found = examine(framework, Document(data=submission)).findings
    pointers = dict.fromkeys(finding.pointer for finding in found if RULES[finding.code].blocks_scoring)
    paths = [[step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]] for pointer in pointers]
    return sorted((path for path in paths if len(path) > 1), key=lambda path: (path[:-1], _position(path[-1])), reverse=True)


def _position(step: str) -> int:
    return int(step) if step.isdecimal() else -1


def _take(carried: Submission, path: Sequence[str]) -> bool:
    """Take out as little as a path demands: a tick, a part of a figure, what an answer says, a remark; False where it is not there."""
    section, id_, *inside = path
    held = carried.get(section)
    if section not in ("answers", "facts", "fact_notes") or not isinstance(held, dict) or id_ not in held:
        return False
    said = held[id_]
    if section == "answers" and isinstance(said, dict):
        return _take_of_answer(held, id_, inside)
    if inside and isinstance(said, dict) and inside[0] in said and len(said) > 1:
        del said[inside[0]]
    elif inside and isinstance(said, list) and _position(inside[0]) in range(len(said)):
        del said[_position(inside[0])]
    else:
        del held[id_]
    return True


def _take_of_answer(answers: dict[str, Any], id_: str, inside: Sequence[str]) -> bool:
    answer = answers[id_]
    value = answer.get("value")
    if inside and inside[0] not in SAID:
        if inside[0] not in answer:
            return False
        del answer[inside[0]]
    elif len(inside) > 1 and inside[0] == "value" and isinstance(value, list) and _position(inside[1]) in range(len(value)):
        del value[_position(inside[1])]
    else:
        for key in SAID:
            answer.pop(key, None)
    if says_something(answer):
        answer["unconfirmed"] = True
    else:
        del answers[id_]
    return True


def _renote(notes: Sequence[Note], section: str, id_: str, *, gone: bool) -> None:
    """Correct what was noted of a thing that turned out not to be admitted as it was."""
    for note in notes:
        if note.section != section or id_ not in note.became:
            continue
        if gone:
            note.became = tuple(each for each in note.became if each != id_)
        if not note.became:
            note.outcome, note.why = "dropped", "not-admitted"
        elif note.outcome in ("carried", "review"):
            note.outcome, note.why = "review", "not-admitted"


def _judgements(passage: Passage, carried: Submission, notes: Sequence[Note]) -> None:
    """Take out what assessors would have answered, and what plans aim at, where it is no answer any more: no schema looks at them."""
    answers = carried.get("answers") or {}
    for id_, answer in answers.items():
        review = answer.get("review") if isinstance(answer, dict) else None
        if isinstance(review, dict) and "value" in review and not _admitted(passage, id_, review["value"]):
            del review["value"]
            if not review:
                del answer["review"]
            answer["unconfirmed"] = True
            _renote(notes, "answers", id_, gone=False)
    for at, action in enumerate(carried.get("actions") or ()):
        id_ = action.get("indicator")
        if id_ in passage.after.indicators and "target" in action and not _admitted(passage, id_, action["target"]):
            del action["target"]
            for note in _of_action(notes, at):
                note.outcome, note.why = "review", "not-admitted"


def _of_action(notes: Sequence[Note], at: int) -> Iterator[Note]:
    yield from (note for note in notes if note.section == "actions" and note.id == str(at))


def _admitted(passage: Passage, id_: str, value: Any) -> bool:
    """Tell whether a value is an answer still; one that was none before is left as it is."""
    if id_ in passage.before.indicators and not passage.answered_otherwise(id_):
        return True
    return not _wrong(passage.after, id_, value) or (id_ in passage.before.indicators and _wrong(passage.before, id_, value))


def _wrong(framework: Framework, id_: str, value: Any) -> bool:
    """Tell whether a framework refuses a value as the answer to an indicator, whatever it asks about reasons."""
    probe = {"format": 1, "framework": framework.submission_reference, "answers": {id_: {"value": value}}}
    found = examine(framework, Document(data=probe)).findings
    return any(RULES[finding.code].blocks_scoring and finding.pointer.startswith(f"/answers/{id_}/value") for finding in found)
