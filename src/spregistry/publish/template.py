"""An empty submission to fill in: YAML with the questions as comments, or JSON.

In another language comments and questions are translated; ids, values and the accepted reasons of "not applicable", which a submission
stores, stay as they are, with their translation beside them.
"""

import json
import re
import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

from spregistry.load.languages.catalogues import SOURCE_LANGUAGE, Catalogue
from spregistry.load.languages.translations import Translation
from spregistry.model.answer_kind import Option
from spregistry.model.definition import Indicator
from spregistry.model.fact import Fact
from spregistry.model.framework import Framework
from spregistry.publish.hindsight import Errata, errata_about, erratum_in_words
from spregistry.publish.words import applicability, points_in_words
from spregistry.sentence import Several, say

_WIDTH = 100
_NO_ERRATA: Errata = {}
#: What is folded; no-break spaces are not.
_SPACES = re.compile(r"[ \t\r\n]+")


def template_data(framework: Framework, function: str | None = None, language: str | None = None) -> dict[str, Any]:
    """Return an empty draft as plain data; with `function`, only that part of the institution."""
    data: dict[str, Any] = {"format": 1, "framework": framework.submission_reference}
    if framework.definition.based_on is not None:
        data["profile"] = framework.reference
    data |= {"language": language or framework.definition.language, "status": "draft", "facts": {}, "answers": {}}
    for indicator in _asked(framework, function):
        data["answers"][indicator.id] = {}
    return data


def template_json(
    framework: Framework,
    function: str | None = None,
    translation: Translation | None = None,
    catalogue: Catalogue | None = None,
    errata: Errata = _NO_ERRATA,
) -> str:
    """Return an empty draft as JSON; JSON has no comments, so the questions and the errata stand under `extensions`. As `template_yaml`."""
    data = template_data(framework, function, translation.language if translation else None)
    shown = translation.framework if translation else framework
    data["extensions"] = {"questions": {indicator.id: f"{indicator.code} {indicator.question}" for indicator in _asked(shown, function)}}
    tell = (catalogue or Catalogue(SOURCE_LANGUAGE)).translate
    about = [None, *(id_ for position in shown.positions.values() for id_ in [group.id for group in position.groups]), *data["answers"]]
    about += [] if function is not None else [*shown.facts]
    told = {id_ or "framework": [tell(erratum_in_words(event)) for event in errata[id_]] for id_ in dict.fromkeys(about) if id_ in errata}
    data["extensions"] |= {"errata": told} if told else {}
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def template_yaml(
    framework: Framework,
    function: str | None = None,
    translation: Translation | None = None,
    catalogue: Catalogue | None = None,
    errata: Errata = _NO_ERRATA,
) -> str:
    """Return an empty draft as YAML, each question as a comment above its blank; valid as it is.

    Args:
        framework: What is answered.
        function: Only the part that one function of the institution answers.
        translation: The framework in the language of the comments.
        catalogue: The interface in that language.
        errata: What was found wrong in it since, each told beside what it is about.
    """
    return "\n".join(_Writer(framework, function, translation, catalogue, errata).lines()) + "\n"


def _asked(framework: Framework, function: str | None) -> list[Indicator]:
    return [indicator for indicator in framework.indicators.values() if function is None or indicator.function == function]


