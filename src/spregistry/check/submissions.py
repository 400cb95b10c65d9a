"""Validates submissions: the generated schema decides what it can say, and the rules here say the rest.

Every finding speaks of indicators and facts as people know them, and says where in the file they stand.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from spregistry.check.quality import CompiledCheck, compile_check
from spregistry.check.reading import Questionnaire, Reading
from spregistry.check.submission_schema import submission_schema
from spregistry.finding import Finding, ordered
from spregistry.load import contracts
from spregistry.load.reporting import Element, ElementAt, Reporter, did_you_mean
from spregistry.load.wording import Error, listed, schema_errors, spelled, word
from spregistry.model.definition import Fact
from spregistry.model.document import Document, Path, value_at
from spregistry.model.framework import Framework
from spregistry.model.state import State

if TYPE_CHECKING:
    import jsonschema_rs

_MISSING, _NOT_APPLICABLE = int(State.MISSING), int(State.NOT_APPLICABLE)
_UNCOUNTED = {int(State.NOT_ASKED): "not-asked", int(State.NOT_YET_DUE): "not-yet-due"}


class Examination(NamedTuple):
    """All that was found about a submission, and what it says where it could be read."""

    findings: list[Finding]
    reading: Reading | None


class _Compiled(NamedTuple):
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
def prepared(framework: Framework) -> _Compiled:
    """Return what is worked out once for a framework."""
    schema = submission_schema(framework, contracts.schema("submission"), contracts.SITE)
    facts = framework.facts
    return _Compiled(
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
        if section in ("facts", "fact_notes") and id_ in framework.facts:
            return Element(id=id_, title=framework.facts[id_].title)
        return None

    return element_at


def validate(framework: Framework, document: Document, profile: Framework | None = None) -> list[Finding]:
    """Return all findings about a submission, by place; empty when all is well.

    `framework` is the version that the submission names, `profile` the profile it names, where it names one: it is validated
    against the framework, and complete against the profile.
    """
    return ordered(examine(framework, document, profile).findings)


def examine(framework: Framework, document: Document, profile: Framework | None = None) -> Examination:
    """Validate, and return what was read on the way as well, for scoring; the findings are in no order."""
    ready = prepared(framework)
    reporter = Reporter(document, ready.element_at)
    data = document.data
    mismatch = _about_other(framework, data, reporter)
    if mismatch is not None:
        return Examination([mismatch], None)
    errors = schema_errors(data, ready.schema, ready.validator)
    findings = word((error for error in errors if not _says_incomplete(error)), reporter, _special(framework, reporter))
    if not isinstance(data, dict):
        return Examination(findings, None)
    reading = ready.questionnaire.read(data)
    findings += _Rules(framework, ready, reporter, data, reading).findings(profile)
    return Examination(findings, reading)


def _about_other(framework: Framework, data: Any, reporter: Reporter) -> Finding | None:
    reference = data.get("framework") if isinstance(data, dict) else None
    if not isinstance(reference, str) or reference == framework.submission_reference:
        return None
    message = f"the submission is about “{reference}”, and was held against {framework.submission_reference}"
    return reporter.finding("framework-mismatch", ["framework"], message)


def _says_incomplete(error: Error) -> bool:
    """Tell whether the schema says that a final submission is incomplete: the rules here say so with the reason."""
    return error.way[:1] == ["allOf"]


def _special(framework: Framework, reporter: Reporter) -> Callable[[Error], Iterator[Finding] | None]:
    """Return the wording of what is special to submissions; None leaves a verdict to the general table."""

    def special(error: Error) -> Iterator[Finding] | None:
        if error.path[:1] == ["answers"] and error.path[1:]:
            return _about_answer(error, framework, reporter)
        if error.path in (["answers"], ["facts"], ["fact_notes"]) and error.kind == "AdditionalProperties":
            return _unknown_elements(error, framework, reporter)
        return None

    return special


def _unknown_elements(error: Error, framework: Framework, reporter: Reporter) -> Iterator[Finding]:
    section = str(error.path[0])
    code, noun = ("unknown-indicator", "indicator") if section == "answers" else ("unknown-fact", "fact")
    known = framework.indicators if section == "answers" else framework.facts
    for id_ in error.detail.unexpected:
        message = f"{framework.submission_reference} has no {noun} “{id_}”{did_you_mean(id_, known)}"
        yield reporter.finding(code, [section, id_], message)


def _about_answer(error: Error, framework: Framework, reporter: Reporter) -> Iterator[Finding] | None:
    indicator = framework.indicators.get(str(error.path[1]))
    if indicator is None:
        return None
    at_answer = not error.path[2:]
    if at_answer and error.kind == "Required" and error.detail.property == "justification":
        reasons = f"Accepted: {listed(indicator.may_be_na)}." if isinstance(indicator.may_be_na, tuple) else None
        return iter([reporter.finding("missing-justification", error.path, "it is said not to apply, but not why", hint=reasons)])
    if error.path[2:] == ["justification"] and error.kind == "Enum":
        message = f"the reason {spelled(error.value)} for not applying is not accepted here"
        return iter([reporter.finding("not-applicable-refused", error.path, message, hint=f"Accepted: {listed(error.detail.options)}.")])
    if at_answer and error.kind == "AdditionalProperties":
        return _unexpected_keys(error, framework, reporter)
    if error.path[2:] == ["value"] and error.kind == "Enum":
        excluded = {option.value for option in framework.options(indicator) if option.excluded}
        if isinstance(error.value, str) and error.value in excluded:
            return iter([reporter.finding("not-applicable-refused", error.path, "“not applicable” is not an answer to this question")])
    return None


def _unexpected_keys(error: Error, framework: Framework, reporter: Reporter) -> Iterator[Finding]:
    indicator = framework.indicators[str(error.path[1])]
    known = [*error.subschema.get("properties", {})]
    for key in error.detail.unexpected:
        path = [*error.path, key]
        if key == "value" and indicator.answer.ratio is not None:
            terms = [*indicator.answer.ratio.numerator, *indicator.answer.ratio.denominator]
            yield reporter.finding("ratio-has-value", path, f"this figure is computed from the facts {listed(terms)}, and is not typed")
        elif key == "not_applicable":
            options = [option.value for option in framework.options(indicator) if option.excluded]
            said = (
                f"here “not applicable” is said with `value: {options[0]}`"
                if options and indicator.may_be_na
                else "“not applicable” is not an answer to this question"
            )
            yield reporter.finding("not-applicable-refused", path, said)
        else:
            yield reporter.finding(
                "unknown-key",
                path,
                f"the key “{key}” is not known here{did_you_mean(key, known)}",
                hint=f"Known here: {listed(known, 20)}.",
            )


class _Rules:
    """What the schema cannot say about one submission."""

    def __init__(self, framework: Framework, ready: _Compiled, reporter: Reporter, data: dict[str, Any], reading: Reading) -> None:
        self.framework = framework
        self.ready = ready
        self.reporter = reporter
        self.data = data
        self.reading = reading
        self.facts: dict[str, Any] = data["facts"] if isinstance(data.get("facts"), dict) else {}
        self.answers: dict[str, Any] = data["answers"] if isinstance(data.get("answers"), dict) else {}
        self.ids = ready.questionnaire.ids

    def findings(self, profile: Framework | None) -> list[Finding]:
        found = [*self._dates(), *self._contradictions(), *self._uncounted(), *self._figures(), *self._other(), *self._actions()]
        found += self._profile(profile)
        if self.data.get("status") == "final":
            found += self._details()
            found += self._complete(profile)
            found += self._evidence()
        return found

    def _dates(self) -> Iterator[Finding]:
        for path, text in chain(self._answer_dates(), self._other_dates()):
            if isinstance(text, str) and len(text) == len("YYYY-MM-DD") and not _in_calendar(text):
                yield self.reporter.finding("not-a-date", path, f"{text} is not a day of the calendar")
        period = self.data.get("period")
        if (
            isinstance(period, dict)
            and isinstance(period.get("start"), str)
            and isinstance(period.get("end"), str)
            and period["start"] > period["end"]
        ):
            yield self.reporter.finding(
                "period-reversed", ["period"], f"the period starts on {period['start']} and ends on {period['end']}"
            )

    def _answer_dates(self) -> Iterator[tuple[list[str | int], Any]]:
        # A submission has few different days; only where one is wrong is it looked for.
        with suppress(TypeError):  # a value that is no text is told by the schema
            if all(day is None or _in_calendar(day) for day in {answer.get("on") for answer in self.answers.values() if type(answer) is dict}):
                return
        for id_, answer in self.answers.items():
            yield ["answers", id_, "on"], value_at(answer, ["on"])

    def _other_dates(self) -> Iterator[tuple[list[str | int], Any]]:
        data = self.data
        for path in (["period", "start"], ["period", "end"], ["currency", "date"]):
            yield [*path], value_at(data, path)
        for at, text in enumerate(_list(value_at(data, ["assurance", "dates"]))):
            yield ["assurance", "dates", at], text
        for at in range(len(_list(data.get("actions")))):
            yield ["actions", at, "by_when"], value_at(data, ["actions", at, "by_when"])
        for at in range(len(_list(data.get("provenance")))):
            yield ["provenance", at, "on"], value_at(data, ["provenance", at, "on"])
        for id_ in self.ready.date_facts:
            yield ["facts", id_], self.facts.get(id_)
        for id_ in self.ready.date_answers:
            yield ["answers", id_, "value"], value_at(self.answers, [id_, "value"])
        for id_, answer in self.answers.items():
            if type(answer) is dict and "review" in answer:
                yield ["answers", id_, "review", "on"], value_at(answer, ["review", "on"])

    def _contradictions(self) -> Iterator[Finding]:
        numbers, data = self.reading.numbers, self.data
        for check, examine_check, fact in self.ready.checks:
            found = examine_check(numbers, data)
            if found is None:
                continue
            path = ["facts", fact] if fact in self.facts else ["facts"]
            if check.severity == "error":
                yield self.reporter.finding("contradictory-facts", path, f"{check.message} ({found})")
            else:
                # A remark on the fact explains what is unusual; it is then told, and no longer warned of.
                explained = fact in (self.data.get("fact_notes") or {})
                yield self.reporter.finding("unusual-facts", path, f"{check.message} ({found})", severity="note" if explained else None)

    def _uncounted(self) -> Iterator[Finding]:
        states = self.reading.states
        for state, code in _UNCOUNTED.items():
            at = states.find(state)
            while at >= 0:
                answer = self.answers.get(self.ids[at])
                if isinstance(answer, dict) and ("value" in answer or "not_applicable" in answer):
                    yield self.reporter.finding(code, ["answers", self.ids[at]], f"it is answered, but {self.reading.reasons[at]}")
                at = states.find(state, at + 1)

    def _figures(self) -> Iterator[Finding]:
        undefined = int(State.UNDEFINED)
        for at, reason in self.reading.reasons.items():
            if self.reading.states[at] == undefined:
                yield self._about(at, "zero-denominator", f"the ratio cannot be computed: {reason}")
        for at, fact in self.reading.not_measured.items():
            if self.ready.scored[at]:
                yield self._about(
                    at,
                    "not-measured",
                    f"it earns no points, because the fact “{self.framework.facts[fact].title}” is declared not measured",
                )

    def _about(self, at: int, code: str, message: str) -> Finding:
        return self.reporter.finding(code, ["answers", self.ids[at]], message)

    def _other(self) -> Iterator[Finding]:
        notes = self.data.get("fact_notes")
        for fact in self.ready.open_choices:
            value = self.facts.get(fact.id)
            for option in fact.choices or ():
                chosen = option.value == value or (isinstance(value, list) and option.value in value)
                if option.free_text and chosen and not (isinstance(notes, dict) and fact.id in notes):
                    hint = f"Add `fact_notes: {{{fact.id}: …}}`."
                    yield self.reporter.finding(
                        "choice-needs-text", ["facts", fact.id], f"“{option.label}” is chosen, but not explained", hint=hint
                    )

    def _actions(self) -> Iterator[Finding]:
        for at, action in enumerate(_list(self.data.get("actions"))):
            id_ = action.get("indicator") if isinstance(action, dict) else None
            if isinstance(id_, str) and id_ not in self.framework.indicators:
                message = f"the action is about “{id_}”, which is no indicator{did_you_mean(id_, self.framework.indicators)}"
                yield self.reporter.finding("unknown-indicator", ["actions", at, "indicator"], message, severity="warning")

    def _profile(self, profile: Framework | None) -> Iterator[Finding]:
        named = self.data.get("profile")
        if isinstance(named, str) and (
            profile is None or profile.reference != named or profile.submission_reference != self.framework.submission_reference
        ):
            message = f"the profile “{named}” is not at hand, or is not based on {self.framework.submission_reference}"
            yield self.reporter.finding("unknown-profile", ["profile"], message)

    def _details(self) -> Iterator[Finding]:
        for key, what in (("organisation", "who is assessed"), ("period", "which period it is about")):
            if not isinstance(self.data.get(key), dict):
                yield self.reporter.finding("missing-detail", [], f"the final submission does not say {what}", hint=f"Add “{key}:”.")
        if "currency" not in self.data and any(id_ in self.facts for id_ in self.ready.money_facts):
            yield self.reporter.finding(
                "missing-detail", [], "amounts of money are reported, but not their currency", hint="Add “currency: {code: …}”."
            )

    def _complete(self, profile: Framework | None) -> Iterator[Finding]:
        ready, reading, ids = (self.ready, self.reading, self.ids)
        if profile is not None:
            # What a profile asks can differ: its own conditions and the indicators it borrows decide.
            ready = prepared(profile)
            reading, ids = ready.questionnaire.read(self.data), ready.questionnaire.ids
        needed: dict[str, list[int]] = {}
        for fact, positions in reading.absent.items():
            waiting = [at for at in positions if at in ready.required and reading.states[at] == _MISSING]
            if waiting:
                needed[fact] = waiting
        for fact, positions in needed.items():
            codes = listed([self.framework.indicators[ids[at]].code for at in sorted(set(positions))], 5)
            message = f"the fact “{self.framework.facts[fact].title}” is not reported; {codes} cannot be read without it"
            yield self.reporter.finding("missing-fact", ["facts", fact], message)
        told = {at for positions in needed.values() for at in positions}
        at = reading.states.find(_MISSING)
        while at >= 0:
            if at in ready.required and at not in told:
                question = self.framework.indicators[ids[at]].question
                yield self.reporter.finding("missing-answer", ["answers", ids[at]], f"it is not answered: {question}")
            at = reading.states.find(_MISSING, at + 1)

    def _evidence(self) -> Iterator[Finding]:
        evidence, scored = self.reading.evidence, self.ready.scored
        for at, points in enumerate(self.reading.points):
            if points > 0.0 and not evidence[at] and scored[at]:
                answer = self.answers.get(self.ids[at])
                if not (isinstance(answer, dict) and answer.get("no_evidence")):
                    yield self.reporter.finding("missing-evidence", ["answers", self.ids[at]], "it earns points, but names no evidence")


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


@lru_cache(maxsize=4096)
def _in_calendar(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return text[4] == text[7] == "-"
