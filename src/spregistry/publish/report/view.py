"""One scorecard as a report reads it: with the standard's shown texts, the submission's words, and answers as people write them."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from spregistry.finding import Finding
from spregistry.load.languages.translations import Translation
from spregistry.model.comparability import Comparability
from spregistry.model.definition import Indicator
from spregistry.model.scorecard import GroupScore, IndicatorScore, Measures, Scorecard
from spregistry.model.state import State
from spregistry.publish.report.blocks import Bar, Cell, Said, Voice
from spregistry.publish.report.wording import DASH, Words, plain
from spregistry.sentence import say

T = TypeVar("T")

#: Units that are a share of one, or of a hundred; written with a percent sign.
_FRACTION, _PERCENT = "fraction", "percent"
#: Units of money: the submission's currency, and US dollars.
_MONEY, _DOLLARS = "money", "usd"

_STATES = {
    State.ANSWERED: say("Answered"),
    State.MISSING: say("Not answered yet"),
    State.NOT_APPLICABLE: say("Not applicable"),
    State.NOT_ASKED: say("Not asked"),
    State.NOT_YET_DUE: say("Not yet due"),
    State.UNDEFINED: say("Cannot be computed"),
}


class Apart(NamedTuple):
    """An earlier submission on other wording, whose numbers are not compared."""

    name: str
    framework: str
    period_end: str | None


class OnCore(NamedTuple):
    """An earlier submission to another version, and the report's own, both scored on what the two versions have in common."""

    comparability: Comparability
    #: As answers to the report's version.
    earlier: Scorecard
    now: Scorecard


class Subject(NamedTuple):
    """What one chapter is about."""

    scorecard: Scorecard
    findings: Sequence[Finding]
    #: The scored framework as the language shows it.
    shown: Translation
    #: Earlier submissions scored on the same framework and profile, oldest first.
    earlier: Sequence[Scorecard] = ()
    apart: Sequence[Apart] = ()
    #: Earlier submissions that are compared on a common core, oldest first.
    on_core: Sequence[OnCore] = ()


