"""Spoils plain data at any of its places: a file may hold anything there, and whoever reads it says so in words."""

import copy
from collections.abc import Iterator

from spregistry.model.document import Data, Path

#: Values that few places admit, each of another type.
OTHERS: tuple[Data, ...] = (7, "x", True, [], {}, [None], {"x": None}, -1.5, "", [[]], {"value": []})


def places(data: Data, above: Path = ()) -> Iterator[Path]:
    """Yield the path of every place in plain data, the whole first."""
    yield above
    inside = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, value in inside:
        yield from places(value, [*above, step])


def with_value(data: Data, place: Path, value: Data) -> Data:
    """Return plain data with another value at one of its places."""
    if not place:
        return copy.deepcopy(value)
    spoilt = copy.deepcopy(data)
    holder = spoilt
    for step in place[:-1]:
        holder = holder[step]
    holder[place[-1]] = copy.deepcopy(value)
    return spoilt
