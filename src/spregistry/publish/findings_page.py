"""The page about findings, made from their one list: `python -m spregistry.publish.findings_page docs/findings.md`."""

import sys
from pathlib import Path

from spregistry.finding import RULES, Rule

_HEAD = """# Findings

What `spregistry check`, `validate`, `release` and `verify` can report, by the code that stands in every line and every machine format. Codes
are stable: a code is never given another meaning. An **error** means that something is not right, a **warning** that it deserves a
second look, a **note** that it is good to know. This page is made from `src/spregistry/finding.py` and
`editing_rules.py` beside it; edit the rules there.
"""

_ABOUT = {
    "any document": "Any document",
    "submissions": "Submissions",
    "definitions": "Definitions of standards",
    "consultations": "Consultations on standards",
    "releases": "Releases",
    "crosswalks": "Crosswalks",
    "registries": "The folder of standards",
}


def findings_page() -> str:
    """Return the page as Markdown, one section for each code."""
    lines = [_HEAD]
    for about, heading in _ABOUT.items():
        lines.append(f"## {heading}\n")
        lines += [_section(code, rule) for code, rule in RULES.items() if rule.about == about]
    return "\n".join(lines)


def _section(code: str, rule: Rule) -> str:
    blocks = (
        " Until it is mended, the submission cannot be scored."
        if rule.blocks_scoring and rule.about not in ("definitions", "releases")
        else ""
    )
    return f"### `{code}` {{ #{code} }}\n\n{rule.title} ({rule.severity}).{blocks}\n\nWhat to do: {rule.fix}\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(findings_page(), encoding="utf-8")
