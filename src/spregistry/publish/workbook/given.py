"""What a submission already says, taken out piece by piece as cells are filled; what no cell can hold is left over and lost nowhere."""

from collections.abc import Container, Iterable, Mapping
from copy import deepcopy
from datetime import date
from typing import Any

from spregistry.model.day import as_day
from spregistry.model.workbook_map import CELL

#: Days before this one are no dates to a spreadsheet.
_FIRST_DAY = date(1900, 3, 1)

#: What the hidden form sheet says itself.
_ENVELOPE = ("format", "framework", "profile")


class Given:
    """A submission on its way into cells."""

    def __init__(self, submission: Mapping[str, Any] | None) -> None:
        """Take a copy; the submission itself is left alone."""
        #: Whether nothing is given, and usual values may stand.
        self.fresh = submission is None
        self.left: dict[str, Any] = deepcopy(dict(submission or {}))
        for key in _ENVELOPE:
            self.left.pop(key, None)

    def rest(self) -> dict[str, Any]:
        """Return what no cell took, without what is empty."""
        kept: dict[str, Any] = _pruned(self.left)
        return kept

    def scalar(self, *path: str) -> Any:
        """Take a single value, where one is there; text of nothing but spaces, lists and mappings stay."""
        holder = self._holder(path[:-1])
        value = holder.get(path[-1]) if holder else None
        if isinstance(value, dict | list) or value is None or (isinstance(value, str) and (not value.strip() or len(value) > CELL)):
            return None
        assert holder is not None
        del holder[path[-1]]
        return value

    def lines(self, *path: str) -> str | None:
        """Take a list of lines as the text of one cell; lines that no longer fit stay."""
        holder = self._holder(path[:-1])
        value = holder.get(path[-1]) if holder else None
        if (
            not isinstance(value, list)
            or not value
            or not all(isinstance(line, str) and line.strip() and "\n" not in line for line in value)
        ):
            return None
        assert holder is not None
        size, fitting = -1, 0
        for line in value:
            size += len(line) + 1
            if size > CELL:
                break
            fitting += 1
        if fitting == len(value):
            del holder[path[-1]]
        else:
            holder[path[-1]] = value[fitting:]
        return "\n".join(value[:fitting]) or None

    def ticks(self, items: Iterable[str], *path: str) -> dict[str, bool]:
        """Take a list of ticked items: for each item that there is, whether it is ticked; empty where nothing is said."""
        holder = self._holder(path[:-1])
        value = holder.get(path[-1]) if holder else None
        known = [*items]
        if not isinstance(value, list) or not all(isinstance(item, str) and item in known for item in value):
            return {}
        assert holder is not None
        del holder[path[-1]]
        return {item: item in value for item in known}

    def flag(self, *path: str) -> bool:
        """Take a value that is true; any other stays."""
        holder = self._holder(path[:-1])
        if holder and holder.get(path[-1]) is True:
            del holder[path[-1]]
            return True
        return False

    def reason(self, indicator: str) -> Any:
        """Take why an indicator does not apply, where it is said not to apply or is answered as well."""
        answer = self._holder(("answers", indicator))
        if not answer or not isinstance(answer.get("justification"), str):
            return None
        if answer.get("not_applicable") is True and "value" not in answer:
            del answer["not_applicable"]
            return self.scalar("answers", indicator, "justification")
        if "value" in answer and "not_applicable" not in answer:
            return self.scalar("answers", indicator, "justification")
        return None

    def actions(self, checklists: Container[str]) -> list[dict[str, Any]]:
        """Take the actions that cells can hold; lists are aimed at by those about a checklist only."""
        actions = self.left.get("actions")
        if not isinstance(actions, list):
            return []
        taken = [action for action in actions if isinstance(action, dict) and _fits(action, checklists)]
        self.left["actions"] = [action for action in actions if not any(action is other for other in taken)]
        return taken

    def _holder(self, path: Iterable[str]) -> dict[str, Any] | None:
        node: Any = self.left
        for step in path:
            node = node.get(step) if isinstance(node, dict) else None
        return node if isinstance(node, dict) else None


def _fits(action: Mapping[str, Any], checklists: Container[str]) -> bool:
    """Tell whether all values of an action can stand in cells."""
    for name, value in action.items():
        if isinstance(value, list):
            known = name == "target" and action.get("indicator") in checklists
            if not (known and value and all(isinstance(item, str) and item.strip() == item and ";" not in item for item in value)):
                return False
        elif isinstance(value, dict) or (isinstance(value, str) and (not value.strip() or len(value) > CELL)):
            return False
    return True


def _pruned(node: Any) -> Any:
    """Return a mapping without mappings that hold nothing; everything else stays as it is."""
    if not isinstance(node, dict):
        return node
    pruned = {key: _pruned(value) for key, value in node.items()}
    return {key: value for key, value in pruned.items() if value != {} and not (key == "actions" and value == [])}


def spreadsheet_day(value: Any) -> date | None:
    """Return text as a calendar date, where it is one that a spreadsheet knows."""
    day = as_day(value)
    return day if day is not None and day >= _FIRST_DAY else None
