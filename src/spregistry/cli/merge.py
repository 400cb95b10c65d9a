"""`spregistry merge`: colleagues' parts into one submission."""

import json
import sys
from collections.abc import Sequence
from functools import reduce

import click

from spregistry.check.submissions import misshapen
from spregistry.cli import FOUND
from spregistry.cli.options import format_option, open_registry, require_language, say_in_language, tell, translated
from spregistry.cli.output import INPUT, emit, output_option
from spregistry.cli.terminal import finding_text, folded
from spregistry.errors import NothingToDo, SpregistryError
from spregistry.load.documents import read
from spregistry.load.text.yaml_text import to_yaml
from spregistry.model.document import Document
from spregistry.sentence import Sentence, Several, say, sayable
from spregistry.together.identity import contradictions
from spregistry.together.merge import Conflict, merge


@click.command("merge")
@click.argument("files", nargs=-1, required=True, type=INPUT, metavar="FILE...")
@click.option(
    "--override",
    is_flag=True,
    help="Let a later file's answer replace an earlier one; without it, blanks are filled and what stands first stays.",
)
@click.option("--force", is_flag=True, help="Merge files that name different institutions, countries, currencies or periods.")
@format_option("yaml", "json")
@output_option
@click.pass_obj
def command(folder: str | None, files: Sequence[str], override: bool, force: bool, format_: str, output: str | None) -> None:
    """Put colleagues' parts of one assessment into one submission.

    Where two files answer the same question differently, both answers are told on standard error, and the run ends with exit code 1.
    Comments in YAML files are not carried over; everything else is.
    """
    require_language()
    documents = [read(file) for file in files]
    _require_submissions(documents)
    findings = [finding for document in documents for finding in misshapen(document)]
    if findings:
        emit("\n".join([*map(finding_text, findings), "", tell("Nothing is merged before this is mended.")]))
        sys.exit(FOUND)
    _require_one_assessment(documents, force=force)
    for remark in (remark for document in documents for remark in document.remarks):
        click.echo(finding_text(remark), err=True)
    merged = merge(documents, "override" if override else "fill")
    emit(to_yaml(merged.data) if format_ == "yaml" else json.dumps(merged.data, ensure_ascii=False, indent=2), output)
    if merged.conflicts:
        if format_ == "json":
            click.echo("\n".join(map(_as_data, merged.conflicts)), err=True)
        else:
            _tell(merged.conflicts, folder, documents[0].data["framework"])
        kept = sayable("Conflicts: {count}. In each, the first file's answer was kept; --override takes the later one.")
        if override:
            kept = sayable("Conflicts: {count}. In each, the later file's answer was taken.")
        click.echo(folded(say_in_language(Sentence(kept, {"count": len(merged.conflicts)}))), err=True)
        sys.exit(FOUND)


def _require_submissions(documents: Sequence[Document]) -> None:
    for document in documents:
        if not isinstance(document.data, dict) or not isinstance(document.data.get("framework"), str):
            raise NothingToDo(say("{file} is no submission: it does not say which framework it is about", file=document.name))


def _require_one_assessment(documents: Sequence[Document], *, force: bool) -> None:
    """Make sure that what is put together belongs together; what stands in different standards never does."""
    about = {document.data["framework"]: document.name for document in documents}
    if len(about) > 1:
        said = Several(say("{file} is about {framework}", file=name, framework=reference) for reference, name in about.items())
        raise NothingToDo(say("the files answer different standards, and cannot be merged: {files}", files=said))
    found = [] if force else contradictions(documents)
    if found:
        lines: list[str] = [
            say(
                "{subject}: “{one}” ({one_from}), “{other}” ({other_from})",
                subject=one.subject,
                one=one.one,
                one_from=one.one_from,
                other=one.other,
                other_from=one.other_from,
            )
            for one in found
        ]
        head = say("the files are about different assessments, and are not merged.")
        hint = say("Leave out the file that does not belong, or mend it; --force merges them all the same.")
        raise NothingToDo(reduce(_below, [head, *lines, hint]))


def _below(above: str, line: str) -> str:
    return say("{problem}\n{hint}", problem=above, hint=line)


def _tell(conflicts: Sequence[Conflict], registry: str | None, reference: str) -> None:
    """Tell conflicts to people, by the titles and labels of the standard where it is there."""
    from spregistry.cli.conflict_text import conflict_text

    translation = None
    try:
        translation = translated(open_registry(registry), reference)
    except SpregistryError as error:
        click.echo(
            folded(tell("What differs is named by ids, because its standard cannot be read: {cause}", cause=error.summary)), err=True
        )
    for conflict in conflicts:
        click.echo(conflict_text(conflict, translation), err=True)


def _as_data(conflict: Conflict) -> str:
    """Write a conflict for programs: the place as a JSON pointer, and both sides as they stand."""
    kept, other = (json.dumps(value, ensure_ascii=False) for value in (conflict.kept, conflict.other))
    said = [
        tell("kept ({file}): {answer}", file=conflict.kept_from, answer=kept),
        tell("differs ({file}): {answer}", file=conflict.other_from, answer=other),
    ]
    return "\n".join([f"{conflict.pointer}:", *(folded(text, "  ", "    ") for text in said)])
