// Explains a score: what was aggregated with which weight, which caps bite, and what each indicator could still add (rule 9).
import { isObject } from "./figures.js";
import { NOTHING, bites, publish, rootWith, run, shown } from "./scoring.js";
import { columns } from "./scorecards.js";
import { ANSWERED, STATES } from "./state.js";

/** Return how every number of a submission came about: `{indicators, calculations}`, by id; the root's calculation is under null. */
export function explanation(framework, submission, reading) {
  const { plan } = framework;
  const given = columns(plan, reading);
  const best = framework.questionnaire.best(reading.facts);
  return {
    indicators: indicators(framework, submission, reading, best, given, gains(framework, best, given)),
    calculations: calculations(plan, given),
  };
}

/** Return by position the published overall score with the indicator at its best, minus the present one; null where it has none. */
function gains(framework, best, { score, counted }) {
  const { plan } = framework;
  const now = run(plan, score, counted);
  const present = publish(now.values[plan.root], now.scored[plan.root]);
  if (!framework.hasOverall || present === NOTHING) return best.map(() => null);
  return best.map((most, at) => {
    if (!counted[at]) return null;
    if (most <= score[at]) return 0;
    return (publish(rootWith(plan, at, most, now), 1) - present) / 100;
  });
}

function indicators(framework, submission, reading, best, { counted }, gained) {
  const answers = isObject(submission.answers) ? submission.answers : {};
  const rows = [...framework.indicators.values()].map((indicator, at) => {
    const { id, code, title, groups, scored } = indicator;
    const state = reading.states[at];
    const given = isObject(answers[id]) ? answers[id].value : undefined;
    return [
      id,
      {
        id,
        code,
        title,
        group: groups.length ? groups[groups.length - 1] : null,
        scored,
        state: STATES[state],
        reason: reading.reasons.get(at) ?? null,
        value: reading.figures.get(at) ?? given ?? null,
        points: counted[at] && state === ANSWERED ? reading.points[at] : null,
        best: scored ? best[at] : null,
        gain: gained[at],
        evidence: reading.evidence[at] === 1,
      },
    ];
  });
  return new Map(rows);
}

function calculations(plan, { score, potential, counted }) {
  const uncapped = new Map();
  const low = run(plan, score, counted, uncapped);
  const high = run(plan, potential, counted);
  const hundredths = Array.from(low.values, (value, node) => publish(value, low.scored[node]));
  return new Map(
    plan.planned.map((group) => {
      const caps = group.caps
        .filter((cap) => bites(group, cap, low.values, low.scored))
        .map((cap) => {
          const also = bites(group, cap, high.values, high.scored);
          return { indicator: cap.indicator, to: cap.to, reason: cap.reason ?? null, bites: also ? "score and potential" : "score" };
        });
      const children = group.children.map((child, at) => ({
        id: group.ids[at],
        weight: group.weights[at],
        score: shown(hundredths[child]),
        counted: hundredths[child] !== NOTHING,
      }));
      // What the group would score without its caps; null where none bites.
      const before = caps.length ? shown(publish(uncapped.get(group.node), low.scored[group.node])) : null;
      return [group.id, { aggregate: group.aggregate, children, caps, uncapped: before }];
    }),
  );
}
