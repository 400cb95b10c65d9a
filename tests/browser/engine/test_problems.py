"""What the form says is wrong or lacking is what `validate` finds: the same codes, severities and places; and what is wrong counts as missing."""

import copy
import json
import random
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import spregistry
from engine_suite import Case, Suite, drawn_cases, make_suite
from frameworks import framework_of
from spregistry.evolve.proving.generated import random_submission
from spregistry.finding import RULES
from spregistry.model.document import Document
from spregistry.model.framework import Framework
from strategies import Data

HERE = Path(__file__).parent
CASES = Path(__file__).parents[2] / "cases" / "submissions"
#: What the rest of a file may hold is for the compiled validator to say.
SCHEMA_PLACES = re.compile(r"/facts/.+|/answers/[^/]+(/(value|not_applicable|justification)(/[0-9]+)?)?")

Rows = list[tuple[str, str, str]]
Run = Callable[[Suite], list[Rows]]


@pytest.fixture
def problems(node: str, browser_folder: Path, tmp_path: Path) -> Run:
    """Return the problems that the engine in JavaScript finds, for each case of a suite."""

    def run(suite: Suite) -> list[Rows]:
        file = tmp_path / "suite.json"
        file.write_text(suite.text, encoding="utf-8")
        command = [node, str(HERE / "find_problems.mjs"), str(browser_folder / "dist" / "engine.js"), str(file)]
        found = json.loads(subprocess.run(command, capture_output=True, check=True, timeout=120).stdout)
        return [sorted(tuple(row) for row in rows) for rows in found]

    return run


def found_by_python(case: Case, profile: Framework | None) -> Rows:
    findings = spregistry.validate(case.framework, Document(data=case.submission), profile)
    return sorted(
        (finding.code, finding.severity, finding.pointer)
        for finding in findings
        if RULES[finding.code].about == "submissions" or finding.code == "unknown-fact" or SCHEMA_PLACES.fullmatch(finding.pointer)
        if finding.code != "unknown-key" or finding.pointer.startswith("/facts/")
        if not finding.pointer.startswith(("/fact_notes/", "/unconfirmed_facts/"))
    )


def differing(
    cases: list[tuple[str, Case]], found: list[Rows], keep: Callable[[str], bool] = lambda _: True
) -> dict[str, tuple[Rows, Rows]]:
    """Return where the two differ, looking at findings whose code is to be kept."""
    unlike = {}
    for (name, case), all_rows in zip(cases, found, strict=True):
        wanted = [row for row in found_by_python(case, case.profile) if keep(row[0])]
        rows = [row for row in all_rows if keep(row[0])]
        if wanted != rows:
            unlike[name] = ([row for row in wanted if row not in rows], [row for row in rows if row not in wanted])
    return unlike


def corpus() -> list[tuple[str, Case]]:
    """Return all cases of submissions that are documents about the framework of the cases, with the profile each names."""
    registry = spregistry.Registry.open(CASES / "registry")
    found = []
    for path in sorted(path for path in CASES.rglob("*") if path.suffix in (".yaml", ".json") and ".findings" not in path.suffixes):
        if (CASES / "registry") in path.parents:
            continue
        try:
            data = spregistry.read(path).data
        except spregistry.DocumentError:
            continue
        if isinstance(data, dict) and data.get("framework") == "cases@1.0.0":
            profile = next((registry[known] for known in registry if known == data.get("profile")), None)
            found.append((f"{path.parent.name}/{path.stem}", Case(registry["cases@1.0.0"], profile, data)))
    return found


def test_problems_of_all_cases_are_the_findings(problems: Run) -> None:
    cases = corpus()
    assert len(cases) >= 100
    found = problems(make_suite([case for _, case in cases], scored=False))
    assert len({code for rows in found for code, _, _ in rows}) >= 25
    assert differing(cases, found) == {}


