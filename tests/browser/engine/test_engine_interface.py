"""What else forms use of the engine: what-if, the points of one value, canonical JSON, and that no input makes it throw."""

import json
import random
import subprocess
from pathlib import Path
from typing import Any

import pytest

import spregistry
from engine_suite import drawn_cases
from frameworks import framework_of
from spregistry.evolve.proving.generated import HOSTILE, random_submission
from spregistry.model.canonical import digest
from spregistry.model.document import Document
from spregistry.publish.browser.data import structure
from spregistry.scoring.what_if import with_changes
from strategies import Data
from tools import lacking

RUN = Path(__file__).with_name("call_engine.mjs")


@pytest.fixture
def engine(node: str, browser_folder: Path, tmp_path: Path) -> Any:
    """Return a function that runs many calls `[function, …arguments]` in one node; a loaded framework is given as `{"load": data}`."""

    def run(calls: list[list[Any]], shared: list[Data] | None = None) -> list[Any]:
        file = tmp_path / "calls.json"
        file.write_text(json.dumps({"shared": shared or [], "calls": calls}), encoding="utf-8")
        command = [node, str(RUN), str(browser_folder / "dist" / "engine.js"), str(file)]
        done = subprocess.run(command, capture_output=True, check=False, timeout=120)
        assert done.returncode == 0, done.stderr.decode()
        results: list[Any] = json.loads(done.stdout)
        return results

    return run


def test_what_if_scores_as_the_changed_submission_does(engine: Any, standards: spregistry.Registry) -> None:
    framework = standards["sepm@3.0.0"]
    rng = random.Random("what if")
    calls, wanted = [], []
    scales = [indicator for indicator in framework.indicators.values() if indicator.answer.scale is not None]
    for _ in range(30):
        submission = random_submission(framework, rng)
        changes = {
            indicator.id: rng.choice([option.value for option in framework.options(indicator) if not option.excluded])
            for indicator in rng.sample(scales, 3)
        }
        scorecard = spregistry.score(framework, with_changes(Document(data=submission), changes))
        assert scorecard.overall is not None
        wanted.append(scorecard.overall._asdict())
        calls.append(["whatIf", {"shared": 0}, submission, {}, changes])
    found = engine(calls, [{"reference": framework.reference, "digest": framework.digest, "data": structure(framework.data)}])
    assert [scorecard["overall"] for scorecard in found] == wanted


def test_a_cap_whose_indicator_is_not_there_never_bites(engine: Any) -> None:
    """A profile drops such caps, and so does the engine: loading goes on, with the score of the framework without them."""
    asked = {"id": "one", "code": "1.1", "title": "One", "question": "?", "answer": {"scale": "s"}}
    cap = {"indicator": "gone", "below": 1, "to": 10, "reason": "r"}
    data = {
        "format": 1,
        "id": "a",
        "version": "1.0.0",
        "scales": {"s": [{"value": "y", "label": "Y", "points": 0.5}]},
        "scoring": {"caps": [cap]},
        "groups": [{"id": "g", "code": "1", "title": "G", "caps": [cap], "indicators": [asked]}],
    }
    submission = {"format": 1, "framework": "a@1.0.0", "answers": {"one": {"value": "y"}}}
    [found] = engine([["assess", {"shared": 0}, submission]], [{"reference": "a@1.0.0", "digest": None, "data": data}])
    assert found["scorecard"]["overall"]["score"] == found["scorecard"]["overall"]["potential"] == 50


#: Worked out by hand from the kinds of `POINTS_OF`; null is what earns no points by its nature, does not fit or waits for a fact.
POINTS: list[tuple[str, Any, Data, float | None]] = [
    ("scale", "partly", {}, 0.5),
    ("scale", "na", {}, None),
    ("scale", "nonsense", {}, None),
    ("checklist", [], {}, 0),
    ("checklist", ["a", "b"], {}, 0.5),
    ("checklist", ["a", "a"], {}, None),
    ("number", 25, {}, 0.25),
    ("number", 400, {}, 1),
    ("number", -1, {}, None),
    ("number", None, {}, None),
    ("case", 3, {}, None),
    ("case", 3, {"regulated": True}, 1),
    ("case", 3, {"regulated": False}, 0),
    ("share", None, {"part": 1, "whole": 4}, 0.25),
    ("share", None, {"part": 1}, None),
    ("share", None, {"part": 1, "whole": {"not_measured": True}}, 0),
    ("share", None, {"part": 1, "whole": 0}, None),
    ("remark", "some text", {}, None),
]


