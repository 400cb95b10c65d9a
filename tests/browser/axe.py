"""Which rules of axe a page is held to in each colour scheme."""

from typing import Any

#: A page differs between the schemes in its colours only: all rules are run once, those about colours in both.
RULES_OF: dict[str, dict[str, Any]] = {
    "light": {"resultTypes": ["violations"]},
    "dark": {"resultTypes": ["violations"], "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}},
}
