"""The site as users have it: written by the command, built by MkDocs Material, served on loopback."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import site_registries
from click.testing import CliRunner
from conftest import lacking
from loopback import Stoppable

from spregistry.api import Registry
from spregistry.cli import main

ROOT = Path(__file__).parents[3]


def write(target: Path, registry: Path, *options: str) -> Path:
    """Write the tree of a registry's site by the command."""
    done = CliRunner().invoke(main, ["--registry", str(registry), "site", "-o", str(target), *options])
    assert done.exit_code == 0, done.output
    return target


def build(tree: Path, builder: str = "mkdocs") -> Path:
    """Build a tree strictly."""
    program = Path(sys.executable).with_name(builder)
    if not program.exists():
        lacking(builder, "it is in the extras docs and test")
    command = [str(program), "build", "--strict"]
    done = subprocess.run(command, cwd=tree, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return tree / "site"


@pytest.fixture(scope="session")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tree of this checkout's standards."""
    return write(tmp_path_factory.mktemp("tree"), ROOT / "standards")


@pytest.fixture(scope="session")
def site(tree: Path) -> Path:
    """The site of this checkout's standards."""
    return build(tree)


@pytest.fixture(scope="session")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a framework whose every text is hostile."""
    registry = site_registries.hostile(tmp_path_factory.mktemp("hostile"))
    framework = Registry.open(registry)["hostile@1.0.0"]
    # The reasons for “not applicable” are left untranslated.
    site_registries.translated(framework, registry, "ar", lambda source: "" if source.startswith("Because") else f"ترجمة {source}")
    return build(write(tmp_path_factory.mktemp("hostile-tree"), registry))


@pytest.fixture(scope="session")
def axe() -> str:
    """The script of axe, which looks for what keeps people out."""
    script = ROOT / "src" / "spregistry" / "browser" / "node_modules" / "axe-core" / "axe.min.js"
    if not script.is_file():
        lacking("axe-core", "run npm install in src/spregistry/browser")
    return script.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def served(site: Path) -> Iterator[str]:
    """The address of the served site."""
    server = Stoppable(site)
    yield server.address
    server.stop()
