"""How a framework is scored, in words: scales, weights, limits, bands, awards, and an example that the engine has worked out."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from spregistry.model.answer_kind import Option
from spregistry.model.definition import Group, Indicator
from spregistry.model.document import Document
from spregistry.model.framework import Framework
from spregistry.publish.site.edition import Edition, Page, relative
from spregistry.publish.site.indicator_section import cap_table
from spregistry.publish.site.markdown import Markdown, bullets, code, heading, link, table
from spregistry.publish.site.record.standing import switch
from spregistry.publish.site.standard_pages import aggregate_words, made, measure_table
from spregistry.scoring.scorecards import score
from spregistry.sentence import say


def scoring_page(edition: Edition) -> Page:
    """Return the page about scoring."""
    voice, path = edition.voice, edition.path("scoring")
    title = say("How it is scored")
    rules = link(voice(say("How scores are made")), relative(path, "scoring.md"))
    blocks: list[Markdown] = [
        heading(1, voice(title)),
        switch(edition, path),
        voice(
            say(
                "Every answer earns points from 0 to 1. Points are averaged upwards, group by group, with weights. Results run from 0 to 100."
            )
        ),
        voice(say("What is missing counts 0 in the score and 1 in the potential; until everything is answered, the result is a range.")),
        voice(say("What does not apply, is not asked or is not yet due is left out: it neither helps nor harms.")),
        voice(say("All rules with worked examples: {page}.", page=rules)),
        *_scales(edition),
        heading(2, voice(say("Weights"))),
        measure_table(edition, path),
        *_other_groups(edition, path),
        *_limits(edition, path),
        *_bands(edition),
        *_awards(edition, path),
        *_example(edition, path),
    ]
    return made(edition, path, title, *blocks)


def _scales(edition: Edition) -> Iterator[Markdown]:
    voice, scales = edition.voice, edition.framework.definition.scales or {}
    used = {indicator.answer.scale for indicator in edition.framework.indicators.values()}
    if not used & set(scales):
        return
    yield heading(2, voice(say("Scales")))
    for name, options in scales.items():
        if name in used:
            number = sum(indicator.answer.scale == name for indicator in edition.framework.indicators.values())
            yield voice(say("Scale {name}, used by indicators: {number}", name=code(name), number=number))
            yield table(
                [voice(say("Answer")), voice(say("Points"))], ([voice(option.label), _worth(edition, option)] for option in options)
            )


def _worth(edition: Edition, option: Option) -> Markdown:
    if option.excluded:
        return edition.voice(say("left out of the score"))
    return edition.voice.number(option.points) if option.points is not None else edition.voice(say("none"))


def _other_groups(edition: Edition, path: str) -> Iterator[Markdown]:
    others = [route[-1] for route in edition.framework.groups.values() if route[-1].aggregate not in (None, "mean")]
    if others:
        yield edition.voice(say("These groups are no plain means:"))
        yield bullets(
            edition.voice(say("{label}: {value}", label=edition.linked(group.id, path), value=aggregate_words(edition, group)))
            for group in others
        )


def _limits(edition: Edition, path: str) -> Iterator[Markdown]:
    caps = cap_table(edition, path)
    if caps:
        yield heading(2, edition.voice(say("Limits")))
        yield edition.voice(say("Some practices matter so much that nothing else in their group offsets them."))
        yield caps


def _bands(edition: Edition) -> Iterator[Markdown]:
    voice, bands = edition.voice, edition.framework.definition.bands or ()
    if bands:
        yield heading(2, voice(say("Bands")))
        yield voice(say("A band is shown only where score and potential fall into the same one."))
        yield table(
            [voice(say("Band")), voice(say("From score"))], ([voice(band.label or band.id), voice.number(band.from_)] for band in bands)
        )


def _awards(edition: Edition, path: str) -> Iterator[Markdown]:
    voice, awards = edition.voice, edition.framework.definition.awards or ()
    if awards:
        yield heading(2, voice(say("Awards")))
        yield voice(say("An award needs every one of its minimums; nothing offsets them."))
        for award in awards:
            yield heading(3, voice(award.title))
            yield bullets(
                voice(say("{group}: at least {score}", group=edition.linked(minimum.group, path), score=voice.number(minimum.score)))
                for minimum in award.minimums
            )


#: How many indicators an example has.
_EASY_TO_FOLLOW = range(2, 6)


class Example(NamedTuple):
    """A group of which some indicators are answered, scored by the engine; all else is missing."""

    group: Group
    #: Answered indicators with the chosen option; None for the one that is left missing.
    answers: tuple[tuple[Indicator, Option | None], ...]
    score: float
    potential: float
    overall: tuple[float, float] | None


def example(framework: Framework) -> Example | None:
    """Return an example: the first group with two to five indicators on a scale, its last one left unanswered; None where there is none."""
    for route in framework.groups.values():
        group = route[-1]
        if _suits(framework, group):
            return _scored(framework, group)
    return None


def _suits(framework: Framework, group: Group) -> bool:
    children = group.indicators or ()
    plain = group.aggregate in (None, "mean") and not group.caps and len(children) in _EASY_TO_FOLLOW
    return plain and all(_is_plain(framework, indicator) for indicator in children)


def _is_plain(framework: Framework, indicator: Indicator) -> bool:
    position = framework.positions[indicator.id]
    graded = [option for option in framework.options(indicator) if option.points is not None]
    return bool(framework.is_scored(indicator) and not position.conditions and position.due_from_month is None and len(graded) > 1)


def _scored(framework: Framework, group: Group) -> Example | None:
    children = group.indicators or ()
    chosen: list[tuple[Indicator, Option | None]] = []
    for at, indicator in enumerate(children):
        graded = sorted(
            (option for option in framework.options(indicator) if option.points is not None), key=lambda option: -(option.points or 0)
        )
        chosen.append((indicator, None if at == len(children) - 1 else graded[min(at, len(graded) - 1)]))
    data: dict[str, Any] = {"format": 1, "framework": framework.reference, "status": "draft", "facts": {}}
    data["answers"] = {indicator.id: {"value": option.value} for indicator, option in chosen if option}
    scorecard = score(framework, Document(data=data))
    measures = next(entry.measures for entry in scorecard.groups if entry.id == group.id)
    if measures.score is None or measures.potential is None:
        return None
    whole = scorecard.overall
    overall = (whole.score, whole.potential) if whole and whole.score is not None and whole.potential is not None else None
    return Example(group, tuple(chosen), measures.score, measures.potential, overall)


def _example(edition: Edition, path: str) -> Iterator[Markdown]:
    voice = edition.voice
    found = example(edition.version.source) if edition.framework.definition.based_on is None else None
    if found is None:
        return
    yield heading(2, voice(say("A worked example")))
    group = edition.linked(found.group.id, path)
    yield voice(say("In {group}, the last question is still open, and nothing else of the standard is answered.", group=group))
    head = [
        voice(say("Indicator")),
        voice(say("Answer")),
        voice(say("Weight")),
        voice(say("Points in the score")),
        voice(say("Points in the potential")),
    ]
    yield table(head, (_example_row(edition, indicator, option, path) for indicator, option in found.answers))
    low, high = (Markdown(" + ".join(_products(edition, found, missing))) for missing in (0.0, 1.0))
    weights = voice.number(sum(float(indicator.weight or 1) for indicator, _ in found.answers))
    yield bullets(
        [
            voice(say("Score: ({sum}) / {weights} = {result}", sum=low, weights=weights, result=voice.number(found.score, 2))),
            voice(say("Potential: ({sum}) / {weights} = {result}", sum=high, weights=weights, result=voice.number(found.potential, 2))),
        ]
    )
    if found.overall:
        values = {"low": voice.number(found.overall[0], 2), "high": voice.number(found.overall[1], 2)}
        yield voice(say("The overall result lies between {low} and {high}: so little is answered that it says nothing yet.", **values))


def _example_row(edition: Edition, indicator: Indicator, option: Option | None, path: str) -> list[Markdown]:
    voice = edition.voice
    weight = voice.number(float(indicator.weight or 1))
    if option is None:
        return [edition.linked(indicator.id, path), voice(say("not answered yet")), weight, voice.number(0), voice.number(1)]
    points = voice.number(option.points or 0)
    label = next(
        shown.label for shown in edition.framework.options(edition.framework.indicators[indicator.id]) if shown.value == option.value
    )
    return [edition.linked(indicator.id, path), voice(label), weight, points, points]


def _products(edition: Edition, found: Example, missing: float) -> Iterator[str]:
    for indicator, option in found.answers:
        points = missing if option is None else float(option.points or 0)
        yield f"{edition.voice.number(float(indicator.weight or 1))} × {edition.voice.number(100 * points)}"
