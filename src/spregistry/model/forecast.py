"""What a draft would do to past submissions, one by one."""

from collections.abc import Sequence
from typing import Literal, NamedTuple, get_args

from spregistry.model.change import Change
from spregistry.model.definition import Band
from spregistry.model.scorecard import Published

#: same: in the band it was in; moved: in another one, whatever is still answered; open: that depends on what is not answered yet.
BandOutcome = Literal["same", "moved", "open"]

#: What of a standing may differ.
Aspect = Literal["score", "potential", "bands", "awards"]
ASPECTS: tuple[Aspect, ...] = get_args(Aspect)


class Standing(NamedTuple):
    """How a submission stands on one version."""

    score: Published
    #: What is missing counts 1.
    potential: Published
    #: Ids of the bands in which the score may still end, lowest first; empty where there is no total.
    bands: tuple[str, ...]
    #: Ids of the awards that are held.
    awards: tuple[str, ...]
    #: Ids of those that are not held and may be, by what is not answered yet.
    open_awards: tuple[str, ...]

    def of(self, aspect: Aspect) -> object:
        """Return what is to be compared of one aspect."""
        return (self.awards, self.open_awards) if aspect == "awards" else getattr(self, aspect)

    def may_end(self, award: str) -> frozenset[bool]:
        """Return whether an award may be held in the end, and whether it may not."""
        return frozenset((award in self.awards, award in self.awards or award in self.open_awards))


class Cause(NamedTuple):
    """A change, several of one kind, or all groups that the same one went into, without which the submission would stand otherwise on the draft."""

    changes: tuple[Change, ...]
    #: By how much the overall score is higher with them than without; None where there is no overall score.
    effect: Published
    without: Standing


class Foreseen(NamedTuple):
    """A past submission as it stood, and carried to the draft."""

    file: str
    organisation: str
    framework: str
    #: Whether it was scored on the profile that it names, in both versions.
    profile: str | None
    before: Standing
    after: Standing
    #: Answers to be confirmed, and things that are not carried.
    to_confirm: int
    dropped: int
    #: None where it was not looked for.
    causes: tuple[Cause, ...] | None = None

    @property
    def band(self) -> BandOutcome:
        """What becomes of its band."""
        if self.before.bands == self.after.bands:
            return "same"
        return "open" if {*self.before.bands} & {*self.after.bands} else "moved"

    @property
    def lost(self) -> tuple[str, ...]:
        """Awards that are no longer held, whatever is still answered."""
        return tuple(award for award in self.before.awards if not any(self.after.may_end(award)))

    @property
    def gained(self) -> tuple[str, ...]:
        """Awards that are held on the draft, and would not be before, whatever is still answered."""
        return tuple(award for award in self.after.awards if not any(self.before.may_end(award)))

    @property
    def awards_open(self) -> tuple[str, ...]:
        """Awards that stand otherwise on the draft, where it depends on what is not answered yet whether they are lost or gained."""
        known = dict.fromkeys((*self.before.awards, *self.before.open_awards, *self.after.awards, *self.after.open_awards))
        ends = {award: (self.before.may_end(award), self.after.may_end(award)) for award in known}
        return tuple(award for award, (before, after) in ends.items() if before != after and before & after)

    @property
    def change(self) -> Published:
        """The score on the draft minus the score as it was; None where one of them may still change by an answer."""
        ends = (self.before.score, self.before.potential, self.after.score, self.after.potential)
        if ends[0] != ends[1] or ends[2] != ends[3] or self.before.score is None or self.after.score is None:
            return None
        return (round(self.after.score * 100) - round(self.before.score * 100)) / 100

    @property
    def ranged(self) -> bool:
        """Whether its score differs, or what can still be reached, and the difference is not settled while answers are missing."""
        differs = (self.before.score, self.before.potential) != (self.after.score, self.after.potential)
        return differs and self.change is None

    @property
    def unexplained(self) -> Published:
        """What the effects of the causes leave of the difference of the scores, since changes act on each other; None where not looked for."""
        if self.causes is None or self.before.score is None or self.after.score is None:
            return None
        effects = sum(round((cause.effect or 0) * 100) for cause in self.causes)
        return (round(self.after.score * 100) - round(self.before.score * 100) - effects) / 100

    @property
    def together(self) -> tuple[Aspect, ...] | None:
        """What differs and no cause by itself has a part in: only several changes at once explain it; None where causes were not looked for."""
        if self.causes is None:
            return None
        differing = (each for each in ASPECTS if self.before.of(each) != self.after.of(each))
        return tuple(each for each in differing if all(cause.without.of(each) == self.after.of(each) for cause in self.causes))

    @property
    def stays(self) -> bool:
        """Whether nothing about it differs."""
        return self.before == self.after


class Unread(NamedTuple):
    """A file, or a folder that cannot be looked into, of which nothing is foreseen, and why."""

    file: str
    reason: str
    #: Nothing is wrong with it: it answers another standard, or the draft already.
    aside: bool = False


def bands_between(bands: Sequence[Band], score: Published, potential: Published) -> tuple[str, ...]:
    """Return the ids of the bands in which a score may end that lies between two published ones."""
    if score is None or potential is None or not bands:
        return ()
    rising = sorted(bands, key=lambda band: band.from_)
    started = [band.id for band in rising if round(band.from_ * 100) <= round(score * 100)]
    later = [band.id for band in rising if round(score * 100) < round(band.from_ * 100) <= round(potential * 100)]
    return (*started[-1:], *later)
