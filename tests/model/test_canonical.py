"""Canonical JSON is RFC 8785, also where the fast serialiser serves."""

import hashlib
import json
from typing import Any

import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from spregistry.model.canonical import canonical, digest

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
NUMBERS = (
    st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from([1.0, -0.0, 100.0, 1e21, 1e-7, 1e-6, 123456789012345680000.0, 0.1, 5e-324, 2.0**53])
)
VALUES = st.recursive(st.none() | st.booleans() | NUMBERS | TEXTS, lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner))


@given(VALUES)
def test_equals_rfc_8785(value: Any) -> None:
    assert canonical(value) == rfc8785.dumps(value)


@given(st.dictionaries(TEXTS, VALUES))
def test_order_of_keys_does_not_matter(value: dict[str, Any]) -> None:
    assert digest(value) == digest(dict(reversed(value.items())))


def test_known_digest() -> None:
    expected = hashlib.sha256(b'{"a":1,"b":[0.5,"\xc3\xa9"]}').hexdigest()
    assert digest(json.loads('{"b": [0.5, "\\u00e9"], "a": 1.0}')) == f"sha256:{expected}"


def test_keys_beyond_the_basic_plane_are_sorted_by_utf_16() -> None:
    value = {"\ufb33": 1, "\U0001f600": 2}
    assert canonical(value) == rfc8785.dumps(value) == '{"\U0001f600":2,"\ufb33":1}'.encode()
