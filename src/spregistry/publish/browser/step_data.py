"""What a browser needs to carry a submission from one version to the next: worked out here, so that nothing there compares versions."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from spregistry.evolve.carrying.passage import Doubt, Passage
from spregistry.load.languages.translations import Translation
from spregistry.model.document import Data
from spregistry.publish.browser.data import Table, as_json, structure, text_table

#: What a report says of the earlier version: what things are called, and what was chosen.
_SHOWN = ("title", "label", "choices", "items", "options")

_STEP = "var s=globalThis.spregistry=globalThis.spregistry||{};s.steps=s.steps||{};"


def step_data(passage: Passage, shown: Sequence[Translation]) -> dict[str, Data]:
    """Return one step as plain data.

    Args:
        passage: From a version to the one that names it as its previous.
        shown: The earlier version in the languages that its elements are to be named in.

    Returns:
        `from`, `to`; `before`, the earlier version without its texts; `successors` and `moved_facts`, what goes on under other ids;
        `withdrawn`, with successors and reason; `doubts` and `fact_doubts`, why what was said is to be confirmed (`about`: only where one
        of these was chosen); `changed`, indicators whose answers may not be admitted any more; `remeasured`, facts in another unit;
        `texts` by language.
    """
    before, after = passage.before, passage.after
    successors = {
        old: [{"old": each.old, "new": each.new, "relation": each.relation, "values": each.values and {**each.values}} for each in some]
        for old, some in passage.successors.items()
    }
    withdrawn = {
        id_: {key: value for key, value in (("reason", entry.reason), ("successors", [*(entry.successors or ())])) if value}
        for id_, entry in passage.lineage.withdrawn.items()
    }
    return {
        "from": before.reference,
        "to": after.reference,
        "before": {"reference": before.reference, "digest": before.digest, "data": structure(before.data)},
        "successors": successors,
        "moved_facts": {**passage.moved_facts},
        "withdrawn": withdrawn,
        "doubts": dict(_doubted((id_, passage.doubts(id_)) for id_ in after.indicators)),
        "fact_doubts": dict(_doubted((id_, passage.fact_doubts(id_)) for id_ in after.facts)),
        "changed": [id_ for id_ in after.indicators if passage.answered_otherwise(id_)],
        "remeasured": [id_ for id_ in after.facts if passage.measures_otherwise(id_)],
        "texts": {one.language: _names(text_table(one)) for one in shown},
    }


def _doubted(of: Iterable[tuple[str, Iterable[Doubt]]]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    for id_, doubts in of:
        found: list[dict[str, Any]] = [{"why": doubt.why, "about": doubt.about and [*doubt.about]} for doubt in dict.fromkeys(doubts)]
        if found:
            yield id_, found


def _names(table: Table) -> Table:
    return {key: text for key, text in table.items() if key.startswith("scale:") or any(part in _SHOWN for part in key.split("/")[1:])}


def step_script(step: Mapping[str, Data]) -> str:
    """Return a step as a classic script, which may also stand inside a page: it sets `spregistry.steps["<the later version>"]`."""
    return f"{_STEP}s.steps[{json.dumps(step['to'])}]={as_json({**step})};\n"
