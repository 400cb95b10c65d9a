"""A scorecard as people read it in a terminal: bars, what to do first, and how it came about."""

from collections.abc import Callable, Iterator, Sequence

import click

from spregistry.cli.options import catalogue, say_in_language, tell
from spregistry.cli.terminal import bar, day, folded, number, percent, plain, shortened, signed, width
from spregistry.errors import UnknownCode
from spregistry.load.languages.catalogues import SOURCE_LANGUAGE
from spregistry.load.reporting import closest
from spregistry.model.scorecard import Calculation, CapBite, GroupScore, IndicatorScore, Measures, Scorecard
from spregistry.model.state import State
from spregistry.publish.scorecard_data import scorecard_data
from spregistry.scoring.scorecards import to_hundredths
from spregistry.sentence import Sentence, say, sayable

_PRIORITIES = 8
_BAR = 20

UnitName = Callable[[str], str]


def scorecard_text(scorecard: Scorecard, depth: int, unit_name: UnitName = str) -> str:
    """Return the whole scorecard, groups down to a depth; `unit_name` gives what a unit is called."""
    return "\n".join(
        [
            *_header(scorecard),
            *_overall(scorecard),
            *_groups(scorecard, depth),
            *_caps(scorecard),
            *_priorities(scorecard, unit_name),
            *_awards(scorecard),
            *_stamp(scorecard),
        ]
    )


def _header(scorecard: Scorecard) -> Iterator[str]:
    data = scorecard_data(scorecard, explained=False)["submission"]
    country = f" ({data['country']})" if data["country"] else ""
    yield click.style(f"{data['organisation'] or tell('An institution without a name')}{country}", bold=True)
    standings = [standing(data["status"]), tell("assurance: {level}", level=standing(data["assurance"]))]
    if data["period"]:
        standings.insert(0, tell("{start} to {end}", start=day(data["period"]["start"]), end=day(data["period"]["end"])))
    yield " · ".join(standings)
    yield folded(f"{scorecard.scored.title}, {scorecard.scored.reference}")
    yield ""


#: What the standing of a submission is called.
_STANDINGS = {
    "draft": say("draft"),
    "final": say("final"),
    "self": say("self"),
    "accompanied": say("accompanied"),
    "verified": say("verified"),
}


def standing(value: str) -> str:
    """Return a status or level of assurance in words."""
    return say_in_language(_STANDINGS.get(value, value))


def band_label(scorecard: Scorecard, measures: Measures) -> str:
    """Return the band in words, or nothing while score and potential do not share one."""
    return next((band.label or band.id for band in scorecard.scored.definition.bands or () if band.id == measures.band), "")


def range_text(measures: Measures) -> str:
    """Write a score, or the range in which it will lie while something is missing."""
    if measures.score == measures.potential:
        return number(measures.score)
    return f"{number(measures.score)}–{number(measures.potential)}"


def _overall(scorecard: Scorecard) -> Iterator[str]:
    measures = scorecard.overall
    if measures is None:
        yield tell("This standard publishes no total: one number would mislead.")
    elif measures.score is None:
        yield tell("Nothing has been scored yet.")
    else:
        label = band_label(scorecard, measures)
        yield (
            click.style(tell("Overall {score}", score=range_text(measures)), bold=True)
            + (f"  {label}" if label else "")
            + f"  {bar(measures, _BAR)}"
        )
        if measures.score != measures.potential:
            said = tell(
                "Between {score} and {potential}, {share} answered: what is missing counts 0 below and full above.",
                score=number(measures.score),
                potential=number(measures.potential),
                share=percent(measures.coverage),
            )
            yield folded(said)
        yield folded(" · ".join(_counts(measures)))
        if measures.not_applicable:
            yield folded(tell("Had every “not applicable” counted 0, the score would be {score}.", score=number(measures.na_as_zero)))
    yield ""


