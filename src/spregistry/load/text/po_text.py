"""PO text into entries, strictly: what gettext's own tools would refuse is refused, with its line.

Read by hand rather than by a library: what comes from anywhere must be bounded, and be told with its place.
"""

import re
import textwrap
from collections.abc import Callable, Iterator
from typing import NamedTuple

from spregistry.load.text.yaml_text import readable
from spregistry.sentence import Sentence, say


class Entry(NamedTuple):
    """One text of a PO file."""

    key: str | None
    source: str
    text: str
    #: Its source changed since it was translated.
    fuzzy: bool = False
    #: The source text that the translator saw, where `fuzzy`.
    previous: str | None = None
    #: What translators noted.
    comments: tuple[str, ...] = ()
    #: Where it belongs, for translators.
    about: tuple[str, ...] = ()
    #: Kept, although nothing uses it any more.
    obsolete: bool = False
    #: The files that say it.
    files: tuple[str, ...] = ()


#: How long a line of file names may be.
_WIDTH = 76

#: Makes the exception to raise from a message and a line.
Refuse = Callable[[Sentence, int], Exception]

_KEYWORD = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[([0-9]{1,2})\])?)[ \t]*(?=")')
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"[ \t]*\Z')
_ESCAPE = re.compile(r"\\(.)")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v", "\\": "\\", '"': '"'}
#: What a terminal would obey.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_CHARSET = re.compile(r"charset=([^\s;]+)", re.IGNORECASE)


class _Message:
    """An entry that is being read."""

    def __init__(self, line: int, *, obsolete: bool) -> None:
        self.line = line
        self.obsolete = obsolete
        self.flags: set[str] = set()
        self.comments: list[str] = []
        self.about: list[str] = []
        self.files: list[str] = []
        #: Texts by keyword, piece by piece; those of the previous source apart.
        self.texts: dict[str, list[str]] = {}
        self.previous: dict[str, list[str]] = {}

    @property
    def finished(self) -> bool:
        return any(keyword.startswith("msgstr") for keyword in self.texts)

    def text(self, *keywords: str) -> str:
        return next(("".join(self.texts[keyword]) for keyword in keywords if keyword in self.texts), "")


#: A value's place in a sentence of the interface.
PLACE = re.compile(r"\{(\w+)\}")


def fits(source: str, text: str) -> bool:
    """Tell whether a translation has the places of its source, and can be filled."""
    places = {*PLACE.findall(source)}
    if places != {*PLACE.findall(text)}:
        return False
    if not places:
        return True
    # Sentences with values are filled; a stray brace would then be an error in front of a reader.
    try:
        return text.format_map(dict.fromkeys(places, "")) is not None
    except (ValueError, KeyError, IndexError, AttributeError):
        return False


def parse_po_text(text: str, refuse: Refuse) -> list[Entry]:
    """Return the entries of a PO text in its order, without the header; of plural forms, which are not used, the first counts.

    `refuse` makes the exception to raise from a message and a line.
    """
    entries: list[Entry] = []
    seen: set[tuple[str | None, str]] = set()
    for message in _messages(text, refuse):
        if "msgid" not in message.texts or not message.finished:
            raise refuse(say("an entry lacks its msgid or its msgstr"), message.line)
        key = message.text("msgctxt") if "msgctxt" in message.texts else None
        source = message.text("msgid")
        if key is None and not source:
            _check_header(message, refuse)
            continue
        if _CONTROL.search(f"{key}{source}{message.text('msgstr', 'msgstr[0]')}"):
            raise refuse(say("a text holds a control character"), message.line)
        if not message.obsolete:
            if (key, source) in seen:
                raise refuse(say("the text “{text}” stands here for the second time", text=readable(source)), message.line)
            seen.add((key, source))
        entries.append(_entry(message, key, source))
    return entries


def _check_header(message: _Message, refuse: Refuse) -> None:
    charset = _CHARSET.search(message.text("msgstr"))
    if charset and charset[1].upper() not in ("UTF-8", "UTF8", "CHARSET"):
        raise refuse(say("the header says {charset}; PO files are written in UTF-8 here", charset=readable(charset[1])), message.line)


def _entry(message: _Message, key: str | None, source: str) -> Entry:
    return Entry(
        key,
        source,
        message.text("msgstr", "msgstr[0]"),
        "fuzzy" in message.flags and not message.obsolete,
        "".join(message.previous.get("msgid", ())) or None,
        tuple(message.comments),
        tuple(message.about),
        message.obsolete,
        tuple(message.files),
    )


def _messages(text: str, refuse: Refuse) -> Iterator[_Message]:
    message: _Message | None = None
    keyword = ""
    for number, line in enumerate(text.split("\n"), 1):
        line = line.strip(" \t\r")  # noqa: PLW2901  # only without its margins
        obsolete = line.startswith("#~")
        content = line[2:].lstrip() if obsolete else line
        if not content:
            if message is not None and message.finished:
                yield message
                message = None
            continue
        begins = content.startswith(("msgctxt", "msgid")) and not content.startswith("msgid_plural")
        comment = content.startswith(("#", "|"))
        if message is None or (message.finished and (begins or comment)):
            if message is not None:
                yield message
            message, keyword = _Message(number, obsolete=obsolete), ""
        if comment:
            keyword = _note(message, content if content.startswith("#") else f"#{content}", keyword, refuse, number)
            continue
        message.obsolete = obsolete
        keyword = _string(message.texts, content, keyword, refuse, number)
    if message is not None and (message.texts or message.previous):
        yield message


def _note(message: _Message, line: str, keyword: str, refuse: Refuse, number: int) -> str:
    """Keep a comment by what its second sign says of it; return the keyword that a line of text after it would continue."""
    sign, rest = line[1:2], line[2:].strip()
    if sign == "|":
        # What continues a previous text must not be taken for one of the entry itself.
        return f"|{_string(message.previous, rest, keyword.removeprefix('|'), refuse, number)}"
    if sign == ".":
        message.about.append(rest)
    elif sign == ":":
        message.files += rest.split()
    elif sign == ",":
        message.flags |= {flag.strip() for flag in rest.split(",")}
    else:
        message.comments.append(line[1:].strip())
    return ""


def _string(texts: dict[str, list[str]], content: str, keyword: str, refuse: Refuse, number: int) -> str:
    """Add a line's text to that of its keyword, which is returned."""
    named = _KEYWORD.match(content)
    if named is not None:
        keyword = named[1]
        if keyword in texts:
            raise refuse(say("an entry has {keyword} twice", keyword=keyword), number)
        content = content[named.end() :]
        texts[keyword] = []
    quoted = _STRING.match(content)
    if quoted is None or keyword not in texts:
        raise refuse(say("this is no line of a PO file: {line}", line=readable(content)), number)
    texts[keyword].append(_unescaped(quoted[1], refuse, number) if "\\" in quoted[1] else quoted[1])
    return keyword


def _unescaped(text: str, refuse: Refuse, number: int) -> str:
    def sign(found: re.Match[str]) -> str:
        if found[1] not in _ESCAPES:
            raise refuse(say("\\{sign} means nothing in a PO file", sign=readable(found[1])), number)
        return _ESCAPES[found[1]]

    return _ESCAPE.sub(sign, text)


def entry_text(entry: Entry) -> str:
    """Return an entry as it stands in a PO file, without a line break at its end; it reads back to the same entry."""
    lines = [f"# {comment}".rstrip() for comment in entry.comments]
    lines += [f"#. {about}" for about in entry.about]
    lines += textwrap.wrap(
        " ".join(entry.files), _WIDTH, initial_indent="#: ", subsequent_indent="#: ", break_long_words=False, break_on_hyphens=False
    )
    # The second tells tools for translators to look after the places in braces.
    flags = [*(["fuzzy"] if entry.fuzzy else []), *(["python-brace-format"] if PLACE.search(entry.source) else [])]
    lines += [f"#, {', '.join(flags)}"] if flags else []
    lines += [f"#| {line}" for line in _written("msgid", entry.previous)] if entry.previous else []
    texts = [*(_written("msgctxt", entry.key) if entry.key is not None else []), *_written("msgid", entry.source)]
    texts += _written("msgstr", entry.text)
    return "\n".join([*lines, *(f"#~ {line}" if entry.obsolete else line for line in texts)])


def _written(keyword: str, text: str) -> list[str]:
    """Return a text in quotes behind its keyword, one line for each of its own."""
    parts = text.split("\n")
    pieces = [*(f"{part}\n" for part in parts[:-1]), *parts[-1:]]
    pieces = [piece for piece in pieces if piece] or [""]
    return [f"{keyword} {quoted(pieces[0])}"] if len(pieces) == 1 else [f'{keyword} ""', *map(quoted, pieces)]


def quoted(text: str) -> str:
    """Return text in the quotes and escapes of a PO file."""
    for sign, escape in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t"), ("\r", "\\r")):
        text = text.replace(sign, escape)
    return f'"{text}"'
