"""Markdown that nothing can be smuggled into: text is escaped here and nowhere else.

Whatever comes from a definition, a translation or a sentence goes through `Voice`, which escapes it. What is already Markdown has the
type `Markdown`, and only this package makes it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from string import Formatter
from typing import Self

from spregistry.load.languages.catalogues import respelled
from spregistry.load.languages.translations import Translation
from spregistry.sentence import Figure, Lookup, Sentence, Several, translate


class Markdown(str):
    """Text that is Markdown already, and safe."""

    __slots__ = ()

    def __add__(self, other: str) -> Self:
        """Join with other Markdown; plain text has to be escaped first."""
        if not isinstance(other, Markdown):
            raise TypeError("plain text is not joined with Markdown; let a Voice write it")
        return type(self)(str.__add__(self, other))


#: Whatever some dialect of Markdown, its extensions or a template language could read as more than a character.
_SPECIAL = re.compile(r"[&<>\"\\`*_{}\[\]#|~^=$@+]|[:!?](?=\S)|(?<=www)\.", re.IGNORECASE)
#: What begins a list, a definition, an admonition or a block of some extension where it stands first.
_LEADING = re.compile(r"^(?:[-!?:%/]|[0-9]+[.)](?=\s|$))")
#: Blanks and ends of lines, but not the spaces that keep words together, which French puts before its signs and into its numbers.
_BLANKS = re.compile(r"[^\S\u00a0\u202f]+")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def _reference(match: re.Match[str]) -> str:
    return "".join(f"&#{ord(character)};" for character in match.group())


def _one_line(text: str) -> str:
    return _BLANKS.sub(" ", _CONTROL.sub("", text)).strip()


@lru_cache(maxsize=50_000)  # the same texts stand on several pages
def escape(text: str) -> Markdown:
    """Return plain text as Markdown that shows exactly that text, on one line; it may stand at the beginning of a line."""
    flat = _one_line(text)
    return _harmless_at_start(_SPECIAL.sub(_reference, flat))


def _harmless_at_start(text: str) -> Markdown:
    return Markdown(_LEADING.sub(lambda match: f"{match.group()[:-1]}&#{ord(match.group()[-1])};", text))


def inline(text: str) -> Markdown:
    """Return plain text for the inside of an HTML element; blanks at its ends stay, so that pieces can be put together."""
    return Markdown(_inner(_BLANKS.sub(" ", _CONTROL.sub("", text))))


def plain_title(text: str) -> str:
    """Return plain text for places that themes print both as HTML and without tags: navigation and window titles.

    No escaping is right in both, so what opens or closes a tag or an attribute is replaced by the nearest printed character.
    """
    flat = _one_line(text).translate(_PRINTED)
    return re.sub(r"&(?=[#\w])", "& ", flat)


_PRINTED = str.maketrans({"<": "‹", ">": "›", '"': "”", "{": "(", "}": ")", "`": "’"})


def attribute(text: str) -> str:
    """Return plain text for the value of an HTML attribute in double quotes."""
    flat = _one_line(text)
    return re.sub(r"[&<>\"'`={}\[\]*_\\|#:!^~+$@]", _reference, flat)


class Voice:
    """Writes sentences and texts in one language, escaped; texts whose translation is missing or stale are marked."""

    def __init__(self, language: str, lookup: Lookup, translation: Translation | None = None) -> None:
        """Speak a language; `lookup` finds the sentences of the interface, `translation` says what is not translated."""
        self.language = language
        self._lookup = lookup
        self._source = translation.source.definition.language if translation else language
        self._missing = translation.untranslated if translation else frozenset()
        self._stale = frozenset(text.text for text in translation.stale) if translation else frozenset()

    def __call__(self, text: str) -> Markdown:
        """Return a sentence in this language, or a text of the framework, as Markdown."""
        if isinstance(text, Sentence | Several | Figure):
            return _harmless_at_start(translate(text, self._escaped, self._respelled, self._text).strip())
        return self._text(text)

    def _escaped(self, template: str) -> str:
        return _escaped(self._lookup(template))

    def _respelled(self, number: str) -> str:
        return escape(respelled(number, self.language))

    def _text(self, text: str) -> Markdown:
        if isinstance(text, Markdown):
            return text
        if text in self._missing:
            return Markdown(f'<span class="untranslated" lang="{attribute(self._source)}">{escape(text)}</span>')
        if text in self._stale:
            return Markdown(f'<span class="stale">{escape(text)}</span>')
        return escape(text)

    def plain(self, text: str) -> str:
        """Return a sentence or text in this language, not escaped."""
        return translate(text, self._lookup, lambda number: respelled(number, self.language))

    def number(self, value: float, digits: int = 6) -> Markdown:
        """Return a number as the language writes it, with at most so many decimals."""
        return escape(_decimal(float(value), self.language, digits))

    def percent(self, share: float) -> Markdown:
        """Return a share from 0 to 1 in percent, with two decimals."""
        return escape(_percent(share, self.language))


@lru_cache(maxsize=2_000)
def _escaped(template: str) -> str:
    """Return a template whose words are escaped, and whose places are not."""
    pieces = []
    for literal, name, form, _ in Formatter().parse(template):
        pieces.append(_inner(literal))
        if name is not None:
            pieces.append(f"{{{name}:{form}}}" if form else f"{{{name}}}")
    return "".join(pieces)


def _inner(literal: str) -> str:
    """Escape a part of a sentence without losing the blanks at its ends."""
    head = literal[: len(literal) - len(literal.lstrip())]
    tail = literal[len(literal.rstrip()) :] if literal.strip() else ""
    return f"{head}{_SPECIAL.sub(_reference, literal.strip())}{tail}"


@cache
def _locale(language: str) -> str:
    from babel import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(language, sep="-"))
    except (UnknownLocaleError, ValueError):
        return "en"


@cache
def _decimal(value: float, language: str, digits: int) -> str:
    from babel.numbers import format_decimal

    return format_decimal(value, format="#,##0." + "#" * digits, locale=_locale(language))


@cache
def _percent(share: float, language: str) -> str:
    from babel import Locale
    from babel.numbers import format_percent

    pattern = Locale.parse(_locale(language)).percent_formats[None].pattern.split(";")[0]
    return format_percent(share, format=pattern.replace("0", "0.00"), locale=_locale(language))


def heading(level: int, text: Markdown, id_: str | None = None, attributes: Mapping[str, str] | None = None) -> Markdown:
    """Return a heading, with the id under which it can be linked for ever."""
    marks = [f"#{id_}"] if id_ else []
    marks += [f'{name}="{attribute(value)}"' for name, value in (attributes or {}).items()]
    return Markdown(f"{'#' * min(level, 6)} {text}" + (f" {{ {' '.join(marks)} }}" if marks else ""))


def link(text: Markdown, target: str, classes: str = "") -> Markdown:
    """Return a link to a page or file of the site; `target` is made of ids, never of texts."""
    return Markdown(f"[{text}]({target})" + (f"{{ {classes} }}" if classes else ""))


def bold(text: Markdown) -> Markdown:
    """Return text in bold."""
    return Markdown(f"**{text}**")


def code(text: str) -> Markdown:
    """Return an id or another short literal, set as code."""
    return Markdown(f"<code>{escape(text)}</code>")


def foreign(text: str, language: str, around: str) -> Markdown:
    """Return a text that is there in one language only, with the mark of that where those around it are in another."""
    return escape(text) if language == around else Markdown(f'<span lang="{attribute(language)}">{escape(text)}</span>')


def bullets(items: Iterable[Markdown]) -> Markdown:
    """Return a list."""
    return Markdown("\n".join(f"- {item}" for item in items))


def definitions(entries: Iterable[tuple[Markdown, Markdown | Sequence[Markdown]]]) -> Markdown:
    """Return terms with what belongs to them: one text, or several as a list."""
    lines = []
    for term, content in entries:
        parts = [content] if isinstance(content, Markdown) else [*content]
        if not parts:
            continue
        lines.append(str(term))
        lines += [f":   {parts[0]}"] if len(parts) == 1 else [f"{':   ' if at == 0 else '    '}- {part}" for at, part in enumerate(parts)]
        lines.append("")
    return Markdown("\n".join(lines).rstrip("\n"))


def table(head: Sequence[Markdown], rows: Iterable[Sequence[Markdown]]) -> Markdown:
    """Return a table."""
    lines = [head, *rows]
    written = [f"| {' | '.join(cells)} |" for cells in lines]
    written.insert(1, "|" + " --- |" * len(head))
    return Markdown("\n".join(written))


def note(kind: str, title: Markdown, *paragraphs: Markdown) -> Markdown:
    """Return a box that stands out, such as a `note` or a `warning`."""
    body = "\n\n".join(f"    {line}" for paragraph in paragraphs for line in paragraph.split("\n\n"))
    return Markdown(f'!!! {kind} "{title}"\n\n{body}')


def join(parts: Iterable[str], with_: str = " ") -> Markdown:
    """Join Markdown with Markdown between."""
    return Markdown(with_.join(parts))


def page(*blocks: str) -> Markdown:
    """Put blocks below each other, leaving out empty ones."""
    return Markdown("\n\n".join(block for block in blocks if block) + "\n")
