"""What the site is made of: every element has its page and its address, data stand where they say, and nothing else is touched."""

import hashlib
import html
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

import site_registries
from conftest import ROOT
from site_building import written
from spregistry.api import Registry
from spregistry.cli import COMMANDS, main
from spregistry.cli.site import write_tree
from spregistry.errors import CannotWrite
from spregistry.load import contracts
from spregistry.model.framework import Framework

VERSION = "standards/sepm/3.0.0"


@pytest.fixture(scope="module")
def sepm() -> Framework:
    return Registry.open(ROOT / "standards")["sepm@3.0.0"]


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the tree of a registry with two versions of one framework, of which the older is in force."""
    registry = site_registries.many(tmp_path_factory.mktemp("registry"), frameworks=1, versions=2, languages=())
    released = {"event": "released", "framework": "sepm-1@3.0.0", "digest": f"sha256:{'0' * 64}"}
    site_registries.record(registry, released)
    return written(tmp_path_factory.mktemp("tree"), registry)


def text(tree: Path, path: str) -> str:
    """Return what a page says, without the escapes that Markdown needs."""
    return html.unescape((tree / "docs" / path).read_text(encoding="utf-8"))


# Every element.


def test_every_group_and_indicator_stands_on_exactly_one_page_of_every_language(tree: Path, sepm: Framework) -> None:
    for language in ("en", "fr", "es"):
        pages = [path.read_text(encoding="utf-8") for path in (tree / "docs" / VERSION / language / "read").glob("*.md")]
        headings = [match for page in pages for match in re.findall(r"^#+ .*\{ #([a-z0-9-]+)[ }]", page, re.MULTILINE)]
        inner = [id_ for id_, route in sepm.groups.items() if len(route) > 2]
        own = [id_ for id_, route in sepm.groups.items() if len(route) <= 2]
        assert sorted(headings) == sorted([*own, *inner, *sepm.indicators])


def test_every_id_has_an_address_that_never_changes(tree: Path, sepm: Framework) -> None:
    index = text(tree, "standards/sepm/elements.md")
    for id_ in [*sepm.groups, *sepm.indicators, *sepm.facts]:
        assert f'<span id="{id_}" data-codes=' in index


def test_an_indicator_is_shown_with_all_that_is_said_about_it(tree: Path) -> None:
    """4.A.1.4, read from its definition by hand."""
    page = text(tree, f"{VERSION}/en/read/no-over-indebtedness.md")
    section = page.split("{ #bureau-checked-before-decision ")[1].split("\n### ")[0]
    for piece in (
        "For what percentage of loans disbursed in the period was a credit bureau report obtained before the decision?",
        "Answered with a number, in percent.",
        "No points at 60 %, all at 98 %, evenly between.",
        "Loans with a bureau report dated at most 30 days before approval",
        "A report bought after approval does not count.",
        "bureau invoices or enquiry log; list of loans disbursed; bureau reports in sampled files",
        "[Credit](../interviews/credit.md)",
        "Only where",
        "is yes",
        "Accepted only because: the law or the bureau itself bars this kind of institution from asking for reports.",
        "Client protection",
        "<code>bureau-checked-before-decision</code>",
    ):
        assert piece in section, piece
    # 4 weighs 2 of 8, 4.A 2 of 6, 4.A.1 1 of 3, and five scored indicators share 4.A.1: 1/4 · 1/3 · 1/3 · 1/5 = 1/180.
    assert "0.56% of the overall score when everything is asked, more where other questions are left out" in section


def test_the_interview_sheets_hold_every_question_once_with_whom_to_ask(tree: Path, sepm: Framework) -> None:
    sheets = {
        path.stem: html.unescape(path.read_text(encoding="utf-8")) for path in (tree / "docs" / VERSION / "en" / "interviews").glob("*.md")
    }
    assert set(sheets) == {indicator.function for indicator in sepm.indicators.values()}
    for indicator in sepm.indicators.values():
        where = [function for function, sheet in sheets.items() if f"#{indicator.id})" in sheet]
        assert where == [indicator.function]
    assert "Ask as well: internal audit, recent borrowers." in sheets["credit"]


def test_facts_stand_with_units_and_checks(tree: Path, sepm: Framework) -> None:
    page = text(tree, f"{VERSION}/en/facts.md")
    assert all(f"{{ #{id_} }}" in page for id_ in sepm.facts)
    assert "A whole number. Unit: clients. At least 0." in page
    assert page.count("Must be mended: ") + page.count("Worth a second look: ") == len(sepm.definition.quality_checks or ())
    assert "“Female clients” is at most “Active clients”. Must be mended: More female clients than clients." in page


def test_the_example_is_worked_out_by_hand(tree: Path) -> None:
    """1.A.1 has five indicators, of which the first four are answered with met, partly, unmet, unmet; the last one is open."""
    page = text(tree, f"{VERSION}/en/scoring.md")
    example = page.split("## A worked example")[1]
    rows = re.findall(r"^\| \[.*?\]\(.*?\) \| (.*?) \| (.*?) \| (.*?) \| (.*?) \|$", example, re.MULTILINE)
    low = sum(float(weight) * float(score) for _, weight, score, _ in rows) / sum(float(weight) for _, weight, _, _ in rows)
    high = sum(float(weight) * float(potential) for _, weight, _, potential in rows) / sum(float(weight) for _, weight, _, _ in rows)
    assert rows[-1][2:] == ("0", "1")
    assert f"= {100 * low:.2f}".rstrip("0").rstrip(".") in example
    assert f"= {100 * high:.2f}".rstrip("0").rstrip(".") in example
    assert 0 < low < high < 1


# Data.


def test_contracts_and_submission_schemas_stand_at_their_own_addresses(tree: Path) -> None:
    found = [*(tree / "docs").rglob("*.schema.json")]
    # Those of the formats, of a vector, and of the submissions to each version.
    assert len(found) == len(contracts.NAMES) + 1 + len(Registry.open(ROOT / "standards"))
    for path in found:
        schema = json.loads(path.read_text(encoding="utf-8"))
        assert schema["$id"] == f"{contracts.SITE}/{path.relative_to(tree / 'docs').as_posix()}"


def test_the_digest_of_the_bundle_is_that_of_the_framework(tree: Path, sepm: Framework) -> None:
    content = (tree / "docs" / VERSION / "bundle.json").read_bytes()
    assert f"sha256:{hashlib.sha256(content).hexdigest()}" == sepm.digest
    assert sepm.digest in text(tree, f"{VERSION}/index.md")


def test_every_vector_is_published(tree: Path) -> None:
    ours = {path.relative_to(ROOT / "tests") for path in (ROOT / "tests" / "conformance").rglob("*.json")}
    assert ours == {path.relative_to(tree / "docs" / "tests") for path in (tree / "docs" / "tests").rglob("*.json")}
    listed = text(tree, "vectors.md")
    assert all(path.stem in listed for path in ours)


def test_forms_are_there_to_take_away(tree: Path) -> None:
    folder = tree / "docs" / VERSION
    assert all((folder / f"sepm-3.0.0-{language}.xlsx").read_bytes()[:2] == b"PK" for language in ("en", "fr", "es"))
    assert "<!doctype html>" in (folder / "sepm-3.0.0.html").read_text(encoding="utf-8")[:200].lower()


def test_names_of_what_forms_load_hold_a_digest_of_the_content(tree: Path) -> None:
    page = text(tree, f"{VERSION}/en/assess/index.md")
    addresses = re.findall(r'(?:src|href)="([^"]+\.(?:js|css))"|data-(?:charts|validator|workbooks?)="([^"]+)"', page)
    names = [one or other for one, other in addresses]
    assert len(names) == 7
    for name in names:
        content = (tree / "docs" / VERSION / "en" / "assess" / name).read_bytes()
        assert hashlib.sha256(content).hexdigest()[:12] in name


# References.


def test_the_command_reference_holds_every_option(tree: Path) -> None:
    page = text(tree, "reference/cli.md")
    for name in COMMANDS:
        command = main.commands.get(name) or main.get_command(None, name)  # type: ignore[arg-type]
        assert command is not None
        own = page.split(f"## <code>spregistry {name}</code>")[1].split("\n## ")[0]
        for option in (option for parameter in command.params for option in parameter.opts if option.startswith("--")):
            assert option in own, f"{name} {option}"


def test_the_python_reference_holds_every_public_name(tree: Path) -> None:
    import spregistry

    page = text(tree, "reference/api.md")
    assert all(f"## <code>{name}</code>" in page for name in spregistry.__all__)
    assert "InvalidSubmission" in page.split("<code>score</code>")[1]


# Languages.


def test_pages_are_in_their_language(tree: Path) -> None:
    french = text(tree, f"{VERSION}/fr/read/client-complaints-handled.md")
    assert 'lang: "fr"' in french
    assert 'theme_language: "fr"' in french
    assert "Any client can complain safely" not in french
    assert "[English](../../en/read/client-complaints-handled.md)" in french


def test_only_the_languages_asked_for_are_written(profiled: Path) -> None:
    assert [path.name for path in (profiled / "docs" / VERSION).iterdir() if path.is_dir()] == ["fr"]


def test_a_language_that_is_not_there_is_told(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["--registry", str(ROOT / "standards"), "site", "-o", str(tmp_path / "tree"), "--lang", "xx"])
    assert done.exit_code == 2
    assert "xx" in done.output
    assert not (tmp_path / "tree").exists()


def test_a_file_that_is_named_by_no_language_reaches_no_page(hostile_tree: Path) -> None:
    folder = hostile_tree / "docs/standards/hostile/1.0.0"
    assert sorted(path.name for path in folder.iterdir() if path.is_dir()) == ["ar", "en"]
    for page in folder.rglob("*.md"):
        assert "alert(1)" not in page.read_text(encoding="utf-8"), page


# A registry of somebody's own.


def settings_of(tree: Path) -> dict[str, Any]:
    settings: dict[str, Any] = yaml.safe_load((tree / "mkdocs.yml").read_text(encoding="utf-8"))
    return settings


def test_a_site_of_other_standards_says_nothing_of_sepm_and_of_our_address(several: Path, tree: Path) -> None:
    assert settings_of(several)["site_name"] == "Social and environmental performance management"
    assert settings_of(several)["site_url"] == ""
    assert not (several / "docs" / "sepm.md").exists()
    assert "sepm.md" not in (several / "mkdocs.yml").read_text(encoding="utf-8")
    assert "sepm.md" not in (several / "docs" / "index.md").read_text(encoding="utf-8")
    assert "[sepm](sepm.md)" in (tree / "docs" / "index.md").read_text(encoding="utf-8")
    assert "about sepm.md" not in (tree / "docs" / "index.md").read_text(encoding="utf-8")
    assert "sepm.md" in (tree / "mkdocs.yml").read_text(encoding="utf-8")


def test_a_site_is_called_as_one_says(hostile_tree: Path) -> None:
    assert settings_of(hostile_tree)["site_name"] == "Our ‹standards›"
    assert settings_of(hostile_tree)["site_url"] == "https://standards.example/a/"


@pytest.mark.parametrize("url", ["standards.example", "javascript:alert(1)", "https://", "https://[", "https://a.example/?b"])
def test_what_is_no_address_is_told(tmp_path: Path, url: str) -> None:
    done = CliRunner().invoke(main, ["--registry", str(ROOT / "standards"), "site", "-o", str(tmp_path / "tree"), "--url", url])
    assert done.exit_code == 2
    assert url in done.output


# Versions.


def test_a_bare_id_leads_to_the_version_in_force(several: Path) -> None:
    index = text(several, "standards/sepm-1/elements.md")
    assert "(3.0.0/en/read/client-complaints-handled.md#complaints-channel-independent)" in index
    assert "| [3.0.0](3.0.0/index.md) | in force |" in text(several, "standards/sepm-1/index.md")
    assert "draft, may still change" in text(several, "standards/sepm-1/3.1.0/en/index.md")


def test_search_finds_one_version_only(several: Path) -> None:
    for page in ("facts.md", "read/client-complaints-handled.md", "index.md"):
        assert "exclude" not in text(several, f"standards/sepm-1/3.0.0/en/{page}").split("---")[1]
        assert '"exclude": true' in text(several, f"standards/sepm-1/3.1.0/en/{page}").split("---")[1]


def test_another_version_says_so_on_every_page(several: Path) -> None:
    assert "This page shows another version" in text(several, "standards/sepm-1/3.1.0/en/facts.md")
    assert "This page shows another version" not in text(several, "standards/sepm-1/3.0.0/en/facts.md")


def test_a_version_says_what_changed(several: Path) -> None:
    assert "Compared with <code>sepm-1@3.0.0</code>" in text(several, "standards/sepm-1/3.1.0/index.md")


def test_a_formula_for_one_case_is_not_said_to_be_otherwise(tmp_path: Path) -> None:
    registry = Path(
        shutil.copytree(ROOT / "tests" / "cases" / "versions" / "registry" / "demo" / "1.0.0", tmp_path / "registry/demo/1.0.0")
    )
    file = registry / "framework.yaml"
    line = "line: {zero_at: 0.5, full_at: 0}"
    definition = file.read_text(encoding="utf-8")
    assert definition.count(line) == 1
    file.write_text(definition.replace(line, f"unit: fraction, cases: [{{{line}}}]"), encoding="utf-8")
    tree = written(tmp_path / "tree", tmp_path / "registry")
    said = text(tree, "standards/demo/1.0.0/en/read/serving.md")
    assert "No points at 50 %, all at 0 %, evenly between." in said
    assert "Otherwise" not in said


# Profiles.


@pytest.fixture(scope="module")
def profiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the tree of a registry with sepm and a profile that borrows what is tagged as an entry, in English and French."""
    registry = tmp_path_factory.mktemp("registry")
    for version in ("2.0.0", "3.0.0"):
        shutil.copytree(ROOT / "standards" / "sepm" / version, registry / "sepm" / version, ignore=shutil.ignore_patterns("release"))
    borrowed = {"based_on": "sepm@3.0.0", "use": {"tags": ["entry"]}}
    head = {"format": 1, "id": "first", "version": "1.0.0", "title": "Where to start", "language": "en", "licence": "CC-BY-4.0"}
    (registry / "first" / "1.0.0").mkdir(parents=True)
    (registry / "first" / "1.0.0" / "framework.yaml").write_text(yaml.safe_dump({**head, **borrowed}), encoding="utf-8")
    return written(tmp_path_factory.mktemp("tree"), registry, "--lang", "fr")


