"""Where the command line meets the system, in real processes: pipes, full disks, files that cannot be read or written, terminals."""

import ctypes
import os
import pty
import resource
import shutil
import stat
import subprocess
import sysconfig
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

Program = Callable[..., subprocess.CompletedProcess[str]]

CASES = Path(__file__).parents[1] / "cases" / "submissions"
GOOD = "valid/final-and-complete.yaml"
EARLIER = "valid/final-a-year-earlier.yaml"
BAD = "invalid/unknown-option/misspelt-answer.yaml"
DIFFERENT = ("../merge/different-answers/1.yaml", "../merge/different-answers/2.yaml")

#: One run of every command that can write to a file, which succeeds.
WRITERS = {
    "check": ("check",),
    "compare": ("compare", EARLIER, GOOD),
    "merge": ("merge", GOOD),
    "schema": ("schema", "cases"),
    "score": ("score", GOOD),
    "template": ("template", "cases", "--force"),
    "validate": ("validate", GOOD),
}
#: Runs of every command whose result is for people, with every kind of text that it writes.
TEXTS = {
    "list": ("list",),
    "show": ("show", "cases", "--depth", "9"),
    "show-facts": ("show", "cases", "facts"),
    "show-group": ("show", "cases", "1.1"),
    "show-indicator": ("show", "cases", "2.1.4"),
    "show-number": ("show", "cases", "2.1.2"),
    "check": ("check",),
    "validate": ("validate", GOOD),
    "validate-findings": (
        "validate",
        *(
            f"invalid/{name}"
            for name in (
                "missing-answer/nothing-answered.yaml",
                "unknown-option/long-answer-shortened.yaml",
                "not-measured/of-a-ratio-and-of-cases.yaml",
                "syntax-error/two-documents.yaml",
            )
        ),
    ),
    "score": ("score", GOOD, "--depth", "9", "--explain", "all", "--explain", "2.1.2", "--what-if", "board-reviews=met"),
    "score-a-profile": ("score", GOOD, "--as", "cases-entry"),
    "score-findings": ("score", BAD),
    "compare": ("compare", EARLIER, GOOD, "--depth", "9"),
    "compare-institutions": ("compare", EARLIER, "valid/final-where-little-is-asked.yaml", "valid/nothing-but-the-reference.yaml"),
    "merge-conflicts": ("merge", *DIFFERENT),
    "help": ("--help",),
    **{
        f"{name}-help": (name, "--help")
        for name in ("list", "show", "template", "validate", "score", "merge", "compare", "check", "schema")
    },
}
#: Runs that end with a sentence on standard error.
REFUSALS = {
    "unknown-framework": ("show", "case@1.0.0"),
    "unknown-code": ("show", "cases", "board-review"),
    "no-file": ("score", "nowhere.yaml"),
    "no-registered-framework": ("score", "invalid/unknown-framework/another-version.yaml"),
    "no-framework": ("score", "invalid/unknown-framework/not-named.yaml"),
    "not-yaml": ("compare", GOOD, "invalid/syntax-error/two-documents.yaml"),
    "invalid-submission": ("compare", GOOD, "invalid/unknown-option/long-answer-shortened.yaml"),
    "two-standards": ("merge", GOOD, "invalid/unknown-framework/another-version.yaml"),
    "no-folder": ("template", "cases", "-o", "nowhere/template.yaml"),
}


def without_paths(line: str) -> str:
    return " ".join(word for word in line.split(" ") if "/" not in word)


def test_program_runs_as_a_module(program: Program) -> None:
    result = program("list")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith("cases@1.0.0 ")


def test_program_is_installed_under_its_name(environment: dict[str, str]) -> None:
    result = subprocess.run(["spregistry", "--version"], capture_output=True, encoding="utf-8", check=False, env=with_scripts(environment))
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith("spregistry ")


def with_scripts(environment: dict[str, str]) -> dict[str, str]:
    """Let the program be found that belongs to the running Python."""
    return {**environment, "PATH": sysconfig.get_path("scripts") + os.pathsep + environment["PATH"]}


@pytest.mark.parametrize("arguments", TEXTS.values(), ids=TEXTS)
def test_text_is_plain_and_narrow_without_a_terminal(arguments: tuple[str, ...], program: Program) -> None:
    result = program(*arguments)
    assert result.returncode in {0, 1, 3}
    text = result.stdout + result.stderr
    assert text
    assert "\x1b" not in text
    assert "Traceback" not in text
    assert [line for line in text.splitlines() if len(without_paths(line)) > 80] == []
    assert [line for line in text.splitlines() if line != line.rstrip()] == []


