"""`spregistry crosswalk`, on the small registry of the crosswalk cases and on what ships."""

import csv
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from spregistry.api import Registry
from spregistry.load import contracts

Run = Callable[..., Result]

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases" / "crosswalks"
SMALL = CASES / "registry"


def test_all_are_listed(run: Run, golden: Callable[..., None]) -> None:
    result = run("crosswalk", registry=SMALL)
    assert result.exit_code == 0
    golden(result.output)
    shipped = run("crosswalk", registry=ROOT / "standards").output
    assert [line.split()[0] for line in shipped.splitlines() if not line.startswith(" ")] == [
        "client-protection-sepm",
        "sepm-iris",
        "sepm-sdg",
    ]


def test_from_the_end_it_was_written_from(run: Run, golden: Callable[..., None]) -> None:
    result = run("crosswalk", "demo", registry=SMALL)
    assert result.exit_code == 0
    golden(result.output)


def test_from_the_other_end(run: Run, golden: Callable[..., None]) -> None:
    result = run("crosswalk", "codes@2", registry=SMALL)
    assert result.exit_code == 0
    golden(result.output)


def test_a_pair_is_the_same_from_both_ends_with_its_relation_turned(run: Run) -> None:
    there = json.loads(run("crosswalk", "demo@2.0.0", "--format", "json", registry=SMALL).output)["links"]
    back = json.loads(run("crosswalk", "codes", "--format", "json", registry=SMALL).output)["links"]
    turned = {"equal": "equal", "superset": "subset", "subset": "superset"}
    assert [link["from"]["id"] for link in there] == ["care", "listens", "pays"], "in the order of the standard"
    assert {(link["from"]["id"], link["to"]["id"], turned[link["relation"]]) for link in there} == {
        (link["to"]["id"], link["from"]["id"], link["relation"]) for link in back
    }


def test_what_is_borrowed_is_counted(run: Run) -> None:
    arguments = ("crosswalk", "sepm", "--to", "client-protection", "--format", "json")
    found = json.loads(run(*arguments, registry=ROOT / "standards").output)["links"]
    (prices,) = [link for link in found if (link["from"]["id"], link["to"]["id"]) == ("price-responsibly", "cp-prices")]
    assert (prices["relation"], prices["shared"]) == ("superset", {"common": 13, "first": 14, "second": 13})
    other = json.loads(run("crosswalk", "demo", "--format", "json", registry=SMALL).output)["links"]
    assert {link["shared"] for link in other} == {None}


@pytest.mark.parametrize(
    "formula", ["=1+1", "=cmd|calc", "+1", "-1", "@SUM(1)", "\t=1", "\n=1", "\uff1d1", "\uff0b1", "\uff0d1", "\uff20x"]
)
def test_csv_has_a_row_for_each_pair_and_no_formula(formula: str, run: Run, tmp_path: Path) -> None:
    registry = Path(shutil.copytree(SMALL, tmp_path / "standards"))
    file = registry / "crosswalks" / "demo-codes.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("The same thing.", json.dumps(formula)), encoding="utf-8")
    assert run("crosswalk", "demo", "-o", str(tmp_path / "out.csv"), registry=registry).exit_code == 0
    rows = [*csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text(encoding="utf-8-sig")))]
    assert [(row["from_id"], row["from_code"], row["relation"], row["to_code"]) for row in rows] == [
        ("care", "1", "superset", "C1"),
        ("listens", "1.1", "equal", "C1"),
        ("pays", "2.1", "subset", "C2"),
    ]
    assert rows[1]["rationale"] == f"'{formula}"


def test_a_crosswalk_is_found_by_its_id_and_from_anywhere_by_what_it_leads_to(run: Run) -> None:
    by_id = run("crosswalk", "demo-codes", registry=SMALL)
    assert by_id.output == run("crosswalk", "demo", registry=SMALL).output
    assert run("crosswalk", "--to", "codes", registry=SMALL).output == by_id.output


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("demmo",), "no crosswalk is about demmo (did you mean demo?)"),
        (("demo@1",), "no crosswalk is about demo@1"),
        (("demo", "--to", "code"), "no crosswalk leads from demo to code (did you mean codes?)"),
    ],
)
def test_what_is_not_there_ends_with_what_is(arguments: tuple[str, ...], says: str, run: Run) -> None:
    result = run("crosswalk", *arguments, registry=SMALL)
    assert (result.exit_code, result.stdout) == (3, "")
    assert says in " ".join(result.stderr.split())


def test_no_crosswalks_are_no_success(run: Run) -> None:
    result = run("crosswalk")
    assert (result.exit_code, result.stdout) == (3, "")


def test_a_crosswalk_of_the_wrong_shape_is_no_success(run: Run, tmp_path: Path) -> None:
    registry = Path(shutil.copytree(SMALL, tmp_path / "standards"))
    (registry / "crosswalks" / "broken.yaml").write_text("format: 1\n", encoding="utf-8")
    result = run("crosswalk", registry=registry)
    assert result.exit_code == 3
    assert "broken.yaml" in result.stderr


