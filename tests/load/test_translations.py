"""Frameworks in other languages: what is missing, stale and unused is told; what is stored stays in the source language."""

import shutil
from pathlib import Path

import pytest

from spregistry.api import Registry, score, validate
from spregistry.errors import DocumentError, UnknownLanguage
from spregistry.load.documents import parse
from spregistry.load.languages.catalogues import PSEUDO, pseudo, write_po
from spregistry.load.languages.translations import StaleText, languages, read_entries, source_digest, translate_framework, updated
from spregistry.load.text.po_text import Entry
from spregistry.model.document import Document
from spregistry.model.texts import Text, replace_texts, texts

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases" / "submissions"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small registry, to put translations into."""
    return Path(shutil.copytree(CASES / "registry", tmp_path / "standards"))


def put(folder: Path, language: str, *entries: Entry, framework: str = "cases") -> Path:
    """Write the PO file of a framework."""
    path = folder / framework / "1.0.0" / "locale" / f"{language}.po"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(write_po(entries, language, framework))
    return path


TITLE = Entry("framework/title", "A small standard for test cases", "Une petite norme")
BANK = Entry("legal-form/choices/bank", "Bank", "Banque")


def test_texts_are_replaced_and_the_rest_is_missing(folder: Path) -> None:
    put(folder, "fr", TITLE, BANK)
    registry = Registry.open(folder)
    found = registry.translation("cases@1.0.0", "fr")
    assert found.framework.title == "Une petite norme"
    assert [option.label for option in found.framework.facts["legal-form"].choices or ()] == [
        "Banque",
        "Non-bank institution",
        "Another form",
    ]
    assert found.source is registry["cases@1.0.0"]
    assert found.source.title == TITLE.source
    assert len(found.missing) == len(found.texts) - 2
    assert Text("legal-form/choices/nbfi", "Non-bank institution") in found.missing
    assert (found.stale, found.unused, found.complete) == ((), (), False)


def test_translation_changes_neither_digest_nor_structure(folder: Path) -> None:
    put(folder, "fr", TITLE, BANK)
    registry = Registry.open(folder)
    source = registry["cases@1.0.0"]
    for language in ("fr", PSEUDO):
        shown = registry.translation("cases@1.0.0", language)
        for framework in (shown.framework, shown.spoken):
            assert framework.digest == source.digest
            # With every text put to nothing the two are the same.
            assert replace_texts(framework.data, lambda *_: "") == replace_texts(source.data, lambda *_: "")


def test_a_stale_text_is_shown_and_told(folder: Path) -> None:
    put(folder, "fr", TITLE._replace(source="A tiny standard"), BANK._replace(fuzzy=True, previous="A bank"))
    found = Registry.open(folder).translation("cases@1.0.0", "fr")
    assert found.framework.title == "Une petite norme"
    assert found.stale == (
        StaleText("legal-form/choices/bank", "Bank", "A bank", "Banque"),
        StaleText("framework/title", TITLE.source, "A tiny standard", "Une petite norme"),
    )
    assert Text("framework/title", TITLE.source) not in found.missing
    assert not found.complete


def test_source_digests_are_those_of_the_text() -> None:
    # printf Title | sha256sum
    assert source_digest("Title") == "7e8cd2056da7"


def test_unused_translations_are_told(folder: Path) -> None:
    gone = Entry("gone/title", "Gone", "Parti")
    put(folder, "fr", TITLE, gone, Entry("gone/question", "Gone?", ""))
    assert Registry.open(folder).translation("cases@1.0.0", "fr").unused == (gone,)


def test_texts_of_one_list_are_told_apart_by_their_source(folder: Path) -> None:
    framework = Registry.open(folder)["cases@1.0.0"]
    listed = [text for text in texts(framework.data) if text.key.endswith(("/evidence", "/may_be_na"))]
    key = next(text.key for text in listed if sum(other.key == text.key for other in listed) > 1)
    first, second = [text for text in listed if text.key == key][:2]
    entries = [Entry(key, second.source, "deuxième"), Entry(key, first.source, "premier")]
    found = translate_framework(framework, "fr", entries)
    assert (found.texts[first], found.texts[second]) == ("premier", "deuxième")


def test_a_profile_reads_its_bases_translations(folder: Path) -> None:
    put(folder, "fr", TITLE, BANK)
    registry = Registry.open(folder)
    assert registry.languages("cases-entry@1.0.0") == ("en", "fr")
    found = registry.translation("cases-entry@1.0.0", "fr")
    assert next(option.label for option in found.framework.facts["legal-form"].choices or ()) == "Banque"
    own = found.source.title
    assert found.framework.title == own  # its title is its own, and not translated
    assert (found.stale, found.unused) == ((), ())
    put(folder, "fr", Entry("framework/title", own, "Les premiers pas"), framework="cases-entry")
    found = Registry.open(folder).translation("cases-entry@1.0.0", "fr")
    assert found.framework.title == "Les premiers pas"
    assert next(option.label for option in found.framework.facts["legal-form"].choices or ()) == "Banque"


def test_a_profile_tells_what_is_stale_in_its_base(folder: Path) -> None:
    put(folder, "fr", BANK._replace(source="A bank"))
    found = Registry.open(folder).translation("cases-entry@1.0.0", "fr")
    assert found.stale == (StaleText("legal-form/choices/bank", "Bank", "A bank", "Banque"),)


def test_languages_that_there_are_not(folder: Path) -> None:
    put(folder, "fr", TITLE)
    registry = Registry.open(folder)
    with pytest.raises(UnknownLanguage, match=r"cases@1.0.0 has no translation into de\. There is: en, fr\."):
        registry.translation("cases@1.0.0", "de")


