"""`spregistry show`: a standard in the terminal."""

from collections.abc import Iterator, Sequence
from functools import reduce

import click

from spregistry.cli.former import former_lines, former_of, tell_former
from spregistry.cli.options import REFERENCE, open_registry, say_in_language, tell, translated
from spregistry.cli.out_of_use import tell_not_yet_in_force, tell_out_of_use
from spregistry.cli.output import emit
from spregistry.cli.terminal import folded
from spregistry.errors import NothingToDo, UnknownCode
from spregistry.load.languages.translations import Translation
from spregistry.load.reporting import closest, suggesting
from spregistry.model.definition import Group, Indicator, Named
from spregistry.model.framework import Framework
from spregistry.model.release import Event
from spregistry.publish.hindsight import Errata, errata_about, errata_of, erratum_in_words
from spregistry.publish.scoring_words import asked_in_words, cap_in_words, form_in_words, standing_in_words, weight_in_words
from spregistry.publish.words import applicability, points_in_words
from spregistry.sentence import Sentence, say, sayable


@click.command("show")
@click.argument("reference", type=REFERENCE, metavar="REF")
@click.argument("code", required=False)
@click.option("--function", metavar="NAME", help="Only indicators that this function answers, such as hr.")
@click.option("--tag", metavar="NAME", help="Only indicators with this tag, such as entry.")
@click.option("--depth", type=click.IntRange(1), help="How many levels to show. Default: 3 for the whole, all below a group.")
@click.pass_obj
def command(folder: str | None, reference: str, code: str | None, function: str | None, tag: str | None, depth: int | None) -> None:
    """Read a standard, or one part of it.

    CODE is the code or id of a group or an indicator, such as 4.A or 4.A.1.1, or the word facts.
    """
    registry = open_registry(folder)
    translation = translated(registry, reference)
    framework: Framework = translation.framework
    errata = errata_of(registry.record, framework)
    tell_out_of_use(registry, translation.source)
    tell_not_yet_in_force(registry, translation.source)
    if code == "facts":
        emit("\n".join([*_above(errata), *_facts(translation, errata)]))
        return
    kept = {
        id_
        for id_, indicator in framework.indicators.items()
        if function in (None, indicator.function) and (tag is None or tag in (indicator.tags or ()))
    }
    if not kept:
        raise NothingToDo(_nothing_kept(framework, function, tag))
    if code is None:
        whole = bool(function or tag)
        emit("\n".join([*_header(framework, errata), *_tree(framework.top, kept, "", depth or (99 if whole else 3))]))
        return
    if framework.id_of(code) is None and (gone := former_of(registry, translation.source, code)):
        emit("\n".join(former_lines(registry, translation.source, gone)))
        return
    element = _find(framework, code)
    tell_former(registry, translation.source, code)
    if isinstance(element, Indicator):
        above = _above(errata, framework.positions[element.id].groups)
        emit("\n".join([*above, *_indicator(translation, element, errata)]))
    else:
        above = _above(errata, framework.groups[element.id][:-1])
        emit("\n".join([*above, *_group(framework, element, errata), *_tree(element.children, kept, "", depth or 99)]))


def _nothing_kept(framework: Framework, function: str | None, tag: str | None) -> Sentence:
    functions = {indicator.function for indicator in framework.indicators.values() if indicator.function}
    tags = {name for indicator in framework.indicators.values() for name in indicator.tags or ()}
    about = {"framework": framework.reference, "function": function, "tag": tag}
    if not tag:
        said = Sentence(sayable("no indicator of {framework} is answered by “{function}”"), about)
        return suggesting(said, function or "", functions)
    if not function:
        return suggesting(Sentence(sayable("no indicator of {framework} has the tag “{tag}”"), about), tag, tags)
    said = Sentence(sayable("no indicator of {framework} is answered by “{function}” and has the tag “{tag}”"), about)
    return suggesting(suggesting(said, function, functions - {function}), tag, tags - {tag})


def _find(framework: Framework, code: str) -> Group | Indicator:
    found = framework.node(framework.id_of(code) or "")
    if found is not None:
        return found
    known = [name for node in framework.nodes for name in (node.code, node.id)]
    raise UnknownCode(framework.reference, code, closest(code, known))


def _errata(errata: Errata, id_: str | None, indent: str = "") -> Iterator[str]:
    for event in errata_about(errata, id_):
        yield click.style(folded(say_in_language(erratum_in_words(event)), indent, indent), bold=True)


def _above(errata: Errata, groups: Sequence[Group] = ()) -> Iterator[str]:
    """Yield the errata that a part has from the whole version and the groups around it, each with what it is about; a blank line ends them."""
    found: list[tuple[str, Event]] = [(event.framework, event) for event in errata_about(errata, None)]
    found += [(f"{group.code} {group.title}", event) for group in groups for event in errata_about(errata, group.id)]
    for name, event in found:
        said = tell("{element}: {message}", element=name, message=erratum_in_words(event))
        yield click.style(folded(said), bold=True)
    yield from [""] if found else []


