"""What editors leave on record has its pages; expectations are worked out by hand from `tests/record_registries.py`."""

import html
import json
import re
import shutil
from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

import record_registries
import site_registries
from site_building import written
from spregistry.api import Registry
from spregistry.errors import CannotWrite
from spregistry.load.releases.record import append, read_record, write_record
from spregistry.load.releases.record import text as text_of_record
from spregistry.model.canonical import digest
from spregistry.model.consultation import Policy
from spregistry.model.release import Record, Signature
from spregistry.publish.site.markdown import Voice
from spregistry.publish.site.record.history import done
from spregistry.publish.site.record.marked import sides
from spregistry.publish.site.record.policy_words import DEMANDS, policy_words
from spregistry.publish.site.tree import site_tree

#: The worked consultation that is shipped.
EXAMPLE = Path(__file__).parents[4] / "examples" / "consultation" / "standards"


def text(tree: Path, path: str) -> str:
    """Return what a page says, without the escapes that Markdown needs."""
    return html.unescape((tree / "docs" / "standards" / path).read_text(encoding="utf-8"))


def section(page: str, id_: str) -> str:
    """Return the part of a page under the heading with an id."""
    return re.split(r"\n#{1,6} ", page.split(f"{{ #{id_}")[1])[0]


# Versions.


def versions_line(page: str) -> str:
    """Return the line of a page that leads to other versions."""
    return next(line for line in page.splitlines() if line.startswith("Other versions of this page: "))


def test_a_page_leads_to_the_same_page_in_every_other_version(recorded_tree: Path) -> None:
    page = text(recorded_tree, "demo/2.0.0/en/facts.md")
    assert versions_line(page) == (
        "Other versions of this page: [1.0.0](../../1.0.0/en/facts.md) (deprecated), [1.1.0](../../1.1.0/en/facts.md) (recalled), "
        "[2.1.0](../../2.1.0/en/facts.md) (draft). [All versions](../../index.md)"
    )
    french = text(recorded_tree, "demo/1.1.0/fr/facts.md")
    assert "[1.0.0](../../1.0.0/en/facts.md)" in french  # the first version is not in French
    assert "[2.0.0](../../2.0.0/fr/facts.md)" in french
    assert "[2.1.0](../../2.1.0/en/facts.md)" in french


def test_a_version_without_the_page_is_led_to_at_its_start_and_says_so(recorded_tree: Path) -> None:
    # The first version changed nothing, and only the draft of 2.1.0 has a form for comments.
    changes = versions_line(text(recorded_tree, "demo/2.0.0/en/changes.md"))
    assert "[1.0.0](../../1.0.0/en/index.md) (deprecated; without this page, to its start)" in changes
    assert "[1.1.0](../../1.1.0/en/changes.md) (recalled)" in changes
    assert "[2.1.0](../../2.1.0/en/changes.md) (draft)" in changes
    comments = versions_line(text(recorded_tree, "demo/2.1.0/en/comment.md"))
    for version, state in (("1.0.0", "deprecated"), ("1.1.0", "recalled"), ("2.0.0", "in force")):
        assert f"[{version}](../../{version}/en/index.md) ({state}; without this page, to its start)" in comments


def test_of_many_versions_a_page_leads_to_the_last_to_those_near_and_to_the_list_of_all(tmp_path: Path) -> None:
    tree = site_tree(Registry.open(record_registries.alike(tmp_path, 14)), today=date(2026, 1, 1))

    def named(version: str) -> list[str]:
        return re.findall(r"\[(1\.[0-9.]+)\]", versions_line(tree.docs[f"standards/demo/{version}/en/facts.md"].decode()))

    last = [f"1.{minor}.0" for minor in range(6, 14)]
    assert named("1.3.0") == ["1.2.0", "1.4.0", *last]
    assert named("1.13.0") == last[:-1]
    listed = tree.docs["standards/demo/index.md"].decode()
    assert all(f"[1.{minor}.0](1.{minor}.0/index.md)" in listed for minor in range(14))


def test_where_a_group_is_not_there_a_page_leads_to_what_it_became_or_to_the_start_of_that_version(tmp_path: Path) -> None:
    one, two = (record_registries.indicator(id_, code, id_, f"Is it {id_}?") for id_, code in (("one", "1.1"), ("two", "2.1")))
    first = record_registries.framework("1.0.0", None, [one], [two])
    second = record_registries.framework("2.0.0", "1.0.0", [one], [two])
    second["groups"] = [{**second["groups"][0], "id": "aims", "supersedes": ["goals"]}]
    second["withdrawn"] = [{"id": id_, "reason": "It was too much."} for id_ in ("complaints", "two")]
    for data in (first, second):
        record_registries.dump(tmp_path / "registry" / "demo" / data["version"] / "framework.yaml", data)
    tree = written(tmp_path / "tree", tmp_path / "registry")
    assert "2.0.0: [1 Goals](../../../2.0.0/en/read/aims.md)" in text(tree, "demo/1.0.0/en/read/goals.md")
    assert "[2.0.0](../../../2.0.0/en/index.md) (draft; without this page, to its start)" in text(tree, "demo/1.0.0/en/read/complaints.md")
    assert "1.0.0: [1 Goals](../../../1.0.0/en/read/goals.md)" in text(tree, "demo/2.0.0/en/read/aims.md")


@pytest.mark.parametrize(
    ("version", "said"),
    [
        ("1.0.0", ["Deprecated on 2025-01-02", "The second edition replaces it today.", "until 2025-12-31", "[<code>demo@2.0.0</code>]"]),
        ("1.1.0", ["Recalled on 2025-01-03", "One question was wrong.", "do not rely on results by it"]),
    ],
)
def test_every_page_of_a_version_out_of_use_says_so_with_day_and_reason(recorded_tree: Path, version: str, said: list[str]) -> None:
    pages = [*(recorded_tree / "docs" / "standards" / "demo" / version / "en").rglob("*.md")]
    assert len(pages) > 6
    for path in pages:
        page = html.unescape(path.read_text(encoding="utf-8"))
        assert all(piece in page for piece in said), path


def test_a_version_out_of_use_has_one_banner_that_leads_to_the_one_to_use(recorded_tree: Path) -> None:
    # The record of 1.0.0 names 2.0.0, the version to use, in its place; that of 1.1.0 names none.
    deprecated, recalled = (text(recorded_tree, f"demo/{version}/en/facts.md") for version in ("1.0.0", "1.1.0"))
    for page in (deprecated, recalled):
        assert page.count("\n!!! ") == 1
    assert "In its place: [<code>demo@2.0.0</code>](../../2.0.0/index.md)" in deprecated
    assert "The version to use is on the page of" not in deprecated
    assert "The version to use is on the page of [demo](../../index.md)." in recalled
    # A draft is in no record: that another is to be used is all there is to say.
    draft = text(recorded_tree, "demo/2.1.0/en/facts.md")
    assert draft.count("\n!!! ") == 1
    assert "This page shows another version." in draft


