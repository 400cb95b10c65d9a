"""`spregistry forecast`: what a draft would do to past submissions."""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from spregistry.cli import FOUND
from spregistry.cli.options import REFERENCE, format_option, open_registry, require_language, say_in_language, tell
from spregistry.cli.out_of_use import tell_out_of_use
from spregistry.cli.output import emit_pieces, output_option
from spregistry.cli.progress import Progress
from spregistry.cli.terminal import folded, number, signed
from spregistry.errors import NothingToDo
from spregistry.model.forecast import Aspect
from spregistry.sentence import Sentence, say

if TYPE_CHECKING:
    from spregistry.load.registry import Registry
    from spregistry.model.forecast import Cause, Foreseen, Standing, Unread
    from spregistry.model.framework import Framework
    from spregistry.publish.versions.forecast import Counts

#: Causes that are shown of one submission by themselves; JSON has all.
_CAUSES = 8
#: What is said where no change alone has a part in what differs.
_TOGETHER: Mapping[Aspect, Sentence] = {
    "score": say("The score: only several changes together explain it, none of them alone"),
    "potential": say("What can still be reached: only several changes together explain it, none of them alone"),
    "bands": say("The band: only several changes together explain it, none of them alone"),
    "awards": say("The awards: only several changes together explain it, none of them alone"),
}


@click.command("forecast")
@click.argument("reference", type=REFERENCE, metavar="REF")
@click.argument("folder", metavar="DIR")
@click.option(
    "--explain",
    type=click.IntRange(0),
    default=10,
    show_default=True,
    metavar="N",
    help="Of how many submissions that fare otherwise to look for the causes.",
)
@format_option("text", "json", "csv")
@output_option
@click.pass_obj
def command(registry_folder: str | None, reference: str, folder: str, explain: int, format_: str, output: str | None) -> None:
    """Show what a draft would do to past submissions: who moves to another band, wins or loses an award, or scores otherwise.

    Every submission in DIR, and in the folders below, is scored as it is, and carried to REF and scored there. For those that fare
    otherwise each change is undone by itself, which shows what is the cause. Files that cannot be read are named and counted; they end
    with exit code 1 and stop nothing.
    """
    from spregistry.evolve.carrying.forecast import Forecast
    from spregistry.load.past_submissions import past_submissions
    from spregistry.publish.versions.forecast import Counts, to_csv, to_json

    require_language()
    if not Path(folder).is_dir():
        raise NothingToDo(say("{folder} is no folder", folder=folder))
    registry = open_registry(registry_folder)
    draft = registry[reference]
    tell_out_of_use(registry, draft)
    counts = Counts()
    with Progress() as progress:
        found = Forecast(registry, draft, explain, lambda said: progress(say_in_language(said))).over(past_submissions(folder))
        if format_ == "json":
            pieces = to_json(found, draft.reference, counts)
        elif format_ == "csv":
            pieces = to_csv(found, counts)
        else:
            pieces = _text(found, registry, draft, counts)
        emit_pieces(progress.between(pieces), output)
    if not counts.read:
        raise NothingToDo(say("{folder} holds no submission that can be carried to {framework}", folder=folder, framework=draft.reference))
    if counts.unread:
        sys.exit(FOUND)


def _text(found: "Iterator[Foreseen | Unread]", registry: "Registry", draft: "Framework", counts: "Counts") -> Iterator[str]:
    from spregistry.model.forecast import Unread

    yield click.style(tell("Past submissions on {framework}", framework=draft.reference), bold=True) + "\n\n"
    for one in counts.counting(found):
        if not isinstance(one, Unread) and not one.stays:
            yield "\n".join([*_mover(one, _scored_on(one, registry, draft)), *_causes(one, registry, draft)]) + "\n\n"
    yield "\n".join(_summary(counts)) + "\n"


def _scored_on(one: "Foreseen", registry: "Registry", draft: "Framework") -> "list[Framework]":
    """Return whose bands and awards a submission has: those of the draft, or of a profile as it was and as it goes on."""
    from spregistry.evolve.carrying.way import continuing_profile

    if one.profile is None:
        return [draft]
    return [registry[each] for each in (one.profile, continuing_profile(registry, one.profile, draft)) if each is not None]


