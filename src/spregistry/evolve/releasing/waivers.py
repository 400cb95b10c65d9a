"""What editors accept by name: one rule on one element of one version, needed and not expired.

Warnings about a definition can be accepted, and what the policy of a consultation demands; what is wrong in itself cannot.
"""

from collections.abc import Iterable, Iterator

from spregistry.evolve.consulting.governance import DEMANDED
from spregistry.finding import RULES, Finding
from spregistry.load.reporting import Reporter, suggesting
from spregistry.model.release import Waiver
from spregistry.sentence import say

#: What a waiver names for a finding about no element, such as one about the header.
WHOLE = "framework"


def unwaived(findings: Iterable[Finding], waivers: Iterable[Waiver], version: str, notes: Reporter) -> Iterator[Finding]:
    """Yield the findings that no waiver silences, then one for each waiver that silences nothing or has expired.

    Args:
        findings: All that stands in the way of a release.
        waivers: Those of its notes.
        version: The version that is released.
        notes: Makes findings about the notes.
    """
    valid = {(waiver.rule, waiver.element): waiver for waiver in waivers if waiver.version == version}
    used = set()
    there: dict[str, set[str]] = {}
    graver = set()
    for finding in findings:
        key = finding.code, finding.element or WHOLE
        there.setdefault(finding.code, set()).add(key[1])
        if key in valid and (finding.severity == "warning" or finding.code in DEMANDED):
            used.add(key)
            continue
        graver |= {key} if finding.severity == "error" else set()
        yield finding
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