def test_what_was_put_together_is_named_in_one_sentence(tmp_path: Path) -> None:
    one, two, three = (
        record_registries.indicator(id_, code, id_, "Is it?") for id_, code in (("one", "1.1"), ("two", "1.2"), ("three", "2.1"))
    )
    merged = [{"id": id_, "relation": "merge"} for id_ in ("one", "two")]
    split = [{"id": "three", "relation": "split"}, {"id": "two", "relation": "split"}]
    all_ = record_registries.indicator("all", "1.1", "All", "Are all?", supersedes=merged)
    part = record_registries.indicator("part", "2.1", "Part", "Is a part?", supersedes=split)
    for data in (
        record_registries.framework("1.0.0", None, [one, two], [three]),
        record_registries.framework("2.0.0", "1.0.0", [all_], [part]),
    ):
        record_registries.dump(tmp_path / "registry" / "demo" / data["version"] / "framework.yaml", data)
    page = text(written(tmp_path / "tree", tmp_path / "registry"), "demo/2.0.0/index.md")
    line = next(each for each in page.splitlines() if "1.1 All" in each)
    assert line.endswith("Put together from several. It continues <code>one</code>, <code>two</code> of version 1.0.0.")
    line = next(each for each in page.splitlines() if "2.1 Part" in each)
    assert line.count("A part of one that was split.") == 2


def test_a_version_in_force_has_no_banner(recorded_tree: Path) -> None:
    page = text(recorded_tree, "demo/2.0.0/en/facts.md")
    assert 'class="badge badge-active">in force<' in page
    assert "!!!" not in page


def on_day(folder: Path, today: date) -> dict[str, str]:
    """Return the pages of the site of a registry as it is written on a day."""
    tree = site_tree(Registry.open(folder), today=today)
    return {path.removeprefix("standards/"): html.unescape(content.decode()) for path, content in tree.docs.items() if path.endswith(".md")}


def test_a_version_whose_day_is_to_come_says_so_on_every_page_until_that_day(recorded: Path) -> None:
    eve, day = on_day(recorded, date(2025, 1, 31)), on_day(recorded, date(2025, 2, 1))
    for path, mark in (
        ("demo/2.0.0/en/facts.md", 'class="badge badge-active">{}<'),
        ("demo/2.1.0/en/facts.md", "[2.0.0](../../2.0.0/en/facts.md) ({})"),
        ("demo/index.md", "| [2.0.0](2.0.0/index.md) | {} |"),
        ("demo/2.0.0/index.md", "\nState\n:   {}\n"),
        ("index.md", "<code>demo@2.0.0</code> · {} · "),
    ):
        assert mark.format("in force from 2025-02-01") in eve[path], path
        assert mark.format("in force") in day[path], path
        assert "in force from" not in day[path], path
    assert 'badge-recalled">recalled<' in eve["demo/1.1.0/en/facts.md"]
    # A history leaves out that a version is in force.
    assert "- 2.0.0 (in force from 2025-02-01): [2.1 Complaints by phone]" in eve["demo/history/en/complaints.md"]
    assert "- 2.0.0: [2.1 Complaints by phone]" in day["demo/history/en/complaints.md"]


def test_a_profile_whose_day_is_to_come_says_so_at_its_base(recorded: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(recorded, tmp_path / "standards"))
    event = {"event": "released", "framework": "first@1.0.0", "on": "2026-01-01", "effective": "2026-03-01"}
    said = {"digest": Registry.open(folder)["first@1.0.0"].digest, "engine": "spregistry"}
    write_record(append(read_record(folder), {**event, **said}))
    for today, state in ((date(2026, 2, 28), "in force from 2026-03-01"), (date(2026, 3, 1), "in force")):
        assert f"<code>first@1.0.0</code> · {state} · " in on_day(folder, today)["demo/2.0.0/en/index.md"]


def test_an_erratum_stands_at_its_element_alone(recorded_tree: Path) -> None:
    page = text(recorded_tree, "demo/2.0.0/en/read/complaints.md")
    assert "Erratum of 2025-03-01" in section(page, "by-phone")
    assert "Erratum" not in section(page, "in-person")


# What changed.


def test_what_changed_is_told_by_part_and_impact_with_words_beside_each_other(recorded_tree: Path) -> None:
    page = text(recorded_tree, "demo/1.1.0/en/changes.md")
    assert "Says one question in clearer words." in page
    written_ = section(page, "written")
    assert "question reworded" in written_
    assert "Classed as editorial by the editors: Written and written down are the same." in written_
    assert re.search(r"Are the goals written<ins><span[^>]*>\[inserted: </span> down<span[^>]*>\]</span></ins>\?", written_)
    assert "Why: Three lenders proposed it." in section(page, "posted")
    # Nothing scored was touched, so all scores may be compared.
    assert "demo@1.0.0 and demo@1.1.0 are comparable: what both ask means, and scores, the same." in page
    assert "part_complaints" not in page


def test_what_became_of_an_element_is_linked_on_both_sides(recorded_tree: Path) -> None:
    page = text(recorded_tree, "demo/2.0.0/en/changes.md")
    widened = section(page, "reviewed-yearly")
    assert "[1.1.0: 1.2 Goals are reviewed](../../1.1.0/en/read/goals.md#reviewed)" in widened
    assert "[2.0.0: 1.2 Goals are reviewed yearly](read/goals.md#reviewed-yearly)" in widened
    assert "asks more than “Goals are reviewed” (1.2 of 1.1.0)" in widened
    for id_ in ("by-phone", "in-person"):
        assert "split from “There is a box” (2.1 of 1.1.0)" in section(page, id_)
    assert "asks more than “Goals are reviewed” (1.2 of 1.1.0)" in text(recorded_tree, "demo/history/en/goals.md")
    assert "Nobody writes any more." in section(page, "paper")
    assert page.index("{ #part_goals }") < page.index("{ #reviewed-yearly") < page.index("{ #part_complaints }") < page.index("{ #paper")