class View:
    """Look-ups that all parts of a chapter share."""

    def __init__(self, subject: Subject, words: Words, name: str, *, everything: bool = False) -> None:
        """Keep what the chapter is about.

        Args:
            subject: The scorecard with what belongs to it.
            words: The language of the report.
            name: A short name in ASCII that no other chapter has, for anchors.
            everything: Lists are whole; else they end where a reader would lose their way.
        """
        self.everything = everything
        self.subject = subject
        self.words = words
        self.name = name
        self.scorecard = subject.scorecard
        self.shown = subject.shown.framework
        self.source = subject.shown.source
        self.data: Mapping[str, Any] = subject.scorecard.submission

    def cut(self, items: Sequence[T], limit: int) -> tuple[Sequence[T], str]:
        """Return the first items of a list, and a sentence about how many are left out; empty where none are."""
        if self.everything or len(items) <= limit:
            return items, ""
        left = self.words.number(len(items) - limit)
        return items[:limit], self.words(say("Not shown here: {number}. The report as a spreadsheet (xlsx) has them all.", number=left))

    # The submission.

    def part(self, key: str) -> Mapping[str, Any]:
        """Return a section of the submission; empty where there is none."""
        found = self.data.get(key)
        return found if isinstance(found, dict) else {}

    def answer(self, id_: str) -> Mapping[str, Any]:
        """Return the answer to an indicator; empty where there is none."""
        found = self.part("answers").get(id_)
        return found if isinstance(found, dict) else {}

    @property
    def organisation(self) -> str:
        """The institution's name."""
        return plain(self.part("organisation").get("name") or self.words(say("An institution without a name")))

    @property
    def currency(self) -> str:
        """Code of the currency of all amounts; empty where the submission does not say."""
        return str(self.part("currency").get("code") or "")

    @property
    def final(self) -> bool:
        """Whether the institution says that the submission is complete."""
        return self.data.get("status") == "final"

    # The tree.

    @cached_property
    def depths(self) -> Mapping[str, int]:
        """How deep each group stands, 1 below the root."""
        return {id_: len(path) for id_, path in self.source.groups.items()}

    @cached_property
    def tops(self) -> list[GroupScore]:
        """The groups directly below the root, such as dimensions."""
        return [group for group in self.scorecard.groups if group.parent is None]

    @cached_property
    def parts(self) -> list[GroupScore]:
        """The groups one step further down, such as standards; those below the root where there is no further step."""
        second = [group for group in self.scorecard.groups if self.depths[group.id] == 2]  # noqa: PLR2004  # one step below the top
        return second or self.tops

    @cached_property
    def indicators(self) -> Mapping[str, IndicatorScore]:
        """What each indicator earned."""
        return {found.id: found for found in self.scorecard.explanation.indicators}

    def group_title(self, id_: str) -> str:
        """Return a group's title as it is shown."""
        return self.shown.groups[id_][-1].title

    def labelled(self, code: str, title: str) -> str:
        """Return a code before a title; in languages from right to left the code keeps its order."""
        shown = f"\N{LEFT-TO-RIGHT ISOLATE}{code}\N{POP DIRECTIONAL ISOLATE}" if self.words.direction == "rtl" else code
        return f"{shown} {title}"

    def title(self, id_: str) -> str:
        """Return an indicator's title as it is shown."""
        return self.shown.indicators[id_].title

    def code(self, id_: str) -> str:
        """Return an indicator's code."""
        return self.source.indicators[id_].code

    def named(self, kind: str, id_: str) -> str:
        """Return what the framework calls something that is named within its kind, such as a function; its id where it has no name."""
        entries = getattr(self.shown.definition, kind) or ()
        return next((str(entry.title) for entry in entries if entry.id == id_), id_)

    def band(self, measures: Measures | None) -> str:
        """Return the band in words; empty while score and potential do not share one."""
        bands = self.shown.definition.bands or ()
        return next((band.label or band.id for band in bands if measures and band.id == measures.band), "")

    # Answers.

    def unit(self, unit: str | None) -> str:
        """Return what stands beside a figure: the currency for money, nothing for shares, which have their percent sign."""
        if unit is None or unit in (_FRACTION, _PERCENT):
            return ""
        return self.currency if unit == _MONEY else unit.upper() if unit == _DOLLARS else self.subject.shown.name("unit", unit)

    def figure(self, value: float, unit: str | None, digits: int = 6) -> str:
        """Write a figure of a unit."""
        if unit == _FRACTION:
            return self.words.percent(value)
        return self.words.percent(value / 100) if unit == _PERCENT else self.words.number(value, digits)

    def amount(self, value: float, unit: str | None) -> str:
        """Write a computed figure with its unit, with no more decimals than tell something."""
        return f"{self.figure(value, unit, 2 if abs(value) >= 10 else 4)} {self.unit(unit)}".rstrip()  # noqa: PLR2004  # two digits before the point

    def value(self, indicator: Indicator, value: Any) -> str:
        """Write an answer to an indicator in words; one that does not fit as it stands."""
        said = self._option(indicator, value)
        if said is not None:
            return said
        answer = indicator.answer
        if answer.checklist is not None and isinstance(value, list):
            return self.words(say("Ticked: {ticked} of {all}", ticked=len(value), all=len(answer.checklist.items)))
        if answer.figure is not None and type(value) in (int, float):
            return self.amount(value, answer.figure.unit)
        return self.words.date(value) if answer.date is not None else plain(value)

    def _option(self, indicator: Indicator, value: Any) -> str | None:
        options = self.shown.options(self.shown.indicators[indicator.id])
        return next((option.label for option in options if option.value == value), None)

    def now(self, found: IndicatorScore) -> str:
        """Write the present answer to an indicator, or why there is none."""
        if found.state is not State.ANSWERED:
            return self.words(_STATES[found.state])
        if found.value is None:
            return self.words(say("Not measured"))
        return self.value(self.source.indicators[found.id], found.value)

    def best(self, id_: str) -> str:
        """Say what the best answer looks like in practice, or how the answer counts; empty where the standard says nothing of it."""
        indicator = self.shown.indicators[id_]
        options = [option for option in self.shown.options(indicator) if option.points is not None]
        top = max(options, key=lambda option: option.points or 0.0, default=None)
        rubric = (indicator.rubric or {}).get(top.value, "") if top else ""
        if rubric:
            return self.words(say("At its best: {practice}", practice=rubric))
        return self.words(say("How it counts: {reading}", reading=indicator.reading)) if indicator.reading else ""

    def justification(self, id_: str) -> tuple[str, Voice]:
        """Return why an indicator is said not to apply: as the standard shows the accepted reason, else as it was written."""
        said = self.answer(id_).get("justification")
        accepted, shown = (framework.indicators[id_].may_be_na for framework in (self.source, self.shown))
        if isinstance(accepted, tuple) and isinstance(shown, tuple) and said in accepted:
            return shown[accepted.index(said)], "standard"
        return (plain(said), "submission") if said else (DASH, "interface")

    # Cells.

    def measured(self, measures: Measures | None, *, bar: bool = False, strong: bool = False) -> Cell:
        """Return a score or range as a cell."""
        low = measures.score if measures else None
        high = measures.potential if measures else None
        drawn = Bar(low / 100, high / 100) if bar and low is not None and high is not None else None
        value = low if low == high else None
        return Cell((Said(self.words.range(measures)),), value, "0.00", figure=True, bar=drawn, strong=strong)

    def scored(self, value: float | None) -> Cell:
        """Return a published number as a cell."""
        return Cell((Said(self.words.score(value)),), value, "0.00", figure=True)

    def shared(self, value: float | None) -> Cell:
        """Return a share as a cell."""
        return Cell((Said(self.words.share(value)),), value, "0%", figure=True)

    def counted(self, value: int) -> Cell:
        """Return a number of things as a cell."""
        return Cell((Said(self.words.number(value)),), value, "0", figure=True)

    def changed(self, hundredths: int | None) -> Cell:
        """Return a change of a published number, in hundredths, as a cell."""
        if hundredths is None:
            return Cell((Said(DASH),), figure=True)
        return Cell((Said(self.words.signed(hundredths)),), hundredths / 100, "+0.00;−0.00;±0.00", figure=True)

    def element(self, id_: str) -> Cell:
        """Return an indicator's title as a cell."""
        return Cell((Said(self.title(id_), "standard"),))


def said(text: str, voice: Voice = "interface", *small: Said) -> Cell:
    """Return a text as a cell, with small lines below it."""
    return Cell((Said(text, voice), *small))


def written(text: object, *small: Said) -> Cell:
    """Return what the submission says as a cell; a dash where it says nothing."""
    return Cell((Said(plain(text), "submission") if text else Said(DASH), *small))


def coded(code: str) -> Cell:
    """Return a code as a cell."""
    return Cell((Said(code),), figure=True)
