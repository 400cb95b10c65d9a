"""No version is passed over by another: a release, `check` and `verify` tell where both go back to a third, and nothing joins them."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from record_registries import framework, indicator
from releases import FIRST, NEXT, drafted, findings, run, with_both
from spregistry.api import Registry
from spregistry.evolve.releasing.dead_ends import fork_at, goes_back
from spregistry.load.releases.record import append, text
from spregistry.model.release import Record

PATCH = "demo@1.0.1"
SAID = (
    "nothing leads from demo@1.0.1 to demo@1.1.0, which goes back to demo@1.0.0 without it: submissions to demo@1.0.1 cannot be carried on"
)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return with_both(tmp_path_factory.mktemp("both"))


@pytest.fixture
def registry(both: Path, tmp_path: Path) -> Path:
    """1.0.0 and 1.1.0 released, and a draft that corrects the words of 1.0.0."""
    registry = Path(shutil.copytree(both, tmp_path / "standards"))
    drafted(registry, "1.0.1", FIRST)
    return registry


def checked(registry: Path, *arguments: str) -> tuple[int, list[tuple[str, str, str]]]:
    """Return how `check` or `verify` ends, and the code, severity and message of all that it finds."""
    result = run(registry, *arguments, "--format", "json")
    return result.exit_code, [(each["code"], each["severity"], each["message"]) for each in json.loads(result.stdout)["findings"]]


def released_over(registry: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Release the draft as a program did that did not look for it."""
    with monkeypatch.context() as patch:
        patch.setattr("spregistry.evolve.releasing.release_rules.overtaken", lambda *_: [])
        assert run(registry, "release", PATCH, "--on", "2025-07-01").exit_code == 0


def test_a_patch_of_an_older_line_is_refused_with_the_way_out_and_nothing_is_written(registry: Path) -> None:
    code, [told] = findings(registry, PATCH, "2025-07-01")
    assert (code, told["code"], told["severity"], told["message"]) == (1, "wrong-previous", "error", SAID)
    assert (told["file"], told["pointer"]) == ("demo/1.0.1/framework.yaml", "/previous")
    assert told["hint"].startswith("Continue demo@1.1.0 instead, with a higher number. What is wrong in the words of demo@1.0.0 ")
    assert "record erratum" in told["hint"]
    assert not (registry / "demo" / "1.0.1" / "release").exists()
    assert run(registry, "record", "erratum", FIRST, "--on", "2025-07-01", "--reason", "Read Leading as Direction.").exit_code == 0


def test_it_cannot_be_waived(registry: Path) -> None:
    notes = registry / "demo" / "1.0.1" / "notes.yaml"
    waiver = "waivers:\n  - {rule: wrong-previous, element: framework, reason: Why not., approver: the board, version: 1.0.1}\n"
    notes.write_text(notes.read_text(encoding="utf-8") + waiver, encoding="utf-8")
    code, told = findings(registry, PATCH, "2025-07-01")
    assert (code, sorted(each["code"] for each in told)) == (1, ["useless-waiver", "wrong-previous"])


def test_check_tells_it_of_the_draft_and_the_draft_can_still_be_read(registry: Path) -> None:
    assert checked(registry, "check") == (1, [("wrong-previous", "error", SAID)])
    assert checked(registry, "check", PATCH) == (1, [("wrong-previous", "error", SAID)])
    assert checked(registry, "check", FIRST, NEXT) == (0, [])
    assert run(registry, "show", PATCH).exit_code == 0


@pytest.mark.parametrize(("event", "refused"), [("recall", False), ("withdraw", True), ("deprecate", True)])
def test_only_a_recalled_version_passes_nothing_over(event: str, refused: bool, registry: Path) -> None:  # noqa: FBT001
    assert run(registry, "record", event, NEXT, "--on", "2025-07-01", "--reason", "A figure is wrong.").exit_code == 0
    assert checked(registry, "check", PATCH)[0] == int(refused)
    assert findings(registry, PATCH, "2025-07-01")[0] == int(refused)


def test_what_mends_a_recalled_version_does_not_pass_over_what_was_released_instead(registry: Path) -> None:
    """1.1.0 is recalled and 1.0.1 released: what comes next goes back to 1.0.1, not only to 1.1.0, or 1.0.1 would lead nowhere."""
    assert run(registry, "record", "recall", NEXT, "--on", "2025-07-01", "--reason", "A figure is wrong.").exit_code == 0
    assert run(registry, "release", PATCH, "--on", "2025-07-02").exit_code == 0
    drafted(registry, "1.1.1", NEXT)
    code, [told] = findings(registry, "demo@1.1.1", "2025-07-03")
    assert (code, told["code"], told["message"]) == (
        1,
        "wrong-previous",
        "this version continues demo@1.1.0, but the version before is demo@1.0.1",
    )
    shutil.rmtree(registry / "demo" / "1.1.1")
    drafted(registry, "1.1.1", PATCH)
    assert findings(registry, "demo@1.1.1", "2025-07-03") == (0, [])


def test_what_mends_a_recalled_version_may_continue_it_where_nothing_came_between(registry: Path) -> None:
    assert run(registry, "record", "recall", NEXT, "--on", "2025-07-01", "--reason", "A figure is wrong.").exit_code == 0
    drafted(registry, "1.1.1", NEXT)
    assert findings(registry, "demo@1.1.1", "2025-07-02") == (0, [])


