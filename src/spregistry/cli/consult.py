"""`spregistry consult`: the consultation on a version, for those who hold it and for those who comment."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from spregistry.cli import FOUND
from spregistry.cli.consult_comments import import_comments
from spregistry.cli.consult_document import document
from spregistry.cli.consult_review import read, sheet
from spregistry.cli.days import DAY, today
from spregistry.cli.options import REFERENCE, format_option, open_registry, require_language, say_in_language, tell
from spregistry.cli.output import emit, output_option
from spregistry.cli.reporting import in_language
from spregistry.cli.terminal import day, finding_text, folded, percent
from spregistry.sentence import Sentence, Several, say

if TYPE_CHECKING:
    from spregistry.evolve.consulting.consultation_status import ConsultationStatus, RoundStatus
    from spregistry.model.consultation import Consultation


@click.group("consult")
def command() -> None:
    """Hold a consultation on a version: keep its drafts, take comments, see what is missing.

    The record is consultation.yaml in the folder of the version; it counts organisations and names no person.
    """


@command.command("status")
@click.argument("reference", type=REFERENCE, metavar="REF")
@click.option("--today", "day_given", type=DAY, metavar="DATE", help="Look at it as of another day.")
@format_option("text", "json")
@output_option
@click.pass_obj
def status(folder: str | None, reference: str, day_given: date | None, format_: str, output: str | None) -> None:
    """Show how a consultation stands: days left, silent groups, comments without an answer, and what is in the way of a release.

    The exit code is 1 where something is.
    """
    from spregistry.evolve.consulting.consultation_status import consultation_status

    require_language()
    found = consultation_status(open_registry(folder), reference, day_given or today())
    if format_ == "json":
        from spregistry.publish.consultation_data import status_json

        emit(status_json(found, in_language), output)
    else:
        emit("\n".join(_status_text(found)), output)
    if found.lacking:
        sys.exit(FOUND)


def _status_text(found: "ConsultationStatus") -> Iterator[str]:
    yield click.style(tell("Consultation on {framework}, as of {day}", framework=found.reference, day=day(found.today)), bold=True)
    if found.consultation is not None:
        if found.consultation.example:
            yield tell("This consultation is an example; nothing of it happened.")
        if found.policy is not None:
            yield tell("Policy: {title}", title=found.policy.title)
        yield ""
        yield from (_round_text(each) for each in found.rounds)
        yield from _groups_text(found)
        yield from _comments_text(found)
        yield from _decisions_text(found.consultation)
    yield ""
    for title, findings in ((say("In the way of a release"), found.lacking), (say("To be looked at"), found.remarks)):
        if findings:
            yield click.style(say_in_language(title), bold=True)
            yield from (finding_text(finding) + "\n" for finding in findings)
    yield from _waived_text(found)
    if found.state != "draft":
        yield tell("The version is released; its record is closed.")
    elif not found.lacking:
        yield click.style(tell("Nothing stands in the way of a release."), fg="green")


def _waived_text(found: "ConsultationStatus") -> Iterator[str]:
    if found.waived:
        yield click.style(tell("Waived in the release notes"), bold=True)
    for finding, waiver in found.waived:
        yield finding_text(replace(finding, hint=""))
        yield folded(tell("accepted by {approver}: {reason}", approver=waiver.approver, reason=waiver.reason), "  ", "    ") + "\n"


def _round_text(found: "RoundStatus") -> str:
    round_ = found.round
    told = {"number": round_.number, "start": day(round_.start), "end": day(round_.end), "comments": found.comments}
    if found.begins_in:
        return tell("Round {number}: {start} to {end}; days until it begins: {days}", **told, days=found.begins_in)
    if found.days_left:
        return tell("Round {number}: {start} to {end}; days left: {days} · comments {comments}", **told, days=found.days_left)
    return tell("Round {number}: {start} to {end}; ended · comments {comments}", **told)


def _groups_text(found: "ConsultationStatus") -> Iterator[str]:
    if not found.coverage:
        return
    columns = max(len(each.title) for each in found.coverage)
    yield from ["", click.style(tell("Stakeholders"), bold=True)]
    for each in found.coverage:
        counts = tell(
            "contacted {contacted} · responded {responded} ({share}) · comments {comments}",
            contacted=each.contacted,
            responded=each.responded,
            share=percent(each.share),
            comments=each.comments,
        )
        mark = "  " + click.style(tell("silent"), fg="yellow", bold=True) if each.silent else ""
        yield f"  {each.title:<{columns}}  {counts}{mark}"


#: What dispositions are called.
DISPOSITION_NAMES: dict[str, Sentence] = {
    "accepted": say("accepted"),
    "partly": say("accepted in part"),
    "rejected": say("not accepted"),
    "out-of-scope": say("out of scope"),
    "deferred": say("deferred"),
}


def _comments_text(found: "ConsultationStatus") -> Iterator[str]:
    if not (found.consultation and found.consultation.comments):
        return
    yield from ["", click.style(tell("Comments"), bold=True)]
    yield "  " + " · ".join(f"{say_in_language(DISPOSITION_NAMES[name])} {count}" for name, count in found.dispositions.items())
    if found.unanswered:
        yield "  " + tell("without an answer: {count}", count=len(found.unanswered))
    yield from _continued_text(found)


def _continued_text(found: "ConsultationStatus") -> Iterator[str]:
    from spregistry.evolve.consulting.former_names import in_full

    for each in found.continued:
        heirs = Several(in_full(heir) for heir in each.by)
        told = {"element": in_full(each.element), "elements": heirs, "comments": Several(each.comments)}
        yield folded(tell("{element} is continued by {elements}; comments: {comments}", **told), "  ", "    ")


def _decisions_text(consultation: "Consultation") -> Iterator[str]:
    names: dict[str, Any] = {"approved": say("approved"), "returned": say("returned for more work"), "rejected": say("not approved")}
    if consultation.decisions:
        yield from ["", click.style(tell("Decisions"), bold=True)]
    for decision in consultation.decisions or ():
        said = tell(
            "{day}: {outcome} by {body}; for {for_}, against {against}, abstained {abstain}",
            day=day(decision.on),
            outcome=names[decision.outcome],
            body=decision.body,
            for_=decision.votes.for_,
            against=decision.votes.against,
            abstain=decision.votes.abstain,
        )
        yield folded(said, "  ", "    ")


@command.command("draft")
@click.argument("reference", type=REFERENCE, metavar="REF")
@click.option("--round", "number", type=click.IntRange(1, 20), required=True, metavar="N", help="The round that is about it.")
@click.pass_obj
def draft(folder: str | None, reference: str, number: int) -> None:
    """Keep the present state of a version as the draft of a round, and tell its digest, which belongs into the record.

    A draft that was kept is never replaced by another one.
    """
    from spregistry.errors import CannotWrite
    from spregistry.load.consultation.consultations import draft_content, draft_path
    from spregistry.load.documents import make_folder, read_bytes, write_atomically
    from spregistry.load.folders import is_there
    from spregistry.load.releases.closing import require_open

    require_language()
    registry = open_registry(folder)
    framework = registry[reference]
    require_open(registry.root, registry.record, framework.reference)
    path, content = draft_path(Path(registry.root), framework.reference, number), draft_content(framework)
    there = is_there(path)
    if there and read_bytes(str(path)) != content:
        message = say("{file}: another draft of round {number} was kept already; nothing was changed", file=str(path), number=number)
        raise CannotWrite(message)
    if not there:
        make_folder(path.parent)
        write_atomically(path, content)
    click.echo(tell("{file} holds the draft of round {number}.", file=str(path), number=number), err=True)
    emit(framework.digest)  # before the record is looked at, which may not be readable
    said = _still_to_write(registry, framework.reference, number)
    if said is not None:
        click.echo(folded(click.style(said, fg="yellow")), err=True)


def _still_to_write(registry: Any, reference: str, number: int) -> str | None:
    """Say what the record of a version needs for the draft of a round to be its own; None where it lists the round, or cannot tell.

    Raises:
        DocumentError: where the record is there and is no document.
    """
    from spregistry.load.consultation.consultations import NAME, read_consultation

    reading = read_consultation(Path(registry.root), reference)
    if reading is None:
        return tell("There is no {record} yet: write it, with this round, its days and this digest.", record=NAME)
    if reading.consultation is None or number in reading.consultation.listing.rounds:
        return None
    return tell("{record} has no round {number} yet: write it there, with its days and this digest.", record=NAME, number=number)


for _subcommand in (document, sheet, read, import_comments):
    command.add_command(_subcommand)
