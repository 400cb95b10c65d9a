"""The one HTML file that the command line writes: whole, closed, and for whatever part or profile was asked for."""

import base64
import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from browser.assessment.form import Form
from spregistry.cli import main

Open = Callable[..., Form]
STANDARDS = Path(__file__).parents[3] / "standards"
PROFILE = """format: 1
id: sepm-start
version: 1.0.0
title: Where to start
language: en
licence: CC-BY-4.0
based_on: sepm@3.0.0
use: {tags: [entry]}
"""


def write(tmp_path: Path, *arguments: str, registry: Path = STANDARDS) -> Path:
    path = tmp_path / "form.html"
    result = CliRunner().invoke(main, ["--registry", str(registry), "template", *arguments, "--format", "html", "-o", str(path)])
    assert (result.exit_code, "rror" in result.stderr) == (0, False)
    return path


def test_only_the_files_own_scripts_may_run(tmp_path: Path) -> None:
    text = write(tmp_path, "sepm@3.0.0").read_text(encoding="utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)
    assert policy is not None
    rules = policy[1].replace("&#x27;", "'")
    assert rules.startswith("default-src 'none'; ")
    assert "unsafe" not in rules
    scripts = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    assert len(scripts) >= 3
    for script in scripts:
        assert base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() in rules
    # Nothing is loaded: no address stands where a browser would fetch it.
    assert (
        re.findall(r'<(?:script|link|img|iframe)[^>]+(?:src|href)=(?!"data:)', re.sub(r"<script>.*?</script>", "", text, flags=re.DOTALL))
        == []
    )


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "form.html"
    path.write_text("filled in", encoding="utf-8")
    result = CliRunner().invoke(main, ["--registry", str(STANDARDS), "template", "sepm@3.0.0", "--format", "html", "-o", str(path)])
    assert result.exit_code != 0
    assert path.read_text(encoding="utf-8") == "filled in"


@pytest.fixture
def with_profile(tmp_path: Path) -> Path:
    """A registry of the shipped standard and a small profile of it."""
    registry = tmp_path / "standards"
    (registry / "sepm-start" / "1.0.0").mkdir(parents=True)
    (registry / "sepm-start" / "1.0.0" / "framework.yaml").write_text(PROFILE, encoding="utf-8")
    (registry / "sepm").symlink_to(STANDARDS / "sepm")
    return registry


def test_a_profiles_form_begins_with_the_profile(tmp_path: Path, with_profile: Path, open_form: Open) -> None:
    form = open_form(write(tmp_path, "sepm-start@1.0.0", registry=with_profile)).begin()
    profile = form.page.get_by_role("radio", name=re.compile("Where to start"))
    assert profile.is_checked()
    form.choose("mission-names-clients-and-change", "Yes, fully")
    assert form.saved()["profile"] == "sepm-start@1.0.0"
    few = int(form.page.locator(".sp-contents").nth(1).inner_text().split("/")[1].split()[0])
    form.go("about").page.get_by_role("radio", name=re.compile("The whole standard")).check()
    data = form.saved()
    assert "profile" not in data
    assert data["answers"]["mission-names-clients-and-change"]["value"] == "met"
    assert int(form.page.locator(".sp-contents").nth(1).inner_text().split("/")[1].split()[0]) > few