def test_a_fork_on_record_is_a_warning_until_the_version_that_leads_nowhere_is_withdrawn(
    registry: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    released_over(registry, monkeypatch)
    told = (0, [("passed-over", "warning", SAID)])
    assert checked(registry, "check") == checked(registry, "verify") == checked(registry, "check", PATCH) == told
    assert checked(registry, "check", FIRST, NEXT) == (0, [])
    withdrawn = run(registry, "record", "withdraw", PATCH, "--on", "2025-07-02", "--reason", "It leads nowhere.", "--successor", NEXT)
    assert withdrawn.exit_code == 0
    assert checked(registry, "check") == checked(registry, "verify") == (0, [])


def test_what_cannot_be_read_is_told_by_itself_and_nothing_is_concluded(registry: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    released_over(registry, monkeypatch)
    assert not goes_back(Registry.open(registry), NEXT, PATCH)
    header = registry / "demo" / "1.1.0" / "framework.yaml"
    header.write_text(header.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    assert [code for code, _, _ in checked(registry, "check")[1]] == ["released-changed"]
    assert goes_back(Registry.open(registry), NEXT, PATCH), "it may, for all that can be read"


def test_new_names_no_version_to_begin_with_from_which_nothing_may_be_released(registry: Path) -> None:
    shutil.rmtree(registry / "demo" / "1.0.1")
    refused = run(registry, "new", PATCH)
    assert (refused.exit_code, "--from" in refused.stderr) == (2, False)
    assert run(registry, "record", "recall", NEXT, "--on", "2025-07-01", "--reason", "A figure is wrong.").exit_code == 0
    assert "add --from demo@1.0.0." in " ".join(run(registry, "new", PATCH).stderr.split())


#: Versions with what each continues, those recalled, the one looked at, and whether it is passed over, and by which and since which.
LINES: dict[str, tuple[dict[str, str | None], set[str], str, tuple[str, str] | None]] = {
    "one line": ({"1.0.0": None, "1.1.0": "1.0.0", "2.0.0": "1.1.0"}, set(), "1.0.0", None),
    "a patch of the line before": ({"1.0.0": None, "1.0.1": "1.0.0", "2.0.0": "1.0.0"}, set(), "1.0.1", ("2.0.0", "1.0.0")),
    "what continues that patch": (
        {"1.0.0": None, "1.0.1": "1.0.0", "1.0.2": "1.0.1", "2.0.0": "1.0.0"}, set(), "1.0.2", ("2.0.0", "1.0.0"),
    ),
    "what it goes back to": ({"1.0.0": None, "1.0.1": "1.0.0", "2.0.0": "1.0.0"}, set(), "1.0.0", None),
    "by the highest": ({"1.0.0": None, "1.0.1": "1.0.0", "2.0.0": "1.0.0", "3.0.0": "2.0.0"}, set(), "1.0.1", ("3.0.0", "1.0.0")),
    "the highest is recalled": (
        {"1.0.0": None, "1.0.1": "1.0.0", "2.0.0": "1.0.0", "3.0.0": "2.0.0"}, {"3.0.0"}, "1.0.1", ("2.0.0", "1.0.0"),
    ),
    "all above are recalled": ({"1.0.0": None, "1.0.1": "1.0.0", "2.0.0": "1.0.0"}, {"2.0.0"}, "1.0.1", None),
    "continued by the highest over one recalled": (
        {"1.0.0": None, "2.0.0": "1.0.0", "2.0.1": "2.0.0"}, {"2.0.0"}, "1.0.0", None,
    ),
    "nothing in common": ({"0.9.0": None, "1.0.0": None, "2.0.0": "1.0.0"}, set(), "0.9.0", None),
}  # fmt: skip


@pytest.mark.parametrize("profile", [False, True], ids=["a framework", "a profile"])
@pytest.mark.parametrize("name", LINES)
def test_forks(name: str, profile: bool, tmp_path: Path) -> None:  # noqa: FBT001
    versions, recalled, asked, expected = LINES[name]
    id_ = "first" if profile else "demo"
    base = framework("9.0.0", None, [indicator("written", "1.1", "Written", "Is it?")], [indicator("box", "2.1", "Box", "Is there?")])
    written = {"base": {**base, "id": "base"}} if profile else {}
    for version, previous in versions.items():
        borrowed = {
            "format": 1,
            "title": "First",
            "language": "en",
            "licence": "CC-BY-4.0",
            "based_on": "base@9.0.0",
            "use": {"ids": ["written", "box"]},
        }
        own = {**(borrowed if profile else base), "id": id_, "version": version}
        written[version] = {**own, "previous": f"{id_}@{previous}"} if previous else own
    record = Record(name=str(tmp_path / "releases.json"))
    for data in written.values():
        folder = tmp_path / data["id"] / data["version"]
        folder.mkdir(parents=True)
        (folder / "framework.yaml").write_text(yaml.safe_dump(data), encoding="utf-8")
    events: list[dict[str, Any]] = [
        {"event": "released", "framework": f"{id_}@{each}", "digest": "sha256:" + "0" * 64} for each in versions
    ]
    events += [{"event": "recalled", "framework": f"{id_}@{each}", "reason": "Wrong."} for each in sorted(recalled)]
    for event in events:
        record = append(record, {**event, "on": "2025-01-01", "before": None})
    (tmp_path / "releases.json").write_bytes(text(record))
    registry = Registry.open(tmp_path)
    fork = fork_at(registry, registry[f"{id_}@{asked}"])
    assert fork == (expected and (f"{id_}@{asked}", *(f"{id_}@{each}" for each in expected)))
