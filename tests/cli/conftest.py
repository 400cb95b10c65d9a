"""Runs the command line on the small registry of the submission cases, in the folder of those cases."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from pytest_regressions.file_regression import FileRegressionFixture

from spregistry.cli import main
from spregistry.version import __version__

CASES = Path(__file__).parents[1] / "cases" / "submissions"
#: A small standard in several versions, and submissions to them.
VERSIONS = Path(__file__).parents[1] / "cases" / "versions"
PROGRAM = (sys.executable, "-m", "spregistry")

Run = Callable[..., Result]
Program = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in this process; whatever it raises beyond its exit is raised here."""
    monkeypatch.chdir(CASES)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("SPREGISTRY_HOME", raising=False)

    def run_command(*arguments: str, registry: str | Path = "registry", **others: Any) -> Result:
        result = CliRunner().invoke(main, ["--registry", str(registry), *arguments], **others)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run_command


@pytest.fixture
def environment() -> dict[str, str]:
    """The environment of a real process that nobody has told how wide or colourful to be."""
    said = ("COLUMNS", "LINES", "SPREGISTRY_HOME", "FORCE_COLOR", "NO_COLOR")
    return {**{key: value for key, value in os.environ.items() if key not in said}, "PYTHONUTF8": "1"}


@pytest.fixture
def program(environment: dict[str, str]) -> Program:
    """Run a command in a process of its own, with pipes for its streams."""

    def run_program(*arguments: str, **others: Any) -> subprocess.CompletedProcess[str]:
        streams = {} if {"stdout", "stderr"} & others.keys() else {"capture_output": True}
        command = [*PROGRAM, "--registry", "registry", *arguments]
        options = {"cwd": CASES, "env": environment, "encoding": "utf-8", "timeout": 60, **streams, **others}
        return subprocess.run(command, check=False, **options)

    return run_program


@pytest.fixture
def golden(file_regression: FileRegressionFixture) -> Callable[..., None]:
    """Compare an output with the one kept beside the test; the version of the engine may change."""

    def check(text: str, extension: str = ".txt") -> None:
        # Where text is folded, the version may stand in the next line.
        masked = re.sub(
            rf'(spregistry\s|"version": "){re.escape(__version__)}', lambda found: " ".join(found[1].split()) + " VERSION", text
        )
        file_regression.check(masked, extension=extension, encoding="utf-8")

    return check


@pytest.fixture
def copied_registry(tmp_path: Path) -> Path:
    """A copy of the small registry that a test may spoil."""
    return Path(shutil.copytree(CASES / "registry", tmp_path / "standards"))


@pytest.fixture
def go(run: Run) -> Run:
    """Run a command on the registry with several versions."""

    def go(*arguments: str | Path, registry: str | Path = VERSIONS / "registry", **others: Any) -> Result:
        return run(*map(str, arguments), registry=registry, **others)

    return go


@pytest.fixture
def copied_versions(tmp_path: Path) -> Path:
    """A copy of the registry with several versions that a test may spoil."""
    return Path(shutil.copytree(VERSIONS / "registry", tmp_path / "standards"))
