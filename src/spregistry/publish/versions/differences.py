"""The differences of two versions in words, as text, Markdown, JSON and GitHub's annotations."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from itertools import chain
from typing import Any

from spregistry.evolve.comparing.sides import Side
from spregistry.evolve.proving.proof import Proof, Witness
from spregistry.finding import Finding
from spregistry.model.change import IMPACTS, STEPS, Change, Differences, Impact, Kind, Step, step_between
from spregistry.model.document import Source
from spregistry.model.framework import Framework
from spregistry.model.scorecard import Measures
from spregistry.publish.versions.change_values import UNNAMED, Names, value_in_words
from spregistry.publish.versions.details import details_of
from spregistry.publish.versions.field_words import field_in_words, kind_in_words
from spregistry.publish.versions.impacts import IMPACT_TITLES, IMPACT_WORDS, by_impact, weight_of
from spregistry.publish.versions.reasons import Why, nobody_says
from spregistry.sentence import Sentence, Several, say, sayable
from spregistry.version import ENGINE

#: Says a sentence in the language of the reader.
Voice = Callable[[str], str]

#: What happened, by kind; `before` and `after` are short words for the values.
_SAID: Mapping[Kind, str] = {
    "added": sayable("new"),
    "removed": sayable("gone, without a word about it in the later version"),
    "withdrawn": sayable("withdrawn"),
    "renamed": sayable("goes on under another id; before: {continues}"),
    "merged": sayable("merged from {continues}"),
    "split": sayable("split from {continues}"),
    "widened": sayable("asks more than {continues}, which it continues"),
    "narrowed": sayable("asks less than {continues}, which it continues"),
    "moved": sayable("moved from the group {before} to {after}"),
    "renumbered": sayable("renumbered from {before} to {after}"),
    "reordered": sayable("in another order"),
    "retitled": sayable("title: “{before}” → “{after}”"),
    "reworded": sayable("{field} reworded"),
    "relabelled": sayable("{field}: “{before}” → “{after}”"),
    "guidance": sayable("{field} reworded"),
    "evidence": sayable("other evidence or persons are named"),
    "reassigned": sayable("answered by {after}; before: {before}"),
    "retagged": sayable("tags: {before} → {after}"),
    "answer-kind": sayable("answered in another way"),
    "option-added": sayable("new answer: {after}"),
    "option-removed": sayable("an answer is gone: {before}"),
    "item-added": sayable("new item: {after}"),
    "item-removed": sayable("an item is gone: {before}"),
    "range-widened": sayable("{field}: more is accepted"),
    "range-narrowed": sayable("{field}: less is accepted"),
    "unit": sayable("unit: {before} → {after}"),
    "reasons-added": sayable("not applicable is accepted for more reasons"),
    "reasons-removed": sayable("not applicable is accepted for fewer or other reasons"),
    "required": sayable("a final submission must answer it now"),
    "optional": sayable("a final submission need not answer it any more"),
    "segments-added": sayable("may be broken down further: {before} → {after}"),
    "segments-removed": sayable("may be broken down less: {before} → {after}"),
    "quality-check": sayable("the check of facts is another"),
    "scored": sayable("counts in the score now"),
    "unscored": sayable("counts in the score no more"),
    "rescaled": sayable("{field}: other points ({before} → {after})"),
    "recomputed": sayable("{field}: computed from other facts ({before} → {after})"),
    "reweighted": sayable("weight: {before} → {after}"),
    "reaggregated": sayable("its parts are put together in another way: {before} → {after}"),
    "capped": sayable("another cap: {before} → {after}"),
    "applicability": sayable("asked under other conditions"),
    "timing": sayable("due from month: {before} → {after}"),
    "asked-of": sayable("asked of: {before} → {after}"),
    "rebanded": sayable("band from: {before} → {after}"),
    "awards": sayable("award: {before} → {after}"),
    "overall": sayable("one total for the whole: {before} → {after}"),
    "respondents": sayable("group of respondents: {before} → {after}"),
    "clock": sayable("the fact that months are counted from: {before} → {after}"),
    "language": sayable("language of the source: {before} → {after}"),
    "licence": sayable("licence: {before} → {after}"),
    "levels": sayable("names of the levels: {before} → {after}"),
    "terms": sayable("in the list of terms: {before} → {after}"),
    "based-on": sayable("based on: {before} → {after}"),
}

_STEP_SAID: Mapping[Step, Sentence] = {
    "none": say("nothing differs, so no new version is needed"),
    "patch": say("PATCH: only words change"),
    "minor": say("MINOR: every old submission stays valid and final, with the same score"),
    "major": say("MAJOR: old submissions may score differently, or no longer be valid or final"),
}


def sentence_of(change: Change, names: Names = UNNAMED) -> Sentence:
    """Return in words what one change is, without its element; groups, tags and answers by their titles where `names` knows them."""
    listed = ":" in change.element and not change.field
    if listed and (change.before is None or change.after is None):
        return _listed(change)
    if change.kind == "removed" and names.backwards:  # it came later, which no version before could say a word about
        return say("no longer there")
    if change.element_kind == "indicator" and change.after is not None and change.kind in _ARRIVING:
        return _arriving(change, names)
    if (change.element_kind, change.kind, change.impact) == ("fact", "added", "breaking"):
        return say("{sentence}; a final submission must report it", sentence=_worded(change, names))
    return _worded(change, names)


def _worded(change: Change, names: Names) -> Sentence:
    values: Mapping[str, Callable[[], str]] = {
        "before": lambda: value_in_words(change, change.before, names, earlier=True),
        "after": lambda: value_in_words(change, change.after, names, earlier=False),
        "field": lambda: field_in_words(change, names),
        "continues": lambda: Several(change.continues if change.kind == "renamed" else map(names.formerly, change.continues)),
    }
    template = _SAID[change.kind]
    return Sentence(template, {name: value() for name, value in values.items() if f"{{{name}}}" in template})


#: Kinds by which an indicator comes into a version.
_ARRIVING: tuple[Kind, ...] = ("added", "renamed", "merged", "split", "widened", "narrowed")


def _listed(change: Change) -> Sentence:
    """Return that an entry of a list of the header is new or gone."""
    if change.kind != "quality-check":
        return say("new") if change.before is None else say("no longer there")
    entry: Any = change.after if change.before is None else change.before
    message = entry["message"].removesuffix(".")
    if change.before is None:
        return say("new: “{message}”", message=message)
    return say("facts are no longer checked for this: “{message}”", message=message)


def _arriving(change: Change, names: Names) -> Sentence:
    """Return how an indicator came in, and that it need not be answered where that is so."""
    said, side = _worded(change, names), names.after
    indicator = side.framework.indicators.get(change.element) if side else None
    if indicator is None or indicator.required:
        return said
    if indicator.trial:
        return say("{sentence}; on trial: neither required nor scored", sentence=said)
    if side is None or not side.is_scored(change.element):
        return say("{sentence}; optional, and not scored", sentence=said)
    return say("{sentence}; optional: a final submission need not answer it", sentence=said)


def heading(change: Change, names: Names = UNNAMED) -> str:
    """Return the element of a change as people know it: its code and title, else what kind of thing it is and its name."""
    kind = kind_in_words(change.element)
    return Several((kind, names.heading(change)), "{words} · {next}") if kind else names.heading(change)


def title_of(differences: Differences) -> Sentence:
    """Return what is compared: two versions, or one with what it was at a revision of the repository."""
    told = {"before": differences.before, "after": differences.after}
    if differences.revision is None:
        return say("{before} → {after}", **told)
    return say("{before} at {revision} → {after} now", **told, revision=differences.revision)


def summary(differences: Differences) -> Iterator[Sentence]:
    """Yield what to know first: how many changes of each impact, the least step, and whether the version rises as far.

    What nobody classed has no impact yet, and is counted by itself. Before all that stands where the two are named in the wrong order, so
    that what one version added seems removed.
    """
    if differences.backwards:
        yield say("The order is reversed: {before} is the later of the two, so changes are told backwards.", before=differences.before)
    for impact in reversed(IMPACTS):
        count = sum(change.judged and change.impact == impact for change in differences.changes)
        if count:
            yield say("{impact}: {count}", impact=IMPACT_WORDS[impact], count=count)
    if differences.unjudged:
        yield say("Rewordings that an editor must class, because they may change what is asked: {count}", count=len(differences.unjudged))
    yield from _step_of(differences)
    if not rises_enough(differences):
        yield say("The version does not rise as far as that, from {before} to {after}.", before=differences.before, after=differences.after)


def _step_of(differences: Differences) -> Iterator[Sentence]:
    """Yield the least step that the changes ask for: not backwards, nor between drafts of one version that no revision tells apart."""
    if not differences.forwards:
        if not differences.changes:
            yield say("Nothing differs.")
    elif differences.unjudged and differences.step != "major":
        least = differences.step.upper()  # without what it promises, which nobody knows yet
        yield say("Least step of the version: {step}, or MAJOR where one of these is classed as substantive", step=least)
    else:
        yield say("Least step of the version: {step}", step=_STEP_SAID[differences.step])


def rises_enough(differences: Differences) -> bool:
    """Tell whether the later version's number says at least what its changes do; of a draft that was edited it need not rise."""
    if not differences.forwards or differences.before == differences.after:
        return True
    return STEPS.index(step_between(differences.before, differences.after)) >= STEPS.index(differences.step)


