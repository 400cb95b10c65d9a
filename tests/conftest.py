"""How the laws are run: fixed examples in continuous integration, more of them, and nobody's cache."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("ci", derandomize=True, deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ci" if os.environ.get("CI") else "default")

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True, scope="session")
def _cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep bundles in a folder of the run's own."""
    before = os.environ.get("SPREGISTRY_CACHE")
    os.environ["SPREGISTRY_CACHE"] = str(tmp_path_factory.mktemp("cache"))
    yield
    if before is None:
        del os.environ["SPREGISTRY_CACHE"]
    else:
        os.environ["SPREGISTRY_CACHE"] = before
