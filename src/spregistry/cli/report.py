"""`spregistry report`: what a manager takes to the board."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, NoReturn

import click

from spregistry.cli import FOUND
from spregistry.cli.options import REFERENCE, catalogue, open_registry, tell, translated
from spregistry.cli.output import INPUT, emit_bytes, output_option
from spregistry.cli.progress import Progress
from spregistry.cli.submissions import Opened, open_submission, profile_for
from spregistry.cli.terminal import finding_text
from spregistry.errors import InvalidSubmission, NothingToDo

if TYPE_CHECKING:
    from spregistry.load.registry import Registry
    from spregistry.model.framework import Framework
    from spregistry.publish.report.view import Subject

#: As in `publish/report/formats.py`, which is imported when a report is written.
_FORMATS = ("html", "pdf", "xlsx", "md")


class _Wish(NamedTuple):
    """One chapter: the submission, those before it, and the profile to score them on."""

    opened: Opened
    earlier: Sequence[Opened]
    profile: str | None


@click.command("report")
@click.argument("file", type=INPUT, metavar="FILE")
@click.option(
    "--compare", "earlier", multiple=True, type=INPUT, metavar="OLD", help="An earlier submission, to show what changed; repeatable."
)
@click.option(
    "--as",
    "profiles",
    multiple=True,
    type=REFERENCE,
    metavar="PROFILE",
    help="Score on a profile of the submission's version; repeatable, with a chapter for each.",
)
@click.option("--format", "format_", type=click.Choice(_FORMATS), help="How to write the report. Default: by the ending of the output.")
@output_option
@click.pass_obj
def command(
    folder: str | None, file: str, earlier: Sequence[str], profiles: Sequence[str], format_: str | None, output: str | None
) -> None:  # click calls it by keyword
    """Write a report: a page for the board, and all that stands behind it.

    One HTML file that needs no network, a PDF, a workbook with tables and charts, or Markdown. A draft is reported on as it is: what
    is missing makes the score a range. Findings of severity error are in the report, and end with exit code 1; where they keep a submission
    from being scored, they are told and nothing is written. Name the report with -o, or its format for standard output.
    """
    from spregistry.publish.report.formats import require

    if format_ is None:
        _refuse_unsaid(output)
    require(format_)
    registry = open_registry(folder)
    opened = open_submission(file, registry)
    before = _in_order(opened, [open_submission(name, registry) for name in earlier])
    named = [profile_for(registry[reference], opened.framework) for reference in profiles] or [opened.profile]
    asked = dict.fromkeys(profile.reference if profile else None for profile in named)
    try:
        with Progress() as progress:
            subjects = [_subject(_Wish(opened, before, profile), registry, progress) for profile in asked]
            content = _written(subjects, format_, progress)
    except InvalidSubmission as invalid:
        lines = [*map(finding_text, invalid.findings), "", tell("There is no report before this is mended.")]
        click.echo("\n".join(lines), err=True)
        sys.exit(FOUND)
    emit_bytes(content, output)
    errors = sum(finding.severity == "error" for finding in subjects[0].findings)
    if errors:
        said = tell(
            "Findings of severity error: {count}. The report lists them; `spregistry validate {file}` says where.", count=errors, file=file
        )
        click.echo(f"spregistry: {said}", err=True)
        sys.exit(FOUND)


def _refuse_unsaid(output: str | None) -> NoReturn:
    """End a run of which neither --format nor the ending of the output says what to write."""
    if output is None:
        raise click.UsageError(
            tell("Say where to write the report, such as -o report.html, -o report.pdf, -o report.xlsx or -o report.md.")
        )
    raise click.UsageError(
        tell("The ending of {file} is none of a report; name a --format: {formats}.", file=output, formats=", ".join(_FORMATS))
    )


def _end(opened: Opened) -> str:
    """Return the last day of a period; where that is none, the findings say so."""
    period = opened.document.data.get("period")
    end = period.get("end") if isinstance(period, dict) else None
    return end if isinstance(end, str) else ""


def _in_order(opened: Opened, earlier: Sequence[Opened]) -> list[Opened]:
    """Return earlier submissions by the end of their period, those without one first; none may be later than the report's own."""
    for one in earlier:
        if _end(opened) and _end(one) > _end(opened):
            said = tell(
                "{old} is about a later period ({end}) than {file}; report on the latest, and compare with those before it.",
                old=one.document.name,
                end=_end(one),
                file=opened.document.name,
            )
            raise click.BadParameter(said, param_hint="--compare")
    return sorted(earlier, key=_end)


