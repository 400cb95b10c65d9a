"""The interface in other languages: sentences keep what they were made of, catalogues are whole, current and safe, and right-to-left works."""

import pickle
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from spregistry.errors import DocumentError, UnknownLanguage
from spregistry.load.languages import sentences
from spregistry.load.languages.catalogues import (
    PSEUDO,
    TEMPLATE,
    Catalogue,
    browser_interface,
    direction,
    interface,
    interface_entries,
    interface_languages,
    interface_sentences,
    language_name,
    nearest,
    parse_po,
    pseudo,
    write_po,
)
from spregistry.load.languages.interface_translations import interface_translation, updated_entries
from spregistry.load.text.po_text import PLACE, Entry, fits
from spregistry.sentence import Sentence, Several, figure, say, translate

PACKAGE = Path(__file__).parents[1] / "src" / "spregistry"
SHIPPED = ("es", "fr")

GERMAN = {
    "The file {file} is empty": "Die Datei {file} ist leer",
    "{words} or {last}": "{words} oder {last}",
    "{words}, {next}": "{words}, {next}",
    "a number": "eine Zahl",
    "{low} is more than {high}": "{low} ist mehr als {high}",
}


def german(text: str) -> str:
    return translate(text, lambda template: GERMAN.get(template, template), lambda number: number.replace(",", "."))


def test_a_sentence_is_english_text_that_can_be_said_otherwise() -> None:
    sentence = say("The file {file} is empty", file="a.yaml")
    assert sentence == "The file a.yaml is empty"
    assert hash(sentence) == hash("The file a.yaml is empty")
    assert german(sentence) == "Die Datei a.yaml ist leer"
    assert german("The file a.yaml is empty") == "The file a.yaml is empty"  # no sentence


def test_sentences_within_sentences_and_rows_are_said_otherwise_too() -> None:
    row = Several(["text", say("a number"), "a list"])
    sentence = say("{words} or {last}", words=row, last=say("a number"))
    assert sentence == "text, a number, a list or a number"
    assert german(sentence) == "text, eine Zahl, a list oder eine Zahl"


def test_numbers_are_written_as_the_language_writes_them() -> None:
    sentence = say("{low} is more than {high}", low=figure(12345, ",.10g"), high=figure(9876, ",.10g"))
    assert sentence == "12,345 is more than 9,876"
    assert german(sentence) == "12.345 ist mehr als 9.876"


def test_without_values_braces_are_only_braces() -> None:
    assert say("Add “currency: {code: …}”.") == "Add “currency: {code: …}”."
    assert german(say("Add “currency: {code: …}”.")) == "Add “currency: {code: …}”."


def test_values_are_never_taken_for_places() -> None:
    assert say("The file {file} is empty", file="{file.__class__}") == "The file {file.__class__} is empty"
    assert german(say("The file {file} is empty", file="{0}")) == "Die Datei {0} ist leer"


def test_sentences_travel_between_processes() -> None:
    sentence = say("{words} or {last}", words=Several(["a", say("a number")]), last=figure(1.5))
    back = pickle.loads(pickle.dumps(sentence))  # noqa: S301  # our own
    assert (back, german(back)) == (sentence, german(sentence))
    assert isinstance(back, Sentence)


@pytest.mark.parametrize(
    ("language", "english", "written"),
    [
        ("en", "1,234.5", "1,234.5"),
        ("fr", "1,234.5", "1\u202f234,5"),
        ("es", "12,345.67", "12.345,67"),
        ("fr", "45%", "45\u00a0%"),
        ("es", "99.5%", "99,5\u00a0%"),
        ("en", "45%", "45%"),
        ("ar-XB", "1,234.5", "1,234.5"),
        ("fr", "−0.25", "−0,25"),
    ],
)
def test_numbers_of_shipped_languages(language: str, english: str, written: str) -> None:
    assert Catalogue(language).respell(english) == written


@pytest.mark.parametrize(
    ("asked", "found"),
    [("fr", "fr"), ("FR", "fr"), ("fr-CI", "fr"), ("fr_FR.UTF-8", "fr"), ("pt-br", "pt-BR"), ("pt", None), ("de", None), ("", None)],
)
def test_the_nearest_language_serves(asked: str, found: str | None) -> None:
    assert nearest(asked, ("en", "fr", "pt-BR")) == found


