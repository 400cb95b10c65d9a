"""What stands beneath the line that tells a change: what it was and what it is, where that line does not say so, and why it was made."""

from collections.abc import Callable, Iterator, Mapping

from spregistry.evolve.comparing.sides import Side
from spregistry.load import contracts
from spregistry.model.change import Change, Kind
from spregistry.model.document import Data
from spregistry.publish.scoring_words import scoring_in_words
from spregistry.publish.versions.change_values import Names
from spregistry.publish.versions.continued_words import words_of
from spregistry.publish.versions.impacts import weight_of
from spregistry.publish.versions.reasons import Why
from spregistry.publish.words import condition_in_words
from spregistry.sentence import Sentence, Several, phrases, say


def details_of(change: Change, names: Names, why: Why) -> Iterator[Sentence]:
    """Yield what to know of a change beside what it is; of one that is only editorial no more than the words that it continues."""
    yield from words_of(change, names)
    if weight_of(change) == "editorial":
        return
    was, is_ = (_quoted(change.before), _quoted(change.after)) if change.kind == "reworded" else was_and_is(change, names)
    if was and is_:
        yield say("{before} → {after}", before=was, after=is_)
    reason = why(change)
    if reason is not None:
        yield say("Why: {reason}", reason=reason)


def was_and_is(change: Change, names: Names) -> tuple[str, str]:
    """Return what an element was and is, of a change whose line says that something is another and no more; else empty texts."""
    if change.kind not in _SHOWN or names.before is None or names.after is None:
        return "", ""
    tell = _SHOWN[change.kind]
    return tell(change, change.before, names.before), tell(change, change.after, names.after)


def _quoted(text: Data) -> str:
    return say("“{label}”", label=text) if isinstance(text, str) else "–"


def _condition(_change: Change, condition: Data, side: Side) -> str:
    return condition_in_words(contracts.read_condition(condition), side.framework.facts) if condition else say("Always.")


def _scoring(change: Change, _value: Data, side: Side) -> str:
    return phrases(scoring_in_words(side.framework, change.element))


def _check(change: Change, _value: Data, side: Side) -> str:
    return Several(scoring_in_words(side.framework, change.element), "{words} {next}")  # the first ends as a sentence does


_SHOWN: Mapping[Kind, Callable[[Change, Data, Side], str]] = {
    "applicability": _condition,
    "answer-kind": _scoring,
    "quality-check": _check,
}
