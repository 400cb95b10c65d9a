"""`spregistry migrate`, on a small standard with a patch and a major version after it; and `compare` over its versions. Numbers are by hand."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from click.testing import Result

import spregistry
from spregistry.load import contracts
from spregistry.model.canonical import digest
from workbooks import filled

Run = Callable[..., Result]

VERSIONS = Path(__file__).parents[1] / "cases" / "versions"
EARLIER, LATER = VERSIONS / "kaya-2024.yaml", VERSIONS / "kaya-2025.yaml"


def said(result: Result) -> str:
    return " ".join(result.output.split())


def test_the_carried_file_and_its_report(go: Run, tmp_path: Path) -> None:
    output = tmp_path / "kaya.yaml"
    result = go("migrate", EARLIER, "--to", "demo@2.0.0", "-o", output)
    assert (result.exit_code, result.stderr) == (0, "")
    data = spregistry.read(output).data
    assert data["framework"] == "demo@2.0.0"
    assert data["status"] == "draft"
    assert data["answers"]["strategy"] == {
        "value": "partly",
        "evidence": ["Strategy 2023, p. 2"],
        "by": "audit",
        "on": "2025-01-20",
        "unconfirmed": True,
    }
    assert data["answers"].keys() == {"strategy", "board", "prices", "turnover", "visits"}
    assert data["actions"] == [{"what": "Look at pay", "who": "manager", "by_when": "2025-06-30"}]
    assert data["provenance"] == [{"source": "kaya-2024.yaml", "digest": digest(spregistry.read(EARLIER).data)}]
    assert [step["to"] for step in data["migration"]["steps"]] == ["demo@1.0.1", "demo@2.0.0"]
    assert data["migration"]["steps"][0]["entries"] == []  # the editors classed the other wording as editorial
    for sentence in (
        "demo@1.0.0 → demo@1.0.1",
        "“Goals” (1.1 of 1.0.1) carried, to be confirmed: more is asked now (now 1.1 Strategy) It said: Yes; Evidence: Strategy 2023, p. 2;",
        "On: 2025-01-20 1.1 says now: Partially",
        "“Bonuses” (1.3 of 1.0.1) not carried; kept in the report only: it was withdrawn. The board decides on pay.",
        "It said: No; Comment: Not planned",
        "It said: Question: Bonuses; What: Look at pay; Who: manager; By when: 2025-06-30; Target: Yes",
        "Action 1 of the plan carried, to be confirmed",
        "The status “final” carried, to be confirmed",
    ):
        assert sentence in said(result)
    shown = go("validate", output)
    assert shown.exit_code == 0
    assert json.loads(go("score", output, "--format", "json").stdout)["stamp"]["framework"] == "demo@2.0.0"


def test_what_was_said_is_told_as_people_say_it(go: Run, tmp_path: Path) -> None:
    file = tmp_path / "kaya.yaml"
    text = EARLIER.read_text(encoding="utf-8").replace("bonus: {value: unmet, comment: Not planned}", "bonus: {value: met}")
    file.write_text(text, encoding="utf-8")
    result = go("migrate", file, "--to", "demo@2.0.0")
    assert "It said: Yes" in said(result)
    assert not {*'{}["'} & {*result.output}


def test_one_sees_where_a_line_of_evidence_and_a_remark_end(go: Run, tmp_path: Path) -> None:
    file = tmp_path / "kaya.yaml"
    more = 'bonus: {value: unmet, evidence: ["Pay rules, p. 3", Talk], comment: Not planned., by: audit}'
    file.write_text(EARLIER.read_text(encoding="utf-8").replace("bonus: {value: unmet, comment: Not planned}", more), encoding="utf-8")
    told = "It said: No; Evidence: “Pay rules, p. 3”, “Talk”; Comment: Not planned; Answered by: audit"
    assert told in said(go("migrate", file, "--to", "demo@2.0.0"))


def test_steps_stand_one_empty_line_apart(go: Run) -> None:
    result = go("migrate", EARLIER, "--to", "demo@2.0.0")
    # Over the patch all is carried as it was, so that nothing but its heading and its count is told.
    head, count, empty, following = result.output.splitlines()[:4]
    assert (head, empty, following) == ("demo@1.0.0 → demo@1.0.1", "", "demo@1.0.1 → demo@2.0.0")
    assert count.startswith("  carried as it was: ")
    assert "\n\n\n" not in result.output


def test_what_cannot_be_mapped_is_to_be_answered_anew(go: Run, tmp_path: Path) -> None:
    file = tmp_path / "kaya.yaml"
    file.write_text(EARLIER.read_text(encoding="utf-8").replace("goals: {value: met", "goals: {value: partly"), encoding="utf-8")
    assert "It said: Partially; Evidence: Strategy 2023, p. 2; Answered by: audit; On: 2025-01-20 1.1 is to be answered anew." in said(
        go("migrate", file, "--to", "demo@2.0.0")
    )


def test_the_form_is_final_only_when_all_is_confirmed(go: Run, tmp_path: Path) -> None:
    output = tmp_path / "kaya.yaml"
    go("migrate", EARLIER, "--to", "demo", "-o", output)
    output.write_text(output.read_text(encoding="utf-8").replace("status: draft", "status: final"), encoding="utf-8")
    found = json.loads(go("validate", output, "--format", "json").stdout)["findings"]
    assert {(each["code"], each["element"]["id"]) for each in found} == {
        ("unconfirmed-answer", "strategy"),
        ("missing-answer", "publication"),
    }


def test_facts_to_look_at_again_are_told_marked_and_in_the_way_of_a_final_file(go: Run, tmp_path: Path) -> None:
    """A fact goes on under another id: the report says so, the file marks it, and nothing is final before somebody has looked."""
    case = VERSIONS.parent / "migrate" / "fact-under-another-id"
    for part, version in (("before", "1.0.0"), ("after", "2.0.0")):
        data = spregistry.read(case / f"{part}.yaml").data
        for indicator in (each for group in data["groups"] for each in group["indicators"]):
            indicator |= {"optional": True, "reading": "As it says."}
            if "scale" in indicator["answer"]:
                indicator["rubric"] = {"met": "All.", "partly": "Some.", "unmet": "None."}
        folder = tmp_path / "standards" / "demo" / version
        folder.mkdir(parents=True)
        (folder / "framework.yaml").write_text(json.dumps(data), encoding="utf-8")
    given = {**spregistry.read(case / "submission.yaml").data, "organisation": {"name": "Kaya"}}
    given |= {"period": {"start": "2025-01-01", "end": "2025-12-31"}, "status": "final"}
    (tmp_path / "before.json").write_text(json.dumps(given), encoding="utf-8")
    output = tmp_path / "after.yaml"
    result = go("migrate", tmp_path / "before.json", "--to", "demo@2.0.0", "-o", output, registry=tmp_path / "standards")
    assert result.exit_code == 0, result.output
    assert "Fact: Clients who left carried, to be confirmed: it goes on under another id" in said(result)
    data = spregistry.read(output).data
    assert (data["facts"]["exits"], data["unconfirmed_facts"], data["status"]) == ({"total": 10}, {"exits": True}, "draft")
    final = output.read_text(encoding="utf-8").replace("status: draft", "status: final")
    output.write_text(final, encoding="utf-8")
    refused = go("validate", output, "--format", "json", registry=tmp_path / "standards")
    found = [(each["code"], each["pointer"]) for each in json.loads(refused.stdout)["findings"] if each["severity"] == "error"]
    assert (refused.exit_code, found) == (1, [("unconfirmed-fact", "/facts/exits")])
    output.write_text(final.replace("  exits: true\n", "  exits: false\n"), encoding="utf-8")
    assert go("validate", output, registry=tmp_path / "standards").exit_code == 0


def test_a_second_run_changes_nothing_and_shows_the_report(go: Run, tmp_path: Path) -> None:
    once, twice = tmp_path / "once.yaml", tmp_path / "twice.yaml"
    first = go("migrate", EARLIER, "--to", "demo@2.0.0", "-o", once)
    again = go("migrate", once, "--to", "demo@2.0.0", "-o", twice)
    assert again.exit_code == 0
    assert twice.read_bytes() == once.read_bytes()
    assert "answers that version already" in said(again)
    assert said(first) in said(again)
    told = json.loads(go("migrate", once, "--to", "demo@2.0.0", "--report", "json").stdout)
    assert told == spregistry.read(once).data["migration"]


def test_without_the_classes_of_the_editors_a_rewording_is_to_be_confirmed(go: Run, copied_versions: Path) -> None:
    (copied_versions / "demo" / "1.0.1" / "notes.yaml").unlink()
    report = json.loads(go("migrate", EARLIER, "--to", "demo@1.0.1", "--report", "json", registry=copied_versions).stdout)
    assert contracts.validator("migration").is_valid(report)
    assert [(entry["id"], entry["why"]) for entry in report["steps"][0]["entries"]] == [("goals", "reworded"), ("status", "incomplete")]


def test_a_patch_carries_everything_and_stays_final(go: Run, tmp_path: Path) -> None:
    output = tmp_path / "kaya.json"
    assert go("migrate", EARLIER, "--to", "demo@1.0.1", "-o", output).exit_code == 0
    before, after = spregistry.read(EARLIER).data, json.loads(output.read_text(encoding="utf-8"))
    assert {**after, "framework": "demo@1.0.0"} == {**before, "migration": after["migration"], "provenance": after["provenance"]}
    scores = [json.loads(go("score", file, "--format", "json").stdout)["overall"] for file in (EARLIER, output)]
    assert scores[0] == scores[1]


def test_the_carried_submission_on_standard_output_stands_alone(go: Run) -> None:
    result = go("migrate", "-", "--to", "demo@2.0.0", "-o", "-", input=EARLIER.read_bytes())
    assert result.exit_code == 0
    data = yaml.safe_load(result.stdout)
    assert data["framework"] == "demo@2.0.0"
    assert data["provenance"][0]["source"] == "-"
    assert "Bonuses" in result.stderr


def test_the_profile_of_the_later_version_is_proposed(go: Run, copied_versions: Path, tmp_path: Path) -> None:
    file, output = tmp_path / "entry.yaml", tmp_path / "carried.yaml"
    file.write_text(EARLIER.read_text(encoding="utf-8") + "profile: demo-entry@1.0.0\n", encoding="utf-8")
    go("migrate", file, "--to", "demo@2.0.0", "-o", output)
    assert spregistry.read(output).data["profile"] == "demo-entry@2.0.0"
    assert go("validate", output).exit_code == 0
    result = go("migrate", file, "--to", "demo@1.0.1", "-o", output)
    assert "profile" not in spregistry.read(output).data
    assert "Profile demo-entry@1.0.0 not carried; kept in the report only" in said(result)
    # One that is broken is none that can be proposed.
    (copied_versions / "demo-entry" / "2.0.0" / "framework.yaml").write_text("format: 1\n", encoding="utf-8")
    assert go("migrate", file, "--to", "demo@2.0.0", "-o", output, registry=copied_versions).exit_code == 0
    assert "profile" not in spregistry.read(output).data


def test_a_filled_workbook_is_carried(go: Run, tmp_path: Path) -> None:
    book, output = tmp_path / "kaya.xlsx", tmp_path / "carried.yaml"
    submission = {"format": 1, "framework": "demo@1.0.0", "answers": {"goals": {"value": "met"}, "bonus": {"value": "unmet"}}}
    book.write_bytes(filled(spregistry.Registry.open(VERSIONS / "registry")["demo@1.0.0"], submission))
    result = go("migrate", book, "--to", "demo@2.0.0", "-o", output)
    assert (result.exit_code, result.stderr) == (0, "")
    data = spregistry.read(output).data
    assert data["answers"] == {"strategy": {"value": "partly", "unconfirmed": True}}
    assert data["migration"]["steps"][1]["entries"][1]["said"] == {"value": "unmet"}
    assert data["provenance"][0]["source"] == "kaya.xlsx"


def test_a_file_that_cannot_be_replaced_stays(go: Run, tmp_path: Path) -> None:
    output = tmp_path / "out.yaml"
    output.write_text("precious", encoding="utf-8")
    output.chmod(0o444)
    result = go("migrate", EARLIER, "--to", "demo@2.0.0", "-o", output)
    assert (result.exit_code, result.stdout) == (3, "")
    assert "read-only" in result.stderr
    assert output.read_text(encoding="utf-8") == "precious"


@pytest.mark.parametrize(
    ("file", "target", "why"),
    [
        (EARLIER, "demo@9.0.0", "there is no framework “demo@9.0.0”"),
        (LATER, "demo@1.0.0", "demo@1.0.0 comes before demo@2.0.0"),
        (EARLIER, "demo-entry@2.0.0", "demo-entry@2.0.0 is another standard than demo@1.0.0"),
        (VERSIONS / "nowhere.yaml", "demo@2.0.0", "no such file"),
    ],
)
def test_could_not_run(file: Path, target: str, why: str, go: Run) -> None:
    result = go("migrate", file, "--to", target)
    assert (result.exit_code, result.stdout) == (3, "")
    assert why in " ".join(result.stderr.split())


def test_a_version_that_does_not_go_back_to_the_answered_one(go: Run, copied_versions: Path) -> None:
    path = copied_versions / "demo" / "2.0.0" / "framework.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("previous: demo@1.0.1", "previous: demo@1.0.0"), encoding="utf-8")
    file = copied_versions.parent / "patched.yaml"
    file.write_text(EARLIER.read_text(encoding="utf-8").replace("demo@1.0.0", "demo@1.0.1"), encoding="utf-8")
    result = go("migrate", file, "--to", "demo@2.0.0", registry=copied_versions)
    assert (result.exit_code, result.stdout) == (3, "")
    assert "demo@2.0.0 does not go back to demo@1.0.1" in " ".join(result.stderr.split())


def test_what_is_no_submission_by_its_shape_is_refused_with_all_findings(go: Run, tmp_path: Path) -> None:
    file, output = tmp_path / "x.yaml", tmp_path / "out.yaml"
    file.write_text("framework: demo@1.0.0\nanswers: {goals: met}\ninvented: 3\n", encoding="utf-8")
    result = go("migrate", file, "--to", "demo@2.0.0", "-o", output)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "Nothing is carried before this is mended." in result.stderr
    assert all(word in result.stderr for word in ("missing-key", "unknown-key", "wrong-type"))
    assert not output.exists()


@pytest.mark.parametrize(
    "arguments", [(), (EARLIER,), (EARLIER, "--to"), (EARLIER, "--to", "demo", "-o", "x.xlsx"), (EARLIER, "--to", "demo", "-o", EARLIER)]
)
def test_wrong_usage(arguments: tuple[str | Path, ...], go: Run) -> None:
    assert go("migrate", *arguments).exit_code == 2


# `compare` over versions.


def test_comparison_on_the_common_core(go: Run) -> None:
    result = go("compare", LATER, EARLIER)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "comparable on a common core only" in said(result)
    assert "Scored indicators of demo@2.0.0 in the common core: 3 of 6." in said(result)
    assert "Compared on: 1.2, 2.1, 2.2" in said(result)
    data = json.loads(go("compare", LATER, EARLIER, "--format", "json").stdout)
    assert data["core"] == ["board", "prices", "turnover"]
    (found,) = data["comparability"]
    assert (found["before"], found["after"], found["verdict"], found["core"]) == ("demo@1.0.0", "demo@2.0.0", "core", data["core"])
    assert (found["outside"], found["unjudged"]) == (["strategy", "publication", "visits"], [])
    # Leading is the board alone; serving is the mean of prices, a third and two thirds ticked, and turnover, 0.1 and 0 of half.
    assert {line["group"]: ([each["score"] for each in line["measures"]], line["change"]) for line in data["lines"]} == {
        None: ([78.33, 66.67], -11.66),
        "leading": ([100.0, 50.0], -50.0),
        "serving": ([56.67, 83.33], 26.66),
    }


def test_comparison_over_a_patch_is_of_the_whole(go: Run, tmp_path: Path) -> None:
    patched = tmp_path / "patched.yaml"
    text = EARLIER.read_text(encoding="utf-8").replace("demo@1.0.0", "demo@1.0.1").replace("2024-12-31", "2025-12-31")
    patched.write_text(text, encoding="utf-8")
    data = json.loads(go("compare", EARLIER, patched, "--format", "json").stdout)
    assert (data["core"], data["comparability"][0]["verdict"]) == (None, "same")
    assert [each["score"] for each in data["lines"][0]["measures"]] == [60.56, 60.56]
    result = go("compare", EARLIER, patched)
    assert "demo@1.0.0 and demo@1.0.1 are comparable: what both ask means, and scores, the same." in said(result)


def test_what_cannot_be_scored_is_not_compared_without_its_wrong_values(go: Run, tmp_path: Path) -> None:
    spoilt = tmp_path / "spoilt.yaml"
    spoilt.write_text(EARLIER.read_text(encoding="utf-8").replace("bonus: {value: unmet", "bonus: {value: maybe"), encoding="utf-8")
    result = go("compare", spoilt, LATER)
    assert (result.exit_code, result.stdout) == (3, "")
    assert "cannot be scored" in said(result)
    assert "“maybe”" in said(result)
    assert go("migrate", spoilt, "--to", "demo@2.0.0", "-o", tmp_path / "carried.yaml").exit_code == 0, "there the report keeps it"


def test_versions_without_anything_in_common_are_not_compared(go: Run, copied_versions: Path) -> None:
    path = copied_versions / "demo" / "2.0.0" / "framework.yaml"
    text = path.read_text(encoding="utf-8").replace("question: ", "question: Otherwise, ")
    path.write_text(text.replace("denominator: [clients]", "denominator: [clients.average]"), encoding="utf-8")
    result = go("compare", EARLIER, LATER, registry=copied_versions)
    assert (result.exit_code, result.stdout) == (3, "")
    assert "have nothing in common" in " ".join(result.stderr.split())


def test_a_profile_is_compared_only_over_versions_that_are_the_same(go: Run) -> None:
    result = go("compare", EARLIER, LATER, "--as", "demo-entry@2.0.0")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "is not based on demo@1.0.0" in " ".join(result.stderr.split())


# `report --compare` over versions.


def section(text: str, title: str) -> str:
    """Return a section of a report in Markdown, the second of that title being the one in the appendix."""
    return text.rsplit(f"\n## {title}\n", maxsplit=1)[-1].split("\n## ", maxsplit=1)[0]


def test_the_report_compares_on_the_common_core(go: Run) -> None:
    result = go("report", LATER, "--compare", EARLIER, "--format", "md", "-o", "-")
    assert (result.exit_code, result.stderr) == (0, "")
    changed = section(result.stdout, "What changed")
    assert "comparable on a common core only" in changed
    assert "Compared on: 1.2, 2.1, 2.2" in changed
    assert "| **Overall** | 78.33 | 66.67 | −11.66 |" in changed
    assert "**−11.66** Overall, on what both versions ask and score alike: 3 of 6 indicators" in result.stdout
    assert "Not compared" not in result.stdout


def test_the_report_on_a_profile_compares_what_the_profile_holds(go: Run) -> None:
    result = go("report", LATER, "--compare", EARLIER, "--as", "demo-entry@2.0.0", "--format", "md", "-o", "-")
    changed = section(result.stdout, "What changed")
    assert "Compared on: 1.2\n" in changed
    assert "| **Overall** | 100.00 | 50.00 | −50.00 |" in changed
    # Of the profile's own, for it is the profile that the report is on.
    assert "alike: 1 of 2 indicators" in result.stdout


def test_the_report_compares_the_whole_over_a_patch(go: Run, tmp_path: Path) -> None:
    patched = tmp_path / "patched.yaml"
    text = EARLIER.read_text(encoding="utf-8").replace("demo@1.0.0", "demo@1.0.1").replace("2024-12-31", "2025-12-31")
    patched.write_text(text.replace("value: 3", "value: 6"), encoding="utf-8")
    changed = section(go("report", patched, "--compare", EARLIER, "--format", "md", "-o", "-").stdout, "What changed")
    # Visits earn 1 and not 0.5: serving (1/3 + 0.8 + 1)/3 is 71.11, the whole 68.89.
    assert "| **Overall** | 60.56 | 68.89 | +8.33 |" in changed


def test_the_report_says_where_nothing_is_comparable(go: Run, copied_versions: Path) -> None:
    path = copied_versions / "demo" / "2.0.0" / "framework.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("previous: demo@1.0.1", "previous: demo@1.0.0"), encoding="utf-8")
    (file := copied_versions.parent / "patched.yaml").write_text(
        EARLIER.read_text(encoding="utf-8").replace("@1.0.0", "@1.0.1"), encoding="utf-8"
    )
    changed = section(go("report", LATER, "--compare", file, "--format", "md", "-o", "-", registry=copied_versions).stdout, "What changed")
    assert "Not compared, because the questions or their weights differ" in changed
    assert "answers demo@1.0.1" in changed
