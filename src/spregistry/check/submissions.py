"""Validates submissions: the generated schema decides what it can say, and the rules here say the rest.

Every finding speaks of indicators and facts as people know them, and says where in the file they stand.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from spregistry.check.prepared import prepared
from spregistry.check.reading import Reading
from spregistry.check.submission_rules import SubmissionRules
from spregistry.finding import Finding, ordered
from spregistry.load import contracts
from spregistry.load.reporting import Reporter, suggesting
from spregistry.load.spelling import in_quotes, listed, spelled
from spregistry.load.text.yaml_text import readable
from spregistry.load.wording import SUGGESTED, Error, schema_errors, unknown_key, word
from spregistry.model.document import Document, Offered, Path
from spregistry.model.framework import Framework
from spregistry.sentence import Sentence, say, sayable


class Examination(NamedTuple):
    """All that was found about a submission, and what it says where it could be read."""

    findings: list[Finding]
    reading: Reading | None


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
    findings = [*_remarks(document, reporter), *_outdated(framework, document, profile, reporter)]
    findings += word((error for error in errors if not _says_incomplete(error)), reporter, _special(framework, reporter, document.offered))
    if not isinstance(data, dict):
        return Examination(findings, None)
    reading = ready.questionnaire.read(data)
    # Nothing is concluded from a fact that is itself wrong.
    wrong = {error.path[1] for error in errors if error.path[:1] == ["facts"] and error.path[1:]}
    for term in [term for term in reading.numbers if term.partition(".")[0] in wrong]:
        del reading.numbers[term]
    findings += SubmissionRules(framework, ready, reporter, data, reading).findings(profile)
    return Examination(findings, reading)


def misshapen(document: Document) -> list[Finding]:
    """Return what is wrong with the shape of a submission to any framework, or was unreadable in its file.

    What is left blank is not, as in a form that is being filled in; but see `_must_be_there`.
    """
    unread = [remark for remark in document.remarks if remark.severity == "error"]
    errors = schema_errors(document.data, contracts.schema("submission"), contracts.validator("submission"))
    told = (error for error in errors if error.value is not None or _must_be_there(error.path))
    return [*unread, *word(told, Reporter(document, lambda _: None))]


def _must_be_there(path: Path) -> bool:
    """Tell whether no form leaves a place blank: the version that is answered, an action of the plan, what a program reported."""
    section, *inside = path or ("framework",)
    return section == "framework" or (section == "actions" and len(inside) == 1) or (section == "migration" and bool(inside))


def _about_other(framework: Framework, data: Any, reporter: Reporter) -> Finding | None:
    reference = data.get("framework") if isinstance(data, dict) else None
    if not isinstance(reference, str) or reference == framework.submission_reference:
        return None
    if reference == framework.reference:
        message = say("“{profile}” is a profile; answers are to the framework that it is based on", profile=reference)
        base = framework.submission_reference
        hint = say("Write “framework: {framework}” and “profile: {profile}”.", framework=base, profile=reference)
        return reporter.finding("framework-mismatch", ["framework"], message, hint=hint)
    held = framework.submission_reference
    message = say("the submission is about “{reference}”, and was held against {framework}", reference=reference, framework=held)
    return reporter.finding("framework-mismatch", ["framework"], message)


def _remarks(document: Document, reporter: Reporter) -> Iterator[Finding]:
    """Yield what was remarkable about reading the file, with the element that it is about."""
    for remark in document.remarks:
        element = reporter.element_at(remark.pointer.split("/")[1:])
        yield replace(remark, element=element.id, element_code=element.code, element_title=element.title) if element else remark


def _outdated(framework: Framework, document: Document, profile: Framework | None, reporter: Reporter) -> Iterator[Finding]:
    """Say that a form was made from another state of the framework, or profile, than is registered."""
    known = {framework.digest, *([profile.digest] if profile else [])}
    named = isinstance(document.data, dict) and "profile" in document.data
    if document.made_from is not None and document.made_from not in known and (profile is not None or not named):
        reference = profile.reference if profile else framework.reference
        message = say("the workbook was made from another state of {framework} than the one registered here", framework=reference)
        yield reporter.finding("workbook-outdated", ["framework"], message)


def _says_incomplete(error: Error) -> bool:
    """Tell whether the schema says that a final submission is incomplete: the rules here say so with the reason."""
    return error.way[:1] == ["allOf"]


def _special(framework: Framework, reporter: Reporter, offered: Offered) -> Callable[[Error], Iterator[Finding] | None]:
    """Return the wording of what is special to submissions; None leaves a verdict to the general table."""

    def special(error: Error) -> Iterator[Finding] | None:
        if error.path[:1] == ["answers"] and error.path[1:]:
            return _about_answer(error, framework, reporter, offered) or _about_choice(error, reporter, offered)
        if error.path in (["answers"], ["facts"], ["fact_notes"], ["unconfirmed_facts"]) and error.kind == "AdditionalProperties":
            return _unknown_elements(error, framework, reporter)
        return _about_choice(error, reporter, offered)

    return special


#: Verdicts on a value that is none of those possible.
_NONE_OF_THEM = ("Enum", "Constant", "Type", "AnyOf", "OneOfNotValid")


def _about_choice(error: Error, reporter: Reporter, offered: Offered) -> Iterator[Finding] | None:
    """Say what a drop-down list offers, where something else stands in its cell: whoever filled it in has never seen the ids."""
    labels = offered.get(tuple(error.path))
    if not labels or error.kind not in _NONE_OF_THEM:
        return None
    message = say("{written} is none of those in the list of this cell: {labels}", written=spelled(error.value), labels=_quoted(labels))
    return iter([reporter.finding("unknown-option", error.path, message, hint=say("Open the list in this cell and choose."))])


def _quoted(labels: Iterable[str]) -> str:
    return listed(map(in_quotes, labels))


def _unknown_elements(error: Error, framework: Framework, reporter: Reporter) -> Iterator[Finding]:
    section = str(error.path[0])
    code, said = ("unknown-fact", sayable("{framework} has no fact “{id}”"))
    if section == "answers":
        code, said = ("unknown-indicator", sayable("{framework} has no indicator “{id}”"))
    known = framework.indicators if section == "answers" else framework.facts
    by_code = {indicator.code: indicator.id for indicator in framework.indicators.values()} if section == "answers" else {}
    for at, id_ in enumerate(error.detail.unexpected):
        known = known if at < SUGGESTED else {}
        message = Sentence(said, {"framework": framework.submission_reference, "id": readable(id_)})
        if id_ in by_code:
            message = say("{sentence} (did you mean {near}? Answers are given by id)", sentence=message, near=by_code[id_])
        else:
            message = suggesting(message, id_, known)
        yield reporter.finding(code, [section, id_], message)


def _about_answer(  # noqa: PLR0911  # one per wording
    error: Error, framework: Framework, reporter: Reporter, offered: Offered
) -> Iterator[Finding] | None:
    indicator = framework.indicators.get(str(error.path[1]))
    if indicator is None:
        return None
    at_answer = not error.path[2:]
    if at_answer and error.kind == "Type" and isinstance(error.value, str | int | float):
        hint = say("Write “{id}: {{value: {value}}}”.", id=indicator.id, value=error.value)
        return iter([replace(finding, hint=hint) for finding in word([error], reporter)])
    if at_answer and error.kind == "Required" and error.detail.property == "justification":
        reasons = (
            _accepted(offered.get((*error.path, "justification")) or indicator.may_be_na)
            if isinstance(indicator.may_be_na, tuple)
            else None
        )
        return iter([reporter.finding("missing-justification", error.path, say("it is said not to apply, but not why"), hint=reasons)])
    if error.path[2:] == ["justification"] and error.kind == "Enum":
        message = say("the reason {written} for not applying is not accepted here", written=spelled(error.value))
        labels = offered.get(tuple(error.path))
        return iter([reporter.finding("not-applicable-refused", error.path, message, hint=_accepted(labels or error.detail.options))])
    if at_answer and error.kind == "AdditionalProperties":
        return _unexpected_keys(error, framework, reporter)
    if error.path[2:] == ["value"] and error.kind == "Enum":
        excluded = {option.value for option in framework.options(indicator) if option.excluded}
        if isinstance(error.value, str) and error.value in excluded:
            return iter([reporter.finding("not-applicable-refused", error.path, _NO_ANSWER)])
    return None


_NO_ANSWER = say("“not applicable” is not an answer to this question")


def _accepted(reasons: Iterable[str]) -> Sentence:
    return say("Accepted: {reasons}.", reasons=listed(reasons))


def _unexpected_keys(error: Error, framework: Framework, reporter: Reporter) -> Iterator[Finding]:
    indicator = framework.indicators[str(error.path[1])]
    known = [*error.subschema.get("properties", {})]
    for key in error.detail.unexpected:
        path = [*error.path, key]
        if key == "value" and indicator.answer.ratio is not None:
            terms = [*indicator.answer.ratio.numerator, *indicator.answer.ratio.denominator]
            facts = listed(terms, last="and")
            message = say("this figure is computed from the facts {facts}, and is not typed", facts=facts)
            yield reporter.finding("ratio-has-value", path, message)
        elif key == "not_applicable":
            options = [option.value for option in framework.options(indicator) if option.excluded]
            said = _NO_ANSWER
            if options and indicator.may_be_na:
                said = say("here “not applicable” is said with `value: {value}`", value=options[0])
            yield reporter.finding("not-applicable-refused", path, said)
        else:
            yield unknown_key(path, known, reporter)
