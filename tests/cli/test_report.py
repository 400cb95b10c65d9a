"""`spregistry report`: what it writes, what it refuses, and what it says. Goldens show the layout, and are no proof of a score."""

import hashlib
import json
import os
import pty
import re
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess, Popen

import pytest
from click.testing import Result

from spregistry.load.documents import read

Run = Callable[..., Result]

EARLIER = "valid/final-a-year-earlier.yaml"
LATER = "valid/optional-and-trial-answered.yaml"
UNFINISHED = "valid/final-and-complete.yaml"
PROFILE = "valid/final-for-the-profile.yaml"

SHOWN = {
    "a-year-later": (LATER, "--compare", EARLIER),
    "for-a-profile": (PROFILE,),
    "several-profiles": (LATER, "--as", "cases", "--as", "cases-entry"),
    "all-that-may-be-carried": ("valid/everything-carried.yaml",),
    "nothing": ("valid/nothing-but-the-reference.yaml",),
}


def digest_of(case: str) -> str:
    """Return the digest of a submission in the folder of the cases, worked out by the standard library; none of its figures ends in .0."""
    canonical = json.dumps(read(case).data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


@pytest.mark.parametrize("arguments", SHOWN.values(), ids=SHOWN)
def test_markdown(arguments: tuple[str, ...], run: Run, golden: Callable[..., None]) -> None:
    result = run("report", *arguments, "--format", "md", "-o", "-")
    assert (result.exit_code, result.stderr) == (0, "")
    # What a case says may grow, and its digest with it; any other digest stays to be seen.
    digest = digest_of(arguments[0])
    assert f"| Digest of the submission | sha256:{digest} |" in result.stdout
    golden(re.sub(rf"\b{digest[:12]}({digest[12:]})?\b", "DIGEST", result.stdout), ".md")


@pytest.mark.parametrize(("ending", "start"), [("html", b"<!DOCTYPE html>"), ("htm", b"<!DOCTYPE html>"), ("pdf", b"%PDF-1.7"), ("xlsx", b"PK\x03\x04"), ("md", b"> "), ("PDF", b"%PDF-1.7")])  # fmt: skip
def test_the_ending_decides(ending: str, start: bytes, run: Run, tmp_path: Path) -> None:
    target = tmp_path / f"report.{ending}"
    result = run("report", LATER, "-o", str(target))
    assert (result.exit_code, result.output) == (0, "")
    assert target.read_bytes().lstrip().startswith(start)


def test_a_format_may_be_named(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "report.txt"
    assert run("report", LATER, "--format", "md", "-o", str(target)).exit_code == 0
    assert target.read_text(encoding="utf-8").startswith("> This report shows a self-assessment")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((LATER,), "Say where to write the report"),
        ((LATER, "-o", "report.docx"), "none of a report"),
        ((LATER, "-o", "-"), "none of a report"),
        ((LATER, "--format", "md", "-o", LATER), "one of the files that are read"),
        ((LATER, "--compare", EARLIER, "--format", "md", "-o", EARLIER), "one of the files that are read"),
        ((EARLIER, "--compare", LATER, "--format", "md", "-o", "-"), "later period"),
        ((LATER, "--format", "docx", "-o", "x.docx"), "docx"),
        ((), "FILE"),
    ],
)
def test_wrong_usage(arguments: tuple[str, ...], said: str, run: Run) -> None:
    before = Path(LATER).read_bytes(), Path(EARLIER).read_bytes()
    result = run("report", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in " ".join(result.stderr.split())
    assert (Path(LATER).read_bytes(), Path(EARLIER).read_bytes()) == before


def test_findings_are_in_the_report_and_decide_how_the_run_ends(run: Run) -> None:
    result = run("report", "invalid/contradictory-facts/adds-up.yaml", "--format", "md", "-o", "-")
    assert result.exit_code == 1
    assert "## Quality of the file" in result.stdout
    assert "| Error |" in result.stdout
    assert "Findings of severity error:" in result.stderr


def test_what_cannot_be_scored_gets_no_report(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    result = run("report", "invalid/unknown-option/misspelt-answer.yaml", "-o", str(target))
    assert (result.exit_code, result.stdout, target.exists()) == (1, "", False)
    assert "There is no report before this is mended." in result.stderr
    assert "unknown-option" in result.stderr


def test_an_old_report_survives_a_run_that_fails(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "report.md"
    target.write_text("old", encoding="utf-8")
    assert run("report", "invalid/unknown-option/misspelt-answer.yaml", "-o", str(target)).exit_code == 1
    assert run("report", "nowhere.yaml", "-o", str(target)).exit_code == 3
    assert target.read_text(encoding="utf-8") == "old"


def test_other_wording_is_explained_and_not_compared(run: Run, copied_registry: Path, tmp_path: Path) -> None:
    header = (copied_registry / "cases" / "1.0.0" / "framework.yaml").read_text(encoding="utf-8")
    (copied_registry / "cases" / "1.1.0").mkdir()
    (copied_registry / "cases" / "1.1.0" / "framework.yaml").write_text(
        header.replace("\nversion: 1.0.0\n", "\nversion: 1.1.0\n"), encoding="utf-8"
    )
    newer = tmp_path / "newer.yaml"
    newer.write_text(Path(LATER).read_text(encoding="utf-8").replace("cases@1.0.0", "cases@1.1.0"), encoding="utf-8")
    result = run("report", str(newer), "--compare", EARLIER, "--format", "md", "-o", "-", registry=copied_registry)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "- Dec 31, 2024 answers cases@1.0.0" in result.stdout
    assert "Scores over time" not in result.stdout


def test_other_institutions_are_told_apart(run: Run) -> None:
    result = run("report", LATER, "--compare", "valid/final-where-little-is-asked.yaml", "--format", "md", "-o", "-")
    assert "These are different institutions" in result.stdout


def test_a_profile_of_another_standard_is_refused(run: Run, copied_registry: Path) -> None:
    folder = copied_registry / "other" / "1.0.0"
    folder.mkdir(parents=True)
    header = (copied_registry / "cases" / "1.0.0" / "framework.yaml").read_text(encoding="utf-8")
    (folder / "framework.yaml").write_text(header.replace("\nid: cases\n", "\nid: other\n"), encoding="utf-8")
    result = run("report", LATER, "--as", "other", "--format", "md", "-o", "-", registry=copied_registry)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "other@1.0.0 is not based on cases@1.0.0" in " ".join(result.stderr.split())


@pytest.mark.parametrize(("format_", "module"), [("html", "matplotlib"), ("html", "jinja2"), ("pdf", "weasyprint"), ("xlsx", "xlsxwriter")])
def test_what_is_not_installed_is_named(format_: str, module: str, program: Callable[..., CompletedProcess[str]], tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(f"import sys\nsys.modules[{module!r}] = None\n", encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    result = program("report", LATER, "-o", str(tmp_path / f"report.{format_}"), env=environment)
    assert (result.returncode, result.stdout) == (3, "")
    assert 'pip install "spregistry[report]"' in " ".join(result.stderr.split())
    assert "Traceback" not in result.stderr
    assert not (tmp_path / f"report.{format_}").exists()


def test_markdown_needs_no_extra(program: Callable[..., CompletedProcess[str]], tmp_path: Path) -> None:
    blocked = "".join(f"sys.modules[{name!r}] = None\n" for name in ("matplotlib", "jinja2", "weasyprint", "xlsxwriter", "markupsafe"))
    (tmp_path / "sitecustomize.py").write_text(f"import sys\n{blocked}", encoding="utf-8")
    result = program("report", LATER, "--format", "md", "-o", "-", env={**os.environ, "PYTHONPATH": str(tmp_path)})
    assert (result.returncode, result.stderr) == (0, "")


def test_progress_is_shown_on_a_terminal_and_taken_away(environment: dict[str, str], tmp_path: Path) -> None:
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "spregistry", "--registry", "registry", "report", LATER, "-o", str(tmp_path / "report.md")]
    cases = Path(__file__).parents[1] / "cases" / "submissions"
    with Popen(command, cwd=cases, env=environment, stderr=slave) as process:
        assert process.wait(60) == 0
    os.close(slave)
    shown = os.read(master, 65536).decode()
    os.close(master)
    assert "Scoring valid/optional-and-trial-answered.yaml …" in shown
    assert "Laying out the report as MD …" in shown
    assert shown.endswith("\r\x1b[K")
