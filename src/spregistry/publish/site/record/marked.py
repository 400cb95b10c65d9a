"""Two wordings beside each other, with what is gone struck through on one side and what is new underlined on the other."""

from collections.abc import Iterable

from spregistry.load.languages.catalogues import direction
from spregistry.publish.review.word_diff import Piece, word_diff
from spregistry.publish.site.markdown import Markdown, Voice, attribute, inline
from spregistry.sentence import say

_HEARD = {"inserted": say("inserted: "), "deleted": say("deleted: ")}
_TAGS = {"inserted": "ins", "deleted": "del"}


def sides(voice: Voice, before: tuple[str, str], after: tuple[str, str], language: str) -> Markdown:
    """Return two wordings as columns; on a phone below each other.

    Args:
        voice: Says to who cannot see it what is inserted and deleted.
        before: What the earlier wording is called, such as "2.0.0", and its text.
        after: The same of the later one.
        language: The language of both texts.
    """
    pieces = word_diff(before[1], after[1])
    columns = [
        _side(voice, name, [piece for piece in pieces if piece.kind in ("same", kind)], language)
        for name, kind in ((before[0], "deleted"), (after[0], "inserted"))
    ]
    return Markdown("\n".join(['<div class="sides">', *columns, "</div>"]))


def _side(voice: Voice, name: str, pieces: Iterable[Piece], language: str) -> str:
    marks = f'lang="{attribute(language)}" dir="{direction(language)}"'
    text = "".join(_piece(voice, piece) for piece in pieces)
    return f'<div class="side"><p class="side-name">{inline(name)}</p><p {marks}>{text}</p></div>'


def _piece(voice: Voice, piece: Piece) -> str:
    if piece.kind == "same":
        return inline(piece.text)
    heard = f'<span class="heard" lang="{attribute(voice.language)}">[{inline(voice.plain(_HEARD[piece.kind]))}</span>'
    return f'<{_TAGS[piece.kind]}>{heard}{inline(piece.text)}<span class="heard">]</span></{_TAGS[piece.kind]}>'


def legend(voice: Voice) -> Markdown:
    """Return how changes are marked."""
    new, gone = voice(say("Words that are new are underlined.")), voice(say("Words that are gone are struck through."))
    return Markdown(f"<ins>{new}</ins> <del>{gone}</del>")
