"""The record of a consultation: its rounds, who was heard, comments with what became of them, decisions, and what is still missing."""

from collections.abc import Iterator, Mapping, Sequence

from spregistry.evolve.consulting.consultation_status import ConsultationStatus, RoundStatus
from spregistry.evolve.consulting.fields import subject
from spregistry.model.consultation import Comment, Consultation, Decision, Disposition, DocumentKind, Outcome
from spregistry.publish.site.edition import Edition, Page, relative
from spregistry.publish.site.markdown import Markdown, attribute, bullets, code, definitions, foreign, heading, join, link, table
from spregistry.publish.site.record.places import element_link, place, shown
from spregistry.publish.site.record.policy_words import policy_words
from spregistry.publish.site.record.stakeholder_chart import coverage_table, region_table
from spregistry.publish.site.record.standing import switch
from spregistry.publish.site.record.waived import accepted_table
from spregistry.publish.site.standard_pages import made
from spregistry.sentence import Sentence, Several, say

DISPOSITIONS: Mapping[Disposition, Sentence] = {
    "accepted": say("accepted"),
    "partly": say("accepted in part"),
    "rejected": say("not accepted"),
    "out-of-scope": say("out of scope"),
    "deferred": say("deferred"),
}
_OUTCOMES: Mapping[Outcome, Sentence] = {
    "approved": say("approved"),
    "returned": say("returned for more work"),
    "rejected": say("not approved"),
}
_DOCUMENTS: Mapping[DocumentKind, Sentence] = {
    "terms-of-reference": say("Terms of reference"),
    "public-summary": say("Public summary"),
    "synopsis": say("Synopsis of comments"),
    "final-draft": say("Final draft"),
    "minutes": say("Minutes"),
    "other": say("Other document"),
}


def consultation_pages(edition: Edition) -> Iterator[Page]:
    """Yield the page of a version's consultation and one for the comments of each round; none where it has no record.

    Raises:
        DocumentError: where the record, or a draft that was kept, cannot be read.
    """
    past, reference = edition.version.past, edition.version.source.reference
    reading = past.standing(reference).consultation
    if reading is None or reading.consultation is None:
        return
    status = past.consultation(reference)
    yield _overview(edition, status, reading.consultation)
    heirs = {each.element.id: [heir.id for heir in each.by] for each in status.continued}
    for number in _rounds_with_comments(reading.consultation):
        yield _comments(edition, reading.consultation, number, heirs)


def _rounds_with_comments(consultation: Consultation) -> list[int]:
    return sorted({int(comment.round) for comment in consultation.comments or ()})


def _path_of_round(edition: Edition, number: int) -> str:
    return edition.path(f"consultation/round-{number}")


def _own(edition: Edition, text: str) -> Markdown:
    """Return words of the record, which are in the language that the framework is written in."""
    return foreign(text, edition.version.source.definition.language, edition.language)


def _overview(edition: Edition, status: ConsultationStatus, consultation: Consultation) -> Page:
    voice, path = edition.voice, edition.path("consultation")
    title = say("Consultation on {version}", version=edition.version.source.version)
    language = edition.version.source.definition.language
    blocks: list[Markdown] = [heading(1, voice(title)), switch(edition, path)]
    if consultation.statement:
        blocks.append(_own(edition, consultation.statement))
    if status.rounds:
        blocks += [heading(2, voice(say("Rounds"))), _rounds(edition, status, path)]
        drafts = [each.round for each in status.rounds if each.round.draft]
        blocks.append(
            bullets(
                voice(say("Digest of the draft of round {number}: {digest}", number=each.number, digest=code(str(each.draft))))
                for each in drafts
            )
        )
    if consultation.groups:
        blocks += [heading(2, voice(say("Who was heard"))), coverage_table(voice, consultation, status.policy, language)]
        blocks.append(region_table(voice, consultation, language))
    if consultation.comments:
        blocks += [heading(2, voice(say("Comments"))), *_summary(edition, status, consultation, path)]
    if consultation.decisions:
        blocks.append(heading(2, voice(say("Decisions"))))
        blocks += [block for decision in consultation.decisions for block in _decision(edition, consultation, decision)]
    blocks += [*_policy(edition, status), *_lacking(edition, status)]
    blocks += _documents(edition, consultation)
    if consultation.complaints_contact:
        contact = _own(edition, consultation.complaints_contact)
        blocks += [heading(2, voice(say("Complaints about the procedure"))), contact]
    return made(edition, path, title, *blocks)


