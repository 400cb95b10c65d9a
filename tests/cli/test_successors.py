"""Nobody is sent to a version that is out of use: a successor that goes out of use later leads on to its own, or is told to lead nowhere."""

import html
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from releases import FIRST, NEXT, drafted, run, with_both
from site_building import written
from spregistry.api import Registry
from spregistry.model.release import Event, Record
from spregistry.publish.browser.form_data import out_of_use

LAST = "demo@1.1.1"
SUBMISSION = "format: 1\nframework: demo@1.0.0\nlanguage: en\nstatus: draft\norganisation: {name: Tujenge, country: KE}\nanswers: {}\n"
UNTIL = "It may still be used until 2026-12-31."
LOST = "demo@1.1.0 was to take its place, and is not in use itself."
ON = "In its place: demo@1.1.1"
WARNED = [("lost-successor", "warning", "demo@1.0.0 is to be replaced by demo@1.1.0, which is not in use itself")]


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three versions; the first is deprecated, and names the second."""
    registry = with_both(tmp_path_factory.mktemp("three"))
    drafted(registry, "1.1.1", NEXT)
    assert run(registry, "release", LAST, "--on", "2025-06-02").exit_code == 0
    first = ("deprecate", FIRST, "--on", "2025-07-01", "--until", "2026-12-31", "--reason", "Old.", "--successor", NEXT)
    assert run(registry, "record", *first).exit_code == 0
    return registry


@pytest.fixture
def registry(three: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COLUMNS", "100")
    return Path(shutil.copytree(three, tmp_path / "standards"))


def flat(text: str) -> str:
    return " ".join(text.split())


def recorded(registry: Path, line: str, on: str = "2025-08-01") -> str:
    """Put an event on record; return what is said beside it."""
    result = run(registry, "record", *line.split(), "--on", on)
    assert result.exit_code == 0, result.output
    return flat(result.stderr)


def refused(registry: Path, line: str) -> str:
    result = run(registry, "record", *line.split(), "--on", "2025-09-01")
    assert result.exit_code == 1, result.output
    return flat(result.stdout)


def advice(registry: Path) -> str:
    """Return what `validate` advises, having seen that `show` and `template` advise the same."""
    path = registry.parent / "one.yaml"
    path.write_text(SUBMISSION, encoding="utf-8")
    [told] = json.loads(run(registry, "validate", "--format", "json", str(path)).stdout)["findings"]
    assert told["message"] == "demo@1.0.0 was deprecated on 2025-07-01: Old.", "the day of the first event, and its reason"
    hint: str = told["hint"]
    for command in ("show", "template"):
        assert hint in flat(run(registry, command, FIRST).stderr)
    return hint


def warned(registry: Path, *references: str) -> list[tuple[str, str, str]]:
    result = run(registry, "check", *references, "--format", "json")
    assert result.exit_code == 0
    return [(each["code"], each["severity"], each["message"]) for each in json.loads(result.stdout)["findings"]]


def elsewhere(registry: Path) -> tuple[str, dict[str, str], str]:
    """Return the line of the changelog, what a form is told, and the banner of the site's pages."""
    changelog = run(registry, "changelog", FIRST).stdout
    [line] = [each for each in changelog.splitlines() if each.startswith("- **Deprecated on 2025-07-01.**")]
    [form] = out_of_use(Registry.open(registry), FIRST)
    page = html.unescape(
        (written(registry.parent / "site", registry) / "docs/standards/demo/1.0.0/en/facts.md").read_text(encoding="utf-8")
    )
    return line, form, page


def test_a_successor_out_of_use_leads_on_to_its_own(registry: Path) -> None:
    said = recorded(registry, f"recall {NEXT} --reason Wrong. --successor {LAST}")
    assert said == "demo@1.1.0 is on record as the version to use instead of demo@1.0.0; it leads on to demo@1.1.1."
    assert advice(registry) == f"Choose another version for new assessments. {UNTIL} {ON}"
    assert warned(registry) == []
    line, form, page = elsewhere(registry)
    assert line.endswith(ON)
    assert (form["successor"], "lost_successor" in form) == (LAST, False)
    assert "In its place: [<code>demo@1.1.1</code>](../../1.1.1/index.md)" in page
    assert "demo@1.1.0</code>" not in page


def test_one_that_leads_nowhere_is_named_as_such_when_it_happens_and_while_it_stands(registry: Path) -> None:
    said = recorded(registry, f"recall {NEXT} --reason Wrong.")
    assert said == (
        "demo@1.1.0 is on record as the version to use instead of demo@1.0.0, and leads to none in use. "
        "Put the same event of each on record once more, with another --successor."
    )
    assert advice(registry) == f"Choose another version for new assessments. {UNTIL} {LOST}"
    assert warned(registry) == warned(registry, FIRST) == WARNED
    assert warned(registry, NEXT, LAST) == []
    line, form, page = elsewhere(registry)
    assert line.endswith(LOST)
    assert (form["lost_successor"], "successor" in form) == (NEXT, False)
    assert "[<code>demo@1.1.0</code>](../../1.1.0/index.md) was to take its place, and is not in use itself." in page
    assert "The version to use is on the page of [demo](../../index.md)." in page
    assert "In its place" not in page


