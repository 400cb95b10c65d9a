"""Taking comments loses none and takes none twice, in whatever order; a review sheet comes back as it went out; edits touch nothing else."""

import json
import shutil
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from frameworks import framework_of
from spregistry.api import Registry
from spregistry.evolve.consulting.comment_import import plan_import
from spregistry.evolve.consulting.consultation_rules import Case
from spregistry.evolve.consulting.governance import case_of
from spregistry.evolve.consulting.proposals import review
from spregistry.load import contracts
from spregistry.load.consultation.comment_rows import COLUMNS, CommentRow, read_rows, write_again, write_rows
from spregistry.load.consultation.consultations import parse_consultation
from spregistry.load.consultation.review_sheet import read_review
from spregistry.load.documents import parse
from spregistry.load.languages.catalogues import Catalogue
from spregistry.load.languages.translations import untranslated
from spregistry.load.text.yaml_append import append_items
from spregistry.load.text.yaml_edit import replace_scalars
from spregistry.load.text.yaml_text import to_yaml
from spregistry.model.document import value_at
from spregistry.model.review import review_texts
from spregistry.publish.review.sheet import review_sheet
from spregistry.publish.review.word_diff import word_diff
from strategies import frameworks

CASES = Path(__file__).parents[1] / "cases" / "consultation"
#: After every day of the tables.
TODAY = date(2025, 12, 31)
GOOD = (CASES / "valid" / "everything-is-there.yaml").read_text(encoding="utf-8")

#: What a text of a standard may hold, formulas, escapes and quotes among it.
TEXTS = st.text(st.characters(min_codepoint=32, exclude_categories=["Cs", "Cc", "Cn"]), min_size=1, max_size=60) | st.sampled_from(
    [
        "=1+1",
        "+A1",
        "-1",
        "@x",
        "'=1",
        "''-x",
        "'-30 %' is too much",
        "-30 % of 'poor'",
        "''=SUM' twice",
        "=the clients' voice",
        "a: b",
        "- a",
        "# no",
        "a #b",
        "no",
        "1.10",
        "2025-01-01",
        "“q”",
        '"',
        "'",
        "x_x0041_y",
        "a, b]",
    ]
)
PROSE = TEXTS | st.builds("{}\n{}".format, TEXTS, TEXTS)


@cache
def case(text: str = GOOD) -> Case:
    opened = Registry.open(CASES / "registry")
    found = case_of(opened, "demo@1.1.0", parse_consultation(opened.root, text.encode(), "consultation.yaml"))
    assert found is not None
    return found


CELLS = st.fixed_dictionaries(
    {
        "id": st.sampled_from(["", "", "", "c1", "c2", "new-1", "new-2", "New-1", "not an id"]),
        "round": st.sampled_from(["", "1", "1", "2", "x"]),
        "element": st.sampled_from(["listens", "1.1", "learns", "framework", "scale:practice", "nothing", ""]),
        "draft": st.sampled_from(["", "", "sha256:" + "a" * 64, "sha256:b"]),
        "group": st.sampled_from(["clients", "Clients", "STAFF", "staff", "others", ""]),
        "region": st.sampled_from(["", "", "north", "North", "moon"]),
        "summary": st.sampled_from(["More.", "Less.", "Leave it out.", "Say that it means everybody.", "=1+1", "", "x" * 4001]),
        "on": st.sampled_from(["", "2025-02-03", "2025-02-04", "2025-03-09", "2024-01-01", "2025-02-30"]),
    }
)
ROWS = st.lists(CELLS, max_size=14)


def rows_of(cells: list[dict[str, str]]) -> list[CommentRow]:
    return [CommentRow(line=at, cells=each, written=[*each.values()]) for at, each in enumerate(cells, 2)]


def content(entry: Any) -> tuple[Any, ...]:
    return tuple(entry.get(field) for field in ("round", "element", "group", "region", "summary", "on"))


@given(ROWS)
def test_every_row_is_taken_or_there_or_refused(cells: list[dict[str, str]]) -> None:
    rows = rows_of(cells)
    plan = plan_import(case(), rows, TODAY)
    lines = [row.line for row, _ in plan.added] + [each.row.line for each in plan.known] + [each.row.line for each in plan.refused]
    assert sorted(lines) == [row.line for row in rows]
    assert all(told.message for told in plan.refused)


@given(ROWS)
def test_nothing_is_taken_twice(cells: list[dict[str, str]]) -> None:
    plan = plan_import(case(), rows_of(cells), TODAY)
    there = [
        (comment.id, (comment.round, comment.element, comment.group, comment.region, comment.summary, comment.on))
        for comment in case().comments
    ]
    taken = [(entry["id"], content(entry)) for _, entry in plan.added]
    ids = [id_ for id_, _ in [*there, *taken]]
    assert len(ids) == len(set(ids))
    nameless = {row.line for row, _ in plan.added if not row.cells["id"]}
    said = [said for (_, said), (row, _) in zip(taken, plan.added, strict=True) if row.line not in nameless] + [said for _, said in there]
    made = [content(entry) for row, entry in plan.added if row.line in nameless]
    assert len(made) == len({*made} - {*said}), "without an id, what is said there already is that comment"
    named = [each for each in plan.known if each.row.cells["id"]]
    assert all(each.id == each.row.cells["id"].casefold() for each in named), (
        "what has an id of its own is no other comment, whatever it says"
    )
    known = {id_ for id_, _ in [*there, *taken]}
    assert {each.id for each in plan.known} <= known


