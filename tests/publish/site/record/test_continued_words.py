"""Words stand beside each other once: where they are a change by themselves, they are not told again beside what an indicator continues."""

import html
import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

import record_registries
from record_registries import framework, indicator
from spregistry.api import Registry
from spregistry.cli import main
from spregistry.publish.site.tree import site_tree

BOX, PAPER = "Is the box emptied each quarter?", "Is there paper beside the box?"
LETTERS, CALLS, PENS = "Is the box emptied each month?", "Are calls answered each day?", "Are there paper and pens?"


@pytest.fixture(scope="module")
def parted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A registry: `box` goes on in 2.0.0 as the same in one part, as a split in another, and in part in `paper`, which keeps its id."""
    folder = tmp_path_factory.mktemp("parted")
    goals = [indicator("written", "1.1", "Goals are written", "Are the goals written?")]
    box, paper = indicator("box", "2.1", "There is a box", BOX), indicator("paper", "2.2", "There is paper", PAPER)
    letters = indicator("letters", "2.1", "Letters are read", LETTERS, supersedes=[{"id": "box", "relation": "same"}])
    pens = indicator("paper", "2.2", "There is paper", PENS, supersedes=[{"id": "box", "relation": "merge"}])
    calls = indicator("calls", "2.3", "Calls are answered", CALLS, supersedes=[{"id": "box", "relation": "split"}])
    for data in (framework("1.0.0", None, goals, [box, paper]), framework("2.0.0", "1.0.0", goals, [letters, pens, calls])):
        record_registries.dump(folder / "demo" / data["version"] / "framework.yaml", data)
    return folder


def test_the_terminal_tells_them_once(parted: Path) -> None:
    diff = ["--registry", str(parted), "diff", "demo@1.0.0", "demo@2.0.0"]
    for format_ in ("text", "markdown"):
        done = CliRunner().invoke(main, [*diff, "--format", format_])
        assert done.exit_code == 0, done.output
        told = re.findall(r"question, from “There is a box” \(2.1 of 1.0.0\): “(.*?)” → “(.*?)”", " ".join(done.stdout.split()))
        assert told == [(BOX, PENS), (BOX, CALLS)], format_  # but not the letters, whose question is told as reworded


def test_the_site_sets_them_beside_each_other_once(parted: Path) -> None:
    tree = site_tree(Registry.open(parted), today=date(2026, 6, 30))
    page = html.unescape(tree.docs["standards/demo/2.0.0/en/changes.md"].decode())
    shown = {id_: re.split(r"\n#{2,3} ", page.split(f"{{ #{id_} ")[1])[0] for id_ in ("letters", "paper", "calls")}
    # Two sides each: title and question of the letters; of the paper its own question, and that of the box; of the calls that of the box.
    assert {id_: part.count('<div class="side">') for id_, part in shown.items()} == {"letters": 4, "paper": 4, "calls": 2}
    history = html.unescape(tree.docs["standards/demo/history/en/complaints.md"].decode())
    assert "[Words beside each other](../../2.0.0/en/changes.md#letters)" in history
