// One institution over time; only what was answered on the same wording is compared in numbers. Pure, as scoring/comparison.py.
import { isFinished } from "../../engine/scorecards.js";
import { assess } from "../../engine/index.js";
import { isComparable } from "../document/earlier.js";
import { difference } from "./standing.js";

/**
 * Return submissions in the order of their periods, scored, and apart from them those that cannot be compared.
 *
 * @param opened `[{name, submission}]`, the open one last
 * @returns `{cards: [{name, submission, scorecard}], foreign: [{name, submission}], institutions: [names]}`
 */
export function inOrder(framework, profile, opened) {
  const same = opened.filter(({ submission }) => isComparable(submission, framework));
  const cards = same.map((one) => ({ ...one, scorecard: assess(framework, one.submission, { profile }).scorecard }));
  // Those without a period stay where they are, first; sorting is stable.
  cards.sort((one, other) => compareText(endOf(one.submission), endOf(other.submission)));
  const names = cards.map(({ submission }) => submission.organisation?.name ?? "");
  return { cards, foreign: opened.filter((one) => !same.includes(one)), institutions: [...new Set(names)] };
}

function endOf(submission) {
  return String(submission.period?.end ?? "");
}

function compareText(one, other) {
  return one < other ? -1 : one > other ? 1 : 0;
}

/**
 * Return the whole and every group over scored submissions: `{group, code, level, depth, measures, change}`.
 *
 * `change` is the last published score minus the first, where neither may still change by an answer; else null.
 */
export function compared(asked, cards) {
  const whole = asked.hasOverall ? [line(null, "", "", 0, cards.map(({ scorecard }) => scorecard.overall))] : [];
  const depths = new Map();
  const groups = [...asked.groups.values()].map((group) => {
    depths.set(group.id, (depths.get(group.parent) ?? 0) + 1);
    const measures = cards.map(({ scorecard }) => scorecard.groups.get(group.id));
    return line(group.id, group.code, group.level, depths.get(group.id), measures);
  });
  return [...whole, ...groups];
}

function line(group, code, level, depth, measures) {
  return { group, code, level, depth, measures, change: changeOf(measures) };
}

function changeOf(measures) {
  const [first, last] = [measures[0], measures[measures.length - 1]];
  return first && last && isFinished(first) && isFinished(last) ? difference(last.score, first.score) : null;
}