def test_a_comment_may_be_of_today_and_not_of_tomorrow() -> None:
    row = {"round": "1", "element": "listens", "group": "staff", "summary": "Yes."}
    plan = plan_import(case(), rows_of([{**row, "on": "2025-12-31"}, {**row, "on": "2026-01-01"}]), TODAY)
    assert [entry["on"] for _, entry in plan.added] == ["2025-12-31"]
    assert [(told.row.line, str(told.message)) for told in plan.refused] == [(3, "it is dated 2026-01-01, a day still to come")]


def test_two_with_ids_of_their_own_are_two_whatever_they_say() -> None:
    row = {"round": "1", "element": "listens", "group": "staff", "summary": "No objection.", "on": "2025-02-03"}
    plan = plan_import(case(), rows_of([{**row, "id": "lab-2"}, {**row, "id": "lab-1"}, {**row, "id": ""}]), TODAY)
    assert [entry["id"] for _, entry in plan.added] == ["lab-1", "lab-2"]
    assert [(each.row.line, each.id) for each in plan.known] == [(4, "lab-1")]
    assert [(told.row.line, str(told.message)) for told in plan.remarks] == [(2, "it says the same as lab-1")]


@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(cells: list[dict[str, str]], random: Any) -> None:
    shuffled = [*cells]
    random.shuffle(shuffled)
    one, other = (plan_import(case(), rows_of(each), TODAY) for each in (cells, shuffled))
    assert [entry for _, entry in one.added] == [entry for _, entry in other.added]
    assert len(one.known) == len(other.known)
    refused = [sorted((tuple(each.row.cells.values()), each.message) for each in plan.refused) for plan in (one, other)]
    assert refused[0] == refused[1]


@given(ROWS)
def test_what_was_taken_is_there_the_next_time_and_nothing_else_changed(cells: list[dict[str, str]]) -> None:
    rows = rows_of(cells)
    first = plan_import(case(), rows, TODAY)
    entries = [entry for _, entry in first.added]
    text = append_items(GOOD, "comments", [dict(entry) for entry in entries]) if entries else GOOD
    assert text is not None
    before, after = parse(GOOD.encode(), "x").data, parse(text.encode(), "x").data
    assert after == {**before, "comments": [*before["comments"], *entries]}
    assert contracts.validator("consultation").is_valid(after)
    left = iter(text.splitlines())
    assert all(line in left for line in GOOD.splitlines()), "every line stands as it stood, in its order"
    again = plan_import(case(text), rows, TODAY)
    assert again.added == []
    assert [told.row for told in again.refused] == [told.row for told in first.refused]


@given(ROWS)
def test_in_parts_or_at_once_is_the_same_where_no_id_is_given(cells: list[dict[str, str]]) -> None:
    cells = [{**each, "id": ""} for each in cells]
    whole = {content(entry) for _, entry in plan_import(case(), rows_of(cells), TODAY).added}
    text = GOOD
    for part in (cells[: len(cells) // 2], cells[len(cells) // 2 :]):
        entries = [dict(entry) for _, entry in plan_import(case(text), rows_of(part), TODAY).added]
        extended = append_items(text, "comments", entries) if entries else text
        assert extended is not None
        text = extended
    assert {content(entry) for entry in parse(text.encode(), "x").data["comments"]} == whole | {
        content(entry) for entry in parse(GOOD.encode(), "x").data["comments"]
    }


@given(st.lists(st.lists(PROSE.map(str.strip), min_size=len(COLUMNS), max_size=len(COLUMNS)), max_size=5))
def test_a_table_gives_back_what_was_put_into_it(rows: list[list[str]]) -> None:
    content_ = write_rows(COLUMNS, rows)
    back = read_rows(content_, "x.csv")
    wanted = [row for row in rows if any(row)]
    assert [[row.cells[column] for column in COLUMNS] for row in back.rows] == wanted
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in back.rows for cell in row.written), (
        "no spreadsheet takes it for a formula"
    )
    again = read_rows(write_again(COLUMNS, [row.written for row in back.rows]), "x.csv")
    assert [row.cells for row in again.rows] == [row.cells for row in back.rows]


@given(PROSE, PROSE)
def test_marked_words_give_both_wordings(before: str, after: str) -> None:
    pieces = word_diff(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != "inserted") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "deleted") == after
    assert (before == after) == all(piece.kind == "same" for piece in pieces)
    assert all(piece.text for piece in pieces)


