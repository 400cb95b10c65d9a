"""A small registry with everything that editors leave on record: four versions, events, notes, a consultation, a crosswalk, a profile."""

import json
from itertools import cycle
from pathlib import Path
from typing import Any

import yaml

import site_registries
from spregistry.api import Registry
from spregistry.load.releases.record import append, text
from spregistry.model.release import Record

SCALE = [{"value": "met", "label": "Yes", "points": 1}, {"value": "unmet", "label": "No", "points": 0}]


def indicator(id_: str, code: str, title: str, question: str, **more: Any) -> dict[str, Any]:
    rubric = {"met": "It is so.", "unmet": "It is not so."}
    return {"id": id_, "code": code, "title": title, "question": question, "rubric": rubric, "answer": {"scale": "practice"}, **more}


def framework(version: str, previous: str | None, goals: list[Any], complaints: list[Any], **more: Any) -> dict[str, Any]:
    lineage = {"previous": f"demo@{previous}"} if previous else {}
    groups = [
        {"id": "goals", "code": "1", "title": "Goals", "indicators": goals},
        {"id": "complaints", "code": "2", "title": "Complaints", "indicators": complaints},
    ]
    head = {"format": 1, "id": "demo", "version": version, "title": "Demonstration", "language": "en", "licence": "CC-BY-4.0"}
    bands = [{"id": "low", "from": 0}, {"id": "high", "from": 50}]
    facts = [{"id": "clients", "title": "Clients", "unit": "clients", "kind": "stock", "schema": {"type": "integer", "minimum": 0}}]
    return {
        **head, **lineage, "levels": ["theme", "indicator"], "scales": {"practice": SCALE}, "facts": facts, "bands": bands,
        "tags": [{"id": "entry", "title": "Where to start"}], "groups": groups, **more,
    }  # fmt: skip


def versions(word: str) -> list[dict[str, Any]]:
    """Return four versions; `word` stands in texts of the last."""
    written = indicator("written", "1.1", "Goals are written", "Are the goals written?", tags=["entry"])
    reviewed = indicator("reviewed", "1.2", "Goals are reviewed", "Are the goals reviewed?")
    box = indicator("box", "2.1", "There is a box", "Is there a box for complaints?", tags=["entry"])
    paper = indicator("paper", "2.2", "There is paper", "Is there paper beside the box?")
    reword = {**written, "question": "Are the goals written down?"}
    extra = indicator("posted", "1.3", "Goals are posted", "Are the goals posted?", scored=False, optional=True, new="Users asked for it.")
    yearly = indicator(
        "reviewed-yearly", "1.2", "Goals are reviewed yearly", "Are the goals reviewed every year?",
        supersedes=[{"id": "reviewed", "relation": "wider"}],
    )  # fmt: skip
    phone = {"relation": "split", "id": "box"}
    by_phone = indicator("by-phone", "2.1", "Complaints by phone", "Can clients complain by phone?", supersedes=[phone])
    in_person = indicator("in-person", "2.2", "Complaints in person", "Can clients complain in person?", supersedes=[phone], tags=["entry"])
    dropped = [{"id": "paper", "reason": "Nobody writes any more."}]
    kept = {key: value for key, value in extra.items() if key != "new"}
    later = {key: value for key, value in yearly.items() if key != "supersedes"}
    plain = [{key: value for key, value in each.items() if key != "supersedes"} for each in (by_phone, in_person)]
    changed = {**plain[0], "question": f"Can clients complain by phone {word} at any hour?", "guidance": f"Call {word} yourself."}
    return [
        framework("1.0.0", None, [written, reviewed], [box, paper]),
        framework("1.1.0", "1.0.0", [reword, reviewed, extra], [box, paper]),
        framework("2.0.0", "1.1.0", [reword, yearly, kept], [by_phone, in_person], withdrawn=dropped),
        framework("2.1.0", "2.0.0", [reword, later, kept], [changed, plain[1]]),
    ]


def alike(folder: Path, count: int) -> Path:
    """Write a registry of one framework in so many versions, each of which says one question in other words."""
    for minor in range(count):
        goals = [indicator("written", "1.1", "Goals are written", f"Are the goals written, {minor} times?")]
        complaints = [indicator("box", "2.1", "There is a box", "Is there a box for complaints?")]
        data = framework(f"1.{minor}.0", f"1.{minor - 1}.0" if minor else None, goals, complaints)
        dump(folder / "demo" / data["version"] / "framework.yaml", data)
    return folder


NOTES: dict[str, dict[str, Any]] = {
    "1.1.0": {
        "summary": "Says one question in clearer words.",
        "classes": [{"element": "written", "field": "question", "class": "editorial", "reason": "Written and written down are the same."}],
        "reasons": [{"element": "posted", "reason": "Three lenders proposed it."}],
    },
    "2.0.0": {"summary": "Complaints are asked for by channel."},
}


