"""`spregistry migrate`: a submission carried to a later version of its standard."""

import json
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from spregistry.cli import FOUND
from spregistry.cli.answer_text import said_in_words
from spregistry.cli.options import REFERENCE, format_option, open_registry, require_language, say_in_language, tell, translated
from spregistry.cli.out_of_use import tell_out_of_use
from spregistry.cli.output import INPUT, emit, output_option
from spregistry.cli.terminal import finding_text, folded
from spregistry.errors import InvalidSubmission
from spregistry.model.migration import Migration, migration_data, read_migrations

if TYPE_CHECKING:
    from spregistry.load.languages.translations import Translation
    from spregistry.load.registry import Registry


@click.command("migrate")
@click.argument("file", type=INPUT, metavar="FILE")
@click.option("--to", "target", type=REFERENCE, required=True, metavar="REF", help="The version to carry it to.")
@click.option(
    "--report",
    "report_format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to tell what became of each answer.",
)
@format_option("yaml", "json")
@output_option
@click.pass_obj
def command(folder: str | None, file: str, target: str, report_format: str, format_: str, output: str | None) -> None:
    """Carry a submission to a later version of its standard, over all versions in between.

    Tells what became of every fact and answer; with -o the carried submission is written. What may mean something else now is marked
    as unconfirmed, and what cannot be carried stays in the report inside the file. The file itself is not changed. Where it answers
    that version already, the report that it carries is shown.
    """
    from spregistry.api import migrate
    from spregistry.cli.submissions import open_submission
    from spregistry.load.text.yaml_text import to_yaml

    require_language()
    registry = open_registry(folder)
    document = open_submission(file, registry).document
    try:
        migrated = migrate(document, registry, target)
    except InvalidSubmission as invalid:
        click.echo("\n".join([*map(finding_text, invalid.findings), "", tell("Nothing is carried before this is mended.")]), err=True)
        sys.exit(FOUND)
    tell_out_of_use(registry, registry[target])
    shown = migrated.steps or read_migrations(document.data.get("migration") or {"steps": []})
    report = _json(shown) if report_format == "json" else _text(shown, registry, file, migrated.submission, carried=bool(migrated.steps))
    if output is not None:
        data = migrated.submission
        emit(to_yaml(data) if format_ == "yaml" else json.dumps(data, ensure_ascii=False, indent=2), output)
    if output == "-":
        click.echo(report, err=True)
    else:
        emit(report)


def _json(steps: Sequence[Migration]) -> str:
    return json.dumps({"format": 1, "steps": [migration_data(step) for step in steps]}, ensure_ascii=False, indent=2)


def _text(steps: Sequence[Migration], registry: "Registry", file: str, submission: Any, *, carried: bool) -> str:
    lines = [] if carried else [folded(tell("{file} answers that version already; nothing is to be carried.", file=file))]
    if steps and not carried:
        lines += [folded(tell("It was carried there before; this became of what it said:")), ""]
    for at, step in enumerate(steps):
        shown = [translated(registry, each, quiet=True) if each in registry else None for each in (step.before, step.after)]
        lines += [*_step(steps, at, shown, submission), ""]
    return "\n".join(lines).rstrip()


def _step(steps: Sequence[Migration], at: int, shown: "Sequence[Translation | None]", submission: Any) -> Iterator[str]:
    """Yield what became of everything in one step; `shown` are its two versions, None where one is not at hand."""
    from spregistry.publish.versions.migration import counts, entry_heading, entry_sentence, mapped

    step = steps[at]
    before, after = (each.framework if each else None for each in shown)
    yield click.style(tell("{before} → {after}", before=step.before, after=step.after), bold=True)
    yield from (folded(say_in_language(line), "  ") for line in counts(step))
    told = [entry for entry in step.entries if (entry.outcome, entry.why) != ("carried", "same")]
    yield from [""] if told else []
    for entry in told:
        yield folded(say_in_language(entry_heading(entry, before)), "  ")
        yield folded(say_in_language(entry_sentence(entry, after)), "      ")
        if entry.said is not None and entry.section not in ("profile", "status"):
            said = said_in_words((entry.section, entry.id), entry.said, shown[0])
            yield folded(tell("It said: {answer}", answer=said), "      ")
        for id_, value in mapped(steps, at, entry, submission):
            code = after.indicators[id_].code if after and id_ in after.indicators else id_
            if value is None:
                yield folded(tell("{code} is to be answered anew.", code=code), "      ")
            else:
                answer = said_in_words(("answers", id_), {"value": value}, shown[1])
                yield folded(tell("{code} says now: {answer}", code=code, answer=answer), "      ")
