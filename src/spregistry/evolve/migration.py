"""Carries a submission to a later version of its framework. Nothing is deleted: what cannot be carried stays in the report. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from itertools import pairwise
from typing import Any, NamedTuple

from spregistry.check.submissions import examine
from spregistry.evolve.diff import diff
from spregistry.evolve.lineage import Lineage, Succession, lineage
from spregistry.finding import RULES
from spregistry.model.change import Change
from spregistry.model.document import Document
from spregistry.model.framework import Framework
from spregistry.model.migration import Entry, Migration, Outcome, Why, migration_data

Submission = dict[str, Any]
Answer = dict[str, Any]

#: What an answer says; the rest are remarks on it, which travel with it.
_SAID = ("value", "not_applicable", "justification")

#: Changes inside an indicator after which an answer may mean something else, and why it is then to be confirmed.
_TO_CONFIRM: Mapping[str, Why] = {
    "reworded": "reworded",
    "answer-kind": "answer-kind",
    "unit": "answer-kind",
    "recomputed": "answer-kind",
    "item-added": "options",
    "item-removed": "options",
}
#: A class that an editor gave to a rewording: the keys of those that change no meaning.
Editorial = frozenset[tuple[str, str]]


class Migrated(NamedTuple):
    """The submission to the later version, and what became of everything, step by step."""

    submission: Submission
    steps: tuple[Migration, ...]


def migrate(submission: Submission, versions: Sequence[Framework], editorial: Callable[[Framework], Editorial] | None = None) -> Migrated:
    """Return a submission carried over a chain of versions, from the one that it names to the last.

    An answer that may mean something else is marked `unconfirmed`. The report stands under `migration` of the submission as well.

    Args:
        submission: Plain data that fits `submission.schema.json` and names the first of `versions`.
        versions: Each names the one before as its `previous`.
        editorial: For a version, the rewordings that its editors classed as changing no meaning.
    """
    steps: list[Migration] = []
    for before, after in pairwise(versions):
        submission, step = _Step(before, after, submission, editorial(after) if editorial else frozenset()).taken()
        steps.append(step)
    return Migrated(submission, tuple(steps))


class _Step:
    """From one version to the next."""

    def __init__(self, before: Framework, after: Framework, submission: Submission, editorial: Editorial) -> None:
        self.before, self.after, self.submission = before, after, submission
        self.lineage: Lineage = lineage([before, after])
        self.successors = self.lineage.of_old
        self.changes: dict[str, list[Change]] = {}
        for change in diff(before, after, self.lineage).changes:
            if change.key not in editorial:
                self.changes.setdefault(change.element, []).append(change)
        self.entries: list[Entry] = []

    def taken(self) -> tuple[Submission, Migration]:
        carried = {
            key: deepcopy(value) for key, value in self.submission.items() if key not in ("facts", "fact_notes", "answers", "actions")
        }
        carried["framework"] = self.after.reference
        for section in ("facts", "fact_notes"):
            if section in self.submission:
                carried[section] = dict(self.facts(section))
        if "answers" in self.submission:
            carried["answers"] = self.answers()
        if "actions" in self.submission:
            carried["actions"] = [*self.actions()]
        self.profile(carried)
        self.without_misfits(carried)
        step = Migration(before=self.before.reference, after=self.after.reference, entries=tuple(self.entries))
        if carried.get("status") == "final" and any(entry.outcome != "carried" for entry in self.entries):
            carried["status"] = "draft"
        earlier = (self.submission.get("migration") or {}).get("steps", [])
        carried["migration"] = {"format": 1, "steps": [*deepcopy(earlier), migration_data(step)]}
        return carried, step

    def note(self, section: Any, id_: str, outcome: Outcome, why: Why, *, became: tuple[str, ...] = (), said: Any = None) -> None:
        withdrawal = self.lineage.withdrawn.get(id_) if outcome == "dropped" else None
        self.entries.append(
            Entry(
                section=section,
                id=id_,
                outcome=outcome,
                why=why,
                became=became or (withdrawal.successors or () if withdrawal else ()),
                reason=withdrawal.reason if withdrawal else None,
                said=deepcopy(said),
            )
        )

    def facts(self, section: str) -> Iterator[tuple[str, Any]]:
        for id_, said in (self.submission[section] or {}).items():
            if id_ not in self.after.facts:
                self.note(section, id_, "dropped", self.why_gone(id_, self.before.facts), said=said)
                continue
            changed = next(
                (_TO_CONFIRM[change.kind] for change in self.changes.get(id_, ()) if change.kind in ("answer-kind", "unit")), None
            )
            if changed:
                self.note(section, id_, "review", changed, became=(id_,), said=said)
            else:
                self.note(section, id_, "carried", "same", became=(id_,))
            yield id_, deepcopy(said)

    def why_gone(self, id_: str, known: Mapping[str, Any]) -> Why:
        if id_ not in known:
            return "unknown"
        return "withdrawn" if id_ in self.lineage.withdrawn else "gone"

    def answers(self) -> dict[str, Any]:
        carried: dict[str, Any] = {}
        parts: dict[str, list[tuple[str, Answer]]] = {}
        for id_, said in (self.submission["answers"] or {}).items():
            successions = [each for each in self.successors.get(id_, ()) if each.new in self.after.indicators]
            if said is None or said == {}:
                if id_ in self.after.indicators:
                    carried[id_] = deepcopy(said)
                self.note("answers", id_, "carried" if id_ in carried else "dropped", "same" if id_ in carried else self.why_gone(id_, {}))
            elif id_ in self.after.indicators:
                parts.setdefault(id_, []).append((id_, self.kept(id_, said)))
            elif successions:
                self.continued(id_, said, successions, parts)
            else:
                self.note("answers", id_, "dropped", self.why_gone(id_, self.before.indicators), said=said)
        for id_, sources in parts.items():
            carried[id_] = sources[0][1] if len(sources) == 1 else _joined(sources)
        return carried

    def kept(self, id_: str, said: Answer) -> Answer:
        """Return the answer to an indicator that both versions hold, marked where it may mean something else now."""
        why = self.why_to_confirm(id_, said)
        if why is None:
            self.note("answers", id_, "carried", "same", became=(id_,))
            return deepcopy(said)
        self.note("answers", id_, "review", why, became=(id_,), said=said)
        return {**deepcopy(said), "unconfirmed": True}

    def why_to_confirm(self, id_: str, said: Answer) -> Why | None:
        for change in self.changes.get(id_, ()):
            if change.kind in _TO_CONFIRM:
                return _TO_CONFIRM[change.kind]
            if change.kind == "relabelled" and self.chosen(change, said):
                return "options"
            if change.continues:
                return "merge"
        scale = self.before.indicators[id_].answer.scale if id_ in self.before.indicators else None
        for change in self.changes.get(f"scale:{scale}", ()):
            if change.kind in ("relabelled", "option-removed") and self.chosen(change, said):
                return "options"
        return None

    @staticmethod
    def chosen(change: Change, said: Answer) -> bool:
        """Tell whether a change of an option or an item is about what was answered."""
        value = said.get("value")
        chosen = value if isinstance(value, list) else [value]
        return any(part in chosen for part in change.field.split("/"))

    def continued(self, id_: str, said: Answer, successions: Sequence[Succession], parts: dict[str, list[tuple[str, Answer]]]) -> None:
        """Carry an answer to what continues its indicator."""
        for succession in successions:
            answer = self.translated(said, succession)
            parts.setdefault(succession.new, []).append((id_, answer))
        relations = {each.relation for each in successions}
        became = tuple(each.new for each in successions)
        if len(successions) > 1 or "split" in relations:
            self.note("answers", id_, "split", "split", became=became, said=said)
        elif "merge" in relations:
            self.note("answers", id_, "merged", "merge", became=became, said=said)
        elif relations == {"same"}:
            why = self.why_to_confirm(became[0], said)
            self.note("answers", id_, "review" if why else "carried", why or "renamed", became=became, said=said if why else None)
            if why:
                parts[became[0]][-1][1]["unconfirmed"] = True
        else:
            self.note("answers", id_, "review", "wider" if "wider" in relations else "narrower", became=became, said=said)

    @staticmethod
    def translated(said: Answer, succession: Succession) -> Answer:
        """Return an answer in the values of what continues its indicator; without a value where the lineage does not carry it."""
        answer = deepcopy(said)
        review = answer.get("review")
        if succession.relation == "same" and succession.values is None:
            return answer
        values = succession.values or {}
        value = answer.pop("value", None)
        if isinstance(value, str) and value in values:
            answer["value"] = values[value]
        else:
            answer.pop("justification", None)
            answer.pop("not_applicable", None)
        if isinstance(review, dict) and "value" in review:
            review.pop("value")
            if not review:
                del answer["review"]
        if "value" in answer or set(answer) & {"evidence", "comment", "no_evidence", "review", "dissent"}:
            answer["unconfirmed"] = True
        return answer

    def actions(self) -> Iterator[dict[str, Any]]:
        for at, action in enumerate(self.submission["actions"] or ()):
            id_ = action.get("indicator")
            carried = deepcopy(action)
            successors = [each.new for each in self.successors.get(id_ or "", ()) if each.new in self.after.indicators]
            if id_ is None or id_ in self.after.indicators:
                self.note("actions", str(at), "carried", "same", became=(id_,) if id_ else ())
            else:
                carried.pop("target", None)
                carried.pop("indicator")
                if successors:
                    carried["indicator"] = successors[0]
                self.note(
                    "actions", str(at), "review", "renamed" if successors else self.why_gone(id_, self.before.indicators), said=action
                )
            yield carried

    def profile(self, carried: Submission) -> None:
        """A profile is based on one version exactly; which one fits the later version is for the institution to say."""
        reference = carried.pop("profile", None)
        if reference is not None:
            self.note("profile", str(reference), "dropped", "earlier", said=reference)

    def without_misfits(self, carried: Submission) -> None:
        """Take out what the later version does not admit, so that what is left can always be scored; it stays in the report."""
        for _ in range(len(self.entries) + 1):
            found = examine(self.after, Document(data=carried)).findings
            wrong = [finding.pointer.split("/")[1:3] for finding in found if RULES[finding.code].blocks_scoring]
            taken = [self.misfit(carried, *place) for place in dict.fromkeys(map(tuple, wrong)) if len(place) > 1]
            if not any(taken):
                return

    def misfit(self, carried: Submission, section: str, id_: str) -> bool:
        """Take one thing out and say so; an answer keeps its evidence and remarks. False where there is nothing to take."""
        held = carried.get(section)
        if section not in ("answers", "facts", "fact_notes") or not isinstance(held, dict) or id_ not in held:
            return False
        said = held[id_]
        rest = {key: value for key, value in said.items() if key not in _SAID} if section == "answers" and isinstance(said, dict) else {}
        if rest and rest != said:
            held[id_] = {**rest, "unconfirmed": True} if set(rest) - {"unconfirmed"} else {}
        else:
            del held[id_]
        self.renoted(section, id_, said)
        return True

    def renoted(self, section: str, id_: str, said: Any) -> None:
        """Correct what was noted of a thing that turned out not to be admitted."""
        for at, entry in enumerate(self.entries):
            if entry.section == section and id_ in entry.became and entry.outcome in ("carried", "review"):
                outcome: Outcome = "review" if id_ in (self.after.indicators if section == "answers" else {}) else "dropped"
                became = entry.became if outcome == "review" else ()
                self.entries[at] = Entry(
                    section=entry.section,
                    id=entry.id,
                    outcome=outcome,
                    why="not-admitted",
                    became=became,
                    said=entry.said or deepcopy(said),
                )


def _joined(sources: Sequence[tuple[str, Answer]]) -> Answer:
    """Return several answers as one: a value only where all agree, evidence and remarks of all."""
    joined: Answer = {}
    said = [{key: answer[key] for key in _SAID if key in answer} for _, answer in sources]
    if all(each == said[0] for each in said) and said[0]:
        joined |= said[0]
    evidence = [line for _, answer in sources for line in answer.get("evidence") or ()]
    if evidence:
        joined["evidence"] = [*dict.fromkeys(evidence)]
    for key in ("comment", "dissent"):
        texts = dict.fromkeys(answer[key] for _, answer in sources if answer.get(key))
        if texts:
            joined[key] = "\n\n".join(texts)
    for key in ("no_evidence", "by", "on", "flag", "review"):
        values = [answer[key] for _, answer in sources if key in answer]
        if values and all(value == values[0] for value in values):
            joined[key] = values[0]
    return {**joined, "unconfirmed": True} if joined else joined