def _mover(one: "Foreseen", scored_on: "list[Framework]") -> Iterator[str]:
    labels = {band.id: band.label or band.id for each in scored_on for band in each.definition.bands or ()}
    titles = {award.id: award.title for each in scored_on for award in each.definition.awards or ()}
    yield click.style(folded(f"{one.organisation or '–'} · {one.file} · {one.framework}"), bold=True)
    before, after = (_range(standing) for standing in (one.before, one.after))
    change = signed(one.change) if one.change is not None else tell("open until all is answered")
    yield folded(tell("Score {before} → {after} ({change})", before=before, after=after, change=change), "  ")
    if one.band != "same":
        was, is_ = (" – ".join(labels.get(band, band) for band in standing.bands) or "–" for standing in (one.before, one.after))
        said = tell("Band {before} → {after}", before=was, after=is_)
        yield folded(click.style(said, fg="yellow") if one.band == "moved" else said, "  ")
    yield from (folded(tell("Loses: {award}", award=titles.get(award, award)), "  ") for award in one.lost)
    yield from (folded(tell("Gains: {award}", award=titles.get(award, award)), "  ") for award in one.gained)
    yield from (
        folded(tell("Award open until all is answered: {award}", award=titles.get(award, award)), "  ") for award in one.awards_open
    )
    yield folded(tell("To be confirmed: {review} · not carried: {dropped}", review=one.to_confirm, dropped=one.dropped), "  ")


def _causes(one: "Foreseen", registry: "Registry", draft: "Framework") -> Iterator[str]:
    """Yield what moves the score, in rows that add up to its change; what only bands or awards depend on stands below."""
    together = one.together
    if one.causes is None or together is None:
        said = tell("Its causes were not looked for; see --explain.")
        if one.profile is not None:
            said = tell("Its causes were not looked for, since it was scored on {profile}.", profile=one.profile)
        yield folded(said, "    ")
        return
    moving = [(cause.effect, cause) for cause in one.causes if cause.effect]
    rows: list[tuple[float | None, str]] = [(effect, _cause(cause, registry, one.framework, draft)) for effect, cause in moving[:_CAUSES]]
    if moving[_CAUSES:]:
        rest = sum(round(effect * 100) for effect, _ in moving[_CAUSES:]) / 100
        rows.append((rest, tell("Smaller causes: {count}; --format json has all", count=len(moving[_CAUSES:]))))
    if one.unexplained and "score" not in together:
        rows.append((one.unexplained, tell("Not explained by these one by one: changes act on each other")))
    rows += [(None, _cause(cause, registry, one.framework, draft)) for cause in one.causes if not cause.effect]
    rows += [(one.unexplained if each == "score" else None, say_in_language(_TOGETHER[each])) for each in together]
    for effect, said in rows:
        yield folded(said, f"    {signed(effect) if effect is not None else '–':>7}  ", "             ")


def _cause(cause: "Cause", registry: "Registry", before: str, draft: "Framework") -> str:
    from spregistry.publish.versions.change_values import Names
    from spregistry.publish.versions.differences import heading, sentence_of
    from spregistry.publish.versions.forecast import TOGETHER

    change = cause.changes[0]
    if len(cause.changes) > 1 and change.element_kind == "indicator":
        return tell("{what}: {count}", what=TOGETHER[change.kind], count=len(cause.changes))
    names = Names.of(registry[before], draft)
    return "; ".join(f"{say_in_language(heading(one, names))} · {say_in_language(sentence_of(one, names))}" for one in cause.changes)


def _range(standing: "Standing") -> str:
    if standing.score == standing.potential:
        return number(standing.score)
    return f"{number(standing.score)}–{number(standing.potential)}"


def _summary(counts: "Counts") -> Iterator[str]:
    yield folded(tell("Submissions read: {count}", count=counts.read))
    yield folded(tell("Nothing changes for: {count}", count=counts.same), "  ")
    yield folded(tell("Another score, all being answered: {count}", count=counts.changed), "  ")
    yield folded(
        tell("Another score or range; the difference is not settled while answers are missing: {count}", count=counts.ranged), "  "
    )
    yield folded(tell("In another band: {count}", count=counts.moved), "  ")
    yield folded(tell("Band open until all is answered: {count}", count=counts.open), "  ")
    yield folded(tell("Lose an award: {count}", count=counts.lost), "  ")
    yield folded(tell("Gain an award: {count}", count=counts.gained), "  ")
    yield folded(tell("Award open until all is answered: {count}", count=counts.awards_open), "  ")
    if counts.aside:
        yield folded(tell("Left aside, for they answer another standard or this version: {count}", count=counts.aside))
    if counts.unread:
        yield folded(click.style(tell("Could not be read: {count}", count=len(counts.unread)), fg="red"))
        for each in counts.unread:
            named = say_in_language(each.reason)
            yield folded(named if named.startswith(each.file) else f"{each.file}: {named}", "  ", "    ")
