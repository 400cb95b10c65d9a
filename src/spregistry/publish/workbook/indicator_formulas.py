"""The formulas of one indicator: whether it is answered, what the answer earns, and why not (design 5; scoring rules 1, 2 and 5)."""

from collections.abc import Sequence
from typing import NamedTuple

from spregistry.model.answer_kind import Checklist, NumberAnswer, RatioAnswer
from spregistry.model.definition import Indicator
from spregistry.model.framework import Position
from spregistry.model.workbook_map import Key
from spregistry.publish.workbook import expressions as ex
from spregistry.publish.workbook.fact_formulas import ConditionFormulas, FactFormulas, Scratch
from spregistry.publish.workbook.form import Form


class Understood(NamedTuple):
    """How the answer of an indicator is understood, as formulas that refer to the cells named."""

    #: A number, a place in a list, 1 for what is there, or "".
    value: str
    #: The answer cell is blank.
    blank: str
    #: From the value cell and the cell of the reason: 0 answered, 1 missing, 2 not applicable, 5 undefined.
    state: str
    points: str


#: Stands for the cells of the indicator itself in what `Understood` holds.
VALUE, REASON, LACK = "{value}", "{reason}", "{lack}"


class IndicatorFormulas:
    """Makes the formulas."""

    def __init__(self, form: Form, facts: FactFormulas, conditions: ConditionFormulas, scratch: Scratch) -> None:
        """Keep where facts are understood."""
        self._form, self._facts, self._conditions, self._scratch = form, facts, conditions, scratch
        self._gates: dict[str, str] = {}
        self._due: dict[int, str] = {}

    def reason(self, indicator: Indicator) -> str:
        """Return 1 where an accepted reason for not applying is given, -1 where another is, else 0."""
        cell = self._form.cell(Key("answers", indicator.id), "justification")
        if cell is None:
            return "0"
        labels = self._form.reasons(self._form.shown.indicators[indicator.id])
        accepted = f"{ex.place_in(cell, labels.labels, labels.places)}>0" if labels else "TRUE"
        return f"IFERROR(IF({ex.is_blank(cell)},0,IF({accepted},1,-1)),-1)"

    def gate(self, position: Position) -> str:
        """Return a cell: 0 where the indicator is asked, 1 where a fact is absent that decides it, 3 where it is not asked."""
        # By spelling, not by ==, for which true would be 1.
        spelling = repr(position.conditions)
        if not position.conditions:
            return "0"
        if spelling not in self._gates:
            names = sorted(frozenset[str]().union(*(condition.facts() for condition in position.conditions)))
            holds = ex.both([self._conditions.holds(condition) for condition in position.conditions])
            self._gates[spelling] = self._scratch.formula(f"IFERROR(IF({self._conditions.present(names)},IF({holds},0,3),1),1)")
        return self._gates[spelling]

    def due(self, position: Position) -> str:
        """Return a cell: 0 where the indicator is due, 1 where that is not known, 4 where it is not yet due."""
        months, clock = position.due_from_month, self._form.source.definition.clock
        if months is None:
            return "0"
        if months not in self._due:
            start, end = self._facts.facts[clock].serial if clock else '""', self._facts.period_end
            later = f"{end}<{ex.months_after(start, months)}"
            self._due[months] = self._scratch.formula(f'IFERROR(IF(OR({start}="",{end}=""),1,IF({later},4,0)),1)' if clock else "1")
        return self._due[months]

    def lack(self, indicator: Indicator) -> str:
        """Return 1 where a fact is absent that the figure needs, 2 where one is not measured, else 0."""
        figure, ratio = indicator.answer.figure, indicator.answer.ratio
        facts = sorted({fact for case in (figure.cases if figure else None) or () if case.when for fact in case.when.facts()})
        terms = [*ratio.numerator, *ratio.denominator] if ratio else []
        if not facts and not terms:
            return "0"
        cells = [(self._facts.term(term), self._facts.facts[term.partition(".")[0]].not_measured) for term in terms]
        cells += [(self._facts.facts[fact].main, self._facts.facts[fact].not_measured) for fact in facts]
        absent = ex.either([f'AND({cell}="",{unmeasured}<>1)' for cell, unmeasured in dict.fromkeys(cells)])
        lacking = ex.either([f'{cell}=""' for cell, _ in dict.fromkeys(cells)] + [f"{unmeasured}=1" for unmeasured in dict.fromkeys(
            unmeasured for _, unmeasured in cells[len(terms):])])  # fmt: skip
        return self._scratch.formula(f"IF({absent},1,IF({lacking},2,0))")

    def understood(self, indicator: Indicator) -> Understood:
        """Return how the answer is understood."""
        answer = indicator.answer
        if self._form.source.options(indicator):
            return self._options(indicator)
        if answer.checklist is not None:
            return self._checklist(indicator, answer.checklist)
        if answer.ratio is not None:
            return self._ratio(answer.ratio)
        if answer.number is not None:
            return self._number(indicator, answer.number)
        return self._plain(indicator)

    def _options(self, indicator: Indicator) -> Understood:
        labels = self._form.options(self._form.shown.indicators[indicator.id])
        cell = self._form.cell(Key("answers", indicator.id))
        assert labels is not None
        assert cell is not None
        options = {option.value: option for option in self._form.source.options(indicator)}
        excluded = [f"{VALUE}={at}" for at, entry in enumerate(labels.entries, 1) if options[entry.value].excluded]
        blank = ex.is_blank(cell)
        chosen = f"IF({ex.either(excluded)},IF({REASON}=1,2,1),0)" if excluded else "0"
        return Understood(
            value=f"IFERROR({ex.place_in(cell, labels.labels, labels.places)},0)",
            blank=blank,
            state=f"IF({VALUE}>0,{chosen},{_without(blank)})",
            points=f"IF({VALUE}>0,INDEX({labels.points},{VALUE}),0)",
        )

    def _checklist(self, indicator: Indicator, checklist: Checklist) -> Understood:
        yes, no = self._form.yes.cells["true"], self._form.yes.cells["false"]
        ticks: dict[str, str] = {}
        for item in checklist.items:
            cell = self._form.cell(Key("answers", indicator.id, item.id))
            assert cell is not None
            ticks[item.id] = self._scratch.formula(f"IFERROR({ex.yes_or_no(cell, yes, no)},-1)")
        together: dict[tuple[str, str], list[str]] = {}
        for item in checklist.items:
            together.setdefault(("group", item.group) if item.group else ("item", item.id), []).append(f"{ticks[item.id]}=1")
        counted = self._total([f"IF({ex.either(tests)},1,0)" for tests in together.values()])
        said = self._total([f"ABS({tick})" for tick in ticks.values()])
        wrong = self._total([f"IF({tick}=-1,1,0)" for tick in ticks.values()])
        blank = f"{said}=0"
        return Understood(
            value=f'IF(OR({said}=0,{wrong}>0),"",{counted})',
            blank=blank,
            state=f'IF({VALUE}<>"",0,{_without(blank)})',
            points=self._ticked(checklist, len(together)),
        )

    def _ticked(self, checklist: Checklist, possible: int) -> str:
        if checklist.points is None:
            return "0"
        if not isinstance(checklist.points, tuple):
            return f"{VALUE}/{possible}"
        table = [ex.literal(float(points), self._scratch.constant) for points in checklist.points]
        text = table[-1]
        for at in range(len(table) - 2, -1, -1):
            # Rather a sum of steps than a nest of more than 64 functions.
            text = f"IF({VALUE}<={at},{table[at]},{text})" if len(table) < 50 else text  # noqa: PLR2004  # Excel nests 64
        if len(table) < 50:  # noqa: PLR2004  # likewise
            return text
        cells = [self._scratch.constant(points) for points in map(float, checklist.points)]
        return ex.sum_of(
            [f"IF({VALUE}={at},{cell},0)" for at, cell in enumerate(cells[:-1])] + [f"IF({VALUE}>={len(cells) - 1},{cells[-1]},0)"]
        )

    def _total(self, parts: Sequence[str]) -> str:
        """Return the cell of a sum; long sums stand in several cells."""
        pieces = [ex.sum_of(parts[at : at + 50]) for at in range(0, len(parts), 50)]
        return self._scratch.formula(ex.sum_of([self._scratch.formula(piece) for piece in pieces] if len(pieces) > 1 else pieces))

    def _number(self, indicator: Indicator, number: NumberAnswer) -> Understood:
        cell = self._form.cell(Key("answers", indicator.id))
        assert cell is not None
        blank = ex.is_blank(cell)
        return Understood(
            value=f'IFERROR({ex.figure(cell, number.schema, self._scratch.constant)},"")',
            blank=blank,
            state=f'IF({VALUE}<>"",IF({LACK}=1,1,0),{_without(blank)})',
            points=f'IF(OR({VALUE}="",{LACK}<>0),0,{self._points(number)})',
        )

    def _ratio(self, ratio: RatioAnswer) -> Understood:
        above = ex.sum_of([self._facts.term(term) for term in ratio.numerator])
        below = ex.sum_of([self._facts.term(term) for term in ratio.denominator])
        return Understood(
            value=f'IF({LACK}=0,IFERROR(IF(({below})=0,"",({above})/({below})),""),"")',
            blank="TRUE",
            state=f'IF({REASON}=1,2,IF({REASON}=-1,1,IF({LACK}=1,1,IF({LACK}=2,0,IF({VALUE}="",5,0)))))',
            points=f'IF(OR({VALUE}="",{LACK}<>0),0,{self._points(ratio)})',
        )

    def _points(self, figure: NumberAnswer | RatioAnswer) -> str:
        """Return the points of a figure; those of cases are left to `cases`, because they need the figure's own cell."""
        return "{cases}" if figure.cases else ex.points_of(figure, VALUE, self._scratch.constant)

    def cases(self, figure: NumberAnswer | RatioAnswer, value: str) -> str:
        """Return the cell with the points of a figure by the first of its cases that holds."""
        cell = "0"
        for case in reversed(figure.cases or ()):
            points = ex.points_of(case, value, self._scratch.constant)
            cell = self._scratch.formula(
                f"IFERROR(IF({self._conditions.holds(case.when)},{points},{cell}),0)" if case.when else f"IFERROR({points},0)"
            )
        return cell

    def _plain(self, indicator: Indicator) -> Understood:
        cell = self._form.cell(Key("answers", indicator.id))
        assert cell is not None
        blank = ex.is_blank(cell)
        text = indicator.answer.text
        if text is None:
            value = f'IF({ex.is_day(cell)},1,"")'
        else:
            value = f'IFERROR(IF(AND(NOT({blank}),LEN({cell})<={text.max_length or 20000:g}),1,""),"")'
        return Understood(value=value, blank=blank, state=f'IF({VALUE}<>"",0,{_without(blank)})', points="0")


def _without(blank: str) -> str:
    """Return the state where no answer is understood: not applicable where the cell is blank and the reason accepted, else missing."""
    return f"IF(AND({blank},{REASON}=1),2,1)"
