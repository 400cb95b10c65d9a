"""`spregistry translations`: how far each language is, and the PO files that translators work on."""

import json
import sys
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import click

from spregistry.cli import COULD_NOT_RUN, FOUND
from spregistry.cli.options import REFERENCE, format_option, open_registry, require_tag, say_in_language, tell
from spregistry.cli.output import emit, output_option
from spregistry.cli.terminal import finding_text, folded, width
from spregistry.errors import DocumentError
from spregistry.load.documents import make_folder, read_bytes, write_atomically
from spregistry.load.folders import is_there
from spregistry.load.languages import interface_translations, translations
from spregistry.load.languages.catalogues import interface_languages, interface_sentences, write_po
from spregistry.load.languages.translations import StaleText, Translation, source_digest
from spregistry.load.registry import Registry
from spregistry.load.releases.released import revised
from spregistry.load.text.po_text import Entry
from spregistry.model.texts import Text
from spregistry.sentence import Sentence, sayable

_SHOWN = 10
#: Stands for the program's own sentences, where a framework would be named.
_INTERFACE = "interface"


class _Report(NamedTuple):
    """How far one language of something is."""

    reference: str
    language: str
    total: int
    missing: Sequence[Text]
    stale: Sequence[StaleText]
    unused: Sequence[Entry]
    misplaced: Sequence[Entry] = ()

    @property
    def complete(self) -> bool:
        return not self.missing and not self.stale and not self.misplaced


@click.command("translations")
@click.argument("references", nargs=-1, type=REFERENCE, metavar="[REF]...")
@click.option("--language", metavar="CODE", help="Only this language, such as fr; with --update it may be a new one.")
@click.option("--update", is_flag=True, help="Bring the PO files up to date; nothing translated is lost.")
@click.option("--strict", is_flag=True, help="End with exit code 1 where a text is missing or stale.")
@format_option("text", "json")
@output_option
@click.pass_obj
def command(
    folder: str | None, references: Sequence[str], language: str | None, update: bool, strict: bool, format_: str, output: str | None
) -> None:
    """Show which texts of standards are not translated, or were changed after they were translated.

    Without REF, every framework version of the registry is looked at. REF may also be the word interface, for the program's own sentences.
    A stale text of a standard is shown to readers with a mark and never blocks.
    """
    if language is not None:
        require_tag(language)  # it becomes the name of a file
    reports: list[_Report] = []
    broken = 0
    for report in _reports(folder, references, language, update=update):
        if isinstance(report, _Report):
            reports.append(report)
        else:
            broken += 1
            click.echo(finding_text(report.finding), err=True)
    emit(_json(reports) if format_ == "json" else "\n".join(_lines(reports, detailed=len(reports) == 1)), output)
    if broken:
        sys.exit(COULD_NOT_RUN)
    if any(report.misplaced for report in reports) or (strict and not all(report.complete for report in reports)):
        sys.exit(FOUND)


def _reports(folder: str | None, references: Sequence[str], language: str | None, *, update: bool) -> Iterator[_Report | DocumentError]:
    """Yield a report for each language; for a PO file that cannot be read what is wrong with it."""
    if _INTERFACE in references:
        yield from _of_interface([language] if language else interface_languages()[1:], update=update)
    named = [name for name in references if name != _INTERFACE]
    if references and not named:
        return
    registry: Registry = open_registry(folder)
    chosen = [registry.find(name) for name in named]
    for reference in chosen if update and language else ():
        if registry[reference].definition.language == language:
            said = tell(
                "{framework} is written in {language} itself; name the language of a translation.", framework=reference, language=language
            )
            raise click.BadParameter(said, param_hint="--language")
    for reference in chosen or [*registry]:
        for code in [language] if language else registry.languages(reference)[1:]:
            try:
                if update:
                    _update(registry, reference, code)
                yield _of_framework(registry.translation(reference, code))
            except DocumentError as error:
                yield error


