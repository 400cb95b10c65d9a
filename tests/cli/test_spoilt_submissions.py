"""A submission may hold anything at any place: whoever reads it says so in words, and nothing else is ever raised."""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import cycle
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import Result

import spregistry
from spoiling import OTHERS, places, with_value
from spregistry.model.document import Document, pointer
from strategies import Data

Run = Callable[..., Result]

VERSIONS = Path(__file__).parents[1] / "cases" / "versions"
KAYA, LATER = VERSIONS / "kaya-2024.yaml", VERSIONS / "kaya-2025.yaml"

#: What few submissions say, so that all places of one are tried.
MORE: Data = {
    "profile": "demo-entry@1.0.0",
    "language": "en",
    "currency": {"code": "KES", "per_usd": 130},
    "assurance": {
        "level": "verified",
        "assessor": "Ann",
        "organisation": "A",
        "qualification": "Q",
        "dates": ["2025-02-01"],
        "places": ["B"],
    },
    "respondent": {"group": "staff", "role": "audit"},
    "unconfirmed_facts": {"left": True},
    "extensions": {"x": {"y": 1}},
}


class Spoilt(NamedTuple):
    """A submission with another value at one of its places."""

    place: str
    value: Any
    data: Any


def submission() -> Data:
    """Return a migrated submission with all that one may say."""
    data = {**spregistry.read(KAYA).data, **MORE}
    data["answers"]["goals"] |= {"review": {"value": "partly", "by": "Bob", "on": "2025-02-02"}, "flag": True, "dissent": "No."}
    registry = spregistry.Registry.open(VERSIONS / "registry")
    carried = spregistry.migrate(Document(data=data, name="kaya.yaml"), registry, "demo@1.0.1").submission
    carried["migration"]["steps"][0]["entries"] = [
        {
            "section": "answers",
            "id": "pay",
            "outcome": "dropped",
            "why": "withdrawn",
            "reason": "R",
            "said": {"value": 1},
            "became": ["bonus"],
        }
    ]
    return dict(json.loads(json.dumps(carried)))


def spoilt() -> Iterator[Spoilt]:
    data = submission()
    other = cycle(OTHERS)
    for place in places(data):
        for value in (None, next(other)):
            yield Spoilt(pointer(place), value, with_value(data, place, value))


def says_so(result: Result, one: Spoilt) -> None:
    """Expect an end that is foreseen, and words wherever it is no success."""
    assert result.exit_code in (0, 1, 3), (one, result.output)
    assert result.exit_code == 0 or result.output.strip(), one


def test_the_submission_is_right_before_it_is_spoilt(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "kaya.json"
    file.write_text(json.dumps(submission()), encoding="utf-8")
    result = run("migrate", str(file), "--to", "demo@2.0.0", registry=VERSIONS / "registry")
    assert (result.exit_code, result.stderr) == (0, "")
    assert len([*spoilt()]) >= 200


@pytest.mark.parametrize(
    "arguments",
    [
        ("validate", "{file}"),
        ("score", "{file}"),
        ("migrate", "{file}", "--to", "demo@2.0.0"),
        ("migrate", "{file}", "--to", "demo@1.0.1"),
        ("compare", "{file}", "{later}"),
        ("report", "{file}", "--format", "md"),
        ("merge", "{file}", "{file}"),
    ],
    ids=" ".join,
)
def test_every_command_says_so(arguments: tuple[str, ...], run: Run, tmp_path: Path) -> None:
    file = tmp_path / "kaya.json"
    for one in spoilt():
        if one.value is not None and arguments[0] in ("compare", "report"):
            continue  # they score it as `score` does, and take longer
        file.write_text(json.dumps(one.data), encoding="utf-8")
        told = [argument.format(file=file, later=LATER) for argument in arguments]
        says_so(run(*told, registry=VERSIONS / "registry"), one)


def test_one_such_file_stops_no_forecast(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "past"
    folder.mkdir()
    tried = [*spoilt()]
    for at, one in enumerate(tried):
        (folder / f"{at:03}.json").write_text(json.dumps(one.data), encoding="utf-8")
    result = run("forecast", "demo@2.0.0", str(folder), "--format", "json", "--explain", "0", registry=VERSIONS / "registry")
    found = json.loads(result.stdout)
    assert (result.exit_code, len(found["files"])) == (1, len(tried))
    assert all(each.get("unread", "said") for each in found["files"])
    assert min(found["counts"]["read"], found["counts"]["unread"]) >= 20


def test_python_raises_what_it_promises() -> None:
    registry = spregistry.Registry.open(VERSIONS / "registry")
    framework = registry["demo@1.0.1"]
    for one in spoilt():
        document = Document(data=one.data)
        spregistry.validate(framework, document)
        for work in (lambda: spregistry.migrate(document, registry, "demo@2.0.0"), lambda: spregistry.score(framework, document)):  # noqa: B023
            with suppress(spregistry.SpregistryError):
                work()


@pytest.mark.parametrize(
    ("place", "told"),
    [
        (["framework"], "“framework” is left empty"),
        (["actions", 0], "item 1 of “actions” is left empty"),
        (["migration", "steps"], "“steps” is left empty"),
        (["migration", "steps", 0], "item 1 of “steps” is left empty"),
    ],
    ids=str,
)
def test_what_must_be_there_is_asked_for_before_anything_is_carried(place: list[str | int], told: str) -> None:
    registry = spregistry.Registry.open(VERSIONS / "registry")
    with pytest.raises(spregistry.InvalidSubmission) as refused:
        spregistry.migrate(Document(data=with_value(submission(), place, None)), registry, "demo@2.0.0")
    assert [finding.message.partition(";")[0] for finding in refused.value.findings] == [told]
    assert [finding.pointer for finding in refused.value.findings] == [pointer(place)]


def test_a_report_that_somebody_wrote_is_shown_as_it_is(run: Run, tmp_path: Path) -> None:
    """What its ids are is no matter of shape."""
    data = submission()
    data["migration"]["steps"][0]["carried"] = ["board"]
    entry = {"section": "actions", "id": "the-plan", "outcome": "review", "why": "gone", "became": []}
    data["migration"]["steps"][0]["entries"] = [entry, {**entry, "id": "2"}]
    file = tmp_path / "kaya.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    result = run("migrate", str(file), "--to", "demo@1.0.1", registry=VERSIONS / "registry")
    assert result.exit_code == 0
    lines = [line.strip() for line in result.output.splitlines()]
    assert {"carried as it was: 1", "the-plan", "Action 3 of the plan"} <= {*lines}


def test_a_period_that_has_no_end_is_a_finding_in_a_report_too(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "kaya.json"
    file.write_text(json.dumps(with_value(submission(), ["period", "end"], {"value": []})), encoding="utf-8")
    result = run("report", str(LATER), "--compare", str(file), "--format", "md", registry=VERSIONS / "registry")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "There is no report before this is mended." in result.stderr
