"""How commands sign the record, and check who did."""

import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from getpass import GetPassWarning
from typing import Any

import click

from spregistry.cli.options import tell
from spregistry.cli.terminal import folded
from spregistry.errors import UnusableKey
from spregistry.load.documents import read_bytes
from spregistry.load.releases.record import Signer
from spregistry.model.release import Record
from spregistry.sentence import say

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
    """Return what signs with the key that the command line names; None where it names none.

    Raises:
        DocumentError: where the file cannot be read.
        UnusableKey: where it holds no private Ed25519 key, or the passphrase is wrong; the file is named.
    """
    if key is None:
        return None
    from spregistry.evolve.releasing.signing import signer

    content = read_bytes(key)
    with _naming(key):
        return signer(content, lambda: _passphrase(key))


def public_key(key: str) -> str:
    """Return how the record names the public key in a file.

    Raises:
        DocumentError: where the file cannot be read.
        UnusableKey: where it holds no public Ed25519 key; the file is named.
    """
    from spregistry.evolve.releasing.signing import key_name

    content = read_bytes(key)
    with _naming(key):
        return key_name(content)


@contextmanager
def _naming(file: str) -> Iterator[None]:
    """Name the file of a key that cannot be used."""
    try:
        yield
    except UnusableKey as error:
        raise UnusableKey(say("{file}: {problem}", file=file, problem=str(error))) from error


def _passphrase(file: str) -> str:
    """Ask for a passphrase without showing it; where no terminal can hide it, read it as a line from standard input, as scripts give it.

    Raises:
        UnusableKey: where there is neither.
    """
    asked = tell("Passphrase of {file}", file=file)
    with warnings.catch_warnings():
        warnings.simplefilter("error", GetPassWarning)  # else Python warns, in its own words, that what is typed can be seen
        try:
            said: Any = click.prompt(asked, hide_input=True, err=True)
        except GetPassWarning:
            click.echo(f"{asked}:", err=True)
            said = sys.stdin.readline().rstrip("\r\n")
    if not said:
        raise UnusableKey(say("a passphrase protects this key, and there is neither a terminal to ask for it nor one on standard input"))
    return str(said)
