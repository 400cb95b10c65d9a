"""A scorecard as plain data, in the shape of `schemas/scorecard.schema.json`."""

from typing import Any

from spregistry.model.scorecard import Calculation, IndicatorScore, Scorecard

Data = dict[str, Any]


def scorecard_data(scorecard: Scorecard, *, explained: bool = True) -> Data:
    """Return a scorecard as plain data; `explained` adds how every number came about."""
    definition = scorecard.scored.definition
    data: Data = {
        "format": 1,
        "stamp": scorecard.stamp._asdict(),
        "submission": _submission(scorecard),
        "overall": scorecard.overall._asdict() if scorecard.overall else None,
        "bands": [{"id": band.id, "label": band.label or band.id, "from": band.from_} for band in definition.bands or ()],
        "groups": [{**group._asdict(), "measures": group.measures._asdict()} for group in scorecard.groups],
        "awards": [{**award._asdict(), "minimums": [minimum._asdict() for minimum in award.minimums]} for award in scorecard.awards],
    }
    if scorecard.dropped_caps:
        data["dropped_caps"] = [{"group": cap.group, "indicator": cap.indicator} for cap in scorecard.dropped_caps]
    if explained:
        _explain(data, scorecard)
    return data


def _submission(scorecard: Scorecard) -> Data:
    submission = scorecard.submission
    organisation = submission.get("organisation") or {}
    return {
        "organisation": organisation.get("name"),
        "country": organisation.get("country"),
        "period": submission.get("period"),
        "status": submission.get("status", "draft"),
        "assurance": (submission.get("assurance") or {}).get("level", "self"),
    }


def _explain(data: Data, scorecard: Scorecard) -> None:
    explanation = scorecard.explanation
    for group in data["groups"]:
        group["calculation"] = _calculation(explanation.calculations[group["id"]])
    data["indicators"] = [_indicator(indicator) for indicator in explanation.indicators]
    data["calculation"] = _calculation(explanation.calculations[None])


def _calculation(calculation: Calculation) -> Data:
    return {
        "aggregate": calculation.aggregate,
        "children": [child._asdict() for child in calculation.children],
        "caps": [cap._asdict() for cap in calculation.caps],
        "uncapped": calculation.uncapped,
    }


def _indicator(indicator: IndicatorScore) -> Data:
    return {**indicator._asdict(), "state": indicator.state.label}
