"""What stands in the way of a release: the version itself, its notes, and what it does to those who used the one before."""

from collections.abc import Callable, Iterator

from spregistry.evolve.comparing.sides import Side
from spregistry.evolve.consulting.governance import unmet
from spregistry.evolve.releasing.candidate import Candidate
from spregistry.evolve.releasing.dead_ends import goes_back, overtaken
from spregistry.finding import Finding
from spregistry.load.consultation.consultations import read_consultation
from spregistry.load.reporting import suggesting
from spregistry.model.change import STEPS, step_between
from spregistry.model.day import as_day
from spregistry.model.version_number import number_of
from spregistry.sentence import Sentence, say, sayable

Rule = Callable[[Candidate], Iterator[Finding]]


def clean(candidate: Candidate) -> Iterator[Finding]:
    """The definition has neither errors nor warnings."""
    yield from (each for each in candidate.findings if each.severity != "note")


def governed(candidate: Candidate) -> Iterator[Finding]:
    """What the policy of the consultation asks for is met."""
    yield from unmet(candidate.registry, candidate.reference, candidate.on, release=True)


def once(candidate: Candidate) -> Iterator[Finding]:
    """A version is released once, and what it leans on before it."""
    at, record = candidate.at_definition, candidate.record
    if candidate.reference in record.releases:
        on = record.releases[candidate.reference].on
        yield at.finding("already-released", ["version"], say("{framework} was released on {on}", framework=candidate.reference, on=on))
    for key in ("previous", "based_on"):
        named = getattr(candidate.framework.definition, key)
        if named is not None and named not in record.releases:
            yield at.finding("unreleased-reference", [key], say("{framework} is still a draft", framework=named))


def continued(candidate: Candidate) -> Iterator[Finding]:
    """The lineage is about the version that is in use: the highest one released below this one, or the highest of those not taken back.

    No version that is in use is passed over, neither this one by one above it, nor by this one the highest below it.
    """
    named = candidate.framework.definition.previous
    overtaking = [*overtaken(candidate.registry, candidate.framework, candidate.source)]
    if overtaking:
        yield from overtaking
        return
    earlier = sorted((number_of(each), each) for each in candidate.record.releases if each.split("@")[0] == candidate.framework.id)
    below = [each for number, each in earlier if number < number_of(candidate.reference)]
    standing = [each for each in below if candidate.record.status(each) in ("active", "deprecated")]
    fitting = {*below[-1:], *standing[-1:]}
    if standing and not goes_back(candidate.registry, below[-1], standing[-1]):
        fitting = {standing[-1]}
    if fitting and named not in fitting:
        best = (standing or below)[-1]
        message = say("the version before is {framework}, and nothing says how this one continues it", framework=best)
        if named is not None:
            message = say("this version continues {named}, but the version before is {framework}", named=named, framework=best)
        yield candidate.at_definition.finding("wrong-previous", ["previous"] if named else ["version"], message)


def step(candidate: Candidate) -> Iterator[Finding]:
    """The number rises at least as far as the changes demand."""
    if candidate.previous is None or candidate.differences is None:
        return
    done, needed = step_between(candidate.previous.reference, candidate.reference), candidate.differences.step
    if STEPS.index(done) < STEPS.index(needed):
        told = {"before": candidate.previous.reference, "step": needed.upper(), "version": candidate.framework.version}
        message = Sentence(sayable("since {before} a {step} step is needed, and {version} is less"), told)
        yield candidate.at_definition.finding("step-too-small", ["version"], message)


def classed(candidate: Candidate) -> Iterator[Finding]:
    """Every rewording that no machine can judge is classed, once, and nothing else is."""
    found = candidate.found
    unjudged = {change.key: change for change in found.unjudged} if found else {}
    judged = {change.key for change in found.changes if change.judged} if found else set()
    seen = set()
    for each in candidate.notes.classes:
        said = {"element": each.element, "field": each.field}
        if each.key in seen:
            message = Sentence(sayable("“{field}” of “{element}” is classed twice"), said)
            yield candidate.at_notes.finding("repeated-item", each.path, message)
        elif each.key in judged - unjudged.keys():
            message = Sentence(sayable("what changed in “{field}” of “{element}” is judged by the program; no class is needed"), said)
            yield candidate.at_notes.finding("unknown-change", each.path, message)
        elif each.key not in unjudged:
            message = Sentence(sayable("“{field}” of “{element}” was not reworded"), said)
            known = [_name(*key) for key in unjudged]
            yield candidate.at_notes.finding("unknown-change", each.path, suggesting(message, _name(*each.key), known))
        seen.add(each.key)
    for key, change in unjudged.items():
        if key not in seen:
            message = say(
                "“{field}” was reworded since {before}, and nobody has classed it", field=change.field, before=found and found.before
            )
            path = Side(candidate.framework).paths.get(change.element, [])
            entry = f"- {{element: {change.element}, field: {change.field}, class: …, reason: …}}"
            hint = say("Add to `classes:` of `notes.yaml`, as editorial or, if in doubt, substantive: {entry}", entry=entry)
            yield candidate.at_definition.finding("unclassed-rewording", path, message, hint=hint)


