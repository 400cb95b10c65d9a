"""Where versions lead nowhere: one that a later version passed over, and one out of use whose successor is not in use either."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from spregistry.errors import SpregistryError
from spregistry.finding import RULES, Finding
from spregistry.load.frameworks import FrameworkSource
from spregistry.load.registry import Registry
from spregistry.load.reporting import Reporter, defining_element
from spregistry.model.framework import Framework
from spregistry.model.version_number import number_of
from spregistry.sentence import Sentence, say


class Fork(NamedTuple):
    """Two versions that both go back to a third, and the later not to the earlier; nothing leads from that one to the later."""

    earlier: str
    later: str
    #: The last one that both go back to.
    before: str

    def in_words(self) -> Sentence:
        """Return what that means for submissions."""
        return say(
            "nothing leads from {framework} to {later}, which goes back to {before} without it: submissions to {framework} cannot be carried on",
            framework=self.earlier,
            later=self.later,
            before=self.before,
        )


def overtaken(registry: Registry, framework: Framework, source: FrameworkSource) -> Iterator[Finding]:
    """Yield that a draft continues a version which one above it, released and not recalled, has continued already."""
    fork = fork_at(registry, framework)
    if fork is not None:
        hint = say(
            "Continue {newest} instead, with a higher number. What is wrong in the words of {before} can be put on record as an erratum of it "
            "(“spregistry record erratum”).",
            newest=fork.later,
            before=framework.definition.previous,
        )
        at = Reporter(source, defining_element(source.data))
        yield at.finding("wrong-previous", ["previous"], fork.in_words(), hint=hint)


def passed_over(registry: Registry, reference: str) -> Iterator[Finding]:
    """Yield that a version on record, neither withdrawn nor recalled, was passed over by a later one; what is on record stays, so a warning."""
    if registry.status(reference) not in ("active", "deprecated"):
        return
    versions, _ = _line(registry, reference) if _above(registry, reference) else ([], False)
    fork = fork_at(registry, versions[0]) if versions else None
    if fork is not None:
        yield _of_record(registry, "passed-over", fork.in_words())


def lost_successor(registry: Registry, reference: str) -> Iterator[Finding]:
    """Yield that the version to use instead of one out of use is not in use either, and leads to none; only a further event mends it."""
    named = registry.record.instead.get(reference)
    if named is not None and registry.record.leads_to(named) is None:
        said = say("{framework} is to be replaced by {successor}, which is not in use itself", framework=reference, successor=named)
        yield _of_record(registry, "lost-successor", said)


def fork_at(registry: Registry, framework: Framework) -> Fork | None:
    """Return the fork between a version and the highest one above it that was released and not recalled.

    None where that one goes back to it, where there is none, and where both have nothing in common, as far as the versions on the way can
    be read.
    """
    highest = _above(registry, framework.reference)
    if highest is None:
        return None
    theirs = [each.reference for each in _line(registry, highest)[0]]
    own = [each.reference for each in _line_of(registry, framework)[0]]
    shared = next((each for each in own if each in theirs), None)
    if shared is None or shared == framework.reference:
        return None
    return Fork(framework.reference, highest, shared)


def goes_back(registry: Registry, later: str, earlier: str) -> bool:
    """Tell whether a version goes back to another, or may: where one on the way cannot be read, that is told by itself."""
    line, whole = _line(registry, later)
    return not whole or earlier in (each.reference for each in line)


def _above(registry: Registry, reference: str) -> str | None:
    """Return the highest version of the same framework that was released and not recalled, where it stands above one."""
    record, id_ = registry.record, reference.split("@", maxsplit=1)[0]
    others = [each for each in record.releases if each.split("@")[0] == id_ and record.status(each) != "recalled"]
    highest = max(others, key=number_of, default=reference)
    return highest if number_of(highest) > number_of(reference) else None


def _line(registry: Registry, reference: str) -> tuple[Sequence[Framework], bool]:
    """Return a version and those that it goes back to, from the last, and whether that is all of them."""
    try:
        framework = registry[reference]
    except SpregistryError:
        return [], False  # told where it is read
    return _line_of(registry, framework)


def _line_of(registry: Registry, framework: Framework) -> tuple[Sequence[Framework], bool]:
    line = {framework.reference: framework}
    previous = framework.definition.previous
    while previous is not None and previous not in line:  # of what leads back to itself each only once
        try:
            line[previous] = registry[previous]
        except SpregistryError:
            return [*line.values()], False
        previous = line[previous].definition.previous
    return [*line.values()], True


def _of_record(registry: Registry, code: str, message: Sentence) -> Finding:
    rule = RULES[code]
    return Finding(code=code, severity=rule.severity, message=message, hint=rule.fix, file=registry.record.name)
