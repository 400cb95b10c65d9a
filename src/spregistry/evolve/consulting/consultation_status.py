"""How a consultation stands on a day: its rounds, who was heard, what was answered, and what is in the way of a release."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from spregistry.evolve.consulting.former_names import Continued, continued_since
from spregistry.evolve.consulting.governance import case_of, check_consultation, day_of_release, unmet
from spregistry.evolve.releasing.waivers import Accepted, accepted
from spregistry.finding import Finding, ordered
from spregistry.load.consultation.consultations import read_consultation
from spregistry.load.notes import read_notes
from spregistry.load.registry import Registry
from spregistry.model.consultation import DISPOSITIONS, Comment, Consultation, Coverage, Policy, Round
from spregistry.model.day import as_day
from spregistry.model.release import Status


@dataclass(frozen=True, kw_only=True, slots=True)
class RoundStatus:
    """A round on a day: days until it begins, or until it ends; both 0 once it has ended."""

    round: Round
    begins_in: int
    days_left: int
    comments: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ConsultationStatus:
    """How a consultation stands."""

    reference: str
    #: State of the version in the record of releases.
    state: Status
    today: date
    #: None where there is no record, or none whose shape is right.
    consultation: Consultation | None
    policy: Policy | None
    rounds: Sequence[RoundStatus]
    coverage: Sequence[Coverage]
    #: How many comments have each disposition, in the order of `DISPOSITIONS`.
    dispositions: Mapping[str, int]
    unanswered: Sequence[Comment]
    #: What comments name and the version as it stands has under other ids.
    continued: Sequence[Continued]
    #: What stands in the way of a release; nothing once the version is released.
    lacking: Sequence[Finding]
    #: What would, had the editors not accepted it by name; of a released version, what would have on the day of its release.
    waived: Sequence[Accepted]
    #: What else deserves a look: warnings and notes.
    remarks: Sequence[Finding]


def consultation_status(registry: Registry, reference: str, today: date) -> ConsultationStatus:
    """Return how the consultation on a version stands.

    Raises:
        UnknownFramework: where there is none of that id and version.
        DocumentError: where the record, or a draft that was kept, cannot be read.
    """
    exact = registry.find(reference)
    reading = read_consultation(registry.root, exact)
    consultation = reading.consultation if reading is not None else None
    case = case_of(registry, exact, reading) if reading is not None else None
    comments = (consultation.comments or ()) if consultation else ()
    given = Counter(comment.answer.disposition for comment in comments if comment.answer is not None)
    state = registry.status(exact)
    released = day_of_release(registry, exact)
    in_the_way = unmet(registry, exact, released or today, release=released is not None)
    notes = read_notes(registry.folder(exact)).notes
    standing, waived = accepted(in_the_way, notes.waivers if notes is not None else (), exact.partition("@")[2])
    found = check_consultation(registry, exact, today)
    lacking = standing if state == "draft" else []
    told = {(finding.code, finding.message) for finding in (*lacking, *(each.finding for each in waived))}
    return ConsultationStatus(
        reference=exact,
        state=state,
        today=today,
        consultation=consultation,
        policy=reading.policy if reading is not None else None,
        rounds=[_round(round_, comments, today) for round_ in (consultation.rounds or () if consultation else ()) if _real(round_)],
        coverage=consultation.coverage() if consultation else (),
        dispositions={disposition: given[disposition] for disposition in DISPOSITIONS},
        unanswered=consultation.unanswered if consultation else (),
        continued=continued_since(case) if case is not None else (),
        lacking=lacking,
        waived=waived,
        remarks=ordered(finding for finding in found if (finding.code, finding.message) not in told),
    )


def _real(round_: Round) -> bool:
    return as_day(round_.start) is not None and as_day(round_.end) is not None


def _round(round_: Round, comments: Sequence[Comment], today: date) -> RoundStatus:
    begins, ends = date.fromisoformat(round_.start), date.fromisoformat(round_.end)
    return RoundStatus(
        round=round_,
        begins_in=max(0, (begins - today).days),
        days_left=max(0, (ends - max(today, begins)).days + 1),
        comments=sum(comment.round == round_.number for comment in comments),
    )