def test_changes_name_other_elements_by_code_and_title_and_tags_by_theirs(tmp_path: Path) -> None:
    """What moved, was merged or has other tags; only of what goes on under another id is the id itself told."""
    one, two, three = (
        record_registries.indicator(id_, code, f"Title of {id_}", "Is it?", **more)
        for id_, code, more in (("one", "1.1", {"tags": ["entry"]}), ("two", "1.2", {}), ("three", "2.1", {}))
    )
    first = record_registries.framework("1.0.0", None, [one, two], [three])
    both = record_registries.indicator(
        "both", "2.2", "Both at once", "Are both?", supersedes=[{"id": "two", "relation": "merge"}, {"id": "three", "relation": "merge"}]
    )
    moved = {key: value for key, value in one.items() if key != "tags"} | {"code": "2.1"}
    named = record_registries.indicator("named", "1.1", "New", "Is it?", new="Asked for.")
    second = record_registries.framework("2.0.0", "1.0.0", [named], [moved, both])
    third = record_registries.framework("3.0.0", "2.0.0", [named], [moved, both])
    third["groups"] = [{**third["groups"][0], "id": "aims", "title": "Aims", "supersedes": ["goals"]}, third["groups"][1]]
    for data in (first, second, third):
        for group in data["groups"]:
            for each in group["indicators"] if data is third else ():
                each.pop("supersedes", None)
                each.pop("new", None)
        record_registries.dump(tmp_path / "registry" / "demo" / data["version"] / "framework.yaml", json.loads(json.dumps(data)))
    site_registries.translated(
        Registry.open(tmp_path / "registry")["demo@2.0.0"], tmp_path / "registry", "fr", lambda source: f"FR {source}"
    )
    tree = written(tmp_path / "tree", tmp_path / "registry")
    english, french = (text(tree, f"demo/2.0.0/{language}/changes.md") for language in ("en", "fr"))
    assert "moved from the group “Goals” (1 of 1.0.0) to “Complaints” (2)" in section(english, "one")
    assert "tags: Where to start → " in section(english, "one")
    assert "merged from “Title of two” (1.2 of 1.0.0), “Title of three” (2.1 of 1.0.0)" in section(english, "both")
    # The first version is not in French: what is quoted from it is marked, and what is quoted from the second is not.
    moved_in_french = section(french, "one")
    assert re.search(r"<span lang=.en.>Goals</span>\W{1,3}\(1 \w+ 1\.0\.0\)", moved_in_french)
    assert re.search(r"[«“]\W?FR Complaints\W?[»”] \(2\)", moved_in_french)
    assert "goes on under another id; before: <code>goals</code>" in section(text(tree, "demo/3.0.0/en/changes.md"), "aims")


def test_an_element_says_what_kind_it_is_what_it_was_and_is_and_its_gravest_change_first(tmp_path: Path) -> None:
    where = {"properties": {"clients": {"minimum": 10}}, "required": ["clients"]}
    check = {"id": "few", "severity": "warning", "message": "Many clients.", "at_most": ["clients", "clients"]}
    one, two, box = (
        record_registries.indicator(id_, code, id_.title(), "Is it?") for id_, code in (("one", "1.1"), ("two", "1.2"), ("box", "2.1"))
    )
    asked = {**two, "code": "1.1", "applies_when": where}
    first = record_registries.framework("1.0.0", None, [one, two], [box])
    second = record_registries.framework(
        "2.0.0", "1.0.0", [asked], [box], withdrawn=[{"id": "one", "reason": "Nobody asked."}], quality_checks=[check]
    )
    second["tags"] = [*second["tags"], {"id": "agents", "title": "Agents"}]
    for data in (first, second):
        record_registries.dump(tmp_path / "registry" / "demo" / data["version"] / "framework.yaml", data)
    page = text(written(tmp_path / "tree", tmp_path / "registry"), "demo/2.0.0/en/changes.md")
    assert "\n### Tag · Agents { #tag_agents_ " in page
    assert "\n### Check of facts · <code>few</code> { #quality-check_few_ " in page
    told = [line for line in section(page, "two").splitlines() if line.startswith("- ") or " → “" in line]
    assert [line.partition(" <span")[0] for line in told] == [
        "- asked under other conditions",
        "Always. → “Clients” is at least 10",
        "- renumbered from 1.2 to 1.1",
    ]


def test_of_an_older_version_all_that_changed_since_is_told_once(recorded_tree: Path) -> None:
    since = text(recorded_tree, "demo/1.0.0/en/since.md")
    assert "# What changed from 1.0.0 to 2.0.0" in since
    assert "Classed as editorial" in section(since, "written")
    assert "are comparable on a common core only" in since
    # What editors say of one step is not said of both.
    assert "- 2.0.0: Complaints are asked for by channel.\n- 1.1.0: Says one question in clearer words.\n" in since
    assert "\nSays one question in clearer words.\n{: .intro }" in text(recorded_tree, "demo/1.1.0/en/changes.md")
    # Of the four that 2.0.0 scores only `written` is as it was; a fifth, `posted`, is not scored.
    assert "Scored indicators of demo@2.0.0 in the common core: 1 of 4." in since
    for version in ("1.1.0", "2.0.0", "2.1.0"):
        assert not (recorded_tree / "docs" / "standards" / "demo" / version / "en" / "since.md").exists()


def test_over_several_steps_a_rewording_has_the_gravest_class_that_editors_gave(tmp_path: Path) -> None:
    registry = record_registries.alike(tmp_path / "registry", 4)
    for version, class_ in (("1.1.0", "substantive"), ("1.2.0", "editorial")):
        said = {"element": "written", "field": "question", "class": class_, "reason": f"Reason of {version}."}
        notes = {"format": 1, "summary": f"Words of {version}.", "classes": [said]}
        record_registries.dump(registry / "demo" / version / "notes.yaml", notes)
    tree = written(tmp_path / "tree", registry)
    both = section(text(tree, "demo/1.2.0/en/from-1.0.0.md"), "written")
    assert "Classed as substantive by the editors: Reason of 1.1.0." in both
    assert "score-significant" in both
    assert "Classed as editorial by the editors: Reason of 1.2.0." in section(text(tree, "demo/1.2.0/en/changes.md"), "written")


def test_a_rewording_that_nobody_classed_stands_by_itself_and_is_not_called_editorial(tmp_path: Path) -> None:
    registry = record_registries.alike(tmp_path / "registry", 3)
    said = {"element": "written", "field": "question", "class": "editorial", "reason": "It means the same."}
    record_registries.dump(registry / "demo" / "1.1.0" / "notes.yaml", {"format": 1, "summary": "Clearer.", "classes": [said]})
    tree = written(tmp_path / "tree", registry)
    classed, unclassed = (text(tree, f"demo/{version}/en/changes.md") for version in ("1.1.0", "1.2.0"))
    assert "not classed yet" not in classed
    assert "| Part | breaking | score-significant | not classed yet | additive | editorial |" in unclassed
    assert "| [1 Goals](#part_goals) | – | – | 1 | – | – |" in unclassed
    titles = re.findall(r"\n(.*)\n\{: \.impact-title \}", unclassed)
    assert titles == ["Rewordings not classed yet: an editor must say whether they change what is asked"]
    own = section(unclassed, "written")
    assert '<span class="impact impact-unclassed">not classed yet</span>' in own
    assert "editorial" not in own
    # Of two steps one was classed, so together they are not.
    both = section(text(tree, "demo/1.0.0/en/since.md"), "written")
    assert "not classed yet" in both
    assert "Classed as editorial" not in both


