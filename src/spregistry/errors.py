"""What can go wrong, as exceptions: each carries objects, and its prose is made when it is printed.

Expected trouble inside documents is not an exception but a `Finding`. Every exception here ends a command with exit code 3.
"""

from collections.abc import Iterable, Sequence
from functools import reduce

from spregistry.finding import Finding, unscorable
from spregistry.sentence import Sentence, Several, say


class SpregistryError(Exception):
    """The root of all that spregistry raises on purpose; as text a sentence, which can be said in other languages."""

    def __str__(self) -> str:
        """Say what it was raised with."""
        return self.args[0] if self.args and isinstance(self.args[0], str) else super().__str__()

    @property
    def summary(self) -> str:
        """What it says, without advice."""
        return str(self)


class DocumentError(SpregistryError, ValueError):
    """A file that cannot be read as a document: missing, not text, not YAML or JSON, too large, or unsafe."""

    def __init__(self, finding: Finding) -> None:
        """Keep the finding that says which file, where and why."""
        super().__init__(finding)
        self.finding = finding

    def __str__(self) -> str:
        """Say where and what, then what to do."""
        return say("{problem}\n{hint}", problem=self.summary, hint=self.finding.hint) if self.finding.hint else self.summary

    @property
    def summary(self) -> str:
        """Say where and what."""
        return say("{where}: {problem}", where=self.finding.where, problem=self.finding.message)


