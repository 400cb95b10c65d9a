"""The finding codes of those who edit, consult on and release standards; part of `finding.RULES`."""

from collections.abc import Mapping

from spregistry.rule import Rule, of_consultation, of_crosswalk, of_policy, of_registry, of_release
from spregistry.sentence import say

EDITING: Mapping[str, Rule] = {
    # Releases: what stands in the way of one.
    "already-released": of_release(say("This version is released already"), say("Make the next version with `spregistry new`.")),
    "missing-notes": of_release(
        say("A version has no release notes"),
        say("Write `notes.yaml` beside `framework.yaml`, at least with `format: 1` and a `summary:`."),
    ),
    "wrong-previous": of_release(
        say("A version does not continue the last one that was released"),
        say("Name under `previous:` the highest released version below this one, so that its lineage is about what is in use."),
    ),
    "unreleased-reference": of_release(
        say("A version leans on one that is still a draft"), say("Release that one first; what may still change can hold nothing up.")
    ),
    "step-too-small": of_release(
        say("The version number rises less than the changes demand"),
        say("Raise the number as the message says, or take back the changes that demand it; `spregistry diff` lists them."),
    ),
    "unclassed-rewording": of_release(
        say("Nobody has said whether a reworded text still means the same"),
        say("Add it to `classes:` of `notes.yaml`, as editorial or substantive, with the reason; if in doubt, substantive."),
    ),
    "unknown-change": of_release(
        say("The release notes speak of a change that there is not"),
        say("Correct element, field or kind, or remove the entry; `spregistry diff --format json` names them all."),
    ),
    "unproven-impact": of_release(
        say("It is not shown that old submissions stay as they are"),
        say("Make it a MAJOR version, or find the change that does it with `spregistry diff --prove`."),
    ),
    "incomplete-translation": of_release(
        say("A translation declared complete is not"),
        say("Complete it (`spregistry translations` lists what is missing), or take the language out of `translations_complete:`."),
    ),
    "useless-waiver": of_release(
        say("A waiver silences nothing"), say("Remove it, or correct its rule or element; errors of a definition cannot be waived.")
    ),
    "expired-waiver": of_release(
        say("A waiver was accepted for another version"), say("Have it accepted anew for this version, or mend what it silenced.")
    ),
    "wrong-date": of_release(say("A date is not in the calendar or out of order"), say("Correct the dates that the message names.")),
    "mixed-record": of_release(
        say("A demonstration and real standards would stand in one record"),
        say("Keep what only demonstrates in a folder of standards of its own, with `example: true` in all its notes."),
    ),
    "senseless-event": of_release(
        say("An event does not fit what is on record about the version"), say("Check the version, the event and what the message names.")
    ),
    # Releases: what `verify` finds.
    "broken-record": of_release(
        say("The record of releases was changed"),
        say("Restore it from the repository's history; it is only ever appended to, by this program."),
    ),
    "circular-successor": of_release(
        say("Versions out of use name each other as the one to use instead"),
        say("Put on record that one of them is withdrawn (`spregistry record withdraw`), with a version in use as `--successor`, or none."),
        "warning",
    ),
    "passed-over": of_release(
        say("A later version does not go back to a version in use"),
        say("Nothing can join the two any more. Put on record that the earlier one is withdrawn (`spregistry record withdraw`)."),
        "warning",
    ),
    "lost-successor": of_release(
        say("The version to use instead of one out of use is not in use itself"),
        say("Put the same event on record once more, with a version in use as `--successor`, or with none."),
        "warning",
    ),
    "scores-differ": of_release(
        say("This program scores a released version otherwise than when it was released"),
        say("Use the program that released it, and report this."),
    ),
    "wrong-signature": of_release(
        say("A signature is wrong, by an unknown key, or missing"),
        say("Ask the publisher for the right public key, over another way than the files came; do not use the files until this is clear."),
    ),
    "unfinished-release": of_release(
        say("A release was broken off before it came on record"),
        say("Nothing is wrong with the draft. Run `spregistry release` again; it begins anew."),
        "note",
    ),
    # Consultations: the record by itself.
    "unknown-policy": of_consultation(
        say("The policy of a consultation is not there"), say("Name a file under `policies/` beside the standards, or write the rules out.")
    ),
    "unlisted-name": of_consultation(
        say("A group, region or round is named that the consultation does not list"), say("Correct the name, or list it.")
    ),
    "dates-out-of-order": of_consultation(
        say("Something of a consultation is dated before what it follows"), say("Check both days, and correct the wrong one.")
    ),
    "day-to-come": of_consultation(
        say("Something of a consultation is dated on a day that was still to come"),
        say("Correct the day, or enter it when it has happened; a release comes after all that its record tells."),
    ),
    "impossible-count": of_consultation(
        say("Counts of a consultation contradict each other"), say("Check the counts; no more can respond or vote than there are.")
    ),
    "unknown-comment-element": of_consultation(
        say("A comment is about something that its draft does not have"),
        say("Name an id of the draft of that round, or `framework` for the whole."),
    ),
    "change-not-there": of_consultation(
        say("An answer to a comment names a change of something that no draft has"),
        say("Name an element as `spregistry diff` does; behind a slash may stand the field."),
    ),
    "draft-changed": of_consultation(
        say("The draft that was kept of a round is not the one that was commented on"),
        say("Restore the file from the repository's history, or correct the digest of the round."),
    ),
    "draft-not-kept": of_consultation(
        say("The draft of a round is not at hand"),
        say("Take it from the repository's history, and keep it with `spregistry consult draft`."),
        "warning",
    ),
    "answer-mismatch": of_consultation(
        say("The answer to a comment and what was changed do not go together"),
        say("Name what was changed where a comment is accepted, and nothing where it is not; or correct the disposition."),
        "warning",
    ),
    "group-silent": of_consultation(
        say("Nothing was heard from a group of stakeholders"),
        say("Contact it again, or by another way; the record shows its silence."),
        "note",
    ),
    # Consultations: what their policy demands before a release.
    # Not to be waived: the record names the policy, so a version without one would be held to nothing at all.
    "no-consultation": of_consultation(
        say("Nothing says how a version was consulted on and decided"),
        say("Write `consultation.yaml`; where there was no consultation, with `policy: editors-only` and a `statement`."),
    ),
    "round-missing": of_policy(say("A round of consultation is missing"), say("Hold it, and enter it under `rounds`.")),
    "round-too-short": of_policy(say("A round of consultation is too short"), say("Prolong it, before it ends, or hold another one.")),
    "round-open": of_policy(say("A round of consultation has not ended"), say("Wait until it has; release on a later day.")),
    "group-not-contacted": of_policy(
        say("Too few organisations of a group of stakeholders were contacted"),
        say("Contact more of them, and count them under `stakeholders`."),
    ),
    "group-not-heard": of_policy(
        say("Too few organisations of a group of stakeholders responded"), say("Ask them again, by a way that suits them; give them time.")
    ),
    "comment-unanswered": of_policy(
        say("A comment has no answer"), say("Add `answer:` with its disposition, the reason, the role of who answers, and the day.")
    ),
    "draft-missing": of_policy(
        say("A round of consultation does not name the digest of its draft"),
        say("Keep it with `spregistry consult draft` while the round is open, and enter under `draft` the digest that it prints."),
    ),
    "change-unasked": of_policy(
        say("Something changed after the last round of consultation that nobody had asked for"),
        say("Name it in the answer to the comment that led to it; where there is none, take it back, or hold another round."),
    ),
    "decision-missing": of_policy(
        say("No decision approves the version after its consultation"), say("Enter the decision with its votes under `decisions`.")
    ),
    "body-unbalanced": of_policy(
        say("One interest has too large a share of the body that decides"), say("Have a balanced body decide, and enter its decision.")
    ),
    "document-missing": of_policy(
        say("A document that has to be published is not"), say("Publish it, and enter it under `documents` with its day.")
    ),
    "document-untimely": of_policy(
        say("A document was published too early or too late"),
        say("Check the day; what came too late for a decision is reason to decide again."),
    ),
    "contact-missing": of_policy(say("It is not said where complaints go"), say("Add `complaints_contact:`, an office or an address.")),
    "statement-missing": of_policy(
        say("It is not said how a version came about"), say("Add `statement:` with a few sentences for readers.")
    ),
    "review-date": of_policy(
        say("The next review of a version has no day, or one too far away"), say("Name it as `next_review` in `notes.yaml`.")
    ),
    # Crosswalks, and the catalogues of other bodies that they point at.
    "unpinned-end": of_crosswalk(
        say("A crosswalk does not name exactly one version at each end"),
        say("Write id@version as it is registered; what is mapped today may be renumbered tomorrow."),
    ),
    "unknown-end": of_crosswalk(
        say("A crosswalk names a framework, a catalogue or a version that is not there"),
        say(
            "Correct the name, or add the version. It is looked for in the registry (`spregistry list` and `catalogues/`), then among what "
            "comes with the program."
        ),
    ),
    "outdated-end": of_crosswalk(
        say("A crosswalk is about a version that has been replaced"),
        say("Go through it with the newer version, and name that one; the message lists what changed for it."),
        "warning",
    ),
    "dated-ahead": of_crosswalk(
        say("A crosswalk is dated on a day still to come"),
        say("Correct the day: it says when the pairs were made, or last gone through as a whole."),
        "warning",
    ),
    "dangling-mapping": of_crosswalk(
        say("A mapping names what its end does not have"), say("Correct the id or code, or add it to the catalogue.")
    ),
    "withdrawn-mapping": of_crosswalk(
        say("A mapping names what its end no longer has"),
        say("Map what stands in its place, as far as it still fits; or remove the mapping."),
    ),
    "duplicate-mapping": of_crosswalk(say("A pair is mapped twice"), say("Keep the better one of the two.")),
    "contradictory-mapping": of_crosswalk(
        say("Two mappings, or a mapping and what a profile borrows, cannot both be right"),
        say("Correct the relation that is wrong; the message says what it contradicts."),
    ),
    "duplicate-entry": of_crosswalk(say("A catalogue lists a code twice"), say("Keep one of the two.")),
    "misnamed-file": of_crosswalk(
        say("A crosswalk or a catalogue does not stand in the file of its name"),
        say("Name a crosswalk's file by its id, and a catalogue's by id and version with a hyphen between."),
    ),
    # The folder of all standards.
    "orphan": of_registry(
        say("A file looks like a part of a standard and is none"),
        say("List it under `parts`, give it its right place and name, or remove it."),
        "warning",
    ),
    "stale-translation": of_registry(
        say("A text was changed after it was translated"),
        say("Have it translated anew; `spregistry translations REF --language CODE` shows what changed. Until then readers see a mark."),
        "warning",
    ),
    "translation-revised": of_registry(
        say("A translation of a released version is not the revision on record"),
        say("Put the revision on record with `spregistry record translation`, or restore the file from the repository's history."),
    ),
}
