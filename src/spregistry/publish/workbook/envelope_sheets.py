"""The sheets around the questions: what this workbook is and how it is filled in, and who is assessed, when and by whom."""

from collections.abc import Iterator, Sequence
from typing import Any

from spregistry.load.languages.catalogues import language_name
from spregistry.model.workbook_map import FORMAT, HEAD, ROWS, SHOWN
from spregistry.publish.hindsight import erratum_in_words
from spregistry.publish.workbook.book import Sheet
from spregistry.publish.workbook.form import Entry, Form
from spregistry.publish.workbook.lists import Label, Labels
from spregistry.sentence import say
from spregistry.version import ENGINE


def write_form_sheet(form: Form, sheet: Sheet) -> None:
    """Write what programs need to know about the workbook; hidden."""
    source = form.source
    rows = [
        ("format", str(FORMAT)),
        ("framework", source.submission_reference),
        *([("profile", source.reference)] if source.definition.based_on else []),
        ("digest", source.digest),
        ("language", form.translation.language),
        ("engine", ENGINE),
        *([("function", form.function)] if form.function else []),
    ]
    for at, (name, value) in enumerate(rows, 1):
        sheet.text(at, 0, name)
        sheet.text(at, 1, value)


def write_readme(form: Form, sheet: Sheet) -> None:
    """Write what this is, what it is not, and how it is filled in; before that, what is known of the version since."""
    shown = form.shown
    sheet.width(1, 26)
    sheet.width(2, 84)
    sheet.text(1, 1, shown.title, "title")
    functions = {function.id: function.title for function in shown.definition.functions or ()}
    subtitle = form.text(say("Self-assessment workbook"))
    if form.function:
        subtitle = form.text(say("Part of the self-assessment: {function}", function=functions.get(form.function, form.function)))
    sheet.text(2, 1, subtitle, "subtitle")
    row = 4
    for paragraph in _hindsight(form):
        for said in paragraph:
            sheet.across(row, 1, 2, said, "notice")
            row += 1
        row += 1
    for heading, sentences in _guide(form):
        sheet.text(row, 1, form.text(heading), "section")
        sheet.blank(row, 2, "section")
        for sentence in sentences:
            row += 1
            sheet.across(row, 1, 2, form.text(sentence), "wrapped")
        row += 2
    sheet.text(row, 1, form.text(say("About this workbook")), "section")
    sheet.blank(row, 2, "section")
    for label, value in _facts(form):
        row += 1
        sheet.text(row, 1, form.text(label), "bold")
        sheet.text(row, 2, value, "wrapped")


def _hindsight(form: Form) -> Iterator[list[str]]:
    """Yield what is told before anything else, in paragraphs of one line or more: the errata as well, which name what they are about."""
    for turn in form.hindsight.turns:
        yield [form.text(turn.message), form.text(turn.advice)]
    errata = [*_errata(form)]
    if errata:
        yield errata


def _errata(form: Form) -> Iterator[str]:
    """Yield the errata of all that the workbook asks, each with the code and title of its element."""
    shown = form.shown
    titles = {id_: f"{path[-1].code} {path[-1].title}" for id_, path in shown.groups.items()}
    titles |= {id_: f"{indicator.code} {indicator.title}" for id_, indicator in shown.indicators.items()}
    titles |= {id_: fact.title for id_, fact in shown.facts.items()}
    for id_, events in form.hindsight.errata.items():
        if id_ is None:
            yield from (form.text(erratum_in_words(event)) for event in events)
        elif id_ in titles and (id_ not in shown.indicators or form.asked(id_)):
            for event in events:
                yield form.text(say("{element}: {message}", element=titles[id_], message=erratum_in_words(event)))


def _guide(form: Form) -> Sequence[tuple[str, Sequence[str]]]:
    how = [
        say("Fill in the pale yellow cells only. All others are protected, without a password, so that formulas stay whole."),
        say("Begin with the sheet of facts: they decide which questions are asked of you. What is not asked turns grey."),
        say("Choose an answer from the list in its cell. Write down the evidence, one document per line (Alt+Enter begins a line)."),
        say(
            "Where a question does not apply, choose the reason in the column for it, and leave the answer blank if there is no such answer."
        ),
        say("A checklist is answered once one of its lines says yes or no. Lines left blank count as no."),
        say("A figure that nobody measures is neither zero nor blank: say “Yes” in the column for what is not measured."),
        say("The result is worked out as you type. Until all is answered it is a range: from all that is missing earning nothing to all."),
        say("Do not delete hidden rows, columns or sheets: they tell which answer belongs to which question."),
    ]
    result = [
        say("A result is a self-assessment: no audit, no rating and no certification. It shows where you stand and what comes next."),
        *([form.shown.definition.notice] if form.shown.definition.notice else []),
    ]
    if form.function:
        how[6] = say("This is a part. Send it back when it is filled in; the parts are put together with “spregistry merge”.")
    return [(say("How to fill it in"), how), (say("What it is, and what it is not"), result)]


def _facts(form: Form) -> list[tuple[str, str]]:
    source = form.source
    return [
        (say("Standard"), source.submission_reference),
        *([(say("Profile"), source.reference)] if source.definition.based_on else []),
        (say("Digest"), source.digest),
        (say("Language"), language_name(form.translation.language)),
        (say("Licence of the standard"), form.shown.definition.licence),
        (say("Made with"), ENGINE),
    ]


