"""Sets a report as a tagged PDF (PDF/UA-1) from its page, with fonts that come along; nothing is fetched from anywhere."""

import hashlib
import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from spregistry.errors import CannotWrite
from spregistry.load.documents import read_bytes
from spregistry.publish.report.blocks import Report
from spregistry.publish.report.page import html
from spregistry.publish.report.wording import shortened
from spregistry.sentence import say

#: How large a board's page may be set so that it stays one page.
_SCALES = (1.25, 1.15, 1.08, 1.0, 0.94, 0.88, 0.82, 0.76, 0.7)

#: Fonts that matplotlib brings, with their weights: Latin, Greek, Cyrillic and Arabic look the same on every machine. Other scripts
#: take the machine's own.
_FONTS = {"DejaVuSans": 400, "DejaVuSans-Bold": 700}
#: What the page calls them: a name that no font of the machine has.
_FAMILY = "Report Sans"
#: Addresses of these fonts; it means nothing to anybody else.
_SCHEME = "spregistry-font:"


def pdf(report: Report) -> bytes:
    """Return the report as PDF; the same report gives the same bytes."""
    day = _day(report)
    for name in _FONTS:
        _font(name)  # one that cannot be read is told, and not passed over
    document = _laid_out(report, _fitting(report))
    document.metadata.created = document.metadata.modified = day
    content: bytes = document.write_pdf(pdf_identifier=_identifier(report), **_OPTIONS)
    return content


_OPTIONS = {"pdf_variant": "pdf/ua-1"}


def _fitting(report: Report) -> float:
    """Return the largest scale at which every board's page is one page; the smallest where none is."""
    boards = replace(report, chapters=tuple(replace(chapter, sections=()) for chapter in report.chapters))
    return next((scale for scale in _SCALES if len(_laid_out(boards, scale).pages) == len(report.chapters)), _SCALES[-1])


def _laid_out(report: Report, scale: float) -> Any:
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts, fetcher = FontConfiguration(), _fetcher()
    page = HTML(string=html(report, printed=True), url_fetcher=fetcher, media_type="print")
    # What is given beside a page yields to the page's own style, unless it says that it is important.
    set_so = f"html {{ font-family: '{_FAMILY}', sans-serif !important }} .board {{ font-size: {scale}em !important }}"
    style = f"{_FACES} {set_so} {_footer(report)}"
    sheet = CSS(string=style, font_config=fonts, url_fetcher=fetcher, media_type="print")
    return page.render(stylesheets=[sheet], font_config=fonts, **_OPTIONS)


def _fetcher() -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Closed(URLFetcher):  # type: ignore[misc]  # WeasyPrint brings no types
        """Fetches what `fetch` gives, and nothing else."""

        def fetch(self, url: str, headers: Any = None) -> Any:  # noqa: ARG002  # WeasyPrint's signature
            return URLFetcherResponse(url, fetch(url), {"Content-Type": "font/ttf"})

    return Closed()


def fetch(url: str) -> bytes:
    """Return one of the fonts that come along; nothing else is ever fetched, from the network or from this computer.

    Raises:
        ValueError: for every other address.
    """
    name = url.removeprefix(_SCHEME)
    if not url.startswith(_SCHEME) or name not in _FONTS:
        raise ValueError(f"a report loads nothing, and not {url[:80]}")
    return _font(name)


@lru_cache(maxsize=len(_FONTS))
def _font(name: str) -> bytes:
    import matplotlib as mpl

    return read_bytes(str(Path(mpl.get_data_path(), "fonts", "ttf", f"{name}.ttf")))


_FACES = " ".join(
    f"@font-face {{ font-family: '{_FAMILY}'; font-weight: {weight}; src: url({_SCHEME}{name}) }}" for name, weight in _FONTS.items()
)


def _footer(report: Report) -> str:
    """Return the style of the foot of each page: whose report, and which page."""
    left, right = ("right", "left") if report.direction == "rtl" else ("left", "right")
    title = "".join(f"\\{ord(sign):06x} " for sign in shortened(report.title, 110))
    style = f"font: 7pt '{_FAMILY}', sans-serif; color: #4c5a64"
    return (
        f"@page {{ @bottom-{left} {{ content: '{title}'; {style}; width: 85% }}"
        f" @bottom-{right} {{ content: counter(page) ' / ' counter(pages); {style}; width: 15% }} }}"
    )


def _day(report: Report) -> str:
    """Return the moment that the file is dated by: SOURCE_DATE_EPOCH, else the day the report is about."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "").strip()
    if not epoch:
        return report.day or "1970-01-01"
    try:
        return (_EPOCH + timedelta(seconds=int(epoch))).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError) as error:
        message = say(
            "SOURCE_DATE_EPOCH is {value}, which is no number of seconds since 1970; correct it, or unset it", value=ascii(epoch[:40])
        )
        raise CannotWrite(message) from error


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _identifier(report: Report) -> bytes:
    """Return what tells this file from others: made of what it is about."""
    stamps = "\n".join([report.language, *(chapter.board.stamp for chapter in report.chapters)])
    return hashlib.sha256(stamps.encode()).digest()[:16]