def test_a_profile_has_its_own_pages_and_a_form_that_begins_with_it(profiled: Path) -> None:
    form = text(profiled, "standards/first/1.0.0/fr/assess/index.md")
    assert 'data-profile="first@1.0.0"' in form
    # Its data are those of its base, fetched once for both.
    assert re.search(r'src="\.\./\.\./\.\./\.\./sepm/3\.0\.0/fr/assess/data\.[0-9a-f]{12}\.js"', form)
    entries = [
        indicator for indicator in Registry.open(ROOT / "standards")["sepm@3.0.0"].indicators.values() if "entry" in (indicator.tags or ())
    ]
    assert text(profiled, "standards/first/1.0.0/fr/indicators.md").count("{ data-function=") == len(entries)
    assert "<code>first@1.0.0</code>" in text(profiled, "standards/sepm/3.0.0/index.md")


def test_what_borrows_stands_behind_what_it_borrows_from(profiled: Path) -> None:
    overview = text(profiled, "standards/index.md")
    assert 0 < overview.index("sepm/index.md") < overview.index("first/index.md")


# The folder.


def test_written_again_only_what_changed_is_touched_and_what_no_longer_belongs_removed(tmp_path: Path) -> None:
    registry = site_registries.hostile(tmp_path / "registry")
    tree = written(tmp_path / "tree", registry)
    before = {path: path.stat().st_mtime_ns for path in (tree / "docs").rglob("*")}
    written(tree, registry)
    assert {path: path.stat().st_mtime_ns for path in (tree / "docs").rglob("*")} == before
    (tree / "docs" / "own.md").write_text("mine", encoding="utf-8")
    source = registry / "hostile" / "1.0.0" / "framework.yaml"
    data: dict[str, Any] = yaml.safe_load(source.read_text(encoding="utf-8"))
    data["groups"][0]["groups"].pop()
    source.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    assert (tree / "docs/standards/hostile/1.0.0/en/read/one-b.md").exists()
    written(tree, registry)
    assert not (tree / "docs/standards/hostile/1.0.0/en/read/one-b.md").exists()
    assert (tree / "docs" / "own.md").read_text(encoding="utf-8") == "mine"


