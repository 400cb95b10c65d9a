"""What changes do, in words, and in which order lists of changes have them; what nobody classed yet has a place of its own."""

from collections.abc import Iterator, Mapping, Sequence

from spregistry.model.change import IMPACTS, Change, Differences, Impact
from spregistry.sentence import Sentence, say

#: An impact, or None of a rewording of which no editor has said yet what it does.
Weight = Impact | None

#: From the gravest. What is not classed may turn out to be score-significant, so it stands next to that.
WEIGHTS: Sequence[Weight] = ("breaking", "score-significant", None, "additive", "editorial")

IMPACT_TITLES: Mapping[Weight, Sentence] = {
    "breaking": say("Breaking: submissions that were right may be wrong or unfinished"),
    "score-significant": say("Score-significant: the same answers may give another score"),
    None: say("Rewordings not classed yet: an editor must say whether they change what is asked"),
    "additive": say("Additive: more is possible, and nothing else"),
    "editorial": say("Editorial: only words, order and numbering"),
}

#: The impacts in a word.
IMPACT_WORDS: Mapping[Weight, Sentence] = {
    "breaking": say("breaking"),
    "score-significant": say("score-significant"),
    None: say("not classed yet"),
    "additive": say("additive"),
    "editorial": say("editorial"),
}


def weight_of(change: Change) -> Weight:
    """Return what a change does as far as it is known: the data take what nobody classed for editorial, lists for people must not."""
    return change.impact if change.judged else None


def may_be(change: Change, least: Impact) -> bool:
    """Tell whether a change may be at least as grave as `least`: what is not classed yet may be score-significant."""
    impact = weight_of(change) or "score-significant"
    return IMPACTS.index(impact) >= IMPACTS.index(least)


def by_impact(differences: Differences, least: Impact = "editorial") -> Iterator[tuple[Weight, list[Change]]]:
    """Yield the impacts that occur, from the gravest down to `least`, with their changes."""
    shown = [change for change in differences.changes if may_be(change, least)]
    for weight in WEIGHTS:
        changes = [change for change in shown if weight_of(change) == weight]
        if changes:
            yield weight, changes
