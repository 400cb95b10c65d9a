"""The page around the self-assessment, and the service worker that keeps it for use without a network."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from spregistry.publish.site.edition import Edition, Page, relative
from spregistry.publish.site.markdown import Markdown, attribute
from spregistry.publish.site.record.standing import switch
from spregistry.publish.site.standard_pages import made
from spregistry.sentence import say

#: Where the scripts that all forms share stand, below `docs/`.
ASSETS = "assets/assessment"
WORKER = "sw.js"


class Scripts(NamedTuple):
    """Paths below `docs/` of what a form loads; every name holds a digest of the content, so that versions cannot mix."""

    #: In the order in which they run.
    scripts: tuple[str, ...]
    styles: tuple[str, ...]
    #: Loaded when they are needed, by the name under which the form asks for them.
    later: Mapping[str, str]
    #: Loaded where the data of the form says so.
    told: tuple[str, ...] = ()


def named_by_content(path: str, content: bytes) -> str:
    """Return a path with a digest of the content before its ending: "data.js" becomes "data.1f0c….js"."""
    stem, _, ending = path.rpartition(".")
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:12]}.{ending}"


def assess_page(edition: Edition, scripts: Scripts) -> Page:
    """Return the page of the self-assessment in one language."""
    path = edition.path("assess/index")
    title = say("Self-assessment")
    later = {name: relative(path, script) for name, script in scripts.later.items()}
    kept = [*later.values(), *(relative(path, script) for script in scripts.told)]
    profile = edition.framework.reference if edition.framework.definition.based_on else None
    marks = f' data-worker="{relative(path, WORKER)}" data-keep="{" ".join(kept)}"'
    marks += f' data-profile="{attribute(profile)}"' if profile else ""
    marks += "".join(f' data-{name}="{address}"' for name, address in later.items())
    form = [
        *(f'<link rel="stylesheet" href="{relative(path, style)}">' for style in scripts.styles),
        f'<div id="assessment" data-spregistry-assessment data-language="{attribute(edition.form_language)}"{marks}>',
        # The form puts its own headings in the place of this one.
        f"<h1>{_said(edition, say('{title}: self-assessment', title=edition.framework.title))}</h1>",
        f"<p>{_said(edition, say('The form is being opened …'))}</p>",
        "</div>",
        "<noscript>",
        f"<p>{_said(edition, NOSCRIPT)}</p>",
        "</noscript>",
        *(f'<script src="{relative(path, script)}"></script>' for script in scripts.scripts),
    ]
    text = Markdown("\n".join(form))
    return made(edition, path, title, switch(edition, path), text, searched=False, hidden=("navigation", "toc"))


NOSCRIPT = say(
    "This form works with JavaScript, which is switched off here. Everything happens on this computer; nothing is sent anywhere. "
    "Allow scripts for this site in the browser’s settings, or use the workbook."
)


def _said(edition: Edition, text: str) -> str:
    return attribute(edition.voice.plain(text))


def service_worker(source: bytes, names: Iterable[str]) -> bytes:
    """Return the service worker for forms that load files of these names; other contents have other names, and make another worker."""
    build = hashlib.sha256("\n".join(sorted(names)).encode()).hexdigest()[:16]
    return source.replace(b"BUILD_DIGEST", build.encode())
