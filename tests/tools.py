"""Programs that some tests run: left out where somebody has none, but never where they must be there."""

import os
from typing import NoReturn

import pytest


def lacking(tool: str, why: str) -> NoReturn:
    """Skip where a tool is not on somebody's machine; fail where it must be there."""
    if os.environ.get("CI") or os.environ.get("SPREGISTRY_REQUIRE_TOOLS"):
        pytest.fail(f"{tool} is needed here: {why}")
    pytest.skip(f"{tool} is not there: {why}")
