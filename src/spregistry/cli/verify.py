"""`spregistry verify`: whether everything that was released is as it was."""

from pathlib import Path

import click

from spregistry.cli.options import format_option, open_registry, require_language, tell, tell_examples
from spregistry.cli.output import output_option
from spregistry.cli.reporting import finish
from spregistry.cli.signing import public_key
from spregistry.errors import DocumentError, NothingToDo
from spregistry.load.folders import is_there
from spregistry.model.release import RECORD
from spregistry.publish.finding_formats import Report
from spregistry.sentence import say, sayable


@click.command("verify")
@click.option(
    "--key",
    "keys",
    multiple=True,
    metavar="PUBLIC.pem",
    help="Demand that the last event is signed by this key, and nothing by any other; repeatable: give every key that may sign.",
)
@click.option(
    "--head", metavar="DIGEST", help="Demand that the record still holds an event with this digest, such as the head of an earlier run."
)
@click.option("--allow-empty", is_flag=True, help="It is all right that nothing was released yet.")
@format_option("text", "json", "sarif", "junit", "github")
@output_option
@click.pass_obj
def command(folder: str | None, keys: tuple[str, ...], head: str | None, allow_empty: bool, format_: str, output: str | None) -> None:
    """Verify the record of releases and every released version: the chain of events, each file, what releases made, and signatures.

    Every file is named that differs, with the event that recorded it and both digests. Released versions are scored again on the
    submissions that came with them. A translation may be revised; it has to be the revision that was last put on record.
    """
    from spregistry.publish.versions.verify import verify

    require_language()
    registry = open_registry(folder)
    names = [public_key(key) for key in keys]
    released = [*registry.record.releases]
    try:
        findings, unreadable = verify(registry, names, head), []
    except DocumentError as error:
        findings, unreadable = [error.finding], [error.finding.file or "-"]
    broken = any(finding.severity == "error" for finding in findings)
    if not broken and not is_there(Path(registry.root, RECORD)):
        raise NothingToDo(say("{folder} has no {file}, so there is nothing to verify", folder=str(registry.root), file=RECORD))
    if not registry.record.events and not allow_empty and not broken:
        raise NothingToDo(say("nothing was released yet; where that is right, say --allow-empty"))
    if format_ == "text" and registry.record.head and not findings:
        click.echo(tell("Head of the record: {head}", head=registry.record.head), err=True)
    if not released and not broken:
        click.echo(tell("Nothing was released yet."), err=True)
    if format_ == "text":
        tell_examples(registry, released)
    finish(Report(released, unreadable, findings), format_, "error", output, sayable("Released versions verified: {count}"))
