"""Crosswalks and catalogues: each case has exactly the findings that are marked in it, by hand, in the line where they are to be found.

A case is `tests/cases/crosswalks/<finding-code>/<name>.yaml`, put beside the crosswalk and the catalogue of the small registry there. A
mark `#! <code> | <part of the message>` stands behind the line in which the finding is, one after the other where there are several; a
line `#: in <file>, line <n>: <code> | …` marks one in another file.
"""

import json
import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from releases import run, with_both
from spregistry.api import Registry
from spregistry.errors import InvalidDefinition
from spregistry.evolve.crosswalk_rules import check_crosswalks
from spregistry.evolve.pairs import Shared, shared
from spregistry.finding import RULES, Finding
from spregistry.load import contracts
from spregistry.load.documents import read
from spregistry.model.crosswalk import INVERSE, RELATIONS, Mapping, Relation

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases" / "crosswalks"
FILES = sorted(path for path in CASES.glob("*/*.yaml") if path.parent.name != "registry")

#: Later than all crosswalks that are not dated ahead on purpose.
TODAY = date(2026, 11, 22)

cases = pytest.mark.parametrize("case", FILES, ids=lambda path: str(path.relative_to(CASES).with_suffix("")))


class Marked(NamedTuple):
    file: str
    line: int
    code: str
    severity: str
    says: str


def marks(case: Path) -> list[Marked]:
    found = []
    for number, line in enumerate(case.read_text(encoding="utf-8").splitlines(), 1):
        elsewhere = re.match(r"#: in (\S+), line (\d+): ([a-z-]+) \| (.*)$", line)
        if elsewhere:
            file, at, code, says = elsewhere.groups()
            found.append(Marked(file, int(at), code, RULES[code].severity, says))
        for code, says in re.findall(r"#! ([a-z-]+) \| (.*?)(?= #! |$)", line):
            found.append(Marked(case.stem, number, code, RULES[code].severity, says))
    return found


@pytest.fixture
def registry(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CASES / "registry", tmp_path / "standards"))


def placed(registry: Path, case: Path) -> Registry:
    is_catalogue = "publisher" in read(case).data
    shutil.copy(case, registry / ("catalogues" if is_catalogue else "crosswalks"))
    return Registry.open(registry)


def test_every_code_has_a_case_and_every_case_shows_its_code() -> None:
    codes = {code for code, rule in RULES.items() if rule.about == "crosswalks"}
    assert codes <= {path.parent.name for path in FILES}
    for case in FILES:
        found = {mark.code for mark in marks(case)}
        assert case.parent.name in found if case.parent.name != "valid" else not found, case


def test_the_registry_beside_the_cases_is_clean() -> None:
    registry = Registry.open(CASES / "registry")
    assert check_crosswalks(registry, TODAY) == []
    assert [finding for reference in registry for finding in registry.read(reference).findings] == []
    assert [*registry.crosswalks] == ["demo-codes"]
    assert [*registry.catalogues] == ["codes@2"]


@cases
def test_a_case_has_exactly_the_findings_marked_in_it(registry: Path, case: Path) -> None:
    findings = check_crosswalks(placed(registry, case), TODAY)
    rest = [*findings]
    for mark in marks(case):
        wanted = (mark.file, mark.line, mark.code, mark.severity)
        match = next((each for each in rest if place(each) == wanted and mark.says in each.message), None)
        assert match is not None, (mark, [(place(each), each.message) for each in rest])
        rest.remove(match)
    assert [(place(each), each.message) for each in rest] == []


def place(finding: Finding) -> tuple[str, int | None, str, str]:
    return Path(finding.file or "").stem, finding.line, finding.code, finding.severity


@cases
def test_the_command_tells_the_same_and_only_where_the_whole_registry_is_checked(registry: Path, case: Path) -> None:
    findings = check_crosswalks(placed(registry, case), TODAY)
    result = run(registry, "check", "--format", "json")
    report = json.loads(result.stdout)
    contracts.validator("findings").validate(report)
    assert sorted(each["code"] for each in report["findings"]) == sorted(each.code for each in findings)
    assert result.exit_code == int(any(each.severity == "error" for each in findings))
    assert run(registry, "check", "demo@2.0.0").exit_code == 0


def test_a_crosswalk_may_be_dated_today_and_not_tomorrow() -> None:
    """The crosswalk beside the cases is of 2025-03-01."""
    opened = Registry.open(CASES / "registry")
    assert check_crosswalks(opened, date(2025, 3, 1)) == []
    assert [(each.code, each.severity) for each in check_crosswalks(opened, date(2025, 2, 28))] == [("dated-ahead", "warning")]


