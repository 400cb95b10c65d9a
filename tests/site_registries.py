"""Registries that the site is tested and measured with: many versions in many languages, and one whose texts are all hostile."""

import json
import re
import shutil
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

import yaml

from spregistry.evolve.next_version import next_version
from spregistry.load.languages.catalogues import write_po
from spregistry.load.languages.translations import translate_framework, updated
from spregistry.load.text.po_text import Entry
from spregistry.model.framework import Framework

ROOT = Path(__file__).parents[1]
SEPM = ROOT / "standards" / "sepm" / "3.0.0"


def many(folder: Path, frameworks: int, versions: int, languages: tuple[str, ...] = ("fr", "es")) -> Path:
    """Write a registry of copies of sepm: so many frameworks, each in so many versions, in English and these languages."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in [SEPM / "framework.yaml", *SEPM.glob("[0-9]*.yaml")]}
    for number in range(1, frameworks + 1):
        for minor in range(versions):
            target = folder / f"sepm-{number}" / f"3.{minor}.0"
            (target / "locale").mkdir(parents=True)
            # Without the lineage of the real one, whose earlier version is not here.
            for name, text in next_version(texts, f"sepm-{number}@3.{minor - 1}.0", f"3.{minor}.0").items():
                own = text.replace("id: sepm\n", f"id: sepm-{number}\n", 1) if name == "framework.yaml" else text
                (target / name).write_text(own if minor else re.sub("^previous: .*\n", "", own, flags=re.MULTILINE), encoding="utf-8")
            for language in languages:
                shutil.copy(SEPM / "locale" / f"{language}.po", target / "locale")
    return folder


#: Each would do something if it were read as HTML, Markdown, a template or one of their extensions.
HOSTILE = (
    "<script>window.hit = 1</script>",
    '"><img src=x onerror="window.hit = 1">',
    "</title><script>window.hit = 1</script>",
    "[click](javascript:window.hit=1)",
    "](javascript:window.hit=1) ![x](javascript:window.hit=1)",
    "<!-- comment --> & &lt;b&gt;",
    "{{ config }} {% include 'x' %} [[wiki]]",
    '--8<-- "mkdocs.yml"',
    "{: onclick=window.hit=1 #id }",
    "[^1] *[HTML]: abbreviation :smile:",
    "a | b | --- | `code`",
    "</script><svg onload=window.hit=1>",
    "' onmouseover='window.hit=1",
    '!!! danger "box"',
)  # fmt: skip


def hostile(folder: Path) -> Path:
    """Write a registry with one framework whose every text is hostile, in English and in Arabic."""
    texts = cycle(HOSTILE)

    def text(kind: str) -> str:
        return f"{kind} {next(texts)} end"

    data = _hostile_framework(text)
    target = folder / "hostile" / "1.0.0"
    target.mkdir(parents=True)
    (target / "framework.yaml").write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return folder


def translated(framework: Framework, folder: Path, language: str, say: Any) -> None:
    """Write a PO file for a framework of a registry's folder: `say` makes the translation of a text, None where there is none."""
    entries = updated(translate_framework(framework, language, ()), ())
    done = [entry._replace(text=say(entry.source) or "") for entry in entries]
    _write(folder / framework.id / framework.version / "locale" / f"{language}.po", done, language)


