"""One version of a framework in one language, and where each of its elements has its page."""

import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from spregistry.load.languages.translations import Translation
from spregistry.model.definition import Group, Indicator
from spregistry.model.framework import Framework
from spregistry.model.release import Status
from spregistry.publish.site.markdown import Markdown, Voice, link
from spregistry.publish.site.record.past import Past
from spregistry.publish.site.shares import Share
from spregistry.sentence import Several

#: Groups down to this depth have pages of their own; what is deeper stands on theirs.
PAGE_DEPTH = 2

#: The page of a framework whose indicators stand in no group.
_WHOLE = "all"


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page of the site."""

    #: Below `docs/`, such as "standards/sepm/3.0.0/en/facts.md".
    path: str
    #: Plain text, for navigation and the window.
    title: str
    text: Markdown
    language: str
    description: str = ""
    #: Whether search finds it.
    searched: bool = True
    #: Parts of the layout that are left out: navigation, toc.
    hidden: tuple[str, ...] = ()
    #: Further variables of the page's own template.
    variables: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Version:
    """One version of a framework as the registry has it."""

    source: Framework
    status: Status
    #: Languages that the site has it in, its own first.
    languages: tuple[str, ...]
    #: Whether a short reference such as `sepm` leads to this version.
    newest: bool
    #: Share of every group and indicator that counts, by id.
    shares: Mapping[str, Share]
    #: All versions of its framework, with what is on record about them.
    past: Past
    #: References of registered profiles that borrow from it.
    profiles: tuple[str, ...] = ()

    @property
    def folder(self) -> str:
        """Where its pages and data stand, such as "standards/sepm/3.0.0"."""
        return folder_of(self.source.reference)

    @property
    def single_file(self) -> str:
        """The path of the self-assessment as one HTML file."""
        return f"{self.folder}/{self.source.id}-{self.source.version}.html"

    @cached_property
    def asked_by_fact(self) -> Mapping[str, Sequence[str]]:
        """The indicators that are asked or not by what a fact says, by its id."""
        found: dict[str, list[str]] = {}
        for id_, position in self.source.positions.items():
            for fact in frozenset[str]().union(*(condition.facts() for condition in position.conditions)):
                found.setdefault(fact, []).append(id_)
        return found

    @cached_property
    def ratios_by_fact(self) -> Mapping[str, Sequence[str]]:
        """The indicators that are computed from a fact, by its id."""
        found: dict[str, list[str]] = {}
        for id_, indicator in self.source.indicators.items():
            if indicator.answer.ratio is not None:
                terms = (*indicator.answer.ratio.numerator, *indicator.answer.ratio.denominator)
                for fact in dict.fromkeys(term.partition(".")[0] for term in terms):
                    found.setdefault(fact, []).append(id_)
        return found

    def workbook(self, language: str) -> str:
        """Return the path of the empty workbook in a language."""
        return f"{self.folder}/{self.source.id}-{self.source.version}-{language}.xlsx"


def folder_of(reference: str) -> str:
    """Return the folder of a framework's pages and data."""
    return f"standards/{reference.replace('@', '/')}"


@dataclass(frozen=True, kw_only=True)
class Edition:
    """A version in a language: what is shown, who says it, and where it stands."""

    version: Version
    translation: Translation
    voice: Voice
    #: The language of its form: a profile is answered on its base's, which may not be there in this one.
    form_language: str

    @property
    def framework(self) -> Framework:
        """What is shown."""
        return self.translation.framework

    @property
    def language(self) -> str:
        """The language of all its pages."""
        return self.translation.language

    @property
    def folder(self) -> str:
        """Where its pages stand."""
        return f"{self.version.folder}/{self.language}"

    def path(self, name: str) -> str:
        """Return the path of one of its pages: "index", "facts", "interviews/hr"."""
        return f"{self.folder}/{name}.md"

    @property
    def form(self) -> str:
        """The page of the self-assessment."""
        return self.path("assess/index")

    def other(self, language: str, path: str) -> str:
        """Return the path of the same page in another language."""
        return f"{self.version.folder}/{language}{path.removeprefix(self.folder)}"

    def name(self, kind: str, id_: str) -> str:
        """Return what a unit or a level is called."""
        return self.translation.name(kind, id_)

    @cached_property
    def pages(self) -> Mapping[str, str]:
        """The path of the page that holds each group and indicator, by id."""
        return {id_: self.path(f"read/{name}") for id_, name in page_names(self.version.source).items()}

    @cached_property
    def inside(self) -> Mapping[str, Sequence[Indicator]]:
        """The indicators in each group, by its id."""
        held: dict[str, list[Indicator]] = {id_: [] for id_ in self.framework.groups}
        for position in self.framework.positions.values():
            for group in position.groups:
                held[group.id].append(position.indicator)
        return held

    @cached_property
    def functions(self) -> Mapping[str, str]:
        """Titles of the functions that answer something, by id, in declared order."""
        answering = {indicator.function for indicator in self.framework.indicators.values()}
        return {entry.id: entry.title for entry in self.framework.definition.functions or () if entry.id in answering}

    @cached_property
    def tags(self) -> Mapping[str, str]:
        """Titles of the tags in use, by id, in declared order."""
        used = {tag for indicator in self.framework.indicators.values() for tag in indicator.tags or ()}
        return {entry.id: entry.title for entry in self.framework.definition.tags or () if entry.id in used}

    def share(self, id_: str) -> Share | None:
        """Return what an element counts; None where it is not scored."""
        return self.version.shares.get(id_)

    def element(self, id_: str) -> Group | Indicator:
        """Return a group or an indicator by its id."""
        return self.framework.groups[id_][-1] if id_ in self.framework.groups else self.framework.indicators[id_]

    def linked(self, id_: str, from_: str) -> Markdown:
        """Return a link to a group or an indicator: its code and title."""
        element = self.element(id_)
        return link(self.titled(element), self.address(id_, from_))

    def titled(self, element: Group | Indicator) -> Markdown:
        """Return code and title of an element."""
        return self.voice(element.code) + Markdown(" ") + self.voice(element.title)

    def address(self, id_: str, from_: str) -> str:
        """Return the link target of a group or an indicator, seen from a page."""
        return f"{relative(from_, self.pages[id_])}#{id_}"


def page_names(framework: Framework) -> Mapping[str, str]:
    """Return the name of the page that holds each group and indicator, by id.

    A group directly below the root has a page, and so has each group directly inside it; all else stands on theirs.
    """
    names = {id_: path[min(len(path), PAGE_DEPTH) - 1].id for id_, path in framework.groups.items()}
    for id_, position in framework.positions.items():
        names[id_] = names[position.groups[-1].id] if position.groups else _WHOLE
    return names


def relative(from_: str, to: str) -> str:
    """Return the way from a page to a page or file, both below `docs/`."""
    return posixpath.relpath(to, posixpath.dirname(from_) or ".")


def listed(say: Voice, texts: Sequence[str]) -> Markdown:
    """Return several texts in one line, as the language puts them in a row."""
    return say(Several(texts))
