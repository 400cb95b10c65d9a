"""Carries a submission to a later version of its framework. Nothing is deleted: what cannot be carried stays in the report. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from spregistry.evolve.carrying.admission import Note, lacks_nothing, without_misfits
from spregistry.evolve.carrying.carried import joined, translated, word_for_word
from spregistry.evolve.carrying.passage import Passage
from spregistry.evolve.lineage import Relation, Succession
from spregistry.model.migration import Entry, Migration, Outcome, Section, Why, migration_data

Submission = dict[str, Any]
Answer = dict[str, Any]

#: Why an answer is another matter now, by what the lineage says.
_AS_WHY: Mapping[Relation, Why] = {"same": "renamed", "narrower": "narrower", "wider": "wider", "split": "split", "merge": "merge"}
#: Sections whose parts are carried one by one.
_CARRIED: tuple[Section, ...] = ("facts", "fact_notes", "answers", "actions")
#: The facts that somebody has to look at again, each as true.
_MARKS = "unconfirmed_facts"


class Migrated(NamedTuple):
    """The submission to the later version, and what became of everything, step by step."""

    submission: Submission
    steps: tuple[Migration, ...]


def migrate(
    submission: Mapping[str, Any], way: Sequence[Passage], *, profile: str | None = None, source: Mapping[str, str] | None = None
) -> Migrated:
    """Return a submission carried over all steps of a way; unchanged, without any step, where the way has none.

    An answer that may mean something else is marked `unconfirmed`, a fact under `unconfirmed_facts`. A final submission stays final where
    all was carried as it was and nothing is lacking. The report stands under `migration` of the submission as well.

    Args:
        submission: Plain data that fits `submission.schema.json` and names the version that the way begins with.
        way: Each step begins where the one before ends; see `passages`.
        profile: The profile of the last version that continues the one that the submission names, where there is one.
        source: What the file was, to be added to its `provenance`.
    """
    carried: Submission = deepcopy(dict(submission))
    named = carried.pop("profile", None)
    steps: list[Migration] = []
    for at, passage in enumerate(way):
        step = _Step(passage, carried)
        carried = step.taken()
        if at == len(way) - 1 and named is not None:
            step.settle_profile(carried, named, profile)
        step.settle_status(carried)
        steps.append(Migration(before=passage.before.reference, after=passage.after.reference, entries=tuple(step.entries(carried))))
        earlier = (carried.get("migration") or {}).get("steps", [])
        carried["migration"] = {"format": 1, "steps": [*earlier, migration_data(steps[-1])]}
    if not way:
        return Migrated(deepcopy(dict(submission)), ())
    if source is not None:
        carried["provenance"] = [*(carried.get("provenance") or ()), dict(source)]
    return Migrated({key: carried[key] for key in [*dict.fromkeys([*submission, *carried])] if key in carried}, tuple(steps))


@dataclass
class _Step:
    """From one version to the next."""

    passage: Passage
    submission: Submission
    notes: list[Note] = field(default_factory=list)

    def taken(self) -> Submission:
        carried = {key: deepcopy(value) for key, value in self.submission.items() if key not in (*_CARRIED, _MARKS)}
        carried["framework"] = self.passage.after.reference
        for section in _CARRIED:
            said = self.submission.get(section)
            if not said:  # left blank, and stays so
                carried |= {section: deepcopy(said)} if section in self.submission else {}
            elif section == "answers":
                carried[section] = self.answers(said)
            elif section == "actions":
                carried[section] = [*self.actions(said)]
            else:
                carried[section] = dict(self.facts(section, said))
        without_misfits(self.passage, carried, self.notes)
        marks = dict(self.marks())
        return carried | ({_MARKS: marks} if marks else {})

    def note(self, section: Section, id_: str, said: Any, outcome: Outcome, why: Why, *became: str) -> None:
        self.notes.append(Note(section, id_, said, outcome, why, became))

    def entries(self, carried: Submission) -> Iterator[Entry]:
        """Return the notes as entries; whatever does not stand word for word in the carried submission stays in them."""
        for note in self.notes:
            withdrawal = self.passage.lineage.withdrawn.get(note.id) if note.outcome == "dropped" else None
            kept = note.outcome != "dropped" and any(word_for_word(note.said, each) for each in _places(note, carried))
            yield Entry(
                section=note.section,
                id=note.id,
                outcome=note.outcome,
                why=note.why,
                became=tuple((withdrawal.successors or note.became) if withdrawal else note.became),
                reason=withdrawal.reason if withdrawal else None,
                said=None if kept else deepcopy(note.said),
            )

    # Facts and remarks on them.

    def facts(self, section: Section, said: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        passage = self.passage
        for id_, value in said.items():
            if value is None:  # left blank
                continue
            moved = passage.moved_facts.get(id_)
            if moved is not None and moved not in said:
                self.note(section, id_, value, "review", "renamed", moved)
                yield moved, deepcopy(value)
            elif id_ not in passage.after.facts:
                self.note(section, id_, value, "dropped", self.why_gone(id_, passage.before.facts))
            elif section == "facts" and passage.measures_otherwise(id_):
                # Marked or not, a figure in another unit would be counted wrongly until somebody looks.
                self.note(section, id_, value, "dropped", "answer-kind")
            else:
                why = passage.why_to_confirm_fact(id_, value) if section == "facts" else None
                self.note(section, id_, value, "review" if why else "carried", why or "same", id_)
                yield id_, deepcopy(value)

    def why_gone(self, id_: str, known: Mapping[str, Any]) -> Why:
        if id_ not in known:
            return "unknown"
        return "withdrawn" if id_ in self.passage.lineage.withdrawn else "gone"

    def marks(self) -> Iterator[tuple[str, bool]]:
        """Yield the carried facts that are to be confirmed: those that may say something else now, and those that nobody confirmed before."""
        before = self.submission.get(_MARKS) or {}
        for note in self.notes:
            if note.section == "facts" and note.outcome != "dropped" and (note.outcome == "review" or before.get(note.id) is True):
                yield from ((id_, True) for id_ in note.became)

    # Answers.

    def answers(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        parts: dict[str, list[tuple[Note, Answer]]] = {}
        blank: dict[str, Answer | None] = {}
        for id_, said in answers.items():
            successions = self.passage.successors.get(id_, ())
            if not said:  # left blank
                blank |= {id_: deepcopy(said)} if id_ in self.passage.after.indicators else {}
            elif id_ in self.passage.after.indicators:
                parts.setdefault(id_, []).append(self.kept(id_, said))
            elif successions:
                for new, part in self.continued(id_, said, successions):
                    parts.setdefault(new, []).append((self.notes[-1], part))
            else:
                self.note("answers", id_, said, "dropped", self.why_gone(id_, self.passage.before.indicators))
        return {**blank, **dict(_together(parts))}

    def kept(self, id_: str, said: Answer) -> tuple[Note, Answer]:
        """Return the answer to an indicator that both versions hold, marked where it may mean something else now."""
        why = self.passage.why_to_confirm(id_, said)
        self.note("answers", id_, said, "review" if why else "carried", why or "same", id_)
        return self.notes[-1], {**deepcopy(said), **({"unconfirmed": True} if why else {})}

    def continued(self, id_: str, said: Answer, successions: Sequence[Succession]) -> Iterator[tuple[str, Answer]]:
        """Carry an answer to what continues its indicator under other ids; the note of it is made before anything is given."""
        passage = self.passage
        made = [(each, translated(said, each, passage.before, passage.after)) for each in successions]
        carried = [(each, answer) for each, answer in made if answer]
        relations = {each.relation for each in successions}
        became = [each.new for each, _ in carried]
        if not carried:
            self.note("answers", id_, said, "dropped", _AS_WHY[successions[0].relation], *(each.new for each in successions))
        elif len(successions) > 1 or "split" in relations:
            # Each asks at most a part of what was answered, whatever the lineage calls it.
            for _, answer in carried:
                answer["unconfirmed"] = True
            self.note("answers", id_, said, "split", "split", *became)
        elif "merge" in relations:
            self.note("answers", id_, said, "merged", "merge", *became)
        elif relations == {"same"}:
            # Where the lineage says which old answer means which new one, somebody has to agree.
            why = passage.why_to_confirm(became[0], said, origin=id_) or ("options" if successions[0].values is not None else None)
            carried[0][1].update({"unconfirmed": True} if why else {})
            self.note("answers", id_, said, "review" if why else "carried", why or "renamed", *became)
        else:
            self.note("answers", id_, said, "review", "wider" if "wider" in relations else "narrower", *became)
        yield from ((each.new, answer) for each, answer in carried)

    # The plan of action, the profile and the status.

    def actions(self, actions: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
        for at, action in enumerate(actions):
            id_ = action.get("indicator")
            carried = deepcopy(dict(action))
            successions = self.passage.successors.get(str(id_), ())
            if id_ is None or id_ in self.passage.after.indicators:
                self.note("actions", str(at), action, "carried", "same")
            elif successions:
                answer = translated({"value": action.get("target")}, successions[0], self.passage.before, self.passage.after)
                carried["indicator"] = successions[0].new
                carried |= {"target": answer["value"]} if "target" in carried and "value" in answer else {}
                if "target" in carried and "value" not in answer:
                    del carried["target"]
                # It stays one action, with the first of them; where the others belong, somebody has to see.
                why: Why = "split" if len(successions) > 1 else _AS_WHY[successions[0].relation]
                self.note("actions", str(at), action, "review", why, *(each.new for each in successions))
            else:
                carried.pop("target", None)
                del carried["indicator"]
                self.note("actions", str(at), action, "review", self.why_gone(str(id_), self.passage.before.indicators))
            yield carried

    def settle_profile(self, carried: Submission, named: str, profile: str | None) -> None:
        """Say for which profile the carried submission is to be complete."""
        self.note("profile", named, named, "review" if profile else "dropped", "profile", *([profile] if profile else []))
        carried |= {"profile": profile} if profile else {}

    def settle_status(self, carried: Submission) -> None:
        """Make a final submission a draft where this step leaves something to confirm or lacking; later steps see no more of that."""
        if carried.get("status") != "final":
            return
        confirmed = all(note.outcome == "carried" for note in self.notes)
        # One that was called final and was not is left as it is.
        complete = lacks_nothing(self.passage.after, carried) or not lacks_nothing(self.passage.before, self.submission)
        if not (confirmed and complete):
            carried["status"] = "draft"
            self.note("status", "status", "final", "review", "incomplete")


def _together(parts: Mapping[str, Sequence[tuple[Note, Answer]]]) -> Iterator[tuple[str, Answer]]:
    """Yield an answer for each indicator; where several were given for one, they are joined."""
    for id_, given in parts.items():
        if len(given) < 2:  # noqa: PLR2004  # it takes two to be joined
            yield id_, given[0][1]
            continue
        for note, _ in given:
            if note.outcome in ("carried", "review"):
                note.outcome, note.why = "merged", "merge"
        yield id_, joined([answer for _, answer in given])


def _places(note: Note, carried: Submission) -> Iterator[Any]:
    """Yield what was carried of a thing that was said."""
    section = carried.get(note.section)
    if note.section == "actions" and section:
        yield section[int(note.id)]
    elif note.section in ("profile", "status"):
        yield section
    elif isinstance(section, dict):
        yield from (section[id_] for id_ in note.became if id_ in section)
