"""The JSON Schema of a framework's submissions, made from the framework; pure.

What it cannot say, and `check/submissions.py` does: that dates are in the calendar, that facts do not contradict each other, that
answers with points name evidence, and what depends on due months or on a profile.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from spregistry.model.answer_kind import NumberSchema, TextAnswer
from spregistry.model.condition import Condition, FactTest
from spregistry.model.definition import Indicator
from spregistry.model.document import Data
from spregistry.model.fact import Fact, FactSchema
from spregistry.model.framework import Framework
from spregistry.model.shapes import document_key

Schema = dict[str, Any]

#: Integers that every JSON reader keeps exactly.
LARGEST_EXACT = 2**53 - 1
#: Largest figure that is accepted; as in definitions.
LARGEST = 10**15


def submission_schema(framework: Framework, envelope: Mapping[str, Data], site: str) -> Schema:
    """Return the schema of all submissions to a framework.

    `envelope` is the contract that all submissions share; `site` is where the schema will have its address.
    A profile's schema is that of a submission to its base that names the profile.
    """
    definitions = {**envelope["$defs"]}
    definitions.pop("any_fact")
    definitions.pop("any_answer")
    answer_keys = envelope["$defs"]["any_answer"]["properties"]
    properties = {key: dict(value) for key, value in envelope["properties"].items()}
    properties["framework"] = {"description": properties["framework"]["description"], "const": framework.submission_reference}
    if framework.definition.based_on is not None:
        properties["profile"] = {"description": properties["profile"]["description"], "const": framework.reference}
    properties["facts"] = {
        "description": properties["facts"]["description"],
        "type": ["object", "null"],
        "properties": {id_: _fact(fact, measured=id_ in framework.gating_facts) for id_, fact in framework.facts.items()},
        "additionalProperties": False,
    }
    beside_facts: dict[str, Schema] = {"fact_notes": {"$ref": "#/$defs/prose"}, "unconfirmed_facts": {"type": "boolean"}}
    for key, said in beside_facts.items():
        properties[key] = {
            "description": properties[key]["description"],
            "type": "object",
            "properties": {id_: {**said} for id_ in framework.facts},
            "additionalProperties": False,
        }
    answers = _Answers(framework, answer_keys)
    properties["answers"] = {
        "description": properties["answers"]["description"],
        "type": ["object", "null"],
        "properties": {id_: answers.of(indicator) for id_, indicator in framework.indicators.items()},
        "additionalProperties": False,
    }
    return {
        "$schema": envelope["$schema"],
        "$id": f"{site}/standards/{framework.id}/{framework.version}/submission.schema.json",
        "title": f"Submission to {framework.title}, {framework.reference}",
        "description": envelope["description"],
        "type": "object",
        "required": [*envelope["required"], *(["profile"] if framework.definition.based_on else [])],
        "additionalProperties": False,
        "properties": properties,
        "allOf": [*_complete(framework)],
        "$defs": {**definitions, **answers.definitions},
    }


def _fact(fact: Fact, *, measured: bool) -> Schema:
    """Return the schema of a fact's value; one that decides what is asked must be measured."""
    said: Schema = {"title": fact.title}
    if fact.question or fact.guidance:
        said["description"] = " ".join(filter(None, (fact.question, fact.guidance)))
    if fact.numeric and fact.schema is not None:
        return said | _figure(fact, fact.schema, measured=measured)
    if fact.choices is not None:
        options = [option.value for option in fact.choices]
        value: Schema = {"type": "array", "uniqueItems": True, "items": {"enum": options}} if fact.multiple else {"enum": options}
    else:
        value = _date() if fact.is_date else _bounds(fact.schema)
    if measured:
        return said | value
    return said | {"if": {"type": "object"}, "then": {"$ref": "#/$defs/not_measured"}, "else": value}


def _date() -> Schema:
    return {"$ref": "#/$defs/date"}


def _figure(fact: Fact, schema: FactSchema, *, measured: bool) -> Schema:
    """Return the schema of a number, or of an object that gives it with its opening value or its segments."""
    value = _bounds(schema)
    main = "close" if fact.kind == "stock" else "total"
    parts = [*(["open"] if fact.kind == "stock" else []), main, *(fact.segments or ())]
    properties: Schema = dict.fromkeys(parts, value)
    if fact.kind is None and not fact.segments:
        properties = {}
    if not measured:
        properties["not_measured"] = {"const": True}
    if not properties:
        return value
    form: Schema = {**value, "type": [schema.type, "object"], "properties": properties, "additionalProperties": False, "minProperties": 1}
    if not measured:
        form |= {"if": {"required": ["not_measured"]}, "then": {"maxProperties": 1}}
    return form


def _bounds(schema: FactSchema | NumberSchema | None) -> Schema:
    if schema is None:
        return {"type": "string"}
    keys = ("minimum", "maximum", "exclusive_minimum", "exclusive_maximum", "min_length", "max_length")
    bounds = {document_key(key): value for key in keys if (value := getattr(schema, key, None)) is not None}
    if schema.type == "integer":
        bounds = {"minimum": -LARGEST_EXACT, "maximum": LARGEST_EXACT} | bounds
    if schema.type == "number":
        # No figure of an institution is larger, and sums and quotients of such stay finite.
        bounds = {"minimum": -LARGEST, "maximum": LARGEST} | bounds
    if schema.type == "string":
        bounds |= {"not": {"pattern": "[\\u0000-\\u0008\\u000b-\\u001f\\u007f]"}}
    return {"type": schema.type, **bounds}