def _write(path: Path, entries: list[Entry], language: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(write_po(entries, language, "test"))


def _hostile_framework(text: Any) -> dict[str, Any]:
    scale = [
        {"value": "met", "label": text("Yes"), "points": 1},
        {"value": "partly", "label": text("Partly"), "points": 0.5},
        {"value": "unmet", "label": text("No"), "points": 0},
        {"value": "na", "label": text("Not applicable"), "excluded": True},
    ]
    return {
        "format": 1, "id": "hostile", "version": "1.0.0", "title": text("Framework"), "language": "en", "licence": text("Licence"),
        "notice": text("Notice"), "levels": ["theme", "standard", "indicator"],
        "scales": {"practice": scale},
        "functions": [{"id": "hr", "title": text("Function")}, {"id": "it", "title": text("Function")}],
        "tags": [{"id": "entry", "title": text("Tag")}, {"id": "data", "title": text("Tag")}],
        "segments": [{"id": "women", "title": text("Segment")}],
        "fact_groups": [{"id": "about", "title": text("Heading")}],
        "facts": [*_hostile_facts(text)],
        "quality_checks": [{"id": "order", "severity": "error", "at_most": ["borrowers", "clients"], "message": text("Message")}],
        "bands": [{"id": "low", "from": 0, "label": text("Band")}, {"id": "high", "from": 50, "label": text("Band")}],
        "awards": [{"id": "first", "title": text("Award"), "minimums": [{"group": "one", "score": 50}]}],
        "groups": [
            {
                "id": "one", "code": "1", "title": text("Theme"), "intro": text("Intro"),
                "groups": [
                    {
                        "id": "one-a", "code": "1.A", "title": text("Standard"), "intro": text("Intro"),
                        "caps": [{"indicator": "scaled", "below": 0.5, "to": 40, "reason": text("Reason")}],
                        "indicators": [*_hostile_indicators(text)],
                    },
                    {"id": "one-b", "code": "1.B", "title": text("Standard"), "indicators": [*_plain_indicators(text)]},
                ],
            }
        ],
    }  # fmt: skip


def _hostile_facts(text: Any) -> Iterator[dict[str, Any]]:
    choices = [{"value": "bank", "label": text("Choice")}, {"value": "other", "label": text("Choice"), "free_text": True}]
    words = {"group": "about", "question": text("Question"), "guidance": text("Guidance")}
    yield {"id": "form", "title": text("Fact"), "choices": choices, **words}
    for id_ in ("clients", "borrowers"):
        number = {"type": "integer", "minimum": 0}
        yield {"id": id_, "title": text("Fact"), "unit": "clients", "kind": "stock", "segments": ["women"], "schema": number, **words}


def _hostile_indicators(text: Any) -> Iterator[dict[str, Any]]:
    shared = {"function": "hr", "tags": ["entry"], "evidence": [text("Evidence"), text("Evidence")], "verify_with": [text("Ask")]}
    rubric = {"met": text("Rubric"), "partly": text("Rubric"), "unmet": text("Rubric")}
    yield {
        "id": "scaled", "code": "1.A.1", "title": text("Indicator"), "question": text("Question"), "rubric": rubric, **shared,
        "guidance": text("Guidance"), "may_be_na": [text("Because"), text("Because")], "answer": {"scale": "practice"},
        "applies_when": {"properties": {"form": {"const": "bank"}}, "required": ["form"]},
    }  # fmt: skip
    items = [{"id": "first", "label": text("Item")}, {"id": "second", "label": text("Item")}]
    yield {
        "id": "listed", "code": "1.A.2", "title": text("Indicator"), "question": text("Question"), "reading": text("Reading"),
        "function": "it", "tags": ["data"], "answer": {"checklist": {"items": items, "points": "share"}},
    }  # fmt: skip
    ratio = {"numerator": ["borrowers"], "denominator": ["clients.average"], "line": {"zero_at": 0, "full_at": 1}}
    words = {"question": text("Question"), "reading": text("Reading")}
    yield {"id": "ratio", "code": "1.A.3", "title": text("Indicator"), **words, "answer": {"ratio": ratio}}


def _plain_indicators(text: Any) -> Iterator[dict[str, Any]]:
    for number, id_ in enumerate(("plain", "simple"), start=1):
        asked = {"id": id_, "code": f"1.B.{number}", "title": text("Indicator"), "question": text("Question")}
        yield {**asked, "rubric": {value: text("Rubric") for value in ("met", "partly", "unmet")}, "answer": {"scale": "practice"}}


def record(folder: Path, *events: dict[str, Any]) -> None:
    """Write the record of releases of a registry."""
    whole = [{"before": None, "on": "2026-01-01", **event} for event in events]
    (folder / "releases.json").write_text(json.dumps({"format": 1, "events": whole}), encoding="utf-8")
