"""Writes the tree of a site by the command, and builds it with one of the two programs that it is written for."""

import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner

from spregistry.cli import main
from tools import lacking


def written(target: Path, registry: Path, *options: str) -> Path:
    """Write the tree of a registry's site by the command."""
    done = CliRunner().invoke(main, ["--registry", str(registry), "site", "-o", str(target), *options])
    assert done.exit_code == 0, done.output
    return target


def build(tree: Path, builder: str = "mkdocs") -> Path:
    """Build a tree strictly; return the folder of the site."""
    program = Path(sys.executable).with_name(builder)
    if not program.exists():
        lacking(builder, "it is in the extras docs and test")
    command = [str(program), "build", "--strict"]
    done = subprocess.run(command, cwd=tree, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return tree / "site"
