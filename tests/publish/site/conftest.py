"""The site as users have it: written by the command, built by MkDocs Material, served on loopback."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import site_registries
from loopback import Stoppable
from site_building import build, written
from spregistry.api import Registry
from tools import lacking

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tree of this checkout's standards."""
    return written(tmp_path_factory.mktemp("tree"), ROOT / "standards")


@pytest.fixture(scope="session")
def site(tree: Path) -> Path:
    """The site of this checkout's standards."""
    return build(tree)


@pytest.fixture(scope="session")
def hostile_tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tree of a framework whose every text is hostile, as are the name of the site and of files beside its translation."""
    registry = site_registries.hostile(tmp_path_factory.mktemp("hostile"))
    framework = Registry.open(registry)["hostile@1.0.0"]
    # The reasons for “not applicable” are left untranslated.
    site_registries.translated(framework, registry, "ar", lambda source: "" if source.startswith("Because") else f"ترجمة {source}")
    for name in ('x" onclick="alert(1)', "fr.old", "..", "a b"):
        (registry / "hostile" / "1.0.0" / "locale" / f"{name}.po").write_text('msgid ""\nmsgstr ""\n', encoding="utf-8")
    return written(tmp_path_factory.mktemp("hostile-tree"), registry, "--name", "Our <standards>", "--url", "https://standards.example/a")


@pytest.fixture(scope="session")
def hostile_site(hostile_tree: Path) -> Path:
    """The site of that framework."""
    return build(hostile_tree)


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