def test_a_run_that_was_broken_off_can_be_begun_again(tmp_path: Path) -> None:
    target = tmp_path / "tree"

    class Full(Mapping[str, bytes]):
        """Files of which the second cannot be had any more."""

        def __iter__(self) -> Iterator[str]:
            return iter(("docs/one.md", "docs/two.md"))

        def __len__(self) -> int:
            return 2

        def __getitem__(self, path: str) -> bytes:
            if path == "docs/two.md":
                raise KeyboardInterrupt
            return b"one"

    with pytest.raises(KeyboardInterrupt):
        write_tree(target, Full())
    assert write_tree(target, {"docs/one.md": b"one", "docs/three.md": b"three"}) == 1
    assert sorted(path.name for path in (target / "docs").iterdir()) == ["one.md", "three.md"]


def test_what_somebody_removed_before_is_no_matter(tmp_path: Path) -> None:
    write_tree(tmp_path / "tree", {"docs/old/page.md": b"old", "docs/new.md": b"new"})
    shutil.rmtree(tmp_path / "tree" / "docs" / "old")
    assert write_tree(tmp_path / "tree", {"docs/new.md": b"new"}) == 0


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work", encoding="utf-8")
    done = CliRunner().invoke(main, ["--registry", str(ROOT / "standards"), "site", "-o", str(tmp_path / "mine")])
    assert done.exit_code == 3
    assert "holds other files" in done.output
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize("path", ["../thesis.txt", "docs/../../thesis.txt", "/etc/hostname", "out/thesis.txt"])
def test_a_marker_cannot_remove_what_lies_elsewhere(tmp_path: Path, path: str) -> None:
    (tmp_path / "thesis.txt").write_text("years of work", encoding="utf-8")
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / "out").symlink_to(tmp_path)
    (tree / ".spregistry-site.json").write_text(json.dumps({"format": 1, "files": [path]}), encoding="utf-8")
    written(tree, site_registries.hostile(tmp_path / "registry"))
    assert (tmp_path / "thesis.txt").read_text(encoding="utf-8") == "years of work"


