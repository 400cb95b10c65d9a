"""Writes the tree of a site by the command, and builds it with one of the two programs that it is written for."""

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from click.testing import CliRunner

from spregistry.cli import main
from tools import lacking

if TYPE_CHECKING:
    from playwright.sync_api import Page


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


def kept_out(page: "Page", address: str, axe: str) -> list[tuple[str, str, str]]:
    """Return what on a page keeps people out, by the script of axe: the address, the rule, and the first place."""
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(150)
    page.evaluate(axe)
    result = page.evaluate("axe.run(document)")
    assert result["passes"], address
    return [(address, one["id"], one["nodes"][0]["html"][:160]) for one in result["violations"]]
