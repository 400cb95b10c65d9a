"""One line of a comparison over time."""

from dataclasses import dataclass

from spregistry.model.scorecard import Measures, Published


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One group, or the whole, over several submissions."""

    #: None is the whole.
    group: str | None
    code: str
    title: str
    level: str
    measures: tuple[Measures | None, ...]

    @property
    def change(self) -> Published:
        """The last published score minus the first, where both are there and neither may still change by an answer."""
        first, last = self.measures[0], self.measures[-1]
        if first is None or last is None or first.score is None or last.score is None:
            return None
        if first.score != first.potential or last.score != last.potential:
            return None
        return (round(last.score * 100) - round(first.score * 100)) / 100
