"""What forms are told about the versions before theirs: whole chains, as editors class their rewordings, in the language of the form."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

import spregistry
from browser.assessment.versions import demo_versions
from spregistry.load.registry import Registry
from spregistry.publish.browser.form_data import form_data
from spregistry.publish.browser.form_steps import Steps, carrying

NOTES = "format: 1\nsummary: Fewer words.\nclasses:\n  - {element: prices, field: question, class: %s, reason: Same prices.}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return demo_versions(tmp_path / "standards")


def changed(folder: Path, version: str, old: str, new: str) -> None:
    path = folder / "demo" / version / "framework.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def scripts(registry: Registry, *languages: str) -> list[dict[str, Any]]:
    """Return the data of the steps to the newest version, as a browser reads them."""
    steps = Steps(registry)
    texts = [steps.script(step, languages or ("en",)) for step in steps.to(registry["demo@3.0.0"])]
    return [json.loads(re.split(r"s\.steps\[[^]]+\]=", text)[1].rstrip(";\n")) for text in texts]


def test_a_form_knows_every_version_it_goes_back_to_and_the_profiles_that_go_on(folder: Path) -> None:
    registry = spregistry.Registry.open(folder)
    newest = registry["demo@3.0.0"]
    steps = Steps(registry).to(newest)
    assert carrying(registry, newest, steps, lambda step: f"{step.after.version}.js") == {
        "steps": [
            {"from": "demo@1.0.0", "to": "demo@2.0.0", "url": "2.0.0.js"},
            {"from": "demo@2.0.0", "to": "demo@3.0.0", "url": "3.0.0.js"},
        ],
        "profiles": {"demo-start": "demo-start@2.0.0"},
        "later": None,
    }
    assert Steps(registry).to(registry["demo@1.0.0"]) == []


def test_a_form_knows_the_version_in_force_that_carries_its_submissions_over(folder: Path) -> None:
    registry = spregistry.Registry.open(folder)
    found = {
        reference: carrying(registry, registry[reference], [], lambda _: None)["later"] for reference in registry if "demo@" in reference
    }
    assert found == {"demo@1.0.0": "demo@3.0.0", "demo@2.0.0": "demo@3.0.0", "demo@3.0.0": None}


def test_a_draft_of_another_standard_that_is_still_broken_keeps_no_form_from_being_made(folder: Path) -> None:
    (folder / "other" / "1.0.0").mkdir(parents=True)
    (folder / "other" / "1.0.0" / "framework.yaml").write_text("format: 1\nid: other\n", encoding="utf-8")
    registry = spregistry.Registry.open(folder)
    assert "other@1.0.0" in registry
    data = form_data(registry, "demo@3.0.0", carrying=carrying(registry, registry["demo@3.0.0"], [], lambda _: None))
    assert [profile["reference"] for profile in data["profiles"]] == ["demo-start@2.0.0"]
    assert data["carrying"]["profiles"] == {"demo-start": "demo-start@2.0.0"}


def test_a_version_that_goes_back_to_another_carries_nothing_of_this_one(folder: Path) -> None:
    second = (folder / "demo" / "2.0.0" / "framework.yaml").read_text(encoding="utf-8")
    third = second.replace('"version": "2.0.0"', '"version": "3.0.0"')
    assert third != second
    (folder / "demo" / "3.0.0" / "framework.yaml").write_text(third, encoding="utf-8")
    registry = spregistry.Registry.open(folder)
    found = {reference: carrying(registry, registry[reference], [], lambda _: None)["later"] for reference in ("demo@1.0.0", "demo@2.0.0")}
    assert found == {"demo@1.0.0": "demo@3.0.0", "demo@2.0.0": None}


def test_a_form_is_made_though_the_later_version_cannot_be_read(folder: Path) -> None:
    changed(folder, "3.0.0", '"title": "Demonstration"', '"title": 5')
    registry = spregistry.Registry.open(folder)
    assert carrying(registry, registry["demo@2.0.0"], [], lambda _: None)["later"] is None


def test_what_a_step_does_is_worked_out(folder: Path) -> None:
    first, second = scripts(spregistry.Registry.open(folder))
    assert first["successors"] == {
        "goals": [{"old": "goals", "new": "strategy", "relation": "wider", "values": {"met": "partly", "unmet": "unmet"}}]
    }
    assert first["withdrawn"] == {"bonus": {"reason": "Nobody used it."}}
    # What “no” is called changed, for whoever said no.
    assert [doubt["why"] for doubt in second["doubts"]["board"]] == ["options"]
    assert "unmet" in second["doubts"]["board"][0]["about"]
    assert first["texts"]["en"]["goals/title"] == "Goals"
    assert first["texts"]["en"]["scale:practice/partly"] == "Partially"
    assert not [key for key in first["texts"]["en"] if key.endswith(("/question", "/rubric/met", "/reading"))]


@pytest.mark.parametrize(("class_", "asked"), [("editorial", False), ("substantive", True), (None, True)])
def test_rewordings_are_as_the_editors_class_them(folder: Path, class_: str | None, *, asked: bool) -> None:
    changed(folder, "3.0.0", "Where are prices shown?", "Where does one see prices?")
    if class_ is not None:
        (folder / "demo" / "3.0.0" / "notes.yaml").write_text(NOTES % class_, encoding="utf-8")
    doubts = scripts(spregistry.Registry.open(folder))[1]["doubts"]
    assert ({"why": "reworded", "about": None} in doubts.get("prices", [])) is asked


def test_a_language_that_the_earlier_version_lacks_is_replaced_by_its_own(folder: Path) -> None:
    assert [[*step["texts"]] for step in scripts(spregistry.Registry.open(folder), "fr")] == [["en"], ["en"]]


def test_no_text_ends_the_script_that_it_stands_in(folder: Path) -> None:
    hostile = "</script><script>alert(1)</script><!-- \u2028"
    changed(folder, "2.0.0", '"Nobody used it."', json.dumps(hostile))
    registry = spregistry.Registry.open(folder)
    steps = Steps(registry)
    text = steps.script(steps.to(registry["demo@3.0.0"])[0], ["en"])
    assert "<" not in text
    assert "\u2028" not in text
    assert scripts(registry)[0]["withdrawn"]["bonus"]["reason"] == hostile
