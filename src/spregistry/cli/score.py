"""`spregistry score`: a submission's scorecard."""

import json
import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

import click

from spregistry.cli import FOUND
from spregistry.cli.options import REFERENCE, format_option, open_registry, say_in_language, spoken, tell, translated
from spregistry.cli.output import INPUT, emit, output_option
from spregistry.cli.reporting import in_language
from spregistry.cli.submissions import Opened, open_submission, profile_for
from spregistry.cli.terminal import finding_text, folded, notice_text
from spregistry.errors import InvalidSubmission, UnknownCode, UnsuitableChange
from spregistry.finding import unscorable
from spregistry.model.framework import Framework
from spregistry.publish.finding_formats import Report, full_message, to_json


class _Wishes(NamedTuple):
    """What the scorecard should show."""

    changes: Sequence[str]
    explained: Sequence[str]
    depth: int
    as_text: bool
    #: What a unit is called in the language of the command line.
    unit_name: Callable[[str], str] = str


class _Scored(NamedTuple):
    """One scorecard, written as asked for."""

    result: Any
    errors: int


@click.command("score")
@click.argument("file", type=INPUT, metavar="FILE")
@click.option(
    "--as", "profiles", multiple=True, type=REFERENCE, metavar="PROFILE", help="Score on a profile of the submission's version; repeatable."
)
@click.option(
    "--what-if", "changes", multiple=True, metavar="ID=VALUE", help="Answer an indicator otherwise and show the difference; repeatable."
)
@click.option(
    "--explain",
    "explained",
    multiple=True,
    metavar="CODE",
    help="Show how a group or indicator came to its score; “all” for every group; repeatable.",
)
@click.option("--depth", type=click.IntRange(1), default=2, show_default=True, help="How many levels of groups to show.")
@format_option("text", "json")
@output_option
@click.pass_obj
def command(  # click calls it by keyword
    folder: str | None,
    file: str,
    profiles: Sequence[str],
    changes: Sequence[str],
    explained: Sequence[str],
    depth: int,
    format_: str,
    output: str | None,
) -> None:
    """Score a submission; show strengths, gaps and what each step would add.

    What is missing counts 0 in the score and 1 in the potential; as long as the two differ, the result is a range. A submission with
    findings is scored as far as it can be read; findings of severity error end with exit code 1.
    """
    registry = open_registry(folder)
    opened = open_submission(file, registry)
    asked: list[Framework | None] = [profile_for(registry[reference], opened.framework) for reference in profiles] or [opened.profile]
    notices = [*map(notice_text, opened.notices(registry, [profile for profile in asked if profile]))]
    wishes = _Wishes(changes, explained, depth, format_ == "text")
    if wishes.as_text:
        # A scorecard for programs says the same in every language; people read of standards in their own.
        wishes = wishes._replace(unit_name=partial(translated(registry, opened.framework.reference).name, "unit"))
        opened = opened.spoken(registry)
        asked = [spoken(registry, profile) if profile else None for profile in asked]
    try:
        scored = [_score(opened, profile, wishes) for profile in asked]
    except InvalidSubmission as invalid:
        if wishes.as_text:
            emit("\n".join([*map(finding_text, invalid.findings), "", tell("It cannot be scored before this is mended.")]))
        else:
            emit(to_json(Report([file], [], [*map(in_language, invalid.findings)])))
        sys.exit(FOUND)
    _emit([one.result for one in scored], notices, output, as_text=wishes.as_text)
    if any(one.errors for one in scored):
        sys.exit(FOUND)


def _emit(results: Sequence[Any], notices: Sequence[str], output: str | None, *, as_text: bool) -> None:
    """Write all scorecards; what should be known about them stands above them in words, and beside them where programs read them."""
    if as_text:
        emit("\n\n".join(["\n".join(notices), *results] if notices else results), output)
        return
    if notices:
        click.echo("\n".join(notices), err=True)
    emit(json.dumps(results[0] if len(results) == 1 else results, ensure_ascii=False, indent=2), output)


def _score(opened: Opened, profile: Framework | None, wishes: _Wishes) -> _Scored:
    from spregistry.scoring.scorecards import assess
    from spregistry.scoring.what_if import parse_changes, with_changes

    assessment = assess(opened.framework, opened.document, profile, opened.profile)
    changed = None
    if wishes.changes:
        try:
            document = with_changes(opened.document, parse_changes(wishes.changes, profile or opened.framework))
            changed = assess(opened.framework, document, profile, opened.profile).scorecard
        except (UnknownCode, UnsuitableChange) as error:
            raise click.BadParameter(say_in_language(str(error)), param_hint="--what-if") from error
        except InvalidSubmission as error:
            said = "; ".join(full_message(in_language(finding)) for finding in unscorable(error.findings))
            raise click.BadParameter(said, param_hint="--what-if") from error
    errors = sum(finding.severity == "error" for finding in assessment.findings)
    if wishes.as_text:
        from spregistry.cli.scorecard_text import change_text, explanation_text, scorecard_text

        texts = [scorecard_text(assessment.scorecard, wishes.depth, wishes.unit_name)]
        texts += _without_unconfirmed(opened, profile)
        texts += [explanation_text(assessment.scorecard, code, wishes.unit_name) for code in wishes.explained]
        texts += [change_text(assessment.scorecard, changed, wishes.changes)] if changed else []
        if assessment.findings:
            count, file = len(assessment.findings), opened.document.name
            texts.append(tell("Findings: {count}. See `spregistry validate {file}`.", count=count, file=file))
        return _Scored("\n\n".join(texts), errors)
    from spregistry.publish.scorecard_data import scorecard_data

    data = scorecard_data(assessment.scorecard)
    return _Scored({"scorecard": data, "changes": [*wishes.changes], "what_if": scorecard_data(changed)} if changed else data, errors)


def _without_unconfirmed(opened: Opened, profile: Framework | None) -> list[str]:
    """Return what the score would be if the carried answers that nobody confirmed were missing; nothing where there are none, or no total."""
    from spregistry.check.notices import to_confirm
    from spregistry.cli.scorecard_text import range_text
    from spregistry.scoring.scorecards import assess
    from spregistry.scoring.what_if import without_answers

    waiting, _ = to_confirm(opened.document.data, profile or opened.framework)
    if not waiting:
        return []
    overall = assess(opened.framework, without_answers(opened.document, waiting), profile, opened.profile).scorecard.overall
    if overall is None or overall.score is None:
        return []
    said = tell(
        "Carried answers that nobody confirmed: {count}. If they were missing, the overall score would be {score}.",
        count=len(waiting),
        score=range_text(overall),
    )
    return [folded(said)]