class _Writer:
    """Writes one template."""

    def __init__(  # one argument per thing that is told
        self, framework: Framework, function: str | None, translation: Translation | None, catalogue: Catalogue | None, errata: Errata
    ) -> None:
        self.source = framework
        self.function = function
        self.shown = translation.framework if translation else framework
        self.language = translation.language if translation else framework.definition.language
        self.translated = translation if translation and self.language != framework.definition.language else None
        self.tell = (catalogue or Catalogue(SOURCE_LANGUAGE)).translate
        self.errata = errata

    def _errata(self, id_: str | None, indent: str = "") -> Iterator[str]:
        for event in errata_about(self.errata, id_):
            yield from _comment(self.tell(erratum_in_words(event)), indent)

    def lines(self) -> Iterator[str]:
        shown = self.shown
        fill_in = say("Take the # away from the lines that you fill in. What stays blank is missing, which is fine in a draft.")
        yield from _comment(f"{shown.title}, {shown.reference}")
        yield from _comment(self.tell(fill_in))
        yield from self._errata(None)
        yield "format: 1"
        yield f"framework: {shown.submission_reference}"
        if shown.definition.based_on is not None:
            yield f"profile: {shown.reference}"
        yield f"language: {self.language}"
        yield f"status: draft   # {self.tell(say('final, once everything is answered and evidenced'))}"
        if self.function is None:
            yield '# organisation: {name: "…", country: KE}'
            yield "# period: {start: 2025-01-01, end: 2025-12-31}"
            yield f"# currency: {{code: KES, per_usd: 129.2, date: 2025-12-31, source: {self.tell(say('central bank'))}}}"
            yield f"# assurance: {{level: self}}   # {self.tell(say('self, accompanied or verified'))}"
            yield from self._facts()
        yield ""
        yield "answers:"
        headings: set[str] = set()
        for indicator in _asked(shown, self.function):
            for depth, group in enumerate(shown.positions[indicator.id].groups):
                if group.id not in headings:
                    headings.add(group.id)
                    heading = f"{group.code} {group.title}"
                    yield ""
                    yield from _comment(heading if depth else heading.upper(), "  ")
                    yield from self._errata(group.id, "  ")
            yield from self._answer(indicator)

    def _facts(self) -> Iterator[str]:
        yield ""
        yield "facts:"
        titles = {heading.id: heading.title for heading in self.shown.definition.fact_groups or ()}
        heading = None
        for fact in self.shown.facts.values():
            if fact.group != heading:
                heading = fact.group
                yield ""
                yield from _comment(titles.get(heading or "", ""), "  ")
            yield from _comment(f"{fact.title}. {fact.guidance or ''}".strip(), "  ")
            yield from self._errata(fact.id, "  ")
            yield f"  # {fact.id}: {self._blank(fact)}"

    def _blank(self, fact: Fact) -> str:
        """Return what is possible, as a comment behind the place to fill in."""
        if fact.choices is not None:
            options = self._values(fact.choices)
            if fact.multiple:
                return f"[]   # {self.tell(say('any of: {options}', options=options))}"
            return f"  # {self.tell(say('one of: {options}', options=options))}"
        kind = _KINDS["date" if fact.is_date else fact.schema.type if fact.schema else "string"]
        if fact.unit == "fraction":
            kind = say("{kind} (a fraction of 1)", kind=kind)
        elif fact.unit and fact.numeric:
            kind = say("{kind} of {unit}", kind=kind, unit=self._unit(fact.unit))
        parts = (["open", "close"] if fact.kind == "stock" else []) + [*(fact.segments or ())]
        if fact.numeric and parts:
            kind = say("{kind}, or {parts}", kind=kind, parts=f"{{{', '.join(f'{part}: …' for part in parts)}}}")
        return f"  # {self.tell(kind)}"

    def _unit(self, unit: str) -> str:
        return self.translated.name("unit", unit) if self.translated else unit

    def _values(self, options: Sequence[Option]) -> Several:
        """Return values as they are stored, in another language each with its label."""
        return Several(f"{option.value} ({option.label})" if self.translated else option.value for option in options)

    def _answer(self, indicator: Indicator) -> Iterator[str]:
        yield ""
        yield from _comment(f"{indicator.code} {indicator.question}", "  ")
        yield from self._errata(indicator.id, "  ")
        where = applicability(self.shown, indicator.id)
        if where:
            yield from _comment(self.tell(say("Asked only where {condition}.", condition=where)), "  ")
        for value, text in (indicator.rubric or {}).items():
            yield from _comment(f"{value}: {text}", "  ", "    ")
        if indicator.reading:
            yield from _comment(indicator.reading, "  ")
        for line in [] if indicator.rubric else points_in_words(self.shown, indicator, self._unit):
            yield from _comment(f"- {self.tell(line)}", "  ", "  ")
        if indicator.evidence:
            yield from _comment(self.tell(say("Evidence: {documents}", documents="; ".join(indicator.evidence))), "  ", "  ")
        if isinstance(indicator.may_be_na, tuple):
            yield from _comment(self.tell(say("Not applicable only because: {reasons}", reasons=self._reasons(indicator))), "  ", "  ")
        yield f"  {indicator.id}:"
        if indicator.answer.ratio is None:
            yield f"    # value: {self._possible(indicator)}"
        yield '    # evidence: ["…"]'

    def _reasons(self, indicator: Indicator) -> str:
        """Return the accepted reasons as they must be written, in another language each with its meaning."""
        meanings, stored = indicator.may_be_na, self.source.indicators[indicator.id].may_be_na
        assert isinstance(meanings, tuple)
        assert isinstance(stored, tuple)
        pairs = zip(stored, meanings, strict=True)
        words = [self.tell(f"{reason} ({meaning})" if reason != meaning else reason) for reason, meaning in pairs]
        first, *others = words
        for other in others:
            first = self.tell(say("{one}; or {other}", one=first, other=other))
        return first

    def _possible(self, indicator: Indicator) -> str:
        options = self.shown.options(indicator)
        if options:
            possible = [option for option in options if indicator.may_be_na is not None or not option.excluded]
            return f"  # {self.tell(say('one of: {options}', options=self._values(possible)))}"
        if indicator.answer.checklist is not None:
            return f"[]   # {self.tell(say('those of the list that are there'))}"
        if indicator.answer.number is not None:
            unit = indicator.answer.number.unit
            return f"  # {self._unit(unit) if unit else self.tell(_KINDS['number'])}"
        return "  # YYYY-MM-DD" if indicator.answer.date else '"…"'


_KINDS = {
    "date": say("a date, YYYY-MM-DD"),
    "integer": say("a whole number"),
    "number": say("a number"),
    "boolean": say("true or false"),
    "string": say("text"),
}


def _comment(text: str, indent: str = "", hanging: str = "") -> list[str]:
    return textwrap.wrap(
        _SPACES.sub(" ", text).strip(),
        _WIDTH,
        initial_indent=f"{indent}# ",
        subsequent_indent=f"{indent}# {hanging}",
        break_long_words=False,
        break_on_hyphens=False,
    )
