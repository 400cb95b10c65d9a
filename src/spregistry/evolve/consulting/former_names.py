"""Comments on what a draft has under another id or code: what their writers mean, and which elements continue it. Pure.

Who works from the version before names elements as that does. The record keeps the id of what was named, and it is shown with what
continues it.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from spregistry.evolve.consulting.consultation_rules import Case, described
from spregistry.evolve.consulting.fields import subject
from spregistry.evolve.lineage import heirs
from spregistry.load.reporting import Element, suggesting
from spregistry.model.framework import Framework
from spregistry.sentence import Sentence, Several, say

#: Among so many elements the one that was meant is looked for; among more it would take too long for a table full of mistakes.
_COMPARABLE = 1000


class Meant(NamedTuple):
    """The id that a name stands for, with what is to be told of it."""

    id: str
    told: Sentence | None


class Names:
    """What names in a table of comments mean, for the rounds of a record."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.drafts = {number: case.draft(number) for number in case.consultation.listing.rounds}
        self.here = {number: _codes(draft) for number, draft in self.drafts.items()}
        self.there = _codes(case.previous)
        self.digests = {number: draft.digest if draft is not None else None for number, draft in self.drafts.items()}
        editions = [each for each in (case.previous, *case.kept.values(), *self.drafts.values()) if each is not None]
        self.seen = {each.digest: _codes(each) for each in editions}

    def meant(self, said: str, number: int, seen: str) -> Meant | Sentence:
        """Return what a name means, an id or a code of the draft of a round or of the version before; else why it means nothing, or two things.

        Args:
            said: The name.
            number: The round.
            seen: Digest of the edition that the writer saw; empty where that is not known.
        """
        known = self.case.keys[number]
        if said in known:
            return Meant(subject(said), self._now(subject(said), number))
        here, there = self.here[number].get(said), self.there.get(said)
        found = here or there
        # Who saw the draft itself means what that has, if it has anything of that name; else it matters which edition was seen.
        if seen != self.digests[number] and seen in self.seen:
            found = self.seen[seen].get(said)
        elif seen != self.digests[number] and here and there and here != there and self._heirs(number).get(there) != (here,):
            return self._either(said, here, there, number)
        if found is not None and found in known:
            return Meant(found, self._now(found, number, code=said))
        missing = say("the draft of round {number} has no “{element}”", number=number, element=said[:80])
        return suggesting(missing, said, known) if len(known) <= _COMPARABLE else missing

    def _heirs(self, number: int) -> Mapping[str, tuple[str, ...]]:
        return self.case.heirs.get(number, {})

    def _now(self, id_: str, number: int, code: str | None = None) -> Sentence | None:
        """Say what an element is in the draft of a round, where that has it under another id, or another code than the one that was named."""
        draft = self.drafts[number]
        if draft is None:
            return None
        ids = self._heirs(number).get(id_, ())
        there = id_ in draft.groups or id_ in draft.indicators
        renumbered = code is not None and there and self.here[number].get(code) != id_
        named = [in_full(described(each, [draft])) for each in ((id_,) if renumbered else ids)]
        return say("the draft of round {number} has it as {elements}", number=number, elements=Several(named)) if named else None

    def _either(self, code: str, here: str, there: str, number: int) -> Sentence:
        """Say that a code stands for one element in the draft of a round, and for another in the version before."""
        return say(
            "“{code}” is {here} in the draft of round {number}, and {there} in the version before; name the one that is meant by its id",
            code=code,
            here=in_full(described(here, [self.drafts[number]])),
            number=number,
            there=in_full(described(there, [self.case.previous])),
        )


def _codes(framework: Framework | None) -> Mapping[str, str]:
    """Return the ids of groups and indicators by their codes."""
    return {node.code: node.id for node in framework.nodes} if framework is not None else {}


def in_full(element: Element) -> str:
    """Return an element by code, title and id, as far as they are known."""
    named = " ".join(each for each in (element.code, element.title) if each)
    return f"{named} ({element.id})" if named else element.id


class Continued(NamedTuple):
    """An element that comments name and the version as it stands has under other ids, with those comments."""

    element: Element
    by: Sequence[Element]
    #: Ids of the comments, as the record has them in order.
    comments: Sequence[str]


def continued_since(case: Case) -> list[Continued]:
    """Return what comments name and the version as it stands continues under other ids, or withdraws and has something in place of."""
    if case.current is None:
        return []
    successors = {entry.id: entry.successors for entry in case.current.definition.withdrawn or () if entry.successors}
    onwards = {**successors, **heirs(case.current, case.kept.values(), case.previous)}
    comments: dict[str, list[str]] = {}
    for comment in case.comments:
        key = subject(comment.element)
        if key in onwards:
            comments.setdefault(key, []).append(comment.id)
    known = [case.previous, *case.kept.values()]
    return [
        Continued(described(key, known), [described(id_, [case.current]) for id_ in onwards[key]], ids) for key, ids in comments.items()
    ]