def test_words_are_compared_in_the_language_of_the_reader_where_both_versions_have_it(recorded_tree: Path) -> None:
    french = text(recorded_tree, "demo/2.0.0/fr/changes.md")
    assert "FR Goals are reviewed yearly" in french
    assert 'lang: "fr"' in french


#: Where each two versions of the recorded framework are compared, worked out by hand: 2.0.0 is in force, 2.1.0 is a draft.
PAIRS = {
    ("1.0.0", "1.1.0"): "1.1.0/{}/changes.md", ("1.0.0", "2.0.0"): "1.0.0/{}/since.md", ("1.0.0", "2.1.0"): "2.1.0/{}/from-1.0.0.md",
    ("1.1.0", "2.0.0"): "2.0.0/{}/changes.md", ("1.1.0", "2.1.0"): "2.1.0/{}/from-1.1.0.md", ("2.0.0", "2.1.0"): "2.1.0/{}/changes.md",
}  # fmt: skip


def test_any_two_versions_are_compared_and_a_table_leads_to_each_pair(recorded_tree: Path) -> None:
    found = re.findall(r"\[([0-9.]+) → ([0-9.]+)\]\(([^)]+)\)", text(recorded_tree, "demo/index.md"))
    assert {(before, after): target for before, after, target in found} == {pair: name.format("en") for pair, name in PAIRS.items()}
    assert len(found) == len(PAIRS)
    for (before, after), name in PAIRS.items():
        assert f"# What changed from {before} to {after}\n" in text(recorded_tree, f"demo/{name.format('en')}")
    # The page for one language leads to the same, and every comparison leads back to it.
    own = text(recorded_tree, "demo/compare/en.md")
    assert re.findall(r"\[([0-9.]+) → ([0-9.]+)\]\(\.\./([^)]+)\)", own) == found
    assert "[Comparer d’autres versions](../../compare/fr.md)" in text(recorded_tree, "demo/2.0.0/fr/changes.md")
    # The first version and the draft are in English only.
    french = {pair: name.format("en" if name.startswith(("1.0.0", "2.1.0")) else "fr") for pair, name in PAIRS.items()}
    told = re.findall(r"\[([0-9.]+) → ([0-9.]+)\]\(\.\./([^)]+)\)", text(recorded_tree, "demo/compare/fr.md"))
    assert {(before, after): target for before, after, target in told} == french
    assert "[Compare two versions](../../compare/en.md)" in text(recorded_tree, "demo/1.0.0/en/index.md")
    assert not (recorded_tree / "docs/standards/first/compare").exists()


def about_all_versions(paths: Iterable[str]) -> set[str]:
    """Return the addresses of pages about a framework as a whole."""
    return {path for path in paths if re.match(r"standards/demo/(?!\d)", path)}


def test_a_draft_takes_no_address_away(recorded: Path, recorded_tree: Path, tmp_path: Path) -> None:
    """Versions 1.1.0 and 2.0.0 are in French, and the draft is not."""
    without = Path(shutil.copytree(recorded, tmp_path / "standards"))
    shutil.rmtree(without / "demo" / "2.1.0")
    before = about_all_versions(site_tree(Registry.open(without), today=date(2026, 5, 2)).docs)
    after = about_all_versions(path.relative_to(recorded_tree / "docs").as_posix() for path in recorded_tree.rglob("*.md"))
    named = ("compare/{}", "releases/{}", "history/{}/goals", "history/{}/complaints", "history/{}/facts")
    both = {f"standards/demo/{name.format(language)}.md" for name in named for language in ("en", "fr")}
    index = {f"standards/demo/{name}.md" for name in ("index", "elements", "elements/fr")}
    assert (before, after) == (both | index, both | index)


def test_pages_about_all_versions_are_told_in_each_language_of_any_version(recorded_tree: Path) -> None:
    releases, history = text(recorded_tree, "demo/releases/fr.md"), text(recorded_tree, "demo/history/fr/complaints.md")
    assert "# Publications de «\xa0FR Demonstration\xa0»\n" in releases
    assert '[English](en.md){ hreflang="en" lang="en" }' in releases
    assert "(fr.md)" in text(recorded_tree, "demo/releases/en.md")
    assert "## 2.1 FR Complaints by phone { #by-phone }" in history
    assert (
        '- 2.1.0 (brouillon)\xa0: [2.1 <span lang="en">Complaints by phone</span>](../../2.1.0/en/read/complaints.md#by-phone)' in history
    )
    assert "- 2.0.0\xa0: [2.1 FR Complaints by phone](../../2.0.0/fr/read/complaints.md#by-phone)" in history
    assert "[Tout son historique](../../../history/fr/complaints.md#by-phone)" in text(recorded_tree, "demo/2.0.0/fr/read/complaints.md")
    index = text(recorded_tree, "demo/elements/fr.md")
    assert '[English](../elements.md){ hreflang="en" lang="en" }' in index
    assert "(elements/fr.md)" in text(recorded_tree, "demo/elements.md")
    row = next(line for line in index.splitlines() if 'id="box" class="gone"' in line)
    assert "[2.1 FR There is a box](../1.1.0/fr/read/complaints.md#box)" in row
    assert "(../2.0.0/fr/read/complaints.md#in-person)" in row
    assert "(../history/fr/complaints.md#box)" in row


def test_over_several_steps_each_change_is_told_once_with_the_words_of_both_ends(recorded_tree: Path) -> None:
    page = text(recorded_tree, "demo/2.1.0/en/from-1.1.0.md")
    assert "split from “There is a box” (2.1 of 1.1.0)" in section(page, "by-phone")
    assert "asks more than “Goals are reviewed” (1.2 of 1.1.0)" in section(page, "reviewed-yearly")
    assert "Nobody writes any more." in section(page, "paper")
    # Both have `written` and `posted` in the same words.
    assert "{ #written" not in page
    assert "{ #posted" not in page


def test_what_goes_back_to_nothing_is_compared_with_nothing(tmp_path: Path) -> None:
    goals, complaints = (record_registries.indicator(id_, code, id_, "Is it?") for id_, code in (("one", "1.1"), ("two", "2.1")))
    for version, previous in (("1.0.0", None), ("1.1.0", "1.0.0"), ("2.0.0", None)):
        data = record_registries.framework(version, previous, [goals], [complaints])
        record_registries.dump(tmp_path / "registry" / "demo" / version / "framework.yaml", data)
    tree = written(tmp_path / "tree", tmp_path / "registry")
    table = [line for line in text(tree, "demo/compare/en.md").splitlines() if line.startswith("|")]
    assert [[cell.strip() for cell in line.strip("|").split("|")] for line in (table[0], *table[2:])] == [
        ["From", "1.1.0"], ["1.0.0", "[1.0.0 → 1.1.0](../1.1.0/en/changes.md)"]
    ]  # fmt: skip
    assert "A dash stands where" in text(tree, "demo/compare/en.md")