def copied(data: Any) -> Any:
    """Return plain data in which nothing is shared, as in what was read from a file."""
    return json.loads(json.dumps(data))


def reworded(data: Any, words: list[str]) -> Any:
    """Return a definition in which texts say something else, one after the other."""
    data = copied(data)
    for text, word in zip(review_texts(data), words, strict=False):
        value_at(data, text.path[:-1])[text.path[-1]] = word
    return data


@given(frameworks(), st.lists(TEXTS, max_size=20))
@settings(max_examples=40)
def test_an_untouched_sheet_comes_back_as_it_went_out(tmp_path_factory: pytest.TempPathFactory, data: Any, words: list[str]) -> None:
    data = reworded(data, words)
    assume(contracts.validator("framework").is_valid(data))
    framework = framework_of(data)
    path = tmp_path_factory.mktemp("sheet") / "review.xlsx"
    path.write_bytes(review_sheet(untranslated(framework), None, Catalogue("en")))
    came_back = read_review(str(path))
    found = review(framework, framework.data, came_back)
    assert (found.proposals, found.comments, found.unknown, found.missing) == ([], [], [], 0)
    assert came_back.digest == framework.digest
    there = {text.name: text for text in review_texts(framework.data)}
    again = copied(framework.data)
    for row in came_back.rows:
        sent = there.pop(row.name)
        # A cell of nothing but blanks comes back as one in which nothing is said.
        value_at(again, sent.path[:-1])[sent.path[-1]] = row.text if sent.text.strip() else sent.text
    assert there == {}
    assert framework_of(again).digest == framework.digest


def shared(one: str, other: str) -> int:
    """Return how many signs two texts begin with alike."""
    return next((at for at, (sign, beside) in enumerate(zip(one, other, strict=False)) if sign != beside), min(len(one), len(other)))


@given(frameworks(), st.data())
def test_a_text_is_replaced_where_it_stands_and_nothing_else(data: Any, draw: st.DataObject) -> None:
    data = copied(data)
    text = to_yaml(data)
    chosen = draw.draw(st.lists(st.sampled_from(review_texts(data)), min_size=1, max_size=3, unique_by=lambda each: each.name))
    changes = {tuple(each.path): draw.draw(PROSE.map(str.strip).filter(bool)) for each in chosen}
    written = replace_scalars(text, changes)
    assert written is not None
    expected = parse(text.encode(), "x").data
    for path, new in changes.items():
        value_at(expected, path[:-1])[path[-1]] = new
    assert parse(written.encode(), "x").data == expected
    if len(changes) == 1:
        start = shared(text, written)
        end = shared(text[start:][::-1], written[start:][::-1])
        assert text[start : len(text) - end].strip("'\"") in chosen[0].text, "what went is a part of the text that was replaced"


STYLES = (
    "a: 1\ntitle: {0}\nz: end  # kept\n",
    "a:\n  - {{title: {0}, b: [1, 2]}}  # kept\n  - x\n",
    "# kept\na:\n  title: >-\n    old words\n    go on\n\n  # kept\nz: 1\n",
    "a:\n  title: |\n    old\n\n    words\nz: |+\n  kept\n\n",
    "a: [x, {0},\n  y]  # kept\n",
    "a:\n  title: |  # kept\n    old\n    words\nzebra: 10\n",
    "title: >2-\t# kept: 'as it is'\n    old\n\n    words # of the text\n# kept\nzebra: 10\n",
    "a:\r\n  title: |+ # kept\r\n    old\r\n\r\nbeyond: 10\r\n",
    "a:\r\n- {0}\r\n- b   # kept\r\n",
)


@given(
    st.sampled_from(STYLES),
    st.sampled_from(["old", '"old: words"', "'it''s old'", "old words\n   that go on"]),
    PROSE.map(str.strip).filter(bool),
)
def test_whatever_way_a_text_is_written_another_takes_its_place(style: str, old: str, new: str) -> None:
    text = style.format(old if "[" not in style and "{{" not in style else old.partition("\n")[0])
    data = parse(text.encode(), "x").data
    path = next(
        path for path in (("title",), ("a", "title"), ("a", 0, "title"), ("a", 1), ("a", 0)) if isinstance(value_at(data, path), str)
    )
    written = replace_scalars(text, {path: new})
    assert written is not None
    value_at(data, path[:-1])[path[-1]] = new
    assert parse(written.encode(), "x").data == data
    assert written.count("# kept") >= text.count("# kept")
    assert text.endswith(written[-8:]) or written.endswith(text[-8:])


def test_the_shared_case_is_the_good_one(tmp_path: Path) -> None:
    from spregistry.evolve.consulting.governance import unmet

    registry = Path(shutil.copytree(CASES / "registry", tmp_path / "standards"))
    (registry / "demo" / "1.1.0" / "consultation.yaml").write_text(GOOD)
    assert unmet(Registry.open(registry), "demo@1.1.0", date(2025, 5, 1)) == []
