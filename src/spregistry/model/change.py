"""What differs between two versions of a framework, change by change, and what each change does to those who use it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from spregistry.model.document import Data
from spregistry.model.release import Wording
from spregistry.model.version_number import number_of

#: What a change does, from the mildest: only words; more is possible, nothing else; scores may differ; submissions may no longer be valid or final.
Impact = Literal["editorial", "additive", "score-significant", "breaking"]
IMPACTS: tuple[Impact, ...] = ("editorial", "additive", "score-significant", "breaking")

#: What a version number must do at least.
Step = Literal["none", "patch", "minor", "major"]
STEPS: tuple[Step, ...] = ("none", "patch", "minor", "major")
_STEP_OF: Mapping[Impact, Step] = {"editorial": "patch", "additive": "minor", "score-significant": "major", "breaking": "major"}

Kind = Literal[
    # whole elements
    "added", "removed", "withdrawn", "renamed", "merged", "split", "widened", "narrowed", "moved", "renumbered", "reordered",
    # words
    "retitled", "reworded", "relabelled", "guidance", "evidence", "reassigned", "retagged",
    # what may be answered
    "answer-kind", "option-added", "option-removed", "item-added", "item-removed", "range-widened", "range-narrowed", "unit",
    "reasons-added", "reasons-removed", "required", "optional", "segments-added", "segments-removed", "quality-check",
    # what counts, and how much
    "scored", "unscored", "rescaled", "recomputed", "reweighted", "reaggregated", "capped", "applicability", "timing", "asked-of",
    "rebanded", "awards", "overall", "respondents", "clock",
    # the framework as a whole
    "language", "licence", "levels", "terms", "based-on",
]  # fmt: skip

#: Kinds of element, as they stand before a colon in the key of an element that is named within its kind only.
ElementKind = Literal["framework", "group", "indicator", "fact", "scale", "band", "award", "quality-check", "respondent-group", "term"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """One difference: what was touched, how, and what that does."""

    kind: Kind
    impact: Impact
    element_kind: ElementKind
    #: Id of a group, indicator or fact; elsewhere a key such as "scale:practice" or "framework".
    element: str
    title: str
    code: str | None = None
    #: Place inside the element, such as "rubric/met"; empty where the whole element is meant.
    field: str = ""
    before: Data = None
    after: Data = None
    #: Elements of the earlier version that this change continues, where their ids differ.
    continues: tuple[str, ...] = ()
    #: False where no machine can tell whether the words mean something else; an editor classes such a change.
    judged: bool = True

    @property
    def key(self) -> tuple[str, str]:
        """What an editor's class names: the element and the field."""
        return self.element, self.field

    @property
    def is_grave(self) -> bool:
        """Whether after it scores may differ, or submissions be no longer valid or final; of a rewording, as far as it is classed."""
        return self.impact in ("score-significant", "breaking")


@dataclass(frozen=True, kw_only=True, slots=True)
class Differences:
    """All changes from one version to another, in the order of the later one's document."""

    before: str
    after: str
    changes: tuple[Change, ...]
    #: The git revision at which the earlier version was read; None where it is as it is now.
    revision: str | None = None

    @property
    def impact(self) -> Impact | None:
        """The gravest impact, rewordings that nobody classed taken for editorial; None where nothing differs."""
        return max((change.impact for change in self.changes), key=IMPACTS.index, default=None)

    @property
    def unjudged(self) -> tuple[Change, ...]:
        """Rewordings that an editor must class."""
        return tuple(change for change in self.changes if not change.judged)

    @property
    def step(self) -> Step:
        """The least step of the version number, rewordings that nobody classed taken for editorial; it is of no number but where it goes `forwards`."""
        return "none" if self.impact is None else _STEP_OF[self.impact]

    @property
    def forwards(self) -> bool:
        """Whether the second is a later version of the same standard, or a later state of the same version; else no number has to rise."""
        later_state = self.revision is not None and self.before == self.after
        return later_state or (self._of_one_standard and step_between(self.before, self.after) != "none")

    @property
    def backwards(self) -> bool:
        """Whether the second is an earlier version of the same standard, so that what the later one brought is told as gone."""
        return self._of_one_standard and step_between(self.after, self.before) != "none"

    @property
    def _of_one_standard(self) -> bool:
        return self.before.partition("@")[0] == self.after.partition("@")[0]

    def classed_by(self, classes: Iterable[Wording]) -> "Differences":
        """Return the same differences with rewordings classed as release notes class them."""
        said = [*classes]
        return self.classed(*([each.key for each in said if each.class_ == kind] for kind in ("substantive", "editorial")))

    def classed(self, substantive: Iterable[tuple[str, str]], editorial: Iterable[tuple[str, str]]) -> "Differences":
        """Return the same differences with rewordings classed by their keys; a substantive one may change scores."""
        grave, mild = set(substantive), set(editorial)

        def judged(change: Change) -> Change:
            if change.judged or change.key not in grave | mild:
                return change
            return replace(change, judged=True, impact="score-significant" if change.key in grave else change.impact)

        return replace(self, changes=tuple(map(judged, self.changes)))


def step_between(before: str, after: str) -> Step:
    """Return which part of the version number rises from one reference or version to another; "none" where it does not rise."""
    old, new = map(number_of, (before, after))
    if new <= old:
        return "none"
    parts: tuple[Step, ...] = ("major", "minor", "patch")
    return next(step for step, was, is_ in zip(parts, old, new, strict=True) if was != is_)