def points_of() -> Data:
    answers = {
        "scale": {"scale": "practice"},
        "checklist": {"checklist": {"items": [{"id": id_, "label": id_} for id_ in "abcd"], "points": "share"}},
        "number": {"number": {"schema": {"type": "number", "minimum": 0}, "line": {"zero_at": 0, "full_at": 100}}},
        "case": {
            "number": {
                "schema": {"type": "integer"},
                "cases": [
                    {
                        "when": {"properties": {"regulated": {"const": True}}, "required": ["regulated"]},
                        "steps": [{"from": 2, "points": 1}],
                    },
                    {"steps": [{"from": 5, "points": 0.5}]},
                ],
            }
        },
        "share": {"ratio": {"numerator": ["part"], "denominator": ["whole"], "line": {"zero_at": 0, "full_at": 1}}},
        "remark": {"text": {}},
    }
    return {
        "format": 1,
        "id": "points",
        "version": "1.0.0",
        "title": "Points",
        "language": "en",
        "licence": "CC0-1.0",
        "levels": ["part", "indicator"],
        "scales": {
            "practice": [
                {"value": "met", "label": "Yes", "points": 1},
                {"value": "partly", "label": "Partially", "points": 0.5},
                {"value": "na", "label": "Not applicable", "excluded": True},
            ]
        },
        "facts": [
            {"id": "regulated", "title": "Regulated", "schema": {"type": "boolean"}},
            *({"id": id_, "title": id_, "schema": {"type": "number", "minimum": 0}} for id_ in ("part", "whole")),
        ],
        "indicators": [
            {"id": id_, "code": str(at), "title": id_, "question": f"{id_}?", "answer": answer, "may_be_na": True}
            for at, (id_, answer) in enumerate(answers.items(), 1)
        ],
    }


def test_points_of_one_value(engine: Any) -> None:
    framework = framework_of(points_of())
    found = engine([["pointsOf", {"shared": 0}, id_, value, facts] for id_, value, facts, _ in POINTS], [{"data": framework.data}])
    assert [(*row[:3], points) for row, points in zip(POINTS, found, strict=True)] == POINTS


def test_digests_of_awkward_data(engine: Any) -> None:
    documents = [
        {"b": 1, "a": [1.0, -0.0, 1e21, 1e-7, 123456789012345680.0, 0.1 + 0.2, 5e-324, 1.7976931348623157e308]},
        {"é": "é", "\U0001f600": "\U0001f600", "\ufb33": 1, "a\u2028": '\u2029\x7f\u0001\n"\\/', "": None, "10": True, "9": [{}, []]},
        *({"value": value} for value in HOSTILE),
        "text",
        [],
    ]
    assert engine([["digest", document] for document in documents]) == [digest(document) for document in documents]


HOSTILE_SUBMISSIONS: list[Any] = [
    *(None, [], "text", 5, {}, {"facts": None, "answers": None}, {"facts": [], "answers": []}, {"facts": "x", "answers": 5}),
    {"answers": {"i1": None, "i2": 5, "i3": [], "__proto__": {"value": "met"}, "constructor": {"value": 1}, "toString": {}}},
    {"answers": {"i1": {"value": {"deep": []}, "evidence": "x", "justification": 5, "not_applicable": "yes"}}},
    {"facts": {"staff": {"open": None, "close": [], "women": {}}, "left": {"not_measured": "yes"}, "clock": 20240131, "channels": [[]]}},
    {"period": "2025", "profile": 5, "status": "final", "actions": [None, 5, {"indicator": {}}], "provenance": {}, "assurance": []},
    {"period": {"end": {}}, "currency": [], "fact_notes": [], "organisation": "x", "status": "final"},
]


def test_no_submission_makes_it_throw(engine: Any) -> None:
    frameworks = [{"data": framework_of(drawn.framework).data} for drawn in drawn_cases()[:20]]
    calls = [
        [function, {"shared": at}, submission, {"final": True}]
        for at in range(len(frameworks))
        for submission in HOSTILE_SUBMISSIONS
        for function in ("assess", "explain")
    ]
    for result in engine(calls, frameworks):
        assert result


def test_the_shipped_scripts_are_built_from_the_sources(node: str, browser_folder: Path, tmp_path: Path) -> None:
    if not (browser_folder / "node_modules" / "esbuild").is_dir():
        lacking("esbuild", "run npm install in src/spregistry/browser")
    command = [node, "build.mjs", "engine", "validator-compiler", "--to", str(tmp_path)]
    subprocess.run(command, cwd=browser_folder, check=True, capture_output=True, timeout=60)
    for name in ("engine.js", "validator-compiler.js"):
        assert (tmp_path / name).read_bytes() == (browser_folder / "dist" / name).read_bytes(), f"npm run build; {name} is old"


def test_the_licences_of_libraries_are_shipped(browser_folder: Path) -> None:
    libraries = {"engine.js": ["@noble/hashes"], "validator-compiler.js": ["ajv", "fast-deep-equal", "fast-uri", "json-schema-traverse"]}
    for script, names in libraries.items():
        notice = (browser_folder / "dist" / script).read_text(encoding="utf-8").rpartition("/*! Contains these libraries.")[2]
        headings = [line.rpartition(" ")[0] for line in notice.splitlines() if line.rpartition(" ")[0] in names]
        assert headings == names
