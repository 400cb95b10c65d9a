"""What can be wrong in the record of a consultation by itself, whatever its policy demands: names, days, counts, drafts, answers."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from spregistry.evolve.comparing.diff import diff
from spregistry.evolve.comparing.header_rules import LISTS
from spregistry.evolve.consulting.fields import continued_otherwise, fields, subject, withdrawn_keys, withdrawn_otherwise
from spregistry.evolve.lineage import Lineage, continued, element_ids, heirs
from spregistry.finding import RULES, Finding
from spregistry.load.reporting import Element, Reporter, closest, suggesting
from spregistry.model.change import Change
from spregistry.model.consultation import Answer, Comment, Consultation, Round, Stakeholders
from spregistry.model.day import as_day
from spregistry.model.document import Document, Path
from spregistry.model.framework import Framework
from spregistry.sentence import say

#: Stands for the framework as a whole where an element is named.
WHOLE = "framework"


@dataclass(frozen=True, kw_only=True)
class Case:
    """A record with what it is about: the version, the one before, and the drafts of its rounds, each as far as it can be read."""

    document: Document
    consultation: Consultation
    reference: str
    current: Framework | None
    previous: Framework | None
    #: Drafts by round, where they were kept.
    kept: Mapping[int, Framework]

    @property
    def reporter(self) -> Reporter:
        """Makes findings about the record."""
        return Reporter(self.document, self._element_at)

    @property
    def rounds(self) -> tuple[Round, ...]:
        """The rounds, first one first."""
        return self.consultation.rounds or ()

    @property
    def comments(self) -> tuple[Comment, ...]:
        """All comments."""
        return self.consultation.comments or ()

    def draft(self, number: float) -> Framework | None:
        """Return what a round is about: the draft that was kept, or the version as it stands where the round means that."""
        if number in self.kept:
            return self.kept[int(number)]
        meant = next((round_.draft for round_ in self.rounds if round_.number == number), None)
        return self.current if self.current is not None and meant in (None, self.current.digest) else None

    @cached_property
    def keys(self) -> Mapping[float, frozenset[str]]:
        """What can be commented on, by round; where its draft was not kept, all that any known state has."""
        known = [framework for framework in (self.current, self.previous, *self.kept.values()) if framework is not None]
        return {
            round_.number: element_keys(draft) | self.heirs[round_.number].keys()
            if draft is not None
            else frozenset[str]().union(*map(element_keys, known))
            for round_ in self.rounds
            for draft in [self.draft(round_.number)]
        }

    @cached_property
    def heirs(self) -> Mapping[float, Mapping[str, tuple[str, ...]]]:
        """What the draft of each round has under other ids than the version before and the drafts of earlier rounds, with its own ids."""
        return {
            round_.number: heirs(draft, [self.kept[each] for each in self.kept if each < round_.number], self.previous)
            for round_ in self.rounds
            if (draft := self.draft(round_.number)) is not None
        }

    @cached_property
    def changed(self) -> Mapping[float, frozenset[str]]:
        """What differs between the draft of a round and the version as it stands: elements, and elements with a slash and the field."""
        if self.current is None:
            return {}
        return {round_.number: _changed(draft, self.current) for round_ in self.rounds if (draft := self.draft(round_.number)) is not None}

    @property
    def unasked(self) -> Sequence[Change]:
        """What may mean something else than in the draft of the last round, and is named by no answer; as far as both are known."""
        last = self.draft(self.rounds[-1].number) if self.rounds else None
        if last is None or self.current is None:
            return ()
        named = {subject(change) for comment in self.comments if comment.answer for change in comment.answer.changes or ()}
        return [
            change
            for change in diff(last, self.current, Lineage()).changes
            # A title is editorial to scores, and may all the same turn what is asked into something else.
            if (change.is_grave or not change.judged or change.kind == "retitled")
            and not named & {change.element, f"{change.element}/{change.field}"}
        ]

    def _element_at(self, path: Path) -> Element | None:
        if path[:1] != ["comments"] or len(path) < len(("comments", "position")):
            return None
        comment = self.comments[int(path[1])]
        return described(subject(comment.element), [self.draft(comment.round), self.current, self.previous, *self.kept.values()])


def described(key: str, frameworks: Sequence[Framework | None]) -> Element:
    """Return an element as readers know it, from the first framework that has it; no more than its key where none does."""
    for framework in frameworks:
        if framework is None:
            continue
        if key in framework.groups:
            group = framework.groups[key][-1]
            return Element(id=key, code=group.code, title=group.title)
        if key in framework.indicators:
            return Element(id=key, code=framework.indicators[key].code, title=framework.indicators[key].title)
        if key in framework.facts:
            return Element(id=key, title=framework.facts[key].title)
    return Element(id=key)


def element_keys(framework: Framework) -> frozenset[str]:
    """Return all that can be commented on: ids, those that it continues or withdraws, keys such as scale:practice, and the whole."""
    scales = {f"scale:{name}" for name in framework.data.get("scales") or {}}
    listed = {f"{each.key}:{entry['id']}" for each in LISTS for entry in framework.data.get(each.field) or ()}
    return element_ids(framework) | continued(framework).keys() | scales | listed | withdrawn_keys(framework) | {WHOLE}


def _changed(before: Framework, after: Framework) -> frozenset[str]:
    changes = diff(before, after, Lineage()).changes
    named = {f"{change.element}/{change.field}" for change in changes if change.field}
    return frozenset(change.element for change in changes) | named | withdrawn_otherwise(before, after) | continued_otherwise(before, after)


def folder(case: Case) -> Iterator[Finding]:
    """The record is about the version beside which it stands."""
    if case.consultation.framework != case.reference:
        message = say(
            "the record is about {named}, and stands in the folder of {here}", named=case.consultation.framework, here=case.reference
        )
        hint = say("Name the version of the folder, or move the file.")
        yield case.reporter.finding("wrong-folder", ["framework"], message, hint=hint)


def unique(case: Case) -> Iterator[Finding]:
    """Every group, region, round and comment has a name of its own; a group is counted once in each region."""
    data = case.consultation
    listed: Mapping[str, Sequence[object]] = {
        "groups": [group.id for group in data.groups or ()],
        "regions": [region.id for region in data.regions or ()],
        "rounds": [round_.number for round_ in case.rounds],
        "comments": [comment.id for comment in case.comments],
    }
    for field, names in listed.items():
        for at in _repeated(names):
            message = say("“{id}” stands twice under {list}", id=str(names[at]), list=field)
            yield case.reporter.finding("duplicate-id", [field, at], message, hint=say("Give one of the two another name."))
    rows = [(row.group, row.region) for row in data.stakeholders or ()]
    for at in _repeated(rows):
        message = say("“{group}” is counted twice in the same region", group=rows[at][0])
        yield case.reporter.finding("duplicate-id", ["stakeholders", at], message, hint=say("Add the two rows up."))


def _repeated(names: Sequence[object]) -> Iterator[int]:
    """Yield the positions of what stood in a list before."""
    seen: set[object] = set()
    for at, name in enumerate(names):
        if name in seen:
            yield at
        seen.add(name)


def listed(case: Case) -> Iterator[Finding]:
    """Groups, regions and rounds that are named are listed."""
    data = case.consultation
    groups, regions = {group.id for group in data.groups or ()}, {region.id for region in data.regions or ()}
    rounds = {round_.number for round_ in case.rounds}
    tables: Mapping[str, Sequence[Stakeholders | Comment]] = {"stakeholders": data.stakeholders or (), "comments": case.comments}
    for field, rows in tables.items():
        for at, row in enumerate(rows):
            if row.group not in groups:
                said = say("the group “{id}” is not listed under groups", id=row.group)
                yield case.reporter.finding("unlisted-name", [field, at, "group"], suggesting(said, row.group, groups))
            if row.region is not None and row.region not in regions:
                said = say("the region “{id}” is not listed under regions", id=row.region)
                yield case.reporter.finding("unlisted-name", [field, at, "region"], suggesting(said, row.region, regions))
    for at, comment in enumerate(case.comments):
        if comment.round not in rounds:
            message = say("there is no round {number}", number=comment.round)
            yield case.reporter.finding("unlisted-name", ["comments", at, "round"], message)


def calendar(case: Case) -> Iterator[Finding]:
    """Every day is one of the calendar."""
    for path, day in _days(case.consultation):
        if as_day(day) is None:
            yield case.reporter.finding("not-a-date", path, say("“{day}” is no day of the calendar", day=day))


def _days(data: Consultation) -> Iterator[tuple[Path, str]]:
    if data.drafting_from is not None:
        yield ["drafting_from"], data.drafting_from
    for at, document in enumerate(data.documents or ()):
        yield ["documents", at, "on"], document.on
    for at, round_ in enumerate(data.rounds or ()):
        yield ["rounds", at, "start"], round_.start
        yield ["rounds", at, "end"], round_.end
    for at, comment in enumerate(data.comments or ()):
        if comment.on is not None:
            yield ["comments", at, "on"], comment.on
        if comment.answer is not None:
            yield ["comments", at, "answer", "on"], comment.answer.on
    for at, decision in enumerate(data.decisions or ()):
        yield ["decisions", at, "on"], decision.on


def to_come(case: Case, day: date, *, release: bool) -> Iterator[Finding]:
    """Nobody has commented, answered or decided on a later day than that of the release; rounds and documents may be planned.

    Told once, at the first such day, with how many there are.
    """
    late = [(path, on) for path, on in _days(case.consultation) if path[0] in ("comments", "decisions") and on > day.isoformat()]
    for path, on in late[:1]:  # seen from an earlier day, all that came later would be told one by one
        told = {"on": on, "day": day.isoformat(), "count": len(late)}
        if release:
            message = say(
                "{on}, on which something was said or decided, is after the day of the release, {day}; such days in the record: {count}",
                **told,
            )
        else:
            message = say("as of {day}, nobody can have said or decided anything on {on}; such days in the record: {count}", **told)
        yield case.reporter.finding("day-to-come", path, message)


def order(case: Case) -> Iterator[Finding]:
    """Nothing comes before what it follows; days of this form are in the order of the calendar when they are in that of text."""
    for path, earlier, later in _in_order(case):
        if later < earlier:
            message = say("{later} is before {earlier}, which it follows", later=later, earlier=earlier)
            yield case.reporter.finding("dates-out-of-order", path, message)


def _in_order(case: Case) -> Iterator[tuple[Path, str, str]]:
    """Yield the place of a day, a day that comes first, and the day itself."""
    began = {round_.number: round_.start for round_ in reversed(case.rounds)}  # of two with one number, the first
    if case.consultation.drafting_from is not None and case.rounds:
        yield ["rounds", 0, "start"], case.consultation.drafting_from, case.rounds[0].start
    for at, round_ in enumerate(case.rounds):
        yield ["rounds", at, "end"], round_.start, round_.end
        if at:
            yield ["rounds", at, "start"], case.rounds[at - 1].end, round_.start
    for at, comment in enumerate(case.comments):
        start = began.get(comment.round)
        if comment.on is not None and start is not None:
            yield ["comments", at, "on"], start, comment.on
        first = comment.on or start
        if comment.answer is not None and first is not None:
            yield ["comments", at, "answer", "on"], first, comment.answer.on
    for at, decision in enumerate(case.consultation.decisions or ()):
        if at:
            yield ["decisions", at, "on"], (case.consultation.decisions or ())[at - 1].on, decision.on


def counts(case: Case) -> Iterator[Finding]:
    """Nobody responds who was not contacted, and nobody votes who is no member."""
    for at, row in enumerate(case.consultation.stakeholders or ()):
        if row.responded > row.contacted:
            message = say("{responded} responded, and only {contacted} were contacted", responded=row.responded, contacted=row.contacted)
            yield case.reporter.finding("impossible-count", ["stakeholders", at, "responded"], message)
    for at, decision in enumerate(case.consultation.decisions or ()):
        members = sum(decision.members.values())
        votes = decision.votes.for_ + decision.votes.against + decision.votes.abstain
        if votes > members:
            message = say("there are {votes} votes of {members} members", votes=votes, members=members)
            yield case.reporter.finding("impossible-count", ["decisions", at, "votes"], message)
        elif decision.outcome == "approved" and decision.votes.for_ <= decision.votes.against:
            message = say("the version is approved, and not more votes were for it than against it")
            yield case.reporter.finding("impossible-count", ["decisions", at, "outcome"], message)


def drafts(case: Case) -> Iterator[Finding]:
    """The draft of every round is the one that its digest names."""
    for at, round_ in enumerate(case.rounds):
        kept = case.kept.get(int(round_.number))
        if kept is not None and round_.draft not in (None, kept.digest):
            message = say(
                "the draft that was kept of round {number} has another digest: {digest}", number=round_.number, digest=kept.digest
            )
            yield case.reporter.finding("draft-changed", ["rounds", at, "draft"], message)
        elif case.current is not None and case.draft(round_.number) is None:
            message = say("the draft of round {number} was not kept, and the version has changed since", number=round_.number)
            finding = case.reporter.finding("draft-not-kept", ["rounds", at, "draft"], message)
            yield replace(finding, element=f"round-{int(round_.number)}")  # as a waiver names it


def elements(case: Case) -> Iterator[Finding]:
    """Every comment is about something that its draft has."""
    if case.current is None:
        return
    for at, comment in enumerate(case.comments):
        known = case.keys.get(comment.round)
        if known is not None and comment.element not in known:
            said = say("the draft of round {number} has no “{element}”", number=comment.round, element=comment.element)
            finding = case.reporter.finding(
                "unknown-comment-element", ["comments", at, "element"], suggesting(said, comment.element, known)
            )
            yield replace(finding, element_code=None, element_title=None)


def answers(case: Case) -> Iterator[Finding]:
    """What an answer says was changed is there, and differs from what was commented on; and who accepts a comment changes something."""
    known = frozenset[str]().union(*(element_keys(each) for each in (case.current, case.previous, *case.kept.values()) if each is not None))
    for at, comment in enumerate(case.comments):
        answer = comment.answer
        if answer is None:
            continue
        path: list[str | int] = ["comments", at, "answer"]
        changes = answer.changes or ()
        if bool(changes) != (answer.disposition in ("accepted", "partly")):
            yield case.reporter.finding("answer-mismatch", [*path, "disposition"], _mismatch(answer))
        for position, change in enumerate(changes):
            where = [*path, "changes", position]
            element = change.partition("/")[0]
            if case.current is not None and element not in known:
                said = say("no draft has “{element}”", element=element)
                yield case.reporter.finding("change-not-there", where, suggesting(said, element, known))
            elif subject(change) not in case.changed.get(comment.round, frozenset({subject(change)})):
                yield _unchanged(case, where, comment.round, change)


def _unchanged(case: Case, where: Path, number: float, change: str) -> Finding:
    """Return that something is as it was in the draft of a round; of a field that the element has in no state, that there is none."""
    element, _, field = subject(change).partition("/")
    there = frozenset[str]().union(*(fields(each, element) for each in (case.draft(number), case.current) if each is not None))
    if not field or not there or field in there:
        message = say("“{change}” is as it was in the draft of round {number}", change=change, number=number)
        return case.reporter.finding("answer-mismatch", where, message)
    # What did change was meant sooner than what did not.
    changed = [each.partition("/")[2] for each in case.changed[number] if each.startswith(f"{element}/")]
    said = say("“{element}” has no field “{field}”", element=element, field=field)
    told = suggesting(said, field, changed if closest(field, changed) else there)
    return case.reporter.finding("answer-mismatch", where, told, hint=RULES["change-not-there"].fix)


def _mismatch(answer: Answer) -> str:
    if answer.changes:
        return say("something is said to have changed for a comment whose answer is: {disposition}", disposition=answer.disposition)
    return say("the comment is said to be accepted, and no change is named")


#: Rules that need no valid days, and those that do.
_NAMED: tuple[Callable[[Case], Iterator[Finding]], ...] = (folder, unique, listed, calendar, counts, drafts, elements, answers)


def wrong(case: Case, day: date, *, release: bool) -> Iterator[Finding]:
    """Yield all that is wrong in the record by itself, as of a day: that of the release, or the one on which it is looked at."""
    days = [*calendar(case)]
    for rule in _NAMED:
        yield from rule(case)
    if not days:
        yield from order(case)
        yield from to_come(case, day, release=release)
