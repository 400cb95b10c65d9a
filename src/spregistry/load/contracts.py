"""The contracts of `schemas/`, compiled, and the reading of definitions that they admit.

No schema is ever fetched: references resolve among the files of the folder, and nowhere else.
"""

import json
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spregistry.model.answer_kind import Case
from spregistry.model.condition import Condition
from spregistry.model.consultation import Consultation, Policy
from spregistry.model.crosswalk import Catalogue, Crosswalk
from spregistry.model.definition import Definition
from spregistry.model.document import Data

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    import jsonschema_rs
    from pydantic import TypeAdapter

#: Where published schemas and submission schemas have their addresses.
SITE = "https://spregistry.example"

NAMES = (
    "framework",
    "part",
    "submission",
    "migration",
    "scorecard",
    "differences",
    "changelog",
    "findings",
    "releases",
    "notes",
    "consultation",
    "consultation-status",
    "policy",
    "crosswalk",
    "crosswalks",
    "catalogue",
    "forecast",
)


def shipped(folder: str) -> "Traversable":
    """Return a folder or file that the wheel ships, or in a checkout what it is made from: schemas, standards, docs, mkdocs.yml."""
    inside = resources.files("spregistry") / "shipped" / folder
    return inside if inside.is_dir() or inside.is_file() else Path(__file__).parents[3] / folder


@cache
def schema(name: str) -> dict[str, Any]:
    """Return one of the contracts as plain data; not to be changed."""
    text = (shipped("schemas") / f"{name}.schema.json").read_text(encoding="utf-8")
    contract: dict[str, Any] = json.loads(text)
    return contract


def compile_schema(contract: dict[str, Any]) -> "jsonschema_rs.Validator":
    """Compile a schema for the validator that decides: no network, patterns in linear time."""
    import jsonschema_rs

    known = jsonschema_rs.Registry([(other["$id"], other) for other in map(schema, NAMES)])
    return jsonschema_rs.Draft202012Validator(contract, registry=known, offline=True, pattern_options=jsonschema_rs.RegexOptions())


@cache
def validator(name: str) -> "jsonschema_rs.Validator":
    """Return the compiled validator of one of the contracts."""
    return compile_schema(schema(name))


@cache
def _reader(shape: Any) -> "TypeAdapter[Any]":
    from pydantic import TypeAdapter

    return TypeAdapter(shape)


def read_definition(data: Data) -> Definition:
    """Read plain data that `framework.schema.json` admits.

    Raises:
        ValueError: where it does not, as pydantic's ValidationError; that the two agree is tested, so callers ask the schema first.
    """
    definition: Definition = _read(Definition, data)
    return definition


def read_condition(data: Data) -> Condition:
    """Read a condition out of plain data that `framework.schema.json` admits.

    Raises:
        ValueError: as `read_definition`.
    """
    condition: Condition = _read(Condition, data)
    return condition


def read_case(data: Data) -> Case:
    """Read a formula out of plain data that `framework.schema.json` admits: its limits, and the condition where it has one.

    Raises:
        ValueError: as `read_definition`.
    """
    case: Case = _read(Case, data)
    return case


def read_consultation(data: Data) -> Consultation:
    """Read plain data that `consultation.schema.json` admits.

    Raises:
        ValueError: as `read_definition`.
    """
    consultation: Consultation = _read(Consultation, data)
    return consultation


def read_policy(data: Data) -> Policy:
    """Read plain data that `policy.schema.json` admits.

    Raises:
        ValueError: as `read_definition`.
    """
    policy: Policy = _read(Policy, data)
    return policy


def read_crosswalk(data: Data) -> Crosswalk:
    """Read plain data that `crosswalk.schema.json` admits.

    Raises:
        ValueError: as `read_definition`.
    """
    crosswalk: Crosswalk = _read(Crosswalk, data)
    return crosswalk


def read_catalogue(data: Data) -> Catalogue:
    """Read plain data that `catalogue.schema.json` admits.

    Raises:
        ValueError: as `read_definition`.
    """
    catalogue: Catalogue = _read(Catalogue, data)
    return catalogue


def _read(shape: Any, data: Data) -> Any:
    import orjson

    if _holds_null(data):
        raise ValueError("null is written nowhere in a definition")
    # JSON rather than Python data, because there a list is the only way to write a tuple.
    return _reader(shape).validate_json(orjson.dumps(data))


def _holds_null(data: Data) -> bool:
    if isinstance(data, dict | list):
        return any(map(_holds_null, data.values() if isinstance(data, dict) else data))
    return data is None
