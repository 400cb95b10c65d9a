"""The dashboard: what the institution reports about itself by heading and segment, and the ratios computed from it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from spregistry.check.figures import Figures, add, is_not_measured, main_value
from spregistry.model.fact import Fact
from spregistry.model.scorecard import Scorecard
from spregistry.publish.report.blocks import Block, Cell, Column, Paragraph, Picture, Row, Said, Section, Series, Table
from spregistry.publish.report.changes import series
from spregistry.publish.report.scores import described
from spregistry.publish.report.view import View, coded, said
from spregistry.publish.report.wording import DASH, plain, shortened
from spregistry.sentence import phrases, say

#: Bars of a panel, and panels, that still fit.
_BARS, _PANELS = 14, 4
_RATIOS = 100


def dashboard(view: View) -> Section | None:
    """Return facts by heading, shares by segment as a picture, and ratios; None where the standard has no facts."""
    if not view.source.facts:
        return None
    blocks: list[Block] = [*_currency(view)]
    shares = _shares(view)
    blocks += [shares] if shares else []
    ratios = _ratios(view)
    blocks += [ratios] if ratios else []
    for group, facts in _by_heading(view).items():
        blocks += _heading(view, group, facts)
    if not any(isinstance(block, Table) for block in blocks):
        blocks.insert(0, Paragraph((Said(view.words(say("No figure has been reported yet."))),)))
    return Section("figures", view.words(say("Facts and figures")), tuple(blocks))


def _currency(view: View) -> Iterator[Block]:
    words, currency = view.words, view.part("currency")
    if not currency.get("code"):
        return
    text = words(say("Amounts are in {currency}.", currency=str(currency["code"])))
    if currency.get("per_usd"):
        rate = words.number(currency["per_usd"])
        text += " " + words(say("One US dollar is {rate} {currency}.", rate=rate, currency=str(currency["code"])))
    where = " · ".join(filter(None, (words.date(currency["date"]) if currency.get("date") else "", plain(currency.get("source") or ""))))
    yield Paragraph((Said(text), *([Said(f"({where})", "submission")] if where else [])))


def _by_heading(view: View) -> Mapping[str, list[Fact]]:
    """Return the facts under their headings, in the order of the standard."""
    order = [str(group.id) for group in view.source.definition.fact_groups or ()]
    found: dict[str, list[Fact]] = {id_: [] for id_ in order}
    for fact in view.source.facts.values():
        found.setdefault(fact.group or "", []).append(fact)
    return {id_: facts for id_, facts in found.items() if facts}


def _heading(view: View, group: str, facts: Sequence[Fact]) -> Iterator[Block]:
    words, reported = view.words, view.part("facts")
    title = view.named("fact_groups", group) if group else words(say("Other facts"))
    there = [fact for fact in facts if reported.get(fact.id) is not None]
    absent = [view.shown.facts[fact.id].title for fact in facts if reported.get(fact.id) is None]
    figures = [fact for fact in there if fact.numeric]
    if figures:
        yield _figures_table(view, title, figures)
    choices = [fact for fact in there if not fact.numeric]
    if choices:
        in_words = words(say("{heading}: in words", heading=title)) if figures else title
        yield _choices_table(view, in_words, choices)
    if absent and there:
        shown = words(phrases([*absent[:20], "…"] if len(absent) > 20 else absent))  # noqa: PLR2004  # enough to know what is meant
        yield Paragraph((Said(words(say("Not reported:"))), Said(shown, "standard")))
    elif absent:
        note = say("{heading}: nothing is reported yet, of {number} facts.", heading=title, number=words.number(len(absent)))
        yield Paragraph((Said(words(note)),))


def _choices_table(view: View, title: str, facts: Sequence[Fact]) -> Table:
    words = view.words
    columns = (Column(words(say("Fact")), width=4), Column(words(say("As reported")), width=6))
    rows = tuple(
        Row(
            (
                said(view.shown.facts[fact.id].title, "standard"),
                Cell((_choice(view, fact, view.part("facts")[fact.id]), *_note(view, fact))),
            )
        )
        for fact in facts
    )
    return Table(title, columns, rows)


def _note(view: View, fact: Fact) -> tuple[Said, ...]:
    note = view.part("fact_notes").get(fact.id)
    return (Said(plain(note), "submission"),) if note else ()


def _choice(view: View, fact: Fact, value: Any) -> Said:
    """Return a fact that is no figure in words."""
    words = view.words
    if is_not_measured(value):
        return Said(words(say("Not measured")))
    labels = {option.value: option.label for option in view.shown.facts[fact.id].choices or ()}
    if isinstance(value, list):
        return Said(words.listed(labels.get(one, plain(one)) for one in value) or DASH, "standard")
    if isinstance(value, bool):
        return Said(words(say("Yes") if value else say("No")))
    if isinstance(value, str) and value in labels:
        return Said(labels[value], "standard")
    return Said(words.date(value) if fact.is_date else plain(value), "submission")


def _figures_table(view: View, title: str, facts: Sequence[Fact]) -> Table:
    """Return a table of figures: opening and closing values, earlier years, and segments, as far as any of them has these."""
    words, reported = view.words, view.part("facts")
    opening = any(_has(reported[fact.id], "open") for fact in facts)
    earlier = [card for card in view.subject.earlier if any(_main(card, fact) is not None for fact in facts)]
    segments = [id_ for id_ in _segments(view) if any(_has(reported[fact.id], id_) for fact in facts)]
    columns = [Column(words(say("Fact")), width=7), Column(words(say("Unit")), width=2)]
    columns += [Column(_period(view, card), figure=True, width=3) for card in earlier]
    columns += [Column(words(say("Opening")), figure=True, width=3)] if opening else []
    columns.append(Column(words(say("Closing or total")) if opening else words(say("Value")), figure=True, width=3))
    columns += [Column(view.named("segments", id_), figure=True, width=3) for id_ in segments]
    rows = []
    for fact in facts:
        value = reported[fact.id]
        cells = [said(view.shown.facts[fact.id].title, "standard", *_note(view, fact)), said(view.unit(fact.unit), "standard")]
        cells += [_amount(view, fact, _main(card, fact)) for card in earlier]
        cells += [_amount(view, fact, value.get("open") if isinstance(value, dict) else None)] if opening else []
        cells.append(_not_measured(view) if is_not_measured(value) else _amount(view, fact, main_value(fact, value)))
        cells += [_segment(view, fact, value, id_) for id_ in segments]
        rows.append(Row(tuple(cells)))
    return Table(title, tuple(columns), tuple(rows))


def _has(value: Any, part: str) -> bool:
    return isinstance(value, dict) and value.get(part) is not None


def _main(card: Scorecard, fact: Fact) -> Any:
    reported = card.submission.get("facts")
    return main_value(fact, reported.get(fact.id)) if isinstance(reported, dict) else None


def _period(view: View, card: Scorecard) -> str:
    end = (card.submission.get("period") or {}).get("end")
    return view.words.date(end) if end else view.words(say("Earlier"))


def _segments(view: View) -> list[str]:
    return [str(segment.id) for segment in view.source.definition.segments or ()]


def _amount(view: View, fact: Fact, value: Any) -> Cell:
    if type(value) not in (int, float):
        return Cell((Said(DASH),), figure=True)
    return Cell((Said(view.figure(value, fact.unit)),), value, _pattern(fact.unit), figure=True)


def _pattern(unit: str | None) -> str:
    return "0.0%" if unit == "fraction" else "#,##0.######"


def _not_measured(view: View) -> Cell:
    return Cell((Said(view.words(say("Not measured"))),), figure=True)


def _segment(view: View, fact: Fact, value: Any, id_: str) -> Cell:
    """Return a segment's figure with its share of the whole."""
    part = value.get(id_) if isinstance(value, dict) else None
    cell = _amount(view, fact, part)
    share = _share(fact, value, id_)
    if share is None:
        return cell
    return Cell((*cell.lines, Said(view.words.share(share))), cell.value, cell.pattern, figure=True)


