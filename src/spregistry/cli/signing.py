"""How commands sign the record, and check who did."""

from typing import Any

import click

from spregistry.cli.options import tell
from spregistry.load.documents import read_bytes
from spregistry.load.releases.record import Signer

sign_option = click.option(
    "--sign", "key", metavar="KEYFILE", help="Sign the record with this private Ed25519 key (PEM). Needs the extra “sign”."
)


def signer_of(key: str | None) -> Signer | None:
    """Return what signs with the key that the command line names; None where it names none."""
    if key is None:
        return None
    from spregistry.evolve.releasing.signing import signer

    def passphrase() -> str:
        said: Any = click.prompt(tell("Passphrase of {file}", file=key), hide_input=True, err=True)
        return str(said)

    return signer(read_bytes(key), passphrase)
