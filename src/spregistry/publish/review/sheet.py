"""The review sheet: every text of a version in a row of a workbook, with an empty cell beside it for other words and for a comment."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from spregistry.evolve.comparing.sides import Side
from spregistry.load.consultation.review_sheet import ABOUT, FORM, FORMAT, HEAD, TABLE
from spregistry.load.languages.catalogues import Catalogue, direction, language_name
from spregistry.load.languages.translations import Translation
from spregistry.model.consultation import Consultation, Listed
from spregistry.model.framework import Framework
from spregistry.model.review import ReviewText, review_texts, text_digest
from spregistry.publish.review.reading_order import in_reading_order
from spregistry.publish.versions.field_words import begun, kind_in_words, text_in_words
from spregistry.publish.workbook.book import Book, Sheet
from spregistry.sentence import Sentence, say

#: Where headings stand; the fields above them are hidden.
_HEADINGS = 3


class _Column(NamedTuple):
    """A column of the table: its field, its heading, its width in characters, how its cells look."""

    field: str
    heading: Sentence
    width: float
    look: str


def review_sheet(translation: Translation, consultation: Consultation | None, catalogue: Catalogue) -> bytes:
    """Return the review sheet of a version as the bytes of an .xlsx file.

    Args:
        translation: The version in the language in which it is reviewed; where that is not its own, both texts are shown.
        consultation: Its record, whose groups, regions and rounds can then be chosen from.
        catalogue: The language of headings and explanations.
    """
    source, shown = translation.source, translation.framework
    book = Book(right_to_left=direction(translation.language) == "rtl")
    translate = catalogue.translate
    _read_me(book.sheet(translate(say("Read me")), tab="#17494D"), shown, translation, catalogue)
    about = book.sheet(translate(say("About")), ABOUT, tab="#17494D")
    table = book.sheet(translate(say("Review")), TABLE, tab="#2F7F79")
    hidden = book.sheet("spregistry review", FORM, hidden=True)
    texts = in_reading_order(source, review_texts(source.data))
    _about(about, hidden, consultation, catalogue)
    _table(table, translation, texts, catalogue)
    facts = {
        "format": str(FORMAT),
        "framework": source.reference,
        "digest": source.digest,
        "language": translation.language,
        "rows": str(len(texts)),
    }
    for row, (name, value) in enumerate(facts.items(), 1):
        hidden.text(row, 0, name)
        hidden.text(row, 1, value)
    return book.content(translate(say("Review of {framework}", framework=source.reference)), shown.title)


def _read_me(sheet: Sheet, shown: Framework, translation: Translation, catalogue: Catalogue) -> None:
    sheet.width(1, 110)
    lines = [
        (shown.title, "title"),
        (catalogue.translate(say("Review of {framework}", framework=translation.source.reference)), "subtitle"),
        *((catalogue.translate(line), "wrapped") for line in _guide(translation)),
    ]
    for row, (text, look) in enumerate(lines, 1):
        sheet.text(row, 1, text, look)


def _guide(translation: Translation) -> Sequence[Sentence]:
    guide = [
        say("Every row of the sheet “Review” is one text of the standard. Write better words into the column for proposals, and what you think of it into the column for comments; leave the rest empty."),
        say("Say in the sheet “About” which group of stakeholders you speak for. Write no names of persons anywhere."),
        say("Rows may be sorted and hidden. Save the file as an Excel workbook (.xlsx), and send it back."),
    ]  # fmt: skip
    if translation.language != translation.source.definition.language:
        guide.append(say("Proposals in {language} are read as comments: its editors put them into the standard’s own language.", language=language_name(translation.language)))  # fmt: skip
    return guide


def _about(sheet: Sheet, hidden: Sheet, consultation: Consultation | None, catalogue: Catalogue) -> None:
    """Write the questions about who comments; what the record lists can be chosen."""
    sheet.width(1, 34)
    sheet.width(2, 50)
    translate = catalogue.translate
    sheet.text(1, 1, translate(say("About")), "title")
    groups, regions = _titles(consultation.groups if consultation else None), _titles(consultation.regions if consultation else None)
    rounds = [str(round_.number) for round_ in (consultation.rounds or () if consultation else ())]
    questions: Sequence[tuple[str, Sentence, Sequence[str]]] = (
        ("group", say("Group of stakeholders"), groups),
        ("region", say("Region, where it matters"), regions),
        ("round", say("Round of consultation"), rounds),
        ("on", say("Day, as YYYY-MM-DD"), ()),
    )
    for at, (field, title, choices) in enumerate(questions):
        row = 3 + at
        sheet.text(row, 0, field, "map")
        sheet.text(row, 1, translate(title), "bold")
        sheet.blank(row, 2, "input")
        if choices:
            column = 3 + at
            for place, choice in enumerate(choices):
                hidden.text(1 + place, column, choice)
            area = hidden.range((1, column), (len(choices), column))
            sheet.choose_from(row, 2, area, translate(title), translate(say("Choose one from the list.")))


def _titles(listed: Sequence[Listed] | None) -> list[str]:
    return [each.title for each in listed or ()]


def _table(sheet: Sheet, translation: Translation, texts: list[ReviewText], catalogue: Catalogue) -> None:
    source, sides = translation.source, (Side(translation.framework),)
    shown = review_texts(translation.framework.data) if translation.language != source.definition.language else None
    columns = [
        _Column("made-of", say("Digest"), 4, "map"),
        _Column("id", say("Id"), 26, "code"),
        _Column("code", say("Code"), 10, "code"),
        _Column("kind", say("What it is"), 13, "small"),
        _Column("field", say("Field"), 18, "small"),
        _Column("text", say("Text"), 60, "cell"),
        *([_Column("shown", say("Translation"), 60, "cell")] if shown is not None else []),
        _Column("proposed", say("Proposed text"), 60, "input"),
        _Column("comment", say("Comment"), 50, "input"),
    ]
    for at, column in enumerate(columns, 1):
        sheet.width(at, column.width, hidden=column.field == "made-of")
        sheet.text(0, at, column.field, "map")
        sheet.text(_HEADINGS, at, catalogue.translate(column.heading), "header")
    sheet.text(1, 2, catalogue.translate(say("Review of {framework}", framework=source.reference)), "subtitle line")
    sheet.text(_HEADINGS, 0, HEAD, "map")
    sheet.worksheet.freeze_panes(_HEADINGS + 1, 5)
    translated = {each.name: each.text for each in shown or ()}
    for row, text in enumerate(texts, _HEADINGS + 1):
        sheet.text(row, 0, text.name, "map")
        kind, code = _described(translation, text.element)
        cells: Mapping[str, str] = {
            "made-of": text_digest(text.text),
            "id": text.element,
            "code": code,
            "kind": begun(catalogue.translate(kind)),
            "field": begun(catalogue.translate(text_in_words(text.element, text.field, sides))),
            "text": text.text,
            "shown": translated.get(text.name, ""),
        }
        for at, column in enumerate(columns, 1):
            if cells.get(column.field):
                sheet.text(row, at, cells[column.field], column.look)
            else:
                sheet.blank(row, at, column.look)
    sheet.worksheet.autofilter(_HEADINGS, 1, _HEADINGS + len(texts), len(columns))


def _described(translation: Translation, element: str) -> tuple[str, str]:
    """Return what kind of thing an element is, and its code."""
    framework = translation.source
    if element in framework.groups:
        path = framework.groups[element]
        return translation.name("level", framework.levels[len(path) - 1]), path[-1].code
    if element in framework.indicators:
        return translation.name("level", framework.levels[-1]), framework.indicators[element].code
    if element in framework.facts:
        return say("fact"), ""
    return kind_in_words(element) or say("framework"), ""
