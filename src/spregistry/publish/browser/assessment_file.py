"""A framework's self-assessment as one HTML file: everything in it, nothing fetched, to pass on by USB stick or messenger."""

import base64
import hashlib
import re
from collections.abc import Sequence
from html import escape
from importlib import resources
from typing import NamedTuple

from spregistry.load.documents import read_bytes
from spregistry.model.document import Data
from spregistry.publish.browser.build import built
from spregistry.publish.browser.data import data_script
from spregistry.publish.browser.validator import shape_script
from spregistry.sentence import Lookup, say, translate

_TEMPLATE = "assessment.html"

#: What the browser part is built into, and what of it the file holds, in this order.
_STYLE = "assessment.css"
_SCRIPT = "assessment.js"
_CHARTS = "charts.js"
_WORKBOOK = "workbook.js"
_MIGRATION = "migration.js"


class Page(NamedTuple):
    """What the file says before its script runs."""

    title: str
    language: str
    #: "ltr" or "rtl".
    direction: str
    #: The interface's sentences in that language.
    lookup: Lookup
    #: The part of the institution that is shown alone, such as "hr".
    function: str | None = None
    #: Reference of the profile that a new assessment begins with.
    profile: str | None = None


def assessment_file(
    data: Data, page: Page, validators: Sequence[str] = (), workbooks: Sequence[str] = (), steps: Sequence[str] = ()
) -> str:
    """Return the self-assessment as one HTML file that loads nothing from anywhere.

    Args:
        data: What `browser_data` makes.
        page: The words around it, and what is shown first.
        validators: Compiled validators, each a classic script.
        workbooks: Empty workbooks for the form to fill in, each a classic script that `workbook_script` makes.
        steps: By which submissions to earlier versions are carried over, each a classic script that `step_script` makes.

    Raises:
        CannotWrite: where the browser part was not built.
    """
    scripts = [_enclosed(_SCRIPT), *validators, data_script(data), _enclosed(_CHARTS), _enclosed(_WORKBOOK), *workbooks]
    scripts += [_enclosed(_MIGRATION), shape_script(), *steps] if steps else []
    style = _enclosed(_STYLE)
    inside = {
        "language": escape(page.language),
        "direction": page.direction,
        "title": escape(page.title),
        "policy": escape(_policy(scripts, style)),
        "style": style,
        "wishes": "".join(
            f' data-{name}="{escape(value)}"'
            for name, value in (("language", page.language), ("function", page.function), ("profile", page.profile))
            if value
        ),
        "waiting": escape(translate(say("The form is being opened …"), page.lookup)),
        "noscript": escape(
            translate(
                say(
                    "This form works with JavaScript, which is switched off here. Everything happens on this computer; nothing is sent "
                    "anywhere. Allow scripts for this file in the browser’s settings, or ask for the workbook instead."
                ),
                page.lookup,
            )
        ),
        "scripts": "\n".join(f"<script>{script}</script>" for script in scripts),
    }
    template = read_bytes(str(resources.files("spregistry") / "publish" / "templates" / _TEMPLATE)).decode()
    return re.sub(r"\[\[(\w+)\]\]", lambda place: inside[place[1]], template)


def _enclosed(name: str) -> str:
    """Return a part of the browser's build as it can stand inside an element of its kind."""
    text = built(name).decode()
    # Inside strings and comments, where alone these can stand in built code, this reads the same.
    return re.sub(r"</(?=script|style)", r"<\\/", text, flags=re.IGNORECASE).replace("<!--", "<\\!--")


def _policy(scripts: Sequence[str], style: str) -> str:
    """Return a policy under which only the scripts and the style of this very file run, and nothing is fetched or sent."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {' '.join(map(_hash, scripts))}",
            f"style-src {_hash(style)}",
            "img-src data: blob:",
            "form-action 'none'",
            "base-uri 'none'",
        )
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
