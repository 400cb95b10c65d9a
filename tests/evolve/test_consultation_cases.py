"""Records of consultations: each case has exactly the findings that are marked in it, by hand, in the line where they are to be found.

A case is `tests/cases/consultation/<finding-code>/<name>.yaml`, the record of demo@1.1.0 in the small registry beside the cases. A line
`#: today <day>` says when it is looked at; a mark `#! <code> | <element> | <part of the message>` stands behind the line in which the
finding is, with - for no element.
"""

import re
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from spregistry.api import Registry
from spregistry.cli import main
from spregistry.evolve.consulting.governance import check_consultation, unmet
from spregistry.evolve.releasing.waivers import WHOLE, accepted
from spregistry.finding import RULES
from spregistry.load.consultation.consultations import parse_policy
from spregistry.model.release import Waiver

CASES = Path(__file__).parents[1] / "cases" / "consultation"
RECORDS = sorted(path for path in CASES.glob("*/*.yaml") if path.parent.name != "registry")
#: Codes of what a policy demands: warnings in `check` while the version is a draft, and in the way of its release.
DEMANDED = {
    "round-missing", "round-too-short", "round-open", "group-not-contacted", "group-not-heard", "comment-unanswered", "draft-missing", "change-unasked", "decision-missing",
    "body-unbalanced", "document-missing", "document-untimely", "contact-missing", "statement-missing", "review-date",
}  # fmt: skip
#: What no record can show; its own test below does.
WITHOUT_A_RECORD = {"no-consultation"}
TODAY = date(2025, 5, 1)

cases = pytest.mark.parametrize("case", RECORDS, ids=lambda path: str(path.relative_to(CASES).with_suffix("")))


class Marked(NamedTuple):
    code: str
    severity: str
    line: int
    element: str
    says: str


def marks(case: Path) -> list[Marked]:
    found = []
    for number, line in enumerate(case.read_text(encoding="utf-8").splitlines(), 1):
        mark = re.search(r"#! ([a-z-]+) \| (\S+) \| (.*)$", line)
        if mark:
            code, element, says = mark.groups()
            found.append(Marked(code, "warning" if code in DEMANDED else RULES[code].severity, number, element, says))
    return found


def today(case: Path) -> date:
    said = re.search(r"^#: today (\S+)$", case.read_text(encoding="utf-8"), re.MULTILINE)
    assert said, case
    return date.fromisoformat(said[1])


@pytest.fixture
def registry(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CASES / "registry", tmp_path / "standards"))


def placed(registry: Path, case: Path) -> Registry:
    shutil.copy(case, registry / "demo" / "1.1.0" / "consultation.yaml")
    return Registry.open(registry)


def test_every_code_has_a_case_and_every_case_shows_its_code() -> None:
    codes = {code for code, rule in RULES.items() if rule.about == "consultations"}
    assert codes - WITHOUT_A_RECORD <= {path.parent.name for path in RECORDS}
    assert {code for code, rule in RULES.items() if rule.demanded} == DEMANDED
    for case in RECORDS:
        found = {mark.code for mark in marks(case)}
        assert case.parent.name in found if case.parent.name != "valid" else not found, case


@cases
def test_a_record_has_exactly_the_findings_marked_in_it(registry: Path, case: Path) -> None:
    findings = check_consultation(placed(registry, case), "demo@1.1.0", today(case))
    told = [(each.code, each.severity, each.line, each.element or "-") for each in findings]
    expected = marks(case)
    assert sorted(told) == sorted((mark.code, mark.severity, mark.line, mark.element) for mark in expected)
    for mark in expected:
        assert any(each.code == mark.code and each.line == mark.line and mark.says in each.message for each in findings), mark
    assert all(each.hint and each.message.isprintable() for each in findings)
    assert all(each.file == str(registry / "demo" / "1.1.0" / "consultation.yaml") for each in findings)