def _subject(wish: _Wish, registry: "Registry", progress: Progress) -> "Subject":
    """Score a submission, and those before it on the same wording, for one chapter."""
    from spregistry.publish.report.view import Subject
    from spregistry.scoring.comparison import comparable
    from spregistry.scoring.scorecards import assess, score

    opened = wish.opened
    base = translated(registry, opened.framework.reference)
    shown = translated(registry, wish.profile) if wish.profile else base
    profile = shown.spoken if wish.profile else None
    named = translated(registry, opened.profile.reference).spoken if opened.profile else None
    progress(tell("Scoring {file}", file=opened.document.name))
    assessment = assess(base.spoken, opened.document, profile, named)
    findings = [*assessment.findings, *opened.notices(registry, [profile] if profile else ())]
    subject = Subject(assessment.scorecard, findings, shown)
    for old in wish.earlier:
        progress(tell("Scoring {file}", file=old.document.name))
        same = old.framework.reference == opened.framework.reference
        if same or (profile is None and not _goes_back(registry, old, opened) and comparable(old.framework, opened.framework)):
            wording = base if same else translated(registry, old.framework.reference, quiet=True)
            subject = subject._replace(earlier=[*subject.earlier, score(wording.spoken, old.document, profile)])
        else:
            subject = _over_versions(subject, old, opened, registry, (base.spoken, profile))
    return subject


def _goes_back(registry: "Registry", old: Opened, opened: Opened) -> bool:
    """Tell whether the version of the report goes back to an earlier submission's."""
    from spregistry.evolve.lineage import between

    return bool(between(registry, old.framework, opened.framework))


def _over_versions(
    subject: "Subject", old: Opened, opened: Opened, registry: "Registry", on: "tuple[Framework, Framework | None]"
) -> "Subject":
    """Add an earlier submission to another version: to the scores over time, to those on a common core, or to what is not compared."""
    from spregistry.evolve.carrying.comparability import core_of
    from spregistry.evolve.carrying.held_together import held_together
    from spregistry.publish.report.view import Apart, OnCore
    from spregistry.scoring.scorecards import score

    base, profile = on
    core: tuple[str, ...] | None = ()
    if _goes_back(registry, old, opened):
        try:
            together = held_together([old.document, opened.document], [old.framework, opened.framework], registry)
        except NothingToDo:  # they have nothing in common, which the report says
            pass
        else:
            core = together.core
            if core is None:
                return subject._replace(earlier=[*subject.earlier, score(base, together.documents[0], profile)])
            core = tuple(id_ for id_ in core if profile is None or id_ in profile.indicators)
    if not core:
        organisation = old.document.data.get("organisation")
        name = str(organisation.get("name") or "") if isinstance(organisation, dict) else ""
        return subject._replace(apart=[*subject.apart, Apart(name, old.framework.reference, _end(old) or None)])
    tree = core_of(base, core)
    earlier, now = (score(base, document, tree) for document in together.documents)
    return subject._replace(on_core=[*subject.on_core, OnCore(together.statements[0], earlier, now)])


def _written(subjects: "Sequence[Subject]", format_: str, progress: Progress) -> bytes:
    from spregistry.publish.report.compose import compose
    from spregistry.publish.report.formats import WHOLE, write
    from spregistry.publish.report.wording import Words

    report = compose(subjects, Words(catalogue()), everything=format_ in WHOLE, progress=progress)
    progress(tell("Laying out the report as {format}", format=format_.upper()))
    return write(report, format_)
