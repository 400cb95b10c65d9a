"""Files become data as `tests/cases/documents/expected.yaml` says, or are refused with a code and a place; nothing brings the reader down."""

import errno
import io
import itertools
import json
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from spregistry.errors import CannotWrite, DocumentError
from spregistry.finding import RULES, Finding
from spregistry.load.documents import MAX_BYTES, parse, read, write_atomically, write_folder
from spregistry.load.text.yaml_text import MAX_DEPTH

CASES = Path(__file__).parents[1] / "cases" / "documents"
INDEX: list[dict[str, Any]] = yaml.safe_load((CASES / "expected.yaml").read_text(encoding="utf-8"))
FINE = [entry for entry in INDEX if entry["code"] == "fine"]
BAD = [entry for entry in INDEX if entry["code"] != "fine"]
#: Codes that no file in a repository shows: tests below make such files.
GENERATED = {"unreadable-file", "too-large", "too-deep"}


def refusal(path: Path | str) -> Finding:
    with pytest.raises(DocumentError) as refused:
        read(path)
    return refused.value.finding


def exact(data: Any) -> str:
    """Return data as text in which 1, 1.0 and true differ."""
    return json.dumps(data, ensure_ascii=False)


# Files that are kept.


def test_index_and_folder_name_the_same_files() -> None:
    names = [entry["file"] for entry in INDEX]
    assert sorted([*names, ".gitattributes", "expected.yaml"]) == sorted(path.name for path in CASES.iterdir())
    codes = ["unreadable-file", "too-large", "not-text", "empty-document", "syntax-error", "duplicate-key", "alias-refused"]
    codes += ["too-deep", "number-not-finite"]
    assert FINE
    assert {entry["code"] for entry in BAD} | GENERATED == {*codes}
    assert all(RULES[code].about == "any document" for code in codes)


@pytest.mark.parametrize("entry", BAD, ids=lambda entry: entry["file"])
def test_bad_file_is_refused_with_code_and_place(entry: dict[str, Any]) -> None:
    finding = refusal(CASES / entry["file"])
    assert (finding.code, finding.line, finding.column) == (entry["code"], entry["line"], entry["column"])
    assert entry["says"]
    assert entry["says"] in finding.message
    assert finding.file == str(CASES / entry["file"])
    assert finding.severity == "error"
    assert finding.hint
    assert ("delete the lines that begin with <<<<<<<, =======, >>>>>>>." in finding.hint) == entry["file"].startswith("conflict")


@pytest.mark.parametrize("entry", FINE, ids=lambda entry: entry["file"])
def test_good_file_is_read_as_it_is_written(entry: dict[str, Any]) -> None:
    document = read(CASES / entry["file"])
    assert exact(document.data) == exact(entry["data"])
    assert document.name == str(CASES / entry["file"])


