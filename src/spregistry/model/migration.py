"""What a migration did with each thing that a submission says; as in `schemas/migration.schema.json`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

from spregistry.model.document import Data

#: carried: as it was; review: carried, and to be confirmed; split, merged: the same, to several or from several;
#: dropped: only kept in the report.
Outcome = Literal["carried", "review", "split", "merged", "dropped"]

#: Why something did not travel as it was.
Why = Literal[
    "same", "reworded", "options", "answer-kind", "renamed", "wider", "narrower", "split", "merge",
    "withdrawn", "gone", "unknown", "not-admitted", "profile", "incomplete",
]  # fmt: skip

#: Where in a submission something stood.
Section = Literal["answers", "facts", "fact_notes", "actions", "profile", "status"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One thing that the earlier submission said, and what became of it."""

    section: Section
    #: Id of the indicator or fact; position of an action, counted from 0; the profile; the status.
    id: str
    outcome: Outcome
    why: Why
    #: Under which ids it goes on; of what was dropped, the successors that the editors name.
    became: tuple[str, ...] = ()
    #: The reason that the lineage gives, in the words of its editors.
    reason: str | None = None
    #: What was said, where it does not stand word for word in the later submission; else None.
    said: Data = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Migration:
    """One step from a version to the next, with everything that was said and what became of it."""

    before: str
    after: str
    entries: tuple[Entry, ...]

    def count(self, outcome: Outcome) -> int:
        """Return how many entries ended so."""
        return sum(entry.outcome == outcome for entry in self.entries)


def migration_data(migration: Migration) -> dict[str, Any]:
    """Return a step as plain data, for the migrated file; what was carried as it was is only named."""
    told: list[Mapping[str, Any]] = []
    carried: list[str] = []
    for entry in migration.entries:
        if entry.outcome == "carried" and entry.became in ((), (entry.id,)) and entry.why == "same":
            carried.append(f"{entry.section}/{entry.id}")
            continue
        keys = ("section", "id", "outcome", "why", "reason", "said")
        known = {key: getattr(entry, key) for key in keys if getattr(entry, key) is not None}
        told.append({**known, "became": [*entry.became]})
    return {"from": migration.before, "to": migration.after, "carried": carried, "entries": told}


def read_migrations(data: Mapping[str, Any]) -> tuple[Migration, ...]:
    """Return the steps that a submission's `migration` tells of; `data` is as `migration.schema.json` admits."""
    return tuple(
        Migration(
            before=step["from"],
            after=step["to"],
            entries=(
                *map(_carried, step["carried"]),
                *(Entry(**{**entry, "became": tuple(entry["became"])}) for entry in step["entries"]),
            ),
        )
        for step in data["steps"]
    )


def _carried(place: str) -> Entry:
    section, _, id_ = place.partition("/")
    named = section in ("answers", "facts", "fact_notes")
    return Entry(section=cast("Section", section), id=id_, outcome="carried", why="same", became=(id_,) if named else ())
