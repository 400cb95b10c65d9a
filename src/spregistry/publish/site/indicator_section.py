"""The section of one indicator on a standard's page."""

from collections.abc import Iterator

from spregistry.model.definition import Cap, Indicator
from spregistry.publish.site.answers import amount, answers
from spregistry.publish.site.edition import Edition, listed, relative
from spregistry.publish.site.lineage import origin
from spregistry.publish.site.markdown import Markdown, code, definitions, heading, link, table
from spregistry.publish.site.record.comment_link import comment_link
from spregistry.publish.site.record.history import history_line, marked
from spregistry.publish.site.record.mapped import mapped
from spregistry.publish.site.record.standing import errata
from spregistry.publish.words import applicability
from spregistry.sentence import phrases, say


def indicator_section(edition: Edition, indicator: Indicator, level: int, path: str) -> Iterator[Markdown]:
    """Yield the blocks of an indicator, whose heading carries its id as the permanent address."""
    voice = edition.voice
    marks = {"class": "indicator", "data-function": indicator.function or "", "data-tags": " ".join(indicator.tags or ())}
    yield heading(level, edition.titled(indicator), indicator.id, marks)
    yield Markdown(" ".join(mark for mark in (marked(edition, indicator.id), comment_link(edition, indicator.id, path)) if mark))
    yield from errata(edition, (indicator.id,))
    yield Markdown(f"{voice(indicator.question)}\n{{: .question }}")
    for group, wording in (indicator.questions or {}).items():
        titles = {entry.id: entry.title for entry in edition.framework.definition.respondent_groups or ()}
        yield voice(say("Asked of {group}: {question}", group=titles.get(group, group), question=wording))
    yield from answers(edition, indicator)
    if indicator.reading:
        yield voice(indicator.reading)
    yield definitions(_details(edition, indicator, path))


def _details(edition: Edition, indicator: Indicator, path: str) -> Iterator[tuple[Markdown, Markdown]]:
    voice = edition.voice
    if indicator.guidance:
        yield voice(say("Guidance")), voice(indicator.guidance)
    if indicator.evidence:
        yield voice(say("Evidence")), voice(phrases(indicator.evidence))
    if indicator.verify_with:
        yield voice(say("Ask as well")), listed(voice, indicator.verify_with)
    yield voice(say("Asked")), _asked(edition, indicator, path)
    if indicator.may_be_na is not None:
        yield voice(say("Not applicable")), _not_applicable(edition, indicator)
    yield voice(say("Counts")), counts(edition, indicator)
    caps = [_cap(edition, cap, group, path) for group, cap in _caps(edition, indicator.id)]
    if caps:
        yield voice(say("Limits")), Markdown("<br>".join(caps))
    if indicator.tags:
        yield voice(say("Tags")), listed(voice, [edition.tags[tag] for tag in indicator.tags if tag in edition.tags])
    came = origin(edition, indicator)
    if came:
        yield voice(say("Origin")), came
    others = mapped(edition, indicator.id, path)
    if others:
        yield voice(say("Mapped to")), others
    past = history_line(edition, indicator.id, path)
    if past:
        yield voice(say("History")), past
    yield voice(say("Id")), code(indicator.id)


def _asked(edition: Edition, indicator: Indicator, path: str) -> Markdown:
    voice = edition.voice
    where = applicability(edition.framework, indicator.id)
    sentences = [voice(say("Only where {condition}.", condition=voice(where))) if where else voice(say("Always."))]
    month = edition.framework.positions[indicator.id].due_from_month
    if month is not None:
        sentences.append(voice(say("From month {month} of the initiative on.", month=month)))
    if indicator.function is not None and indicator.function in edition.functions:
        title = voice(edition.functions[indicator.function])
        sheet = link(title, relative(path, edition.path(f"interviews/{indicator.function}")))
        sentences.append(voice(say("Answered by: {function}.", function=sheet)))
    return Markdown(" ".join(sentences))


def _not_applicable(edition: Edition, indicator: Indicator) -> Markdown:
    voice = edition.voice
    if isinstance(indicator.may_be_na, tuple):
        return voice(say("Accepted only because: {reasons}.", reasons=phrases(indicator.may_be_na)))
    return voice(say("Possible, with a justification."))


def counts(edition: Edition, indicator: Indicator) -> Markdown:
    """Return the weight of an indicator and its share of the overall score, in words."""
    voice = edition.voice
    if indicator.trial:
        return voice(say("On trial: asked and shown, never scored."))
    share = edition.share(indicator.id)
    if share is None:
        return voice(say("Not scored: asked for information."))
    weight = voice.number(float(indicator.weight or 1))
    if share.overall is None:
        if share.group is None:
            return voice(say("Weight {weight}. Its group does not average, so its share of the overall score is not fixed.", weight=weight))
        return voice(say("Weight {weight}. Its share of the overall score is not fixed.", weight=weight))
    percent = voice.percent(share.overall)
    if share.varies:
        return voice(
            say(
                "Weight {weight}; {share} of the overall score when everything is asked, more where other questions are left out.",
                weight=weight,
                share=percent,
            )
        )
    return voice(say("Weight {weight}; {share} of the overall score.", weight=weight, share=percent))


def _caps(edition: Edition, id_: str) -> Iterator[tuple[str | None, Cap]]:
    for path in edition.framework.groups.values():
        yield from ((path[-1].id, cap) for cap in path[-1].caps or () if cap.indicator == id_)
    yield from ((None, cap) for cap in edition.framework.root_caps if cap.indicator == id_)


def _cap(edition: Edition, cap: Cap, group: str | None, path: str) -> Markdown:
    voice = edition.voice
    values = {"below": voice.number(cap.below), "to": voice.number(cap.to), "reason": voice(cap.reason)}
    if group is None:
        return voice(say("Where it earns less than {below}, the overall score is at most {to}: {reason}", **values))
    return voice(
        say("Where it earns less than {below}, {group} scores at most {to}: {reason}", group=edition.linked(group, path), **values)
    )


def cap_table(edition: Edition, path: str) -> Markdown:
    """Return all caps of a framework as a table; empty where there are none."""
    voice = edition.voice
    named: list[tuple[str | None, Cap]] = [(None, cap) for cap in edition.framework.root_caps]
    named += [(route[-1].id, cap) for route in edition.framework.groups.values() for cap in route[-1].caps or ()]
    if not named:
        return Markdown()
    head = [voice(say("Limited")), voice(say("Decided by")), voice(say("Below")), voice(say("At most")), voice(say("Why"))]
    rows = [
        [
            edition.linked(group, path) if group else voice(say("Overall score")),
            edition.linked(cap.indicator, path),
            voice.number(cap.below),
            amount(edition, cap.to, None),
            voice(cap.reason),
        ]
        for group, cap in named
    ]
    return table(head, rows)
