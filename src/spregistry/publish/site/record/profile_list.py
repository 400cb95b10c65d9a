"""The list of profiles at their base."""

from collections.abc import Iterator

from spregistry.publish.site.edition import Edition, relative
from spregistry.publish.site.markdown import Markdown, bold, bullets, code, foreign, heading, link
from spregistry.publish.site.record.places import language_in, page_in
from spregistry.publish.site.record.standing import SHORT_STATES, in_words
from spregistry.sentence import say

#: Name of a profile's page in an edition.
PROFILE = "profile"


def profile_list(edition: Edition, path: str) -> Iterator[Markdown]:
    """Yield the profiles of a version with what each is; nothing where it has none."""
    voice, past = edition.voice, edition.version.past
    entries = []
    for reference in edition.version.profiles:
        profile = past.registry.translation(reference, language_in(edition, reference)).framework
        named = foreign(profile.title, language_in(edition, reference), edition.language)
        title = link(named, relative(path, page_in(edition, reference, PROFILE)))
        state = voice(in_words(past, reference, SHORT_STATES))
        count = voice(say("indicators: {number}", number=len(profile.indicators)))
        entries.append(Markdown(f"{bold(title)} · {code(reference)} · {state} · {count}"))
    if entries:
        yield heading(2, voice(say("Profiles")))
        yield voice(say("Selections from this standard for a purpose of their own."))
        yield bullets(entries)
