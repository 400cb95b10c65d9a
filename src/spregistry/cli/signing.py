"""How commands sign the record, and check who did."""

from typing import Any

import click

from spregistry.cli.options import tell
from spregistry.cli.terminal import folded
from spregistry.load.documents import read_bytes
from spregistry.load.releases.record import Signer
from spregistry.model.release import Record

sign_option = click.option(
    "--sign", "key", metavar="KEYFILE", help="Sign the record with this private Ed25519 key (PEM). Needs the extra “sign”."
)


def tell_unsigned(before: Record, key: str | None) -> None:
    """Say on standard error that an event was put without a signature on a record that has some, and what to do about it.

    Args:
        before: The record as it was before the event.
        key: What the event is signed with; None where it is not.
    """
    if key is None and before.signatures:
        said = tell("The record was signed before, and this event is not: who holds it to a key will refuse it.")
        hint = tell("Sign it with “spregistry record sign KEYFILE”.")
        click.echo(folded(f"{said} → {hint}", "", "  "), err=True)


def signer_of(key: str | None) -> Signer | None:
    """Return what signs with the key that the command line names; None where it names none."""
    if key is None:
        return None
    from spregistry.evolve.releasing.signing import signer

    def passphrase() -> str:
        said: Any = click.prompt(tell("Passphrase of {file}", file=key), hide_input=True, err=True)
        return str(said)

    return signer(read_bytes(key), passphrase)
