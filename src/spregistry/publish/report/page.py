"""Sets a report as one HTML page that needs nothing else: no script, no network, no style but its own.

Jinja escapes every text; the page's policy lets nothing run or load even where somebody should get past that.
"""

import base64
import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from spregistry.publish.report.blocks import Items, Paragraph, Picture, Report, Said, Table
from spregistry.publish.report.drawing import draw, gauge

if TYPE_CHECKING:
    from jinja2 import Environment


def html(report: Report) -> str:
    """Return the report as HTML."""
    environment = _environment()
    style = environment.get_template("report.css").render()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    words = _Voices(report)
    drawn = {"draw": _picture, "gauge": _gauge, "kind": _kind, "say": words.say}
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


def _picture(picture: Picture) -> Markup:
    return Markup(draw(picture))  # noqa: S704  # written by ElementTree, which escapes


def _gauge(report: Report, chapter: Any) -> Markup:
    drawn = gauge(chapter.board.headline, f"{chapter.name}-gauge", rtl=report.direction == "rtl")
    return Markup(drawn)  # noqa: S704  # written by ElementTree, which escapes


def _kind(block: object) -> str:
    return {Paragraph: "paragraph", Items: "items", Table: "table", Picture: "picture"}[type(block)]
