"""-o, for all commands: what it may name, and what it never replaces."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]
Program = Callable[..., subprocess.CompletedProcess[str]]

SUBMISSION = "valid/final-and-complete.yaml"
OTHER = "valid/final-a-year-earlier.yaml"

#: Commands that read a file, which stands where {file} does.
READING = {
    "score": ("score", "{file}"),
    "validate": ("validate", "{file}"),
    "merge": ("merge", "{file}", "{file}"),
    "merge-second": ("merge", OTHER, "{file}"),
    "compare": ("compare", "{file}", "{file}"),
    "report": ("report", "{file}", "--format", "md"),
    "report-compare": ("report", OTHER, "--compare", "{file}", "--format", "md"),
}


@pytest.fixture
def submission(tmp_path: Path, run: Run) -> Path:  # noqa: ARG001  # run enters the folder of the cases
    """A submission that a test may spoil."""
    return Path(shutil.copy(SUBMISSION, tmp_path / "mine.yaml"))


def names(submission: Path) -> dict[str, Path]:
    """Other names of the same file."""
    folder = submission.parent
    (folder / "link.yaml").symlink_to(submission)
    (folder / "hard.yaml").hardlink_to(submission)
    (folder / "below").mkdir()
    return {
        "itself": submission,
        "roundabout": folder / "below" / ".." / submission.name,
        "link": folder / "link.yaml",
        "hard-link": folder / "hard.yaml",
    }


@pytest.mark.parametrize("name", ["itself", "roundabout", "link", "hard-link"])
@pytest.mark.parametrize("command", READING.values(), ids=READING)
def test_no_command_writes_over_its_input(command: tuple[str, ...], name: str, submission: Path, run: Run) -> None:
    before = submission.read_bytes()
    arguments = [word.format(file=submission) for word in command]
    result = run(*arguments, "-o", str(names(submission)[name]))
    assert result.exit_code == 2
    assert "one of the files that are read" in " ".join(result.stderr.split())
    assert submission.read_bytes() == before


def test_an_input_that_is_a_link_is_known_by_its_end(submission: Path, run: Run) -> None:
    link = names(submission)["link"]
    assert run("score", str(link), "-o", str(submission)).exit_code == 2


def test_what_comes_through_standard_input_is_an_input_too(submission: Path, program: Program) -> None:
    before = submission.read_bytes()
    with submission.open("rb") as stream:
        result = program("merge", "-", "-o", str(submission), stdin=stream, stdout=subprocess.PIPE)
    assert result.returncode == 2
    assert submission.read_bytes() == before


@pytest.mark.parametrize("name", ["cases/1.0.0/framework.yaml", "cases/1.0.0/locale/fr.po"])
@pytest.mark.parametrize(
    "command", [("check",), ("schema", "cases"), ("template", "cases", "--force"), ("translations",)], ids=lambda words: words[0]
)
def test_no_command_writes_over_a_standard(command: tuple[str, ...], name: str, copied_registry: Path, run: Run) -> None:
    target = copied_registry / name
    target.parent.mkdir(exist_ok=True)
    if not target.exists():
        target.write_text("", encoding="utf-8")
    before = target.read_bytes()
    result = run(*command, "-o", str(target), registry=copied_registry)
    assert result.exit_code == 2
    assert "is part of a standard" in " ".join(result.stderr.split())
    assert target.read_bytes() == before


def test_a_device_is_no_input(run: Run) -> None:
    assert run("score", SUBMISSION, "-o", os.devnull).exit_code == 0


#: What fits together: the ending names the format, or both say the same.
AGREEING = {
    "yaml-by-ending": (("merge", SUBMISSION), "x.yml", "format: 1"),
    "json-by-ending": (("merge", SUBMISSION), "x.JSON", "{"),
    "said-twice": (("merge", SUBMISSION, "--format", "json"), "x.json", "{"),
    "any-other-ending": (("merge", SUBMISSION), "x.part", "format: 1"),
    "no-ending": (("merge", SUBMISSION, "--format", "json"), "x", "{"),
    "scorecard": (("score", SUBMISSION), "x.json", "{"),
    "scorecard-as-text": (("score", SUBMISSION), "x.txt", "Tujenge"),
    "template": (("template", "cases"), "x.json", "{"),
    "sarif": (("validate", SUBMISSION, "--format", "sarif"), "x.json", "{"),
    "junit-by-ending": (("validate", SUBMISSION), "x.xml", "<?xml"),
    "report": (("report", SUBMISSION), "x.markdown", "> This report"),
    "schema": (("schema", "cases"), "x.json", "{"),
}


@pytest.mark.parametrize(("command", "name", "begins"), AGREEING.values(), ids=AGREEING)
def test_ending_names_the_format(command: tuple[str, ...], name: str, begins: str, run: Run, tmp_path: Path) -> None:
    result = run(*command, "-o", str(tmp_path / name))
    assert (result.exit_code, result.stdout) == (0, "")
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(begins)


CONTRADICTING = {
    "merge-over-a-workbook": (("merge", SUBMISSION), "x.xlsx", "ends in: .yaml, .json."),
    "merge-in-another-format": (("merge", SUBMISSION, "--format", "yaml"), "x.json", "--format json, or name a file that ends in .yaml"),
    "template": (("template", "cases", "--format", "json"), "x.xlsx", "--format xlsx, or name a file that ends in .json"),
    "template-as-pdf": (("template", "cases"), "x.pdf", "ends in: .yaml, .json, .html, .xlsx."),
    "scorecard": (("score", SUBMISSION), "x.yaml", "ends in: .txt, .json."),
    "report": (("report", SUBMISSION, "--format", "html"), "x.pdf", "--format pdf, or name a file that ends in .html"),
    "report-as-text": (("report", SUBMISSION, "--format", "pdf"), "x.txt", "ends in: .html, .pdf, .xlsx, .md."),
    "schema": (("schema", "cases"), "x.xlsx", "ends in: .json."),
}


@pytest.mark.parametrize(("command", "name", "instead"), CONTRADICTING.values(), ids=CONTRADICTING)
def test_ending_that_says_something_else_is_refused(command: tuple[str, ...], name: str, instead: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / name).write_text("old", encoding="utf-8")
    result = run(*command, "-o", str(tmp_path / name))
    assert result.exit_code == 2
    assert instead in " ".join(result.stderr.split())
    assert (tmp_path / name).read_text(encoding="utf-8") == "old"


READ_ONLY = {
    "score": ("score", SUBMISSION),
    "merge": ("merge", SUBMISSION),
    "check": ("check",),
    "report": ("report", SUBMISSION, "--format", "md"),
    "template": ("template", "cases", "--force"),
    "workbook": ("template", "cases", "--force", "--format", "xlsx"),
}


@pytest.mark.parametrize("through", ["itself", "link"])
@pytest.mark.parametrize("command", READ_ONLY.values(), ids=READ_ONLY)
def test_read_only_file_stays(command: tuple[str, ...], through: str, run: Run, tmp_path: Path) -> None:
    kept, link = tmp_path / "board", tmp_path / "link"
    kept.write_text("old", encoding="utf-8")
    kept.chmod(0o444)
    link.symlink_to(kept)
    result = run(*command, "-o", str(link if through == "link" else kept))
    assert (result.exit_code, result.stdout) == (3, "")
    assert "the file is read-only" in " ".join(result.stderr.split())
    assert (kept.read_text(encoding="utf-8"), kept.stat().st_mode & 0o777) == ("old", 0o444)
