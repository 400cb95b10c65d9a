"""What a release was allowed to lack: what was demanded, why it was let go, and who accepted that."""

from collections.abc import Iterator, Sequence

from spregistry.finding import RULES
from spregistry.model.release import Waiver
from spregistry.publish.site.edition import Edition
from spregistry.publish.site.markdown import Markdown, code, foreign, table
from spregistry.sentence import say


def accepted(edition: Edition, reference: str, *, of_consultation: bool = False) -> list[Waiver]:
    """Return what the editors of a version accepted by name; on request only what the policy of its consultation demands."""
    notes, version = edition.version.past.standing(reference).notes, reference.partition("@")[2]
    own = [waiver for waiver in notes.waivers if waiver.version == version] if notes else []
    return [waiver for waiver in own if not of_consultation or _of_consultation(waiver)]


def _of_consultation(waiver: Waiver) -> bool:
    return waiver.rule in RULES and RULES[waiver.rule].about == "consultations"


def accepted_table(edition: Edition, reference: str, waivers: Sequence[Waiver]) -> Iterator[Markdown]:
    """Yield the table of what was accepted, none where nothing was.

    Raises:
        DocumentError: where the record of the consultation, or a draft that was kept, cannot be read.
    """
    if not waivers:
        return
    voice, past = edition.voice, edition.version.past
    language = past.framework(reference).definition.language
    # The words of the finding say what was demanded and what there was; the rule says it where nothing is found any more.
    lacked = past.lacked(reference) if any(map(_of_consultation, waivers)) else {}
    head = [voice(say("Demanded")), voice(say("About")), voice(say("Reason")), voice(say("Accepted by"))]
    rows = []
    for each in waivers:
        titles = [RULES[each.rule].title] if each.rule in RULES else []
        said = [voice(message) for message in lacked.get((each.rule, each.element), titles)]
        demanded = Markdown("<br>".join([*said, code(each.rule)]))
        words = [foreign(text, language, edition.language) for text in (each.reason, each.approver)]
        rows.append([demanded, code(each.element), *words])
    yield voice(say("This was demanded and not met, and accepted by name:"))
    yield table(head, rows)
