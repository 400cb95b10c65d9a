"""Frameworks and submissions, at random and by hand, for the two engines to score alike; with what the engine in Python gives."""

import copy
import json
import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import spregistry
from frameworks import framework_of
from spregistry.check.prepared import prepared
from spregistry.evolve.proving.generated import random_submission
from spregistry.load.languages.translations import untranslated
from spregistry.model.canonical import digest
from spregistry.model.document import Document
from spregistry.model.framework import Framework
from spregistry.publish.browser.data import structure, text_table
from spregistry.publish.scorecard_data import scorecard_data
from spregistry.scoring.scorecards import numbers, plan_of, score
from spregistry.version import ENGINE
from strategies import Data, frameworks, indicators_of, submissions

ROOT = Path(__file__).parents[1]
DRAWN = 90


class Case(NamedTuple):
    """A submission with the frameworks it is scored on."""

    framework: Framework
    profile: Framework | None
    submission: Data


class Suite(NamedTuple):
    """Cases as the engine in the browser takes them, with the digest of every scorecard that the engine in Python gives."""

    text: str
    cases: list[Case]
    digests: list[str]
    #: Digests of the bits of all values before they are rounded.
    bits: list[str]


def make_suite(cases: list[Case], *, scored: bool = True) -> Suite:
    """Return a suite; frameworks of the standards without their texts, as browsers get them, and drawn ones whole.

    What cannot be scored in Python, because it is invalid, has no digests: not `scored`.
    """
    places: dict[tuple[int, int], int] = {}
    given_frameworks: list[Data] = []
    rows = []
    for case in cases:
        key = (id(case.framework), id(case.profile))
        if key not in places:
            places[key] = len(given_frameworks)
            given_frameworks.append(
                {
                    "framework": _given(case.framework),
                    "profile": _given(case.profile) if case.profile else None,
                    "texts": text_table(untranslated(case.profile or case.framework)),
                }
            )
        rows.append({"of": places[key], "submission": case.submission})
    text = json.dumps({"frameworks": given_frameworks, "cases": rows})
    if not scored:
        return Suite(text, cases, [], [])
    return Suite(text, cases, [digest(expected(case)) for case in cases], [digest(unrounded(case)) for case in cases])


def expected(case: Case) -> Data:
    """Return the whole scorecard that the engine in Python gives."""
    return scorecard_data(score(case.framework, Document(data=case.submission), case.profile))


def unrounded(case: Case) -> str:
    """Return the bits of the values of all nodes, score to not applicable as zero, as hexadecimal digits."""
    framework = case.profile or case.framework
    values = numbers(plan_of(framework), prepared(framework).questionnaire.read(case.submission)).values
    return values.astype("<f8").tobytes().hex()


def _given(framework: Framework) -> Data:
    plain = framework.data if framework.id in ("law", "law-profile") else structure(framework.data)
    caps = [{"group": cap.group, "indicator": cap.indicator} for cap in framework.dropped_caps]
    return {"reference": framework.reference, "digest": framework.digest, "engine": ENGINE, "data": plain, "dropped_caps": caps}


def all_cases() -> list[Case]:
    """Return every example on its version, random submissions to the standard and two profiles of it, and drawn frameworks with profiles."""
    registry = spregistry.Registry.open(ROOT / "standards")
    standard = registry["sepm@3.0.0"]
    profiles = [None, framework_of(_profile(standard), standard), framework_of(_own_tree(standard), standard)]
    rng = random.Random("submissions")
    examples = [spregistry.read(path).data for path in sorted((ROOT / "examples").glob("*.yaml"))]
    answered = [example for example in examples if example["framework"] == standard.reference]
    cases = [Case(standard, profile, example) for example in answered for profile in profiles]
    cases += [Case(registry[example["framework"]], None, example) for example in examples if example not in answered]
    cases += [Case(standard, rng.choice(profiles), random_submission(standard, rng)) for _ in range(200)]
    cases += limit_cases()
    for drawn in drawn_cases():
        base = framework_of(drawn.framework)
        profile = framework_of(profile_at_random(drawn.framework, rng), base) if rng.random() < 0.4 else None
        cases += [Case(base, profile, submission) for submission in (drawn.submission, *(random_submission(base, rng) for _ in range(2)))]
    return cases


#: Limits that are no whole hundredths once multiplied by 100 in binary.
LIMITS = (0, 0.07, 0.29, 1.1, 4.35, 8.2, 16.11, 57.01, 64.02, 99.99)