def _share(fact: Fact, value: Any, id_: str) -> float | None:
    """Return which share of a figure a segment makes up; None where it is no share."""
    part, whole = (value.get(id_) if isinstance(value, dict) else None), main_value(fact, value)
    if type(part) not in (int, float) or type(whole) not in (int, float) or not whole:
        return None
    share = float(part / whole)
    return share if 0.0 <= share <= 1.0 else None


def _shares(view: View) -> Picture | None:
    """Return what share of each figure the segments make up, a panel per segment."""
    words, reported = view.words, view.part("facts")
    segments = _segments(view)[:_PANELS]
    facts = [fact for fact in view.source.facts.values() if any(_share(fact, reported.get(fact.id), id_) is not None for id_ in segments)]
    facts = facts[:_BARS]
    if not facts:
        return None
    found = {id_: tuple(_share(fact, reported.get(fact.id), id_) for fact in facts) for id_ in segments}
    found = {id_: shares for id_, shares in found.items() if any(share is not None for share in shares)}
    names = [view.named("segments", id_) for id_ in found]
    title = words(say("Shares by segment"))
    rows = tuple(
        Row((said(view.shown.facts[fact.id].title, "standard"), *(view.shared(shares[at]) for shares in found.values())))
        for at, fact in enumerate(facts)
    )
    shown = tuple(tuple(words.share(share) for share in shares) for shares in found.values())
    labels = tuple(shortened(view.shown.facts[fact.id].title, 60) for fact in facts)
    told = [
        (f"{name}, {label}", value) for name, values in zip(names, shown, strict=True) for label, value in zip(labels, values, strict=True)
    ]
    return Picture(
        kind="shares",
        name=f"{view.name}-shares",
        title=title,
        alt=described(view, title, told),
        labels=labels,
        series=tuple(Series(name, shares, shares) for name, shares in zip(names, found.values(), strict=True)),
        table=Table(title, (Column(words(say("Fact")), width=4), *(Column(name, figure=True) for name in names)), rows),
        shown=shown,
        rtl=words.direction == "rtl",
    )


