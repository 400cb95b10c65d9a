"""What a policy of consultation demands, in words."""

from collections.abc import Iterator, Mapping

from spregistry.model.change import Step
from spregistry.model.consultation import Consultation, Policy
from spregistry.sentence import Sentence, Several, figure, say

_STEPS: Mapping[Step, Sentence] = {
    "patch": say("It holds for every version."),
    "minor": say("It holds for versions that do more than reword (MINOR and MAJOR)."),
    "major": say("It holds for versions that change scores or validity (MAJOR)."),
}
#: What is demanded or not, by the key of the policy.
DEMANDS: Mapping[str, Sentence] = {
    "every_group_contacted": say("Every group on the map of stakeholders is contacted."),
    "every_comment_answered": say("Every comment has an answer with its reason."),
    "decision": say("A body decides, and its votes are recorded."),
    "terms_before_drafting": say("Terms of reference are published before drafting begins."),
    "summary_before_drafting": say("A public summary is published before drafting begins."),
    "synopsis_before_decision": say("A synopsis of all comments is published before the decision."),
    "final_draft_before_decision": say("The final draft is published before the decision."),
    "changes_follow_comments": say("What changes after the last round follows comments."),
    "complaints_contact": say("It is said where to complain about the procedure."),
    "statement": say("A statement says how the consultation was held."),
}


def policy_words(policy: Policy, consultation: Consultation | None) -> Iterator[Sentence]:
    """Yield each thing that a policy demands; groups are called as the record calls them."""
    if policy.from_step is not None:
        yield _STEPS[policy.from_step]
    if policy.rounds is not None:
        yield say("Rounds, with the days that each is open at least: {days}.", days=Several(str(days) for days in policy.rounds))
    for group in policy.groups or ():
        title = consultation.title_of(group.id) if consultation else group.id
        if group.responded is None:
            yield say("{group}: at least {contacted} contacted.", group=title, contacted=group.contacted)
        else:
            told = {"group": title, "contacted": group.contacted, "responded": group.responded}
            yield say("{group}: at least {contacted} contacted, {responded} responses.", **told)
    if policy.balance is not None:
        share = figure(100 * policy.balance, ".0f")
        yield say("No category of interest has more than {share} % of the deciding body.", share=share)
    yield from (sentence for key, sentence in DEMANDS.items() if getattr(policy, key, None))
    if policy.review_years is not None:
        yield say("The next review is due within {years} years.", years=policy.review_years)
