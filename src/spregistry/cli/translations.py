"""`spregistry translations`: how far each language is, and the PO files that translators work on."""

import json
import sys
from collections.abc import Iterator, Sequence
from typing import Any

import click

from spregistry.cli import FOUND
from spregistry.cli.options import REFERENCE, emit, format_option, open_registry, output_option
from spregistry.cli.terminal import folded, width
from spregistry.load import translations
from spregistry.load.catalogues import write_po
from spregistry.load.documents import read_bytes, write_atomically
from spregistry.load.registry import Registry
from spregistry.load.translations import StaleText, Translation, source_digest
from spregistry.model.texts import Text

_SHOWN = 10


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

    Without REF, every framework version of the registry is looked at. A stale text is shown to readers with a mark and never blocks.
    """
    registry: Registry = open_registry(folder)
    reports: list[Translation] = []
    for reference in [registry.find(name) for name in references] or [*registry]:
        for code in [language] if language else registry.languages(reference)[1:]:
            if update:
                _update(registry, reference, code)
            reports.append(registry.translation(reference, code))
    emit(_json(reports) if format_ == "json" else "\n".join(_lines(reports, detailed=len(reports) == 1)), output)
    if strict and not all(report.complete for report in reports):
        sys.exit(FOUND)


def _update(registry: Registry, reference: str, language: str) -> None:
    """Write the PO file of one framework anew; what a profile borrows stays with its base."""
    folder = registry.root.joinpath(*reference.split("@"))
    entries = translations.read_entries(str(folder), language)
    framework = registry[reference]
    translation = translations.translate_framework(framework, language, entries)
    fresh = translations.updated(translation, entries)
    if framework.definition.based_on is not None:
        theirs = set(registry.translation(framework.definition.based_on, framework.definition.language).texts)
        fresh = [entry for entry in fresh if entry.obsolete or entry.text or Text(entry.key or "", entry.source) not in theirs]
    path = folder / translations.FOLDER / f"{language}.po"
    path.parent.mkdir(exist_ok=True)
    content = write_po(fresh, language, reference.replace("@", " "))
    if not path.exists() or read_bytes(str(path)) != content:
        write_atomically(path, content)
        click.echo(f"{path} brought up to date", err=True)


def _lines(reports: Sequence[Translation], *, detailed: bool) -> Iterator[str]:
    if not reports:
        yield "There are no translations: --language CODE --update begins one."
    columns = max((len(report.source.reference) for report in reports), default=0)
    for report in reports:
        total = len(report.texts)
        done = total - len(report.missing) - len(report.stale)
        yield (
            f"{report.source.reference:<{columns}}  {report.language:<5}  {100 * done // max(total, 1):>3} %  texts {total}"
            f" · missing {len(report.missing)} · stale {len(report.stale)} · no longer used {len(report.unused)}"
        )
        if detailed:
            yield from _details(report)


def _details(report: Translation) -> Iterator[str]:
    for title, found in (("Missing", report.missing), ("Stale", report.stale)):
        yield from ["", title] if found else []
        yield from (_described(text) for text in found[:_SHOWN])
        yield from [f"  … and {len(found) - _SHOWN} more; --format json lists all"] if len(found) > _SHOWN else []


def _described(text: Text | StaleText) -> str:
    made = f" (made from {source_digest(text.translated)}, now {source_digest(text.source)})" if isinstance(text, StaleText) else ""
    return folded(f"{text.key}{made}: {text.source}"[: 2 * width()], "  ", "    ")


def _json(reports: Sequence[Translation]) -> str:
    return json.dumps([_report(report) for report in reports], ensure_ascii=False, indent=2)


def _report(report: Translation) -> dict[str, Any]:
    return {
        "framework": report.source.reference,
        "language": report.language,
        "texts": len(report.texts),
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
    }
