"""What a browser carries to a later version, and reports of it, is what `spregistry migrate` does: for every case, and for generated ones."""

import copy
import json
import random
import subprocess
from collections.abc import Iterator, Sequence
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

import spregistry
from engine_suite import drawn_cases
from evolve.test_migration_cases import CASES, NAMES, data_of
from frameworks import framework_of
from later_versions import passage_to
from laws.test_migration_laws import said
from spoiling import OTHERS, places, with_value
from spregistry.check.submissions import misshapen
from spregistry.evolve.carrying.migration import migrate
from spregistry.evolve.carrying.passage import Passage, passages
from spregistry.evolve.carrying.way import way
from spregistry.evolve.comparing.diff import diff
from spregistry.evolve.lineage import lineage
from spregistry.evolve.proving.generated import complete_submission, random_submission
from spregistry.model.canonical import digest
from spregistry.model.document import Document, pointer
from spregistry.publish.browser.data import structure
from spregistry.publish.browser.step_data import step_data
from spregistry.publish.browser.validator import shape_script
from strategies import Data

if TYPE_CHECKING:
    from playwright.sync_api import Page

HERE = Path(__file__).parent
SOURCE = {"source": "earlier.json", "digest": "0123"}
GENERATED = 60
#: So many submissions are tried with anything at each of their places.
SPOILT = 6


class Case(NamedTuple):
    """A submission, and the way that it is carried."""

    name: str
    way: Sequence[Passage]
    submission: Data
    profile: str | None = None


def of_files() -> list[Case]:
    """Return all cases that are files; rewordings there are as their editors class them."""
    found = []
    for name in NAMES:
        parts = [part for part in ("before", "between", "after") if (CASES / name / f"{part}.yaml").exists()]
        versions = [framework_of(data_of(name, part)) for part in parts]
        expected = data_of(name, "expected")
        classes = {kind: [tuple(key) for key in keys] for kind, keys in expected.get("classes", {}).items()}
        last = diff(versions[-2], versions[-1], lineage(versions[-2:])).classed(
            classes.get("substantive", ()), classes.get("editorial", ())
        )
        steps = passages(versions, {versions[-1].reference: last})
        found.append(Case(name, steps, data_of(name, "submission"), expected.get("profile")))
    return found


def generated() -> list[Case]:
    """Return submissions with all that may be wrong in one, over one step and over two."""
    rng = random.Random("migration")
    found = []
    for at, drawn in enumerate(drawn_cases()[:GENERATED]):
        later, first = passage_to(drawn.framework, "2.0.0", rng)
        _, second = passage_to(later, "3.0.0", rng)
        for steps in ([first], [first, second]):
            for _ in range(3):
                submission = said(first.before, rng)
                if rng.random() < 0.3:
                    submission = {**complete_submission(first.before, rng), "status": "final"}
                if rng.random() < 0.2:
                    submission["profile"] = "law-profile@1.0.0"
                found.append(Case(f"generated {at}", steps, submission, rng.choice((None, "law-profile@2.0.0"))))
    return found


def blanks() -> list[Case]:
    """Return submissions in which something is left blank with null, and some that have no shape at all."""
    rng = random.Random("blanks")
    found = []
    for case in of_files():
        for _ in range(2):
            submission = copy.deepcopy(case.submission)
            answers = [answer for answer in (submission.get("answers") or {}).values() if isinstance(answer, dict)]
            facts = [fact for fact in (submission.get("facts") or {}).values() if isinstance(fact, dict)]
            for held in answers:
                held.update(
                    rng.choice(
                        (
                            {"comment": None},
                            {"review": {"comment": None, "by": "x"}},
                            {"evidence": [None]},
                            {"value": None},
                            {"by": 5},
                            {"flag": 1},
                        )
                    )
                )
            for held in facts:
                held.update(rng.choice(({"open": None}, {})))
            submission |= rng.choice(
                ({}, {"fact_notes": {"form": None}}, {"organisation": None}, {"nonsense": 1}, {"period": {"start": None}})
            )
            found.append(Case(f"{case.name}, blank", case.way, submission, case.profile))
    return found


def of_any_type(case: Case) -> Iterator[Case]:
    """Yield a submission with nothing at each of its places in turn, and with something of another type there."""
    other = cycle(OTHERS)
    for place in places(case.submission):
        for value in (None, next(other)):
            yield case._replace(name=f"{case.name}, {value!r} at {pointer(place)}", submission=with_value(case.submission, place, value))


def carried_before() -> list[Case]:
    """Return submissions that hold the report of an earlier step, with anything at each of their places."""
    ways = [case for case in generated() if len(case.way) > 1][:SPOILT]
    found: list[Case] = []
    for case in ways:
        before = migrate(case.submission, case.way[:1], source=SOURCE).submission
        before |= {"actions": [{"what": "Plan", "who": "Ann"}, {"what": "Ask", "indicator": next(iter(case.way[1].before.indicators))}]}
        found += of_any_type(Case(f"{case.name}, carried before", case.way[1:], before))
    return found


#: Submissions to the earlier versions of cases, for what their own do not say.
CORNERS: dict[str, list[Data]] = {
    "fact-under-another-id": [{"facts": {"left": 3, "exits": 4}}, {"facts": {"exits": 4}, "fact_notes": {"left": "a", "exits": "b"}}],
    "item-removed": [
        {"answers": {"prices": {"value": ["gone", "paper", "web", "nonsense", "wall"]}}},
        {"answers": {"prices": {"value": ["paper", "paper", "web"], "comment": "Twice"}}},
    ],
    "renamed-with-other-values": [
        {"answers": {"bonus": {"value": "met", "review": {"value": "partly"}}, "board": {"value": "na", "justification": "None"}}},
        {"answers": {"bonus": {"review": {"value": "partly"}}, "board": {"not_applicable": True, "justification": "None"}}},
    ],
}


