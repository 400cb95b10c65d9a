// A copy of a submission to give away: what was answered and reported, without remarks, documents and names. Pure.
//
// What leaves is decided by what may stay in, not by what must go: a key that this module does not know never leaves, and neither does
// a value that the framework does not accept. The copy is a valid submission and scores the same; what counts evidence, such as the
// documented score, cannot be computed from it any more and is therefore written into it.
//
// Consent is kept in two places, both under `extensions`, which every reader carries and none interprets: COPY in the copy says for
// whom and what for it was made; SHARES in the institution's own file is its register of all recipients, and no part of any copy.
import { assess } from "../../engine/index.js";
import { sift } from "../../engine/values.js";
import { isPlain, own, withKey } from "./answers.js";
import { carriedFactIds } from "./carry.js";

/** Where a copy says what it is, and where the institution's own file lists the copies made of it. */
const COPY = "spregistry-shared-copy";
const SHARES = "spregistry-shares";

/** What may be left in or out, beyond what always goes. */
export const CHOICES = ["name", "country", "region", "justifications"];
/** What is chosen where nothing is said. */
export const DEFAULTS = { name: false, country: true, region: false, justifications: false };

/** What leaves as it is, by the keys of each section; anything else in them stays. */
const SECTIONS = { period: ["start", "end"], currency: ["code", "per_usd", "date"], respondent: ["group"] };
const PLAIN = ["format", "framework", "profile", "language", "status"];

/**
 * Return the copy and what it lacks: `{copy, dropped}`; dropped is `[{what, count}]` in the order in which it is shown.
 *
 * @param consent `{recipient, purpose, on}`
 * @param choices which of CHOICES stay in
 * @param words texts that stand where the format wants one: `unnamed`, `evidence`, `no_evidence`, `reason`
 */
export function sharedCopy(framework, profile, submission, consent, choices, words) {
  const dropped = new Map();
  const drop = (what, count = 1) => count && dropped.set(what, (dropped.get(what) ?? 0) + count);
  const fitting = sift(framework, submission);
  const copy = {};
  for (const key of PLAIN) if (isSimple(submission[key])) copy[key] = submission[key];
  const organisation = organisationOf(submission, choices, words, drop);
  if (organisation !== undefined) copy.organisation = organisation;
  for (const [section, keys] of Object.entries(SECTIONS)) {
    const kept = picked(submission[section], keys);
    if (Object.keys(kept).length) copy[section] = kept;
  }
  copy.facts = factsOf(framework, fitting.facts, drop);
  // Whoever reads the copy must know as well what nobody has looked at this year.
  const waiting = carriedFactIds(submission).filter((id) => own(copy.facts, id) !== undefined);
  if (waiting.length) copy.unconfirmed_facts = Object.fromEntries(waiting.map((id) => [id, true]));
  copy.answers = answersOf(framework, submission, fitting.answers, choices, words, drop);
  drop("unreadable", fitting.problems.length);
  countOthers(submission, drop);
  copy.extensions = { [COPY]: { ...consent, ...standing(framework, profile, submission) } };
  return { copy, dropped: [...dropped].map(([what, count]) => ({ what, count })) };
}

function picked(section, keys) {
  return Object.fromEntries(keys.filter((key) => isSimple(own(section, key))).map((key) => [key, section[key]]));
}

function isSimple(value) {
  return typeof value === "string" || typeof value === "number";
}

function organisationOf(submission, choices, words, drop) {
  const given = isPlain(submission.organisation) ? submission.organisation : {};
  const kept = {};
  for (const key of ["name", "country", "region"]) {
    if (given[key] === undefined) continue;
    if (choices[key] && isSimple(given[key])) kept[key] = given[key];
    else drop(key);
  }
  drop("contact", ["website", "contact"].filter((key) => given[key] !== undefined).length);
  // The format wants a name wherever there is an organisation, and a final submission wants an organisation.
  return submission.organisation === undefined ? undefined : { name: words.unnamed, ...kept };
}

/** Texts that were typed as facts may name people or places; figures, choices and days stay. */
function factsOf(framework, fitting, drop) {
  const kept = Object.entries(fitting).filter(([id]) => {
    const { schema } = framework.facts.get(id);
    const stays = schema?.type !== "string" || schema.format === "date" || framework.gatingFacts.has(id);
    if (!stays) drop("texts");
    return stays;
  });
  return Object.fromEntries(kept);
}

