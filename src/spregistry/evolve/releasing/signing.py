"""Ed25519 signatures of the record's head, through the library `cryptography`."""

import base64
import binascii
from collections.abc import Callable
from types import ModuleType

from spregistry.errors import MissingExtra, UnusableKey
from spregistry.load.releases.record import Signer
from spregistry.model.release import Signature
from spregistry.sentence import say

#: What is signed is this, followed by the head; so that a signature can stand for nothing else.
_CONTEXT = b"spregistry releases 1 "
_KIND = "ed25519:"
_WRONG = say("this is no private key that can be used, or its passphrase is another")


def signer(pem: bytes, passphrase: Callable[[], str]) -> Signer:
    """Return what signs heads with a private key.

    Args:
        pem: The key as PEM.
        passphrase: Asked only where the key is protected by one.

    Raises:
        MissingExtra: where the library is not installed.
        UnusableKey: where it is no private Ed25519 key, or the passphrase is wrong.
    """
    serialization, ed25519 = _library()
    given = _secret(passphrase) if b"ENCRYPTED" in pem else None
    try:
        key = serialization.load_pem_private_key(pem, given)
    except (ValueError, TypeError) as error:
        raise UnusableKey(_WRONG) from error
    if not isinstance(key, ed25519.Ed25519PrivateKey):
        raise UnusableKey(say("this is a key, but no Ed25519 key"))
    name = _name(serialization, key.public_key())

    def sign(head: str) -> Signature:
        return Signature(head=head, key=name, signature=base64.b64encode(key.sign(_CONTEXT + head.encode())).decode())

    return sign


def _secret(passphrase: Callable[[], str]) -> bytes:
    try:
        return passphrase().encode()
    except UnicodeError as error:  # bytes that are no text in the encoding of the terminal cannot be read, or not be written again
        raise UnusableKey(_WRONG) from error


def key_name(pem: bytes) -> str:
    """Return how the record names a public key: "ed25519:" and its bytes in base64.

    Raises:
        MissingExtra: where the library is not installed.
        UnusableKey: where it is no public Ed25519 key.
    """
    serialization, ed25519 = _library()
    try:
        key = serialization.load_pem_public_key(pem)
    except (ValueError, TypeError) as error:
        raise UnusableKey(say("this is no public key")) from error
    if not isinstance(key, ed25519.Ed25519PublicKey):
        raise UnusableKey(say("this is a key, but no Ed25519 key"))
    return _name(serialization, key)


def is_right(signature: Signature) -> bool:
    """Tell whether a signature was made by the key it names, over the head it names; whose key that is, it cannot tell.

    Raises:
        MissingExtra: where the library is not installed.
    """
    _, ed25519 = _library()
    from cryptography.exceptions import InvalidSignature

    try:
        public = base64.b64decode(signature.key.removeprefix(_KIND), validate=True)
        signed = base64.b64decode(signature.signature, validate=True)
        ed25519.Ed25519PublicKey.from_public_bytes(public).verify(signed, _CONTEXT + signature.head.encode())
    except (InvalidSignature, ValueError, binascii.Error):
        return False
    # Several texts in base64 can stand for the same bytes; only one of them is right.
    return signature.key == _KIND + base64.b64encode(public).decode() and signature.signature == base64.b64encode(signed).decode()


def _name(serialization: ModuleType, key: "object") -> str:
    raw: bytes = key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)  # type: ignore[attr-defined]  # of a lazily imported library
    return _KIND + base64.b64encode(raw).decode()


def _library() -> tuple[ModuleType, ModuleType]:
    try:
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric import ed25519
    except ImportError as error:
        raise MissingExtra(say("Signing, and checking signatures,"), "sign") from error
    return serialization, ed25519
