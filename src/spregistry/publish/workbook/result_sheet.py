"""The result: the whole, every dimension and standard with its range, pictures, caps, awards, and the largest gaps; all by formulas."""

from collections.abc import Sequence

from spregistry.model.definition import Group
from spregistry.publish.workbook import expressions as ex
from spregistry.publish.workbook import score_formulas as at
from spregistry.publish.workbook.book import Sheet
from spregistry.publish.workbook.form import Form
from spregistry.publish.workbook.lists import Label
from spregistry.publish.workbook.looks import DARK, LINE, MIDDLE
from spregistry.publish.workbook.score_formulas import ScoreSheets
from spregistry.sentence import say

(
    _CODE, _TITLE, _SCORE, _POTENTIAL, _BAND, _DOCUMENTED, _COVERAGE, _EVIDENCE, _ANSWERED, _MISSING, _NA, _NOT_ASKED, _NOT_DUE, _UNDEFINED,
    _NA_AS_ZERO, _RANGE,
) = range(1, 17)  # fmt: skip

_WIDTHS = {_CODE: 8, _TITLE: 50, _BAND: 14, _NA_AS_ZERO: 14, _RANGE: 12}
_GAPS = 15
#: How many levels of groups are shown.
_DEPTH = 2
#: Rows that pictures take.
_PICTURE = 22
#: Dimensions that a radar can show.
_AXES = range(3, 25)


