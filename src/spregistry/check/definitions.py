"""Checks definitions for what a schema cannot say."""

from collections.abc import Callable, Iterator, Mapping

from spregistry.check.definition_rules import answers, conditions, identity, lineage, mentions, permanence, references, scoring
from spregistry.check.definition_rules.subject import Subject
from spregistry.finding import Finding, ordered
from spregistry.load.frameworks import FrameworkSource
from spregistry.load.reporting import Reporter, defining_element
from spregistry.model.framework import Framework

RULES: tuple[Callable[[Subject], Iterator[Finding]], ...] = (
    identity.unique_ids,
    identity.unique_options,
    identity.codes,
    identity.folder,
    identity.depth,
    references.named,
    references.facts_of_conditions,
    references.terms,
    references.caps_and_awards,
    references.unused,
    answers.rubrics,
    answers.scales,
    answers.scored_answers,
    answers.not_applicable,
    answers.figures,
    conditions.guarded,
    conditions.possible,
    conditions.reachable,
    conditions.clock,
    scoring.bands,
    scoring.count_tables,
    scoring.caps,
    scoring.passed_over,
    scoring.awards,
    lineage.lineage,
    permanence.order,
    permanence.kinds,
    permanence.both_ways,
    mentions.codes_in_texts,
)


def check_definition(framework: Framework, source: FrameworkSource, registry: Mapping[str, Framework]) -> list[Finding]:
    """Return all findings about a framework whose shape is right, by place; empty when all is well.

    `registry` gives the previous version, where the framework names one.
    """
    subject = Subject(framework, Reporter(source, defining_element(source.data)), registry)
    return ordered(finding for rule in RULES for finding in rule(subject))
