// The one engine: a column of points in, scores of all nodes out (scoring rules 3, 4 and 6).
//
// Every sum is made child by child in declared order, so that this walk and the engine in Python agree to the last bit.
import { TOLERANCE } from "./figures.js";

/** Published scores are kept as whole hundredths; this stands for "nothing scored". */
export const NOTHING = -1;

/**
 * Score one column of points.
 *
 * @param plan The framework's tree.
 * @param points Points by indicator, 0 to 1, and 0 where it is left out.
 * @param counted 1 where the indicator is scored, 0 where it is left out.
 * @param uncapped Filled, where given, with what groups that have caps were worth before them, by node number.
 * @returns Values from 0 to 1 of all nodes and whether they are scored.
 */
export function run(plan, points, counted, uncapped) {
  const values = new Float64Array(plan.nodes);
  const scored = new Uint8Array(plan.nodes);
  values.set(points);
  scored.set(counted);
  for (const group of plan.order) scoreGroup(group, values, scored, uncapped);
  return { values, scored };
}

/** Return what the root would be worth if one indicator earned other points; `values` and `scored` are those of a run, and stay so. */
export function rootWith(plan, at, points, { values, scored }) {
  const above = plan.above[at];
  const before = above.map((group) => values[group.node]);
  const earned = values[at];
  values[at] = points;
  for (const group of above) scoreGroup(group, values, scored);
  const reached = values[plan.root];
  values[at] = earned;
  above.forEach((group, place) => (values[group.node] = before[place]));
  return reached;
}

function scoreGroup(group, values, scored, uncapped) {
  if (group.aggregate === "min") lowest(group, values, scored);
  else if (group.aggregate === "count") count(group, values, scored);
  else mean(group, values, scored);
  if (!group.caps.length) return;
  if (uncapped) uncapped.set(group.node, values[group.node]);
  for (const cap of group.caps) {
    if (bites(group, cap, values, scored)) values[group.node] = Math.min(values[group.node], cap.limit);
  }
}

function mean(group, values, scored) {
  let total = 0;
  let weight = 0;
  for (let at = 0; at < group.children.length; at += 1) {
    const child = group.children[at];
    if (scored[child]) {
      total += group.weights[at] * values[child];
      weight += group.weights[at];
    }
  }
  // A group without anything scored stays 0 and is left out above, like an indicator that is not asked.
  scored[group.node] = weight === 0 ? 0 : 1;
  values[group.node] = weight === 0 ? 0 : total / weight;
}

function lowest(group, values, scored) {
  const counted = group.children.filter((child) => scored[child]);
  scored[group.node] = counted.length ? 1 : 0;
  values[group.node] = counted.length ? Math.min(...counted.map((child) => values[child])) : 0;
}

function count(group, values, scored) {
  const counted = group.children.filter((child) => scored[child]);
  const reached = counted.filter((child) => values[child] + TOLERANCE >= group.count.level).length;
  // A threshold above the number of scored children is read as that number; the thresholds rise, so the last one reached counts.
  const rows = group.count.table.filter((row) => reached >= Math.min(row.from, counted.length));
  scored[group.node] = counted.length ? 1 : 0;
  values[group.node] = counted.length && rows.length ? rows[rows.length - 1].points : 0;
}

/** Tell whether a cap's indicator is scored and falls below its level, in a group that is scored. */
export function bites(group, cap, values, scored) {
  return Boolean(scored[cap.node] && scored[group.node]) && !(values[cap.node] + TOLERANCE >= cap.below);
}

/** Return a published score in whole hundredths, `NOTHING` where nothing was scored (scoring rule 6). */
export function publish(value, scored) {
  return scored ? Math.floor((100 * value + 1e-9) * 100 + 0.5) : NOTHING;
}

/** Return a published score from 0 to 100 with two decimals, null where nothing was scored. */
export function shown(hundredths) {
  return hundredths === NOTHING ? null : hundredths / 100;
}

/** Return a score from 0 to 100 in whole hundredths, as bands, awards and differences are decided. */
export function toHundredths(score) {
  return Math.trunc(score * 100 + 0.5);
}
