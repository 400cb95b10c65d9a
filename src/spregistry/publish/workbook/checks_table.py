"""The contradictions between facts, as formulas that everybody can see, below the facts; each is skipped while a fact is absent."""

from collections.abc import Sequence
from itertools import pairwise

from spregistry.finding import column_name
from spregistry.model.fact import Between, QualityCheck
from spregistry.model.workbook_map import SHOWN
from spregistry.publish.workbook import expressions as ex
from spregistry.publish.workbook.fact_formulas import FactFormulas
from spregistry.publish.workbook.facts_sheet import FactsSheet
from spregistry.publish.workbook.form import Form
from spregistry.sentence import say

_TITLE, _MESSAGE, _SEVERITY, _FOUND = 2, 3, 4, 5


def write_checks(form: Form, facts: FactsSheet, understood: FactFormulas) -> list[str]:
    """Write the checks, and beside each fact what is wrong with it; return the cells that hold 1 where a check finds something."""
    shown = {fact.id for fact in facts.facts}
    checks = [check for check in form.shown.definition.quality_checks or () if shown >= _facts(check)]
    found: dict[str, list[tuple[str, str]]] = {}
    cells = []
    head = facts.row + 1
    if checks:
        _head(form, facts, head)
    for row, check in enumerate(checks, head + 2):
        failing = _failing(check, understood)
        facts.sheet.text(row, 0, SHOWN, "map")
        facts.sheet.text(row, _TITLE, facts.form.shown.facts[_first(check)].title, "name")
        message = facts.sheet.text(row, _MESSAGE, check.message, "small")
        severity = say("error") if check.severity == "error" else say("warning")
        facts.sheet.text(row, _SEVERITY, form.text(severity), "small")
        words = (form.word(say("Look again")), form.word(say("fine")))
        fails = understood.result(failing)
        cells.append(fails)
        facts.sheet.formula(row, _FOUND, f'IF({fails}="","–",IF({fails}=1,{words[0]},{words[1]}))', "status")
        facts.sheet.colour((row, _TITLE, row, _FOUND), f"$F{row + 1}={words[0]}", "attention")
        found.setdefault(_first(check), []).append((fails, message))
    _beside(form, facts, understood, found)
    return cells


def _head(form: Form, facts: FactsSheet, row: int) -> None:
    facts.sheet.text(row, 0, SHOWN, "map")
    facts.sheet.text(row, _TITLE, form.text(say("Do the facts agree with each other?")), "section")
    facts.sheet.text(row + 1, 0, SHOWN, "map")
    heads = {_TITLE: say("Fact"), _MESSAGE: say("Where they do not"), _SEVERITY: say("Severity"), _FOUND: say("Result")}
    for column, sentence in heads.items():
        facts.sheet.text(row + 1, column, form.text(sentence), "header")


def _beside(form: Form, facts: FactsSheet, understood: FactFormulas, found: dict[str, list[tuple[str, str]]]) -> None:
    """Write beside each fact that it is not understood, contradicts another, or is needed to know what is asked."""
    wrong = form.word(say("Not understood: a number without units, a date such as 2025-12-31, or a choice from the list is needed"))
    needed = form.word(say("Needed: it decides which questions are asked"))
    for fact in facts.facts:
        cells = understood.facts[fact.id]
        text = f'IF({cells.main}="",{needed},"")' if fact.id in form.source.gating_facts else '""'
        for fails, message in reversed(found.get(fact.id, [])[:20]):
            text = f"IF({fails}=1,{message},{text})"
        row = facts.rows[fact.id]
        facts.sheet.formula(row, facts.check, f"IF({cells.bad}=1,{wrong},{text})", "small")
        facts.sheet.colour((row, facts.check, row, facts.check), f"LEN(${column_name(facts.check + 1)}{row + 1})>0", "attention")


def _failing(check: QualityCheck, understood: FactFormulas) -> str:
    """Return 1 where a check finds something, 0 where it does not, "" where a fact is absent."""
    if check.at_most is not None:
        smaller, larger = ((side,) if isinstance(side, str) else side for side in check.at_most)
        low, high = _sum(smaller, understood), _sum(larger, understood)
        return _where_there([*smaller, *larger], understood, f"{low}>{high}+{ex.TOLERANCE}")
    if check.adds_up is not None:
        parts, whole = check.adds_up.parts, understood.term(check.adds_up.whole)
        tolerance = ex.literal(check.adds_up.tolerance or 0.0, understood.constant)
        differs = f"ABS({_sum(parts, understood)}-{whole})>{tolerance}*ABS({whole})+{ex.TOLERANCE}"
        return _where_there([*parts, check.adds_up.whole], understood, differs)
    if check.between is not None:
        return _between(check.between, understood)
    return _ordered(check.ordered or (), understood)


def _between(between: Between, understood: FactFormulas) -> str:
    below = [*(between.denominator or ())]
    value = _sum(between.numerator, understood)
    ratio = f"{value}/{_sum(below, understood)}" if below else value
    tests = [f"{ratio}<{ex.literal(between.from_, understood.constant)}-{ex.TOLERANCE}"] if between.from_ is not None else []
    tests += [f"{ratio}>{ex.literal(between.to, understood.constant)}+{ex.TOLERANCE}"] if between.to is not None else []
    return f'IFERROR({_where_there([*between.numerator, *below], understood, ex.either(tests))},"")'


def _ordered(terms: Sequence[str], understood: FactFormulas) -> str:
    days = [_day(term, understood) for term in terms]
    there = ex.both([f'{day}<>""' for day in days])
    falls = ex.either([f"{earlier}>{later}" for earlier, later in pairwise(days)])
    return f'IF({there},IF({falls},1,0),"")'


def _day(term: str, understood: FactFormulas) -> str:
    if term.startswith("period."):
        return understood.period_start if term == "period.start" else understood.period_end
    return understood.facts[term].serial


def _where_there(terms: Sequence[str], understood: FactFormulas, fails: str) -> str:
    there = ex.both([f'{understood.term(term)}<>""' for term in dict.fromkeys(terms)])
    return f'IF({there},IF({fails},1,0),"")'


def _sum(terms: Sequence[str], understood: FactFormulas) -> str:
    return f"({ex.sum_of([understood.term(term) for term in terms])})"


def _terms(check: QualityCheck) -> list[str]:
    if check.at_most is not None:
        return [term for side in check.at_most for term in ((side,) if isinstance(side, str) else side)]
    if check.adds_up is not None:
        return [check.adds_up.whole, *check.adds_up.parts]
    if check.between is not None:
        return [*check.between.numerator, *(check.between.denominator or ())]
    return [*(check.ordered or ())]


def _facts(check: QualityCheck) -> set[str]:
    return {term.partition(".")[0] for term in _terms(check) if not term.startswith("period.")}


def _first(check: QualityCheck) -> str:
    return next(term.partition(".")[0] for term in _terms(check) if not term.startswith("period."))