def _counts(measures: Measures) -> list[str]:
    return [
        tell("Scored questions answered: {count} of {total}", count=measures.answered, total=measures.answered + measures.missing),
        tell("not applicable {count}", count=measures.not_applicable),
        tell("not asked {count}", count=measures.not_asked),
        tell("documented score {score}", score=number(measures.documented)),
        tell("evidence for {share}", share=percent(measures.evidence_coverage)),
    ]


def _groups(scorecard: Scorecard, depth: int) -> Iterator[str]:
    depths: dict[str | None, int] = {None: 0}
    label_columns = max((len(band_label(scorecard, group.measures)) for group in scorecard.groups), default=0)
    for group in scorecard.groups:
        depths[group.id] = depths[group.parent] + 1
        if depths[group.id] <= depth:
            yield _group_line(scorecard, group, depths[group.id], label_columns)
    yield ""


def _group_line(scorecard: Scorecard, group: GroupScore, depth: int, label_columns: int) -> str:
    label = band_label(scorecard, group.measures)
    shown = (
        f"{range_text(group.measures):>13}"
        if group.measures.score != group.measures.potential
        else f"{number(group.measures.score):>6}{'':7}"
    )
    right = f"  {bar(group.measures, _BAR // 2)}  {shown}  {label:<{label_columns}}".rstrip()
    indent = "  " * (depth - 1)
    name_columns = width() - (_BAR // 2 + 2 + 2 + 13 + 2 + label_columns)
    name = shortened(f"{indent}{group.code} {group.title}", name_columns)
    return click.style(f"{name:<{name_columns}}", bold=depth == 1) + right


def _priorities(scorecard: Scorecard, unit_name: UnitName) -> Iterator[str]:
    gains = sorted((found for found in scorecard.explanation.indicators if found.gain), key=lambda found: -(found.gain or 0))
    missing = [found for found in gains if found.state is State.MISSING]
    if missing:
        yield click.style(
            tell("What to answer first, of {count} that are missing, in points of the overall score", count=len(missing)), bold=True
        )
        yield from (_gain_line(scorecard, found, unit_name) for found in missing[: _PRIORITIES // 2])
        yield ""
    answered = [found for found in gains if found.state is not State.MISSING]
    if answered:
        yield click.style(tell("What would add most, in points of the overall score"), bold=True)
        yield from (_gain_line(scorecard, found, unit_name) for found in answered[:_PRIORITIES])
        yield ""


def _gain_line(scorecard: Scorecard, indicator: IndicatorScore, unit_name: UnitName) -> str:
    now = "" if indicator.state is State.MISSING else f"  {tell('(now {answer})', answer=_answer(scorecard, indicator, unit_name))}"
    return shortened(f"{signed(indicator.gain or 0):>7}  {indicator.code} {indicator.title}", width() - len(now)) + now


def _answer(scorecard: Scorecard, indicator: IndicatorScore, unit_name: UnitName) -> str:
    if isinstance(indicator.value, list):
        return tell("{count} ticked", count=len(indicator.value))
    if isinstance(indicator.value, int | float) and not isinstance(indicator.value, bool):
        return _figure(scorecard, indicator, indicator.value, unit_name)
    if indicator.value is None:
        return tell("not measured")
    # In English the value as it stands in the file; readers of other languages know it by its label.
    options = scorecard.scored.options(scorecard.scored.indicators[indicator.id]) if catalogue().language != SOURCE_LANGUAGE else ()
    return next((option.label for option in options if option.value == indicator.value), str(indicator.value))


def _figure(scorecard: Scorecard, indicator: IndicatorScore, value: float, unit_name: UnitName) -> str:
    """Write a figure with its unit: a share as a percentage, money in the submission's own currency."""
    figure = scorecard.scored.indicators[indicator.id].answer.figure
    unit = figure.unit if figure else None
    if unit == "fraction":
        return catalogue().respell(f"{value * 100:.4g}%")
    if unit == "money":
        currency = scorecard.submission.get("currency")
        unit = str(currency.get("code") or "") if isinstance(currency, dict) else ""
    elif unit:
        unit = unit_name(unit)
    return f"{plain(value, '.4g')} {unit or ''}".rstrip()


def _caps(scorecard: Scorecard) -> Iterator[str]:
    titles = _titles(scorecard)
    lines = [
        folded(_cap_text(scorecard, cap, titles.get(id_ or "") or tell("Overall"), calculation), "", "     ")
        for id_, calculation in scorecard.explanation.calculations.items()
        for cap in _felt(calculation)
    ]
    lines += [
        folded(
            tell(
                "A cap of the base on {group} by {indicator} is not part of this profile.",
                group=titles.get(dropped.group or "", dropped.group) or say("the whole"),
                indicator=dropped.indicator,
            )
        )
        for dropped in scorecard.dropped_caps
    ]
    yield from [*lines, ""] if lines else []


def _titles(scorecard: Scorecard) -> dict[str, str]:
    return {group.id: f"{group.code} {group.title}" for group in scorecard.groups}


def _felt(calculation: Calculation) -> list[CapBite]:
    """Return the caps that lower the score; one above what the children give anyway is told only with --explain."""
    return [cap for cap in calculation.caps if calculation.uncapped is not None and cap.to < calculation.uncapped]


def _cap_text(scorecard: Scorecard, cap: CapBite, group: str, calculation: Calculation) -> str:
    indicator = scorecard.scored.indicators[cap.indicator]
    said = {
        "cap": click.style(tell("Cap"), fg="yellow"),
        "group": group,
        "limit": plain(cap.to),
        "code": indicator.code,
        "title": indicator.title,
    }
    if cap.bites == "score":
        template = sayable("{cap}: {group} is held to {limit} as long as {code} “{title}” is not answered.")
        return say_in_language(Sentence(template, said))
    template = sayable("{cap}: {group} is held to {limit} instead of {score} because of {code} “{title}”. {reason}")
    return say_in_language(Sentence(template, {**said, "score": number(calculation.uncapped), "reason": cap.reason}))


_OUTCOMES = {"reached": say("reached"), "not reached": say("not reached"), "skipped": say("skipped")}


def _awards(scorecard: Scorecard) -> Iterator[str]:
    titles = _titles(scorecard)
    for award in scorecard.awards:
        outcome = say_in_language(_OUTCOMES["reached" if award.held else "not reached"])
        yield tell("{award}: {outcome}", award=award.title, outcome=outcome)
        for minimum in award.minimums:
            said = tell(
                "{group}: {score} of {needed}, {outcome}",
                group=titles.get(minimum.group, minimum.group),
                score=number(minimum.score),
                needed=number(minimum.needed),
                outcome=_OUTCOMES[minimum.outcome],
            )
            yield f"  {said}"
    yield from [""] if scorecard.awards else []


def _stamp(scorecard: Scorecard) -> Iterator[str]:
    stamp = scorecard.stamp
    parts = [f"{stamp.framework} {_short(stamp.framework_digest)}"]
    if stamp.profile:
        parts.append(tell("profile {profile}", profile=f"{stamp.profile} {_short(stamp.profile_digest or '')}"))
    parts += [tell("submission {digest}", digest=_short(stamp.submission_digest)), stamp.engine]
    yield click.style(folded(" · ".join(parts)), dim=True)


def _short(digest: str) -> str:
    return digest[: len("sha256:") + 12]


def _elements(scorecard: Scorecard) -> list[GroupScore | IndicatorScore]:
    return [*scorecard.groups, *scorecard.explanation.indicators]


def explanation_text(scorecard: Scorecard, code: str, unit_name: UnitName = str) -> str:
    """Return how a group or indicator came to its score; "all" for every group.

    Raises:
        UnknownCode: where there is no such group or indicator.
    """
    if code == "all":
        return "\n\n".join(_calculation_text(scorecard, id_) for id_ in scorecard.explanation.calculations)
    group = next((group for group in scorecard.groups if code.casefold() in (group.id, group.code.casefold())), None)
    if group is not None:
        return _calculation_text(scorecard, group.id)
    indicator = next((found for found in scorecard.explanation.indicators if code.casefold() in (found.id, found.code.casefold())), None)
    if indicator is None:
        known = [name for found in _elements(scorecard) for name in (found.code, found.id)]
        raise UnknownCode(scorecard.scored.reference, code, closest(code, known))
    return "\n".join(_indicator_text(scorecard, indicator, unit_name))


_RULES = {
    "mean": say("is the weighted mean of"),
    "points": say("is the weighted mean of the indicators, whatever groups they stand in:"),
    "min": say("is the lowest of"),
    "count": say("is by how many reach the level, of"),
}


#: What a cap lowers.
_BITES = {"score": say("score"), "score and potential": say("score and potential")}


def _calculation_text(scorecard: Scorecard, id_: str | None) -> str:
    group = next((group for group in scorecard.groups if group.id == id_), None)
    measures = group.measures if group else scorecard.overall
    calculation: Calculation = scorecard.explanation.calculations[id_]
    names = {found.id: f"{found.code} {found.title}" for found in _elements(scorecard)}
    title = f"{group.code} {group.title}" if group else tell("Overall")
    head = tell("{group}: {score}", group=title, score=range_text(measures) if measures else say("no total"))
    lines = [click.style(head, bold=True), say_in_language(_RULES[calculation.aggregate])]
    for child in calculation.children:
        score = number(child.score) if child.counted else tell("left out")
        lines.append(shortened(f"  {score:>8}  × {plain(child.weight):<4} {names[child.id]}", width()))
    lines += [folded(tell("instead of {score}", score=number(calculation.uncapped)), "  ")] if _felt(calculation) else []
    for cap in calculation.caps:
        said = tell("at most {limit} ({bites}): {reason}", limit=plain(cap.to), bites=_BITES[cap.bites], reason=cap.reason)
        lines.append(folded(said, "  ", "    "))
    return "\n".join(lines)


def _indicator_text(scorecard: Scorecard, indicator: IndicatorScore, unit_name: UnitName) -> Iterator[str]:
    yield click.style(f"{indicator.code} {indicator.title}", bold=True)
    state = say_in_language(indicator.state.label)
    yield folded(tell("{state}, because {reason}", state=state, reason=indicator.reason) if indicator.reason else state, "  ")
    if indicator.points is not None:
        said = tell(
            "answer {answer} earns {points} of at most {best} points",
            answer=_answer(scorecard, indicator, unit_name),
            points=plain(indicator.points, ".4g"),
            best=plain(indicator.best or 0),
        )
        yield folded(said, "  ")
    if indicator.gain is not None:
        yield folded(tell("at its best it would add {gain} to the overall score", gain=signed(indicator.gain)), "  ")


def change_text(before: Scorecard, after: Scorecard, changes: Sequence[str]) -> str:
    """Return what would be different after a what-if."""
    lines = [click.style(tell("What if {changes}", changes=", ".join(changes)), bold=True)]
    pairs = [(tell("Overall"), before.overall, after.overall)]
    pairs += [(f"{old.code} {old.title}", old.measures, new.measures) for old, new in zip(before.groups, after.groups, strict=True)]
    for name, old, new in pairs:
        if old and new and old.score is not None and new.score is not None and (old.score, old.potential) != (new.score, new.potential):
            difference = (to_hundredths(new.score) - to_hundredths(old.score)) / 100
            shown = f"{range_text(old)} → {range_text(new)}  {signed(difference)}"
            lines.append(f"  {shortened(name, width() - len(shown) - 4):<{width() - len(shown) - 4}}  {shown}")
    return "\n".join(lines if len(lines) > 1 else [*lines, f"  {tell('nothing would change')}"])
