"""`spregistry release`: makes a version final, if it keeps what it promises."""

from collections.abc import Iterator
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from spregistry.cli.days import DAY, today
from spregistry.cli.interrupts import finished_first
from spregistry.cli.options import REFERENCE, format_option, open_registry, require_language, tell
from spregistry.cli.output import emit
from spregistry.cli.reporting import finish
from spregistry.cli.signing import sign_option, signer_of, tell_unsigned
from spregistry.errors import NothingToDo
from spregistry.publish.finding_formats import Report
from spregistry.sentence import say, sayable

if TYPE_CHECKING:
    from spregistry.load.registry import Registry
    from spregistry.model.release import Record
    from spregistry.publish.versions.release import Release


@click.command("release")
@click.argument("reference", type=REFERENCE, metavar="REF")
@click.option("--on", type=DAY, metavar="DATE", help="Day of the release. Default: today.")
@click.option("--dry-run", is_flag=True, help="Look at everything, and write nothing.")
@sign_option
@format_option("text", "json", "github")
@click.pass_obj
def command(folder: str | None, reference: str, on: date | None, dry_run: bool, key: str | None, format_: str) -> None:
    """Release a version: from then on nothing in its folder may change but translations.

    It is refused unless its definition is clean, its number rises as far as its changes demand, every rewording is classed in
    notes.yaml, its lineage is whole, its translations are what they are said to be, its policy of consultation is met, and trying it
    on submissions shows no more than it says. Then its files are digested, what users need is written into `release/`, and the
    release is put on record. Broken off at any moment, nothing has happened.
    """
    from spregistry.load.releases.leftovers import settled
    from spregistry.load.releases.locking import only_writer
    from spregistry.publish.versions.release import make, prepare

    require_language()
    root = Path(open_registry(folder).root)
    sign = signer_of(key)
    with nullcontext() if dry_run else only_writer(root):
        registry = open_registry(folder)  # anew, because another program may have held the lock until now
        exact = _draft(registry, reference)
        release, findings = prepare(registry, exact, on or today(), today())
        with finished_first():
            if not dry_run and all(finding.code != "broken-record" for finding in findings):
                settled(root, registry.record)
            made = None if release is None or dry_run else make(registry.record, release, sign)
            if made is not None:
                tell_unsigned(registry.record, key)
            if release is None or format_ != "text":
                finish(Report([exact], [], findings), format_, "warning", None, sayable("Versions looked at: {count}"))
            else:
                emit("\n".join(_made(release, made)))


def _made(release: "Release", record: "Record | None") -> Iterator[str]:
    """Yield that a version is released, and what the release consists of; without a record, that it may be."""
    if record is None:
        yield tell("{framework} may be released; nothing was written.", framework=release.reference)
    else:
        yield tell("{framework} is released.", framework=release.reference)
        yield tell("Head of the record: {head}", head=record.head)
    for name, content in release.files.items():
        yield f"  {name}  {len(content)}  {release.event['artefacts'][name]}"


def _draft(registry: "Registry", reference: str) -> str:
    """Return the exact version that is meant: where only an id or part of a version is named, its highest draft."""
    if reference in registry:
        return reference
    if "@" in reference and reference.count(".") > 1:
        return str(registry.find(reference))  # says what there is
    prefix = f"{reference}." if "@" in reference else f"{reference}@"
    drafts = [each for each in registry if each.startswith(prefix) and registry.status(each) == "draft"]
    if not drafts:
        exact = registry.find(reference)
        raise NothingToDo(say("{framework} has no draft that could be released", framework=exact.split("@")[0]))
    return str(drafts[-1])
