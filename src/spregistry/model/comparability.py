"""Whether scores on two versions may be held against each other."""

from dataclasses import dataclass
from typing import Literal

#: same: nothing that is asked or scored differs; core: on the indicators that both hold unchanged; none: there are none of these.
Verdict = Literal["same", "core", "none"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparability:
    """What may be compared between submissions to two versions."""

    before: str
    after: str
    verdict: Verdict
    #: Ids in the later version of what may be compared, in its order; all where the verdict is "same".
    core: tuple[str, ...]
    #: Of the later version: scored indicators that are not in the core.
    outside: tuple[str, ...]
    #: Indicators whose wording changed without a word by the editors on whether that matters.
    unjudged: tuple[str, ...]
