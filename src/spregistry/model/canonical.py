"""Canonical JSON (RFC 8785) and the digests over it. Pure."""

import hashlib
import re
from typing import Any

# Where orjson's sorted output may differ from RFC 8785: whole or very large or small floats, and keys beyond the basic plane.
_UNSURE = re.compile(rb"[\xf0-\xf4]|(?:^|[:\[,])-?[0-9]+(?:\.0(?=[,\]}]|$)|(?:\.[0-9]+)?[eE])")


def canonical(data: Any) -> bytes:
    """Return the canonical JSON of plain data, UTF-8.

    orjson serves wherever its output is the same, which a test proves against `rfc8785`; elsewhere `rfc8785` itself.
    """
    import orjson

    quick = orjson.dumps(data, option=orjson.OPT_SORT_KEYS)
    if _UNSURE.search(quick) is None:
        return quick
    quick = orjson.dumps(_without_whole_floats(data), option=orjson.OPT_SORT_KEYS)
    if _UNSURE.search(quick) is None:
        return quick
    import rfc8785

    return rfc8785.dumps(data)


def digest(data: Any) -> str:
    """Return "sha256:" and the hexadecimal SHA-256 of the canonical JSON of plain data."""
    return "sha256:" + hashlib.sha256(canonical(data)).hexdigest()


def _without_whole_floats(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _without_whole_floats(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_without_whole_floats(value) for value in data]
    return int(data) if isinstance(data, float) and data.is_integer() and abs(data) < 2**53 else data
