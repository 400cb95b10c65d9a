"""What the schema of submissions cannot say: dates, contradictions, completeness, evidence, and what is not asked."""

from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from itertools import chain
from typing import Any

from spregistry.check.prepared import Prepared, prepared
from spregistry.check.reading import NO_PERIOD, Reading
from spregistry.finding import Finding
from spregistry.load.reporting import Reporter, suggesting
from spregistry.load.spelling import listed
from spregistry.model.day import as_day
from spregistry.model.document import value_at
from spregistry.model.framework import Framework
from spregistry.model.state import State
from spregistry.sentence import say

_MISSING = int(State.MISSING)
_COUNTED = (int(State.ANSWERED), int(State.NOT_APPLICABLE))
_UNCOUNTED = {int(State.NOT_ASKED): "not-asked", int(State.NOT_YET_DUE): "not-yet-due"}

_DETAILS = {
    "organisation": say("the final submission does not say who is assessed"),
    "period": say("the final submission does not say which period it is about"),
}
#: What a term names of a fact, by the part behind the point.
_PARTS = {
    "": say("its value"),
    "average": say("its opening and closing value (open, close)"),
    "open": say("its opening value (open)"),
    "close": say("its closing value (close)"),
}


class SubmissionRules:
    """What the schema cannot say about one submission."""

    def __init__(self, framework: Framework, ready: Prepared, reporter: Reporter, data: dict[str, Any], reading: Reading) -> None:
        self.framework = framework
        self.ready = ready
        self.reporter = reporter
        self.data = data
        self.reading = reading
        self.facts: dict[str, Any] = data["facts"] if isinstance(data.get("facts"), dict) else {}
        self.answers: dict[str, Any] = data["answers"] if isinstance(data.get("answers"), dict) else {}
        self.notes: dict[str, Any] = data["fact_notes"] if isinstance(data.get("fact_notes"), dict) else {}
        self.unconfirmed: dict[str, Any] = data["unconfirmed_facts"] if isinstance(data.get("unconfirmed_facts"), dict) else {}
        self.ids = ready.questionnaire.ids

    def findings(self, profile: Framework | None) -> list[Finding]:
        """Return all findings; a final submission is complete against the profile, where there is one."""
        found = [*self._dates(), *self._contradictions(), *self._uncounted(), *self._figures(), *self._other(), *self._actions()]
        found += self._profile(profile)
        if self.data.get("status") == "final":
            found += self._details()
            # What a profile asks can differ: its own conditions and the indicators it borrows decide.
            ready = self.ready if profile is None else prepared(profile)
            reading = self.reading if profile is None else ready.questionnaire.read(self.data)
            found += self._complete(ready, reading)
            found += self._confirmed(ready.questionnaire.ids, reading)
            found += self._confirmed_facts()
            found += self._evidence()
        return found

    def _dates(self) -> Iterator[Finding]:
        for path, text in chain(self._answer_dates(), self._other_dates()):
            if isinstance(text, str) and len(text) == len("YYYY-MM-DD") and text[4] == text[7] == "-" and not _in_calendar(text):
                yield self.reporter.finding("not-a-date", path, say("{day} is not a day of the calendar", day=text))
        period = self.data.get("period")
        if (
            isinstance(period, dict)
            and isinstance(period.get("start"), str)
            and isinstance(period.get("end"), str)
            and period["start"] > period["end"]
        ):
            message = say("the period starts on {start} and ends on {end}", start=period["start"], end=period["end"])
            yield self.reporter.finding("period-reversed", ["period"], message)

    def _answer_dates(self) -> Iterator[tuple[list[str | int], Any]]:
        # A submission has few different days; only where one is wrong is it looked for.
        with suppress(TypeError):  # a value that is no text is told by the schema
            if all(
                day is None or _in_calendar(day) for day in {answer.get("on") for answer in self.answers.values() if type(answer) is dict}
            ):
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
            message = say("{message} ({found})", message=check.message, found=found)
            if check.severity == "error":
                yield self.reporter.finding("contradictory-facts", path, message)
            else:
                # A remark on the fact explains what is unusual; it is then told, and no longer warned of.
                explained = fact in self.notes
                yield self.reporter.finding("unusual-facts", path, message, severity="note" if explained else None)

    def _uncounted(self) -> Iterator[Finding]:
        states = self.reading.states
        for state, code in _UNCOUNTED.items():
            at = states.find(state)
            while at >= 0:
                answer = self.answers.get(self.ids[at])
                if isinstance(answer, dict) and ("value" in answer or "not_applicable" in answer):
                    message = say("it is answered, but {reason}", reason=self.reading.reasons[at])
                    yield self.reporter.finding(code, ["answers", self.ids[at]], message)
                at = states.find(state, at + 1)

    def _figures(self) -> Iterator[Finding]:
        undefined = int(State.UNDEFINED)
        for at, reason in self.reading.reasons.items():
            if self.reading.states[at] == undefined:
                yield self._about(at, "zero-denominator", say("the ratio cannot be computed: {reason}", reason=reason))
        for at, fact in self.reading.not_measured.items():
            if self.ready.scored[at]:
                title = self.framework.facts[fact].title
                said = say("it earns no points, because the fact “{fact}” is declared not measured", fact=title)
                yield self._about(at, "not-measured", said)

    def _about(self, at: int, code: str, message: str) -> Finding:
        return self.reporter.finding(code, ["answers", self.ids[at]], message)

    def _other(self) -> Iterator[Finding]:
        for fact in self.ready.open_choices:
            value = self.facts.get(fact.id)
            for option in fact.choices or ():
                chosen = option.value == value or (isinstance(value, list) and option.value in value)
                if option.free_text and chosen and fact.id not in self.notes:
                    message = say("“{option}” is chosen, but not explained", option=option.label)
                    hint = say("Add `fact_notes: {{{fact}: …}}`.", fact=fact.id)
                    yield self.reporter.finding("choice-needs-text", ["facts", fact.id], message, hint=hint)

    def _actions(self) -> Iterator[Finding]:
        for at, action in enumerate(_list(self.data.get("actions"))):
            id_ = action.get("indicator") if isinstance(action, dict) else None
            if isinstance(id_, str) and id_ not in self.framework.indicators:
                said = say("the action is about “{id}”, which is no indicator", id=id_)
                message = suggesting(said, id_, self.framework.indicators)
                yield self.reporter.finding("unknown-indicator", ["actions", at, "indicator"], message, severity="warning")

    def _profile(self, profile: Framework | None) -> Iterator[Finding]:
        named = self.data.get("profile")
        if isinstance(named, str) and (
            profile is None
            or profile.definition.based_on is None
            or profile.reference != named
            or profile.submission_reference != self.framework.submission_reference
        ):
            base = self.framework.submission_reference
            message = say("the profile “{profile}” is not at hand, or is not based on {framework}", profile=named, framework=base)
            yield self.reporter.finding("unknown-profile", ["profile"], message)

    def _details(self) -> Iterator[Finding]:
        for key, message in _DETAILS.items():
            if not isinstance(self.data.get(key), dict):
                yield self.reporter.finding("missing-detail", [], message, hint=say("Add “{key}:”.", key=key))
        if "currency" not in self.data and any(id_ in self.facts for id_ in self.ready.money_facts):
            message = say("amounts of money are reported, but not their currency")
            yield self.reporter.finding("missing-detail", [], message, hint=say("Add “currency: {code: …}”."))

    def _complete(self, ready: Prepared, reading: Reading) -> Iterator[Finding]:
        ids = ready.questionnaire.ids
        needed: dict[str, list[int]] = {}
        for fact in self.framework.facts:
            positions = reading.absent.get(fact, [])
            waiting = [at for at in positions if at in ready.required and reading.states[at] == _MISSING]
            if waiting:
                needed[fact] = waiting
        for fact, positions in needed.items():
            codes = listed([self.framework.indicators[ids[at]].code for at in sorted(set(positions))], 5, last="and")
            title = self.framework.facts[fact].title
            message = say("the fact “{fact}” is not reported; {codes} cannot be read without it", fact=title, codes=codes)
            if isinstance(self.facts.get(fact), dict):
                parts = self._parts(fact, positions, ids)
                message = say("of the fact “{fact}” a part is not reported: {codes} needs {parts}", fact=title, codes=codes, parts=parts)
            yield self.reporter.finding("missing-fact", ["facts", fact], message)
        told = {at for positions in needed.values() for at in positions}
        at = reading.states.find(_MISSING)
        while at >= 0:
            if at in ready.required and at not in told and reading.reasons.get(at) != NO_PERIOD:
                question = self.framework.indicators[ids[at]].question
                yield self.reporter.finding(
                    "missing-answer", ["answers", ids[at]], say("it is not answered: {question}", question=question)
                )
            at = reading.states.find(_MISSING, at + 1)

    def _parts(self, fact: str, positions: list[int], ids: tuple[str, ...]) -> str:
        """Return in words which parts of a fact the ratios at some positions need."""
        ratios = [ratio for at in positions if (ratio := self.framework.indicators[ids[at]].answer.ratio)]
        terms = [term.partition(".") for ratio in ratios for term in (*ratio.numerator, *ratio.denominator)]
        needed = dict.fromkeys(_PARTS.get(part) or say("the part “{part}”", part=part) for name, _, part in terms if name == fact)
        return listed(needed or [_PARTS[""]], last="and")

    def _confirmed(self, ids: tuple[str, ...], reading: Reading) -> Iterator[Finding]:
        """What is not asked this year, or says nothing yet, needs no confirmation: it does not count."""
        for at, state in enumerate(reading.states):
            answer = self.answers.get(ids[at]) if state in _COUNTED else None
            if isinstance(answer, dict) and answer.get("unconfirmed") is True:
                message = say("it is carried from an earlier submission, and nobody confirmed it")
                yield self.reporter.finding("unconfirmed-answer", ["answers", ids[at]], message)

    def _confirmed_facts(self) -> Iterator[Finding]:
        for id_, said in self.unconfirmed.items():
            if said is True and self.facts.get(id_) is not None:
                message = say("it is carried from an earlier submission, and nobody confirmed it")
                yield self.reporter.finding("unconfirmed-fact", ["facts", id_], message)

    def _evidence(self) -> Iterator[Finding]:
        evidence, scored = self.reading.evidence, self.ready.scored
        for at, points in enumerate(self.reading.points):
            if points > 0.0 and not evidence[at] and scored[at]:
                answer = self.answers.get(self.ids[at])
                if not (isinstance(answer, dict) and answer.get("no_evidence")):
                    yield self.reporter.finding(
                        "missing-evidence", ["answers", self.ids[at]], say("it earns points, but names no evidence")
                    )


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


@lru_cache(maxsize=4096)
def _in_calendar(text: str) -> bool:
    return as_day(text) is not None
