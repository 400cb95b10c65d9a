"""The compiled validator for browsers gives the verdicts of jsonschema-rs, at the same places, and needs neither node nor eval."""

import copy
import json
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import spregistry
from engine_suite import drawn_cases
from frameworks import framework_of
from spregistry.check.prepared import prepared
from spregistry.evolve.proving.generated import random_submission
from spregistry.load import cache
from spregistry.model.document import pointer
from spregistry.model.framework import Framework
from spregistry.publish.browser.validator import validator_script
from strategies import indicators_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

HERE = Path(__file__).parent
CASES = Path(__file__).parents[2] / "cases" / "submissions"

Places = list[tuple[str, str]]
Validate = Callable[[str, str, list[Any]], list[Places]]


@pytest.fixture
def validate(offline_page: "Page") -> Validate:
    """Return the verdicts of a compiled validator in Chromium, on a page that refuses to make code from text."""
    policy = "<meta http-equiv='Content-Security-Policy' content=\"script-src 'unsafe-inline'\">"

    def run(script: str, reference: str, documents: list[Any]) -> list[Places]:
        offline_page.set_content(f"<!doctype html>{policy}<script>{script}</script>")
        call = "([reference, text]) => JSON.parse(text).map(spregistry.validators[reference])"
        found = offline_page.evaluate(call, [reference, json.dumps(documents)])
        return [sorted({(verdict["instancePath"], verdict["keyword"]) for verdict in verdicts}) for verdicts in found]

    return run


def by_jsonschema_rs(framework: Framework, document: Any) -> Places:
    """Return places and keywords of all verdicts, without those about completeness, which the engine words with their reasons."""
    errors = [error for error in prepared(framework).validator.iter_errors(document) if list(error.evaluation_path)[:1] != ["allOf"]]
    return sorted({(pointer(list(error.instance_path)), error.kind.name) for error in errors})


def test_verdicts_on_all_cases(validate: Validate) -> None:
    framework = spregistry.Registry.open(CASES / "registry")["cases@1.0.0"]
    documents = []
    for path in sorted(path for path in CASES.rglob("*") if path.suffix in (".yaml", ".json") and ".findings" not in path.suffixes):
        if (CASES / "registry") in path.parents:
            continue
        try:
            documents.append(spregistry.read(path).data)
        except spregistry.DocumentError:
            continue
    assert len(documents) >= 100
    found = validate(validator_script(framework), framework.reference, documents)
    assert sum(bool(places) for places in found) >= 40
    for document, places in zip(documents, found, strict=True):
        assert places == by_jsonschema_rs(framework, document), document


EDGES: list[Any] = [
    *(None, True, 0, -1, 1.0, 0.5, 1e300, -0.0, 2**53 - 1, -(2**53), 1e16, "", "met", "met\n", "2025-02-30", "2025-01-01\n", "KE\n"),
    *("é" * 600, "\U0001f600" * 500, "\u0000", "\u2028", [], ["x", "x"], [1, 1.0], [1, True], [[]], {}, {"value": "met"}, {"value": None}),
    *({"not_applicable": True}, {"not_applicable": True, "value": 1}, {"not_measured": True}, {"not_measured": True, "open": 1}),
    *({"open": 1, "close": -1}, {"evidence": "x"}, {"evidence": [""]}, {"review": {}}, {"justification": "x\ny", "value": "na"}, "final"),
]


def broken(framework: Framework, rng: random.Random) -> Any:
    """Return a submission of which some values, at any depth, were replaced or added."""
    submission = random_submission(framework, rng)
    for _ in range(rng.randint(1, 4)):
        holder: Any = submission
        while isinstance(holder, dict) and holder and rng.random() < 0.7:
            inner = holder[rng.choice(sorted(holder))]
            if not isinstance(inner, dict):
                break
            holder = inner
        keys = ["unknown", "value", "assurance", "actions", "status", "evidence", "justification", "review", "__proto__", "constructor"]
        holder[rng.choice([*sorted(holder), *keys])] = copy.deepcopy(rng.choice(EDGES))
    return submission


def test_verdicts_on_broken_submissions(validate: Validate, standards: spregistry.Registry) -> None:
    rng = random.Random("broken")
    drawn = [framework_of(case.framework) for case in drawn_cases()[::15]]
    for framework, count in [(standards["sepm@3.0.0"], 150), *((framework, 30) for framework in drawn)]:
        documents = [broken(framework, rng) for _ in range(count)]
        found = validate(validator_script(framework), framework.reference, documents)
        for document, places in zip(documents, found, strict=True):
            assert places == by_jsonschema_rs(framework, document), document
        assert any(found)


def test_texts_of_a_framework_cannot_leave_the_script(validate: Validate) -> None:
    reasons = ["</script><script>document.title = 1</script>", "<!-- <script>", "a < b \u2028 'one' \\ \"two\" ${x} `"]
    drawn = copy.deepcopy(drawn_cases()[0].framework)
    asked = next(iter(indicators_of(drawn)))
    asked |= {"may_be_na": reasons, "answer": {"scale": "practice"}}
    framework = framework_of(drawn)
    script = validator_script(framework)
    assert "</" not in script
    assert "<!" not in script
    documents = [
        {"format": 1, "framework": framework.reference, "answers": {asked["id"]: {"value": "na", "justification": reason}}}
        for reason in (*reasons, "another")
    ]
    found = validate(script, framework.reference, documents)
    assert found == [[], [], [], [(f"/answers/{asked['id']}/justification", "enum")]]


def test_the_result_is_kept_and_taken_from_the_cache(
    standards: spregistry.Registry, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SPREGISTRY_CACHE", str(tmp_path))
    framework = standards["sepm@3.0.0"]
    script = validator_script(framework)
    (kept,) = tmp_path.glob("validator-*.js")
    assert cache.find(kept.name) == script.encode()
    monkeypatch.setitem(sys.modules, "py_mini_racer", None)
    assert validator_script(framework) == script


def test_without_the_library_it_says_what_to_install(
    standards: spregistry.Registry, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SPREGISTRY_CACHE", str(tmp_path))
    monkeypatch.setitem(sys.modules, "py_mini_racer", None)
    with pytest.raises(spregistry.SpregistryError, match=r'pip install "spregistry\[site\]"'):
        validator_script(standards["sepm@3.0.0"])
    assert not list(tmp_path.glob("validator-*"))


def test_it_is_small_and_needs_no_old_or_new_syntax(node: str, standards: spregistry.Registry, tmp_path: Path) -> None:
    import gzip

    script = validator_script(standards["sepm@3.0.0"])
    assert len(gzip.compress(script.encode(), 9)) <= 55_000
    assert "eval(" not in script
    assert "new Function" not in script
    file = tmp_path / "validator.js"
    file.write_text(script, encoding="utf-8")
    subprocess.run([node, "--check", str(file)], check=True, timeout=60)
