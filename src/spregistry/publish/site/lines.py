"""All versions of a framework with their editions, as the site has them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from spregistry.load.languages.catalogues import PSEUDO, interface_language, lookup
from spregistry.load.profile import profiles_of
from spregistry.load.registry import Registry
from spregistry.publish.site.edition import Edition, Version
from spregistry.publish.site.markdown import Voice
from spregistry.publish.site.record.crosswalks import Crosswalks
from spregistry.publish.site.record.past import Past
from spregistry.publish.site.registry_pages import Line
from spregistry.publish.site.shares import shares
from spregistry.sentence import Lookup


class Shared(NamedTuple):
    """What all frameworks of one registry share: the day, each version's languages, and the crosswalks."""

    today: date
    languages: Mapping[str, tuple[str, ...]]
    crosswalks: Crosswalks
    #: Whether they are shown beside the standards of the site, as examples.
    aside: bool = False


def line_of(registry: Registry, id_: str, shared: Shared) -> Line:
    """Return a framework's versions, the one that its bare id means first, then from new to old, with their editions."""
    references = tuple(reference for reference in registry if reference.partition("@")[0] == id_)
    try:
        newest = registry.find(id_)
    except LookupError:  # all are withdrawn or recalled
        newest = references[-1]
    past = Past(registry=registry, references=references, newest=newest, **shared._asdict())
    ordered = [newest, *(reference for reference in reversed(references) if reference != newest)]
    return [_editions(registry, reference, past) for reference in ordered]


def chosen(registry: Registry, reference: str, languages: Sequence[str] | None) -> tuple[str, ...]:
    """Return the languages that the site has a version in."""
    known = registry.languages(reference)
    return known if languages is None else tuple(language for language in (*known, PSEUDO) if language in languages) or known[:1]


def _editions(registry: Registry, reference: str, past: Past) -> tuple[Version, list[Edition]]:
    source = registry[reference]
    version = Version(
        source=source,
        status=registry.status(reference),
        languages=past.languages[reference],
        newest=reference == past.newest,
        shares=shares(source),
        past=past,
        profiles=tuple(profile.reference for profile in profiles_of(registry, reference)),
    )
    return version, [_edition(registry, version, language) for language in version.languages]


def _edition(registry: Registry, version: Version, language: str) -> Edition:
    translation = registry.translation(version.source.reference, language)
    return Edition(
        version=version,
        translation=translation,
        voice=Voice(language, spoken(language), translation),
        form_language=_form_language(registry, version, language),
    )


def _form_language(registry: Registry, version: Version, language: str) -> str:
    """Return the language of the form: a profile is answered on its base's."""
    base = version.source.definition.based_on
    return language if base is None or language in (*registry.languages(base), PSEUDO) else registry.languages(base)[0]


def spoken(language: str) -> Lookup:
    """Return how the interface says its sentences in the language that serves best."""
    return lookup(interface_language(language))