def test_problems_of_random_submissions_are_the_findings(problems: Run, standards: spregistry.Registry) -> None:
    rng = random.Random("problems")
    frameworks = [*(standards["sepm@3.0.0"] for _ in range(60)), *(framework_of(drawn.framework) for drawn in drawn_cases())]
    cases: list[tuple[str, Case]] = []
    for at, framework in enumerate(frameworks):
        submission = random_submission(framework, rng)
        submission["status"] = rng.choice(("draft", "final"))
        for answer in submission["answers"].values():
            if rng.random() < 0.2:
                answer["unconfirmed"] = rng.choice((True, True, False))
        cases.append((f"{framework.reference} {at}", Case(framework, None, submission)))
    found = problems(make_suite([case for _, case in cases], scored=False))
    wanted = {"missing-answer", "missing-fact", "missing-evidence", "unconfirmed-answer", "not-asked", "not-a-date"}
    assert wanted <= {row[0] for rows in found for row in rows}
    assert differing(cases, found) == {}


def test_values_that_do_not_fit_are_found_alike(problems: Run) -> None:
    """What follows from such a value may differ: the form takes it as not there."""
    rng = random.Random("spoiled")
    cases: list[tuple[str, Case]] = []
    for at, drawn in enumerate([*drawn_cases(), *drawn_cases()]):
        framework = framework_of(drawn.framework)
        submission = random_submission(framework, rng)
        for _ in range(rng.randint(1, 4)):
            spoil(submission, rng)
        cases.append((f"drawn {at}", Case(framework, None, submission)))
    found = problems(make_suite([case for _, case in cases], scored=False))
    wanted = {"wrong-type", "out-of-range", "unknown-option", "repeated-item", "ratio-has-value", "unknown-key", "missing-key"}
    assert wanted <= {row[0] for rows in found for row in rows}
    assert differing(cases, found, lambda code: RULES[code].blocks_scoring) == {}


BAD: list[Any] = ["nonsense", "1,000", -7, 1e308, 1.5, True, None, [], ["item-0", "item-0"], ["what", "what", "item-1"], {"value": 1}]


def spoil(submission: Data, rng: random.Random) -> None:
    """Put a value that may not fit in the place of one that does."""
    section = rng.choice([name for name in ("facts", "answers") if submission[name]] or ["answers"])
    ids = [*submission[section]] or ["nowhere"]
    id_ = rng.choice(ids)
    held = submission[section].get(id_)
    value = copy.deepcopy(rng.choice(BAD))
    if isinstance(held, dict) and isinstance(held.get("value"), list) and held["value"] and rng.random() < 0.3:
        value = [*held["value"], held["value"][0]]
    if section == "facts":
        submission["facts"][id_] = value
    elif isinstance(submission["answers"].get(id_), dict):
        submission["answers"][id_]["value"] = value


def test_an_invalid_value_counts_as_missing(node: str, browser_folder: Path, tmp_path: Path) -> None:
    """A submission with values that do not fit is scored in JavaScript as Python scores it without them."""
    rng = random.Random("invalid")
    spoiled: list[Case] = []
    mended: list[Case] = []
    for drawn in drawn_cases():
        framework = framework_of(drawn.framework)
        submission = random_submission(framework, rng)
        broken, whole = copy.deepcopy(submission), submission
        for id_ in rng.sample([*submission["answers"]], min(2, len(submission["answers"]))):
            if framework.indicators[id_].answer.ratio is None:
                broken["answers"][id_] = {"value": rng.choice(("nonsense", -7.5, 1e308, True, ["what"])), "evidence": ["seen"]}
                whole["answers"][id_] = {"evidence": ["seen"]}
        for id_ in rng.sample([*submission["facts"]], min(1, len(submission["facts"]))):
            broken["facts"][id_] = rng.choice(("nonsense", -7.5, 1e308, ["what"], None))
            del whole["facts"][id_]
        if broken != whole:
            spoiled.append(Case(framework, None, broken))
            mended.append(Case(framework, None, whole))
    assert len(spoiled) >= 50
    wanted = make_suite(mended)
    given = make_suite(spoiled, scored=False)
    (tmp_path / "wanted.json").write_text(wanted.text, encoding="utf-8")
    (tmp_path / "given.json").write_text(given.text, encoding="utf-8")
    command = [node, str(HERE / "compare_values.mjs"), str(browser_folder / "dist" / "engine.js")]
    run = subprocess.run(
        [*command, str(tmp_path / "given.json"), str(tmp_path / "wanted.json")], capture_output=True, check=False, timeout=120
    )
    assert run.returncode == 0, run.stderr.decode()
    report = json.loads(run.stdout)
    assert report["unlike"] == []
    assert report["digests"] == wanted.digests
