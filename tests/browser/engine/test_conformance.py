"""The engine that is shipped to browsers gives what the published conformance vectors expect, in node and in Chromium."""

import json
import os
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from frameworks import framework_of
from spregistry.model.framework import Framework

if TYPE_CHECKING:
    from playwright.sync_api import Page

HERE = Path(__file__).parent
FOLDER = Path(__file__).parents[2] / "conformance"


def plain(framework: Framework | None) -> dict[str, Any] | None:
    if framework is None:
        return None
    caps = [{"group": cap.group, "indicator": cap.indicator} for cap in framework.dropped_caps]
    return {"reference": framework.reference, "digest": framework.digest, "data": framework.data, "dropped_caps": caps}


@pytest.fixture(scope="module")
def vectors() -> list[dict[str, Any]]:
    """Every vector, with its frameworks as they are resolved."""
    found = []
    for path in sorted(FOLDER.glob("*/*.json")):
        vector = json.loads(path.read_text(encoding="utf-8"))
        framework = framework_of(vector["framework"])
        profile = framework_of(vector["profile"], framework) if "profile" in vector else None
        found.append(
            {"name": f"{path.parent.name}/{path.stem}", "vector": vector, "framework": plain(framework), "profile": plain(profile)}
        )
    assert len(found) >= 60
    return found


def test_vectors_in_node(node: str, browser_folder: Path, vectors: list[dict[str, Any]], tmp_path: Path) -> None:
    file = tmp_path / "vectors.json"
    file.write_text(json.dumps(vectors), encoding="utf-8")
    environment = {**os.environ, "VECTORS": str(file), "ENGINE": str(browser_folder / "dist" / "engine.js")}
    command = [node, "--test", "--test-reporter=tap", str(HERE / "conformance.test.mjs")]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, encoding="utf-8", check=False, timeout=120)
    assert run.returncode == 0, run.stdout + run.stderr
    # Each vector is a test of its own inside the one of the file.
    passed = {name for name in re.findall(r"^ *ok [0-9]+ - (.*)$", run.stdout, re.MULTILINE) if not name.endswith(".mjs")}
    assert passed >= {vector["name"] for vector in vectors}, run.stdout


def test_vectors_in_chromium(offline_page: "Page", browser_folder: Path, vectors: list[dict[str, Any]]) -> None:
    offline_page.add_script_tag(path=browser_folder / "dist" / "engine.js")
    offline_page.add_script_tag(path=HERE / "scorecard_data.js")
    script = "text => JSON.parse(text).map(given => comparison.vectorDifferences(given))"
    found = offline_page.evaluate(script, json.dumps(vectors))
    assert {vector["name"]: lines for vector, lines in zip(vectors, found, strict=True) if lines} == {}
