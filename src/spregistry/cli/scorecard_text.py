"""A scorecard as people read it in a terminal: bars, what to do first, and how it came about."""

from collections.abc import Iterator, Sequence

import click

from spregistry.cli.terminal import bar, folded, number, percent, shortened, signed, width
from spregistry.errors import UnknownCode
from spregistry.load.reporting import closest
from spregistry.model.scorecard import Calculation, CapBite, GroupScore, IndicatorScore, Measures, Scorecard
from spregistry.model.state import State
from spregistry.publish.scorecard_data import scorecard_data
from spregistry.scoring.scorecards import to_hundredths

_PRIORITIES = 8
_BAR = 20


def scorecard_text(scorecard: Scorecard, depth: int) -> str:
    """Return the whole scorecard, groups down to a depth."""
    return "\n".join(
        [
            *_header(scorecard),
            *_overall(scorecard),
            *_groups(scorecard, depth),
            *_caps(scorecard),
            *_priorities(scorecard),
            *_awards(scorecard),
            *_stamp(scorecard),
        ]
    )


def _header(scorecard: Scorecard) -> Iterator[str]:
    data = scorecard_data(scorecard, explained=False)["submission"]
    country = f" ({data['country']})" if data["country"] else ""
    yield click.style(f"{data['organisation'] or 'An institution without a name'}{country}", bold=True)
    period = f"{data['period']['start']} to {data['period']['end']} · " if data["period"] else ""
    yield f"{period}{data['status']} · assurance: {data['assurance']}"
    yield folded(f"{scorecard.scored.title}, {scorecard.scored.reference}")
    yield ""


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
        yield "This standard publishes no total: one number would mislead."
    elif measures.score is None:
        yield "Nothing has been scored yet."
    else:
        label = band_label(scorecard, measures)
        yield click.style(f"Overall {range_text(measures)}", bold=True) + (f"  {label}" if label else "") + f"  {bar(measures, _BAR)}"
        if measures.score != measures.potential:
            yield folded(
                f"Between {number(measures.score)} and {number(measures.potential)}, {percent(measures.coverage)} answered: what is missing counts 0 below and full above."
            )
        yield folded(
            f"Scored questions answered: {measures.answered} of {measures.answered + measures.missing} · not applicable {measures.not_applicable} · not asked {measures.not_asked}"
            f" · documented score {number(measures.documented)} · evidence for {percent(measures.evidence_coverage)}"
        )
        if measures.not_applicable:
            yield folded(f"Had every “not applicable” counted 0, the score would be {number(measures.na_as_zero)}.")
    yield ""


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


