// What a scored submission shows: strengths, gaps, caps, what is not applicable, what is lacking. Pure: from results to plain lists.
import { isFinished } from "../../engine/scorecards.js";
import { toHundredths } from "../../engine/scoring.js";

/** Return the difference of two published numbers, exact to the last published digit; null where one is lacking. */
export function difference(later, earlier) {
  if (later === null || later === undefined || earlier === null || earlier === undefined) return null;
  return (toHundredths(later) - toHundredths(earlier)) / 100;
}

/** Return which share of what could be answered is said not to apply; null where there is nothing. */
export function notApplicableShare(measures) {
  const all = measures.answered + measures.missing + measures.not_applicable;
  return all ? measures.not_applicable / all : null;
}

/** Return the groups so many levels below the root, 1 for those directly below, in the order of the framework. */
export function groupsAt(asked, depth) {
  const depths = new Map();
  for (const group of asked.groups.values()) depths.set(group.id, (depths.get(group.parent) ?? 0) + 1);
  return [...asked.groups.values()].filter((group) => depths.get(group.id) === depth);
}

/**
 * Return where most is to be gained, the most first: `{id, code, function, state, gain, points, best}`.
 *
 * A framework without a total has no gains; what lacks most points comes first there, and `gain` is null.
 */
export function gaps(asked, why) {
  const rows = [];
  for (const [id, row] of why.indicators) {
    if (row.best === null) continue;
    const lacking = row.best - (row.points ?? 0);
    const counts = row.state === "answered" || row.state === "missing";
    if (!counts || lacking <= 0 || row.gain === 0) continue;
    rows.push({ id, code: row.code, function: asked.indicators.get(id).function, state: row.state, gain: row.gain, points: row.points, best: row.best, lacking });
  }
  // Sorting is stable: what gains the same stays in the order of the framework.
  return rows.sort((one, other) => (other.gain ?? 0) - (one.gain ?? 0) || (one.gain === null ? other.lacking - one.lacking : 0));
}

/**
 * Return the groups that stand best, the best first, as the report shows them: finished ones, none below the whole, above nothing.
 *
 * Of standards, or what a framework has on its second level; of the first level where there is no other.
 */
export function strengths(asked, scorecard, most = 3) {
  const candidates = groupsAt(asked, 2).length ? groupsAt(asked, 2) : groupsAt(asked, 1);
  const floor = scorecard.overall?.score ?? 0;
  // Sorting is stable: what stands the same stays in the order of the framework.
  return candidates
    .map((group) => scorecard.groups.get(group.id))
    .filter((group) => isFinished(group) && group.score > 0 && group.score >= floor)
    .sort((one, other) => other.score - one.score)
    .slice(0, most);
}

/** Return the caps that lower a score: `{group, indicator, to, bites, uncapped}`; one above what the children give is left out. */
export function bitingCaps(why) {
  const found = [];
  for (const [group, { caps, uncapped }] of why.calculations) {
    for (const cap of caps) if (uncapped !== null && cap.to < uncapped) found.push({ group, uncapped, ...cap });
  }
  return found;
}

/** Return the indicators said not to apply, with the justification as it stands in the submission. */
export function notApplicable(asked, result, submission) {
  return [...asked.indicators.values()]
    .filter((indicator) => result.states.get(indicator.id).state === "not applicable")
    .map((indicator) => ({ id: indicator.id, code: indicator.code, justification: submission.answers?.[indicator.id]?.justification ?? "" }));
}

const GRAVITY = ["error", "warning", "note"];
/** What only a final submission must have; everything else is wrong in a draft as well. */
const LACKING = new Set(["missing-detail", "missing-fact", "missing-answer", "unconfirmed-answer", "unconfirmed-fact", "missing-evidence"]);

/** Return what contradicts itself or should be looked at, the gravest first. */
export function qualityFindings(problems) {
  return problems
    .filter((problem) => !LACKING.has(problem.code))
    .sort((one, other) => GRAVITY.indexOf(one.severity) - GRAVITY.indexOf(other.severity));
}

/** Return what a final submission still lacks, by code in the order in which one would mend it. */
export function lackingForFinal(problems) {
  const found = [...LACKING].map((code) => ({ code, problems: problems.filter((problem) => problem.code === code) }));
  return found.filter(({ problems: some }) => some.length);
}