def reasoned(candidate: Candidate) -> Iterator[Finding]:
    """Reasons are given for what changed."""
    changes = candidate.found.changes if candidate.found else ()
    elements = {change.element for change in changes}
    for each in candidate.notes.reasons:
        kinds = {str(change.kind) for change in changes if change.element == each.element}
        if not kinds:
            message = suggesting(say("nothing changed in “{element}”", element=each.element), each.element, elements)
            yield candidate.at_notes.finding("unknown-change", each.path, message)
        elif each.kind is not None and each.kind not in kinds:
            message = suggesting(
                say("“{element}” has no change of the kind “{kind}”", element=each.element, kind=each.kind), each.kind, kinds
            )
            kind_path: list[str | int] = [*each.path, "kind"]
            yield candidate.at_notes.finding("unknown-change", kind_path, message)


def translated(candidate: Candidate) -> Iterator[Finding]:
    """Translations declared complete are."""
    known = candidate.registry.languages(candidate.reference)
    for at, language in enumerate(candidate.notes.translations_complete):
        path: list[str | int] = ["translations_complete", at]
        if language not in known:
            message = say("there is no translation into “{language}”", language=language)
            yield candidate.at_notes.finding("incomplete-translation", path, suggesting(message, language, known))
            continue
        translation = candidate.registry.translation(candidate.reference, language)
        if not translation.complete:
            message = say(
                "the translation into “{language}” is not complete; missing: {missing}, stale: {stale}",
                language=language,
                missing=len(translation.missing),
                stale=len(translation.stale),
            )
            yield candidate.at_notes.finding("incomplete-translation", path, message)


def dated(candidate: Candidate) -> Iterator[Finding]:
    """Dates are days of the calendar, and follow each other."""
    days = {key: as_day(text) for key, text in candidate.notes.days.items()}
    for key, day in days.items():
        if day is None:
            message = say("“{key}” is no day of the calendar: {text}", key=key, text=candidate.notes.days[key])
            yield candidate.at_notes.finding("wrong-date", [key], message)
    effective = days.get("effective") or candidate.on
    order = [("effective", effective, candidate.on), *((key, days.get(key), effective) for key in ("transition_until", "next_review"))]
    for key, day, least in order:
        if day is not None and day < least:
            message = say("“{key}” is {day}, before {least}", key=key, day=day.isoformat(), least=least.isoformat())
            yield candidate.at_notes.finding("wrong-date", [key], message)


def apart(candidate: Candidate) -> Iterator[Finding]:
    """What only demonstrates and what is real never stand in one record."""
    others = {"example" in event.data for event in candidate.record.events}
    if others - {candidate.notes.example}:
        message = say("the record holds demonstrations, and these notes do not say `example: true`")
        if candidate.notes.example:
            message = say("these notes say `example: true`, and the record holds real standards")
        yield candidate.at_notes.finding("mixed-record", ["example"] if candidate.notes.example else [], message)
    reading = read_consultation(candidate.registry.root, candidate.reference)
    if reading is not None and reading.consultation is not None and (reading.consultation.example is True) != candidate.notes.example:
        message = say("notes.yaml and consultation.yaml do not say the same about `example`")
        yield candidate.at_notes.finding("mixed-record", ["example"] if candidate.notes.example else [], message)


def proved(candidate: Candidate) -> Iterator[Finding]:
    """Below a MAJOR step, old submissions stay valid and final, with the same score; shown by trying, not only by rules."""
    proof, previous = candidate.proof, candidate.previous
    if proof is None or previous is None or step_between(previous.reference, candidate.reference) == "major":
        return
    told = {"before": previous.reference, "framework": candidate.reference}
    if not proof.covers:
        message = Sentence(sayable("it is not proved that {framework} admits every draft of {before}"), told)
        yield candidate.at_definition.finding("unproven-impact", ["version"], message)
    if proof.differing is not None:
        message = Sentence(sayable("a submission of {before} fares otherwise on {framework}"), told)
        yield candidate.at_definition.finding("unproven-impact", ["version"], message)


#: All but `proved`, which takes long and is asked when nothing else stands in the way.
RULES: tuple[Rule, ...] = (once, continued, clean, governed, apart, step, classed, reasoned, translated, dated)


def _name(element: str, field: str) -> str:
    return f"{element}/{field}"