#: What begins another character by its name or number; Markdown reads an ampersand by itself as one.
_REFERENCE = re.compile(r"&(?=#?\w+;)")


def to_markdown(differences: Differences, voice: Voice, least: Impact = "editorial", names: Names = UNNAMED, why: Why = nobody_says) -> str:
    """Return the differences as Markdown, from the gravest down to `least`, with the reasons that are known."""

    def entry(change: Change) -> Iterator[str]:
        yield f"- **{plain(voice(heading(change, names)))}** (`{change.element}`): {plain(voice(sentence_of(change, names)))}"
        yield from (f"  - {plain(voice(detail))}" for detail in details_of(change, names, why))

    lines = [f"# {plain(voice(title_of(differences)))}", "", *(f"- {plain(voice(line))}" for line in summary(differences)), ""]
    for impact, changes in by_impact(differences, least):
        lines += [f"## {voice(IMPACT_TITLES[impact])}", ""]
        lines += [*chain.from_iterable(map(entry, changes)), ""]
    return "\n".join(lines)


def plain(text: str) -> str:
    """Return text whose signs mean nothing to Markdown or HTML."""
    harmless = _REFERENCE.sub("&amp;", text)
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#|" else sign for sign in harmless)


def to_json(differences: Differences, proof: Proof | None = None) -> str:
    """Return the differences as in `schemas/differences.schema.json`."""
    data: dict[str, Any] = {
        "format": 1,
        "engine": ENGINE,
        "before": differences.before,
        **({} if differences.revision is None else {"revision": differences.revision}),
        "after": differences.after,
        "step": differences.step if differences.forwards else None,
        "changes": [asdict(change) for change in differences.changes],
    }
    if proof is not None:
        data["proof"] = {
            "drafts_covered": proof.covers,
            "tried": proof.tried,
            "differing": _witness(proof.differing, differences),
            "witnesses": [
                {"element": change.element, "field": change.field, "kind": change.kind, "witness": _witness(witness, differences)}
                for change, witness in proof.witnesses
            ],
        }
    return json.dumps(data, ensure_ascii=False, indent=2)


