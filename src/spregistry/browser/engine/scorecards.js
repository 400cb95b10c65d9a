// From what a submission says to a scorecard (scoring rules 1, 2, 6, 7 and 8).
import { digest } from "./digest.js";
import { NOTHING, publish, run, shown, toHundredths } from "./scoring.js";
import { ANSWERED, MISSING, NOT_APPLICABLE, NOT_ASKED, NOT_YET_DUE, UNDEFINED } from "./state.js";

/** Return the columns of points that a scorecard needs, and whether each indicator counts in them. */
export function columns(plan, reading) {
  const score = new Float64Array(plan.size);
  const potential = new Float64Array(plan.size);
  const documented = new Float64Array(plan.size);
  const counted = new Uint8Array(plan.size);
  const withNa = new Uint8Array(plan.size);
  for (let at = 0; at < plan.size; at += 1) {
    if (!plan.scored[at]) continue;
    const state = reading.states[at];
    counted[at] = state <= MISSING ? 1 : 0;
    withNa[at] = counted[at] || state === NOT_APPLICABLE ? 1 : 0;
    if (!counted[at]) continue;
    score[at] = reading.points[at];
    potential[at] = reading.points[at] + (state === MISSING ? 1 : 0);
    documented[at] = reading.evidence[at] ? reading.points[at] : 0;
  }
  return { score, potential, documented, counted, withNa };
}

/** Return a scorecard: the overall measures, those of every group, and awards. */
export function scorecard(framework, profile, submission, reading, engine) {
  const scored = profile ?? framework;
  const { plan } = scored;
  const given = columns(plan, reading);
  const published = publishedColumns(plan, given);
  const measures = plan.planned.map((group, at) => measured(scored, group, reading, given, published[at]));
  const groups = new Map();
  [...scored.groups.values()].forEach((group, at) => {
    groups.set(group.id, { id: group.id, code: group.code, title: group.title, level: group.level, parent: group.parent, ...measures[at] });
  });
  return {
    overall: scored.hasOverall ? measures[measures.length - 1] : null,
    groups,
    awards: awards(scored, published),
    droppedCaps: scored.droppedCaps,
    /** Return what exactly was scored, by what; the digest is worked out when it is asked for. */
    stamp: () => ({
      framework: framework.reference,
      framework_digest: framework.digest,
      profile: profile?.reference ?? null,
      profile_digest: profile?.digest ?? null,
      engine: engine ?? framework.engine,
      submission_digest: digest(submission),
    }),
  };
}

/** Score the columns: score, potential, documented, not applicable as zero. */
export function runColumns(plan, { score, potential, documented, counted, withNa }) {
  return [run(plan, score, counted), run(plan, potential, counted), run(plan, documented, counted), run(plan, score, withNa)];
}

/** Return the published hundredths of all groups and the root, one per column. */
function publishedColumns(plan, given) {
  const runs = runColumns(plan, given);
  return plan.planned.map(({ node }) => runs.map(({ values, scored }) => publish(values[node], scored[node])));
}

function measured(framework, group, reading, { score, documented }, [value, potential, shownDocumented, naAsZero]) {
  const counts = [0, 0, 0, 0, 0, 0];
  let positive = 0;
  let evidenced = 0;
  for (let at = group.first; at < group.last; at += 1) {
    if (!framework.plan.scored[at]) continue;
    counts[reading.states[at]] += 1;
    if (score[at] > 0) positive += 1;
    if (documented[at] > 0) evidenced += 1;
  }
  const due = counts[ANSWERED] + counts[MISSING];
  return {
    score: shown(value),
    potential: shown(potential),
    band: bandOf(framework, value, potential),
    documented: shown(shownDocumented),
    na_as_zero: shown(naAsZero),
    coverage: due ? counts[ANSWERED] / due : null,
    evidence_coverage: positive ? evidenced / positive : null,
    answered: counts[ANSWERED],
    missing: counts[MISSING],
    not_applicable: counts[NOT_APPLICABLE],
    not_asked: counts[NOT_ASKED],
    not_yet_due: counts[NOT_YET_DUE],
    undefined: counts[UNDEFINED],
  };
}

/** Return the band that both hundredths fall into; null where they do not share one. */
function bandOf(framework, low, high) {
  const reached = (hundredths) => framework.bands.filter((band) => toHundredths(band.from) <= hundredths).length;
  const [below, above] = [reached(low), reached(high)];
  return below === above && below > 0 ? framework.bands[below - 1].id : null;
}

function awards(framework, published) {
  const hundredths = new Map([...framework.groups.keys()].map((id, at) => [id, published[at][0]]));
  return framework.awards.map((award) => {
    const minimums = award.minimums.map((minimum) => outcome(minimum, hundredths.get(minimum.group)));
    const outcomes = minimums.map((minimum) => minimum.outcome);
    const held = !outcomes.includes("not reached") && outcomes.includes("reached");
    return { id: award.id, title: award.title ?? null, held, minimums };
  });
}

function outcome({ group, score: needed }, found) {
  if (found === NOTHING) return { group, needed, score: null, outcome: "skipped" };
  return { group, needed, score: found / 100, outcome: found >= toHundredths(needed) ? "reached" : "not reached" };
}

/** Tell whether no answer can change the numbers any more: score and potential are one. */
export function isFinished(measures) {
  return measures.score !== null && measures.score === measures.potential;
}