class ResultSheet:
    """Writes the sheet."""

    def __init__(self, form: Form, sheet: Sheet, scores: ScoreSheets, checks: Sequence[str]) -> None:
        """Begin at the top."""
        self.form, self.sheet, self.scores, self.checks = form, sheet, scores, checks
        self.shown = form.shown
        self.row = 1
        self.bands = [
            Label(value=band.id, label=band.label or band.id, points=round(band.from_ * 100)) for band in form.shown.definition.bands or ()
        ]

    def write(self) -> None:
        """Write all of it."""
        sheet = self.sheet
        for column in range(_CODE, _RANGE + 1):
            sheet.width(column, _WIDTHS.get(column, 12.5))
        sheet.text(self.row, _CODE, self.form.text(say("Result")), "title")
        name = self.form.cell("organisation/name")
        end = self.form.cell("period/end")
        if name and end:
            self.sheet.formula(self.row + 1, _CODE, f'IFERROR(IF({ex.is_blank(name)},"",{name}&""),"")', "subtitle line")
        not_this = self.form.text(say("This is a self-assessment: no audit, no rating and no certification."))
        sheet.across(self.row + 2, _CODE, _NA_AS_ZERO, not_this, "notice")
        self.row += 4
        self._whole()
        pictures = self.row
        top = [group for group in self.shown.top if isinstance(group, Group)]
        self.row += _PICTURE if top else 0
        rows = self._table()
        if top:
            self._pictures(pictures, rows)
        self._caps()
        self._awards()
        self._gaps()
        sheet.worksheet.print_area(0, _CODE, self.row, _RANGE)

    def _whole(self) -> None:
        """Write the big numbers."""
        root, has_overall = ScoreSheets.ROOT, self.shown.has_overall
        pairs = [
            *([(say("Score"), self._published(root, 0), "big")] if has_overall else []),
            *([(say("Potential: if all that is missing earned everything"), self._published(root, 1), "big")] if has_overall else []),
            *([(say("Band"), self._band(root), "big text")] if has_overall and self.bands else []),
            *([(say("Documented score: only points with evidence"), self._published(root, 2), "big")] if has_overall else []),
            (say("Answered, of what is asked"), self._coverage(root), "big percent"),
            (say("Answers with points that have evidence"), self._evidence(root), "big percent"),
            (say("Not applicable"), self.scores.ref(root, at.NOT_APPLICABLE), "big count"),
            *([(say("Contradictions between facts"), self._contradictions(), "big count")] if self.checks else []),
        ]
        for sentence, formula, look in pairs:
            self.sheet.text(self.row, _TITLE, self.form.text(sentence), "label")
            self.sheet.formula(self.row, _SCORE, formula, look)
            self.row += 1
        if not has_overall:
            text = self.form.text(say("This standard publishes no total: one number would mislead. Look at its parts."))
            self.sheet.text(self.row, _TITLE, text, "subtitle")
            self.row += 1
        self.row += 1

    def _contradictions(self) -> str:
        return self.scores.result(ex.sum_of([f"IF({cell}=1,1,0)" for cell in self.checks[:100]]))

    def _published(self, id_: str, case: int) -> str:
        cell = self.scores.ref(id_, at.PUBLISHED + case)
        return f'IF({cell}="","",{cell}/100)'

    def _band(self, id_: str) -> str:
        """Return the band that score and potential share, in whole hundredths."""
        if not self.bands:
            return '""'
        table = self.form.lists.add("bands", self.bands)
        low, high = self.scores.ref(id_, at.PUBLISHED), self.scores.ref(id_, at.PUBLISHED + 1)
        below, above = (f"SUMPRODUCT(({table.points}<={cell})*1)" for cell in (low, high))
        return f'IF({low}="","",IF(AND({below}={above},{below}>0),INDEX({table.labels},{below}),""))'

    def _coverage(self, id_: str) -> str:
        answered, missing = self.scores.ref(id_, at.ANSWERED), self.scores.ref(id_, at.MISSING)
        return f'IF({answered}+{missing}=0,"",{answered}/({answered}+{missing}))'

    def _evidence(self, id_: str) -> str:
        positive, documented = self.scores.ref(id_, at.POSITIVE), self.scores.ref(id_, at.DOCUMENTED_COUNT)
        return f'IF({positive}=0,"",{documented}/{positive})'

    def _table(self) -> list[int]:
        """Write the table: dimensions, then the whole, then standards below their dimensions; return the rows of the first."""
        heads = {
            _CODE: say("Code"),
            _TITLE: say("What is scored"),
            _SCORE: say("Score"),
            _POTENTIAL: say("Potential"),
            _BAND: say("Band"),
            _DOCUMENTED: say("Documented"),
            _COVERAGE: say("Answered"),
            _EVIDENCE: say("With evidence"),
            _ANSWERED: say("Answers"),
            _MISSING: say("Missing"),
            _NA: say("Not applicable"),
            _NOT_ASKED: say("Not asked"),
            _NOT_DUE: say("Not due yet"),
            _UNDEFINED: say("Divided by zero"),
            _NA_AS_ZERO: say("If not applicable counted 0"),
            _RANGE: say("Still open"),
        }
        for column, sentence in heads.items():
            self.sheet.text(self.row, column, self.form.text(sentence), "header" if column <= _TITLE else "header right")
        entries = [(path[-1], len(path)) for path in self.shown.groups.values() if len(path) <= _DEPTH]
        tops = [group for group, depth in entries if depth == 1]
        rows = []
        for group in tops:
            self.row += 1
            self._line(group.id, group.code, group.title, bold=True)
            rows.append(self.row)
        if self.shown.has_overall:
            self.row += 1
            self._line(ScoreSheets.ROOT, "", self.form.text(say("Overall")), bold=True)
        if len(entries) > len(tops):
            self.row += 1
            for group, depth in entries:
                self.row += 1
                self._line(group.id, group.code, group.title, bold=depth == 1)
        self.row += 2
        return rows

    def _line(self, id_: str, code: str, title: str, *, bold: bool) -> None:
        ending = " bold" if bold else ""
        sheet, row = self.sheet, self.row
        sheet.text(row, _CODE, code, "table bold" if bold else "table text")
        sheet.text(row, _TITLE, title, "table bold" if bold else "table text")
        for column, case in ((_SCORE, 0), (_POTENTIAL, 1), (_DOCUMENTED, 2), (_NA_AS_ZERO, 3)):
            sheet.formula(row, column, self._published(id_, case), f"table score{ending}")
        sheet.formula(row, _BAND, self._band(id_), f"table band{ending}")
        sheet.formula(row, _COVERAGE, self._coverage(id_), f"table percent{ending}")
        sheet.formula(row, _EVIDENCE, self._evidence(id_), f"table percent{ending}")
        counts = {
            _ANSWERED: at.ANSWERED,
            _MISSING: at.MISSING,
            _NA: at.NOT_APPLICABLE,
            _NOT_ASKED: at.NOT_ASKED,
            _NOT_DUE: at.NOT_YET_DUE,
            _UNDEFINED: at.UNDEFINED,
        }
        for column, count in counts.items():
            sheet.formula(row, column, self.scores.ref(id_, count), f"table count{ending}")
        score, potential = sheet.ref(row, _SCORE), sheet.ref(row, _POTENTIAL)
        sheet.formula(row, _RANGE, f'IF({score}="",0,{potential}-{score})', f"table score{ending}")

    def _pictures(self, row: int, dimensions: list[int]) -> None:
        """Draw bars and, where there are enough dimensions, a radar; what is still open stands in a light colour."""
        if not dimensions:
            return
        bars = self.sheet.book.workbook.add_chart({"type": "bar", "subtype": "stacked"})
        assert bars is not None
        series = ((_SCORE, say("Score"), MIDDLE), (_RANGE, say("Still open"), "#CFE3E0"))
        for column, sentence, colour in series:
            bars.add_series({**self._series(dimensions, column, sentence), "fill": {"color": colour}, "gap": 45})
        bars.set_title({"name": self.form.text(say("Score, and what is still open")), "name_font": {"size": 12, "color": DARK}})
        bars.set_x_axis({"min": 0, "max": 100, "major_gridlines": {"visible": True, "line": {"color": LINE}}})
        bars.set_y_axis({"reverse": True})
        bars.set_legend({"position": "bottom"})
        bars.set_size({"width": 700, "height": 420})
        self.sheet.worksheet.insert_chart(
            row,
            _CODE,
            bars,
            {"object_position": 2, "description": self.form.text(say("Scores of the dimensions as bars; the table below has the numbers"))},
        )
        if len(dimensions) in _AXES:
            self._radar(row, dimensions)

    def _radar(self, row: int, dimensions: list[int]) -> None:
        radar = self.sheet.book.workbook.add_chart({"type": "radar", "subtype": "with_markers"})
        assert radar is not None
        for column, sentence, colour in ((_POTENTIAL, say("Potential"), "#A9CFCA"), (_SCORE, say("Score"), DARK)):
            radar.add_series({**self._series(dimensions, column, sentence), "line": {"color": colour, "width": 2.25}})
        radar.set_title({"name": self.form.text(say("Dimensions")), "name_font": {"size": 12, "color": DARK}})
        radar.set_y_axis({"min": 0, "max": 100, "major_gridlines": {"visible": True, "line": {"color": LINE}}})
        radar.set_legend({"position": "bottom"})
        radar.set_size({"width": 620, "height": 420})
        self.sheet.worksheet.insert_chart(
            row,
            _DOCUMENTED + 1,
            radar,
            {
                "object_position": 2,
                "description": self.form.text(say("Scores of the dimensions as a radar; the table below has the numbers")),
            },
        )

    def _series(self, rows: list[int], column: int, sentence: str) -> dict[str, object]:
        """Return one column of the dimensions as a series."""

        def cells(of: int) -> str:
            return "=" + self.sheet.range((rows[0], of), (rows[-1], of))

        return {"name": self.form.text(sentence), "categories": cells(_TITLE), "values": cells(column)}

    def _section(self, title: str, heads: dict[int, str]) -> None:
        self.sheet.text(self.row, _CODE, self.form.text(title), "section")
        for column in range(_TITLE, _BAND + 1):
            self.sheet.blank(self.row, column, "section")
        self.row += 1
        for column, sentence in heads.items():
            self.sheet.text(self.row, column, self.form.text(sentence), "header")
        self.row += 1

    def _caps(self) -> None:
        """List every cap, pale as long as it does not bite."""
        if not self.scores.caps:
            return
        self._section(
            say("Limits: what nothing else can offset"),
            {_CODE: say("Code"), _TITLE: say("Reason"), _SCORE: say("Holds at"), _POTENTIAL: say("Now")},
        )
        words = [self.form.word(sentence) for sentence in (say("does not bite"), say("bites the score"), say("bites score and potential"))]
        shown = [cap for path in self.shown.groups.values() for cap in path[-1].caps or ()]
        for (cap, row), said in zip(self.scores.caps, [*shown, *self.shown.root_caps], strict=True):
            self.sheet.text(self.row, _CODE, self.shown.indicators[cap.indicator].code, "table text")
            self.sheet.text(self.row, _TITLE, said.reason, "table text")
            self.sheet.number(self.row, _SCORE, cap.to, "table score")
            score, potential = self.scores.cap_bites(row), self.scores.cap_bites(row, potential=True)
            self.sheet.formula(self.row, _POTENTIAL, f"IF({potential}=1,{words[2]},IF({score}=1,{words[1]},{words[0]}))", "table text")
            self.sheet.colour((self.row, _CODE, self.row, _POTENTIAL), f"$E{self.row + 1}={words[0]}", "faded")
            self.row += 1
        self.row += 1

    def _awards(self) -> None:
        """List awards with each of their minimums: reached, not reached, or skipped where nothing is scored."""
        if not self.shown.definition.awards:
            return
        self._section(say("Levels"), {_CODE: "", _TITLE: say("Level, and what it asks"), _SCORE: say("Asked"), _POTENTIAL: say("Reached")})
        reached, short, skipped = (
            self.form.word(sentence) for sentence in (say("reached"), say("not reached"), say("skipped: nothing is scored"))
        )
        for award in self.shown.definition.awards:
            held_row, cells = self.row, []
            self.sheet.text(held_row, _TITLE, award.title, "table bold")
            for minimum in award.minimums:
                self.row += 1
                found = self.scores.ref(minimum.group, at.PUBLISHED)
                needed = int(minimum.score * 100 + 0.5)
                cells.append(self.scores.result(f'IF({found}="",0,IF({found}>={needed},1,-1))'))
                self.sheet.text(self.row, _TITLE, self.shown.groups[minimum.group][-1].title, "table text")
                self.sheet.number(self.row, _SCORE, minimum.score, "table score")
                self.sheet.formula(self.row, _POTENTIAL, f"IF({cells[-1]}=1,{reached},IF({cells[-1]}=-1,{short},{skipped}))", "table text")
            lowest, highest = f"MIN({','.join(cells)})", f"MAX({','.join(cells)})"
            self.sheet.formula(held_row, _POTENTIAL, f"IF(AND({lowest}>=0,{highest}=1),{reached},{short})", "table bold")
            self.row += 1
        self.row += 1

    def _gaps(self) -> None:
        """List the answers that cost most, by what they hold of the whole."""
        count = min(_GAPS, len(self.form.source.indicators))
        self._section(
            say("Largest gaps among what is answered"),
            {_CODE: say("Code"), _TITLE: say("Indicator"), _SCORE: say("Points, of 1"), _POTENTIAL: say("Share of the whole")},
        )
        codes = self.form.lists.add("indicators", [Label(value=one.id, label=one.code) for one in self.shown.indicators.values()])
        titles = self.form.lists.add("gaps", [Label(value=one.id, label=one.title) for one in self.shown.indicators.values()])
        size = len(self.shown.indicators)
        keys = self.scores.gaps(self.form.source)
        for rank in range(1, count + 1):
            place = self.scores.result(f"IFERROR(IF(LARGE({keys},{rank})>0.0000001,MATCH(LARGE({keys},{rank}),{keys},0),0),0)")
            for column, area, look in (
                (_CODE, codes.labels, "table text"),
                (_TITLE, titles.labels, "table text"),
                (_SCORE, self.scores.column(at.SCORE, size), "table score"),
                (_POTENTIAL, self.scores.column(at.SHARE, size), "table percent"),
            ):
                self.sheet.formula(self.row, column, f'IF({place}=0,"",INDEX({area},{place}))', look)
            self.row += 1
        note = self.form.text(
            say("The order follows what each holds of the whole, limits aside. What an improvement adds exactly, the report shows.")
        )
        self.sheet.text(self.row, _CODE, note, "label plain")
        self.row += 1
