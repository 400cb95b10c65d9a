"""What is worked out once for a framework, so that each of its submissions is validated quickly."""

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from spregistry.check.quality import CompiledCheck, compile_check
from spregistry.check.reading import Questionnaire
from spregistry.check.submission_schema import submission_schema
from spregistry.load import contracts
from spregistry.load.reporting import Element, ElementAt
from spregistry.model.document import Path
from spregistry.model.fact import Fact
from spregistry.model.framework import Framework

if TYPE_CHECKING:
    import jsonschema_rs


class Prepared(NamedTuple):
    """A framework made ready to validate its submissions."""

    schema: Mapping[str, Any]
    validator: "jsonschema_rs.Validator"
    questionnaire: Questionnaire
    checks: tuple[CompiledCheck, ...]
    #: Sections that only a whole schema knows, by the first step of a path.
    element_at: ElementAt
    required: frozenset[int]
    scored: tuple[bool, ...]
    date_facts: tuple[str, ...]
    date_answers: tuple[str, ...]
    money_facts: tuple[str, ...]
    #: Facts with options that ask to say what is meant.
    open_choices: tuple[Fact, ...]


@lru_cache(maxsize=64)
def prepared(framework: Framework) -> Prepared:
    """Return what is worked out once for a framework."""
    schema = submission_schema(framework, contracts.schema("submission"), contracts.SITE)
    facts = framework.facts
    return Prepared(
        schema=schema,
        validator=contracts.compile_schema(schema),
        questionnaire=Questionnaire(framework),
        checks=tuple(map(compile_check, framework.definition.quality_checks or ())),
        element_at=submitted_element(framework),
        required=frozenset(at for at, indicator in enumerate(framework.indicators.values()) if indicator.required),
        scored=tuple(framework.is_scored(indicator) for indicator in framework.indicators.values()),
        date_facts=tuple(id_ for id_, fact in facts.items() if fact.is_date),
        date_answers=tuple(id_ for id_, indicator in framework.indicators.items() if indicator.answer.date is not None),
        open_choices=tuple(fact for fact in facts.values() if any(option.free_text for option in fact.choices or ())),
        money_facts=tuple(id_ for id_, fact in facts.items() if fact.unit == "money"),
    )


def submitted_element(framework: Framework) -> ElementAt:
    """Return the look-up for submissions: the indicator or fact that a path is about."""

    def element_at(path: Path) -> Element | None:
        if not path[1:]:
            return None
        section, id_ = path[0], str(path[1])
        if section == "answers" and id_ in framework.indicators:
            indicator = framework.indicators[id_]
            return Element(id=id_, code=indicator.code, title=indicator.title)
        if section in ("facts", "fact_notes", "unconfirmed_facts") and id_ in framework.facts:
            return Element(id=id_, title=framework.facts[id_].title)
        return None

    return element_at