def corners() -> list[Case]:
    """Return what the cases do not say, and a lineage that translates even what says that a question does not apply."""
    head = {"format": 1, "framework": "demo@1.0.0"}
    ways = {case.name: case.way for case in of_files()}
    found = [Case(f"{name}, corner", ways[name], {**head, **each}) for name, some in CORNERS.items() for each in some]
    name = "renamed-with-other-values"
    after = json.loads(json.dumps(data_of(name, "after")).replace('"unmet": "none"', '"unmet": "none", "na": "none"'))
    way = passages([framework_of(data_of(name, "before")), framework_of(after)])
    return [*found, *(Case(f"{name}, with all values", way, {**head, **each}) for each in CORNERS[name])]


def of_standards(standards: spregistry.Registry) -> list[Case]:
    """Return submissions to every version of the shipped standard that another continues, carried to the newest."""
    rng = random.Random("standards")
    newest = standards["sepm"]
    found = []
    for reference in standards:
        before = standards[reference]
        if before.id != newest.id or before.reference == newest.reference:
            continue
        try:
            steps = way(standards, before, newest).passages
        except spregistry.SpregistryError:
            continue
        made = [random_submission(before, rng) for _ in range(12)] + [complete_submission(before, rng)]
        found += [Case(reference, steps, submission) for submission in made]
    return found


class Suite(NamedTuple):
    """Cases as a browser takes them, with the digest of what Python makes of each; None where it refuses the file."""

    text: str
    cases: list[Case]
    digests: list[str | None]
    keys: list[list[str]]


@pytest.fixture(scope="module")
def suite(standards: spregistry.Registry) -> Suite:
    """All cases, and hundreds of generated ones."""
    cases = [*of_files(), *generated(), *blanks(), *carried_before(), *corners(), *of_standards(standards)]
    ways: dict[int, int] = {}
    given: list[Data] = []
    rows: list[Data] = []
    digests: list[str | None] = []
    keys: list[list[str]] = []
    for case in cases:
        key = id(case.way)
        if key not in ways:
            ways[key] = len(given)
            after = case.way[-1].after
            target = {"reference": after.reference, "digest": after.digest, "data": structure(after.data)}
            given.append({"steps": [step_data(passage, []) for passage in case.way], "target": target})
        rows.append({"of": ways[key], "submission": case.submission, "profile": case.profile, "source": SOURCE})
        refused = bool(misshapen(Document(data=case.submission)))
        made = None if refused else migrate(case.submission, case.way, profile=case.profile, source=SOURCE).submission
        digests.append(None if made is None else digest(made))
        keys.append([*(made or ())])
    return Suite(json.dumps({"ways": given, "cases": rows}), cases, digests, keys)


def require_same(suite: Suite, found: list[Data]) -> None:
    assert len(found) == len(suite.cases)
    for case, wanted, keys, got in zip(suite.cases, suite.digests, suite.keys, found, strict=True):
        assert bool(got["shape"]) == (wanted is None), (case.name, case.submission, got["shape"])
        if wanted is None:
            continue
        if digest(got["migrated"]) != wanted:
            made = migrate(case.submission, case.way, profile=case.profile, source=SOURCE).submission
            pytest.fail(f"{case.name}\n{json.dumps(case.submission)}\nPython {json.dumps(made)}\nbrowser {json.dumps(got['migrated'])}")
        assert [*got["migrated"]] == keys, case.name
        assert got["untouched"], case.name


def test_the_suite_is_worth_running(suite: Suite) -> None:
    assert len(suite.cases) >= 400
    assert sum(wanted is None for wanted in suite.digests) >= 10
    entries: list[Any] = []
    for case, wanted in zip(suite.cases, suite.digests, strict=True):
        if wanted is not None:
            report = migrate(case.submission, case.way, profile=case.profile).submission["migration"]
            entries += [entry for step in report["steps"] for entry in step["entries"]]
    assert len({(entry["outcome"], entry["why"]) for entry in entries}) >= 20
    assert any(len(case.way) > 1 for case in suite.cases)


def test_node_migrates_as_python_does(node: str, browser_folder: Path, suite: Suite, tmp_path: Path) -> None:
    (tmp_path / "suite.json").write_text(suite.text, encoding="utf-8")
    (tmp_path / "shape.js").write_text(shape_script(), encoding="utf-8")
    scripts = [browser_folder / "dist" / "migration.js", tmp_path / "shape.js", HERE / "migrate_suite.js"]
    command = [node, str(HERE / "run_suite.mjs"), str(tmp_path / "suite.json"), *map(str, scripts)]
    run = subprocess.run(command, capture_output=True, check=False, timeout=120)
    assert run.returncode == 0, run.stderr.decode()
    require_same(suite, json.loads(run.stdout))


def test_chromium_migrates_as_python_does(offline_page: "Page", browser_folder: Path, suite: Suite) -> None:
    offline_page.add_script_tag(path=browser_folder / "dist" / "migration.js")
    offline_page.add_script_tag(content=shape_script())
    offline_page.add_script_tag(path=HERE / "migrate_suite.js")
    require_same(suite, offline_page.evaluate("(text) => migrateSuite(JSON.parse(text))", suite.text))
