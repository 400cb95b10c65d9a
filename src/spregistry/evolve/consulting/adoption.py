"""Which proposals can be put into the files of a version, and what the files are then; none that would make the definition wrong. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from spregistry.check.definitions import check_definition
from spregistry.errors import CannotWrite
from spregistry.finding import Finding
from spregistry.load.documents import decode
from spregistry.load.frameworks import FrameworkSource, read_again
from spregistry.load.text.yaml_edit import replace_scalars
from spregistry.model.framework import Framework
from spregistry.model.review import Proposal
from spregistry.sentence import say

_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, kw_only=True, slots=True)
class Adoption:
    """What becomes of proposals."""

    #: Those that are put into the files.
    applied: Sequence[Proposal] = ()
    #: Those that are not, each with what would be wrong.
    refused: Mapping[Proposal, str] = field(default_factory=dict)
    #: The files that change, by name, as they are then.
    contents: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Files:
    """The files of a version as they are, and what they are held against."""

    source: FrameworkSource
    contents: Mapping[str, bytes]
    registry: Mapping[str, Framework]


def adopt(
    source: FrameworkSource, contents: Mapping[str, bytes], proposals: Sequence[Proposal], registry: Mapping[str, Framework]
) -> Adoption:
    """Return what becomes of proposals whose texts stand in the files of a version that is right as it is.

    Args:
        source: The version as it was read.
        contents: Its files, by the names of its documents.
        proposals: Those that are meant to be taken; each has a path, and no two have other words for the same text.
        registry: Gives the base of a profile, and the previous version.

    Raises:
        CannotWrite: where a text is not written so that another one can take its place.
    """
    files = _Files(source, contents, registry)
    applied: list[Proposal] = []
    refused: dict[Proposal, str] = {}
    _take(files, proposals, applied, refused)
    return Adoption(applied=applied, refused=refused, contents=_edited(files, applied))


def _take(files: _Files, proposals: Sequence[Proposal], applied: list[Proposal], refused: dict[Proposal, str]) -> None:
    """Take proposals one by one in their order, but as many at once as make nothing wrong; most often that is all of them."""
    problems = _problems(files, [*applied, *proposals])
    if not problems:
        applied += proposals
    elif len(proposals) == 1:
        refused[proposals[0]] = problems[0].message
    else:
        half = len(proposals) // 2
        _take(files, proposals[:half], applied, refused)
        _take(files, proposals[half:], applied, refused)


def _problems(files: _Files, proposals: Sequence[Proposal]) -> list[Finding]:
    """Return what would be wrong with the definition if it had the words of some proposals."""
    if not proposals:
        return []
    reading = read_again(files.source, _edited(files, proposals), files.registry.__getitem__)
    found = [*reading.findings]
    if reading.framework is not None:
        found += check_definition(reading.framework, reading.source, files.registry)
    return [finding for finding in found if finding.severity == "error"]


def _edited(files: _Files, proposals: Sequence[Proposal]) -> dict[str, bytes]:
    changes: dict[str, dict[tuple[str | int, ...], str]] = {}
    for proposal in proposals:
        document, path = files.source.holder(proposal.path or ())
        changes.setdefault(document.name or "", {})[tuple(path)] = proposal.after
    edited: dict[str, bytes] = {}
    for name, texts in changes.items():
        content = files.contents[name]
        text = replace_scalars(decode(content, name), texts)
        if text is None:
            raise CannotWrite(say("{file}: a text is not written so that another can take its place; nothing was changed", file=name))
        edited[name] = (_MARK if content.startswith(_MARK) else b"") + text.encode()
    return edited
