"""An empty submission to fill in: YAML with the questions as comments, or JSON."""

import json
import textwrap
from collections.abc import Iterator
from typing import Any

from spregistry.model.definition import Indicator
from spregistry.model.fact import Fact
from spregistry.model.framework import Framework
from spregistry.publish.words import applicability, points_in_words

_WIDTH = 100


def template_data(framework: Framework, function: str | None = None) -> dict[str, Any]:
    """Return an empty draft as plain data; with `function`, only that part of the institution."""
    data: dict[str, Any] = {"format": 1, "framework": framework.submission_reference}
    if framework.definition.based_on is not None:
        data["profile"] = framework.reference
    data |= {"language": framework.definition.language, "status": "draft", "facts": {}, "answers": {}}
    for indicator in _asked(framework, function):
        data["answers"][indicator.id] = {}
    return data


def template_json(framework: Framework, function: str | None = None) -> str:
    """Return an empty draft as JSON; JSON has no comments, so the questions stand under `extensions`."""
    data = template_data(framework, function)
    data["extensions"] = {
        "questions": {indicator.id: f"{indicator.code} {indicator.question}" for indicator in _asked(framework, function)}
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def template_yaml(framework: Framework, function: str | None = None) -> str:
    """Return an empty draft as YAML, each question as a comment above its blank; valid as it is."""
    return "\n".join(_lines(framework, function)) + "\n"


def _asked(framework: Framework, function: str | None) -> list[Indicator]:
    return [indicator for indicator in framework.indicators.values() if function is None or indicator.function == function]


def _lines(framework: Framework, function: str | None) -> Iterator[str]:
    yield from _comment(f"{framework.title}, {framework.reference}")
    yield from _comment("Take the # away from the lines that you fill in. What stays blank is missing, which is fine in a draft.")
    yield "format: 1"
    yield f"framework: {framework.submission_reference}"
    if framework.definition.based_on is not None:
        yield f"profile: {framework.reference}"
    yield f"language: {framework.definition.language}"
    yield "status: draft   # final, once everything is answered and evidenced"
    if function is None:
        yield '# organisation: {name: "…", country: KE}'
        yield "# period: {start: 2025-01-01, end: 2025-12-31}"
        yield "# currency: {code: KES, per_usd: 129.2, date: 2025-12-31, source: central bank}"
        yield "# assurance: {level: self}   # self, accompanied or verified"
        yield from _facts(framework)
    yield ""
    yield "answers:"
    headings: set[str] = set()
    for indicator in _asked(framework, function):
        for group in framework.positions[indicator.id].groups:
            if group.id not in headings:
                headings.add(group.id)
                yield ""
                yield from _comment(
                    f"{group.code} {group.title}".upper()
                    if group is framework.positions[indicator.id].groups[0]
                    else f"{group.code} {group.title}",
                    "  ",
                )
        yield from _answer(framework, indicator)


def _facts(framework: Framework) -> Iterator[str]:
    yield ""
    yield "facts:"
    titles = {heading.id: heading.title for heading in framework.definition.fact_groups or ()}
    heading = None
    for fact in framework.facts.values():
        if fact.group != heading:
            heading = fact.group
            yield ""
            yield from _comment(titles.get(heading or "", ""), "  ")
        yield from _comment(f"{fact.title}. {fact.guidance or ''}".strip(), "  ")
        yield f"  # {fact.id}: {_blank(fact)}"


def _blank(fact: Fact) -> str:
    """Return what is possible, as a comment behind the place to fill in."""
    if fact.choices is not None:
        options = ", ".join(option.value for option in fact.choices)
        return f"[]   # any of: {options}" if fact.multiple else f"  # one of: {options}"
    kind = (
        "a date, YYYY-MM-DD"
        if fact.is_date
        else {"integer": "a whole number", "number": "a number", "boolean": "true or false", "string": "text"}[
            fact.schema.type if fact.schema else "string"
        ]
    )
    unit = (
        f" of {fact.unit}"
        if fact.unit and fact.numeric and fact.unit != "fraction"
        else " (a fraction of 1)"
        if fact.unit == "fraction"
        else ""
    )
    parts = (["open", "close"] if fact.kind == "stock" else []) + [*(fact.segments or ())]
    alternative = f", or {{{', '.join(f'{part}: …' for part in parts)}}}" if fact.numeric and parts else ""
    return f"  # {kind}{unit}{alternative}"


def _answer(framework: Framework, indicator: Indicator) -> Iterator[str]:
    yield ""
    yield from _comment(f"{indicator.code} {indicator.question}", "  ")
    where = applicability(framework, indicator.id)
    if where:
        yield from _comment(f"Asked only where {where}.", "  ")
    for value, text in (indicator.rubric or {}).items():
        yield from _comment(f"{value}: {text}", "  ", "    ")
    if indicator.reading:
        yield from _comment(indicator.reading, "  ")
    for line in [] if indicator.rubric else points_in_words(framework, indicator):
        yield from _comment(f"- {line}", "  ", "  ")
    if indicator.evidence:
        yield from _comment(f"Evidence: {'; '.join(indicator.evidence)}", "  ", "  ")
    if isinstance(indicator.may_be_na, tuple):
        yield from _comment(f"Not applicable only because: {'; or '.join(indicator.may_be_na)}", "  ", "  ")
    yield f"  {indicator.id}:"
    if indicator.answer.ratio is None:
        yield f"    # value: {_possible(framework, indicator)}"
    yield '    # evidence: ["…"]'


def _possible(framework: Framework, indicator: Indicator) -> str:
    options = framework.options(indicator)
    if options:
        return "  # one of: " + ", ".join(option.value for option in options if indicator.may_be_na is not None or not option.excluded)
    if indicator.answer.checklist is not None:
        return "[]   # those of the list that are there"
    return (
        f"  # {indicator.answer.number.unit or 'a number'}"
        if indicator.answer.number
        else "  # YYYY-MM-DD"
        if indicator.answer.date
        else '"…"'
    )


def _comment(text: str, indent: str = "", hanging: str = "") -> list[str]:
    return textwrap.wrap(
        " ".join(text.split()),
        _WIDTH,
        initial_indent=f"{indent}# ",
        subsequent_indent=f"{indent}# {hanging}",
        break_long_words=False,
        break_on_hyphens=False,
    )
