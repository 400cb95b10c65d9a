"""Texts that name a code name one that is there, under the title it has."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from spregistry.check.definition_rules.former import Former, former
from spregistry.check.definition_rules.subject import Node, Path, Subject
from spregistry.finding import Finding
from spregistry.load.reporting import suggesting
from spregistry.model.definition import Group, Indicator
from spregistry.model.framework import Framework
from spregistry.sentence import Sentence, Several, say, sayable

#: What every code of several parts has: looked for first, because few texts have it.
_TRACE = re.compile(r"\.[A-Z0-9]")
#: A title in quotation marks, right behind a code.
_QUOTED = re.compile(r"\s*[“\"«]\s*([^”\"»]{1,300}?)[\s.…]*[”\"»]")
#: Words before a code of figures alone, which otherwise would be any number; names of levels are added.
_BEFORE = ("see", "code", "codes")

Titles = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Known:
    """The codes that may be named, each with the titles it goes by, and what a code looks like here."""

    titles: Titles
    #: Those of the version before too, for texts about where something came from.
    with_previous: Titles
    pattern: re.Pattern[str]
    prefixes: tuple[str, ...]

    def traces(self, texts: Iterable[str]) -> bool:
        """Tell whether some text could name a code at all."""
        together = "\n".join(texts)
        return _TRACE.search(together) is not None or any(prefix in together for prefix in self.prefixes)


def codes_in_texts(subject: Subject) -> Iterator[Finding]:
    """A code that a text names belongs to an element, and a title quoted behind it is that of the element."""
    known = _known(subject)
    if known is None:
        return
    for node in _own(subject):
        if known.traces(text for _, text in _texts(node.element)):
            for path, text in _texts(node.element):
                titles = known.with_previous if path[0] == "new" else known.titles
                yield from _mentions(subject, known, titles, [*node.path, *path], text)
    header = [*_header(subject)]
    for path, text in header if known.traces(text for _, text in header) else ():
        titles = known.with_previous if path[0] == "withdrawn" else known.titles
        yield from _mentions(subject, known, titles, path, text)


def _known(subject: Subject) -> _Known | None:
    """Return what a code looks like in this standard; None where no text could name one without doubt."""
    titles = _titles(subject.framework, subject.version(subject.definition.based_on))
    before = _titles(subject.version(subject.definition.previous))
    together = {code: (*titles.get(code, ()), *before.get(code, ())) for code in (*titles, *before)}
    several = {_shape(code) for code in titles if "." in code and not code.replace(".", "").isdigit()}
    prefixes = {found[0] for code in titles if "." not in code and (found := re.match("[A-Za-z]{2,}(?=[0-9])", code))}
    figures = any("." in code and code.replace(".", "").isdigit() for code in titles)
    shapes = sorted(several, key=len, reverse=True) + [f"{re.escape(prefix)}[0-9]+" for prefix in sorted(prefixes)]
    if figures:
        words = "|".join(re.escape(word.replace("-", " ")) + "s?" for word in (*_BEFORE, *subject.framework.levels))
        shapes.append(rf"(?i:\b(?:{words})\s+)[0-9]+(?:\.[0-9]+)+")
    if not shapes:
        return None
    pattern = re.compile(rf"(?<![\w.-])(?:{'|'.join(shapes)})(?![\w-]|\.\w)")
    return _Known(titles, together, pattern, tuple(prefixes))


def _titles(*frameworks: Framework | None) -> Titles:
    """Return the titles of all groups and indicators by code; those of a version that is not there are none."""
    found: dict[str, tuple[str, ...]] = {}
    for framework in frameworks:
        for element in framework.nodes if framework is not None else ():
            found[element.code] = (*found.get(element.code, ()), element.title)
    return found


def _shape(code: str) -> str:
    """Return a pattern for codes that look like one: any figures, any capital letter; letters with figures behind them as they are."""
    parts = []
    for part in code.split("."):
        if part.isdigit():
            parts.append("[0-9]+")
        elif part.isalpha() and part.isupper():
            parts.append("[A-Z]" if len(part) == 1 else re.escape(part))
        else:
            parts.append(re.sub(r"[0-9]+", "[0-9]+", re.escape(part)))
    return r"\.".join(parts)


def _own(subject: Subject) -> Iterator[Node]:
    """Yield what a standard words itself; what a profile borrows is looked at where it stands."""
    if not subject.is_profile:
        yield from subject.nodes
    elif "groups" in subject.reporter.source.data:
        yield from (node for node in subject.nodes if isinstance(node.element, Group))


def _texts(element: Group | Indicator) -> Iterator[tuple[Path, str]]:
    """Yield the texts of an element with their paths in it."""
    fields = ("title", "intro", "new") if isinstance(element, Group) else ("title", "question", "reading", "guidance", "new")
    for field in fields:
        text = getattr(element, field)
        if text is not None:
            yield [field], text
    if isinstance(element, Group):
        yield from _numbered(["caps"], [cap.reason for cap in element.caps or ()], "reason")
        return
    for field, by_name in (("rubric", element.rubric), ("questions", element.questions)):
        for name, text in (by_name or {}).items():
            yield [field, name], text
    yield from _numbered(["evidence"], element.evidence or ())
    yield from _numbered(["verify_with"], element.verify_with or ())
    yield from _numbered(["may_be_na"], element.may_be_na if isinstance(element.may_be_na, tuple) else ())
    if element.answer.checklist is not None:
        yield from _numbered(["answer", "checklist", "items"], [item.label for item in element.answer.checklist.items], "label")
    if element.answer.choice is not None:
        yield from _numbered(["answer", "choice", "options"], [option.label for option in element.answer.choice.options], "label")


def _numbered(path: Path, texts: Iterable[str], field: str | None = None) -> Iterator[tuple[Path, str]]:
    """Yield the texts of a list, or those under one key of its entries, with their paths."""
    for at, text in enumerate(texts):
        yield [*path, at, *([field] if field else [])], text


def _header(subject: Subject) -> Iterator[tuple[Path, str]]:
    definition = subject.definition
    if definition.notice is not None:
        yield ["notice"], definition.notice
    for at, entry in enumerate(definition.withdrawn or ()):
        if entry.reason is not None:
            yield ["withdrawn", at, "reason"], entry.reason
    if subject.is_profile:
        return
    for at, fact in enumerate(definition.facts or ()):
        for field, text in (("question", fact.question), ("guidance", fact.guidance)):
            if text is not None:
                yield ["facts", at, field], text
    yield from _numbered(["quality_checks"], [check.message for check in definition.quality_checks or ()], "message")


def _mentions(subject: Subject, known: _Known, titles: Titles, path: Path, text: str) -> Iterator[Finding]:
    for found in known.pattern.finditer(text):
        code = found[0].split()[-1]
        if code not in titles:
            yield subject.reporter.finding("stale-code", path, _nobodys(subject, code, titles))
            continue
        quoted = _QUOTED.match(text, found.end())
        if quoted is not None and _plain(quoted[1]) not in map(_plain, titles[code]):
            values = {"code": code, "quoted": quoted[1], "title": titles[code][0]}
            message = Sentence(sayable("the text calls {code} “{quoted}”, but its title is “{title}”"), values)
            was = next((each for each in former(subject, code) if _plain(each.title) == _plain(quoted[1])), None)
            if was is not None:
                message = say("{sentence}; {explanation}", sentence=message, explanation=_became(was))
            yield subject.reporter.finding("stale-code", path, message)


def _nobodys(subject: Subject, code: str, titles: Titles) -> Sentence:
    """Return that no element has a code, with what it once named; else with the nearest code that there is."""
    message = say("the text names {code}, which no element has", code=code)
    was = next(former(subject, code), None)
    if was is None:
        return suggesting(message, code, titles)
    return say("{sentence}; {explanation}", sentence=message, explanation=_became(was))


def _became(was: Former) -> Sentence:
    if not was.now:
        return say("in {framework} it was “{title}”, which is gone", framework=was.framework, title=was.title)
    return say("in {framework} it was “{title}”, which is now {codes}", framework=was.framework, title=was.title, codes=Several(was.now))


def _plain(title: str) -> str:
    return " ".join(title.casefold().strip(" .…").split())