@pytest.mark.parametrize("arguments", REFUSALS.values(), ids=REFUSALS)
def test_refusal_is_plain_and_narrow(arguments: tuple[str, ...], program: Program) -> None:
    result = program(*arguments)
    assert (result.returncode, result.stdout) == (3, "")
    assert result.stderr.startswith("spregistry: ")
    assert "\x1b" not in result.stderr
    assert [line for line in result.stderr.splitlines() if len(without_paths(line)) > 80] == []


@pytest.mark.parametrize(
    "arguments", [("validate", BAD), ("score", GOOD), ("compare", EARLIER, GOOD), ("check",)], ids=lambda arguments: arguments[0]
)
def test_file_gets_no_colour(arguments: tuple[str, ...], program: Program, tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    program(*arguments, "-o", str(path))
    assert path.read_text(encoding="utf-8") == program(*arguments).stdout


@pytest.mark.parametrize(
    "arguments",
    [("validate", BAD), ("score", GOOD), ("show", "cases"), ("compare", EARLIER, GOOD), ("check",)],
    ids=lambda arguments: arguments[0],
)
def test_terminal_gets_colour(arguments: tuple[str, ...], program: Program) -> None:
    ours, theirs = pty.openpty()
    program(*arguments, stdout=theirs, stderr=subprocess.DEVNULL)
    os.close(theirs)
    assert b"\x1b[" in os.read(ours, 100_000)
    os.close(ours)


@pytest.mark.parametrize("arguments", [*WRITERS.values(), ("list",), ("show", "cases")], ids=[*WRITERS, "list", "show"])
def test_reader_that_went_away_is_no_traceback(arguments: tuple[str, ...], program: Program) -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    result = program(*arguments, stdout=theirs, stderr=subprocess.PIPE)
    os.close(theirs)
    assert (result.returncode, result.stderr) == (3, "")


def test_head_of_a_standard(environment: dict[str, str]) -> None:
    command = "set -o pipefail; spregistry --registry registry show cases | head -1"
    result = subprocess.run(
        ["bash", "-c", command], cwd=CASES, env=with_scripts(environment), capture_output=True, encoding="utf-8", check=False
    )
    assert (result.stdout, result.stderr) == ("cases@1.0.0  A small standard for test cases\n", "")
    assert result.returncode in {0, 3}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("arguments", [*WRITERS.values(), ("list",), ("show", "cases")], ids=[*WRITERS, "list", "show"])
def test_full_disk_behind_standard_output(arguments: tuple[str, ...], program: Program) -> None:
    with Path("/dev/full").open("wb") as full:
        result = program(*arguments, stdout=full, stderr=subprocess.PIPE)
    assert (result.returncode, result.stderr) == (3, "spregistry: the output cannot be written: no space left on device\n")


@pytest.mark.parametrize("arguments", WRITERS.values(), ids=WRITERS)
def test_result_is_written_to_a_file(arguments: tuple[str, ...], program: Program, tmp_path: Path) -> None:
    path = tmp_path / "out"
    result = program(*arguments, "-o", str(path))
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert path.stat().st_size > 0
    assert [entry.name for entry in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("arguments", WRITERS.values(), ids=WRITERS)
def test_missing_folder(arguments: tuple[str, ...], program: Program, tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "out"
    result = program(*arguments, "-o", str(path))
    assert (result.returncode, result.stdout) == (3, "")
    assert " ".join(result.stderr.split()) == f"spregistry: {path}: no such file or directory; nothing was changed"


def test_folder_in_place_of_a_file(program: Program, tmp_path: Path) -> None:
    result = program("schema", "cases", "-o", str(tmp_path))
    assert (result.returncode, result.stdout) == (3, "")
    assert " ".join(result.stderr.split()).startswith(f"spregistry: {tmp_path}: ")
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("arguments", WRITERS.values(), ids=WRITERS)
def test_file_stays_as_it_was_when_the_disk_is_full(arguments: tuple[str, ...], program: Program, tmp_path: Path) -> None:
    path = tmp_path / "out"
    path.write_text("before", encoding="utf-8")
    program(*arguments)  # fills the cache, which may not grow any more either
    result = program(*arguments, "-o", str(path), preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (16, 16)))
    assert (result.returncode, result.stdout) == (3, "")
    assert " ".join(result.stderr.split()) == f"spregistry: {path}: file too large; nothing was changed"
    assert path.read_text(encoding="utf-8") == "before"
    assert [entry.name for entry in tmp_path.iterdir()] == ["out"]


@pytest.fixture
def bound(tmp_path: Path) -> Iterator[dict[str, Any]]:
    """How to run in a folder with a copy of the registry, bound by file permissions as everybody but root is."""
    shutil.copytree(CASES / "registry", tmp_path / "registry")
    shutil.copyfile(CASES / GOOD, tmp_path / "good.yaml")
    yield {"cwd": tmp_path, "preexec_fn": obey_permissions if os.geteuid() == 0 else None}
    tmp_path.chmod(0o755)


def obey_permissions() -> None:
    """Give up what lets root read and write anything; before the program starts."""
    drop_from_bounding_set, overrides = 24, (1, 2)  # PR_CAPBSET_DROP; CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
    for capability in overrides:
        if ctypes.CDLL(None).prctl(drop_from_bounding_set, capability) != 0:
            raise PermissionError("root cannot be bound by file permissions here")


def test_read_only_folder(program: Program, bound: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "out").write_text("before", encoding="utf-8")
    tmp_path.chmod(0o555)
    for name in ("out", "new"):
        result = program("schema", "cases", "-o", name, **bound)
        assert (result.returncode, result.stdout) == (3, "")
        assert " ".join(result.stderr.split()) == f"spregistry: {name}: permission denied; nothing was changed"
    assert (tmp_path / "out").read_text(encoding="utf-8") == "before"
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("command", [("validate",), ("score",), ("merge",), ("compare", "good.yaml")], ids=lambda command: command[0])
def test_file_that_may_not_be_read(command: tuple[str, ...], program: Program, bound: dict[str, Any], tmp_path: Path) -> None:
    closed = tmp_path / "closed.yaml"
    shutil.copyfile(tmp_path / "good.yaml", closed)
    closed.chmod(0)
    result = program(*command, "closed.yaml", **bound)
    assert result.returncode == 3
    assert "permission denied" in result.stdout + result.stderr
    assert "Traceback" not in result.stderr


def test_definition_that_may_not_be_read(program: Program, bound: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "registry" / "cases" / "1.0.0" / "framework.yaml").chmod(0)
    result = program("check", **bound)
    assert result.returncode == 3
    assert "permission denied" in result.stdout
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("command", [("validate",), ("score",), ("merge",), ("compare", GOOD)], ids=lambda command: command[0])
@pytest.mark.parametrize(("name", "why"), [("valid", "is a directory"), ("nowhere.yaml", "no such file or directory")])
def test_file_that_is_none(command: tuple[str, ...], name: str, why: str, program: Program) -> None:
    result = program(*command, name)
    assert result.returncode == 3
    assert why in result.stdout + result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    "arguments", [("validate", "-"), ("score", "-"), ("merge", "-"), ("compare", EARLIER, "-")], ids=lambda arguments: arguments[0]
)
def test_dash_is_standard_input(arguments: tuple[str, ...], program: Program) -> None:
    result = program(*arguments, input=(CASES / GOOD).read_text(encoding="utf-8"))
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout


def test_empty_standard_input(program: Program) -> None:
    result = program("validate", "-", input="")
    assert result.returncode == 3
    assert result.stdout.startswith("-: error empty-document\n")


def test_closed_standard_input(program: Program) -> None:
    result = program("validate", "-", preexec_fn=lambda: os.close(0))
    assert result.returncode == 3
    assert "Traceback" not in result.stderr


def test_new_file_gets_the_usual_permissions_and_an_old_one_keeps_its_own(program: Program, tmp_path: Path) -> None:
    new, old = tmp_path / "new", tmp_path / "old"
    old.touch(mode=0o600)
    for path in (new, old):
        assert program("schema", "cases", "-o", str(path), preexec_fn=lambda: os.umask(0o027)).returncode == 0
    assert [stat.S_IMODE(path.stat().st_mode) for path in (new, old)] == [0o640, 0o600]


def test_link_still_leads_to_its_file(program: Program, tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("before", encoding="utf-8")
    link.symlink_to(target)
    assert program("schema", "cases", "-o", str(link)).returncode == 0
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8").startswith("{")


def test_what_is_no_plain_file_is_never_replaced_by_one(program: Program, tmp_path: Path) -> None:
    # A named pipe stands for /dev/null and /dev/stdout, which a test must not put at risk.
    path = tmp_path / "pipe"
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    program("check", "-o", str(path))
    os.close(reader)
    assert stat.S_ISFIFO(path.stat().st_mode)
