"""`spregistry check`: definitions, for those who write them."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click

from spregistry.check.registries import stale_translations, unused_files, unused_folders
from spregistry.cli.days import today
from spregistry.cli.options import REFERENCE, fail_level_option, format_option, open_registry, tell_examples, tell_folder
from spregistry.cli.output import output_option
from spregistry.cli.reporting import finish
from spregistry.errors import DocumentError
from spregistry.evolve.consulting.governance import check_consultation, check_policies
from spregistry.evolve.crosswalk_rules import check_crosswalks
from spregistry.evolve.releasing.dead_ends import lost_successor, overtaken, passed_over
from spregistry.finding import RULES, Finding, Severity
from spregistry.load.documents import read_bytes
from spregistry.load.folders import is_there
from spregistry.load.languages import translations
from spregistry.load.listing import gone
from spregistry.load.notes import read_notes
from spregistry.load.registry import Registry
from spregistry.load.releases.chain import broken_chain
from spregistry.load.releases.leftovers import cut_off
from spregistry.load.releases.released import revised
from spregistry.publish.finding_formats import Report
from spregistry.sentence import say, sayable


@click.command("check")
@click.argument("references", nargs=-1, type=REFERENCE, metavar="[REF]...")
@format_option("text", "json", "sarif", "junit", "github")
@fail_level_option
@output_option
@click.pass_obj
def command(folder: str | None, references: Sequence[str], format_: str, fail_level: Severity, output: str | None) -> None:
    """Check the definitions of standards: their schema, then what a schema cannot say.

    Without REF, every framework version of the registry is checked, and its policies, crosswalks and catalogues.
    """
    registry: Registry = open_registry(folder)
    if format_ == "text":
        tell_folder(registry, folder)
    checked: list[str] = []
    unreadable: list[str] = []
    findings: list[Finding] = []
    with registry.reading_once():
        for reference in [registry.find(name) for name in references] or [*registry]:
            try:
                findings += _version(registry, reference)
                checked.append(reference)
            except DocumentError as error:
                findings.append(error.finding)
                unreadable.append(reference)
        for whole in _OF_RECORD if references else _WHOLE:
            try:
                findings += whole(registry, [*map(registry.find, references)])
            except DocumentError as error:
                if error.finding not in findings:  # of a version that is counted already
                    findings.append(error.finding)
                    unreadable.append(error.finding.file or "-")
    if format_ == "text":
        tell_examples(registry, checked)
    told = [*dict.fromkeys(findings)]  # of a file that several versions share, once
    finish(Report(checked, unreadable, told), format_, fail_level, output, sayable("Frameworks checked: {count}"))


def _version(registry: Registry, reference: str) -> list[Finding]:
    """Return what is wrong with one version and all that belongs to it.

    Raises:
        DocumentError: where its header, or what belongs to it, cannot be read.
    """
    reading = registry.read(reference)
    findings = [*reading.findings]
    if reading.framework is not None:  # else its list of parts may itself be wrong
        findings += unused_files(registry, reference, reading.source)
    findings += [*_unreadable_translations(registry, reference), *stale_translations(registry, reference)]
    findings += revised(registry.root, registry.record, reference)
    if reference in registry.record.releases:
        findings += [*passed_over(registry, reference), *lost_successor(registry, reference)]
    elif reading.framework is not None:
        findings += overtaken(registry, reading.framework, reading.source)
    findings += check_consultation(registry, reference, today())
    # Notes are written last; that a draft has none yet is for its release to tell.
    notes = read_notes(registry.folder(reference))
    return [*findings, *(finding for finding in notes.findings if finding.code != "missing-notes")]


def _chain(registry: Registry, _: Sequence[str]) -> list[Finding]:
    """Return what is wrong with the record of releases by itself, by which every version is judged; its files are for `verify`."""
    path = Path(registry.record.name)
    return [*broken_chain(registry.record, read_bytes(str(path)) if is_there(path) else None)]


def _cut_off(registry: Registry, only: Sequence[str]) -> list[Finding]:
    return [*cut_off(registry.root, registry.record, only or None)]


def _beside(registry: Registry, _: Sequence[str]) -> list[Finding]:
    return [*check_policies(registry), *check_crosswalks(registry, today())]


def _lost(registry: Registry, _: Sequence[str]) -> list[Finding]:
    """Return what stands where it is never found, and what was released and is not there."""
    missing = [gone(registry.root, registry.record, reference) for reference in registry.missing]
    return [*map(_misnamed, registry.misnamed), *map(_headless, registry.headless), *missing]


def _unused(registry: Registry, _: Sequence[str]) -> list[Finding]:
    return [*unused_folders(registry)]


#: What is wrong with the record, whichever versions are looked at.
_OF_RECORD: tuple[Callable[[Registry, Sequence[str]], list[Finding]], ...] = (_chain, _cut_off)
#: The same, and what is wrong beside the frameworks and between them: each apart, so that a folder that cannot be read hides nothing else.
_WHOLE = (*_OF_RECORD, _beside, _unused, _lost)


def _unreadable_translations(registry: Registry, reference: str) -> Iterator[Finding]:
    """Yield what is wrong with PO files that cannot be read; what they lack is for `spregistry translations` to tell."""
    folder = str(registry.folder(reference))
    for language in translations.languages(folder):
        try:
            translations.read_entries(folder, language)
        except DocumentError as error:
            yield error.finding


def _headless(path: Path) -> Finding:
    message = say("the folder {name} holds no framework.yaml, so nothing in it is read", name=path.name)
    hint = say("Restore framework.yaml, or remove the folder.")
    return Finding(code="missing-part", severity="error", message=message, hint=hint, file=str(path))


def _misnamed(path: Path) -> Finding:
    message = say("this framework is never found: its folders are not named by its id and a version of three numbers")
    return Finding(code="wrong-folder", severity="error", message=message, hint=RULES["wrong-folder"].fix, file=str(path))
