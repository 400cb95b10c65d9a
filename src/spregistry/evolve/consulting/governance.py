"""What a version still lacks to be released by its own policy of consultation: rounds, voices, answers, decision, documents."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from spregistry.errors import DocumentError, SpregistryError
from spregistry.evolve.consulting.consultation_rules import Case, wrong
from spregistry.finding import RULES, Finding, ordered
from spregistry.load.consultation.consultations import (
    POLICIES,
    ConsultationReading,
    draft_path,
    parse_policy,
    policy_files,
    read_consultation,
    read_draft,
    record_path,
)
from spregistry.load.documents import read
from spregistry.load.folders import is_there
from spregistry.load.registry import Registry
from spregistry.load.reporting import suggesting
from spregistry.model.change import STEPS, Step, step_between
from spregistry.model.consultation import Decision, DocumentKind, Policy
from spregistry.model.day import as_day
from spregistry.model.document import Path
from spregistry.model.framework import Framework
from spregistry.model.release import NOTES
from spregistry.sentence import say


@dataclass(frozen=True, kw_only=True, slots=True)
class Governed:
    """A record, its policy, and the day on which it is looked at."""

    case: Case
    policy: Policy
    today: date
    #: The day of the next review, as the release notes say.
    next_review: str | None

    def finding(self, code: str, path: Path, about: str, message: str) -> Finding:
        """Return a finding; `about` is what a waiver names: a group, round-1, a kind of document, or consultation."""
        finding = self.case.reporter.finding(code, path, message)
        return finding if finding.element is not None else replace(finding, element=about)

    @property
    def approval(self) -> Decision | None:
        """The decision that approves, where the last one does."""
        return self.case.consultation.approval


def unmet(registry: Registry, reference: str, day: date, *, release: bool = False) -> list[Finding]:
    """Return all that stands in the way of a release: what its policy demands and it does not have, and what is wrong in its record.

    Empty where nothing does. What its policy demands is an error, and names as its element what a waiver has to name; a warning about
    the record stands in the way as well, unless it is waived.

    Args:
        registry: The standards.
        reference: The version.
        day: The day as of which it is looked at.
        release: Whether that is the day of its release.

    Raises:
        UnknownFramework: where there is none of that id and version.
        DocumentError: where the record, or a draft that was kept, cannot be read.
    """
    exact = registry.find(reference)
    reading = read_consultation(registry.root, exact)
    if reading is None:
        return [_no_record(registry, exact)]
    case = case_of(registry, exact, reading)
    if case is None:
        return [*reading.findings]
    found = [finding for finding in wrong(case, day, release=release) if finding.severity != "note"]
    if reading.policy is None or any(finding.code == "not-a-date" for finding in found):
        return ordered([*reading.findings, *found])
    return ordered([*reading.findings, *found, *lacking(registry, case, reading.policy, day)])


def day_of_release(registry: Registry, reference: str) -> date | None:
    """Return the day on which an exact reference was released; None where it was not."""
    release = registry.record.releases.get(reference)
    return as_day(release.on) if release is not None else None


def check_consultation(registry: Registry, reference: str, today: date) -> list[Finding]:
    """Return all findings about the record of an exact reference, none where it has none; what is merely not done yet is a warning.

    Once a version is released its record is frozen: it is looked at as of the day of the release, and what that was allowed to lack is
    not told again.

    Raises:
        DocumentError: as `unmet`.
    """
    reading = read_consultation(registry.root, reference)
    if reading is None:
        return []
    case = case_of(registry, reference, reading)
    found = [*reading.findings]
    if case is not None:
        released = day_of_release(registry, reference)
        found += wrong(case, released or today, release=released is not None)
        broken = any(finding.code == "not-a-date" for finding in found)
        is_open = registry.status(reference) == "draft"
        found += _silent(case) if is_open else ()
        if reading.policy is not None and not broken and is_open:
            found += [replace(finding, severity="warning") for finding in lacking(registry, case, reading.policy, today)]
    return ordered(found)


def check_policies(registry: Registry) -> list[Finding]:
    """Return what is wrong with the policies beside the standards.

    Raises:
        DocumentError: where their folder cannot be looked into.
    """
    found: list[Finding] = []
    for path in policy_files(registry.root / POLICIES):
        try:
            found += parse_policy(path)[1]
        except DocumentError as error:
            found.append(error.finding)
    return found


def case_of(registry: Registry, reference: str, reading: ConsultationReading) -> Case | None:
    """Return a record with what it is about; None where its shape is not right.

    Raises:
        DocumentError: where a draft that was kept cannot be read.
    """
    if reading.consultation is None:
        return None
    current = _framework(registry, reference)
    previous = current.definition.previous if current is not None else None
    numbers = {int(round_.number) for round_ in reading.consultation.rounds or ()}
    kept = {number: read_draft(draft_path(registry.root, reference, number)) for number in sorted(numbers)}
    return Case(
        document=reading.document,
        consultation=reading.consultation,
        reference=reference,
        current=current,
        previous=_framework(registry, previous) if previous is not None else None,
        kept={number: draft for number, draft in kept.items() if draft is not None},
    )


def _framework(registry: Registry, reference: str) -> Framework | None:
    """Return a framework; None where it cannot be read, which `check` tells by itself."""
    try:
        return registry[reference]
    except SpregistryError:
        return None


def lacking(registry: Registry, case: Case, policy: Policy, today: date) -> list[Finding]:
    """Return what a policy demands of a record and it does not have, as errors; its days are those of the calendar."""
    if STEPS.index(_step(case)) < STEPS.index(policy.from_step or "patch"):
        return []
    governed = Governed(case=case, policy=policy, today=today, next_review=_next_review(registry, case.reference))
    return [finding for rule in _RULES for finding in rule(governed)]


def _step(case: Case) -> Step:
    """Return how far the version rises; a first one is major."""
    previous = case.current.definition.previous if case.current is not None else None
    return "major" if previous is None else step_between(previous, case.reference)


def _next_review(registry: Registry, reference: str) -> str | None:
    path = registry.folder(reference) / NOTES
    data = read(path, if_empty=RULES["missing-notes"].fix).data if is_there(path) else None
    day = data.get("next_review") if isinstance(data, dict) else None
    return day if isinstance(day, str) else None


def _no_record(registry: Registry, reference: str) -> Finding:
    rule = RULES["no-consultation"]
    message = say("{framework} has no consultation.yaml, so nothing says how it was consulted on and decided", framework=reference)
    return Finding(
        code="no-consultation",
        severity=rule.severity,
        message=message,
        hint=rule.fix,
        file=str(record_path(registry.root, reference)),
        element="consultation",
    )


def _silent(case: Case) -> Iterator[Finding]:
    positions = {group.id: at for at, group in enumerate(case.consultation.groups or ())}
    for coverage in case.consultation.coverage():
        if coverage.silent:
            message = say("nothing was heard from: {group}; contacted: {contacted}", group=coverage.title, contacted=coverage.contacted)
            finding = case.reporter.finding("group-silent", ["groups", positions[coverage.group]], message)
            yield replace(finding, element=coverage.group)


def _rounds(governed: Governed) -> Iterator[Finding]:
    """There are as many rounds as demanded, each open long enough, and none is still open."""
    demanded = governed.policy.rounds or ()
    numbered = [(int(round_.number), (at, round_)) for at, round_ in enumerate(governed.case.rounds)]
    rounds = dict(reversed(numbered))  # of two with one number, the first
    for number, days in enumerate(demanded, 1):
        if number not in rounds:
            message = say("round {number} is missing; it has to be open for {days} days", number=number, days=days)
            yield governed.finding("round-missing", ["rounds"], f"round-{number}", message)
    for number, (at, round_) in rounds.items():
        least = demanded[number - 1] if number <= len(demanded) else 0
        if 0 < round_.days < least:  # one that ends before it starts is told as such
            message = say("round {number} is open for {days} days; {least} are needed", number=number, days=round_.days, least=least)
            yield governed.finding("round-too-short", ["rounds", at], f"round-{number}", message)
        if round_.end >= governed.today.isoformat():
            message = say("round {number} takes comments until {end}", number=number, end=round_.end)
            yield governed.finding("round-open", ["rounds", at, "end"], f"round-{number}", message)


def _groups(governed: Governed) -> Iterator[Finding]:
    """Every group that must be heard was contacted, and answered as often as demanded."""
    consultation = governed.case.consultation
    coverage = {each.group: each for each in consultation.coverage()}
    demanded = {group.id: (int(group.contacted), int(group.responded or 0)) for group in governed.policy.groups or ()}
    if governed.policy.every_group_contacted:
        demanded = {**dict.fromkeys(coverage, (1, 0)), **{id_: (max(1, least), heard) for id_, (least, heard) in demanded.items()}}
        if not demanded:
            message = say("no groups of stakeholders are listed")
            yield governed.finding("group-not-contacted", ["groups"], "consultation", message)
    for id_, (contacted, responded) in demanded.items():
        if id_ not in coverage:
            yield from _unlisted(governed, id_, contacted, responded)
            continue
        has, heard = coverage[id_].contacted, coverage[id_].responded
        told = {"group": consultation.title_of(id_), "has": has, "least": contacted}
        if has < contacted:
            message = say("{group}: {has} organisations were contacted; {least} are needed", **told)
            yield governed.finding("group-not-contacted", ["stakeholders"], id_, message)
        if heard < responded:
            message = say("{group}: {has} organisations responded; {least} are needed", **{**told, "has": heard, "least": responded})
            yield governed.finding("group-not-heard", ["stakeholders"], id_, message)


def _unlisted(governed: Governed, id_: str, contacted: int, responded: int) -> Iterator[Finding]:
    """A group that the policy names is listed under the very id by which it names it."""
    known = [group.id for group in governed.case.consultation.groups or ()]
    if contacted:
        said = say(
            "the policy asks for a group with the id “{group}”, and groups does not list it; to contact: {least}",
            group=id_,
            least=contacted,
        )
        yield governed.finding("group-not-contacted", ["groups"], id_, suggesting(said, id_, known))
    if responded:
        said = say(
            "the policy asks for a group with the id “{group}”, and groups does not list it; to hear: {least}", group=id_, least=responded
        )
        yield governed.finding("group-not-heard", ["groups"], id_, suggesting(said, id_, known))


def _comments(governed: Governed) -> Iterator[Finding]:
    """Every comment has an answer."""
    if not governed.policy.every_comment_answered:
        return
    for at, comment in enumerate(governed.case.comments):
        if comment.answer is None:
            message = say("the comment {id} of round {number} has no answer", id=comment.id, number=comment.round)
            yield governed.finding("comment-unanswered", ["comments", at], "consultation", message)


def _unasked(governed: Governed) -> Iterator[Finding]:
    """What changed after the last round follows from comments, and every round names what that can be told by: the digest of its draft.

    That the draft itself is at hand is a rule for every record, whatever its policy.
    """
    if governed.policy.changes_follow_comments:
        for at, round_ in enumerate(governed.case.rounds):
            if round_.draft is None:
                message = say("the record does not name the digest of the draft of round {number}", number=round_.number)
                yield governed.finding("draft-missing", ["rounds", at], f"round-{int(round_.number)}", message)
        for change in governed.case.unasked:
            name = f"{change.element}/{change.field}" if change.field else change.element
            message = say(
                "“{change}” ({title}) changed after the last round, and no answer to a comment names it", change=name, title=change.title
            )
            yield governed.finding("change-unasked", ["rounds", len(governed.case.rounds) - 1], change.element, message)


def _decision(governed: Governed) -> Iterator[Finding]:
    """A balanced body approved the version after the last round."""
    decisions, policy = governed.case.consultation.decisions or (), governed.policy
    if policy.decision and governed.approval is None:
        message = say("no decision approves the version") if not decisions else say("the last decision does not approve the version")
        yield governed.finding("decision-missing", ["decisions"], "consultation", message)
    ends = max((round_.end for round_ in governed.case.rounds), default=None)
    if policy.decision and governed.approval is not None and ends is not None and governed.approval.on <= ends:
        message = say("the version was approved on {on}, before the last round had ended", on=governed.approval.on)
        yield governed.finding("decision-missing", ["decisions", len(decisions) - 1, "on"], "consultation", message)
    answered = max((comment.answer.on for comment in governed.case.comments if comment.answer is not None), default=None)
    if policy.decision and governed.approval is not None and answered is not None and governed.approval.on < answered:
        message = say(
            "the version was approved on {on}, before the last comment was answered, on {answered}",
            on=governed.approval.on,
            answered=answered,
        )
        yield governed.finding("decision-missing", ["decisions", len(decisions) - 1, "on"], "consultation", message)
    if policy.balance is None or not decisions:
        return
    members = decisions[-1].members
    category, largest = max(members.items(), key=lambda member: member[1])
    whole = sum(members.values())
    if not whole or largest / whole > policy.balance + 1e-9:
        told = {"category": governed.case.consultation.title_of(category), "largest": largest, "whole": whole}
        message = say("{category} has {largest} of {whole} members of the body that decides", **told)
        yield governed.finding("body-unbalanced", ["decisions", len(decisions) - 1, "members"], "consultation", message)


def _documents(governed: Governed) -> Iterator[Finding]:
    """What has to be published is, and in time."""
    policy, consultation, rounds = governed.policy, governed.case.consultation, governed.case.rounds
    began = consultation.drafting_from or (rounds[0].start if rounds else None)
    closed = max((round_.end for round_ in rounds), default=None)
    approved = governed.approval.on if governed.approval else None
    demanded: Mapping[DocumentKind, tuple[bool, str | None, str | None]] = {
        "terms-of-reference": (bool(policy.terms_before_drafting), None, began),
        "public-summary": (bool(policy.summary_before_drafting), None, began),
        "synopsis": (bool(policy.synopsis_before_decision), closed, approved),
        "final-draft": (bool(policy.final_draft_before_decision), closed, approved),
    }
    for kind, (needed, first, last) in demanded.items():
        days = [(at, document.on) for at, document in enumerate(consultation.documents or ()) if document.kind == kind]
        in_time = [on for _, on in days if (first is None or on >= first) and (last is None or on <= last)]
        if not needed or in_time:
            continue
        if not days:
            message = say("nothing of the kind {kind} was published", kind=kind)
            yield governed.finding("document-missing", ["documents"], kind, message)
        else:
            told = {"kind": kind, "on": days[-1][1], "first": first or "…", "last": last or "…"}
            message = say("{kind} was published on {on}, and not between {first} and {last}", **told)
            yield governed.finding("document-untimely", ["documents", days[-1][0], "on"], kind, message)


def _statements(governed: Governed) -> Iterator[Finding]:
    """Where complaints go, what readers should know, and the next review are said."""
    policy, consultation = governed.policy, governed.case.consultation
    if policy.complaints_contact and consultation.complaints_contact is None:
        yield governed.finding("contact-missing", ["complaints_contact"], "consultation", say("it is not said where complaints go"))
    if policy.statement and consultation.statement is None:
        message = say("it is not said in words how this version came about")
        yield governed.finding("statement-missing", ["statement"], "consultation", message)
    if policy.review_years is None:
        return
    review = as_day(governed.next_review) if governed.next_review else None
    if review is None:
        message = say("the release notes do not name the day of the next review")
        yield governed.finding("review-date", [], "consultation", message)
    elif (review.year - policy.review_years, review.month, review.day) > (governed.today.year, governed.today.month, governed.today.day):
        message = say("the next review, on {day}, is more than {years} years away", day=review.isoformat(), years=policy.review_years)
        yield governed.finding("review-date", [], "consultation", message)


_RULES: tuple[Callable[[Governed], Iterator[Finding]], ...] = (_rounds, _groups, _comments, _unasked, _decision, _documents, _statements)
