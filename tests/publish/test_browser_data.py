"""What browsers are given: structure without texts, every text in every language, and a script that no text can break out of."""

import json
from pathlib import Path
from typing import Any

import pytest

import spregistry
from frameworks import framework_of
from spregistry.load.languages.translations import Translation, translate_framework, untranslated
from spregistry.load.text.po_text import Entry
from spregistry.model.framework import Framework
from spregistry.model.texts import texts
from spregistry.publish.browser.data import Previous, Shown, as_json, browser_data, data_script, structure, text_table
from spregistry.version import ENGINE

ROOT = Path(__file__).parents[2]
NASTY = '</script><script>alert(1)</script><!-- \u2028 &lt; “quoted” \\ "double"'


@pytest.fixture(scope="module")
def standard() -> Framework:
    return spregistry.Registry.open(ROOT / "standards")["sepm@3.0.0"]


def small(**more: Any) -> Framework:
    indicator = {
        "id": "complaints",
        "code": "1.1",
        "title": "Complaints",
        "question": "Are complaints heard?",
        "answer": {"scale": "done"},
        "evidence": ["The register", "Letters"],
        "verify_with": ["Clients"],
        "may_be_na": ["no clients yet"],
        "rubric": {"done": "Heard.", "not-done": "Not heard."},
        "guidance": NASTY,
        "tags": ["entry"],
    }
    return framework_of(
        {
            "format": 1,
            "id": "small",
            "version": "1.0.0",
            "title": "Small",
            "language": "en",
            "licence": "CC0-1.0",
            "levels": ["part", "indicator"],
            "tags": [{"id": "entry", "title": "Entry level"}],
            "scales": {
                "done": [
                    {"value": "done", "label": "Done", "points": 1},
                    {"value": "not-done", "label": "Not done", "points": 0},
                    {"value": "na", "label": "Does not apply", "excluded": True},
                ]
            },
            "facts": [{"id": "staff", "title": "Staff", "unit": "full-time-posts", "schema": {"type": "integer"}}],
            "bands": [{"id": "low", "from": 0, "label": "Low"}],
            "groups": [
                {
                    "id": "part",
                    "code": "1",
                    "title": "Part",
                    "indicators": [indicator],
                    "caps": [{"indicator": "complaints", "below": 1, "to": 40, "reason": "Nothing offsets this."}],
                }
            ],
            **more,
        }
    )


def test_structure_has_no_texts_but_stored_reasons() -> None:
    (part,) = structure(small().data)["groups"]
    assert part == {
        "id": "part",
        "code": "1",
        "caps": [{"indicator": "complaints", "below": 1, "to": 40}],
        "indicators": [
            {
                "id": "complaints",
                "code": "1.1",
                "answer": {"scale": "done"},
                "evidence": 2,
                "verify_with": 1,
                "tags": ["entry"],
                "may_be_na": ["no clients yet"],
            }
        ],
    }
    assert structure(small().data)["tags"] == [{"id": "entry"}]
    assert structure(small().data)["bands"] == [{"id": "low", "from": 0}]
    assert structure(small().data)["scales"]["done"][2] == {"value": "na", "excluded": True}


def test_no_text_of_the_standard_stays_in_its_structure(standard: Framework) -> None:
    text = as_json(structure(standard.data))
    stored = {text.source for text in texts(standard.data) if text.key.endswith("/may_be_na")}
    # Single words, such as a unit, may be an id as well.
    assert [
        found.key for found in texts(standard.data) if " " in found.source and found.source not in stored and as_json(found.source) in text
    ] == []


def test_tables_hold_every_text_with_lists_in_order(standard: Framework) -> None:
    table = text_table(untranslated(small()))
    assert table["complaints/evidence"] == ["The register", "Letters"]
    assert table["complaints/verify_with"] == ["Clients"]
    assert table["complaints/may_be_na"] == ["no clients yet"]
    assert table["complaints/rubric/not-done"] == "Not heard."
    assert table["part/caps/complaints"] == "Nothing offsets this."
    assert table["scale:done/na"] == "Does not apply"
    assert table["unit:full-time-posts"] == "full time posts"
    assert table["level:part"] == "part"
    whole = text_table(untranslated(standard))
    assert {text.key for text in texts(standard.data)} == {*whole}
    for text in texts(standard.data):
        held = whole[text.key]
        assert text.source in held if isinstance(held, list) else text.source == held


