"""Which submissions are about the same assessment: the cases of `cases/different-assessments.yaml`."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from spregistry.model.document import Document
from spregistry.together.identity import contradictions

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[1] / "cases" / "different-assessments.yaml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("turned", [False, True], ids=["as-it-stands", "turned"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["about"])
def test_what_is_about_another_assessment_is_noticed(case: dict[str, Any], *, turned: bool) -> None:
    parts = [Document(data=case[name], name=f"{name}.yaml") for name in ("one", "other")]
    found = contradictions(parts[::-1] if turned else parts)
    assert [one.subject for one in found] == case["differ"]


def test_each_is_held_against_the_first_that_says_anything() -> None:
    names = [None, "Tujenge", "Imara", "tujenge", "Upendo"]
    parts = [Document(data={"organisation": {"name": name}}, name=f"{at}.yaml") for at, name in enumerate(names)]
    told = [(one.one, one.one_from, one.other, one.other_from) for one in contradictions(parts)]
    assert told == [("Tujenge", "1.yaml", "Imara", "2.yaml"), ("Tujenge", "1.yaml", "Upendo", "4.yaml")]
