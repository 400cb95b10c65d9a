"""PO files from anywhere: read as gettext's own tools read them, and refused where these would, with the line."""

import subprocess
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spregistry.errors import DocumentError
from spregistry.load.languages.catalogues import parse_po, read_po, write_po
from spregistry.load.text.po_text import Entry, fits

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def entries(text: str, *, header: str = HEADER) -> tuple[Entry, ...]:
    return parse_po((header + text).encode(), "fr.po")


def test_everything_that_an_entry_can_have() -> None:
    found = entries(
        "# a translator's note\n#. 1.A Title\n#: check/quality.py cli/show.py\n#, fuzzy, python-brace-format\n"
        '#| msgctxt "old/title"\n#| msgid "Old"\n#| " text"\nmsgctxt "a/title"\nmsgid "New "\n"text"\nmsgstr "Nouveau\\n\\"texte\\" \\\\ \\t"\n'
    )
    assert found == (
        Entry(
            "a/title",
            "New text",
            'Nouveau\n"texte" \\ \t',
            fuzzy=True,
            previous="Old text",
            comments=("a translator's note",),
            about=("1.A Title",),
            files=("check/quality.py", "cli/show.py"),
        ),
    )


def test_obsolete_entries_and_those_without_a_blank_line_between() -> None:
    found = entries('msgid "a"\nmsgstr "b"\nmsgid "c"\nmsgstr ""\n#~ msgctxt "k"\n#~ msgid "d"\n#~ msgstr "e"\n#~ "f"\n')
    assert found == (Entry(None, "a", "b"), Entry(None, "c", ""), Entry("k", "d", "ef", obsolete=True))


def test_of_plural_forms_the_first_counts() -> None:
    assert entries('msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\nmsgstr[1] "d"\n') == (Entry(None, "a", "c"),)


def test_a_byte_order_mark_and_windows_lines_are_read() -> None:
    assert parse_po(b'\xef\xbb\xbfmsgid "a"\r\nmsgstr "b"\r\n', "fr.po") == (Entry(None, "a", "b"),)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("hello", 5, "no line of a PO file"),
        ('msgid "a\nmsgstr "b"', 5, "no line of a PO file"),
        ('msgid "a"\nmsgstr "b" c', 6, "no line of a PO file"),
        ('"alone"', 5, "no line of a PO file"),
        ('msgid "a"\n', 5, "lacks its msgid or its msgstr"),
        ('msgstr "a"\n', 5, "lacks its msgid or its msgstr"),
        ('msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"', 8, "“a” stands here for the second time"),
        ('msgid "a"\nmsgstr "b"\nmsgstr "c"', 7, "has msgstr twice"),
        ('msgid "a"\nmsgstr "b\\q"', 6, "means nothing in a PO file"),
        ('msgid "a"\nmsgstr "\x1b[31mred"', 5, "control character"),
        ('msgid "a"\nmsgstr "\\a"', 5, "control character"),
        ('#| nonsense\nmsgid "a"\nmsgstr "b"', 5, "no line of a PO file"),
        ('#~ msgid "a"\n', 5, "lacks its msgid or its msgstr"),
    ],
)
def test_what_is_no_po_file_is_told_with_its_line(text: str, line: int, said: str) -> None:
    with pytest.raises(DocumentError) as caught:
        entries(text)
    assert caught.value.finding.line == line
    assert caught.value.finding.file == "fr.po"
    assert said in caught.value.finding.message
    assert "Poedit" in caught.value.finding.hint


def test_other_encodings_are_refused() -> None:
    with pytest.raises(DocumentError, match="UTF-8") as caught:
        parse_po(HEADER.encode() + 'msgid "a"\nmsgstr "é"\n'.encode("latin-1"), "fr.po")
    assert (caught.value.finding.code, caught.value.finding.line) == ("not-text", 6)
    with pytest.raises(DocumentError, match="ISO-8859-1"):
        entries("", header=HEADER.replace("UTF-8", "ISO-8859-1"))


