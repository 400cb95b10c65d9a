"""`spregistry record`: events after a release, checked for sense."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from releases import FIRST, NEXT, run, with_both

STANDARDS = Path(__file__).parents[2] / "standards"

#: What is refused: what is on record before, the event, and words of the finding.
SENSELESS: list[tuple[list[str], str, str]] = [
    ([], "deprecate demo@2.0.0", ""),
    ([], "deprecate demo@1.0.0 --on 2025-05-31", "before the last event on record, that of 2025-06-01"),
    ([], "deprecate demo@1.0.0 --on 9999-01-01", "still to come"),
    ([], "deprecate demo@1.0.0 --on 2025-07-01 --until 2025-06-30", "“until” is 2025-06-30, before 2025-07-01"),
    ([], "deprecate demo@1.0.0 --on 2025-07-01 --successor demo@1.0.0", "its own successor"),
    ([], "deprecate demo@1.0.0 --on 2025-07-01 --successor demo@1.1.1", "(did you mean demo@1.1.0?)"),
    (["recall demo@1.1.0 --reason Wrong."], "deprecate demo@1.0.0 --on 2025-07-01 --successor demo@1.1.0", "withdrawn or recalled"),
    (["deprecate demo@1.0.0 --successor demo@1.1.0"], "deprecate demo@1.1.0 --on 2025-07-01 --successor demo@1.0.0", "itself deprecated"),
    (["deprecate demo@1.0.0"], "recall demo@1.1.0 --on 2025-07-01 --reason Wrong. --successor demo@1.0.0", "itself deprecated"),
    (["deprecate demo@1.0.0"], "deprecate demo@1.0.0 --on 2025-07-01", "is deprecated already"),
    (["withdraw demo@1.0.0 --reason Old."], "withdraw demo@1.0.0 --on 2025-07-01 --reason Old.", "is withdrawn already"),
    (["withdraw demo@1.0.0 --reason Old."], "deprecate demo@1.0.0 --on 2025-07-01", "is withdrawn already"),
    (["recall demo@1.0.0 --reason Wrong."], "recall demo@1.0.0 --on 2025-07-01 --reason Wrong.", "is recalled already"),
    (["recall demo@1.0.0 --reason Wrong."], "withdraw demo@1.0.0 --on 2025-07-01 --reason Old.", "is recalled already"),
    ([], "erratum demo@1.0.0 --on 2025-07-01 --reason Wrong. --element goal", "(did you mean goals?)"),
    (
        ["erratum demo@1.0.0 --reason Wrong. --element goals"],
        "erratum demo@1.0.0 --on 2025-07-01 --reason Wrong. --element goals",
        "on record already, since 2025-06-15",
    ),
    (["erratum demo@1.0.0 --reason Wrong."], "erratum demo@1.0.0 --on 2025-07-01 --reason Wrong.", "on record already, since 2025-06-15"),
    ([], "review demo@1.0.0 --on 2025-07-01 --next-review 2025-06-01", "“next_review” is 2025-06-01"),
    ([], "translation demo@1.1.0 --on 2025-07-01 --language fr", "on record already, since 2025-06-01"),
]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return with_both(tmp_path_factory.mktemp("both"))


@pytest.fixture
def registry(both: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(both, tmp_path / "standards"))


def events(registry: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((registry / "releases.json").read_text(encoding="utf-8"))["events"]
    return found


def record(registry: Path, line: str) -> Any:
    return run(registry, "record", *line.split())


@pytest.mark.parametrize(("before", "line", "words"), SENSELESS, ids=[f"{line}" for _, line, _ in SENSELESS])
def test_what_makes_no_sense_is_refused(before: list[str], line: str, words: str, registry: Path) -> None:
    for earlier in before:
        assert record(registry, f"{earlier} --on 2025-06-15").exit_code == 0
    there = events(registry)
    result = record(registry, line)
    assert result.exit_code == (1 if words else 3), result.output
    assert words in " ".join((result.stdout + result.stderr).split())
    assert events(registry) == there


def test_the_same_words_about_something_else_are_another_erratum(registry: Path) -> None:
    for line in ("demo@1.0.0 --element goals", "demo@1.0.0 --element board", "demo@1.0.0", "demo@1.1.0 --element goals"):
        done = record(registry, f"erratum {line} --on 2025-07-01 --reason Wrong.")
        assert done.exit_code == 0, done.output


@pytest.mark.parametrize(("named", "id_"), [("1.1", "goals"), ("1", "leading"), ("clients", "clients"), ("board", "board")])
def test_an_erratum_names_its_element_by_id_or_code_and_the_record_holds_the_id(named: str, id_: str, registry: Path) -> None:
    assert record(registry, f"erratum demo@1.0.0 --on 2025-07-01 --reason Wrong. --element {named}").exit_code == 0
    assert events(registry)[-1]["element"] == id_


def test_a_draft_has_no_events(registry: Path) -> None:
    shutil.copytree(registry / "demo" / "1.1.0", registry / "demo" / "1.2.0", ignore=shutil.ignore_patterns("release"))
    header = registry / "demo" / "1.2.0" / "framework.yaml"
    header.write_text(header.read_text(encoding="utf-8").replace("version: 1.1.0", "version: 1.2.0"), encoding="utf-8")
    result = record(registry, "review demo@1.2.0 --on 2025-07-01")
    assert (result.exit_code, "was never released" in result.stdout) == (1, True)


def test_where_there_is_no_translation_at_all_none_is_listed(registry: Path) -> None:
    refused = record(registry, "translation demo@1.0.0 --language sw --on 2025-07-01")
    said = " ".join(refused.stderr.split())
    assert (refused.exit_code, "no translation into sw, nor into any other language." in said) == (3, True), said
    refused = record(registry, "translation demo@1.1.0 --language sw --on 2025-07-01")
    assert "demo@1.1.0 has no translation into sw. There is: fr." in " ".join(refused.stderr.split())


def test_a_life(registry: Path) -> None:
    """Every kind of event, in order; the state follows, the chain holds, and old submissions can be scored for ever."""
    lines = [
        "erratum demo@1.0.0 --on 2025-06-10 --reason Read-social-goals. --element goals",
        "translation demo@1.1.0 --on 2025-06-11 --language fr --reason Plainer.",
        "review demo@1.1.0 --on 2025-06-12 --next-review 2027-06-12",
        "deprecate demo@1.0.0 --on 2025-07-01 --until 2026-07-01 --successor demo@1.1.0",
        "withdraw demo@1.0.0 --on 2026-07-01 --reason Nobody-uses-it. --successor demo@1.1.0",
        "recall demo@1.0.0 --on 2026-08-01 --reason A-question-was-wrong.",
    ]
    revise(registry, "Voie")
    states = ["active", "active", "active", "deprecated", "withdrawn", "recalled"]
    for line, state in zip(lines, states, strict=True):
        result = record(registry, line)
        assert result.exit_code == 0, result.output
        assert f"{FIRST}  {state}" in run(registry, "list").stdout
        # The translation was revised before it was put on record.
        assert run(registry, "verify").exit_code == (1 if line == lines[0] else 0)
    assert [event["event"] for event in events(registry)] == [
        "released", "released", "erratum", "translation", "review", "deprecated", "withdrawn", "recalled",
    ]  # fmt: skip
    assert events(registry)[5]["until"] == "2026-07-01"
    assert run(registry, "schema", FIRST).exit_code == 0
    changelog = run(registry, "changelog", FIRST).stdout
    assert "Recalled on 2026-08-01" in changelog
    assert "Read-social-goals." in changelog


def revise(registry: Path, word: str) -> None:
    path = registry / "demo" / "1.1.0" / "locale" / "fr.po"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(next(each for each in ("Canal", "Voie") if each in text), word), encoding="utf-8")


def test_a_new_revision_of_a_translation_has_its_own_digest(registry: Path) -> None:
    revise(registry, "Voie")
    assert record(registry, "translation demo@1.1.0 --on 2025-07-01 --language fr").exit_code == 0
    revise(registry, "Moyen")
    assert record(registry, "translation demo@1.1.0 --on 2025-07-02 --language fr").exit_code == 0
    digests = [events(registry)[1]["translations"]["fr"], *(event["digest"] for event in events(registry)[-2:])]
    assert len({*digests}) == 3
    assert record(registry, "translation demo@1.1.0 --on 2025-07-02 --language es").exit_code == 3


@pytest.mark.parametrize(
    "line",
    ["", "retire demo@1.0.0", "recall demo@1.0.0", "withdraw demo@1.0.0", "erratum demo@1.0.0", "deprecate demo@1.0.0 --on 2025-02-30"],
)
def test_wrong_usage(line: str, registry: Path) -> None:
    assert record(registry, line).exit_code == 2
    assert len(events(registry)) == 2


def test_events_of_a_demonstration_say_so(tmp_path: Path) -> None:
    from releases import copied

    registry = copied(tmp_path)
    notes = registry / "demo" / "1.0.0" / "notes.yaml"
    for path in (notes, notes.with_name("consultation.yaml")):
        path.write_text(path.read_text(encoding="utf-8") + "example: true\n", encoding="utf-8")
    assert run(registry, "release", FIRST, "--on", "2025-01-15").exit_code == 0
    assert record(registry, "deprecate demo@1.0.0 --on 2025-02-01").exit_code == 0
    assert [event.get("example") for event in events(registry)] == [True, True]
    refused = run(registry, "release", NEXT, "--on", "2025-06-01")
    assert (refused.exit_code, "mixed-record" in refused.stdout) == (1, True)


def test_an_erratum_about_what_only_an_earlier_version_has_leads_there(tmp_path: Path) -> None:
    """sepm@3.0.0 withdrew `complaints-number-published`, which was 4.E.3.3 in 2.0.0, where another element is 4.E.3.3 since; 2.C is 5.C now."""
    folder = Path(shutil.copytree(STANDARDS, tmp_path / "standards"))
    told = {
        "complaints-number-published": "; sepm@2.0.0 has it, so put the erratum on record for that version",
        "2.C": " (did you mean hr-supports-social-strategy?)",
    }
    for name, words in told.items():
        refused = run(folder, "record", "erratum", "sepm@3.1.1", "--reason", "Wrong.", "--element", name)
        assert refused.exit_code == 1
        assert f"sepm@3.1.1 has no “{name}”{words}" in " ".join(refused.stdout.split())
    done = run(folder, "record", "erratum", "sepm@3.1.1", "--reason", "Wrong.", "--element", "4.E.3.3")
    assert (done.exit_code, events(folder)[-1]["element"]) == (0, "complaints-changed-something"), done.output
    assert "Earlier, 4.E.3.3 was another element: sepm@2.0.0: 4.E.3.3 The number of complaints" in " ".join(done.stderr.split())
