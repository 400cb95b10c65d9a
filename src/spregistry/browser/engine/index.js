// Reads and scores submissions, in the browser or in node: the second implementation of the scoring rules, held to the same
// conformance vectors as the first. No part of it touches a page.
import { canonical } from "./canonical.js";
import { digest } from "./digest.js";
import { explanation } from "./explain.js";
import { isObject, mainValue, readFigures } from "./figures.js";
import { load } from "./framework.js";
import { columns, runColumns, scorecard } from "./scorecards.js";
import { ANSWERED, STATES } from "./state.js";
import { breaches } from "./submission_rules.js";
import { boundsOf, fits, numberProblem, partsOf, problem, sift } from "./values.js";
import { withChanges } from "./what_if.js";

export { STATES, boundsOf, canonical, digest, fits, load, mainValue, numberProblem, partsOf, readFigures, sift, withChanges };

/**
 * Return what a submission is worth, and what is wrong with it. Never throws on an object: an invalid value counts as missing.
 *
 * @param framework The loaded framework that the submission names.
 * @param options `profile`: a loaded profile of it, to score its tree instead; `named`: the profile that the submission names, for which
 *     it must be complete, where that is another one; `final`: whether to say what a final submission lacks, though it is a draft.
 * @returns `{scorecard, states, problems}`; states by indicator of what was scored.
 */
export function assess(framework, submission, { profile, named, final = false } = {}) {
  const given = isObject(submission) ? submission : {};
  const { reading, scored, whole } = readAs(framework, given, profile);
  const states = new Map();
  for (const indicator of scored.indicators.values()) {
    const at = indicator.position;
    const state = reading.states[at];
    states.set(indicator.id, {
      state: STATES[state],
      reason: reading.reasons.get(at) ?? null,
      value: reading.answers.get(indicator.id)?.value ?? null,
      points: indicator.scored && state === ANSWERED ? reading.points[at] : null,
      figure: reading.figures.get(at) ?? null,
    });
  }
  return {
    scorecard: scorecard(framework, profile, given, reading),
    states,
    problems: [...whole.problems, ...problemsOf(framework, given, whole, { profile, named, final })],
  };
}

/**
 * Return how every number came about: `{indicators, calculations}`.
 *
 * Indicators by id: points, best, gain and the rest of a scorecard's row. Calculations by group id, null for the root: aggregate,
 * children with weight and score, caps that bite, and the score without them.
 */
export function explain(framework, submission, { profile } = {}) {
  const given = isObject(submission) ? submission : {};
  const { reading, scored } = readAs(framework, given, profile);
  return explanation(scored, given, reading);
}

/**
 * Return the values from 0 to 1 of all nodes before they are rounded: indicators, groups and root in the order of the plan, each as score,
 * potential, documented and not applicable as zero. For comparing runtimes to the last bit.
 */
export function unrounded(framework, submission, { profile } = {}) {
  const { reading, scored } = readAs(framework, submission, profile);
  const runs = runColumns(scored.plan, columns(scored.plan, reading));
  return Float64Array.from({ length: runs.length * scored.plan.nodes }, (_, at) => runs[at % runs.length].values[Math.floor(at / runs.length)]);
}

/** Return the scorecard with some answers replaced, by indicator id. */
export function whatIf(framework, submission, options, changes) {
  const changed = withChanges(isObject(submission) ? submission : {}, changes);
  const { reading } = readAs(framework, changed, options?.profile);
  return scorecard(framework, options?.profile, changed, reading);
}

/**
 * Return the points that a value earns as the answer to an indicator, from 0 to 1, with facts as reported; of a ratio, what it earns.
 *
 * Null where there are none: not scored by its nature, not applicable, not fitting, or waiting for a fact.
 */
export function pointsOf(framework, id, value, facts = {}) {
  const indicator = framework.indicators.get(id);
  return indicator.canEarn ? framework.questionnaire.pointsOf(indicator, value, sift(framework, { facts }).facts) : null;
}

function readAs(framework, submission, profile) {
  const sifted = sift(framework, submission);
  const scored = profile ?? framework;
  const reading = scored.questionnaire.readSifted(submission, sifted);
  return { reading, scored, whole: profile === undefined ? reading : framework.questionnaire.readSifted(submission, sifted) };
}

function problemsOf(framework, submission, reading, { profile, named, final }) {
  const wanted = submission.profile;
  const known = [named, profile].find((one) => one !== undefined && one.reference === wanted && one.basedOn === framework.reference);
  const unknown = typeof wanted === "string" && known === undefined ? [problem("unknown-profile", ["profile"], null, { profile: wanted })] : [];
  const against = known === undefined ? { framework, reading } : { framework: known, reading: known.questionnaire.readSifted(submission, reading) };
  return [...breaches(framework, submission, reading, against, final || submission.status === "final"), ...unknown];
}
