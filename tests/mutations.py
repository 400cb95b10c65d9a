"""Small changes of a definition, one at a time, at every place of it: what a later version could do to an earlier one."""

import copy
from collections.abc import Iterator
from typing import Any

from spregistry.check.definitions import check_definition
from spregistry.load import contracts
from spregistry.load.frameworks import FrameworkSource
from spregistry.model.canonical import digest
from spregistry.model.document import Document
from spregistry.model.framework import Framework

Data = dict[str, Any]
Path = tuple[str | int, ...]

#: Which version it is, and where its elements come from: not what it says.
NO_CONTENT = {"format", "version", "previous", "supersedes", "new", "withdrawn"}

#: What some keys mean where they are absent.
DEFAULTS = {"weight": 1, "scored": True, "optional": False, "trial": False, "aggregate": "mean", "overall": True, "multiple": False}
DEFAULTS |= {"free_text": False, "required": False, "min_respondents": 1, "tolerance": 0}


def places(data: Any, path: Path = ()) -> Iterator[Path]:
    """Yield the path of everything in a definition but its root, its id and what is no content."""
    for key, value in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        if key not in NO_CONTENT and (path or key not in ("id", "based_on")):
            yield (*path, key)
            yield from places(value, (*path, key))


def value_at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


def tweaks(value: Any) -> list[Any]:
    """Return other values that might stand where this one does."""
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int | float):
        return [value + 1, value - 1, value / 2, value + 0.1, 0, 1]
    if isinstance(value, str):
        return [f"{value}x", f"{value} more", "mean", "min", "error", "warning", "integer", "number", "stock", "flow", "share"]
    if isinstance(value, list):
        return [value[1:], value[:-1], value[::-1], [*value, *value[:1]], True]
    return [{key: inner for key, inner in value.items() if key != left_out} for left_out in value]


#: Keys that may be put where they are not, with values for them.
ADDED: Data = {
    "weight": [2],
    "scored": [False],
    "optional": [True],
    "trial": [True],
    "guidance": ["Look."],
    "intro": ["First."],
    "due_from_month": [6],
    "may_be_na": [True, ["a reason"]],
    "aggregate": ["min", "points"],
    "evidence": [["minutes"]],
    "unit": ["money"],
    "points": [0.3, "share"],
    "group": ["pair"],
    "excluded": [True],
    "free_text": [True],
    "kind": ["stock", "flow"],
    "minimum": [1],
    "maximum": [100],
    "tolerance": [0.5],
    "question": ["What?"],
    "maxLength": [10],
    "scoring": [{"aggregate": "min"}, {"overall": False}],
    "licence": ["x"],
    "notice": ["Mind."],
    "label": ["A label"],
}


def mutants(data: Data, path: Path) -> Iterator[Data]:
    """Yield definitions in which what stands at a path is otherwise, has one key more, or is gone."""
    value = value_at(data, path)
    others = tweaks(value)
    if isinstance(value, dict):
        others += [{**value, name: one} for name, some in ADDED.items() if name not in value for one in some]
    for other in others:
        mutant = copy.deepcopy(data)
        value_at(mutant, path[:-1])[path[-1]] = copy.deepcopy(other)
        yield mutant
    mutant = copy.deepcopy(data)
    del value_at(mutant, path[:-1])[path[-1]]
    yield mutant


def held(data: Data, passed: frozenset[str] = frozenset()) -> Framework | None:
    """Return the framework that resolved data defines; None where it is none, or `check` finds errors in it beside those of `passed` codes."""
    return framework if (framework := _framework(data)) and faults(data) <= passed else None


def _framework(data: Data) -> Framework | None:
    data = {key: value for key, value in data.items() if key not in ("previous", "withdrawn")}
    if not contracts.validator("framework").is_valid(data):
        return None
    return Framework(definition=contracts.read_definition(data), data=data, digest=digest(data))


def faults(data: Data) -> frozenset[str]:
    """Return the codes of the errors that `check` finds in a framework, its lineage apart."""
    framework = _framework(data)
    assert framework is not None
    source = FrameworkSource(data=data, header=Document(data=data), parts=())
    findings = check_definition(framework, source, {})
    return frozenset(each.code for each in findings if each.severity == "error" and each.code not in _LINEAGE)


_LINEAGE = {"broken-lineage", "no-origin", "lost-element"}


def meaning(data: Any, key: str = "") -> Any:
    """Return a definition without its origins and without what goes without saying."""
    if isinstance(data, dict):
        found = {name: meaning(value, name) for name, value in data.items() if name not in NO_CONTENT}
        plain = {name: value for name, value in found.items() if value is not None and (name not in DEFAULTS or DEFAULTS[name] != value)}
        return (plain or None) if key == "scoring" else plain
    return [meaning(value) for value in data] if isinstance(data, list) else data
