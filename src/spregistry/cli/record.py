"""`spregistry record`: events after a release, each appended to the record."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from spregistry.cli.days import DAY, today
from spregistry.cli.former import tell_former
from spregistry.cli.interrupts import finished_first
from spregistry.cli.options import REFERENCE, open_registry, require_language, require_tag, tell
from spregistry.cli.output import emit
from spregistry.cli.reporting import finish
from spregistry.cli.signing import sign_option, signer_of, tell_unsigned
from spregistry.cli.terminal import folded
from spregistry.errors import NothingToDo, UnknownLanguage
from spregistry.finding import Finding
from spregistry.model.release import EventKind
from spregistry.publish.finding_formats import Report
from spregistry.sentence import Several, say, sayable

if TYPE_CHECKING:
    from spregistry.load.registry import Registry

Command = TypeVar("Command", bound=Callable[..., Any])


@click.group("record")
def command() -> None:
    """Put on record what happens to a released version.

    A released version never changes; what happens to it is appended to releases.json, each event holding the digest of the one before.
    """


def _shared(function: Command) -> Command:
    """Add what all events have."""
    for option in (
        sign_option,
        click.option("--on", type=DAY, metavar="DATE", help="Day of the event. Default: today."),
        click.argument("reference", type=REFERENCE, metavar="REF"),
    ):
        function = option(function)
    return function


reason_needed = click.option("--reason", required=True, metavar="TEXT", help="Why; for everybody to read.")
reason_possible = click.option("--reason", metavar="TEXT", help="Why; for everybody to read.")
successor_option = click.option("--successor", metavar="REF", help="The version to use instead, exactly.")
until_option = click.option("--until", type=DAY, metavar="DATE", help="Until when it may still be used.")


@command.command("deprecate")
@_shared
@reason_possible
@successor_option
@until_option
@click.pass_obj
def deprecate(folder: str | None, /, reference: str, on: date | None, key: str | None, **given: Any) -> None:
    """Say that a version should no longer be chosen for new assessments."""
    _append(folder, "deprecated", reference, on, key, given)


@command.command("withdraw")
@_shared
@reason_needed
@successor_option
@until_option
@click.pass_obj
def withdraw(folder: str | None, /, reference: str, on: date | None, key: str | None, **given: Any) -> None:
    """Say that a version is no longer in use; old submissions stay valid and can be scored."""
    _append(folder, "withdrawn", reference, on, key, given)


@command.command("recall")
@_shared
@reason_needed
@successor_option
@click.pass_obj
def recall(folder: str | None, /, reference: str, on: date | None, key: str | None, **given: Any) -> None:
    """Say that a version is wrong and results by it should not be relied on."""
    _append(folder, "recalled", reference, on, key, given)


@command.command("erratum")
@_shared
@click.option("--reason", required=True, metavar="TEXT", help="What is wrong, and how it is to be read.")
@click.option("--element", metavar="CODE", help="The group, indicator or fact that it is about, by its id or code.")
@click.pass_obj
def erratum(folder: str | None, /, reference: str, on: date | None, key: str | None, **given: Any) -> None:
    """Say that a text of a version is wrong, and how it is to be read."""
    _append(folder, "erratum", reference, on, key, given)


@command.command("translation")
@_shared
@click.option("--language", required=True, metavar="CODE", help="Language of the translation, such as fr.")
@reason_possible
@click.pass_obj
def translation(folder: str | None, /, reference: str, on: date | None, key: str | None, **given: Any) -> None:
    """Put a new revision of a translation on record, with the digest of its file."""
    require_tag(given["language"])
    _append(folder, "translation", reference, on, key, given)


@command.command("review")
@_shared
@click.option("--next-review", type=DAY, metavar="DATE", help="When it is to be reviewed again at the latest.")
@reason_possible
@click.pass_obj
def review(folder: str | None, /, reference: str, on: date | None, key: str | None, **given: Any) -> None:
    """Put on record that a version was reviewed, or when it will be."""
    _append(folder, "review", reference, on, key, given)


@command.command("sign")
@click.argument("key", metavar="KEYFILE")
@click.pass_obj
def sign(folder: str | None, /, key: str) -> None:
    """Sign the record as it stands with a private Ed25519 key (PEM), as one more who vouches for it. Needs the extra “sign”."""
    from spregistry.load.releases.locking import only_writer
    from spregistry.load.releases.record import signed, write_record
    from spregistry.publish.versions.verify import unfit_to_sign

    require_language()
    root = Path(open_registry(folder).root)
    signer = signer_of(key)
    assert signer is not None
    with only_writer(root):
        registry = open_registry(folder)  # anew, because another program may have held the lock until now
        before = registry.record
        _refuse([*before.releases], unfit_to_sign(registry))
        if before.head is None:
            raise NothingToDo(say("nothing was released yet, so there is nothing to sign"))
        record = signed(before, signer)
        if record is before:
            raise NothingToDo(say("this key has signed the last event already"))
        with finished_first():
            write_record(record)
            emit(tell("Signed. Head of the record: {head}", head=record.head))


def _refuse(looked_at: list[str], findings: list[Finding]) -> None:
    """End with what stands in the way, in the words of `verify`, before anything is written; go on where nothing does."""
    if findings:
        finish(Report(looked_at, [], findings), "text", "error", None, sayable("Versions looked at: {count}"))


def _append(folder: str | None, kind: EventKind, reference: str, on: date | None, key: str | None, given: dict[str, Any]) -> None:
    from spregistry.evolve.releasing.events import senseless
    from spregistry.load.releases.leftovers import settled
    from spregistry.load.releases.locking import only_writer
    from spregistry.load.releases.record import append, write_record
    from spregistry.publish.versions.verify import unfit_to_grow

    require_language()
    root = Path(open_registry(folder).root)
    sign = signer_of(key)
    with only_writer(root):
        registry = open_registry(folder)  # anew, because another program may have held the lock until now
        exact = registry.find(reference)
        _refuse([exact], unfit_to_grow(registry, exact))
        said = {name: value.isoformat() if isinstance(value, date) else value for name, value in given.items() if value is not None}
        if "element" in said:
            said["element"] = _element(registry, exact, said["element"])
        if kind == "translation":
            said["digest"] = _digest_of_translation(registry, exact, said["language"])
        release = registry.record.releases.get(exact)
        example = {"example": True} if release is not None and "example" in release.data else {}
        event = {"event": kind, "framework": exact, "on": (on or today()).isoformat(), "before": None, **said, **example}
        _refuse([exact], [*senseless(registry, event, today())])
        record = append(registry.record, event, sign)
        with finished_first():
            settled(root, registry.record)
            write_record(record)
            tell_unsigned(registry.record, key)
            emit(tell("On record. Head of the record: {head}", head=record.head))
            if kind in ("deprecated", "withdrawn", "recalled"):
                _tell_followers(record, exact)


def _tell_followers(record: Any, reference: str) -> None:
    """Say which versions name one that is out of use as the one to use instead, and where that leads their readers now."""
    named = [each for each, instead in record.instead.items() if instead == reference]
    if not named:
        return
    now, told = record.leads_to(reference), {"framework": reference, "versions": Several(named)}
    said = tell("{framework} is on record as the version to use instead of {versions}; it leads on to {now}.", now=now, **told)
    if now is None:
        said = tell(
            "{framework} is on record as the version to use instead of {versions}, and leads to none in use. Put the same event of each on "
            "record once more, with another --successor.",
            **told,
        )
    click.echo(folded(said, "", "  "), err=True)


def _element(registry: "Registry", reference: str, asked: str) -> str:
    """Return the id of the element that is meant; what names nothing stays as it is, for the rules of the record to refuse."""
    id_ = registry[reference].id_of(asked)
    if id_ is None:
        return asked
    tell_former(registry, registry[reference], asked)
    return id_


def _digest_of_translation(registry: "Registry", reference: str, language: str) -> str:
    from spregistry.load.documents import digest_of_file
    from spregistry.load.languages.translations import FOLDER, languages, read_entries

    folder = registry.folder(reference)
    known = languages(str(folder))
    if language not in known:
        raise UnknownLanguage(language, known, reference)
    read_entries(str(folder), language)  # what cannot be read is never put on record
    return digest_of_file(folder / FOLDER / f"{language}.po")