def test_a_pair_whose_element_is_not_there_is_shown_by_its_id(run: Run, tmp_path: Path) -> None:
    registry = Path(shutil.copytree(SMALL, tmp_path / "standards"))
    shutil.copy(CASES / "dangling-mapping" / "element-and-code.yaml", registry / "crosswalks")
    result = run("crosswalk", "element-and-code", registry=registry)
    assert result.exit_code == 0
    assert "understand\n" in result.output


def test_titles_are_in_the_language_of_the_command_line(run: Run) -> None:
    result = run("--lang", "fr", "crosswalk", "sepm", "--to", "sdg", registry=ROOT / "standards")
    assert result.exit_code == 0
    assert "Chaque produit, service et canal" in result.output


@pytest.mark.parametrize("arguments", [(), ("demo",), ("codes",), ("--to", "codes")])
def test_programs_get_what_the_schema_says(arguments: tuple[str, ...], run: Run) -> None:
    data = json.loads(run("crosswalk", *arguments, "--format", "json", registry=SMALL).stdout)
    assert [error.message for error in contracts.validator("crosswalks").iter_errors(data)] == []
    assert ("links" in data) is bool(arguments)


# Ends that come with the program.


@pytest.fixture
def with_program(tmp_path: Path) -> Path:
    """A registry with a crosswalk to a standard that it does not hold."""
    registry = Path(shutil.copytree(SMALL, tmp_path / "standards"))
    shutil.copy(CASES / "valid" / "with-what-comes-with-the-program.yaml", registry / "crosswalks")
    return registry


def test_a_standard_of_the_program_is_read_from_both_ends_with_codes_and_titles(with_program: Path, run: Run) -> None:
    forth = json.loads(run("crosswalk", "demo", "--to", "sepm", "--format", "json", registry=with_program).stdout)
    back = json.loads(run("crosswalk", "sepm@3.1.1", "--format", "json", registry=with_program).stdout)
    for data in (forth, back):
        assert [error.message for error in contracts.validator("crosswalks").iter_errors(data)] == []
    # As they stand in standards/sepm/3.1.1; from that end in its order, though the second is written first.
    terms = ("terms-explained-in-own-language", "4.B.2.1", "Terms are explained aloud in a language the client speaks")
    prices = ("price-responsibly", "6.B", "Price responsibly")
    sides = [link["to"] for link in forth["links"]]
    assert {(side["reference"], side["id"], side["code"], side["title"]) for side in sides} == {
        ("sepm@3.1.1", *terms),
        ("sepm@3.1.1", *prices),
    }
    sides = [link["from"] for link in back["links"]]
    assert [(side["id"], side["code"], side["title"]) for side in sides] == [terms, prices]
    assert [(link["to"]["reference"], link["to"]["id"]) for link in back["links"]] == [
        ("demo@2.0.0", "understands"),
        ("demo@2.0.0", "fees"),
    ]


def test_its_titles_are_in_the_language_of_the_command_line(with_program: Path, run: Run) -> None:
    result = run("--lang", "fr", "crosswalk", "demo", "--to", "sepm", registry=with_program)
    assert result.exit_code == 0
    french = Registry.open(ROOT / "standards").translation("sepm@3.1.1", "fr").framework.indicators["terms-explained-in-own-language"].title
    assert french != Registry.open(ROOT / "standards")["sepm@3.1.1"].indicators["terms-explained-in-own-language"].title
    assert french in " ".join(result.stdout.split())


def test_between_two_standards_of_the_program_what_is_borrowed_is_counted(with_program: Path, run: Run) -> None:
    shutil.copy(CASES / "contradictory-mapping" / "against-what-the-program-s-profile-borrows.yaml", with_program / "crosswalks")
    found = json.loads(run("crosswalk", "client-protection", "--format", "json", registry=with_program).stdout)["links"]
    assert [link["shared"] for link in found] == [{"common": 13, "first": 13, "second": 14}]


def test_codes_of_a_catalogue_of_the_program_have_their_names(with_program: Path, run: Run) -> None:
    shutil.copy(CASES / "valid" / "catalogue-that-comes-with-the-program.yaml", with_program / "crosswalks")
    result = run("crosswalk", "sdg", registry=with_program)
    assert "1.4 Equal rights to economic resources, services and finance" in result.stdout


def test_an_own_catalogue_that_cannot_be_read_is_no_success(with_program: Path, run: Run) -> None:
    shutil.copy(CASES / "valid" / "catalogue-that-comes-with-the-program.yaml", with_program / "crosswalks")
    (with_program / "catalogues" / "sdg-2030.yaml").write_text("format: 1\n", encoding="utf-8")
    result = run("crosswalk", "sdg", registry=with_program)
    assert (result.exit_code, result.stdout) == (3, "")
    assert "sdg-2030.yaml" in result.stderr