def test_directions_and_names_of_languages() -> None:
    directions = [direction(language) for language in ("fr", "ar", "ur", "he", "fa-AF", PSEUDO, "no language")]
    assert directions == ["ltr", "rtl", "rtl", "rtl", "rtl", "rtl", "ltr"]
    assert [language_name(language) for language in ("fr", "es", "sw", "xx")] == ["français", "español", "Kiswahili", "xx"]


def test_languages_that_the_interface_does_not_speak() -> None:
    with pytest.raises(UnknownLanguage, match="the interface has no translation into xx"):
        interface("xx")


# The pseudo-language.


def test_the_pseudo_language_turns_words_and_keeps_places() -> None:
    turned = pseudo("Saved {when} by {who}.")
    assert PLACE.findall(turned) == ["when", "who"]
    assert fits("Saved {when} by {who}.", turned)
    assert turned.startswith("\N{RIGHT-TO-LEFT OVERRIDE}Saved")
    assert turned.count("\N{RIGHT-TO-LEFT OVERRIDE}") == turned.count("\N{POP DIRECTIONAL FORMATTING}") == 3
    assert len(turned) > 1.3 * len("Saved {when} by {who}.")


def test_the_pseudo_language_says_everything() -> None:
    mirrored = interface(PSEUDO)
    assert mirrored.keys() == {entry.source for entry in interface_sentences()}
    assert all(fits(source, text) for source, text in mirrored.items())
    assert Catalogue(PSEUDO).direction == "rtl"


# Collecting.


def said(code: str, *, file: str = "check/a.py") -> list[str]:
    return [one.template for one in sentences.in_python(code, file)]


def test_sentences_of_python() -> None:
    code = 'say("one")\nx = catalogue.say("two {a}", a=1)\nsayable("three {b}")\nsay(made_elsewhere)\nsaying("four")\nsay("five {c}", **values)'
    assert said(code) == ["one", "two {a}", "three {b}", "five {c}"]
    assert said('tell("six")', file="cli/a.py") == ["six"]
    assert said('tell("six")', file="publish/a.py") == []


@pytest.mark.parametrize("code", ['say(f"one {x}")', 'say("one" + x)', 'say("one" if x else "two")', 'say("one {x}")', 'say("one", x=1)'])
def test_what_no_catalogue_could_hold_is_refused(code: str) -> None:
    with pytest.raises(DocumentError) as caught:
        said(code)
    assert (caught.value.finding.file, caught.value.finding.line) == ("check/a.py", 1)


def in_script(code: str) -> list[str]:
    return [one.template for one in sentences.in_javascript(code, "a.jsx")]


def test_sentences_of_javascript_and_jsx() -> None:
    code = """
    // say it: t("in a comment") and it's no matter
    /* t("nor here") */
    export function t(sentence, values) { return sentence; }
    const a = t("one", {a}), b = t('it\\'s “two”'), c = format("no"), d = object.t("nor this");
    return <p title={t("three {n}", { n: 3 })}>Don't {t(
      "four",
    )} <b>isn't</b> {rich("five {link}", { link: <a/> })} {rich(t("six {link}", {}), {})}</p>;
    const e = `it's ${t("seven")} and ${x ? t("eight \\u2014") : ""}`, url = "https://example/t(x)";
    t("nine " +
      "parts");
    """
    assert in_script(code) == ["one", "it's “two”", "three {n}", "four", "five {link}", "six {link}", "seven", "eight —", "nine parts"]


@pytest.mark.parametrize("code", ["t(sentence)", "t(`one ${x}`)", 't(x ? "a" : "b")', 't("a" + x)'])
def test_what_no_catalogue_could_hold_is_refused_in_scripts_too(code: str) -> None:
    with pytest.raises(DocumentError):
        in_script(f"\n{code}")


def test_the_collection_is_current() -> None:
    """`spregistry translations interface --update` makes it so."""
    collected = write_po(sentences.collect(), None, "spregistry")
    assert (PACKAGE / "locale" / TEMPLATE).read_bytes() == collected


def test_every_part_of_the_program_is_collected() -> None:
    rooms = Counter(file.split("/")[0] for entry in interface_sentences() for file in entry.files)
    assert {"check", "cli", "load", "publish", "browser", "finding.py", "errors.py", "submission.schema.json"} <= {*rooms}