def _levels(form: Form) -> list[Label]:
    sentences = {
        "self": say("By the institution alone"),
        "accompanied": say("Accompanied by a trained outsider"),
        "verified": say("Verified by an independent assessor"),
    }
    return [Label(value=value, label=form.text(sentence)) for value, sentence in sentences.items()]


def _statuses(form: Form) -> list[Label]:
    return [Label(value="draft", label=form.text(say("Draft"))), Label(value="final", label=form.text(say("Final")))]


def _sections(form: Form) -> Sequence[tuple[str, Sequence[tuple[str, str, str]]]]:
    """Return the sections: heading, then key, label and kind of each row."""
    institution = [
        ("organisation/name", say("Name of the institution"), "line"),
        ("organisation/country", say("Country, as two letters such as KE"), "line"),
        ("organisation/region", say("Region"), "line"),
        ("organisation/website", say("Website"), "line"),
        ("organisation/contact", say("Contact"), "line"),
    ]
    period = [("period/start", say("First day of the period"), "date"), ("period/end", say("Last day of the period"), "date")]
    respondent = [
        ("respondent/group", say("Which group answers"), "group"),
        ("respondent/role", say("Role of the person who answers"), "line"),
        ("respondent/name", say("Name of the person who answers"), "line"),
    ]
    if form.function:
        return [(say("Institution and period"), [institution[0], *period]), (say("Who answers"), respondent[1:])]
    currency = [
        ("currency/code", say("Currency of all amounts, as three letters such as KES"), "line"),
        ("currency/per_usd", say("Units of it for one US dollar"), "number"),
        ("currency/date", say("Day of this rate"), "date"),
        ("currency/source", say("Source of this rate"), "line"),
    ]
    assurance = [
        ("assurance/level", say("How the answers are assured"), "level"),
        ("assurance/assessor", say("Assessor"), "line"),
        ("assurance/organisation", say("Organisation of the assessor"), "line"),
        ("assurance/qualification", say("Qualification of the assessor"), "line"),
        ("assurance/dates", say("Days of the visits, one per line, such as 2026-01-31"), "dates"),
        ("assurance/places", say("Places visited, one per line"), "lines"),
    ]
    state = [
        ("submission/status", say("State: a draft may lack anything; what is final is complete"), "status"),
        ("submission/language", say("Language of your remarks, such as en or fr"), "line"),
    ]
    return [
        (say("Institution and period"), [*institution, *period]),
        (say("Currency"), currency),
        (say("Assurance"), assurance),
        (say("Who answers"), respondent),
        (say("State of this file"), state),
    ]


def write_about(form: Form, sheet: Sheet) -> None:
    """Write who is assessed, over which period, in which currency, assured by whom, and in which state the file is."""
    sheet.width(1, 4, hidden=True)
    sheet.width(2, 46)
    sheet.width(3, 52)
    sheet.text(0, 0, ROWS, "map")
    sheet.text(0, 2, SHOWN, "map")
    sheet.text(0, 3, "value", "map")
    form.columns[sheet.name] = {"value": form.text(say("Answer"))}
    sheet.text(1, 0, HEAD, "map")
    sheet.text(1, 2, form.text(say("About this assessment")), "title")
    row = 2
    for heading, rows in _sections(form):
        row += 1
        sheet.text(row, 0, SHOWN, "map")
        sheet.text(row, 2, form.text(heading), "section")
        sheet.blank(row, 3, "section")
        for key, label, kind in rows:
            row += 1
            _entry(form, sheet, row, key, form.text(label), kind)
        row += 1


def _entry(form: Form, sheet: Sheet, row: int, key: str, label: str, kind: str) -> None:
    labels: Labels | None = None
    if kind == "level":
        labels = form.lists.add("assurance", _levels(form))
    elif kind == "status":
        labels = form.lists.add("status", _statuses(form))
    elif kind == "group":
        groups = [Label(value=group.id, label=group.title) for group in form.shown.definition.respondent_groups or ()]
        labels = form.lists.add("respondents", groups) if groups else None
    kind = f"option:{labels.name}" if labels else "line" if kind == "group" else kind
    sheet.text(row, 0, key, "map")
    sheet.text(row, 1, kind, "map")
    sheet.text(row, 2, label, "cell")
    form.details[key] = label
    form.enter(sheet, (row, 3), Entry(key, "value", kind, _known(form, key, kind), labels))
    if kind == "number":
        message = form.text(say("Write a number greater than 0."))
        sheet.accept(row, 3, {"validate": "decimal", "criteria": ">", "value": 0}, form.text(say("A number is needed")), message)


def _known(form: Form, key: str, kind: str) -> Any:
    section, name = key.split("/")
    path = (name,) if section == "submission" else (section, name)
    if kind in ("lines", "dates"):
        return form.given.lines(*path)
    value = form.given.scalar(*path)
    if form.given.fresh:
        return {"submission/language": form.translation.language, "submission/status": "draft"}.get(key, value)
    return value


def write_rest(sheet: Sheet, pieces: list[str]) -> None:
    """Write what has no cell of its own, as pieces of one JSON text; hidden."""
    for at, piece in enumerate(pieces, 1):
        sheet.text(at, 0, piece)
