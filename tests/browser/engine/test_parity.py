"""The two engines agree to the last digit on whole scorecards: measures, states, calculations, caps, awards, gains and digests.

Scorecards are compared by the digest of their canonical JSON, which holds every double with all its digits.
"""

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from engine_suite import Suite, all_cases, expected, make_suite

if TYPE_CHECKING:
    from playwright.sync_api import Page

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def suite() -> Suite:
    """Every example, and hundreds of submissions at random."""
    return make_suite(all_cases())


def differences(wanted: Any, found: Any, path: str = "") -> list[str]:
    if isinstance(wanted, dict) and isinstance(found, dict):
        return [line for key in {**wanted, **found} for line in differences(wanted.get(key, "-"), found.get(key, "-"), f"{path}/{key}")]
    if isinstance(wanted, list) and isinstance(found, list) and len(wanted) == len(found):
        return [line for at, (one, other) in enumerate(zip(wanted, found, strict=True)) for line in differences(one, other, f"{path}/{at}")]
    return (
        []
        if wanted == found and isinstance(wanted, bool) == isinstance(found, bool)
        else [f"{path}: Python {wanted!r}, JavaScript {found!r}"]
    )


def unequal(suite: Suite, found: dict[str, list[str]]) -> list[int]:
    """Return the cases whose scorecards differ, or the values behind them before they are rounded."""
    assert len(suite.cases) == len(suite.digests) == len(suite.bits)
    rows = zip(suite.digests, found["digests"], suite.bits, found["bits"], strict=True)
    return [at for at, (wanted, scorecard, wanted_bits, bits) in enumerate(rows) if wanted != scorecard or wanted_bits != bits]


def first_lines(suite: Suite, at: int, scorecard: Any) -> str:
    lines = differences(json.loads(json.dumps(expected(suite.cases[at]))), scorecard)
    told = "\n".join(lines[:10]) or "equal once rounded, but not before"
    return f"case {at} of {suite.cases[at].framework.reference}:\n{told}"


def test_the_suite_is_worth_running(suite: Suite) -> None:
    """It holds every state, caps that bite, awards held and not, profiles, and frameworks of every aggregate."""
    scorecards = [expected(case) for case in suite.cases]
    states = {row["state"] for scorecard in scorecards for row in scorecard["indicators"]}
    assert states == {"answered", "missing", "not applicable", "not asked", "not yet due", "undefined"}
    calculations = [group["calculation"] for scorecard in scorecards for group in scorecard["groups"]]
    assert {calculation["aggregate"] for calculation in calculations} == {"mean", "points", "min", "count"}
    assert {cap["bites"] for calculation in calculations for cap in calculation["caps"]} == {"score", "score and potential"}
    assert {award["held"] for scorecard in scorecards for award in scorecard["awards"]} == {True, False}
    assert sum(case.profile is not None for case in suite.cases) >= 100
    assert sum(case.framework.reference == "sepm@3.0.0" for case in suite.cases) >= 200
    assert len({id(case.framework) for case in suite.cases}) >= 80
    assert any(row["gain"] for scorecard in scorecards for row in scorecard["indicators"])
    assert len(set(suite.digests)) > 0.95 * len(suite.digests)


def test_scorecards_in_node_equal_those_of_python(node: str, browser_folder: Path, suite: Suite, tmp_path: Path) -> None:
    file = tmp_path / "suite.json"
    file.write_text(suite.text, encoding="utf-8")

    def run(*show: str) -> Any:
        command = [node, str(HERE / "score_suite.mjs"), str(browser_folder / "dist" / "engine.js"), str(file), *show]
        return json.loads(subprocess.run(command, capture_output=True, check=True, timeout=120).stdout)

    wrong = unequal(suite, run())
    assert not wrong, f"{len(wrong)} of {len(suite.cases)}: " + first_lines(suite, wrong[0], run(str(wrong[0]))["shown"][0])


def test_scorecards_in_chromium_equal_those_of_python(offline_page: "Page", browser_folder: Path, suite: Suite) -> None:
    offline_page.add_script_tag(path=browser_folder / "dist" / "engine.js")
    offline_page.add_script_tag(path=HERE / "scorecard_data.js")
    script = "([text, show]) => comparison.scoreSuite(JSON.parse(text), show)"
    wrong = unequal(suite, offline_page.evaluate(script, [suite.text, []]))
    if wrong:
        shown = offline_page.evaluate(script, [suite.text, wrong[:1]])["shown"]
        pytest.fail(f"{len(wrong)} of {len(suite.cases)}: " + first_lines(suite, wrong[0], shown[0]))
