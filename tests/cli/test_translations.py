"""`spregistry translations`, and what `--lang` does to the other commands."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from spregistry.load.languages import translations
from spregistry.load.languages.catalogues import PSEUDO, parse_po, write_po
from spregistry.load.text.po_text import Entry

Run = Callable[..., Any]
ROOT = Path(__file__).parents[2]
EXAMPLE = str(ROOT / "examples" / "rural-cooperative.yaml")
STANDARDS = ROOT / "standards"

TITLE = Entry("framework/title", "A small standard for test cases", "Une petite norme")


def put(registry: Path, *entries: Entry, language: str = "fr") -> Path:
    path = registry / "cases" / "1.0.0" / "locale" / f"{language}.po"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(write_po(entries, language, "cases"))
    return path


def test_nothing_is_translated_yet(run: Run) -> None:
    result = run("translations")
    assert (result.exit_code, result.output) == (0, "There are no translations: --language CODE --update begins one.\n")


def test_a_new_language_is_begun_and_told(run: Run, copied_registry: Path) -> None:
    result = run("translations", "cases", "--language", "sw", "--update", "--strict", registry=copied_registry)
    assert result.exit_code == 1
    path = copied_registry / "cases" / "1.0.0" / "locale" / "sw.po"
    entries = parse_po(path.read_bytes(), "sw.po")
    assert f"texts {len(entries)} · missing {len(entries)} · stale 0 · no longer used 0" in result.stdout
    assert f"{path} brought up to date" in result.stderr
    again = run("translations", "cases", "--language", "sw", "--update", registry=copied_registry)
    assert (again.exit_code, again.stderr) == (0, "")


def test_the_own_language_of_a_standard_is_no_translation(run: Run, copied_registry: Path) -> None:
    before = {*copied_registry.rglob("*")}
    result = run("translations", "cases", "--language", "en", "--update", registry=copied_registry)
    assert result.exit_code == 2
    assert "cases@1.0.0 is written in en itself; name the language of a translation." in " ".join(result.stderr.split())
    assert {*copied_registry.rglob("*")} == before


def test_a_folder_that_cannot_be_made_is_told(run: Run, copied_registry: Path) -> None:
    (copied_registry / "cases" / "1.0.0" / "locale").write_text("a file of that name", encoding="utf-8")
    result = run("translations", "cases", "--language", "sw", "--update", registry=copied_registry)
    assert (result.exit_code, result.stdout) == (3, "")
    assert "nothing was changed" in " ".join(result.stderr.split())
    assert (copied_registry / "cases" / "1.0.0" / "locale").read_text(encoding="utf-8") == "a file of that name"


@pytest.mark.parametrize("code", ["../../escaped", "fr/../../../escaped", "/escaped", "", "f", "French (France)"])
@pytest.mark.parametrize("reference", ["cases", "interface"])
def test_what_is_no_language_becomes_no_file(run: Run, copied_registry: Path, reference: str, code: str) -> None:
    before = {*copied_registry.parent.rglob("*")}
    result = run("translations", reference, "--language", code, "--update", registry=copied_registry)
    assert result.exit_code == 2
    assert f"“{code}” is no language tag. Write one such as fr or pt-BR." in " ".join(result.stderr.split())
    assert {*copied_registry.parent.rglob("*")} == before


#: What systems and people write, and the tag that is meant.
SPELLED = {"pt_BR": "pt-BR", "pt_br": "pt-BR", "PT-br": "pt-BR", "FR": "fr", "fr_FR.UTF-8": "fr-FR", "zh_hant_TW": "zh-Hant-TW", "es_419": "es-419",
           "ca@valencia": "ca"}  # fmt: skip


@pytest.mark.parametrize("code", SPELLED)
@pytest.mark.parametrize("command", [("translations",), ("translations", "--update"), ("record", "translation")])
def test_a_tag_that_is_spelled_otherwise_is_told_as_it_should_be(
    run: Run, copied_registry: Path, command: tuple[str, ...], code: str
) -> None:
    result = run(*command, "cases@1.0.0", "--language", code, registry=copied_registry)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"“{code}” is no language tag. Write {SPELLED[code]}." in " ".join(result.stderr.split())
    assert translations.is_language(SPELLED[code])


def test_missing_stale_and_unused_are_told_with_digests(run: Run, copied_registry: Path) -> None:
    put(copied_registry, TITLE._replace(source="A tiny standard"), Entry("gone/title", "Gone", "Parti"))
    result = run("translations", "cases", "--format", "json", registry=copied_registry)
    assert result.exit_code == 0
    (report,) = json.loads(result.stdout)
    assert (report["framework"], report["language"], report["texts"] - 1) == ("cases@1.0.0", "fr", len(report["missing"]))
    assert report["stale"] == [
        {
            "key": "framework/title",
            "source": "A small standard for test cases",
            # printf '…' | sha256sum | cut -c1-12
            "source_digest": "0087902b9b1c",
            "translated_from": "A tiny standard",
            "translated_from_digest": "67d352057fe9",
            "text": "Une petite norme",
        }
    ]
    assert report["unused"] == [{"key": "gone/title", "source": "Gone", "text": "Parti"}]
    text = run("translations", "cases", "--strict", registry=copied_registry)
    assert text.exit_code == 1
    assert "(made from 67d352057fe9, now 0087902b9b1c)" in " ".join(text.stdout.split())


def test_update_loses_nothing(run: Run, copied_registry: Path) -> None:
    path = put(copied_registry, TITLE._replace(source="A tiny standard"), Entry("gone/title", "Gone", "Parti"))
    run("translations", "cases", "--update", registry=copied_registry)
    entries = {entry.key: entry for entry in parse_po(path.read_bytes(), "fr.po")}
    assert (entries["framework/title"].fuzzy, entries["framework/title"].previous) == (True, "A tiny standard")
    assert entries["gone/title"] == Entry("gone/title", "Gone", "Parti", obsolete=True)


def test_a_profile_keeps_only_its_own_texts(run: Run, copied_registry: Path) -> None:
    run("translations", "--language", "fr", "--update", registry=copied_registry)
    path = copied_registry / "cases-entry" / "1.0.0" / "locale" / "fr.po"
    keys = {entry.key for entry in parse_po(path.read_bytes(), "fr.po")}
    assert "framework/title" in keys
    assert "legal-form/title" not in keys


def test_a_broken_file_is_told_and_the_others_are_looked_at(run: Run, copied_registry: Path) -> None:
    put(copied_registry, TITLE, language="es")
    broken = put(copied_registry, TITLE)
    broken.write_text("nonsense\n", encoding="utf-8")
    result = run("translations", "cases", registry=copied_registry)
    assert result.exit_code == 3
    assert f"{broken}:1:1: error syntax-error" in result.stderr
    assert "cases@1.0.0  es" in result.stdout
    assert "cases@1.0.0  fr" not in result.stdout
    checked = run("check", "cases", registry=copied_registry)
    assert checked.exit_code == 1
    assert f"{broken}:1:1: error syntax-error" in checked.stdout
    shown = run("--lang", "fr", "show", "cases", registry=copied_registry)
    assert shown.exit_code == 3
    assert run("show", "cases", registry=copied_registry).exit_code == 0


def test_the_interface_is_reported_like_a_standard(run: Run) -> None:
    result = run("translations", "interface", "--strict")
    assert (result.exit_code, result.stderr) == (0, "")
    assert [line.split()[:3] for line in result.stdout.splitlines()] == [["interface", "es", "100"], ["interface", "fr", "100"]]


# --lang


def test_an_unknown_language_is_refused(run: Run) -> None:
    result = run("--lang", "xx", "list")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "the interface has no translation into xx. There is: en, es, fr." in result.stderr
    result = run("--lang", "xx", "show", "cases")
    assert result.exit_code == 3
    assert "cases@1.0.0 has no translation into xx" in result.stderr


def test_a_standard_that_is_not_translated_is_shown_in_its_own_language(run: Run) -> None:
    result = run("--lang", "fr", "validate", "valid/final-a-year-earlier.yaml", "valid/final-a-year-earlier.yaml")
    assert result.exit_code == 0
    assert result.stderr.count("cases@1.0.0") == 1
    assert "Dossiers vérifiés\N{NO-BREAK SPACE}: 2" in result.stdout


def test_the_environment_names_the_language(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    named = run("--lang", "fr", "show", "sepm", "4.A.1.1", registry=STANDARDS).stdout
    monkeypatch.setenv("SPREGISTRY_LANG", "fr_CI.UTF-8")
    assert run("show", "sepm", "4.A.1.1", registry=STANDARDS).stdout == named
    assert "La capacité de remboursement est analysée avant chaque prêt" in named


@pytest.mark.parametrize("language", ["fr", "es"])
def test_numbers_are_the_same_in_every_language(run: Run, language: str) -> None:
    english = run("score", EXAMPLE, registry=STANDARDS)
    other = run("--lang", language, "score", EXAMPLE, registry=STANDARDS)
    assert other.exit_code == english.exit_code
    assert "56.90" in english.stdout
    assert "56,90" in other.stdout
    assert "56.90" not in other.stdout
    assert "Overall" not in other.stdout
    data = [run(*lang, "score", EXAMPLE, "--format", "json", registry=STANDARDS).stdout for lang in ((), ("--lang", language))]
    assert data[0] == data[1]


def test_findings_for_programs_keep_codes_and_places(run: Run) -> None:
    reports = [
        json.loads(run(*lang, "validate", EXAMPLE, "--format", "json", registry=STANDARDS).stdout) for lang in ((), ("--lang", "fr"))
    ]
    english, french = (report["findings"] for report in reports)
    assert english
    for one, other in zip(english, french, strict=True):
        same = {"code", "severity", "file", "line", "column", "pointer"}
        assert {key: one[key] for key in same} == {key: other[key] for key in same}
        assert one["element"]["id"] == other["element"]["id"]
        assert one["message"] != other["message"]


@pytest.mark.parametrize("language", ["fr", "es", PSEUDO])
def test_templates_in_other_languages_validate_and_score_like_english_ones(run: Run, tmp_path: Path, language: str) -> None:
    files = []
    for lang in ("en", language):
        file = tmp_path / f"{lang}.yaml"
        assert run("--lang", lang, "template", "sepm", "-o", str(file), registry=STANDARDS).exit_code == 0
        files.append(file)
    english, other = (yaml.safe_load(file.read_text(encoding="utf-8")) for file in files)
    assert other == {**english, "language": language}
    assert files[0].read_text() != files[1].read_text()
    # What stands commented out can be filled in, whatever the language of the comments.
    answers = _first_options(files[0])
    filled = [_filled(file, answers) for file in files]
    scores = []
    for file in filled:
        result = run("validate", str(file), registry=STANDARDS)
        assert result.exit_code == 0, result.stdout
        scores.append(json.loads(run("score", str(file), "--format", "json", registry=STANDARDS).stdout))
    assert scores[0]["overall"] == scores[1]["overall"]
    assert scores[0]["overall"]["answered"] > 100


def _first_options(file: Path) -> dict[str, str]:
    """Return the first of the values that an English template offers, by indicator."""
    found = re.findall(r"^  ([a-z0-9-]+):\n    # value:   # one of: ([a-z0-9-]+)", file.read_text(encoding="utf-8"), re.MULTILINE)
    return dict(found)


def _filled(file: Path, answers: dict[str, str]) -> Path:
    """Take the mark away from the lines that hold a value, and fill it in."""
    text = file.read_text(encoding="utf-8")
    for id_, value in answers.items():
        text, found = re.subn(rf"(?m)^  {id_}:\n    # value:   #.*$", f"  {id_}:\n    value: {value}", text)
        assert found == 1
    file.write_text(text, encoding="utf-8")
    return file


def test_accepted_reasons_stay_as_they_are_stored(run: Run) -> None:
    french = run("--lang", "fr", "template", "sepm", registry=STANDARDS).stdout
    folded = " ".join(line.strip().lstrip("# ") for line in french.splitlines())
    shown = run("template", "sepm", registry=STANDARDS).stdout
    reason = next(line.split("Not applicable only because: ")[1] for line in shown.splitlines() if "Not applicable only because: " in line)
    assert reason.split(";")[0].rstrip(".") in folded


def test_merging_speaks_the_language(run: Run, tmp_path: Path) -> None:
    files = []
    for name, value in (("one", "met"), ("other", "unmet")):
        file = tmp_path / f"{name}.yaml"
        file.write_text(f"format: 1\nframework: cases@1.0.0\nanswers:\n  board-reviews: {{value: {value}}}\n", encoding="utf-8")
        files.append(str(file))
    result = run("--lang", "fr", "merge", *files)
    assert result.exit_code == 1
    assert "Conflicts" not in result.stderr
    assert "--override" in result.stderr


def test_a_copy_of_the_registry_speaks_too(run: Run, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(STANDARDS, tmp_path / "standards"))
    assert "Gestion de la performa" in run("--lang", "fr", "list", registry=copy).stdout


def test_an_update_of_a_released_version_tells_that_it_is_to_be_recorded(tmp_path: Path) -> None:
    from releases import NEXT, run, with_both

    registry = with_both(tmp_path)
    path = registry / "demo" / "1.1.0" / "locale" / "fr.po"
    command = f"spregistry record translation {NEXT} --language fr"
    update = ("translations", NEXT, "--language", "fr", "--update")
    run(registry, *update)  # the case was written by hand, and is now in the order of the framework
    run(registry, "record", "translation", NEXT, "--language", "fr", "--on", "2025-06-02")
    assert "record translation" not in run(registry, *update).stderr
    path.write_bytes(path.read_bytes().replace(b"Canal", b"Voie"))
    assert command in " ".join(run(registry, *update).stderr.split()), "though there was nothing to bring up to date"
    assert run(registry, *command.split()[1:], "--on", "2025-06-03").exit_code == 0
    assert "record translation" not in run(registry, *update).stderr
    draft = registry / "demo" / "1.2.0"
    shutil.copytree(registry / "demo" / "1.1.0", draft, ignore=shutil.ignore_patterns("release"))
    header = draft / "framework.yaml"
    header.write_text(header.read_text(encoding="utf-8").replace("version: 1.1.0", "version: 1.2.0"), encoding="utf-8")
    assert "record translation" not in run(registry, "translations", "demo@1.2.0", "--language", "fr", "--update").stderr
