"""Definitions from and to plain data already known to be right: what a bundle holds was checked when the bundle was made.

Reading it through pydantic again would cost each command more than all else it does.
"""

import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from spregistry.model.definition import Definition
from spregistry.model.document import Data
from spregistry.model.shapes import document_key

Build = Callable[[Any], Any]


def build_definition(data: Data) -> Definition:
    """Return the definition that `read_definition` would return for the same data."""
    definition: Definition = _builder(Definition)(data)
    return definition


def plain_data(value: Any) -> Data:
    """Return a shape of the model as plain data again, as it would stand in a document."""
    if is_dataclass(value) and not isinstance(value, type):
        pairs = ((document_key(field.name), getattr(value, field.name)) for field in fields(value))
        return {key: plain_data(inner) for key, inner in pairs if inner is not None}
    if isinstance(value, Mapping):
        return {key: plain_data(inner) for key, inner in value.items()}
    return [plain_data(inner) for inner in value] if isinstance(value, tuple) else value


@cache
def _builder(kind: Any) -> Build:
    if is_dataclass(kind) and isinstance(kind, type):
        return _shape_builder(kind)
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is tuple:
        item = arguments[0]
        return lambda values: tuple(map(_builder(item), values))
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        return lambda values: {key: _builder(arguments[1])(value) for key, value in values.items()}
    if origin in (Union, types.UnionType):
        return _union_builder(arguments)
    return _itself


def _itself(value: Any) -> Any:
    return value


def _shape_builder(kind: type) -> Build:
    hints = get_type_hints(kind)
    keys = {document_key(field.name): (field.name, hints[field.name]) for field in fields(kind)}

    def build(data: Mapping[str, Any]) -> Any:
        return kind(**{keys[key][0]: _builder(keys[key][1])(value) for key, value in data.items()})

    return build


def _union_builder(arguments: tuple[Any, ...]) -> Build:
    shape = next((argument for argument in arguments if is_dataclass(argument)), None)
    items = next((argument for argument in arguments if get_origin(argument) is tuple), None)
    table = next((argument for argument in arguments if _is_table(argument)), None)
    nested = [argument for argument in arguments if get_origin(argument) in (Union, types.UnionType, Literal)]
    if shape is None and items is None and table is None and not any(get_origin(part) is not Literal for part in nested):
        return _itself
    for_mapping = _builder(shape) if isinstance(shape, type) else _builder(table) if table else _itself
    for_list = _builder(items) if items else _itself

    def build(value: Any) -> Any:
        if isinstance(value, dict):
            return for_mapping(value)
        return for_list(value) if isinstance(value, list) else value

    return build


def _is_table(kind: Any) -> bool:
    origin = get_origin(kind)
    return isinstance(origin, type) and issubclass(origin, Mapping)