def test_pairs_of_versions_grow_with_the_number_of_versions(tmp_path: Path) -> None:
    """The last eight versions are all compared with each other; each further one adds its step and what changed from it to the one to use."""
    counted = {}
    for count in (3, 6, 10, 12, 14):
        registry = record_registries.alike(tmp_path / str(count), count)
        tree = site_tree(Registry.open(registry), today=date(2026, 1, 1))
        own = {path: content for path, content in tree.docs.items() if path.startswith("standards/demo/") and path.endswith(".md")}
        counted[count] = (len(own), sum(map(len, own.values())))
        assert sum(path.endswith("/changes.md") for path in own) == count - 1
        assert sum(path.endswith("/since.md") for path in own) == count - 2
        # Of eight, the highest is the one to use: 7 * 6 / 2 pairs are left, of which 6 are steps.
        assert sum("/from-" in path for path in own) == {3: 0, 6: 6}.get(count, 15)
        for page in ("index", "compare/en"):
            assert own[f"standards/demo/{page}.md"].count(" → ".encode()) == {3: 3, 6: 15}.get(count, 28 + 2 * (count - 8))
    assert counted[14][0] - counted[12][0] == counted[12][0] - counted[10][0]
    assert counted[14][1] - counted[12][1] <= 1.05 * (counted[12][1] - counted[10][1])


# Histories and ids.


def test_an_indicator_tells_its_history_and_leads_to_other_versions(recorded_tree: Path) -> None:
    page = section(text(recorded_tree, "demo/2.0.0/en/read/goals.md"), "reviewed-yearly")
    assert '<span class="badge badge-change">widened</span>' in page
    assert "Since 1.0.0. [2.0.0](../changes.md#reviewed-yearly): widened." in page
    assert "[1.1.0: 1.2 Goals are reviewed](../../../1.1.0/en/read/goals.md#reviewed)" in page
    assert "[2.1.0: 1.2 Goals are reviewed yearly](../../../2.1.0/en/read/goals.md#reviewed-yearly)" in page
    assert "(../../../history/en/goals.md#reviewed-yearly)" not in text(recorded_tree, "demo/2.0.0/fr/read/goals.md")


def test_the_whole_history_of_an_element_goes_back_over_its_ids(recorded_tree: Path) -> None:
    page = section(text(recorded_tree, "demo/history/en/complaints.md"), "by-phone")
    lines = [line for line in page.splitlines() if line.startswith("- ")]
    assert [line[2:7] for line in lines] == ["2.1.0", "2.0.0", "1.0.0"]
    assert "question reworded" in lines[0]
    assert "[2.1 There is a box](../../1.0.0/en/read/complaints.md#box)" in lines[2]


def test_an_id_that_was_withdrawn_names_what_continues_it(recorded_tree: Path) -> None:
    index = text(recorded_tree, "demo/elements.md")
    rows = {match[1]: line for line in index.splitlines() if (match := re.search(r'<span id="([a-z0-9-]+)"', line))}
    assert set(rows) == {
        "goals", "complaints", "written", "reviewed", "reviewed-yearly", "posted", "box", "paper", "by-phone", "in-person", "clients"
    }  # fmt: skip
    assert "Continued by: [2.1 Complaints by phone](2.0.0/en/read/complaints.md#by-phone), [2.2 Complaints in person]" in rows["box"]
    assert "Nobody writes any more.<br>Nothing stands in its place." in rows["paper"]
    assert 'class="gone"' in rows["box"]
    assert 'class="gone"' not in rows["by-phone"]


def test_a_framework_of_one_version_has_no_history(recorded_tree: Path) -> None:
    assert not (recorded_tree / "docs" / "standards" / "first" / "history").exists()
    assert "Since" not in text(recorded_tree, "first/1.0.0/en/read/complaints.md")


def test_kinds_are_told_once_each() -> None:
    assert done(()) == []


# Crosswalks and profiles.


def test_a_crosswalk_is_read_from_both_ends(recorded_tree: Path) -> None:
    forth, back = (text(recorded_tree, f"crosswalks/demo-codes/en/{name}.md") for name in ("index", "reversed"))
    assert "[<code>demo@2.0.0</code>](../../../demo/2.0.0/index.md)" in forth
    assert "<code>codes@5.3</code>" in forth
    pair = section(forth, "by-phone").splitlines()[2]
    assert ">part of<" in pair
    assert "<code>OI.1</code> Phone lines today · confidence: high<br>One line of several today." in pair
    turned = section(back, "OI_1")
    assert ">includes<" in turned
    assert "[2.1 Complaints by phone](../../../demo/2.0.0/en/read/complaints.md#by-phone)" in turned
    assert len(re.findall(r"^- ", section(back, "OI_2"), re.MULTILINE)) == 2


def test_elements_say_what_they_are_mapped_to_in_the_version_that_is_pinned(recorded_tree: Path) -> None:
    page = section(text(recorded_tree, "demo/2.0.0/fr/read/complaints.md"), "by-phone")
    assert "<code>OI.1</code>" in page
    assert "(../../../../crosswalks/demo-codes/fr/index.md#by-phone)" in page
    assert "OI.1" not in text(recorded_tree, "demo/2.1.0/en/read/complaints.md")


def test_a_profile_says_what_it_borrows_and_the_minimums_of_its_awards(recorded_tree: Path) -> None:
    page = text(recorded_tree, "first/1.0.0/fr/profile.md")
    # By tag `in-person` and `written`, by name `by-phone`; without `written`.
    assert re.search(r"2 [^\n]*\b5\b[^\n]*\[<code>demo@2\.0\.0</code>\]\(\.\./\.\./\.\./demo/2\.0\.0/fr/index\.md\)", page)
    assert re.search(r": FR Where to start\.", page)  # whatever the interface says before it
    assert "| [2 FR Complaints](read/complaints.md#complaints) | 60 |" in page
    assert "[2.0.0: 2.1 FR Complaints by phone](../../../demo/2.0.0/fr/read/complaints.md#by-phone)" in page
    assert "[First steps](../../../first/1.0.0/en/profile.md)" in text(recorded_tree, "demo/2.0.0/en/index.md")
    assert "Profiles" not in text(recorded_tree, "demo/1.0.0/en/index.md")


def test_search_finds_an_indicator_at_the_base_and_not_in_every_profile(recorded_tree: Path) -> None:
    def searched(path: str) -> bool:
        return '"exclude": true' not in text(recorded_tree, path).split("---")[1]

    assert searched("demo/2.0.0/en/read/complaints.md")
    assert searched("first/1.0.0/en/profile.md")
    assert not searched("first/1.0.0/en/read/complaints.md")


# Consultations.