def steps(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield path
    for step, value in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        yield from steps(value, (*path, step))


@pytest.mark.parametrize("entry", FINE, ids=lambda entry: entry["file"])
def test_every_value_of_a_good_file_has_a_place_in_it(entry: dict[str, Any]) -> None:
    document = read(CASES / entry["file"])
    lines = (CASES / entry["file"]).read_text(encoding="utf-8-sig").splitlines()
    for path in steps(document.data):
        name, place = document.locate(path)
        assert name == document.name
        assert place is not None
        rest = lines[place.line - 1][place.column - 1 :]
        assert rest
        if path and isinstance(path[-1], str):
            assert path[-1] in (rest[: len(path[-1])], rest[1 : 1 + len(path[-1])]), "a key is shown where it stands, quoted or not"


# Places, by hand.

YAML = """\
# a comment
title: Care
list:
  - 1.10
  - {id: a, "b": [x, 2e3]}
blank:
text: >-
  one
  two
"""
JSON = """\
{
  "title": "Care",
  "list": [1.10, {"id": "a",
                  "b": ["x", 2e3]}],
  "blank": null, "text": "one two"
}
"""
PLACES: list[tuple[tuple[str | int, ...], tuple[int, int], tuple[int, int]]] = [
    ((), (2, 1), (1, 1)),
    (("title",), (2, 1), (2, 3)),
    (("list",), (3, 1), (3, 3)),
    (("list", 0), (4, 5), (3, 12)),
    (("list", 1), (5, 5), (3, 18)),
    (("list", 1, "id"), (5, 6), (3, 19)),
    (("list", 1, "b"), (5, 13), (4, 19)),
    (("list", 1, "b", 1), (5, 22), (4, 30)),
    (("blank",), (6, 1), (5, 3)),
    (("text",), (7, 1), (5, 18)),
    (("absent",), (2, 1), (1, 1)),
    (("list", 1, "absent"), (5, 5), (3, 18)),
    (("list", 7), (3, 1), (3, 3)),
    (("title", "absent"), (2, 1), (2, 3)),
]


@pytest.mark.parametrize(("path", "in_yaml", "in_json"), PLACES, ids=lambda value: "/".join(map(str, value)))
def test_place_is_that_of_the_value_or_of_its_nearest_holder(
    path: tuple[str | int, ...], in_yaml: tuple[int, int], in_json: tuple[int, int]
) -> None:
    for name, text, expected in (("a.yaml", YAML, in_yaml), ("a.json", JSON, in_json)):
        place = parse(text.encode(), name).locate(path)[1]
        assert place is not None
        assert (place.line, place.column) == expected, name


def test_both_formats_hold_the_same_data_and_keep_its_spelling() -> None:
    documents = [parse(YAML.encode(), "a.yaml"), parse(JSON.encode(), "a.json")]
    assert exact(documents[0].data) == exact(documents[1].data)
    for document in documents:
        assert document.spelling(("list", 0)) == "1.10"
        assert document.spelling(("list", 1, "b", 1)) == "2e3"
        assert document.spelling(("list",)) is None
        assert document.spelling(("absent",)) is None


# Files that are made.


def nested(levels: int, opening: str, closing: str, inside: str = "") -> str:
    return opening * levels + inside + closing * levels


DEEP = {
    "lists.json": nested(10_000, "[", "]"),
    "keys.json": nested(10_000, '{"a":', "}", "1"),
    "lists-not-closed.json": "[" * 10_000,
    "a-million.json": "[" * 1_000_000,
    "escapes-and-lists.json": '["\\u0041", ' + nested(950, "[", "]") + "]",
    "lists.yaml": nested(10_000, "[", "]"),
    "keys.yaml": nested(10_000, "{a: ", "}", "1"),
    "lists-not-closed.yaml": "[" * 10_000,
    "dashes.yaml": "- " * 10_000 + "a\n",
    "questions.yaml": "? " * 10_000 + "a\n",
    "indented.yaml": "".join(f"{' ' * level}a:\n" for level in range(2_000)),
    "behind-closing-brackets-in-a-comment.yaml": f"# {']' * 50_000}\na: {nested(40_000, '[', ']')}\n",
    "behind-closing-brackets-in-text.yaml": f"a: '{'}' * 50_000}'\nb: {nested(40_000, '{a: ', '}', '1')}\n",
}


@pytest.mark.parametrize("name", DEEP)
def test_deep_nesting_is_refused_and_ends_nothing(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(DEEP[name], encoding="utf-8")
    # In a process of its own: a parser written in C that goes too deep takes the whole process along.
    program = "import sys, spregistry\ntry:\n    spregistry.read(sys.argv[1])\nexcept ValueError as error:\n    print(error.finding.code)\n"
    run = subprocess.run([sys.executable, "-c", program, name], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert (run.returncode, run.stderr[-500:]) == (0, "")
    assert run.stdout == "too-deep\n"


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a": ', "}")], ids=["lists", "keys"])
def test_both_formats_are_as_deep(opening: str, closing: str) -> None:
    def code(levels: int, name: str) -> str | None:
        try:
            parse(nested(levels, opening, closing, "1").encode(), name)
        except DocumentError as error:
            return error.finding.code
        return None

    for levels in range(MAX_DEPTH - 2, MAX_DEPTH + 3):
        assert code(levels, "a.yaml") == code(levels, "a.json"), f"{levels} levels"
    assert code(MAX_DEPTH - 1, "a.yaml") is None
    assert code(MAX_DEPTH + 2, "a.json") == "too-deep"


def test_escapes_never_outrun_the_limit_of_depth() -> None:
    for levels in range(MAX_DEPTH + 1, 1200, 7):
        with pytest.raises(DocumentError) as refused:
            parse(f'["\\u0041", {nested(levels, "[", "]")}]'.encode(), "a.json")
        assert refused.value.finding.code == "too-deep"


def test_depth_behind_a_key_that_is_given_twice_ends_nothing() -> None:
    for levels in (100_000, 1_000_000):
        with pytest.raises(DocumentError) as refused:
            parse(f'{{"a": {{"b": 1, "b": 2}}, "c": {nested(levels, "[", "]")}}}'.encode(), "a.json")
        assert refused.value.finding.code == "too-deep"


def test_many_brackets_beside_each_other_are_not_deep() -> None:
    document = parse(("a: [" + "[], {}, " * 5_000 + "]\nb: ((([[[{{{\n").encode(), "a.yaml")
    assert len(document.data["a"]) == 10_000
    assert parse(("[" + "[], {}, " * 5_000 + "[]]").encode(), "a.json").data == [*[[], {}] * 5_000, []]


@pytest.mark.parametrize("name", ["large.yaml", "large.json"])
def test_100_megabytes_are_refused_unread(name: str, tmp_path: Path) -> None:
    with (tmp_path / name).open("wb") as file:
        file.truncate(100_000_000)
    finding = refusal(tmp_path / name)
    assert (finding.code, finding.line) == ("too-large", None)
    assert "16 MiB" in finding.message


def test_largest_file_is_read_and_one_byte_more_is_not(tmp_path: Path) -> None:
    path = tmp_path / "edge.yaml"
    comment = b"#" + b" " * (MAX_BYTES - len(b"#\na: 1")) + b"\na: 1"
    path.write_bytes(comment)
    assert path.stat().st_size == MAX_BYTES
    assert read(path).data == {"a": 1}
    path.write_bytes(comment + b"2")
    assert refusal(path).code == "too-large"


def test_endless_file_is_refused() -> None:
    assert refusal("/dev/zero").code == "too-large"


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda folder: folder / "absent.yaml", "no such file"),
        (lambda folder: folder, "directory"),
        (lambda folder: folder / "absent" / "a.yaml", "no such file"),
        (lambda folder: f"{folder}/a\0.yaml", "not a possible file name"),
        (lambda folder: folder / ("a" * 300), "too long"),
        (lambda folder: folder / "circle.yaml", "symbolic links"),
    ],
    ids=["absent", "folder", "absent-folder", "nul-in-the-name", "long-name", "link-to-itself"],
)
def test_what_cannot_be_opened_is_a_finding(make: Any, says: str, tmp_path: Path) -> None:
    (tmp_path / "circle.yaml").symlink_to(tmp_path / "circle.yaml")
    finding = refusal(make(tmp_path))
    assert finding.code == "unreadable-file"
    assert says in finding.message
    assert finding.hint


