"""Ids are given once and for ever; codes are printed in order; folder, id and version say the same."""

from collections.abc import Iterator
from pathlib import PurePath

from spregistry.check.definition_rules.subject import Node, Subject
from spregistry.finding import Finding
from spregistry.load.frameworks import HEADER
from spregistry.model.answer_kind import Option
from spregistry.model.definition import Group
from spregistry.sentence import Sentence, Several, say, sayable

_INDICATOR, _GROUP, _FACT, _CHECK = say("an indicator"), say("a group"), say("a fact"), say("a quality check")


def unique_ids(subject: Subject) -> Iterator[Finding]:
    """Groups, indicators, facts and quality checks share one space of ids; options and items are unique within their owner."""
    seen: dict[str, str] = {}
    definition = subject.definition
    named = [(node.element.id, node.path, _INDICATOR if not isinstance(node.element, Group) else _GROUP) for node in subject.nodes]
    named += [(fact.id, ["facts", at], _FACT) for at, fact in enumerate(definition.facts or ())]
    named += [(check.id, ["quality_checks", at], _CHECK) for at, check in enumerate(definition.quality_checks or ())]
    for id_, path, kind in named:
        if id_ in seen:
            said = say("the id “{id}” of {kind} is already that of {other}", id=id_, kind=kind, other=seen[id_])
            yield subject.reporter.finding("duplicate-id", [*path, "id"], said)
        seen.setdefault(id_, kind)
    for key in ("functions", "tags", "segments", "fact_groups", "bands", "awards", "respondent_groups"):
        for at, id_ in _repeated([term.id for term in getattr(definition, key) or ()]):
            yield subject.reporter.finding("duplicate-id", [key, at, "id"], say("“{id}” stands twice under {key}", id=id_, key=key))


def _repeated(names: list[str]) -> Iterator[tuple[int, str]]:
    """Yield the names that stood before, with their position."""
    seen: set[str] = set()
    for at, name in enumerate(names):
        if name in seen:
            yield at, name
        seen.add(name)


def unique_options(subject: Subject) -> Iterator[Finding]:
    """Options of a scale, fact or choice, and items of a checklist, are told apart by their ids."""
    definition = subject.definition
    lists: list[tuple[list[str | int], tuple[Option, ...]]] = [
        (["scales", name], options) for name, options in (definition.scales or {}).items()
    ]
    lists += [(["facts", at, "choices"], fact.choices) for at, fact in enumerate(definition.facts or ()) if fact.choices]
    lists += [
        ([*node.path, "answer", "choice", "options"], indicator.answer.choice.options)
        for indicator, node in subject.indicators
        if indicator.answer.choice
    ]
    for path, options in lists:
        for at, value in _repeated([option.value for option in options]):
            yield subject.reporter.finding("duplicate-id", [*path, at, "value"], say("the option “{value}” is given twice", value=value))
    for indicator, node in subject.indicators:
        items = [item.id for item in indicator.answer.checklist.items] if indicator.answer.checklist else []
        for at, id_ in enumerate(items):
            if id_ in items[:at]:
                path = [*node.path, "answer", "checklist", "items", at, "id"]
                yield subject.reporter.finding("duplicate-id", path, say("the item “{id}” is given twice", id=id_))


def codes(subject: Subject) -> Iterator[Finding]:
    """No code twice; each continues its parent's; siblings rise. A profile's indicators keep the codes of their base."""
    seen: dict[str, str] = {}
    last: dict[tuple[str, ...], str] = {}
    for node in subject.nodes:
        code = node.element.code
        path = [*node.path, "code"]
        if code in seen:
            yield subject.reporter.finding(
                "duplicate-code", path, say("the code {code} already stands before “{title}”", code=code, title=seen[code])
            )
        seen.setdefault(code, node.element.title)
        if subject.is_profile and not isinstance(node.element, Group):
            continue
        above = node.above[-1].code if node.above else None
        own = code.removeprefix(f"{above}.") if above is not None else code
        if above is not None and own == code:
            said = say("the code {code} should begin with {above}. like all of its group", code=code, above=above)
            yield subject.reporter.finding("code-order", path, said)
        elif not own or "." in own:
            said = say("the code {code} stands at the top and should be one part", code=code)
            if above:
                said = say("the code {code} should add one part to {above}", code=code, above=above)
            yield subject.reporter.finding("code-order", path, said)
        yield from _order(subject, node, last)


def _order(subject: Subject, node: Node, last: dict[tuple[str, ...], str]) -> Iterator[Finding]:
    siblings = tuple(group.id for group in node.above)
    before = last.get(siblings)
    if before is not None and _natural(node.element.code) < _natural(before):
        said = say("the code {code} stands behind {before}", code=node.element.code, before=before)
        yield subject.reporter.finding("code-order", [*node.path, "code"], said)
    last[siblings] = node.element.code


def _natural(code: str) -> list[tuple[bool, int, str]]:
    """Return what codes are sorted by, part by part: numbers as numbers, and letters behind them, as of an annex."""
    return [(False, int(part), "") if part.isdigit() else (True, 0, part) for part in code.split(".")]


def folder(subject: Subject) -> Iterator[Finding]:
    """A framework stands in `<id>/<version>/framework.yaml`."""
    file = subject.reporter.source.locate([])[0]
    if file is None or PurePath(file).name != HEADER:
        return
    *_, id_, version = ("", "", *PurePath(file).parent.parts)
    for key, found, expected in (("id", subject.framework.id, id_), ("version", subject.framework.version, version)):
        if found != expected:
            said = say("the {key} is {found}, but the folder is named {expected}", key=key, found=found, expected=expected)
            yield subject.reporter.finding("wrong-folder", [key], said)


def depth(subject: Subject) -> Iterator[Finding]:
    """The levels name every step from the top to the indicators."""
    levels = subject.framework.levels
    for node in subject.nodes:
        deepest = len(levels) - (1 if isinstance(node.element, Group) else 0)
        if len(node.above) + 1 > deepest:
            said = {"title": node.element.title, "step": len(node.above) + 1, "levels": Several(levels)}
            message = Sentence(sayable("“{title}” stands at step {step}, but the levels are only {levels}"), said)
            yield subject.reporter.finding("wrong-depth", node.path, message)