function answersOf(framework, submission, fitting, choices, words, drop) {
  const kept = [];
  for (const [id, { value, notApplicable }] of fitting) {
    const indicator = framework.indicators.get(id);
    const answer = submission.answers[id];
    countParts(answer, drop);
    const typed = indicator.kind === "text" && value !== undefined;
    if (typed) drop("texts");
    const said = {
      ...(value === undefined || typed ? {} : { value }),
      ...(notApplicable ? { not_applicable: true } : {}),
      ...justified(indicator, answer, choices, words, drop),
      ...reasoned(answer, words),
      ...(answer.unconfirmed === true ? { unconfirmed: true } : {}),
    };
    if (Object.keys(said).length) kept.push([id, said]);
  }
  return Object.fromEntries(kept);
}

/** A reason that the framework lists tells nothing about people; one in own words may. */
function justified(indicator, { justification }, choices, words, drop) {
  if (typeof justification !== "string") return {};
  const listed = Array.isArray(indicator.mayBeNa) && indicator.mayBeNa.includes(justification);
  if (listed || choices.justifications) return { justification };
  drop("justifications");
  return { justification: words.reason };
}

/** In place of documents, so that a final submission stays one: that there are some, or a reason for having none. */
function reasoned(answer, words) {
  if (Array.isArray(answer.evidence) && answer.evidence.length) return { no_evidence: words.evidence };
  return answer.no_evidence === undefined ? {} : { no_evidence: words.no_evidence };
}

function countParts(answer, drop) {
  drop("evidence", Array.isArray(answer.evidence) ? answer.evidence.length : 0);
  for (const [key, what] of [["comment", "comments"], ["dissent", "comments"], ["by", "signatures"], ["review", "reviews"], ["flag", "flags"]]) {
    if (answer[key] !== undefined && answer[key] !== false) drop(what);
  }
  if (answer.no_evidence !== undefined) drop("reasons");
}

function countOthers(submission, drop) {
  const lengthOf = (value) => (Array.isArray(value) ? value.length : isPlain(value) ? Object.keys(value).length : value === undefined ? 0 : 1);
  drop("notes", lengthOf(submission.fact_notes));
  drop("actions", lengthOf(submission.actions));
  if (isPlain(submission.respondent)) drop("respondent", ["role", "name"].filter((key) => submission.respondent[key] !== undefined).length);
  // Who vouches is a name; without it the copy claims no more than a self-assessment.
  if (isPlain(submission.assurance) && lengthOf(submission.assurance) > 1) drop("assurance");
  drop("provenance", lengthOf(submission.provenance) + (submission.migration === undefined ? 0 : 1));
  drop("extensions", Object.keys(isPlain(submission.extensions) ? submission.extensions : {}).filter((key) => key !== SHARES).length);
}

/** Return what only the whole file can tell; no digest of it, from which a withheld name could be guessed. */
function standing(framework, profile, submission) {
  const { overall } = assess(framework, submission, { profile }).scorecard;
  const level = isPlain(submission.assurance) ? submission.assurance.level : undefined;
  return {
    ...(overall ? { documented: overall.documented, evidence_coverage: overall.evidence_coverage } : {}),
    ...(level === "accompanied" || level === "verified" ? { assurance: level } : {}),
  };
}

/** Return the institution's register of copies: `[{recipient, purpose, on, …}]`. */
export function sharesOf(submission) {
  const given = own(submission?.extensions, SHARES);
  return Array.isArray(given) ? given.filter((one) => isPlain(one) && typeof one.recipient === "string") : [];
}

/** Return the submission with a copy noted in its register. */
export function withShare(submission, share) {
  const given = own(submission.extensions, SHARES);
  return { ...submission, extensions: withKey(submission.extensions, SHARES, [...(Array.isArray(given) ? given : []), share]) };
}

/** Return the submission with the consent to one copy taken back; the entry stays, as what was given cannot be ungiven. */
export function withdrawn(submission, share, on) {
  const changed = submission.extensions[SHARES].map((one) => (one === share ? { ...one, withdrawn_on: on } : one));
  return { ...submission, extensions: withKey(submission.extensions, SHARES, changed) };
}