def test_a_newer_version_in_force_is_told_with_what_it_no_longer_has(tmp_path: Path) -> None:
    registry = with_both(tmp_path)
    (registry / "crosswalks").mkdir()
    (registry / "catalogues").mkdir()
    shutil.copy(CASES / "registry" / "catalogues" / "codes-2.yaml", registry / "catalogues")
    first, last = Registry.open(registry)["demo@1.0.0"], Registry.open(registry)["demo@1.1.0"]
    gone = {*first.indicators, *first.groups, *first.facts} - {*last.indicators, *last.groups, *last.facts}
    text = (CASES / "valid" / "other-names.yaml").read_text(encoding="utf-8").replace("demo@2.0.0", "demo@1.0.0")
    kept = next(iter(last.indicators))
    text = text.replace("from: understands", f"from: {kept}").replace("from: fees", f"from: {next(iter(last.groups))}")
    (registry / "crosswalks" / "other-names.yaml").write_text(text, encoding="utf-8")
    assert kept in first.indicators
    assert not gone
    (finding,) = check_crosswalks(Registry.open(registry), TODAY)
    assert (finding.code, finding.severity) == ("outdated-end", "warning")
    assert finding.message == "a newer version is in force, demo@1.1.0, which has everything that is mapped"


# Ends that come with the program, of whose standards `ROOT / "standards"` is the folder in a checkout.

WITH_PROGRAM = CASES / "valid" / "with-what-comes-with-the-program.yaml"
NEITHER = CASES / "unknown-end" / "neither-here-nor-with-the-program.yaml"


def test_what_is_in_neither_is_told_with_both_places_that_were_looked_in(registry: Path) -> None:
    framework, catalogue = check_crosswalks(placed(registry, NEITHER), TODAY)
    shipped = [path.parent for path in (ROOT / "standards").glob("*/*/framework.yaml")]
    for hint, names in (
        (framework.hint, [f"{path.parent.name}@{path.name}" for path in shipped]),
        (catalogue.hint, ["iris@5.3", "sdg@2030"]),
    ):
        assert f"neither in {registry} nor among those that come with the program" in hint
        assert [name for name in names if name not in hint] == []
    assert "demo@2.0.0" not in framework.hint
    assert "sepm@3.1.1" not in catalogue.hint


def test_the_program_s_own_registry_has_no_second_place_to_look_in(registry: Path) -> None:
    assert Registry.open(ROOT / "standards").shipped is None
    shipped = Registry.open(registry).shipped
    assert shipped is not None
    assert shipped.root == ROOT / "standards"


def test_nothing_of_the_program_is_opened_for_ends_that_the_registry_holds() -> None:
    opened = Registry.open(CASES / "registry")
    assert check_crosswalks(opened, TODAY) == []
    assert "shipped" not in vars(opened)


def own_sepm(registry: Path, text: str) -> None:
    """Write a framework that is called as one of the program's, with no element of that."""
    folder = registry / "sepm" / "3.1.1"
    folder.mkdir(parents=True)
    (folder / "framework.yaml").write_text(text, encoding="utf-8")


def test_the_own_registry_wins(registry: Path) -> None:
    standalone = (registry / "demo" / "1.0.0" / "framework.yaml").read_text(encoding="utf-8")
    own_sepm(registry, standalone.replace("id: demo", "id: sepm", 1).replace("version: 1.0.0", "version: 3.1.1", 1))
    opened = placed(registry, WITH_PROGRAM)
    assert opened.read("sepm@3.1.1").findings == ()
    assert [(each.code, each.message.partition(" (did")[0]) for each in check_crosswalks(opened, TODAY)] == [
        ("dangling-mapping", "sepm@3.1.1 has no “price-responsibly”"),
        ("dangling-mapping", "sepm@3.1.1 has no “terms-explained-in-own-language”"),
    ]


def test_what_the_own_registry_cannot_use_is_never_passed_over(registry: Path) -> None:
    own_sepm(registry, "format: 1\nid: sepm\n")
    (finding,) = check_crosswalks(placed(registry, WITH_PROGRAM), TODAY)
    assert (finding.code, finding.message.partition(":")[0]) == ("unknown-end", "“sepm@3.1.1” cannot be used")
    (registry / "crosswalks" / WITH_PROGRAM.name).unlink()
    (registry / "catalogues" / "sdg-2030.yaml").write_text("format: 1\n", encoding="utf-8")
    opened = placed(registry, CASES / "valid" / "catalogue-that-comes-with-the-program.yaml")
    found = check_crosswalks(opened, TODAY)
    assert {Path(each.file or "").stem for each in found if each.code == "missing-key"} == {"sdg-2030"}
    (told,) = [each for each in found if each.code != "missing-key"]
    assert (told.code, told.message.partition(":")[0]) == ("unknown-end", "“sdg@2030” cannot be used")
    assert "sdg-2030.yaml" in told.message