class _Answers:
    """Schemas of answers, each distinct one written once under `$defs`."""

    def __init__(self, framework: Framework, keys: Mapping[str, Data]) -> None:
        self._framework = framework
        self._common = {key: value for key, value in keys.items() if key not in ("value", "not_applicable")}
        self._not_applicable = keys["not_applicable"]
        self._names: dict[str, str] = {}
        self.definitions: dict[str, Schema] = {}

    def of(self, indicator: Indicator) -> Schema:
        """Return a reference to the schema of the indicator's answer, with what an editor shows about it."""
        schema = self._schema(indicator)
        signature = repr(schema)
        if signature not in self._names:
            name = f"answer-{len(self._names) + 1}"
            self._names[signature] = name
            self.definitions[name] = schema
        return {
            "title": f"{indicator.code} {indicator.title}",
            "description": indicator.question,
            "$ref": f"#/$defs/{self._names[signature]}",
        }

    def _schema(self, indicator: Indicator) -> Schema:
        options = self._framework.options(indicator)
        accepted = indicator.may_be_na
        properties: Schema = dict(self._common)
        schema: Schema = {"type": ["object", "null"], "additionalProperties": False, "properties": properties}
        justified: Schema = {"required": ["justification"]}
        if isinstance(accepted, tuple):
            justified["properties"] = {"justification": {"enum": [*accepted]}}
        if options:
            properties["value"] = {"enum": [option.value for option in options if accepted is not None or not option.excluded]}
            excluded = [option.value for option in options if option.excluded]
            if excluded:
                if accepted is not None:
                    schema |= {
                        "if": {"type": "object", "properties": {"value": {"enum": excluded}}, "required": ["value"]},
                        "then": justified,
                    }
                return schema
        value = properties.get("value") or self._value(indicator)
        if value is not None:
            properties["value"] = value
        if accepted is not None:
            properties["not_applicable"] = self._not_applicable
            schema |= {"if": {"type": "object", "required": ["not_applicable"]}, "then": justified | {"not": {"required": ["value"]}}}
        return schema

    def _value(self, indicator: Indicator) -> Schema | None:
        answer = indicator.answer
        if answer.checklist is not None:
            return {"type": "array", "uniqueItems": True, "items": {"enum": [item.id for item in answer.checklist.items]}}
        if answer.number is not None:
            return _bounds(answer.number.schema)
        if isinstance(answer.text, TextAnswer):
            return {"type": "string", "minLength": 1, "maxLength": answer.text.max_length or 20000}
        return _date() if answer.date is not None else None


def _complete(framework: Framework) -> Iterator[Schema]:
    """Yield what a final submission needs: one rule for all that is always asked, one for each distinct condition."""
    final: Schema = {"properties": {"status": {"const": "final"}}, "required": ["status"]}
    yield {"if": final, "then": {"required": ["organisation", "period"]}}
    profile = framework.definition.based_on is not None
    whole: Schema = final if profile else {**final, "not": {"required": ["profile"]}}
    together: dict[str, tuple[tuple[Condition, ...], list[str]]] = {}
    facts: set[str] = set()
    for id_, position in framework.positions.items():
        if not position.indicator.required or position.indicator.answer.ratio is not None or position.due_from_month is not None:
            continue
        facts = facts.union(*(condition.facts() for condition in position.conditions))
        conditions = _distinct(position.conditions)
        together.setdefault(repr(conditions), (conditions, []))[1].append(id_)
    if facts:
        yield {"if": whole, "then": {"required": ["facts"], "properties": {"facts": {"type": "object", "required": sorted(facts)}}}}
    for conditions, ids in together.values():
        asked = {"type": "object", "allOf": [_condition(condition, framework) for condition in conditions]}
        holds = (
            {**whole, "properties": {**whole["properties"], "facts": asked}, "required": [*whole["required"], "facts"]}
            if conditions
            else whole
        )
        yield {"if": holds, "then": {"required": ["answers"], "properties": {"answers": {"type": "object", "required": ids}}}}


def _distinct(conditions: tuple[Condition, ...]) -> tuple[Condition, ...]:
    """Return conditions without those that hold anyway because the same is inherited."""
    # By spelling, not by ==, for which true would be 1.
    return tuple({repr(condition): condition for condition in conditions}.values())


def _condition(condition: Condition, framework: Framework) -> Schema:
    """Return a condition as JSON Schema over the facts of a submission, where a figure may be an object with its closing value."""
    schema: Schema = {}
    if condition.properties is not None:
        schema["properties"] = {name: _test(test, framework.facts[name]) for name, test in condition.properties.items()}
        schema["required"] = [*(condition.required or ())]
    if condition.all_of is not None:
        schema["allOf"] = [_condition(child, framework) for child in condition.all_of]
    if condition.any_of is not None:
        schema["anyOf"] = [_condition(child, framework) for child in condition.any_of]
    if condition.not_ is not None:
        schema["not"] = _condition(condition.not_, framework)
    return schema


def _test(test: FactTest, fact: Fact) -> Schema:
    keys = ("minimum", "maximum", "exclusive_minimum", "exclusive_maximum")
    value: Schema = {document_key(key): bound for key in keys if (bound := getattr(test, key)) is not None}
    if test.const is not None:
        value["const"] = test.const
    if test.enum is not None:
        value["enum"] = [*test.enum]
    if test.contains is not None:
        return {"type": "array", "contains": {"const": test.contains.const}}
    if not fact.numeric:
        return value
    main = "close" if fact.kind == "stock" else "total"
    number = {"type": "number", **value}
    return {"if": {"type": "object"}, "then": {"required": [main], "properties": {main: number}}, "else": number}
