"""Sites of a registry with everything that editors leave on record."""

from pathlib import Path

import pytest

import record_registries
from site_building import build, written


@pytest.fixture(scope="session")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The registry: 1.0.0 deprecated, 1.1.0 recalled, 2.0.0 in force, 2.1.0 a draft in consultation, and a profile."""
    return record_registries.recorded(tmp_path_factory.mktemp("recorded"))


@pytest.fixture(scope="session")
def recorded_tree(recorded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tree of its site."""
    return written(tmp_path_factory.mktemp("recorded-tree"), recorded)


@pytest.fixture(scope="session")
def recorded_site(recorded_tree: Path) -> Path:
    """Its site, built strictly."""
    return build(recorded_tree)


@pytest.fixture(scope="session")
def example_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the worked consultation that is shipped."""
    root = Path(__file__).parents[4] / "examples" / "consultation" / "standards"
    return build(written(tmp_path_factory.mktemp("example-tree"), root))


@pytest.fixture(scope="session")
def hostile_record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the registry with hostile texts wherever editors write."""
    registry = record_registries.recorded(tmp_path_factory.mktemp("hostile-record"), hostile=True)
    return build(written(tmp_path_factory.mktemp("hostile-record-tree"), registry))