def test_profiles_and_previous_versions_stay_within_the_registry(registry: Path) -> None:
    profile = registry / "few" / "1.0.0" / "framework.yaml"
    text = profile.read_text(encoding="utf-8")
    assert "based_on: demo@2.0.0" in text
    profile.write_text(text.replace("based_on: demo@2.0.0", "based_on: sepm@3.1.1"), encoding="utf-8")
    next_one = registry / "sepm" / "3.2.0" / "framework.yaml"
    next_one.parent.mkdir(parents=True)
    first = (registry / "demo" / "1.0.0" / "framework.yaml").read_text(encoding="utf-8")
    next_one.write_text(first.replace("id: demo\nversion: 1.0.0", "id: sepm\nversion: 3.2.0\nprevious: sepm@3.1.1", 1), encoding="utf-8")
    opened = Registry.open(registry)
    assert opened.shipped is not None
    assert "sepm@3.1.1" in opened.shipped
    for reference in ("few@1.0.0", "sepm@3.2.0"):
        assert [each.code for each in opened.read(reference).findings if "sepm@3.1.1" in each.message] == ["unknown-reference"], reference


def test_a_file_of_the_wrong_shape_is_told_and_never_passed_over(registry: Path) -> None:
    (registry / "crosswalks" / "broken.yaml").write_text("format: 1\nid: broken\n", encoding="utf-8")
    (registry / "catalogues" / "no-yaml.yaml").write_text("format: [1\n", encoding="utf-8")
    opened = Registry.open(registry)
    assert {finding.code for finding in check_crosswalks(opened, TODAY)} == {"missing-key", "syntax-error"}
    with pytest.raises(InvalidDefinition):
        _ = opened.crosswalks
    with pytest.raises(InvalidDefinition):
        _ = opened.catalogues


@pytest.mark.parametrize(
    ("counts", "relation"),
    [
        (Shared(2, 2, 2), "equal"),
        (Shared(2, 2, 3), "subset"),
        (Shared(2, 3, 2), "superset"),
        (Shared(1, 2, 2), "intersects"),
        (Shared(0, 2, 2), "related"),
    ],
)
def test_what_is_shared_decides_the_relation(counts: Shared, relation: Relation) -> None:
    assert counts.relation == relation
    assert Shared(counts.common, counts.second, counts.first).relation == INVERSE[relation]


def test_read_from_the_other_end_twice_is_as_before() -> None:
    assert {INVERSE[INVERSE[relation]] for relation in RELATIONS} == {*RELATIONS}
    for crosswalk in Registry.open(ROOT / "standards").crosswalks.values():
        assert crosswalk.inverse != crosswalk
        assert crosswalk.inverse.inverse == crosswalk


def test_every_code_of_the_catalogues_that_ship_is_mapped_or_superseded() -> None:
    registry = Registry.open(ROOT / "standards")
    mapped = {mapping.to for crosswalk in registry.crosswalks.values() for mapping in crosswalk.mappings}
    for catalogue in registry.catalogues.values():
        assert {entry.code for entry in catalogue.entries if entry.superseded_by is None} <= mapped


def test_the_crosswalk_of_client_protection_has_every_pair_that_shares_an_indicator() -> None:
    """Counted here from the indicators' places, on two levels: standards with standards, practices with practices."""
    registry = Registry.open(ROOT / "standards")
    crosswalk = registry.crosswalks["client-protection-sepm"]
    first, second = registry[crosswalk.from_.reference], registry[crosswalk.to.reference]
    pairs = set()
    for id_, position in first.positions.items():
        there = second.positions[id_].groups
        pairs |= {(position.groups[0].id, there[1].id), (position.groups[1].id, there[2].id)}
    assert {(mapping.from_, mapping.to) for mapping in crosswalk.mappings} == pairs
    example = Mapping(from_="cp-prices", to="price-responsibly", relation="subset", confidence="high", rationale="Fact.")
    assert shared(first, second, example) == Shared(13, 13, 14)


@pytest.mark.parametrize("name", ["crosswalk", "catalogue"])
def test_schema_and_pydantic_agree(name: str) -> None:
    reader = contracts.read_crosswalk if name == "crosswalk" else contracts.read_catalogue
    valid = read(next(iter((ROOT / "standards" / f"{name}s").glob("*.yaml")))).data
    assert contracts.validator(name).is_valid(valid)
    reader(valid)
    values: list[Any] = [None, "", 3, [], {}, "x" * 400, "A b\n", {"framework": "a@1", "catalogue": "b@1"}]
    wrong = [{**valid, key: value} for key in valid for value in values]
    wrong += [{key: value for key, value in valid.items() if key != left} for left in valid]
    for data in [*wrong, {**valid, "more": 1}]:
        try:
            reader(data)
        except ValueError:
            read_by_pydantic = False
        else:
            read_by_pydantic = True
        assert contracts.validator(name).is_valid(data) == read_by_pydantic, data