class BrokenRecord(SpregistryError, ValueError):
    """A record of releases that has lost events: what would be made of it tells of released versions that they are drafts."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        """Keep the findings, one for each version that is not on record any more."""
        super().__init__(findings)
        self.findings = tuple(findings)

    def __str__(self) -> str:
        """Say of each version where it stands, what is wrong, and what to do."""
        told: Iterable[str] = (str(DocumentError(finding)) for finding in self.findings)
        return reduce(lambda above, below: say("{problem}\n{hint}", problem=above, hint=below), told)


class CircularReference(SpregistryError, ValueError):
    """A framework that leads back to itself through what it is based on, or through its previous versions."""

    def __init__(self, way: Sequence[str]) -> None:
        """Keep the references on the way, first and last the same."""
        super().__init__(way)
        self.way = tuple(way)

    def __str__(self) -> str:
        """Show the whole circle."""
        return say("{framework} leads back to itself: {way}", framework=self.way[-1], way=" → ".join(self.way))


class InvalidDefinition(SpregistryError, ValueError):
    """A framework whose definition has findings of severity error."""

    def __init__(self, reference: str, findings: Sequence[Finding]) -> None:
        """Keep all findings, not only those that made the definition unusable."""
        super().__init__(reference, findings)
        self.reference = reference
        self.findings = tuple(findings)

    def __str__(self) -> str:
        """Name the framework, count the findings and show the first."""
        return _count_and_first(say("{framework} is not usable", framework=self.reference), self.findings)


class InvalidSubmission(SpregistryError, ValueError):
    """A score was asked for a submission that cannot be read as one."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        """Keep all findings of the submission."""
        super().__init__(findings)
        self.findings = tuple(findings)

    def __str__(self) -> str:
        """Show the first finding that is in the way of a score, and count those; others say nothing about why there is none."""
        return _count_and_first(say("the submission cannot be scored"), unscorable(self.findings) or self.findings)


class UnknownFramework(SpregistryError, KeyError):
    """No framework of that id and version is registered."""

    def __init__(self, reference: str, known: Sequence[str], closest: str | None) -> None:
        """Keep what was asked for, what there is, and what was probably meant."""
        super().__init__(reference, known, closest)
        self.reference = reference
        self.known = tuple(known)
        self.closest = closest

    def __str__(self) -> str:
        """Say what there is instead."""
        there, asked = Several(self.known) if self.known else say("nothing"), _quoted(self.reference)
        if self.closest:
            return say(
                "there is no framework {asked} in this registry. Did you mean {closest}? It holds: {there}.",
                asked=asked,
                closest=self.closest,
                there=there,
            )
        return say("there is no framework {asked} in this registry. It holds: {there}.", asked=asked, there=there)


class MissingVersion(UnknownFramework):
    """A version that was released, as the record says, and is not there."""

    def __init__(self, reference: str, finding: "Finding") -> None:
        """Keep the finding that says since when it is on record, and what to do."""
        super().__init__(reference, (), None)
        self.finding = finding

    def __str__(self) -> str:
        """Say where it should be, then what to do."""
        return str(DocumentError(self.finding))

    @property
    def summary(self) -> str:
        """Say where it should be."""
        return DocumentError(self.finding).summary


class UnknownCode(SpregistryError, LookupError):
    """A framework has no element of that code or id."""

    def __init__(self, framework: str, asked: str, closest: str | None) -> None:
        """Keep what was asked for and what was probably meant."""
        super().__init__(framework, asked, closest)
        self.framework = framework
        self.asked = asked
        self.closest = closest

    def __str__(self) -> str:
        """Say what was probably meant."""
        said = say("{framework} has nothing with the code or id {asked}.", framework=self.framework, asked=_quoted(self.asked))
        return say("{sentence} Did you mean {closest}?", sentence=said, closest=self.closest) if self.closest else said


class UnknownLanguage(SpregistryError, LookupError):
    """Something is not translated into the language asked for."""

    def __init__(self, language: str, known: Sequence[str], subject: str) -> None:
        """Keep what was asked for, what there is, and of what."""
        super().__init__(language, known, subject)
        self.language = language
        self.known = tuple(known)
        self.subject = subject

    def __str__(self) -> str:
        """Say which languages there are."""
        if not self.known:
            return say(
                "{subject} has no translation into {language}, nor into any other language.", subject=self.subject, language=self.language
            )
        known = Several(self.known)
        return say(
            "{subject} has no translation into {language}. There is: {known}.", subject=self.subject, language=self.language, known=known
        )


class UnsuitableChange(SpregistryError, ValueError):
    """A what-if that cannot be tried: its indicator has no answer of its own, or the change names no value."""


class MissingExtra(SpregistryError, ImportError):
    """Something needs a library that comes with an extra, which is not installed."""

    def __init__(self, subject: str, extra: str) -> None:
        """Keep what needs it, in words, and the extra."""
        super().__init__(subject, extra)
        self.subject = subject
        self.extra = extra

    def __str__(self) -> str:
        """Say what to install."""
        install = f'pip install "spregistry[{self.extra}]"'
        return say("{subject} needs a library that is not installed. Install it with: {install}", subject=self.subject, install=install)


class MissingLibrary(SpregistryError, OSError):
    """Something needs a library of the operating system, which is not there."""

    def __init__(self, subject: str, library: str, instead: str) -> None:
        """Keep what needs it, in words, its name, and what can be done without it."""
        super().__init__(subject, library, instead)
        self.subject = subject
        self.library = library
        self.instead = instead

    def __str__(self) -> str:
        """Say what to install, or to do instead."""
        return say(
            "{subject} needs the library {library}, which this computer does not have. Install it as its system does. {instead}",
            subject=self.subject,
            library=self.library,
            instead=self.instead,
        )


class UnusableKey(SpregistryError, ValueError):
    """A key that cannot sign, or that no signature can be held to."""


class NothingToDo(SpregistryError, ValueError):
    """A run that would have checked nothing; nothing checked is never success."""


class CannotWrite(SpregistryError, OSError):
    """An output could not be written; what stood there before is untouched."""


def _quoted(text: str) -> Sentence:
    """Return what somebody typed in the quotes of whatever language it is said in, with what cannot be printed spelled out."""
    return say("“{label}”", label=repr(text)[1:-1])


def _count_and_first(subject: Sentence, findings: Sequence[Finding]) -> Sentence:
    errors = [finding for finding in findings if finding.severity == "error"]
    if not errors:
        return subject
    said = say("{subject}: {where}: {problem}", subject=subject, where=errors[0].where, problem=errors[0].message)
    return say("{sentence} (and {count} more)", sentence=said, count=len(errors) - 1) if len(errors) > 1 else said


def summary(error: Exception) -> str:
    """Return what an exception says, without advice."""
    return error.summary if isinstance(error, SpregistryError) else str(error)