def test_a_consultation_shows_rounds_coverage_comments_decisions_and_what_is_missing(recorded: Path) -> None:
    tree = site_tree(Registry.open(recorded), today=date(2026, 5, 2))
    page = html.unescape(tree.docs["standards/demo/2.1.0/en/consultation.md"].decode())
    # Round 2 ends on 2099-06-30; counted with another calendar: 73 years of 365 days, 18 leap days, and from 2 May to 30 June.
    left = (date(2099, 6, 30).toordinal() - date(2026, 5, 2).toordinal()) + 1
    assert f"days left: {left} (on 2026-05-02)" in page
    row = next(line for line in page.splitlines() if line.startswith('<tr><th scope="row">Clients today'))
    assert re.findall(r"<td>([^<]*)</td>", row)[:3] == ["10", "4", "2"]
    # Ten were contacted, which is most: the frame is whole, and four tenths of it are filled.
    assert 'class="bar-whole" x="0.5" y="0.5" width="199.0"' in row
    assert 'class="bar-part" x="0.5" y="0.5" width="80.0"' in row
    assert "silent" in next(line for line in page.splitlines() if line.startswith('<tr><th scope="row">Vendors'))
    assert "3 of 8" in page
    assert "| accepted | 1 |" in page
    assert "| without an answer | 1 |" in page
    assert "for 2, against 3, abstained 0" in page
    assert "the last decision does not approve the version" in page
    assert "Rounds, with the days that each is open at least: 60, 30." in page
    comments = html.unescape(tree.docs["standards/demo/2.1.0/en/consultation/round-1.md"].decode())
    assert "[2.1 Complaints by phone](../read/complaints.md#by-phone) · <code>question</code>" in comments
    assert "Fewer goals, please." in comments


def test_a_demonstration_says_on_every_page_of_its_own_that_it_is_one(example_site: Path) -> None:
    pages = [*(example_site / "standards" / "clean-water").rglob("*.html")]
    assert len(pages) > 25
    for path in pages:
        if re.fullmatch(r"clean-water-[0-9.]+\.html", path.name):  # the form as one file, which is no page of the site
            continue
        assert "This framework only demonstrates" in path.read_text(encoding="utf-8"), path


def test_an_example_beside_the_standards_is_marked_everywhere_and_keeps_a_record_of_its_own(recorded: Path) -> None:
    tree = site_tree(Registry.open(recorded), today=date(2026, 5, 2), example=Registry.open(EXAMPLE))
    pages = {path: html.unescape(content.decode()) for path, content in tree.docs.items() if path.endswith(".md")}
    own = {path: page for path, page in pages.items() if path.startswith("standards/clean-water/")}
    assert len(own) > 25
    for path, page in pages.items():
        marked = path in own or path == "standards/index.md"
        assert ("This framework only demonstrates" in page) == marked, path
        assert path not in own or '"exclude": true' in page.split("---")[1], path
    assert {path.split("/")[1] for path in pages if path.startswith("standards/")} == {
        "clean-water",
        "crosswalks",
        "demo",
        "first",
        "index.md",
    }
    # In the list it comes last, under its note, and nobody is asked to assess by it.
    listed = pages["standards/index.md"]
    real, example = listed.split("## [Clean water points](clean-water/index.md)")
    assert "assess your institution" in real
    assert "assess your institution" not in example
    assert "try the form" in example
    assert "clean-water" not in pages["index.md"]
    assert [next(iter(entry)) for entry in tree.navigation][-1] == "Example: Clean water points"
    assert tree.titles == ["Demonstration", "First steps"]
    # The record of the standards knows nothing of it.
    assert tree.docs["standards/releases.json"] == (recorded / "releases.json").read_bytes()
    assert tree.docs["standards/example-releases.json"] == (EXAMPLE / "releases.json").read_bytes()
    assert "(../../example-releases.json)" in pages["standards/clean-water/releases/en.md"]
    assert "(../../releases.json)" in pages["standards/demo/releases/en.md"]
    # The page that leads to it is there where the example is.
    assert "worked-consultation.md" in pages["consultation.md"]
    targets = re.findall(r"\((standards/[^)]+)\)", pages["worked-consultation.md"])
    assert len(targets) == 5
    assert {*targets} <= {*pages}
    without = site_tree(Registry.open(recorded), today=date(2026, 5, 2))
    assert "worked-consultation.md" not in without.docs
    assert b"worked-consultation.md" not in without.docs["consultation.md"]
    assert "standards/example-releases.json" not in without.docs


def test_what_is_no_example_is_not_shown_as_one(recorded: Path, tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match=r"demo@1\.0\.0 is not marked as an example"):
        site_tree(Registry.open(EXAMPLE), today=date(2026, 5, 2), example=Registry.open(recorded))
    with pytest.raises(CannotWrite, match=r"a framework of the same id as the example clean-water@1\.0\.0"):
        site_tree(Registry.open(EXAMPLE), today=date(2026, 5, 2), example=Registry.open(EXAMPLE))
    record_registries.crosswalk(shutil.copytree(EXAMPLE, tmp_path / "copy"), "here")
    with pytest.raises(CannotWrite, match="the crosswalks of an example are not shown"):
        site_tree(Registry.open(recorded), today=date(2026, 5, 2), example=Registry.open(tmp_path / "copy"))


def test_every_demand_of_a_policy_has_its_words() -> None:
    worded = {"title", "about", "from_step", "rounds", "groups", "balance", "review_years"} | DEMANDS.keys()
    assert {field.name for field in fields(Policy)} == worded
    policy = Policy(title="Ours", balance=0.4, review_years=5)
    assert [*policy_words(policy, None)] == [
        "No category of interest has more than 40 % of the deciding body.",
        "The next review is due within 5 years.",
    ]


def test_a_draft_can_be_commented_on_and_a_released_version_not(recorded_tree: Path) -> None:
    page = text(recorded_tree, "demo/2.1.0/en/read/complaints.md")
    for id_ in ("complaints", "by-phone", "in-person"):
        assert f'href="../comment.html#/{id_}"' in page
    assert "comment.html" not in text(recorded_tree, "demo/2.0.0/en/read/complaints.md")
    assert not (recorded_tree / "docs/standards/demo/2.0.0/en/comment.md").exists()


def test_what_a_draft_withdraws_can_be_commented_on_and_its_comments_lead_to_the_version_before(tmp_path: Path) -> None:
    folder = record_registries.recorded(tmp_path)
    draft = folder / "demo" / "2.1.0" / "framework.yaml"
    data = record_registries.versions("today")[3]
    goals = data["groups"][0]["indicators"]
    assert goals.pop()["id"] == "posted"
    record_registries.dump(draft, {**data, "withdrawn": [{"id": "posted", "reason": "Walls are full."}]})
    record = record_registries.consultation("today", Registry.open(folder)["demo@2.1.0"].digest)
    for number, element in enumerate(("posted", "withdrawn:posted")):
        record["comments"].append({"id": f"k-{number}", "round": 1, "element": element, "group": "clients", "summary": "Keep it."})
    record_registries.dump(draft.with_name("consultation.yaml"), record)
    tree = site_tree(Registry.open(folder), today=date(2026, 5, 2))
    form = html.unescape(tree.docs["standards/demo/2.1.0/en/comment.md"].decode())
    assert '<optgroup label="Withdrawn from the standard"><option value="posted">1.3 Goals are posted</option></optgroup>' in form
    comments = html.unescape(tree.docs["standards/demo/2.1.0/en/consultation/round-1.md"].decode())
    _, mentioned = comments.split("## [2.0.0: 1.3 Goals are posted](../../../2.0.0/en/read/goals.md#posted)")
    assert mentioned.count("Keep it.") == 2
    assert "optgroup" not in tree.docs["standards/first/1.0.0/en/comment.md"].decode(), "nothing is withdrawn there"