def french(framework: Framework) -> Translation:
    entries = [
        Entry("complaints/question", "Are complaints heard?", "Les plaintes sont-elles entendues ?", fuzzy=False),
        Entry("complaints/evidence", "Letters", "Lettres", fuzzy=False),
        Entry("part/title", "An older title", "Un ancien titre", fuzzy=False),
        Entry("unit:full-time-posts", "full time posts", "postes à plein temps", fuzzy=False),
    ]
    return translate_framework(framework, "fr", entries)


def test_what_is_not_translated_stands_in_the_source_language_and_is_marked() -> None:
    framework = small()
    shown = Shown(french(framework), {}, {"Saved {when}": "Enregistré {when}"})
    data = browser_data(framework, [], [Shown(untranslated(framework)), shown], [Previous("small@0.9.0", "../0.9.0/")])
    assert data["languages"] == ["en", "fr"]
    assert data["texts"]["fr"]["complaints/question"] == "Les plaintes sont-elles entendues ?"
    assert data["texts"]["fr"]["complaints/evidence"] == ["The register", "Lettres"]
    assert data["texts"]["fr"]["unit:full-time-posts"] == "postes à plein temps"
    assert data["texts"]["fr"]["part/title"] == "Un ancien titre"
    assert {*data["texts"]["fr"]} == {*data["texts"]["en"]}
    assert data["marks"]["fr"]["stale"] == ["part/title"]
    assert "complaints/evidence" in data["marks"]["fr"]["missing"]
    assert "complaints/question" not in data["marks"]["fr"]["missing"]
    assert data["marks"]["en"] == {"stale": [], "missing": []}
    assert data["interface"] == {"en": {}, "fr": {"Saved {when}": "Enregistré {when}"}}
    assert data["previous"] == [{"reference": "small@0.9.0", "url": "../0.9.0/"}]
    assert (data["format"], data["engine"], data["source_language"]) == (1, ENGINE, "en")
    assert data["framework"]["digest"] == framework.digest


def test_profiles_bring_their_tree_and_only_the_texts_they_word_differently() -> None:
    base = small()
    head = {
        "format": 1,
        "id": "tiny",
        "version": "1.0.0",
        "title": "Tiny",
        "language": "en",
        "licence": "CC0-1.0",
        "based_on": "small@1.0.0",
    }
    tree = {
        "levels": ["chapter", "indicator"],
        "groups": [{"id": "chapter", "code": "A", "title": "Chapter", "use": {"ids": ["complaints"]}}],
    }
    profile = framework_of({**head, **tree}, base)
    data = browser_data(base, [profile], [Shown(untranslated(base), {profile.reference: untranslated(profile)})])
    (given,) = data["profiles"]
    assert given["reference"] == "tiny@1.0.0"
    assert given["digest"] == profile.digest
    assert given["dropped_caps"] == []
    assert [group["id"] for group in given["data"]["groups"]] == ["chapter"]
    assert given["texts"] == {"en": {"framework/title": "Tiny", "chapter/title": "Chapter", "level:chapter": "chapter"}}


@pytest.mark.parametrize("early", [True, False], ids=["data first", "program first"])
def test_script_hands_over_the_data_in_either_order(chromium: Any, *, early: bool) -> None:
    framework = small()
    data = browser_data(framework, [], [Shown(untranslated(framework))])
    program = "globalThis.spregistry = Object.assign(globalThis.spregistry || {}, {got: [], provide(d) { this.got.push(d) }});"
    program += "(spregistry.provided || []).forEach(d => spregistry.provide(d));"
    scripts = [data_script(data), program] if early else [program, data_script(data)]
    context = chromium.new_context(offline=True)
    page = context.new_page()
    alerts: list[str] = []

    def answer(dialog: Any) -> None:
        alerts.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", answer)
    page.set_content("<!doctype html>" + "".join(f"<script>{script}</script>" for script in scripts) + "<p>end</p>")
    assert page.evaluate("spregistry.got.length") == 1
    assert json.loads(page.evaluate("JSON.stringify(spregistry.got[0])")) == data
    assert page.inner_text("body") == "end"
    assert alerts == []
    context.close()
