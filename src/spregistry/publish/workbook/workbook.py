"""Puts a workbook together: sheets in their order, then inputs, then the formulas that read them, then what shows results."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from spregistry.load.languages.catalogues import direction
from spregistry.load.languages.translations import Translation
from spregistry.model.workbook_map import CELL, FORM, LISTS, REST, ROWS
from spregistry.publish.hindsight import NOTHING_SINCE, Hindsight
from spregistry.publish.workbook.book import Book
from spregistry.publish.workbook.checks_table import write_checks
from spregistry.publish.workbook.envelope_sheets import write_about, write_form_sheet, write_readme, write_rest
from spregistry.publish.workbook.fact_formulas import ConditionFormulas, FactFormulas, Scratch
from spregistry.publish.workbook.facts_sheet import FactsSheet
from spregistry.publish.workbook.form import Form
from spregistry.publish.workbook.given import Given
from spregistry.publish.workbook.held_rows import write_held_rows
from spregistry.publish.workbook.indicator_formulas import IndicatorFormulas
from spregistry.publish.workbook.lists import Lists
from spregistry.publish.workbook.plan_sheet import write_actions
from spregistry.publish.workbook.questions_sheet import QuestionSheets
from spregistry.publish.workbook.result_sheet import ResultSheet
from spregistry.publish.workbook.score_formulas import ScoreSheets
from spregistry.publish.workbook.states import show_states
from spregistry.sentence import say


def workbook(
    translation: Translation,
    submission: Mapping[str, Any] | None = None,
    *,
    function: str | None = None,
    others: Sequence[Translation] = (),
    known: Hindsight = NOTHING_SINCE,
) -> bytes:
    """Return a workbook to fill in, as the bytes of an .xlsx file; the same arguments give the same bytes.

    Args:
        translation: The framework, or profile, as the workbook's readers read it.
        submission: A submission to it as plain data, to fill the workbook with; what no cell can hold is carried along.
        function: Only what one function of the institution answers; such a part shows no result.
        others: The same framework in other languages, whose labels are understood as well when the workbook is read.
        known: What is known of the version since it was released: told before anything else, and errata beside their questions as well.
    """
    return _Maker(translation, submission, function, others, known).content()


class _Maker:
    def __init__(
        self,
        translation: Translation,
        submission: Mapping[str, Any] | None,
        function: str | None,
        others: Sequence[Translation],
        known: Hindsight,
    ) -> None:
        book = Book(right_to_left=direction(translation.language) == "rtl")
        self.book = book
        self.form = form = Form(
            translation=translation,
            others=[other for other in others if other.language != translation.language],
            function=function,
            given=Given(submission),
            book=book,
            lists=Lists(),
            hindsight=known,
        )
        title = form.text
        self.questions = QuestionSheets(form)
        self.readme = book.sheet(title(say("Read me")), tab="#17494D")
        self.about = book.sheet(title(say("About")), ROWS, tab="#17494D")
        self.facts = book.sheet(title(say("Facts")), ROWS, tab="#2F7F79")
        self.parts = [(book.sheet(name, ROWS, tab="#7FB8B2"), name, nodes) for name, nodes in self.questions.parts()]
        self.results = (
            [] if function else [book.sheet(title(say("Result")), tab="#D9A441"), book.sheet(title(say("Action plan")), tab="#D9A441")]
        )
        self.hidden = {
            name: book.sheet(f"spregistry {name}", mark, hidden=True) for name, mark in (("form", FORM), ("lists", LISTS), ("rest", REST))
        }
        self.hidden |= {name: book.sheet(f"c_{name}", hidden=True) for name in ("facts", "rules", "scores", "links", "caps")}
        form.lists.begin(self.hidden["lists"])

    def content(self) -> bytes:
        form, hidden = self.form, self.hidden
        write_form_sheet(form, hidden["form"])
        write_readme(form, self.readme)
        write_about(form, self.about)
        facts = FactsSheet(form, self.facts)
        facts.write()
        for sheet, title, nodes in self.parts:
            self.questions.write(sheet, title, nodes)
        scratch = Scratch(hidden["rules"])
        understood = FactFormulas(form, hidden["facts"], scratch)
        understood.write()
        checks = write_checks(form, facts, understood)
        scores = ScoreSheets(form, hidden["scores"], hidden["links"], hidden["caps"], scratch)
        scores.write(IndicatorFormulas(form, understood, ConditionFormulas(understood.facts, scratch), scratch))
        show_states(form, self.questions, scores)
        if self.results:
            result, plan = self.results
            write_actions(form, plan, scores)
            ResultSheet(form, result, scores, checks).write()
        write_held_rows(form)
        write_rest(hidden["rest"], _pieces(form.given.rest()))
        self.readme.worksheet.activate()
        return self.book.content(form.shown.title, form.source.reference)


def _pieces(rest: Mapping[str, Any]) -> list[str]:
    """Return data as pieces of JSON that fit into cells; none where there is nothing."""
    if not rest:
        return []
    text = json.dumps(rest, ensure_ascii=True)
    return [text[at : at + CELL] for at in range(0, len(text), CELL)]
