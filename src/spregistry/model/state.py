"""The states of an indicator in a submission; never mixed up (design: a submission)."""

from enum import IntEnum

from spregistry.sentence import say


class State(IntEnum):
    """What a submission says about an indicator."""

    ANSWERED = 0
    MISSING = 1
    NOT_APPLICABLE = 2
    NOT_ASKED = 3
    NOT_YET_DUE = 4
    #: A ratio whose denominator is zero.
    UNDEFINED = 5

    @property
    def label(self) -> str:
        """The state in words, as scorecards have it."""
        return _LABELS[self]


_LABELS = {
    State.ANSWERED: say("answered"),
    State.MISSING: say("missing"),
    State.NOT_APPLICABLE: say("not applicable"),
    State.NOT_ASKED: say("not asked"),
    State.NOT_YET_DUE: say("not yet due"),
    State.UNDEFINED: say("undefined"),
}
