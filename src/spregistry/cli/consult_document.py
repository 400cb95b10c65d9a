"""`spregistry consult document`: a draft with everything that it changes marked word by word."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from spregistry.cli.options import REFERENCE, catalogue, format_option, open_registry, require_language
from spregistry.cli.output import emit, emit_bytes, output_option
from spregistry.errors import NothingToDo
from spregistry.sentence import say

if TYPE_CHECKING:
    from spregistry.evolve.consulting.consultation_rules import Case
    from spregistry.model.framework import Framework
    from spregistry.publish.review.document import Compared


@click.command("document")
@click.argument("reference", type=REFERENCE, metavar="REF")
@click.option("--since", metavar="REF|N", help="What to compare with: a version, or the draft of a round. Default: the version before.")
@click.option("--round", "number", type=click.IntRange(1, 20), metavar="N", help="Show the draft of a round rather than the present state.")
@click.option("--whole", is_flag=True, help="Show what did not change as well.")
@format_option("html", "docx")
@output_option
@click.pass_obj
def document(
    folder: str | None, reference: str, since: str | None, number: int | None, whole: bool, format_: str, output: str | None
) -> None:
    """Write a draft for those who comment on it, with its changes marked word by word.

    A first version has nothing that it is compared with: --whole writes all of it, without marks.
    """
    from spregistry.publish.review.as_html import to_html
    from spregistry.publish.review.document import review_document, whole_document

    require_language()
    registry = open_registry(folder)
    current: Framework = registry[reference]
    case = _case(registry, current.reference)
    after = current if number is None else _draft(case, number, current)
    round_ = next((each for each in case.rounds if each.number == number), None) if case is not None else None
    record = (case.consultation, round_) if case is not None else None
    if whole and since is None and current.definition.previous is None:
        composed = whole_document(after, record, catalogue())
    else:
        compared = _compared(registry, _before(registry, case, current, since), after, classed=after.digest == current.digest)
        compared = compared._replace(since=_round_of(since))
        composed = review_document(compared, record, catalogue(), whole=whole)
    if format_ == "docx":
        from spregistry.publish.review.as_docx import to_docx

        emit_bytes(to_docx(composed), output)
    else:
        emit(to_html(composed), output)


def _compared(registry: Any, before: "Framework", after: "Framework", *, classed: bool) -> "Compared":
    """Return what differs between two states, which may be drafts of one version.

    What the release notes say of rewordings is about the version as it stands now, and not about a draft that said something else.
    """
    from spregistry import api
    from spregistry.evolve.comparing.diff import diff
    from spregistry.evolve.lineage import between, from_draft_to_draft, lineage
    from spregistry.publish.review.document import Compared

    if before.reference == after.reference:
        together = from_draft_to_draft(registry, before, after)
    else:
        known = {before.reference: before, after.reference: after, **_others(registry, before, after)}
        together = lineage(between(known, before, after) or [after])
    differences = api.diff(before, after, registry) if classed else diff(before, after, together)
    return Compared(before, after, differences, together)


def _others(registry: Any, before: "Framework", after: "Framework") -> dict[str, "Framework"]:
    """Return the versions in between, which say how elements go on."""
    found: dict[str, Framework] = {}
    previous = after.definition.previous
    while previous is not None and previous != before.reference and previous in registry:
        found[previous] = registry[previous]
        previous = found[previous].definition.previous
    return found


def _case(registry: Any, reference: str) -> "Case | None":
    from spregistry.evolve.consulting.governance import case_of
    from spregistry.load.consultation.consultations import read_consultation

    reading = read_consultation(Path(registry.root), reference)
    return case_of(registry, reference, reading) if reading is not None else None


def _draft(case: "Case | None", number: int, current: "Framework") -> "Framework":
    """Return the draft of a round.

    Raises:
        NothingToDo: where there is no such round, or its draft was not kept.
    """
    found = case.draft(number) if case is not None and any(round_.number == number for round_ in case.rounds) else None
    if found is None:
        raise NothingToDo(say("{framework} has no draft of a round {number}", framework=current.reference, number=number))
    return found


def _round_of(since: str | None) -> int | None:
    """Return the number of the round that is meant; None where it is a version, or nothing is named."""
    return int(since[:9]) if since is not None and since.isascii() and since.isdigit() else None


def _before(registry: Any, case: "Case | None", current: "Framework", since: str | None) -> "Framework":
    """Return what the draft is compared with.

    Raises:
        NothingToDo: where there is nothing to compare with.
        UnknownFramework: where there is no such version.
    """
    number = _round_of(since)
    if number is not None:
        return _draft(case, number, current)
    if since is not None:
        before: Framework = registry[since]
        return before
    previous = current.definition.previous
    if previous is None:
        raise NothingToDo(
            say(
                "{framework} is the first of its versions; say with --since what to compare with, or show all of it with --whole",
                framework=current.reference,
            )
        )
    found: Framework = registry[previous]
    return found