def _rounds(edition: Edition, status: ConsultationStatus, path: str) -> Markdown:
    voice = edition.voice
    head = [say("Round"), say("From"), say("To"), say("Days"), say("State"), say("Comments")]
    rows = []
    for each in status.rounds:
        number = int(each.round.number)
        comments = voice.number(each.comments)
        rows.append(
            [
                voice.number(number),
                voice(each.round.start),
                voice(each.round.end),
                voice.number(each.round.days),
                _days_left(edition, each),
                link(comments, relative(path, _path_of_round(edition, number))) if each.comments else comments,
            ]
        )
    return table([voice(title) for title in head], rows)


def _days_left(edition: Edition, each: RoundStatus) -> Markdown:
    """Return how many days a round is still open on the day on which the page is written; a script says it of the reader's day."""
    voice = edition.voice
    if each.begins_in:
        said = voice(say("days until it begins: {days}", days=each.begins_in))
    elif each.days_left:
        said = voice(say("days left: {days}", days=each.days_left))
    else:
        return voice(say("ended"))
    words = {
        "before": say("days until it begins: {days}", days="{days}"),
        "open": say("days left: {days}", days="{days}"),
        "over": say("ended"),
    }
    marks = "".join(f' data-{name}="{attribute(voice.plain(text))}"' for name, text in words.items())
    day = voice(say("on {day}", day=edition.version.past.today.isoformat()))
    return Markdown(f'<span class="days-left" data-from="{each.round.start}" data-to="{each.round.end}"{marks}>{said} ({day})</span>')


def _summary(edition: Edition, status: ConsultationStatus, consultation: Consultation, path: str) -> Iterator[Markdown]:
    voice = edition.voice
    head = [voice(say("What became of them")), voice(say("Comments"))]
    rows = [[voice(title), voice.number(status.dispositions[name])] for name, title in DISPOSITIONS.items()]
    rows.append([voice(say("without an answer")), voice.number(len(status.unanswered))])
    yield table(head, rows)
    yield bullets(
        link(voice(say("All comments of round {number}", number=number)), relative(path, _path_of_round(edition, number)))
        for number in _rounds_with_comments(consultation)
    )


def _decision(edition: Edition, consultation: Consultation, decision: Decision) -> Iterator[Markdown]:
    voice, votes = edition.voice, decision.votes
    told = {"day": decision.on, "outcome": _OUTCOMES[decision.outcome]}
    yield heading(3, voice(say("{day}: {outcome}", **told)))
    members = Several(
        say("{group}: {count}", group=_own(edition, consultation.title_of(group)), count=count) for group, count in decision.members.items()
    )
    yield definitions(
        [
            (voice(say("Decided by")), _own(edition, decision.body)),
            (voice(say("Members by interest")), voice(members)),
            (
                voice(say("Votes")),
                voice(
                    say("for {for_}, against {against}, abstained {abstain}", for_=votes.for_, against=votes.against, abstain=votes.abstain)
                ),
            ),
            *([(voice(say("Statement")), _own(edition, decision.statement))] if decision.statement else []),
        ]
    )


def _policy(edition: Edition, status: ConsultationStatus) -> Iterator[Markdown]:
    if status.policy is None:
        return
    yield heading(2, edition.voice(say("What the policy demands")))
    yield Markdown(f"**{_own(edition, status.policy.title)}**")
    if status.policy.about:
        yield _own(edition, status.policy.about)
    yield bullets(edition.voice(sentence) for sentence in policy_words(status.policy, status.consultation))


def _lacking(edition: Edition, status: ConsultationStatus) -> Iterator[Markdown]:
    """Yield what was accepted by name, then what stands in the way of a release; of a released version the record is closed."""
    voice = edition.voice
    yield heading(2, voice(say("What is still missing")))
    yield from accepted_table(edition, status.reference)
    if status.state != "draft":
        yield voice(say("The version is released; its record is closed."))
    elif status.lacking:
        yield bullets(voice(finding.message) for finding in status.lacking)
    else:
        yield voice(say("Nothing stands in the way of a release."))