def consultation(word: str, draft: str) -> dict[str, Any]:
    answer = {"disposition": "accepted", "reason": f"It is so {word}.", "by": f"committee {word}", "on": "2026-04-01"}
    return {
        "format": 1, "framework": "demo@2.1.0", "policy": "iseal-style", "statement": f"Held openly {word}.",
        "complaints_contact": f"complaints@demo.example {word}",
        "groups": [{"id": "clients", "title": f"Clients {word}"}, {"id": "vendors", "title": "Vendors"}],
        "regions": [{"id": "north", "title": f"North {word}"}],
        "documents": [{"kind": "minutes", "title": f"Minutes {word}", "on": "2026-02-01"}],
        "rounds": [{"number": 1, "start": "2026-02-01", "end": "2026-03-31", "draft": draft}, {"number": 2, "start": "2026-05-01", "end": "2099-06-30"}],
        "stakeholders": [
            {"group": "clients", "region": "north", "contacted": 8, "responded": 3},
            {"group": "clients", "contacted": 2, "responded": 1},
            {"group": "vendors", "contacted": 5, "responded": 0},
        ],
        "comments": [
            {"id": "c-1", "round": 1, "element": "by-phone", "group": "clients", "region": "north", "on": "2026-02-10",
             "summary": f"At night as well {word}.", "answer": {**answer, "changes": ["by-phone/question"]}},
            {"id": "c-2", "round": 1, "element": "goals", "group": "clients", "summary": "Fewer goals, please."},
        ],
        "decisions": [{"on": "2026-04-20", "body": f"Board {word}", "members": {"clients": 3, "vendors": 2}, "outcome": "returned",
                       "votes": {"for": 2, "against": 3, "abstain": 0}, "statement": f"Not yet {word}."}],
    }  # fmt: skip


def crosswalk(folder: Path, word: str) -> None:
    catalogue = {"format": 1, "id": "codes", "version": "5.3", "title": f"Codes {word}", "publisher": f"Somebody {word}", "link": f"https://codes.example/ {word}",
                 "entries": [{"code": "OI.1", "name": f"Phone lines {word}"}, {"code": "OI.2", "name": "Visits"}]}  # fmt: skip
    pairs = [
        {"from": "by-phone", "to": "OI.1", "relation": "subset", "confidence": "high", "rationale": f"One line of several {word}."},
        {"from": "by-phone", "to": "OI.2", "relation": "related", "confidence": "low", "rationale": "Both are ways to complain."},
        {"from": "complaints", "to": "OI.2", "relation": "intersects", "confidence": "medium", "rationale": "Some are heard on visits."},
    ]
    written = {"format": 1, "id": "demo-codes", "title": f"Demonstration and codes {word}", "from": {"framework": "demo@2.0.0"}, "to": {"catalogue": "codes@5.3"},
               "author": "Editors", "date": "2026-01-10", "licence": "CC-BY-4.0", "mappings": pairs}  # fmt: skip
    dump(folder / "catalogues" / "codes-5.3.yaml", catalogue)
    dump(folder / "crosswalks" / "demo-codes.yaml", written)


def recorded(folder: Path, hostile: bool = False) -> Path:  # noqa: FBT001, FBT002  # a fixture's own switch
    """Write the registry; with hostile texts wherever editors write."""
    words = cycle(site_registries.HOSTILE if hostile else ["today"])
    for data in versions(next(words)):
        dump(folder / "demo" / data["version"] / "framework.yaml", data)
    for version, notes in NOTES.items():
        said = {**notes, "summary": f"{notes['summary']} {next(words)}"} if hostile else notes
        dump(folder / "demo" / version / "notes.yaml", {"format": 1, **said})
    crosswalk(folder, next(words))
    profile = {
        "format": 1, "id": "first", "version": "1.0.0", "title": "First steps", "language": "en", "licence": "CC-BY-4.0", "based_on": "demo@2.0.0",
        "use": {"tags": ["entry"], "ids": ["by-phone"], "except": ["written"]}, "notice": f"A selection {next(words)}.",
        "awards": [{"id": "level-1", "title": "Level 1", "minimums": [{"group": "complaints", "score": 60}]}],
    }  # fmt: skip
    dump(folder / "first" / "1.0.0" / "framework.yaml", profile)
    registry = Registry.open(folder)
    site_registries.translated(registry["demo@1.1.0"], folder, "fr", lambda source: f"FR {source}")
    site_registries.translated(registry["demo@2.0.0"], folder, "fr", lambda source: f"FR {source}")
    dump(folder / "demo" / "2.1.0" / "consultation.yaml", consultation(next(words), registry["demo@2.1.0"].digest))
    _events(folder, registry, next(words))
    return folder


def _events(folder: Path, registry: Registry, word: str) -> None:
    record = Record(name=str(folder / "releases.json"))
    for event in (
        {"event": "released", "framework": "demo@1.0.0", "on": "2020-01-01"},
        {"event": "released", "framework": "demo@1.1.0", "on": "2021-01-01"},
        {"event": "released", "framework": "demo@2.0.0", "on": "2025-01-01", "effective": "2025-02-01"},
        {"event": "deprecated", "framework": "demo@1.0.0", "on": "2025-01-02", "reason": f"The second edition replaces it {word}.",
         "until": "2025-12-31", "successor": "demo@2.0.0"},
        {"event": "recalled", "framework": "demo@1.1.0", "on": "2025-01-03", "reason": "One question was wrong."},
        {"event": "erratum", "framework": "demo@2.0.0", "on": "2025-03-01", "element": "by-phone", "reason": f"Read “phone” as “any phone” {word}."},
    ):  # fmt: skip
        digest = {"digest": registry[event["framework"]].digest, "engine": "spregistry"} if event["event"] == "released" else {}
        record = append(record, {**event, **digest})
    (folder / "releases.json").write_bytes(text(record))


def dump(path: Path, data: Any) -> None:
    """Write a file of a registry."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(json.loads(json.dumps(data)), allow_unicode=True, sort_keys=False), encoding="utf-8")
