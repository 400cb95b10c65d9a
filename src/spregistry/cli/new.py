"""`spregistry new`: the files of a new framework, or of the next version of one."""

import json
import os
import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import click

from spregistry.cli.options import REFERENCE, own_standards, require_language, tell
from spregistry.cli.output import emit
from spregistry.errors import NothingToDo
from spregistry.load.consultation.consultations import NAME as CONSULTATION
from spregistry.load.documents import read_bytes, write_atomically, write_folder
from spregistry.load.folders import entries, is_file, is_there
from spregistry.load.frameworks import source_files
from spregistry.load.languages.translations import FOLDER, languages
from spregistry.load.releases.line_ends import ATTRIBUTES, CONTENT
from spregistry.model.release import NOTES
from spregistry.model.version_number import number_of
from spregistry.sentence import Several, say

if TYPE_CHECKING:
    from spregistry.load.registry import Registry

_REFERENCE = re.compile(r"([a-z0-9-]{1,64})@((?:0|[1-9][0-9]{0,8})(?:\.(?:0|[1-9][0-9]{0,8})){2})")

#: Where a registry may keep the contract of definitions, seen from the folder of a version.
_CONTRACT = "../../../schemas/framework.schema.json"

#: Signs that end a line for some readers, and halves of characters, which no file can hold.
_NOT_IN_A_LINE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@click.command("new")
@click.argument("reference", metavar="ID@VERSION")
@click.option("--from", "origin", type=REFERENCE, metavar="REF", help="The version to start from. Default: the highest of that framework.")
@click.option("--title", help="Title of a framework that starts anew.  [default: A new standard]")
@click.option("--language", metavar="CODE", help="Source language of a framework that starts anew.  [default: en]")
@click.pass_obj
def command(folder: str | None, reference: str, origin: str | None, title: str | None, language: str | None) -> None:
    """Write the files of a framework's next version, or those of a framework that starts anew.

    The next version begins with the text of the last one, comments and translations included, and names it as its previous. Nothing
    that is there is ever replaced. Where there are no standards yet, the first one starts anew in the folder that --registry or
    SPREGISTRY_HOME names, else in a new folder standards; beside it .gitattributes keeps git from changing line ends there.
    """
    require_language()
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise click.BadParameter(
            tell("Name an id of small letters, digits and hyphens, and a version, such as demo@1.0.0."), param_hint="ID@VERSION"
        )
    id_, version = match.groups()
    root, registry = own_standards(folder)
    target = Path(root, id_, version)
    if is_there(target):
        raise NothingToDo(say("{folder} is there already; nothing is replaced", folder=str(target)))
    if registry is not None:
        registry.require_complete(id_)  # what is lost has a number of its own, and the next version may continue it
    known = [each for each in registry or () if each.startswith(f"{id_}@")]
    if not registry and origin is not None:
        raise NothingToDo(say("{folder} holds no standards; name their folder with --registry", folder=str(root)))
    if registry is None or (not known and origin is None):
        files = _anew(id_, version, "A new standard" if title is None else title, "en" if language is None else language)
        # Where the contract is kept beside the standards, editors complete and explain every key from it.
        if is_file(os.path.normpath(target.absolute() / _CONTRACT)):  # the folder of the version is not there yet
            files = {name: f"# yaml-language-server: $schema={_CONTRACT}\n".encode() + content for name, content in files.items()}
    else:
        for name, said in (("--title", title), ("--language", language)):
            if said is not None:
                wrong = tell(
                    "Only a framework that starts anew takes it; the next version keeps what {before} says.", before=origin or known[-1]
                )
                raise click.BadParameter(wrong, param_hint=name)
        files = _continued(registry, registry.find(origin) if origin is not None else known[-1], reference)
    write_folder(target, files)
    lines = (
        [] if registry else [tell("There were no standards in {folder} yet; this is the first.", folder=str(root)), *_kept_from_git(root)]
    )
    lines.append(
        tell("{folder} is written. Next: edit it, then run “spregistry check {reference}”.", folder=str(target), reference=reference)
    )
    lines.append(tell("Before it can be released, write {files} in that folder as well.", files=Several((NOTES, CONSULTATION))))
    lines.append(tell("notes.yaml says what the release brings and why; consultation.yaml which policy it follows, and who was heard."))
    emit("\n".join(lines))


def _kept_from_git(root: Path) -> Iterator[str]:
    """Tell git not to change line ends in a folder of standards, unless a file is there that may say so, and yield what was done."""
    path = root / ATTRIBUTES
    if path not in entries(root):
        write_atomically(path, CONTENT)
        yield tell("{file} is written as well; it keeps git from changing line ends.", file=str(path))


def _require_fitting(title: str, language: str) -> None:
    """Make sure that what the command line says can stand in a definition, before anything is written."""
    if not title.strip() or _NOT_IN_A_LINE.search(title) or not _fits("title", title):
        raise click.BadParameter(tell("Name a title on one line, of 1 to 300 characters."), param_hint="--title")
    if not _fits("language", language):
        raise click.BadParameter(tell("Name a language by its tag, such as en, fr or pt-br."), param_hint="--language")


def _fits(name: str, value: str) -> bool:
    """Tell whether the contract of definitions admits a value, by the name that it has there."""
    from spregistry.load import contracts

    contract = {"$ref": f"#/$defs/{name}", "$defs": contracts.schema("framework")["$defs"]}
    return contracts.compile_schema(contract).is_valid(value)


def _anew(id_: str, version: str, title: str, language: str) -> dict[str, bytes]:
    _require_fitting(title, language)
    template = read_bytes(str(resources.files("spregistry") / "publish" / "templates" / "framework.yaml")).decode()
    written = {"id": id_, "version": version, "title": json.dumps(title, ensure_ascii=False), "language": language}
    return {"framework.yaml": template.format(**written).encode()}


def _continued(registry: "Registry", before: str, reference: str) -> dict[str, bytes]:
    from spregistry.evolve.next_version import next_version

    id_, version = reference.split("@")
    if not before.startswith(f"{id_}@"):
        said = tell("{before} is another framework than {id}, whose next version it cannot begin.", before=before, id=id_)
        raise click.BadParameter(said, param_hint="--from")
    if number_of(before) >= number_of(reference):
        said = tell("{version} does not come after {before}.", version=version, before=before)
        earlier = [each for each in registry if each.startswith(f"{id_}@") and number_of(each) < number_of(reference)]
        # From there the next version would be refused, as long as that of a higher number stands.
        released = [each for each in registry.record.releases if each.startswith(f"{id_}@") and registry.status(each) != "recalled"]
        if earlier and not any(number_of(each) > number_of(reference) for each in released):
            said += " " + tell("To begin with the one before it, add --from {earlier}.", earlier=earlier[-1])
        raise click.BadParameter(said, param_hint="ID@VERSION")
    source = str(registry.folder(before))
    texts = {name: content.decode() for name, content in source_files(source).items()}
    files = {name: text.encode() for name, text in next_version(texts, before, version).items()}
    return files | {f"{FOLDER}/{each}.po": read_bytes(f"{source}/{FOLDER}/{each}.po") for each in languages(source)}
