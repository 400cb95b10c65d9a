"""`spregistry diff` tells what somebody needs who has to explain a version: what was and is, why, and what kind of thing each element is."""

import re
from pathlib import Path
from typing import Any

import pytest

from record_registries import dump, framework, indicator
from releases import printed as run

REGULATED = {"properties": {"regulated": {"const": True}}, "required": ["regulated"]}
FACT = {"id": "regulated", "title": "Regulated", "schema": {"type": "boolean"}}
AGENTS = {"id": "agents", "title": "Agents", "kind": "stock", "schema": {"type": "integer", "minimum": 0}}
CHECK = {"id": "few", "severity": "warning", "message": "Many agents.", "at_most": ["agents", "clients"]}
PAPER = indicator("paper", "2.2", "There is paper", "Is there paper beside it?")
NOTES = {
    "format": 1,
    "summary": "Much is new.",
    "classes": [
        {"element": "written", "field": "question", "class": "substantive", "reason": "Some are only said."},
        {"element": "written", "field": "rubric/met", "class": "editorial", "reason": "It means the same."},
    ],
    "reasons": [{"element": "agents", "reason": "Agents serve most clients."}],
}


@pytest.fixture
def registry(tmp_path: Path) -> Path:
    written = indicator("written", "1.1", "Goals are known", "Are the goals known?", rubric={"met": "They are.", "unmet": "No."})
    reworded = {"question": "Are the goals written?", "rubric": {"met": "So they are.", "unmet": "Nobody wrote."}, "guidance": "Look."}
    box = indicator("box", "2.1", "There is a box", "Is there a box?", scored=False)
    old = framework("1.0.0", None, [written], [{**box, "answer": {"text": {}}}, PAPER], quality_checks=[])
    stopping = {**CHECK, "id": "stopping", "at_most": ["clients", "clients"]}
    old["quality_checks"] = [stopping]
    del old["groups"][1]["indicators"][0]["rubric"]
    tag = {"id": "agents-served", "title": "Agents"}
    new: dict[str, Any] = framework(
        "2.0.0",
        "1.0.0",
        [{**written, **reworded, "tags": ["entry"]}],
        [{**box, "applies_when": REGULATED}],
        withdrawn=[{"id": "paper", "reason": "Nobody writes any more."}],
        quality_checks=[{**stopping, "severity": "error"}, CHECK],
    )
    new["facts"] = [*new["facts"], FACT, AGENTS]
    new["tags"] = [*new["tags"], tag]
    for data in (old, new):
        dump(tmp_path / "demo" / data["version"] / "framework.yaml", data)
    dump(tmp_path / "demo" / "2.0.0" / "notes.yaml", NOTES)
    return tmp_path


#: The lines of an element with what stands beneath them, worked out by hand from the two versions above.
TOLD = {
    "withdrawn": ("“There is paper” (2.2 of 1.0.0) (paper): withdrawn", ["Why: Nobody writes any more."]),
    "needed fact": ("Regulated (regulated): new; a final submission must report it", []),
    "fact": ("Agents (agents): new", ["Why: Agents serve most clients."]),
    "tag": ("Tag · Agents (tag:agents-served): new", []),
    "check": ("Check of facts · few (quality-check:few): new: “Many agents”", []),
    "other check": (
        "Check of facts · stopping (quality-check:stopping): the check of facts is another",
        ["“Clients” is at most “Clients”. Worth a second look → “Clients” is at most “Clients”. Must be mended"],
    ),
    "substantive": (
        "1.1 Goals are known (written): question reworded",
        ["“Are the goals known?” → “Are the goals written?”", "Why: Some are only said."],
    ),
    "editorial": ("1.1 Goals are known (written): what is described for “Yes” reworded", []),
    "not classed": ("1.1 Goals are known (written): what is described for “No” reworded", ["“No.” → “Nobody wrote.”"]),
    "condition": ("2.1 There is a box (box): asked under other conditions", ["Always. → “Regulated” is yes"]),
    "kind of answer": (
        "2.1 There is a box (box): answered in another way",
        [
            "free text, no points; not scored → Yes (1 of 1); No (0 of 1); not scored; Asked only where: “Regulated” is yes"
        ],
    ),
}  # fmt: skip


def entries(written: str) -> dict[str, list[str]]:
    """Return the entries of a list in Markdown as people see them, each with what stands beneath it."""
    found: dict[str, list[str]] = {}
    entry = ""
    for line in re.sub(r"[*`\\]", "", written.partition("\n## ")[2]).splitlines():
        if line.startswith("- "):
            entry = line[2:]
            found[entry] = []
        elif line.startswith("  - "):
            found[entry].append(line[4:])
    return found


def test_it_says_what_was_and_is_and_why(registry: Path) -> None:
    found = entries(run(registry, "diff", "demo@1.0.0", "demo@2.0.0", "--format", "markdown"))
    assert {line: found.get(line) for line, _ in TOLD.values()} == dict(TOLD.values())


def test_the_terminal_says_the_same(registry: Path) -> None:
    said = " ".join(run(registry, "diff", "demo@1.0.0", "demo@2.0.0").split())
    for line, beneath in TOLD.values():
        words = re.sub(r" \([a-z-]+(:[a-z-]+)?\): ", " ", line)
        assert " ".join([words, *beneath]) in said


def test_backwards_no_reason_is_named(registry: Path) -> None:
    assert "Why: " not in run(registry, "diff", "demo@2.0.0", "demo@1.0.0", "--format", "markdown")
