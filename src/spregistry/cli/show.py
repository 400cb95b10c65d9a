"""`spregistry show`: a standard in the terminal."""

from collections.abc import Iterator

import click

from spregistry.cli.options import REFERENCE, emit, open_registry
from spregistry.cli.terminal import folded
from spregistry.errors import NothingToDo, UnknownCode
from spregistry.load.reporting import closest, did_you_mean
from spregistry.model.definition import Group, Indicator
from spregistry.model.framework import Framework
from spregistry.publish.words import applicability, condition_in_words, points_in_words


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
    framework = open_registry(folder)[reference]
    if code == "facts":
        emit("\n".join(_facts(framework)))
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
        emit("\n".join([*_header(framework), *_tree(framework.top, kept, "", depth or (99 if whole else 3))]))
        return
    element = _find(framework, code)
    if isinstance(element, Indicator):
        emit("\n".join(_indicator(framework, element)))
    else:
        emit("\n".join([*_group(framework, element), *_tree(element.children, kept, "", depth or 99)]))


def _nothing_kept(framework: Framework, function: str | None, tag: str | None) -> str:
    functions = {indicator.function for indicator in framework.indicators.values() if indicator.function}
    tags = {name for indicator in framework.indicators.values() for name in indicator.tags or ()}
    asked = [f"is answered by “{function}”{did_you_mean(function, functions)}"] if function else []
    asked += [f"has the tag “{tag}”{did_you_mean(tag, tags)}"] if tag else []
    return f"no indicator of {framework.reference} {' and '.join(asked)}"


def _find(framework: Framework, code: str) -> Group | Indicator:
    elements: list[Group | Indicator] = [*(path[-1] for path in framework.groups.values()), *framework.indicators.values()]
    for element in elements:
        if code.casefold() in (element.id, element.code.casefold()):
            return element
    known = [name for element in elements for name in (element.code, element.id)]
    raise UnknownCode(framework.reference, code, closest(code, known))


def _header(framework: Framework) -> Iterator[str]:
    yield click.style(f"{framework.reference}  {framework.title}", bold=True)
    if framework.definition.notice:
        yield folded(framework.definition.notice)
    yield f"{len(framework.groups)} groups, {len(framework.indicators)} indicators, {len(framework.facts)} facts"
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


def _group(framework: Framework, group: Group) -> Iterator[str]:
    yield click.style(f"{group.code}  {group.title}", bold=True)
    yield f"id {group.id} · weight {group.weight or 1:g} · {framework.reference}"
    if group.intro:
        yield folded(group.intro)
    if group.applies_when:
        yield folded(f"Asked only where {condition_in_words(group.applies_when, framework.facts)}.")
    for cap in group.caps or ():
        indicator = framework.indicators[cap.indicator]
        yield folded(f"At most {cap.to:g} where {indicator.code} “{indicator.title}” earns less than {cap.below:g}: {cap.reason}")
    yield ""


def _indicator(framework: Framework, indicator: Indicator) -> Iterator[str]:
    yield click.style(f"{indicator.code}  {indicator.title}", bold=True)
    tags = f" · tags {', '.join(indicator.tags)}" if indicator.tags else ""
    yield folded(
        f"id {indicator.id} · answered by {indicator.function or 'anyone'} · weight {indicator.weight or 1:g}{tags} · {framework.reference}"
    )
    yield ""
    yield folded(indicator.question)
    yield ""
    for line in points_in_words(framework, indicator):
        yield folded(f"- {line}", "  ", "    ")
    for value, text in (indicator.rubric or {}).items():
        yield folded(f"{value}: {text}", "  ", "    ")
    for heading, text in _remarks(framework, indicator):
        yield ""
        yield folded(f"{heading}: {text}")


def _remarks(framework: Framework, indicator: Indicator) -> Iterator[tuple[str, str]]:
    where = applicability(framework, indicator.id)
    accepted = indicator.may_be_na
    texts = {
        "Reading": indicator.reading,
        "Guidance": indicator.guidance,
        "Evidence": "; ".join(indicator.evidence or ()),
        "Ask as well": ", ".join(indicator.verify_with or ()),
        "Asked only where": where,
        "Not applicable only because": "; or ".join(accepted) if isinstance(accepted, tuple) else "a reason is given" if accepted else "",
    }
    return ((heading, text) for heading, text in texts.items() if text)


def _facts(framework: Framework) -> Iterator[str]:
    titles = {heading.id: heading.title for heading in framework.definition.fact_groups or ()}
    heading: str | None = None
    for fact in framework.facts.values():
        if fact.group != heading:
            heading = fact.group
            yield ""
            yield click.style(titles.get(heading or "", ""), bold=True)
        kind = ", ".join(filter(None, (fact.unit, fact.kind, f"by {', '.join(fact.segments)}" if fact.segments else "")))
        yield folded(f"{fact.id}  {fact.title}" + (f" ({kind})" if kind else ""), "  ", "      ")
        if fact.choices:
            yield folded(", ".join(option.value for option in fact.choices), "      ")
