"""The hidden sheets that score: one row per indicator and group, one per child of a group, one per cap (scoring rules 2, 3, 4, 6, 7).

Every sum is made child by child in declared order, each in a cell of its own, so that the numbers are those of the engine. Four cases
stand side by side: score, potential, documented, and not applicable as zero.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from spregistry.check.figures import compile_formula
from spregistry.check.worth import best_of
from spregistry.model.definition import Aggregate, Cap, CountAggregate, Group, Indicator
from spregistry.model.framework import Framework
from spregistry.model.state import State
from spregistry.model.workbook_map import Key
from spregistry.publish.workbook import expressions as ex
from spregistry.publish.workbook.book import Sheet
from spregistry.publish.workbook.fact_formulas import Scratch
from spregistry.publish.workbook.form import Form
from spregistry.publish.workbook.indicator_formulas import IndicatorFormulas
from spregistry.publish.workbook.lists import Label

#: Columns of a node. Of a group, counts are those of the indicators inside it.
(
    _ID, VALUE, REASON, LACK, _BASE, STATE, _POINTS, EVIDENCE, SCORED, COUNTED, COUNTED_NA, SCORE, POTENTIAL, DOCUMENTED, NA_AS_ZERO,
    ANSWERED, MISSING, NOT_APPLICABLE, NOT_ASKED, NOT_YET_DUE, UNDEFINED, POSITIVE, DOCUMENTED_COUNT,
    PUBLISHED, _PUBLISHED_POTENTIAL, _PUBLISHED_DOCUMENTED, _PUBLISHED_NA, STATUS, SHARE, GAP, _GATE, _DUE,
) = range(32)  # fmt: skip

#: The four cases: where a node's value stands, and whether it counts in it.
_CASES = ((SCORE, COUNTED), (POTENTIAL, COUNTED), (DOCUMENTED, COUNTED), (NA_AS_ZERO, COUNTED_NA))
_COUNTS = range(ANSWERED, DOCUMENTED_COUNT + 1)

#: What is worked out beside the states: no number of a state is used twice.
NOT_UNDERSTOOD, NO_REASON, FACT_ABSENT, FACT_NOT_MEASURED, NO_EVIDENCE = range(6, 11)


class Link(NamedTuple):
    """A child of a group, with its row on the sheet of links."""

    child: str
    weight: float
    row: int


class ScoreSheets:
    """Writes the sheets; `root` is the id of the whole, which no group can have."""

    ROOT = "/"

    def __init__(self, form: Form, nodes: Sheet, links: Sheet, caps: Sheet, scratch: Scratch) -> None:
        """Number the nodes: indicators, then groups, then the root."""
        self._form, self._nodes, self._links, self._caps, self._scratch = form, nodes, links, caps, scratch
        framework = form.source
        self.rows = {id_: row for row, id_ in enumerate([*framework.indicators, *framework.groups, self.ROOT], 1)}
        self._link_row = 0
        self._cap_row = 0
        self.links: dict[str, list[Link]] = {}
        #: Every cap in the order of the groups, the root's last, with its row on its sheet.
        self.caps: list[tuple[Cap, int]] = []

    def ref(self, id_: str, column: int) -> str:
        """Return a cell of a node."""
        return self._nodes.ref(self.rows[id_], column)

    def column(self, column: int, count: int) -> str:
        """Return one column of the first nodes, which are the indicators."""
        return self._nodes.range((1, column), (count, column))

    def result(self, formula: str) -> str:
        """Write a formula that others refer to, and return its cell."""
        return self._scratch.formula(formula)

    def gaps(self, framework: Framework) -> str:
        """Write how much of the whole each answered indicator still lacks, and return the column; no two are alike."""
        for place, (id_, indicator) in enumerate(framework.indicators.items(), 1):
            best = ex.literal(_best(framework, indicator), self._scratch.constant)
            lacks = f"{self.ref(id_, SHARE)}*({best}-{self.ref(id_, SCORE)})"
            answered = f"AND({self.ref(id_, STATE)}=0,{self.ref(id_, COUNTED)}=1)"
            tie = f"{place}/1000000000000"
            self._nodes.formula(self.rows[id_], GAP, f"IF({answered},{lacks}-{tie},-{tie})")
        return self.column(GAP, len(framework.indicators))

    def cap_bites(self, row: int, *, potential: bool = False) -> str:
        """Return the cell that holds 1 where a cap bites."""
        return self._caps.ref(row, 1 if potential else 0)

    def write(self, formulas: IndicatorFormulas) -> None:
        """Write all nodes."""
        framework = self._form.source
        for id_ in framework.indicators:
            if self._form.asked(id_):
                self._indicator(framework, id_, formulas)
        if self._form.function is not None:
            # A part has states, and no scores.
            return
        for path in framework.groups.values():
            self._group(path[-1].id, path[-1].aggregate, path[-1].children, path[-1].caps or ())
        scoring = framework.definition.scoring
        self._group(self.ROOT, scoring.aggregate if scoring else None, framework.top, framework.root_caps)
        self._shares()

    def _indicator(self, framework: Framework, id_: str, formulas: IndicatorFormulas) -> None:
        position = framework.positions[id_]
        indicator, row, write = position.indicator, self.rows[id_], self._nodes.formula
        own = {"value": self.ref(id_, VALUE), "reason": self.ref(id_, REASON), "lack": self.ref(id_, LACK)}
        figure = indicator.answer.figure
        own["cases"] = formulas.cases(figure, own["value"]) if figure and figure.cases else "0"
        understood = formulas.understood(indicator)
        self._nodes.text(row, _ID, id_)
        write(row, REASON, formulas.reason(indicator))
        write(row, LACK, formulas.lack(indicator))
        write(row, VALUE, understood.value.format_map(own))
        # An error in a cell that is filled in stays there: its indicator is missing, and no score becomes an error.
        write(row, _BASE, f"IFERROR({understood.state.format_map(own)},1)")
        write(row, _GATE, formulas.gate(position))
        write(row, _DUE, formulas.due(position))
        base, gate, due = (self.ref(id_, column) for column in (_BASE, _GATE, _DUE))
        write(row, STATE, f"IF({gate}=3,3,IF({gate}=1,1,IF({due}=4,4,IF({due}=1,1,{base}))))")
        state = self.ref(id_, STATE)
        write(row, _POINTS, f"IF({state}=0,IFERROR({understood.points.format_map(own)},0),0)")
        evidence = self._form.cell(Key("answers", id_), "evidence")
        write(row, EVIDENCE, f'IFERROR(IF(TRIM(SUBSTITUTE({evidence},CHAR(10),""))="",0,1),0)' if evidence else "0")
        self._counted(framework, id_)
        write(row, STATUS, self._status(id_, understood.blank))

    def _counted(self, framework: Framework, id_: str) -> None:
        row, write = self.rows[id_], self._nodes.formula
        self._nodes.number(row, SCORED, int(framework.is_scored(framework.indicators[id_])))
        state, points, evidence, scored, counted, score = (
            self.ref(id_, column) for column in (STATE, _POINTS, EVIDENCE, SCORED, COUNTED, SCORE)
        )
        write(row, COUNTED, f"IF(AND({scored}=1,{state}<=1),1,0)")
        write(row, COUNTED_NA, f"IF(AND({scored}=1,{state}<=2),1,0)")
        write(row, SCORE, f"IF({counted}=1,{points},0)")
        write(row, POTENTIAL, f"IF({counted}=1,IF({state}=1,1,{points}),0)")
        write(row, DOCUMENTED, f"IF({evidence}=1,{score},0)")
        write(row, NA_AS_ZERO, score)
        for at, column in enumerate(range(ANSWERED, UNDEFINED + 1)):
            write(row, column, f"IF(AND({scored}=1,{state}={at}),1,0)")
        write(row, POSITIVE, f"IF({score}>0,1,0)")
        write(row, DOCUMENTED_COUNT, f"IF({self.ref(id_, DOCUMENTED)}>0,1,0)")

    def _status(self, id_: str, blank: str) -> str:
        state, lack, gate, due, value, reason, score, evidence = (
            self.ref(id_, column) for column in (STATE, LACK, _GATE, _DUE, VALUE, REASON, SCORE, EVIDENCE)
        )
        told = self._form.cell(Key("answers", id_), "no_evidence")
        unsaid = f"AND({score}>0,{evidence}=0{f',{ex.is_blank(told)}' if told else ''})"
        answered = f"IF({lack}=2,{FACT_NOT_MEASURED},IF({unsaid},{NO_EVIDENCE},{int(State.ANSWERED)}))"
        wrong = f'AND(NOT({blank}),OR({value}="",{value}=0))'
        missing = (
            f"IF(OR({gate}=1,{due}=1,{lack}=1),{FACT_ABSENT},IF({wrong},{NOT_UNDERSTOOD},"
            f"IF(OR({reason}=-1,NOT({blank})),{NO_REASON},{int(State.MISSING)})))"
        )
        return f"IFERROR(IF({state}=0,{answered},IF({state}=1,{missing},{state})),{NOT_UNDERSTOOD})"

    def _group(self, id_: str, aggregate: Aggregate | None, children: Sequence[Group | Indicator], caps: Sequence[Cap]) -> None:
        row, write = self.rows[id_], self._nodes.formula
        self._nodes.text(row, _ID, id_)
        taken = [*_nearest(children)] if aggregate == "points" else children
        links = self.links[id_] = [self._link(child, aggregate, first=at == 0) for at, child in enumerate(taken)]
        last = links[-1].row
        write(row, COUNTED, f"IF({self._links.ref(last, 2)}>0,1,0)")
        write(row, COUNTED_NA, f"IF({self._links.ref(last, 3)}>0,1,0)")
        uncapped = [self._aggregated(aggregate, last, case) for case in range(len(_CASES))]
        values = self._capped(id_, caps, uncapped) if caps else uncapped
        for (column, _), value in zip(_CASES, values, strict=True):
            write(row, column, value)
        inside = [self.rows[indicator.id] for indicator in _indicators(children)]
        for column in _COUNTS:
            write(row, column, f"SUM({self._nodes.range((inside[0], column), (inside[-1], column))})")
        for at, (column, counted) in enumerate(_CASES):
            value = ex.published(self.ref(id_, column))
            write(row, PUBLISHED + at, f'IF({self.ref(id_, counted)}=1,{value},"")')

    def _link(self, child: Group | Indicator, aggregate: Aggregate | None, *, first: bool) -> Link:
        """Write a child: its weight, then running sums of what counts (twice) and of the four cases; or lowest, or number reached."""
        self._link_row += 1
        row, write = self._link_row, self._links.formula
        weight = float(child.weight or 1)
        self._links.text(row, 0, child.id)
        self._links.number(row, 1, weight)
        weighted = aggregate in (None, "mean", "points")
        by = f"*{self._links.ref(row, 1)}" if weighted and weight != 1 else ""
        for column, counts in ((2, COUNTED), (3, COUNTED_NA)):
            before = "" if first else self._links.ref(row - 1, column) + "+"
            write(row, column, f"{before}{self.ref(child.id, counts)}{by}")
        for at, (value, counts) in enumerate(_CASES):
            own, counted = self.ref(child.id, value), self.ref(child.id, counts)
            before = "" if first else self._links.ref(row - 1, 4 + at)
            if weighted:
                formula = f"{before}+{own}{by}" if before else f"{own}{by}"
            elif aggregate == "min":
                formula = f"IF({counted}=1,MIN({before or 2},{own}),{before or 2})"
            else:
                assert isinstance(aggregate, CountAggregate)
                reached = ex.reaches(own, float(aggregate.count.level), self._scratch.constant)
                formula = f"{before or 0}+IF(AND({counted}=1,{reached}),1,0)"
            write(row, 4 + at, formula)
        return Link(child.id, weight, row)

    def _aggregated(self, aggregate: Aggregate | None, last: int, case: int) -> str:
        """Return the value of a group before its caps, from the last of its links."""
        total = self._links.ref(last, 4 + case)
        present = self._links.ref(last, 3 if _CASES[case][1] == COUNTED_NA else 2)
        if aggregate in (None, "mean", "points"):
            return f"IF({present}=0,0,{total}/{present})"
        if aggregate == "min":
            return f"IF({present}=0,0,{total})"
        assert isinstance(aggregate, CountAggregate)
        rows = [Label(value=f"{row.from_:g}", label=f"{row.from_:g}", points=float(row.points)) for row in aggregate.count.table]
        table = self._form.lists.add("table", [Label(value="0", label="0", points=0.0), *rows], shared=True)
        # A threshold above the number of scored children is read as that number.
        reached = [f"IF(OR({total}>={row.from_:g},{total}>={present}),1,0)" for row in aggregate.count.table]
        pieces = [self._scratch.formula(ex.sum_of(reached[at : at + 40])) for at in range(0, len(reached), 40)]
        return f"IF({present}=0,0,INDEX({table.points},1+{ex.sum_of(pieces)}))"

    def _capped(self, id_: str, caps: Sequence[Cap], uncapped: Sequence[str]) -> list[str]:
        """Write the caps of a group below each other: whether each bites in the four cases, and what is left; return the last cells."""
        values = [self._scratch.formula(value) for value in uncapped]
        for cap in caps:
            self._cap_row += 1
            row = self._cap_row
            self.caps.append((cap, row))
            for at, (value, counts) in enumerate(_CASES):
                falls = f"NOT({ex.reaches(self.ref(cap.indicator, value), cap.below, self._scratch.constant)})"
                counted = f"{self.ref(cap.indicator, counts)}=1,{self.ref(id_, counts)}=1"
                bites = self._caps.formula(row, at, f"IF(AND({counted},{falls}),1,0)")
                limit = ex.literal(cap.to / 100, self._scratch.constant)
                values[at] = self._caps.formula(row, 4 + at, f"IF({bites}=1,MIN({values[at]},{limit}),{values[at]})")
        return values

    def _shares(self) -> None:
        """Write how much of the whole each node holds, caps aside, from the root down; what the whole does not look at holds nothing."""
        self._nodes.formula(self.rows[self.ROOT], SHARE, "1")
        waiting = [self.ROOT]
        while waiting:
            parent = waiting.pop()
            for link in self.links[parent]:
                total = self._links.ref(self.links[parent][-1].row, 2)
                weight = self._links.ref(link.row, 1)
                share = f"IF({self.ref(link.child, COUNTED)}=1,{self.ref(parent, SHARE)}*{weight}/{total},0)"
                self._nodes.formula(self.rows[link.child], SHARE, f"IFERROR({share},0)")
                if link.child in self.links:
                    waiting.append(link.child)


def _best(framework: Framework, indicator: Indicator) -> float:
    """Return the most points that an indicator can earn."""
    formula = compile_formula(indicator.answer.figure, framework.facts) if indicator.answer.figure else None
    return formula.best if formula else best_of(framework, indicator)


def _nearest(children: Sequence[Group | Indicator]) -> Iterator[Group | Indicator]:
    """Yield the nearest indicators and `count` or `min` groups, depth first (scoring rule 3)."""
    for child in children:
        if isinstance(child, Indicator) or child.aggregate == "min" or isinstance(child.aggregate, CountAggregate):
            yield child
        else:
            yield from _nearest(child.children)


def _indicators(children: Sequence[Group | Indicator]) -> Iterator[Indicator]:
    for child in children:
        if isinstance(child, Indicator):
            yield child
        else:
            yield from _indicators(child.children)