@pytest.mark.parametrize("name", ["x" * 300, "file/inside"])
def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, name: str) -> None:
    """Places that nobody can write to, not even an administrator."""
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    done = CliRunner().invoke(main, ["--registry", str(ROOT / "standards"), "site", "-o", str(tmp_path / name)])
    assert done.exit_code == 3
    assert isinstance(done.exception, SystemExit)
    assert "spregistry:" in done.output
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_what_somebody_put_in_the_place_of_a_page_stays(tmp_path: Path) -> None:
    root = tmp_path / "tree"
    write_tree(root, {"docs/old.md": b"old", "docs/deep/page.md": b"old", "docs/new.md": b"new"})
    for name in ("old.md", "deep/page.md"):
        (root / "docs" / name).unlink()
        (root / "docs" / name).mkdir()
    (root / "docs" / "old.md" / "thesis.txt").write_text("years of work", encoding="utf-8")
    assert write_tree(root, {"docs/new.md": b"new"}) == 0
    assert (root / "docs" / "old.md" / "thesis.txt").read_text(encoding="utf-8") == "years of work"
    assert (root / "docs" / "deep" / "page.md").is_dir()


def test_a_page_never_takes_the_place_of_what_somebody_wrote(tmp_path: Path) -> None:
    root = tmp_path / "tree"
    write_tree(root, {"docs/new.md": b"new"})
    (root / "docs" / "own.md").write_text("mine", encoding="utf-8")
    with pytest.raises(CannotWrite, match=r"own\.md was not written by this command"):
        write_tree(root, {"docs/new.md": b"newer", "docs/own.md": b"ours"})
    assert (root / "docs" / "own.md").read_text(encoding="utf-8") == "mine"
    assert (root / "docs" / "new.md").read_bytes() == b"new"


def test_a_damaged_marker_is_told(tmp_path: Path) -> None:
    (tmp_path / ".spregistry-site.json").write_text("{", encoding="utf-8")
    done = CliRunner().invoke(main, ["--registry", str(ROOT / "standards"), "site", "-o", str(tmp_path)])
    assert done.exit_code == 3
    assert "damaged" in done.output


# The wheel.


def test_pages_written_by_hand_are_shipped(tmp_path: Path) -> None:
    """What the tree takes from the checkout is in the wheel as well, at the place where it is looked for."""
    configuration = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for inside in ("docs", '"mkdocs.yml"', '"tests/conformance"'):
        assert re.search(rf"^{inside} = \"spregistry/shipped/{inside.strip(chr(34))}\"$", configuration, re.MULTILINE)
    shipped = tmp_path / "shipped"
    for name in ("docs", "schemas", "standards"):
        shutil.copytree(ROOT / name, shipped / name)
    script = "import sys; from spregistry.load import contracts; print(contracts.shipped('mkdocs.yml'), contracts.shipped('docs'))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert all(Path(path).exists() for path in done.stdout.split())