def test_a_broken_file_is_told_with_its_place(folder: Path) -> None:
    path = put(folder, "fr", TITLE)
    path.write_text(path.read_text() + "\nnonsense\n", encoding="utf-8")
    registry = Registry.open(folder)
    assert registry["cases@1.0.0"].title == TITLE.source  # the framework itself is as usable as before
    with pytest.raises(DocumentError) as caught:
        registry.translation("cases@1.0.0", "fr")
    assert caught.value.finding.file == str(path)
    assert caught.value.finding.line == path.read_text().count("\n")


def test_what_is_stored_stays_in_the_source_language(folder: Path) -> None:
    registry = Registry.open(folder)
    found = registry.translation("cases@1.0.0", PSEUDO)
    indicator = next(one for one in found.source.indicators.values() if isinstance(one.may_be_na, tuple))
    assert isinstance(indicator.may_be_na, tuple)
    assert found.framework.indicators[indicator.id].may_be_na == tuple(map(pseudo, indicator.may_be_na))
    assert found.spoken.indicators[indicator.id].may_be_na == indicator.may_be_na
    assert found.spoken.indicators[indicator.id].title == pseudo(indicator.title)


@pytest.mark.parametrize(
    "path", sorted(CASES.glob("valid/**/*.yaml")) + sorted(CASES.glob("invalid/**/*.yaml")), ids=lambda path: path.stem
)
def test_findings_and_scores_are_the_same_in_every_language(path: Path) -> None:
    registry = Registry.open(CASES / "registry")
    document = _document(path)
    if document is None:
        return
    source = registry["cases@1.0.0"]
    spoken = registry.translation("cases@1.0.0", PSEUDO).spoken
    before, after = (
        [(one.code, one.severity, one.line, one.column, one.pointer, one.element) for one in validate(framework, document)]
        for framework in (source, spoken)
    )
    assert after == before
    if not any(code for code, severity, *_ in before if severity == "error"):
        one, other = (score(framework, document) for framework in (source, spoken))
        assert (one.overall, one.stamp) == (other.overall, other.stamp)
        assert [group.measures for group in one.groups] == [group.measures for group in other.groups]


def _document(path: Path) -> Document | None:
    if path.is_dir():
        return None
    try:
        return parse(path.read_bytes(), path.name)
    except DocumentError:
        return None


# Keeping PO files.


def brought_up_to_date(folder: Path, language: str) -> list[Entry]:
    framework = Registry.open(folder)["cases@1.0.0"]
    entries = read_entries(str(folder / "cases" / "1.0.0"), language)
    return updated(translate_framework(framework, language, entries), entries)


def test_a_new_language_has_every_text_in_the_order_of_the_framework(folder: Path) -> None:
    fresh = brought_up_to_date(folder, "sw")
    framework = Registry.open(folder)["cases@1.0.0"]
    assert [Text(entry.key or "", entry.source) for entry in fresh] == [*texts(framework.data)]
    assert not any(entry.text or entry.fuzzy or entry.obsolete for entry in fresh)
    indicator = next(iter(framework.indicators.values()))
    about = next(entry for entry in fresh if entry.key == f"{indicator.id}/question")
    assert about.about == (f"{indicator.code} {indicator.title}",)


def test_nothing_translated_is_lost(folder: Path) -> None:
    note = ("decided by the committee",)
    stale = TITLE._replace(source="A tiny standard", comments=note)
    gone = Entry("gone/title", "Gone", "Parti", comments=("why it went",))
    kept = Entry("left/title", "Left", "Laissé", obsolete=True)
    put(folder, "fr", stale, BANK, gone, kept)
    fresh = brought_up_to_date(folder, "fr")
    by_key = {entry.key: entry for entry in fresh}
    title = by_key["framework/title"]
    assert (title.source, title.text, title.fuzzy, title.previous, title.comments) == (
        TITLE.source,
        TITLE.text,
        True,
        "A tiny standard",
        note,
    )
    assert (by_key["legal-form/choices/bank"].text, by_key["legal-form/choices/bank"].fuzzy) == ("Banque", False)
    assert by_key["gone/title"] == gone._replace(obsolete=True)
    assert by_key["left/title"] == kept
    assert fresh[-2:] == [by_key["gone/title"], by_key["left/title"]]


def test_bringing_up_to_date_twice_changes_nothing(folder: Path) -> None:
    put(folder, "fr", TITLE._replace(source="A tiny standard"), BANK, Entry("gone/title", "Gone", "Parti"))
    once = brought_up_to_date(folder, "fr")
    put(folder, "fr", *once)
    assert brought_up_to_date(folder, "fr") == once


def test_a_text_that_comes_back_finds_its_translation_again(folder: Path) -> None:
    put(folder, "fr", TITLE._replace(obsolete=True))
    assert Registry.open(folder).translation("cases@1.0.0", "fr").framework.title == TITLE.text


# What is shipped.


@pytest.mark.parametrize("language", ["fr", "es"])
def test_the_standard_is_translated_completely(language: str) -> None:
    registry = Registry.open(ROOT / "standards")
    found = registry.translation("sepm@3.0.0", language)
    assert found.missing == ()
    assert found.stale == ()
    assert found.unused == ()


@pytest.mark.parametrize("language", ["fr", "es"])
def test_shipped_files_are_in_canonical_order(language: str) -> None:
    folder = ROOT / "standards" / "sepm" / "3.0.0"
    entries = read_entries(str(folder), language)
    framework = Registry.open(ROOT / "standards")["sepm@3.0.0"]
    fresh = updated(translate_framework(framework, language, entries), entries)
    assert write_po(fresh, language, "sepm 3.0.0") == (folder / "locale" / f"{language}.po").read_bytes()


def test_languages_are_those_of_the_files() -> None:
    assert languages(str(ROOT / "standards" / "sepm" / "3.0.0")) == ("es", "fr")
