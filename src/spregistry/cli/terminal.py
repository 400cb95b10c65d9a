"""How results look in a terminal: bars, colours where there is one, nothing wider than the screen."""

import re
import shutil
import textwrap

import click

from spregistry.cli.options import catalogue, say_in_language, tell
from spregistry.finding import Finding, Severity
from spregistry.load.languages.catalogues import SOURCE_LANGUAGE
from spregistry.model.scorecard import Measures, Published
from spregistry.sentence import say

_COLOURS: dict[Severity, str] = {"error": "red", "warning": "yellow", "note": "cyan"}
_FULL, _RANGE, _EMPTY = "█", "▒", "·"
#: What is folded; no-break spaces are not.
_SPACES = re.compile(r"[ \t\r\n]+")


def width() -> int:
    """Return how many columns to fill: those of the terminal, from 60 to 100, or 80 where there is none."""
    return max(60, min(shutil.get_terminal_size((80, 24)).columns, 100))


def bar(measures: Measures, columns: int) -> str:
    """Draw a score: filled up to the score, lightly up to the potential."""
    if measures.score is None or measures.potential is None:
        return " " * columns
    filled, reachable = (round(value / 100 * columns) for value in (measures.score, measures.potential))
    return _FULL * filled + _RANGE * (reachable - filled) + _EMPTY * (columns - reachable)


def number(value: Published) -> str:
    """Write a published score, two decimals; a dash where nothing was scored."""
    return "–" if value is None else catalogue().number(value, ".2f")


def percent(share: float | None) -> str:
    """Write a share as a whole percentage that is 100 only when it is complete, and 0 only when there is nothing."""
    if share is None:
        return "–"
    rounded = round(share * 100)
    return catalogue().respell(f"{min(rounded, 99) if share < 1 else 100 if rounded else 0}%" if share > 0 else "0%")


def signed(value: float) -> str:
    """Write a difference with its sign, a true minus."""
    return catalogue().number(value, "+.2f").replace("-", "−")


def plain(value: float, form: str = "g") -> str:
    """Write any other figure."""
    return catalogue().number(value, form)


def day(text: object) -> str:
    """Write a date: in English as files spell it, YYYY-MM-DD, otherwise as the language does."""
    if catalogue().language == SOURCE_LANGUAGE:
        return str(text)
    from spregistry.publish.report.wording import Words

    return Words(catalogue()).date(text)


def folded(text: str, indent: str = "", hanging: str | None = None) -> str:
    """Fold text to the width of the terminal."""
    return textwrap.fill(
        _SPACES.sub(" ", text).strip(),
        width(),
        initial_indent=indent,
        subsequent_indent=indent if hanging is None else hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )


def shortened(text: str, columns: int) -> str:
    """Cut text to a number of columns, with an ellipsis where something is lost."""
    return text if len(text) <= columns else text[: columns - 1].rstrip() + "…"


def finding_text(finding: Finding) -> str:
    """Write a finding: where and what in the first line, then the message, then the way out."""
    about = " ".join(filter(None, (finding.element_code, finding.element_title or finding.element)))
    severity = click.style(say_in_language(SEVERITY_NAMES[finding.severity]), fg=_COLOURS[finding.severity], bold=True)
    message = tell("{element}: {message}", element=about, message=finding.message) if about else say_in_language(finding.message)
    lines = [f"{say_in_language(finding.where)}: {severity} {finding.code}", folded(message, "  ")]
    if finding.hint:
        lines.append(folded(f"→ {say_in_language(finding.hint)}", "  ", "    "))
    return "\n".join(lines)


def notice_text(finding: Finding) -> str:
    """Write a finding that is about no place in a file: how grave and what, then the way out."""
    severity = click.style(say_in_language(SEVERITY_NAMES[finding.severity]), fg=_COLOURS[finding.severity], bold=True)
    lines = [folded(tell("{element}: {message}", element=severity, message=finding.message), "", "  ")]
    return "\n".join([*lines, folded(f"→ {say_in_language(finding.hint)}", "  ", "    ")])


#: What severities are called.
SEVERITY_NAMES: dict[Severity, str] = {"error": say("error"), "warning": say("warning"), "note": say("note")}