# Releases.


def test_the_page_of_releases_has_every_event_with_its_digest(recorded: Path, recorded_tree: Path) -> None:
    page = text(recorded_tree, "demo/releases/en.md")
    record = Registry.open(recorded).record
    assert [line[3:8] for line in page.splitlines() if line.startswith("## ") and "#event-" in line] == [
        event.framework.partition("@")[2] for event in reversed(record.events)
    ]
    assert all(page.count(digest(event.data)) >= 1 for event in record.events)
    assert f"spregistry verify --key editors.public.pem --head {record.head}" in page
    assert "Not released, and may still change: [<code>demo@2.1.0</code>]" in page
    assert (recorded_tree / "docs/standards/releases.json").read_bytes() == (recorded / "releases.json").read_bytes()


def test_the_page_of_releases_names_elements_versions_and_whose_end_a_day_is(recorded: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(recorded, tmp_path / "registry"))
    record = Registry.open(folder).record
    last = {"event": "released", "framework": "first@1.0.0", "on": "2025-04-01", "digest": "sha256:" + "0" * 64, "engine": "spregistry"}
    data = [event.data if at != 2 else {**event.data, "until": "2025-12-30"} for at, event in enumerate(record.events)]
    whole = Record(name=record.name)
    for event in (*data, last):
        whole = append(whole, event, lambda head: Signature(head=head, key=f"ed25519:{'A' * 43}=", signature="A" * 86 + "=="))
    (folder / "releases.json").write_bytes(text_of_record(whole))
    page = on_day(folder, date(2026, 6, 30))["demo/releases/en.md"]
    released, deprecated, erratum = (section(page, f"event-{number}") for number in (3, 4, 6))
    assert re.search(r"The version before may be used until\s*:\s*<code>2025-12-30</code>", released)
    assert re.search(r"\nMay be used until\s*:\s*<code>2025-12-31</code>", deprecated)
    link = "[2.1 Complaints by phone](../2.0.0/en/read/complaints.md#by-phone) · <code>by-phone</code>"
    assert re.search(rf"About\s*:\s*{re.escape(link)}", erratum)
    signatures = section(page, "signatures")
    assert "demo@2.0.0: erratum of 2025-03-01" in signatures
    assert "first@1.0.0 released on 2025-04-01" in signatures
    assert "demo@2.0.0: 2.0.0" not in page


# Words beside each other.


def test_what_is_put_beside_each_other_gives_both_wordings() -> None:
    before, after = "Is there <b>one</b> box?", "Is there a *second* box?"
    marked = html.unescape(re.sub(r'<span class="heard"[^>]*>[^<]*</span>', "", sides(Voice("en", str), ("1", before), ("2", after), "en")))
    columns = re.findall(r'<p lang="en" dir="ltr">(.*)</p></div>', marked)
    assert [re.sub(r"</?(?:ins|del)>", "", column) for column in columns] == [before, after]


# What was accepted by name.


def _waived(folder: Path, version: str) -> dict[str, str]:
    """Return the pages of a registry in which a version lacks clients and has a warning, both accepted by name."""
    record_registries.recorded(folder)
    policy = {"title": "Twelve clients", "groups": [{"id": "clients", "contacted": 12}]}
    held = record_registries.consultation("today", Registry.open(folder)[f"demo@{version}"].digest)
    record_registries.dump(folder / "demo" / version / "consultation.yaml", {**held, "framework": f"demo@{version}", "policy": policy})
    waivers = [
        {
            "rule": "group-not-contacted",
            "element": "clients",
            "reason": "Floods closed the roads.",
            "approver": "The board",
            "version": version,
        },
        {"rule": "code-order", "element": "by-phone", "reason": "It says itself.", "approver": "The chair", "version": version},
        {"rule": "code-order", "element": "written", "reason": "Of old.", "approver": "Nobody", "version": "1.0.0"},
    ]
    record_registries.dump(folder / "demo" / version / "notes.yaml", {"format": 1, "summary": "By channel.", "waivers": waivers})
    tree = site_tree(Registry.open(folder), today=date(2026, 6, 30))
    return {path: html.unescape(content.decode()) for path, content in tree.docs.items() if path.endswith(".md")}


def test_what_a_release_was_allowed_to_lack_stands_on_its_consultation_and_its_release(tmp_path: Path) -> None:
    # 8 and 2 clients were contacted.
    pages = _waived(tmp_path, "2.0.0")
    lacked = "| Clients today: 10 organisations were contacted; 12 are needed<br><code>group-not-contacted</code> | <code>clients</code> |"
    row = f"{lacked} Floods closed the roads. | The board |"
    missing = pages["standards/demo/2.0.0/en/consultation.md"].split("## What is still missing")[1]
    assert row in missing
    assert missing.index(row) < missing.index("its record is closed")
    assert "code-order" not in missing
    releases = re.split(r"\n## ", pages["standards/demo/releases/en.md"])
    (own,) = [each for each in releases if each.startswith("2.0.0 released")]
    assert row in own
    assert "<code>code-order</code> | <code>by-phone</code> | It says itself. | The chair |" in own
    assert not any("accepted by name" in each for each in releases if each is not own)
    assert "Nobody" not in own  # accepted for another version


def test_what_nobody_demands_is_not_said_to_be_accepted(tmp_path: Path) -> None:
    # The policy asks for two clients, of whom ten were contacted, and for no rounds at all.
    record_registries.recorded(tmp_path)
    held = record_registries.consultation("today", Registry.open(tmp_path)["demo@2.1.0"].digest)
    path = tmp_path / "demo" / "2.1.0"
    record_registries.dump(
        path / "consultation.yaml", {**held, "policy": {"title": "Clients", "groups": [{"id": "clients", "contacted": 2}]}}
    )
    waiver = {"rule": "round-missing", "element": "round-1", "reason": "There was no time.", "approver": "The board", "version": "2.1.0"}
    record_registries.dump(path / "notes.yaml", {"format": 1, "summary": "By channel.", "waivers": [waiver]})
    tree = site_tree(Registry.open(tmp_path), today=date(2026, 6, 30))
    page = html.unescape(tree.docs["standards/demo/2.1.0/en/consultation.md"].decode())
    assert "## What is still missing\n\n- round 2 takes comments until 2099-06-30\n" in page
    assert "accepted by name" not in page
    assert "There was no time." not in page