@pytest.mark.parametrize("event", ["deprecate", "withdraw", "recall"])
def test_another_successor_is_put_on_record_by_the_same_event_once_more(event: str, registry: Path) -> None:
    """The day on which the version went out of use stays, and until when it may be used, unless said otherwise."""
    recorded(registry, f"{event} {NEXT} --reason Wrong.")
    assert recorded(registry, f"deprecate {FIRST} --successor {LAST}", "2025-08-02") == ""
    assert advice(registry) == f"Choose another version for new assessments. {UNTIL} {ON}"
    assert warned(registry) == []
    assert run(registry, "verify").exit_code == 0
    assert f"{FIRST}  deprecated" in run(registry, "list").stdout
    assert "Released on 2025-01-15. Deprecated on 2025-07-01." in run(registry, "changelog", FIRST).stdout


def test_or_none_where_there_is_none(registry: Path) -> None:
    recorded(registry, f"recall {NEXT} --reason Wrong.")
    recorded(registry, f"deprecate {FIRST} --until 2027-06-30", "2025-08-02")
    assert advice(registry) == "Choose another version for new assessments. It may still be used until 2027-06-30."
    assert warned(registry) == []


@pytest.mark.parametrize("event", ["withdraw", "recall"])
def test_of_versions_withdrawn_or_recalled_as_well(event: str, registry: Path) -> None:
    recorded(registry, f"{event} {FIRST} --reason Over. --successor {NEXT}")
    recorded(registry, f"recall {NEXT} --reason Wrong.")
    assert [code for code, _, _ in warned(registry)] == ["lost-successor"]
    recorded(registry, f"{event} {FIRST} --reason Over. --successor {LAST}")
    assert warned(registry) == []
    assert flat(run(registry, "show", FIRST).stderr).endswith(ON)


def test_a_successor_in_use_stays_and_one_out_of_use_is_no_other(registry: Path) -> None:
    assert "demo@1.0.0 is deprecated already" in refused(registry, f"deprecate {FIRST} --successor {LAST}")
    assert "demo@1.0.0 is deprecated already" in refused(registry, f"deprecate {FIRST}")
    recorded(registry, f"recall {NEXT} --reason Wrong.")
    assert "the successor demo@1.1.0 is itself withdrawn or recalled" in refused(registry, f"deprecate {FIRST} --successor {NEXT}")
    assert "demo@1.1.0 is recalled already" in refused(registry, f"recall {NEXT} --reason Wrong.")


def test_one_may_be_named_later_where_none_was(registry: Path) -> None:
    recorded(registry, f"deprecate {NEXT}")
    recorded(registry, f"deprecate {NEXT} --successor {LAST}")
    assert advice(registry).endswith(ON)


def happened(kind: str, version: str, **more: str) -> Event:
    data: dict[str, Any] = {"event": kind, "framework": f"demo@{version}", "on": "2025-01-01", "before": None, **more}
    return Event(data=data)


def test_where_versions_lead() -> None:
    """1 → 2 → 3, in use; 4 → 5 → 4 is a circle, to which 6 leads; 7 ends with 8, which names none; 9 names one that is on no record."""
    named = {"1": "2", "2": "3", "4": "5", "5": "4", "6": "5", "7": "8", "8": None, "9": "10"}
    released = [happened("released", str(each)) for each in range(1, 10)]
    ended = [happened("recalled", old, **({"successor": f"demo@{new}"} if new else {})) for old, new in named.items()]
    record = Record(name="releases.json", events=(*released, *ended))
    found = {str(each): record.leads_to(f"demo@{each}") for each in range(1, 10)}
    assert found == {**dict.fromkeys("456789"), **dict.fromkeys("123", "demo@3")}


def test_an_event_put_on_record_again_has_the_first_day_and_what_was_said_last() -> None:
    """After a deprecation, which is another kind of end, and counts no more."""
    events = (
        happened("released", "1"),
        happened("deprecated", "1", until="2025-12-31"),
        happened("withdrawn", "1", reason="Old.", successor="demo@2"),
        happened("review", "1"),
        Event(data={**happened("withdrawn", "1", reason="Too old.", successor="demo@3").data, "on": "2026-01-01"}),
        Event(data={**happened("withdrawn", "1", reason="Too old.").data, "on": "2026-02-01"}),
    )
    end = [Record(name="releases.json", events=events[:count]).end("demo@1") for count in (3, 5, 6)]
    told = [{key: each.data[key] for key in ("on", "reason", "successor", "until") if key in each.data} for each in end if each]
    assert told == [
        {"on": "2025-01-01", "reason": "Old.", "successor": "demo@2"},
        {"on": "2025-01-01", "reason": "Too old.", "successor": "demo@3"},
        {"on": "2025-01-01", "reason": "Too old."},
    ]
