"""What a release was allowed to lack: what was demanded, why it was let go, and who accepted that."""

from collections.abc import Iterator

from spregistry.finding import RULES
from spregistry.publish.site.edition import Edition
from spregistry.publish.site.markdown import Markdown, code, foreign, table
from spregistry.sentence import say


def accepted_table(edition: Edition, reference: str, *, of_release: bool = False) -> Iterator[Markdown]:
    """Yield the table of what stood in the way of a release and was accepted by name, none where nothing was.

    Args:
        edition: The page's.
        reference: The version.
        of_release: Whether the version is released, and all that its notes accept is shown: warnings about its definition too.

    Raises:
        DocumentError: where the record of the consultation, or a draft that was kept, cannot be read.
    """
    past, version = edition.version.past, reference.partition("@")[2]
    notes = past.standing(reference).notes
    own = [waiver for waiver in notes.waivers if waiver.version == version] if notes else []
    found = past.consultation(reference).waived if own else ()
    voice, language = edition.voice, past.framework(reference).definition.language
    rows = []
    for waiver in own:
        # The words of the finding say what was demanded and what there was; the rule says it of what else the release accepted.
        said = [each.finding.message for each in found if each.waiver == waiver]
        if not said and of_release:
            said = [RULES[waiver.rule].title] if waiver.rule in RULES else []
        elif not said:
            continue
        words = [foreign(text, language, edition.language) for text in (waiver.reason, waiver.approver)]
        rows.append([Markdown("<br>".join([*map(voice, said), code(waiver.rule)])), code(waiver.element), *words])
    if rows:
        yield voice(say("This was demanded and not met, and accepted by name:"))
        yield table([voice(title) for title in (say("Demanded"), say("About"), say("Reason"), say("Accepted by"))], rows)
