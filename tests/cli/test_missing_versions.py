"""A version that was released and whose folder is gone: told wherever it would be wanted, and nothing takes its place."""

import json
import shutil
from pathlib import Path

import pytest

from releases import printed, run, with_both
from spregistry.api import Registry
from spregistry.errors import MissingVersion, UnknownFramework

GONE = "demo@1.1.0"
SAID = "this was released as demo@1.1.0 on 2025-06-01, and is missing"


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return with_both(tmp_path_factory.mktemp("released"))


@pytest.fixture
def whole(released: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(released, tmp_path / "standards"))


@pytest.fixture
def registry(whole: Path) -> Path:
    shutil.rmtree(whole / "demo" / "1.1.0")
    return whole


def plain(text: str) -> str:
    return " ".join(text.split())


def test_check_tells_it_as_an_error(registry: Path) -> None:
    ended = run(registry, "check", "--format", "json")
    assert ended.exit_code == 1
    [finding] = json.loads(ended.stdout)["findings"]
    assert (finding["code"], finding["severity"], finding["file"], finding["message"]) == (
        "released-changed", "error", str(registry / "demo" / "1.1.0"), SAID,
    )  # fmt: skip
    assert finding["hint"] == "Restore it from the repository's history; what was released is never taken away."
    assert run(registry, "check", "demo@1.0.0").exit_code == 0, "the other one is as it was"
    ended = run(registry, "check", GONE)
    assert (ended.exit_code, SAID in plain(ended.stderr)) == (3, True)


def test_check_names_the_header_where_only_that_is_gone(whole: Path) -> None:
    header = whole / "demo" / "1.1.0" / "framework.yaml"
    header.unlink()
    found = json.loads(run(whole, "check", "--format", "json").stdout)["findings"]
    assert [each["file"] for each in found if each["message"] == SAID] == [str(header)]


def test_the_list_shows_it_as_missing_in_its_place(registry: Path) -> None:
    assert run(registry, "new", "other@1.0.0").exit_code == 0
    first, gone, *told, other = run(registry, "list").stdout.splitlines()
    assert first.startswith("demo@1.0.0   active")
    assert gone.startswith("demo@1.1.0   missing")
    assert SAID in plain(" ".join(told))
    assert other.startswith("other@1.0.0  draft")
    rows = json.loads(run(registry, "list", "--format", "json").stdout)["frameworks"]
    assert [(row["reference"], row["status"]) for row in rows] == [
        ("demo@1.0.0", "active"), (GONE, "missing"), ("other@1.0.0", "draft"),
    ]  # fmt: skip
    assert SAID in rows[1]["title"]


def test_where_all_are_gone_they_are_still_told(registry: Path) -> None:
    shutil.rmtree(registry / "demo" / "1.0.0")
    rows = json.loads(run(registry, "list", "--format", "json").stdout)["frameworks"]
    assert [row["status"] for row in rows] == ["missing", "missing"]
    ended = run(registry, "check")
    assert (ended.exit_code, ended.stdout.count("error released-changed")) == (1, 2)


def test_no_site_is_made_and_the_one_that_is_there_stays(whole: Path, tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    assert run(whole, "site", "-o", str(pages), "--lang", "en").exit_code == 0
    before = {path: path.read_bytes() for path in pages.rglob("*") if path.is_file()}
    assert any("1.1.0" in str(path) for path in before)
    shutil.rmtree(whole / "demo" / "1.1.0")
    ended = run(whole, "site", "-o", str(pages), "--lang", "en")
    assert (ended.exit_code, SAID in plain(ended.stderr)) == (3, True), ended.output
    assert {path: path.read_bytes() for path in pages.rglob("*") if path.is_file()} == before
    assert run(whole, "site", "-o", str(tmp_path / "new")).exit_code == 3
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        (f"review {GONE}", 3, SAID),
        (f"recall {GONE} --reason Wrong.", 3, SAID),
        ("review demo", 3, SAID),
        (f"deprecate demo@1.0.0 --successor {GONE}", 1, "the successor demo@1.1.0 is on record, and is missing; restore it first"),
        ("deprecate demo@1.0.0", 0, "On record."),
    ],
)
def test_no_event_is_put_on_record_about_it(line: str, code: int, words: str, registry: Path) -> None:
    before = (registry / "releases.json").read_bytes()
    ended = run(registry, "record", *line.split(), "--on", "2025-07-01")
    assert ended.exit_code == code, ended.output
    assert words in plain(ended.stdout + ended.stderr)
    assert ((registry / "releases.json").read_bytes() == before) == (code != 0)


def test_submissions_of_other_versions_are_scored_as_before(whole: Path, tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.yaml" for number in (0, 1)]
    for path, reference in zip(paths, ("demo@1.0.0", GONE), strict=True):
        path.write_text(printed(whole, "template", reference), encoding="utf-8")
    before = run(whole, "score", str(paths[0]), "--format", "json")
    shutil.rmtree(whole / "demo" / "1.1.0")
    after = run(whole, "score", str(paths[0]), "--format", "json")
    assert (before.exit_code, before.stdout) == (after.exit_code, after.stdout)
    assert before.exit_code != 3, before.output
    ended = run(whole, "score", str(paths[1]))
    assert (ended.exit_code, SAID in plain(ended.stderr), "did you mean" in ended.stderr) == (3, True, False)
    ended = run(whole, "validate", str(paths[1]))
    assert (ended.exit_code, SAID in plain(ended.stdout)) == (3, True)


def test_a_version_whose_predecessor_is_gone_is_still_in_use(whole: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(printed(whole, "template", GONE), encoding="utf-8")
    shutil.rmtree(whole / "demo" / "1.0.0")
    assert run(whole, "score", str(path)).exit_code != 3
    assert run(whole, "schema", "demo").exit_code == 0


@pytest.mark.parametrize("short", ["demo", "demo@1", GONE])
def test_no_other_version_is_taken_for_it(short: str, registry: Path) -> None:
    with pytest.raises(MissingVersion) as missing:
        Registry.open(registry).find(short)
    assert isinstance(missing.value, UnknownFramework)
    assert (missing.value.reference, missing.value.finding.message) == (GONE, SAID)
    assert Registry.open(registry).find("demo@1.0.0") == "demo@1.0.0"
    assert [*Registry.open(registry)] == ["demo@1.0.0"]


@pytest.mark.parametrize("reference", [GONE, "demo@1.2.0"])
def test_no_next_version_is_begun_without_it(reference: str, registry: Path) -> None:
    ended = run(registry, "new", reference)
    assert (ended.exit_code, SAID in plain(ended.stderr)) == (3, True)
    assert not (registry / "demo" / reference.split("@")[1]).exists()


def test_no_way_leads_over_it_and_that_is_said(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    standards = Path(shutil.copytree(root / "standards", tmp_path / "standards"))
    shutil.rmtree(standards / "sepm" / "3.0.0")
    earlier = root / "examples" / "rural-cooperative-2023.yaml"
    ended = run(standards, "migrate", str(earlier), "--to", "sepm@3.1.0", "-o", str(tmp_path / "carried.yaml"))
    assert ended.exit_code == 3
    assert "this was released as sepm@3.0.0 on" in plain(ended.stderr)
    assert not (tmp_path / "carried.yaml").exists()