def test_a_warning_about_the_record_is_accepted_in_its_own_words(tmp_path: Path) -> None:
    """The digest of the first round is that of no draft at hand; it is changed to one that nothing has."""
    record_registries.recorded(tmp_path)
    path = tmp_path / "demo" / "2.0.0"
    held = {**record_registries.consultation("today", "sha256:" + "0" * 64), "framework": "demo@2.0.0", "policy": {"title": "None"}}
    record_registries.dump(path / "consultation.yaml", {key: value for key, value in held.items() if key not in ("comments", "decisions")})
    waiver = {"rule": "draft-not-kept", "element": "round-1", "reason": "A disk was lost.", "approver": "The board", "version": "2.0.0"}
    record_registries.dump(path / "notes.yaml", {"format": 1, "summary": "By channel.", "waivers": [waiver]})
    tree = site_tree(Registry.open(tmp_path), today=date(2026, 6, 30))
    lost = "the draft of round 1 was not kept, and the version has changed since<br><code>draft-not-kept</code> | <code>round-1</code>"
    for page in ("2.0.0/en/consultation.md", "releases/en.md"):
        shown = html.unescape(tree.docs[f"standards/demo/{page}"].decode())
        assert shown.count(f"| {lost} | A disk was lost. | The board |") == 1, page


def test_what_was_accepted_for_a_draft_stands_above_what_it_still_lacks(tmp_path: Path) -> None:
    missing = _waived(tmp_path, "2.1.0")["standards/demo/2.1.0/en/consultation.md"].split("## What is still missing")[1]
    assert "12 are needed<br><code>group-not-contacted</code> | <code>clients</code> | Floods closed the roads. | The board |" in missing


# Crosswalks whose ends come with the program, and are not on the site.


def pairs_with(end: dict[str, str], other: dict[str, str], pairs: list[tuple[str, str]]) -> dict[str, object]:
    mappings = [{"from": one, "to": two, "relation": "subset", "confidence": "high", "rationale": "Because."} for one, two in pairs]
    head = {"format": 1, "title": "A case", "author": "Editors", "date": "2026-11-22", "licence": "CC-BY-4.0"}
    return {**head, "from": end, "to": other, "mappings": mappings}


@pytest.fixture(scope="module")
def tree_with_program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tree of a registry with crosswalks of its standard, in English and French, and of its catalogue, with `sepm` and `sdg`."""
    folder = record_registries.recorded(tmp_path_factory.mktemp("with-program"))
    demo, sepm = {"framework": "demo@2.0.0"}, {"framework": "sepm@3.1.1"}
    # Written the other way round than shown, where groups of `sepm` come before its indicators, and what it lacks comes last.
    pairs = [("clients", "no-such-element"), ("in-person", "terms-explained-in-own-language"), ("by-phone", "price-responsibly")]
    record_registries.dump(folder / "crosswalks" / "demo-sepm.yaml", {"id": "demo-sepm", **pairs_with(demo, sepm, pairs)})
    sdg = pairs_with({"catalogue": "sdg@2030"}, demo, [("1.4", "by-phone")])
    record_registries.dump(folder / "crosswalks" / "sdg-demo.yaml", {"id": "sdg-demo", **sdg})
    codes = pairs_with(sepm, {"catalogue": "codes@5.3"}, [("price-responsibly", "OI.1")])
    record_registries.dump(folder / "crosswalks" / "sepm-codes.yaml", {"id": "sepm-codes", **codes})
    return written(tmp_path_factory.mktemp("tree-with-program"), folder)


def test_elements_of_the_program_s_standards_are_shown_with_code_and_title_and_no_link(tree_with_program: Path) -> None:
    forth, back = (text(tree_with_program, f"crosswalks/demo-sepm/en/{name}.md") for name in ("index", "reversed"))
    assert "<code>sepm@3.1.1</code><br>Social and environmental performance management" in forth
    assert "</span> 6.B Price responsibly · confidence: high" in section(forth, "by-phone")
    assert "<code>no-such-element</code>" in section(forth, "clients")
    heads = [line for line in back.splitlines() if line.startswith("## ") and "{ #" in line]
    assert heads == [
        "## 6.B Price responsibly { #price-responsibly }",
        "## 4.B.2.1 Terms are explained aloud in a language the client speaks { #terms-explained-in-own-language }",
        "## <code>no-such-element</code> { #no-such-element }",
    ]
    assert "[2.1 Complaints by phone](../../../demo/2.0.0/en/read/complaints.md#by-phone)" in section(back, "price-responsibly")
    for page in (forth, back, text(tree_with_program, "demo/2.0.0/en/read/complaints.md")):
        assert not re.search(r"\]\((\.\./)*sepm/", page)
    assert not (tree_with_program / "docs" / "standards" / "sepm").exists()


def test_they_are_shown_in_the_reader_s_language_where_the_program_has_it(tree_with_program: Path) -> None:
    french = Registry.open(EXAMPLE.parents[2] / "standards").translation("sepm@3.1.1", "fr").framework.groups["price-responsibly"][-1]
    assert french.title != "Price responsibly"
    assert f"</span> 6.B {french.title} · " in text(tree_with_program, "crosswalks/demo-sepm/fr/index.md")
    assert f"## 6.B {french.title} {{ #price-responsibly }}" in text(tree_with_program, "crosswalks/demo-sepm/fr/reversed.md")


def test_an_own_element_says_what_of_the_program_s_it_is_mapped_to(tree_with_program: Path) -> None:
    own = section(text(tree_with_program, "demo/2.0.0/en/read/complaints.md"), "by-phone")
    assert "6.B Price responsibly ([part of](../../../../crosswalks/demo-sepm/en/index.md#by-phone), <code>sepm@3.1.1</code>)" in own
    assert "<code>1.4</code> Equal rights to economic resources, services and finance ([includes](" in own


def test_a_crosswalk_whose_ends_are_both_not_on_the_site_has_its_pages_all_the_same(tree_with_program: Path) -> None:
    assert "(sepm-codes/en/index.md)" in text(tree_with_program, "crosswalks/index.md")
    forth, back = (text(tree_with_program, f"crosswalks/sepm-codes/en/{name}.md") for name in ("index", "reversed"))
    assert "<code>OI.1</code> Phone lines today" in section(forth, "price-responsibly")
    assert "6.B Price responsibly" in section(back, "OI_1")


def test_what_a_version_withdraws_is_called_by_its_title(recorded_tree: Path) -> None:
    page = (recorded_tree / "docs" / "standards" / "demo" / "2.0.0" / "index.md").read_text(encoding="utf-8")
    assert "- [2.2 There is paper](../1.1.0/en/read/complaints.md#paper). Nobody writes any more." in page
    assert "What is not listed has the id that it had; its words and points may be others." in page
