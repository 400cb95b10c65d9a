"""A small standard in three versions, with a profile, for forms to carry submissions over."""

import json
from pathlib import Path
from typing import Any

import spregistry

CASE = Path(__file__).parents[2] / "cases" / "migrate" / "two-steps"
VERSIONS = {"before": "1.0.0", "between": "2.0.0", "after": "3.0.0"}
PROFILE = """format: 1
id: demo-start
version: {version}
title: First steps
language: en
licence: CC0-1.0
based_on: demo@{base}
groups:
  - {{id: leading, code: "1", title: Leading, use: {{ids: [{use}]}}}}
"""

#: Of each kind something: carried, renamed and to be confirmed, relabelled, withdrawn, with a plan and facts.
EARLIER: dict[str, Any] = {
    "format": 1,
    "framework": "demo@1.0.0",
    "profile": "demo-start@1.0.0",
    "language": "en",
    "organisation": {"name": "Rural Cooperative"},
    "period": {"start": "2025-01-01", "end": "2025-12-31"},
    "status": "final",
    "facts": {"form": "ngo", "clients": {"open": 100, "close": 120}, "left": 12},
    "answers": {
        "goals": {"value": "met", "evidence": ["Strategy, p. 2"], "by": "audit"},
        "board": {"value": "unmet", "comment": "Not yet"},
        "bonus": {"value": "partly", "evidence": ["Bonus rules <2024>"], "comment": "Only for managers"},
        "prices": {"value": ["web", "wall"], "evidence": ["Photo"]},
    },
    "actions": [{"indicator": "goals", "what": "Write more goals", "target": "met"}],
}


def demo_versions(folder: Path) -> Path:
    """Write the registry, and return its folder."""
    for part, version in VERSIONS.items():
        target = folder / "demo" / version
        target.mkdir(parents=True)
        data = spregistry.read(CASE / f"{part}.yaml").data
        for indicator in (each for group in data["groups"] for each in group["indicators"]):
            # What the case, which is about other things, leaves out.
            if "scale" in indicator["answer"]:
                indicator["rubric"] = {"met": "All of it.", "partly": "Some of it.", "unmet": "None of it."}
        (target / "framework.yaml").write_text(json.dumps(data), encoding="utf-8")
    for version, base, use in (("1.0.0", "1.0.0", "goals, board"), ("2.0.0", "3.0.0", "plan, board")):
        target = folder / "demo-start" / version
        target.mkdir(parents=True)
        (target / "framework.yaml").write_text(PROFILE.format(version=version, base=base, use=use), encoding="utf-8")
    return folder