def _ratios(view: View) -> Table | None:
    """Return the ratios that the standard computes from facts, with earlier years'."""
    words, cards = view.words, series(view)
    found = [indicator for indicator in view.source.indicators.values() if indicator.answer.ratio is not None]
    if not found:
        return None
    numbers = [Figures(view.source.facts).read(card.submission.get("facts") or {}) for card in cards]
    columns = [Column(words(say("Code")), width=2), Column(words(say("Ratio")), width=7)]
    columns += [Column(_period(view, card), figure=True, width=2) for card in cards[:-1]]
    columns += [Column(words(say("Now")), figure=True, width=2), Column(words(say("Points, of 1")), figure=True, width=2)]
    rows = []
    listed, left_out = view.cut(found, _RATIOS)
    for indicator in listed:
        ratio = indicator.answer.ratio
        assert ratio is not None
        cells: list[Cell] = [coded(indicator.code), view.element(indicator.id)]
        for year in numbers:
            above, below = add(ratio.numerator, year), add(ratio.denominator, year)
            value = above / below if above is not None and below else None
            shown = DASH if value is None else view.amount(value, ratio.unit)
            cells.append(Cell((Said(shown),), value, "0.0%" if ratio.unit == "fraction" else "#,##0.####", figure=True))
        points = view.indicators[indicator.id].points
        cells.append(Cell((Said(DASH if points is None else words.number(points, 2)),), points, "0.00", figure=True))
        rows.append(Row(tuple(cells)))
    caption = words(say("Ratios that the standard computes from these figures"))
    return Table(caption, tuple(columns), tuple(rows), head=1, left_out=left_out)