def limit_cases() -> list[Case]:
    """Return scores right on, just below and just above the limits of bands and the minimums of awards."""
    figure = {"schema": {"type": "integer", "minimum": 0, "maximum": 10000}, "line": {"zero_at": 0, "full_at": 10000}}
    indicator = {
        "id": "figure",
        "code": "1.1",
        "title": "Figure",
        "question": "How many?",
        "reading": "The more.",
        "answer": {"number": figure},
    }
    framework = framework_of(
        {
            "format": 1,
            "id": "law",
            "version": "1.0.0",
            "title": "Limits",
            "language": "en",
            "licence": "CC0-1.0",
            "levels": ["part", "indicator"],
            "bands": [{"id": f"band-{at}", "from": limit} for at, limit in enumerate(LIMITS)],
            "awards": [
                {"id": f"award-{at}", "title": f"Award {at}", "minimums": [{"group": "part", "score": limit}]}
                for at, limit in enumerate(LIMITS)
            ],
            "groups": [{"id": "part", "code": "1", "title": "Part", "indicators": [indicator]}],
        }
    )
    values = sorted({min(10000, max(0, round(limit * 100) + step)) for limit in LIMITS for step in (-1, 0, 1)})
    head = {"format": 1, "framework": "law@1.0.0"}
    return [Case(framework, None, {**head, "answers": {"figure": {"value": value}}}) for value in values]


class Drawn(NamedTuple):
    """A framework and a submission as plain data."""

    framework: Data
    submission: Data


def drawn_cases() -> list[Drawn]:
    """Return the same small frameworks in every run, with rough weights and points on half of them."""
    found: list[Drawn] = []

    @st.composite
    def cases(draw: Any) -> tuple[Data, Data]:
        framework = draw(frameworks())
        return framework, draw(submissions(framework))

    @settings(max_examples=DRAWN, derandomize=True, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(cases())
    def collect(case: tuple[Data, Data]) -> None:
        found.append(Drawn(*copy.deepcopy(case)))

    collect()
    rng = random.Random("rough")
    for case in found[::2]:
        roughen(case.framework, rng)
    return found


def roughen(framework: Data, rng: random.Random) -> None:
    """Give a framework weights, levels and points whose sums depend on their order, and awards."""
    earned = (2 / 3, 0.1)
    for node in _nodes(framework):
        if "weight" in node:
            node["weight"] = rng.choice((rng.random() + 1e-6, rng.uniform(0.001, 1e6), 1e-6, 1 / 3, 0.1 + 0.2))
        if "answer" in node and rng.random() < 0.2:
            node["due_from_month"] = rng.choice((6, 24, 25, 36))
        for cap in node.get("caps", ()):
            cap |= {"below": rng.choice(earned) + rng.choice((0, 9e-10, 1.1e-9)), "to": rng.choice((33.335, 66.665, 0.005))}
        if isinstance(node.get("aggregate"), dict):
            node["aggregate"]["count"]["level"] = rng.choice((1 / 3, 0.1 + 9e-10, 2 / 3 + 9e-10))
    framework["scales"] = copy.deepcopy(framework["scales"])
    for option, points in zip(framework["scales"]["practice"][1:3], earned, strict=True):
        option["points"] = points
    for indicator in indicators_of(framework):
        indicator["answer"] = copy.deepcopy(indicator["answer"])
        for item in indicator["answer"].get("choice", {}).get("options", ()):
            item["points"] = rng.random()
    groups = [group["id"] for group in framework["groups"]]
    award = {"id": "first", "title": "First", "minimums": [{"group": group, "score": rng.choice((0, 33.33, 50, 100))} for group in groups]}
    framework["awards"] = [award]
    framework["bands"] = [{"id": "low", "from": 0}, {"id": "middle", "from": 33.33}, {"id": "high", "from": 66.67}]


def _nodes(node: Data) -> Iterator[Data]:
    yield node
    for child in (*node.get("groups", ()), *node.get("indicators", ())):
        yield from _nodes(child)


def profile_at_random(base: Data, rng: random.Random) -> Data:
    """Return a profile that borrows some indicators, in the base's tree or in one of its own."""
    ids = [indicator["id"] for indicator in indicators_of(base)]
    chosen = rng.sample(ids, rng.randint(1, len(ids)))
    head = {**_head("law-profile", "law@1.0.0"), "bands": [{"id": "all", "from": 0}]}
    if rng.random() < 0.5:
        return {**head, "use": {"ids": chosen}}
    cut = rng.randint(1, len(chosen))
    parts = [part for part in (chosen[:cut], chosen[cut:]) if part]
    groups = [{"id": f"own-{at}", "code": f"{at}", "title": f"Own {at}", "use": {"ids": part}} for at, part in enumerate(parts, 1)]
    return {**head, "levels": ["part", "indicator"], "groups": groups}


def _head(id_: str, base: str) -> Data:
    return {"format": 1, "id": id_, "version": "1.0.0", "based_on": base, "title": id_, "language": "en", "licence": "CC0-1.0"}


def _profile(standard: Framework) -> Data:
    return {**_head("sepm-entry", standard.reference), "use": {"tags": ["entry"]}}


def _own_tree(standard: Framework) -> Data:
    ids = [*standard.indicators]
    parts: Mapping[str, list[str]] = {"first": ids[::7], "second": ids[3::11]}
    taken: set[str] = set()
    groups = []
    for code, (name, chosen) in enumerate(parts.items(), 1):
        own = [id_ for id_ in chosen if id_ not in taken]
        taken.update(own)
        groups.append({"id": f"own-{name}", "code": str(code), "title": name, "use": {"ids": own}, "aggregate": "points"})
    return {**_head("sepm-own", standard.reference), "levels": ["part", "indicator"], "groups": groups}