def _of_interface(languages: Sequence[str], *, update: bool) -> Iterator[_Report | DocumentError]:
    if update:
        for path in interface_translations.update(languages):
            click.echo(tell("{file} brought up to date", file=path), err=True)
        interface_sentences.cache_clear()
    for language in languages:
        try:
            found = interface_translations.interface_translation(language, interface_sentences())
        except DocumentError as error:
            yield error
        else:
            yield _Report(_INTERFACE, language, found.total, found.missing, found.stale, found.unused, found.misplaced)


def _of_framework(found: Translation) -> _Report:
    return _Report(found.source.reference, found.language, len(found.texts), found.missing, found.stale, found.unused)


def _update(registry: Registry, reference: str, language: str) -> None:
    """Write the PO file of one framework anew; what a profile borrows stays with its base."""
    folder = registry.folder(reference)
    entries = translations.read_entries(str(folder), language)
    framework = registry[reference]
    translation = translations.translate_framework(framework, language, entries)
    fresh = translations.updated(translation, entries)
    if framework.definition.based_on is not None:
        theirs = set(registry.translation(framework.definition.based_on, framework.definition.language).texts)
        fresh = [entry for entry in fresh if entry.obsolete or entry.text or Text(entry.key or "", entry.source) not in theirs]
    path = folder / translations.FOLDER / f"{language}.po"
    make_folder(path.parent)
    content = write_po(fresh, language, reference.replace("@", " "))
    if not is_there(path) or read_bytes(str(path)) != content:
        write_atomically(path, content)
        click.echo(tell("{file} brought up to date", file=str(path)), err=True)
    if any(finding.file == str(path) for finding in revised(registry.root, registry.record, reference)):
        command = f"spregistry record translation {reference} --language {language}"
        told = tell("{framework} is released: put this revision on record with {command}", framework=reference, command=command)
        click.echo(told, err=True)


def _lines(reports: Sequence[_Report], *, detailed: bool) -> Iterator[str]:
    if not reports:
        yield tell("There are no translations: --language CODE --update begins one.")
    columns = max((len(report.reference) for report in reports), default=0)
    for report in reports:
        done = report.total - len(report.missing) - len(report.stale)
        counts = tell(
            "texts {total} · missing {missing} · stale {stale} · no longer used {unused}",
            total=report.total,
            missing=len(report.missing),
            stale=len(report.stale),
            unused=len(report.unused),
        )
        yield f"{report.reference:<{columns}}  {report.language:<5}  {100 * done // max(report.total, 1):>3} %  {counts}"
        if detailed or report.misplaced:
            yield from _details(report)


def _details(report: _Report) -> Iterator[str]:
    misplaced = [Text(entry.text, entry.source) for entry in report.misplaced]
    for title, found in (
        (sayable("Not translated"), report.missing),
        (sayable("Stale"), report.stale),
        (sayable("With other places in braces than the source"), misplaced),
    ):
        yield from ["", say_in_language(Sentence(title, {}))] if found else []
        yield from (_described(text) for text in found[:_SHOWN])
        yield from [f"  {tell('… and {count} more; --format json lists all', count=len(found) - _SHOWN)}"] if len(found) > _SHOWN else []


def _described(text: Text | StaleText) -> str:
    key = text.key
    if isinstance(text, StaleText):
        made, now = source_digest(text.translated), source_digest(text.source)
        key = tell("{key} (made from {made}, now {now})", key=key, made=made, now=now)
    return folded(f"{key}: {text.source}"[: 2 * width()], "  ", "    ")


def _json(reports: Sequence[_Report]) -> str:
    return json.dumps([_data(report) for report in reports], ensure_ascii=False, indent=2)


def _data(report: _Report) -> dict[str, Any]:
    return {
        "framework": report.reference,
        "language": report.language,
        "texts": report.total,
        "missing": [{"key": text.key, "source": text.source, "source_digest": source_digest(text.source)} for text in report.missing],
        "stale": [
            {
                "key": text.key,
                "source": text.source,
                "source_digest": source_digest(text.source),
                "translated_from": text.translated,
                "translated_from_digest": source_digest(text.translated),
                "text": text.text,
            }
            for text in report.stale
        ],
        "unused": [{"key": entry.key, "source": entry.source, "text": entry.text} for entry in report.unused],
        "misplaced": [{"source": entry.source, "text": entry.text} for entry in report.misplaced],
    }
