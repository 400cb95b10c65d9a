"""What a code named earlier is found where it names that no longer, with what became of it: in the terminal and on the index of ids."""

import html
import json
import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import record_registries
from record_registries import framework, indicator
from releases import run, with_both
from spregistry.api import Registry
from spregistry.evolve.former_codes import former
from spregistry.evolve.lineage import chain
from spregistry.publish.site.tree import site_tree


def asked(id_: str, code: str, **more: Any) -> dict[str, Any]:
    return indicator(id_, code, f"Title of {id_}", f"Question of {id_}?", **more)


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three versions. In 2.0.0 `posted`, `paper` and `letters` are withdrawn, `reviewed` is widened, and `box` goes from 2.1 to 2.2, so that
    `phone` can be 2.1; 3.0.0 withdraws `phone` and gives 2.1 to `calls`.
    """
    folder = tmp_path_factory.mktemp("former") / "standards"
    written, box = asked("written", "1.1"), asked("box", "2.2")
    yearly = asked("yearly", "1.2")
    wider = {**yearly, "supersedes": [{"id": "reviewed", "relation": "wider"}]}
    gone = [
        {"id": "posted", "successors": ["written"], "reason": "Who writes them posts them."},
        {"id": "paper", "successors": ["box"], "reason": "A box comes with paper."},
        {"id": "letters", "reason": "Nobody writes any more."},
    ]
    for data in (
        framework(
            "1.0.0", None, [written, asked("reviewed", "1.2"), asked("posted", "1.3")],
            [asked("box", "2.1"), asked("paper", "2.2"), asked("letters", "2.3")],
        ),
        framework("2.0.0", "1.0.0", [written, wider], [asked("phone", "2.1", new="Clients have phones."), box], withdrawn=gone),
        framework(
            "3.0.0", "2.0.0", [written, yearly], [asked("calls", "2.1", new="Calls are counted."), box],
            withdrawn=[{"id": "phone", "reason": "A phone that rings is no answer."}],
        ),
    ):  # fmt: skip
        record_registries.dump(folder / "demo" / data["version"] / "framework.yaml", data)
    record = {"format": 1, "events": []}
    (folder / "releases.json").write_text(json.dumps(record), encoding="utf-8")
    return folder


#: What a code or id names no longer in 3.0.0: the version that had it last, the element, what it is now, and since when it is gone.
FORMER: dict[str, list[tuple[str, str, tuple[str, ...], str | None]]] = {
    "1.3": [("demo@1.0.0", "posted", ("written",), "demo@2.0.0")],
    "2.3": [("demo@1.0.0", "letters", (), "demo@2.0.0")],
    "Letters": [("demo@1.0.0", "letters", (), "demo@2.0.0")],
    "reviewed": [("demo@1.0.0", "reviewed", ("yearly",), "demo@2.0.0")],
    # It was widened, and its code means what took it in.
    "1.2": [],
    # It was withdrawn, and its code means another, though that one stands in for it.
    "2.2": [("demo@1.0.0", "paper", ("box",), "demo@2.0.0")],
    # Two elements had it before.
    "2.1": [("demo@2.0.0", "phone", (), "demo@3.0.0"), ("demo@1.0.0", "box", ("box",), None)],
    "1.1": [],
    "9.9": [],
    "written": [],
}


@pytest.mark.parametrize("name", FORMER)
def test_what_a_code_named_is_known_with_what_became_of_it(name: str, registry: Path) -> None:
    opened = Registry.open(registry)
    found = former(chain(opened, opened["demo@3.0.0"]), name)
    assert [(each.framework.reference, each.id, each.now, each.since) for each in found] == FORMER[name]


def test_a_first_version_has_no_former_codes(registry: Path) -> None:
    assert former([Registry.open(registry)["demo@1.0.0"]], "1.3") == []


def told(text: str) -> str:
    return " ".join(text.split())


def test_show_answers_for_a_code_that_is_gone(registry: Path) -> None:
    result = run(registry, "show", "demo@3.0.0", "1.3")
    assert (result.exit_code, result.stderr) == (0, "")
    assert told(result.stdout) == (
        "demo@1.0.0: 1.3 Title of posted (id posted) Not in use since demo@2.0.0. Reason: Who writes them posts them. "
        "Continued by: 1.1 Title of written."
    )
    assert told(run(registry, "show", "demo@3.0.0", "letters").stdout).endswith("Nothing stands in its place.")
    assert run(registry, "show", "demo@3.0.0", "9.9").exit_code == 3
    # In its own version it is shown as what it is.
    assert "Question of posted?" in run(registry, "show", "demo@1.0.0", "1.3").stdout


def test_show_says_both_where_the_code_is_another_elements_now(registry: Path) -> None:
    result = run(registry, "show", "demo@3.0.0", "2.1")
    assert (result.exit_code, "Question of calls?" in result.stdout) == (0, True)
    assert told(result.stderr) == (
        "Earlier, 2.1 was another element: demo@2.0.0: 2.1 Title of phone (id phone) Not in use since demo@3.0.0. "
        "Reason: A phone that rings is no answer. Nothing stands in its place. "
        "demo@1.0.0: 2.1 Title of box (id box) It is 2.2 Title of box now."
    )
    assert run(registry, "show", "demo@3.0.0", "1.2").stderr == ""


def test_show_does_not_need_the_earlier_versions(tmp_path: Path) -> None:
    broken = with_both(tmp_path)
    (broken / "demo" / "1.0.0" / "framework.yaml").write_text("format: 1\n", encoding="utf-8")
    assert run(broken, "show", "demo@1.0.0", "1.1").exit_code == 3
    assert run(broken, "show", "demo@1.1.0", "1.1").exit_code == 0
    assert "has nothing with the code or id “9.9”" in told(run(broken, "show", "demo@1.1.0", "9.9").stderr)


def test_a_history_is_found_by_a_code_that_is_gone(registry: Path) -> None:
    result = run(registry, "changelog", "demo", "--indicator", "2.3", "--format", "json")
    stages = json.loads(result.stdout)["stages"]
    assert [[each["id"] for each in stage["appearances"]] for stage in stages] == [["letters"], []]
    assert result.stderr == ""
    # The present owner comes first, and what had the code before is told.
    both = run(registry, "changelog", "--indicator", "2.1", "--format", "json")
    assert json.loads(both.stdout)["stages"][-1]["appearances"][0]["id"] == "calls"
    assert "Title of phone" in both.stderr
    assert "Title of box" in both.stderr


def test_without_a_standard_the_present_owner_of_a_code_comes_first(registry: Path, tmp_path: Path) -> None:
    two = Path(shutil.copytree(registry, tmp_path / "standards"))
    data = {**framework("1.0.0", None, [asked("told", "1.3")], [asked("heard", "2.9")]), "id": "other"}
    record_registries.dump(two / "other" / "1.0.0" / "framework.yaml", data)
    stages = json.loads(run(two, "changelog", "--indicator", "1.3", "--format", "json").stdout)["stages"]
    assert [stage["framework"] for stage in stages] == ["other@1.0.0"]
    stages = json.loads(run(two, "changelog", "--indicator", "2.3", "--format", "json").stdout)["stages"]
    assert {stage["framework"] for stage in stages} == {"demo@1.0.0", "demo@2.0.0"}


@pytest.fixture(scope="module")
def rows(registry: Path) -> dict[str, str]:
    page = site_tree(Registry.open(registry), today=date(2026, 6, 30)).docs["standards/demo/elements.md"].decode()
    return {found[1]: html.unescape(line) for line in page.splitlines() if (found := re.search(r'<span id="([^"]+)"', line))}


def test_the_index_of_ids_knows_the_codes_that_each_element_had(rows: dict[str, str]) -> None:
    codes = {id_: re.search(r'data-codes="([^"]*)"', row) for id_, row in rows.items()}
    assert {id_: found[1] if found else None for id_, found in codes.items()} == {
        "goals": "1", "complaints": "2", "clients": "", "written": "1.1", "yearly": "1.2", "reviewed": "", "posted": "1.3",
        "box": "2.1 2.2", "paper": "2.2", "letters": "2.3", "phone": "2.1", "calls": "2.1",
    }  # fmt: skip