# What is shipped.


def test_the_shipped_languages() -> None:
    assert interface_languages() == ("en", *SHIPPED)


@pytest.mark.parametrize("language", SHIPPED)
def test_the_interface_is_translated_completely(language: str) -> None:
    found = interface_translation(language, interface_sentences())
    assert [text.source for text in found.missing] == []
    assert (found.stale, found.misplaced) == ((), ())


@pytest.mark.parametrize("language", SHIPPED)
def test_catalogues_are_as_update_writes_them(language: str) -> None:
    fresh = updated_entries(interface_sentences(), interface_entries(language))
    assert write_po(fresh, language, "spregistry") == (PACKAGE / "locale" / f"{language}.po").read_bytes()


@pytest.mark.parametrize("language", SHIPPED)
def test_gettext_accepts_the_catalogues(language: str, tmp_path: Path, msgfmt: str) -> None:
    command = [msgfmt, "--check", "-o", str(tmp_path / "out.mo"), str(PACKAGE / "locale" / f"{language}.po")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("language", SHIPPED)
def test_translations_keep_to_the_typography_of_their_language(language: str) -> None:
    wrong = []
    for source, text in interface(language).items():
        # Straight quotes, double spaces or English leftovers in what people read; code keeps its own.
        if (
            ('"' in text) > ('"' in source)
            or "  " in text
            or [text[:1].isspace(), text[-1:].isspace()] != [source[:1].isspace(), source[-1:].isspace()]
        ):
            wrong.append(text)
        if language == "fr" and any(f" {sign}" in text for sign in (";", "?", "!", "»")):
            wrong.append(text)  # a line may not break before these
        if language == "es" and text.count("?") != text.count("¿"):
            wrong.append(text)
        if text == source and len(PLACE.sub("", text).split()) > 3:
            wrong.append(text)  # left in English
    assert wrong == []


def test_the_browser_gets_what_it_says_and_no_more() -> None:
    said_there = {entry.source for entry in interface_sentences() if any(file.endswith((".js", ".jsx")) for file in entry.files)}
    french = browser_interface("fr")
    assert french.keys() == said_there & interface("fr").keys()
    assert len(french) < len(interface("fr"))


# Bringing catalogues up to date.

SAID = (Entry(None, "Save", ""), Entry(None, "The file {file} is quite empty", ""), Entry(None, "New", ""))


def test_a_changed_sentence_offers_its_old_translation() -> None:
    old = (Entry(None, "The file {file} is empty", "Le fichier {file} est vide", comments=("a note",)), Entry(None, "Save", "Enregistrer"))
    fresh = updated_entries(SAID, old)
    assert fresh[0] == Entry(None, "Save", "Enregistrer")
    assert fresh[1] == Entry(
        None,
        "The file {file} is quite empty",
        "Le fichier {file} est vide",
        fuzzy=True,
        previous="The file {file} is empty",
        comments=("a note",),
    )
    assert fresh[2] == Entry(None, "New", "")
    assert fresh[3] == old[0]._replace(obsolete=True)  # kept until somebody throws it away
    again = parse_po(write_po(fresh, "fr", "x"), "fr.po")
    assert updated_entries(SAID, again) == fresh


def test_sentences_no_longer_said_keep_their_order() -> None:
    old = tuple(Entry(None, source, source.upper(), obsolete=True) for source in ("gone first", "gone second", "gone third"))
    fresh = updated_entries(SAID, old)
    assert fresh[3:] == [*old]
    assert updated_entries(SAID, fresh) == fresh


def test_a_sentence_that_comes_back_finds_its_translation() -> None:
    fresh = updated_entries(SAID, (Entry(None, "New", "Nouveau", obsolete=True),))
    assert fresh[2] == Entry(None, "New", "Nouveau")


def test_a_translation_that_could_not_be_filled_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = Entry(None, "The file {file} is quite empty", "Le fichier {nom} est vide")
    monkeypatch.setattr("spregistry.load.languages.interface_translations.interface_entries", lambda _: (wrong,))
    found = interface_translation("fr", SAID)
    assert found.misplaced == (wrong,)
    assert [text.source for text in found.missing] == ["Save", "New"]