def test_hostile_files_end_soon(tmp_path: Path) -> None:
    begun = time.perf_counter()
    # A reader that believes the number of plural forms would count for hours.
    header = HEADER.replace("charset=UTF-8", "charset=UTF-8\\nPlural-Forms: nplurals=999999999999; plural=n")
    assert entries('msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\n', header=header) == (Entry(None, "a", "c"),)
    assert entries('msgid "&a;"\nmsgstr "<!ENTITY a \\"&a;&a;\\">"\n')[0].text == '<!ENTITY a "&a;&a;">'
    long = "x" * 2_000_000
    assert entries(f'msgid "a"\nmsgstr "{long}"\n')[0].text == long
    with pytest.raises(DocumentError):
        entries(f'msgid "a"\nmsgstr "{chr(92) * 999_999}"\n')
    assert len(entries("".join(f'msgid "{at}"\nmsgstr "{at}"\n\n' for at in range(50_000)))) == 50_000
    huge = tmp_path / "huge.po"
    huge.write_bytes(b"#" * (16 * 2**20 + 1))
    with pytest.raises(DocumentError, match="MiB"):
        read_po(str(huge))
    assert time.perf_counter() - begun < 20


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        parse_po(b'msgid "a"\nmsgstr "b"\n' + content, "fr.po")
    except DocumentError as error:
        assert error.finding.line  # noqa: PT017  # that some are refused is no matter here


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=200).map(str.strip).filter(bool)
ENTRIES = st.lists(
    st.builds(
        lambda key, source, text, previous, comments: Entry(key, source, text, previous is not None, previous, comments),
        st.none() | TEXT,
        TEXT,
        TEXT | st.just("two\nlines\t"),
        st.none() | TEXT,
        st.lists(st.sampled_from(["a note", "another: note"]), max_size=2, unique=True).map(tuple),
    ),
    max_size=6,
    unique_by=lambda entry: (entry.key, entry.source),
)


@given(ENTRIES)
def test_what_is_written_is_read_again(written: list[Entry]) -> None:
    content = write_po(written, "fr", "a standard")
    assert [*parse_po(content, "fr.po")] == written
    assert write_po(parse_po(content, "fr.po"), "fr", "a standard") == content


def test_gettext_accepts_what_is_written(tmp_path: Path, msgfmt: str) -> None:
    path = tmp_path / "fr.po"
    written = [
        Entry("a/title", 'Quotes " and \\ and\nlines', 'Guillemets " et \\ et\nlignes', about=("1.A Title",), files=("cli/show.py",)),
        Entry("a/title", "New", "Ancien", fuzzy=True, previous="Old", comments=("a note",)),
        Entry("b/title", "Gone", "Parti", obsolete=True),
    ]
    path.write_bytes(write_po(written, "fr", "a standard"))
    done = subprocess.run([msgfmt, "--check", "-o", tmp_path / "fr.mo", path], capture_output=True, text=True, check=False)
    # It misses the names and dates of the header, which would make the same translations differ from day to day.
    assert done.returncode == 0, done.stderr
    assert [line for line in done.stderr.splitlines() if "missing in header" not in line] == []


@pytest.mark.parametrize(
    ("source", "text", "well"),
    [
        ("Saved {when}", "Enregistré {when}", True),
        ("{a} and {b}", "{b} et {a}", True),
        ("{a}", "{a} {a}", True),
        ("Saved {when}", "Enregistré", False),
        ("Saved {when}", "Enregistré {quand}", False),
        ("Saved", "Enregistré {when}", False),
        ("Saved {when}", "Enregistré {when} {", False),
        ("Saved {when}", "Enregistré {when!x}", False),
        ("Saved {when}", "Enregistré {when} {when.real}", False),
        ("Saved {when}", "Enregistré {when} {0}", False),
        ("Add {{{a}}}", "Ajoutez {{{a}}}", True),
        ("“currency: {code: …}”", "« currency: {code: …} »", True),
    ],
)
def test_places_must_be_those_of_the_source(source: str, text: str, *, well: bool) -> None:
    assert fits(source, text) is well
