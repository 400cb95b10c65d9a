"""Gathers what a self-assessment is given from a registry: the framework, its profiles, translations and the interface."""

from collections.abc import Iterable, Iterator, Sequence

from spregistry.load.languages.catalogues import browser_interface, direction, interface_language, language_name
from spregistry.load.profile import profiles_of
from spregistry.load.registry import Registry
from spregistry.model.document import Data
from spregistry.model.release import Event, Record
from spregistry.publish.browser.data import Previous, Shown, browser_data
from spregistry.publish.hindsight import errata_on


def out_of_use(registry: Registry, reference: str) -> list[dict[str, str]]:
    """Return how a framework, and the one that it is based on, went out of use, for forms that stand on no page that says so.

    Returns:
        For each that did: `event`, `framework`, `on`, and `reason` and `until` where they are on record; `successor`, the version in use that
        the one on record leads to, or `lost_successor`, the one on record where it leads to none.
    """
    ends = (registry.record.end(each) for each in dict.fromkeys((reference, registry[reference].submission_reference)))
    return [_told(registry.record, end) for end in ends if end is not None]


def _told(record: Record, end: Event) -> dict[str, str]:
    told = {key: str(end.data[key]) for key in ("event", "framework", "on", "reason", "until") if key in end.data}
    if "successor" in end.data:
        now = record.leads_to(end.data["successor"])
        told |= {"successor": now} if now is not None else {"lost_successor": end.data["successor"]}
    return told


def _errata(registry: Registry, references: Iterable[str]) -> Iterator[dict[str, str]]:
    """Yield what was found wrong in some versions since: `framework`, `on`, `reason`, and `element` where it is about one."""
    told = ("framework", "on", "element", "reason")
    for event in errata_on(registry.record, {*references}):
        yield {key: event.data[key] for key in told if key in event.data}


def form_data(
    registry: Registry, reference: str, languages: Sequence[str] | None = None, previous: Sequence[Previous] = (), carrying: Data = None
) -> Data:
    """Return the data of the self-assessment on a framework, in all its languages or some; of a profile, that of its base.

    `previous` names other versions with their addresses, `carrying` is what `form_steps.carrying` tells of earlier and later ones.

    Raises:
        UnknownFramework, UnknownLanguage, DocumentError, InvalidDefinition: as the registry does.
    """
    named = registry[reference]
    framework = registry[named.submission_reference]
    profiles = profiles_of(registry, framework.reference)
    chosen = [*(languages or registry.languages(framework.reference))]
    shown = [
        Shown(
            registry.translation(framework.reference, language),
            {
                profile.reference: registry.translation(
                    profile.reference,
                    language if language in registry.languages(profile.reference) else profile.definition.language,
                )
                for profile in profiles
            },
            browser_interface(interface_language(language)),
        )
        for language in chosen
    ]
    return {
        **browser_data(framework, profiles, shown, previous),
        "directions": {language: direction(language) for language in chosen},
        "language_names": {language: language_name(language) for language in chosen},
        "errata": [*_errata(registry, (each.reference for each in (framework, *profiles)))],
        "carrying": carrying or {"steps": [], "profiles": {}, "later": None},
    }
