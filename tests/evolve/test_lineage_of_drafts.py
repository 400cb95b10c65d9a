"""How elements of two drafts of one version belong together, by what both say of the version before.

A case is `tests/cases/drafts/<name>.yaml`: the ids of the version before; those of both drafts, each with what it continues and how; and
what of the first draft goes on as what in the second, worked out by hand, and what may go on as one of several. What keeps its id is not
told.
"""

from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import yaml

from frameworks import framework_of
from record_registries import framework, indicator
from spregistry.evolve.lineage import Lineage, lineage, lineage_of_drafts
from spregistry.load.documents import read
from spregistry.model.framework import Framework

CASES = Path(__file__).parents[1] / "cases" / "drafts"
NAMES = sorted(path.stem for path in CASES.glob("*.yaml"))
#: Steps of one version each; what a profile borrows has no lineage of its own.
DIFFS = sorted(
    folder for folder in (CASES.parent / "diff").iterdir() if not (folder / "between.yaml").exists() and not [*folder.glob("*base.yaml")]
)
INVERSE = {"same": "same", "wider": "narrower", "narrower": "wider", "split": "merge", "merge": "split"}

every = pytest.mark.parametrize("name", NAMES)


@cache
def case(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))
    return found


def version(number: str, previous: str | None, ids: dict[str, dict[str, str] | None]) -> Framework:
    codes = count(1)
    goals = [
        indicator(id_, f"1.{next(codes)}", id_, f"Is {id_} so?", supersedes=[{"id": old, "relation": how} for old, how in origins.items()])
        if origins
        else indicator(id_, f"1.{next(codes)}", id_, f"Is {id_} so?")
        for id_, origins in ids.items()
    ]
    return framework_of(framework(number, previous, goals, [indicator("other", "2.1", "Other", "Is it?")]))


def told(found: Lineage) -> dict[str, dict[str, str]]:
    return {old: {each.new: each.relation for each in ways} for old, ways in found.of_old.items()}


def between_drafts(name: str, first: str, then: str) -> Lineage:
    previous = version("1.0.0", None, dict.fromkeys(case(name)["previous"]))
    drafts = [version("2.0.0", "1.0.0", case(name)[each]) for each in (first, then)]
    return lineage_of_drafts(drafts[0], drafts[1], previous)


@every
def test_elements_go_on_as_the_drafts_tell(name: str) -> None:
    assert case(name)["about"].endswith(".")
    found = between_drafts(name, "first", "then")
    assert told(found) == case(name)["expected"]
    assert {old: [*near] for old, near in found.untold.items()} == case(name).get("untold", {})


@every
def test_backwards_everything_is_the_other_way_round(name: str) -> None:
    wanted = {(new, old, INVERSE[how]) for old, ways in case(name)["expected"].items() for new, how in ways.items()}
    found = {(old, new, how) for old, ways in told(between_drafts(name, "then", "first")).items() for new, how in ways.items()}
    overlapping = ("merged-with-another-one",)  # both split and merged, which of the two is told is up to the direction
    if name in overlapping:
        wanted, found = ({(old, new, "") for old, new, _ in each} for each in (wanted, found))
    assert found == wanted


@every
def test_a_draft_goes_on_as_itself(name: str) -> None:
    assert between_drafts(name, "first", "first") == between_drafts(name, "then", "then") == Lineage()


@pytest.mark.parametrize("folder", DIFFS, ids=lambda path: path.name)
def test_a_draft_that_says_what_the_version_before_says_goes_on_as_that(folder: Path) -> None:
    """The lineage that a version declares, seen by another way."""
    before, after = (read(folder / f"{name}.yaml").data for name in ("before", "after"))
    previous, later = framework_of(before), framework_of(after)
    copied = framework_of({**before, "version": after["version"], "previous": after["previous"]})
    assert told(lineage_of_drafts(copied, later, previous)) == told(lineage([previous, later]))


def test_of_drafts_that_continue_different_versions_nothing_is_known() -> None:
    previous = version("1.0.0", None, {"a": None})
    drafts = [version("2.0.0", before, {new: {"a": "same"}}) for before, new in (("1.0.0", "a1"), ("1.1.0", "a2"))]
    assert lineage_of_drafts(drafts[0], drafts[1], previous) == Lineage()
    assert lineage_of_drafts(drafts[0], drafts[0], None) == Lineage()