def _priorities(scorecard: Scorecard) -> Iterator[str]:
    gains = sorted((found for found in scorecard.explanation.indicators if found.gain), key=lambda found: -(found.gain or 0))
    missing = [found for found in gains if found.state is State.MISSING]
    if missing:
        yield click.style(f"What to answer first, of {len(missing)} that are missing", bold=True)
        yield from map(_gain_line, missing[: _PRIORITIES // 2])
        yield ""
    answered = [found for found in gains if found.state is not State.MISSING]
    if answered:
        yield click.style("What would add most", bold=True)
        yield from map(_gain_line, answered[:_PRIORITIES])
        yield ""


def _gain_line(indicator: IndicatorScore) -> str:
    now = "" if indicator.state is State.MISSING else f"  (now {_answer(indicator)})"
    return shortened(f"{signed(indicator.gain or 0):>7}  {indicator.code} {indicator.title}", width() - len(now)) + now


def _answer(indicator: IndicatorScore) -> str:
    if isinstance(indicator.value, list):
        return f"{len(indicator.value)} ticked"
    if isinstance(indicator.value, float):
        return f"{indicator.value:.4g}"
    return "not measured" if indicator.value is None else str(indicator.value)


def _caps(scorecard: Scorecard) -> Iterator[str]:
    titles = {group.id: f"{group.code} {group.title}" for group in scorecard.groups}
    lines = [
        folded(_cap_text(scorecard, cap, titles.get(id_ or "", "Overall"), calculation), "", "     ")
        for id_, calculation in scorecard.explanation.calculations.items()
        for cap in _felt(calculation)
    ]
    lines += [
        folded(f"A cap of the base on {dropped.group or 'the whole'} by {dropped.indicator} is not part of this profile.")
        for dropped in scorecard.dropped_caps
    ]
    yield from [*lines, ""] if lines else []


def _felt(calculation: Calculation) -> list[CapBite]:
    """Return the caps that lower the score; one above what the children give anyway is told only with --explain."""
    return [cap for cap in calculation.caps if calculation.uncapped is not None and cap.to < calculation.uncapped]


def _cap_text(scorecard: Scorecard, cap: CapBite, group: str, calculation: Calculation) -> str:
    indicator = scorecard.scored.indicators[cap.indicator]
    held = f"{click.style('Cap', fg='yellow')}: {group} is held to {cap.to:g}"
    if cap.bites == "score":
        return f"{held} as long as {indicator.code} “{indicator.title}” is not answered."
    return f"{held} instead of {number(calculation.uncapped)} because of {indicator.code} “{indicator.title}”. {cap.reason}"


def _awards(scorecard: Scorecard) -> Iterator[str]:
    for award in scorecard.awards:
        yield f"{award.title}: {'reached' if award.held else 'not reached'}"
        for minimum in award.minimums:
            yield f"  {minimum.group}: {number(minimum.score)} of {number(minimum.needed)}, {minimum.outcome}"
    yield from [""] if scorecard.awards else []


def _stamp(scorecard: Scorecard) -> Iterator[str]:
    stamp = scorecard.stamp
    profile = f" · profile {stamp.profile} {_short(stamp.profile_digest or '')}" if stamp.profile else ""
    yield click.style(
        folded(
            f"{stamp.framework} {_short(stamp.framework_digest)}{profile} · submission {_short(stamp.submission_digest)} · {stamp.engine}"
        ),
        dim=True,
    )


def _short(digest: str) -> str:
    return digest[: len("sha256:") + 12]


def _elements(scorecard: Scorecard) -> list[GroupScore | IndicatorScore]:
    return [*scorecard.groups, *scorecard.explanation.indicators]


def explanation_text(scorecard: Scorecard, code: str) -> str:
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
    return "\n".join(_indicator_text(indicator))


_RULES = {
    "mean": "the weighted mean of",
    "points": "the weighted mean of the indicators, whatever groups they stand in:",
    "min": "the lowest of",
    "count": "by how many reach the level, of",
}


def _calculation_text(scorecard: Scorecard, id_: str | None) -> str:
    group = next((group for group in scorecard.groups if group.id == id_), None)
    measures = group.measures if group else scorecard.overall
    calculation: Calculation = scorecard.explanation.calculations[id_]
    names = {found.id: f"{found.code} {found.title}" for found in _elements(scorecard)}
    title = f"{group.code} {group.title}" if group else "Overall"
    lines = [click.style(f"{title}: {range_text(measures) if measures else 'no total'}", bold=True), f"is {_RULES[calculation.aggregate]}"]
    for child in calculation.children:
        score = number(child.score) if child.counted else "left out"
        lines.append(shortened(f"  {score:>8}  × {child.weight:<4g} {names[child.id]}", width()))
    lines += [folded(f"instead of {number(calculation.uncapped)}", "  ")] if _felt(calculation) else []
    lines += [folded(f"at most {cap.to:g} ({cap.bites}): {cap.reason}", "  ", "    ") for cap in calculation.caps]
    return "\n".join(lines)


def _indicator_text(indicator: IndicatorScore) -> Iterator[str]:
    yield click.style(f"{indicator.code} {indicator.title}", bold=True)
    reason = f", because {indicator.reason}" if indicator.reason else ""
    yield folded(f"{indicator.state.label}{reason}", "  ")
    if indicator.points is not None:
        yield folded(f"answer {_answer(indicator)} earns {indicator.points:.4g} of at most {indicator.best:g} points", "  ")
    if indicator.gain is not None:
        yield folded(f"at its best it would add {signed(indicator.gain)} to the overall score", "  ")


def change_text(before: Scorecard, after: Scorecard, changes: Sequence[str]) -> str:
    """Return what would be different after a what-if."""
    lines = [click.style("What if " + ", ".join(changes), bold=True)]
    pairs = [("Overall", before.overall, after.overall)]
    pairs += [(f"{old.code} {old.title}", old.measures, new.measures) for old, new in zip(before.groups, after.groups, strict=True)]
    for name, old, new in pairs:
        if old and new and old.score is not None and new.score is not None and (old.score, old.potential) != (new.score, new.potential):
            difference = (to_hundredths(new.score) - to_hundredths(old.score)) / 100
            shown = f"{range_text(old)} → {range_text(new)}  {signed(difference)}"
            lines.append(f"  {shortened(name, width() - len(shown) - 4):<{width() - len(shown) - 4}}  {shown}")
    return "\n".join(lines if len(lines) > 1 else [*lines, "  nothing would change"])
