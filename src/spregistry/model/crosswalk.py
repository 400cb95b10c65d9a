"""Crosswalks between frameworks and catalogues of other bodies, as they are written down: both ends pinned, every pair with its reason.

Field by field the shapes of `schemas/crosswalk.schema.json` and `schemas/catalogue.schema.json`.
"""

from typing import Annotated, Literal

from annotated_types import MaxLen, MinLen

from spregistry.model.shapes import CatalogueVersion, Code, Date, Format, Id, IdOrCode, Maybe, Pin, Prose, Title, Unique, exactly_one, shape

Relation = Literal["equal", "subset", "superset", "intersects", "related"]
RELATIONS: tuple[Relation, ...] = ("equal", "subset", "superset", "intersects", "related")
Confidence = Literal["high", "medium", "low"]
#: The same relation, seen from the other end.
INVERSE: dict[Relation, Relation] = {
    "equal": "equal",
    "subset": "superset",
    "superset": "subset",
    "intersects": "intersects",
    "related": "related",
}


@shape
class Entry:
    """A code of another body, with a name of one line."""

    code: Code
    name: Title
    superseded_by: Maybe[Annotated[Unique[Code], MaxLen(50)]] = None


@shape
class Catalogue:
    """Codes and names of another body, at one version."""

    format: Format
    id: Id
    version: CatalogueVersion
    title: Title
    publisher: Title
    link: Title
    entries: Annotated[tuple[Entry, ...], MinLen(1), MaxLen(50000)]
    notice: Maybe[Prose] = None

    @property
    def reference(self) -> str:
        """Id and version, such as "iris@5.3"."""
        return f"{self.id}@{self.version}"


@shape
class End:
    """What a crosswalk connects: a framework or a catalogue, at exactly one version."""

    framework: Maybe[Pin] = None
    catalogue: Maybe[Pin] = None

    def __post_init__(self) -> None:
        """An end is one thing."""
        exactly_one(self, ("framework", "catalogue"))

    @property
    def reference(self) -> str:
        """Id and version, as they are written."""
        return self.framework or self.catalogue or ""


@shape
class Mapping:
    """A pair: what of the first end stands for what of the second, how, and why."""

    from_: IdOrCode
    to: IdOrCode
    relation: Relation
    confidence: Confidence
    rationale: Prose

    @property
    def inverse(self) -> "Mapping":
        """The same pair, seen from the other end."""
        return Mapping(from_=self.to, to=self.from_, relation=INVERSE[self.relation], confidence=self.confidence, rationale=self.rationale)


@shape
class Crosswalk:
    """All pairs between two ends."""

    format: Format
    id: Id
    title: Title
    from_: End
    to: End
    author: Title
    date: Date
    licence: Title
    mappings: Annotated[tuple[Mapping, ...], MinLen(1), MaxLen(20000)]
    notice: Maybe[Prose] = None

    @property
    def inverse(self) -> "Crosswalk":
        """The same crosswalk, read from its second end."""
        return Crosswalk(
            format=self.format,
            id=self.id,
            title=self.title,
            from_=self.to,
            to=self.from_,
            author=self.author,
            date=self.date,
            licence=self.licence,
            notice=self.notice,
            mappings=tuple(mapping.inverse for mapping in self.mappings),
        )