@pytest.mark.skipif(os.geteuid() == 0, reason="root may open everything")
def test_forbidden_file_is_a_finding(tmp_path: Path) -> None:
    path = tmp_path / "secret.yaml"
    path.write_text("a: 1", encoding="utf-8")
    path.chmod(0)
    assert refusal(path).code == "unreadable-file"


# What a message may hold.

LONG = "long" * 250_000


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.yaml", f"{LONG}: 1\n{LONG}: 2\n"),
        ("a.json", f'{{"{LONG}": 1, "{LONG}": 2}}'),
        ("a.yaml", f"a: !{LONG} 1\n"),
        ("a.yaml", f"a: &{LONG} 1\n"),
        ("a.yaml", f"a: {'9' * 1_000_000}\n"),
        ("a.json", f'{{"a": {"9" * 1_000_000}}}'),
        ("a.json", f'{{"a": {"9" * 1_000_000}.5e999}}'),
        ("a.yaml", f'"{LONG}\n'),
    ],
    ids=["key-twice", "key-twice-json", "tag", "anchor", "digits", "digits-json", "digits-and-exponent-json", "text-not-closed"],
)
def test_a_million_letters_make_no_long_message(name: str, text: str) -> None:
    with pytest.raises(DocumentError) as refused:
        parse(text.encode(), name)
    assert len(refused.value.finding.message) < 300


