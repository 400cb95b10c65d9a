"""`spregistry compare`: one institution over time."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from spregistry.cli.options import REFERENCE, format_option, open_registry, say_in_language, spoken, tell
from spregistry.cli.output import INPUT, emit, output_option
from spregistry.cli.scorecard_text import range_text, standing
from spregistry.cli.submissions import Opened, open_submission
from spregistry.cli.terminal import day, folded, notice_text, shortened, signed, width
from spregistry.load.spelling import listed
from spregistry.model.comparison import Line
from spregistry.model.scorecard import Measures, Scorecard

if TYPE_CHECKING:
    from spregistry.evolve.carrying.held_together import HeldTogether
    from spregistry.load.registry import Registry
    from spregistry.model.framework import Framework

#: Fewest columns for the titles of groups, and for the change.
_TITLES, _CHANGE = 20, 9


@click.command("compare")
@click.argument("files", nargs=-1, required=True, type=INPUT, metavar="FILE FILE...")
@click.option("--as", "profile", type=REFERENCE, metavar="PROFILE", help="Compare on a profile of the submissions' version.")
@click.option("--depth", type=click.IntRange(1), default=2, show_default=True, help="How many levels of groups to show.")
@format_option("text", "json")
@output_option
@click.pass_obj
def command(folder: str | None, files: Sequence[str], profile: str | None, depth: int, format_: str, output: str | None) -> None:
    """Compare an institution's submissions over time, in the order of their periods.

    Numbers are compared only where the meaning is the same. Submissions to earlier versions of a standard are carried to the latest one
    that is answered, as `spregistry migrate` does it; what is compared is then what all these versions ask and score alike, and the
    output says which indicators that are. Versions that differ in their last number only ask and score the same.
    """
    if len(files) < 2:  # noqa: PLR2004  # it takes two to compare
        raise click.UsageError(tell("Name at least two submissions."))
    from spregistry.scoring.comparison import compare, in_order
    from spregistry.scoring.scorecards import score

    registry = open_registry(folder)
    opened = [open_submission(file, registry) for file in files]
    together = _together(opened, registry)
    on = registry[profile] if profile else None
    if together is None:
        _require_base(on, [one.framework.reference for one in opened])
        if format_ == "text":
            opened = [one.spoken(registry) for one in opened]
            on = spoken(registry, on) if on else None
        scorecards = in_order([score(one.framework, one.document, on) for one in opened])
    else:
        _require_base(on, [together.after.reference] if together.core is None else [one.framework.reference for one in opened])
        scorecards = in_order(_scored(together, on, registry if format_ == "text" else None))
    lines = compare(scorecards)
    notices = _out_of_use(opened, on, registry)
    if format_ == "json":
        if notices:
            click.echo("\n".join(notices), err=True)
        emit(json.dumps({**_data(scorecards, lines), **_statements(together)}, ensure_ascii=False, indent=2), output)
    else:
        emit("\n".join([*notices, *([""] if notices else []), _text(scorecards, lines, depth, together)]), output)


def _out_of_use(opened: Sequence[Opened], profile: "Framework | None", registry: "Registry") -> list[str]:
    """Return which of the versions that are compared are out of use, each told once."""
    from spregistry.check.notices import OUT_OF_USE

    found = [finding for one in opened for finding in one.notices(registry, [profile] if profile else ()) if finding.code in OUT_OF_USE]
    return [*dict.fromkeys(map(notice_text, found))]


def _together(opened: Sequence[Opened], registry: "Registry") -> "HeldTogether | None":
    """Return submissions carried to the latest of their versions; None where all answer one version, or editions of it that differ in wording only."""
    from spregistry.evolve.carrying.held_together import held_together, related
    from spregistry.scoring.comparison import comparable

    frameworks = [one.framework for one in opened]
    if len({framework.reference for framework in frameworks}) == 1:
        return None
    if not related(frameworks, registry) and all(comparable(frameworks[0], framework) for framework in frameworks):
        return None
    return held_together([one.document for one in opened], frameworks, registry)


def _require_base(profile: "Framework | None", versions: Sequence[str]) -> None:
    if profile is None:
        return
    other = next((base for base in versions if base != profile.submission_reference), None)
    if other is not None:
        raise click.BadParameter(
            tell("{profile} is not based on {framework}.", profile=profile.reference, framework=other), param_hint="--as"
        )


def _scored(together: "HeldTogether", profile: "Framework | None", registry: "Registry | None") -> list[Scorecard]:
    """Score what is held together, in the language of the command line where a registry is given."""
    from spregistry.evolve.carrying.comparability import core_of
    from spregistry.scoring.scorecards import score

    after = spoken(registry, together.after) if registry else together.after
    if profile is not None and registry:
        profile = spoken(registry, profile)
    on = profile if together.core is None else core_of(after, together.core)
    return [score(after, document, on) for document in together.documents]


def _statements(together: "HeldTogether | None") -> dict[str, Any]:
    """Return as data what may be compared between versions; nothing where all answer one."""
    from spregistry.publish.versions.comparability import comparability_data

    if together is None:
        return {}
    core = [*together.core] if together.core is not None else None
    return {"comparability": [*map(comparability_data, together.statements)], "core": core}


def _about_versions(together: "HeldTogether") -> list[str]:
    from spregistry.publish.versions.comparability import codes, statement

    lines = [folded(say_in_language(line)) for found in together.statements for line in statement(found)]
    if together.core is not None:
        listed_codes = ", ".join(codes(together.core, together.after))
        lines.append(folded(tell("Compared on: {codes}", codes=listed_codes), "", "  "))
    lines.append(folded(tell("Earlier answers were carried to {framework} to be scored there.", framework=together.after.reference)))
    return lines


def _period(scorecard: Scorecard) -> str:
    period = scorecard.submission.get("period") or {}
    return day(period["end"]) if period.get("end") else tell("no period")


def _name(scorecard: Scorecard) -> str:
    return str((scorecard.submission.get("organisation") or {}).get("name", tell("an institution without a name")))


def _data(scorecards: Sequence[Scorecard], lines: Sequence[Line]) -> dict[str, Any]:
    return {
        "format": 1,
        "submissions": [
            {"organisation": _name(card), "period": card.submission.get("period"), "stamp": card.stamp._asdict()} for card in scorecards
        ],
        "lines": [
            {
                "group": line.group,
                "code": line.code,
                "title": line.title,
                "level": line.level,
                "measures": [measures._asdict() if measures else None for measures in line.measures],
                "change": line.change,
            }
            for line in lines
        ],
    }


def _text(scorecards: Sequence[Scorecard], lines: Sequence[Line], depth: int, together: "HeldTogether | None") -> str:
    names = dict.fromkeys(map(_name, scorecards))
    cells = [[_cell(measures) for measures in line.measures] for line in lines]
    changes = [signed(line.change) if line.change is not None else "–" for line in lines]
    last = max(_CHANGE, 2 + max(map(len, [tell("change"), *changes])))
    numbers = max(len(text) for row in [*cells, [*map(_period, scorecards)]] for text in row)
    # How far a submission can be relied on is cut short before anything else is.
    room = (width() - _TITLES - last) // len(scorecards) - 2
    cell = 2 + max(numbers, min(room, max(len(_standing(card)) for card in scorecards)))
    columns = max(_TITLES, width() - cell * len(scorecards) - last)
    versions = dict.fromkeys((together.after if together else card.scored).reference for card in scorecards)
    title = tell("{institutions} on {framework}", institutions=", ".join(names), framework=listed(versions, last="and"))
    rows = [click.style(folded(title), bold=True)]
    if len(names) > 1:
        rows.append(folded(tell("These are different institutions; a change between them is no development.")))
    if len(versions) > 1:
        rows.append(
            folded(
                tell("Some files were made with another edition of the same version, which asks and scores the same; only wording differs.")
            )
        )
    rows += _about_versions(together) if together else []
    rows += ["", f"{'':<{columns}}" + "".join(f"{_period(card):>{cell}}" for card in scorecards) + f"{tell('change'):>{last}}"]
    rows.append(f"{'':<{columns}}" + "".join(f"{shortened(_standing(card), cell - 2):>{cell}}" for card in scorecards))
    levels = ["", *scorecards[0].scored.levels[:depth]]
    for line, row, change in zip(lines, cells, changes, strict=True):
        if line.level in levels:
            indent = "  " * max(levels.index(line.level) - 1, 0)
            title = shortened(f"{indent}{line.code} {line.title}".rstrip() if line.code else tell("Overall"), columns)
            rows.append(f"{title:<{columns}}" + "".join(f"{text:>{cell}}" for text in row) + f"{change:>{last}}")
    unfinished = sum(card.overall is not None and card.overall.score != card.overall.potential for card in scorecards)
    if unfinished:
        rows += [
            "",
            folded(tell("Unfinished submissions: {count}. Their range is shown, and no change is computed from it.", count=unfinished)),
        ]
    return "\n".join(rows)


def _cell(measures: Measures | None) -> str:
    return "–" if measures is None else range_text(measures)


def _standing(scorecard: Scorecard) -> str:
    """Return how far a submission can be relied on: its assurance, or that it is a draft."""
    if scorecard.submission.get("status") != "final":
        return standing("draft")
    return standing(str((scorecard.submission.get("assurance") or {}).get("level", "self")))