def _header(framework: Framework, errata: Errata) -> Iterator[str]:
    yield click.style(f"{framework.reference}  {framework.title}", bold=True)
    if framework.definition.notice:
        yield folded(framework.definition.notice)
    yield tell(
        "Groups: {groups} · indicators: {indicators} · facts: {facts}",
        groups=len(framework.groups),
        indicators=len(framework.indicators),
        facts=len(framework.facts),
    )
    yield from _errata(errata, None)
    yield ""


def _tree(children: tuple[Group, ...] | tuple[Indicator, ...], kept: set[str], indent: str, depth: int) -> Iterator[str]:
    for child in children:
        if isinstance(child, Indicator):
            if child.id in kept:
                yield folded(f"{child.code}  {child.title}", indent, indent + "    ")
        elif _holds(child, kept):
            yield click.style(folded(f"{child.code}  {child.title}", indent, indent + "    "), bold=not indent)
            if depth > 1:
                yield from _tree(child.children, kept, indent + "  ", depth - 1)


def _holds(group: Group, kept: set[str]) -> bool:
    return any(child.id in kept if isinstance(child, Indicator) else _holds(child, kept) for child in group.children)


def _group(framework: Framework, group: Group, errata: Errata) -> Iterator[str]:
    yield click.style(f"{group.code}  {group.title}", bold=True)
    yield " · ".join([tell("id {id}", id=group.id), say_in_language(weight_in_words(group.weight)), framework.reference])
    yield from _errata(errata, group.id)
    if group.intro:
        yield folded(group.intro)
    if group.applies_when:
        yield folded(say_in_language(asked_in_words(framework, group)))
    for cap in group.caps or ():
        yield folded(say_in_language(cap_in_words(framework, cap)))
    yield ""


def _indicator(translation: Translation, indicator: Indicator, errata: Errata) -> Iterator[str]:
    framework = translation.framework
    definition = framework.definition
    yield click.style(f"{indicator.code}  {indicator.title}", bold=True)
    parts = [
        tell("id {id}", id=indicator.id),
        tell(
            "answered by {function}", function=_named([indicator.function], definition.functions) if indicator.function else say("anyone")
        ),
        *map(say_in_language, standing_in_words(framework, indicator)),
        *([tell("tags {tags}", tags=_named(indicator.tags, definition.tags))] if indicator.tags else []),
        framework.reference,
    ]
    yield folded(" · ".join(parts))
    yield ""
    yield folded(indicator.question)
    yield from _errata(errata, indicator.id)
    yield ""
    for line in points_in_words(framework, indicator, lambda unit: translation.name("unit", unit)):
        yield folded(f"- {say_in_language(line)}", "  ", "    ")
    labels = {option.value: option.label for option in framework.options(indicator)}
    for value, text in (indicator.rubric or {}).items():
        yield folded(tell("{element}: {message}", element=labels.get(value, value), message=text), "  ", "    ")
    for template, remark in _remarks(framework, indicator):
        if remark:
            yield ""
            yield folded(say_in_language(Sentence(template, {"text": remark})))


def _named(ids: Sequence[str], known: Sequence[Named] | None) -> str:
    """Return what things are called, each with the id by which options name it."""
    titles = {one.id: one.title for one in known or ()}
    return ", ".join(f"{titles[id_]} ({id_})" if titles.get(id_) else id_ for id_ in ids)


def _either(one: str, other: str) -> str:
    return say("{one}; or {other}", one=one, other=other)


def _remarks(framework: Framework, indicator: Indicator) -> Iterator[tuple[str, str | None]]:
    yield sayable("Reading: {text}"), indicator.reading
    yield sayable("Guidance: {text}"), indicator.guidance
    yield sayable("Evidence: {text}"), "; ".join(indicator.evidence or ())
    yield sayable("Ask as well: {text}"), ", ".join(indicator.verify_with or ())
    yield sayable("Asked only where: {text}"), applicability(framework, indicator.id)
    accepted = indicator.may_be_na
    if isinstance(accepted, tuple):
        either: str = reduce(_either, accepted)
        yield sayable("Not applicable only because: {text}"), either
    elif accepted:
        yield sayable("Not applicable only because: {text}"), say("a reason is given")


def _segment(id_: str, title: str) -> str:
    return f"{title} ({id_})" if title != id_ else id_


def _facts(translation: Translation, errata: Errata) -> Iterator[str]:
    framework = translation.framework
    titles = {heading.id: heading.title for heading in framework.definition.fact_groups or ()}
    heading: str | None = None
    for fact in framework.facts.values():
        if fact.group != heading:
            heading = fact.group
            yield ""
            yield click.style(titles.get(heading or "", ""), bold=True)
        parts = [translation.name("unit", fact.unit)] if fact.unit else []
        parts += map(say_in_language, form_in_words(framework, fact, _segment))
        kind = ", ".join(parts)
        yield folded(f"{fact.id}  {fact.title}" + (f" ({kind})" if kind else ""), "  ", "      ")
        yield from _errata(errata, fact.id, "      ")
        if fact.choices:
            for option in fact.choices:
                yield folded(tell("{id} — {label}", id=option.value, label=option.label), "      ", "          ")