@pytest.mark.parametrize(
    "text", ['"a\\e[31m": 1\n"a\\e[31m": 2\n', "a: !<x%1B[31m> 1\n", 'a: "\\ud83d"'], ids=["key-twice", "tag", "lone-surrogate"]
)
def test_a_message_has_no_control_characters(text: str) -> None:
    with pytest.raises(DocumentError) as refused:
        parse(text.encode(), "a.yaml")
    assert refused.value.finding.message.isprintable()


# Standard input.


@pytest.mark.parametrize(
    ("content", "data"),
    [
        (b'{"a": 1}', {"a": 1}),
        (b" \n[1, 2]", [1, 2]),
        (b"a: 1", {"a": 1}),
        (b"- a: 1", [{"a": 1}]),
        ('\ufeff{"a": 1}'.encode(), {"a": 1}),
    ],
    ids=["json", "json-list", "yaml", "yaml-list", "json-with-a-mark"],
)
def test_standard_input_is_yaml_or_json(content: bytes, data: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    document = read("-")
    assert document.data == data
    assert document.name == "-"


def test_standard_input_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with Path("/dev/zero").open(encoding="utf-8") as endless:
        monkeypatch.setattr(sys, "stdin", endless)
        assert refusal("-").code == "too-large"


# Writing.


def test_writing_replaces_the_whole_file_and_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    write_atomically(path, b"first, and longer")
    path.chmod(0o640)
    write_atomically(path, b"second")
    assert path.read_bytes() == b"second"
    assert path.stat().st_mode & 0o777 == 0o640
    assert [*tmp_path.iterdir()] == [path]


@pytest.mark.parametrize("name", ["absent/a.json", "folder"], ids=["no-folder", "is-a-folder"])
def test_failed_writing_leaves_everything_as_it_was(name: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "kept").write_bytes(b"kept")
    with pytest.raises(CannotWrite, match="nothing was changed"):
        write_atomically(tmp_path / name, b"new")
    left = sorted(str(path.relative_to(tmp_path)) for path in itertools.chain(tmp_path.iterdir(), (tmp_path / "folder").iterdir()))
    assert left == ["folder", "folder/kept"]


def test_what_stands_is_never_said_to_be_unchanged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once the new content has taken the place of the old one it is written, whatever the file system refuses afterwards."""
    (tmp_path / "a.json").write_bytes(b"old")

    def refused(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "refused")

    monkeypatch.setattr(Path, "unlink", refused)
    write_atomically(tmp_path / "a.json", b"new")
    assert (tmp_path / "a.json").read_bytes() == b"new"


def test_a_folder_that_is_not_settled_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settled = os.fsync

    def refused_for_folders(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(errno.EIO, "refused")
        settled(handle)

    monkeypatch.setattr(os, "fsync", refused_for_folders)
    with pytest.raises(CannotWrite, match="nothing was changed"):
        write_folder(tmp_path / "new", {"a/b.yaml": b"content"})
    assert [*tmp_path.iterdir()] == []