def reproducing(witness: Witness, differences: Differences) -> Sentence:
    """Return in words how anybody sees what a submission shows, with `validate` and `score`."""
    told = {"before": differences.before, "after": differences.after}
    if witness.without:
        return say(
            "Validate and score the submission as it is for what is said under “after”; for “before”, on a copy of {after} in which "
            "this one change is undone, as {before} has it.",
            **told,
        )
    key = "profile" if "profile" in witness.submission else "framework"
    return say(
        "Validate and score the submission as it is for what is said under “before”; for “after”, with “{key}: {after}” in it.",
        key=key,
        after=differences.after,
    )


def _witness(witness: Witness | None, differences: Differences) -> dict[str, Any] | None:
    if witness is None:
        return None
    return {
        "submission": witness.submission,
        "reproduce": reproducing(witness, differences),
        **{
            name: {
                "errors": sorted({code for code, _, _ in verdict.errors}),
                "overall": overall.score if (overall := verdict.measures.get(None)) else None,
            }
            for name, verdict in (("before", witness.before), ("after", witness.after))
        },
    }


def witness_sentence(witness: Witness | None) -> Sentence:
    """Return in words how a submission fares with and without a change."""
    if witness is None:
        return say("no submission that was tried fares differently")
    fresh = sorted({code for code, _, _ in witness.after.errors - witness.before.errors})
    if fresh:
        return say("a submission has new errors: {codes}", codes=", ".join(fresh))
    before, after = witness.before.measures, witness.after.measures
    for id_ in dict.fromkeys([*before, *after]):
        was, is_ = (_range(measures[id_]) if id_ in measures else "–" for measures in (before, after))
        if was != is_ and (id_ is None or (id_ in before and id_ in after)):
            name = say("overall") if id_ is None else id_
            return say("a submission scores otherwise in {group}: {before} → {after}", group=name, before=was, after=is_)
    return say("a submission holds other awards")


def _range(measures: Measures) -> str:
    if measures.score is None or measures.potential is None:
        return "–"
    numbers = f"{measures.score:g}" if measures.score == measures.potential else f"{measures.score:g}–{measures.potential:g}"
    return f"{numbers} ({measures.band})" if measures.band else numbers


def to_annotations(differences: Differences, source: Source, after: Framework, names: Names = UNNAMED) -> list[Finding]:
    """Return the differences as findings, each at its element in the later version's files, for formats that show findings."""
    paths = Side(after).paths
    found = []
    for change in differences.changes:
        file, place = source.locate(paths.get(change.element, []))
        found.append(
            Finding(
                code=change.kind,
                severity="warning" if change.is_grave else "note",
                message=say("{sentence} ({impact})", sentence=sentence_of(change, names), impact=IMPACT_WORDS[weight_of(change)]),
                file=file,
                line=place.line if place else None,
                column=place.column if place else None,
                element=change.element,
                element_code=change.code,
                element_title=change.title,
            )
        )
    return found
