"""What editors accept by name: one rule on one element of one version, needed and not expired.

Warnings about a definition can be accepted, and what the policy of a consultation demands; what is wrong in itself cannot.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from spregistry.finding import RULES, Finding
from spregistry.load.reporting import Reporter, suggesting
from spregistry.model.release import Waiver
from spregistry.sentence import say

#: What a waiver names for a finding about no element, such as one about the header.
WHOLE = "framework"


class Accepted(NamedTuple):
    """Something that stands in the way of a release, and who let it go."""

    finding: Finding
    waiver: Waiver


def accepted(findings: Iterable[Finding], waivers: Iterable[Waiver], version: str) -> tuple[list[Finding], list[Accepted]]:
    """Return the findings that no waiver of a version silences, and those that one does, each with it."""
    valid = {(waiver.rule, waiver.element): waiver for waiver in waivers if waiver.version == version}
    standing: list[Finding] = []
    let_go: list[Accepted] = []
    for finding in findings:
        waiver = valid.get(_key(finding)) if _acceptable(finding) else None
        if waiver is None:
            standing.append(finding)
        else:
            let_go.append(Accepted(finding, waiver))
    return standing, let_go


def _key(finding: Finding) -> tuple[str, str]:
    return finding.code, finding.element or WHOLE


def _acceptable(finding: Finding) -> bool:
    return finding.severity == "warning" or RULES[finding.code].demanded


def unwaived(findings: Iterable[Finding], waivers: Sequence[Waiver], version: str, notes: Reporter) -> Iterator[Finding]:
    """Yield the findings that no waiver silences, then one for each waiver that silences nothing or has expired.

    Args:
        findings: All that stands in the way of a release.
        waivers: Those of its notes.
        version: The version that is released.
        notes: Makes findings about the notes.
    """
    found = [*findings]
    standing, let_go = accepted(found, waivers, version)
    yield from standing
    used = {_key(each.finding) for each in let_go}
    graver = {_key(finding) for finding in standing if finding.severity == "error"}
    there: dict[str, set[str]] = {}
    for finding in found:
        there.setdefault(finding.code, set()).add(finding.element or WHOLE)
    seen = set()
    for waiver in waivers:
        key = waiver.rule, waiver.element
        if waiver.version != version:
            message = say("this waiver was accepted for {version}", version=waiver.version)
            yield notes.finding("expired-waiver", waiver.path, message)
        elif key not in used or key in seen:
            yield notes.finding("useless-waiver", waiver.path, _useless(waiver, there, twice=key in seen, graver=key in graver))
        seen.add(key)


def _useless(waiver: Waiver, there: dict[str, set[str]], *, twice: bool, graver: bool) -> str:
    said = {"rule": waiver.rule, "element": waiver.element}
    if graver:
        return say("“{rule}” on “{element}” is an error, and errors cannot be waived", **said)
    if twice:
        return say("“{rule}” on “{element}” is waived twice", **said)
    if waiver.rule not in RULES:
        return suggesting(say("there is no rule “{rule}”", rule=waiver.rule), waiver.rule, RULES)
    return suggesting(say("“{rule}” says nothing about “{element}”", **said), waiver.element, there.get(waiver.rule, ()))