def _documents(edition: Edition, consultation: Consultation) -> Iterator[Markdown]:
    voice = edition.voice
    if not consultation.documents:
        return
    yield heading(2, voice(say("Documents")))
    head = [voice(say("Day")), voice(say("Document")), voice(say("Title")), voice(say("Address"))]
    rows = [
        [
            voice(each.on),
            voice(_DOCUMENTS[each.kind]),
            _own(edition, each.title),
            # Shown, and not linked: what stands there is not this site's.
            code(each.address) if each.address else Markdown("–"),
        ]
        for each in consultation.documents
    ]
    yield table(head, rows)


def _comments(edition: Edition, consultation: Consultation, number: int, heirs: Mapping[str, Sequence[str]]) -> Page:
    """Return the comments of a round, by the element that they are about, in the order of the standard.

    What they name and the version has under other ids stands behind the first that continues it, and leads to them all.
    """
    voice, path = edition.voice, _path_of_round(edition, number)
    title = say("Comments of round {number}", number=number)
    own = [comment for comment in consultation.comments or () if comment.round == number]
    by_element: dict[str, list[Comment]] = {}
    for comment in own:
        by_element.setdefault(subject(comment.element), []).append(comment)
    order: dict[str, float] = {id_: at for at, id_ in enumerate(_ids(edition))}
    order |= {id_: min(order.get(heir, len(order)) for heir in ids) + 0.5 for id_, ids in heirs.items()}
    blocks: list[Markdown] = [heading(1, voice(title)), switch(edition, path)]
    blocks.append(voice(say("{title}: {count}", title=say("Comments"), count=len(own))))
    for key in sorted(by_element, key=lambda each: order.get(each.partition("/")[0], len(order))):
        blocks.append(heading(2, _about(edition, key, path)))
        if key in heirs:
            named = Several(element_link(edition, edition.version.source.reference, each, path) for each in heirs[key])
            blocks.append(voice(say("Continued by: {elements}.", elements=named)))
        blocks += [block for comment in by_element[key] for block in _comment(edition, consultation, comment, path)]
    return made(edition, path, title, *blocks, searched=False)


def _ids(edition: Edition) -> Iterator[str]:
    yield "framework"
    for position in edition.framework.positions.values():
        yield from (group.id for group in position.groups)
        yield position.indicator.id


def _about(edition: Edition, key: str, path: str) -> Markdown:
    """Return what a comment is about, linked where the version has it, or the one before; what only an earlier draft had is named by its id."""
    past, here = edition.version.past, edition.version.source
    id_ = subject(key.partition("/")[0])
    if id_ == "framework":
        return edition.voice(say("The framework as a whole"))
    known = [each for each in (here.reference, here.definition.previous) if each is not None and each in past.languages]
    reference = next((each for each in known if place(shown(edition, each), id_) is not None), None)
    if reference is None:
        return code(key)
    named = element_link(edition, reference, id_, path, whole=reference != here.reference)
    return named if "/" not in key else join((named, code(key.partition("/")[2])), " · ")


def _comment(edition: Edition, consultation: Consultation, comment: Comment, path: str) -> Iterator[Markdown]:
    voice = edition.voice
    regions = {region.id: region.title for region in consultation.regions or ()}
    said_by = [_own(edition, consultation.title_of(comment.group))]
    said_by += [_own(edition, regions.get(comment.region, comment.region))] if comment.region else []
    said_by += [voice(comment.on)] if comment.on else []
    yield heading(3, join(said_by, " · "), f"comment-{comment.id}")
    yield Markdown(f"{_own(edition, comment.summary)}\n{{: .comment }}")
    answer = comment.answer
    if answer is None:
        yield Markdown(f'<span class="badge">{voice(say("without an answer"))}</span>')
        return
    badge = Markdown(f'<span class="badge">{voice(DISPOSITIONS[answer.disposition])}</span>')
    facts: list[tuple[Markdown, Markdown | Sequence[Markdown]]] = [
        (voice(say("Answer")), join((badge, _own(edition, answer.reason)), " ")),
        (voice(say("Answered by")), join((_own(edition, answer.by), voice(answer.on)), ", ")),
    ]
    if answer.changes:
        facts.append((voice(say("Led to")), [_about(edition, key, path) for key in answer.changes]))
    yield definitions(facts)
