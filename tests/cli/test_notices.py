"""What is told wherever scores are made though nothing is wrong: the version is out of use, or answers are still to be confirmed."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from releases import FIRST, run, with_both
from spregistry.load import contracts

#: Leading is half met. A quarter of the clients left, half of what earns nothing: serving has half of its points, and the whole 50.
SUBMISSION = """\
format: 1
framework: demo@1.0.0
language: en
status: {status}
organisation: {{name: Tujenge, country: KE}}
period: {{start: 2025-01-01, end: 2025-12-31}}
facts: {{regulated: true, clients: {{open: 100, close: 100}}, left: 25}}
answers:
  goals: {{value: met, evidence: [Strategy], unconfirmed: {mark}}}
  board: {{value: unmet, unconfirmed: {mark}}}
  turnover: {{evidence: [Client register]}}
"""
EVENTS = {
    "deprecated": ("deprecate", "--successor", "demo@1.1.0", "--until", "2025-12-31"),
    "withdrawn": ("withdraw", "--reason", "Nobody asks so any more."),
    "recalled": ("recall", "--reason", "A figure is wrong.", "--successor", "demo@1.1.0"),
}
#: Code, severity, message and way out.
TOLD = {
    "deprecated": (
        "version-out-of-use",
        "note",
        "demo@1.0.0 was deprecated on 2025-07-01",
        "Choose another version for new assessments. It may still be used until 2025-12-31. In its place: demo@1.1.0",
    ),
    "withdrawn": (
        "version-out-of-use",
        "note",
        "demo@1.0.0 was withdrawn on 2025-07-01: Nobody asks so any more.",
        "This version is no longer in use. Submissions to it can still be scored.",
    ),
    "recalled": (
        "version-recalled",
        "warning",
        "demo@1.0.0 was recalled on 2025-07-01: A figure is wrong.",
        "This version is wrong; do not rely on results by it. In its place: demo@1.1.0",
    ),
}

every_end = pytest.mark.parametrize("end", EVENTS)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return with_both(tmp_path_factory.mktemp("both"))


@pytest.fixture
def registry(both: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COLUMNS", "100")
    return Path(shutil.copytree(both, tmp_path / "standards"))


def ended(registry: Path, end: str, reference: str = FIRST) -> None:
    name, *options = EVENTS[end]
    result = run(registry, "record", name, reference, "--on", "2025-07-01", *options)
    assert result.exit_code == 0, result.output


def submitted(registry: Path, *, status: str = "final", mark: str = "false", name: str = "one") -> str:
    path = registry.parent / f"{name}.yaml"
    path.write_text(SUBMISSION.format(status=status, mark=mark), encoding="utf-8")
    return str(path)


def flat(text: str) -> str:
    return " ".join(text.split())


def found(result: Result) -> list[dict[str, Any]]:
    data = json.loads(result.stdout)
    contracts.validator("findings").validate(data)
    rows: list[dict[str, Any]] = data["findings"]
    return rows


@every_end
def test_validate_tells_it_as_a_finding_at_the_line_that_names_the_version(end: str, registry: Path) -> None:
    ended(registry, end)
    result = run(registry, "validate", "--format", "json", submitted(registry))
    assert result.exit_code == 0
    keys = ("code", "severity", "message", "hint", "line", "column", "pointer")
    assert [tuple(row[key] for key in keys) for row in found(result)] == [(*TOLD[end], 2, 1, "/framework")]


def test_a_version_in_use_and_one_that_was_never_released_are_not_told(registry: Path) -> None:
    ended(registry, "withdrawn", "demo@1.1.0")
    assert found(run(registry, "validate", "--format", "json", submitted(registry))) == []
    (registry / "releases.json").unlink()
    assert found(run(registry, "validate", "--format", "json", submitted(registry))) == []


def test_what_came_last_is_told(registry: Path) -> None:
    for end in ("deprecated", "withdrawn", "recalled"):
        ended(registry, end)
    assert [row["message"] for row in found(run(registry, "validate", "--format", "json", submitted(registry)))] == [TOLD["recalled"][2]]


@every_end
def test_score_tells_it_above_the_scorecard_and_beside_the_one_for_programs(end: str, registry: Path) -> None:
    file = submitted(registry)
    without = run(registry, "score", file), run(registry, "score", "--format", "json", file)
    ended(registry, end)
    _, severity, message, advice = TOLD[end]
    shown = run(registry, "score", file)
    assert (shown.exit_code, shown.stderr) == (0, "")
    notice, rest = shown.stdout.split("\n\n", 1)
    assert (flat(notice), rest) == (f"{severity}: {message} → {advice}", without[0].stdout)
    for_programs = run(registry, "score", "--format", "json", file)
    assert (for_programs.exit_code, for_programs.stdout) == (0, without[1].stdout)
    assert flat(for_programs.stderr) == f"{severity}: {message} → {advice}"


@every_end
def test_compare_tells_each_version_once(end: str, registry: Path) -> None:
    files = [submitted(registry, name=name) for name in ("one", "other")]
    without = run(registry, "compare", *files)
    ended(registry, end)
    _, severity, message, advice = TOLD[end]
    shown = run(registry, "compare", *files)
    notice, rest = shown.stdout.split("\n\n", 1)
    assert (shown.exit_code, flat(notice), rest) == (0, f"{severity}: {message} → {advice}", without.stdout)
    for_programs = run(registry, "compare", "--format", "json", *files)
    assert (for_programs.exit_code, flat(for_programs.stderr)) == (0, f"{severity}: {message} → {advice}")
    json.loads(for_programs.stdout)


@every_end
@pytest.mark.parametrize("format_", ["html", "md", "xlsx", "pdf"])
def test_every_report_says_it_on_its_first_page(end: str, format_: str, registry: Path) -> None:
    ended(registry, end)
    output = registry.parent / f"report.{format_}"
    result = run(registry, "report", submitted(registry), "-o", str(output))
    assert result.exit_code == 0, result.output
    _, _, message, advice = TOLD[end]
    text = flat(words_of(output))
    assert message in text
    assert advice in text


def words_of(report: Path) -> str:
    if report.suffix == ".xlsx":
        import openpyxl

        board = openpyxl.load_workbook(report).worksheets[0]
        return "\n".join(str(cell) for row in board.iter_rows(values_only=True) for cell in row if cell)
    if report.suffix == ".pdf":
        import pypdf

        return pypdf.PdfReader(report).pages[0].extract_text()
    return report.read_text(encoding="utf-8").replace("\\", "")


@every_end
@pytest.mark.parametrize("format_", ["yaml", "json", "xlsx"])
def test_template_tells_it_on_standard_error(end: str, format_: str, registry: Path) -> None:
    ended(registry, end)
    result = run(registry, "template", FIRST, "--format", format_, "-o", str(registry.parent / f"new.{format_}"))
    assert (result.exit_code, flat(result.stderr)) == (0, f"{TOLD[end][2]} → {TOLD[end][3]}")


def test_template_of_a_version_in_use_says_nothing(registry: Path) -> None:
    ended(registry, "recalled")
    assert run(registry, "template", "demo@1.1.0").stderr == ""


@every_end
def test_the_workbook_says_it_before_how_it_is_filled_in(end: str, registry: Path) -> None:
    import openpyxl

    output = registry.parent / "new.xlsx"

    def read_me() -> list[str]:
        assert run(registry, "template", FIRST, "--force", "-o", str(output)).exit_code == 0
        return [str(cell) for row in openpyxl.load_workbook(output).worksheets[0].iter_rows(values_only=True) for cell in row if cell]

    before = read_me()
    ended(registry, end)
    at = before.index("How to fill it in")
    assert read_me() == [*before[:at], *TOLD[end][2:], *before[at:]]


@every_end
def test_show_tells_it_beside_what_it_shows(end: str, registry: Path) -> None:
    arguments: list[tuple[str, ...]] = [(), ("facts",), ("goals",)]
    before = [run(registry, "show", FIRST, *more).stdout for more in arguments]
    ended(registry, end)
    for more, shown in zip(arguments, before, strict=True):
        result = run(registry, "show", FIRST, *more)
        assert (result.exit_code, result.stdout, flat(result.stderr)) == (0, shown, f"{TOLD[end][2]} → {TOLD[end][3]}")
    assert run(registry, "show", "demo@1.1.0").stderr == ""


@every_end
@pytest.mark.parametrize("format_", ["text", "json"])
def test_whoever_carries_or_forecasts_to_a_version_is_told(end: str, format_: str, registry: Path) -> None:
    file = submitted(registry)
    folder = registry.parent / "past"
    folder.mkdir()
    shutil.copy(file, folder)
    carry = ("migrate", file, "--to", "demo@1.1.0", "--report", format_)
    forecast = ("forecast", "demo@1.1.0", str(folder), "--format", format_)
    before = [run(registry, *command) for command in (carry, forecast)]
    # The newer one goes out of use; nothing can take its place.
    name, *options = EVENTS[end]
    event = run(registry, "record", name, "demo@1.1.0", "--on", "2025-07-01", *(options[:2] if "--reason" in options else ()))
    assert event.exit_code == 0, event.output
    for command, earlier in zip((carry, forecast), before, strict=True):
        result = run(registry, *command)
        assert (result.exit_code, result.stdout) == (earlier.exit_code, earlier.stdout)
        assert flat(result.stderr).startswith(TOLD[end][2].replace("1.0.0", "1.1.0") + " → "), result.stderr
        assert "demo@1.1.0 was" not in flat(earlier.stderr)


# Answers that are still to be confirmed. Without the two of leading, the whole lies between (0 + 0.5)/2 and (1 + 0.5)/2.


def test_validate_counts_in_a_draft_what_is_to_be_confirmed(registry: Path) -> None:
    file = submitted(registry, status="draft", mark="true")
    path = Path(file)
    path.write_text(path.read_text(encoding="utf-8") + "unconfirmed_facts: {regulated: true, clients: false}\n", encoding="utf-8")
    result = run(registry, "validate", "--format", "json", file)
    assert result.exit_code == 0
    assert [(row["code"], row["severity"], row["pointer"], row["message"]) for row in found(result)] == [
        ("still-to-confirm", "note", "/facts", "facts still to be confirmed: 1"),
        ("still-to-confirm", "note", "/answers", "answers still to be confirmed: 2"),
    ]
    assert "answers still to be confirmed: 2" in run(registry, "validate", file).stdout


def test_what_counts_for_nothing_waits_for_nobody(registry: Path) -> None:
    file = submitted(registry, status="draft", mark="true")
    path = Path(file)
    # The board is asked of regulated institutions only, and goals say nothing.
    text = path.read_text(encoding="utf-8").replace("regulated: true", "regulated: false").replace("value: met, ", "")
    path.write_text(text, encoding="utf-8")
    assert "still-to-confirm" not in {row["code"] for row in found(run(registry, "validate", "--format", "json", file))}


def test_in_a_final_submission_each_is_an_error_and_is_not_counted_besides(registry: Path) -> None:
    result = run(registry, "validate", "--format", "json", submitted(registry, mark="true"))
    assert (result.exit_code, [row["code"] for row in found(result)]) == (1, ["unconfirmed-answer"] * 2)


def test_score_says_how_many_and_what_the_score_is_without_them(registry: Path) -> None:
    shown = run(registry, "score", submitted(registry, status="draft", mark="true"))
    assert shown.exit_code == 0
    assert shown.stdout.startswith("note: answers still to be confirmed: 2\n")
    assert "Overall 50.00" in shown.stdout
    told = "Carried answers that nobody confirmed: 2. If they were missing, the overall score would be 25.00–75.00."
    assert told in flat(shown.stdout)
    for_programs = run(registry, "score", "--format", "json", submitted(registry, status="draft", mark="true"))
    assert for_programs.stderr.startswith("note: answers still to be confirmed: 2\n")
    assert "confirm" not in run(registry, "score", submitted(registry)).output


@pytest.mark.parametrize("format_", ["html", "md", "xlsx", "pdf"])
def test_every_report_says_how_many_are_to_be_confirmed(format_: str, registry: Path) -> None:
    said = "Answers carried from an earlier submission that nobody confirmed yet: 2."
    for mark, told in (("true", True), ("false", False)):
        output = registry.parent / f"{mark}.{format_}"
        assert run(registry, "report", submitted(registry, status="draft", mark=mark), "-o", str(output)).exit_code == 0
        assert (said in flat(words_of(output))) is told
