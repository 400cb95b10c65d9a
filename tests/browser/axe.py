"""How pages are held to axe: in both colour schemes, wide and narrow, in every state they can be in."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools import lacking

if TYPE_CHECKING:
    from playwright.sync_api import Page

#: A page differs between the schemes in its colours only: all rules are run once, those about colours in both.
RULES_OF: dict[str, dict[str, Any]] = {
    "light": {"resultTypes": ["violations"]},
    "dark": {"resultTypes": ["violations"], "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}},
}
#: Schemes and widths of the window: a narrow page has other controls.
SIGHTS = [(scheme, width) for scheme in RULES_OF for width in (1280, 360)]


class Axe:
    """Looks at a page whenever it is asked to, and remembers what it found."""

    def __init__(self, page: "Page", scheme: str, browser_folder: Path) -> None:
        """Bring axe into a page that lets scripts in."""
        path = browser_folder / "node_modules" / "axe-core" / "axe.min.js"
        if not path.exists():
            lacking("axe-core", "npm install in src/spregistry/browser brings it")
        page.add_script_tag(path=path)
        self.page = page
        self.rules = RULES_OF[scheme]
        self.faults: list[str] = []

    def look(self, state: str) -> None:
        """Note what is wrong with the page as it is now."""
        found = self.page.evaluate("async (only) => (await axe.run(document, only)).violations", self.rules)
        self.faults += [f"{state}: {one['id']}: {json.dumps([node['html'][:200] for node in one['nodes'][:3]])}" for one in found]
