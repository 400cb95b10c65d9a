"""What a finding code means: about what, how grave, and what to do."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]

#: Severities from the gravest.
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """What a finding code means, for the page about it."""

    about: Literal["any document", "definitions", "submissions", "releases", "consultations", "crosswalks", "registries"]
    severity: Severity
    title: str
    fix: str
    #: Whether a submission with such a finding cannot be read, and so not be scored.
    blocks_scoring: bool = False
    #: Whether the policy of a consultation demands it, so that editors can accept by name that it is not met.
    demanded: bool = False


def of_document(title: str, fix: str) -> Rule:
    """Return a rule about any document."""
    return Rule(about="any document", severity="error", title=title, fix=fix, blocks_scoring=True)


def of_definition(title: str, fix: str, severity: Severity = "error") -> Rule:
    """Return a rule about definitions."""
    return Rule(about="definitions", severity=severity, title=title, fix=fix)


def unreadable(title: str, fix: str) -> Rule:
    """Return a rule about submissions that cannot be read as such."""
    return Rule(about="submissions", severity="error", title=title, fix=fix, blocks_scoring=True)


def of_submission(title: str, fix: str, severity: Severity = "error") -> Rule:
    """Return a rule about submissions."""
    return Rule(about="submissions", severity=severity, title=title, fix=fix)


def of_release(title: str, fix: str, severity: Severity = "error") -> Rule:
    """Return a rule about releases and their record."""
    return Rule(about="releases", severity=severity, title=title, fix=fix)


def of_consultation(title: str, fix: str, severity: Severity = "error") -> Rule:
    """Return a rule about consultations."""
    return Rule(about="consultations", severity=severity, title=title, fix=fix)


def of_policy(title: str, fix: str) -> Rule:
    """Return a rule about what the policy of a consultation demands."""
    return Rule(about="consultations", severity="error", title=title, fix=fix, demanded=True)


def of_crosswalk(title: str, fix: str, severity: Severity = "error") -> Rule:
    """Return a rule about crosswalks and the catalogues they point at."""
    return Rule(about="crosswalks", severity=severity, title=title, fix=fix)


def of_registry(title: str, fix: str, severity: Severity = "error") -> Rule:
    """Return a rule about a folder of standards as a whole."""
    return Rule(about="registries", severity=severity, title=title, fix=fix)