def test_a_key_of_the_release_notes_is_sent_there(registry: Path) -> None:
    case = CASES / "unknown-key" / "days-of-the-notes.yaml"
    hints = {each.pointer: each.hint for each in check_consultation(placed(registry, case), "demo@1.1.0", TODAY)}
    assert hints["/next_review"] == "It belongs into notes.yaml."
    assert hints["/statment"] != hints["/next_review"]


@cases
def test_what_is_wrong_or_lacking_is_in_the_way_of_a_release(registry: Path, case: Path) -> None:
    found = unmet(placed(registry, case), "demo@1.1.0", today(case))
    expected = [(mark.code, mark.line, RULES[mark.code].severity) for mark in marks(case) if RULES[mark.code].severity != "note"]
    assert sorted((each.code, each.line, each.severity) for each in found) == sorted(expected)
    named = {each.element for each in found if each.code in DEMANDED or each.severity == "warning"}
    assert None not in named, "a waiver has to name an element"


@cases
def test_the_command_tells_whether_something_is_in_the_way(registry: Path, case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    placed(registry, case)
    with pytest.raises(SystemExit) as end:
        main(["--registry", str(registry), "consult", "status", "demo@1.1.0", "--today", today(case).isoformat()])
    shown = capsys.readouterr().out
    stops = [mark.code for mark in marks(case) if RULES[mark.code].severity != "note"]
    assert end.value.code == (1 if stops else 0)
    assert all(code in shown for code in stops)
    assert ("Nothing stands in the way" in shown) == (not stops)


def test_what_the_notes_waive_is_told_with_its_reason_and_not_in_the_way(registry: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = CASES / "group-not-contacted" / "too-few.yaml"
    placed(registry, case)
    [mark] = marks(case)
    notes = registry / "demo" / "1.1.0" / "notes.yaml"
    waiver = (
        f"\nwaivers:\n  - {{rule: {mark.code}, element: {mark.element}, reason: Few are left., approver: the board, version: VERSION}}\n"
    )
    written = notes.read_text(encoding="utf-8")

    def status() -> tuple[object, str]:
        with pytest.raises(SystemExit) as end:
            main(["--registry", str(registry), "consult", "status", "demo@1.1.0", "--today", today(case).isoformat()])
        return end.value.code, " ".join(capsys.readouterr().out.split())

    notes.write_text(written + waiver.replace("VERSION", "1.0.0"), encoding="utf-8")
    code, shown = status()
    assert (code, "Few are left." in shown) == (1, False), "it was accepted for another version"
    notes.write_text(written + waiver.replace("VERSION", "1.1.0"), encoding="utf-8")
    code, shown = status()
    assert code == 0
    assert "In the way of a release" not in shown
    before, _, after = shown.partition("Waived in the release notes")
    assert mark.code not in before
    assert mark.code in after
    assert "accepted by the board: Few are left." in after
    assert after.endswith("Nothing stands in the way of a release.")


def test_a_released_version_tells_what_its_notes_accept_and_not_as_a_remark(registry: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The second round's draft was never kept; seen a year after the release, as on the day of it."""
    placed(registry, CASES / "draft-not-kept" / "second-round.yaml")
    notes = registry / "demo" / "1.1.0" / "notes.yaml"
    waiver = "\nwaivers:\n  - {rule: draft-not-kept, element: round-2, reason: A disk was lost., approver: the board, version: 1.1.0}\n"
    notes.write_text(notes.read_text(encoding="utf-8") + waiver, encoding="utf-8")
    digest = Registry.open(registry)["demo@1.1.0"].digest
    write_record(registry, {"event": "released", "framework": "demo@1.1.0", "on": "2025-05-01", "before": None, "digest": digest})
    with pytest.raises(SystemExit) as end:
        main(["--registry", str(registry), "consult", "status", "demo@1.1.0", "--today", "2026-05-01"])
    shown = " ".join(capsys.readouterr().out.split())
    assert end.value.code == 0
    before, _, after = shown.partition("Waived in the release notes")
    assert "draft-not-kept" not in before
    assert "accepted by the board: A disk was lost." in after
    assert "In the way of a release" not in shown


def test_what_came_after_a_release_is_told_to_do_so_and_what_is_looked_at_from_before_is_not(registry: Path) -> None:
    opened = placed(registry, CASES / "day-to-come" / "decided-afterwards.yaml")
    [seen] = unmet(opened, "demo@1.1.0", date(2025, 4, 9))
    assert seen.message == "as of 2025-04-09, nobody can have said or decided anything on 2025-04-10; such days in the record: 1"
    event = {"event": "released", "framework": "demo@1.1.0", "on": "2025-04-09", "before": None, "digest": opened["demo@1.1.0"].digest}
    write_record(registry, event)
    [told] = check_consultation(Registry.open(registry), "demo@1.1.0", TODAY)
    said = "2025-04-10, on which something was said or decided, is after the day of the release, 2025-04-09; such days in the record: 1"
    assert (told.code, told.message) == ("day-to-come", said)


def test_a_version_without_a_record_cannot_be_released(registry: Path) -> None:
    opened = Registry.open(registry)
    assert [each.code for each in unmet(opened, "demo", TODAY)] == ["no-consultation"]
    assert check_consultation(opened, "demo@1.1.0", TODAY) == [], "while it is a draft, that is nobody's mistake"


def test_a_patch_is_free_of_a_policy_for_greater_steps(registry: Path) -> None:
    folder = registry / "demo" / "1.1.1"
    shutil.copytree(registry / "demo" / "1.1.0", folder)
    header = (folder / "framework.yaml").read_text().replace("version: 1.1.0", "version: 1.1.1").replace("demo@1.0.0", "demo@1.1.0")
    header = header.replace("        new: Somebody asked for it.\n", "")
    (folder / "framework.yaml").write_text(header)
    record = "format: 1\nframework: demo@1.1.1\npolicy: {title: Great steps, from_step: minor, decision: true}\n"
    (folder / "consultation.yaml").write_text(record)
    assert unmet(Registry.open(registry), "demo@1.1.1", TODAY) == []
    (folder / "consultation.yaml").write_text(record.replace("minor", "patch"))
    assert [each.code for each in unmet(Registry.open(registry), "demo@1.1.1", TODAY)] == ["decision-missing"]


def test_a_first_version_is_held_to_a_policy_for_the_greatest_steps(registry: Path) -> None:
    record = "format: 1\nframework: demo@1.0.0\npolicy: {title: Great steps, from_step: major, decision: true}\n"
    (registry / "demo" / "1.0.0" / "consultation.yaml").write_text(record)
    assert [each.code for each in unmet(Registry.open(registry), "demo@1.0.0", TODAY)] == ["decision-missing"]


def test_a_policy_beside_the_standards_goes_before_one_that_is_shipped(registry: Path) -> None:
    record = "format: 1\nframework: demo@1.0.0\npolicy: editors-only\n"
    (registry / "demo" / "1.0.0" / "consultation.yaml").write_text(record)
    shipped = {each.code for each in unmet(Registry.open(registry), "demo@1.0.0", TODAY)}
    assert shipped == {"statement-missing", "contact-missing", "review-date"}
    (registry / "policies" / "editors-only.yaml").write_text("title: Ours\n")
    assert unmet(Registry.open(registry), "demo@1.0.0", TODAY) == []


def test_the_page_lists_the_groups_of_the_policy_that_names_some() -> None:
    policy, found = parse_policy(Path(__file__).parents[2] / "standards" / "policies" / "iseal-style.yaml")
    assert policy is not None
    assert not found
    page = (Path(__file__).parents[2] / "docs" / "consultation.md").read_text(encoding="utf-8")
    rows = re.findall(r"(?m)^\| `([a-z-]+)` \| .* \| (\d+) \| (\d+|–) \|$", page)
    named = [(group.id, str(int(group.contacted)), str(int(group.responded)) if group.responded else "–") for group in policy.groups or ()]
    assert rows == named


def test_a_title_that_changes_after_the_last_round_follows_from_a_comment(registry: Path) -> None:
    """Who retitles an element after everybody has commented on it asks for something else, though no score changes by it."""
    header = registry / "demo" / "1.1.0" / "framework.yaml"
    header.write_text(header.read_text(encoding="utf-8").replace("title: It answers", "title: It is answered"), encoding="utf-8")
    case = CASES / "valid" / "everything-is-there.yaml"
    [found] = unmet(placed(registry, case), "demo@1.1.0", today(case))
    assert (found.code, found.element) == ("change-unasked", "answers")
    assert "“answers/title” (It is answered) changed after the last round" in found.message
    record = registry / "demo" / "1.1.0" / "consultation.yaml"
    named = record.read_text(encoding="utf-8").replace("changes: [listens/question]", "changes: [listens/question, answers/title]")
    record.write_text(named, encoding="utf-8")
    assert unmet(Registry.open(registry), "demo@1.1.0", today(case)) == []


def test_a_policy_that_is_wrong_is_told_and_never_passed_over(registry: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (registry / "policies" / "house.yaml").write_text("title: House\nrounds: [0]\n")
    record = "format: 1\nframework: demo@1.0.0\npolicy: house\n"
    (registry / "demo" / "1.0.0" / "consultation.yaml").write_text(record)
    assert [each.code for each in unmet(Registry.open(registry), "demo@1.0.0", TODAY)] == ["out-of-range"]
    (registry / "demo" / "1.0.0" / "consultation.yaml").unlink()
    with pytest.raises(SystemExit) as end:
        main(["--registry", str(registry), "check"])
    assert end.value.code == 1
    assert "house.yaml" in capsys.readouterr().out


def test_what_a_released_version_was_allowed_to_lack_is_not_told_again(registry: Path) -> None:
    case = CASES / "comment-unanswered" / "one-of-two.yaml"
    opened = placed(registry, case)
    assert [each.code for each in check_consultation(opened, "demo@1.1.0", today(case))] == ["comment-unanswered"]
    event = {"event": "released", "framework": "demo@1.1.0", "on": "2025-04-20", "before": None, "digest": opened["demo@1.1.0"].digest}
    write_record(registry, event)
    assert check_consultation(Registry.open(registry), "demo@1.1.0", today(case)) == []


def write_record(registry: Path, event: Mapping[str, object]) -> None:
    from spregistry.load.releases.record import append, read_record
    from spregistry.load.releases.record import write_record as write

    write(append(read_record(registry), event))


@pytest.mark.parametrize(
    ("record", "policy"),
    [
        (None, None),
        ("policy: no-such-policy", None),
        ("policy: ours", "title: Ours\nrounds: [many]\n"),
        ("policy: ours", "title: [Ours\n"),
        ("policy: ours", ""),
        ("policy: {title: Ours, rounds: [many]}", None),
        ("policy: editors-only\nrounds: [one]", None),
    ],
    ids=["no-record", "unknown-policy", "wrong-policy", "unreadable-policy", "empty-policy", "wrong-own-policy", "wrong-record"],
)
def test_what_switches_a_policy_off_cannot_be_waived(registry: Path, record: str | None, policy: str | None) -> None:
    """Whatever a waiver names: where no policy is applied, no finding that says so can be accepted."""
    place = registry / "demo" / "1.1.0" / "consultation.yaml"
    place.unlink(missing_ok=True)
    if record is not None:
        place.write_text(f"format: 1\nframework: demo@1.1.0\n{record}\n", encoding="utf-8")
    if policy is not None:
        (registry / "policies").mkdir(exist_ok=True)
        (registry / "policies" / "ours.yaml").write_text(policy, encoding="utf-8")
    found = unmet(Registry.open(registry), "demo@1.1.0", TODAY)
    waivers = [
        Waiver(rule=each.code, element=each.element or WHOLE, reason="None.", approver="the board", version="1.1.0", path=[])
        for each in found
    ]
    standing, let_go = accepted(found, waivers, "1.1.0")
    assert standing
    assert let_go == []
