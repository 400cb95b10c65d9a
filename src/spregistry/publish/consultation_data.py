"""How a consultation stands, for programs: as in `schemas/consultation-status.schema.json`."""

import json
from collections.abc import Callable
from typing import Any

from spregistry.evolve.consulting.consultation_status import ConsultationStatus, RoundStatus
from spregistry.finding import Finding
from spregistry.model.consultation import Coverage
from spregistry.publish.finding_formats import finding_data
from spregistry.version import ENGINE


def status_json(status: ConsultationStatus, speak: Callable[[Finding], Finding]) -> str:
    """Return a status as JSON; `speak` puts findings into the reader's language."""
    consultation, decisions = status.consultation, (status.consultation.decisions or ()) if status.consultation else ()
    data: dict[str, Any] = {
        "format": 1,
        "engine": ENGINE,
        "framework": status.reference,
        "state": status.state,
        "today": status.today.isoformat(),
        "example": bool(consultation and consultation.example),
        "policy": status.policy.title if status.policy else None,
        "rounds": [*map(_round, status.rounds)],
        "groups": [*map(_coverage, status.coverage)],
        "silent": [each.group for each in status.coverage if each.silent],
        "comments": {
            "total": len(consultation.comments or ()) if consultation else 0,
            "dispositions": dict(status.dispositions),
            "unanswered": [
                {"id": each.id, "round": each.round, "element": each.element, "group": each.group} for each in status.unanswered
            ],
        },
        "continued": [
            {"element": each.element.id, "by": [heir.id for heir in each.by], "comments": [*each.comments]} for each in status.continued
        ],
        "decisions": [
            {
                "on": decision.on,
                "body": decision.body,
                "outcome": decision.outcome,
                "members": dict(decision.members),
                "votes": {"for": decision.votes.for_, "against": decision.votes.against, "abstain": decision.votes.abstain},
            }
            for decision in decisions
        ],
        "ready": not status.lacking,
        "lacking": [finding_data(speak(finding)) for finding in status.lacking],
        "waived": [
            {"finding": finding_data(speak(each.finding)), "reason": each.waiver.reason, "approver": each.waiver.approver}
            for each in status.waived
        ],
        "remarks": [finding_data(speak(finding)) for finding in status.remarks],
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def _round(status: RoundStatus) -> dict[str, Any]:
    return {
        "number": status.round.number,
        "start": status.round.start,
        "end": status.round.end,
        "draft": status.round.draft,
        "days": status.round.days,
        "begins_in": status.begins_in,
        "days_left": status.days_left,
        "comments": status.comments,
    }


def _coverage(coverage: Coverage) -> dict[str, Any]:
    return {
        "group": coverage.group,
        "title": coverage.title,
        "contacted": coverage.contacted,
        "responded": coverage.responded,
        "share": coverage.share,
        "comments": coverage.comments,
        "silent": coverage.silent,
    }
