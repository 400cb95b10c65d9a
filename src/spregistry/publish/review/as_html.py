"""Sets a review document as one HTML page that needs nothing else: no script, no network; changes are told by line, and by word to who cannot see it."""

import base64
import hashlib
from collections.abc import Iterator, Sequence
from html import escape

from spregistry.load.languages.catalogues import direction
from spregistry.publish.review.chapters import KIND_AND_NAME, Chapter, Passage
from spregistry.publish.review.document import ReviewDocument
from spregistry.publish.review.word_diff import Piece

_STYLE = """
:root { color-scheme: light dark; --ink: #1b2a33; --soft: #4c5a64; --paper: #fff; --line: #c9d3d8; --wash: #f1f5f6; --new: #0b5d3b; --gone: #9b1c1c; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eef0; --soft: #a9b8be; --paper: #12191c; --line: #3a474d; --wash: #1b2529; --new: #7fdcae; --gone: #ff9d94; } }
* { box-sizing: border-box; }
html { background: var(--paper); color: var(--ink); font: 1rem/1.55 system-ui, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif; }
body { margin: 0; }
main { max-width: 52rem; margin: 0 auto; padding: 1rem 1.25rem 4rem; overflow-wrap: anywhere; }
h1 { font-size: 1.8rem; line-height: 1.2; margin: 1rem 0 0.2rem; }
h2 { font-size: 1.2rem; line-height: 1.3; margin: 2.2rem 0 0.4rem; }
h3 { font-size: 1rem; line-height: 1.3; margin: 1.2rem 0 0.2rem; }
.soft, .around { color: var(--soft); }
.around { font-size: 0.9rem; margin: 0; }
.standing { font-size: 0.8rem; font-weight: 600; border: 1px solid currentColor; border-radius: 0.8rem; padding: 0.05rem 0.6rem; margin-inline-start: 0.5rem; white-space: nowrap; }
section { border-top: 1px solid var(--line); }
dl { margin: 0.4rem 0; }
dt { font-size: 0.85rem; color: var(--soft); margin-top: 0.6rem; }
dd { margin: 0; white-space: pre-line; }
.notice { background: var(--wash); border-inline-start: 4px solid var(--soft); padding: 0.4rem 1rem; margin: 1rem 0; }
.notice p { margin: 0.2rem 0; }
ins { color: var(--new); text-decoration: underline; text-decoration-thickness: 2px; text-underline-offset: 3px; }
del { color: var(--gone); text-decoration: line-through; text-decoration-thickness: 2px; }
.heard { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media print { main { max-width: none; } section { break-inside: avoid; } }
""".strip()


def to_html(document: ReviewDocument) -> str:
    """Return a review document as HTML."""
    digest = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    interface = f'lang="{escape(document.interface)}" dir="{direction(document.interface)}"'
    lines = [
        "<!doctype html>",
        f"<html {interface}>",
        '<head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(document.title)} – {escape(document.subtitle)}</title>",
        f"<style>{_STYLE}</style></head>",
        "<body><main>",
        f"<h1 {_own(document)}>{escape(document.title)}</h1>",
        f'<p class="soft">{escape(document.subtitle)}</p>',
        *_front(document),
        *(line for at, chapter in enumerate(document.chapters) for line in _chapter(document, chapter, at)),
        "</main></body></html>",
    ]
    return "\n".join(lines) + "\n"


def _own(document: ReviewDocument) -> str:
    return f'lang="{escape(document.language)}" dir="{direction(document.language)}"'


def _front(document: ReviewDocument) -> Iterator[str]:
    words = document.words
    yield '<div class="notice">'
    yield from (f"<p>{escape(notice)}</p>" for notice in document.notices)
    yield "</div>"
    if document.marked:
        yield f"<h2>{escape(words['legend'])}</h2>"
        yield f"<p><ins>{escape(words['legend-inserted'])}</ins> <del>{escape(words['legend-deleted'])}</del></p>"
        yield f"<h2>{escape(words['summary'])}</h2><ul>"
        yield from (f"<li>{escape(line)}</li>" for line in document.summary)
        yield "</ul>"
    if document.chapters:
        yield f'<nav aria-labelledby="contents"><h2 id="contents">{escape(words["contents"])}</h2><ul>'
        for at, chapter in enumerate(document.chapters):
            title = f'<a href="#c{at}">{_called(document, chapter)}</a>'
            standing = f" <span class=soft>({escape(words[chapter.standing])})</span>" if document.marked else ""
            yield f"<li>{title}{standing}</li>"
        yield "</ul></nav>"


def _chapter(document: ReviewDocument, chapter: Chapter, at: int) -> Iterator[str]:
    yield f'<section aria-labelledby="c{at}">'
    standing = f'<span class="standing">{escape(document.words[chapter.standing])}</span>' if document.marked else ""
    yield f'<h2 id="c{at}">{_called(document, chapter)}{standing}</h2>'
    if chapter.around:
        yield f'<p class="around" {_own(document)}>{escape(" › ".join(chapter.around))}</p>'
    if chapter.sentences:
        yield "<ul>"
        yield from (f"<li>{escape(sentence)}</li>" for sentence in chapter.sentences)
        yield "</ul>"
    yield from _passages(document, chapter.passages)
    for beside in chapter.beside:
        yield f"<h3>{escape(beside.heading)}</h3>"
        yield from _passages(document, beside.passages)
    yield "</section>"


def _called(document: ReviewDocument, chapter: Chapter) -> str:
    """Return what an element is called, and what kind of thing it is, which is said in the reader's language."""
    kind = f"{escape(chapter.kind)}{KIND_AND_NAME}" if chapter.kind else ""
    return f"{kind}<span {_own(document)}>{escape(chapter.heading)}</span>"


def _passages(document: ReviewDocument, passages: Sequence[Passage]) -> Iterator[str]:
    if passages:
        yield "<dl>"
        yield from (line for passage in passages for line in _passage(document, passage))
        yield "</dl>"


def _passage(document: ReviewDocument, passage: Passage) -> Iterator[str]:
    # What tells how an element is scored is in the reader's language, as all around it.
    language = f" {_own(document)}" if passage.of_standard else ""
    yield f"<dt>{escape(passage.label)}</dt>"
    yield f"<dd{language}>{''.join(_piece(document, piece) for piece in passage.pieces)}</dd>"


def _piece(document: ReviewDocument, piece: Piece) -> str:
    text = escape(piece.text)
    if piece.kind == "same":
        return text
    element = "ins" if piece.kind == "inserted" else "del"
    heard = f'<span class="heard" lang="{escape(document.interface)}">[{escape(document.words[piece.kind])}</span>'
    return f'<{element}>{heard}{text}<span class="heard">]</span></{element}>'
