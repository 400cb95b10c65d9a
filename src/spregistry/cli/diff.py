"""`spregistry diff`: what a new version changes, and what that does to those who use it."""

import sys
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from spregistry.cli import FOUND
from spregistry.cli.options import REFERENCE, format_option, open_registry, registry_of, require_language, say_in_language, tell
from spregistry.cli.output import emit, output_option
from spregistry.cli.reporting import in_language
from spregistry.cli.terminal import folded
from spregistry.errors import NothingToDo
from spregistry.model.change import IMPACTS, Impact
from spregistry.sentence import Several, say

if TYPE_CHECKING:
    from spregistry.evolve.proving.proof import Proof
    from spregistry.load.registry import Registry
    from spregistry.model.change import Differences
    from spregistry.model.framework import Framework
    from spregistry.publish.versions.change_values import Names
    from spregistry.publish.versions.reasons import Why

_COLOURS = {"breaking": "red", "score-significant": "yellow", None: "yellow", "additive": "green", "editorial": None}


@click.command("diff")
@click.argument("before", type=REFERENCE, metavar="A")
@click.argument("after", type=REFERENCE, metavar="[B]", required=False)
@click.option("--against", metavar="GITREF", help="Compare A as it was at a commit, branch or tag with A as it is now.")
@click.option("--prove", is_flag=True, help="Try every grave change on submissions, and show one that fares differently.")
@click.option("--from-impact", type=click.Choice(IMPACTS), default="editorial", show_default=True, help="Show no milder changes.")
@click.option("--fail-impact", type=click.Choice(IMPACTS), help="End with exit code 1 from this impact on.")
@format_option("text", "markdown", "json", "github")
@output_option
@click.pass_obj
def command(  # one argument per option
    folder: str | None,
    before: str,
    after: str | None,
    against: str | None,
    prove: bool,
    from_impact: Impact,
    fail_impact: Impact | None,
    format_: str,
    output: str | None,
) -> None:
    """Show what differs between two versions: what was added, moved, reworded, and what that does to scores.

    Elements are followed by their ids and their lineage, so that renumbering is not removal. Rewordings are of the class that the
    release notes give them. The exit code is 1 where the number of the version rises less than the changes demand.
    """
    if (after is None) == (against is None):
        raise click.UsageError(tell("Name two versions, or one and --against."))
    if prove and format_ not in ("text", "json"):
        raise click.UsageError(tell("What --prove shows is written as text or json."))
    from spregistry.api import diff
    from spregistry.publish.finding_formats import Report, to_github
    from spregistry.publish.versions.change_values import Names
    from spregistry.publish.versions.differences import rises_enough, to_annotations, to_json, to_markdown
    from spregistry.publish.versions.reasons import reasons_between

    require_language()
    registry = open_registry(folder)
    with ExitStack() as stack:
        old = _earlier(registry, before, against, stack)
        new = registry[before if after is None else after]
        differences = replace(diff(old, new, registry), revision=against)
        names = Names.of(old, new, differences)
        why = reasons_between(registry, old, new)
        proof = _prove(old, new, differences) if prove else None
    if format_ == "json":
        emit(to_json(differences, proof), output)
    elif format_ == "markdown":
        emit(to_markdown(differences, say_in_language, from_impact, names, why), output)
    elif format_ == "github":
        found = to_annotations(_from(differences, from_impact), registry.read(new.reference).source, new, names)
        emit(to_github(Report([new.reference], [], [in_language(finding) for finding in found])), output)
    else:
        emit(_text(differences, names, why, proof, from_impact), output)
    if (fail_impact is not None and _from(differences, fail_impact).changes) or not rises_enough(differences):
        sys.exit(FOUND)


def _earlier(registry: "Registry", reference: str, revision: str | None, stack: ExitStack) -> "Framework":
    if revision is None:
        return registry[reference]
    from spregistry.load.history import standards_at

    exact = registry.find(reference)
    then = registry_of(str(stack.enter_context(standards_at(Path(registry.root), revision))))
    if exact not in then:
        if not then:
            raise NothingToDo(
                say("{framework} was not there at {revision}, nor was any other standard", framework=exact, revision=revision)
            )
        there = Several([*then])
        raise NothingToDo(
            say("{framework} was not there at {revision}; there was: {there}", framework=exact, revision=revision, there=there)
        )
    return then[exact]


def _from(differences: "Differences", least: Impact) -> "Differences":
    from spregistry.publish.versions.impacts import may_be

    return replace(differences, changes=tuple(each for each in differences.changes if may_be(each, least)))


def _prove(old: "Framework", new: "Framework", differences: "Differences") -> "Proof":
    from spregistry.evolve.proving.proof import prove

    return prove(old, new, differences)


def _text(differences: "Differences", names: "Names", why: "Why", proof: "Proof | None", least: Impact) -> str:
    from spregistry.publish.versions.details import details_of
    from spregistry.publish.versions.differences import heading, sentence_of, summary, title_of
    from spregistry.publish.versions.impacts import IMPACT_TITLES, by_impact

    lines = [
        click.style(say_in_language(title_of(differences)), bold=True),
        *(folded(say_in_language(line)) for line in summary(differences)),
    ]
    for impact, changes in by_impact(differences, least):
        lines += ["", click.style(say_in_language(IMPACT_TITLES[impact]), fg=_COLOURS[impact], bold=True)]
        for change in changes:
            lines.append(folded(say_in_language(heading(change, names)), "  "))
            lines.append(folded(say_in_language(sentence_of(change, names)), "      "))
            lines += [folded(say_in_language(detail), "      ", "        ") for detail in details_of(change, names, why)]
    if proof is not None:
        lines += ["", *_proof(proof, names)]
    return "\n".join(lines)


def _proof(proof: "Proof", names: "Names") -> list[str]:
    from spregistry.publish.versions.differences import heading, sentence_of, witness_sentence

    covered = (
        tell("It is proved that every old draft is admitted.")
        if proof.covers
        else tell("It is not proved that every old draft is admitted.")
    )
    same = tell("Submissions tried on both versions: {count}. None fared differently.", count=proof.tried)
    if proof.differing is not None:
        same = tell("Submissions tried on both versions: {count}. At least one fared differently.", count=proof.tried)
    lines = [click.style(tell("Tried"), bold=True), folded(covered), folded(same)]
    for change, witness in proof.witnesses:
        lines.append(folded(f"{say_in_language(heading(change, names))} · {say_in_language(sentence_of(change, names))}", "  ", "    "))
        lines.append(folded(say_in_language(witness_sentence(witness)), "      "))
    if proof.differing is not None or any(witness for _, witness in proof.witnesses):
        lines.append(folded(tell("With --format json each of these submissions stands in full, with how to reproduce what it shows.")))
    return lines
