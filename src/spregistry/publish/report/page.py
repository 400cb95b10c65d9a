"""Sets a report as one HTML page that needs nothing else: no script, no network, no style but its own.

Jinja escapes every text; the page's policy lets nothing run or load even where somebody should get past that.
"""

import base64
import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from spregistry.publish.report.blocks import Chapter, Items, Paragraph, Picture, Report, Said, Table
from spregistry.publish.report.drawing import draw, gauge
from spregistry.publish.report.vector import Drawing, Lettering

if TYPE_CHECKING:
    from jinja2 import Environment


def html(report: Report, *, printed: bool = False) -> str:
    """Return the report as HTML.

    Args:
        report: What to set.
        printed: For paper: what is written on pictures is set by the page, at its place, because what draws pictures for paper knows
            no scripts that join letters.
    """
    environment = _environment()
    style = environment.get_template("report.css").render()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    rtl = report.direction == "rtl"
    place = _lettered if printed else _whole

    def draw_picture(picture: Picture) -> Markup:
        return place(draw(picture))

    def draw_gauge(chapter: Chapter) -> Markup:
        return place(gauge(chapter.board.headline, f"{chapter.name}-gauge", rtl=rtl))

    drawn = {"draw": draw_picture, "gauge": draw_gauge, "kind": _kind, "say": _Voices(report).say}
    ours = Markup(style)  # noqa: S704  # the style sheet of this package
    return environment.get_template("report.html.j2").render(report=report, style=ours, policy=policy, **drawn) + "\n"


@lru_cache(maxsize=1)
def _environment() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader("spregistry.publish.report", "template")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


class _Voices:
    """Marks whose words a text is: what is in another language says so, and what a submission says cannot turn the text around it."""

    def __init__(self, report: Report) -> None:
        self._report = report

    def say(self, said: Said) -> Markup:
        if said.voice == "submission":
            # The direction is that of the words themselves: people mix languages in what they write.
            return Markup("<bdi{}>{}</bdi>").format(self._lang(self._report.submission[0]), said.text)
        if said.voice == "standard" and self._report.standard[0] != self._report.language:
            language, direction = self._report.standard
            return Markup('<span lang="{}" dir="{}">{}</span>').format(language, direction, said.text)
        return escape(said.text)

    def _lang(self, language: str) -> Markup:
        return Markup("") if language == self._report.language else Markup(' lang="{}"').format(language)


def _whole(drawing: Drawing | None) -> Markup:
    return Markup(drawing.svg if drawing else "")  # noqa: S704  # written by ElementTree, which escapes


def _lettered(drawing: Drawing | None) -> Markup:
    """Return a drawing in its true size, with its texts as elements of the page; a baseline stands 0.346 of the size below a line's middle."""
    if drawing is None:
        return Markup("")
    size = Markup('<div class="drawing" dir="ltr" style="width: {:.2f}pt; height: {:.2f}pt">').format(drawing.width, drawing.height)
    svg = Markup(drawing.bare)  # noqa: S704  # written by ElementTree, which escapes
    return size + svg + Markup("").join(_lettering(one, drawing.width) for one in drawing.letterings) + Markup("</div>")


def _lettering(one: Lettering, width: float) -> Markup:
    across = {"start": f"left: {one.x:.2f}pt", "end": f"right: {width - one.x:.2f}pt", "middle": f"left: {one.x - 200:.2f}pt; width: 400pt"}
    place = f"{across[one.anchor]}; top: {one.y - 0.346 * one.size:.2f}pt; font-size: {one.size:g}pt; color: {one.colour}"
    return Markup('<span class="{}" style="{}">{}</span>').format(one.anchor, place, one.text)


def _kind(block: object) -> str:
    return {Paragraph: "paragraph", Items: "items", Table: "table", Picture: "picture"}[type(block)]
