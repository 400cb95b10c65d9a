"""Releases: those that may be made are, and the others are refused with exactly the findings that are written down, and nothing is written.

A case is a folder, `passes/<name>` or `<finding-code>/<name>`; `case.yaml` edits the draft of `base/` and lists all findings, worked out from
the rules: it quotes the rule that it is about from the pages that editors read, says why that and nothing else is found, and for each finding
why, with the words of the line that it is about, from which the number of the line is counted here.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from releases import CASES, copied, findings, prepare, read_case, run, with_first
from spregistry.finding import RULES
from spregistry.load import contracts
from spregistry.load.consultation.consultations import read_consultation
from spregistry.model.change import Differences

ROOT = CASES.parents[2]
ALL = sorted(path.parent for path in CASES.glob("*/*/case.yaml"))
#: Codes of what `verify`, `check` and `record` find, of leftovers, and of a proof that finds what no rule found; their own tests show those.
ELSEWHERE = {
    *("broken-record", "circular-successor", "lost-successor", "passed-over"),
    *("unproven-impact", "scores-differ", "wrong-signature", "unfinished-release"),
}


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return with_first(tmp_path_factory.mktemp("first"))


@pytest.fixture
def registry(first: Path, tmp_path: Path) -> Path:
    import shutil

    return Path(shutil.copytree(first, tmp_path / "standards"))


def test_every_code_of_releases_has_a_case() -> None:
    named = {path.parent.name for path in ALL}
    assert {code for code, rule in RULES.items() if rule.about == "releases"} - ELSEWHERE <= named
    assert named <= {*RULES, "passes"}
    assert len(ALL) >= 40


@pytest.mark.parametrize("path", ALL, ids=lambda path: str(path.relative_to(CASES)))
def test_a_release_is_made_or_refused_with_exactly_these_findings(path: Path, registry: Path) -> None:
    case = read_case(path)
    prepare(case, registry)
    before = tree(registry)
    code, found = findings(registry, case["framework"], case["day"])
    told = [_told(finding) for finding in found]
    assert sorted(told, key=str) == sorted((_expected(each, registry) for each in case["findings"]), key=str)
    assert all(finding["hint"] for finding in found)
    assert code == (1 if case["findings"] else 0)
    if case["findings"]:
        assert path.parent.name in {finding["code"] for finding in found}, "the folder is named for what the case shows"
        assert tree(registry) == before
    else:
        assert path.parent.name == "passes"
        events = json.loads((registry / "releases.json").read_text(encoding="utf-8"))["events"]
        assert [event["framework"] for event in events] == ["demo@1.0.0", case["framework"]]
        assert run(registry, "verify").exit_code == 0
        assert run(registry, "list").stdout.count(" active ") == 2


@pytest.mark.parametrize("path", ALL, ids=lambda path: str(path.relative_to(CASES)))
def test_each_case_says_by_which_rule_and_why(path: Path) -> None:
    case = read_case(path)
    assert " ".join(case["rule"].split()) in _PAGES, "the rule stands on a page for editors, in these words"
    reasons = [case["why"], *(finding["because"] for finding in case["findings"])]
    assert all(reason.endswith(".") and len(reason) > 20 and reason != case["about"] for reason in reasons)
    assert len({*reasons}) == len(reasons), "each finding has a reason of its own"


_PAGES = " ".join(" ".join((ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("releasing.md", "versions.md")).split())


def _expected(each: dict[str, Any], registry: Path) -> tuple[Any, ...]:
    """Return a finding as a case words it; its line is the only one with the words that the case names."""
    line = None
    if each["at"] is not None:
        lines = (registry / each["file"]).read_text(encoding="utf-8").splitlines()
        [line] = [number for number, text in enumerate(lines, start=1) if each["at"] in text]
    return (each["code"], each["severity"], each["file"], line, each["element"], each["says"])


def _told(finding: dict[str, Any]) -> tuple[Any, ...]:
    element = finding["element"]["id"] if finding.get("element") else None
    return (finding["code"], finding["severity"], finding["file"], finding.get("line"), element, finding["message"])


def test_a_dry_run_writes_nothing(registry: Path) -> None:
    before = tree(registry)
    result = run(registry, "release", "demo@1.1.0", "--on", "2025-06-01", "--dry-run")
    assert (result.exit_code, tree(registry)) == (0, before)
    assert "nothing was written" in result.stdout
    assert run(registry, "release", "demo@1.1.0", "--on", "2025-01-01", "--dry-run").exit_code == 1


def test_what_a_release_writes_is_what_the_version_is(registry: Path) -> None:
    result = run(registry, "release", "demo@1.1.0", "--on", "2025-06-01")
    assert result.exit_code == 0
    made = registry / "demo" / "1.1.0" / "release"
    assert {path.name for path in made.iterdir()} == {
        "framework.json", "submission.schema.json", "vectors.json", "differences.json", "proof.json", "changelog.md", "policy.json",
    }  # fmt: skip
    event = json.loads((registry / "releases.json").read_text(encoding="utf-8"))["events"][1]
    assert event["digest"] == "sha256:" + hashlib.sha256((made / "framework.json").read_bytes()).hexdigest()
    assert json.loads((made / "submission.schema.json").read_text(encoding="utf-8")) == json.loads(
        run(registry, "schema", "demo@1.1.0").stdout
    )
    assert {**event["files"]}.keys() == {"framework.yaml", "notes.yaml", "consultation.yaml"}
    translation = registry / "demo" / "1.1.0" / "locale" / "fr.po"
    assert event["translations"] == {"fr": "sha256:" + hashlib.sha256(translation.read_bytes()).hexdigest()}
    assert (event["effective"], event["until"], event["next_review"]) == ("2026-01-01", "2026-12-31", "2028-01-01")
    proof = json.loads((made / "proof.json").read_text(encoding="utf-8"))
    assert (proof["drafts_covered"], proof["differing"]) == (True, None)
    differences = json.loads((made / "differences.json").read_text(encoding="utf-8"))
    assert contracts.validator("differences").is_valid({**differences, "proof": proof})
    assert contracts.validator("releases").is_valid(json.loads((registry / "releases.json").read_text(encoding="utf-8")))


def test_a_release_keeps_the_policy_it_was_judged_by(first: Path, tmp_path: Path) -> None:
    import shutil

    registry = Path(shutil.copytree(first, tmp_path / "own"))
    (registry / "policies").mkdir()
    policy = registry / "policies" / "ours.yaml"
    policy.write_text("# Ours.\ntitle: Ours\nstatement: true\n", encoding="utf-8")
    record = registry / "demo" / "1.1.0" / "consultation.yaml"
    record.write_text(record.read_text(encoding="utf-8").replace("policy: editors-only", "policy: ours"), encoding="utf-8")
    assert run(registry, "release", "demo@1.1.0", "--on", "2025-06-01").exit_code == 0
    kept = registry / "demo" / "1.1.0" / "release" / "policy.json"
    assert kept.read_bytes() == b'{"statement":true,"title":"Ours"}'

    policy.write_text("title: Others\ndecision: true\n", encoding="utf-8")
    reading = read_consultation(registry, "demo@1.1.0")
    assert reading is not None
    assert reading.policy is not None
    assert (reading.policy.title, reading.policy.statement, reading.policy.decision) == ("Ours", True, None)
    policy.unlink()
    assert "Policy: Ours" in run(registry, "consult", "status", "demo@1.1.0").stdout
    assert (run(registry, "check").exit_code, run(registry, "verify").exit_code) == (0, 0)

    kept.write_bytes(b'{"title":"Ours"}')
    told = json.loads(run(registry, "verify", "--format", "json").stdout)["findings"]
    assert [(finding["code"], Path(finding["file"]).name) for finding in told] == [("released-changed", "policy.json")]
    kept.unlink()
    assert run(registry, "verify").exit_code == 1


def test_a_policy_that_a_broken_release_left_means_nothing(registry: Path) -> None:
    left = registry / "demo" / "1.1.0" / "release"
    left.mkdir()
    (left / ".unrecorded").touch()
    (left / "policy.json").write_text('{"title":"Left over","decision":true}', encoding="utf-8")
    assert "Policy: Decided by its editors" in run(registry, "consult", "status", "demo@1.1.0").stdout
    assert run(registry, "release", "demo@1.1.0", "--on", "2025-06-01").exit_code == 0
    assert json.loads((left / "policy.json").read_text(encoding="utf-8"))["title"] == "Decided by its editors"


def test_vectors_are_held_to_by_the_independent_oracle(registry: Path) -> None:
    from oracle import score as oracle_score

    folder = registry / "demo" / "1.0.0" / "release"
    framework = json.loads((folder / "framework.json").read_text(encoding="utf-8"))
    vectors = json.loads((folder / "vectors.json").read_text(encoding="utf-8"))["vectors"]
    assert len(vectors) == 12
    contract = json.loads((CASES.parents[1] / "conformance" / "vector.schema.json").read_text(encoding="utf-8"))
    form = contracts.compile_schema({**contract, "required": ["description", "submission", "expected"]})
    for vector in vectors:
        assert [error.message for error in form.iter_errors(vector)] == []
        found = oracle_score(framework, vector["submission"], None)
        assert found["overall"]["score"] == vector["expected"]["overall"]["score"]
        assert {id_: group["potential"] for id_, group in found["groups"].items()} == {
            id_: group["potential"] for id_, group in vector["expected"]["groups"].items()
        }


def test_a_grave_change_comes_with_a_submission_that_shows_it(registry: Path) -> None:
    prepare(read_case(CASES / "passes" / "weight-as-major"), registry)
    assert run(registry, "release", "demo@2.0.0", "--on", "2025-06-01").exit_code == 0
    proof = json.loads((registry / "demo" / "2.0.0" / "release" / "proof.json").read_text(encoding="utf-8"))
    [witness] = [each for each in proof["witnesses"] if each["kind"] == "reweighted"]
    assert witness["witness"]["before"]["overall"] != witness["witness"]["after"]["overall"]


def test_a_substantive_rewording_has_the_note_that_no_submission_shows_it(registry: Path) -> None:
    prepare(read_case(CASES / "passes" / "substantive-as-major"), registry)
    assert run(registry, "release", "demo@2.0.0", "--on", "2025-06-01").exit_code == 0
    proof = json.loads((registry / "demo" / "2.0.0" / "release" / "proof.json").read_text(encoding="utf-8"))
    assert [(each["element"], each["witness"]) for each in proof["witnesses"]] == [("goals", None)]


def test_without_an_exact_version_the_highest_draft_is_meant(tmp_path: Path) -> None:
    registry = copied(tmp_path)
    assert run(registry, "release", "demo@1.0", "--on", "2025-01-15").exit_code == 0
    assert run(registry, "release", "demo", "--on", "2025-06-01").exit_code == 0
    assert run(registry, "release", "demo").exit_code == 3


def test_a_changed_file_of_a_released_version_is_told_and_not_used(registry: Path) -> None:
    header = registry / "demo" / "1.0.0" / "framework.yaml"
    header.write_text(header.read_text(encoding="utf-8").replace("title: Board", "title: The board"), encoding="utf-8")
    checked = run(registry, "check", "demo@1.0.0", "--format", "json")
    assert checked.exit_code == 1
    assert [finding["code"] for finding in json.loads(checked.stdout)["findings"]] == ["released-changed"]
    for arguments in (("show", "demo@1.0.0"), ("schema", "demo@1.0.0"), ("template", "demo@1.0.0")):
        result = run(registry, *arguments)
        assert (result.exit_code, result.stdout) == (3, "")
        assert "not as demo@1.0.0 was released" in " ".join(result.stderr.split())


@pytest.mark.parametrize("name", ["notes.yaml", "locale/fr.po", "locale/es.po"])
def test_a_file_that_is_changed_while_the_release_is_made_stops_it(registry: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    from spregistry.load.documents import write_folder as usual

    def meanwhile(path: Path, files: Any) -> None:
        usual(path, files)
        with (registry / "demo" / "1.1.0" / name).open("a", encoding="utf-8") as file:
            file.write("# later\n")

    monkeypatch.setattr("spregistry.publish.versions.release.write_folder", meanwhile)
    result = run(registry, "release", "demo@1.1.0", "--on", "2025-06-01")
    assert result.exit_code == 3
    assert "nothing is released" in " ".join(result.stderr.split())
    monkeypatch.undo()
    assert run(registry, "verify").exit_code == 0
    assert run(registry, "release", "demo@1.1.0", "--on", "2025-06-01").exit_code == 0


def test_a_folder_release_that_no_release_made_is_left_alone(registry: Path) -> None:
    own = registry / "demo" / "1.1.0" / "release"
    own.mkdir()
    (own / "press.md").write_text("Draft of a press release.\n", encoding="utf-8")
    result = run(registry, "release", "demo@1.1.0", "--on", "2025-06-01")
    assert result.exit_code == 3
    assert "press.md" in result.stderr
    assert (own / "press.md").exists()


def test_what_only_looks_like_a_leftover_is_left_alone(registry: Path) -> None:
    """Editors and people name their own copies much alike; what a release removes has its name and holds nothing else."""
    version = registry / "demo" / "1.1.0"
    theirs = [registry / ".releases.json.swp", registry / ".releases.json.previous", version / ".release.backup" / "framework.json"]
    theirs += [version / ".release.original" / "vectors.json", version / ".release.ab12cd_3.part" / "press.md"]
    theirs += [registry / ".releases.json.ab12cd_3.part" / "notes.md", version / ".release.1234567.part" / "changelog.md"]
    ours = [registry / ".releases.json.0_abcdef.part", version / ".release.zz_99abc.part" / "framework.json"]
    for path in (*theirs, *ours):
        path.parent.mkdir(exist_ok=True)
        path.write_text(path.name, encoding="utf-8")
    link = version / ".release.aaaaaaaa.part"
    link.symlink_to(registry / "demo" / "1.0.0" / "release", target_is_directory=True)
    told = json.loads(run(registry, "verify", "--format", "json").stdout)["findings"]
    assert [(finding["code"], finding["file"]) for finding in told] == [("unfinished-release", str(ours[1].parent))]
    assert run(registry, "release", "demo@1.1.0", "--on", "2025-06-01").exit_code == 0
    assert [path.read_text(encoding="utf-8") for path in theirs] == [path.name for path in theirs]
    assert link.is_symlink()
    assert not any(path.exists() for path in (ours[0], ours[1].parent))
    assert run(registry, "verify").exit_code == 0


def test_check_tells_what_is_wrong_with_notes_and_not_that_there_are_none_yet(registry: Path) -> None:
    notes = registry / "demo" / "1.1.0" / "notes.yaml"
    notes.write_text(notes.read_text(encoding="utf-8").replace("class: editorial", "class: cosmetic"), encoding="utf-8")
    checked = run(registry, "check", "demo@1.1.0", "--format", "json")
    assert checked.exit_code == 1
    told = [(finding["code"], Path(finding["file"]).name, finding["line"]) for finding in json.loads(checked.stdout)["findings"]]
    assert told == [("unknown-option", "notes.yaml", 4)]
    notes.unlink()
    consultation = notes.with_name("consultation.yaml")
    consultation.unlink()
    assert run(registry, "check", "demo@1.1.0").exit_code == 0


def test_a_rule_that_comes_later_stops_nobody_from_using_what_was_released(
    registry: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from spregistry.errors import InvalidDefinition
    from spregistry.finding import Finding
    from spregistry.load.registry import Registry

    # Rules are part of the engine, by which the cache goes; this one is not, and must not be spared what the real ones accepted.
    monkeypatch.setenv("SPREGISTRY_CACHE", str(tmp_path / "cache"))
    later = Registry(registry, lambda *_: [Finding(code="unused", severity="error", message="a rule of the future")])
    assert later["demo@1.0.0"].title == "Demonstration"
    assert [finding.message for finding in later.read("demo@1.0.0").findings] == ["a rule of the future"]
    with pytest.raises(InvalidDefinition):
        later["demo@1.1.0"]


def _refused(registry: Path) -> list[tuple[str, str]]:
    code, found = findings(registry, "demo@1.1.0", "2025-06-01")
    assert code == 1
    return [(finding["code"], finding["message"]) for finding in found]


def test_what_no_rule_found_is_found_by_trying(registry: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare(read_case(CASES / "step-too-small" / "another-weight"), registry)
    monkeypatch.setattr(Differences, "step", "minor")
    assert _refused(registry) == [("unproven-impact", "a submission of demo@1.0.0 fares otherwise on demo@1.1.0")]


def test_what_is_not_proved_is_told(registry: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare(read_case(CASES / "step-too-small" / "option-gone"), registry)
    monkeypatch.setattr(Differences, "step", "minor")
    assert _refused(registry)[0] == ("unproven-impact", "it is not proved that demo@1.1.0 admits every draft of demo@1.0.0")


def test_nothing_is_tried_while_a_rule_stands_in_the_way(registry: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("submissions were tried")

    monkeypatch.setattr("spregistry.evolve.releasing.candidate.prove", never)
    prepare(read_case(CASES / "step-too-small" / "another-weight"), registry)
    assert [code for code, _ in _refused(registry)] == ["step-too-small"]
